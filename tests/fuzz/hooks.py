"""Hooks for schemathesis: direct generated cases at existing objects, and check and count the responses.

Every choice follows from a checksum of the case, so that the same case is always sent in the same way.
"""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote
from zlib import crc32

import jsonschema_rs
import schemathesis

from .body_rules import following_rules
from .document import REAL_METHOD
from .existing import COUNTS_FILE, KNOWN_FILE, LEARNED, NAMES, PATH_NAMES, Known
from .rows import Row, meant, rows_of

_API = "/api/v1/"
ACCOUNT_ID = "accountId"
_API_2 = "/api/v2/1/"
_MAX_KNOWN = 60  # values of each kind; few enough that they are used repeatedly


@dataclass
class Observations:
    """What is known to exist, which grows with what calls create, and the responses to each row."""

    known: Known
    versions: dict[int, str] = field(default_factory=dict)
    counts: dict[str, Counter[int]] = field(default_factory=dict)
    validators: dict[str, jsonschema_rs.Validator] = field(default_factory=dict)

    def one(self, kind: str, random: Random) -> Any:
        """Return a random existing value of a kind, None if there is none."""
        found = self.known.get(kind)
        return random.choice(found) if found else None

    def learn(self, path: str, value: object) -> None:
        """Record how to find an object that a call has created."""
        if isinstance(value, dict) and isinstance(value.get("Id"), int):
            self._keep(_kind(path), value["Id"])
            self._keep(f"{_group(path)}.Secret", value.get("Secret"))
            for name, kind in LEARNED.items():
                self._keep(kind, value.get(name))

    def _keep(self, kind: str, value: object) -> None:
        if value:
            found = self.known.setdefault(kind, [])
            found.append(value)
            del found[:-_MAX_KNOWN]

    def forget(self, path: str, number: object) -> None:
        """Forget the id of an object that a call has deleted."""
        found = self.known.get(_kind(path), [])
        found[:] = [kept for kept in found if str(kept) != str(number)]

    def count(self, name: str, status: int) -> None:
        """Count a response."""
        self.counts.setdefault(name, Counter())[status] += 1

    def write(self, target: Path) -> None:
        """Write the counts."""
        target.write_text(json.dumps(self.counts), encoding="utf-8")


_seen = Observations(json.loads(Path(os.environ[KNOWN_FILE]).read_text(encoding="utf-8")))
atexit.register(_seen.write, Path(os.environ[COUNTS_FILE]))


def _definition(case: schemathesis.Case[Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = case.operation.definition.raw
    return found


def _kind(path: str) -> str:
    first, _, rest = unquote(path).removeprefix(_API).partition("/")
    return f"table/{rest.partition('/')[0]}" if first == "table" else first


def _group(path: str) -> str:
    return path.removeprefix(_API).removeprefix(_API_2).partition("/")[0]


def _kind_of_member(path: str, name: str) -> str | None:
    return NAMES.get(f"{_group(path)}.{name}".lower()) or NAMES.get(name.lower())


def _row(case: schemathesis.Case[Any]) -> Row | None:
    if case.method.upper() != _definition(case).get(REAL_METHOD, case.operation.method.upper()):
        return None  # a method that the path does not have
    return meant(rows_of(_definition(case)), case.query or ())


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """Send half of the cases as exactly one row, and half with existing ids."""
    definition = _definition(case)
    if REAL_METHOD in definition and case.method == case.operation.method.upper():
        case.method = definition[REAL_METHOD]
    random = Random(crc32(repr((case.path, case.path_parameters, case.query, case.body)).encode("utf-8", "replace")))
    as_row, existing_path, existing_rest = (random.random() < 0.5 for _ in range(3))
    rows = rows_of(definition)
    if as_row and rows and isinstance(case.query, dict):
        _be_row(case, random.choice(rows), random)
    if ACCOUNT_ID in (case.path_parameters or {}) and random.random() < 0.95:
        case.path_parameters[ACCOUNT_ID] = 1
    if existing_path and case.path_parameters:
        _name_path(case, random)
    if existing_rest:
        for name in list(case.query or ()):
            case.query[name] = _replaced(case.path, name, case.query[name], random)
        body: Any = case.body
        if isinstance(body, (dict, list)):
            case.body = body = _replaced_within(case.path, body, random)
        if isinstance(body, dict):
            version = _seen.versions.get(_number((case.path_parameters or {}).get("id")))
            case.body = following_rules(f"{case.method} {case.path}", body, _seen.one("Contacts", random), version)
    _index(case, definition)


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0


def _name_path(case: schemathesis.Case[Any], random: Random) -> None:
    path, parameters = case.path, case.path_parameters
    for name, kind in PATH_NAMES.items():
        if name in parameters and (found := _seen.one(kind, random)) is not None:
            parameters[name] = found
    if "tableName" in parameters:
        parameters["tableName"] = _seen.one("Tables", random)
    if "lid" in parameters:
        parameters["id"], parameters["lid"] = _seen.one("Lines", random)
    elif "id" in parameters:
        kind = f"table/{parameters['tableName']}" if "tableName" in parameters else _kind(path)
        kind = "DynamicTables" if kind == "DynamicFields" else kind
        found = _seen.one(kind, random)
        parameters["id"] = parameters["id"] if found is None else found


def _replaced(path: str, name: str, value: Any, random: Random) -> Any:
    """Replace the value of a property or parameter by an existing one, if its name says what it refers to."""
    kind = _kind_of_member(path, name)
    if kind is None or value is None:
        return _replaced_within(path, value, random)
    if isinstance(value, list):
        return [_seen.one(kind, random) for _ in value]
    found = _seen.one(kind, random)
    return value if found is None else found


def _replaced_within(path: str, value: Any, random: Random) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(path, str(name), item, random) for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced_within(path, item, random) for item in value]
    return value


def _be_row(case: schemathesis.Case[Any], row: Row, random: Random) -> None:
    """Restrict a query to the parameters of one row, and add the missing ones whose values are known."""
    for name in [name for name in case.query if name not in row.known]:
        del case.query[name]
    for name in sorted(row.requires - set(case.query)):
        kind = _kind_of_member(case.path, name)
        if kind is not None and (found := _seen.one(kind, random)) is not None:
            case.query[name] = found


def _index(case: schemathesis.Case[Any], definition: Mapping[str, Any]) -> None:
    """Write the arrays of the query as the API reads them: `s[0]=1&s[1]=2`."""
    for parameter in definition.get("parameters", []):
        name = parameter.get("name")  # a reference has none, and is the account's number
        if parameter.get("x-indexed") and isinstance((case.query or {}).get(name), list):
            for index, item in enumerate(case.query.pop(name)):
                case.query[f"{name}[{index}]"] = item


@schemathesis.hook
def after_call(
    context: schemathesis.HookContext, case: schemathesis.Case[Any], response: schemathesis.Response
) -> None:
    """Count the response to a row, and record what was created."""
    row = _row(case)
    if row is not None:
        _seen.count(row.name, response.status_code)
    if response.status_code != 200:
        return
    if case.method == "DELETE":
        _seen.forget(case.formatted_path, case.path_parameters.get("id"))
    value = response.json() if response.content else None
    if case.method == "POST" and "{id}" not in case.path:
        _seen.learn(case.formatted_path, value)
    if isinstance(value, dict) and "Version" in value:
        _seen.versions[value["Id"]] = value["Version"]


@schemathesis.check
def answers_as_its_row(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> None:
    """Check that a successful row returns what it declares, not what another row of its operation does."""
    row = _row(case)
    if row is None or response.status_code != 200:
        return
    if row.returns is None:
        assert response.content == b"", f"{row.name} should return nothing, but returned {response.content[:200]!r}"
        return
    validator = _seen.validators.get(row.name)
    if validator is None:
        components = case.operation.schema.raw_schema["components"]
        validator = jsonschema_rs.Draft202012Validator({**row.returns, "components": components})
        _seen.validators[row.name] = validator
    errors = [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(response.json())]
    assert not errors, f"{row.name}: {'; '.join(errors[:3])}"
