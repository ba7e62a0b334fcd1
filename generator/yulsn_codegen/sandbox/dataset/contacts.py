"""Generate companies and contacts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...account.schema import AccountSchema
from ..collections import COMPANIES, CONTACTS
from ..resources import bounces
from ..store import Store
from ..values import codes, exact_json
from . import words
from .batches import batches_of
from .fields import SampleContext, makers_of
from .times import stamp, written

_BOUNCED = 0.004  # the share of addresses that bounce
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "ü": "u", " ": "-", "/": "-"})

# Country code, first number, and count; the step visits every number before repeating any.
_PHONES = {
    "DK": ("45", 20_000_000, 59_999_999),
    "SE": ("46", 700_000_000, 99_999_989),
    "NO": ("47", 90_000_000, 9_999_991),
}
_PHONE_STEP = 611_953


class Person(NamedTuple):
    """The data of a contact that orders, points and events need; names, address and company are JSON texts."""

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
    """A company to be written."""

    name: str
    domain: str


def companies(context: SampleContext) -> list[Company]:
    """Return the companies that contacts may belong to, in the order of their ids."""
    found = []
    for number in range(max(1, context.contacts // 50)):
        kind = words.COMPANY_TRADES[context.below(len(words.COMPANY_TRADES))]
        name = f"{words.COMPANY_NAMES[context.below(len(words.COMPANY_NAMES))]} {kind}"
        form = words.COMPANY_FORMS[context.below(len(words.COMPANY_FORMS))]
        found.append(Company(f"{name} {form}", f"{_ascii(name)}-{number + 1}.example"))
    return found


def write_companies(
    store: Store, account: AccountSchema, context: SampleContext, made: Iterable[Company], people: Iterable[Person]
) -> None:
    """Write the companies; the first contact of a company is its primary one."""
    primary: dict[int, int] = {}
    for number, person in enumerate(people, 1):
        if person.company_id is not None:
            primary.setdefault(person.company_id, number)
    with batches_of(store, COMPANIES, makers_of(context, COMPANIES, account)) as batches:
        for number, company in enumerate(made, 1):
            contact, outer = primary.get(number), "null"
            if number > 1 and context.random.random() < 0.1:
                outer = str(1 + context.below(number - 1))
            key = str(30_000_000 + 37 * number)
            batches.add(
                {
                    "Name": exact_json.dumps(company.name),
                    "Number": f'"{key}"',
                    "PrimaryContactId": str(contact or "null"),
                    "ContactCompanyId": outer,
                    "EmailDomains": f'"{company.domain}"',
                    "Logo": f'"https://{company.domain}/logo.png"' if context.random.random() < 0.3 else "null",
                    "LastModified": f'"{stamp(context.span.at(context.random.random()))}"',
                },
                (("Number", key),),
                () if contact is None else (("PrimaryContactId", str(contact)),),
            )


def write_contacts(
    store: Store,
    account: AccountSchema,
    context: SampleContext,
    made: Sequence[Company],
    shops: Sequence[int],
    steps: Iterable[int],
) -> list[Person]:
    """Write contacts in order of registration, one per step, and return them in that order."""
    random, below, span = context.random.random, context.below, context.span
    people = []
    bounced = []
    first_names = [(name, exact_json.dumps(name)) for name in words.FIRST_NAMES]
    last_names = [(name, exact_json.dumps(name)) for name in words.LAST_NAMES]
    names: dict[str, int] = {}
    secrets = codes.distinct(context.random, codes.CONTACT_SECRET)
    phones = {country: below(many) for country, (_, _, many) in _PHONES.items()}
    with batches_of(store, CONTACTS, makers_of(context, CONTACTS, account)) as batches:
        for step in steps:
            since = span.at((step + random()) / context.contacts)
            first, first_json = first_names[int(len(first_names) * random() ** 1.8)]
            last, last_json = last_names[int(len(last_names) * random() ** 1.8)]
            company_id = 1 + below(len(made)) if random() < 0.08 else None
            company = made[company_id - 1] if company_id else None
            town = int(len(words.TOWNS) * random() ** 1.5)
            email = None
            if random() < 0.95:
                email = _email(names, first, last, company, context)
                if company is None and random() < _BOUNCED:
                    email = email.partition("@")[0] + bounces.HOST
                    bounced.append(step + 1)
            country = words.TOWNS[town].country
            code, phone = _phone(country, phones[country], step, random())
            source = words.SOURCES[int(len(words.SOURCES) * random() ** 1.5)]
            shop = shops[below(len(shops))]
            secret = next(secrets)
            person = Person(
                since, first_json, last_json, f'"{email}"' if email else "null",
                exact_json.dumps(f"{words.STREETS[below(len(words.STREETS))]} {1 + below(180)}"), town,
                exact_json.dumps(company.name) if company else "null", company_id, shop,
            )  # fmt: skip
            people.append(person)
            members = _members(context, person, step + 1, secret, (code, phone), source)
            references = [("ContactCompanyId", str(company_id))] if company_id else ()
            batches.add(members, tuple(_keys(secret, email, phone)), references)
    store.count_to("version", batches.last)
    for number in bounced:
        bounces.set_address(store, number, bounces.HOST)
    return people


def _keys(secret: str, email: str | None, phone: str | None) -> Iterator[tuple[str, str]]:
    """Yield the unique keys of a contact."""
    yield "Secret", secret
    if email:
        yield "Email", CONTACTS.keys["Email"](email)
    if phone:
        yield "Phone", phone


def _members(
    context: SampleContext, person: Person, number: int, secret: str, phone: tuple[str, str | None], source: str
) -> dict[str, str]:
    """Return the properties of a contact; `phone` is the country code and the number."""
    random, below = context.random.random, context.below
    in_store = source in ("till", "paper form")
    has_email = person.email != "null"
    return {
        "Email": person.email,
        "EmailConfirmed": "true" if has_email and random() < 0.7 else "false",
        "PhoneCountryCode": f'"{phone[0]}"' if phone[1] else "null",
        "Phone": f'"{phone[1]}"' if phone[1] else "null",
        "PhoneConfirmed": "true" if phone[1] and random() < 0.4 else "false",
        "FirstName": person.first_name,
        "LastName": person.last_name,
        "RegistrationDateTime": f'"{written(person.since)}"',
        "RegistrationSource": f'"{source}"',
        "RegistrationIp": f'"{("192.0.2", "198.51.100", "203.0.113")[below(3)]}.{1 + below(254)}"',
        "RegistrationStoreId": str(person.store) if in_store else "null",
        "PreferredStoreId": str(person.store) if in_store or random() < 0.5 else "null",
        "ContactCompanyId": str(person.company_id or "null"),
        "LatestPermissionSource": f'"{source}"' if random() < 0.6 else "null",
        "Secret": f'"{secret}"',
        "Version": f'"{base64.b64encode(number.to_bytes(8, "big")).decode("ascii")}"',
        "LastModified": f'"{stamp(context.span.after(person.since, random() ** 2))}"',
    }


def _ascii(text: str) -> str:
    return text.lower().translate(_ASCII)


def _email(names: dict[str, int], first: str, last: str, company: Company | None, context: SampleContext) -> str:
    """Return an address whose local part is unique, whatever the host."""
    name = f"{_ascii(first)}.{_ascii(last)}"
    names[name] = count = names.get(name, 0) + 1
    host = company.domain if company else words.MAIL_HOSTS[context.below(len(words.MAIL_HOSTS))]
    return f"{name}{count if count > 1 else ''}@{host}"


def _phone(country: str, offset: int, step: int, share: float) -> tuple[str, str | None]:
    """Return the country code and a unique number; some contacts get no number."""
    code, first, many = _PHONES[country]
    if share < 0.15:
        return code, None
    return code, str(first + (offset + step * _PHONE_STEP) % many)


def moments(
    context: SampleContext, people: Sequence[Person], steps: Iterable[int], count: int
) -> Iterator[tuple[int, int]]:
    """Yield a time for each step of `count`, in ascending order, with the id of a contact who had registered by then.

    Some contacts are much more active than others.
    """
    random = context.random.random
    registered = 0
    for step in steps:
        moment = max(context.span.at((step + random()) / count), people[0].since)
        while registered < len(people) and people[registered].since <= moment:
            registered += 1
        contact = int(registered * random())
        if random() < 0.5:
            contact -= contact % 8
        yield moment, contact + 1
