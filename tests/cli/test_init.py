"""`init` sets up a repository, and never overwrites anything."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from support.systems import needs_shell, needs_terminal
from yulsn_codegen.cli import main
from yulsn_codegen.initialize import output_folder
from yulsn_codegen.shipped import ci_files
from yulsn_codegen.text.errors import ExitCode, InputError

COMMIT = "0123456789" * 4
NEXT = "\nNext, with your key in YULSN_API_KEY:\n  yulsn-codegen doctor\n  yulsn-codegen generate\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "shop")
    monkeypatch.delenv("YULSN_BASE_URL", raising=False)
    return tmp_path / "shop"


def set_origin(monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    """Set the content of the file that says from where the generator was installed; None for no such file."""
    kind = type(metadata.distribution("yulsn-codegen"))  # another class if some library uses importlib_metadata
    monkeypatch.setattr(kind, "read_text", lambda *_: text)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_init_creates_all_files_in_an_empty_repository(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "src").mkdir()
    os.chdir(repository / "src")
    assert main(["init", "--yes", "--ci", "github", "--install", f"git+https://git.example/tools/x@{COMMIT}"]) == 0
    assert capsys.readouterr() == (
        "pyproject.toml: created\n.gitattributes: created\n.github/workflows/drift.yml: created\n"
        ".github/workflows/verify.yml: created\n" + NEXT,
        "",
    )
    section = tomllib.loads((repository / "pyproject.toml").read_text())["tool"]["yulsn-codegen"]
    assert section == {"package": "shop_crm", "out": "shop-crm"}
    assert (repository / ".gitattributes").read_text() == "/shop-crm/** text eol=lf linguist-generated\n"
    for name in ("drift.yml", "verify.yml"):
        text = (repository / ".github" / "workflows" / name).read_text()
        line = f"YULSN_CODEGEN: yulsn-codegen @ git+https://git.example/tools/x@{COMMIT}\n"
        assert text == re.sub("YULSN_CODEGEN: .*\n", line, (ci_files() / name).read_text())


def test_the_variable_to_set_is_named_if_there_is_no_commit_to_install(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_origin(monkeypatch, None)
    assert main(["init", "--yes", "--ci", "github"]) == 0
    assert "drift.yml: created: set YULSN_CODEGEN in it to a commit to install" in capsys.readouterr().out
    text = (repository / ".github" / "workflows" / "drift.yml").read_text()
    assert text == (ci_files() / "drift.yml").read_text()


def test_ci_installs_the_commit_that_the_generator_was_installed_from(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = {"url": "https://git.example/x", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    set_origin(monkeypatch, json.dumps(origin))
    assert main(["init", "--yes", "--ci", "gitlab"]) == 0
    text = (repository / ".gitlab" / "schema-drift.yml").read_text()
    assert f"YULSN_CODEGEN: yulsn-codegen @ git+https://git.example/x@{COMMIT}\n" in text


def test_running_init_again_changes_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--yes", "--ci", "gitlab", "--base-url", "https://crm.example/api/v1"]) == 0
    before = contents(repository)
    capsys.readouterr()
    assert main(["init", "--yes"]) == 0
    assert contents(repository) == before
    assert ": created" not in capsys.readouterr().out
    assert b'base-url = "https://crm.example"\n' in before["pyproject.toml"]
    assert set(before) == {"pyproject.toml", ".gitattributes", ".gitlab-ci.yml", ".gitlab/schema-drift.yml"}


def test_options_that_differ_from_the_configuration_are_reported(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--yes", "--package", "shop_crm"]) == 0
    before = contents(repository)
    capsys.readouterr()
    assert main(["init", "--yes", "--package", "other", "--out", "elsewhere"]) == 0
    assert contents(repository)["pyproject.toml"] == before["pyproject.toml"]
    assert (
        "pyproject.toml: kept: it has [tool.yulsn-codegen]; change package and out there\n" in capsys.readouterr().out
    )


def test_the_formatting_of_pyproject_toml_is_kept(repository: Path) -> None:
    text = "# ours\n[project]\nname='Bike Shop'   # the name\n\n[tool.ruff]\nline-length =  100\n"
    (repository / "pyproject.toml").write_text(text)
    assert main(["init", "--yes", "--ci", "none"]) == 0
    after = (repository / "pyproject.toml").read_text()
    assert after.startswith(text)
    assert tomllib.loads(after)["tool"]["yulsn-codegen"]["package"] == "bike_shop_crm"


def test_existing_files_are_kept_and_reported(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / ".github" / "workflows").mkdir(parents=True)
    (repository / ".github" / "workflows" / "drift.yml").write_text("name: mine\n")
    (repository / ".gitattributes").write_text("*.png binary")
    assert main(["init", "--yes"]) == 0
    assert (repository / ".github" / "workflows" / "drift.yml").read_text() == "name: mine\n"
    assert (repository / ".gitattributes").read_text().startswith("*.png binary\n/shop-crm/** ")
    out = capsys.readouterr().out
    assert ".github/workflows/drift.yml: kept: it exists and is different\n" in out
    (repository / ".gitlab-ci.yml").write_text("test: {}\n")
    assert main(["init", "--yes", "--ci", "gitlab"]) == 0
    assert (repository / ".gitlab-ci.yml").read_text() == "test: {}\n"
    assert "add `- local: .gitlab/schema-drift.yml` to its `include`" in capsys.readouterr().out


def test_the_ci_server_is_detected_from_the_git_remotes(repository: Path) -> None:
    (repository / ".git" / "config").write_text('[remote "origin"]\n\turl = git@gitlab.example.com:shop/jobs.git\n')
    assert main(["init"]) == 0
    assert (repository / ".gitlab" / "schema-drift.yml").exists()


@needs_shell
@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "what"),
    [
        ("rmdir .git", [], ExitCode.USAGE, "is not in a git repository"),
        ("echo '[tool' > pyproject.toml", [], ExitCode.USAGE, "pyproject.toml"),
        ("printf 'tool.yulsn-codegen = 1' > pyproject.toml", [], ExitCode.USAGE, "is not a table"),
        ("printf '\\377' > .gitattributes", [], ExitCode.USAGE, ".gitattributes: is not UTF-8"),
        ("touch .github", ["--ci", "github"], ExitCode.UNWRITABLE, "cannot be written"),
        ("true", ["--out", "../elsewhere"], ExitCode.USAGE, "--out: '../elsewhere' is not a folder inside"),
        ("true", ["--package", "9"], ExitCode.USAGE, "--package: '9' is not a valid package name"),
        ("true", ["--install", "yulsn-codegen"], ExitCode.USAGE, "--install: 'yulsn-codegen' does not name a commit"),
        ("true", ["--install", "git+https://x/y@main"], ExitCode.USAGE, "does not name a commit"),
        ("true", ["--base-url", "ftp://x"], ExitCode.USAGE, "base URL: ftp://x does not begin"),
    ],
)
def test_an_error_says_where_the_problem_is(
    repository: Path,
    prepare: str,
    arguments: list[str],
    code: ExitCode,
    what: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    subprocess.run(["sh", "-c", prepare], cwd=repository, check=True)
    assert main(["init", "--yes", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert what in err
    assert not list(repository.rglob("*.tmp"))


def test_a_folder_is_written_with_forward_slashes_on_every_system() -> None:
    assert output_folder("clients/crm", PurePosixPath) == PurePosixPath("clients/crm")
    assert output_folder("clients\\crm", PureWindowsPath) == PurePosixPath("clients/crm")


@pytest.mark.parametrize("folder", ["C:\\crm", "C:crm", "\\crm", "\\\\server\\share\\crm", "clients\\..\\..\\crm", "."])
def test_a_windows_path_outside_the_repository_is_refused(folder: str) -> None:
    with pytest.raises(InputError, match="is not a folder inside the repository"):
        output_folder(folder, PureWindowsPath)


def on_a_terminal(repository: Path, typed: Sequence[str], *arguments: str) -> tuple[int, str]:
    """Run the command on a terminal, and type one text at each prompt.

    Returns:
        Its exit code, and what the terminal shows.
    """
    import fcntl  # these modules exist only on POSIX
    import pty
    import termios

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "yulsn_codegen", "init", *arguments],
        cwd=repository,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C is a signal
    )
    os.close(theirs)
    answers, shown = list(typed), bytearray()
    last = b""
    with suppress(OSError):  # the other end is closed
        while True:
            if not select.select([ours], [], [], 1)[0]:  # Python misses a Ctrl-C just before it begins to read
                os.write(ours, last if last == b"\x03" else b"")
                continue
            if not (chunk := os.read(ours, 4096)):
                break
            shown += chunk
            if shown.endswith(b"]: "):
                last = answers.pop(0).encode()
                os.write(ours, last)
    os.close(ours)
    assert answers == []
    return process.wait(), shown.decode().replace("\r\n", "\n")


def settings_of(repository: Path) -> dict[str, str]:
    section: dict[str, str] = tomllib.loads((repository / "pyproject.toml").read_text())["tool"]["yulsn-codegen"]
    return section


@needs_terminal
def test_init_prompts_for_the_name_and_the_ci_server_on_a_terminal(repository: Path) -> None:
    code, shown = on_a_terminal(repository, ["acme_crm\n", "gitlab\n"])
    assert code == 0
    assert "Import name [shop_crm]: " in shown
    assert "CI server (github, gitlab, none) [none]: " in shown
    assert settings_of(repository) == {"package": "acme_crm", "out": "acme-crm"}
    assert (repository / ".gitlab" / "schema-drift.yml").exists()


@needs_terminal
def test_enter_accepts_the_default_of_a_prompt(repository: Path) -> None:
    code, _ = on_a_terminal(repository, ["\n", "\n"])
    assert code == 0
    assert settings_of(repository) == {"package": "shop_crm", "out": "shop-crm"}
    assert set(contents(repository)) == {"pyproject.toml", ".gitattributes"}


@needs_terminal
def test_an_invalid_answer_is_explained_and_the_prompt_repeated(repository: Path) -> None:
    code, shown = on_a_terminal(repository, ["9\n", "json\n", "acme_crm\n", "jenkins\n", "github\n"])
    assert code == 0
    assert "Error: '9' is not a valid package name\n" in shown
    assert "Error: 'json' is the name of a standard library module" in shown
    assert "Error: 'jenkins' is not one of github, gitlab, none\n" in shown
    assert settings_of(repository)["package"] == "acme_crm"
    assert (repository / ".github" / "workflows" / "drift.yml").exists()


@needs_terminal
@pytest.mark.parametrize("arguments", [["--yes"], ["--ci", "none"]])
def test_init_does_not_prompt_for_known_settings(repository: Path, arguments: list[str]) -> None:
    if "--yes" not in arguments:
        (repository / "pyproject.toml").write_text('[tool.yulsn-codegen]\npackage = "shop_crm"\n')
    code, shown = on_a_terminal(repository, [], *arguments)
    assert code == 0
    assert "[shop_crm]" not in shown
    assert "CI server" not in shown


@needs_terminal
@pytest.mark.parametrize("typed", [["acme_crm\n", "\x03"], ["\x04"]], ids=["Ctrl-C", "Ctrl-D"])
def test_an_interrupted_prompt_writes_nothing(repository: Path, typed: list[str]) -> None:
    code, shown = on_a_terminal(repository, typed)
    assert code == ExitCode.INTERRUPTED
    assert "Interrupted." in shown
    assert contents(repository) == {}
