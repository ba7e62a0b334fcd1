"""Publishing: the folder holds the new files or the old ones, and nobody's own work is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen import publish as publishing
from yulsn_codegen.account import EMPTY
from yulsn_codegen.errors import EditedError, InputError
from yulsn_codegen.lock import LOCK_NAME, Lock, digest, dump_lock, read_lock
from yulsn_codegen.naming import Names
from yulsn_codegen.publish import STAGING, edited, missing, publish, recover

OLD = {"README.md": "old\n", "client/a.py": "a = 1\n", "client/gone/b.py": "b = 1\n", "client/same.py": "same\n"}
NEW = {"README.md": "new\n", "client/a.py": "a = 2\n", "client/same.py": "same\n", "client/more/c.py": "c = \u00e6\n"}


def with_lock(files: Mapping[str, str]) -> dict[str, str]:
    hashes = {path: {"source": digest(text), "sha256": digest(text)} for path, text in files.items()}
    lock = Lock("0", "client", "1.0.0", "inputs", EMPTY, Names(), hashes)
    return {**files, LOCK_NAME: dump_lock(lock)}


def on_disk(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that an earlier run has filled."""
    folder = tmp_path / "out"
    publish(folder, with_lock(OLD), None)
    return folder


def previous(folder: Path) -> Lock:
    lock = read_lock(folder)
    assert lock is not None
    return lock


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


# --- what was changed by hand ---


@pytest.mark.parametrize("content", [b"a = 3\n", b"", b"a = 1\r\n", b"\xff", b"a = 1"])
def test_a_file_that_was_changed_by_hand_stops_the_run(out: Path, content: bytes) -> None:
    (out / "client/a.py").write_bytes(content)
    assert edited(out, previous(out)) == ["client/a.py"]
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(EditedError) as caught:
        publish(out, with_lock(NEW), previous(out))
    assert caught.value.exit_code == 5
    (problem,) = caught.value.problems
    assert problem.place == str(out / "client/a.py")
    assert problem.what == "was changed by hand since it was generated"
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_every_file_that_was_changed_is_named(out: Path) -> None:
    for path in ("client/a.py", "client/gone/b.py"):
        (out / path).write_text("mine")
    with pytest.raises(EditedError) as caught:
        publish(out, with_lock(NEW), previous(out))
    assert [problem.place for problem in caught.value.problems] == [
        str(out / "client/a.py"),
        str(out / "client/gone/b.py"),
    ]


def test_a_change_by_hand_to_what_is_now_generated_is_no_change(out: Path) -> None:
    (out / "client/a.py").write_text(NEW["client/a.py"])
    assert "client/a.py" not in publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == with_lock(NEW)


def test_a_file_that_was_deleted_is_made_anew(out: Path) -> None:
    shutil.rmtree(out / "client")
    assert missing(out, previous(out)) == ["client/a.py", "client/gone/b.py", "client/same.py"]
    assert edited(out, previous(out)) == []
    publish(out, with_lock(OLD), previous(out))
    assert on_disk(out) == with_lock(OLD)


@pytest.mark.parametrize("lock", ["with", "without"])
def test_a_file_of_somebody_else_in_the_way_stops_the_run(out: Path, lock: str) -> None:
    (out / "client/more").mkdir()
    (out / "client/more/c.py").write_text("mine")
    if lock == "without":
        (out / LOCK_NAME).unlink()
    before = on_disk(out)
    with pytest.raises(EditedError, match="is in the way, and was not generated") as caught:
        publish(out, with_lock(NEW), read_lock(out))
    assert str(out / "client/more/c.py") in {problem.place for problem in caught.value.problems}
    assert on_disk(out) == before


def test_a_folder_in_the_place_of_a_file_stops_the_run(out: Path) -> None:
    (out / "client/a.py").unlink()
    (out / "client/a.py").mkdir()
    with pytest.raises(EditedError, match="changed by hand"):
        publish(out, with_lock(NEW), previous(out))
    (out / "client/more/c.py").mkdir(parents=True)
    with pytest.raises(EditedError, match="in the way"):
        publish(out, with_lock(NEW), previous(out))


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises((EditedError, InputError)):
        publish(tmp_path / "out", with_lock(NEW), None)
    assert (tmp_path / "out").read_text() == "mine"


# --- symbolic links ---


@pytest.mark.parametrize("path", ["client/a.py", "client", "client/gone", "README.md", "client/more", "."])
def test_symbolic_links_are_refused(out: Path, tmp_path: Path, path: str) -> None:
    place, outside = out / path, tmp_path / "outside"
    if place.exists():
        place.rename(outside)
    else:
        outside.mkdir()
    place.symlink_to(outside)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    with pytest.raises(InputError, match="is a symbolic link"):
        publish(out, with_lock(NEW), previous(out))
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_a_link_to_nowhere_is_refused_too(out: Path, tmp_path: Path) -> None:
    (out / "client/more").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is a symbolic link"):
        publish(out, with_lock(NEW), previous(out))
    assert not (tmp_path / "nowhere").exists()


def test_a_link_above_the_folder_is_the_users_own_affair(out: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(tmp_path)
    publish(tmp_path / "alias" / "out", with_lock(NEW), previous(out))
    assert on_disk(out) == with_lock(NEW)


def test_a_staging_folder_that_is_a_link_is_neither_followed_nor_removed(out: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "journal.json").write_text('{"write": [], "remove": ["README.md"]}')
    (out / STAGING).symlink_to(outside)
    with pytest.raises(InputError, match="is a symbolic link"):
        recover(out)
    assert on_disk(outside)
    assert (out / "README.md").exists()


# --- all or nothing ---


@pytest.mark.parametrize("number", range(12))
def test_a_disk_that_fails_before_the_journal_is_written_leaves_the_old_output(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Fails the n-th time that a staged file is opened or forced to the disk."""
    left = number
    opened, forced = Path.open, os.fsync

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(out / STAGING))

    def opening(self: Path, mode: str = "r", **keywords: Any) -> Any:
        if "w" in mode:
            step()
        return opened(self, mode, **keywords)

    def forcing(descriptor: int) -> None:
        step()
        forced(descriptor)

    before, lock = on_disk(out), previous(out)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opening)
        patch.setattr(os, "fsync", forcing)
        with pytest.raises(InputError, match="cannot be written: No space left on device\n  Nothing was changed"):
            publish(out, with_lock(NEW), lock)
    assert on_disk(out) == before
    publish(out, with_lock(NEW), lock)
    assert on_disk(out) == with_lock(NEW)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "out"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match=r"out: cannot be written: Permission denied"):
        publish(tmp_path / "out", with_lock(NEW), None)


class Killed(BaseException):
    """Ends a run as a kill does: nothing catches it."""


STEPS = [
    (Path, "mkdir"),
    (Path, "open"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "rmdir"),
    (os, "unlink"),
    (os, "rmdir"),
]


def test_a_run_that_is_killed_anywhere_leaves_the_old_output_or_is_finished_by_the_next(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[tuple[bool, bool]] = set()
    point, finished = 0, False
    while not finished:
        folder = tmp_path / f"killed-{point}"
        shutil.copytree(out, folder)
        lock = previous(folder)
        left = point

        def dying(operation: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **keywords: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    raise Killed
                return operation(*arguments, **keywords)

            return run

        with monkeypatch.context() as patch:
            for owner, name in STEPS:
                patch.setattr(owner, name, dying(getattr(owner, name)))
            try:
                publish(folder, with_lock(NEW), lock)
                finished = True
            except Killed:
                pass
        recover(folder)
        found = on_disk(folder)
        assert found in (with_lock(OLD), with_lock(NEW)), point
        assert not (folder / STAGING).exists()
        seen.add((finished, found == with_lock(NEW)))
        publish(folder, with_lock(NEW), read_lock(folder))
        assert on_disk(folder) == with_lock(NEW)
        point += 1
    assert seen == {(False, False), (False, True), (True, True)}
    assert point > 30


KILLED = """
import os, sys, signal
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from generator.test_publish import NEW, with_lock
from yulsn_codegen.lock import read_lock
from yulsn_codegen.publish import publish
replace = Path.replace
def dying(self, target):
    if Path(target).name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)
Path.replace = dying
publish(Path(sys.argv[2]), with_lock(NEW), read_lock(Path(sys.argv[2])))
"""


@pytest.mark.parametrize(("point", "files"), [("journal.json", OLD), ("a.py", NEW), (LOCK_NAME, NEW)])
def test_a_process_that_is_killed_is_cleared_up_after(out: Path, point: str, files: dict[str, str]) -> None:
    arguments = [sys.executable, "-c", KILLED, str(Path(__file__).parent.parent), str(out), point]
    assert subprocess.run(arguments, timeout=60, check=False).returncode == -9
    assert (out / STAGING).is_dir()
    recover(out)
    assert on_disk(out) == with_lock(files)


@pytest.mark.parametrize("moved", range(5))
@pytest.mark.parametrize("removed", [False, True])
def test_what_was_begun_to_move_is_moved_to_its_end(out: Path, moved: int, removed: bool) -> None:
    files = with_lock(NEW)
    changed = [path for path in files if OLD.get(path) != files[path]]
    publishing._stage(out / STAGING, {path: files[path] for path in changed}, ["client/gone/b.py"])
    assert on_disk(out)["README.md"] == "old\n"
    for path in sorted(changed)[:moved]:
        (out / path).parent.mkdir(exist_ok=True)
        (out / STAGING / "files" / path).replace(out / path)
    if removed:
        (out / "client/gone/b.py").unlink()
    recover(out)
    assert on_disk(out) == files
    recover(out)
    assert on_disk(out) == files


def test_what_was_staged_without_a_journal_is_cleared_away(out: Path) -> None:
    (out / STAGING / "files").mkdir(parents=True)
    (out / STAGING / "files" / "README.md").write_text("half")
    (out / STAGING / "process").write_text("999999999")
    recover(out)
    assert on_disk(out) == with_lock(OLD)


@pytest.mark.parametrize("process", ["", "x", "-5", "99999999999999999999"])
def test_a_staging_folder_of_nobody_is_cleared_away(out: Path, process: str) -> None:
    (out / STAGING).mkdir()
    (out / STAGING / "process").write_text(process)
    recover(out)
    assert not (out / STAGING).exists()


def test_the_output_of_a_run_that_goes_on_is_left_to_it(out: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (out / STAGING).mkdir()
        (out / STAGING / "process").write_text(str(other.pid))
        recover(out)
        assert (out / STAGING).is_dir()
        with pytest.raises(InputError, match=r"is there already\n  Another run is writing this output"):
            publish(out, with_lock(NEW), previous(out))
        assert (out / STAGING).is_dir()
        other.communicate(b"\n")
    recover(out)
    assert on_disk(out) == with_lock(OLD)


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"write": []}',
        b'{"write": 5, "remove": []}',
        b'{"write": [], "remove": ["../outside.txt"]}',
        b'{"write": ["/etc/x"], "remove": []}',
        b'{"write": [null], "remove": []}',
        b"\xff",
    ],
)
def test_a_journal_that_no_run_has_written_is_refused(out: Path, tmp_path: Path, journal: bytes) -> None:
    (tmp_path / "outside.txt").write_text("mine")
    (out / STAGING).mkdir()
    (out / STAGING / "journal.json").write_bytes(journal)
    with pytest.raises(InputError, match="is not a journal") as caught:
        recover(out)
    assert caught.value.problems[0].place == str(out / STAGING / "journal.json")
    assert (tmp_path / "outside.txt").exists()
    assert (out / "README.md").read_text() == "old\n"


def test_recovering_an_untouched_or_absent_folder_does_nothing(out: Path, tmp_path: Path) -> None:
    recover(out)
    recover(tmp_path / "nowhere")
    assert on_disk(out) == with_lock(OLD)
    assert not (tmp_path / "nowhere").exists()


def test_the_journal_lists_what_is_done_and_the_lock_moves_last(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    replace = Path.replace

    def noted(self: Path, target: Path) -> Path:
        order.append(Path(target).name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    publish(out, with_lock(NEW), previous(out))
    assert order[0] == "journal.json"
    assert order[-1] == LOCK_NAME
    assert json.loads((out / LOCK_NAME).read_text())["format"] == 1
