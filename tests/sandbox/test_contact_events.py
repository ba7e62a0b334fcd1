"""Contact events."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from .conftest import REGISTRATION, Make

MEMBERS = ["Id", "Created", "ContactId", "Type", "SubType", "ParentId", "ParentType", "UniqueExtId", "InfoJson"]


def listed(api: httpx2.Client, **params: str | int) -> list[dict[str, Any]]:
    answer = api.get("ContactEvents", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def test_events_are_stored_by_contact_id_and_by_secret(api: httpx2.Client, make: Make) -> None:
    contact, other = make(), make()
    full = {
        "ContactSecret": other["Secret"],
        "type": "Signup",
        "SubType": "kursus",
        "ParentId": "7",
        "ParentType": "course",
        "UniqueExtId": "signup-7",
        "InfoJson": {"seats": [1, {"æ": None}], "price": 12.5},
    }
    answer = api.post("ContactEvents", json=[{"ContactId": contact["Id"], "Type": "Signup"}, full])
    assert (answer.status_code, answer.content) == (200, b"")
    first, second = listed(api, type="Signup")
    assert list(first) == list(second) == MEMBERS
    assert first["ContactId"] == contact["Id"]
    assert [first[name] for name in MEMBERS[4:]] == [None] * 5
    assert {**second, "Created": "", "Id": 0} == {
        **{name: full[name] for name in MEMBERS[4:]},
        "Id": 0,
        "Created": "",
        "ContactId": other["Id"],
        "Type": "Signup",
    }
    assert second["Id"] > first["Id"]


def test_all_events_and_those_of_one_type_are_paged(fresh: httpx2.Client) -> None:
    contact = fresh.post("Contacts", json=REGISTRATION).json()["Id"]
    assert listed(fresh, lastId=0) == listed(fresh, lastId=0, type="odd") == []
    events = [{"ContactId": contact, "Type": "odd" if number % 2 else "even"} for number in range(1, 2301)]
    assert fresh.post("ContactEvents", json=events).status_code == 200

    def ids(**params: str | int) -> list[int]:
        return [event["Id"] for event in listed(fresh, **params)]

    assert ids(lastId=0) == list(range(1, 1001))
    assert ids(lastId=2000) == list(range(2001, 2301))
    assert ids(lastId=2300) == ids(lastId=0, type="nothing") == []
    assert ids(lastId=0, type="odd") == list(range(1, 2001, 2))
    assert ids(lastId=1999, type="odd") == list(range(2001, 2301, 2))
    assert len(ids(type="even")) == 1150
    for query in ("lastId=", "lastId=x", "", "lastId=0&contactId=1"):
        assert fresh.get(f"ContactEvents?{query}").status_code == 400


def test_events_of_a_type_can_be_filtered(api: httpx2.Client, make: Make) -> None:
    contact, other = make(), make()
    for who, sub_type in ((contact, "a"), (contact, "b"), (other, "a")):
        api.post("ContactEvents", json=[{"ContactId": who["Id"], "Type": "narrow", "SubType": sub_type}])
    api.post("ContactEvents", json=[{"ContactId": contact["Id"], "Type": "narrower"}])
    one, two, three = listed(api, type="narrow")
    assert listed(api, type="narrow", subtype="a") == [one, three]
    assert listed(api, type="narrow", contactId=contact["Id"]) == [one, two]
    assert listed(api, type="narrow", contactId=other["Id"], subtype="b") == []
    for narrowed in ({}, {"contactId": contact["Id"]}):
        since = {"type": "narrow", "from": two["Created"], **narrowed}
        assert listed(api, **since) == ([two] if narrowed else [two, three])
        assert listed(api, type="narrow", to=two["Created"], **narrowed) == [one]
        assert listed(api, **since, to=three["Created"]) == [two]
    later = {"from": "2999-01-01T00:00:00+01:00", "contactId": contact["Id"]}
    assert listed(api, type="narrow", **later) == []
    assert api.get("ContactEvents", params={"type": "narrow", "contactId": "x"}).status_code == 400


# The second and the third are what the vendor's client sends, in English and in Danish.
UNREADABLE = ("yesterday", "11/24/2026%2015:31:36%20+00:00", "24-11-2026%2015:31:36%20+00:00", "9999-12-31T24:00:00Z")


@pytest.mark.parametrize("written", UNREADABLE)
@pytest.mark.parametrize("name", ["from", "to"])
def test_an_invalid_time_is_ignored(api: httpx2.Client, make: Make, name: str, written: str) -> None:
    event = {"ContactId": make()["Id"], "Type": f"{name} {written}"}
    assert api.post("ContactEvents", json=[event]).status_code == 200
    query = f"type={quote(event['Type'])}&{name}={written}"
    (found,) = api.get(f"ContactEvents?{query}").json()
    assert api.get(f"ContactEvents?{query}&contactId={event['ContactId']}").json() == [found]


@pytest.mark.parametrize("written", UNREADABLE)
@pytest.mark.parametrize("name", ["from", "to"])
def test_a_strict_sandbox_refuses_an_invalid_time(strict: httpx2.Client, name: str, written: str) -> None:
    answer = strict.get(f"ContactEvents?type=t&{name}={written}")
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {name}


def test_an_unknown_contact_fails_the_whole_list_or_is_ignored(api: httpx2.Client, make: Make) -> None:
    events = [
        {"ContactId": make()["Id"], "Type": "unknown"},
        {"ContactId": 2147483647, "Type": "unknown", "UniqueExtId": "ignored"},
        {"ContactSecret": "nobody", "Type": "unknown"},
    ]
    for query in ("", "?ignoreUnknownContacts=False"):
        for some in (events, events[:2], events[::2]):
            answer = api.post(f"ContactEvents{query}", json=some)
            assert answer.status_code == 404
            assert answer.json()["Message"]
    assert listed(api, type="unknown") == []
    assert api.post("ContactEvents?ignoreUnknownContacts=True", json=events).status_code == 200
    assert [event["ContactId"] for event in listed(api, type="unknown")] == [events[0]["ContactId"]]
    again = [{**events[0], "UniqueExtId": "ignored"}]
    assert api.post("ContactEvents", json=again).status_code == 200
    assert api.post("ContactEvents?ignoreUnknownContacts=2", json=[]).status_code == 400


def test_an_event_whose_unique_ext_id_is_in_use_is_skipped(api: httpx2.Client, make: Make) -> None:
    event = {"ContactId": make()["Id"], "Type": "unique"}
    once, twice = ({**event, "UniqueExtId": name} for name in ("once", "twice"))
    for events in ([once], [event, once], [twice, event, twice, {**twice, "UniqueExtId": None}]):
        answer = api.post("ContactEvents", json=events)
        assert (answer.status_code, answer.content) == (200, b"")
    names = [item["UniqueExtId"] for item in listed(api, type="unique")]
    assert names == ["once", None, "twice", None, None]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, None),
        ([1], None),
        ([{"ContactId": 1}], "Type"),
        ([{"ContactId": 1, "Type": None}], "Type"),
        ([{"Type": "x"}], "ContactId"),
        ([{"ContactId": "1", "Type": "x"}], "ContactId"),
        ([{"ContactId": 1, "Type": "x", "ParentId": 7}], "ParentId"),
    ],
)
def test_an_invalid_body_is_400(api: httpx2.Client, body: object, wrong: str | None) -> None:
    answer = api.post("ContactEvents?ignoreUnknownContacts=true", json=body)
    assert answer.status_code == 400
    assert set(answer.json().get("ModelState", {})) == ({wrong} if wrong else set())


def test_an_empty_list_stores_nothing(api: httpx2.Client) -> None:
    assert api.post("ContactEvents", json=[]).status_code == 200
