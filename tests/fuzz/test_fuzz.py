"""A short run of random requests against the sandbox; `make fuzz-sandbox` is the long one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from yulsn_codegen.description.validate import read_rows
from yulsn_codegen.shipped import shipped

TESTS = Path(__file__).parents[1]
SECONDS, SEED = 5, 20240506
FEWEST = 100


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="the dependency group `fuzz` is not installed")
def test_schemathesis_finds_nothing_in_a_short_run() -> None:
    requests, rows = _run(SECONDS)
    assert rows == len(read_rows(shipped("spec")))
    if requests <= FEWEST:  # the machine is busy: usually there are several hundred
        requests, _ = _run(6 * SECONDS)
    assert requests > FEWEST


def _run(seconds: int) -> tuple[int, int]:
    """Return how many requests meant one row, and how many rows there are, after a run that found nothing."""
    command = [*(sys.executable, "-m", "fuzz"), *("--seconds", str(seconds), "--seed", str(SEED))]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    tried = re.search(r"^Seed \d+\. (\d+) requests that mean one row; \d+ of (\d+) rows", done.stdout, re.MULTILINE)
    assert tried, done.stdout
    return int(tried[1]), int(tried[2])
