"""The sandbox follows overlays: objects have the properties that they add, and lack those that they remove."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import builtin_account
from yulsn_codegen.testing import run_sandbox

from .conftest import REGISTRATION, connect

OVERLAY = """
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions:
  - target: $.components.schemas.Store
    update:
      properties:
        Floor: {type: [integer, "null"], format: int32, description: The floor.}
        Area: {type: number, format: decimal, description: The area.}
  - target: $.components.schemas.Store.properties.City
    remove: true
  - target: $.components.schemas["StoreCreate","StorePatch"]
    update:
      properties:
        Floor: {type: [integer, "null"], format: int32, description: The floor.}
  - target: $.components.schemas["Contact","ContactCreate","ContactUpdate","ContactPatch"]
    update:
      properties:
        Mood: {type: [string, "null"], enum: [good, bad, null], description: The mood.}
  - target: $.components.schemas["ContactEvent","ContactEventCreate","Point","PointCreate"]
    update:
      properties:
        Device: {type: [string, "null"], description: The device.}
  - target: $.components.schemas["Order","OrderCreate","OrderLine","OrderLineCreate"]
    update:
      properties:
        Gift: {type: [boolean, "null"], description: Whether it is a gift.}
  - target: $.components.schemas["TableEntity","TableEntityCreate","TableEntityPatch"]
    update:
      properties:
        Tags: {type: array, items: {type: string}, description: The tags.}
"""


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    file = tmp_path_factory.mktemp("overlays") / "overlay.yaml"
    file.write_text(OVERLAY, encoding="utf-8")
    with run_sandbox(contacts=5, overlays=[file]) as sandbox, connect(sandbox) as client:
        yield client


def sent(response: httpx2.Response) -> Any:
    assert response.status_code == 200, response.text
    return response.json()


def test_responses_gain_added_properties_and_lose_removed_ones(corrected: httpx2.Client) -> None:
    stores = sent(corrected.get("Stores"))
    assert stores
    assert all(store["Floor"] is None and store["Area"] == 0 and "City" not in store for store in stores)
    assert all("ZipCode" in store for store in stores)
    assert all(row["Tags"] == [] for row in sent(corrected.get("table/Bikes", params={"lastId": 0})))
    assert sent(corrected.get("Orders/Types"))


def test_values_of_an_added_property_are_stored(corrected: httpx2.Client) -> None:
    store = sent(corrected.post("Stores", json={"Name": "Pop-up", "Number": "P1", "Floor": 3}))
    assert store["Floor"] == 3
    assert sent(corrected.patch("Stores", json={"Id": store["Id"], "floor": 4}))["Floor"] == 4
    assert sent(corrected.get(f"Stores/{store['Id']}"))["Floor"] == 4

    contact = sent(corrected.post("Contacts", json={**REGISTRATION, "Mood": "good"}))
    assert contact["Mood"] == "good"
    assert sent(corrected.patch(f"Contacts/{contact['Id']}", json={"FirstName": "Ada"}))["Mood"] == "good"
    fields = [field["Name"] for field in sent(corrected.get("Contacts/DynamicFields"))]
    assert fields == [field.name for field in builtin_account().owners["Contacts"]]

    row = sent(corrected.post("table/Bikes", json={"ExternalId": "tagged", "Tags": ["new"]}))
    assert row["Tags"] == ["new"]


def test_lines_points_and_events_keep_added_properties(corrected: httpx2.Client) -> None:
    contact = sent(corrected.post("Contacts", json=REGISTRATION))["Id"]
    order = {"Type": "webshop", "OrderLines": [{"Quantity": 1, "Price": 2, "Gift": True}], "Gift": False}
    created = sent(corrected.post("Orders", json=order))
    assert (created["Gift"], created["OrderLines"][0]["Gift"]) == (False, True)

    kind = sent(corrected.get("Points/Types"))[0]
    point = {"ContactId": contact, "Type": kind, "Amount": 5, "Device": "till"}
    assert sent(corrected.post("Points", json=point))["Device"] == "till"

    assert corrected.post("ContactEvents", json=[{"ContactId": contact, "Type": "Seen", "Device": "app"}]).is_success
    [event] = sent(corrected.get("ContactEvents", params={"type": "Seen"}))
    assert event["Device"] == "app"


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("Stores", {"Name": "Pop-up", "Number": "P2", "Floor": "third"}, "Floor"),
        ("Contacts", {**REGISTRATION, "Mood": "undecided"}, "Mood"),
    ],
)
def test_a_value_that_an_added_property_does_not_accept_is_refused(
    corrected: httpx2.Client, path: str, body: dict[str, Any], name: str
) -> None:
    refused = corrected.post(path, json=body)
    assert refused.status_code == 400
    assert list(refused.json()["ModelState"]) == [name]


def test_the_command_follows_the_configured_overlays(tmp_path: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.yulsn-codegen]\noverlays = ["overlay.yaml"]\n', encoding="utf-8")
    command = [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert url is not None
            body = {"Name": "Pop-up", "Number": "P1", "Floor": 3}
            created = httpx2.post(f"{url[0]}/api/v1/Stores", json=body, headers={"X-ApiKey": "sandbox"})
        finally:
            process.terminate()
    assert created.json()["Floor"] == 3
