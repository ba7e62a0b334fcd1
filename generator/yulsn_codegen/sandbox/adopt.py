"""A store and an account come in; the store is made ready for that account, or InputError says why it cannot be.

A store remembers the account schema it served last. What the new schema adds reads as null, what it removes is kept but
not shown. Refused is only what would show an answer that no real account gives: rows of a table that is gone or has
another name, and stored values that do not fit a field's new type.
"""

from __future__ import annotations

import secrets

from ..account import OWNERS, AccountField, AccountSchema, dump_snapshot, parse_snapshot
from ..errors import InputError, Problem
from . import stores, values, wire
from .store import Store, table_kind

_MEND = "Start with another file, or with the account schema that this one was made for."


def adopt(store: Store, account: AccountSchema, place: str) -> None:
    """Make `store` ready to serve `account`; place: what problems name as the store. Raises InputError."""
    with store.transaction(write=True):
        known = store.note("account")
        if known is None:
            store.set_note("created", values.now())
            store.set_note("secret", secrets.token_hex(32))
            stores.seed(store)
        elif problems := _misfits(store, parse_snapshot(wire.loads(known), place), account, place):
            raise InputError(problems)
        store.set_note("account", dump_snapshot(account))


def _misfits(store: Store, old: AccountSchema, new: AccountSchema, place: str) -> list[Problem]:
    problems = []
    tables = {table.id: table for table in new.tables}
    for was in old.tables:
        rows = len(store.ids(table_kind(was.id)))
        if not rows:
            continue
        table = tables.get(was.id)
        if table is None or table.name != was.name:
            fate = "is gone" if table is None else f"is now `{table.name}`"
            problems.append(
                Problem(place, f"holds {rows} rows of the table `{was.name}` (id {was.id}), which {fate}", _MEND)
            )
        else:
            problems += _retyped(store, table_kind(was.id), f"the table `{was.name}`", was.fields, table.fields, place)
    for owner in OWNERS:
        problems += _retyped(store, owner, owner, old.owners.get(owner, ()), new.owners.get(owner, ()), place)
    return problems


def _retyped(
    store: Store,
    kind: str,
    owner: str,
    old: tuple[AccountField, ...],
    new: tuple[AccountField, ...],
    place: str,
) -> list[Problem]:
    types = {field.name: field.type for field in old}
    changed = [field for field in new if types.get(field.name, field.type) != field.type]
    if not changed:
        return []
    rows = store.scan(kind)
    return [
        Problem(
            place, f"holds values of `{field.name}` of {owner} that do not fit its new type {field.type.value}", _MEND
        )
        for field in changed
        if not all(_fits(field, row.get(field.name)) for row in rows)
    ]


def _fits(field: AccountField, value: object) -> bool:
    try:
        return value is None or values.fit(field.type, value) == value
    except ValueError:
        return False
