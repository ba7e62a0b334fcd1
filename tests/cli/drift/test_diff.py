"""`diff`: packages, snapshots and live accounts are compared with one another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.cli import Run
from support.schemas import contacts
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.sandbox import running

from .shop import BIKES, SHOP, SHRUNK, SnapshotOf, found


@pytest.mark.usefixtures("without_pyright")
def test_diff_finds_usages_by_the_names_in_a_lock(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    Path("app.py").write_text("import shop_client\nprint(frame['Shoe Size'])\n")
    now = snapshot_of(SHRUNK)
    for old in (out, out / LOCK_NAME):
        code, said, _ = run("diff", old, now, "--usage", "app.py")
        assert code == 1
        assert "used at app.py:2: Shoe Size" in said
    code, _, errors = run("diff", now, now, "--usage", "app.py")
    assert code == 2
    assert "--usage: needs the names in a lock" in errors
    Path("pyproject.toml").write_text('[tool.yulsn-codegen]\nusage = ["app.py"]\n')
    assert run("diff", now, now)[0] == 0
    assert "used at app.py:2: Shoe Size" in run("diff", out, now)[1]


def test_diff_uses_the_configured_severity(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(SHRUNK)
    assert run("diff", out, now)[0] == 1
    Path("pyproject.toml").write_text('[tool.yulsn-codegen]\nfail-on = "error"\n')
    warning = snapshot_of(replace(SHOP, tables=(replace(BIKES, id=99),)))
    assert run("diff", out, warning)[0] == 0
    assert run("diff", out, warning, "--fail-on", "warning")[0] == 1


def test_diff_reads_two_accounts_with_separate_keys(out: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YULSN_API_KEY_NEW", "other")
    with running(SHOP) as old, running(SHRUNK, api_key="other") as new:
        assert run("diff", old.base_url, new.base_url, "-o", "json=drift.json")[0] == 1
        assert found(Path("drift.json")) == ["field-removed"]
        assert run("diff", old.base_url, out)[0] == 0
        monkeypatch.delenv("YULSN_API_KEY_NEW")
        assert run("diff", old.base_url, new.base_url)[0] == 3


def test_diff_compares_a_package_with_a_snapshot(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    empty = snapshot_of(contacts())
    code, said, _ = run("diff", out, empty, "--fail-on", "error")
    assert code == 1
    assert "Bikes" in said
