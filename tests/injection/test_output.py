"""The non-Python files of a hostile account's package, read back by parsers; and the exported description."""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hatchling.metadata.core import ProjectMetadata
from hatchling.metadata.spec import construct_metadata_file_2_4
from hatchling.plugin.manager import PluginManager
from markdown_it import MarkdownIt
from markdown_it.token import Token
from support.generating import Unpack
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot, snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.client import naming
from yulsn_codegen.client.release import ChangelogEntry, ChangelogSection, Release
from yulsn_codegen.description.dump import dump
from yulsn_codegen.description.export import export
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.reports.sentences import sentence
from yulsn_codegen.guard import files as guard
from yulsn_codegen.output.lock import Lock, dump_lock, read_lock
from yulsn_codegen.plan import plan
from yulsn_codegen.rendering import render
from yulsn_codegen.text.characters import printable

from .accounts import hostile
from .strings import HOSTILE, assert_harmless, commands, foul

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LOOSE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def made(strings: Iterable[str]) -> AccountSchema:
    """Return an account with a field for each string, and a few tables, which are slow, for several strings each."""
    texts = tuple(dict.fromkeys(strings))
    return replace(hostile(texts), tables=hostile(["".join(texts[start::11]) for start in range(11)]).tables)


@pytest.fixture(scope="module")
def account() -> AccountSchema:
    return made(HOSTILE)


@pytest.fixture(scope="module")
def names(account: AccountSchema) -> naming.Names:
    return plan(account).names


@pytest.fixture(scope="module")
def files(account: AccountSchema) -> dict[str, str]:
    changes = compare(hostile(), hostile(HOSTILE[::2], mark="!"))
    entry = ChangelogEntry("1.0.0", (ChangelogSection("Changed", tuple(sentence(change) for change in changes)),))
    release = Release("client", "1.0.0", (entry, ChangelogEntry("0.9.0", (ChangelogSection("Added", HOSTILE),))))
    return render.render(plan(account).api, account, "client").files | render.render_release(release)


def test_the_guard_accepts_a_hostile_account(files: dict[str, str], account: AccountSchema) -> None:
    runtime = {path: text for path, text in files.items() if "/_runtime/" in path}
    guard.check(files, runtime, dict.fromkeys(("account.json", "client/account.json"), snapshot(account)))


def test_no_file_contains_invisible_characters(files: dict[str, str]) -> None:
    assert {path: foul(text) for path, text in files.items() if foul(text)} == {}


def test_the_commands_of_the_package_print_harmlessly(files: dict[str, str], unpack: Unpack) -> None:
    folder = unpack(files)
    for arguments in (
        ["find", ""],
        ["find", "", "-o", "json"],
        ["describe", "contacts"],
        ["describe", "\x1b[31m\n::error::x"],
    ):
        program = [sys.executable, "-m", "client", *arguments]
        done = subprocess.run(program, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout == "") == ((2, True) if "\n" in arguments[1] else (0, False)), done.stderr
        assert_harmless(done.stdout + done.stderr)


def prose(tokens: list[Token]) -> list[str]:
    """Return the visible text of Markdown by block; fail if it contains anything but text and code."""
    found = []
    for token in tokens:
        assert token.type != "html_block"
        for child in token.children or ():
            assert child.type in {"text", "code_inline", "softbreak"}, (child.type, token.content)
        if token.type == "inline":
            found.append("".join(child.content for child in token.children or ()))
    return found


def rows(tokens: list[Token], *headers: str) -> list[list[str]]:
    """Return the cells of the rows of all tables with these headers."""
    found: list[list[str]] = []
    cells: list[str] = []
    inside = False
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            cells = []
        elif token.type in ("td_open", "th_open"):
            cells.append("".join(child.content for child in tokens[index + 1].children or ()))
        elif token.type == "tr_close" and tokens[index - 1].type == "th_close":
            inside = cells == list(headers)
        elif token.type == "tr_close" and inside:
            found.append(cells)
    return found


def seen(text: str) -> str:
    """Return a string on one line, with invisible characters escaped."""
    return " ".join(printable(" ".join(text.split())).split())


def test_the_readme_shows_every_name_as_inert_text(
    files: dict[str, str], account: AccountSchema, names: naming.Names
) -> None:
    tokens = LOOSE.parse(files["README.md"])
    prose(tokens)
    fields = rows(tokens, "field", "attribute", "type")
    assert {(wire, name) for wire, name, _ in fields} == {
        (seen(wire), name) for wire, name in names.owners["Contacts"].items()
    }
    tables = rows(tokens, "table", "resource", "models", "fields", "writes")
    assert len(tables) == len(account.tables)
    assert {resource for _, resource, *_ in tables} == {f"client.tables.{name}" for name in names.tables.values()}
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "blockquote_open", "ordered_list_open", "hr", "code_block"}
    assert len([token for token in tokens if token.type == "fence"]) == 2
    assert [token.content for token in tokens if token.type == "inline" and token.level == 1][:1] == ["client"]


def test_nothing_in_the_readme_or_changelog_is_autolinked(files: dict[str, str]) -> None:
    for path in ("README.md", "CHANGELOG.md"):
        for line in files[path].splitlines():
            assert not re.search(r"(?<![\\`\w])@everyone|(?<!\\)#1\b|(?<!\\):boom:|https?:/(?!/127)|www\.e", line), line
        assert commands(files[path]) == []


def test_the_changelog_has_a_line_for_each_change(files: dict[str, str]) -> None:
    tokens = LOOSE.parse(files["CHANGELOG.md"])
    shown = prose(tokens)
    assert [token.content for token in tokens if token.type == "inline" and token.level == 1][2:] != []
    headings = [tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings == ["Changelog", "1.0.0", "Changed", "0.9.0", "Added"]
    items = [token for token in tokens if token.type == "list_item_open"]
    changes = compare(hostile(), hostile(HOSTILE[::2], mark="!"))
    assert len(items) == len(changes) + len(HOSTILE)
    assert [seen(sentence(change)) for change in changes] == shown[4 : 4 + len(changes)]


def test_the_project_metadata_has_no_injected_headers(files: dict[str, str], tmp_path: Path) -> None:
    project = tomllib.loads(files["pyproject.toml"])["project"]
    assert (project["name"], project["version"]) == ("client", "1.0.0")
    for path in ("pyproject.toml", "README.md"):
        (tmp_path / path).write_text(files[path], encoding="utf-8")
    text = construct_metadata_file_2_4(ProjectMetadata(str(tmp_path), PluginManager()))
    message = email.message_from_string(text)
    assert set(message.keys()) == {
        *("Metadata-Version", "Name", "Version", "Summary", "Classifier", "Requires-Python", "Requires-Dist"),
        *("Description-Content-Type", "Provides-Extra"),
    }
    assert message.get_payload() == files["README.md"]


def test_the_snapshot_and_the_lock_round_trip(
    files: dict[str, str], account: AccountSchema, names: naming.Names, tmp_path: Path
) -> None:
    for path in ("account.json", "client/account.json"):
        assert files[path].isascii()
        read = parse_snapshot(json.loads(files[path]), path)
        assert snapshot(read) == snapshot(account)
        assert dump_snapshot(read) == dump_snapshot(account)
    lock = Lock(
        "0",
        "client",
        "1.0.0",
        "x",
        parse_snapshot(snapshot(account), "x"),
        names,
        {},
        (ChangelogEntry("1.0.0", (ChangelogSection("Added", HOSTILE),)),),
    )
    (tmp_path / "yulsn.lock.json").write_text(dump_lock(lock), encoding="utf-8")
    assert read_lock(tmp_path) == lock


@pytest.mark.parametrize("version", ["3.1", "3.2"])
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_exported_description_round_trips(account: AccountSchema, version: str, form: str) -> None:
    if form == "yaml":  # which cannot contain lone surrogates
        account = made(text.encode("utf-8", "ignore").decode("utf-8") for text in HOSTILE)
    root = export(plan(account).document, version)  # type: ignore[arg-type]
    text = dump(root, form)  # type: ignore[arg-type]
    assert text.isascii()
    assert foul(text) == []
    read = json.loads(text) if form == "json" else yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert read == root


def test_text_that_yaml_cannot_hold_is_refused_with_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(dump_snapshot(replace(hostile(["half \ud800"]), tables=(), extra={})))
    arguments = ["openapi", "--account", str(tmp_path / "a.json"), "-o"]
    assert main([*arguments, str(tmp_path / "x.yaml")]) == 2
    assert "json" in capsys.readouterr().err
    assert not (tmp_path / "x.yaml").exists()
    assert main([*arguments, str(tmp_path / "x.json")]) == 0


BREAK = """
import sys, yulsn_codegen.text.literals as literals
literals.{name} = {broken}
from yulsn_codegen.cli import main
sys.exit(main(["generate", "--account", "new.json", "--package", "client"]))
"""
QUOTED = "lambda text: chr(34) + text + chr(34)"


@pytest.mark.parametrize(
    ("name", "broken", "attack"),
    [
        ("literal", QUOTED, '" + str(exit()) + "'),
        ("docstring", "str", 'x"""\n    exit()\n    """\x1b[31m'),
    ],
)
def test_a_broken_filter_exits_with_4_and_leaves_the_output_unchanged(
    name: str, broken: str, attack: str, tmp_path: Path
) -> None:
    old = {"generated/LICENSE": "mine", "client/__init__.py": "mine = 1\n"}
    for path, text in old.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "new.json").write_text(dump_snapshot(replace(hostile([attack]), tables=(), extra={})))
    done = subprocess.run(
        [sys.executable, "-c", BREAK.format(name=name, broken=broken)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert done.stdout == ""
    assert re.search(r"^error: client/[a-z/_]+\.py, line \d+: ", done.stderr, re.MULTILINE), done.stderr
    assert foul(done.stderr) == []
    now = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert now == {*old, "new.json"}
    assert all((tmp_path / path).read_text() == text for path, text in old.items())
