"""The help: complete, with defaults, and with examples that run as they are printed."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click
import pytest
import yulsn_codegen.cli
from support.systems import needs_sigint
from yulsn_codegen import __version__
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.cli import COMMANDS, PROGRAM, commands, main
from yulsn_codegen.cli.command import Command
from yulsn_codegen.sandbox import running

ROOT = click.Context(commands, info_name=PROGRAM)
METAVARS = {
    "DIR",
    "FILE",
    "CALL",
    "FORMAT[=FILE]",
    "HOST",
    "ID",
    "KEY",
    "N",
    "NAME",
    "PATH",
    "RULE",
    "SECONDS",
    "TEXT",
    "URL",
    "YYYY-MM-DD",
}
QUICK = ["--version", "--help", *(f"{name} --help" for name in COMMANDS)]


def command(name: str) -> Command:
    found = commands.get_command(ROOT, name)
    assert found is not None
    return found


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*([name] if name else []), "--help"]) == 0
    return capsys.readouterr().out


def words(text: str) -> str:
    return " ".join(text.split())


def options(name: str) -> list[click.Option]:
    found = command(name) if name else commands
    return [parameter for parameter in found.params if isinstance(parameter, click.Option)]


def examples() -> list[tuple[str, str]]:
    found = [("", example) for example in commands.examples]
    return found + [(name, example) for name in COMMANDS for example in command(name).examples]


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_every_module_with_a_command_is_registered() -> None:
    (folder,) = yulsn_codegen.cli.__path__
    modules = [path.stem for path in Path(folder).glob("*.py") if path.stem != "__init__"]
    found = [
        name for name in modules if isinstance(getattr(import_module(f"yulsn_codegen.cli.{name}"), name, None), Command)
    ]
    assert sorted(found) == sorted(COMMANDS)


def test_the_help_lists_all_commands_in_order_with_untruncated_summaries(capsys: pytest.CaptureFixture[str]) -> None:
    shown = help_of("", capsys).partition("\nCommands:\n")[2].partition("\n\n")[0]
    summaries = [(name, words((command(name).help or "").partition("\n\n")[0]).removesuffix(".")) for name in COMMANDS]
    assert words(shown) == " ".join(f"{name} {summary}" for name, summary in summaries)
    assert all(len(summary) > 20 for _, summary in summaries)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_description_and_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = help_of(name, capsys)
    assert shown.startswith(f"Usage: {PROGRAM} {name} [OPTIONS]")
    assert words(command(name).help or "") in words(shown)
    assert command(name).examples
    for example in command(name).examples:
        assert shlex.split(example)[:2] == [PROGRAM, name]
        assert f"\n  {example}\n" in shown


def _lists_choices(option: click.Option) -> bool:
    metavar = option.type.get_metavar(option, click.Context(click.Command("any")))
    return metavar is not None and metavar.startswith("[")


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_option_has_a_description_its_default_and_a_common_metavar(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = words(help_of(name, capsys))
    for option in options(name):
        assert option.help, option.opts
        assert max(option.opts, key=len) in shown
        if option.is_flag:
            continue
        assert _lists_choices(option) or option.metavar in METAVARS, option.opts
        default = option.default if isinstance(option.default, (str, int)) else None
        if default is not None:
            assert f"default: {default}" in shown.partition(max(option.opts, key=len))[2]


def test_the_openapi_version_option_does_not_print_the_program_version(capsys: pytest.CaptureFixture[str]) -> None:
    own, _, common = help_of("openapi", capsys).partition("\nCommon options:\n")
    assert "--version [3.2|3.1]" in own
    assert "--version" not in common.partition("\nExamples:\n")[0]


@pytest.mark.parametrize("value", ["0", "-1", "86400.5", "nan", "inf", "soon"])
def test_a_time_limit_must_be_a_positive_number_of_seconds_within_a_day(
    value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", "--base-url", "http://127.0.0.1:1", "--timeout", value, "-o", "-"]) == 2
    assert "--timeout" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_into_80_columns_except_for_text_to_copy(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    copied = [line for lines in (command(name) if name else commands).sections.values() for line in lines]
    long = [
        line
        for line in help_of(name, capsys).splitlines()
        if len(line) > 80 and line.strip() not in map(str.strip, copied)
    ]
    assert long == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_dash_h_shows_the_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [name] if name else []
    assert main([*arguments, "-h"]) == 0
    short = capsys.readouterr()
    assert short == (help_of(name, capsys), "")


def test_running_without_a_command_shows_the_help_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", help_of("", capsys))


def test_version_option_shows_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"{PROGRAM} {__version__}\n", "")


def test_the_package_can_be_run_as_a_module(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "yulsn_codegen", "--version"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == (f"{PROGRAM} {__version__}\n", "")


@pytest.mark.parametrize(("name", "example"), examples())
def test_examples_in_the_help_can_be_parsed(name: str, example: str) -> None:
    _, found, *arguments = shlex.split(example)
    with command(found).make_context(found, arguments, parent=ROOT) as context:
        assert context.args == []


def test_examples_in_the_help_run_in_order(
    builtin: AccountSchema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other tests run `build`, which needs a package index, and `sandbox`, which runs until it is stopped."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", "sandbox")
    shutil.copytree(Path(__file__).parents[2] / "spec", tmp_path / "spec")
    git("init", "-q", "-b", "main")
    without_types = replace(builtin, order_types=builtin.order_types[1:])
    with running(without_types) as server:
        monkeypatch.setenv("YULSN_BASE_URL", server.base_url)
        for name, example in examples():
            if name in ("build", "sandbox"):
                continue
            if name == "check":
                git("add", "acme-crm")
                git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x")
            if name == "accept":  # the account has changed since it was generated
                server.change_account(builtin)
                assert main(["fetch", "--base-url", server.base_url, "-o", "account.json"]) == 0
            arguments = shlex.split(example.replace("https://api.yulsn.io", server.base_url))
            assert main(arguments[1:]) == 0, (example, capsys.readouterr().err)
            capsys.readouterr()
    assert {path.name for path in tmp_path.iterdir()} >= {"demo", "account.json", "acme-crm", "acme.json"}
    assert "order-type-added" in (tmp_path / "yulsn-accepted.toml").read_text()


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


@needs_sigint
def test_the_sandbox_example_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    (example,) = command("sandbox").examples
    arguments = shlex.split(example.replace("--port 8765", "--port 0"))
    with subprocess.Popen(
        [sys.executable, "-m", "yulsn_codegen", *arguments[1:]], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert re.fullmatch(r"The sandbox is listening at http://127\.0\.0\.1:\d+: .*Press Ctrl-C to stop\.\n", line)


@pytest.fixture(scope="module")
def imported() -> dict[str, str]:
    """For each quick command, its exit code and the large packages that were imported by then, all in one process."""
    code = (
        "import sys; from yulsn_codegen.cli import main\n"
        "heavy = 'black datamodel_code_generator httpx2 jinja2 jsonschema msgspec rich starlette yaml'.split()\n"
        "for line in sys.argv[1:]: print(main(line.split()), *sorted(set(heavy) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *QUICK], capture_output=True, text=True, check=True)
    return dict(zip(QUICK, done.stderr.splitlines(), strict=True))


@pytest.mark.parametrize("line", QUICK)
def test_a_quick_command_does_not_import_dependencies_of_others(line: str, imported: dict[str, str]) -> None:
    assert imported[line] == "0"
