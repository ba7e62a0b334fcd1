"""Apply overlays: store the properties that they add, show them in responses, and drop those that they remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..account.schema import AccountField, AccountSchema
from ..description.document import Document
from .collections import COLLECTIONS, TABLE_ROWS
from .faults.alterations import Alterations
from .shapes import field_of

_EMPTY: Mapping[str, object] = {"boolean": False, "integer": 0, "number": Decimal("0.0"), "array": [], "object": {}}


Additions = Mapping[str, tuple[AccountField, ...]]


def find_additions(document: Document, shipped: Document) -> Additions:
    """Return the properties that overlays add to objects and to a body that writes them, by the kind of the objects."""
    found = {}
    for collection in (*COLLECTIONS, TABLE_ROWS):
        name = collection.schema
        bodies = [document.schemas.get(f"{name}{end}", {}) for end in ("Create", "Update", "Patch")]
        written = {key for body in bodies for key in body.get("properties", ())}
        known = shipped.schemas[name]["properties"]
        found[collection.kind] = tuple(
            field_of(document, key, content)
            for key, content in document.schemas[name]["properties"].items()
            if key in written and key not in known
        )
    return found


def with_additions(account: AccountSchema, additions: Additions) -> AccountSchema:
    """Return an account schema in which additions are fields, as objects store them in the same way."""
    if not any(additions.values()):
        return account

    def extended(fields: tuple[AccountField, ...], kind: str) -> tuple[AccountField, ...]:
        known = {field.name for field in fields}
        return (*fields, *(field for field in additions[kind] if field.name not in known))

    owners = {kind: extended(account.owners.get(kind, ()), kind) for kind in additions}
    tables = (replace(table, fields=extended(table.fields, TABLE_ROWS.kind)) for table in account.tables)
    return replace(account, owners=owners, tables=tuple(tables))


@dataclass(frozen=True)
class Corrections(Alterations):
    """Corrections to the responses of the shipped description.

    Attributes:
        document: The description with overlays applied.
        shipped: The description without them.
    """

    shipped: Document

    def corrected(self, value: object, method: str, path: str, status: int) -> object:
        """Return a corrected response; `path` is that of its route, or empty if the request has none."""
        return self._corrected(value, self._schemas(method, path, status))

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return {id(schema): name for name, schema in self.document.schemas.items()}

    def _corrected(self, value: object, schemas: Iterable[Mapping[str, Any]]) -> object:
        flat = list(self._flat(schemas))
        if isinstance(value, list):
            return [self._corrected(item, [schema["items"] for schema in flat if "items" in schema]) for item in value]
        if not isinstance(value, dict):
            return value
        found = {
            name: self._corrected(
                item, [schema["properties"][name] for schema in flat if name in schema.get("properties", {})]
            )
            for name, item in value.items()
        }
        for schema in flat:
            if name := self._names.get(id(schema)):
                now, before = schema.get("properties", {}), self.shipped.schemas[name].get("properties", {})
                found = {key: item for key, item in found.items() if key in now or key not in before}
                added = [key for key in now if key not in before and found.get(key) is None]
                found |= {key: self._empty(now[key]) for key in added}
        return found

    def _empty(self, schema: Mapping[str, Any]) -> object:
        """Return null if a schema allows it, otherwise an empty value of its first type."""
        types = [kind for part in self._flat([schema]) for kind in _types(part)]
        return None if "null" in types or not types else _EMPTY.get(types[0], "")


def _types(schema: Mapping[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types
