"""Find configured names and confirmed renames of fields and tables that the account does not have."""

from __future__ import annotations

from collections.abc import Iterator

from .account.choice import is_chosen
from .account.schema import AccountSchema
from .account.scopes import table_of
from .client.naming import by_scope
from .config import SECTION, Config
from .drift.compare import TABLES
from .output.lock import Lock
from .release.renames import scope_of, wire_names


def unknown_names(account: AccountSchema, config: Config) -> Iterator[str]:
    """Yield a note for each configured name whose field or table the account does not have."""
    known = wire_names(account)
    for key, names in config.names.items():
        for wire in names:
            if wire not in known.get(scope_of(key), ()) and _is_included(account, key, wire):
                yield f"tool.{SECTION}.names.{key}: the account has no {wire!r}."


def unknown_renames(previous: Lock | None, account: AccountSchema, config: Config) -> Iterator[str]:
    """Yield a note for each confirmed rename to or from a name that the account does not have or never had."""
    if previous is None:
        return
    now, before, pins = wire_names(account), wire_names(previous.account), by_scope(previous.names)
    retired = previous.names.retired
    for key, renames in config.renames.items():
        scope = scope_of(key)
        for old, new in renames.items():
            known = {*before.get(scope, ()), *pins.get(scope, ()), *now.get(scope, ())}
            if not _is_included(account, key, new):
                continue
            if new not in now.get(scope, ()):
                yield f"tool.{SECTION}.renames.{key}: the account has no {new!r}."
            elif old not in known and new not in {*retired.get(scope, {}).values(), *before.get(scope, ())}:
                yield f"tool.{SECTION}.renames.{key}: the account never had {old!r}."


def _is_included(account: AccountSchema, key: str, wire: str) -> bool:
    """Return whether the configuration includes the table that a name under a key is about, if it is about one."""
    table = wire if key == TABLES else table_of(key)
    return table is None or is_chosen(account.choice, table)
