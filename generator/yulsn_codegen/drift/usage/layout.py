"""Derive the parts of a generated package that usage analysis needs from the description and a lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from ...account import unread
from ...client.identifiers import attribute, class_name, fields_class, identifier
from ...description.document import Document
from ...output.lock import Lock
from ..compare import ORDER_TYPES, PATCH_FIELDS, POINT_TYPES

_LISTS = {unread.ORDER_TYPES: ORDER_TYPES, unread.POINT_TYPES: POINT_TYPES, unread.PATCH_FIELDS: PATCH_FIELDS}
_TABLE_CLASSES = ("{}Row", "{}Create", "{}Patch", "{}Field", "{}Table", "Async{}Table")


class Part(Enum):
    """A kind of part of the generated package."""

    MODEL = auto()  # name: the class
    ROW = auto()  # name: the table's attribute; a class of a table's entries
    TABLE = auto()  # name: the table's attribute
    TABLES = auto()
    FOREIGN = auto()  # not part of the package


@dataclass(frozen=True)
class PackagePart:
    """A part of the generated package, or an instance of it.

    Attributes:
        part: The kind of part.
        name: Its name; see `Part`.
    """

    part: Part
    name: str = ""


@dataclass(frozen=True)
class PackageLayout:
    """The names in a generated package and how its types relate.

    Attributes:
        package: The name of the package.
        owners: The owner of each model class's dynamic fields, or an empty string.
        tables: The attributes of `client.tables`.
        table_classes: The attribute of `client.tables` that each class of a table belongs to.
        value_lists: The account's list that an attribute takes its values from, by model class and attribute.
        argument_lists: The account's list that some arguments of a resource's methods are taken from.
    """

    package: str
    owners: Mapping[str, str]
    tables: frozenset[str]
    table_classes: Mapping[str, str]
    value_lists: Mapping[tuple[str, str], str]
    argument_lists: Mapping[str, str]

    def part_of_class(self, name: str) -> PackagePart | None:
        """Return the part of the package that a class is, or None if the package's account does not determine it."""
        if name in ("Tables", "AsyncTables"):
            return PackagePart(Part.TABLES)
        if name in self.table_classes:
            return PackagePart(Part.TABLE if name.endswith("Table") else Part.ROW, self.table_classes[name])
        return PackagePart(Part.MODEL, name) if name in self.owners else None


def package_layout(lock: Lock, document: Document) -> PackageLayout:
    """Return the layout of the package that was generated from a description with the names pinned in a lock."""
    owners: dict[str, str] = {}
    value_lists: dict[tuple[str, str], str] = {}
    for model, schema in document.schemas.items():
        owner = schema.get("x-dynamic-owner", "")
        for wire, item in schema.get("properties", {}).items():
            scope = _list_scope(item)
            if scope is not None:
                value_lists[model, attribute(wire)] = scope
                if scope == PATCH_FIELDS:  # the keys of this mapping are fields of contacts
                    owner = "Contacts"
        owners[model] = owner
        owners.setdefault(fields_class(model), owner)
    argument_lists: dict[str, str] = {}
    for _, _, operation in document.operations():
        for parameter in operation.get("parameters", ()):
            scope = _list_scope(parameter.get("schema", {}))
            if scope is not None:
                argument_lists[identifier(operation["tags"][0])] = scope
    tables = frozenset({*lock.names.tables.values(), *(alias.name for alias in lock.aliases if not alias.scope)})
    classes = {form.format(class_name(table)): table for table in tables for form in _TABLE_CLASSES}
    return PackageLayout(lock.package, owners, tables, classes, value_lists, argument_lists)


def _list_scope(schema: Mapping[str, object]) -> str | None:
    """Return the account's list that a schema takes its values from, as `Place.scope` names it."""
    return _LISTS.get(str(schema.get("x-account-values", "")))
