"""Publishing: the folder holds the new files or the old ones, and nobody's own work is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from yulsn_codegen.output import staging
from yulsn_codegen.output.lock import LOCK_NAME, read_lock
from yulsn_codegen.output.publish import edited, missing, publish, recover, require_whole, unchanged
from yulsn_codegen.output.staging import STAGING
from yulsn_codegen.text.errors import BusyError, EditedError, InputError, UnsafeError, UnwritableError
from yulsn_codegen.text.hashing import digest

from .outputs import NEW, OLD, on_disk, previous, with_lock


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that an earlier run has filled."""
    folder = tmp_path / "out"
    publish(folder, with_lock(OLD), None)
    return folder


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


# --- files edited by hand ---


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
    assert problem.what == "was edited by hand"
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
    with pytest.raises(EditedError, match="is in the way: it was not generated") as caught:
        publish(out, with_lock(NEW), read_lock(out))
    assert str(out / "client/more/c.py") in {problem.place for problem in caught.value.problems}
    assert on_disk(out) == before


def test_a_folder_in_the_place_of_a_file_stops_the_run(out: Path) -> None:
    (out / "client/a.py").unlink()
    (out / "client/a.py").mkdir()
    with pytest.raises(EditedError, match="edited by hand"):
        publish(out, with_lock(NEW), previous(out))
    (out / "client/more/c.py").mkdir(parents=True)
    with pytest.raises(EditedError, match="in the way"):
        publish(out, with_lock(NEW), previous(out))


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(EditedError, match="is in the way"):
        publish(tmp_path / "out", with_lock(NEW), None)
    for reads in (recover, require_whole):
        with pytest.raises(InputError, match="out: is not a folder\n  Choose another one with --out"):
            reads(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


# --- symbolic links ---


@pytest.mark.parametrize(
    "path", ["client/a.py", "client", "client/gone", "README.md", "client/more", LOCK_NAME, STAGING, "."]
)
def test_symbolic_links_are_refused(out: Path, tmp_path: Path, path: str) -> None:
    lock = previous(out)
    place, outside = out / path, tmp_path / "outside"
    if place.exists():
        place.rename(outside)
    else:
        outside.mkdir()
    place.symlink_to(outside)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    with pytest.raises(UnsafeError, match=r"is a symbolic link.*\n  Remove the link") as caught:
        publish(out, with_lock(NEW), lock)
    assert caught.value.exit_code == 4
    assert [problem.place for problem in caught.value.problems] == [str(place)]
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize("path", ["client/more", ".", STAGING])
def test_a_link_to_nowhere_is_refused_too(out: Path, tmp_path: Path, path: str) -> None:
    lock = previous(out)
    if path == ".":
        shutil.rmtree(out)
    (out / path).symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnsafeError, match="is a symbolic link"):
        publish(out, with_lock(NEW), lock)
    assert not (tmp_path / "nowhere").exists()


def test_a_link_above_the_folder_is_the_users_own_affair(out: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(tmp_path)
    publish(tmp_path / "alias" / "out", with_lock(NEW), previous(out))
    assert on_disk(out) == with_lock(NEW)


@pytest.mark.parametrize(
    "path", [".", STAGING, LOCK_NAME, f"{STAGING}/journal.json", f"{STAGING}/locked", f"{STAGING}/process"]
)
@pytest.mark.parametrize("reads", [recover, require_whole])
def test_nothing_is_read_through_a_link(out: Path, tmp_path: Path, path: str, reads: Callable[[Path], None]) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "journal.json").write_text('{"moves": {"README.md": [null, null]}}')
    place = out / path
    if place == out:
        shutil.rmtree(out)
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(outside)
    with pytest.raises(UnsafeError, match="is a symbolic link") as caught:
        reads(out)
    assert caught.value.problems[0].place == str(place)
    assert on_disk(outside)
    assert place.is_symlink()


def test_the_other_name_of_a_file_keeps_its_content(out: Path, tmp_path: Path) -> None:
    os.link(out / "client/a.py", tmp_path / "linked.py")
    publish(out, with_lock(NEW), previous(out))
    assert (tmp_path / "linked.py").read_text() == "a = 1\n"
    assert on_disk(out) == with_lock(NEW)


def test_a_link_in_the_place_of_a_file_is_an_edit_for_who_reads(out: Path, tmp_path: Path) -> None:
    (out / "client/a.py").rename(tmp_path / "a.py")
    (out / "client/a.py").symlink_to(tmp_path / "a.py")
    assert edited(out, previous(out)) == ["client/a.py"]
    assert missing(out, previous(out)) == []


# --- what is no file, and paths that lead outside ---


@pytest.mark.parametrize("path", ["client/a.py", "client/more/c.py", "client/more"])
def test_a_pipe_in_the_way_is_not_waited_for(out: Path, path: str) -> None:
    lock = previous(out)
    (out / path).parent.mkdir(exist_ok=True)
    (out / path).unlink(missing_ok=True)
    os.mkfifo(out / path)
    before = on_disk(out)
    with pytest.raises(EditedError, match=r"in the way|edited by hand"):
        publish(out, with_lock(NEW), lock)
    assert on_disk(out) == before
    assert edited(out, lock) == [path for path in [path] if path == "client/a.py"]
    assert unchanged(out, lock) == {one: text for one, text in OLD.items() if one != path}


@pytest.mark.parametrize("path", [STAGING, f"{STAGING}/locked", f"{STAGING}/process", LOCK_NAME])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, Path.touch])
def test_what_is_not_of_its_kind_stops_before_it_is_read(out: Path, path: str, make: Callable[[Path], None]) -> None:
    place = out / path
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    make(place)
    fits = place.is_dir() if path == STAGING else place.is_file()
    for reads in (require_whole, recover):
        if fits:
            reads(out)
            continue
        with pytest.raises(EditedError, match="is in the way: it was not generated") as caught:
            reads(out)
        assert caught.value.problems[0].place == str(place)
        assert place.exists()


def test_a_file_in_the_place_of_a_parent_is_named_itself(out: Path) -> None:
    (out / "client/more").write_text("mine")
    before = on_disk(out)
    with pytest.raises(EditedError, match="client/more: is in the way: it is not a folder"):
        publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == before


@pytest.mark.parametrize("path", ["../x.py", "/x.py", "client/../../x.py", "C:/x.py", "client\\x.py", "", "./x.py"])
def test_a_path_that_leads_outside_is_refused(out: Path, path: str) -> None:
    lock, before = previous(out), on_disk(out.parent)
    with pytest.raises(UnsafeError, match="is not a path inside the output") as caught:
        publish(out, {**with_lock(NEW), path: "x\n"}, lock)
    assert caught.value.exit_code == 4
    assert on_disk(out.parent) == before


# --- all or nothing; what needs real processes is under publishing/ ---


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "Free some space on the disk, then run this again. Nothing was changed."),
        (errno.EACCES, "Make it writable, or choose another folder. Nothing was changed."),
        (errno.EROFS, "Choose a writable folder. Nothing was changed."),
        (errno.EIO, "Nothing was changed."),
    ],
)
def test_what_cannot_be_written_is_named_and_what_to_do(
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


def test_what_a_killed_run_had_put_aside_is_not_taken_for_an_old_file(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_moves_that_cannot_be_taken_back_either_are_told_as_such(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_ctrl_c_among_the_moves_takes_them_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_new_folder_that_cannot_be_filled_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnwritableError, match="out: cannot be written: No space left on device"):
        publish(tmp_path / "deep" / "out", with_lock(NEW), None)
    assert not (tmp_path / "deep").exists()


def test_an_output_that_another_run_has_written_meanwhile_is_left_to_it(out: Path) -> None:
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


def test_the_output_of_a_run_that_goes_on_is_left_to_it(out: Path) -> None:
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
    found = {path: staging.hash_of(out / path) for path in [*files, *moves]}
    wanted = {path: digest(text) for path, text in files.items()}
    todo = {path: (before, wanted.get(path)) for path, before in found.items() if before != wanted.get(path)}
    (out / STAGING).mkdir()
    staging.stage(out, {path: files[path] for path, (_, after) in todo.items() if after}, todo)
    for path in staging._ordered(todo)[:moved]:
        new, place, old = staging._places(out, path)
        if place.exists():
            place.replace(old)
        if new.exists():
            place.parent.mkdir(exist_ok=True)
            new.replace(place)


@pytest.mark.parametrize("moved", range(6))
def test_what_was_begun_to_move_is_moved_to_its_end(out: Path, moved: int) -> None:
    half_written(out, moved)
    recover(out)
    assert on_disk(out) == with_lock(NEW)
    recover(out)
    assert on_disk(out) == with_lock(NEW)


def test_a_file_that_was_changed_while_it_was_half_written_is_not_overwritten(out: Path) -> None:
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


def test_a_staged_file_that_is_another_one_by_now_is_not_moved_in(out: Path) -> None:
    half_written(out, 0)
    (out / STAGING / "files" / "README.md").write_text("forged")
    with pytest.raises(EditedError, match="differs from what the interrupted run wrote"):
        recover(out)
    assert (out / "README.md").read_text() == "old\n"


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
def test_what_was_staged_without_a_journal_is_cleared_away_whatever_process_is_named(out: Path, process: str) -> None:
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
def test_a_journal_that_no_run_has_written_is_refused(out: Path, tmp_path: Path, journal: bytes) -> None:
    (tmp_path / "outside.txt").write_text("mine")
    (out / STAGING).mkdir()
    (out / STAGING / "journal.json").write_bytes(journal)
    with pytest.raises(UnsafeError, match="is not a valid journal") as caught:
        recover(out)
    assert caught.value.problems[0].place == str(out / STAGING / "journal.json")
    assert (tmp_path / "outside.txt").exists()
    assert on_disk(out, staged=False) == with_lock(OLD)


def test_a_journal_that_is_a_pipe_is_not_waited_for(out: Path) -> None:
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


def test_files_are_on_the_disk_before_the_journal_and_the_lock_moves_last(
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
