"""Evaluate the conditions of a search: the nine operators on fields of every type.

As in SQL, a comparison with a field that is null does not hold, whatever the operator; only the operators Null and
NotNull see nulls. A comparison with the value null means the same as one of these two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..account.schema import FieldType
from .bodies import list_of
from .requests import RefusedError, attempt, invalid
from .shapes import ObjectShape, Property, enum_names
from .values import exact_json, scalars
from .written import written

_SCHEMA = "SearchFieldCreate"
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "Equal": lambda one, other: bool(one == other),
    "NotEqual": lambda one, other: bool(one != other),
    "MoreThan": lambda one, other: bool(one > other),
    "MoreThanOrEqual": lambda one, other: bool(one >= other),
    "LessThan": lambda one, other: bool(one < other),
    "LessThanOrEqual": lambda one, other: bool(one <= other),
}


@dataclass(frozen=True)
class SearchCondition:
    """One condition: a property, the name of an operator, and the values to compare with, as sorting keys."""

    property: Property
    operator: str
    values: tuple[Any, ...]

    def holds(self, item: Mapping[str, object]) -> bool:
        """Return whether the condition holds for a stored object."""
        stored = self.property.shown(item.get(self.property.name))
        if self.operator in ("Null", "NotNull"):
            return (stored is None) is (self.operator == "Null")
        if stored is None:
            return False
        own = _key(self.property.type, stored)
        if self.operator == "In":
            return own in self.values
        return bool(self.values) and _COMPARED[self.operator](own, self.values[0])


def parse_conditions(shape: ObjectShape, sent: object) -> list[SearchCondition]:
    """Return the conditions in a list of search fields.

    Args:
        shape: The shape of the objects that are searched.
        sent: The list, as it was sent.

    Raises:
        RefusedError: 400 for an unknown field or operator, or a value that is not of the field's type.
    """
    items = attempt("Fields", lambda: list_of(lambda item: item)(sent))
    if not all(isinstance(item, dict) for item in items):
        raise RefusedError(400, "The conditions should be JSON objects.")
    return [_condition(shape, item) for item in items if isinstance(item, dict)]


def matching(conditions: Iterable[SearchCondition], items: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Return the objects for which all conditions hold."""
    wanted = list(conditions)
    return [item for item in items if all(condition.holds(item) for condition in wanted)]


def _condition(shape: ObjectShape, sent: dict[str, object]) -> SearchCondition:
    body = written(_SCHEMA, sent)
    name = str(body["Field"])
    found = shape.property(name)
    if found is None:
        raise invalid({"Field": [f"There is no field `{name}` to search."]})
    operator = enum_names("SearchOperator")[scalars.integer(body["Operator"])]
    if operator == "In":
        listed = body["Values"] if isinstance(body["Values"], list) else []
        return SearchCondition(found, operator, tuple(_parsed(found, str(value)) for value in listed))
    if body["Value"] is None and operator in ("Equal", "NotEqual"):
        return SearchCondition(found, "Null" if operator == "Equal" else "NotNull", ())
    if body["Value"] is None or operator in ("Null", "NotNull"):
        return SearchCondition(found, operator, ())
    return SearchCondition(found, operator, (_parsed(found, str(body["Value"])),))


def _parsed(found: Property, text: str) -> Any:
    return _key(found.type, attempt(found.name, lambda: scalars.parse(found.type, text)))


def _key(kind: FieldType, value: object) -> Any:
    """Return what values of a type are compared by: times by their instant, values of an unknown type by their text."""
    if kind is FieldType.DATE_TIME_OFFSET:
        return scalars.ticks(str(value))
    if kind is FieldType.UNKNOWN:
        return value if isinstance(value, str) else exact_json.dumps(value)
    return value
