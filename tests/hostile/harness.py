"""Generate the package of an account, import it under an audit hook, and use all of it.

`check` raises `BrokenError` with all problems. Apart from the decided names, the expectations are derived from the
snapshot, independently of the generator.
"""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from yulsn_codegen.account.schema import OWNERS
from yulsn_codegen.account.snapshot import parse_snapshot
from yulsn_codegen.client.naming import Names
from yulsn_codegen.description import document
from yulsn_codegen.description.document import written_schemas
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.output.lock import read_lock
from yulsn_codegen.rendering.runtime import runtime_files
from yulsn_codegen.text.errors import InputError

from .texts import PACKAGE, Data, names_problems, owners_of, static_names, text_problems, unreadable

_RUNTIME = f"{PACKAGE}._runtime"
WATCHED = Path(__file__).with_name("watched.py")

_TYPES = {
    "order_types": "OrderType",
    "point_types": "PointType",
    "patch_fields": "PatchField",
}
_MOST_LITERALS = 50
_SAMPLES: Mapping[str, object] = {
    "String": 'any "text"\\ \u2028 \U0001f600 {{ 7 }}',
    "Boolean": True,
    "Number": 7,
    "DateTimeOffset": "2024-01-31T10:00:00+01:00",
    "Decimal": 12.5,
    "Unknown": ["any", 1, None, "JSON"],
}


class BrokenError(AssertionError):
    """The package of an account has problems, which are in the message."""


@dataclass(frozen=True)
class Tried:
    """What was tried and passed.

    Attributes:
        schemas: The hashes of the schemas: the owners with fields, and the tables.
        fields: The number of the account's fields.
        trips: The number of round trips of fields: one for each model that has the field.
    """

    schemas: frozenset[str]
    fields: int
    trips: int


def check(data: Data) -> Tried:
    """Generate the package of an account and try all of it. Raises BrokenError."""
    return judge(generated(data).files, data)


def generated(data: Data) -> Generated:
    """Return the package that is generated from a snapshot. Raises BrokenError if that fails."""
    try:
        return generate(parse_snapshot(json.loads(json.dumps(data)), "hostile"), PACKAGE)
    except Exception as error:
        raise BrokenError(f"it is not generated: {type(error).__name__}: {error}"[:2_000]) from error


def judge(files: Mapping[str, str], data: Data) -> Tried:
    """Check that files are the package of an account, and return what was tried. Raises BrokenError."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name).resolve()
        package = folder / "package"
        contents = {**{path: text.encode() for path, text in files.items()}, **_bytecode()}
        _unpack(contents, package)
        try:
            lock = read_lock(package)
        except InputError as error:
            raise BrokenError(f"its lock cannot be read back: {error}") from error
        if lock is None:
            raise BrokenError("it has no lock")
        problems = [*unreadable(files)] or [*names_problems(lock, data), *text_problems(files, lock, data)]
        if not problems:
            trips, problems = _watched(folder, contents, _expected(files, lock.names, data))
    if problems:
        more = [f"... and {len(problems) - 20} more"] if len(problems) > 20 else []
        raise BrokenError("\n".join([*problems[:20], *more]))
    schemas = [*owners_of(data), *data["tables"]]
    return Tried(
        frozenset(hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest() for one in schemas),
        sum(len(fields) for _, fields in owners_of(data)) + sum(len(table["fields"]) for table in data["tables"]),
        trips,
    )


def _unpack(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a new folder."""
    places = {Path(os.path.abspath(folder / path)): data for path, data in contents.items()}
    if outside := [place for place in places if not place.is_relative_to(folder)]:
        raise BrokenError(f"{outside} are outside the output")
    for parent in {place.parent for place in places}:
        parent.mkdir(parents=True, exist_ok=True)
    for place, data in places.items():
        place.write_bytes(data)


@cache
def _bytecode() -> Mapping[str, bytes]:
    """Return the bytecode of the runtime, which Python ignores if the source differs, by path."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        for path, text in runtime_files(f"{PACKAGE}/_runtime/").items():
            Path(name, path).parent.mkdir(parents=True, exist_ok=True)
            Path(name, path).write_bytes(text.encode())
        compileall.compile_dir(name, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        return {path.relative_to(name).as_posix(): path.read_bytes() for path in Path(name).rglob("*.pyc")}


def _watched(folder: Path, contents: Mapping[str, bytes], expected: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Run `watched` on the unpacked package; return the expected number of round trips, and the problems."""
    arena = folder / "arena"
    arena.mkdir()
    (folder / "expected.json").write_text(json.dumps(expected), encoding="ascii")
    arguments = [str(folder / "package"), PACKAGE, str(folder / "expected.json"), str(folder / "found.json")]
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-X", "utf8", "-W", "error", str(WATCHED), *arguments],
        cwd=arena,
        env={**os.environ, "HOME": str(arena)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    problems = [f"it writes {done.stdout + done.stderr!a}"[-2_000:]] if done.stdout or done.stderr else []
    text = (folder / "found.json").read_text(encoding="ascii") if (folder / "found.json").exists() else ""
    if done.returncode or not text:
        return 0, [*problems, f"the process ends early, with {done.returncode}"]
    if list(arena.iterdir()) or _listing(folder / "package") != contents:
        problems.append("it has changed files")
    found = json.loads(text)
    trips = sum(len(owner["fields"]) * len(owner["models"]) for owner in [*expected["owners"], *expected["tables"]])
    if found["fields"] != trips and not found["problems"]:
        problems.append(f"{found['fields']} of {trips} fields were tried")
    return trips, [*problems, *found["problems"]]


def _listing(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _expected(files: Mapping[str, str], names: Names, data: Data) -> dict[str, Any]:
    """Return what `watched` should find in a package."""
    modules = [path.removesuffix(".py").replace("/", ".") for path in files if path.endswith(".py")]
    modules = sorted(module.removesuffix(".__init__") for module in modules)
    types = {alias: sorted(data[key]) for key, alias in _TYPES.items()}
    types["ContactField"] = sorted(field["name"] for field in data["owners"]["Contacts"])
    return {
        "runtime": sorted(_imported(files).intersection(modules)),
        "modules": [module for module in modules if not module.startswith(_RUNTIME)],
        "types": {alias: values if _is_literal(values) else [] for alias, values in types.items()},
        "owners": [
            {"name": owner, "models": _models()[owner], "fields": _fields(fields, names.owners[owner], owner)}
            for owner, fields in owners_of(data)
        ],
        "tables": [
            {
                "wire": table["name"],
                "name": names.tables[table["name"]],
                "models": ["Row", *(["Create"] * table["writes"]["create"]), *(["Patch"] * table["writes"]["update"])],
                "calls": 7 + 2 * table["writes"]["create"] + table["writes"]["update"] + table["writes"]["delete"],
                "fields": _fields(table["fields"], names.table_fields[table["name"]], "DynamicTable"),
            }
            for table in data["tables"]
        ],
    }


def _imported(files: Mapping[str, str]) -> set[str]:
    """Return the modules of the runtime that other modules import, and perhaps what an account's text names."""
    texts = (text for path, text in files.items() if not path.startswith(_RUNTIME.replace(".", "/")))
    return {f"{_RUNTIME}.{name}" for text in texts for name in re.findall(r"from \.+_runtime\.([a-z_.]+) import", text)}


def _is_literal(values: Sequence[str]) -> bool:
    """Return whether a `Literal` lists the values: there are not too many, and no surrogate, which msgspec rejects."""
    return len(values) <= _MOST_LITERALS and not re.search("[\ud800-\udfff]", "".join(values))


@cache
def _models() -> Mapping[str, list[tuple[str, bool]]]:
    """Return the models of each owner in the description, and whether they are sent in requests."""
    described = document.load()
    written = written_schemas(described)
    models: dict[str, list[tuple[str, bool]]] = {owner: [] for owner in OWNERS}
    for name, schema in described.schemas.items():
        if schema.get("x-dynamic-owner") in models:
            models[schema["x-dynamic-owner"]].append((name, name in written))
    return models


def _fields(fields: Sequence[Data], names: Mapping[str, str], owner: str) -> list[dict[str, Any]]:
    return [
        {
            "wire": field["name"],
            "name": names[field["name"]],
            "type": field["type"],
            "read": [*_allowed(field), _SAMPLES[field["type"]]],
            "written": _allowed(field) or [_SAMPLES[field["type"]]],
        }
        for field in fields
        if field["name"] not in static_names()[owner]
    ]


def _allowed(field: Data) -> list[str] | list[int]:
    """Return the first and the last allowed value of a field as JSON; none if its type does not list the values."""
    values = field["values"] or []
    ends = list(dict.fromkeys([*values[:1], *values[-1:]]))
    if field["type"] == "Number":
        try:
            numbers = [int(value) for value in values]
        except ValueError:
            return []
        return list(dict.fromkeys([*numbers[:1], *numbers[-1:]]))
    return ends if field["type"] == "String" else []
