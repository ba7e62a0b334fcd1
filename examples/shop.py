"""A short program that uses the typed client generated for the sandbox's account, as a shop's integration would.

It is run as `YULSN_API_KEY=sandbox python shop.py http://127.0.0.1:8765`.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from decimal import Decimal

from yulsn_client import AsyncClient, Client, ConflictError, InvalidBodyError
from yulsn_client.models import ContactCreate, ContactPatch
from yulsn_client.tables.bikes import BikesCreate
from yulsn_client.tables.service_visits import ServiceVisitsCreate, ServiceVisitsPatch


def contacts(client: Client) -> None:
    """Create, find and patch a contact, the account's own fields among its attributes."""
    ada = ContactCreate(
        registration_date_time=datetime.now(UTC),
        registration_source="webshop",
        registration_ip="127.0.0.1",
        email="ada@example.com",
        first_name="Ada",
        class_="silver",
        shoe_size=38,
        kreditmaksimum=Decimal("1250.50"),
        foedselsdag=datetime(1985, 12, 10, tzinfo=UTC),
    )
    created = client.contacts.create(ada)
    print(f"created contact {created.id}: {created.first_name}, class {created.class_}, shoe size {created.shoe_size}")

    found = client.contacts.find_by_email("ada@example.com")
    assert found == created
    nobody = client.contacts.find_by_email("nobody@example.com")
    print(f"found by e-mail: contact {found.id}; nobody@example.com: {nobody}")

    patched = client.contacts.patch(created.id, ContactPatch(class_="gold", wants_sms=True))
    print(f"patched: class {patched.class_}, wants SMS {patched.wants_sms}, limit still {patched.kreditmaksimum}")
    print(f"found by field: {[contact.id for contact in client.contacts.find_by_field('class', 'gold')]}")

    try:
        client.contacts.create(ada)
    except ConflictError as error:
        print(f"created twice: {error}")
    try:
        client.contacts.patch(created.id, ContactPatch(class_="golden"))  # type: ignore[arg-type]
    except InvalidBodyError as error:
        print(f"not even sent: {error}")


def tables(client: Client) -> None:
    """Create rows of the account's own tables, one by one and in bulk, and page through them."""
    bike = client.tables.bikes.create(BikesCreate(external_id="WTU-1885", name="Ladcykel", type="ladcykel", gears=8))
    print(f"created row {bike.id} of the table Bikes: {bike.name}, {bike.type}, {bike.gears} gears")

    visits = (ServiceVisitsCreate(external_id=f"visit-{number:04}") for number in range(2_500))
    client.tables.service_visits.create_many(visits)
    pages = [len(page) for page in client.tables.service_visits.pages()]
    print(f"created {sum(pages)} rows in bulk; their pages: {pages}")

    last = client.tables.service_visits.find_by_external_id("visit-2499")
    assert last is not None
    named = client.tables.service_visits.patch(last.id, ServiceVisitsPatch(name="The last one"))
    deleted = client.tables.service_visits.delete(last.id)
    print(f"patched and deleted row {deleted.id}: {named.name}")
    print(f"left: {sum(1 for _ in client.tables.service_visits.iterate())} rows")


async def both_at_once(base_url: str) -> None:
    """Use the async client: the same calls, awaited together."""
    async with AsyncClient(base_url=base_url) as client:
        order_types, point_types = await asyncio.gather(client.orders.list_types(), client.points.list_types())
        print(f"order types {order_types}, point types {point_types}")
        newest = [row.external_id async for row in client.tables.service_visits.iterate(after=2_495)]
        print(f"rows behind 2495, paged asynchronously: {newest}")


def main(base_url: str) -> None:
    with Client(base_url=base_url) as client:
        print(client)
        contacts(client)
        tables(client)
    asyncio.run(both_at_once(base_url))


if __name__ == "__main__":
    main(sys.argv[1])
