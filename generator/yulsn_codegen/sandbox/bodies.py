"""Bodies that are not an owner's object: a JSON object comes in, its members come out as Python values of their types.

Names match in any case, and a null counts as not sent. The first member that is wrong is refused, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from .calls import attempt, invalid

_T = TypeVar("_T")


@dataclass(frozen=True)
class Body:
    """A JSON object of a request; place: what precedes its members' names in errors, like `Scope.`."""

    members: Mapping[str, object]
    place: str = ""

    @classmethod
    def of(cls, value: Mapping[str, object], place: str = "") -> Body:
        """Return the body of a JSON object."""
        return cls({name.lower(): item for name, item in value.items()}, place)

    def read(self, name: str, read: Callable[[object], _T]) -> _T | None:
        """Return a member by way of `read`, None where it was not sent; raises RefusedError (400)."""
        value = self.members.get(name.lower())
        return None if value is None else attempt(self.place + name, lambda: read(value))

    def need(self, name: str, read: Callable[[object], _T]) -> _T:
        """Return a member that the call cannot do without by way of `read`; raises RefusedError (400)."""
        value = self.read(name, read)
        if value is None:
            raise invalid({self.place + name: [f"`{self.place}{name}` is required."]})
        return value

    def part(self, name: str) -> Body | None:
        """Return a member that is an object itself, None where it was not sent; raises RefusedError (400)."""
        value = self.read(name, json_object)
        return None if value is None else Body.of(value, f"{self.place}{name}.")

    def parts(self, name: str) -> dict[str, Body] | None:
        """Return a member that holds objects by name, None where it was not sent; raises RefusedError (400)."""
        value = self.read(name, json_object)
        if value is None:
            return None
        place = f"{self.place}{name}."
        return {
            key: Body.of(attempt(place + key, partial(json_object, item)), f"{place}{key}.")
            for key, item in value.items()
        }


def json_object(value: object) -> dict[str, object]:
    """Return a JSON object; raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("should be an object")
    return value


def filled(value: object) -> str:
    """Return a text that is not empty; raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("should be text")
    if not value.strip():
        raise ValueError("is required")
    return value


def list_of(read: Callable[[object], _T]) -> Callable[[object], list[_T]]:
    """Return a reader of lists whose items `read` reads."""

    def read_list(value: object) -> list[_T]:
        if not isinstance(value, list):
            raise ValueError("should be a list")
        return [read(item) for item in value]

    return read_list


def one_of(numbers: Iterable[int]) -> Callable[[object], int]:
    """Return a reader of numbers of which only some are allowed."""
    allowed = tuple(numbers)

    def read_number(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
            raise ValueError(f"should be one of {', '.join(map(str, allowed))}")
        return value

    return read_number


def member_of(names: Mapping[int, str]) -> Callable[[object], int]:
    """Return a reader of an enum's members, which come as numbers, as their names, or as numbers in text."""
    by_text = {name.lower(): number for number, name in names.items()} | {str(number): number for number in names}

    def read_member(value: object) -> int:
        if isinstance(value, str) and value.lower() in by_text:
            return by_text[value.lower()]
        if isinstance(value, int) and not isinstance(value, bool) and value in names:
            return value
        raise ValueError(f"should be one of {', '.join(f'{number} ({name})' for number, name in names.items())}")

    return read_member


def at_least_one(value: object) -> int:
    """Return a number of things that is at least 1; raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < 2**31:
        raise ValueError("should be a whole number of at least 1")
    return value
