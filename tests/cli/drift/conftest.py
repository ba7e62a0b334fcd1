"""Fixtures: the package of a shop, snapshots, and a sandbox with an unchanged account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.outputs import unpack
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.output.freshness import record
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.sandbox import running

from .shop import SHOP


@pytest.fixture(scope="package")
def made() -> Generated:
    """The package of the shop, recorded as if it had been generated into a folder."""
    made = generate(SHOP, "shop_client")
    record(made.files[LOCK_NAME])
    return made


@pytest.fixture
def out(made: Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder in the current folder; the sandbox's key is in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", "sandbox")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return unpack(made, tmp_path / "generated")


@pytest.fixture
def snapshot_of(tmp_path: Path) -> Callable[[AccountSchema], Path]:
    def write(schema: AccountSchema) -> Path:
        path = tmp_path / "now.json"
        path.write_text(dump_snapshot(schema), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="package")
def unchanged() -> Iterator[str]:
    with running(SHOP) as server:
        yield server.base_url
