"""Assert that a value equals the expected one, including its types."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any


class Is:
    """Stands for an object of a model class with these attributes; those that are not named may be anything."""

    def __init__(self, model: type[Any], **attributes: Any) -> None:
        self.model = model
        self.attributes = attributes

    def __repr__(self) -> str:
        return f"Is({self.model.__name__}, {self.attributes})"


def moment(text: str) -> datetime:
    """Return the date-time that an ISO 8601 text with an offset means."""
    value = datetime.fromisoformat(text)
    assert value.utcoffset() is not None
    return value


def check(wanted: Any, found: Any, place: str = "value") -> None:
    """Fail unless `found` is what is wanted: the same type, the same offset of a date-time, the same digits."""
    if isinstance(wanted, Is):
        assert type(found) is wanted.model, f"{place} is {found!r}, wanted a {wanted.model.__name__}"
        for name, value in wanted.attributes.items():
            check(value, getattr(found, name), f"{place}.{name}")
    elif isinstance(wanted, (list, dict)):
        assert type(found) is type(wanted), f"{place} is {found!r}, wanted {wanted!r}"
        assert len(found) == len(wanted), f"{place} has {len(found)} items, wanted {len(wanted)}: {found!r}"
        for key in range(len(wanted)) if isinstance(wanted, list) else wanted:
            check(wanted[key], found[key], f"{place}[{key!r}]")
    else:
        assert type(found) is type(wanted), f"{place} is {found!r}, wanted {wanted!r}"
        assert _exact(found) == _exact(wanted), f"{place} is {found!r}, wanted {wanted!r}"


def _exact(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def same_json(one: str | bytes, other: str | bytes) -> bool:
    """Whether two JSON texts hold the same: numbers digit by digit, the order of members apart."""
    return _tagged(one) == _tagged(other)


def _tagged(text: str | bytes) -> object:
    return json.loads(text, parse_float=_number, parse_int=_number, object_pairs_hook=_members)


def _number(text: str) -> tuple[str, str]:
    return ("number", text)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    assert len(members) == len(pairs), "a name is there twice"
    return members


def attributes(found: object, names: Iterable[str]) -> dict[str, Any]:
    """Return these attributes of an object by name."""
    return {name: getattr(found, name) for name in names}
