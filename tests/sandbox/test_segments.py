"""Segments: the initial ones, those created from contact ids, and how their contacts are counted and listed."""

from __future__ import annotations

import httpx2
import pytest

from .conftest import REGISTRATION

MISSING = 2147483647


def contacts(api: httpx2.Client, *emails: str | None) -> list[int]:
    return [api.post("Contacts", json={**REGISTRATION, "Email": email}).json()["Id"] for email in emails]


def made(api: httpx2.Client, *numbers: int, **members: object) -> int:
    answer = api.post("Segments/ContactIds", json={"ContactIds": numbers, **members})
    assert answer.status_code == 200, answer.text
    number: int = answer.json()["Id"]
    return number


def count(api: httpx2.Client, *segments: int) -> object:
    query = "&".join(f"s[{place}]={segment}" for place, segment in enumerate(segments))
    listed = api.get(f"Segments/GetContactCount?{query}").json()
    assert api.post("Segments/GetContactCount", json={"SegmentIds": segments}).json() == listed
    return listed


def test_a_new_sandbox_has_segments_that_follow_its_contacts(fresh: httpx2.Client) -> None:
    segments = fresh.get("Segments").json()
    assert [(item["Id"], item["Type"]) for item in segments] == [(1, 1), (2, 2), (3, 3)]
    assert fresh.get("Segments/1").json() == segments[0]
    assert [count(fresh, number) for number in (1, 2, 3)] == [0, 0, 0]
    one, two = contacts(fresh, "a@example.dk", None)
    assert fresh.get("Segments/1/GetContactIds").json() == [one, two]
    assert fresh.get("Segments/2/GetContactIds").json() == [one]
    assert [count(fresh, number) for number in (1, 2, 3)] == [2, 1, 0]


def test_a_segment_is_created_from_contact_ids(fresh: httpx2.Client) -> None:
    one, two, three = contacts(fresh, "a@example.dk", None, None)
    answer = fresh.post("Segments/ContactIds", json={"contactIds": [three, one, three], "Name": "Øst", "FolderId": 7})
    assert answer.json() == {"Id": 4, "Name": "Øst", "FolderId": 7, "Type": 3, "Description": None}
    assert fresh.get("Segments/4").json() == answer.json()
    assert fresh.get("Segments/4/GetContactIds").json() == [one, three]
    info = fresh.get("Segments/4/GetContactsBaseInfo").json()
    assert [item["Id"] for item in info] == [one, three]
    assert set(info[0]) == {"Id", "Secret", "Email", "Phone", "FirstName", "LastName"}
    assert info[0]["Email"] == "a@example.dk"
    fresh.delete(f"Contacts/{three}")
    assert fresh.get("Segments/4/GetContactIds").json() == [one]
    assert count(fresh, 4) == 1
    assert two not in fresh.get("Segments/4/GetContactIds").json()


def test_contact_ids_and_segment_ids_are_accepted_bare(fresh: httpx2.Client) -> None:
    numbers = contacts(fresh, "a@example.dk", None)
    segment = fresh.post("Segments/ContactIds", json=numbers).json()
    assert (segment["Name"], segment["FolderId"], segment["Type"]) == ("2 contacts", 1, 3)
    assert fresh.get(f"Segments/{segment['Id']}/GetContactIds").json() == numbers
    assert fresh.post("Segments/GetContactCount", json=[segment["Id"]]).json() == 2
    for body in (["1"], [None], {}, {"Ids": numbers}, 1):
        for path, name in (("ContactIds", "ContactIds"), ("GetContactCount", "SegmentIds")):
            answer = fresh.post(f"Segments/{path}", json=body)
            assert answer.status_code == 400
            assert set(answer.json()["ModelState"]) == {name}


def test_contacts_in_several_segments_are_counted_once(fresh: httpx2.Client) -> None:
    one, two, three = contacts(fresh, None, None, None)
    first, second = made(fresh, one, two), made(fresh, two, three)
    assert count(fresh, first) == 2
    assert count(fresh, first, second) == 3
    assert count(fresh, first, first) == 2
    assert count(fresh, MISSING) == 0
    assert count(fresh, MISSING, second) == 2


def test_segments_are_listed_by_folder(fresh: httpx2.Client) -> None:
    (contact,) = contacts(fresh, None)
    number = made(fresh, contact, FolderId=9)
    assert fresh.get("Segments/4").json()["Name"]
    assert [item["Id"] for item in fresh.get("Segments?folderId=9").json()] == [number]
    assert fresh.get("Segments?folderId=8").json() == []
    assert len(fresh.get("Segments").json()) == 4


def test_an_empty_segment_can_be_created(api: httpx2.Client) -> None:
    assert api.get(f"Segments/{made(api)}/GetContactsBaseInfo").json() == []


@pytest.mark.parametrize("path", ["", "/GetContactIds", "/GetContactsBaseInfo"])
def test_a_missing_segment_is_404(api: httpx2.Client, path: str) -> None:
    answer = api.get(f"Segments/{MISSING}{path}")
    assert answer.status_code == 404
    assert str(MISSING) in answer.json()["Message"]


@pytest.mark.parametrize(
    ("body", "member"),
    [
        ({}, "ContactIds"),
        ({"ContactIds": None}, "ContactIds"),
        ({"ContactIds": 5}, "ContactIds"),
        ({"ContactIds": ["5"]}, "ContactIds"),
        ({"ContactIds": [MISSING]}, "ContactIds"),
        ({"ContactIds": list(range(10**9, 10**9 + 20))}, "ContactIds"),
        ({"ContactIds": [], "Name": ""}, "Name"),
        ({"ContactIds": [], "Name": 5}, "Name"),
        ({"ContactIds": [], "FolderId": "x"}, "FolderId"),
    ],
)
def test_a_segment_with_an_invalid_body_is_400(api: httpx2.Client, body: object, member: str) -> None:
    answer = api.post("Segments/ContactIds", json=body)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {member}


def test_a_count_without_ids_is_400(api: httpx2.Client) -> None:
    assert api.get("Segments/GetContactCount").status_code == 400
    assert api.get("Segments/GetContactCount?s[0]=x").status_code == 400
    assert api.post("Segments/GetContactCount", json={}).status_code == 400
    assert api.get("Segments?folderId=x").status_code == 400
