"""An output folder is brought up to date with an account: all of it, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.generating import Unpack
from yulsn_codegen.account.schema import EMPTY, AccountSchema
from yulsn_codegen.account.snapshot import parse_snapshot, snapshot
from yulsn_codegen.generate import Generated
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.text.errors import InputError
from yulsn_codegen.update import generate_into


@pytest.fixture
def out(generated: Generated, unpack: Unpack) -> Path:
    return unpack(generated.files)


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_unchanged_input_writes_nothing(out: Path, builtin: AccountSchema) -> None:
    before = state(out)
    outcome = generate_into(out, builtin, "yulsn_client")
    assert outcome.changed == ()
    assert outcome.files == len(before)
    assert state(out) == before


def test_a_new_field_changes_only_the_files_that_mention_it(out: Path, builtin: AccountSchema) -> None:
    before = state(out)
    data: Any = snapshot(builtin)
    data["owners"]["Stores"].append({"name": "Colour", "type": "String", "label": None, "values": None})
    outcome = generate_into(out, parse_snapshot(data, ""), "yulsn_client")
    versioned = {
        "AGENTS.md",
        "pyproject.toml",
        "CHANGELOG.md",
        "README.md",
        "yulsn_client/AGENTS.md",
        "yulsn_client/__init__.py",
        "yulsn_client/client.py",
    }
    expected = {"account.json", LOCK_NAME, "yulsn_client/models/stores.py", "yulsn_client/testing/_store.py"}
    versioned |= {"yulsn_client/account.json"}
    assert expected <= set(outcome.changed) <= expected | versioned
    after = state(out)
    assert {path for path in after if after[path] != before[path]} == set(outcome.changed)


def test_the_file_of_a_removed_table_is_removed(out: Path, builtin: AccountSchema) -> None:
    (out / "LICENSE").write_text("mine")
    data: Any = snapshot(builtin)
    data["tables"] = [one for one in data["tables"] if one["name"] != "Bikes"]
    outcome = generate_into(out, parse_snapshot(data, ""), "yulsn_client")
    assert "yulsn_client/tables/bikes.py" in outcome.changed
    assert not (out / "yulsn_client/tables/bikes.py").exists()
    assert (out / "LICENSE").read_text() == "mine"


def test_a_deleted_file_is_generated_again(out: Path, builtin: AccountSchema, generated: Generated) -> None:
    (out / "yulsn_client/tables/bikes.py").unlink()
    outcome = generate_into(out, builtin, "yulsn_client")
    assert outcome.changed == ("yulsn_client/tables/bikes.py",)
    text = (out / "yulsn_client/tables/bikes.py").read_text(encoding="utf-8")
    assert text == generated.files["yulsn_client/tables/bikes.py"]


def test_a_folder_of_another_package_is_refused(out: Path, builtin: AccountSchema) -> None:
    before = state(out)
    with pytest.raises(InputError, match=r"holds the package 'yulsn_client', not 'other'"):
        generate_into(out, builtin, "other")
    assert state(out) == before


@pytest.mark.parametrize(
    "name",
    ["", "Client", "my-client", "1client", "class", "../x", "a.b", "cli\nent", "klíent", "a b", "a/b", "p_", "con"],
)
def test_an_invalid_package_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"^--package: .* is not a valid package name"):
        generate_into(tmp_path / "out", EMPTY, name)
    assert not (tmp_path / "out").exists()


def test_an_internal_error_leaves_the_output_unchanged(
    out: Path, builtin: AccountSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(out)
    data: Any = snapshot(builtin)
    data["order_types"].append("another")

    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("yulsn_codegen.guard.files.check", fail)
    with pytest.raises(RuntimeError, match="planted"):
        generate_into(out, parse_snapshot(data, ""), "yulsn_client")
    assert state(out) == before
