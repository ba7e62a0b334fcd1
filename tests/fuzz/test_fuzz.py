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
SECONDS, SEED = 20, 20240506


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="the extra `fuzz` is not installed")
def test_schemathesis_finds_nothing_in_a_short_run() -> None:
    command = [*(sys.executable, "-m", "fuzz"), *("--seconds", str(SECONDS), "--seed", str(SEED))]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    tried = re.search(r"^Seed \d+\. (\d+) requests that mean one row; \d+ of (\d+) rows", done.stdout, re.MULTILINE)
    assert tried, done.stdout
    assert int(tried[2]) == len(read_rows(shipped("spec")))
    assert int(tried[1]) > 100  # usually more than a thousand
