"""Convert dynamic fields to one canonical form, however a server or another tool writes them.

A value may be written as JSON of any type or as its text: `2`, `2.0` and `"2"` are the same value of a Number field.
The canonical form, which depends on the field's type, makes them equal, so that neither a snapshot nor drift depends on
the spelling. Every generated client contains a copy of this module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn, cast

from .schema import AccountField, AllowedValue, FieldType

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?", re.ASCII)
_LARGEST = 2**63  # of a Number; beyond it, floats are too imprecise to represent every integer


def canonical(kind: FieldType, values: Iterable[AllowedValue]) -> tuple[AllowedValue, ...]:
    """Return allowed values in the JSON type of the field, in the order given and without duplicates.

    A value that does not fit the type is left unchanged.
    """
    found = (_canonical(kind, value) for value in values)
    return tuple({identity(value): value for value in found}.values())


def identity(value: AllowedValue) -> tuple[bool, AllowedValue, str]:
    """Return a key that distinguishes and sorts values; Python itself considers `1`, `1.0` and `True` equal."""
    return isinstance(value, str), value, type(value).__name__


def as_text(value: AllowedValue) -> str:
    """Return the text of a value: a string itself, and the JSON of anything else."""
    return value if isinstance(value, str) else json.dumps(value)


def decoded_list(data: object) -> object:
    """Return the list that a text encodes as JSON; anything else is returned unchanged."""
    if not isinstance(data, str):
        return data
    try:
        decoded: object = json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return data
    return cast("list[object]", decoded) if isinstance(decoded, list) else data


def merge(first: AccountField, second: AccountField) -> AccountField:
    """Merge two fields of the same name; if their types differ, the merged type is unknown."""
    label = first.label or second.label
    if first.type is not second.type:
        types = sorted({*_types(first), *_types(second)})
        return AccountField(first.name, FieldType.UNKNOWN, label, extra={"server_type": types})
    if first.values is None or second.values is None:
        return replace(first, label=label, values=None)
    return replace(first, label=label, values=canonical(first.type, first.values + second.values))


def _types(field: AccountField) -> list[str]:
    """Return the names of a field's types; a field that was merged from several has several."""
    if field.type is not FieldType.UNKNOWN:
        return [field.type.value]
    server_type = field.extra.get("server_type")
    if isinstance(server_type, list):
        return [str(item) for item in cast("list[object]", server_type)]
    return [json.dumps(server_type)]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _canonical(kind: FieldType, value: AllowedValue) -> AllowedValue:
    match kind:
        case FieldType.NUMBER | FieldType.DECIMAL:
            return _number(value)
        case FieldType.BOOLEAN if isinstance(value, str) and value.strip().lower() in ("true", "false"):
            return value.strip().lower() == "true"
        case FieldType.STRING | FieldType.DATE_TIME_OFFSET:
            return as_text(value)
        case _:
            return value


def _number(value: AllowedValue) -> AllowedValue:
    """Return a number or its text as an integer if it is whole, else as a float if that holds all its digits."""
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            return value
        from decimal import Decimal  # slow to import, and most numbers are not given as text

        exact = Decimal(value.strip())
        if exact == exact.to_integral_value():
            return int(exact)
        return float(exact) if Decimal(repr(float(exact))) == exact else value
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST:
        return int(value)
    return value
