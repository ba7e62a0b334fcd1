"""Links, pipes and paths cannot lead out of an output: nothing is read, written or removed through them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.systems import needs_links, needs_pipes
from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.output.disk import hash_of
from yulsn_codegen.output.journal import STAGING
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.output.publish import publish, recover, require_whole, unchanged
from yulsn_codegen.text.errors import EditedError, UnsafeError
from yulsn_codegen.update import generate_into

from .outputs import NEW, OLD, on_disk, previous, with_lock


@needs_links
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


@needs_links
@pytest.mark.parametrize("path", ["client/more", ".", STAGING])
def test_a_dangling_link_is_refused(out: Path, tmp_path: Path, path: str) -> None:
    lock = previous(out)
    if path == ".":
        shutil.rmtree(out)
    (out / path).symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnsafeError, match="is a symbolic link"):
        publish(out, with_lock(NEW), lock)
    assert not (tmp_path / "nowhere").exists()


@needs_links
def test_a_link_in_a_parent_of_the_folder_is_followed(out: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(tmp_path)
    publish(tmp_path / "alias" / "out", with_lock(NEW), previous(out))
    assert on_disk(out) == with_lock(NEW)


@needs_links
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


def test_a_hard_link_to_a_generated_file_keeps_its_content(out: Path, tmp_path: Path) -> None:
    os.link(out / "client/a.py", tmp_path / "linked.py")
    publish(out, with_lock(NEW), previous(out))
    assert (tmp_path / "linked.py").read_text() == "a = 1\n"
    assert on_disk(out) == with_lock(NEW)


@needs_links
def test_a_link_does_not_have_the_hash_of_its_target(out: Path, tmp_path: Path) -> None:
    (out / "client/a.py").rename(tmp_path / "a.py")
    (out / "client/a.py").symlink_to(tmp_path / "a.py")
    assert hash_of(out / "client/a.py") == ""


@needs_pipes
@pytest.mark.parametrize("path", ["client/a.py", "client/more/c.py", "client/more"])
def test_a_pipe_in_place_of_a_file_does_not_block(out: Path, path: str) -> None:
    lock = previous(out)
    (out / path).parent.mkdir(exist_ok=True)
    (out / path).unlink(missing_ok=True)
    os.mkfifo(out / path)
    before = on_disk(out)
    with pytest.raises(EditedError, match=r"in the way|is not a regular file"):
        publish(out, with_lock(NEW), lock)
    assert on_disk(out) == before
    assert unchanged(out, lock) == {one: text for one, text in OLD.items() if one != path}


@pytest.mark.parametrize("path", [STAGING, f"{STAGING}/locked", f"{STAGING}/process", LOCK_NAME])
@pytest.mark.parametrize(
    "make",
    [pytest.param(lambda path: os.mkfifo(path), marks=needs_pipes), os.mkdir, Path.touch],
    ids=["pipe", "folder", "file"],
)
def test_an_entry_of_another_kind_is_refused_before_reading(out: Path, path: str, make: Callable[[Path], None]) -> None:
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


def test_a_file_in_place_of_a_parent_folder_is_named(out: Path) -> None:
    (out / "client/more").write_text("mine")
    before = on_disk(out)
    with pytest.raises(EditedError, match="client/more: is in the way: it is not a folder"):
        publish(out, with_lock(NEW), previous(out))
    assert on_disk(out) == before


@pytest.mark.parametrize("path", ["../x.py", "/x.py", "client/../../x.py", "C:/x.py", "client\\x.py", "", "./x.py"])
def test_a_path_outside_the_folder_is_refused(out: Path, path: str) -> None:
    lock, before = previous(out), on_disk(out.parent)
    with pytest.raises(UnsafeError, match="is not a path inside the output") as caught:
        publish(out, {**with_lock(NEW), path: "x\n"}, lock)
    assert caught.value.exit_code == 4
    assert on_disk(out.parent) == before


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["notes.txt"], r"contains other files or folders \(1\): notes\.txt\n"),
        (["src", ".github"], r"contains other files or folders \(2\): \.github, src\n"),
        ([f"folder-{number}" for number in range(8)], r"\(8\): folder-0, .*, folder-4 and 3 more\n"),
    ],
)
def test_the_first_run_refuses_a_folder_with_other_content(tmp_path: Path, names: list[str], message: str) -> None:
    (tmp_path / "LICENSE").write_text("mine")
    (tmp_path / ".git").mkdir()
    for name in names:
        (tmp_path / name).mkdir()
    before = on_disk(tmp_path)
    with pytest.raises(EditedError, match=message) as caught:
        generate_into(tmp_path, EMPTY, "client")
    assert len(caught.value.problems) == 1
    assert on_disk(tmp_path) == before
