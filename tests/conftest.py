"""Fixtures that many tests share: the description, the sandbox's account, and its package, each made once."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from support.cli import Run
from support.generating import Unpack, write_files
from yulsn_codegen import cache, fingerprint
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.cli import main
from yulsn_codegen.description import document
from yulsn_codegen.description.document import Document
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.http_policy import RetryPolicy
from yulsn_codegen.sandbox import builtin_account

# how long one example takes says more about the machine than about the code
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Without compiled modules, every worker would rewrite the assertions of all tests again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# Where Linux keeps files in memory, and the room that all tests need there, with a wide margin.
MEMORY = "/dev/shm"
ROOM = 4 * 2**30


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the environment of all tests and of the processes that they start.

    The caches of the generator, mypy and black are beside that of pytest, shared by the tests and not the user's.
    Temporary files, of which the tests write very many, are in memory if there is room for them.
    """
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY
    caches = config.rootpath / ".pytest_cache"
    os.environ[cache.VARIABLE] = str(caches / "yulsn-codegen")
    os.environ["MYPY_CACHE_DIR"] = str(caches / "mypy")
    os.environ["BLACK_CACHE_DIR"] = str(caches / "black")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so that tests can interrupt: a background job ignores it
        signal.signal(signal.SIGINT, signal.default_int_handler)


def has_room(folder: str) -> bool:
    """Return whether a folder has room for the files of all tests, and allows running programs among them."""
    try:
        status = os.statvfs(folder)
    except (AttributeError, OSError):
        return False
    return status.f_bavail * status.f_frsize >= ROOM and not status.f_flag & os.ST_NOEXEC


def pytest_xdist_auto_num_workers() -> int:
    """Return the number of workers: one more than processors, as many tests wait for servers and other processes."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Exempt from garbage collection what collecting the tests makes: half a million objects, which all stay alive.

    After that, collect less often than by default: tests make many objects, and few of them are in cycles.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000)


@pytest.fixture(scope="session", autouse=True)
def no_forced_writes() -> Iterator[None]:
    """Do not force files to the disk in the tests' own process; the tests of interruptions do so in others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="module", autouse=True)
def mypy_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each module of tests its own cache of mypy, since packages and options replace the entries of others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPY_CACHE_DIR", os.path.join(os.environ["MYPY_CACHE_DIR"], request.module.__name__))
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly wait between the attempts of a request."""
    wait = RetryPolicy.wait

    def shortened(self: RetryPolicy, *arguments: Any) -> float | None:
        seconds = wait(self, *arguments)
        return None if seconds is None else min(seconds, 0.001)

    monkeypatch.setattr(RetryPolicy, "wait", shortened)


@pytest.fixture
def changing_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute the hash of the generator's code each time it is needed, since the test changes that code."""
    for module in ("output.freshness", "rendering.reuse"):
        monkeypatch.setattr(f"yulsn_codegen.{module}.code", fingerprint.code.__wrapped__)


@pytest.fixture(scope="session")
def description() -> Document:
    return document.load()


@pytest.fixture(scope="session")
def builtin() -> AccountSchema:
    return builtin_account()


@pytest.fixture(scope="session")
def generated(builtin: AccountSchema) -> Generated:
    return generate(builtin, "yulsn_client")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def without_pyright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search for usages by name, which takes less time than pyright."""
    monkeypatch.setattr("yulsn_codegen.drift.usage.find.find_pyright", lambda: None)


@pytest.fixture
def unpack(tmp_path: Path) -> Unpack:
    """Write files into a new folder."""

    def write(files: Mapping[str, str]) -> Path:
        return write_files(tmp_path / "unpacked", files)

    return write
