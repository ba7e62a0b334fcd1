"""A run that is killed or finds the disk full at any step leaves the old output, or one that the next run completes."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from support.systems import needs_fork

from .conftest import Program

pytestmark = needs_fork
HALF = ("2", "8")  # steps after the journal


@pytest.mark.parametrize("scenario", ["first", "change", *HALF])
def test_a_kill_at_any_step_leaves_the_old_output_or_one_that_the_next_run_completes(
    scenario: str, folder: Path, program: Program
) -> None:
    found = program("interrupt", scenario, "killed", folder)
    assert len(found) > (25 if scenario in HALF else 60)
    for one in found:
        assert one["code"] == -signal.SIGKILL
        assert one["mine"], one  # the user's own file among them
        assert (one["next"], one["left"]) == (0, False), one
        if one["reading"] == 0:  # an output that may be read is a whole one, and stays what it is
            assert one["output"] == one["after"] != "half", one
        else:
            assert (one["reading"], one["after"]) == (5, "new"), one
    assert {one["output"] for one in found} == ({"half", "new"} if scenario in HALF else {"old", "half", "new"})


@pytest.mark.parametrize("scenario", ["first", "change", *HALF])
def test_a_step_that_fails_leaves_the_old_output(scenario: str, folder: Path, program: Program) -> None:
    found = program("interrupt", scenario, "full", folder)
    for one in found:
        assert one["mine"], one
        assert (one["next"], one["left"]) == (0, False), one
        if one["code"] == 0:
            assert (one["output"], one["reading"]) == ("new", 0), one
        elif one["output"] == "half":  # of the killed run before; this one has not come to begin
            assert (scenario in HALF, one["code"], one["reading"], one["after"]) == (True, 7, 5, "new"), one
        else:
            assert (one["code"], one["output"], one["reading"], one["after"]) == (7, "old", 0, "old"), one
    assert {one["code"] for one in found} == {0, 7}  # 0: only clearing up failed


def test_a_permanent_disk_failure_leaves_an_output_that_the_next_run_completes(folder: Path, program: Program) -> None:
    found = program("interrupt", "change", "full from then on", folder)
    for one in found:
        assert one["mine"], one
        assert (one["next"], one["left"]) == (0, False), one
        if one["reading"] == 0:
            assert one["output"] == one["after"] == ("old" if one["code"] else "new"), one
        else:
            assert (one["code"], one["reading"], one["after"]) == (7, 5, "new"), one


def test_a_kill_while_a_real_package_is_published_leaves_it_old_or_new(folder: Path, program: Program) -> None:
    found = program("generating", folder, 24)
    assert len(found) >= 24
    for one in found:
        assert one["code"] == -signal.SIGKILL
        if one["reading"] == 0:
            assert one["output"] == one["after"] != "half", one
        else:
            assert (one["reading"], one["after"]) == (5, "new"), one
    assert {one["output"] for one in found} >= {"old", "half"}
