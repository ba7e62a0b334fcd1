"""Derive the parts of a generated package that usage analysis needs from the description and a lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...account import unread
from ...client.naming import attribute, identifier
from ...description.document import Document
from ...output.lock import Lock
from ..compare import ORDER_TYPES, PATCH_FIELDS, POINT_TYPES

_LISTS = {unread.ORDER_TYPES: ORDER_TYPES, unread.POINT_TYPES: POINT_TYPES, unread.PATCH_FIELDS: PATCH_FIELDS}


@dataclass(frozen=True)
class PackageLayout:
    """The names in a generated package and how its types relate.

    Attributes:
        package: The name of the package.
        owners: The owner of each model class's dynamic fields, or an empty string.
        nested: The model class of an attribute, by model class and attribute.
        returns: The model class that a method returns or iterates over, by resource and method.
        resources: The attributes of the client that are resources.
        tables: The attributes of `client.tables`.
        value_lists: The account's list that an attribute takes its values from, by model class and attribute.
        argument_lists: The account's list that some arguments of a resource's methods are taken from.
    """

    package: str
    owners: Mapping[str, str]
    nested: Mapping[tuple[str, str], str]
    returns: Mapping[tuple[str, str], str]
    resources: frozenset[str]
    tables: frozenset[str]
    value_lists: Mapping[tuple[str, str], str]
    argument_lists: Mapping[str, str]


def package_layout(lock: Lock, document: Document) -> PackageLayout:
    """Return the layout of the package that was generated from a description with the names pinned in a lock."""
    owners: dict[str, str] = {}
    nested: dict[tuple[str, str], str] = {}
    value_lists: dict[tuple[str, str], str] = {}
    for model, schema in document.schemas.items():
        owners[model] = schema.get("x-dynamic-owner", "")
        for wire, item in schema.get("properties", {}).items():
            target = _referenced_schema(item)
            if target is not None:
                nested[model, attribute(wire)] = target
            scope = _list_scope(item)
            if scope is not None:
                value_lists[model, attribute(wire)] = scope
                if scope == PATCH_FIELDS:  # the keys of this mapping are fields of contacts
                    owners[model] = "Contacts"
    returns: dict[tuple[str, str], str] = {}
    argument_lists: dict[str, str] = {}
    for _, _, operation in document.operations():
        resource = identifier(operation["tags"][0])
        for call in operation.get("x-calls", ()):
            returned = _referenced_schema(call.get("returns", {}))
            if returned is not None:
                returns[resource, call["name"]] = returned
        for parameter in operation.get("parameters", ()):
            scope = _list_scope(parameter.get("schema", {}))
            if scope is not None:
                argument_lists[resource] = scope
    tables = frozenset({*lock.names.tables.values(), *(alias.name for alias in lock.aliases if not alias.scope)})
    resources = frozenset(identifier(tag["name"]) for tag in document.root.get("tags", ()))
    return PackageLayout(lock.package, owners, nested, returns, resources, tables, value_lists, argument_lists)


def _referenced_schema(schema: Mapping[str, object]) -> str | None:
    """Return the name of the schema that a schema, or the schema of its items, refers to."""
    items = schema.get("items", schema)
    reference = items.get("$ref") if isinstance(items, dict) else None
    return str(reference).rpartition("/")[2] if reference else None


def _list_scope(schema: Mapping[str, object]) -> str | None:
    """Return the account's list that a schema takes its values from, as `Place.scope` names it."""
    return _LISTS.get(str(schema.get("x-account-values", "")))
