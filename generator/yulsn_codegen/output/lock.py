"""The lock of an output folder: what it was generated from, the names that are pinned, and its files' hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..account.schema import AccountSchema
from ..account.snapshot import parse_snapshot, snapshot
from ..client.api import Entry
from ..client.naming import Alias, Names, is_attribute, is_module
from ..text.errors import InputError, Problem, UnsafeError

LOCK_NAME = "yulsn.lock.json"
FORMAT = 1
_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


@dataclass(frozen=True)
class Lock:
    """What `yulsn.lock.json` holds.

    inputs: a hash of everything that decides the output. files: per path the SHA-256 of the file as it was rendered
    (`source`) and as it was written (`sha256`). changelog: per version, the newest first, what changed in it.
    """

    generator: str
    package: str
    version: str
    inputs: str
    account: AccountSchema
    names: Names
    files: Mapping[str, Mapping[str, str]]
    changelog: tuple[Entry, ...] = ()
    aliases: tuple[Alias, ...] = ()


def read_lock(folder: Path) -> Lock | None:
    """Return the lock of an output folder, None where there is none.

    Raises InputError for one that cannot be used, and UnsafeError for one that lists files outside of the output.
    """
    path = folder / LOCK_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise _unusable(path, f"cannot be read: {error}") from None
    try:
        if data["format"] != FORMAT:
            raise _unusable(path, f"has format {data['format']!r}, this version reads {FORMAT}")
        return Lock(
            generator=_text(data["generator"]),
            package=_text(data["package"]),
            version=_version(data["version"]),
            inputs=_text(data["inputs"]),
            account=parse_snapshot(data["account"], f"{path}, account"),
            names=Names(
                owners={owner: _pins(names, is_attribute) for owner, names in data["names"]["owners"].items()},
                tables=_pins(data["names"]["tables"], is_module),
                table_fields={
                    table: _pins(names, is_attribute) for table, names in data["names"]["table_fields"].items()
                },
            ),
            files=_files(data["files"], path),
            changelog=tuple(
                Entry(_text(item["version"]), tuple(map(_text, item["lines"]))) for item in data["changelog"]
            ),
            aliases=tuple(
                Alias(_text(item["scope"]), name, _text(item["wire"]))
                for item in data["aliases"]
                for name in _pins({"": item["name"]}, is_attribute if item["scope"] else is_module).values()
            ),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _unusable(path, f"is not a lock: {error!r}") from None


def dump_lock(lock: Lock) -> str:
    """Return the canonical text of a lock."""
    return json.dumps(lock_data(lock), indent=2, ensure_ascii=True) + "\n"


def lock_data(lock: Lock) -> dict[str, object]:
    """Return a lock as JSON values."""
    return {
        "format": FORMAT,
        "generator": lock.generator,
        "package": lock.package,
        "version": lock.version,
        "inputs": lock.inputs,
        "account": snapshot(lock.account),
        "names": dump_names(lock.names),
        "aliases": [{"scope": alias.scope, "name": alias.name, "wire": alias.wire} for alias in lock.aliases],
        "changelog": [{"version": entry.version, "lines": list(entry.lines)} for entry in lock.changelog],
        "files": {path: dict(lock.files[path]) for path in sorted(lock.files)},
    }


def dump_names(names: Names) -> dict[str, object]:
    """Return the names as the lock holds them, sorted."""
    return {
        "owners": {owner: _sorted(fields) for owner, fields in _sorted(names.owners).items()},
        "tables": _sorted(names.tables),
        "table_fields": {table: _sorted(fields) for table, fields in _sorted(names.table_fields).items()},
    }


def _sorted(names: Mapping[str, Any]) -> dict[str, Any]:
    return {key: names[key] for key in sorted(names)}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def _version(value: object) -> str:
    """Return a version as it came; raises ValueError for one that cannot be raised."""
    if not re.fullmatch(r"\d{1,9}\.\d{1,9}\.\d{1,9}", text := _text(value), re.ASCII):
        raise ValueError(f"{text!r} is no version: it should be MAJOR.MINOR.PATCH")
    return text


def _pins(value: Mapping[str, object], is_name: Callable[[str], bool]) -> dict[str, str]:
    """Return names by wire name; raises ValueError for what the naming stage gives nobody, or gave two."""
    pins = {wire: _text(name) for wire, name in value.items()}
    for name in pins.values():
        if not is_name(name):
            raise ValueError(f"{name!r} is no name for an attribute")
    if len(set(pins.values())) < len(pins):
        raise ValueError(f"a name is pinned twice: {sorted(pins.values())}")
    return pins


def _files(value: Mapping[str, Mapping[str, object]], place: Path) -> dict[str, dict[str, str]]:
    """Return the hashes of files by path; raises UnsafeError for a path that may lead out of the output."""
    for name in value:
        try:
            inside(name)
        except ValueError as error:
            raise UnsafeError(Problem(str(place), str(error), "Restore it from version control.")) from None
    return {name: _hashes(hashes) for name, hashes in value.items()}


def _hashes(value: Mapping[str, object]) -> dict[str, str]:
    return {"source": _text(value["source"]), "sha256": _text(value["sha256"])}


def inside(name: str) -> str:
    """Return a path as it came; raises ValueError for one that leads, or may lead, out of the output.

    Nor may any part of it be hidden, end in a dot or hold what a file system may take for something else.
    """
    if not all(_PART.fullmatch(part) for part in name.split("/")):
        raise ValueError(f"{name!a} is not a path inside the output")
    return name


def _unusable(path: Path, what: str) -> InputError:
    return InputError(Problem(str(path), what, "Restore it from version control, or delete it to start afresh."))
