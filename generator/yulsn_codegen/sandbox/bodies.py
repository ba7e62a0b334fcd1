"""Parse request bodies that differ from the objects they write.

Names are case-insensitive, and null counts as absent. Parsing stops at the first invalid member and names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from .requests import attempt, invalid

_T = TypeVar("_T")


@dataclass(frozen=True)
class Body:
    """A JSON object in a request; `place` precedes the names of its members in errors, such as `Scope.`."""

    members: Mapping[str, object]
    place: str = ""

    @classmethod
    def of(cls, value: Mapping[str, object], place: str = "") -> Body:
        """Wrap a JSON object."""
        return cls({name.lower(): item for name, item in value.items()}, place)

    def read(self, name: str, parse: Callable[[object], _T]) -> _T | None:
        """Parse an optional member; None if it is absent. Raises RefusedError (400)."""
        value = self.members.get(name.lower())
        return None if value is None else attempt(self.place + name, lambda: parse(value))

    def need(self, name: str, parse: Callable[[object], _T]) -> _T:
        """Parse a required member. Raises RefusedError (400)."""
        value = self.read(name, parse)
        if value is None:
            raise invalid({self.place + name: [f"`{self.place}{name}` is required."]})
        return value

    def part(self, name: str) -> Body | None:
        """Return a member that is itself an object, None if it is absent. Raises RefusedError (400)."""
        value = self.read(name, json_object)
        return None if value is None else Body.of(value, f"{self.place}{name}.")

    def parts(self, name: str) -> dict[str, Body] | None:
        """Return a member that holds objects by name, None if it is absent. Raises RefusedError (400)."""
        value = self.read(name, json_object)
        if value is None:
            return None
        place = f"{self.place}{name}."
        return {
            key: Body.of(attempt(place + key, partial(json_object, item)), f"{place}{key}.")
            for key, item in value.items()
        }


def json_object(value: object) -> dict[str, object]:
    """Return a JSON object. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("should be an object")
    return value


def bare_or_wrapped(value: object, name: str) -> list[object]:
    """Return a list that was sent by itself, or as the member `name` of an object. Raises RefusedError (400).

    Where this is used, it is not documented which of the two forms the API accepts.
    """
    if isinstance(value, dict):
        return Body.of(value).need(name, list_of(lambda item: item))
    return attempt(name, lambda: list_of(lambda item: item)(value))


def filled(value: object) -> str:
    """Return text that is not empty. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("should be text")
    if not value.strip():
        raise ValueError("is required")
    return value


def list_of(parse: Callable[[object], _T]) -> Callable[[object], list[_T]]:
    """Return a parser of lists, whose items `parse` parses."""

    def parse_list(value: object) -> list[_T]:
        if not isinstance(value, list):
            raise ValueError("should be a list")
        return [parse(item) for item in value]

    return parse_list


def one_of(numbers: Iterable[int]) -> Callable[[object], int]:
    """Return a parser of numbers that accepts only those given."""
    allowed = tuple(numbers)

    def parse_number(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
            raise ValueError(f"should be one of {', '.join(map(str, allowed))}")
        return value

    return parse_number


def member_of(names: Mapping[int, str]) -> Callable[[object], int]:
    """Return a parser of an enum's members: numbers, names in any case, or numbers as text."""
    by_text = {name.lower(): number for number, name in names.items()} | {str(number): number for number in names}

    def parse_member(value: object) -> int:
        if isinstance(value, str) and value.lower() in by_text:
            return by_text[value.lower()]
        if isinstance(value, int) and not isinstance(value, bool) and value in names:
            return value
        raise ValueError(f"should be one of {', '.join(f'{number} ({name})' for number, name in names.items())}")

    return parse_member


def at_least_one(value: object) -> int:
    """Return an integer that is at least 1. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < 2**31:
        raise ValueError("should be a whole number of at least 1")
    return value
