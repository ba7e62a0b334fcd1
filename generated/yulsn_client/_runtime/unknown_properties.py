"""Decode JSON text that has properties its models do not know, nearly as fast as text without them.

Such text is common: it appears when somebody adds a field to the account. Its objects are decoded by a subclass of the
model that only differs in ignoring unknown properties, so that they can become objects of the model. The ignored
properties are then decoded from the same text: generically the first time; after that, when their names are known, by
a class that declares these as well and rejects all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, get_args, get_origin

import msgspec
from msgspec import UNSET, Struct, field

from .dates import read_custom
from .drift_detection import UNKNOWN, Report, inspect
from .json_types import is_struct
from .wire import EXTRA, parts_of, shape_of

__all__ = ["decode_with_unknown", "decoder"]

_MOST_NAMES = 32  # remembered per model, so that a server that invents names does not exhaust the memory
_MESSAGE_PREFIX = "Object contains unknown field"  # msgspec's message; if it changes, only the slower path is taken


@cache
def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return a strict decoder, cached by type. Fractions of untyped values are exact as well."""
    return msgspec.json.Decoder(kind, float_hook=Decimal, dec_hook=read_custom)


def decode_with_unknown(kind: Any, data: bytes | str, problem: str, report: Report | None) -> Any:
    """Decode a model, or a list of models, whose only deviation is unknown properties.

    Args:
        kind: The type to decode to.
        data: The JSON text.
        problem: The message of the strict decoder.
        report: Called once per unknown property.

    Returns:
        The value, or None if the text deviates in another way too.
    """
    model, is_list = _model(kind)
    if model is None or not problem.startswith(_MESSAGE_PREFIX):
        return None
    try:
        tolerant = _tolerant(model)
        decoded = decoder(list[tolerant] if is_list else tolerant).decode(data)  # type: ignore[valid-type]
        models = decoded if is_list else [decoded]
        unknown = _decode_known_names(model, is_list, data) or _decode_any_names(model, is_list, data)
        names = dict.fromkeys(name for members in unknown for name in members)
        if any(name.casefold() in shape_of(model).folded for name in names):
            return None  # a declared property in another case, which has to be assigned to its attribute
        set_attribute = Struct.__setattr__  # the one of Model rejects names that are not properties
        for item, members in zip(models, unknown, strict=True):
            set_attribute(item, "__class__", model)
            if members:
                item.__dict__[EXTRA] = members
    except (ValueError, TypeError, RecursionError, InvalidOperation):
        return None
    if report is not None:
        for name in names:
            report("unknown", f"{model.__name__}.{name}", UNKNOWN)
        inspect(kind, decoded, data if isinstance(data, bytes) else data.encode(), report)
    return decoded


@cache
def _model(kind: Any) -> tuple[type[Struct] | None, bool]:
    """Return the model of a type that is an optional model or list of models, and whether it is a list."""
    models = [part for part in parts_of(kind) if is_struct(part)]
    lists = [get_args(part)[0] for part in parts_of(kind) if get_origin(part) is list]
    if len(models) + len(lists) != 1:
        return None, False
    (model,) = models or lists
    return (model, bool(lists)) if is_struct(model) else (None, False)


@cache
def _tolerant(model: type[Struct]) -> type[Struct]:
    """Return a subclass of a model that ignores unknown properties."""
    return msgspec.defstruct(model.__name__, [], bases=(model,), forbid_unknown_fields=False)


_seen_names: dict[type[Struct], tuple[str, ...]] = {}
"""The names of unknown properties seen so far, by model: a cache that only affects speed."""


def _decode_known_names(model: type[Struct], is_list: bool, data: bytes | str) -> list[dict[str, Any]] | None:
    """Return the unknown properties of each object, or None if some have names that have not been seen before."""
    names = _seen_names.get(model)
    if names is None:
        return None
    try:
        extended = _extended(model, names)
        decoded = decoder(list[extended] if is_list else extended).decode(data)  # type: ignore[valid-type]
    except ValueError:
        return None
    slots = [(name, f"unknown_{index}") for index, name in enumerate(names)]
    if len(slots) == 1:  # the usual case
        ((name, slot),) = slots
        values = map(attrgetter(slot), decoded if is_list else [decoded])
        return [{} if value is UNSET else {name: value} for value in values]
    return [
        {name: value for name, slot in slots if (value := getattr(item, slot)) is not UNSET}
        for item in (decoded if is_list else [decoded])
    ]


@lru_cache(64)
def _extended(model: type[Struct], names: tuple[str, ...]) -> type[Struct]:
    """Return a subclass of a model that declares more properties."""
    slots = [(f"unknown_{index}", Any, field(name=name, default=UNSET)) for index, name in enumerate(names)]
    return msgspec.defstruct(model.__name__, slots, bases=(model,), kw_only=True)


def _decode_any_names(model: type[Struct], is_list: bool, data: bytes | str) -> list[dict[str, Any]]:
    """Return the unknown properties of each object, and remember their names."""
    fields = shape_of(model).fields
    plain = decoder(Any).decode(data)
    objects: Sequence[Mapping[str, Any]] = plain if is_list else [plain]
    unknown = [{name: members[name] for name in members if name not in fields} for members in objects]
    names = dict.fromkeys((*_seen_names.get(model, ()), *(name for members in unknown for name in members)))
    if len(names) <= _MOST_NAMES:
        _seen_names[model] = tuple(names)
    return unknown
