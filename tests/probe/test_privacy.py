"""No value that a probe reads appears in anything that it writes."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.systems import needs_sigint
from yulsn_codegen.sandbox import RunningSandbox

from .servers import Lie, Reply, full_sandbox, lying

TEXT, NUMBER, DATE, BYTES = "CANARY", 7_771_000, "1987-06-05T04:03:02.0000000+00:00", "Q0FOQVJZ"
CANARIES = (TEXT, "canary", "7771", "1987-06-05", BYTES, "sandbox-key")
# Names and types of fields and tables, which the report may show.
SCHEMA = ("/api/v1/DynamicFields", "/api/v1/DynamicTables", "/Types", "/PatchFields", "/Contacts/DynamicFields")
ENUMS = ("Type", "Status")  # whose numbers the report may show


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with full_sandbox() as running:
        yield running


def planted(plausible: bool) -> Lie:
    """Return a lie that puts a canary into every property; a plausible one has the format that is described."""
    numbers = itertools.count(1)

    def text(value: str) -> str:
        if plausible and value[10:11] == "T":
            return DATE
        return BYTES if plausible and value.endswith("=") else f"{TEXT} {next(numbers)}"

    def canary(name: str, value: Any) -> Any:
        if name == "InfoJson":
            return {f"{TEXT} key": {f"{TEXT} inner key": [f"{TEXT} value", NUMBER]}}
        match value:
            case dict():
                return {key: canary(key, item) for key, item in value.items()}
            case list():
                return [canary(name, item) for item in value]
            case str():
                return text(value)
            case bool():
                return value
            case float():
                return NUMBER + next(numbers) + 0.5
            case int() if name and not name.endswith("Id") and name not in ENUMS:
                return NUMBER + next(numbers)
        return value

    def lie(reply: Reply) -> Reply:
        if any(part in reply.path for part in SCHEMA):
            return reply
        return replace(reply, body=canary("", reply.body), content_type=f"application/json; x={TEXT}")

    return lie


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


LOGGING = """
import logging, sys
from yulsn_codegen.cli import main

logging.basicConfig(level=1, stream=sys.stderr)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("plausible", [True, False], ids=["plausible", "of another format"])
def test_no_canary_appears_in_any_output(sandbox: RunningSandbox, plausible: bool, tmp_path: Path) -> None:
    everything = ["--include", "contacts.find_by_secret", "--include", "contacts.get_person_data_file_url"]
    reports = ["-o", "text", "-o", "json=probe.json", "-o", "markdown=probe.md", "--suggest", "overlay.yaml"]
    with lying(sandbox, [planted(plausible)]) as server:
        done = subprocess.run(
            [sys.executable, "-c", LOGGING, "-v", "probe", "--base-url", server.url, *everything, *reports],
            env={**os.environ, "YULSN_API_KEY": sandbox.api_key},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == (0 if plausible else 1)
    assert "DEBUG:asyncio" in done.stderr
    assert (tmp_path / "overlay.yaml").exists() is not plausible
    outputs = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert {"probe.json", "probe.md"} <= outputs.keys()
    outputs |= {"stdout": done.stdout, "stderr": done.stderr}
    assert {name: leaks(text) for name, text in outputs.items() if leaks(text)} == {}


FAILING = """
import sys
from yulsn_codegen.cli import main
from yulsn_codegen.probe import prober

def compare(document, schema, value, spot):
    raise ValueError(repr(value))

prober.compare = compare
sys.exit(main(["probe", "--base-url", sys.argv[1]]))
"""


@pytest.mark.parametrize("debug", ["", "1"])
def test_no_canary_appears_in_the_traceback_of_an_internal_error(sandbox: RunningSandbox, debug: str) -> None:
    environment = {**os.environ, "YULSN_API_KEY": sandbox.api_key, "YULSN_CODEGEN_DEBUG": debug}
    with lying(sandbox, [planted(True)]) as server:
        done = subprocess.run(
            [sys.executable, "-c", FAILING, server.url], env=environment, capture_output=True, text=True, check=False
        )
    assert "ValueError while comparing the response to GET" in done.stderr
    assert ("Traceback" in done.stderr) == bool(debug)
    assert leaks(done.stdout + done.stderr) == []


@needs_sigint
def test_ctrl_c_ends_the_probe_with_a_partial_report(sandbox: RunningSandbox) -> None:
    reached, over = threading.Event(), threading.Event()
    numbers = itertools.count()

    def stop(reply: Reply) -> Reply:
        if next(numbers) == 60:
            reached.set()
            over.wait(60)
        return reply

    command = [sys.executable, "-m", "yulsn_codegen", "probe", "--base-url"]
    with lying(sandbox, [planted(False), stop]) as server:
        process = subprocess.Popen(
            [*command, server.url],
            env={**os.environ, "YULSN_API_KEY": sandbox.api_key},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert reached.wait(120)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
        over.set()
    assert process.returncode == 130
    assert "Interrupted the probe" in out
    assert "other-type" in out or "other-format" in out
    assert leaks(out + err) == []
