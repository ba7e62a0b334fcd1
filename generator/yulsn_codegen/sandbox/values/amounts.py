"""Calculate exactly with JSON numbers: no result is ever rounded."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

# More digits than any sum or product of .NET decimals has.
_DIGITS = 1000


def number(value: object) -> Decimal:
    """Return a stored number, which may be an integer, as a decimal."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError(f"{type(value).__name__} is not a number")
    return Decimal(value)


def product(one: object, other: object) -> Decimal:
    """Return the product of two numbers."""
    with localcontext(prec=_DIGITS):
        return number(one) * number(other)


def total(numbers: Iterable[object]) -> Decimal:
    """Return the sum of numbers; 0 if there are none."""
    with localcontext(prec=_DIGITS):
        return sum(map(number, numbers), Decimal(0))


def negated(value: object) -> Decimal:
    """Return a number with its sign reversed."""
    with localcontext(prec=_DIGITS):
        return Decimal(0) - number(value)
