"""Decode rows directly to objects, if the columns of a file are the properties of the model, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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

    def __init__(self, model: type[Struct]) -> None:
        fields = msgspec.structs.fields(model)
        times = {field.name: field.type for field in fields if datetime in parts_of(field.type)}
        # All fields are required, so rows of another length are errors. Times are first read as text, for `set_times`.
        array = msgspec.defstruct(
            model.__name__,
            [(field.name, str | None if field.name in times else field.type) for field in fields],
            bases=(model,),
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


def as_models(items: Sequence[Struct], model: type[Struct]) -> None:
    """Turn objects of a subclass of a model, which has the same attributes, into objects of the model."""
    set_attribute = Struct.__setattr__
    for item in items:
        set_attribute(item, "__class__", model)
