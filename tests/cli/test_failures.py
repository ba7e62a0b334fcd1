"""Errors: the message on stderr and the exit code, also when the output fails or the run is interrupted."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from support.systems import needs_shell, needs_sigint
from yulsn_codegen.cli import COMMANDS, main
from yulsn_codegen.text.errors import ExitCode

RUN = [sys.executable, "-m", "yulsn_codegen"]
FULL = Path("/dev/full")
SNAPSHOT = str(Path(__file__).parents[2] / "generated" / "account.json")
DIFF = ["diff", SNAPSHOT, SNAPSHOT]


@pytest.mark.parametrize(
    ("arguments", "what", "hint"),
    [
        (["chek"], "no such command 'chek'", "Did you mean check or schema? Run `yulsn-codegen --help` for usage."),
        (["xyzzy"], "no such command 'xyzzy'", "Run `yulsn-codegen --help` for usage."),
        (
            ["--profil", "x"],
            "no such option '--profil'",
            "Did you mean --profile or --config? Run `yulsn-codegen --help` for usage.",
        ),
        (
            ["check", "--base-ulr", "x"],
            "no such option '--base-ulr'",
            "Did you mean --base-url? Run `yulsn-codegen check --help` for usage.",
        ),
        (
            ["check", "--fail-on", "eror"],
            "--fail-on: 'eror' is not one of info, warning, error; did you mean error?",
            "Run `yulsn-codegen check --help` for usage.",
        ),
        (
            ["openapi", "-o", "x", "--version", "9"],
            "--version: '9' is not one of 3.2, 3.1",
            "Run `yulsn-codegen openapi --help` for usage.",
        ),
        (
            ["generate", "-o", "jsn=x"],
            "--output: 'jsn' is not one of the formats text, json; did you mean json?",
            "Run `yulsn-codegen generate --help` for usage.",
        ),
        (
            ["check", "--offline", "--account", "account.json"],
            "--account and --offline: cannot be combined",
            "Give exactly one of them.",
        ),
        (
            ["validate", "-o", "json=x", "-o", "text=x"],
            "--output: names a file twice",
            "Run `yulsn-codegen validate --help` for usage.",
        ),
        (
            ["validate", "-o", "json", "-o", "text=-"],
            "--output: only one report can go to stdout; write the others to files, as in json=report.json",
            "Run `yulsn-codegen validate --help` for usage.",
        ),
        (["fetch"], "--output: is required", "Run `yulsn-codegen fetch --help` for usage."),
        (["build", "--target"], "--target: requires an argument", "Run `yulsn-codegen build --help` for usage."),
        (["diff", "a"], "NEW: is required", "Run `yulsn-codegen diff --help` for usage."),
        (
            ["diff", "a", "b", "c"],
            "got unexpected extra argument (c)",
            "Run `yulsn-codegen diff --help` for usage.",
        ),
        (
            ["build", "--check=x"],
            "--check: does not take a value",
            "Run `yulsn-codegen build --help` for usage.",
        ),
        (
            ["sandbox", "--port", "x"],
            "--port: 'x' is not a whole number",
            "Run `yulsn-codegen sandbox --help` for usage.",
        ),
        (
            ["sandbox", "--port", "65536"],
            "--port: 65536 is not between 0 and 65535",
            "Run `yulsn-codegen sandbox --help` for usage.",
        ),
        (
            ["openapi", "--client", "acme-crm", "-o", "x"],
            "--client needs --account",
            "Run `yulsn-codegen openapi --help` for usage.",
        ),
        (
            ["openapi", "-o", "no/folder/openapi.yaml"],
            f"{Path('no/folder/openapi.yaml')}: cannot be written: No such file or directory",
            f"Create the folder {Path('no/folder')} first.",
        ),
        (
            ["fetch", "--api-key-file", "key", "-o", "x"],
            "key: cannot be read: No such file or directory",
            "Set YULSN_API_KEY, or name a file with --api-key-file.",
        ),
        (
            ["openapi", "--account", "account.json", "-o", "x"],
            "account.json: cannot be read: No such file or directory",
            "`yulsn-codegen fetch` writes a snapshot; every package contains one, account.json.",
        ),
        (
            ["generate", "--sandbox", "--account", "account.json"],
            "--account and --sandbox: cannot be combined",
            "Give exactly one of them.",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained_in_two_lines(
    arguments: list[str],
    what: str,
    hint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == ExitCode.USAGE
    assert capsys.readouterr() == ("", f"error: {what}\n  {hint}\n")
    assert not list(tmp_path.iterdir())


def test_an_error_in_an_environment_variable_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YULSN_ACCOUNT_ID", "seven")
    assert main(["generate", "--sandbox"]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("error: YULSN_ACCOUNT_ID: 'seven' is not a whole number\n")
    assert main(["generate", "--sandbox", "--account-id", "eight"]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("error: --account-id: 'eight' is not a whole number\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_refuses_an_unknown_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--xyzzy"]) == ExitCode.USAGE
    assert capsys.readouterr() == (
        "",
        f"error: no such option '--xyzzy'\n  Run `yulsn-codegen {name} --help` for usage.\n",
    )


@pytest.mark.skipif(not FULL.exists(), reason="has no device that is always full")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["openapi", "-o", "-"], DIFF])
def test_a_full_disk_behind_stdout_is_an_error(arguments: list[str]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run([*RUN, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == ExitCode.UNWRITABLE
    assert done.stderr == "error: stdout: cannot be written: No space left on device\n"


@pytest.mark.skipif(not FULL.exists(), reason="has no device that is always full")
def test_a_full_disk_behind_stderr_keeps_the_exit_code() -> None:
    with FULL.open("w") as full:
        done = subprocess.run([*RUN, "xyzzy"], stdout=subprocess.PIPE, stderr=full, check=False)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, b"")


@pytest.mark.parametrize("arguments", [["--help"], ["openapi", "-o", "-"], [*DIFF, "-o", "json"]])
def test_a_closed_pipe_ends_the_run_quietly(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([*RUN, *arguments], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (ExitCode.CLOSED_PIPE, "")


@needs_shell
@pytest.mark.parametrize(
    ("closed", "arguments", "code", "said"),
    [
        (">&-", ["openapi", "-o", "-"], ExitCode.UNWRITABLE, "error: stdout: is closed\n"),
        (">&-", ["--version"], ExitCode.OK, ""),
        ("2>&-", ["xyzzy"], ExitCode.USAGE, ""),
        ("2>&-", DIFF, ExitCode.OK, ""),
    ],
)
def test_a_stream_that_was_closed_before_the_start_is_not_an_internal_error(
    closed: str, arguments: list[str], code: ExitCode, said: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *RUN, *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, said)


@needs_sigint
def test_an_interrupt_while_waiting_for_a_server_exits_with_130(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        process = subprocess.Popen(
            [*RUN, "fetch", "--base-url", url, "-o", "account.json"],
            cwd=tmp_path,
            env={**os.environ, "YULSN_API_KEY": "k"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process, server.accept()[0]:  # the command now waits for a response
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (ExitCode.INTERRUPTED, "", f"Reading the account at {url}\nInterrupted.\n")
    assert not list(tmp_path.iterdir())


def test_an_internal_error_is_reported_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("planted \x1b[31m")

    monkeypatch.setattr("yulsn_codegen.account.snapshot.read_snapshot", fail)
    assert main(["generate", "--account", "x"]) == ExitCode.INTERNAL
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(
        r"error: internal error: RuntimeError: planted \\x1b\[31m\n"
        r"  This is a bug in yulsn-codegen; please report it\. YULSN_CODEGEN_DEBUG=1 shows the traceback\.\n",
        err,
    )
    monkeypatch.setenv("YULSN_CODEGEN_DEBUG", "1")
    with pytest.raises(RuntimeError, match="planted"):
        main(["generate", "--account", "x"])


@pytest.mark.parametrize("command", ["init", "check"])
def test_a_working_folder_that_was_deleted_is_an_error(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main([command]) == ExitCode.USAGE
    assert capsys.readouterr().err == "error: working folder: does not exist any more\n  Change to another folder.\n"
