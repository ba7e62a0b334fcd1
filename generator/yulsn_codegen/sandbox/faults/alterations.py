"""Alter responses as a later version of the API might, with unknown properties and enum members.

The description determines which values are enums, and which are objects with properties rather than free-form maps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...description.document import Document
from .plan import ExtraProperty, UnknownEnumMember

_NEW = "This property is new."
_Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Alterations:
    """Alterations of the responses in a description."""

    document: Document

    def altered(
        self, value: object, method: str, path: str, status: int, effects: Sequence[ExtraProperty | UnknownEnumMember]
    ) -> object:
        """Return an altered response; `path` is that of its route, or empty if the request has none."""
        return self._altered(value, self._schemas(method, path, status), effects)

    @cached_property
    def _operations(self) -> Mapping[tuple[str, str], _Schema]:
        return {(method, path.lower()): operation for path, method, operation in self.document.operations()}

    def _schemas(self, method: str, path: str, status: int) -> list[_Schema]:
        responses = self._operations.get((method, path.lower()), {}).get("responses", {})
        if str(status) in responses:
            contents = self.document.resolve(responses[str(status)]).get("content", {})
            return [content["schema"] for content in contents.values() if "schema" in content]
        return [self.document.schemas["Error"]] if status >= 400 else []

    def _altered(
        self, value: object, schemas: Iterable[_Schema], effects: Sequence[ExtraProperty | UnknownEnumMember]
    ) -> object:
        flat = list(self._flat(schemas))
        if isinstance(value, dict):
            found = {
                name: self._altered(item, [part for schema in flat for part in _of_property(schema, name)], effects)
                for name, item in value.items()
            }
            if any("properties" in schema for schema in flat):
                for effect in effects:
                    if isinstance(effect, ExtraProperty):
                        found.setdefault(effect.name, _NEW)
            return found
        if isinstance(value, list):
            parts = [schema["items"] for schema in flat if "items" in schema]
            return [self._altered(item, parts, effects) for item in value]
        if isinstance(value, int) and not isinstance(value, bool):
            known = [number for schema in flat for number in schema.get("enum", ()) if isinstance(number, int)]
            for effect in effects:
                if known and isinstance(effect, UnknownEnumMember):
                    value = max(known) + 1 if effect.number is None else effect.number
        return value

    def _flat(self, schemas: Iterable[_Schema]) -> Iterator[_Schema]:
        """Yield schemas with references resolved and alternatives flattened; those of another type have no effect."""
        for schema in schemas:
            resolved = self.document.resolve(schema)
            yield resolved
            for word in ("anyOf", "oneOf", "allOf"):
                yield from self._flat(resolved.get(word, ()))


def _of_property(schema: _Schema, name: str) -> list[_Schema]:
    if name in schema.get("properties", {}):
        return [schema["properties"][name]]
    others = schema.get("additionalProperties")
    return [others] if isinstance(others, Mapping) else []
