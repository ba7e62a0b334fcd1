"""Files that commands write: regular files are replaced, and anything else keeps its kind."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest
from support.systems import needs_links, needs_modes, needs_pipes
from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.cli.output import write_file
from yulsn_codegen.text.errors import ExitCode, InputError, UnwritableError

FULL = Path("/dev/full")


@needs_modes
def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    file.chmod(0o600)
    write_file(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o600)


@needs_links
@pytest.mark.parametrize("exists", [True, False])
def test_writing_to_a_symbolic_link_replaces_its_target(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "target", tmp_path / "link"
    if exists:
        target.write_text("old")
    link.symlink_to(target)
    write_file(link, "new")
    assert (link.is_symlink(), target.read_text()) == (True, "new")
    assert {path.name for path in tmp_path.rglob("*")} == {"folder", "link", "target"}


@needs_links
def test_writing_to_a_circular_symbolic_link_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(InputError, match=f"{link}: cannot be written: Too many levels of symbolic links"):
        write_file(link, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["link"]
    assert link.is_symlink()


@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd"])
def test_writing_to_an_open_descriptor_continues_at_its_position(tmp_path: Path, folder: str) -> None:
    if not Path(folder).is_dir():
        pytest.skip(f"has no {folder}")
    file = tmp_path / "log"
    file.write_text("before\n")
    with file.open("a") as stream:
        write_file(Path(folder, str(stream.fileno())), "report\n")
        number = stream.fileno()
    assert file.read_text() == "before\nreport\n"
    with pytest.raises(InputError, match="cannot be written: Bad file descriptor"):
        write_file(Path(folder, str(number)), "report")


@pytest.mark.skipif(os.name == "nt", reason="has no /dev")
@pytest.mark.parametrize("path", ["-", "/dev/stdout", "/dev/fd/1", "/dev/./stdout"])
def test_stdout_has_only_the_document_however_it_is_named(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["openapi", "--format", "json", "-o", path]) == 0
    assert json.loads(capsys.readouterr().out)["openapi"] == "3.2.0"
    account = tmp_path / "account.json"
    account.write_text(dump_snapshot(EMPTY), encoding="utf-8")
    assert main(["diff", str(account), str(account), "-o", f"json={path}"]) == 0
    json.loads(capsys.readouterr().out)


@needs_pipes
def test_a_named_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_file(pipe, "report")
    reader.join()
    assert (read, pipe.is_fifo()) == (["report"], True)


@pytest.mark.skipif(not FULL.exists(), reason="has no device that is always full")
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "full"  # even if this test fails as root, the device itself is not replaced
    link.symlink_to(FULL)
    assert main(["openapi", "-o", str(link)]) == ExitCode.UNWRITABLE
    assert capsys.readouterr().err == f"error: {link}: cannot be written: No space left on device\n"
    assert FULL.is_char_device()


def test_a_tilde_is_expanded_to_the_home_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert main(["generate", "--sandbox", "--out", "~"]) == 2
    assert "is the home directory" in capsys.readouterr().err
    assert main(["openapi", "-o", "~/openapi.yaml"]) == 0
    assert (tmp_path / "openapi.yaml").is_file()


def test_a_failed_write_leaves_no_files_behind(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    with pytest.raises((InputError, UnwritableError), match="cannot be written"):
        write_file(tmp_path / "report", "text")
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        write_file(tmp_path / "missing" / "report", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize(
    "arguments", [["generate", "--sandbox", "--out", ""], ["fetch", "-o", ""], ["check", "--account", ""]]
)
def test_an_empty_path_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == ExitCode.USAGE
    assert ": is empty\n" in capsys.readouterr().err
