"""Name the types of allowed values after the fields that have them, and pin the names like those of the fields.

The name `contact_class` stands for the type `ContactClass` and the tuple `CONTACT_CLASS_VALUES`. The types of all
owners are in the module `types` of the generated package; those of a table are in the module of the table. Within a
module, no two types have the same name, and none has the name of a class that the module defines or imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..account.choice import table_scope
from ..account.schema import OWNERS, AccountField, AccountSchema, AccountTable
from ..account.scopes import table_of
from .identifiers import class_name, identifier
from .naming import Names, settle
from .shapes import typed_values

# Classes that modules with types of allowed values, or that use these types, import. A test compares it with the guard.
IMPORTED = frozenset(
    {
        "Annotated",
        "Any",
        "AsyncExportResource",
        "AsyncIterable",
        "AsyncIterator",
        "AsyncResource",
        "AsyncTableResource",
        "AwareDatetime",
        "Call",
        "ClassVar",
        "Condition",
        "DateOnly",
        "Decimal",
        "Export",
        "ExportProgress",
        "ExportResource",
        "Iterable",
        "Iterator",
        "ListedIn",
        "Literal",
        "Mapping",
        "Meta",
        "Model",
        "OnNotFound",
        "OpenIntEnum",
        "OrderedQueryField",
        "Page",
        "Progress",
        "QueryField",
        "RefusedLine",
        "Resource",
        "Sequence",
        "SyncProgress",
        "SyncReport",
        "SyncedTable",
        "TableResource",
        "TypeAlias",
        "UnsetType",
        "UtcDatetime",
    }
)


def value_names(
    names: Names, account: AccountSchema, pins: Mapping[str, Mapping[str, str]], reserved: Iterable[str]
) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """Return the names of the types of allowed values by scope and wire name, and notes about clashes.

    Args:
        names: The names of the account's fields and tables.
        account: The account schema.
        pins: The names of an earlier run, which do not change.
        reserved: The names of the description's classes and of the account's other types.
    """
    notes: list[str] = []
    taken = frozenset(reserved) | IMPORTED
    values = _of_owners(names, account, pins, taken, notes)
    tables = {table_scope(table.name): table for table in account.tables}
    for scope in sorted({*tables, *(scope for scope in pins if table_of(scope) is not None)}):
        wanted = dict(_of_table(names, tables[scope])) if scope in tables else {}
        own = _classes(names.tables[tables[scope].name]) if scope in tables else frozenset[str]()
        values[scope] = _settled(wanted, pins.get(scope, {}), scope, taken | own, notes)
    return {scope: found for scope, found in values.items() if found}, tuple(notes)


def _of_owners(
    names: Names,
    account: AccountSchema,
    pins: Mapping[str, Mapping[str, str]],
    taken: frozenset[str],
    notes: list[str],
) -> dict[str, dict[str, str]]:
    """Return the names of the types of all owners, which share a module."""
    wanted = {
        f"{owner} {wire}": name
        for owner, fields in account.owners.items()
        for wire, name in _wanted(_singular(identifier(owner)), fields, names.owners[owner])
    }
    pinned = {f"{owner} {wire}": name for owner in OWNERS for wire, name in pins.get(owner, {}).items()}
    values: dict[str, dict[str, str]] = {}
    for key, name in _settled(wanted, pinned, "types", taken, notes).items():
        owner, _, wire = key.partition(" ")
        values.setdefault(owner, {})[wire] = name
    return values


def _of_table(names: Names, table: AccountTable) -> Iterator[tuple[str, str]]:
    return _wanted(names.tables[table.name], table.fields, names.table_fields[table.name])


def _wanted(prefix: str, fields: Iterable[AccountField], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the wire names of fields with allowed values, with the preferred names of their types."""
    for field in fields:
        if field.name in names and typed_values(field):
            yield field.name, identifier(f"{prefix}_{names[field.name]}")


def _classes(table: str) -> frozenset[str]:
    """Return the names of the classes in the module of a table."""
    base = class_name(table)
    endings = ("Create", "Field", "Patch", "Row", "Table")
    return frozenset({f"Async{base}Table", *(f"{base}{ending}" for ending in endings)})


def _settled(
    wanted: Mapping[str, str], pins: Mapping[str, str], place: str, taken: frozenset[str], notes: list[str]
) -> dict[str, str]:
    """Resolve clashes. A class that the description got later takes its name from the pin."""
    kept = {wire: name for wire, name in pins.items() if class_name(name) not in taken}
    return settle(wanted, kept, place, notes, class_name, taken)


def _singular(owner: str) -> str:
    return f"{owner.removesuffix('ies')}y" if owner.endswith("ies") else owner.removesuffix("s")
