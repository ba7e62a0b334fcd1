"""A lock with the conflict markers of a merge: `generate` keeps the names of both sides, or says what clashes."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from support.outputs import BRAND, LEVEL, PACKAGE, SIZE, again, first, shop, unpack
from support.schemas import field
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.config import Config
from yulsn_codegen.generate import Generated
from yulsn_codegen.output.conflict import merged, sides
from yulsn_codegen.output.lock import LOCK_NAME, dump_lock, read_lock
from yulsn_codegen.text.errors import InputError

OURS = shop(LEVEL, SIZE, BRAND, field("Shoe-Size"))
THEIRS = shop(LEVEL, SIZE, BRAND, field("shoe.size"), field("Wants SMS"))
BOTH = shop(LEVEL, SIZE, BRAND, field("Shoe-Size"), field("shoe.size"), field("Wants SMS"))


def git(folder: Path, *arguments: str, check: bool = True) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=check, capture_output=True)


def commit(folder: Path, generated: Generated, message: str) -> None:
    unpack(generated, folder)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", message)


def conflict(folder: Path, ours: Generated, theirs: Generated, style: str) -> None:
    """Merge two versions of a package in a git repository."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "merge.conflictStyle", style)
    commit(folder, first(), "one")
    git(folder, "checkout", "--quiet", "-b", "theirs")
    commit(folder, theirs, "theirs")
    git(folder, "checkout", "--quiet", "main")
    commit(folder, ours, "ours")
    git(folder, "merge", "theirs", check=False)


def generate(folder: Path, account: AccountSchema) -> int:
    (folder.parent / "now.json").write_text(dump_snapshot(account), encoding="utf-8")
    now = str(folder.parent / "now.json")
    return main(["generate", "--account", now, "--package", PACKAGE, "--out", str(folder)])


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_generate_resolves_a_merge_with_the_names_of_both_sides(
    style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    ours, theirs = again(first(), OURS), again(first(), THEIRS)
    conflict(out, ours, theirs, style)
    assert "<<<<<<<" in (out / LOCK_NAME).read_text(encoding="utf-8")
    assert main(["check", "--offline", "--out", str(out)]) == 2
    assert "has conflict markers of a merge" in capsys.readouterr().err
    assert generate(out, BOTH) == 0
    lock = read_lock(out)
    assert lock is not None
    pinned = {**ours.lock.names.owners["Contacts"], **theirs.lock.names.owners["Contacts"]}
    assert lock.names.owners["Contacts"] == pinned
    assert any("Shoe-Size" in line for entry in lock.changelog for line in entry.lines)
    assert any("Wants SMS" in line for entry in lock.changelog for line in entry.lines)
    assert not [path for path in out.rglob("*.*") if path.is_file() and b"<<<<<<<" in path.read_bytes()]
    assert main(["check", "--offline", "--out", str(out)]) == 0
    assert generate(out, BOTH) == 0


def test_a_field_with_different_names_on_both_sides_is_refused() -> None:
    ours = again(first(), OURS, Config(names={"Contacts": {"Shoe-Size": "old_size"}}))
    theirs = again(first(), OURS, Config(names={"Contacts": {"Shoe-Size": "eu_size"}}))
    with pytest.raises(InputError) as caught:
        merged(ours.lock, theirs.lock, LOCK_NAME)
    assert "Contacts: 'Shoe-Size' is old_size on one side, eu_size on the other" in str(caught.value)
    assert "Restore the lock of one side" in str(caught.value)


def test_a_name_of_different_fields_on_both_sides_is_refused() -> None:
    ours = again(first(), OURS, Config(names={"Contacts": {"Shoe-Size": "other"}}))
    theirs = again(first(), THEIRS, Config(names={"Contacts": {"shoe.size": "other"}}))
    with pytest.raises(InputError, match=r"other is 'Shoe-Size' on one side, 'shoe\.size' on the other"):
        merged(ours.lock, theirs.lock, LOCK_NAME)


def test_two_packages_are_never_merged() -> None:
    with pytest.raises(InputError, match="one side is the package shop_client, the other other"):
        merged(first().lock, replace(first().lock, package="other"), LOCK_NAME)


def test_the_higher_version_wins_and_the_changelogs_are_merged() -> None:
    ours, theirs = again(first(), OURS).lock, again(first(), shop(LEVEL, SIZE)).lock
    for one, other in ((ours, theirs), (theirs, ours)):
        lock = merged(one, other, LOCK_NAME)
        assert (lock.version, lock.account) == (theirs.version, theirs.account)
        assert [entry.version for entry in lock.changelog] == ["2.0.0", "1.1.0", "1.0.0"]
        assert lock.is_merged


def test_every_conflict_style_is_parsed() -> None:
    content = b"a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> theirs\ne\n"
    assert sides(content) == (b"a\nb\ne\n", b"a\nd\ne\n")


def test_a_side_without_a_valid_lock_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = dump_lock(first().lock)
    broken = json.dumps(json.loads(text) | {"names": 5})
    (tmp_path / "out").mkdir()
    content = f"<<<<<<< HEAD\n{text}=======\n{broken}\n>>>>>>> theirs\n"
    (tmp_path / "out" / LOCK_NAME).write_text(content, encoding="utf-8")
    assert generate(tmp_path / "out", OURS) == 2
    assert "(the second side of the conflict), $.names: expected an object, found 5" in capsys.readouterr().err
