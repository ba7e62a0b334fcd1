"""Create models from dicts, such as rows of a CSV file, parse allowed values, and convert models to dicts.

Unlike decoding a response, which keeps what does not fit, this reports every value that does not fit its type.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args, get_origin

import msgspec
from msgspec import UNSET, Struct, UnsetType

from .allowed_values import allowed_values, values_of
from .date_times import is_not_set, standard, with_offsets
from .dates import DateOnly, read_date
from .encoding import not_allowed, sent
from .error_text import printable
from .errors import InvalidArgumentError, ValidationError
from .exact_times import ExactDatetime, exact
from .json_types import is_enum, is_struct
from .lenient import convert
from .wire import extra_of, is_array, is_object, mismatch, parts_of, set_extra, shape_of

if TYPE_CHECKING:
    from typing_extensions import TypeForm

__all__ = ["from_mapping", "parse", "to_mapping"]

T = TypeVar("T")

_BOOLEANS = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}


def from_mapping(model: type[Struct], data: Mapping[Any, Any], lax: bool, allow_extra: bool) -> Any:
    """Create a model object from a mapping.

    Args:
        model: The class.
        data: The values by Python or wire name. They have the properties' own types, or the types of JSON.
        lax: Convert text to the properties' types, and treat empty cells as missing values.
        allow_extra: Keep properties that a write model does not know, instead of reporting them.

    Raises:
        ValidationError: If values do not fit; it has one message per field.
    """
    problems: dict[str, str] = {}
    result = _object(model, data, _ConversionOptions(lax, allow_extra), "", problems)
    if problems:
        raise ValidationError(model.__name__, problems)
    return result


@dataclass(frozen=True, slots=True)
class _ConversionOptions:
    lax: bool
    allow_extra: bool


def _object(
    model: type[Struct], data: Mapping[Any, Any], options: _ConversionOptions, prefix: str, problems: dict[str, str]
) -> Any:
    fields = shape_of(model).fields
    wire_names = {field.name: wire for wire, field in fields.items()}
    is_write = any(UnsetType in parts_of(field.type) for field in fields.values())
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, value in data.items():
        field = fields.get(key) or fields.get(wire_names.get(key, ""))
        if field is None and is_write and not options.allow_extra:
            close = get_close_matches(str(key), [*wire_names, *fields], n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            problems[f"{prefix}{printable(str(key))}"] = f"{model.__name__} has no such property{hint}"
        elif field is None:
            extra[str(key)] = value
        elif field.name in values:
            problems[prefix + field.name] = "is given by both its Python name and its wire name"
        else:
            if not is_write:
                wire = wire_names[field.name]
                members, texts = with_offsets(model, {wire: value})
                value = members[wire]
                extra.update(texts)
            values[field.name] = _value(field.type, value, options, prefix + field.name, problems)
    for field in fields.values():
        if field.required and values.get(field.name, UNSET) is UNSET:
            problems.setdefault(prefix + field.name, "is required")
    allowed = allowed_values(model) if is_write else dict[str, Collection[str | int]]()
    for name in allowed.keys() & values.keys():
        if options.lax and isinstance(values[name], (str, int)):
            found = _choice(allowed[name], values[name])
            values[name] = values[name] if found is None else found
        if values[name] not in (None, UNSET) and values[name] not in allowed[name]:
            problems.setdefault(prefix + name, not_allowed(values[name], allowed[name]))
    if problems:
        return None
    result = model(**values)
    set_extra(result, extra)
    return result


def _value(kind: Any, value: Any, options: _ConversionOptions, place: str, problems: dict[str, str]) -> Any:
    parts = parts_of(kind)
    if options.lax:
        value = _plain_scalar(value)
        if _is_empty(value) or ({datetime, DateOnly}.intersection(parts) and is_not_set(value)):
            return UNSET if UnsetType in parts else None if NoneType in parts else UNSET
    if value is UNSET:
        return value
    given = value
    for part in parts:
        if is_struct(part) and is_object(value):
            return _object(part, value, options, f"{place}.", problems)
        if get_origin(part) is list and is_array(value):
            (item,) = get_args(part)
            return [_value(item, one, options, f"{place}[{position}]", problems) for position, one in enumerate(value)]
    if options.lax:
        for part in parts:
            converted = _converted(part, value)
            if converted is not None:
                value = converted
                break
    try:
        if isinstance(value, datetime):
            value = standard(value)  # msgspec refuses subclasses, such as `ExactDatetime`
        result = convert(kind, value)
        if isinstance(result, datetime):
            return _exact(result, given)
        if isinstance(result, (Decimal, float)) and not math.isfinite(result):
            problems[place] = "is not a finite number"
        return result
    except (ValueError, OverflowError, RecursionError) as error:
        choices = [choice for part in parts if get_origin(part) is Literal for choice in get_args(part)]
        problem = printable(mismatch(error))
        problems[place] = not_allowed(value, choices) if choices else problem
        return None


def _exact(moment: datetime, given: object) -> datetime:
    """Return a date-time with all the decimals of what it was converted from."""
    if isinstance(given, str):
        return exact(moment, given.strip())
    return given if isinstance(given, ExactDatetime) else moment


def _is_empty(value: object) -> bool:
    """Return whether a value is an empty cell: empty text, NaN, NaT or pandas' NA."""
    if value is None or isinstance(value, str):
        return isinstance(value, str) and not value.strip()
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _plain_scalar(value: Any) -> Any:
    """Return a NumPy or pandas scalar as the corresponding standard library value."""
    if hasattr(value, "to_pydatetime"):
        return value if value != value else value.to_pydatetime()
    if hasattr(value, "dtype") and not getattr(value, "shape", None):
        return value.item()
    return value


def _converted(kind: Any, value: Any) -> Any:
    """Return text as a value of a type, or None if it does not represent one."""
    text = value.strip() if isinstance(value, str) else value
    if get_origin(kind) is Literal:
        return _choice(get_args(kind), value)
    if kind is bool:
        return _BOOLEANS.get(str(text).casefold()) if isinstance(text, (str, int)) else None
    if kind in (int, Decimal, float):
        return _number(kind, text)
    if kind is datetime:
        return _date_time(text)
    if kind is DateOnly:
        return _date(text)
    if is_enum(kind) and isinstance(text, str):
        try:
            return kind(int(text) if text.lstrip("-").isdecimal() else text)
        except ValueError:
            return None
    if kind is str and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return None


def _choice(choices: Collection[Any], value: Any) -> Any:
    """Return the allowed value that a value is or that text stands for, or None if there is not exactly one.

    Surrounding spaces and case are ignored. A whole number may be written as a fraction, as spreadsheets do.
    """
    if not isinstance(value, bool) and isinstance(value, (str, int)) and value in choices:
        return value
    text = str(value).strip().casefold()
    number = str(_number(int, value.strip() if isinstance(value, str) else value))
    found = [choice for choice in choices if text == str(choice).casefold() or str(choice) == number]
    return found[0] if len(found) == 1 and not isinstance(value, bool) else None


def parse(alias: TypeForm[T], text: object) -> T:
    """Return the allowed value that text, such as a cell of a CSV file, stands for.

    `parse(OrderType, "WebShop ")` is `"webshop"`. Surrounding spaces are ignored, and so is case, unless several values
    differ only in case.

    Args:
        alias: A type of allowed values. If the account allows any value, it is `str` or `int`.
        text: The text, or the value of a number.

    Raises:
        InvalidArgumentError: The text stands for none of the values.
        TypeError: `alias` is not a type of allowed values.
    """
    kind: Any = alias
    values = values_of(kind)
    if values is None and kind not in (str, int):
        raise TypeError("parse takes a type of allowed values, such as those in the module `types`")
    found: Any = _choice(values, text) if values is not None else _converted(kind, text) if kind is int else str(text)
    if found is None:
        raise InvalidArgumentError(not_allowed(text, values) if values else "the text is not a whole number")
    return cast("T", found)


def _number(kind: type[Any], value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return None
    try:
        number = Decimal(value if isinstance(value, str) else repr(value) if isinstance(value, float) else str(value))
    except InvalidOperation:
        return None
    if "_" in str(value) or not number.is_finite() or abs(number.adjusted()) > 400:
        return None
    if kind is int:
        return int(number) if number == number.to_integral_value() else None
    return kind(number)


def _date_time(value: Any) -> datetime | None:
    """Return the date-time of text or of a date object. Without an offset, it is taken as UTC."""
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else value.isoformat())
    except (ValueError, AttributeError):
        return None
    return found if found.utcoffset() is not None else found.replace(tzinfo=UTC)


def _date(value: Any) -> date | None:
    """Return the date of text, or of a date-time at midnight."""
    with suppress(ValueError):
        return read_date(value)
    with suppress(ValueError, TypeError):
        return date.fromisoformat(value)
    return None


def to_mapping(value: Any, scalar: Callable[[Any], Any] | None = None) -> Any:
    """Return a value with its models as dicts by Python name, without UNSET properties.

    Args:
        value: The value.
        scalar: Converts the other values in it; by default, they are unchanged.
    """
    if isinstance(value, Struct):
        get = getattr if scalar is None else sent
        members = {field.name: get(value, field.name) for field in msgspec.structs.fields(value)}
        members = {name: to_mapping(member, scalar) for name, member in members.items() if member is not UNSET}
        declared = shape_of(type(value)).fields.keys()
        extra = {name: item for name, item in extra_of(value).items() if name not in declared}
        return {**to_mapping(extra, scalar), **members}
    if is_object(value):
        return {key: to_mapping(item, scalar) for key, item in value.items()}
    if is_array(value):
        return [to_mapping(item, scalar) for item in value]
    return value if scalar is None else scalar(value)
