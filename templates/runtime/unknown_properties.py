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

from .drift_detection import Report, inspect
from .json_types import is_struct
from .wire import EXTRA, parts_of, shape_of

__all__ = ["decode_surplus", "decoder"]

_MOST_NAMES = 32  # that are remembered a model; a server that makes up names must not fill the memory
_MARK = "Object contains unknown field"  # of msgspec's message; were it another, the slower path would be taken


@cache
def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """A strict decoder, made once a type. Fractions of untyped values are exact too."""
    return msgspec.json.Decoder(kind, float_hook=Decimal)


def decode_surplus(kind: Any, data: bytes | str, problem: str, report: Report | None) -> Any:
    """The value of a text whose models, or a list of them, have unknown properties and are right otherwise, or None.

    problem: what the strict decoder says of it.
    """
    model, is_list = _model(kind)
    if model is None or not problem.startswith(_MARK):
        return None
    try:
        lax = _lax(model)
        found = decoder(list[lax] if is_list else lax).decode(data)  # type: ignore[valid-type]
        models = found if is_list else [found]
        surplus = _read_known(model, is_list, data) or _read_plainly(model, is_list, data)
        names = dict.fromkeys(name for members in surplus for name in members)
        if any(name.casefold() in shape_of(model).folded for name in names):
            return None  # a known property in another case: that takes more than adding what was ignored
        change = Struct.__setattr__  # the model's own refuses what is no property
        for item, members in zip(models, surplus, strict=True):
            change(item, "__class__", model)
            if members:
                item.__dict__[EXTRA] = members
    except (ValueError, TypeError, RecursionError, InvalidOperation):
        return None
    if report is not None:
        for name in names:
            report("unknown", f"{model.__name__}.{name}", "the model does not know this property")
        inspect(kind, found, data if isinstance(data, bytes) else data.encode(), report)
    return found


@cache
def _model(kind: Any) -> tuple[type[Struct] | None, bool]:
    """The model that a type is, or is a list of; None may be a value too."""
    models = [part for part in parts_of(kind) if is_struct(part)]
    lists = [get_args(part)[0] for part in parts_of(kind) if get_origin(part) is list]
    if len(models) + len(lists) != 1:
        return None, False
    (model,) = models or lists
    return (model, bool(lists)) if is_struct(model) else (None, False)


@cache
def _lax(model: type[Struct]) -> type[Struct]:
    return msgspec.defstruct(model.__name__, [], bases=(model,), forbid_unknown_fields=False)


_met: dict[type[Struct], tuple[str, ...]] = {}
"""The unknown names that were met, by model; only what is read faster depends on it."""


def _read_known(model: type[Struct], is_list: bool, data: bytes | str) -> list[dict[str, Any]] | None:
    """The unknown properties of each object, if they all have names that were met before."""
    names = _met.get(model)
    if names is None:
        return None
    try:
        probe = _probe(model, names)
        found = decoder(list[probe] if is_list else probe).decode(data)  # type: ignore[valid-type]
    except ValueError:
        return None
    slots = [(name, f"surplus_{index}") for index, name in enumerate(names)]
    if len(slots) == 1:  # as it mostly is
        ((name, slot),) = slots
        values = map(attrgetter(slot), found if is_list else [found])
        return [{} if value is UNSET else {name: value} for value in values]
    return [
        {name: value for name, slot in slots if (value := getattr(item, slot)) is not UNSET}
        for item in (found if is_list else [found])
    ]


@lru_cache(64)
def _probe(model: type[Struct], names: tuple[str, ...]) -> type[Struct]:
    slots = [(f"surplus_{index}", Any, field(name=name, default=UNSET)) for index, name in enumerate(names)]
    return msgspec.defstruct(model.__name__, slots, bases=(model,), kw_only=True)


def _read_plainly(model: type[Struct], is_list: bool, data: bytes | str) -> list[dict[str, Any]]:
    """The unknown properties of each object; their names are remembered."""
    fields = shape_of(model).fields
    plain = decoder(Any).decode(data)
    objects: Sequence[Mapping[str, Any]] = plain if is_list else [plain]
    surplus = [{name: members[name] for name in members if name not in fields} for members in objects]
    names = dict.fromkeys((*_met.get(model, ()), *(name for members in surplus for name in members)))
    if len(names) <= _MOST_NAMES:
        _met[model] = tuple(names)
    return surplus
