"""Exact arithmetic: numbers as JSON has them come in, a decimal with every digit of the result comes out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

# More than any sum or product of .NET decimals has, so that nothing is ever rounded.
_DIGITS = 1000


def number(value: object) -> Decimal:
    """Return a stored number, which may have come back as a whole one, as a decimal."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError(f"{type(value).__name__} is no number")
    return Decimal(value)


def product(one: object, other: object) -> Decimal:
    """Return two numbers multiplied."""
    with localcontext(prec=_DIGITS):
        return number(one) * number(other)


def total(numbers: Iterable[object]) -> Decimal:
    """Return the sum of numbers, 0 for none."""
    with localcontext(prec=_DIGITS):
        return sum(map(number, numbers), Decimal(0))


def negated(value: object) -> Decimal:
    """Return a number with the other sign."""
    with localcontext(prec=_DIGITS):
        return Decimal(0) - number(value)
