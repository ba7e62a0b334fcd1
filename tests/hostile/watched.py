"""Import a package under an audit hook, use it, and compare it with what is expected; run in a process of its own.

The hook permits only what importing a module needs, and refuses and reports everything else. State that no hook
covers is compared before and after. The script imports only what the package's runtime needs, so that nothing else can
have an effect.

    python -I -B -W error watched.py FOLDER PACKAGE EXPECTED.json FOUND.json
"""

from __future__ import annotations

import atexit
import builtins
import decimal
import importlib
import json
import os
import signal
import sys
import threading
import traceback
import types
import typing
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from importlib import resources
from typing import Any, NoReturn
from urllib.parse import unquote

import msgspec

# Names in the annotations of models, which are evaluated when a model is first used.
_TYPES = frozenset(
    {
        "Annotated",
        "Any",
        "AwareDatetime",
        "ClassVar",
        "Decimal",
        "Literal",
        "Mapping",
        "Meta",
        "UnsetType",
        "UtcDatetime",
    }
    | {
        "bool",
        "builtins",
        "bytes",
        "datetime",
        "dict",
        "float",
        "int",
        "list",
        "max_length",
        "min_length",
        "object",
        "str",
        "tuple",
    }
)
# Names in the module of a table other than those of classes and calls.
_IMPORTED = frozenset(
    {"Annotated", "Any", "AwareDatetime", "ClassVar", "Literal", "Progress", "TYPE_CHECKING", "UNSET", "UtcDatetime"}
    | {"TypeAlias", "annotations", "field", "get_args"}
)
_HARMLESS = frozenset({"builtins.id", "object.__getattr__", "object.__setattr__", "sys._getframe"})
_HARMLESS |= frozenset({"sys._getframemodulename", "code.__new__"})
_ABSENT = object()


class Refused(BaseException):
    """The package did something forbidden. `except Exception` does not catch this."""


class Watch:
    """An audit hook that permits importing a package from its folder, and refuses everything else."""

    def __init__(self, folder: str, package: str) -> None:
        self.folder = os.path.join(folder, package)
        self.package = package
        self.armed = False
        self.classes = _TYPES
        self.found: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.armed and not self.allows(event, arguments):
            self.armed = False
            self.found.append(f"{event} {arguments!a}"[:300])
            raise Refused(self.found[-1])

    def allows(self, event: str, arguments: tuple[Any, ...]) -> bool:
        match event, arguments:
            case "import", (str(name), *_):
                return name.split(".")[0] == self.package
            case "open", (path, mode, _):
                return self.is_inside(path) and mode in ("r", "rb")
            case (("os.listdir" | "os.scandir"), (path, *_)):
                return self.is_inside(path)
            case "compile", (_, file):
                return self.is_inside(file) or file == "<string>"  # `exec` checks it
            case "exec", (types.CodeType() as code,):
                return self.is_inside(code.co_filename) or self.is_annotation(code)
        return event in _HARMLESS

    def is_inside(self, path: object) -> bool:
        return isinstance(path, str) and os.path.abspath(path).startswith((self.folder + os.sep, self.folder + "\0"))

    def is_annotation(self, code: types.CodeType) -> bool:
        """Return whether code is that of an annotation: it refers only to types, and contains no other code."""
        nested = any(isinstance(constant, types.CodeType) for constant in code.co_consts)
        return code.co_filename == "<string>" and not nested and self.classes.issuperset(code.co_names)

    @contextmanager
    def over(self) -> Iterator[None]:
        self.armed = True
        try:
            yield
        finally:
            self.armed = False


def state(package: str) -> dict[str, object]:
    """Return the state that a package could change without an event."""
    decimals = decimal.getcontext().copy()
    decimals.clear_flags()
    return {
        "builtins": {name: id(value) for name, value in vars(builtins).items() if name != "_"},
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "threads": [thread.name for thread in threading.enumerate()],
        "functions at exit": atexit._ncallbacks(),
        "signals": [str(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "path": list(sys.path),
        "finders": [*map(id, sys.meta_path), *map(id, sys.path_hooks)],
        "hooks": [*map(id, (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook))],
        "streams": [*map(id, (sys.stdin, sys.stdout, sys.stderr))],
        "tracing": (sys.gettrace(), sys.getprofile()),
        "warnings": repr(warnings.filters),
        "limits": (sys.getrecursionlimit(), sys.get_int_max_str_digits(), sys.getswitchinterval()),
        "decimals": repr(decimals),
        "modules": {
            f"{home}.{name}": id(value)
            for home, module in list(sys.modules.items())
            if home.split(".")[0] != package or home.startswith(f"{package}._runtime")
            for name, value in vars(module).items()
        },
    }


class Judge:
    """Checks an imported package.

    Attributes:
        found: The problems.
        fields: The number of fields that were tried.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self.base = self.module("_runtime.model").Model
        self.encode = self.module("_runtime.encoding").encode
        self.decode = self.module("_runtime.decoding").decode
        self.found: list[str] = []
        self.fields = 0

    def report(self, what: str) -> None:
        self.found.append(what[:600])

    def module(self, name: str) -> types.ModuleType:
        return importlib.import_module(f"{self.package}.{name}")

    def aliases(self, expected: dict[str, list[str]]) -> None:
        """Check the type aliases of the account's lists of names."""
        for name, values in expected.items():
            alias = getattr(self.module("types"), name)
            listed = list(typing.get_args(alias)) if typing.get_origin(alias) is typing.Literal else []
            if listed != values:
                self.report(f"types.{name} is {listed!a}, not {values!a}")

    def owner(self, expected: dict[str, Any]) -> None:
        for name, write in expected["models"]:
            model = getattr(self.module("models"), name)
            self.model(model, expected["fields"], write, f"{expected['name']}, {name}")

    def table(self, expected: dict[str, Any]) -> None:
        """Check that a table is an attribute of the client, and a module with only its models and calls to its path."""
        name = expected["name"]
        place = f"table {expected['wire']!a:.60} ({name})"
        tables = self.module("tables")
        unused = types.SimpleNamespace(send=None)  # a transport that sends nothing
        kind, other = (type(getattr(getattr(tables, both)(unused), name)) for both in ("Tables", "AsyncTables"))
        home = f"{self.package}.tables.{name}"
        if {kind.__module__, other.__module__} != {home} or other.__name__ != f"Async{kind.__name__}":
            self.report(f"{place} is {kind} and {other}")
        module = self.module(f"tables.{name}")
        self.names(module, place)
        self.calls(module, expected["wire"], expected["calls"], place)
        own = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, self.base)]
        models = {_ending(model): model for model in own if model is not self.base}
        if list(models) != expected["models"]:
            self.report(f"{place} has the models {list(models)}, not {expected['models']}")
        for ending, model in models.items():
            self.model(model, expected["fields"], ending != "Row", f"{place}, {model.__name__}")

    def names(self, module: types.ModuleType, place: str) -> None:
        call = self.module("_runtime.calls").Call
        for name, value in vars(module).items():
            special = name.startswith("__") and name.endswith("__")
            if not (special or name in _IMPORTED or isinstance(value, type | call) or _is_of_values(module, name)):
                self.report(f"{place} has the name {name!a}")

    def calls(self, module: types.ModuleType, wire: str, count: int, place: str) -> None:
        call = self.module("_runtime.calls").Call
        paths = [value.path for value in vars(module).values() if isinstance(value, call)]
        if len(paths) != count:
            self.report(f"{place} has {len(paths)} calls, not {count}")
        for path in paths:
            segment, _, rest = path.removeprefix("/api/v1/table/").partition("/")
            plain = segment.isascii() and segment not in (".", "..") and not set(segment) & set('{}?#\\ "<>')
            if (
                not plain
                or unquote(segment, errors="surrogatepass") != wire
                or rest not in ("", "{id}", "Bulk", "Count")
            ):
                self.report(f"{place} calls {path!a}")

    def model(self, model: Any, fields: list[dict[str, Any]], write: bool, place: str) -> None:
        """Check that every field survives a round trip through JSON, alone and together with all others."""
        own = set(model.__struct_fields__) - set(dir(self.base))
        lost = [one["wire"] for one in fields if one["name"] not in own]
        if lost:
            self.report(f"{place} has no {lost!a}")
            return
        samples = "written" if write else "read"
        exact = write and not any(field.required for field in msgspec.structs.fields(model))
        for one in fields:
            for sample in one[samples]:
                there = f"{place}, {one['wire']!a:.60}"
                try:
                    self.alone(model, one, sample, exact, there)
                except Exception as error:
                    self.report(f"{there}: {type(error).__name__}: {error!s}")
            self.fields += 1
        together = {one["wire"]: one[samples][-1] for one in fields}
        for made in _made(model, together):
            for one in fields:
                self.same(made, one, one[samples][-1], place)
            self.sent(made, together, exact, place)

    def alone(self, model: Any, one: dict[str, Any], sample: Any, exact: bool, place: str) -> None:
        members = {one["wire"]: sample}
        for made in _made(model, members):
            self.same(made, one, sample, place)
            self.sent(made, members, exact, place)
        odd: list[tuple[str, ...]] = []
        self.decode(model, json.dumps(members), lambda *oddity: odd.append(oddity))
        if wrong := [oddity for oddity in odd if oddity[0] not in ("missing", "unlisted")]:  # these may occur
            self.report(f"{place}: is read as {wrong!a}")
        if exact:
            made = model(**{one["name"]: _meant(one["type"], sample)})
            self.sent(made, members, exact, place)
            body = self.encode(made)
            if _read(body) != list(members.items()):
                self.report(f"{place}: it is sent as {body!a}, not {members!a}")

    def same(self, made: Any, one: dict[str, Any], sample: Any, place: str) -> None:
        got, value = getattr(made, one["name"]), _meant(one["type"], sample)
        if got != value or type(got) is not type(value):
            self.report(f"{place}: {one['name']} is {got!a}, not {value!a}")
        if made.extra:
            self.report(f"{place}: {dict(made.extra)!a} is extra")

    def sent(self, made: Any, members: dict[str, Any], exact: bool, place: str) -> None:
        """Check that an object is encoded as exactly these members, apart from nulls if `exact` is not set."""
        for pairs in (list(made.to_dict().items()), _read(made.to_json())):
            got = [(wire, value) for wire, value in pairs if exact or wire in members or value is not None]
            if len(got) != len(members) or dict(got) != members:
                self.report(f"{place}: it becomes {got!a}, not {members!a}")


def _ending(model: type) -> str:
    return next((end for end in ("Row", "Create", "Patch") if model.__name__.endswith(end)), model.__name__)


def _made(model: Any, members: dict[str, Any]) -> list[Any]:
    """Return an object decoded from text, and the same one decoded from bytes."""
    text = json.dumps(members)
    return [model.from_json(text), model.from_json(text.encode())]


def _read(text: bytes) -> list[tuple[str, Any]]:
    """Return the members of a JSON object, including repeated ones. Its values must not be objects."""
    return [(wire, value) for wire, value in json.loads(text, object_pairs_hook=list)]


def _is_alias(value: object) -> bool:
    """Return whether a value is a type of allowed values."""
    return typing.get_origin(value) in (typing.Literal, typing.Annotated)


def _is_of_values(module: types.ModuleType, name: str) -> bool:
    """Return whether a name is that of a type of allowed values, of their tuple, or of the index of long lists."""
    value = getattr(module, name)
    if name == "_LISTED":
        return bool(value) and all(constant.endswith("_VALUES") and _is_alias(kind) for constant, kind in value.items())
    if name.endswith("_VALUES") and isinstance(value, tuple):
        return any(typing.get_args(other) == value for other in vars(module).values() if _is_alias(other))
    return _is_alias(value)


def _meant(kind: str, sample: Any) -> Any:
    if kind == "DateTimeOffset":
        return datetime.fromisoformat(sample)
    return Decimal(str(sample)) if kind == "Decimal" else sample


def judged(package: str, expected: dict[str, Any], watch: Watch) -> Judge:
    """Import all modules, and check what they contain."""
    for name in expected["modules"]:
        importlib.import_module(name)
    named = [item for name in expected["modules"] for item in vars(sys.modules[name]).items()]
    watch.classes |= {value.__name__ for _, value in named if isinstance(value, type)}
    watch.classes |= {name for name, value in named if _is_alias(value)}
    judge = Judge(package)
    judge.aliases(expected["types"])
    for table in expected["tables"]:
        judge.table(table)
    for owner in expected["owners"]:
        judge.owner(owner)
    return judge


def warm(package: str, modules: list[str]) -> None:
    """Import modules of the runtime, which no account changes, and use it once, so that all it needs is loaded."""
    for name in modules:
        importlib.import_module(name)
    base = importlib.import_module(f"{package}._runtime.model").Model
    model: Any = msgspec.defstruct("Warm", [("x", "int | None", None)], bases=(base,), kw_only=True)
    for text in ('{"x": 1, "y": 2}', '{"x": "\\ud800"}', '{"x": 1e400}'):
        model.from_json(text).to_json()
    importlib.import_module(f"{package}._runtime.encoding").encode(model(x=1))
    unquote("%20")
    resources.files(package).joinpath("account.json").read_bytes()


def main(folder: str, package: str, expected_file: str, found_file: str) -> NoReturn:
    """Write the problems, and the number of fields that were tried, to `found_file`."""
    with open(expected_file, encoding="utf-8") as file:
        expected = json.load(file)
    sys.path.insert(0, folder)
    warm(package, expected["runtime"])
    watch = Watch(folder, package)
    with open(found_file, "w", encoding="utf-8") as file:
        sys.addaudithook(watch)
        before = state(package)
        fields = 0
        problems = []
        try:
            with watch.over():
                judge = judged(package, expected, watch)
            fields = judge.fields
            problems += judge.found
        except Refused:
            pass
        except BaseException as error:
            problems.append("".join(traceback.format_exception(error))[-2_000:])
        after = state(package)
        problems += [f"has done {event}" for event in watch.found]
        problems += [
            f"has changed {key}: {_shown(before[key], after[key])}" for key in before if before[key] != after[key]
        ]
        json.dump({"problems": problems, "fields": fields}, file)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _shown(before: object, after: object) -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in {**before, **after} if before.get(key, _ABSENT) != after.get(key, _ABSENT)]
        return f"{keys!a}"[:300]
    if isinstance(before, list) and isinstance(after, list):
        return f"{[item for item in [*before, *after] if (item in before) != (item in after)]!a}"[:300]
    return f"{after!a}"[:300]


if __name__ == "__main__":
    main(*sys.argv[1:])
