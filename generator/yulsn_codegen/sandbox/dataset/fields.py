"""Dynamic fields of made-up objects: an account's fields come in, makers of fitting values come out, as JSON texts.

Any field gets values of its type, of its allowed values where it has some, and null for a share of the objects that is
its own. What a field means is known of the built-in account's, by their exact names; of others only that a number
called `Contact Id` is a contact's id.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from ...account.schema import AccountField, FieldType
from ..shapes import Member, shape
from ..values import types as values
from ..values import wire
from . import times, words
from .times import DAY, Span

Make = Callable[[int], str]  # an object's id comes in


@dataclass(frozen=True)
class Scene:
    """What values are made from. name: decides the random numbers; rows: how many rows every table has."""

    name: str
    span: Span
    contacts: int
    rows: int

    @cached_property
    def random(self) -> Random:
        """The scene's own random numbers."""
        return Random(_bytes(self.name))

    def below(self, number: int) -> int:
        """Return a whole number from 0 on, and below another."""
        return int(self.random.random() * number)


@dataclass(frozen=True)
class Fields:
    """The dynamic fields of an owner's objects: their names, and the makers of their values in the same order."""

    names: tuple[str, ...]
    makers: tuple[Make, ...]


def fields(scene: Scene, owner: str, statics: Iterable[Member], account_fields: Iterable[AccountField]) -> Fields:
    """Return the makers for an owner or a table (by its name)."""
    dynamic = [member for member in shape(statics, account_fields).members if member.dynamic]
    return Fields(
        tuple(member.name for member in dynamic), tuple(_with_nulls(scene, owner, member) for member in dynamic)
    )


def types(names: Iterable[str]) -> list[str]:
    """Return those of an account's order or point types that the API takes, each once."""
    return [name for name in dict.fromkeys(names) if name]


def _with_nulls(scene: Scene, owner: str, member: Member) -> Make:
    scene = replace(scene, name=f"{scene.name} {member.name}")  # so that no field depends on another
    make, random = _maker(scene, owner, member), scene.random.random
    nulls = 0.03 + _of_name(member.name) * 0.3
    return lambda number: "null" if random() < nulls else make(number)


def _of_name(name: str) -> float:
    """Return a number from 0 to 1 that is a field's own."""
    return zlib.crc32(_bytes(name)) / 2**32


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _maker(scene: Scene, owner: str, member: Member) -> Make:
    if member.allowed is not None:
        return _choice(scene, _allowed(member) or ["null"])
    meaning = _MEANINGS.get((owner, member.name))
    if meaning is not None and meaning[0] is member.type:
        return meaning[1](scene)
    if member.type is FieldType.NUMBER and member.name.replace(" ", "").lower() == "contactid":
        return _contact_id(scene)
    return _GENERIC[member.type](scene, member.name)


def _allowed(member: Member) -> list[str]:
    """Return the allowed values that the field's type can have; a snapshot may list others."""
    found = []
    for written in member.allowed or ():
        try:
            found.append(wire.dumps(values.parse(member.type, written)))
        except ValueError:
            continue
    return found


def _choice(scene: Scene, choices: Sequence[str]) -> Make:
    below, count = scene.below, len(choices)
    return lambda _: choices[below(count)]


# Factories of makers, for the table of meanings below.

_Factory = Callable[[Scene], Make]


def _among(*choices: object) -> _Factory:
    dumped = [wire.dumps(choice) for choice in choices]
    return lambda scene: _choice(scene, dumped)


def _whole(low: int, high: int) -> _Factory:
    """Whole numbers from `low` to `high`."""
    return lambda scene: lambda _: str(low + scene.below(high - low + 1))


def _hundredths(low: int, high: int, step: int = 1) -> _Factory:
    """Decimals with two places, from `low` to `high`; step: of hundredths."""

    def factory(scene: Scene) -> Make:
        count = (high - low) * 100 // step + 1

        def make(_: int) -> str:
            units, cents = divmod(low * 100 + scene.below(count) * step, 100)
            return f"{units}.{cents:02d}"

        return make

    return factory


def _yes(share: float) -> _Factory:
    return lambda scene: lambda _: "true" if scene.random.random() < share else "false"


def _pattern(pattern: str) -> _Factory:
    """Texts that have a digit for every `#`."""
    template = wire.dumps(pattern).replace("%", "%%")
    digits = pattern.count("#")
    template = template.replace("#" * digits, f"%0{digits}d")
    return lambda scene: lambda _: template % scene.below(10**digits)


def _days(first: float, last: float) -> _Factory:
    """Days, from years after the present on; negative is before it."""

    def factory(scene: Scene) -> Make:
        low, high = scene.span.end + int(first * 365 * DAY), scene.span.end + int(last * 365 * DAY)
        return lambda _: f'"{times.day(low + scene.below(high - low))}"'

    return factory


def _moment(scene: Scene) -> Make:
    return lambda _: f'"{times.written(scene.span.at(scene.random.random()))}"'


def _booked(hours: int) -> _Factory:
    """The moment at which an object's work begins, and how many hours after; the same one for all its fields."""

    def factory(scene: Scene) -> Make:
        def make(number: int) -> str:
            share = number * 2654435761 % 2**32 / 2**32
            return f'"{times.written(scene.span.at(share) + hours * DAY // 24)}"'

        return make

    return factory


def _contact_id(scene: Scene) -> Make:
    return lambda _: str(1 + scene.below(scene.contacts))


def _row_id(scene: Scene) -> Make:
    return lambda _: str(1 + scene.below(scene.rows))


def _phrase(scene: Scene, name: str) -> Make:
    start = zlib.crc32(_bytes(name)) % len(words.PHRASES)  # so that fields differ
    return _choice(scene, [wire.dumps(phrase) for phrase in (words.PHRASES * 2)[start : start + 12]])


_GENERIC: Mapping[FieldType, Callable[[Scene, str], Make]] = {
    FieldType.STRING: _phrase,
    FieldType.BOOLEAN: lambda scene, name: _yes(0.2 + 0.6 * _of_name(name))(scene),
    FieldType.NUMBER: lambda scene, name: _whole(0, (10, 100, 1000, 10**6)[int(4 * _of_name(name))])(scene),
    FieldType.DECIMAL: lambda scene, name: _hundredths(0, (10, 100, 5000)[int(3 * _of_name(name))])(scene),
    FieldType.DATE_TIME_OFFSET: lambda scene, name: _moment(scene),
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
