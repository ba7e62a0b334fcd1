"""Every row of the API in both clients: the exact request, and the decoded response."""

from __future__ import annotations

import csv
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest
import yulsn_client
from yulsn_client import BulkError, ConflictError, NotFoundError
from yulsn_client.models import Contact, ContactPatch, OrderPatch

from .calls import EMPTY, NONE, RAISES, Case, Use, cases
from .conftest import KEY, REPOSITORY, Flavour, Make, Playback
from .expect import check, same_json
from .rows.contacts import ADA, CONTACT

CASES = cases()
LISTS = ("endpoints.tsv", "observed.tsv")
PAGING = {"iterate", "pages"}
FANNED = {
    "contact_companies",
    "contacts",
    "dynamic_table_entities",
    "media",
    "orders",
    "points",
    "segments",
    "stores",
}
CHUNKED = {"contact_events.create", "dynamic_table_entities.create_many"}
PAGED = {"contact_events", "dynamic_table_entities", "email_dispatch_receiver", "points"}


def case_id(case: Case) -> str:
    return f"{case.name} {case.what}".strip().replace(" ", "_")


def rows() -> list[dict[str, str]]:
    return [row for name in LISTS for row in listed(name)]


def listed(name: str) -> list[dict[str, str]]:
    with (REPOSITORY / "spec" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def snake(group: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", group).lower()


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_a_call_sends_its_request_and_parses_the_response(case: Case, flavour: Flavour, server: Playback) -> None:
    server.play(case.answer)
    value = flavour.run(case.use(flavour.client))
    asked = server.request
    assert asked.method == case.method
    assert asked.target == (f"{case.path}?{case.query}" if case.query else case.path)
    check(case.value, value)
    if case.body is None:
        assert asked.body == b""
        assert "content-type" not in asked.headers
    else:
        assert same_json(asked.body, case.body), asked.body.decode()
        assert asked.headers["content-type"] == "application/json; charset=utf-8"
        assert asked.headers["content-length"] == str(len(asked.body))


@pytest.mark.parametrize("case", {case.row: case for case in reversed(CASES)}.values(), ids=case_id)
def test_the_meaning_of_404_is_that_of_the_row(case: Case, flavour: Flavour, server: Playback) -> None:
    server.play('{"Message": "No such thing."}', status=404)
    if case.missing == RAISES:
        with pytest.raises((NotFoundError, BulkError), match=r"No such thing\.") as raised:
            flavour.run(case.use(flavour.client))
        assert isinstance(raised.value, BulkError) is (case.name in CHUNKED)
        error = raised.value.error if isinstance(raised.value, BulkError) else raised.value
        assert isinstance(error, NotFoundError)
        assert error.call == case.name
    else:
        value = flavour.run(case.use(flavour.client))
        assert value == {NONE: None, EMPTY: []}[case.missing]


def test_every_request_sends_the_key_and_a_user_agent(flavour: Flavour, server: Playback) -> None:
    for call in (flavour.client.contacts.list_ids, flavour.client.dynamic_tables.list):
        server.play("[]")
        flavour.run(call())
        headers = server.request.headers
        assert headers["x-apikey"] == KEY
        assert headers["accept"] == "application/json"
        version = re.escape(yulsn_client.__version__)
        assert re.fullmatch(rf"yulsn-client/{version} \(account-schema [0-9a-f]{{12}}\)", headers["user-agent"])


def test_a_conflict_of_put_has_the_latest_contact(flavour: Flavour, server: Playback) -> None:
    case = next(case for case in CASES if case.row == "PUT /api/v1/Contacts/{id}")
    server.play(CONTACT, status=409)
    with pytest.raises(ConflictError) as raised:
        flavour.run(case.use(flavour.client))
    check(ADA, raised.value.latest)
    assert type(raised.value.latest) is Contact
    server.play('{"Message": "Cannot save duplicate value \'x\'!"}', status=409)
    with pytest.raises(ConflictError, match="Cannot save duplicate value 'x'!") as raised:
        flavour.run(case.use(flavour.client))
    assert raised.value.latest is None


def test_the_sum_of_a_company_without_points_may_have_no_body(flavour: Flavour, server: Playback) -> None:
    case = next(case for case in CASES if case.name == "points.get_total_for_contact_company")
    for status, body in ((200, ""), (204, ""), (200, "null")):
        server.play(body, status=status)
        assert flavour.run(case.use(flavour.client)) is None


def test_unknown_properties_are_kept(flavour: Flavour, server: Playback) -> None:
    server.play(CONTACT.replace('"Id": 4711,', '"Id": 4711, "New Field": [0.10, "æ"], "FavouriteBrand": 1,'))
    contact = flavour.run(flavour.client.contacts.get(4711))
    check(ADA, contact)
    check({"New Field": ["0.10", "æ"]}, {"New Field": [str(item) for item in contact.extra["New Field"]]})
    assert contact.extra["FavouriteBrand"] == 1
    assert b'"New Field":[0.10,"\xc3\xa6"]' in contact.to_json()


NAIVE = datetime(2024, 5, 6)
UNSENDABLE: dict[str, Use] = {
    "an empty segment of a path": lambda client: client.dynamic_table_entities.list_ids(""),
    "a time without offset in a query": lambda client: client.points.list_by_period("bonus", NAIVE, NAIVE),
    "a time without offset in a body": lambda client: client.contacts.patch(1, ContactPatch(foedselsdag=NAIVE)),
    "no number": lambda client: client.orders.patch(1, OrderPatch(fragt=Decimal("NaN"))),
    "an unlisted value": lambda client: client.orders.patch(1, OrderPatch.from_json(b'{"Type":"gave"}')),
    "a text that is too long": lambda client: client.contacts.patch(1, ContactPatch(first_name="A" * 51)),
}


@pytest.mark.parametrize("use", UNSENDABLE.values(), ids=UNSENDABLE)
def test_an_invalid_argument_is_refused_before_sending(use: Use, flavour: Flavour, server: Playback) -> None:
    server.play(CONTACT)
    reasons = r"empty|offset|cannot be represented|not one of the allowed values|length <= 50"
    with pytest.raises(ValueError, match=reasons):
        flavour.run(use(flavour.client))
    assert server.asked == []


# --- One method a row, one row a method ---


def test_the_cases_cover_all_rows() -> None:
    wanted = {
        f"{row['method']} {row['path']}" + (f"?{row['query']}" if row["query"] else ""): snake(row["group"])
        for row in rows()
    }
    assert len(wanted) == len(rows())
    assert {case.row for case in CASES} == set(wanted)
    assert {case.row: case.name.partition(".")[0] for case in CASES} == wanted


def test_rows_and_methods_correspond_one_to_one() -> None:
    methods: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        methods[case.name].add(case.row)
    assert {name: found for name, found in methods.items() if len(found) > 1} == {}
    assert len(methods) == len(rows())


def resources(client: object) -> Iterator[tuple[str, type[Any]]]:
    """The resource classes of a client, by the attribute that they are reached by."""
    for name, attribute in vars(type(client)).items():
        if isinstance(attribute, cached_property) and name != "tables":
            yield name, type(getattr(client, name))


def methods(resource: type[Any]) -> dict[str, Any]:
    """The public methods of a resource class."""
    return {name: value for name, value in inspect.getmembers(resource, callable) if not name.startswith("_")}


def test_no_resource_has_a_method_without_a_row(flavour: Flavour) -> None:
    found = {
        f"{attribute}.{name}"
        for attribute, resource in resources(flavour.client)
        for name in methods(resource)
        if not (name in PAGING and attribute in PAGED) and not (name == "get_many" and attribute in FANNED)
    }
    found -= {"contacts.iterate", "bulk_export.run"}  # made of several rows
    assert found == {case.name for case in CASES}


def test_only_listings_with_a_cursor_can_be_iterated(flavour: Flavour) -> None:
    found = {attribute: methods(resource).keys() & PAGING for attribute, resource in resources(flavour.client)}
    assert found.pop("contacts") == {"iterate"}
    assert {attribute: names for attribute, names in found.items() if names} == dict.fromkeys(PAGED, PAGING)


def test_every_get_by_id_has_a_get_many(flavour: Flavour) -> None:
    found = {attribute for attribute, resource in resources(flavour.client) if "get_many" in methods(resource)}
    assert found == FANNED


def test_sync_and_async_have_the_same_methods_with_the_same_signatures(server: Playback, flavours: Make) -> None:
    sync, asynchronous = (dict(resources(flavours(name, server.url, KEY).client)) for name in ("sync", "async"))
    assert sync.keys() == asynchronous.keys()
    for attribute, resource in sync.items():
        assert asynchronous[attribute].__name__ == f"Async{resource.__name__}"
        assert_twins(methods(resource), methods(asynchronous[attribute]))


def assert_twins(sync: dict[str, Any], asynchronous: dict[str, Any]) -> None:
    assert sync.keys() == asynchronous.keys()
    for name, method in sync.items():
        twin = asynchronous[name]
        assert inspect.iscoroutinefunction(twin) is (name not in {*PAGING, "run"}), name
        assert method.__doc__ == twin.__doc__ or name == "run"  # a `with` statement, and an `async with` statement
        assert method.__doc__
        signature, other = inspect.signature(method), inspect.signature(twin)
        for one, its_twin in zip(signature.parameters.values(), other.parameters.values(), strict=True):
            kind = str(one.annotation)
            if kind.startswith("Iterable[") and one.name != "ids":  # an async client takes async ones too
                kind = f"{kind} | Async{kind}"
            assert one.replace(annotation=kind) == its_twin.replace(annotation=str(its_twin.annotation))
        returns = str(signature.return_annotation)
        assert other.return_annotation == (
            returns.replace("Abstract", "AbstractAsync")
            if name == "run"
            else f"Async{returns}"
            if name in PAGING
            else returns
        ), name
