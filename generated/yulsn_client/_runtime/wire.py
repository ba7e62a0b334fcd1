"""Describe how the attributes of a model class are named on the wire.

This module also defines two conventions that decoding and encoding share: encoded names for wire names that msgspec
rejects, and where an object keeps the properties that its model does not know.
"""

from __future__ import annotations

import re
import types
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin
from urllib.parse import quote, unquote

import msgspec

from .dates import DateOnly

__all__ = [
    "EXTRA",
    "ModelShape",
    "encoded_name",
    "extra_of",
    "extra_without",
    "is_array",
    "is_object",
    "mismatch",
    "parts_of",
    "plain_within",
    "readable",
    "set_extra",
    "shape_of",
    "wire_name",
]

_MARK = "\ue000"
_UNWRITABLE = re.compile(r'["\\\x00-\x1f\ud800-\udfff]|^\ue000')
_ENCODED = re.compile(rf"%|{_UNWRITABLE.pattern}")
_PLACE = re.compile(r" - at `.*`$", re.DOTALL)  # in a message of msgspec
EXTRA = "_extra"


def encoded_name(name: str) -> str:
    """Return the encoded name of a property: `name` itself, or an escaped form of it if msgspec rejects it.

    msgspec rejects quotes, backslashes, U+0000 to U+001F and lone surrogates in names. An escaped name starts with
    U+E000; names that start with U+E000 are escaped as well, so that the mapping is unambiguous.
    """
    if not _UNWRITABLE.search(name):
        return name
    return _MARK + _ENCODED.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), name)


def wire_name(encoded_name: str) -> str:
    """Return the wire name of a property, given its encoded name: the inverse of `encoded_name`."""
    if not encoded_name.startswith(_MARK):
        return encoded_name
    return unquote(encoded_name[len(_MARK) :], errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What decoding and encoding need to know about a model class.

    Attributes:
        fields: The fields by wire name (`name` is the attribute, `encode_name` msgspec's name).
        folded: Wire names by case-folded wire name, if unique.
        required: The wire names of the required properties.
        plain: Whether msgspec accepts every wire name unchanged.
        dates: The Python names of the fields whose values are dates that are sent as date-times.
    """

    fields: Mapping[str, msgspec.structs.FieldInfo]
    folded: Mapping[str, str]
    required: frozenset[str]
    plain: bool
    dates: frozenset[str]


@cache
def shape_of(model: type[msgspec.Struct]) -> ModelShape:
    """Return the shape of a model class."""
    fields = {wire_name(field.encode_name): field for field in msgspec.structs.fields(model)}
    folded: dict[str, list[str]] = {}
    for name in fields:
        folded.setdefault(name.casefold(), []).append(name)
    return ModelShape(
        fields=fields,
        folded={key: names[0] for key, names in folded.items() if len(names) == 1},
        required=frozenset(name for name, field in fields.items() if field.required),
        plain=all(name == field.encode_name for name, field in fields.items()),
        dates=frozenset(field.name for field in fields.values() if DateOnly in parts_of(field.type)),
    )


@cache
def readable(kind: Any) -> bool:
    """Return whether msgspec can decode a type: no model in it, at any depth, has a property with an escaped name."""
    models, waiting = set[type[msgspec.Struct]](), [kind]
    while waiting:
        kind = waiting.pop()
        waiting.extend(get_args(kind))
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in models:
            models.add(kind)
            waiting.extend(field.type for field in shape_of(kind).fields.values())
    return all(shape_of(model).plain for model in models)


@cache
def plain_within(model: type[msgspec.Struct]) -> bool:
    """Return whether msgspec can decode the types of all properties of a model, whatever their names."""
    return all(readable(field.type) for field in shape_of(model).fields.values())


def parts_of(kind: Any) -> list[Any]:
    """Return the members of a union, the type that an `Annotated` annotates, or the type itself, in a list."""
    origin = get_origin(kind)
    if origin is Annotated:
        return parts_of(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return [inner for part in get_args(kind) for inner in parts_of(part)]
    return [kind]


def extra_of(model: msgspec.Struct) -> dict[str, Any]:
    """Return the properties of a model object that its class does not declare, by wire name. Do not modify them."""
    extra: dict[str, Any] | None = vars(model).get(EXTRA)
    return {} if extra is None else extra


def extra_without(model: msgspec.Struct, changed: Container[str]) -> dict[str, Any]:
    """Return the extra properties of a model object without the received texts of changed properties.

    Args:
        model: The object.
        changed: The Python names of the properties.
    """
    fields = shape_of(type(model)).fields
    return {
        name: value for name, value in extra_of(model).items() if name not in fields or fields[name].name not in changed
    }


def set_extra(model: msgspec.Struct, extra: Mapping[str, Any]) -> None:
    """Set the properties of a model object that its class does not declare."""
    if extra:
        vars(model)[EXTRA] = dict(extra)


def is_object(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Return whether a value other than a model is encoded as a JSON object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[Any]]:
    """Return whether a value is encoded as a JSON array: any sequence except text and bytes."""
    if isinstance(value, (list, tuple)):
        return True
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview))


def mismatch(error: BaseException) -> str:
    """Return what msgspec says is wrong with a value, without the place, which callers report on their own."""
    return _PLACE.sub("", str(error))
