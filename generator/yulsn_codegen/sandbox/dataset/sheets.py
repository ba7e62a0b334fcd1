"""Objects of one kind, made in great number: their members come in as JSON texts, they go into the store in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType

from ..store import Store
from ..values import wire
from .fields import Fields

_BATCH = 5000

Named = Iterable[tuple[str, str]]


class Sheet:
    """Takes objects one by one; what it was given is in the store when its block ends."""

    def __init__(self, store: Store, kind: str, names: Sequence[str], fields: Fields | None = None) -> None:
        """Begin with a kind of which there is nothing; names: the members that `add` takes, in order."""
        self._store, self._kind = store, kind
        self._makers = fields.makers if fields else ()
        all_names = (*names, *(fields.names if fields else ()))
        members = ",".join(wire.dumps(name).replace("%", "%%") + ":%s" for name in all_names)
        self._body = "{" + members + "}"
        self._objects: list[tuple[int, str]] = []
        self._keys: list[tuple[str, str, int]] = []
        self._refs: list[tuple[str, str, int]] = []
        self.last = 0

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self._flush()
            if self.last:
                self._store.count_to(self._kind, self.last)

    def add(self, members: tuple[str, ...], keys: Named = (), refs: Named = ()) -> int:
        """Add an object and return its id; members: as JSON texts, the dynamic fields are added to them."""
        number = self.last = self.last + 1
        if self._makers:
            members += tuple([make(number) for make in self._makers])
        self._objects.append((number, self._body % members))
        self._keys.extend([(name, value, number) for name, value in keys])
        self._refs.extend([(name, value, number) for name, value in refs])
        if len(self._objects) == _BATCH:
            self._flush()
        return number

    def _flush(self) -> None:
        self._store.load(self._kind, self._objects, self._keys, self._refs)
        self._objects, self._keys, self._refs = [], [], []
