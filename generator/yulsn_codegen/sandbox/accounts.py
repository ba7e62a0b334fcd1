"""A store and an account come in; the store is made ready for that account, or InputError says why it cannot be.

A store remembers the account schema it served last. What the new schema adds reads as null, what it removes is kept but
not shown. Refused is only what would show an answer that no real account gives: rows of a table that is gone or has
another name, and stored values that do not fit a field's new type. An account may also change while it is served.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from ..account.schema import OWNERS, AccountField, AccountSchema
from ..account.snapshot import dump_snapshot, parse_snapshot
from ..description.document import load
from ..text.errors import InputError, Problem
from .resources import seeds
from .store import Store, table_kind
from .values import types as values
from .values import wire

_TABLE = "DynamicTable"  # the owner of the fields of every table
_HINT = "Start with another file, or with the account schema that this one was made for."


def adopt(store: Store, account: AccountSchema, place: str) -> None:
    """Make `store` ready to serve `account`; place: what problems name as the store. Raises InputError."""
    with store.transaction(write=True):
        known = store.note("account")
        if known is None:
            store.set_note("created", values.now())
            store.set_note("secret", secrets.token_hex(32))
            seeds.seed(store)
        elif problems := _misfits(store, parse_snapshot(wire.loads(known), place), account, place):
            raise InputError(problems)
        store.set_note("account", dump_snapshot(account))


def change(store: Store, old: AccountSchema, new: AccountSchema) -> None:
    """Make a store that serves `old` ready to serve `new`; call it within a transaction that writes.

    Data that no field or table shows is kept, and is there again should its field or table come back. A table's rows
    follow its id. Values that do not fit their field's type now become null, as nobody is asked whether they may.
    """
    statics, known = _statics(), _fields(old)
    for kind, fields in _fields(new).items():
        served = {field.name: field.type for field in known.get(kind, ())}
        fixed = statics.get(kind, statics[_TABLE])
        # A field that was not served may come back, with values of the type that it had.
        changed = [f for f in fields if f.name not in fixed and served.get(f.name) is not f.type]
        for row in store.scan(kind) if changed else ():
            if misfits := [field.name for field in changed if not _fits(field, row.get(field.name))]:
                body = {name: None if name in misfits else value for name, value in row.items() if name != "Id"}
                store.amend(kind, values.integer(row["Id"]), body)
    store.set_note("account", dump_snapshot(new))


def _fields(account: AccountSchema) -> dict[str, tuple[AccountField, ...]]:
    owners = {owner: account.owners.get(owner, ()) for owner in OWNERS}
    return owners | {table_kind(table.id): table.fields for table in account.tables}


def _statics() -> Mapping[str, set[str]]:
    """Return the static properties of every owner's objects; a dynamic field of such a name is that property."""
    found: dict[str, set[str]] = {}
    for schema in load().schemas.values():
        if "x-dynamic-owner" in schema:
            found.setdefault(schema["x-dynamic-owner"], set()).update(schema.get("properties", ()))
    return found


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
                Problem(place, f"holds {rows} rows of the table `{was.name}` (id {was.id}), which {fate}", _HINT)
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
            place, f"holds values of `{field.name}` of {owner} that do not fit its new type {field.type.value}", _HINT
        )
        for field in changed
        if not all(_fits(field, row.get(field.name)) for row in rows)
    ]


def _fits(field: AccountField, value: object) -> bool:
    try:
        return value is None or values.fit(field.type, value) == value
    except ValueError:
        return False
