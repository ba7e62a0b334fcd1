"""Points: creating, cancelling and listing movements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import RunningSandbox
from yulsn_codegen.sandbox.values import exact_json

from .conftest import Make, connect

MEMBERS = [
    "Id", "ContactId", "ContactCompanyId", "Type", "SubType", "Amount", "Sum", "DateTime", "Description", "SourceId",
    "SourceDescription", "StoreId", "AdministratorId", "BookValue", "PointCalculationBase", "ConverterTransactionId",
    "IsCanceller", "CancellerPointId",
]  # fmt: skip
ALWAYS = {"from": "2000-01-01T00:00:00Z", "to": "2999-01-01T00:00:00+01:00"}


def post(api: httpx2.Client, contact: int, amount: float = 1, **members: object) -> dict[str, Any]:
    answer = api.post("Points", json={"ContactId": contact, "Type": "bonus", "Amount": amount, **members})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def get(api: httpx2.Client, path: str = "Points", /, **params: object) -> Any:
    answer = api.get(path, params={name: str(value) for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_new_point_has_all_properties(api: httpx2.Client, make: Make) -> None:
    contact = make()["Id"]
    sent = {
        "ContactCompanyId": 7, "SubType": "sommer", "Description": "Køb", "SourceId": "s", "SourceDescription": "kasse",
        "StoreId": 2, "BookValue": 0.25, "PointCalculationBase": 99.5,
    }  # fmt: skip
    point = post(api, contact, 12.5, **sent, Sum=5, IsCanceller=True)
    assert list(point) == MEMBERS
    assert {name: point[name] for name in sent} == sent
    assert (point["ContactId"], point["Type"], point["Amount"], point["Sum"]) == (contact, "bonus", 12.5, 12.5)
    assert (point["IsCanceller"], point["CancellerPointId"], point["AdministratorId"]) == (False, None, None)
    assert api.get(f"Points/{point['Id']}").json() == point
    bare = post(api, contact)
    assert [bare[name] for name in sent] == [None] * len(sent)


def test_the_running_sum_is_exact_per_contact_and_type(api: httpx2.Client, make: Make) -> None:
    contact, other = make()["Id"], make()["Id"]

    def move(contact: int, amount: str, kind: str = "bonus") -> Any:
        body = f'{{"ContactId": {contact}, "Type": "{kind}", "Amount": {amount}}}'
        answer = api.post("Points", content=body.encode(), headers={"Content-Type": "application/json"})
        value = exact_json.loads(answer.content)
        assert isinstance(value, dict)
        return value["Sum"]

    assert move(contact, "0.1") == Decimal("0.1")
    assert move(contact, "0.2") == Decimal("0.3")
    assert move(contact, "5", "køb") == 5
    assert move(other, "1") == 1
    assert move(contact, "-1.3") == -1
    assert move(contact, "79228162514264337593543950335") == 79228162514264337593543950334
    assert move(contact, "0.0000000000000000000000000001") == Decimal(
        "79228162514264337593543950334.0000000000000000000000000001"
    )


def test_all_concurrent_points_are_counted(shared: RunningSandbox, api: httpx2.Client, make: Make) -> None:
    contact = make()["Id"]

    def move(_: int) -> float:
        with connect(shared) as client:
            total: float = post(client, contact, 2)["Sum"]
            return total

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(move, range(16))) == list(range(2, 34, 2))
    assert get(api, "Points/TotalForContact", contactId=contact, type="bonus") == 32


def test_a_missing_contact_is_404(api: httpx2.Client, make: Make) -> None:
    gone = make()["Id"]
    api.delete(f"Contacts/{gone}")
    for contact in (2147483647, gone):
        answer = api.post("Points", json={"ContactId": contact, "Type": "bonus", "Amount": 1})
        assert answer.status_code == 404
        assert answer.json()["Message"]
        assert api.get(f"Points/TotalForContact?contactId={contact}&type=bonus").status_code == 404
    assert api.get("Points/2147483647").status_code == api.post("Points/2147483647/Cancel").status_code == 404


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"ContactId": None}, "ContactId"),
        ({"ContactId": "1"}, "ContactId"),
        ({"Type": "nothing"}, "Type"),
        ({"Type": None}, "Type"),
        ({"Amount": None}, "Amount"),
        ({"Amount": "1"}, "Amount"),
        ({"StoreId": 1.5}, "StoreId"),
        ({"SubType": 5}, "SubType"),
    ],
)
def test_an_invalid_body_is_400(api: httpx2.Client, change: dict[str, Any], wrong: str) -> None:
    answer = api.post("Points", json={"ContactId": 1, "Type": "bonus", "Amount": 1} | change)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {wrong}
    assert api.post("Points", json={}).status_code == 400


def test_cancelling_creates_an_opposite_point_once(api: httpx2.Client, make: Make) -> None:
    contact = make()["Id"]
    post(api, contact, 10)
    point = post(api, contact, 2.5, SubType="x", SourceId="cancelled", StoreId=1, ContactCompanyId=9)
    answer = api.post(f"Points/{point['Id']}/Cancel")
    assert (answer.status_code, answer.content) == (200, b"")
    first, second = get(api, sourceId="cancelled")
    assert first == {**point, "CancellerPointId": second["Id"]} == get(api, f"Points/{point['Id']}")
    opposite = {"Amount": -2.5, "Sum": 10, "IsCanceller": True, "CancellerPointId": None}
    assert second == {**point, **opposite, "Id": second["Id"], "DateTime": second["DateTime"]}
    assert get(api, "Points/TotalForContact", contactId=contact, type="bonus") == 10
    for again in (first, second):
        answer = api.post(f"Points/{again['Id']}/Cancel")
        assert answer.status_code == 400
        assert answer.json()["Message"]
    assert len(get(api, sourceId="cancelled")) == 2
    assert get(api, contactId=contact, type="bonus")[1:] == [first, second]


def test_a_point_of_zero_and_one_of_a_deleted_contact_can_be_cancelled(api: httpx2.Client, make: Make) -> None:
    contact = make()["Id"]
    nothing, some = post(api, contact, 0), post(api, contact, 3, SourceId="of the deleted")
    api.delete(f"Contacts/{contact}")
    assert api.post(f"Points/{nothing['Id']}/Cancel").status_code == 200
    assert api.post(f"Points/{some['Id']}/Cancel").status_code == 200
    assert [point["Amount"] for point in get(api, sourceId="of the deleted")] == [3, -3]
    assert get(api, contactId=contact)[2]["Amount"] == 0


def test_all_points_and_those_of_one_type_are_paged(fresh: httpx2.Client) -> None:
    contact = fresh.post("Contacts", json={"RegistrationSource": "x", "RegistrationIp": "x"}).json()["Id"]
    assert get(fresh, lastId=0) == []
    for number in range(1, 1051):
        post(fresh, contact, Type="køb" if number <= 20 else "bonus")

    def ids(**params: object) -> list[int]:
        return [point["Id"] for point in get(fresh, **params)]

    assert ids(lastId=0) == list(range(1, 1001))
    assert ids(lastId=1000) == list(range(1001, 1051))
    assert ids(lastId=1050) == ids(lastId=0, type="anmeldelse") == []
    assert ids(lastId=0, type="bonus") == list(range(21, 1021))
    assert ids(lastId=1020, type="bonus") == list(range(1021, 1051))
    assert ids(lastId=5, type="køb") == list(range(6, 21))
    for query in ("lastId=", "lastId=x", "type=bonus", ""):
        assert fresh.get(f"Points?{query}").status_code == 400


def test_points_are_found_by_source_contact_store_company_and_period(api: httpx2.Client, make: Make) -> None:
    contact, other = make()["Id"], make()["Id"]
    kind: dict[str, Any] = {"Type": "anmeldelse"}
    one = post(api, contact, SourceId="src", StoreId=51, ContactCompanyId=61, **kind)
    two = post(api, contact, SourceId="src", StoreId=52, ContactCompanyId=61)
    three = post(api, other, SourceId="src", StoreId=52, ContactCompanyId=61, **kind)
    four = post(api, other, StoreId=51, ContactCompanyId=62, **kind)
    every = {"type": "anmeldelse", **ALWAYS}

    assert get(api, sourceId="src") == [one, two, three]
    assert get(api, sourceId="src", type="anmeldelse") == [one, three]
    assert get(api, sourceId="nothing") == []

    assert get(api, contactId=contact) == [one, two]
    assert get(api, contactId=contact, type="bonus") == [two]
    assert get(api, contactId=contact, datetimeFrom=two["DateTime"]) == [two]
    assert get(api, contactId=contact, datetimeTo=two["DateTime"]) == [one]

    assert [point for point in get(api, **every) if point["Id"] >= one["Id"]] == [one, three, four]
    assert get(api, **every, storeId=51) == [one, four]
    period = {"type": "anmeldelse", "from": one["DateTime"], "to": four["DateTime"]}
    assert get(api, **period) == [one, three]
    assert get(api, **period, storeId=51) == [one]
    assert get(api, **{**period, "type": "nothing"}) == []

    by_company = {"contactCompanyId": 61}
    assert get(api, "Points/ByContactCompany", **by_company, **every) == [one, three]
    assert get(api, "Points/ByContactCompany", **by_company, **every, storeId=52) == [three]
    assert get(api, "Points/ByContactCompany", **by_company, **{**period, "to": three["DateTime"]}) == [one]
    assert get(api, "Points/ByContactCompany", **every, contactCompanyId=2147483647) == []

    def search(stores: object, **params: Any) -> httpx2.Response:
        return api.request("SEARCH", "Points/ForStores", params=params, json={"StoreIds": stores})

    assert search([52, 51, 52], **every).json() == [one, three, four]
    assert search([52], **every).json() == [three]
    assert search([51, 52], **period).json() == [one, three]
    assert search([], **every).json() == search([2147483647], **every).json() == []
    for wrong in (None, 51, ["51"], [None]):
        assert search(wrong, **every).status_code == 400
    for body in ([52], {"storeids": [52]}):  # bare or wrapped
        assert api.request("SEARCH", "Points/ForStores", params=every, json=body).json() == [three]
    assert search([51], type="anmeldelse").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "type=bonus&from=2024-01-01T00:00:00Z",
        "type=bonus&from=2024-01-01T00:00:00Z&to=",
        "type=bonus&from=x&to=2024-01-01T00:00:00Z",
        "type=bonus&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z&storeId=x",
        "contactId=x",
        "contactId=1&datetimeFrom=x",
        "contactId=1&storeId=2",
    ],
)
def test_an_invalid_query_is_400(api: httpx2.Client, query: str) -> None:
    assert api.get(f"Points?{query}").status_code == 400
