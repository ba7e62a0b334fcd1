"""Sums of points: by contact, type, store, company and period."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import running
from yulsn_codegen.sandbox.values import exact_json

from .conftest import REGISTRATION, connect
from .test_points import ALWAYS, get, post

EVERY = {"type": "bonus", **ALWAYS}


@pytest.fixture(scope="module")
def points() -> Iterator[tuple[httpx2.Client, list[dict[str, Any]]]]:
    """A sandbox with two contacts and six movements."""
    with running() as sandbox, connect(sandbox) as api:
        ada, bo = (api.post("Contacts", json=REGISTRATION).json()["Id"] for _ in range(2))
        yield (
            api,
            [
                post(api, ada, 10, StoreId=1, ContactCompanyId=21, SubType="x"),
                post(api, bo, 0.1, StoreId=1, ContactCompanyId=22),
                post(api, ada, 0.2, StoreId=2, ContactCompanyId=21),
                post(api, ada, 7, Type="køb", StoreId=1, ContactCompanyId=21, SubType="x"),
                post(api, bo, 0.2, StoreId=2),
                post(api, bo, -5, ContactCompanyId=22),
            ],
        )


Points = tuple[httpx2.Client, list[dict[str, Any]]]


def test_totals_of_all_contacts_are_listed(points: Points) -> None:
    api, _ = points
    bonus, bought = {"Type": "bonus", "Total": 5.5}, {"Type": "køb", "Total": 7}
    assert get(api, "Points/Totals") == [bonus, bought]
    assert get(api, "Points/Totals", type="køb") == [bought]
    assert get(api, "Points/Totals", type="anmeldelse") == []


def test_sums_of_a_contact_are_returned(points: Points) -> None:
    api, made = points
    bonus = {"ContactId": 1, "Type": "bonus", "Sum": 10.2, "LastModified": made[2]["DateTime"]}
    bought = {"ContactId": 1, "Type": "køb", "Sum": 7, "LastModified": made[3]["DateTime"]}
    assert get(api, "Points/Sums", contactId=1) == [bonus, bought]
    assert get(api, "Points/Sums", contactId=1, type="bonus") == [bonus]
    assert get(api, "Points/Sums", contactId=2, type="køb") == get(api, "Points/Sums", contactId=99) == []
    assert api.get("Points/Sums").status_code == api.get("Points/Sums?contactId=x").status_code == 400


def test_sums_are_grouped_by_contact(points: Points) -> None:
    api, made = points
    assert get(api, "Points/SumsByContact", type="bonus") == [
        {"ContactId": 1, "Type": "bonus", "Sum": 10.2, "LastModified": made[2]["DateTime"]},
        {"ContactId": 2, "Type": "bonus", "Sum": -4.7, "LastModified": made[5]["DateTime"]},
    ]
    assert get(api, "Points/SumsByContact", type="bonus", storeId=2) == [
        {"ContactId": 1, "Type": "bonus", "Sum": 0.2, "LastModified": made[2]["DateTime"]},
        {"ContactId": 2, "Type": "bonus", "Sum": 0.2, "LastModified": made[4]["DateTime"]},
    ]
    assert get(api, "Points/SumsByContact", type="anmeldelse") == []
    assert api.get("Points/SumsByContact").status_code == 400


def test_sums_are_grouped_by_store(points: Points) -> None:
    api, made = points
    first, second = ({"StoreId": 1, "Type": "bonus", "Sum": 10.1}, {"StoreId": 2, "Type": "bonus", "Sum": 0.4})
    for params in ({"type": "bonus"}, EVERY):
        assert get(api, "Points/SumsByStore", **params) == [first, second]
    since = {"type": "bonus", "from": made[1]["DateTime"]}
    assert get(api, "Points/SumsByStore", **since) == [{**first, "Sum": 0.1}, second]
    assert get(api, "Points/SumsByStore", **since, to=made[2]["DateTime"]) == [{**first, "Sum": 0.1}]
    assert get(api, "Points/SumsByStore", type="bonus", to=made[1]["DateTime"]) == [{**first, "Sum": 10}]
    assert api.get("Points/SumsByStore").status_code == 400


def test_the_total_of_a_contact_is_exact(points: Points) -> None:
    api, _ = points
    answer = api.get("Points/TotalForContact?contactId=1&type=bonus")
    assert exact_json.loads(answer.content) == Decimal("10.2")
    assert get(api, "Points/TotalForContact", contactId=1, type="bonus", subType="x") == 10
    assert get(api, "Points/TotalForContact", contactId=1, type="køb", subType="x") == 7
    assert get(api, "Points/TotalForContact", contactId=1, type="bonus", subType="y") == 0
    assert get(api, "Points/TotalForContact", contactId=2, type="anmeldelse") == 0
    assert api.get("Points/TotalForContact?contactId=99&type=bonus").status_code == 404
    for query in ("contactId=1", "type=bonus", "contactId=x&type=bonus"):
        assert api.get(f"Points/TotalForContact?{query}").status_code == 400


def test_sums_are_grouped_by_company(points: Points) -> None:
    api, made = points
    path = "Points/SumsByContactCompanies"
    first = {"ContactCompanyId": 21, "Type": "bonus", "Sum": 10.2}
    second = {"ContactCompanyId": 22, "Type": "bonus", "Sum": -4.9}
    assert get(api, path, **EVERY) == [first, second]
    assert get(api, path, **EVERY, storeId=1) == [{**first, "Sum": 10}, {**second, "Sum": 0.1}]
    period = {"from": made[0]["DateTime"], "to": made[2]["DateTime"]}
    assert get(api, path, type="bonus", **period) == [{**first, "Sum": 10}, {**second, "Sum": 0.1}]
    assert get(api, path, **{**EVERY, "type": "anmeldelse"}) == []
    assert api.get(f"{path}?type=bonus").status_code == 400


def test_the_total_of_a_company_without_points_is_null(points: Points) -> None:
    api, made = points
    path = "Points/TotalForContactCompany"
    assert get(api, path, contactCompanyId=21, **EVERY) == 10.2
    period = {"type": "bonus", "from": made[0]["DateTime"], "to": made[2]["DateTime"]}
    assert get(api, path, contactCompanyId=21, **period) == 10
    for params in ({**EVERY, "contactCompanyId": 99}, {**EVERY, "contactCompanyId": 22, "type": "køb"}):
        answer = api.get(path, params={name: str(value) for name, value in params.items()})
        assert (answer.status_code, answer.content) == (200, b"null")
    assert api.get(f"{path}?contactCompanyId=21&type=bonus").status_code == 400


def test_sums_for_stores_are_grouped_by_company(points: Points) -> None:
    api, made = points

    def search(body: object, **params: Any) -> httpx2.Response:
        return api.request("SEARCH", "Points/SumsForStoresByContactCompanies", params=params, json=body)

    first, second = ({"ContactCompanyId": number, "Type": "bonus"} for number in (21, 22))
    assert search({"storeIds": [1, 2]}, **EVERY).json() == [{**first, "Sum": 10.2}, {**second, "Sum": 0.1}]
    assert search({"StoreIds": [2]}, **EVERY).json() == [{**first, "Sum": 0.2}]
    period = {**EVERY, "from": made[1]["DateTime"]}
    assert search({"StoreIds": [1]}, **period).json() == [{**second, "Sum": 0.1}]
    assert search({"StoreIds": []}, **EVERY).json() == []
    assert search({}, **EVERY).status_code == search({"StoreIds": [1]}, type="bonus").status_code == 400


def test_a_cancelled_point_counts_in_no_sum(fresh: httpx2.Client) -> None:
    contact = fresh.post("Contacts", json=REGISTRATION).json()["Id"]
    point = post(fresh, contact, 4.5, StoreId=1, ContactCompanyId=21)
    fresh.post(f"Points/{point['Id']}/Cancel")
    assert get(fresh, "Points/Totals") == [{"Type": "bonus", "Total": 0}]
    for path in ("Sums?contactId=1", "SumsByContact?type=bonus", "SumsByStore?type=bonus"):
        assert [kept["Sum"] for kept in fresh.get(f"Points/{path}").json()] == [0]
    assert get(fresh, "Points/TotalForContactCompany", **EVERY, contactCompanyId=21) == 0
