"""Runs that write one output at the same moment: it is wholly of one of them, and the others say who has it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from .conftest import Program

ROUNDS = 60


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are forked")
def test_of_runs_at_the_same_moment_one_writes_its_output_whole(folder: Path, program: Program) -> None:
    found = program("racing", folder, 4, ROUNDS)
    assert len(found) == ROUNDS
    for one in found:
        assert set(one["codes"]) <= {0, 6, -signal.SIGKILL}, one
        assert not one["left"]
        if one["whole"]:
            (winner,) = one["whole"]
            assert one["codes"][winner] in (0, -signal.SIGKILL) or 0 not in one["codes"], one
        else:
            assert one["empty"], one
    codes = [code for one in found for code in one["codes"]]
    assert {0, 6, -signal.SIGKILL} <= set(codes)  # else nobody met anybody
    assert codes.count(0) >= ROUNDS // 2
