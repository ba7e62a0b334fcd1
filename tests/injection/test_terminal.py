"""Nothing that commands print, whatever it quotes, controls a terminal or forges a log line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.systems import needs_terminal
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.text.characters import one_line
from yulsn_codegen.text.errors import InputError, Problem
from yulsn_codegen.text.terminal import say

from .accounts import hostile, write_lock
from .strings import HOSTILE, assert_harmless, commands

# Several strings in each, because runs are slow. Arguments cannot contain NUL, nor TOML a lone surrogate.
ARGUMENTS = ["".join(HOSTILE[start::3]).replace("\0", "") for start in range(3)] + ["\n::error::owned", "::error::x"]
IN_TOML = [text.encode("utf-8", "ignore").decode() for text in ARGUMENTS]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_escaped_string_is_one_line(text: str) -> None:
    line = one_line(text)
    assert "\n" not in line
    assert_harmless(line)
    assert one_line(line) == line
    assert all(c in line for c in text if c.isalnum())


def test_harmless_text_is_unchanged() -> None:
    for text in ("æøå 漢字 😀", "a::b", "# 5", "C#", "[x] `y` $z", "https://example.org/a?b=c#d", ""):
        assert one_line(text) == text


@pytest.mark.parametrize("text", ARGUMENTS)
def test_refused_arguments_are_escaped(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", "k")
    for arguments in (
        [text],
        ["check", f"--{text}"],
        ["check", text],
        ["check", "--fail-on", text],
        ["check", "--out", f"x{text}"],
        ["check", "-o", text],
        ["diff", text, text],
        ["diff", f"main:{text}", "x"],
        ["fetch", "-o", "-", "--base-url", f"http://{text}.example"],
        ["generate", "--account", f"x{text}"],
        ["generate", "--account", "x", "--package", text],
        ["accept", "--reason", "x", "--rule", text],
        ["sandbox", "--port", text],
        ["sandbox", "--fault", text],
        ["openapi", "-o", "-", "--version", text],
        ["openapi", "-o", "-", "--account", f"x{text}"],
        ["validate", "--spec", f"x{text}"],
        ["--config", f"x{text}", "check"],
        ["--profile", text, "check"],
        ["build", "--out", f"x{text}"],
    ):
        assert main(arguments) == 2, arguments
        out, err = capsys.readouterr()
        assert out == ""
        assert_harmless(err)
        assert len(err.splitlines()) <= 6, err


@pytest.mark.parametrize("text", IN_TOML)
def test_an_invalid_configuration_is_escaped(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = toml(text)
    settings = (
        f"{quoted} = 1",
        f"base-url = {quoted}",
        f"fail-on = {quoted}",
        f"account = {toml('x' + text)}",
        f"profiles.{quoted}.x = 1",
        f"names.{quoted}.a = 'b'",
        f"renames.{quoted} = 1",
    )
    for setting in settings:
        Path("pyproject.toml").write_text(f"[tool.yulsn-codegen]\n{setting}\n", encoding="utf-8")
        assert main(["generate"]) == 2, setting
        out, err = capsys.readouterr()
        assert out == ""
        assert_harmless(err)


def toml(text: str) -> str:
    escaped = (c if c.isalnum() else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(escaped)}"'


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"a = " + b"9" * 5000,
        b"a = " + b"[" * 50_000,
        b'[tool.yulsn-codegen]\nout = "a\\u0000b"',
        b'[tool.yulsn-codegen]\naccount = "\\u0000"',
        b'[tool.yulsn-codegen]\nusage = ["\\u0000"]',
        b'[tool]\nyulsn-codegen = "\\u001b[31m"\n[tool.x',
    ],
)
def test_an_unreadable_configuration_is_not_an_internal_error(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_bytes(content)
    assert main(["generate"]) == 2
    err = capsys.readouterr().err
    assert "pyproject.toml" in err
    assert_harmless(err)


@pytest.mark.parametrize("text", HOSTILE)
def test_strings_of_a_problem_add_no_lines(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> None:
        raise InputError([Problem(text, text, text), Problem("", text)])

    monkeypatch.setattr("yulsn_codegen.account.snapshot.read_snapshot", fail)
    assert main(["generate", "--account", "x"]) == 2
    err = capsys.readouterr().err
    assert_harmless(err)
    assert [line[:6] for line in err.splitlines()] == ["error:", f"  {one_line(text)}"[:6], "error:"]


@pytest.mark.parametrize("debug", ["", "1"])
def test_an_internal_error_escapes_untrusted_text(debug: str) -> None:
    code = (
        "import sys, yulsn_codegen.account.snapshot, yulsn_codegen.cli as cli\n"
        f"def fail(_): raise RuntimeError({''.join(HOSTILE)!a})\n"
        "yulsn_codegen.account.snapshot.read_snapshot = fail\n"
        "sys.exit(cli.main(['generate', '--account', 'x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "YULSN_CODEGEN_DEBUG": debug},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == (1 if debug else 70)
    assert ("Traceback" in done.stderr) == bool(debug)
    assert_harmless(done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_characters_that_the_encoding_lacks_are_escaped(encoding: str, tmp_path: Path) -> None:
    write_lock(tmp_path / "generated", hostile())
    (tmp_path / "new.json").write_text(dump_snapshot(hostile(HOSTILE[::2])))
    code = (
        "import yulsn_codegen.check, sys; yulsn_codegen.check._rehearse = lambda *_: None\n"
        "from yulsn_codegen.cli import main\n"
        "common = ['--account', 'new.json', '--allow-shrink']\n"
        "main(['accept', '--reason', 'x', '--rule', 'order-type-removed', '--accepted', 'æ.toml', *common])\n"
        "sys.exit(main(['check', *common]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert_harmless(done.stdout.decode(encoding))
    assert (b"\\xe6" in done.stdout) == (encoding == "ascii")


@needs_terminal
def test_only_expected_colours_are_added_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(dump_snapshot(hostile()))
    (tmp_path / "new.json").write_text(dump_snapshot(hostile(HOSTILE[::2], mark="!")))
    shown = on_a_terminal(["diff", "old.json", "new.json"], tmp_path)
    assert "\x1b[1mDrift" in shown
    assert_harmless(without_colours(shown))


@needs_terminal
def test_a_progress_step_is_not_interpreted_as_markup(tmp_path: Path) -> None:
    code = (
        "from yulsn_codegen.text.progress import spinner\n"
        f"with spinner('[b]') as step: step({''.join(HOSTILE)!a}); step('[red]x[/red]')\n"
    )
    shown = on_a_terminal([], tmp_path, "-c", code)
    assert "[red]x[/red]" in shown
    assert "\x07" not in shown
    assert "\x9b" not in shown
    assert commands(shown.replace("\x1b", "")) == []


def on_a_terminal(arguments: list[str], folder: Path, *program: str) -> str:
    """Run a command with a terminal as stdout and stderr, and return its output."""
    import pty  # only on POSIX

    parent, child = pty.openpty()
    program = program or ("-m", "yulsn_codegen")
    process = subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=folder,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "5000"} | {"PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    pieces = []
    try:
        while piece := os.read(parent, 65536):
            pieces.append(piece)
    except OSError:  # the other end is closed
        pass
    os.close(parent)
    process.wait(60)
    return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


def without_colours(text: str) -> str:
    for style in ("0", "1", "2", "32", "33", "36", "31;1"):
        text = text.replace(f"\x1b[{style}m", "")
    return text


def test_output_goes_to_the_right_stream(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\nb", "c")
    say("d", err=True)
    assert capsys.readouterr() == ("a\\nb\nc\n", "d\n")
