"""Check the values of options when they are passed: a wrong one would fail later, with an error that does not name it.

All checks raise a `TypeError` for a value of another type, and a `ValueError` for one that is out of range.
"""

from __future__ import annotations

import math
import sys
from inspect import iscoroutinefunction
from operator import index
from types import UnionType
from typing import SupportsIndex, TypeGuard

__all__ = ["check_callback", "check_count", "check_deadline", "check_rate", "check_seconds", "check_type"]

_MOST_SECONDS = 2_000_000  # 23 days; sockets accept no more than 2**31 milliseconds
_LEAST_RATE, _MOST_RATE = 0.000_001, 1_000_000


def check_seconds(option: str, value: object) -> None:
    """Check a number of seconds."""
    fits = 0 < value <= _MOST_SECONDS if _is_number(value) else None
    _check(option, value, f"a number of seconds above 0, at most {_MOST_SECONDS:,}", fits)


def check_deadline(option: str, value: object) -> None:
    """Check a number of seconds that may be infinite, for no limit."""
    if value != math.inf:
        check_seconds(option, value)


def check_rate(option: str, value: object) -> None:
    """Check a number of requests per second."""
    fits = _LEAST_RATE <= value <= _MOST_RATE if _is_number(value) else None
    _check(option, value, f"a number of requests per second from {_LEAST_RATE:f} to {_MOST_RATE:,}", fits)


def check_count(option: str, value: object, least: int = 1, most: int = sys.maxsize) -> None:
    """Check an integer."""
    fits = None
    if isinstance(value, SupportsIndex) and not isinstance(value, bool):
        fits = least <= index(value) <= most
    limit = f", at most {most:,}" if most < sys.maxsize else ""
    _check(option, value, f"an integer of at least {least}{limit}", fits)


def check_type(option: str, value: object, kind: type | UnionType, expected: str) -> None:
    """Check the type of a value, which the message calls `expected`."""
    _check(option, value, expected, isinstance(value, kind) or None)


def check_callback(option: str, value: object) -> None:
    """Check a function that is called without `await`, or None."""
    _check(option, value, "a function, or None", value is None or callable(value) or None)
    if iscoroutinefunction(value):
        raise TypeError(f"{option} must not be an async function: it is not awaited")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check(option: str, value: object, expected: str, fits: bool | None) -> None:
    """Raise the error of an option.

    Args:
        option: The name of the option.
        value: The value.
        expected: What the value must be.
        fits: Whether the value is in range; None if it is of another type.
    """
    if fits is None:
        raise TypeError(f"{option} must be {expected}, not {type(value).__name__}")
    if not fits:
        raise ValueError(f"{option} must be {expected}, not {value!r}")
