"""Stores."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import builtin_account

STATICS = ["Id", "Number", "Name", "Phone", "Address", "ZipCode", "City", "Email", "JsonString", "LastModified"]


def post(api: httpx2.Client, **members: object) -> dict[str, Any]:
    answer = api.post("Stores", json=members)
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


def test_a_new_sandbox_has_four_stores(fresh: httpx2.Client) -> None:
    stores = fresh.get("Stores").json()
    assert [(store["Id"], store["Number"]) for store in stores] == [(1, "1001"), (2, "1002"), (3, "1003"), (4, "1090")]
    assert all(store["Name"] and store["LastModified"] for store in stores)


def test_a_new_store_has_all_properties_and_is_found_by_id_and_number(api: httpx2.Client) -> None:
    store = post(api, Number="BC 01/+", Name="Bornholm", city="Rønne", Region="Hovedstaden", **{"Areal m²": 80.5})
    assert list(store) == STATICS + [field.name for field in builtin_account().owners["Stores"]]
    assert (store["City"], store["Region"], store["Areal m²"], store["Phone"]) == ("Rønne", "Hovedstaden", 80.5, None)
    assert api.get(f"Stores/{store['Id']}").json() == store
    assert api.get("stores/", params={"Number": "BC 01/+"}).json() == store
    assert store in api.get("Stores").json()


def test_a_contact_can_prefer_a_new_store(api: httpx2.Client) -> None:
    store = post(api, Number="preferred", Name="x")
    contact = {"RegistrationSource": "web", "RegistrationIp": "::1", "PreferredStoreId": store["Id"]}
    assert api.post("Contacts", json=contact).json()["PreferredStoreId"] == store["Id"]


def test_a_listing_can_omit_the_free_text(api: httpx2.Client) -> None:
    store = post(api, Number="with text", Name="x", JsonString='{"a": 1}')
    assert store in api.get("Stores?withoutJsonString=False").json()
    assert {**store, "JsonString": None} in api.get("Stores?withoutJsonString=True").json()
    assert api.get("Stores?withoutJsonString=perhaps").status_code == 400


def test_a_missing_store_is_404(api: httpx2.Client) -> None:
    for answer in (
        api.get("Stores/2147483647"),
        api.get("Stores?number=nothing"),
        api.get("Stores?number="),
        api.patch("Stores", json={"Id": 2147483647, "Name": "x"}),
    ):
        assert answer.status_code == 404
        assert answer.json()["Message"]


def test_a_store_without_number_or_name_or_with_invalid_values_is_400(api: httpx2.Client) -> None:
    answer = api.post("Stores", json={"Number": None, "Region": "Skåne", "Workshop Stands": "2", "City": 5})
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {"Number", "Name", "Region", "Workshop Stands", "City"}


def test_a_duplicate_number_is_409(api: httpx2.Client) -> None:
    post(api, Number="taken", Name="x")
    other = post(api, Number="other", Name="x")
    for answer in (
        api.post("Stores", json={"Number": "taken", "Name": "y"}),
        api.patch("Stores", json={"Id": other["Id"], "Number": "taken"}),
    ):
        assert (answer.status_code, answer.json()) == (409, {"Message": "Cannot save duplicate value 'taken'!"})
    assert api.get(f"Stores/{other['Id']}").json() == other


def test_patch_changes_only_sent_properties(api: httpx2.Client) -> None:
    store = post(api, Number="patch", Name="x", Phone="1", Region="Midtjylland", **{"Åbent søndag": True})
    body = {"id": store["Id"], "Number": "patched", "Phone": None, "Åbent søndag": None, "Unknown": 1}
    patched = api.patch("Stores", json=body).json()
    changed = {"Number": "patched", "Phone": None, "Åbent søndag": None, "LastModified": patched["LastModified"]}
    assert patched == store | changed
    assert patched["LastModified"] > store["LastModified"]
    assert api.get("Stores?number=patched").json() == patched
    assert api.get("Stores?number=patch").status_code == 404


@pytest.mark.parametrize("body", [{}, {"Id": None}, {"Id": "1"}, {"Id": 2**31}, {"Id": 1, "Name": None}])
def test_a_patch_without_an_id_or_with_a_wrong_value_is_400(api: httpx2.Client, body: dict[str, object]) -> None:
    answer = api.patch("Stores", json=body)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) <= {"Id", "Name"}
