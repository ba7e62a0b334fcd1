"""Publishing: the folder holds the new files or the old ones, and nobody's own files are lost."""

from __future__ import annotations

from pathlib import Path

from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.output.publish import publish

from .outputs import NEW, OLD, on_disk, previous, with_lock


def test_a_new_folder_gets_all_files_in_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    changed = publish(folder, with_lock(NEW), None)
    assert changed == sorted([*NEW, LOCK_NAME])
    assert on_disk(folder) == with_lock(NEW)
    assert (folder / "client/more/c.py").read_bytes() == b"c = \xc3\xa6\n"


def test_the_next_run_replaces_adds_and_removes_and_tells_which(out: Path) -> None:
    changed = publish(out, with_lock(NEW), previous(out))
    assert changed == sorted(["README.md", "client/a.py", "client/gone/b.py", "client/more/c.py", LOCK_NAME])
    assert on_disk(out) == with_lock(NEW)


def test_a_folder_that_becomes_empty_is_removed_and_one_that_does_not_stays(out: Path) -> None:
    publish(out, with_lock(NEW), previous(out))
    assert not (out / "client/gone").exists()
    assert (out / "client").is_dir()


def test_a_file_of_somebody_else_stays_and_so_does_its_folder(out: Path) -> None:
    (out / "client/gone/mine.txt").write_text("mine")
    (out / ".git").mkdir()
    (out / ".git/config").write_text("mine")
    publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == {**with_lock(NEW), "client/gone/mine.txt": "mine", ".git/config": "mine"}


def test_the_same_files_again_write_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]}
    assert publish(out, with_lock(OLD), previous(out)) == []
    assert {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]} == before


def test_a_file_that_did_not_change_is_not_touched(out: Path) -> None:
    before = (out / "client/same.py").stat()
    publish(out, with_lock(NEW), previous(out))
    after = (out / "client/same.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
