"""Contact companies and their contacts."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import builtin_account

from .conftest import REGISTRATION, Make

STATICS = ["Id", "Name", "Number", "PrimaryContactId", "ContactCompanyId", "EmailDomains", "Logo", "LastModified"]


def post(api: httpx2.Client, **members: object) -> dict[str, Any]:
    answer = api.post("ContactCompanies", json={"Name": "Hansen & Søn", **members})
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


def members_of(api: httpx2.Client, company: dict[str, Any]) -> list[int]:
    answer = api.get(f"ContactCompanies/{company['Id']}/Contacts")
    return [contact["Id"] for contact in answer.json()] if answer.status_code == 200 else []


def test_a_new_company_has_all_members_and_is_found(api: httpx2.Client) -> None:
    parent = post(api)
    company = post(api, Number="K 1/+", contactcompanyid=parent["Id"], Betalingsfrist="8 dage", **{"Discount %": 2.5})
    assert list(company) == STATICS + [field.name for field in builtin_account().owners["ContactCompanies"]]
    assert (company["ContactCompanyId"], company["Betalingsfrist"]) == (parent["Id"], "8 dage")
    assert (company["Discount %"], company["Fleet Size"], company["Logo"]) == (2.5, None, None)
    assert api.get(f"ContactCompanies/{company['Id']}").json() == company
    assert api.get("ContactCompanies", params={"contactCompanyNumber": "K 1/+"}).json() == company
    listed = api.get("ContactCompanies").json()
    assert parent in listed
    assert company in listed


def test_companies_are_found_by_their_primary_contacts_email(api: httpx2.Client, make: Make) -> None:
    contact = make(Email="Primary+1@example.dk")
    both = [post(api, PrimaryContactId=contact["Id"]) for _ in range(2)]
    post(api, PrimaryContactId=make(Email="someone.else@example.dk")["Id"])

    def found(email: str) -> Any:
        answer = api.get("ContactCompanies", params={"primaryContactEmail": email})
        assert answer.status_code == 200
        return answer.json()

    assert found("primary+1@EXAMPLE.dk") == both
    assert found("nobody@example.dk") == found("") == []
    api.patch(f"Contacts/{contact['Id']}", json={"Email": "renamed@example.dk"})
    assert found("Primary+1@example.dk") == []
    assert found("renamed@example.dk") == both
    moved = api.patch("ContactCompanies", json={"Id": both[0]["Id"], "PrimaryContactId": None}).json()
    assert moved["PrimaryContactId"] is None
    assert found("renamed@example.dk") == both[1:]


def test_contacts_join_and_leave_a_company(api: httpx2.Client, make: Make) -> None:
    company, other = post(api), post(api)
    first, second = make(), make(ContactCompanyId=company["Id"])
    path = f"ContactCompanies/{company['Id']}"
    answer = api.post(f"{path}/AddContact", json={"ContactId": first["Id"]})
    assert (answer.status_code, answer.content) == (200, b"")
    joined = api.get(f"Contacts/{first['Id']}").json()
    assert joined["ContactCompanyId"] == company["Id"]
    assert joined["Version"] != first["Version"]
    assert api.get(f"{path}/Contacts").json() == [joined, second]

    api.post(f"ContactCompanies/{other['Id']}/AddContact", json={"contactid": second["Id"]})
    assert (members_of(api, company), members_of(api, other)) == ([first["Id"]], [second["Id"]])

    answer = api.post(f"{path}/RemoveContact", json={"ContactId": first["Id"]})
    assert (answer.status_code, answer.content) == (200, b"")
    assert api.get(f"Contacts/{first['Id']}").json()["ContactCompanyId"] is None
    assert api.get(f"{path}/Contacts").status_code == 404
    assert api.post(f"{path}/RemoveContact", json={"ContactId": first["Id"]}).status_code == 404
    assert api.post(f"{path}/RemoveContact", json={"ContactId": second["Id"]}).status_code == 404
    assert members_of(api, other) == [second["Id"]]


def test_every_write_of_a_contact_can_set_its_company(api: httpx2.Client, make: Make) -> None:
    company, contact = post(api), make()
    path = f"Contacts/{contact['Id']}"
    patched = api.patch(path, json={"ContactCompanyId": company["Id"]}).json()
    assert members_of(api, company) == [contact["Id"]]
    assert api.put(path, json={**REGISTRATION, "Version": patched["Version"]}).status_code == 200
    assert members_of(api, company) == []


def test_a_deleted_contact_disappears_from_its_company(api: httpx2.Client, make: Make) -> None:
    company = post(api)
    contact, other = make(ContactCompanyId=company["Id"], Email="leaves@example.dk"), make()
    api.post(f"ContactCompanies/{company['Id']}/AddContact", json={"ContactId": other["Id"]})
    body = {"Id": company["Id"], "Number": "left", "PrimaryContactId": contact["Id"]}
    assert api.patch("ContactCompanies", json=body).status_code == 200
    api.delete(f"Contacts/{contact['Id']}")
    assert members_of(api, company) == [other["Id"]]
    assert api.get(f"ContactCompanies/{company['Id']}").json()["PrimaryContactId"] is None
    assert api.get("ContactCompanies?contactCompanyNumber=left").status_code == 200
    assert api.get("ContactCompanies?primaryContactEmail=leaves@example.dk").json() == []


def test_a_missing_company_or_contact_is_404(api: httpx2.Client, make: Make) -> None:
    path = f"ContactCompanies/{post(api)['Id']}"
    contact = {"ContactId": make()["Id"]}
    for answer in (
        api.get("ContactCompanies/2147483647"),
        api.get("ContactCompanies/2147483647/Contacts"),
        api.get("ContactCompanies?contactCompanyNumber=nothing"),
        api.post("ContactCompanies/2147483647/AddContact", json=contact),
        api.post("ContactCompanies/2147483647/RemoveContact", json=contact),
        api.post(f"{path}/AddContact", json={"ContactId": 2147483647}),
        api.post(f"{path}/RemoveContact", json={"ContactId": 2147483647}),
        api.patch("ContactCompanies", json={"Id": 2147483647}),
    ):
        assert answer.status_code == 404
        assert answer.json()["Message"]


def test_a_duplicate_number_is_409_and_no_number_is_allowed(api: httpx2.Client) -> None:
    post(api, Number="taken")
    other = post(api)
    for answer in (
        api.post("ContactCompanies", json={"Name": "x", "Number": "taken"}),
        api.patch("ContactCompanies", json={"Id": other["Id"], "Number": "taken"}),
    ):
        assert (answer.status_code, answer.json()) == (409, {"Message": "Cannot save duplicate value 'taken'!"})
    assert api.get(f"ContactCompanies/{other['Id']}").json() == other
    assert post(api)["Number"] is None


def test_patch_changes_only_sent_properties(api: httpx2.Client) -> None:
    company = post(api, Number="patch", Logo="x.png", **{"Fleet Size": 3, "Invoice by E-mail": True})
    body = {"Id": company["Id"], "name": "Holm", "Number": None, "Fleet Size": None, "Unknown": 1}
    patched = api.patch("ContactCompanies", json=body).json()
    changed = {"Name": "Holm", "Number": None, "Fleet Size": None, "LastModified": patched["LastModified"]}
    assert patched == company | changed
    assert patched["LastModified"] > company["LastModified"]
    assert api.get(f"ContactCompanies/{company['Id']}").json() == patched
    assert post(api, Number="patch")["Id"] > company["Id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "wrong"),
    [
        ("POST", "", {}, "Name"),
        ("POST", "", {"Name": None}, "Name"),
        ("POST", "", {"Name": "x", "Betalingsfrist": "9 dage"}, "Betalingsfrist"),
        ("POST", "", {"Name": "x", "PrimaryContactId": "1"}, "PrimaryContactId"),
        ("PATCH", "", {"Name": "x"}, "Id"),
        ("PATCH", "", {"Id": "1"}, "Id"),
        ("PATCH", "", {"Id": 1, "Name": None}, "Name"),
        ("POST", "/1/AddContact", {}, "ContactId"),
        ("POST", "/1/AddContact", {"ContactId": None}, "ContactId"),
        ("POST", "/1/RemoveContact", {"ContactId": "1"}, "ContactId"),
    ],
)
def test_an_invalid_body_is_400(
    api: httpx2.Client, method: str, path: str, body: dict[str, object], wrong: str
) -> None:
    post(api)
    answer = api.request(method, f"ContactCompanies{path}", json=body)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {wrong}
