"""Write many new objects of one kind to a store, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType

from ..collections import Collection
from ..store import Store
from ..values import exact_json
from .fields import FieldMakers

_BATCH = 5000

Named = Iterable[tuple[str, str]]


class BatchWriter:
    """Writes objects in batches. It is a context manager: all objects are in the store when the block ends."""

    def __init__(self, store: Store, kind: str, names: Iterable[str], fields: FieldMakers | None = None) -> None:
        """Start writing.

        Args:
            store: The store.
            kind: The kind of the objects, of which the store has none yet.
            names: The names of their properties, apart from the id and dynamic fields.
            fields: The makers of values for their dynamic fields, if any.
        """
        self._store, self._kind = store, kind
        self._nulls = dict.fromkeys(names, "null")
        self._makers = fields.makers if fields else ()
        all_names = (*self._nulls, *(fields.names if fields else ()))
        members = ",".join(exact_json.dumps(name).replace("%", "%%") + ":%s" for name in all_names)
        self._body = "{" + members + "}"
        self._objects: list[tuple[int, str]] = []
        self._keys: list[tuple[str, str, int]] = []
        self._refs: list[tuple[str, str, int]] = []
        self.last = 0

    def __enter__(self) -> BatchWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self._flush()
            if self.last:
                self._store.count_to(self._kind, self.last)

    def add(self, members: Mapping[str, str], keys: Named = (), refs: Named = ()) -> int:
        """Add an object and return its id.

        Args:
            members: The JSON texts of its static properties by name; the others are null.
            keys: The names and values of its keys.
            refs: The names and values of its refs.
        """
        number = self.last = self.last + 1
        written = {**self._nulls, **members}
        if len(written) != len(self._nulls):
            raise KeyError(f"unknown properties: {sorted(written.keys() - self._nulls.keys())}")
        self._objects.append((number, self._body % (*written.values(), *[make(number) for make in self._makers])))
        self._keys.extend([(name, value, number) for name, value in keys])
        self._refs.extend([(name, value, number) for name, value in refs])
        if len(self._objects) == _BATCH:
            self._flush()
        return number

    def _flush(self) -> None:
        self._store.load(self._kind, self._objects, self._keys, self._refs)
        self._objects, self._keys, self._refs = [], [], []


def batches_of(store: Store, collection: Collection, fields: FieldMakers | None = None) -> BatchWriter:
    """Return a writer of the objects of a collection."""
    names = (item.name for item in collection.stored.properties if item.name != "Id")
    return BatchWriter(store, collection.kind, names, fields)
