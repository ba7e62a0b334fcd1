"""Create an entry of a table, or update it if there is one with its external id. No I/O.

The entry is created first, because that is the only call for which the server compares and writes in one step. If
another entry has the external id, that entry is updated. So two upserts at once leave one entry, and an upsert whose
outcome is unknown can be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from .arguments import check_argument, check_body, is_blank
from .calls import Call
from .errors import ApiError, InvalidArgumentError, InvalidBodyError
from .wire import extra_of, set_extra, shape_of

__all__ = ["Upsert", "check_upserts", "external_id_of"]

T = TypeVar("T")
_MOST_ROUNDS = 5
_MOST_SHOWN = 20


def external_id_of(entity: object) -> Any:
    """Return the external id of an entry to create; UNSET or None if it has none."""
    return getattr(entity, "external_id", UNSET)


def check_upserts(call: Call[None], entities: Sequence[object]) -> None:
    """Check that entries are of the type that a call takes, and have an external id.

    Raises:
        InvalidBodyError: If one is not, or has none.
    """
    check_body(call.name, call.body, entities)
    ids = [external_id_of(entity) for entity in entities]
    missing = [place for place, external_id in enumerate(ids) if external_id in (UNSET, None) or is_blank(external_id)]
    if missing:
        raise InvalidBodyError(
            [f"list[{place}].external_id: missing; upsert needs one" for place in missing[:_MOST_SHOWN]]
        )


class Upsert:
    """An upsert in progress.

    Attributes:
        body: The entry to create.
        changes: The same as changes to an entry that exists.
        is_empty: Whether there is nothing to change.
        query: The query that finds the entry.
    """

    def __init__(self, create: Call[T], find: Call[T | None], patch: Call[T], external_id: str, entity: object) -> None:
        """Start an upsert.

        Raises:
            InvalidArgumentError: If the external id is missing, or differs from that of the entry.
            InvalidBodyError: If the entry is not of the type that `create` takes, or has a property that cannot be
                updated.
        """
        (parameter,) = find.parameters
        check_argument(create.name, "external_id", str, external_id)
        body: Any = check_body(create.name, create.body, entity)
        own = external_id_of(body)
        if own not in (UNSET, external_id):
            raise InvalidArgumentError(f"{create.name}: the entry has another external id; leave it out, or pass it")
        self.body = body.__replace__(external_id=external_id)
        self.changes = _changes(patch.body, self.body)
        self.is_empty = self.changes.__replace__(external_id=UNSET).to_dict() == {}
        self.query: Mapping[str, object] = {parameter: external_id}
        self._rounds = 0

    def retry(self, error: ApiError) -> None:
        """Continue after another caller has created or deleted the entry in between.

        Raises:
            ApiError: The error, if that has happened too often: then it has another cause.
        """
        self._rounds += 1
        if self._rounds == _MOST_ROUNDS:
            raise error


def _changes(patch: type[msgspec.Struct], entity: msgspec.Struct) -> Any:
    """Return a model with the changes that turn any entry into the given one.

    Raises:
        InvalidBodyError: If a property cannot be updated.
    """
    known = shape_of(patch).fields
    values = {name: getattr(entity, one.name) for name, one in shape_of(type(entity)).fields.items()}
    given = {name: value for name, value in values.items() if value is not UNSET}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise InvalidBodyError([f"{patch.__name__} has no property {name!r}" for name in unknown])
    changes = patch(**{known[name].name: value for name, value in given.items()})
    set_extra(changes, extra_of(entity))
    return changes
