"""Companies, events and stores: the effects of calls on the sandbox, over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from yulsn_client import BulkError, ConflictError, NotFoundError
from yulsn_client.models import (
    ContactCompany,
    ContactCompanyContactAdd,
    ContactCompanyContactRemove,
    ContactCompanyCreate,
    ContactCompanyPatch,
    ContactEventCreate,
    ContactPatch,
    Store,
    StoreCreate,
    StorePatch,
)

from .conftest import Flavour
from .expect import attributes, check, moment
from .people import NOBODY, NUMBERS, people, person

COMPANY: dict[str, Any] = {
    "betalingsfrist": "14 dage",
    "cvr_nummer": "12 34 56 78",
    "contract_ends": moment("2026-01-01T00:00:00.000001+01:00"),
    "discount": Decimal("12.3456789012345678901"),
    "fleet_size": 12,
    "invoice_by_e_mail": True,
}
STORE: dict[str, Any] = {
    "areal_m2": Decimal("812.50"),
    "opened": moment("2019-03-01T10:00:00+01:00"),
    "region": "Sjælland",
    "workshop_stands": 4,
    "aabent_soendag": False,
}


@pytest.fixture
def bud(api: Flavour) -> ContactCompany:
    """A company that is there, with all of the account's fields."""
    body = ContactCompanyCreate(name="Bud & Søn", number=f"K-{next(NUMBERS)}", **COMPANY)
    made = api.run(api.client.contact_companies.create(body))
    assert isinstance(made, ContactCompany)
    return made


# --- ContactCompanies ---


@pytest.mark.rows(
    "POST /api/v1/ContactCompanies",
    "GET /api/v1/ContactCompanies",
    "GET /api/v1/ContactCompanies/{id}",
    "GET /api/v1/ContactCompanies?contactCompanyNumber={contactCompanyNumber}",
)
def test_a_new_company_is_found_by_every_matching_row(api: Flavour, bud: ContactCompany) -> None:
    companies = api.client.contact_companies
    check(COMPANY, attributes(bud, COMPANY))
    assert api.run(companies.get(bud.id)) == bud
    assert api.run(companies.find_by_number(bud.number)) == bud
    assert api.run(companies.find_by_number("nobody's")) is None
    assert bud in api.run(companies.list())
    with pytest.raises(NotFoundError):
        api.run(companies.get(NOBODY))


@pytest.mark.rows("GET /api/v1/ContactCompanies?primaryContactEmail={primaryContactEmail}")
def test_companies_are_listed_by_the_address_of_their_primary_contact(api: Flavour) -> None:
    companies = api.client.contact_companies
    (ada,) = people(api, 1)
    made = [
        api.run(companies.create(ContactCompanyCreate(name=name, primary_contact_id=ada.id))) for name in ("Bud", "Søn")
    ]
    assert api.run(companies.list_by_primary_contact_email(ada.email)) == made
    api.run(api.client.contacts.patch(ada.id, ContactPatch(email="")))
    assert api.run(companies.list_by_primary_contact_email(ada.email)) == []


@pytest.mark.rows("PATCH /api/v1/ContactCompanies")
def test_a_patch_of_a_company_changes_what_it_sends(api: Flavour, bud: ContactCompany) -> None:
    patch = ContactCompanyPatch(id=bud.id, email_domains="bud.example", discount=Decimal("0.10"), fleet_size=None)
    patched = api.run(api.client.contact_companies.patch(patch))
    wanted = {**COMPANY, "discount": Decimal("0.10"), "fleet_size": None, "email_domains": "bud.example"}
    check(wanted, attributes(patched, wanted))
    assert (patched.name, patched.number) == (bud.name, bud.number)
    assert patched.last_modified > bud.last_modified
    assert api.run(api.client.contact_companies.get(bud.id)) == patched


@pytest.mark.rows(
    "GET /api/v1/ContactCompanies/{id}/Contacts",
    "POST /api/v1/ContactCompanies/{id}/AddContact",
    "POST /api/v1/ContactCompanies/{id}/RemoveContact",
)
def test_contacts_join_and_leave_a_company(api: Flavour, bud: ContactCompany) -> None:
    companies = api.client.contact_companies
    assert api.run(companies.list_contacts(bud.id)) == []
    ada, eva = people(api, 2)
    for contact in (ada, eva):
        assert api.run(companies.add_contact(bud.id, ContactCompanyContactAdd(contact_id=contact.id))) is None
    there = api.run(companies.list_contacts(bud.id))
    assert [(contact.id, contact.contact_company_id) for contact in there] == [(ada.id, bud.id), (eva.id, bud.id)]
    assert api.run(api.client.contacts.get(ada.id)) == there[0]
    assert there[0].version != ada.version

    assert api.run(companies.remove_contact(bud.id, ContactCompanyContactRemove(contact_id=ada.id))) is None
    assert [contact.id for contact in api.run(companies.list_contacts(bud.id))] == [eva.id]
    assert api.run(api.client.contacts.get(ada.id)).contact_company_id is None
    with pytest.raises(NotFoundError):
        api.run(companies.remove_contact(bud.id, ContactCompanyContactRemove(contact_id=ada.id)))
    member = api.run(api.client.contacts.create(person(contact_company_id=bud.id)))
    assert member in api.run(companies.list_contacts(bud.id))


# --- ContactEvents ---


@pytest.mark.rows(
    "POST /api/v1/ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}",
    "GET /api/v1/ContactEvents?type={type}&lastId={lastId}",
)
def test_new_events_are_iterated_in_order(api: Flavour) -> None:
    events = api.client.contact_events
    ada, eva = people(api, 2)
    before = max((event.id for event in api.collect(events.iterate())), default=0)
    info = {"price": Decimal("0.1000000000000000055"), "lines": [1, None, "æ"]}
    number = next(NUMBERS)
    sent = [
        ContactEventCreate(contact_id=ada.id, type="Visit", sub_type="shop", unique_ext_id=f"v-{number}"),
        ContactEventCreate(contact_secret=eva.secret, type="Visit", parent_id="W-1", parent_type="Order"),
        ContactEventCreate(contact_id=ada.id, type="Klik", info_json=info),
    ]
    assert api.run(events.create(sent)) is None
    made = api.run(events.list_after(before))
    assert [(event.contact_id, event.type) for event in made] == [
        (ada.id, "Visit"), (eva.id, "Visit"), (ada.id, "Klik"),
    ]  # fmt: skip
    assert (made[0].sub_type, made[0].unique_ext_id) == ("shop", f"v-{number}")
    assert (made[1].parent_id, made[1].parent_type) == ("W-1", "Order")
    check(info, made[2].info_json)
    assert api.run(events.list_after(before, type="Visit")) == made[:2]
    assert api.collect(events.iterate(after=before, type="Klik")) == made[2:]

    again = ContactEventCreate(contact_id=eva.id, type="Visit", unique_ext_id=f"v-{number}")
    assert api.run(events.create([again])) is None
    stranger = ContactEventCreate(contact_id=NOBODY, type="Visit")
    with pytest.raises(BulkError) as raised:
        api.run(events.create([stranger]))
    assert isinstance(raised.value.error, NotFoundError)
    assert api.run(events.list_after(made[-1].id)) == []
    api.run(events.create([stranger, ContactEventCreate(contact_id=eva.id, type="Klik")], ignore_unknown_contacts=True))
    (only,) = api.run(events.list_after(made[-1].id))
    assert (only.contact_id, only.type) == (eva.id, "Klik")


@pytest.mark.rows("GET /api/v1/ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}")
def test_events_are_listed_by_kind_time_and_contact(api: Flavour) -> None:
    events = api.client.contact_events
    ada, eva = people(api, 2)
    kind = f"Kind {next(NUMBERS)}"
    api.run(events.create([ContactEventCreate(contact_id=ada.id, type=kind, sub_type="a")]))
    api.run(events.create([ContactEventCreate(contact_id=eva.id, type=kind, sub_type="b")]))
    first, second = api.run(events.list(kind))
    assert (first.contact_id, second.contact_id) == (ada.id, eva.id)
    assert api.run(events.list(kind, subtype="b")) == [second]
    assert api.run(events.list(kind, contact_id=ada.id)) == [first]
    assert api.run(events.list(kind, contact_id=ada.id, subtype="b")) == []
    hour, now = timedelta(hours=1), datetime.now(UTC)
    assert api.run(events.list(kind, from_=now - hour, to=now + hour)) == [first, second]
    assert api.run(events.list(kind, to=now - hour)) == []
    assert api.run(events.list(kind, from_=now + hour)) == []


# --- Stores ---


@pytest.fixture
def shop(api: Flavour) -> Store:
    """A store that is there, with all of the account's fields."""
    body = StoreCreate(number=f"S{next(NUMBERS)}", name="Bælum", city="Bælum", json_string='{"a": 1}', **STORE)
    made = api.run(api.client.stores.create(body))
    assert isinstance(made, Store)
    return made


@pytest.mark.rows(
    "POST /api/v1/Stores",
    "GET /api/v1/Stores/{id}",
    "GET /api/v1/Stores?number={number}",
    "GET /api/v1/Stores?withoutJsonString={withoutJsonString}",
)
def test_a_new_store_is_found_by_every_matching_row(api: Flavour, shop: Store) -> None:
    stores = api.client.stores
    check(STORE, attributes(shop, STORE))
    assert (shop.city, shop.json_string, shop.phone) == ("Bælum", '{"a": 1}', None)
    assert api.run(stores.get(shop.id)) == shop
    assert api.run(stores.find_by_number(shop.number)) == shop
    assert api.run(stores.find_by_number("nobody's")) is None
    assert shop in api.run(stores.list())
    (listed,) = [store for store in api.run(stores.list(without_json_string=True)) if store.id == shop.id]
    assert (listed.json_string, listed.name) == (None, "Bælum")
    contact = api.run(api.client.contacts.create(person(preferred_store_id=shop.id)))
    assert contact.preferred_store_id == shop.id
    with pytest.raises(ConflictError):
        api.run(stores.create(StoreCreate(number=shop.number, name="en anden")))


@pytest.mark.rows("PATCH /api/v1/Stores")
def test_a_patch_of_a_store_changes_what_it_sends(api: Flavour, shop: Store) -> None:
    patch = StorePatch(id=shop.id, name="Terndrup", city=None, areal_m2=Decimal("0.10"), region=None)
    patched = api.run(api.client.stores.patch(patch))
    check({**STORE, "areal_m2": Decimal("0.10"), "region": None}, attributes(patched, STORE))
    assert (patched.number, patched.name, patched.json_string) == (shop.number, "Terndrup", shop.json_string)
    assert api.run(api.client.stores.get(shop.id)) == patched
