"""Mistakes that a type checker must catch; the comment at a line is `error: <rule of pyright> | <code of mypy>`."""

# What follows from an error, in the same line or a later one:
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnusedExpression=false
# ruff: noqa: B018
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal

from yulsn_client import AsyncClient, Client, parse
from yulsn_client.models import (
    BulkExportCreate,
    Contact,
    ContactBatchPatch,
    ContactCreate,
    ContactPatch,
    ContactUpdate,
    DynamicField,
    EmailBuilderCampaignSchedule,
    OrderCreate,
    OrderField,
    OrderLineCreate,
    OrderPatch,
    PointCreate,
    StorePatch,
)
from yulsn_client.tables.bikes import BikesCreate, BikesField, BikesPatch, BikesType
from yulsn_client.tables.cykelruter import CykelruterPatch
from yulsn_client.tables.loyalty_cards import LoyaltyCardsCreate
from yulsn_client.testing import make_contact
from yulsn_client.types import ContactClass

NOW = datetime.now(UTC)


def values_that_are_not_allowed() -> None:
    """An unlisted value, or one of another type, on a write."""
    ContactPatch(class_="platin")  # error: reportArgumentType | arg-type
    ContactPatch(favourite_brand="trek")  # error: reportArgumentType | arg-type
    BikesCreate(type="ladcyckel")  # error: reportArgumentType | arg-type
    CykelruterPatch(svaerhedsgrad="svaer")  # error: reportArgumentType | arg-type
    LoyaltyCardsCreate(card_level=1)  # error: reportArgumentType | arg-type
    StorePatch(id=1, region="Jylland")  # error: reportArgumentType | arg-type
    EmailBuilderCampaignSchedule(limit_sending_speed=50)  # error: reportArgumentType | arg-type
    ContactPatch(shoe_size="43")  # error: reportArgumentType | arg-type
    ContactPatch(kreditmaksimum=0.5)  # error: reportArgumentType | arg-type
    ContactPatch(foedselsdag="1985-12-10")  # error: reportArgumentType | arg-type
    ContactPatch(wants_sms="yes")  # error: reportArgumentType | arg-type
    ContactPatch(version="AAAAAAAAB9E=")  # error: reportArgumentType | arg-type
    BulkExportCreate(fields="Id")  # error: reportArgumentType | arg-type
    ContactPatch(class_=parse(BikesType, "racer"))  # error: reportArgumentType | arg-type
    rank = parse(ContactClass, "gold")
    BikesPatch(type=rank)  # error: reportArgumentType | arg-type
    parse(ContactClass)  # error: reportCallIssue | call-arg
    OrderLineCreate(quantity=Decimal(1), price=9.95)  # error: reportArgumentType | arg-type
    patch = ContactPatch()
    patch.class_ = "platin"  # error: reportAttributeAccessIssue | assignment
    patch.shoe_size = "43"  # error: reportAttributeAccessIssue | assignment


def names_that_are_not_there() -> None:
    """An attribute or keyword that the model does not have."""
    ContactPatch(favorite_brand="Trek")  # error: reportCallIssue | call-arg
    ContactPatch(FirstName="Ada")  # error: reportCallIssue | call-arg
    ContactPatch(id=5)  # error: reportCallIssue | call-arg
    BikesPatch(Price=Decimal(1))  # error: reportCallIssue | call-arg
    CykelruterPatch(højdemeter=1)  # error: reportCallIssue | call-arg


def what_is_required() -> None:
    """A required property that is left out, or null where there is none."""
    ContactCreate(registration_date_time=NOW, registration_ip="::1")  # error: reportCallIssue | call-arg
    ContactUpdate(registration_source="x", registration_ip="::1")  # error: reportCallIssue | call-arg
    OrderCreate(type="butik")  # error: reportCallIssue | call-arg
    OrderLineCreate(price=Decimal(1))  # error: reportCallIssue | call-arg
    StorePatch(name="x")  # error: reportCallIssue | call-arg
    OrderLineCreate(quantity=None, price=Decimal(1))  # error: reportArgumentType | arg-type
    ContactPatch(email_confirmed=None)  # error: reportArgumentType | arg-type
    OrderPatch(type=None)  # error: reportArgumentType | arg-type


def types_of_orders_and_points(client: Client) -> None:
    """A type that the account does not have."""
    OrderCreate(type="netbutik", order_lines=[])  # error: reportArgumentType | arg-type
    OrderPatch(type="Webshop")  # error: reportArgumentType | arg-type
    PointCreate(contact_id=1, type="kob", amount=Decimal(1))  # error: reportArgumentType | arg-type
    client.orders.list_by_contact(1, order_type="shop")  # error: reportArgumentType | arg-type
    client.points.list_by_period("points", NOW, NOW)  # error: reportArgumentType | arg-type
    client.points.iterate(type="Bonus")  # error: reportArgumentType | arg-type


def names_of_fields(client: Client) -> None:
    """A field that contacts do not have, or that a batch may not set."""
    client.contacts.find_by_field("Email", "ada@example.com")  # error: reportArgumentType | arg-type
    client.contacts.find_by_field("Fodselsdag", "1985")  # error: reportArgumentType | arg-type
    ContactBatchPatch(key_type="Id", keys=[], fields={"Shoe Size": 43})  # error: reportArgumentType | dict-item
    client.dynamic_fields.list("Contact")  # error: reportArgumentType | arg-type


def arguments(client: Client) -> None:
    """Arguments of a wrong type, too many, too few, or without their name."""
    client.contacts.get("1")  # error: reportArgumentType | arg-type
    client.contacts.find_by_email()  # error: reportCallIssue | call-arg
    client.contacts.find_by_secret("s", "192.0.2.1")  # error: reportCallIssue | call-arg
    client.contacts.find_by_email(email="a@b.example", ip="::1")  # error: reportCallIssue | call-arg
    client.contacts.create(ContactPatch())  # error: reportArgumentType | arg-type
    client.contacts.patch(1, {"FirstName": "Ada"})  # error: reportArgumentType | arg-type
    client.contacts.patch(1, BikesPatch())  # error: reportArgumentType | arg-type
    client.orders.list_by_contact(1, "webshop")  # error: reportCallIssue | call-arg
    client.points.list_by_period("bonus", "2024-01-01", NOW)  # error: reportArgumentType | arg-type
    client.bulk_export.list(type=99)  # error: reportArgumentType | arg-type
    client.email_dispatches.list(status=100)  # error: reportArgumentType | arg-type
    client.segments.count_contacts(40)  # error: reportArgumentType | arg-type
    client.tables.bikes.create_many(BikesCreate())  # error: reportArgumentType | arg-type
    client.contact_events.iterate(page_size=10)  # error: reportCallIssue | call-arg


def many(client: Client, asynchronous: AsyncClient, stream: AsyncIterator[BikesCreate]) -> None:
    """Ids that are none, items that are none, and a stream where nothing waits for it."""
    client.contacts.get_many(5)  # error: reportArgumentType | arg-type
    client.contacts.get_many(["5"])  # error: reportArgumentType | list-item
    client.contacts.get_many([5], 2)  # error: reportCallIssue | call-arg
    client.tables.bikes.create_many([BikesPatch()])  # error: reportArgumentType | list-item
    client.tables.bikes.create_many(stream)  # error: reportArgumentType | arg-type
    client.tables.bikes.create_many([], on_progress=3)  # error: reportArgumentType | arg-type
    client.iframe_token.get_many([5])  # error: reportAttributeAccessIssue | attr-defined


def raw_responses(client: Client) -> None:
    """Arguments that the method does not take."""
    client.with_raw_response(client.contacts.get)  # error: reportCallIssue | call-arg
    client.with_raw_response(client.contacts.get, "5")  # error: reportArgumentType | arg-type
    raw = client.with_raw_response(client.contacts.get, 5)
    print(raw.value.frist_name)  # error: reportAttributeAccessIssue | attr-defined


def models_are_made_by_keyword() -> None:
    """A model takes no positional arguments."""
    ContactPatch("Ada")  # error: reportCallIssue | arg-type, call-arg
    BikesCreate(None, None, "x")  # error: reportCallIssue | call-arg
    ContactBatchPatch("Id", ["1"], {})  # error: reportCallIssue | call-arg


def none_is_checked_first(client: Client) -> None:
    """What may be None has no attributes yet."""
    client.contacts.find_by_email("ada@example.com").first_name  # error: reportOptionalMemberAccess | union-attr
    client.tables.bikes.find_by_external_id("x").price  # error: reportOptionalMemberAccess | union-attr
    client.contacts.get(1).email.lower()  # error: reportOptionalMemberAccess | union-attr
    client.contacts.get(1).kreditmaksimum + 1  # error: reportOptionalOperand | operator
    ContactPatch().shoe_size + 1  # error: reportOperatorIssue | operator


def reads_are_typed(contact: Contact, field: DynamicField) -> None:
    """An attribute that is not there, or of another type."""
    print(contact.FirstName)  # error: reportAttributeAccessIssue | attr-defined
    print(contact.favorite_brand)  # error: reportAttributeAccessIssue | attr-defined
    print(field.kind)  # error: reportAttributeAccessIssue | attr-defined
    number: str = contact.id  # error: reportAssignmentType | assignment
    born: str | None = contact.foedselsdag  # error: reportAssignmentType | assignment
    print(number, born)
    contact.shoe_sise = 43  # error: reportAttributeAccessIssue | attr-defined
    contact.extra["x"] = 1  # error: reportIndexIssue | index


def tables_are_typed(client: Client) -> None:
    """A table, or a write of it, that the account does not have."""
    client.tables.cars.get(1)  # error: reportAttributeAccessIssue | attr-defined
    client.tables.Bikes.get(1)  # error: reportAttributeAccessIssue | attr-defined
    client.tables.loyalty_cards.delete(1)  # error: reportAttributeAccessIssue | attr-defined
    client.tables.newsletter_signups.create()  # error: reportAttributeAccessIssue | attr-defined
    client.tables.newsletter_signups.create_many([])  # error: reportAttributeAccessIssue | attr-defined
    client.tables.newsletter_signups.patch(1)  # error: reportAttributeAccessIssue | attr-defined
    client.tables.newsletter_signups.delete(1)  # error: reportAttributeAccessIssue | attr-defined
    print(client.tables.bikes.get(1).colour)  # error: reportAttributeAccessIssue | attr-defined
    client.tables.bikes.patch(1, CykelruterPatch())  # error: reportArgumentType | arg-type
    for bike in client.tables.bikes.iterate():
        print(bike.Price)  # error: reportAttributeAccessIssue | attr-defined


def groups_and_methods(client: Client) -> None:
    """A group or a method that is not there."""
    client.contact.list_ids()  # error: reportAttributeAccessIssue | attr-defined
    client.contacts.find_by_mail("ada@example.com")  # error: reportAttributeAccessIssue | attr-defined
    client.contacts.list()  # error: reportAttributeAccessIssue | attr-defined
    client.daily_statistics  # error: reportAttributeAccessIssue | attr-defined


async def sync_and_async(client: Client, asynchronous: AsyncClient) -> None:
    """Awaiting what is not awaited, and not awaiting what is."""
    await client.contacts.get(1)  # error: reportGeneralTypeIssues | misc
    asynchronous.contacts.delete(1)  # error: reportUnusedCoroutine | unused-coroutine
    asynchronous.contacts.get(1).first_name  # error: reportAttributeAccessIssue | attr-defined
    contact: Contact = asynchronous.contacts.get(1)  # error: reportAssignmentType | assignment
    print(contact)
    for bike in asynchronous.tables.bikes.iterate():  # error: reportGeneralTypeIssues | attr-defined
        print(bike)
    async for bike in client.tables.bikes.iterate():  # error: reportGeneralTypeIssues | attr-defined
        print(bike)
    with asynchronous:  # error: reportGeneralTypeIssues | attr-defined
        pass
    async with client:  # error: reportGeneralTypeIssues | attr-defined
        pass


def clients() -> None:
    """A client takes its options by name."""
    Client("key", "https://test.example.com")  # error: reportCallIssue | call-arg
    Client(key="key")  # error: reportCallIssue | call-arg
    Client("key", retries=3)  # error: reportCallIssue | call-arg
    Client("key").tables = None  # error: reportAttributeAccessIssue | assignment


def searches(client: Client) -> None:
    """A condition compares a field of the searched owner with a value of the field's type, and an allowed one."""
    search = client.tables.bikes.search
    search(BikesField.gears >= "3")  # error: reportOperatorIssue | operator
    print(BikesField.frame_number > "a")  # error: reportOperatorIssue | operator
    print(BikesField.electric < True)  # error: reportOperatorIssue | operator
    search(BikesField.gears == "3")  # error: reportArgumentType | arg-type
    search(BikesField.type.in_("racer", "tricycle"))  # error: reportArgumentType | arg-type
    search(BikesField.bought.in_(None))  # error: reportArgumentType | arg-type
    search(OrderField.id == 3)  # error: reportArgumentType | arg-type
    search(BikesField.wheels.is_null())  # error: reportAttributeAccessIssue | attr-defined
    client.orders.search([OrderField.id == 3])  # error: reportArgumentType | arg-type


def factories() -> None:
    """A factory takes only attributes of the class, of their types and by name."""
    make_contact(shoe_size="38")  # error: reportArgumentType | arg-type
    make_contact(shoe=38)  # error: reportCallIssue | call-arg
    make_contact(1)  # error: reportCallIssue | call-arg
    make_contact(id=None)  # error: reportArgumentType | arg-type
