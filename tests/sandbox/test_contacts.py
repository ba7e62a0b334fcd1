"""Contacts: finding, creating, changing and deleting them."""

from __future__ import annotations

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import RunningSandbox, builtin_account

from .conftest import REGISTRATION, Make, connect

STATICS = [
    "Id", "Secret", "Version", "Email", "EmailConfirmed", "PhoneCountryCode", "Phone", "PhoneConfirmed", "FirstName",
    "LastName", "RegistrationDateTime", "RegistrationSource", "RegistrationIp", "RegistrationStoreId",
    "PreferredStoreId", "ContactCompanyId", "LatestPermissionSource", "LastModified",
]  # fmt: skip


def test_a_new_contact_has_all_properties(api: httpx2.Client, make: Make) -> None:
    contact = make(Email="all@example.dk", PreferredStoreId=2, Kreditmaksimum=1.5, **{"class": "gold"})
    dynamic = [field.name for field in builtin_account().owners["Contacts"]]
    assert list(contact) == STATICS + dynamic
    assert (contact["Email"], contact["PreferredStoreId"], contact["class"]) == ("all@example.dk", 2, "gold")
    assert (contact["EmailConfirmed"], contact["Fødselsdag"]) == (False, None)
    assert re.fullmatch(r"[A-Za-z0-9]{12}", contact["Secret"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{11}=", contact["Version"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00", contact["LastModified"])
    assert api.get(f"Contacts/{contact['Id']}").json() == contact


def test_the_ip_and_the_time_of_registration_are_optional(api: httpx2.Client) -> None:
    contact = api.post("Contacts", json={"RegistrationSource": "form", "Email": "few@example.dk"}).json()
    assert (contact["RegistrationSource"], contact["RegistrationIp"]) == ("form", None)
    assert contact["RegistrationDateTime"][:10] == contact["LastModified"][:10]
    assert api.get(f"Contacts/{contact['Id']}").json() == contact


def test_an_update_requires_only_the_version(api: httpx2.Client, make: Make) -> None:
    contact = make(LastName="Bo", EmailConfirmed=True, **{"class": "gold", "Shoe Size": 40})
    body = {"FirstName": "Ida", "class": None, "Version": contact["Version"]}
    updated = api.put(f"Contacts/{contact['Id']}", json=body).json()
    assert updated == contact | {
        "FirstName": "Ida",
        "LastName": None,
        "EmailConfirmed": False,
        "RegistrationSource": None,
        "RegistrationIp": None,
        "class": None,
        "Version": updated["Version"],
        "LastModified": updated["LastModified"],
    }


def test_a_phone_number_may_contain_any_characters(api: httpx2.Client, make: Make) -> None:
    contact = make(Phone="test-phone")
    assert api.get("Contacts", params={"phone": "test-phone"}).json() == contact


def test_ids_and_base_info_of_all_contacts_are_listed(fresh: httpx2.Client) -> None:
    assert fresh.get("Contacts").json() == []
    for number in range(3):
        fresh.post("Contacts", json={**REGISTRATION, "Email": f"{number}@example.dk", "FirstName": "Bo"})
    assert fresh.get("Contacts").json() == [1, 2, 3]
    info = fresh.get("Contacts/GetContactsBaseInfo").json()
    assert [item["Email"] for item in info] == ["0@example.dk", "1@example.dk", "2@example.dk"]
    assert list(info[0]) == ["Id", "Secret", "Email", "Phone", "FirstName", "LastName"]


def test_a_contact_is_found_by_email_phone_and_secret(api: httpx2.Client, make: Make) -> None:
    contact = make(Email="Find+Me@example.dk", PhoneCountryCode="45", Phone="+45 20301")
    for params in (
        {"email": "find+me@EXAMPLE.dk"},
        {"phone": "+45 20301"},
        {"secret": contact["Secret"], "ip": "192.0.2.1"},
        {"secret": contact["Secret"]},
    ):
        assert api.get("Contacts", params=params).json() == contact
    for params in ({"email": "nobody@example.dk"}, {"email": ""}, {"phone": "1"}, {"secret": "x", "ip": "::1"}):
        assert api.get("Contacts", params=params).status_code == 404
    assert api.get("Contacts/2147483647").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "asked"),
    [
        ("Preferred Mechanic", "Åse & Søn", "Åse & Søn"),
        ("Wants SMS", True, "True"),
        ("Shoe Size", 43, "43"),
        ("Kreditmaksimum", 250.5, "250.50"),
        ("Last Service Visit", "2024-05-06T10:00:00+02:00", "2024-05-06T08:00:00Z"),
    ],
)
def test_contacts_are_found_by_a_dynamic_field(
    api: httpx2.Client, make: Make, field: str, value: object, asked: str
) -> None:
    contact = make(**{field: value})
    assert api.get("Contacts", params={"field": field, "value": asked}).json() == [contact]
    api.delete(f"Contacts/{contact['Id']}")
    assert api.get("Contacts", params={"field": field, "value": asked}).json() == []


@pytest.mark.parametrize(
    ("field", "value"), [("Nothing", "x"), ("FirstName", "x"), ("Shoe Size", "x"), ("Wants SMS", "yes")]
)
def test_an_unknown_field_or_invalid_value_is_400(api: httpx2.Client, field: str, value: str) -> None:
    assert api.get("Contacts", params={"field": field, "value": value}).status_code == 400


def test_registrations_are_filtered_by_time_source_and_address(fresh: httpx2.Client) -> None:
    old = {"RegistrationDateTime": "2020-01-01T00:00:00+01:00"}
    for body in ({}, {"RegistrationSource": "butik"}, {"RegistrationIp": "::1"}, old):
        assert fresh.post("Contacts", json={**REGISTRATION, **body}).status_code == 200

    def ids(**params: str) -> list[int]:
        return [item["Id"] for item in fresh.get("Contacts/Registration", params=params).json()]

    assert ids() == [1, 2, 3, 4]
    assert ids(timespan="1") == ids(timespan="00:05:00") == ids(timespan="1.00:00:00.5") == [1, 2, 3]
    assert ids(source="webshop") == [1, 3, 4]
    assert ids(source="webshop", ip="::1", timespan="1:00") == [3]
    assert ids(source="nowhere") == []
    for timespan in ("x", "1:60", "25:00", "-1"):
        assert fresh.get("Contacts/Registration", params={"timespan": timespan}).status_code == 400


def test_a_contact_without_a_required_property_is_400(api: httpx2.Client) -> None:
    answer = api.post("Contacts", json={"Email": "x" * 251, "RegistrationIp": "1" * 17})
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {"Email", "RegistrationIp", "RegistrationSource"}
    assert api.post("Contacts", json={**REGISTRATION, "ContactCompanyId": 2**31}).status_code == 400


def test_a_duplicate_email_or_phone_is_409(api: httpx2.Client, make: Make) -> None:
    make(Email="used@example.dk", Phone="5550001")
    for body in ({"Email": "USED@example.dk"}, {"Phone": "5550001"}):
        answer = api.post("Contacts", json={**REGISTRATION, **body})
        assert answer.status_code == 409
        assert answer.json()["Message"]


def test_an_empty_email_counts_as_no_email(make: Make) -> None:
    assert make(Email="", Phone="")["Email"] is None
    assert make(Email="", Phone="")["Phone"] is None


def test_an_unknown_preferred_store_is_409(api: httpx2.Client, make: Make) -> None:
    assert make(PreferredStoreId=4)["PreferredStoreId"] == 4
    answer = api.post("Contacts", json={**REGISTRATION, "PreferredStoreId": 999})
    assert answer.status_code == 409
    assert "999" in answer.json()["Message"]


def test_only_one_of_concurrent_writers_of_an_email_succeeds(shared: RunningSandbox) -> None:
    def post(number: int) -> int:
        with connect(shared) as client:
            body = {**REGISTRATION, "Email": "Race@example.dk" if number % 2 else "race@example.dk"}
            return client.post("Contacts", json=body).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(post, range(24))) == [200] + [409] * 23


def test_put_clears_omitted_static_properties_and_keeps_dynamic_ones(api: httpx2.Client, make: Make) -> None:
    contact = make(
        Email="put@example.dk", EmailConfirmed=True, FirstName="Ida", PreferredStoreId=1, **{"class": "gold"}
    )
    body = {**REGISTRATION, "Version": contact["Version"], "LastName": "Holm", "Shoe Size": 39}
    updated = api.put(f"Contacts/{contact['Id']}", json=body).json()
    assert updated == contact | {
        "Email": None,
        "EmailConfirmed": False,
        "FirstName": None,
        "LastName": "Holm",
        "PreferredStoreId": None,
        "Shoe Size": 39,
        "Version": updated["Version"],
        "LastModified": updated["LastModified"],
    }
    assert base64.b64decode(updated["Version"]) > base64.b64decode(contact["Version"])
    assert api.get("Contacts?email=put@example.dk").status_code == 404


def test_put_of_an_old_version_is_409_with_the_latest_contact(api: httpx2.Client, make: Make) -> None:
    contact = make(FirstName="Ida")
    path = f"Contacts/{contact['Id']}"
    latest = api.patch(path, json={"FirstName": "Eva"}).json()
    answer = api.put(path, json={**REGISTRATION, "Version": contact["Version"], "FirstName": "Bo"})
    assert answer.status_code == 409
    assert answer.json() == latest == api.get(path).json()
    assert api.put(path, json={**REGISTRATION, "Version": latest["Version"], "FirstName": "Bo"}).status_code == 200


@pytest.mark.parametrize("clash", [{"Email": "puttaken@example.dk"}, {"Phone": "5550002"}, {"PreferredStoreId": 999}])
def test_put_with_a_duplicate_is_409_with_the_latest_contact(
    api: httpx2.Client, make: Make, clash: dict[str, Any]
) -> None:
    if api.get("Contacts?email=puttaken@example.dk").status_code == 404:
        make(Email="puttaken@example.dk", Phone="5550002")
    contact = make(FirstName="Ida")
    answer = api.put(f"Contacts/{contact['Id']}", json={**REGISTRATION, "Version": contact["Version"], **clash})
    assert answer.status_code == 409
    assert answer.json() == contact == api.get(f"Contacts/{contact['Id']}").json()


def test_put_requires_a_version(api: httpx2.Client, make: Make) -> None:
    path = f"Contacts/{make()['Id']}"
    for version in ({}, {"Version": None}, {"Version": "no base64!"}, {"Version": 5}):
        answer = api.put(path, json={**REGISTRATION, **version})
        assert answer.status_code == 400
        assert "Version" in answer.json()["ModelState"]
    assert api.put(path, json={"Version": "AAAA"}).status_code == 409
    assert api.put("Contacts/2147483647", json={}).status_code == 404


def test_patch_ignores_null_of_static_properties_and_clears_dynamic_ones(api: httpx2.Client, make: Make) -> None:
    contact = make(
        Email="patch@example.dk",
        Phone="5550003",
        PhoneCountryCode="45",
        FirstName="Ida",
        **{"class": "gold", "Shoe Size": 40},
    )
    path = f"Contacts/{contact['Id']}"
    nulls = {"Email": None, "FirstName": None, "EmailConfirmed": None, "RegistrationSource": None, "class": None}
    patched = api.patch(path, json=nulls).json()
    changed = {"class": None, "Version": patched["Version"], "LastModified": patched["LastModified"]}
    assert patched == contact | changed
    patched = api.patch(path, json={"email": "", "Phone": "", "PhoneCountryCode": "", "FirstName": ""}).json()
    empty = (patched["Email"], patched["Phone"], patched["PhoneCountryCode"], patched["FirstName"])
    assert empty == (None, None, None, "")
    assert patched["Shoe Size"] == 40
    assert (
        api.post("Contacts", json={**REGISTRATION, "Email": "patch@example.dk", "Phone": "5550003"}).status_code == 200
    )


def test_patch_checks_the_version_only_if_sent(api: httpx2.Client, make: Make) -> None:
    contact = make()
    path = f"Contacts/{contact['Id']}"
    latest = api.patch(path, json={"FirstName": "a", "Version": contact["Version"]}).json()
    assert api.patch(path, json={"FirstName": "b", "Version": contact["Version"]}).status_code == 409
    assert api.get(path).json() == latest
    assert api.patch(path, json={"FirstName": "c", "Version": None}).json()["FirstName"] == "c"


def test_patch_with_a_duplicate_is_409_and_with_a_wrong_value_400(api: httpx2.Client, make: Make) -> None:
    make(Email="patchtaken@example.dk")
    path = f"Contacts/{make()['Id']}"
    assert api.patch(path, json={"Email": "PatchTaken@example.dk"}).status_code == 409
    assert api.patch(path, json={"PreferredStoreId": 999}).status_code == 409
    assert api.patch(path, json={"class": "tin"}).status_code == 400
    assert api.patch(path, json={"RegistrationSource": ""}).status_code == 400
    assert api.patch("Contacts/2147483647", json={}).status_code == 404


@pytest.mark.parametrize(
    ("key_type", "member"),
    [("Id", "Id"), ("secret", "Secret"), ("Email", "Email"), (4, "Phone"), (1, "Id"), (2, "Secret"), (3, "Email")],
)
def test_batch_patch_reports_which_keys_it_found(
    api: httpx2.Client, make: Make, key_type: str | int, member: str
) -> None:
    mine = [make(Email=f"{key_type}{n}@batch.dk", Phone=f"b{key_type}{n}") for n in range(2)]
    keys = [str(contact[member]) for contact in mine]
    body = {
        "KeyType": key_type,
        "Keys": [keys[0], "0", keys[1], keys[0]],
        "Fields": {"FirstName": "x", "class": "silver"},
    }
    answer = api.patch("Contacts", json=body)
    assert answer.json() == {"Updated": keys, "NotFound": ["0"]}
    for contact in mine:
        now = api.get(f"Contacts/{contact['Id']}").json()
        assert (now["FirstName"], now["class"]) == ("x", "silver")
        assert now["Version"] != contact["Version"]
        api.delete(f"Contacts/{contact['Id']}")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"KeyType": "Name"}, "KeyType"),
        ({"KeyType": 5}, "KeyType"),
        ({"KeyType": True}, "KeyType"),
        ({"Keys": [1]}, "Keys"),
        ({"Keys": None}, "Keys"),
        ({"Fields": {}}, "Fields"),
        ({"Fields": {"Email": "x"}}, "Email"),
        ({"Fields": {"Nothing": "x"}}, "Nothing"),
        ({"Fields": {"class": "tin"}}, "class"),
    ],
)
def test_an_invalid_batch_is_400(api: httpx2.Client, change: dict[str, Any], wrong: str) -> None:
    body = {"KeyType": "Id", "Keys": ["1"], "Fields": {"FirstName": "x"}} | change
    answer = api.patch("Contacts", json=body)
    assert answer.status_code == 400
    assert wrong in answer.json()["ModelState"]


def test_a_batch_with_a_duplicate_changes_nothing(api: httpx2.Client, make: Make) -> None:
    contact = make(FirstName="before")
    body = {"KeyType": "Id", "Keys": [str(contact["Id"])], "Fields": {"FirstName": "x", "PreferredStoreId": 999}}
    assert api.patch("Contacts", json=body).status_code == 409
    assert api.get(f"Contacts/{contact['Id']}").json() == contact


def test_delete_has_an_empty_response_and_removes_the_contact(api: httpx2.Client, make: Make) -> None:
    contact = make(Email="gone@example.dk")
    answer = api.delete(f"Contacts/{contact['Id']}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert api.delete(f"Contacts/{contact['Id']}").status_code == 404
    assert api.get("Contacts?email=gone@example.dk").status_code == 404
    assert make(Email="gone@example.dk")["Id"] > contact["Id"]
