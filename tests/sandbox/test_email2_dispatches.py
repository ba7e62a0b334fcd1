"""Sending the mails of triggers: the receivers and the response."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from .conftest import Make

MISSING = 2147483647
QUEUED = "A new dispatch is successfully queued, but an id cannot be returned."


def send(api: httpx2.Client, scope: object, **members: object) -> httpx2.Response:
    return api.post("Email2Dispatches", json={"TriggerId": "welcome", "Scope": scope, **members})


def receivers(api: httpx2.Client) -> list[list[str]]:
    api.post("BulkExport", json={"Type": 12, "Fields": ["ContactId", "Email"]})
    text = httpx2.get(api.get("BulkExport?type=12").json()[-1]["DownloadUrl"]).text
    return [row.split(",") for row in text.splitlines()[1:]]


def test_only_a_dispatch_to_segments_returns_an_id(api: httpx2.Client, make: Make) -> None:
    number = make(Email="email2@example.dk")["Id"]
    segment = api.post("Segments/ContactIds", json={"ContactIds": [number]}).json()["Id"]
    dynamic = {"Dynamic": {"Any": [1, None]}}
    assert send(api, {"Contacts": {str(number): dynamic}}).json() == QUEUED
    assert send(api, {"Emails": {"any@body.example": {}, "x@y.z": dynamic}}, IsTest=True).json() == QUEUED
    answer = send(api, {"Segments": {"InSegmentIds": [segment]}, "Emails": None}, BatchDelaySec=450)
    assert isinstance(answer.json(), int)
    later = send(api, {"segments": {"insegmentids": [segment]}}, Schedule="2030-01-01T00:00:00+01:00")
    assert later.json() > answer.json()


def test_the_receivers_of_every_scope_are_kept(fresh: httpx2.Client) -> None:
    registration = {"RegistrationSource": "x", "RegistrationIp": "::1"}
    emails = ["a@example.dk", "b@example.dk", None, "c@bounce.example"]
    numbers = [fresh.post("Contacts", json={**registration, "Email": email}).json()["Id"] for email in emails]
    segment = fresh.post("Segments/ContactIds", json={"ContactIds": numbers[:1]}).json()["Id"]
    send(fresh, {"Contacts": {str(number): {} for number in numbers}})
    send(fresh, {"Emails": {"d@example.dk": {}}})
    assert send(fresh, {"Segments": {"InSegmentIds": [1], "NotInSegmentIds": [segment]}}).json() == 3
    assert send(fresh, {"Segments": {"InSegmentIds": [2], "TakeRandom": 1, "Dynamic": {}}}).json() == 4
    found = receivers(fresh)
    expected = [["1", "a@example.dk"], ["2", "b@example.dk"], ["", "d@example.dk"], ["2", "b@example.dk"]]
    assert found[:4] == expected
    assert len(found) in (4, 5)


@pytest.mark.parametrize(
    "scope",
    [
        None,
        {},
        {"Contacts": None},
        {"Contacts": {}, "Emails": {}},
        {"Emails": {"a@b.c": {}}, "Segments": {"InSegmentIds": [1]}},
        {"Contacts": {}, "Emails": {}, "Segments": {"InSegmentIds": [1]}},
        {"Contacts": []},
        {"Contacts": {"x": {}}},
        {"Contacts": {"1": []}},
        {"Emails": {"nobody": {}}},
        {"Emails": {"a@b.c": {"Dynamic": 5}}},
        {"Segments": {}},
        {"Segments": {"InSegmentIds": 1}},
        {"Segments": {"InSegmentIds": [1], "NotInSegmentIds": ["x"]}},
        {"Segments": {"InSegmentIds": [1], "TakeRandom": 0}},
        {"Segments": {"InSegmentIds": [1], "Dynamic": []}},
    ],
)
def test_a_dispatch_needs_exactly_one_scope(api: httpx2.Client, scope: object) -> None:
    answer = send(api, scope)
    assert answer.status_code == 400
    assert answer.json()["Message"]
    assert all(name.startswith("Scope") for name in answer.json()["ModelState"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"TriggerId": None},
        {"TriggerId": ""},
        {"TriggerId": 5},
        {"Schedule": "soon"},
        {"IsTest": "true"},
        {"BatchDelaySec": 7},
        {"BatchDelaySec": True},
    ],
)
def test_an_invalid_dispatch_is_400(api: httpx2.Client, wrong: dict[str, Any]) -> None:
    answer = send(api, {"Emails": {}}, **wrong)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == set(wrong)


def test_an_unknown_reference_is_404(api: httpx2.Client) -> None:
    answer = send(api, {"Emails": {}}, TriggerId="nothing")
    assert answer.status_code == 404
    assert "`order-confirmation`" in answer.json()["Message"]
    scopes: tuple[dict[str, Any], ...] = (
        {"Contacts": {str(MISSING): {}}},
        {"Segments": {"InSegmentIds": [MISSING]}},
        {"Segments": {"InSegmentIds": [1], "NotInSegmentIds": [MISSING]}},
    )
    for scope in scopes:
        assert send(api, scope).status_code == 404
