"""Find configured names and confirmed renames of fields and tables that the account does not have."""

from __future__ import annotations

from collections.abc import Iterator

from .account.choice import is_chosen
from .account.schema import AccountSchema
from .client.naming import by_scope
from .config import SECTION, Config
from .drift.compare import TABLES
from .output.lock import Lock
from .release.renames import wire_names


def unknown_names(account: AccountSchema, config: Config) -> Iterator[str]:
    """Yield a note for each configured name whose field or table the account does not have."""
    known = {owner: {field.name for field in fields} for owner, fields in account.owners.items()}
    known |= {f"table {table.name}": {field.name for field in table.fields} for table in account.tables}
    known["tables"] = {table.name for table in account.tables}
    for scope, names in config.names.items():
        for wire in names:
            if wire not in known.get(scope, ()) and _is_included(account, scope, wire):
                yield f"tool.{SECTION}.names.{scope}: the account has no {wire!r}."


def unknown_renames(previous: Lock | None, account: AccountSchema, config: Config) -> Iterator[str]:
    """Yield a note for each confirmed rename to or from a name that the account does not have or never had."""
    if previous is None:
        return
    now, before, pins = wire_names(account), wire_names(previous.account), by_scope(previous.names)
    retired = previous.names.retired
    for key, renames in config.renames.items():
        scope = "" if key == TABLES else key
        for old, new in renames.items():
            known = {*before.get(scope, ()), *pins.get(scope, ()), *now.get(scope, ())}
            if not _is_included(account, key, new):
                continue
            if new not in now.get(scope, ()):
                yield f"tool.{SECTION}.renames.{key}: the account has no {new!r}."
            elif old not in known and new not in {*retired.get(scope, {}).values(), *before.get(scope, ())}:
                yield f"tool.{SECTION}.renames.{key}: the account never had {old!r}."


def _is_included(account: AccountSchema, scope: str, wire: str) -> bool:
    """Return whether the configuration includes the table that a name of a scope is about, if it is about one."""
    table = wire if scope == TABLES else scope.removeprefix("table ") if scope.startswith("table ") else None
    return table is None or is_chosen(account.choice, table)
