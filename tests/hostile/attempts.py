"""Try the hostile accounts that hypothesis draws for a seed, and report what was tried and what broke."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from .accounts import Data
from .harness import BrokenError, Tried, check
from .strategies import TABLES, accounts

# Accounts per seed: after the first few, hypothesis mostly repeats earlier ones with small changes.
GENERATIONS = 5


@dataclass(frozen=True)
class Attempt:
    """The accounts of a seed that passed, and the one that failed, with its problems."""

    tried: tuple[Tried, ...]
    broken: tuple[Data, str] | None = None


def attempt(seed: int, generations: int, until: float) -> Attempt:
    """Try the accounts of a seed until one fails, or until a time, in seconds since 1970."""
    tried: list[Tried] = []
    for data in drawn(seed, generations):
        if time.time() > until:
            break
        try:
            tried.append(check(data))
        except BrokenError as error:
            return Attempt(tuple(tried), (data, str(error)))
    return Attempt(tuple(tried))


def drawn(seed: int, generations: int, size: int = TABLES) -> list[Data]:
    """Return the accounts that hypothesis draws for a seed, each with `size` tables."""
    made: list[Data] = []

    @seeded(seed)
    @settings(
        max_examples=generations + 1,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(accounts(size))
    def draw(data: Data) -> None:
        made.append(data)

    draw()
    return made[1:]  # the first is the simplest account, whatever the seed


def shrunk(data: Data, is_broken: Callable[[Data], bool], seconds: float) -> Data:
    """Return the smallest broken account that can be found within some seconds by leaving out parts of one."""
    end = time.monotonic() + seconds
    smaller: Data | None = data
    while smaller is not None:
        data, smaller = smaller, None
        for candidate in _smaller(data):
            if time.monotonic() > end:
                return data
            if is_broken(candidate):
                smaller = candidate
                break
    return data


def _smaller(data: Data) -> Iterator[Data]:
    """Yield variants of an account with something left out, larger parts first."""
    lists = [("tables",), *(("owners", owner) for owner in data["owners"])]
    lists += [("order_types",), ("point_types",), ("patch_fields",)]
    lists += [("tables", index, "fields") for index in range(len(data["tables"]))]
    for place in lists:
        items = _at(data, place)
        half = len(items) // 2
        parts = [[], items[:half], items[half:]] if half else [[]] * len(items)
        singly = [items[:index] + items[index + 1 :] for index in range(len(items))] if 2 < len(items) <= 8 else []
        yield from (_with(data, place, part) for part in [*parts, *singly])
    objects: list[tuple[Any, ...]] = [("tables", index) for index in range(len(data["tables"]))]
    for place in lists:
        if place[-1] == "fields" or place[0] == "owners":
            objects += [(*place, index) for index in range(len(_at(data, place)))]
    for place in [(), *objects]:
        item = _at(data, place)
        for key, value in item.items():
            if key in ("label", "description", "values") and value is not None:
                yield _with(data, (*place, key), None)
            elif key == "values" and value and len(value) > 1:
                yield _with(data, (*place, key), value[: len(value) // 2])
            elif key == "type" and value != "String":
                yield _with(data, (*place, key), "String")
            elif key not in _KEYS:
                yield _with(data, place, {other: inner for other, inner in item.items() if other != key})


_KEYS = frozenset({"format", "owners", "tables", "order_types", "point_types", "patch_fields", "id", "name", "label"})
_KEYS |= {"description", "writes", "fields", "type", "values"}


def _at(data: Any, place: Sequence[Any]) -> Any:
    for key in place:
        data = data[key]
    return data


def _with(data: Any, place: Sequence[Any], value: object) -> Any:
    """Return a copy of data in which the value at a place is replaced."""
    if not place:
        return value
    first, *rest = place
    if isinstance(data, Mapping):
        return {**data, first: _with(data[first], rest, value)}
    return [_with(item, rest, value) if index == first else item for index, item in enumerate(data)]
