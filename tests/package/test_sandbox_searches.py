"""Searches against the sandbox over real HTTP: what each operator finds, on fields of every type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt

import pytest
from yulsn_client import BadRequestError, NotFoundError
from yulsn_client.models import (
    Order,
    OrderCreate,
    OrderField,
    OrderLineCreate,
    PointCreate,
    SearchFieldCreate,
    SearchOperator,
    SegmentContactIdsCreate,
    SegmentFromTemplateCreate,
    SegmentType,
    TableSearch,
)
from yulsn_client.tables.bikes import BikesCreate, BikesField, BikesRow

from .conftest import Flavour
from .people import NOBODY, NUMBERS, people

V2 = "/api/v2/{accountId}"
FIND = (
    f"GET {V2}/Points?contactId={{contactId}}&sourceId={{sourceId}}&type={{type}}&datetimeFrom={{datetimeFrom}}"
    "&datetimeTo={datetimeTo}&contactCompanyId={contactCompanyId}&storeId={storeId}"
    "&includeCancelPoints={includeCancelPoints}"
)
EARLY, LATE = datetime(2024, 5, 6, 10, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC)
# Three bicycles: the first two have values, the third has none.
BIKES = (
    BikesCreate(gears=3, price=Decimal("99.50"), type="racer", electric=False, bought=EARLY, frame_number="A'1"),
    BikesCreate(gears=7, price=Decimal("1000"), type="citybike", electric=True, bought=LATE, frame_number="æ"),
    BikesCreate(),
)
CONDITIONS = {
    "number ==": (BikesField.gears == 3, "1"),
    "number !=": (BikesField.gears != 3, "2"),
    "number >": (BikesField.gears > 3, "2"),
    "number >=": (BikesField.gears >= 3, "12"),
    "number <": (BikesField.gears < 7, "1"),
    "number <=": (BikesField.gears <= 7, "12"),
    "number in": (BikesField.gears.in_(3, 5, 7), "12"),
    "number null": (BikesField.gears.is_null(), "3"),
    "number not null": (BikesField.gears.is_not_null(), "12"),
    "number reversed": (5 <= BikesField.gears, "2"),  # noqa: SIM300
    "decimal ==": (BikesField.price == Decimal("99.5"), "1"),
    "decimal >=": (BikesField.price >= 1000, "2"),
    "decimal <": (BikesField.price < Decimal("1000.00"), "1"),
    "decimal in": (BikesField.price.in_(Decimal("1000.0")), "2"),
    "decimal null": (BikesField.price.is_null(), "3"),
    "text ==": (BikesField.frame_number == "A'1", "1"),
    "text !=": (BikesField.frame_number != "A'1", "2"),
    "text in": (BikesField.frame_number.in_("æ", "ø"), "2"),
    "text not null": (BikesField.frame_number.is_not_null(), "12"),
    "allowed value ==": (BikesField.type == "racer", "1"),
    "allowed value in": (BikesField.type.in_("racer", "citybike"), "12"),
    "boolean ==": (BikesField.electric == True, "2"),  # noqa: E712
    "boolean !=": (BikesField.electric != True, "1"),  # noqa: E712
    "boolean null": (BikesField.electric.is_null(), "3"),
    "time ==": (BikesField.bought == EARLY, "1"),
    "time >": (BikesField.bought > EARLY, "2"),
    "time <=": (BikesField.bought <= LATE, "12"),
    "time null": (BikesField.bought.is_null(), "3"),
    "static field": (BikesField.secret != "none", "123"),
}


@pytest.fixture(scope="module")
def bikes() -> dict[str, list[int]]:
    """The ids of the bicycles of each flavour, which are made when they are first needed."""
    return {}


def ids_of(api: Flavour, made: dict[str, list[int]]) -> list[int]:
    if api.name not in made:
        made[api.name] = [api.run(api.client.tables.bikes.create(bike)).id for bike in BIKES]
    return made[api.name]


@pytest.mark.rows("SEARCH /api/v1/table/{tableName}", "SEARCH /api/v1/table/{tableName}/Count")
@pytest.mark.parametrize(("condition", "wanted"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_finds_the_matching_rows(
    condition: object, wanted: str, api: Flavour, bikes: dict[str, list[int]]
) -> None:
    ids = ids_of(api, bikes)
    among = BikesField.id.in_(*ids)
    found = api.run(api.client.tables.bikes.search(condition, among))
    assert all(type(row) is BikesRow for row in found)
    assert [row.id for row in found] == [ids[int(number) - 1] for number in wanted]
    assert api.run(api.client.tables.bikes.count(condition, among)) == len(wanted)


SEVENTHS = ("9999989", "9999990", "9999994", "9999995", "9999999")
TIMES = [
    *(f"2024-05-06T23:59:59.{decimals}+02:00" for decimals in SEVENTHS),
    *(f"2024-05-07T00:00:00.{decimals}+02:00" for decimals in ("0000000", "0000004", "0000005", "0000006")),
]


def test_times_are_compared_as_they_are_read(api: Flavour) -> None:
    for text in TIMES:
        api.run(api.client.request("POST", "/api/v1/table/Bikes", body={"Bought": text, "Name": f"T {api.name}"}))
    own = BikesField.name == f"T {api.name}"
    rows = api.run(api.client.tables.bikes.search(own))
    assert len(rows) == len(TIMES)
    for moment in {row.bought for row in rows}:
        for compare in (ge, gt, le, lt):
            found = api.run(api.client.tables.bikes.search(own, compare(BikesField.bought, moment)))
            assert found == [row for row in rows if compare(row.bought, moment)], (compare, moment)


def test_any_table_can_be_searched_by_its_field_names(api: Flavour, bikes: dict[str, list[int]]) -> None:
    first, *_ = ids_of(api, bikes)
    entities = api.client.dynamic_table_entities

    def search(field: str, operator: SearchOperator, value: str | None) -> TableSearch:
        own = SearchFieldCreate(field_="Id", operator=SearchOperator.EQUAL, value=str(first), values=None)
        return TableSearch(fields=[own, SearchFieldCreate(field_=field, operator=operator, value=value)])

    for field, operator, value, wanted in (
        ("Frame Number", SearchOperator.LESS_THAN, "B", 1),
        ("Frame Number", SearchOperator.LESS_THAN_OR_EQUAL, "A'1", 1),
        ("Frame Number", SearchOperator.MORE_THAN_OR_EQUAL, "B", 0),
        ("Electric", SearchOperator.LESS_THAN, "true", 1),
        ("Gears", SearchOperator.EQUAL, None, 0),
        ("Gears", SearchOperator.NOT_EQUAL, None, 1),
        ("Gears", SearchOperator.MORE_THAN, None, 0),
    ):
        assert api.run(entities.count("Bikes", search(field, operator, value))) == wanted, (field, operator)
    for field, value in (("Nothing", "1"), ("Gears", "many"), ("Bought", "yesterday"), ("Electric", "perhaps")):
        with pytest.raises(BadRequestError):
            api.run(entities.search("Bikes", search(field, SearchOperator.EQUAL, value)))
    with pytest.raises(NotFoundError):
        api.run(entities.search("None", TableSearch(fields=[])))


@pytest.mark.rows("SEARCH /api/v1/Orders")
def test_orders_are_found_with_their_lines_by_static_and_dynamic_fields(api: Flavour) -> None:
    (ada,) = people(api, 1)
    line = OrderLineCreate(name="Kæde", quantity=Decimal(2), price=Decimal("33.5"))

    def made(**members: object) -> Order:
        order = OrderCreate(contact_id=ada.id, order_lines=[line], **members)  # type: ignore[arg-type]
        found = api.run(api.client.orders.create(order))
        assert isinstance(found, Order)
        return found

    shop, workshop = made(type="butik", saelger="Åse"), made(type="værksted", number_of_parcels=2)
    mine, orders = OrderField.contact_id == ada.id, api.client.orders
    assert api.run(orders.search(mine)) == [shop, workshop]
    assert api.run(orders.search(mine, OrderField.type == "butik")) == [shop]
    assert api.run(orders.search(mine, OrderField.saelger.is_null(), OrderField.number_of_parcels >= 2)) == [workshop]
    assert api.run(orders.search(mine, OrderField.price_total > 67)) == []
    with pytest.raises(BadRequestError):
        api.run(orders.search(mine, OrderField.type.in_("webshop"), OrderField.id == 2**70))


@pytest.mark.rows(FIND, f"GET {V2}/Points/{{id}}", f"GET {V2}/Points/Page/{{lastId}}?type={{type}}&take={{take}}")
def test_points_are_found_by_any_combination_of_filters(api: Flavour) -> None:
    (ada,) = people(api, 1)
    points, source = api.client.points, f"W-{next(NUMBERS)}"

    def made(**members: object) -> int:
        body = PointCreate(contact_id=ada.id, amount=Decimal(5), **{"type": "bonus", **members})  # type: ignore[arg-type]
        return int(api.run(points.create(body)).id)

    one, two, gone = made(source_id=source, store_id=2), made(type="køb", source_id=source), made()
    api.run(points.cancel(gone))

    def ids(**filters: object) -> list[int]:
        return [point.id for point in api.run(points.find(**filters))]

    assert ids(contact_id=ada.id) == [one, two]
    assert ids(contact_id=ada.id, include_cancel_points=True) == [one, two, gone, gone + 1]
    assert ids(source_id=source, type="køb") == [two]
    assert ids(contact_id=ada.id, store_id=2, type="bonus") == [one]
    now = datetime.now(UTC)
    assert ids(contact_id=ada.id, date_time_from=now + timedelta(hours=1)) == []
    assert ids(source_id=source, date_time_to=now + timedelta(hours=1)) == [one, two]
    with pytest.raises(BadRequestError):
        ids(include_cancel_points=True)
    found = api.run(points.find_by_id(one))
    assert found == api.run(points.get(one))
    assert api.run(points.find_by_id(NOBODY)) is None
    assert [point.id for point in api.run(points.list_page(one - 1, take=2))] == [one, two]
    assert [point.id for point in api.run(points.list_page(one - 1, type="køb"))] == [two]


@pytest.mark.rows(
    f"GET {V2}/Segments/GetContactStatus/{{contactId}}/{{segmentIds}}?timeoutSec={{timeoutSec}}",
    "POST /api/v1/Segments/Template",
)
def test_membership_of_a_segment_can_be_checked(api: Flavour) -> None:
    ada, bo = people(api, 2)
    segments = api.client.segments
    body = SegmentFromTemplateCreate(
        folder_id=7,
        name="Åse",
        daily_statistic=False,
        on_email_messages=True,
        on_sms_messages=False,
        on_push_messages=False,
        template_id=1,
        values={"Email": ada.email or ""},
    )
    made = api.run(segments.create_from_template(body))
    assert (made.type, made.folder_id) == (SegmentType.SEGMENT_TEMPLATE, 7)
    assert api.run(segments.get(made.id)) == made
    assert api.run(segments.list_contact_ids(made.id)) == [ada.id]
    listed = api.run(segments.create_from_contact_ids(SegmentContactIdsCreate(contact_ids=[bo.id]))).id
    status: Callable[[int], list[tuple[int, bool]]] = lambda contact: [  # noqa: E731
        (item.segment_id, item.contains)
        for item in api.run(segments.contact_status(contact, [listed, made.id, NOBODY], timeout_seconds=5))
    ]
    assert status(ada.id) == [(listed, False), (made.id, True), (NOBODY, False)]
    assert status(bo.id) == [(listed, True), (made.id, False), (NOBODY, False)]
    with pytest.raises(NotFoundError, match="segment template"):
        api.run(segments.create_from_template(body.__replace__(template_id=NOBODY)))
