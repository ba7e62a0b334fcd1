"""Apply overlays to responses: add the properties that overlays add, and drop those that they remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..description.document import Document
from .faults.alterations import Alterations

_EMPTY: Mapping[str, object] = {"boolean": False, "integer": 0, "number": Decimal("0.0"), "array": [], "object": {}}


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
                found |= {key: self._empty(now[key]) for key in now if key not in before and key not in found}
        return found

    def _empty(self, schema: Mapping[str, Any]) -> object:
        """Return null if a schema allows it, otherwise an empty value of its first type."""
        types = [kind for part in self._flat([schema]) for kind in _types(part)]
        return None if "null" in types or not types else _EMPTY.get(types[0], "")


def _types(schema: Mapping[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types
