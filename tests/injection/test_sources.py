"""File names, consumer code, git revisions and requests to the sandbox are treated as data, never as commands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from drift.reports.test_github import read as read_github
from support.systems import needs_links, needs_pipes
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.snapshot import dump_snapshot, snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.drift.reports import FORMATS
from yulsn_codegen.drift.usage.find import BY_PYRIGHT
from yulsn_codegen.sandbox import running

from .accounts import hostile, write_lock
from .strings import HOSTILE, assert_harmless, commands, foul

NAMES = [
    text.replace("/", "_").replace("\0", "") for text in HOSTILE if text.encode("utf-8", "ignore").decode() == text
]
USES = "import client\nclient.Client().contacts.get(1).{name}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create a project with a lock, an account that lost all fields, and files with hostile names and content."""
    if sys.platform != "linux":
        pytest.skip("needs a file system that accepts any name")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.setattr("yulsn_codegen.check._rehearse", lambda *_: None)  # rendering a package is slow
    write_lock(tmp_path / "generated", hostile())
    Path("new.json").write_text(dump_snapshot(hostile(())))
    folder = tmp_path / "src"
    folder.mkdir()
    for name in NAMES:
        text = USES.format(name="x") + f"print({name!r}, {name!a})\n"
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        (folder / f"{name} broken.py").write_text(f"import client\n{name}(", encoding="utf-8")
    (folder / os.fsdecode(b"\xff.py")).write_bytes(b"import client\n\xff")
    return folder


def test_hostile_file_names_and_contents_are_reported_safely(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["check", "--account", "new.json", "--allow-shrink", "--usage", "src", "--fail-on", "info"]
    assert main([*given, *(option for form in FORMATS for option in ("-o", f"{form}=report.{form}"))]) == 1
    assert capsys.readouterr().err == ""
    for form in FORMATS:
        report = Path(f"report.{form}").read_text(encoding="utf-8")
        assert foul(report) == []
        assert commands("\n".join(read_github(report)[1]) if form == "github" else report) == []
        assert "was skipped" in report or form == "github"
    assert BY_PYRIGHT in Path("report.text").read_text(encoding="utf-8")


@needs_pipes
@needs_links
@pytest.mark.usefixtures("without_pyright")
def test_only_regular_files_are_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "zero.py").symlink_to("/dev/zero")
    (project / "gone.py").symlink_to("/nowhere")
    os.mkfifo(project / "pipe.py")
    assert main(["check", "--account", "new.json", "--allow-shrink", "--usage", "src"]) == 1
    out = capsys.readouterr().out
    for name in ("zero", "gone", "pipe"):
        assert f"src/{name}.py was skipped: not a regular file" in out


BOMBS = {
    "parentheses": "import client\n" + "(" * 100_000,
    "signs": "import client\nx = " + "-" * 100_000 + "1",
    "attributes": "import client\nx" + ".x" * 100_000,
    "sums": "import client\nx = " + "+".join(["1"] * 100_000),
    "strings": "import client\nx = " + '"a" ' * 100_000,
    "blocks": "import client\n" + "".join(" " * depth + "if x:\n" for depth in range(99)) + " " * 99 + "x",
    "digits": "import client\nx = " + "9" * 5000,
    "null": "import client\0",
    "coding": "# coding: rot13\nimport client",
    "unknown coding": "# coding: nothing\nimport client",
    "long": "import client\n" + "#" * (8 * 1024 * 1024),
}


@pytest.mark.usefixtures("without_pyright")
def test_code_that_overwhelms_the_parser_is_skipped_with_a_note(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in BOMBS.items():
        (project / f"bomb_{name}.py").write_text(text, encoding="utf-8")
    assert main(["check", "--account", "new.json", "--allow-shrink", "--usage", "src"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert_harmless(out)
    for name in ("parentheses", "null", "coding", "unknown coding", "long"):
        assert f"bomb_{name}.py was skipped: " in out


Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    monkeypatch.chdir(tmp_path)
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    run("init", "--quiet")
    return run


def test_a_revision_is_never_an_option_and_starts_no_program(
    git: Git, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("account.json").write_text(dump_snapshot(hostile(())))
    Path(".gitattributes").write_text("*.json diff=evil filter=evil\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "begin")
    run = f"touch {tmp_path}/PWNED;"
    for name in (
        *("core.pager", "pager.show", "pager.cat-file", "diff.external", "diff.evil.command", "diff.evil.textconv"),
        *("filter.evil.smudge", "gpg.program", "core.fsmonitor", "core.sshCommand", "core.askPass"),
    ):
        git("config", name, run)
    git("config", "log.showSignature", "true")
    assert main(["diff", "HEAD:account.json", "account.json"]) == 0
    capsys.readouterr()
    for source in (
        *(
            "--output=PWNED",
            "--output=PWNED:account.json",
            "-p:x",
            "--ext-diff:account.json",
            ":/begin",
            "HEAD",
            "HEAD:",
        ),
        *("HEAD:account.json\0", "HEAD:x\n::error::owned", "HEAD:../account.json", ":(attr:x)y", "HEAD^{/x}:a"),
        *("ext::sh -c touch% PWNED:x", "http://\x1b[31m", *(f"HEAD:{text}" for text in HOSTILE[::6])),
    ):
        assert main(["diff", "--", source, "account.json"]) == 2, source
        out, err = capsys.readouterr()
        assert out == ""
        assert_harmless(err)
        assert not source.startswith("-") or "git:" not in err  # git was not started
    assert not (tmp_path / "PWNED").exists()


def test_the_sandbox_serves_hostile_names_unchanged() -> None:
    account = hostile([text for text in HOSTILE if text.strip()])
    with running(account) as server:
        read = fetch(server.base_url, server.api_key)
        kept = snapshot(read)
        assert [table["name"] for table in kept["tables"]] == sorted(table.name for table in account.tables)  # type: ignore[attr-defined]
        assert [item["name"] for item in kept["owners"]["Contacts"]] == sorted(  # type: ignore[index]
            item.name for item in account.owners["Contacts"]
        )


@pytest.mark.parametrize("text", ["".join(HOSTILE[start::6]) for start in range(6)])
def test_no_header_or_markup_from_a_request_reaches_the_sandboxs_response(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with running() as server:
        named = quote(text.encode("utf-8", "surrogatepass"))
        for target in (
            f"/api/v1/table/{named}/5",
            f"/api/v1/{named}",
            f"/api/v1/Contacts?email={named}&lastId={named}",
        ):
            head, body = send_raw(server.base_url, target, server.api_key, text)
            headers = [line.partition(":")[0].lower() for line in head.split("\r\n")[1:]]
            assert set(headers) <= {"date", "content-type", "content-length", "connection", "allow"}, head
            assert foul(head.replace("\r\n", "")) == []
            assert "html" not in head
            assert body in ("", "Invalid HTTP request received.") or isinstance(json.loads(body), dict | list | None)
    assert capfd.readouterr() == ("", "")


def send_raw(base: str, target: str, key: str, text: str) -> tuple[str, str]:
    """Send raw bytes as a request, with a hostile header, and return the head and the body of the response."""
    where = urlsplit(base)
    header = "".join(c for c in text if c not in "\r\n\0").encode("utf-8", "surrogatepass")
    with socket.create_connection((where.hostname, where.port), 10) as connection:
        lines = [f"GET {target} HTTP/1.1".encode(), b"Host: x", f"X-ApiKey: {key}".encode(), b"Connection: close"]
        connection.sendall(b"\r\n".join([*lines, b"X-Own: " + header, b"", b""]))
        response = b""
        while piece := connection.recv(65536):
            response += piece
    head, _, body = response.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body.decode("utf-8")
