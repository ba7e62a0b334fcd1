"""Publishing is all or nothing: a failed run undoes its moves, and the next run completes one that was killed."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.systems import needs_links, needs_pipes
from yulsn_codegen.output import staging
from yulsn_codegen.output.disk import hash_of
from yulsn_codegen.output.journal import STAGING, places
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.output.publish import publish, recover, require_whole
from yulsn_codegen.text.errors import BusyError, EditedError, UnsafeError, UnwritableError
from yulsn_codegen.text.hashing import digest

from .outputs import NEW, OLD, on_disk, previous, with_lock


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "Free some space on the disk, then run this again. Nothing was changed."),
        (errno.EACCES, "Make it writable, or choose another folder. Nothing was changed."),
        (errno.EROFS, "Choose a writable folder. Nothing was changed."),
        (errno.EIO, "Nothing was changed."),
    ],
)
def test_a_failed_write_is_reported_with_a_hint(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        if self == out / "client/a.py":  # a move, not the first one
            raise OSError(number, os.strerror(number), str(self), None, str(target))
        return replace(self, target)

    before, lock, replace = on_disk(out), previous(out), Path.replace
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnwritableError) as caught:
        publish(out, with_lock(NEW), lock)
    assert caught.value.exit_code == 7
    (problem,) = caught.value.problems
    assert (problem.place, problem.hint) == (str(out / "client/a.py"), hint)
    assert problem.what == f"cannot be written: {os.strerror(number)}"
    assert on_disk(out) == before


def test_a_file_set_aside_by_a_killed_run_is_not_restored(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        if self.name == "c.py":
            raise OSError(errno.EIO, "Input/output error", str(self), None, str(target))
        return replace(self, target)

    before, lock, replace = on_disk(out), previous(out), Path.replace
    (out / STAGING / "old" / "client").mkdir(parents=True)  # by one that was killed after its last move
    (out / STAGING / "old" / "client" / "same.py").write_text("ancient")
    (out / STAGING / "old" / "client" / "more").mkdir()
    (out / STAGING / "old" / "client" / "more" / "c.py").write_text("ancient")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnwritableError):
        publish(out, with_lock(NEW), lock)
    assert on_disk(out) == before


def test_moves_that_cannot_be_undone_are_reported(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, replace = previous(out), Path.replace
    moved: list[Path] = []

    def refuse(self: Path, target: Path) -> Path:
        if len(moved) == 3:
            raise OSError(errno.EIO, "Input/output error", str(self), None, str(target))
        moved.append(self)
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(
            UnwritableError, match="Some files are new and some are old; the next run finishes the work"
        ):
            publish(out, with_lock(NEW), lock)
    with pytest.raises(EditedError, match=r"out: is incomplete.*\n.*Run `yulsn-codegen generate` again"):
        require_whole(out)
    recover(out)
    assert on_disk(out) == with_lock(NEW)


def test_ctrl_c_between_moves_undoes_them(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: Path, target: Path) -> Path:
        if self.name == "c.py":
            raise KeyboardInterrupt
        return replace(self, target)

    before, lock, replace = on_disk(out), previous(out), Path.replace
    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish(out, with_lock(NEW), lock)
    assert on_disk(out) == before
    assert not (out / STAGING).exists()


def test_a_new_folder_is_removed_if_publishing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnwritableError, match="out: cannot be written: No space left on device"):
        publish(tmp_path / "deep" / "out", with_lock(NEW), None)
    assert not (tmp_path / "deep").exists()


def test_an_output_that_another_run_has_written_meanwhile_is_not_replaced(out: Path) -> None:
    before = previous(out)
    publish(out, with_lock(NEW), before)
    with pytest.raises(BusyError, match="was written by another run in the meantime\n  Run this again") as caught:
        publish(out, with_lock({**OLD, "README.md": "other\n"}), before)
    assert caught.value.exit_code == 6
    assert on_disk(out) == with_lock(NEW)


HOLDS = """
import sys
from pathlib import Path
from yulsn_codegen.output.staging import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    input()
"""


def test_the_output_of_a_run_in_progress_is_not_recovered(out: Path) -> None:
    before = on_disk(out)
    command = [sys.executable, "-c", HOLDS, str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        said = rf"out: is being written by another run \(process {other.pid}\)\n  Wait until it has finished"
        for work in (recover, lambda out: publish(out, with_lock(NEW), previous(out))):
            with pytest.raises(BusyError, match=said) as caught:
                work(out)
            assert caught.value.exit_code == 6
        require_whole(out)  # nothing has been moved yet
        (out / STAGING / "journal.json").write_text("{}")
        with pytest.raises(BusyError, match=said):
            require_whole(out)
        (out / STAGING / "journal.json").unlink()
        other.communicate(b"\n")
    assert on_disk(out) == before
    publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == with_lock(NEW)


def half_written(out: Path, moved: int) -> None:
    """Leave an output as a run does that was killed after some moves."""
    files, moves = with_lock(NEW), dict.fromkeys(["client/gone/b.py"], 0)
    found = {path: hash_of(out / path) for path in [*files, *moves]}
    wanted = {path: digest(text) for path, text in files.items()}
    todo = {path: (before, wanted.get(path)) for path, before in found.items() if before != wanted.get(path)}
    (out / STAGING).mkdir()
    staging.stage(out, {path: files[path] for path, (_, after) in todo.items() if after}, todo)
    for path in staging._ordered(todo)[:moved]:
        new, place, old = places(out, path)
        if place.exists():
            place.replace(old)
        if new.exists():
            place.parent.mkdir(exist_ok=True)
            new.replace(place)


@pytest.mark.parametrize("moved", range(6))
def test_a_started_move_is_completed(out: Path, moved: int) -> None:
    half_written(out, moved)
    recover(out)
    assert on_disk(out) == with_lock(NEW)
    recover(out)
    assert on_disk(out) == with_lock(NEW)


def test_a_file_edited_before_recovery_is_not_overwritten(out: Path) -> None:
    half_written(out, 2)
    (out / "client/a.py").write_text("mine, of a moved file")
    (out / "client/gone/b.py").write_text("mine, of a file to be removed")
    (out / "client/more").mkdir()
    (out / "client/more/c.py").write_text("mine, where a new one goes")
    before = on_disk(out)
    with pytest.raises(EditedError, match="First move this file away") as caught:
        recover(out)
    assert sorted(Path(problem.place).name for problem in caught.value.problems) == ["a.py", "b.py", "c.py"]
    assert on_disk(out) == before
    for problem in caught.value.problems:
        Path(problem.place).unlink()
    recover(out)
    assert on_disk(out) == {path: text for path, text in with_lock(NEW).items() if path != "client/a.py"}


def test_a_modified_staged_file_is_not_moved(out: Path) -> None:
    half_written(out, 0)
    (out / STAGING / "files" / "README.md").write_text("forged")
    with pytest.raises(EditedError, match="differs from what the interrupted run wrote"):
        recover(out)
    assert (out / "README.md").read_text() == "old\n"


@needs_links
@pytest.mark.parametrize("folder", ["files", "old", "files/client"])
def test_no_file_is_moved_through_a_link_in_the_staging_folder(out: Path, tmp_path: Path, folder: str) -> None:
    half_written(out, 0)
    (out / STAGING / folder).rename(tmp_path / "elsewhere")
    (out / STAGING / folder).symlink_to(tmp_path / "elsewhere")
    before = on_disk(tmp_path / "elsewhere")
    with pytest.raises(UnsafeError, match="is a symbolic link"):
        recover(out)
    assert on_disk(tmp_path / "elsewhere") == before
    assert on_disk(out, staged=False) == with_lock(OLD)


@pytest.mark.parametrize("process", ["", "x", "-5", "99999999999999999999", "1", "own"])
def test_staged_files_without_a_journal_are_removed(out: Path, process: str) -> None:
    (out / STAGING / "files").mkdir(parents=True)
    (out / STAGING / "files" / "README.md").write_text("half")
    (out / STAGING / "process").write_text(process.replace("own", str(os.getpid())))
    require_whole(out)
    recover(out)
    assert not (out / STAGING).exists()
    assert on_disk(out) == with_lock(OLD)


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"moves": []}',
        b'{"moves": 5}',
        b'{"moves": {"README.md": "ab"}}',
        b'{"moves": {"README.md": [null]}}',
        b'{"moves": {"README.md": [null, 5]}}',
        b'{"moves": {"../outside.txt": ["x", null]}}',
        b'{"moves": {"/etc/x": [null, "x"]}}',
        b'{"moves": {"C:/x": [null, "x"]}}',
        b'{"moves": {"": [null, "x"]}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_an_invalid_journal_is_refused(out: Path, tmp_path: Path, journal: bytes) -> None:
    (tmp_path / "outside.txt").write_text("mine")
    (out / STAGING).mkdir()
    (out / STAGING / "journal.json").write_bytes(journal)
    with pytest.raises(UnsafeError, match="is not a valid journal") as caught:
        recover(out)
    assert caught.value.problems[0].place == str(out / STAGING / "journal.json")
    assert (tmp_path / "outside.txt").exists()
    assert on_disk(out, staged=False) == with_lock(OLD)


@needs_pipes
def test_a_journal_that_is_a_pipe_does_not_block(out: Path) -> None:
    (out / STAGING).mkdir()
    os.mkfifo(out / STAGING / "journal.json")
    with pytest.raises(UnsafeError, match="is not a valid journal"):
        recover(out)


def test_recovering_an_untouched_or_absent_folder_does_nothing(out: Path, tmp_path: Path) -> None:
    before = out.stat().st_mtime_ns
    for work in (recover, require_whole):
        work(out)
        work(tmp_path / "nowhere")
    assert on_disk(out) == with_lock(OLD)
    assert out.stat().st_mtime_ns == before
    assert not (tmp_path / "nowhere").exists()


def test_files_are_synced_before_the_journal_and_the_lock_moves_last(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[tuple[str, str]] = []
    replace, fsync = Path.replace, os.fsync

    def noted(self: Path, target: Path) -> Path:
        order.append(("move", Path(target).relative_to(out).as_posix()))
        return replace(self, target)

    def forced(descriptor: int) -> None:
        place = Path(os.readlink(f"/proc/self/fd/{descriptor}")).relative_to(out).as_posix()
        order.append(("sync", place))
        fsync(descriptor)

    monkeypatch.setattr(Path, "replace", noted)
    if Path("/proc/self/fd").is_dir():
        monkeypatch.setattr(os, "fsync", forced)
    publish(out, with_lock(NEW), previous(out))
    journal = order.index(("move", f"{STAGING}/journal.json"))
    moves = [path for what, path in order[journal + 1 :] if what == "move" and not path.startswith(STAGING)]
    assert moves == ["README.md", "client/a.py", "client/more/c.py", LOCK_NAME]
    assert not any(what == "move" for what, _ in order[:journal])
    assert json.loads((out / LOCK_NAME).read_text())["package"] == "client"
    if Path("/proc/self/fd").is_dir():
        staged = {f"{STAGING}/files/{path}" for path in ("README.md", "client/a.py", "client/more/c.py", LOCK_NAME)}
        folders = {f"{STAGING}/files/client/more", f"{STAGING}/files/client", f"{STAGING}/files", STAGING, "."}
        before = {path for _, path in order[:journal]}
        assert staged | folders | {f"{STAGING}/journal.json.tmp"} <= before
        assert order[journal + 1] == ("sync", STAGING)
        last = order.index(("move", LOCK_NAME))
        assert {path for what, path in order[last + 1 :] if what == "sync"} >= {".", "client", "client/more"}
