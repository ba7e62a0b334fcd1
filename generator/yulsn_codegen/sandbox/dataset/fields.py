"""Generate values for dynamic fields, as JSON texts.

Every field gets values of its type, or from its allowed values if it has any, and null for some share of the objects.
The fields of the built-in account are recognized by their exact names. For other fields, the only name with a meaning
is `Contact Id`, a number that is the id of a contact.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from ...account.fields import as_text
from ...account.schema import AccountSchema, FieldType
from ..collections import Collection
from ..shapes import Property
from ..values import exact_json, scalars
from . import times, words
from .times import DAY, Span

Make = Callable[[int], str]  # makes a value from an object's id


@dataclass(frozen=True)
class SampleContext:
    """The input from which values are generated.

    Attributes:
        name: Determines the random numbers.
        span: The period in which everything happens.
        contacts: The number of contacts.
        rows: The number of rows in every table.
    """

    name: str
    span: Span
    contacts: int
    rows: int

    @cached_property
    def random(self) -> Random:
        """The random numbers of this context."""
        return Random(_bytes(self.name))

    def below(self, number: int) -> int:
        """Return an integer from 0 to `number` - 1."""
        return int(self.random.random() * number)


@dataclass(frozen=True)
class FieldMakers:
    """The names of dynamic fields, and the makers of their values in the same order."""

    names: tuple[str, ...]
    makers: tuple[Make, ...]


def makers_of(
    context: SampleContext, collection: Collection, account: AccountSchema, owner: str | None = None
) -> FieldMakers:
    """Return the makers for a collection's dynamic fields; for the rows of a table, `owner` is the table's name."""
    dynamic = [item for item in collection.shape(account).properties if item.dynamic]
    return FieldMakers(
        tuple(item.name for item in dynamic),
        tuple(_with_nulls(context, owner or collection.kind, item) for item in dynamic),
    )


def types(names: Iterable[str]) -> list[str]:
    """Return the order or point types of an account that the API accepts, without duplicates."""
    return [name for name in dict.fromkeys(names) if name]


def _with_nulls(context: SampleContext, owner: str, item: Property) -> Make:
    context = replace(context, name=f"{context.name} {item.name}")  # so that fields are independent of each other
    make, random = _maker(context, owner, item), context.random.random
    nulls = 0.03 + _of_name(item.name) * 0.3
    return lambda number: "null" if random() < nulls else make(number)


def _of_name(name: str) -> float:
    """Return a number from 0 to 1 that depends only on a name."""
    return zlib.crc32(_bytes(name)) / 2**32


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _maker(context: SampleContext, owner: str, item: Property) -> Make:
    if item.allowed is not None:
        return _choice(context, _allowed(item) or ["null"])
    meaning = _MEANINGS.get((owner, item.name))
    if meaning is not None and meaning[0] is item.type:
        return meaning[1](context)
    if item.type is FieldType.NUMBER and item.name.replace(" ", "").lower() == "contactid":
        return _contact_id(context)
    return _GENERIC[item.type](context, item.name)


def _allowed(item: Property) -> list[str]:
    """Return the allowed values that fit the field's type; a snapshot may list others."""
    found = []
    for value in item.allowed or ():
        try:
            found.append(exact_json.dumps(scalars.parse(item.type, as_text(value))))
        except ValueError:
            continue
    return found


def _choice(context: SampleContext, choices: Sequence[str]) -> Make:
    below, count = context.below, len(choices)
    return lambda _: choices[below(count)]


# Factories of makers, for the fields below.

_Factory = Callable[[SampleContext], Make]


def _among(*choices: object) -> _Factory:
    dumped = [exact_json.dumps(choice) for choice in choices]
    return lambda context: _choice(context, dumped)


def _whole(low: int, high: int) -> _Factory:
    """Integers from `low` to `high`."""
    return lambda context: lambda _: str(low + context.below(high - low + 1))


def _hundredths(low: int, high: int, step: int = 1) -> _Factory:
    """Decimals with two places from `low` to `high`, in steps of `step` hundredths."""

    def factory(context: SampleContext) -> Make:
        count = (high - low) * 100 // step + 1

        def make(_: int) -> str:
            units, cents = divmod(low * 100 + context.below(count) * step, 100)
            return f"{units}.{cents:02d}"

        return make

    return factory


def _yes(share: float) -> _Factory:
    return lambda context: lambda _: "true" if context.random.random() < share else "false"


def _pattern(pattern: str) -> _Factory:
    """Texts with a digit for every `#`."""
    template = exact_json.dumps(pattern).replace("%", "%%")
    digits = pattern.count("#")
    template = template.replace("#" * digits, f"%0{digits}d")
    return lambda context: lambda _: template % context.below(10**digits)


def _days(first: float, last: float) -> _Factory:
    """Days between two offsets from the present in years; negative ones are in the past."""

    def factory(context: SampleContext) -> Make:
        low, high = context.span.end + int(first * 365 * DAY), context.span.end + int(last * 365 * DAY)
        return lambda _: f'"{times.day(low + context.below(high - low))}"'

    return factory


def _moment(context: SampleContext) -> Make:
    return lambda _: f'"{times.written(context.span.at(context.random.random()))}"'


def _booked(hours: int) -> _Factory:
    """Times a number of hours after the start of an object's work; all fields of an object share the start."""

    def factory(context: SampleContext) -> Make:
        def make(number: int) -> str:
            share = number * 2654435761 % 2**32 / 2**32
            return f'"{times.written(context.span.at(share) + hours * DAY // 24)}"'

        return make

    return factory


def _contact_id(context: SampleContext) -> Make:
    return lambda _: str(1 + context.below(context.contacts))


def _row_id(context: SampleContext) -> Make:
    return lambda _: str(1 + context.below(context.rows))


def _phrase(context: SampleContext, name: str) -> Make:
    start = zlib.crc32(_bytes(name)) % len(words.PHRASES)  # so that fields differ
    return _choice(context, [exact_json.dumps(phrase) for phrase in (words.PHRASES * 2)[start : start + 12]])


_GENERIC: Mapping[FieldType, Callable[[SampleContext, str], Make]] = {
    FieldType.STRING: _phrase,
    FieldType.BOOLEAN: lambda context, name: _yes(0.2 + 0.6 * _of_name(name))(context),
    FieldType.NUMBER: lambda context, name: _whole(0, (10, 100, 1000, 10**6)[int(4 * _of_name(name))])(context),
    FieldType.DECIMAL: lambda context, name: _hundredths(0, (10, 100, 5000)[int(3 * _of_name(name))])(context),
    FieldType.DATE_TIME_OFFSET: lambda context, name: _moment(context),
    FieldType.UNKNOWN: _phrase,
}
_STAFF = ("Bo", "Gitte", "Ib", "Ulla", "Yusuf", "Åge")
_MEANINGS: Mapping[tuple[str, str], tuple[FieldType, _Factory]] = {
    ("Contacts", "Fødselsdag"): (FieldType.DATE_TIME_OFFSET, _days(-85, -16)),
    ("Contacts", "Kreditmaksimum"): (FieldType.DECIMAL, _hundredths(0, 25000, 500 * 100)),
    ("Contacts", "Preferred Mechanic"): (FieldType.STRING, _among(*_STAFF)),
    ("Contacts", "Shoe Size"): (FieldType.NUMBER, _whole(36, 47)),
    ("Contacts", "Shoe-Size"): (FieldType.STRING, _among("37", "38", "38½", "40", "41-42", "43", "44½", "46")),
    ("ContactCompanies", "CVR-nummer"): (FieldType.STRING, _pattern("########")),
    ("ContactCompanies", "Contract Ends"): (FieldType.DATE_TIME_OFFSET, _days(-1, 4)),
    ("ContactCompanies", "Discount %"): (FieldType.DECIMAL, _hundredths(0, 25, 50)),
    ("ContactCompanies", "Fleet Size"): (FieldType.NUMBER, _whole(1, 60)),
    ("Orders", "Fragt"): (FieldType.DECIMAL, _hundredths(0, 98, 49 * 100)),
    ("Orders", "Gift Wrapping"): (FieldType.BOOLEAN, _yes(0.08)),
    ("Orders", "Number of Parcels"): (FieldType.NUMBER, _whole(1, 3)),
    ("Orders", "Sælger"): (FieldType.STRING, _among(*_STAFF)),
    ("OrderLines", "Frame Number"): (FieldType.STRING, _pattern("WBK######K")),
    ("OrderLines", "Rabat"): (FieldType.DECIMAL, _hundredths(0, 200, 25 * 100)),
    ("OrderLines", "Warranty (months)"): (FieldType.NUMBER, _among(12, 24, 60)),
    ("Stores", "Areal m²"): (FieldType.DECIMAL, _hundredths(80, 900, 50)),
    ("Stores", "Opened"): (FieldType.DATE_TIME_OFFSET, _days(-40, -1)),
    ("Stores", "Workshop Stands"): (FieldType.NUMBER, _whole(1, 8)),
    ("Bikes", "Bought"): (FieldType.DATE_TIME_OFFSET, _days(-times.YEARS, 0)),
    ("Bikes", "Frame Number"): (FieldType.STRING, _pattern("WBK######K")),
    ("Bikes", "Gears"): (FieldType.NUMBER, _among(1, 3, 7, 8, 11, 22, 27)),
    ("Bikes", "Price"): (FieldType.DECIMAL, _hundredths(2995, 44995, 100 * 100)),
    ("Cykelruter", "Beskrivelse"): (
        FieldType.STRING,
        _among("Langs kysten og hjem gennem skoven.", "Op ad bakke, men med udsigt.", "Flad og fri for biler."),
    ),
    ("Cykelruter", "Højdemeter"): (FieldType.NUMBER, _whole(10, 900)),
    ("Cykelruter", "Længde (km)"): (FieldType.DECIMAL, _hundredths(4, 120, 10)),
    ("Loyalty Cards", "Balance"): (FieldType.DECIMAL, _hundredths(0, 1500, 25)),
    ("Loyalty Cards", "Blocked"): (FieldType.BOOLEAN, _yes(0.03)),
    ("Loyalty Cards", "Stamps"): (FieldType.NUMBER, _whole(0, 10)),
    ("Newsletter Signups", "Consent Text"): (
        FieldType.STRING,
        _among("Ja tak til nyheder fra Cykel & Fri på e-mail.", "Ja tak til nyheder og konkurrencer."),
    ),
    ("Newsletter Signups", "E-mail"): (FieldType.STRING, _pattern("tilmeldt-#######@post.example")),
    ("Newsletter Signups", "Reminders Sent"): (FieldType.NUMBER, _whole(0, 3)),
    ("Newsletter Signups", "Score"): (FieldType.DECIMAL, _hundredths(0, 1)),
    ("Service Visits", "Bike Id"): (FieldType.NUMBER, _row_id),
    ("Service Visits", "Hours"): (FieldType.DECIMAL, _hundredths(0, 6, 25)),
    ("Service Visits", "Mechanic"): (FieldType.STRING, _among(*_STAFF)),
    ("Service Visits", "from"): (FieldType.DATE_TIME_OFFSET, _booked(0)),
    ("Service Visits", "to"): (FieldType.DATE_TIME_OFFSET, _booked(2)),
}
