"""Describe values without revealing them: only the type, length and format are reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "digits": re.compile(r"[+-]?\d+"),
    "email": re.compile(r"[^@\s]+@[^@\s]+"),
    "uri": re.compile(r"https?://\S*"),
}
_FRACTION = re.compile(r"(\.\d{6})\d+")  # .NET writes seven digits, Python reads six
_OFFSET = re.compile(r"([Zz]|[+-]\d\d:\d\d)$")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


@dataclass(frozen=True)
class Evidence:
    """What may be reported about one value.

    Attributes:
        type: The JSON type.
        format: The known format that a string matches, if any.
        length: The number of characters, items or members; None for other types.
        number: A member of an integer enum; None for any other value.
    """

    type: str
    format: str = ""
    length: int | None = None
    number: int | None = None


def evidence_of(value: object, *, enum: bool = False) -> Evidence:
    """Return what may be reported about a value.

    Args:
        value: A JSON value.
        enum: Whether the description has an integer enum here, so an integer cannot be personal data.
    """
    if isinstance(value, str):
        return Evidence("string", _format(value), len(value))
    if isinstance(value, list | dict):
        return Evidence(json_type(value), length=len(value))
    number = value if enum and isinstance(value, int) and not isinstance(value, bool) else None
    return Evidence(json_type(value), number=number)


def json_type(value: object) -> str:
    """Return the JSON type of a value; a number without a fraction is an `integer`."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def fits_format(value: Any, form: str) -> bool:
    """Return whether a value has the described format; any value passes for an unknown format."""
    match form, value:
        case "date-time", str():
            return _is_date_time(value)
        case "byte", str():
            return _BASE64.fullmatch(value) is not None
        case "int32", int():
            return -(2**31) <= value < 2**31
        case "int64", int():
            return -(2**63) <= value < 2**63
        case _:
            return True


def _format(text: str) -> str:
    return next((name for name, pattern in _FORMATS.items() if pattern.fullmatch(text)), "")


def _is_date_time(text: str) -> bool:
    """Return whether a text is an RFC 3339 date and time with an offset."""
    if not _OFFSET.search(text):
        return False
    try:
        datetime.fromisoformat(_FRACTION.sub(r"\1", text))
    except ValueError:
        return False
    return "T" in text.upper()
