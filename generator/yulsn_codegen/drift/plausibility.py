"""Refuse an account schema that looks truncated, or like that of another account, before a lock is replaced by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..account.schema import AccountSchema
from ..account.scopes import fields_by_scope
from ..text.errors import Problem, UndeterminedError
from . import rules
from .changes import SchemaChange

_HINT = (
    "If this is correct, confirm it with --allow-shrink. Otherwise check the address and the API key, and try again."
)


def refuse_implausible(old: AccountSchema, new: AccountSchema, changes: Sequence[SchemaChange]) -> None:
    """Refuse a new schema that has lost most of what the old one has.

    Args:
        old: The account schema in the lock.
        new: The account schema that would replace it.
        changes: The changes from `old` to `new`.

    Raises:
        UndeterminedError: More than half of the tables, or of the fields of an owner or a table, are gone; or the two
            have no table in common.
    """
    problems = [*_lost_tables(old, new, changes), *_lost_fields(old, changes)]
    if problems:
        what = "This looks like a truncated response or another account rather than drift"
        raise UndeterminedError([*problems, Problem("", what, _HINT)])


def _lost_tables(old: AccountSchema, new: AccountSchema, changes: Sequence[SchemaChange]) -> Iterator[Problem]:
    before, after = ({table.id for table in schema.tables} for schema in (old, new))
    if before and after and not before & after:
        yield Problem("tables", "have no id in common with the lock: this may be another account")
    gone = sum(change.rule is rules.TABLE_REMOVED for change in changes)
    if 2 * gone > len(old.tables):
        yield Problem("tables", f"{gone} of the {len(old.tables)} are gone")


def _lost_fields(old: AccountSchema, changes: Sequence[SchemaChange]) -> Iterator[Problem]:
    fields = fields_by_scope(old)
    removed = Counter(change.place.scope for change in changes if change.rule is rules.FIELD_REMOVED)
    for scope, number in removed.items():
        if 2 * number > len(fields[scope]):
            yield Problem(scope, f"{number} of its {len(fields[scope])} fields are gone")
