"""Sending campaigns: the receivers, the list of dispatches, and the pages of receivers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from .conftest import REGISTRATION

MISSING = 2147483647
NEWSLETTER, RECEIPT = 1, 2  # the campaigns of a new sandbox


def contact(api: httpx2.Client, email: str | None = None) -> int:
    number: int = api.post("Contacts", json={**REGISTRATION, "Email": email}).json()["Id"]
    return number


def send(api: httpx2.Client, **members: object) -> dict[str, Any]:
    """Send a campaign, and return the dispatch, which is also the latest in the list."""
    answer = api.post("EmailDispatches", json={"EmailCampaignId": NEWSLETTER, **members})
    assert answer.status_code == 200, answer.text
    dispatch: dict[str, Any] = answer.json()
    assert api.get("EmailDispatches?take=1").json() == [dispatch]
    return dispatch


def listed(api: httpx2.Client, query: str = "") -> list[int]:
    return [item["Id"] for item in api.get(f"EmailDispatches?{query}").json()]


def later(**time: int) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


def test_a_dispatch_to_a_contact_has_that_receiver(fresh: httpx2.Client) -> None:
    number = contact(fresh, "ada@example.dk")
    dispatch = send(fresh, ContactId=number, DateTime="2024-05-06T10:08:14.1957879+01:00", LogLevel=1, Dynamic={"a": 1})
    assert dispatch == {
        "Id": 1,
        "Planned": "2024-05-06T10:08:14.1957879+01:00",
        "PlannedUtc": "2024-05-06T09:08:14.1957879",
        "EmailCampaignId": NEWSLETTER,
        "EmailCampaignName": "Monthly newsletter",
        "Subject": "News from the workshop",
        "Preheader": "New bikes, and a check before winter",
        "Status": 120,
        "Type": 3,
        "Sent": 1,
        "Delivered": 1,
        "Opens": 0,
        "Clicks": 0,
        "DeliveryRatio": 1,
        "OpenedRatio": 0,
        "ClickRatio": 0,
    }
    receiver = {"Id": 1, "EmailDispatchId": 1, "ContactId": number, "Email": "ada@example.dk"}
    assert fresh.get("EmailDispatchReceiver?lastId=0").json() == [receiver]
    assert fresh.get(f"EmailDispatchReceiver?emailDispatchId=1&contactId={number}").json() == receiver


def test_a_dispatch_to_segments_goes_once_to_each_valid_address(fresh: httpx2.Client) -> None:
    reached = [contact(fresh, f"{name}@example.dk") for name in "ab"]
    others = [contact(fresh, "c@bounce.example"), contact(fresh), contact(fresh, "left@out.example")]
    segment = fresh.post("Segments/ContactIds", json={"ContactIds": [*reached, *others[:2]]}).json()["Id"]
    again = fresh.post("Segments/ContactIds", json={"ContactIds": reached}).json()["Id"]
    assert send(fresh, SegmentIds=[segment, again])["Sent"] == 2
    receivers = fresh.get("EmailDispatchReceiver?lastId=0").json()
    assert [item["ContactId"] for item in receivers] == reached
    assert send(fresh, SegmentIds=[segment], TakeRandom=1)["Sent"] in (0, 1)
    assert send(fresh, SegmentIds=[again], TakeRandom=1)["Sent"] == 1


def test_a_dispatch_without_receivers_fails(fresh: httpx2.Client) -> None:
    assert send(fresh, SegmentIds=[3])["Status"] == 513
    assert send(fresh, ContactId=contact(fresh))["Status"] == 513
    bounced = send(fresh, ContactId=contact(fresh, "x@bounce.example"))
    assert (bounced["Status"], bounced["Sent"], bounced["DeliveryRatio"]) == (504, 0, 0)
    assert fresh.get("EmailDispatchReceiver?lastId=0").json() == []


def test_a_dispatch_is_sent_at_its_time(fresh: httpx2.Client) -> None:
    dispatch = send(fresh, ContactId=contact(fresh, "a@example.dk"), DateTime=later(hours=1))
    assert (dispatch["Status"], dispatch["Sent"]) == (100, 0)


def test_dispatches_are_listed_by_type_status_and_time_in_descending_order(fresh: httpx2.Client) -> None:
    number = contact(fresh, "a@example.dk")
    for members in (
        {"DateTime": "2024-01-01T00:00:00+00:00"},
        {"EmailCampaignId": RECEIPT, "DateTime": "2024-01-01T02:00:00+01:00"},
        {"IsTest": True, "DateTime": "2024-01-03T00:00:00Z"},
        {"DateTime": later(days=1)},
    ):
        send(fresh, ContactId=number, **members)
    send(fresh, SegmentIds=[3])
    assert listed(fresh) == [5, 4, 3, 2, 1]
    assert listed(fresh, "take=2") == [5, 4]
    assert listed(fresh, "type=3") == [5, 4, 1]
    assert listed(fresh, "type=2") == [2]
    assert listed(fresh, "type=Test") == [3]
    assert listed(fresh, "status[0]=100&status[1]=513") == [5, 4]
    assert listed(fresh, "status[0]=Finished") == [3, 2, 1]
    assert listed(fresh, "status[0]=125") == []
    assert listed(fresh, "to=2024-01-03T00:00:00Z") == [2, 1]
    assert listed(fresh, "from=2024-01-01T01:00:00Z&to=2024-01-04T00:00:00Z") == [3, 2]
    assert listed(fresh, "type=3&status[0]=120&take=5") == [1]


@pytest.mark.parametrize("query", ["type=9", "status[0]=1", "status[0]=", "from=today", "to=1", "take=0", "take=x"])
def test_an_invalid_filter_is_400(api: httpx2.Client, query: str) -> None:
    answer = api.get(f"EmailDispatches?{query}")
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {query.partition("=")[0].partition("[")[0]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"EmailCampaignId": None},
        {"EmailCampaignId": "1"},
        {"ContactId": None},
        {"SegmentIds": [1]},
        {"DateTime": "tomorrow"},
        {"DateTime": "2024-05-06T10:08:14"},
        {"IsTest": 1},
        {"TakeRandom": 0},
        {"LogLevel": 3},
        {"LogLevel": True},
        {"Dynamic": []},
        {"StoreIds": 1},
        {"StoreIds": [None]},
        {"OrderId": "x"},
    ],
)
def test_an_invalid_dispatch_is_400(api: httpx2.Client, wrong: dict[str, object]) -> None:
    body = {"EmailCampaignId": NEWSLETTER, "ContactId": contact(api)}
    before = listed(api)
    assert api.post("EmailDispatches", json=body | wrong).status_code == 400
    assert listed(api) == before


@pytest.mark.parametrize(
    "missing",
    [
        {"EmailCampaignId": MISSING},
        {"ContactId": MISSING},
        {"ContactId": None, "SegmentIds": [1, MISSING]},
        {"OrderId": MISSING},
        {"Order2Id": MISSING},
        {"PointId": MISSING},
        {"StoreIds": [1, MISSING]},
    ],
)
def test_a_dispatch_with_an_unknown_reference_is_404(api: httpx2.Client, missing: dict[str, object]) -> None:
    body = {"EmailCampaignId": NEWSLETTER, "ContactId": contact(api)}
    answer = api.post("EmailDispatches", json=body | missing)
    assert answer.status_code == 404
    assert str(MISSING) in answer.json()["Message"]


def test_a_dispatch_can_refer_to_an_order_a_point_and_stores(fresh: httpx2.Client) -> None:
    number = contact(fresh, "a@example.dk")
    line = {"Quantity": 1, "Price": 2}
    types = fresh.get("Orders/Types").json()
    order = fresh.post("Orders", json={"Type": types[0], "ContactId": number, "OrderLines": [line]}).json()
    kind = fresh.get("Points/Types").json()[0]
    point = fresh.post("Points", json={"ContactId": number, "Type": kind, "Amount": 5}).json()
    about = {"OrderId": order["Id"], "Order2Id": order["Id"], "PointId": point["Id"], "StoreIds": [1, 2]}
    assert send(fresh, EmailCampaignId=RECEIPT, ContactId=number, **about)["Type"] == 2


def test_receivers_are_returned_in_pages_of_1000(fresh: httpx2.Client) -> None:
    number = contact(fresh, "a@example.dk")
    contacts = [number, *(contact(fresh, f"{place}@example.dk") for place in range(100))]
    segment = fresh.post("Segments/ContactIds", json={"ContactIds": contacts}).json()["Id"]
    for _ in range(12):
        send(fresh, SegmentIds=[segment])
    pages: list[int] = []
    last: int | str = ""
    while page := fresh.get(f"EmailDispatchReceiver?lastId={last}").json():
        pages.append(len(page))
        last = page[-1]["Id"]
    assert pages == [1000, 212]
    assert fresh.get(f"EmailDispatchReceiver?emailDispatchId=2&contactId={number}").json()["Id"] == 102


def test_a_missing_receiver_is_404(api: httpx2.Client) -> None:
    for query in (f"emailDispatchId={MISSING}&contactId=1", f"contactId={MISSING}&emailDispatchId=1"):
        assert api.get(f"EmailDispatchReceiver?{query}").status_code == 404
    for query in ("", "emailDispatchId=1", "lastId=x", "emailDispatchId=1&contactId=x"):
        assert api.get(f"EmailDispatchReceiver?{query}").status_code == 400
