"""Prepare a store to serve an account schema, and change the schema while it is served.

A store remembers the account schema it served last. Fields that a new schema adds read as null; data of fields that it
removes is kept but hidden. A new schema is refused only if the sandbox would respond as no real account does: if a
table that has rows is gone or has another name, or if stored values do not fit the new type of a field.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from ..account.schema import OWNERS, AccountField, AccountSchema
from ..account.snapshot import dump_snapshot, parse_snapshot
from ..description.document import TABLE_OWNER, load
from ..text.errors import InputError, Problem
from .dataset import initial
from .field_details import fields_by_kind, record_fields
from .store import Store, table_kind
from .values import exact_json, scalars

_HINT = "Use another file, or the account schema that this file was created for."


def prepare_store(store: Store, account: AccountSchema, place: str) -> None:
    """Make a store ready to serve an account, with initial data if the store is new.

    Args:
        store: The store.
        account: The account schema to serve.
        place: How problems refer to the store.

    Raises:
        InputError: If the store holds data that does not fit the account.
    """
    with store.transaction(write=True):
        known = known_account(store)
        if known is None:
            store.set_note("created", scalars.now())
            store.set_note("secret", secrets.token_hex(32))
            initial.fill(store)
        elif problems := _conflicts(store, known, account, place):
            raise InputError(problems)
        store.set_note("account", dump_snapshot(account))
        record_fields(store, account)


def known_account(store: Store) -> AccountSchema | None:
    """Return the account schema that a store served last; None if it is new."""
    known = store.note("account")
    return None if known is None else parse_snapshot(exact_json.loads(known), store.place)


def change_account(store: Store, old: AccountSchema, new: AccountSchema) -> None:
    """Make a store that serves `old` ready to serve `new`, within a write transaction.

    Hidden data is kept, and reappears when its field or table does. The rows of a table follow its id. Values that do
    not fit the new type of their field become null, since there is no user to ask.
    """
    statics, known = _static_names(), fields_by_kind(old)
    for kind, fields in fields_by_kind(new).items():
        served = {field.name: field.type for field in known.get(kind, ())}
        fixed = statics.get(kind, statics[TABLE_OWNER])
        # A field that is new now may have existed earlier, with values of the type it had then.
        changed = [f for f in fields if f.name not in fixed and served.get(f.name) is not f.type]
        for row in store.scan(kind) if changed else ():
            if conflicts := [field.name for field in changed if not _fits(field, row.get(field.name))]:
                store.amend(kind, scalars.integer(row["Id"]), row | dict.fromkeys(conflicts))
    store.set_note("account", dump_snapshot(new))
    record_fields(store, new)


def _static_names() -> Mapping[str, set[str]]:
    """Return the static properties by owner; a dynamic field with such a name is that property."""
    found: dict[str, set[str]] = {}
    for schema in load().schemas.values():
        if "x-dynamic-owner" in schema:
            found.setdefault(schema["x-dynamic-owner"], set()).update(schema.get("properties", ()))
    return found


def _conflicts(store: Store, old: AccountSchema, new: AccountSchema, place: str) -> list[Problem]:
    problems = []
    tables = {table.id: table for table in new.tables}
    for was in old.tables:
        rows = len(store.ids(table_kind(was.id)))
        if not rows:
            continue
        table = tables.get(was.id)
        if table is None or table.name != was.name:
            fate = "is gone" if table is None else f"is now `{table.name}`"
            what = f"holds {rows} rows of the table `{was.name}` (id {was.id}), which {fate}"
            problems.append(Problem(place, what, _HINT))
        else:
            names = _retyped(store, table_kind(was.id), was.fields, table.fields)
            problems += _problems(names, f"the table `{was.name}`", place)
    for owner in OWNERS:
        names = _retyped(store, owner, old.owners.get(owner, ()), new.owners.get(owner, ()))
        problems += _problems(names, owner, place)
    return problems


def _problems(fields: Iterable[AccountField], owner: str, place: str) -> list[Problem]:
    return [
        Problem(
            place, f"holds values of `{field.name}` of {owner} that do not fit its new type {field.type.value}", _HINT
        )
        for field in fields
    ]


def _retyped(
    store: Store, kind: str, old: tuple[AccountField, ...], new: tuple[AccountField, ...]
) -> list[AccountField]:
    """Return the fields with a new type that some stored value does not fit."""
    types = {field.name: field.type for field in old}
    changed = [field for field in new if types.get(field.name, field.type) != field.type]
    rows = store.scan(kind) if changed else []
    return [field for field in changed if not all(_fits(field, row.get(field.name)) for row in rows)]


def _fits(field: AccountField, value: object) -> bool:
    try:
        return value is None or scalars.fit(field.type, value) == value
    except ValueError:
        return False
