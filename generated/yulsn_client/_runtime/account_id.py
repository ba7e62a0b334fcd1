"""The number of an account, which is part of every path of version 2 of the API.

The generator uses this module, and every generated client contains a copy. The number is not a secret.
"""

from __future__ import annotations

import re

__all__ = ["ACCOUNT_ID_VARIABLE", "MAX_ACCOUNT_ID", "is_account_id", "parse_account_id"]

ACCOUNT_ID_VARIABLE = "YULSN_ACCOUNT_ID"
MAX_ACCOUNT_ID = 2**31 - 1
_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)


def is_account_id(value: object) -> bool:
    """Return whether a value is a number that an account can have."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_ACCOUNT_ID


def parse_account_id(text: str) -> int:
    """Return the account number that a text contains.

    Raises:
        ValueError: If it contains anything else.
    """
    number = int(text) if _NUMBER.fullmatch(text.strip()) else 0
    if not is_account_id(number):
        raise ValueError(f"is not a number from 1 to {MAX_ACCOUNT_ID}")
    return number
