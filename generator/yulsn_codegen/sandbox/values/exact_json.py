"""Read and write JSON with exact decimals.

A number with a fraction or an exponent becomes a `Decimal`, never a float, and is written with the same digits; a
`Decimal` without a fraction gets one, such as `2.0`, as in the API. A lone surrogate, which JSON can represent but
UTF-8 cannot, is kept and written as an escape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn

DEPTH = 100  # deeper than any object of the API
_PLAIN_EXPONENTS = range(-28, 1)  # the scales of a .NET decimal; others are written with an exponent
_MOST_DIGITS = 1000  # digits of an integer: more than any type of the API holds, but few enough for Python to convert
_OUT_OF_RANGE = "The body contains a number that is out of range."

_encoded = json.JSONEncoder(ensure_ascii=False).encode


def loads(data: bytes | str) -> object:
    """Parse JSON.

    Raises:
        ValueError: The text is not JSON (NaN and Infinity are not), or is nested more deeply than `DEPTH`; the message
            is meant for the caller.
    """
    try:
        value = _decode(data.decode("utf-8-sig") if isinstance(data, bytes) else data)
    except UnicodeDecodeError:
        raise ValueError("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"The body is not valid JSON at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise ValueError("The body is nested too deeply.") from None
    except ArithmeticError:
        raise ValueError(_OUT_OF_RANGE) from None
    _inspect(value, DEPTH)
    return value


def loads_own(text: str) -> object:
    """Parse JSON that `dumps` wrote, which needs no further checks."""
    return _decode(text)


def dumps(value: object) -> str:
    """Return the JSON text of None, bool, int, Decimal, str, and lists and mappings of these."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_quoted(name)}:{dumps(item)}" for name, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(dumps, value)) + "]"
    raise TypeError(f"{type(value).__name__} is not a JSON value of the sandbox")


def _decimal(value: Decimal) -> str:
    """Return a decimal with a fraction, as the API does: readers may distinguish decimals from integers by it."""
    exponent = value.as_tuple().exponent
    if exponent not in _PLAIN_EXPONENTS:
        return str(value)
    return format(value, "f") if exponent else f"{value:f}.0"


def _quoted(text: str) -> str:
    quoted = _encoded(text)
    return quoted if quoted.isascii() else quoted.encode("utf-8", "backslashreplace").decode()


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(_OUT_OF_RANGE)
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"The body is not JSON: {name} is not a number.")


_decode = json.JSONDecoder(parse_int=_integer, parse_float=Decimal, parse_constant=_refuse_constant).decode


def _inspect(value: object, depth: int) -> None:
    if depth == 0:
        raise ValueError("The body is nested too deeply.")
    if isinstance(value, dict):
        for item in value.values():
            _inspect(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _inspect(item, depth - 1)
