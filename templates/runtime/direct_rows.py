"""Decode rows directly to objects, if the columns of a file are the properties of the model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from types import GenericAlias
from typing import Any

import msgspec
from msgspec import Struct

from .dates import read_custom
from .exact_times import set_times
from .wire import parts_of

__all__ = ["DirectDecoder", "as_models"]


class DirectDecoder:
    """Decodes JSON arrays of the cells of rows, without an object for each cell."""

    def __init__(self, model: type[Struct], order: Sequence[str]) -> None:
        """Prepare to decode.

        Args:
            model: The model.
            order: The Python names of all its properties, in the order of the cells.
        """
        kinds = {field.name: field.type for field in msgspec.structs.fields(model)}
        times = {name: kind for name, kind in kinds.items() if datetime in parts_of(kind)}
        # All fields are required, so rows of another length are errors. Times are first read as text, for `set_times`.
        # msgspec keeps the order of inherited fields, but keyword-only ones come last: each subclass makes more fields
        # positional, which puts them after those before them.
        array = model
        for names in _runs(order, list(kinds)):
            array = msgspec.defstruct(
                model.__name__,
                [(name, str | None if name in times else kinds[name]) for name in names],
                bases=(array,),
                array_like=True,
                forbid_unknown_fields=True,
                kw_only=False,
            )
        self._model = model
        self._times = {name: GenericAlias(list, (kind,)) for name, kind in times.items()}
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
            GenericAlias(list, (array,)), strict=False, dec_hook=read_custom
        )

    def decode(self, data: bytes) -> list[Any]:
        """Return the objects.

        Raises:
            ValueError: If the data is not JSON, a row has another length, or a value does not fit.
        """
        items = self._decoder.decode(data)
        for name, kind in self._times.items():
            texts = list(map(attrgetter(name), items))
            set_times(items, name, msgspec.convert(texts, kind, strict=False), texts)
        as_models(items, self._model)
        return list(items)


def _runs(order: Sequence[str], names: Sequence[str]) -> list[list[str]]:
    """Split names into as few parts as possible whose names are in the order of `names`."""
    places = {name: place for place, name in enumerate(names)}
    runs = [list(order[:1])]
    for before, name in pairwise(order):
        if places[name] < places[before]:
            runs.append([])
        runs[-1].append(name)
    return runs


def as_models(items: Sequence[Struct], model: type[Struct]) -> None:
    """Turn objects of a subclass of a model, which has the same attributes, into objects of the model."""
    set_attribute = Struct.__setattr__
    for item in items:
        set_attribute(item, "__class__", model)
