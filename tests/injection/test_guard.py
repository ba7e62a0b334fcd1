"""The guard refuses small changes to generated files that a broken filter could let through."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen.guard.files import check
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.text.errors import UnsafeError

GENERATED = Path(__file__).parents[2] / "generated"
PACKAGE = "yulsn_client"
TABLE = f"{PACKAGE}/tables/service_visits.py"
TABLES = f"{PACKAGE}/tables/__init__.py"
ORDERS = f"{PACKAGE}/resources/orders.py"
INIT = f"{PACKAGE}/__init__.py"
CLIENT = f"{PACKAGE}/client.py"
MODELS = f"{PACKAGE}/models/__init__.py"
TYPES = f"{PACKAGE}/types.py"
MAIN = f"{PACKAGE}/__main__.py"

FILES = {
    path.relative_to(GENERATED).as_posix(): path.read_text(encoding="utf-8")
    for path in GENERATED.rglob("*")
    if path.is_file() and path.name != LOCK_NAME and "__pycache__" not in path.parts
}
RUNTIME = {path: text for path, text in FILES.items() if "/_runtime/" in path}
FIELD = '    bike_id: int | None = field(name="Bike Id", default=None)\n'
ROW = "class ServiceVisitsRow(Model, kw_only=True):\n"
GET = "    def get(self, id: int) -> ServiceVisitsRow:\n"
FUTURE = "from __future__ import annotations\n"
LOADED = "        return BikesTable(self._transport)\n"

# the file, a text in it, and what a broken filter would write instead
ATTACKS: dict[str, tuple[str, str, str]] = {
    "a command that runs on import": (MAIN, 'if __name__ == "__main__":\n    raise', "raise"),
    "a command with arguments": (MAIN, "main())", "main([exit()]))"),
    "a command besides the one": (MAIN, "(main())", "(main())\n    exit()"),
    "a command before the one": (MAIN, "if __name__", "exit()\nif __name__"),
    "a default that calls": (TABLE, 'name="Bike Id", default=None', 'name="Bike Id", default=exit()'),
    "a default that is made by a call": (TABLE, 'name="Bike Id", default=None', 'name="B", default_factory=exit'),
    "a wire name that is an expression": (TABLE, 'name="Bike Id"', 'name="Bike" + exit()'),
    "a wire name that is a format": (TABLE, 'name="Bike Id"', 'name=f"{exit()}"'),
    "a wire name that formats": (TABLE, 'name="Bike Id"', 'name="{0}".format(exit)'),
    "a wire name that formats with percent": (TABLE, 'name="Bike Id"', 'name="%s" % exit()'),
    "a wire name that is a number": (TABLE, 'name="Bike Id"', "name=5"),
    "a wire name that is bytes": (TABLE, 'name="Bike Id"', 'name=b"x"'),
    "a wire name that is a conditional": (TABLE, 'name="Bike Id"', 'name="a" if exit() else "b"'),
    "a wire name that is assigned": (TABLE, 'name="Bike Id"', 'name=(y := "Bike Id")'),
    "a wire name that is awaited": (TABLE, 'name="Bike Id"', "name=await x"),
    "a wire name of a list": (TABLE, 'name="Bike Id"', 'name=[*"ab"]'),
    "a wire name that ends early": (TABLE, 'name="Bike Id"', 'name="B"); exit(); field(name="Id"'),
    "a type that is an expression": (TYPES, "ContactClass: TypeAlias =", "ContactClass: TypeAlias = exit() or"),
    "values of a call": (TYPES, "= get_args(ContactClass)", "= exit(ContactClass)"),
    "values of another type": (TYPES, "= get_args(ContactClass)", "= get_args(StoreRegion)"),
    "values with more arguments": (TYPES, "= get_args(ContactClass)", "= get_args(ContactClass, exit())"),
    "values with an annotation that calls": (TYPES, "tuple[ContactClass, ...] =", "tuple[exit(), ...] ="),
    "values with another name": (TYPES, "\nCONTACT_CLASS_VALUES:", "\n__all__:"),
    "values in a list": (TYPES, "get_args(ContactClass)", "[*ContactClass]"),
    "values without a type": (TYPES, "CONTACT_CLASS_VALUES: tuple[ContactClass, ...] =", "CONTACT_CLASS_VALUES ="),
    "a list of an expression": (TYPES, FUTURE, FUTURE + "_LISTED = {'A_VALUES': exit()}\n"),
    "a list with a name that is an expression": (TYPES, FUTURE, FUTURE + "_LISTED = {exit(): ContactClass}\n"),
    "a path that is an expression": (TYPES, FUTURE, FUTURE + "A: TypeAlias = Annotated[str, ListedIn(exit())]\n"),
    "a path of nothing": (TYPES, FUTURE, FUTURE + "A: TypeAlias = Annotated[str, ListedIn()]\n"),
    "a path with a keyword": (TYPES, FUTURE, FUTURE + "A: TypeAlias = Annotated[str, ListedIn('a', b=exit())]\n"),
    "code that type checkers skip": (TYPES, FUTURE, FUTURE + "if not TYPE_CHECKING:\n    exit()\n"),
    "a loader of something else": (
        TYPES,
        FUTURE,
        FUTURE + "if not TYPE_CHECKING:\n    def __getattr__(name: str) -> object:\n        return exit()\n",
    ),
    "a second field": (TABLE, FIELD, FIELD + "    x: int = exit()\n"),
    "a field twice": (TABLE, FIELD, FIELD + FIELD),
    "a field in parentheses": (TABLE, "    bike_id: int", "    (bike_id): int"),
    "a field of another object": (TABLE, "    bike_id: int", "    Model.bike_id: int"),
    "a field that is a dunder": (TABLE, "    bike_id: int", "    __slots__: int"),
    "a field with a twin in NFKC": (TABLE, FIELD, FIELD + FIELD.replace("bike", "\uff42ike")),
    "an annotation that calls": (TABLE, "bike_id: int | None", "bike_id: exit()"),
    "an annotation that is text": (TABLE, "bike_id: int | None", "bike_id: \"__import__('os').abort()\""),
    "an annotation with text within": (TABLE, "bike_id: int | None", 'bike_id: list["exit()"] | None'),
    "an annotation that is a lambda": (TABLE, "bike_id: int | None", "bike_id: lambda: exit()"),
    "an annotation with a walrus": (TABLE, "bike_id: int | None", "bike_id: list[(x := exit)]"),
    "an annotation with an attribute": (TABLE, "bike_id: int | None", "bike_id: datetime.__class__"),
    "a Meta that is not constant": (TABLE, "bike_id: int", "bike_id: Annotated[int, Meta(ge=exit())]"),
    "a Meta that unpacks": (TABLE, "bike_id: int", 'bike_id: Annotated[int, Meta(**{"ge": 1})]'),
    "a Meta that is another": (TABLE, "bike_id: int", 'bike_id: Annotated[int, Meta(extra_json_schema="x")]'),
    "a literal that is a name": (TABLE, "bike_id: int", "bike_id: Literal[exit]"),
    "a class keyword": (TABLE, ROW, "class ServiceVisitsRow(Model, kw_only=True, tag=exit()):\n"),
    "a metaclass": (TABLE, ROW, "class ServiceVisitsRow(Model, metaclass=exit):\n"),
    "class keywords that are unpacked": (TABLE, ROW, "class ServiceVisitsRow(Model, **exit()):\n"),
    "a base class that is subscripted": (TABLE, ROW, "class ServiceVisitsRow(Model[exit()], kw_only=True):\n"),
    "a second base class": (TABLE, ROW, "class ServiceVisitsRow(Model, Resource, kw_only=True):\n"),
    "a class under a twin's name": (TABLE, ROW, "class Model(Model, kw_only=True):\n"),
    "a decorator of a class": (TABLE, ROW, "@exit\n" + ROW),
    "a decorator of a method": (TABLE, GET, "    @exit\n" + GET),
    "a class method": (TABLE, GET, "    @classmethod\n" + GET),
    "a subscript of a class": (TABLE, GET, GET.replace("get", "__class_getitem__")),
    "a hook of subclasses": (TABLE, GET, GET.replace("get", "__init_subclass__")),
    "a finalizer": (TABLE, GET, GET.replace("get", "__del__")),
    "an attribute of slots": (TABLE, FIELD, '    __slots__ = ("a",)\n' + FIELD),
    "an attribute of patterns": (TABLE, FIELD, "    __match_args__ = exit()\n" + FIELD),
    "a nested class": (TABLE, FIELD, "    class A(Model, kw_only=True):\n        a: int\n" + FIELD),
    "a lambda for a method": (TABLE, GET, "    got = lambda self: exit()\n\n" + GET),
    "a default of a parameter that calls": (TABLE, GET, GET.replace("id: int", "id: int = exit()")),
    "a parameter more": (TABLE, GET, GET.replace("id: int", "id: int, *rest: int")),
    "a parameter's annotation that calls": (TABLE, GET, GET.replace("id: int", "id: exit()")),
    "a result's annotation that is text": (TABLE, GET, GET.replace("ServiceVisitsRow", '"exit()"')),
    "a nested function": (TABLE, GET, GET + "        def run(): exit()\n"),
    "a global": (TABLE, GET, GET + "        global Call\n"),
    "an assignment to the transport": (TABLE, GET, GET + "        self._transport = id\n"),
    "a statement on the same line": (TABLE, '(_GET, path={"id": id})', '(_GET, path={"id": id}); exit()'),
    "another call of the runtime": (TABLE, "self._call(_GET, ", "self._transport.send(_GET, "),
    "a call with more in it": (TABLE, '(_GET, path={"id": id})', '(_GET, path={"id": exit()})'),
    "a key that is an expression": (TABLE, '(_GET, path={"id": id})', '(_GET, path={exit(): id})'),
    "a path that leads elsewhere": (TABLE, '"/api/v1/table/Service%20Visits/Bulk"', '"/api/v1/table/../Bulk"'),
    "a path of another host": (TABLE, '"/api/v1/table/Service%20Visits/Bulk"', '"//evil.example/Bulk"'),
    "a path with a query": (TABLE, '"/api/v1/table/Service%20Visits/Bulk"', '"/api/v1/table/x?y=z"'),
    "a path with a line break": (TABLE, '"/api/v1/table/Service%20Visits/Bulk"', '"/api/v1/table/x\\r\\nX: y"'),
    "a method that is none": (TABLE, '"tables.service_visits.create_many", "POST"', '"x", "CONNECT"'),
    "a list of fields that is made": (TABLE, '= ("bike_id", ', '= (*exit(), "bike_id", '),
    "allowed values that are called": (TABLE, '{"status": (', '{exit(): ('),
    "an import": (TABLE, FUTURE, FUTURE + "import os\n"),
    "an import by another name": (TABLE, "import Call, OnNotFound, Page", "import Call as field, OnNotFound, Page"),
    "an import of everything": (TABLE, "import Call, OnNotFound, Page", "import *"),
    "an import out of the package": (TABLE, "from .._runtime.calls", "from ..._runtime.calls"),
    "an import out of the top": (CLIENT, "from ._runtime.client", "from .._runtime.client"),
    "an import of the machine's": (TABLE, "from decimal import Decimal", "from decimal import sys"),
    "an import of a future": (TABLE, FUTURE, "from __future__ import annotations, barry_as_FLUFL\n"),
    "an import within a method": (TABLES, "        from .bikes import BikesTable\n", "        import os\n"),
    "a loading of something else": (TABLES, LOADED, "        return BikesTable(exit())\n"),
    "a loading with more": (TABLES, LOADED, "        return BikesTable(self._transport, x=1)\n"),
    "a text in a group": (TYPES, '"F\\xf8dselsdag"', 'f"{exit()}"'),
    "a type that is another": (TYPES, "OrderType: TypeAlias = Literal[", "OrderType: TypeAlias = exit["),
    "a type that hides a builtin": (TYPES, "OrderType: TypeAlias", "str: TypeAlias"),
    "a type that hides an import": (TYPES, "OrderType: TypeAlias", "Literal: TypeAlias"),
    "a public name that is a dunder": (INIT, '    "AsyncClient",\n', '    "AsyncClient",\n    "__builtins__",\n'),
    "public names that are made": (INIT, "__all__ = [", "__all__ = [*dir(), "),
    "public names that are added": (INIT, "_HOMES = {", '__all__ += ["x"]\n\n_HOMES = {'),
    "a home outside": (INIT, '"Client": ".client"', '"Client": "os"'),
    "a home above": (MODELS, '": ".orders"', '": "...orders"'),
    "a home that is private": (MODELS, '": ".orders"', '": "._orders"'),
    "a home's name that is a dunder": (MODELS, '    "Action": ".actions"', '    "__path__": ".actions"'),
    "a version that is made": (INIT, '__version__ = "', '__version__ = "" + "'),
    "code for those that check no types": (INIT, "        return load(__name__, _HOMES, name)\n",
                                          "        return load(__name__, _HOMES, name)\n    exit()\n"),
    "another loader": (INIT, "return load(__name__, _HOMES, name)", "return eval(name)"),
    "another loader's name": (INIT, "def __getattr__(name", "def __getattribute__(name"),
    "a loader that awaits": (INIT, "    def __getattr__(name", "    async def __getattr__(name"),
    "a loader with a default": (INIT, "def __getattr__(name: str)", "def __getattr__(name: str = exit())"),
    "a branch more": (INIT, "\nelse:\n", "\nelif exit():\n    pass\nelse:\n"),
    "another condition": (INIT, "if TYPE_CHECKING:", "if TYPE_CHECKING or exit():"),
    "another directory": (INIT, "return sorted(__all__)", "return sorted(exit())"),
    "a fingerprint that is made": (CLIENT, '    _fingerprint = "', '    _fingerprint = exit() or "'),
    "a docstring that ends": (TABLE, '"""The account\'s table Service Visits.', '"""x"""\nexit()\n"""y'),
    "a docstring that is a format": (TABLE, '"""The account\'s table', 'f"""{exit()} table'),
    "a docstring that is bytes": (TABLE, '"""Bike (Bike Id)."""', 'b"""Bike (Bike Id)."""'),
    "a docstring that is called": (TABLE, '"""Bike (Bike Id)."""', '"""Bike (Bike Id).""".format(exit())'),
    "a coding cookie": (TABLE, '"""The account\'s', '# coding: latin-1\n"""The account\'s'),
    "a coding cookie of UTF-7": (TABLE, '"""The account\'s', '# -*- coding: utf-7 -*-\n"""+ACIAIgAi-'),
    "a type comment": (TABLE, "default=None)\n", "default=None)  # type: ignore\n"),
    "a comment for a checker": (TABLE, FUTURE, FUTURE + "# pyright: basic\n"),
    "a comment for the formatter": (TABLE, FIELD, "    # fmt: off\n" + FIELD),
    "a comment at the end": (TABLE, FUTURE, FUTURE.rstrip() + "  #" + "\n"),
    "a byte order mark": (TABLE, '"""The account\'s', '\ufeff"""The account\'s'),
    "a form feed": (TABLE, FUTURE, FUTURE + "\x0c\n"),
    "a carriage return": (TABLE, '"""Bike (Bike Id)."""', '"""Bike\r(Bike Id)."""'),
    "an end of the file": (TABLE, FUTURE, FUTURE + "\x1a"),
    "a tab": (TABLE, FIELD, FIELD.replace("= field", "=\tfield")),
    "a change of direction": (TABLE, '"""Bike (Bike Id)."""', '"""Bike \u202e(Bike Id)."""'),
    "a space without width": (TABLE, '"""Bike (Bike Id)."""', '"""Bike \u200b(Bike Id)."""'),
    "an escape of a terminal": (TABLE, '"""Bike (Bike Id)."""', '"""Bike \x1b[31m(Bike Id)."""'),
    "a line without end": (TABLE, FUTURE, FUTURE + "X = \\\n"),
    "half of a surrogate pair": (TABLE, '"""Bike (Bike Id)."""', '"""Bike \ud800(Bike Id)."""'),
    "nesting without end": (TABLE, "bike_id: int", "bike_id: " + "list[" * 3000 + "int" + "]" * 3000),
    "a sum without end": (TABLE, 'name="Bike Id"', 'name="a"' + ' + "a"' * 5000),
    "signs without end": (TABLE, "default=None", f"default={'-' * 3000}1"),
    "what is no Python": (TABLE, FUTURE, FUTURE + "class (:\n"),
}  # fmt: skip


def problems(files: dict[str, str]) -> list[str]:
    try:
        check(files, RUNTIME)
    except UnsafeError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_generated_packages_pass() -> None:
    assert problems(FILES) == []


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_it_refuses(name: str) -> None:
    path, old, new = ATTACKS[name]
    text = FILES[path]
    assert old in text, "the file has changed: attack another place"
    found = problems({path: text.replace(old, new, 1)})
    assert found
    assert all(problem.startswith(path) for problem in found)
    assert all("not valid Python: " in problem or problem.startswith(f"{path}, line ") for problem in found)


def test_the_reported_line_is_that_of_the_attack() -> None:
    text = FILES[TABLE]
    line = text[: text.index(FIELD)].count("\n") + 1
    (found,) = problems({TABLE: text.replace(FIELD, "    exit()\n", 1)})
    assert found.startswith(f"{TABLE}, line {line}: unexpected statement 'exit()'\n")


@pytest.mark.parametrize(
    "path",
    [
        "client/con.py",
        "client/NUL.json",
        "aux",
        "COM1/a.py",
        "lpt9.x.py",
        "client./a.py",
        "a../b.py",
        "client/prn.tar.md",
    ],
)
def test_a_path_that_windows_maps_to_another_is_refused(path: str) -> None:
    (problem,) = problems({path: ""})
    assert problem.endswith("not a plain path of a known file type inside the output")


@pytest.mark.parametrize("path", ["client/console.py", "client/com10.py", "client/null.py", "client/a.b.md"])
def test_a_path_that_only_starts_like_a_device_name_passes(path: str) -> None:
    assert problems({path: ""}) == []


@pytest.mark.parametrize(
    ("paths", "what"),
    [
        (("client/cars.py", "client/Cars.py"), "same path as client/cars.py"),
        (("client/a.py", "Client/b.py"), "same path as client"),
        (("a.py", "a.py/b.md"), "is inside a.py, which is a file"),
        (("a.py/b.md", "A.py"), "same path as a.py"),
    ],
)
def test_paths_that_collide_on_some_file_systems_are_refused(paths: tuple[str, ...], what: str) -> None:
    assert any(what in problem for problem in problems(dict.fromkeys(paths, "")))


PROJECT = FILES["pyproject.toml"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "yulsn-client"', 'name = "requests"'),
        ('name = "yulsn-client"', 'name = "yulsn-client"\nscripts = {x = "os:abort"}'),
        ('name = "yulsn-client"', 'name = "yulsn-client"\ndynamic = ["readme"]'),
        ('requires = ["hatchling"]', 'requires = ["hatchling", "evil"]'),
        ('build-backend = "hatchling.build"', 'build-backend = "evil"\nbackend-path = ["."]'),
        ('"msgspec>=0.22"]', '"msgspec>=0.22", "evil"]'),
        ('"msgspec>=0.22"]', '"msgspec>=0.20; evil"]'),
        ('"msgspec>=0.22"]', '"msgspec @ https://evil.example/x.whl"]'),
        ('otel = ["opentelemetry-api>=1.30"]', 'otel = ["opentelemetry-api>=1.30", "evil"]'),
        ('otel = ["opentelemetry-api>=1.30"]', 'otel = ["opentelemetry-api>=1.30"]\nmore = ["evil"]'),
        (
            '[project.optional-dependencies]\narrow = ["pyarrow>=23"]\notel = ["opentelemetry-api>=1.30"]\n'
            'sync = ["duckdb>=1.4", "pyarrow>=23"]',
            "",
        ),
        ('arrow = ["pyarrow>=23"]', 'arrow = ["pyarrow>=23", "evil"]'),
        ('packages = ["yulsn_client"]', 'packages = ["yulsn_client", ".."]'),
        ('packages = ["yulsn_client"]', 'packages = ["../yulsn_client"]'),
        ('packages = ["yulsn_client"]', 'packages = ["yulsn_client"]\nforce-include = {"/etc" = "x"}'),
        ("[build-system]", '[tool.hatch.build.hooks.custom]\npath = "x.py"\n\n[build-system]'),
        ('version = "', 'version = "1!'),
        ("[project]", "[project]\x1b"),
        ("[project]", "[project]\n[project]"),
    ],
)
def test_a_pyproject_that_no_template_writes_is_refused(old: str, new: str) -> None:
    assert old in PROJECT
    (problem,) = problems({"pyproject.toml": PROJECT.replace(old, new, 1)})
    assert problem.startswith("pyproject.toml")


@pytest.mark.parametrize("path", ["README.md", "CHANGELOG.md", "account.json"])
@pytest.mark.parametrize("text", ["\x1b[31m", "\u202e", "\x9b", "\r", "\0", "\ud800", "\u200b"])
def test_invisible_characters_are_refused_in_every_file(path: str, text: str) -> None:
    assert problems({path: f"{FILES[path]}{text}"})


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}'])
def test_json_that_parsers_read_differently_is_refused(text: str) -> None:
    assert problems({"a.json": text})


def test_json_must_equal_the_expected_data() -> None:
    value = {"a": ["\ud800", 1, None], "b": {"c": "\x1b"}}
    check({"a.json": '{"b": {"c": "\\u001b"}, "a": ["\\ud800", 1, null]}'}, {}, {"a.json": value})
    for text in ('{"a": []}', '{"b": {"c": "\\u001b"}, "a": ["\\udc00", 1, null]}', "[]", "{"):
        with pytest.raises(UnsafeError, match=r"a\.json: "):
            check({"a.json": text}, {}, {"a.json": value})
    with pytest.raises(UnsafeError, match=r"a\.json: is missing"):
        check({}, {}, {"a.json": value})
