"""The messages and exit codes of commands whose output may not be written or read."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.systems import needs_kill, needs_links, needs_pipes
from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.output.journal import STAGING
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.output.staging import exclusive
from yulsn_codegen.text.errors import ExitCode

from .generating import FULLER
from .outputs import on_disk

PROGRAM = "import sys; from yulsn_codegen.cli import main; sys.exit(main(sys.argv[1:]))"
KILLED = """
import os, signal, sys
from yulsn_codegen.cli import main

def hook(event, arguments):
    if event == "os.rename" and str(arguments[1]) == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    sys.addaudithook(hook)
    sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two snapshots, and the package that was generated from the first."""
    place = tmp_path_factory.mktemp("made")
    (place / "old.json").write_text(dump_snapshot(EMPTY))
    (place / "new.json").write_text(dump_snapshot(FULLER))
    assert main(["generate", "--account", str(place / "old.json"), "--out", str(place / "out")]) == 0
    return place


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "out", tmp_path / "out"))


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def link(out: Path) -> None:
    (out / LOCK_NAME).rename(out.parent / "lock")
    (out / LOCK_NAME).symlink_to(out.parent / "lock")


def link_itself(out: Path) -> None:
    out.rename(out.parent / "elsewhere")
    out.symlink_to(out.parent / "elsewhere")


def pipe(out: Path) -> None:
    (out / LOCK_NAME).unlink()
    os.mkfifo(out / LOCK_NAME)


def journal(out: Path) -> None:
    (out / STAGING).mkdir()
    (out / STAGING / "journal.json").write_text('{"moves": {"../x": ["a", null]}}')


def no_folder(out: Path) -> None:
    shutil.rmtree(out)
    out.write_text("mine")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        pytest.param(link, 4, "out/yulsn.lock.json: is a symbolic link; .*\n  Remove the link", marks=needs_links),
        pytest.param(link_itself, 4, "out: is a symbolic link; .*\n  Remove the link", marks=needs_links),
        pytest.param(
            pipe, 5, "out/yulsn.lock.json: is in the way: it was not generated\n  Move it away", marks=needs_pipes
        ),
        (no_folder, 2, "out: is not a folder\n  Choose another one with --out"),
        (
            journal,
            4,
            "out/.yulsn-staging/journal.json: is not a valid journal: .*\n  Delete .yulsn-staging and restore",
        ),
    ],
)
def test_an_output_with_unexpected_files_is_refused_before_reading(
    made: Path, out: Path, change: Callable[[Path], None], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(out)
    assert main(["generate", "--account", str(made / "new.json"), "--out", str(out)]) == code
    shown, err = capsys.readouterr()
    assert shown == ""
    assert re.search(rf"^error: \S*/{said}", err)
    if change is journal:  # which only commands that write the output read
        code, said = 5, "out: is incomplete: some of its files are new and some are old\n  An earlier run was killed"
    for command in (["check", "--offline"], ["accept", "--reason", "x", "--account", "x"], ["build"]):
        assert main([*command, "--out", str(out)]) == code, command
        assert re.search(rf"^error: \S*/{said}", capsys.readouterr().err)


def test_each_failure_of_publishing_has_its_message_and_exit_code(
    made: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["generate", "--account", str(made / "new.json"), "--out", str(out)]
    client, before = out / "yulsn_client" / "client.py", on_disk(out)

    def ends(code: int, said: str) -> None:
        assert main(command) == code
        shown, err = capsys.readouterr()
        assert shown == ""
        assert re.search(rf"^error: {re.escape(str(out))}{said}", err)

    client.rename(out.parent / "client.py")
    client.symlink_to(out.parent / "client.py")
    ends(
        4,
        "/yulsn_client/client.py: is a symbolic link; only real files and folders are written\n  Remove the link.\n$",
    )
    client.unlink()
    (out.parent / "client.py").rename(client)
    with exclusive(out):
        number = os.getpid()
        ends(
            6, rf": is being written by another run \(process {number}\)\n  Wait until it has finished, then try again"
        )
    with monkeypatch.context() as patch:

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        patch.setattr(os, "fsync", full)
        ends(
            7, ": cannot be written: No space left on device\n  Free some space on the disk, .*Nothing was changed.\n$"
        )
    assert on_disk(out) == before


@needs_pipes
def test_a_pipe_in_place_of_a_generated_file_does_not_block(made: Path, out: Path) -> None:
    client = out / "yulsn_client" / "client.py"
    client.unlink()
    os.mkfifo(client)
    with run(PROGRAM, "generate", "--account", made / "new.json", "--out", out) as ended:
        try:
            _, err = ended.communicate(timeout=60)
        finally:
            ended.kill()
    assert err.startswith(f"error: {client}: is not a regular file\n  Move it away.")
    assert ended.returncode == 5


@needs_kill
def test_a_run_killed_while_moving_files_is_completed_by_the_next_one(
    made: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = on_disk(out)
    command = ["generate", "--account", str(made / "new.json"), "--out", str(out)]
    with run(KILLED, out / LOCK_NAME, *command) as killed:
        assert killed.communicate(timeout=120) == ("", "")
    assert killed.returncode == -signal.SIGKILL
    found = on_disk(out, staged=False)
    assert found["account.json"] == dump_snapshot(FULLER)
    assert LOCK_NAME not in found  # the old one is put aside, the new one is to come
    assert {path for path in found if path not in before} >= {"yulsn_client/tables/cars.py"}
    for reader in (["check", "--offline"], ["check", "--account", str(made / "new.json")], ["build"]):
        assert main([*reader, "--out", str(out)]) == 5
        assert "out: is incomplete: some of its files are new and some are old\n" in capsys.readouterr().err
    assert main(command) == 0
    assert main(["check", "--offline", "--out", str(out)]) == 0
    found = on_disk(out)
    assert found["account.json"] == dump_snapshot(FULLER)
    assert "yulsn_client/tables/cars.py" in found


def test_concurrent_commands_write_one_package(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "raced"
    command = ("generate", "--out", out, "--account")
    with run(PROGRAM, *command, made / "old.json") as first, run(PROGRAM, *command, made / "new.json") as second:
        ended = [(*process.communicate(timeout=120), process.returncode) for process in (first, second)]
    for shown, err, code in ended:
        if code == 6:
            assert re.search(r"^error: \S*/raced: (is being|was) written by another run", err)
            assert shown == ""
        else:
            assert (code, err) == (0, "")
    assert 0 in {code for _, _, code in ended}
    assert (out / "account.json").read_text() in {dump_snapshot(EMPTY), dump_snapshot(FULLER)}
    assert not (out / STAGING).exists()
    assert main(["check", "--offline", "--out", str(out)]) == 0


def test_the_help_lists_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    section = capsys.readouterr().out.partition("\nExit codes:\n")[2].partition("\n\n")[0]
    assert re.findall(r"^ +(\d+)  (.+)$", section, re.MULTILINE) == [
        (str(code.value), code.meaning) for code in ExitCode
    ]
