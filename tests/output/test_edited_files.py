"""Edited files in an output, and files and folders that were not generated, stop the run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from yulsn_codegen.output.lock import LOCK_NAME, read_lock
from yulsn_codegen.output.publish import publish, recover, require_whole
from yulsn_codegen.text.errors import EditedError, InputError

from .outputs import NEW, OLD, on_disk, previous, with_lock


@pytest.mark.parametrize("content", [b"a = 3\n", b"", b"a = 1\r\n", b"\xff", b"a = 1"])
def test_a_file_edited_by_hand_stops_the_run(out: Path, content: bytes) -> None:
    (out / "client/a.py").write_bytes(content)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(EditedError) as caught:
        publish(out, with_lock(NEW), previous(out))
    assert caught.value.exit_code == 5
    (problem,) = caught.value.problems
    assert problem.place == str(out / "client/a.py")
    assert problem.what == "was edited by hand"
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_every_edited_file_is_reported(out: Path) -> None:
    for path in ("client/a.py", "client/gone/b.py"):
        (out / path).write_text("mine")
    with pytest.raises(EditedError) as caught:
        publish(out, with_lock(NEW), previous(out))
    assert [problem.place for problem in caught.value.problems] == [
        str(out / "client/a.py"),
        str(out / "client/gone/b.py"),
    ]


def test_an_edit_that_equals_the_generated_text_is_accepted(out: Path) -> None:
    (out / "client/a.py").write_text(NEW["client/a.py"])
    assert "client/a.py" not in publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == with_lock(NEW)


def test_a_deleted_file_is_written_again(out: Path) -> None:
    shutil.rmtree(out / "client")
    publish(out, with_lock(OLD), previous(out))
    assert on_disk(out) == with_lock(OLD)


@pytest.mark.parametrize("lock", ["with", "without"])
def test_a_file_that_was_not_generated_stops_the_run(out: Path, lock: str) -> None:
    (out / "client/more").mkdir()
    (out / "client/more/c.py").write_text("mine")
    if lock == "without":
        (out / LOCK_NAME).unlink()
    before = on_disk(out)
    with pytest.raises(EditedError, match="is in the way: it was not generated") as caught:
        publish(out, with_lock(NEW), read_lock(out))
    assert str(out / "client/more/c.py") in {problem.place for problem in caught.value.problems}
    assert on_disk(out) == before


def test_a_folder_in_place_of_a_file_stops_the_run(out: Path) -> None:
    (out / "client/a.py").unlink()
    (out / "client/a.py").mkdir()
    with pytest.raises(EditedError, match="is not a regular file"):
        publish(out, with_lock(NEW), previous(out))
    (out / "client/more/c.py").mkdir(parents=True)
    with pytest.raises(EditedError, match="in the way"):
        publish(out, with_lock(NEW), previous(out))


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(EditedError, match="is in the way"):
        publish(tmp_path / "out", with_lock(NEW), None)
    for reads in (recover, require_whole):
        with pytest.raises(InputError, match="out: is not a folder\n  Choose another one with --out"):
            reads(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"
