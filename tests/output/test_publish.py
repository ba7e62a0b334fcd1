"""Publishing: the folder has either the new or the old files, and other files are kept."""

from __future__ import annotations

from pathlib import Path

from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.output.publish import publish

from .outputs import NEW, OLD, on_disk, previous, with_lock


def test_a_new_folder_gets_all_files_in_utf8_with_lf_line_endings(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    changed = publish(folder, with_lock(NEW), None)
    assert changed == sorted([*NEW, LOCK_NAME])
    assert on_disk(folder) == with_lock(NEW)
    assert (folder / "client/more/c.py").read_bytes() == b"c = \xc3\xa6\n"


def test_the_next_run_replaces_adds_and_removes_files_and_lists_them(out: Path) -> None:
    changed = publish(out, with_lock(NEW), previous(out))
    assert changed == sorted(["README.md", "client/a.py", "client/gone/b.py", "client/more/c.py", LOCK_NAME])
    assert on_disk(out) == with_lock(NEW)


def test_only_folders_that_become_empty_are_removed(out: Path) -> None:
    publish(out, with_lock(NEW), previous(out))
    assert not (out / "client/gone").exists()
    assert (out / "client").is_dir()


def test_a_file_that_was_not_generated_and_its_folder_are_kept(out: Path) -> None:
    (out / "client/gone/mine.txt").write_text("mine")
    (out / ".git").mkdir()
    (out / ".git/config").write_text("mine")
    publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == {**with_lock(NEW), "client/gone/mine.txt": "mine", ".git/config": "mine"}


def test_publishing_the_same_files_writes_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]}
    assert publish(out, with_lock(OLD), previous(out)) == []
    assert {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]} == before


def test_an_unchanged_file_is_not_written(out: Path) -> None:
    before = (out / "client/same.py").stat()
    publish(out, with_lock(NEW), previous(out))
    after = (out / "client/same.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
