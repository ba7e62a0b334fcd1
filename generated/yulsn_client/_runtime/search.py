"""Conditions of a search, made by comparing the fields of an owner: `BikesField.gears >= 3`.

The generated package has a class of fields for each owner that can be searched. The type of a field says which values
and operators it takes, and a condition only fits a search of its own owner, so a type checker finds wrong uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, NoReturn, TypeVar

from msgspec import UNSET

from .calls import Call
from .date_times import MICROSECOND, earliest, has_offset, is_rounded
from .dates import as_date_time, is_date
from .errors import InvalidArgumentError
from .request import wire_text

__all__ = ["Condition", "OrderedQueryField", "QueryField", "search_body"]

Owner = TypeVar("Owner")
Value = TypeVar("Value")
Limit = TypeVar("Limit")

# The numbers of the members of the API's enum SearchOperator.
_EQUAL, _NOT_EQUAL, _MORE, _MORE_OR_EQUAL, _LESS, _LESS_OR_EQUAL, _NULL, _NOT_NULL, _IN = range(1, 10)
# For each operator, the one that compares rounded times if the limit is the earliest time that is rounded to the given
# one, or to the next one.
_ROUNDED = {
    _MORE: (_MORE_OR_EQUAL, MICROSECOND),
    _MORE_OR_EQUAL: (_MORE_OR_EQUAL, timedelta()),
    _LESS: (_LESS, timedelta()),
    _LESS_OR_EQUAL: (_LESS, MICROSECOND),
}


@dataclass(frozen=True, slots=True)
class Condition(Generic[Owner]):
    """A condition of a search. `Owner` is the model of the objects that are searched.

    Attributes:
        field: The wire name of the field.
        operator: The number of the operator.
        value: The value to compare with, as text.
        values: The values to compare with, for the operator In.
    """

    field: str
    operator: int
    value: str | None = None
    values: tuple[str, ...] | None = None

    def __bool__(self) -> NoReturn:
        raise InvalidArgumentError(
            "a condition has no truth value; pass conditions as separate arguments instead of combining them with "
            "and, or, not or a chained comparison"
        )


class QueryField(Generic[Owner, Value]):
    """A field that a search can name, with the operators that every type has."""

    def __init__(self, name: str) -> None:
        """Create a field from its wire name."""
        self._name = name

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name!r})"

    __hash__ = object.__hash__

    def __eq__(self, value: Value) -> Condition[Owner]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compared(_EQUAL, value)

    def __ne__(self, value: Value) -> Condition[Owner]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compared(_NOT_EQUAL, value)

    def in_(self, *values: Value) -> Condition[Owner]:
        """Return the condition that the field has one of some values.

        Raises:
            InvalidArgumentError: If there are no values, or one of them is None.
        """
        if not values:
            raise InvalidArgumentError(f"{self._name}: in_() needs at least one value")
        if isinstance(values[0], (list, tuple, set)):
            raise InvalidArgumentError(f"{self._name}: in_() takes each value as an argument: in_(*values)")
        return Condition(self._name, _IN, values=tuple(self._text(value) for value in values))

    def is_null(self) -> Condition[Owner]:
        """Return the condition that the field has no value."""
        return Condition(self._name, _NULL)

    def is_not_null(self) -> Condition[Owner]:
        """Return the condition that the field has a value."""
        return Condition(self._name, _NOT_NULL)

    def _compared(self, operator: int, value: object) -> Condition[Any]:
        return Condition(self._name, operator, self._text(value))

    def _text(self, value: object) -> str:
        if value is None or value is UNSET:
            raise InvalidArgumentError(f"{self._name}: {value} cannot be compared; use is_null() or is_not_null()")
        return as_date_time(value) if is_date(value) else wire_text(self._name, value)


class OrderedQueryField(QueryField[Owner, Value], Generic[Owner, Value, Limit]):
    """A field whose values have an order: a number or a time. `Limit` is what its values are compared with.

    Times are compared as calls return them, rounded to microseconds. The API itself compares all seven decimals: if the
    time of a row was rounded up when it was read, a search from that time on would miss the row.
    """

    def __gt__(self, value: Limit) -> Condition[Owner]:
        return self._limited(_MORE, value)

    def __ge__(self, value: Limit) -> Condition[Owner]:
        return self._limited(_MORE_OR_EQUAL, value)

    def __lt__(self, value: Limit) -> Condition[Owner]:
        return self._limited(_LESS, value)

    def __le__(self, value: Limit) -> Condition[Owner]:
        return self._limited(_LESS_OR_EQUAL, value)

    def _limited(self, operator: int, value: object) -> Condition[Any]:
        if isinstance(value, datetime) and has_offset(value) and is_rounded(value):
            equivalent, shift = _ROUNDED[operator]
            with suppress(OverflowError):
                return self._compared(equivalent, earliest(value + shift))
        return self._compared(operator, value)


def search_body(call: Call[Any], conditions: Iterable[object]) -> object:
    """Return the body of a search.

    Raises:
        InvalidArgumentError: If something is not a condition.
    """
    found: list[dict[str, object]] = []
    for condition in conditions:
        if not isinstance(condition, Condition):
            raise InvalidArgumentError(
                f"{call.name}: a condition is made by comparing a field, and is not {type(condition).__name__}"
            )
        values = None if condition.values is None else list(condition.values)
        found.append(
            {"Field": condition.field, "Operator": condition.operator, "Value": condition.value, "Values": values}
        )
    return found if call.wrapper is None else {call.wrapper: found}
