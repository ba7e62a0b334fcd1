"""The program about vouchers does what its documentation shows."""

from __future__ import annotations

import os
import subprocess
import sys

from yulsn_codegen.sandbox import running

from .conftest import GENERATED, REPOSITORY


def test_the_example_prints_the_documented_output() -> None:
    with running() as sandbox:
        environment = {**os.environ, "YULSN_API_KEY": sandbox.api_key, "PYTHONPATH": str(GENERATED)}
        command = [sys.executable, str(REPOSITORY / "examples" / "vouchers.py"), sandbox.base_url]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    printed = done.stdout.splitlines()
    assert printed[:3] == ["Free service: 2 codes to assign", "assigned SPRING-1", "redeemed"]
    assert printed[3] == "refused: Could not update the status from Redeemed to Assigned."
    page = (REPOSITORY / "docs" / "vouchers.md").read_text(encoding="utf-8")
    assert all(line in page for line in printed)
