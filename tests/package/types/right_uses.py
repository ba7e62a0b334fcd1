"""Correct uses and the types that they have; a type checker must accept all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias, assert_type

from msgspec import UnsetType as MsgspecUnsetType
from yulsn_client import (
    UNSET,
    AsyncClient,
    BulkError,
    Client,
    Clock,
    ConflictError,
    Drift,
    GetManyError,
    LockedError,
    NotFoundError,
    RawResponse,
    RequestView,
    SchemaChange,
    Severity,
    UnsetType,
    YulsnError,
    parse,
)
from yulsn_client.models import (
    Contact,
    ContactBaseInfo,
    ContactBatchPatch,
    ContactCreate,
    ContactEventCreate,
    ContactPatch,
    ContactUpdate,
    DynamicField,
    EmailDispatch,
    EmailDispatchStatus,
    EmailDispatchType,
    ExportType,
    Order,
    OrderCreate,
    OrderField,
    OrderLineCreate,
    Point,
    PointCreate,
    Store,
    TableEntity,
    TableEntityCreate,
)
from yulsn_client.tables.bikes import BIKES_TYPE_VALUES, BikesCreate, BikesField, BikesPatch, BikesRow, BikesType
from yulsn_client.tables.cykelruter import CykelruterPatch, CykelruterRow
from yulsn_client.tables.loyalty_cards import LoyaltyCardsCardLevel, LoyaltyCardsCreate
from yulsn_client.testing import make_bikes_row, make_contact
from yulsn_client.types import (
    CONTACT_CLASS_VALUES,
    ContactClass,
    ContactField,
    OrderLineFarve,
    OrderType,
    PatchField,
    PointType,
)

NOW = datetime.now(UTC)


Size: TypeAlias = Literal[1, 2]


def contacts(client: Client) -> None:
    """Reads and writes of contacts, with the account's own fields among the attributes."""
    assert_type(client.contacts.list_ids(), list[int])
    assert_type(client.contacts.find_by_email("ada@example.com"), Contact | None)
    assert_type(client.contacts.find_by_secret("s", ip="192.0.2.1"), Contact | None)
    assert_type(client.contacts.find_by_field("class", "gold"), list[Contact])
    assert_type(client.contacts.find_by_field(value="43", field="Shoe-Size"), list[Contact])
    assert_type(client.contacts.list_base_info(), list[ContactBaseInfo])
    assert_type(client.contacts.list_dynamic_fields(), list[DynamicField])
    assert_type(client.contacts.unblock_email(1), bool)
    assert_type(client.contacts.delete(1), None)

    contact = client.contacts.get(1)
    assert_type(contact, Contact)
    assert_type(contact.id, int)
    assert_type(contact.version, bytes)
    assert_type(contact.email, str | None)
    assert_type(contact.registration_date_time, datetime)
    assert_type(contact.favourite_brand, str | None)
    assert_type(contact.foedselsdag, datetime | None)
    assert_type(contact.kreditmaksimum, Decimal | None)
    assert_type(contact.shoe_size, int | None)
    assert_type(contact.shoe_size_bc1b0e, str | None)
    assert_type(contact.wants_sms, bool | None)
    assert_type(contact.class_, str | None)
    assert_type(contact.extra, Mapping[str, Any])
    assert_type(contact.to_json(), bytes)
    assert_type(contact.to_dict(), dict[str, Any])
    assert_type(Contact.from_json(b"{}"), Contact)
    assert_type(Contact.from_dict({}), Contact)

    found = client.contacts.find_by_phone("20304050")
    if found is not None and found.kreditmaksimum is not None:
        assert_type(found.kreditmaksimum.quantize(Decimal("0.01")), Decimal)

    new = ContactCreate(
        registration_date_time=NOW,
        registration_source="webshop",
        registration_ip="192.0.2.1",
        email=None,
        foedselsdag=NOW,
        kreditmaksimum=1_500,
        class_="gold",
        favourite_brand=UNSET,
    )
    assert_type(client.contacts.create(new), Contact)
    patch = ContactPatch(class_=None, shoe_size=43)
    patch.favourite_brand = "Trek"
    assert_type(patch.shoe_size, int | None | UnsetType)
    assert_type(patch.class_, Literal["bronze", "silver", "gold"] | None | UnsetType)
    assert_type(client.contacts.patch(contact.id, patch), Contact)
    whole = ContactUpdate(
        version=contact.version,
        registration_date_time=contact.registration_date_time,
        registration_source=contact.registration_source,
        registration_ip=contact.registration_ip,
        email_confirmed=True,
        phone_confirmed=False,
    )
    assert_type(client.contacts.update(contact.id, whole), Contact)
    batch = ContactBatchPatch(key_type="Email", keys=["a@b.example"], fields={"FirstName": "Ada", "class": None})
    assert_type(client.contacts.patch_many(batch).not_found, list[str])


def unset() -> None:
    """UNSET is that of msgspec, and tells an attribute that is left out from one that is None."""
    size = ContactPatch().shoe_size
    if size is not UNSET:
        assert_type(size, int | None)
    if not isinstance(size, MsgspecUnsetType) and size is not None:
        assert_type(size, int)


def types_of_the_account(field: ContactField, order: OrderType, point: PointType, patched: PatchField) -> None:
    """Names of the account are types of their own."""
    assert_type(order, Literal["butik", "udlejning", "værksted", "webshop"])
    assert_type(point, Literal["anmeldelse", "bonus", "køb"])
    client = Client("key")
    client.contacts.find_by_field(field, "x")
    client.orders.list_by_contact(1, order_type=order)
    client.points.list_by_source("x", type=point)
    ContactBatchPatch(key_type="Id", keys=["1"], fields={patched: 1})


def an_import_job(client: Client, row: Mapping[str, str]) -> None:
    """Text of a file becomes a value that a type checker accepts, without a cast."""
    rank = parse(ContactClass, row["class"])
    assert_type(rank, Literal["bronze", "silver", "gold"])
    assert_type(rank, ContactClass)
    assert_type(CONTACT_CLASS_VALUES, tuple[ContactClass, ...])
    patch = ContactPatch(class_=parse(ContactClass, row["class"]) if row["class"] else UNSET)
    patch.class_ = rank
    for one in CONTACT_CLASS_VALUES:
        client.contacts.patch(1, ContactPatch(class_=one))
    kind: BikesType | None = parse(BikesType, row["type"]) if "type" in row else None
    client.tables.bikes.create(BikesCreate(type=kind, price=1_500))
    client.tables.bikes.create_many(BikesCreate(type=kind) for kind in BIKES_TYPE_VALUES)
    assert_type(parse(Size, "2"), Literal[1, 2])
    client.tables.loyalty_cards.create(LoyaltyCardsCreate(card_level=parse(LoyaltyCardsCardLevel, row["level"])))
    OrderLineCreate(quantity=2, price=10, farve=parse(OrderLineFarve, "Rød"))
    client.orders.list_by_contact(1, order_type=parse(OrderType, row["order type"]))
    ContactBatchPatch(key_type="Id", keys=["1"], fields={parse(PatchField, "firstname"): "Ada"})


def orders_and_points(client: Client) -> None:
    """Types of orders and points are literals on the way out, and plain text on the way in."""
    line = OrderLineCreate(quantity=Decimal(1), price=Decimal("9.95"), farve="rød", warranty_months=24)
    order = client.orders.create(OrderCreate(type="værksted", order_lines=[line], delivery_method="GLS"))
    assert_type(order, Order)
    assert_type(order.type, str)
    assert_type(order.price_total, Decimal)
    assert_type(order.saelger, str | None)
    for item in order.order_lines or []:
        assert_type(item.quantity, Decimal)
        assert_type(item.frame_number, str | None)
    point = client.points.create(PointCreate(contact_id=1, type="køb", amount=Decimal(5)))
    assert_type(point, Point)
    assert_type(point.amount, Decimal)
    assert_type(client.points.get_total_for_contact(1, "bonus"), Decimal)
    assert_type(client.points.get_total_for_contact_company(1, "bonus", NOW, NOW), Decimal | None)
    assert_type(client.points.iterate(type="bonus", after=10), Iterator[Point])
    assert_type(client.points.pages(), Iterator[list[Point]])


def other_groups(client: Client) -> None:
    """Enums, lists in a query, and answers that are one thing or another."""
    dispatches = client.email_dispatches.list(type=EmailDispatchType.TEST, status=[EmailDispatchStatus.WAITING])
    assert_type(dispatches, list[EmailDispatch])
    assert_type(dispatches[0].status, EmailDispatchStatus)
    assert_type(dispatches[0].delivery_ratio, Decimal)
    assert_type(client.bulk_export.list(type=ExportType.CONTACTS)[0].size_in_bytes, int)
    assert_type(client.segments.count_contacts((1, 2)), int)
    assert_type(client.stores.find_by_number("1001"), Store | None)
    assert_type(client.stores.get(1).aabent_soendag, bool | None)
    assert_type(client.dynamic_fields.list("DynamicTable", id=3), list[DynamicField])
    assert_type(client.dynamic_table_entities.create("Bikes", TableEntityCreate()), TableEntity)


def tables(client: Client) -> None:
    """The account's tables are typed resources."""
    assert_type(client.tables.bikes.get(1), BikesRow)
    assert_type(client.tables.bikes.find_by_external_id("x"), BikesRow | None)
    assert_type(client.tables.bikes.list_after(0, take=10), list[BikesRow])
    assert_type(client.tables.bikes.create_many([BikesCreate(type="racer")]), None)
    assert_type(client.tables.bikes.patch(1, BikesPatch(price=Decimal(1))), BikesRow)
    assert_type(client.tables.bikes.delete(1), BikesRow)
    for bike in client.tables.bikes.iterate(after=5, page_size=100):
        assert_type(bike.price, Decimal | None)
        assert_type(bike.contact_id, int | None)
        assert_type(bike.bought, datetime | None)
        assert_type(bike.type, str | None)
    for page in client.tables.cykelruter.pages():
        assert_type(page, list[CykelruterRow])
    route = CykelruterPatch(svaerhedsgrad="svær", laengde_km=Decimal("42.195"))
    assert_type(client.tables.cykelruter.patch(1, route).hoejdemeter, int | None)
    assert_type(client.tables.newsletter_signups.get(1).e_mail, str | None)
    assert_type(client.tables.service_visits.get(1).from_, datetime | None)


def clients() -> None:
    """A client is a context manager, and may be given other limits."""
    with Client("key", base_url="https://test.example.com", timeout=5.0, max_retries=0) as client:
        assert_type(client, Client)
        assert_type(client.with_options(timeout=60), Client)


def many(client: Client) -> None:
    """Many at once, of any iterable."""
    assert_type(client.contacts.get_many(range(5), concurrency=2), list[Contact])
    assert_type(client.tables.bikes.get_many({1, 2}), list[BikesRow])
    assert_type(client.dynamic_table_entities.get_many("Bikes", (n for n in (1, 2))), list[TableEntity])
    rows = (BikesCreate(gears=number) for number in range(5))
    assert_type(client.tables.bikes.create_many(rows, chunk_size=2, on_progress=print), None)
    client.contact_events.create(
        (ContactEventCreate(type="visit"),), on_progress=lambda done, total: print(done, total)
    )
    try:
        client.tables.bikes.create_many([])
    except BulkError as error:
        assert_type(list(error.created), list[int])
        assert_type(error.error, BaseException)
    except GetManyError as error:
        assert_type(error.errors, dict[int, Exception])
        assert_type(error.results_as(Contact), dict[int, Contact])


async def many_asynchronously(client: AsyncClient) -> None:
    """The same, of async iterables too."""

    async def rows() -> AsyncIterator[BikesCreate]:
        yield BikesCreate()

    assert_type(await client.contacts.get_many([1, 2]), list[Contact])
    assert_type(await client.tables.bikes.create_many(rows()), None)
    assert_type(await client.tables.bikes.create_many([BikesCreate()]), None)


def seeing(drift: Drift, change: SchemaChange) -> None:
    """What a client shows of itself has types of its own."""
    client = Client(
        deadline=60,
        on_request=lambda request: print(request.url, request.headers["accept"]),
        on_response=lambda response: print(response.status, response.elapsed),
        on_drift=print,
        expect_account=True,
        clock=Clock(sleep=print),
    )
    raw = client.with_raw_response(client.contacts.get, 5)
    assert_type(raw, RawResponse[Contact])
    assert_type(raw.value.class_, str | None)
    assert_type(raw.request_id, str | None)
    assert_type(client.with_raw_response(client.contacts.find_by_email, "a@b.c").value, Contact | None)
    assert_type(client.with_raw_response(client.orders.list_by_contact, 1, with_order_lines=True).value, list[Order])
    assert_type(client.verify_schema(), list[SchemaChange])
    assert_type(client.with_options(deadline=5.0), Client)
    assert_type((drift.kind, drift.place, change.before), tuple[str, str, object])
    assert_type((change.rule.id, change.rule.severity, change.certain), tuple[str, Severity, bool])


async def seeing_asynchronously(client: AsyncClient) -> None:
    """The same, awaited."""
    assert_type(await client.with_raw_response(client.contacts.get, 5), RawResponse[Contact])
    assert_type(await client.verify_schema(), list[SchemaChange])


def errors(client: Client) -> None:
    """What is raised has attributes of its own."""
    try:
        client.contacts.get(1)
    except (NotFoundError, LockedError) as error:
        assert_type(error.status, int)
        assert_type(error.model_state, dict[str, list[str]])
        assert_type(error.retry_after, float | None)
        assert_type(error.request, RequestView | None)
    except ConflictError as error:
        latest = error.latest
        if isinstance(latest, Contact):
            assert_type(latest.class_, str | None)
    except YulsnError as error:
        assert_type(str(error), str)


async def asynchronously() -> None:
    """The same, awaited."""
    async with AsyncClient("key") as client:
        assert_type(await client.contacts.find_by_email("ada@example.com"), Contact | None)
        assert_type(await client.contacts.patch(1, ContactPatch(class_="gold")), Contact)
        assert_type(await client.tables.bikes.get(1), BikesRow)
        assert_type(client.tables.bikes.iterate(), AsyncIterator[BikesRow])
        async for bike in client.tables.bikes.iterate(page_size=10):
            assert_type(bike.gears, int | None)
        async for page in client.points.pages(type="bonus"):
            assert_type(page, list[Point])
        assert_type(client.with_options(max_retries=5), AsyncClient)


def is_no_dataclass(contact: Contact) -> bool:
    """A model is no dataclass, and does not pretend to be one."""
    return dataclasses.is_dataclass(contact)


def searches(client: Client) -> None:
    """A search takes any number of conditions on the fields of its owner."""
    conditions = (BikesField.gears >= 3, BikesField.type.in_("racer", "citybike"), BikesField.bought.is_null())
    assert_type(client.tables.bikes.search(*conditions), list[BikesRow])
    assert_type(client.tables.bikes.count(BikesField.price < 1000, BikesField.price != Decimal("9.5")), int)
    assert_type(client.orders.search(OrderField.type == "webshop", OrderField.id.is_not_null()), list[Order])


def factories() -> None:
    """A factory takes the attributes of the class that it makes, all of them optional."""
    assert_type(make_contact(email="ada@example.com", shoe_size=38, foedselsdag=None), Contact)
    assert_type(make_bikes_row(price=Decimal("9.5")), BikesRow)
