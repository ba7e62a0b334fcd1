"""Group the fields of an account by scope, as the configuration, the lock and reports do.

A scope is an owner, or `table_scope` of a table's name. Where tables have names as well, these are in a scope of their
own.
"""

from __future__ import annotations

from .choice import table_scope
from .schema import AccountField, AccountSchema

_TABLE = table_scope("")


def table_of(scope: str) -> str | None:
    """Return the name of the table that a scope is of, or None if it is not the scope of a table's fields."""
    return scope.removeprefix(_TABLE) if scope.startswith(_TABLE) else None


def fields_by_scope(account: AccountSchema) -> dict[str, tuple[AccountField, ...]]:
    """Return the fields of all owners and tables of an account."""
    return {**account.owners, **{table_scope(table.name): table.fields for table in account.tables}}
