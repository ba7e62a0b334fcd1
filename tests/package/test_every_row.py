"""Every row is one call, and some test checks its effect on the sandbox in both flavours.

The tests are marked with the rows that they are about; the fixture of the marker sees to it that they get an answer
from each of them.
"""

from __future__ import annotations

from . import (
    test_sandbox,
    test_sandbox_admin,
    test_sandbox_companies,
    test_sandbox_mail,
    test_sandbox_messages,
    test_sandbox_others,
    test_sandbox_searches,
    test_sandbox_tables,
    test_sandbox_trade,
    test_sandbox_vouchers,
)
from .served import listed, marked

MODULES = (
    test_sandbox,
    test_sandbox_companies,
    test_sandbox_admin,
    test_sandbox_mail,
    test_sandbox_messages,
    test_sandbox_others,
    test_sandbox_searches,
    test_sandbox_tables,
    test_sandbox_trade,
    test_sandbox_vouchers,
)


def test_the_effect_of_every_row_is_tested_in_both_clients() -> None:
    rows = {row for row, _ in marked(MODULES)}
    assert rows
    assert rows == listed().keys()
