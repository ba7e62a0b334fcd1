"""Orders and points: the effects of calls on the sandbox, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from yulsn_client import BadRequestError, NotFoundError
from yulsn_client.models import (
    ContactCompanyCreate,
    Order,
    OrderCreate,
    OrderLine,
    OrderLineCreate,
    OrderLinePatch,
    OrderPatch,
    Point,
    PointCreate,
    PointStoreSearch,
    StoreCreate,
)

from .conftest import Flavour
from .expect import attributes, check, moment
from .people import NOBODY, NUMBERS, people

ORDER: dict[str, Any] = {
    "delivery_method": "Cykelbud",
    "fragt": Decimal("49.950"),
    "gift_wrapping": True,
    "number_of_parcels": 2,
    "promised_by": moment("2024-05-10T16:00:00+02:00"),
    "saelger": "Åse",
}
LINE: dict[str, Any] = {
    "assembled": False,
    "farve": "grøn",
    "frame_number": "WBK 1",
    "mounted_at": moment("2024-05-07T09:00:00+02:00"),
    "rabat": Decimal("0.10"),
    "warranty_months": 24,
}


# --- Orders ---


@pytest.fixture
def order(api: Flavour) -> Order:
    """An order of two lines that is there, with all of the account's fields."""
    (ada,) = people(api, 1)
    wanted = [
        OrderLineCreate(name="Kæde", quantity=Decimal("3"), price=Decimal("33.333333333333333333333333"), **LINE),
        OrderLineCreate(name="Pumpe", quantity=Decimal("-0.5"), price=Decimal("100.10")),
    ]
    number = f"W-{next(NUMBERS)}"
    body = OrderCreate(type="værksted", ext_order_id=number, contact_id=ada.id, order_lines=wanted, **ORDER)
    made = api.run(api.client.orders.create(body))
    assert isinstance(made, Order)
    return made


def lines(order: Order) -> list[OrderLine]:
    """The lines of an order that shows them."""
    assert order.order_lines is not None
    return order.order_lines


@pytest.mark.rows(
    "POST /api/v1/Orders",
    "GET /api/v1/Orders/{id}",
    "GET /api/v1/Orders?extOrderId={extOrderId}",
    "GET /api/v1/Orders?contactId={contactId}",
)
def test_a_new_order_has_totals_and_is_found_by_every_matching_row(api: Flavour, order: Order) -> None:
    orders = api.client.orders
    check(ORDER, attributes(order, ORDER))
    chain, pump = lines(order)
    check(LINE, attributes(chain, LINE))
    check([Decimal("99.999999999999999999999999"), Decimal("-50.050")], [chain.price_total, pump.price_total])
    check(Decimal("49.949999999999999999999999"), order.price_total)
    assert (chain.order_id, pump.order_id) == (order.id, order.id)

    assert api.run(orders.get(order.id)) == order
    assert api.run(orders.list_by_ext_order_id(order.ext_order_id)) == [order]
    assert api.run(orders.list_by_ext_order_id("nobody's")) == []
    assert api.run(orders.list_by_contact(order.contact_id, with_order_lines=True)) == [order]
    assert api.run(orders.list_by_contact(order.contact_id, order_type="webshop")) == []
    (bare,) = api.run(orders.list_by_contact(order.contact_id, order_type="værksted", with_order_lines=False))
    assert (bare.id, bare.price_total, bool(bare.order_lines)) == (order.id, order.price_total, False)


@pytest.mark.rows("PATCH /api/v1/Orders/{id}")
def test_a_patch_of_an_order_keeps_its_lines(api: Flavour, order: Order) -> None:
    patched = api.run(api.client.orders.patch(order.id, OrderPatch(city="Århus", saelger=None, fragt=Decimal("0.0"))))
    check({**ORDER, "saelger": None, "fragt": Decimal("0.0")}, attributes(patched, ORDER))
    found = api.run(api.client.orders.get(order.id))
    assert (found.city, found.type, found.order_lines) == ("Århus", "værksted", order.order_lines)
    assert found.last_modified > order.last_modified


@pytest.mark.rows(
    "POST /api/v1/Orders/{id}/Lines",
    "PATCH /api/v1/Orders/{id}/Lines/{lid}",
    "DELETE /api/v1/Orders/{id}/Lines/{lid}",
)
def test_adding_changing_and_deleting_lines_updates_the_total(api: Flavour, order: Order) -> None:
    orders = api.client.orders
    added = api.run(orders.add_line(order.id, OrderLineCreate(name="Lygte", quantity=Decimal(2), price=Decimal("10"))))
    found = api.run(orders.get(order.id))
    assert found.order_lines == [*lines(order), added]
    assert found.price_total == order.price_total + 20

    patch = OrderLinePatch(quantity=Decimal("5"), farve="rød", rabat=None)
    patched = api.run(orders.patch_line(order.id, added.id, patch))
    assert (patched.price_total, patched.name, patched.farve) == (Decimal(50), "Lygte", "rød")
    assert api.run(orders.get(order.id)).price_total == order.price_total + 50

    chain, pump = lines(order)
    assert api.run(orders.delete_line(order.id, chain.id)) == chain
    assert api.run(orders.delete_line(order.id, added.id)) == patched
    found = api.run(orders.get(order.id))
    assert (found.order_lines, found.price_total) == ([pump], pump.price_total)
    with pytest.raises(NotFoundError):
        api.run(orders.patch_line(order.id, chain.id, patch))
    with pytest.raises(BadRequestError, match="Invalid operation on order!"):
        api.run(orders.delete_line(order.id, pump.id))
    assert api.run(orders.get(order.id)) == found


@pytest.mark.rows("DELETE /api/v1/Orders/{id}")
def test_deleting_an_order_returns_it(api: Flavour, order: Order) -> None:
    orders = api.client.orders
    assert api.run(orders.delete(order.id)) == order
    assert api.run(orders.list_by_contact(order.contact_id)) == []
    assert api.run(orders.list_by_ext_order_id(order.ext_order_id)) == []
    for call in (orders.get, orders.delete):
        with pytest.raises(NotFoundError):
            api.run(call(order.id))


# --- Points ---

Move = Callable[..., Point]


@pytest.fixture
def move(api: Flavour) -> Move:
    """Moves points, in a store and for a company that nobody else's points are of, for a contact of its own."""
    (ada,) = people(api, 1)
    store = api.run(api.client.stores.create(StoreCreate(number=f"P{next(NUMBERS)}", name="Point")))
    company = api.run(api.client.contact_companies.create(ContactCompanyCreate(name="Point")))

    def make(amount: str, **members: Any) -> Point:
        body = {"contact_id": ada.id, "contact_company_id": company.id, "store_id": store.id, "type": "bonus"}
        made = api.run(api.client.points.create(PointCreate(amount=Decimal(amount), **{**body, **members})))
        assert isinstance(made, Point)
        return made

    return make


def period() -> tuple[datetime, datetime]:
    """From an hour ago to in an hour."""
    now = datetime.now(UTC)
    return now - timedelta(hours=1), now + timedelta(hours=1)


LONG_AGO = (moment("2001-01-01T00:00:00+01:00"), moment("2002-01-01T00:00:00+01:00"))


@pytest.mark.rows(
    "POST /api/v1/Points",
    "GET /api/v1/Points/{id}",
    "GET /api/v1/Points?lastId={lastId}&type={type}",
    "GET /api/v1/Points?sourceId={sourceId}&type={type}",
    "GET /api/v1/Points?contactId={contactId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}",
    "GET /api/v1/Points?type={type}&from={from}&to={to}&storeId={storeId}",
)
def test_new_points_add_up_and_are_found_by_every_matching_row(api: Flavour, move: Move) -> None:
    points = api.client.points
    source = f"W {next(NUMBERS)}"
    first = move("10.0000000000000000001", source_id=source, sub_type="gave", description="Tak")
    second = move("-2.5", source_id=source, book_value=Decimal("0.10"))
    third = move("7", type="køb")
    check(
        [Decimal("10.0000000000000000001"), Decimal("7.5000000000000000001"), Decimal("7.0")],
        [first.sum, second.sum, third.sum],
    )
    assert (first.sub_type, first.description, first.is_canceller, first.canceller_point_id) == (
        "gave", "Tak", False, None,
    )  # fmt: skip
    assert api.run(points.get(second.id)) == second
    assert api.run(points.list_after(first.id - 1)) == [first, second, third]
    assert api.run(points.list_after(first.id - 1, type="køb")) == [third]
    assert api.collect(points.iterate(after=first.id)) == [second, third]
    assert api.run(points.list_by_source(source)) == [first, second]
    assert api.run(points.list_by_source(source, type="køb")) == []
    assert api.run(points.list_by_contact(first.contact_id)) == [first, second, third]
    assert api.run(points.list_by_contact(first.contact_id, type="bonus", datetime_from=period()[0])) == [first, second]
    assert api.run(points.list_by_contact(first.contact_id, datetime_to=period()[0])) == []
    assert api.run(points.list_by_period("bonus", *period(), store_id=first.store_id)) == [first, second]
    assert [point for point in api.run(points.list_by_period("køb", *period())) if point.id >= first.id] == [third]
    assert api.run(points.list_by_period("bonus", *LONG_AGO)) == []
    with pytest.raises(NotFoundError):
        api.run(points.create(PointCreate(contact_id=NOBODY, type="bonus", amount=Decimal(1))))


@pytest.mark.rows("POST /api/v1/Points/{id}/Cancel")
def test_cancelling_a_point_creates_an_opposite_one(api: Flavour, move: Move) -> None:
    points = api.client.points
    kept, taken = move("3"), move("4.50")
    assert api.run(points.cancel(taken.id)) is None
    cancelled, canceller = api.run(points.list_after(taken.id - 1))
    assert (cancelled.id, cancelled.canceller_point_id, cancelled.is_canceller) == (taken.id, canceller.id, False)
    check([Decimal("-4.50"), True, None], [canceller.amount, canceller.is_canceller, canceller.canceller_point_id])
    assert canceller.sum == 3
    (total,) = api.run(points.list_sums(kept.contact_id))
    assert total.sum == 3
    for point in (cancelled, canceller):
        with pytest.raises(BadRequestError):
            api.run(points.cancel(point.id))
    assert api.run(points.list_after(canceller.id)) == []


@pytest.mark.rows(
    "GET /api/v1/Points/Sums?contactId={contactId}&type={type}",
    "GET /api/v1/Points/Totals?type={type}",
    "GET /api/v1/Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}",
    "GET /api/v1/Points/SumsByContact?type={type}&storeId={storeId}",
)
def test_points_are_summed_by_contact_and_type(api: Flavour, move: Move) -> None:
    points = api.client.points
    move("1.5", type="køb")
    before = {total.type: total.total for total in api.run(points.list_totals())}
    first = move("10", sub_type="gave")
    move("-2.5")
    mine = first.contact_id
    after = {total.type: total.total for total in api.run(points.list_totals())}
    assert {kind: after[kind] - before.get(kind, 0) for kind in ("bonus", "køb")} == {"bonus": Decimal("7.5"), "køb": 0}
    (only,) = api.run(points.list_totals(type="bonus"))
    assert (only.type, only.total) == ("bonus", after["bonus"])

    sums = {item.type: item.sum for item in api.run(points.list_sums(mine))}
    assert sums == {"bonus": Decimal("7.5"), "køb": Decimal("1.5")}
    (bonus,) = api.run(points.list_sums(mine, type="bonus"))
    assert (bonus.contact_id, bonus.type, bonus.sum) == (mine, "bonus", Decimal("7.5"))
    assert bonus in api.run(points.list_sums_by_contact("bonus"))
    (there,) = api.run(points.list_sums_by_contact("bonus", store_id=first.store_id))
    assert (there.contact_id, there.sum) == (mine, Decimal("7.5"))
    check(Decimal("7.5"), api.run(points.get_total_for_contact(mine, "bonus")))
    assert api.run(points.get_total_for_contact(mine, "bonus", sub_type="gave")) == 10
    assert api.run(points.get_total_for_contact(mine, "anmeldelse")) == 0


@pytest.mark.rows(
    "GET /api/v1/Points/SumsByStore?type={type}&from={from}&to={to}",
    "GET /api/v1/Points/SumsByContactCompanies?type={type}&from={from}&to={to}&storeId={storeId}",
    "GET /api/v1/Points/TotalForContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}",
    "GET /api/v1/Points/ByContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}"
    "&storeId={storeId}",
)
def test_points_are_summed_by_store_and_company(api: Flavour, move: Move) -> None:
    points = api.client.points
    first, second = move("10"), move("-2.5")
    move("99", type="køb")
    store, company = first.store_id, first.contact_company_id
    elsewhere = move("1", store_id=1)

    by_store = {item.store_id: item.sum for item in api.run(points.list_sums_by_store("bonus"))}
    assert by_store[store] == Decimal("7.5")
    assert {item.type for item in api.run(points.list_sums_by_store("køb", from_=period()[0]))} == {"køb"}
    assert api.run(points.list_sums_by_store("bonus", to=LONG_AGO[1])) == []

    sums = api.run(points.list_sums_by_contact_companies("bonus", *period()))
    assert {item.contact_company_id: item.sum for item in sums}[company] == Decimal("8.5")
    (there,) = api.run(points.list_sums_by_contact_companies("bonus", *period(), store_id=store))
    assert (there.contact_company_id, there.sum) == (company, Decimal("7.5"))
    check(Decimal("8.5"), api.run(points.get_total_for_contact_company(company, "bonus", *period())))
    assert api.run(points.get_total_for_contact_company(company, "bonus", *LONG_AGO)) is None
    assert api.run(points.list_by_contact_company(company, "bonus", *period())) == [first, second, elsewhere]
    assert api.run(points.list_by_contact_company(company, "bonus", *period(), store_id=store)) == [first, second]


@pytest.mark.rows(
    "SEARCH /api/v1/Points/ForStores?type={type}&from={from}&to={to}",
    "SEARCH /api/v1/Points/SumsForStoresByContactCompanies?type={type}&from={from}&to={to}",
)
def test_points_are_searched_in_several_stores(api: Flavour, move: Move) -> None:
    points = api.client.points
    other = api.run(api.client.stores.create(StoreCreate(number=f"Q{next(NUMBERS)}", name="Anden")))
    here, there = move("10"), move("0.25", store_id=other.id)
    move("5", store_id=1)
    assert here.store_id is not None
    both = PointStoreSearch(store_ids=[here.store_id, other.id])
    assert api.run(points.list_for_stores("bonus", *period(), both)) == [here, there]
    only = PointStoreSearch(store_ids=[other.id])
    assert api.run(points.list_for_stores("bonus", *period(), only)) == [there]
    assert api.run(points.list_for_stores("bonus", *LONG_AGO, both)) == []
    (summed,) = api.run(points.list_sums_for_stores_by_contact_companies("bonus", *period(), both))
    assert summed.contact_company_id == here.contact_company_id
    check(Decimal("10.25"), summed.sum)
    assert api.run(points.list_sums_for_stores_by_contact_companies("køb", *period(), both)) == []
