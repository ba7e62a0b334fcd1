"""Made-up stores, companies and contacts: a scene comes in, they go into the store, and what orders need comes out."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...account.schema import AccountSchema
from ..resources import contact_companies, stores
from ..resources.contacts import access as contact_access
from ..resources.contacts import read as contacts
from ..store import Object, Store
from ..values import types as values
from ..values import wire
from . import words
from .fields import Fields, Scene, fields
from .sheets import Sheet
from .times import stamp, written

_BOUNCED = 0.004  # the share of addresses at which mail bounces
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "ü": "u", " ": "-", "/": "-"})

# Numbers without a country's code: from `first` on, in steps that meet every one of `many` before any comes again.
_PHONES = (("45", 20_000_000, 59_999_999), ("46", 700_000_000, 99_999_989), ("47", 90_000_000, 9_999_991))
_PHONE_STEP = 611_953

_CONTACT = (
    "Email", "EmailConfirmed", "PhoneCountryCode", "Phone", "PhoneConfirmed", "FirstName", "LastName",
    "RegistrationDateTime", "RegistrationSource", "RegistrationIp", "RegistrationStoreId", "PreferredStoreId",
    "ContactCompanyId", "LatestPermissionSource", "Secret", "Version", "LastModified",
)  # fmt: skip
_COMPANY = ("Name", "Number", "PrimaryContactId", "ContactCompanyId", "EmailDomains", "Logo", "LastModified")


class Person(NamedTuple):
    """What orders, points and events need of a contact; names, address and company are JSON texts."""

    since: int
    first_name: str
    last_name: str
    email: str
    address: str
    town: int
    company: str
    company_id: int | None
    store: int


class Company(NamedTuple):
    """A company before it is written."""

    name: str
    domain: str


def fill_stores(store: Store, account: AccountSchema, scene: Scene) -> list[int]:
    """Add stores to those that are there, give all of them their dynamic fields, and return their ids."""
    dynamic = fields(scene, stores.KIND, stores.STATICS, account.owners.get(stores.KIND, ()))
    towns = {town.post_code: town for town in words.TOWNS}
    moment = stamp(scene.span.start)
    for number, name, address, post_code, phone in words.STORES:
        if store.find(stores.KIND, "Number", number) is None:
            body: Object = {
                "Number": number,
                "Name": name,
                "Phone": phone,
                "Address": address,
                "ZipCode": post_code,
                "City": towns[post_code].name,
                "Email": f"{number}@cykelogfri.example",
                "JsonString": '{"open":{"mon-fri":"9:30-17:30","sat":"10-15"}}',
                "LastModified": moment,
            }
            store.insert(stores.KIND, body, {"Number": number})
    found = store.scan(stores.KIND)
    for stored in found:
        store_id = values.integer(stored["Id"])
        made = {name: wire.loads(make(store_id)) for name, make in zip(dynamic.names, dynamic.makers, strict=True)}
        town = towns.get(str(stored["ZipCode"]))
        if made.get("Region") is not None and town is not None and town.region in _allowed(account, "Region"):
            made["Region"] = town.region
        body = {name: value for name, value in stored.items() if name != "Id"} | made | {"LastModified": moment}
        store.amend(stores.KIND, store_id, body)
    return [values.integer(stored["Id"]) for stored in found]


def _allowed(account: AccountSchema, name: str) -> Sequence[str]:
    return next((field.values or () for field in account.owners.get(stores.KIND, ()) if field.name == name), ())


def companies(scene: Scene) -> list[Company]:
    """Return the companies that contacts may belong to, in the order of their ids."""
    found = []
    for number in range(max(1, scene.contacts // 50)):
        kind = words.COMPANY_TRADES[scene.below(len(words.COMPANY_TRADES))]
        name = f"{words.COMPANY_NAMES[scene.below(len(words.COMPANY_NAMES))]} {kind}"
        form = words.COMPANY_FORMS[scene.below(len(words.COMPANY_FORMS))]
        found.append(Company(f"{name} {form}", f"{_ascii(name)}-{number + 1}.example"))
    return found


def write_companies(
    store: Store, account: AccountSchema, scene: Scene, made: Iterable[Company], people: Iterable[Person]
) -> None:
    """Write the companies; the first contact of a company speaks for it."""
    primary: dict[int, int] = {}
    for number, person in enumerate(people, 1):
        if person.company_id is not None:
            primary.setdefault(person.company_id, number)
    dynamic = fields(
        scene, contact_companies.KIND, contact_companies.STATICS, account.owners.get(contact_companies.KIND, ())
    )
    with Sheet(store, contact_companies.KIND, _COMPANY, dynamic) as sheet:
        for number, company in enumerate(made, 1):
            contact, outer = primary.get(number), "null"
            if number > 1 and scene.random.random() < 0.1:
                outer = str(1 + scene.below(number - 1))
            key = str(30_000_000 + 37 * number)
            sheet.add(
                (
                    wire.dumps(company.name),
                    f'"{key}"',
                    str(contact or "null"),
                    outer,
                    f'"{company.domain}"',
                    f'"https://{company.domain}/logo.png"' if scene.random.random() < 0.3 else "null",
                    f'"{stamp(scene.span.at(scene.random.random()))}"',
                ),
                (("Number", key),),
                () if contact is None else (("PrimaryContactId", str(contact)),),
            )


def write_contacts(
    store: Store,
    account: AccountSchema,
    scene: Scene,
    made: Sequence[Company],
    shops: Sequence[int],
    steps: Iterable[int],
) -> list[Person]:
    """Write the contacts in the order in which they registered, one a step, and return them in that order."""
    random, below, span = scene.random.random, scene.below, scene.span
    people = []
    bounced = []
    first_names = [(name, wire.dumps(name)) for name in words.FIRST_NAMES]
    last_names = [(name, wire.dumps(name)) for name in words.LAST_NAMES]
    names: dict[str, int] = {}
    phones = [below(many) for _, _, many in _PHONES]
    with Sheet(store, contacts.KIND, _CONTACT, _dynamic(account, scene)) as sheet:
        for step in steps:
            since = span.at((step + random()) / scene.contacts)
            first, first_json = first_names[int(len(first_names) * random() ** 1.8)]
            last, last_json = last_names[int(len(last_names) * random() ** 1.8)]
            company_id = 1 + below(len(made)) if random() < 0.08 else None
            company = made[company_id - 1] if company_id else None
            town = int(len(words.TOWNS) * random() ** 1.5)
            email = None
            if random() < 0.95:
                email = _email(names, first, last, company, scene)
                if company is None and random() < _BOUNCED:
                    email = email.partition("@")[0] + contact_access.BOUNCING
                    bounced.append(step + 1)
            code, phone = _phone(phones, step, words.TOWNS[town].country, random())
            source = words.SOURCES[int(len(words.SOURCES) * random() ** 1.5)]
            in_store = source in ("till", "paper form")
            shop = shops[below(len(shops))]
            secret = str(uuid.UUID(int=scene.random.getrandbits(128), version=4))
            person = Person(
                since, first_json, last_json, f'"{email}"' if email else "null",
                wire.dumps(f"{words.STREETS[below(len(words.STREETS))]} {1 + below(180)}"), town,
                wire.dumps(company.name) if company else "null", company_id, shop,
            )  # fmt: skip
            people.append(person)
            sheet.add(
                (
                    person.email,
                    "true" if email and random() < 0.7 else "false",
                    f'"{code}"' if phone else "null",
                    f'"{phone}"' if phone else "null",
                    "true" if phone and random() < 0.4 else "false",
                    first_json,
                    last_json,
                    f'"{written(since)}"',
                    f'"{source}"',
                    f'"{("192.0.2", "198.51.100", "203.0.113")[below(3)]}.{1 + below(254)}"',
                    str(shop) if in_store else "null",
                    str(shop) if in_store or random() < 0.5 else "null",
                    str(company_id or "null"),
                    f'"{source}"' if random() < 0.6 else "null",
                    f'"{secret}"',
                    f'"{base64.b64encode((step + 1).to_bytes(8, "big")).decode("ascii")}"',
                    f'"{stamp(span.after(since, random() ** 2))}"',
                ),
                [
                    ("Secret", secret),
                    *([("Email", contacts.email_key(email))] if email else ()),
                    *([("Phone", phone)] if phone else ()),
                ],
                [("ContactCompanyId", str(company_id))] if company_id else (),
            )
    store.count_to("version", sheet.last)
    for number in bounced:
        contact_access.note_address(store, number, contact_access.BOUNCING)
    return people


def _dynamic(account: AccountSchema, scene: Scene) -> Fields:
    return fields(scene, contacts.KIND, contacts.STATICS, account.owners.get(contacts.KIND, ()))


def _ascii(text: str) -> str:
    return text.lower().translate(_ASCII)


def _email(names: dict[str, int], first: str, last: str, company: Company | None, scene: Scene) -> str:
    """Return an address whose part before the @ nobody has, at any host."""
    name = f"{_ascii(first)}.{_ascii(last)}"
    names[name] = count = names.get(name, 0) + 1
    host = company.domain if company else words.MAIL_HOSTS[scene.below(len(words.MAIL_HOSTS))]
    return f"{name}{count if count > 1 else ''}@{host}"


def _phone(offsets: Sequence[int], step: int, country: str, share: float) -> tuple[str, str | None]:
    """Return the country's code and a number that nobody has; none for some."""
    code, first, many = _PHONES[("DK", "SE", "NO").index(country)]
    if share < 0.15:
        return code, None
    return code, str(first + (offsets[("DK", "SE", "NO").index(country)] + step * _PHONE_STEP) % many)
