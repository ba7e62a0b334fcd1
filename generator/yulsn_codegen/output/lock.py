"""Read and write the lock of an output folder: what it was generated from, its pinned names, and its files' hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..account.schema import AccountSchema
from ..account.snapshot import read_schema, snapshot
from ..base_url import DEFAULT_BASE_URL
from ..client.naming import Alias, Names
from ..client.release import ChangelogEntry
from ..text.documents import parse_json, read_limited
from ..text.errors import InputError, Problem
from ..text.json_text import indented
from ..text.reading import Node, Reader, excerpt
from .lock_members import (
    parse_account_id,
    parse_alias,
    parse_base_url,
    parse_entry,
    parse_entry_of_format_1,
    parse_files,
    parse_names,
    parse_package,
    parse_version,
)

LOCK_NAME = "yulsn.lock.json"
FORMAT = 2
_READABLE = range(1, FORMAT + 1)  # a lock of an older format is written in the current one by the next run

_HINT = "Restore it from version control. To start from scratch, delete the whole folder."


@dataclass(frozen=True)
class OverlayHash:
    """An overlay that corrected the description.

    Attributes:
        name: The name of its file, without the folder.
        sha256: The hash of its text.
    """

    name: str
    sha256: str


@dataclass(frozen=True)
class Lock:
    """The content of `yulsn.lock.json`.

    Attributes:
        generator: The version of the generator.
        package: The import name of the generated package.
        version: The version of the generated package.
        inputs: A hash of everything that determines the output.
        account: The account schema.
        names: The pinned names.
        files: The SHA-256 of each file by its path.
        changelog: What changed in each version, newest first.
        aliases: Old names that the package still accepts.
        base_url: The base URL that the package uses by default. It only records what was generated; the generator never
            takes the address for the key from it.
        overlays: The overlays that corrected the description.
        account_id: The account's number that the package uses by default; None if it has none.
        sha256: The hash of the file that it was read from; empty if it was not read.
    """

    generator: str
    package: str
    version: str
    inputs: str
    account: AccountSchema
    names: Names
    files: Mapping[str, str]
    changelog: tuple[ChangelogEntry, ...] = ()
    aliases: tuple[Alias, ...] = ()
    base_url: str = DEFAULT_BASE_URL
    overlays: tuple[OverlayHash, ...] = ()
    account_id: int | None = None
    sha256: str = field(default="", compare=False)

    @property
    def is_merged(self) -> bool:
        """Whether it was made from the two sides of a merge conflict, so that no inputs determine it."""
        return not self.inputs


def read_lock(folder: Path) -> Lock | None:
    """Return the lock of an output folder, or None if it has none.

    Raises:
        InputError: The lock cannot be read; all problems are listed, each with its place.
        UnsafeError: The lock lists files outside the output.
    """
    path = folder / LOCK_NAME
    try:
        content = read_limited(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror or error}", _HINT)) from None
    return parse_lock(content, str(path))


def need_lock(out: Path, option: str = "--out") -> Lock:
    """Return the lock of an output folder.

    Args:
        out: The output folder.
        option: The option that names it, for the error message.

    Raises:
        InputError: There is no lock, or it cannot be read.
    """
    lock = read_lock(out)
    if lock is None:
        what = "does not exist, so this is not the folder of a generated package"
        hint = f"Pass the folder of a generated package with {option}, or create one with `yulsn-codegen generate`."
        raise InputError(Problem(str(out / LOCK_NAME), what, hint))
    return lock


def parse_lock(content: bytes, place: str, account: AccountSchema | None = None) -> Lock:
    """Return the lock in the content of a file.

    Args:
        content: The content.
        place: The name of the file in problems.
        account: The account schema that the lock usually states; reading it takes half of the time.

    Raises:
        InputError: It is not a lock; all problems are listed, each with its place.
        UnsafeError: The lock lists files outside the output.
    """
    if has_conflict(content):
        line = content[: content.index(b"<<<<<<<")].count(b"\n") + 1
        what = "has conflict markers of a merge"
        raise InputError(
            Problem(f"{place}, line {line}", what, "Run `yulsn-codegen generate` to keep both sides' names.")
        )
    reader = Reader(hint=_HINT)
    root = reader.root(parse_json(content, place, _HINT), place)
    version = root.child("format")
    if isinstance(root.value, dict) and (type(version.value) is not int or version.value not in _READABLE):
        found = "missing" if version.absent else f"unsupported: {excerpt(version.value)}"
        version.problem(f"is {found}; this version of yulsn-codegen reads formats {_READABLE[0]} to {FORMAT}")
        reader.raise_problems()
    lock = _lock(root, parse_entry_of_format_1 if version.value == 1 else parse_entry, account)
    reader.raise_problems()
    return replace(lock, sha256=hashlib.sha256(content).hexdigest())


def has_conflict(content: bytes) -> bool:
    """Return whether git left conflict markers in a file."""
    return {b"<<<<<<<", b"=======", b">>>>>>>"} <= {line[:7] for line in content.splitlines()}


def dump_lock(lock: Lock) -> str:
    """Return the canonical text of a lock."""
    return indented(lock_data(lock)) + "\n"


def lock_data(lock: Lock) -> dict[str, object]:
    """Return a lock as JSON values."""
    overlays = [{"name": overlay.name, "sha256": overlay.sha256} for overlay in lock.overlays]
    return {
        "format": FORMAT,
        "generator": lock.generator,
        "package": lock.package,
        "version": lock.version,
        "base_url": lock.base_url,
        **({} if lock.account_id is None else {"account_id": lock.account_id}),
        "inputs": lock.inputs,
        **({"overlays": overlays} if overlays else {}),
        "account": snapshot(lock.account),
        "names": dump_names(lock.names),
        "aliases": [{"scope": alias.scope, "name": alias.name, "wire": alias.wire} for alias in lock.aliases],
        "changelog": [
            {"version": entry.version, "sections": {section.title: list(section.lines) for section in entry.sections}}
            for entry in lock.changelog
        ],
        "files": {path: {"sha256": lock.files[path]} for path in sorted(lock.files)},
    }


def dump_names(names: Names) -> dict[str, object]:
    """Return names as JSON values, sorted."""
    retired = {scope: _sorted(former) for scope, former in _sorted(names.retired).items()}
    values = {scope: _sorted(types) for scope, types in _sorted(names.values).items()}
    return {
        "owners": {owner: _sorted(fields) for owner, fields in _sorted(names.owners).items()},
        "tables": _sorted(names.tables),
        "table_fields": {table: _sorted(fields) for table, fields in _sorted(names.table_fields).items()},
        **({"values": values} if values else {}),
        **({"retired": retired} if retired else {}),
    }


def _sorted(names: Mapping[str, Any]) -> dict[str, Any]:
    return {key: names[key] for key in sorted(names)}


def _lock(root: Node, entry: Callable[[Node], ChangelogEntry], account: AccountSchema | None) -> Lock:
    package = parse_package(root.member("package"))
    return Lock(
        generator=root.member("generator").text(),
        package=package,
        version=parse_version(root.member("version")),
        inputs=root.member("inputs").text(),
        account=_account(root.member("account"), account),
        names=parse_names(root.member("names")),
        files=parse_files(root.member("files"), package),
        changelog=tuple(map(entry, root.member("changelog").items())),
        aliases=tuple(map(parse_alias, root.member("aliases").items())),
        base_url=parse_base_url(root.child("base_url")),
        account_id=parse_account_id(root.child("account_id")),
        overlays=tuple(map(_overlay, root.optional("overlays").items())),
    )


def _account(node: Node, usual: AccountSchema | None) -> AccountSchema:
    """Return the account schema; if its text is that of the usual one, it need not be read."""
    if usual is not None and json.dumps(node.value) == json.dumps(snapshot(usual)):
        return usual
    return read_schema(node)


def _overlay(node: Node) -> OverlayHash:
    return OverlayHash(node.member("name").text(), node.member("sha256").text())
