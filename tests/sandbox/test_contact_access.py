"""Passwords, bounced addresses and the person data file."""

from __future__ import annotations

from pathlib import Path

import httpx2
from yulsn_codegen.sandbox import running

from .conftest import REGISTRATION, Make, connect

LOGIN = {"Ip": "192.0.2.1", "Source": "web"}


def test_login_accepts_the_password_that_was_set(api: httpx2.Client, make: Make) -> None:
    contact = make()
    path = f"Contacts/{contact['Id']}"
    assert api.post(f"{path}/Login", json={"Password": "x", **LOGIN}).status_code == 422
    answer = api.post(f"{path}/SetPassword", json={"NewPassword": "pæssword"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert api.post(f"{path}/Login", json={"password": "pæssword", **LOGIN}).json() == contact
    assert api.post(f"{path}/Login", json={"Password": "pæssword", "Ip": None, "Source": None}).json() == contact
    assert api.post(f"{path}/Login", json={"Password": "pæssword"}).json() == contact
    wrong = api.post(f"{path}/Login", json={"Password": "Pæssword", **LOGIN})
    assert wrong.status_code == 422
    assert wrong.json()["Message"]
    api.post(f"{path}/SetPassword", json={"NewPassword": "other"})
    assert api.post(f"{path}/Login", json={"Password": "pæssword", **LOGIN}).status_code == 422


def test_a_login_with_invalid_members_is_400(api: httpx2.Client, make: Make) -> None:
    path = f"Contacts/{make()['Id']}"
    answer = api.post(f"{path}/Login", json={"Password": 5, "Ip": 1})
    assert set(answer.json()["ModelState"]) == {"Password", "Ip"}
    assert set(api.post(f"{path}/Login", json=LOGIN).json()["ModelState"]) == {"Password"}
    for body in ({}, {"NewPassword": ""}, {"NewPassword": 5}):
        assert api.post(f"{path}/SetPassword", json=body).status_code == 400


def test_a_missing_contact_is_404(api: httpx2.Client) -> None:
    for method, call in (
        ("POST", "Login"),
        ("POST", "SetPassword"),
        ("POST", "UnblockEmail"),
        ("GET", "PersonDataFile"),
    ):
        assert api.request(method, f"Contacts/2147483647/{call}", json={}).status_code == 404


def test_a_password_is_kept_as_a_hash(tmp_path: Path) -> None:
    with running(db=tmp_path / "data.db") as sandbox, connect(sandbox) as api:
        api.post("Contacts", json=REGISTRATION)
        api.post("Contacts/1/SetPassword", json={"NewPassword": "correct horse"})
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"ContactPasswords" in kept
    assert b"correct horse" not in kept


def test_unblocking_reports_whether_the_address_had_bounced(api: httpx2.Client, make: Make) -> None:
    assert api.post(f"Contacts/{make(Email='fine@example.dk')['Id']}/UnblockEmail").json() is False
    path = f"Contacts/{make(Email='x@Bounce.example')['Id']}"
    api.patch(path, json={"FirstName": "still bounced"})
    assert api.post(f"{path}/UnblockEmail").json() is True
    assert api.post(f"{path}/UnblockEmail").json() is False
    api.patch(path, json={"Email": "y@bounce.example"})
    api.patch(path, json={"Email": "mended@example.dk"})
    assert api.post(f"{path}/UnblockEmail").json() is False


def test_the_personal_data_file_is_served_at_its_secret_url(api: httpx2.Client, make: Make) -> None:
    contact = make(FirstName="Søren")
    url = api.get(f"Contacts/{contact['Id']}/PersonDataFile").json()
    file = httpx2.get(url)
    assert file.status_code == 200
    assert file.json() == {"Contact": contact}
    assert "attachment" in file.headers["Content-Disposition"]
    assert httpx2.get(url[:-1]).status_code == 404
    other = make()
    assert httpx2.get(url.replace(f"/{contact['Id']}/", f"/{other['Id']}/")).status_code == 404
    api.delete(f"Contacts/{contact['Id']}")
    assert httpx2.get(url).status_code == 404
