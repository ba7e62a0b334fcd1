"""Makes the runtime importable as the package `runtime`, and provides a server to talk to."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from yulsn_codegen.rendering.runtime import runtime_files

_folder = TemporaryDirectory(prefix="runtime-", ignore_cleanup_errors=True)
for _path, _text in runtime_files().items():
    _file = Path(_folder.name, "runtime", _path)
    _file.parent.mkdir(parents=True, exist_ok=True)
    _file.write_text(_text, encoding="utf-8")
sys.path.insert(0, _folder.name)

from flavours import Run  # noqa: E402
from scripted_server import ScriptedServer  # noqa: E402


@pytest.fixture(scope="session")
def runtime_path() -> Path:
    """The folder from which `runtime` can be imported."""
    return Path(_folder.name)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a use of a client, of either flavour."""
    return Run(request.param)


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    """What any logger says at any level while the test runs."""
    found: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    root, keep = logging.getLogger(), Keep(1)
    before = root.level
    root.addHandler(keep)
    root.setLevel(1)
    yield found
    root.removeHandler(keep)
    root.setLevel(before)
