"""The account's own tables: the effects of calls on the sandbox, over real HTTP."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from yulsn_client import BadRequestError, BulkError, ConflictError, LockedError, NotFoundError
from yulsn_client.models import TableEntityCreate, TableEntityPatch
from yulsn_client.tables.bikes import BikesCreate, BikesPatch, BikesRow
from yulsn_client.tables.cykelruter import CykelruterCreate, CykelruterPatch, CykelruterRow
from yulsn_client.tables.loyalty_cards import LoyaltyCardsCreate
from yulsn_client.tables.service_visits import ServiceVisitsCreate

from .conftest import Flavour
from .expect import attributes, check, moment

NUMBERS = count(1)
NOBODY = 2_000_000_000
ROUTE: dict[str, Any] = {
    "asfalt": True,
    "beskrivelse": "Langs åen 🚲",
    "hoejdemeter": -3,
    "laengde_km": Decimal("42.1950000000000000001"),
    "svaerhedsgrad": "svær",
    "aabner": moment("2024-04-01T08:00:00.000001+02:00"),
}


@pytest.fixture
def route(api: Flavour) -> CykelruterRow:
    """A row that is there, with all of the table's fields."""
    body = CykelruterCreate(external_id=f"ruté {next(NUMBERS)}", name="Ål", **ROUTE)
    made = api.run(api.client.tables.cykelruter.create(body))
    assert isinstance(made, CykelruterRow)
    return made


@pytest.mark.rows(
    "POST /api/v1/table/{tableName}",
    "GET /api/v1/table/{tableName}",
    "GET /api/v1/table/{tableName}?secret={secret}",
    "GET /api/v1/table/{tableName}?externalId={externalId}",
    "GET /api/v1/table/{tableName}?lastId={lastId}&take={take}",
    "GET /api/v1/table/{tableName}/{id}",
)
def test_a_new_row_is_found_by_every_matching_call(api: Flavour, route: CykelruterRow) -> None:
    table = api.client.tables.cykelruter
    check(ROUTE, attributes(route, ROUTE))
    assert (route.name, route.extra) == ("Ål", {})
    assert api.run(table.get(route.id)) == route
    assert api.run(table.find_by_secret(route.secret)) == route
    assert api.run(table.find_by_external_id(route.external_id)) == route
    assert route.id in api.run(table.list_ids())
    assert api.run(table.list_after(route.id - 1, take=1)) == [route]
    assert api.run(table.list_after(route.id)) == []
    assert api.collect(table.iterate(after=route.id - 1)) == [route]
    assert api.run(table.find_by_secret("nobody")) is None
    assert api.run(table.find_by_external_id("nobody")) is None


def test_an_empty_row_has_null_fields(api: Flavour) -> None:
    made = api.run(api.client.tables.cykelruter.create(CykelruterCreate()))
    assert set(attributes(made, {**ROUTE, "external_id": None, "name": None}).values()) == {None}


@pytest.mark.rows("PATCH /api/v1/table/{tableName}/{id}")
def test_a_patch_of_a_row_distinguishes_null_and_unset(api: Flavour, route: CykelruterRow) -> None:
    table = api.client.tables.cykelruter
    patched = api.run(table.patch(route.id, CykelruterPatch(aabner=None, laengde_km=Decimal("0.10"), beskrivelse="")))
    wanted = {**ROUTE, "aabner": None, "laengde_km": Decimal("0.10"), "beskrivelse": ""}
    check(wanted, attributes(patched, ROUTE))
    assert (patched.external_id, patched.secret, patched.created) == (route.external_id, route.secret, route.created)
    assert api.run(table.get(route.id)) == patched
    with pytest.raises(NotFoundError):
        api.run(table.patch(route.id, CykelruterPatch()))
    with pytest.raises(NotFoundError):
        api.run(table.patch(NOBODY, CykelruterPatch(name="x")))


@pytest.mark.rows("DELETE /api/v1/table/{tableName}/{id}")
def test_deleting_a_row_returns_it(api: Flavour, route: CykelruterRow) -> None:
    table = api.client.tables.cykelruter
    assert api.run(table.delete(route.id)) == route
    assert api.run(table.find_by_external_id(route.external_id)) is None
    assert route.id not in api.run(table.list_ids())
    for call in (table.get, table.delete):
        with pytest.raises(NotFoundError):
            api.run(call(route.id))


def test_two_rows_cannot_share_an_external_id(api: Flavour, route: CykelruterRow) -> None:
    table = api.client.tables.cykelruter
    with pytest.raises(ConflictError, match=rf"duplicate value '{route.external_id}'"):
        api.run(table.create(CykelruterCreate(external_id=route.external_id)))
    before = api.run(table.list_ids())
    with pytest.raises(BulkError) as raised:
        api.run(table.create_many([CykelruterCreate(), CykelruterCreate(external_id=route.external_id)]))
    assert isinstance(raised.value.error, ConflictError)
    assert api.run(table.list_ids()) == before


def test_the_generic_resource_returns_the_same_rows(api: Flavour, route: CykelruterRow) -> None:
    entities = api.client.dynamic_table_entities
    found = api.run(entities.get("Cykelruter", route.id))
    assert (found.id, found.secret, found.external_id) == (route.id, route.secret, route.external_id)
    assert found.extra["Højdemeter"] == -3
    check(ROUTE["laengde_km"], found.extra["Længde (km)"])
    body = TableEntityPatch.from_dict({"Name": "ny", "Sværhedsgrad": "let"}, allow_extra=True)
    assert api.run(entities.patch("Cykelruter", route.id, body)).extra["Sværhedsgrad"] == "let"
    typed = api.run(api.client.tables.cykelruter.get(route.id))
    assert (typed.name, typed.svaerhedsgrad, typed.hoejdemeter) == ("ny", "let", -3)
    assert api.run(entities.find_by_secret("Cykelruter", route.secret)).name == "ny"
    assert api.run(entities.find_by_external_id("Cykelruter", route.external_id)).id == route.id
    assert route.id in api.run(entities.list_ids("Cykelruter"))
    assert [row.id for row in api.run(entities.list_after("Cykelruter", route.id - 1, take=1))] == [route.id]
    with pytest.raises(BadRequestError, match="no valid fields"):
        api.run(entities.patch("Cykelruter", route.id, TableEntityPatch.from_dict({"Nothing": 1}, allow_extra=True)))
    assert api.run(entities.delete("Cykelruter", route.id)).id == route.id
    assert api.run(api.client.tables.cykelruter.find_by_secret(route.secret)) is None


def test_a_table_with_a_space_in_its_name_works_over_http(api: Flavour) -> None:
    body = ServiceVisitsCreate(bike_id=3, from_=ROUTE["aabner"], to=None, status="i gang", hours=Decimal("0.10"))
    made = api.run(api.client.tables.service_visits.create(body))
    check([ROUTE["aabner"], None, "i gang", Decimal("0.10")], [made.from_, made.to, made.status, made.hours])
    assert api.run(api.client.dynamic_table_entities.get("Service Visits", made.id)).extra["Bike Id"] == 3


def test_a_table_that_a_converter_writes_is_locked(api: Flavour) -> None:
    entities = api.client.dynamic_table_entities
    card = api.run(api.client.tables.loyalty_cards.create(LoyaltyCardsCreate(stamps=1)))
    for method, arguments in (
        (entities.create, ("Newsletter Signups", TableEntityCreate(name="x"))),
        (entities.patch, ("Newsletter Signups", 1, TableEntityPatch(name="x"))),
        (entities.delete, ("Newsletter Signups", 1)),
        (entities.delete, ("Loyalty Cards", card.id)),
    ):
        with pytest.raises(LockedError, match="converter") as raised:
            api.run(method(*arguments))
        assert raised.value.status == 423
    with pytest.raises(BulkError) as ended:
        api.run(entities.create_many("Newsletter Signups", [TableEntityCreate(name="x")]))
    assert isinstance(ended.value.error, LockedError)
    assert api.run(api.client.tables.newsletter_signups.list_ids()) == []
    assert api.run(api.client.tables.loyalty_cards.get(card.id)) == card


def test_a_table_that_is_not_there(api: Flavour) -> None:
    with pytest.raises(NotFoundError):
        api.run(api.client.dynamic_table_entities.list_ids("Nothing"))


@pytest.mark.rows("POST /api/v1/table/{tableName}/Bulk")
def test_several_pages_of_rows_are_iterated_without_duplicates(api: Flavour) -> None:
    bikes = api.client.tables.bikes
    before = max(api.run(bikes.list_ids()), default=0)
    for start in (0, 1100):
        rows = [BikesCreate(gears=start + number, price=Decimal(f"{number}.10")) for number in range(1100)]
        assert api.run(bikes.create_many(rows)) is None
    ids = [number for number in api.run(bikes.list_ids()) if number > before]
    assert len(ids) == 2200

    walked = api.collect(bikes.iterate(after=before))
    assert [row.id for row in walked] == ids
    assert [row.gears for row in walked] == list(range(2200))
    check(Decimal("1099.10"), walked[-1].price)
    assert {type(row) for row in walked} == {BikesRow}

    assert [len(page) for page in api.collect(bikes.pages(after=before))] == [1000, 1000, 200]
    assert [len(page) for page in api.collect(bikes.pages(after=before, page_size=900))] == [900, 900, 400]
    resumed = api.collect(bikes.iterate(after=walked[1499].id, page_size=300))
    assert resumed == walked[1500:]
    generic = api.collect(api.client.dynamic_table_entities.iterate("Bikes", after=before))
    assert [row.id for row in generic] == ids
    assert api.collect(bikes.iterate(after=ids[-1])) == []


def test_rows_that_change_during_iteration_are_returned(api: Flavour) -> None:
    bikes = api.client.tables.bikes
    before = max(api.run(bikes.list_ids()), default=0)
    api.run(bikes.create_many([BikesCreate(gears=number) for number in range(4)]))
    walk = bikes.pages(after=before, page_size=2)
    first = api.take(walk, 1)
    api.run(bikes.patch(first[0][-1].id + 1, BikesPatch(gears=99)))
    api.run(bikes.delete(first[0][0].id))
    assert [row.gears for page in api.collect(walk) for row in page] == [99, 3]
