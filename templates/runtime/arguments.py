"""Check the arguments of a call against its declared types before anything is sent.

Without this check, None or an argument of the wrong type may select another call of the API: several calls share a
path, and the parameters that are present decide which one is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from numbers import Integral
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from msgspec import UNSET

from .errors import InvalidArgumentError, InvalidBodyError
from .json_types import is_enum, is_struct
from .wire import is_array, is_object, parts_of

__all__ = ["check_argument", "check_body", "is_blank"]


def check_argument(call: str, name: str, kind: Any, value: object) -> object:
    """Check an argument and return the value to send.

    Args:
        call: The name of the call, for messages.
        name: The name of the parameter.
        kind: The type of the parameter. It includes None if the parameter is optional.
        value: The argument.

    Raises:
        InvalidArgumentError: If the argument is of the wrong type, or is None, blank text or an empty sequence although
            it is required.
    """
    required = NoneType not in parts_of(kind)
    if value is None or value is UNSET:
        if required:
            raise InvalidArgumentError(f"{call}: {name} is required; expected {_described(kind)}, got {_type(value)}")
        return None
    if required and is_blank(value):
        raise InvalidArgumentError(f"{call}: {name} is empty; the server would treat it as missing")
    try:
        return _converted(kind, value)
    except _MismatchError as error:
        raise InvalidArgumentError(
            f"{call}: {name}{error.place} must be {error.expected}, not {error.actual}"
        ) from None


def check_body(call: str, kind: Any, body: object) -> object:
    """Check a body and return the value to send.

    Args:
        call: The name of the call, for messages.
        kind: The type of the body. It includes None if the body is optional.
        body: The body.

    Raises:
        InvalidBodyError: If the body, or an item of it, is of the wrong type, or it is None although it is required.
    """
    if (body is None or body is UNSET) and NoneType in parts_of(kind):
        return None
    try:
        return _converted(kind, body)
    except _MismatchError as error:
        hint = f"; see {error.expected}.from_dict" if error.actual == "dict" and error.expected.isidentifier() else ""
        message = f"{call}: the body{error.place} must be {error.expected}, not {error.actual}{hint}"
        raise InvalidBodyError([message]) from None


def is_blank(value: object) -> bool:
    """Return whether a server may read a value in a path or query as none: blank text, or an empty sequence."""
    return not value.strip() if isinstance(value, str) else is_array(value) and not value


class _MismatchError(Exception):
    """A value is not of the expected type. The message of the final error contains only the place and the types."""

    def __init__(self, kind: Any, value: object, place: str = "") -> None:
        super().__init__()
        self.expected = _described(kind)
        self.actual = _type(value)
        self.place = place


def _converted(kind: Any, value: object) -> object:
    for part in parts_of(kind):
        if part is Any or part is object:
            return value
        if get_origin(part) in (list, Sequence) and is_array(value):
            return _items(get_args(part)[0], value)
        if get_origin(part) in (dict, Mapping) and is_object(value):
            return value
        converted = _scalar(part, value)
        if converted is not None:
            return converted
    raise _MismatchError(kind, value)


def _items(kind: Any, values: Sequence[object]) -> list[object]:
    items: list[object] = []
    for position, value in enumerate(values):
        try:
            items.append(_converted(kind, value))
        except _MismatchError as error:
            raise _MismatchError(kind, value, f"[{position}]{error.place}") from None
    return items


def _scalar(kind: Any, value: object) -> object:
    """Return a value that a type without type arguments, or a Literal, accepts; None if it does not accept it."""
    if get_origin(kind) is Literal:
        kinds = set[Any](map(type, get_args(kind)))
        return next((found for each in kinds if (found := _scalar(each, value)) is not None), None)
    if is_struct(kind):
        return value if isinstance(value, kind) else None
    if is_enum(kind):
        return value if isinstance(value, kind) else _scalar(int if issubclass(kind, int) else str, value)
    if kind is int:
        return _integer(value)
    if kind is str:
        return value if isinstance(value, str) else None
    if kind is Decimal:
        return value if isinstance(value, (Decimal, float)) else _integer(value)
    if kind is float:
        return value if isinstance(value, float) else _integer(value)
    if kind is date:  # a datetime is a date as well, but its time would be lost or sent
        return value if isinstance(value, date) and not isinstance(value, datetime) else None
    return value if kind in (bool, datetime) and isinstance(value, kind) else None


def _integer(value: object) -> int | None:
    """Return an integer of any type, such as NumPy's; None for booleans and everything that is not an integer."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, Integral) else None  # NumPy 1 has an `__index__` even for its booleans


def _described(kind: Any) -> str:
    return " or ".join(dict.fromkeys(_name(part) for part in parts_of(kind) if part is not NoneType))


def _name(kind: Any) -> str:
    if get_origin(kind) in (list, Sequence):
        return f"a sequence of {_described(get_args(kind)[0])}"
    if get_origin(kind) is Literal:
        return " or ".join(dict.fromkeys(type(choice).__name__ for choice in get_args(kind)))
    return str(getattr(kind, "__name__", kind))


def _type(value: object) -> str:
    if value is None or value is UNSET:
        return repr(value)
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else type(value).__name__
