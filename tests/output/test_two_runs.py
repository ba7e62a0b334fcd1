"""Concurrent runs: one writes the complete output, and the others exit with 6."""

from __future__ import annotations

import signal
from pathlib import Path

from support.systems import needs_fork

from .conftest import Program

ROUNDS = 60


@needs_fork
def test_one_of_several_concurrent_runs_writes_a_complete_output(folder: Path, program: Program) -> None:
    raced = program("racing", folder, 4, ROUNDS)
    found = raced["rounds"]
    assert len(found) == ROUNDS
    for number, one in enumerate(found):
        assert 0 in one["codes"] or number % 2, one  # if none was killed, the last one has no competitor
        assert set(one["codes"]) <= {0, 6, -signal.SIGKILL}, one
        assert not one["left"]
        if one["whole"]:
            (winner,) = one["whole"]
            assert one["codes"][winner] in (0, -signal.SIGKILL) or 0 not in one["codes"], one
        else:
            assert one["empty"], one
    assert -signal.SIGKILL in [code for one in found for code in one["codes"]]
    assert raced["meeting"] == {"code": 0, "others": [6, 6, 6], "whole": True}
