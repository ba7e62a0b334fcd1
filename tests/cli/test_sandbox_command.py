"""The command `sandbox`: what it refuses, and how it ends when it cannot print its address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from yulsn_codegen.cli import main
from yulsn_codegen.text.errors import ExitCode

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="has no device that is always full")
def test_the_sandbox_stops_without_a_traceback_if_its_address_cannot_be_printed() -> None:
    command = [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0"]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == ExitCode.UNWRITABLE
    assert done.stderr == "error: stdout: cannot be written: No space left on device\n"


@pytest.mark.parametrize("key", ["", "a b", "a\nb", "\u00e6"])
def test_the_sandbox_refuses_a_key_that_is_invalid_in_a_header(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--port", "0", "--api-key", key]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("error: --api-key: is empty, or contains white space")
