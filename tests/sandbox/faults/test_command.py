"""The options `--fault` and `--seed` of `yulsn-codegen sandbox`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import httpx2
from support.systems import needs_sigint
from yulsn_codegen.sandbox import running

from .conftest import statuses


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0", *arguments]


@needs_sigint
def test_the_command_accepts_faults_and_a_seed() -> None:
    rules = ["--fault", "status=503 GET *Tables 30%", "--fault", "extra", "--seed", "11"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command(*rules), stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            found = re.search(r"http://[0-9.]+:[0-9]+", line)
            assert found, line
            with httpx2.Client(headers={"X-ApiKey": "sandbox"}) as client:
                answers = [client.get(f"{found[0]}/api/v1/DynamicTables") for _ in range(20)]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    with running(faults=["status=503 GET *Tables 30%"], seed=11) as sandbox:
        assert [answer.status_code for answer in answers] == statuses(sandbox, 20)
    assert all("NotKnownYet" in answer.text for answer in answers if answer.status_code == 200)


def test_the_command_reports_every_invalid_rule() -> None:
    ran = subprocess.run(
        command("--fault", "flood", "--fault", "drop 10"), capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert "error: fault `flood`: unknown kind `flood`" in ran.stderr
    assert "error: fault `drop 10`: has `10`, which is neither a method" in ran.stderr
