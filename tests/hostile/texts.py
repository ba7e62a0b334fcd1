"""Find problems in the files of a package, given its lock and its account, without running them.

Names must be distinct identifiers. Every file must be valid in its format, contain the account's texts unchanged, and
contain no invisible characters.
"""

from __future__ import annotations

import json
import keyword
import re
import tomllib
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from yulsn_codegen.account.schema import OWNERS
from yulsn_codegen.client import build
from yulsn_codegen.description import document
from yulsn_codegen.output.lock import LOCK_NAME, Lock, dump_lock

PACKAGE = "hostile_client"
Data = Mapping[str, Any]

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_TEXT = {"text", "code_inline", "softbreak"}
_LISTS = ("order_types", "point_types", "patch_fields")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U(00(?:0[0-9a-f]|10)[0-9a-f]{4}))")


@cache
def static_names() -> Mapping[str, Mapping[str, str]]:
    """Return the attributes of each owner's static properties, by wire name."""
    return build.static_names(document.load())


def names_problems(lock: Lock, data: Data) -> Iterator[str]:
    """Yield problems of the decided names: all must be present, distinct, and identifiers."""
    static = static_names()
    scopes = [(owner, data["owners"][owner], lock.names.owners.get(owner, {}), static[owner]) for owner in OWNERS]
    for table in data["tables"]:
        names = lock.names.table_fields.get(table["name"], {})
        scopes.append((f"table {table['name']!a:.60}", table["fields"], names, static["DynamicTable"]))
    for place, fields, names, own in scopes:
        wanted = {field["name"] for field in fields} - own.keys()
        if names.keys() != wanted:
            yield f"{place}: {names.keys() ^ wanted!a} are named, or are not"
        yield from _unfit(place, [*names.values(), *own.values()])
    tables = lock.names.tables
    if tables.keys() != {table["name"] for table in data["tables"]}:
        yield f"tables: not all are named: {sorted(tables)!a}"
    yield from _unfit("tables", list(tables.values()))
    yield from (f"tables: {name!a} is no file on Windows" for name in tables.values() if _DEVICE.fullmatch(name))


def _unfit(place: str, names: Sequence[str]) -> Iterator[str]:
    if len({name.casefold() for name in names}) < len(names):
        yield f"{place}: a name is there twice: {sorted(names)}"
    for name in names:
        plain = re.fullmatch(r"[a-z][a-z0-9_]*", name, re.ASCII) and name.isidentifier() and len(name) < 100
        if not plain or keyword.iskeyword(name):
            yield f"{place}: {name!a} is no name"


def unreadable(files: Mapping[str, str]) -> Iterator[str]:
    """Yield problems of files that are invalid in their format, or contain invisible characters."""
    if len({path.casefold() for path in files}) < len(files):
        yield "two paths are the same to some file systems"
    for path, text in files.items():
        yield from _file_problems(path, text)


@lru_cache(1_000)  # most files of a package do not depend on the account
def _file_problems(path: str, text: str) -> tuple[str, ...]:
    problems = []
    runtime = path.startswith(f"{PACKAGE}/_runtime/")
    if hidden := [] if runtime else sorted(c for c in set(text) - {"\n"} if _is_hidden(c)):
        problems.append(f"{path}: holds {hidden!a}")
    try:
        match path.rpartition(".")[2]:
            case "py":
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    compile(text.encode(), path, "exec", dont_inherit=True)
            case "json":
                json.loads(text)
            case "toml":
                tomllib.loads(text)
            case "gitattributes":
                if text != "* -text\n":
                    problems.append(f"{path} is not as its template")
            case kind if kind not in ("md", "typed"):
                problems.append(f"{path} is of a kind that nobody looks at")
    except (ValueError, SyntaxError, SyntaxWarning, RecursionError) as error:
        problems.append(f"{path} cannot be read back: {error}")
    return tuple(problems)


def _is_hidden(character: str) -> bool:
    """Return whether a character is invisible; unassigned ones are not, as a later Unicode version may assign them."""
    never = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return never or not (character.isprintable() or unicodedata.category(character) == "Cn")


def text_problems(files: Mapping[str, str], lock: Lock, data: Data) -> Iterator[str]:
    """Yield problems of files that do not contain the account's texts unchanged."""
    for path in ("account.json", f"{PACKAGE}/account.json"):
        if json.loads(files[path]) != _canonical(data):
            yield f"{path} is not the account"
    if json.loads(files[LOCK_NAME])["account"] != _canonical(data):
        yield f"{LOCK_NAME} does not hold the account"
    if dump_lock(lock) != files[LOCK_NAME]:
        yield f"{LOCK_NAME} is not the same when it is read and written"
    project = tomllib.loads(files["pyproject.toml"])
    if project["project"]["name"] != PACKAGE.replace("_", "-") or project["tool"].keys() != {"hatch"}:
        yield "pyproject.toml is not as its template"
    yield from _readme(files["README.md"], data)
    yield from _markup("CHANGELOG.md", _MARKDOWN.parse(files["CHANGELOG.md"]))


def _canonical(data: Data) -> dict[str, Any]:
    def fields(items: Sequence[Data]) -> list[Data]:
        return sorted(items, key=lambda item: item["name"])

    return {
        **data,
        "owners": {owner: fields(items) for owner, items in data["owners"].items()},
        "tables": [
            {**table, "fields": fields(table["fields"])}
            for table in sorted(data["tables"], key=lambda table: (table["name"], table["id"]))
        ],
        **{key: sorted(data[key]) for key in _LISTS},
        "unread": sorted(data.get("unread", ())),
    }


def _readme(text: str, data: Data) -> Iterator[str]:
    """Yield problems of a README's tables, which must have a row for each module, field and table, and no other."""
    tokens = _MARKDOWN.parse(text)
    yield from _markup("README.md", tokens)
    shown: list[str] = []
    for row, cell, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (row.type, cell.type) == ("tr_open", "td_open"):
            shown.append("".join(child.content for child in token.children or ()))
    modules = [PACKAGE, *(f"{PACKAGE}.{module}" for module in ("models", "tables.NAME", "testing", "types"))]
    wires = [
        field["name"]
        for owner, fields in owners_of(data)
        for field in fields
        if field["name"] not in static_names()[owner]
    ]
    wires += [table["name"] for table in data["tables"]]
    shown, wanted = sorted(map(_bare, shown)), sorted(map(_bare, [*modules, *wires]))
    if shown != wanted:
        yield f"README.md: {sorted(set(shown) ^ set(wanted))!a} are shown, or are not, in {len(shown)} rows"


def _bare(text: str) -> str:
    """Return a text without white space and with escapes decoded, to compare it with the text that shows it."""
    characters = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), text)
    return "".join(_paired(characters).split())


def _paired(text: str) -> str:
    """Return a text in which each surrogate pair is one character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _markup(path: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield markup that no template writes, such as HTML, links and images."""
    for token in tokens:
        if token.type in ("html_block", "blockquote_open", "hr", "code_block"):
            yield f"{path}: has {token.type}: {token.content!a}"
        for child in token.children or ():
            if child.type not in _TEXT:
                yield f"{path}: has {child.type} in {token.content!a}"


def owners_of(data: Data) -> list[tuple[str, Sequence[Data]]]:
    return [(owner, data["owners"][owner]) for owner in OWNERS if data["owners"][owner]]
