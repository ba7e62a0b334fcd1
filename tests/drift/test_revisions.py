"""Where a schema is read from: files, folders, git revisions and accounts; and what cannot be one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.schemas import contacts, field
from support.systems import needs_modes
from yulsn_codegen.account.schema import EMPTY, AccountSchema
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.client.naming import Names
from yulsn_codegen.drift.revisions import read_revision
from yulsn_codegen.output.lock import LOCK_NAME, Lock, dump_lock
from yulsn_codegen.text.errors import InputError

OLD, NEW = contacts(field("Size")), contacts(field("Colour"), field("Size"))


def never(url: str) -> AccountSchema:
    raise AssertionError(f"{url} was fetched")


def lock_of(schema: AccountSchema) -> str:
    return dump_lock(Lock("0.1.0", "client", "1.0.0", "", schema, Names(), {}))


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two revisions of a lock: `main` has the old one, the working tree the new one."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "generated").mkdir()
    lock = tmp_path / "generated" / LOCK_NAME
    lock.write_text(lock_of(OLD), encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=one")
    lock.write_text(lock_of(NEW), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_snapshot_a_lock_and_a_folder_with_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "account.json").write_text(dump_snapshot(OLD), encoding="utf-8")
    (tmp_path / LOCK_NAME).write_text(lock_of(NEW), encoding="utf-8")
    assert read_revision(str(tmp_path / "account.json"), never) == OLD
    assert read_revision(str(tmp_path / LOCK_NAME), never) == NEW
    assert read_revision(str(tmp_path), never) == NEW


def test_a_path_at_a_git_revision_is_relative_to_the_repository_or_the_current_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_revision(f"main:generated/{LOCK_NAME}", never) == OLD
    assert read_revision(f"generated/{LOCK_NAME}", never) == NEW
    monkeypatch.chdir(repository / "generated")
    assert read_revision(f"main:generated/{LOCK_NAME}", never) == OLD
    assert read_revision(f"HEAD:./{LOCK_NAME}", never) == OLD
    assert read_revision(f":./{LOCK_NAME}", never) == OLD  # the staged version


def test_a_folder_at_a_revision_is_read_from_its_lock(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_revision("main:generated", never) == OLD
    assert read_revision("HEAD:generated/", never) == OLD
    monkeypatch.chdir(repository / "generated")
    assert read_revision("main:./", never) == OLD


def test_an_existing_file_with_a_colon_in_its_name_takes_precedence_over_a_revision(repository: Path) -> None:
    (repository / "main:account.json").write_text(dump_snapshot(NEW), encoding="utf-8")
    assert read_revision("main:account.json", never) == NEW


@pytest.mark.parametrize("url", ["https://api.yulsn.io", "HTTP://localhost:8765"])
def test_a_url_names_an_account(url: str) -> None:
    asked = []

    def fetch(base_url: str) -> AccountSchema:
        asked.append(base_url)
        return EMPTY

    assert read_revision(url, fetch) == EMPTY
    assert asked == [url]


@pytest.mark.parametrize(
    "source",
    [
        "nothing.json",
        "nobody:account.json",
        "main:nothing.json",
        "main:",
        "main:generated/nothing",
        "a\0b:c",
        "x" * 5000,
        "x" * 5000 + ":y",
        "--output=made.txt:x",
        "--output=made.txt",
        "--no-index:/etc/passwd",
    ],
)
def test_an_unreadable_schema_is_reported_with_its_name(repository: Path, source: str) -> None:
    with pytest.raises(InputError) as caught:
        read_revision(source, never)
    assert caught.value.exit_code == 2
    assert not (repository / "made.txt").exists()


def test_reading_a_revision_runs_no_programs_of_the_repository(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.json diff=evil filter=evil\n")
    git(repository, "config", "diff.evil.textconv", "touch made.txt; cat")
    git(repository, "config", "diff.evil.command", "touch made.txt; cat")
    git(repository, "config", "filter.evil.smudge", "touch made.txt; cat")
    git(repository, "config", "core.pager", "touch made.txt; cat")
    assert read_revision(f"main:generated/{LOCK_NAME}", never) == OLD
    assert not (repository / "made.txt").exists()


def test_a_missing_repository_or_git_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="nor known to git: fatal: not a git repository"):
        read_revision("main:account.json", never)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="git is not installed"):
        read_revision("main:account.json", never)


@needs_modes
def test_git_is_never_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    Path("git").write_text("#!/bin/sh\ntouch ran.txt\n")
    Path("git").chmod(0o755)
    with pytest.raises(InputError, match="git is not installed"):
        read_revision("main:account.json", never)
    assert not Path("ran.txt").exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"format": 1, "account": 5}', b"[" * 100_000])
def test_a_file_that_is_neither_snapshot_nor_lock_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputError, match=r"x\.json"):
        read_revision(str(tmp_path / "x.json"), never)
