"""Describe how the attributes of a model class are named on the wire.

This module also defines two conventions that decoding and encoding share: encoded names for wire names that msgspec
rejects, and where an object keeps the properties that its model does not know.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin
from urllib.parse import quote, unquote

import msgspec

__all__ = [
    "EXTRA",
    "ModelShape",
    "extra_of",
    "is_array",
    "is_object",
    "parts_of",
    "plain_within",
    "readable",
    "set_extra",
    "shape_of",
    "stand_in",
    "wire_name",
]

_MARK = "\ue000"
_UNWRITABLE = re.compile(r'["\\\x00-\x1f\ud800-\udfff]|^\ue000')
_ENCODED = re.compile(rf"%|{_UNWRITABLE.pattern}")
EXTRA = "_extra"


def stand_in(name: str) -> str:
    """The encoded name of a property: `name` itself, or a stand-in where msgspec would refuse it.

    A quote, a backslash, U+0000 to U+001F and half of a surrogate pair are refused by msgspec. A stand-in starts with
    U+E000; a name that starts so by itself gets one too, which keeps the two apart.
    """
    if not _UNWRITABLE.search(name):
        return name
    return _MARK + _ENCODED.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), name)


def wire_name(encoded_name: str) -> str:
    """The true wire name of a property, given its encoded name: undoes `stand_in`."""
    if not encoded_name.startswith(_MARK):
        return encoded_name
    return unquote(encoded_name[len(_MARK) :], errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What reading and writing need to know of a model class.

    Attributes:
        fields: wire name to field (`name` is the attribute, `encode_name` what msgspec calls it).
        folded: case-folded wire name to wire name, for those that are still unique when folded.
        required: wire names of the properties that an answer always holds.
        plain: whether msgspec takes every wire name as it is.
    """

    fields: Mapping[str, msgspec.structs.FieldInfo]
    folded: Mapping[str, str]
    required: frozenset[str]
    plain: bool


@cache
def shape_of(model: type[msgspec.Struct]) -> ModelShape:
    """The shape of a model class, worked out once a class."""
    fields = {wire_name(field.encode_name): field for field in msgspec.structs.fields(model)}
    folded: dict[str, list[str]] = {}
    for name in fields:
        folded.setdefault(name.casefold(), []).append(name)
    return ModelShape(
        fields=fields,
        folded={key: names[0] for key, names in folded.items() if len(names) == 1},
        required=frozenset(name for name, field in fields.items() if field.required),
        plain=all(name == field.encode_name for name, field in fields.items()),
    )


@cache
def readable(kind: Any) -> bool:
    """Whether msgspec alone can read a type: no model in it, at any depth, has a property with a stand-in."""
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
    """Whether msgspec alone can read all that the properties of a model hold, whatever they are called themselves."""
    return all(readable(field.type) for field in shape_of(model).fields.values())


def parts_of(kind: Any) -> list[Any]:
    """The types that a type is made of: the parts of a union, what an annotated type annotates."""
    origin = get_origin(kind)
    if origin is Annotated:
        return parts_of(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return [inner for part in get_args(kind) for inner in parts_of(part)]
    return [kind]


def extra_of(model: msgspec.Struct) -> dict[str, Any]:
    """The properties of a model object that its class does not know, by wire name; not to be changed."""
    extra: dict[str, Any] | None = vars(model).get(EXTRA)
    return {} if extra is None else extra


def set_extra(model: msgspec.Struct, extra: Mapping[str, Any]) -> None:
    """Give a model object its unknown properties."""
    if extra:
        vars(model)[EXTRA] = dict(extra)


def is_object(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value becomes a JSON object, models apart."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value becomes a JSON array: any sequence that is neither text nor bytes."""
    if isinstance(value, (list, tuple)):
        return True
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview))
