"""The life cycle of a campaign of the email builder, and steps that are out of order."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

CAMPAIGN: dict[str, Any] = {"Type": 0, "Name": "Forår", "Subject": "Nye cykler", "EmailTemplateId": 4}
BLOCK: dict[str, Any] = {"EmailBuilderBlockId": 7, "InputValues": {"Title": {"Value": "Hej"}}}
FAR = "2099-01-01T08:00:00+01:00"


def create(api: httpx2.Client, **members: object) -> str:
    answer = api.post("EmailBuilderCampaigns", json=CAMPAIGN | members)
    assert answer.status_code == 200, answer.text
    return f"EmailBuilderCampaigns/{answer.json()['Id']}"


def contact(api: httpx2.Client, email: str) -> int:
    registration = {"RegistrationSource": "x", "RegistrationIp": "::1", "Email": email}
    number: int = api.post("Contacts", json=registration).json()["Id"]
    return number


def test_a_new_campaign_has_the_properties_that_were_sent(fresh: httpx2.Client) -> None:
    created = fresh.post("EmailBuilderCampaigns", json=CAMPAIGN).json()
    number = created["EmailCampaignId"]
    assert created == {"Id": 1, "EmailCampaignId": number, **CAMPAIGN, "Preheader": None, "Dynamic": None}
    more = {"Type": "Transactional", "Preheader": "Se", "Dynamic": {"Any": [1.50]}}
    other = fresh.post("EmailBuilderCampaigns", json=CAMPAIGN | more).json()
    assert (other["Type"], other["Preheader"], other["Dynamic"]) == (1, "Se", {"Any": [1.5]})
    assert other["EmailCampaignId"] != number


def test_a_new_block_has_the_properties_that_were_sent(api: httpx2.Client) -> None:
    path = create(api)
    first = api.post(f"{path}/AddBlock", json=BLOCK).json()
    assert first == {"Id": first["Id"], **BLOCK, "Settings": None}
    condition = {"Field": "Email", "Operator": 9, "Values": ["a", "b"]}
    inputs = {"Picture": {"value": None}, "Size": {"Value": "wide"}}
    block = {"EmailBuilderBlockId": 8, "InputValues": inputs, "Settings": {"Condition": condition}}
    second = api.post(f"{path}/AddBlock", json=block).json()
    assert second["Id"] > first["Id"]
    assert second["InputValues"] == {"Picture": {"Value": None}, "Size": {"Value": "wide"}}
    invalid: list[object] = [{"W": 1}, 1, True, []]
    for value in invalid:
        wrong = BLOCK | {"InputValues": {"Size": {"Value": value}}}
        answer = api.post(f"{path}/AddBlock", json=wrong)
        assert answer.status_code == 400
        assert set(answer.json()["ModelState"]) == {"InputValues.Size.Value"}
    assert second["Settings"] == {"Condition": {**condition, "Value": None}}
    for settings in ({}, {"Condition": None}, {"Condition": {"Field": "Phone", "Operator": "NotNull"}}):
        assert api.post(f"{path}/AddBlock", json=BLOCK | {"Settings": settings}).status_code == 200


def test_a_scheduled_campaign_is_a_dispatch_until_it_is_cancelled(fresh: httpx2.Client) -> None:
    numbers = [contact(fresh, f"{name}@example.dk") for name in "abc"]
    segment = fresh.post("Segments/ContactIds", json={"ContactIds": numbers[:1]}).json()["Id"]
    path = create(fresh)
    body = {"IncludeSegments": [1], "ExcludeSegments": [segment], "LimitSendingSpeed": 60, "StartSending": FAR}
    answer = fresh.post(f"{path}/Schedule", json=body)
    assert (answer.status_code, answer.content) == (200, b"")
    (dispatch,) = fresh.get("EmailDispatches").json()
    assert (dispatch["EmailCampaignName"], dispatch["Planned"], dispatch["Status"]) == ("Forår", FAR, 100)
    receivers = fresh.get("EmailDispatchReceiver?lastId=0").json()
    assert [item["ContactId"] for item in receivers] == numbers[1:]
    answer = fresh.post(f"{path}/Cancel")
    assert (answer.status_code, answer.content) == (200, b"")
    (cancelled,) = fresh.get("EmailDispatches").json()
    assert cancelled == dispatch | {"Status": 125}
    assert fresh.get("EmailDispatchReceiver?lastId=0").json() == []


def test_a_campaign_can_be_sent_to_everybody_or_to_segments(fresh: httpx2.Client) -> None:
    for name in "abc":
        contact(fresh, f"{name}@example.dk")
    path = create(fresh)
    fresh.post(f"{path}/Schedule", json={})
    assert fresh.get("EmailDispatches").json()[0]["Sent"] == 3
    assert fresh.post(f"{path}/Cancel").status_code == 200
    (cancelled,) = fresh.get("EmailDispatches").json()
    assert (cancelled["Status"], cancelled["Sent"]) == (125, 3)
    assert len(fresh.get("EmailDispatchReceiver?lastId=0").json()) == 3
    fresh.post(f"{path}/Schedule", json={"LimitContacts": 2})
    assert fresh.get("EmailDispatches?take=1").json()[0]["Sent"] == 2


def test_a_call_in_the_wrong_state_is_400(api: httpx2.Client) -> None:
    def refused(call: str, body: object = None) -> None:
        answer = api.post(f"{path}/{call}", json=body)
        assert answer.status_code == 400
        assert "scheduled" in answer.json()["Message"]

    path = create(api)
    schedule = {"StartSending": FAR, "IncludeSegments": [3]}
    refused("Cancel")
    assert api.post(f"{path}/Schedule", json=schedule).status_code == 200
    refused("Schedule", schedule)
    refused("AddBlock", BLOCK)
    assert api.post(f"{path}/Cancel").status_code == 200
    refused("Cancel")
    assert api.post(f"{path}/AddBlock", json=BLOCK).status_code == 200
    assert api.post(f"{path}/Schedule", json=schedule).status_code == 200


@pytest.mark.parametrize(("call", "body"), [("Cancel", None), ("AddBlock", BLOCK), ("Schedule", {})])
def test_a_missing_campaign_is_404(api: httpx2.Client, call: str, body: object) -> None:
    assert api.post(f"EmailBuilderCampaigns/2147483647/{call}", json=body).status_code == 404


def test_a_missing_segment_is_404(api: httpx2.Client) -> None:
    path = create(api)
    for name in ("IncludeSegments", "ExcludeSegments"):
        assert api.post(f"{path}/Schedule", json={name: [2147483647]}).status_code == 404
    assert api.post(f"{path}/Cancel").status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"Type": None}, {"Type": 2}, {"Type": "Other"}, {"Name": None}, {"Name": ""}, {"Subject": 5},
        {"Preheader": 5}, {"EmailTemplateId": None}, {"EmailTemplateId": "4"}, {"Dynamic": "x"},
    ],
)  # fmt: skip
def test_an_invalid_campaign_is_400(api: httpx2.Client, wrong: dict[str, object]) -> None:
    answer = api.post("EmailBuilderCampaigns", json=CAMPAIGN | wrong)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == set(wrong)


@pytest.mark.parametrize(
    ("wrong", "member"),
    [
        ({"EmailBuilderBlockId": None}, "EmailBuilderBlockId"),
        ({"InputValues": None}, "InputValues"),
        ({"InputValues": {"Title": "Hej"}}, "InputValues.Title"),
        ({"InputValues": {"Title": {}}}, "InputValues.Title.Value"),
        ({"Settings": 1}, "Settings"),
        ({"Settings": {"Condition": 1}}, "Settings.Condition"),
        ({"Settings": {"Condition": {"Operator": 7}}}, "Settings.Condition.Field"),
        ({"Settings": {"Condition": {"Field": "Email"}}}, "Settings.Condition.Operator"),
        ({"Settings": {"Condition": {"Field": "Email", "Operator": 10}}}, "Settings.Condition.Operator"),
        ({"Settings": {"Condition": {"Field": "Email", "Operator": 1}}}, "Settings.Condition.Value"),
        ({"Settings": {"Condition": {"Field": "Email", "Operator": 9, "Value": "x"}}}, "Settings.Condition.Values"),
    ],
)
def test_an_invalid_block_is_400(api: httpx2.Client, wrong: dict[str, object], member: str) -> None:
    answer = api.post(f"{create(api)}/AddBlock", json=BLOCK | wrong)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {member}


@pytest.mark.parametrize(
    "wrong",
    [
        {"IncludeSegments": 1}, {"ExcludeSegments": ["x"]}, {"LimitContacts": 0}, {"LimitSendingSpeed": 25},
        {"StartSending": "now"},
    ],
)  # fmt: skip
def test_an_invalid_schedule_is_400(api: httpx2.Client, wrong: dict[str, object]) -> None:
    answer = api.post(f"{create(api)}/Schedule", json=wrong)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == set(wrong)
