"""The command `sync` of a generated package: its output, its exit codes, and its progress on a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.systems import needs_terminal
from yulsn_codegen.testing import RunningSandbox, run_sandbox

from .local_copies import run_python

pytest.importorskip("duckdb", reason="duckdb is not installed")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with run_sandbox(contacts=2) as sandbox:
        yield sandbox


def test_the_command_prints_json_lines(sandbox: RunningSandbox, tmp_path: Path) -> None:
    command = ["-m", "yulsn_client", "sync", "--base-url", sandbox.base_url, "--to", str(tmp_path / "crm.duckdb")]
    only = ["--only", "stores", "--only", "tables.bikes", "-o", "json"]
    ended = run_python(*command, *only)
    assert (ended.returncode, ended.stderr) == (0, "")
    *tables, done = map(json.loads, ended.stdout.splitlines())
    assert [(one["event"], one["table"]) for one in tables] == [("table", "stores"), ("table", "tables.bikes")]
    assert done == {
        "event": "done",
        "tables": ["stores", "tables.bikes"],
        "failed": [],
        "missing_tables": [],
        "unknown_tables": [],
    }
    sandbox.add_fault("status=403 POST /api/v1/BulkExport")
    try:
        partly = run_python(*command, *only)
    finally:
        sandbox.clear_faults()
    assert partly.returncode == 1
    table, error, done = map(json.loads, partly.stdout.splitlines())
    assert (table["table"], error["event"], error["table"]) == ("tables.bikes", "error", "stores")
    assert (done["tables"], done["failed"]) == (["tables.bikes"], ["stores"])


def test_the_command_has_an_exit_code_for_each_outcome(sandbox: RunningSandbox, tmp_path: Path) -> None:
    command = ["-m", "yulsn_client", "sync", "--base-url", sandbox.base_url]
    file = tmp_path / "crm.duckdb"
    text = run_python(*command, "--to", str(file), "--only", "stores")
    assert text.returncode == 0
    assert text.stdout == "stores: 9 rows (9 read, 9 inserted, 0 updated, 0 deleted)\n"
    assert text.stderr == ""
    assert run_python(*command).returncode == 2
    wrong = run_python(*command, "--to", str(file), key="wrong")
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert wrong.stderr.startswith("error: ")
    assert "Traceback" not in wrong.stderr
    assert "wrong" not in wrong.stderr
    shown = run_python("-m", "yulsn_client", "sync", "--help")
    assert "exit codes:" in shown.stdout
    assert "python -m yulsn_client sync" in shown.stdout
    unknown = run_python(*command, "--to", str(file), "--only", "bikes")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "there is no table 'bikes'" in unknown.stderr


@needs_terminal
def test_progress_is_shown_on_a_terminal(sandbox: RunningSandbox, tmp_path: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    command = ["-m", "yulsn_client", "sync", "--base-url", sandbox.base_url, "--only", "stores", "--to"]
    with os.fdopen(leader, "rb") as terminal, os.fdopen(follower, "wb") as stderr:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "YULSN_API_KEY": "sandbox"}
        file = tmp_path / "crm.duckdb"
        arguments = [sys.executable, *command, str(file)]
        subprocess.run(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=stderr, timeout=120, check=True)
        shown = os.read(terminal.fileno(), 1 << 16).decode()
    assert "stores: downloading [####################] 100%" in shown
    assert shown.endswith("\r")
