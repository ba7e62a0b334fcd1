"""The guard accepts what templates produce, and refuses everything else with its location."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest
from yulsn_codegen.generate import Generated
from yulsn_codegen.guard.files import check
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.text.errors import UnsafeError

HEAD = '"""A module."""\n\nfrom __future__ import annotations\n\n'
CLASS = (
    HEAD
    + "from msgspec import UNSET, field\n\nfrom .._runtime.model import Model\n\n\nclass Thing(Model, kw_only=True):\n"
)


def problems(files: Mapping[str, str], runtime: Mapping[str, str] | None = None) -> list[str]:
    try:
        check(files, runtime or {})
    except UnsafeError as error:
        return [str(problem) for problem in error.problems]
    return []


def runtime_of(files: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if "/_runtime/" in path}


def test_the_generated_package_passes(generated: Generated) -> None:
    files = {path: text for path, text in generated.files.items() if path != LOCK_NAME}
    check(files, runtime_of(files))


ALLOWED = [
    HEAD,
    HEAD + "import builtins\n",
    HEAD + 'X: TypeAlias = Literal["a", -1, None]\n',
    HEAD + '_GET: Call[list[int]] = Call("a", "GET", "/api/v1/A", returns=list[int], on_not_found=OnNotFound.NONE)\n',
    HEAD + '_GET: Call[None] = Call("a", "GET", "/api/v1/A", parameters={"a b": int | None}, body=list[A])\n',
    HEAD + '_GET: Call[None] = Call("a", "PUT", "/api/v1/A", page=Page(cursor="a"), sensitive=True, conflict=Thing)\n',
    CLASS + '    """Doc."""\n\n    a: Annotated[str, Meta(max_length=5)] | None = field(name="A", default=UNSET)\n',
    CLASS + '    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"a": ("x", "y"), "b": (1,)}\n',
    CLASS + '    _account_: ClassVar[tuple[str, ...]] = ("a", "b")\n',
    HEAD + "class A(Resource):\n    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[int]:\n"
    '        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)\n',
    HEAD + "class A(Resource):\n"
    "    def create(self, x: Iterable[int], *, chunk_size: int = 5, on_progress: Progress | None = None) -> None:\n"
    "        return self._create_many(_POST, body=x, chunk_size=chunk_size, on_progress=on_progress)\n",
    HEAD + "class A(Resource):\n    def upsert(self, external_id: str, x: B) -> tuple[int, bool]:\n"
    "        return self._upsert(_POST, find=_FIND, patch=_PATCH, body=x, external_id=external_id)\n",
    HEAD + "class Level(OpenIntEnum):\n    LOW = 1\n    HIGH = -1\n",
    HEAD + "class A(Resource):\n    def list(self, x: int, *, y: str | None = None) -> builtins.list[int]:\n"
    '        """Doc."""\n        return self._call(_GET, query={"x": x}, body=y)\n',
    HEAD + "if TYPE_CHECKING:\n    from .tables.a import A\n\n"
    "    def make_a(*, id: int = ..., b: list[A] | None = ...) -> A: ...\n",
    HEAD + "if TYPE_CHECKING:\n    from ._a import make_a\n",
    HEAD + '_MADE = {"make_a": ".tables.a.A"}\n',
    HEAD + "class A(AsyncResource):\n    async def get(self) -> int:\n        return await self._call(_GET)\n",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_the_forms_that_templates_write_pass(text: str) -> None:
    assert problems({"client/tables/a.py": text}) == []


def method(body: str, signature: str = "self", decorator: str = "") -> str:
    lead = f"    {decorator}\n" if decorator else ""
    return HEAD + f"class A(Resource):\n{lead}    def a({signature}) -> int:\n        {body}\n"


REFUSED = {
    # calls
    "a call of eval": HEAD + 'X: int = eval("1")\n',
    "a call as a statement": HEAD + "exit()\n",
    "a call by another name": HEAD + 'from builtins import eval as E\n\nX: int = E("1")\n',
    "a call of what was bound to a called name": HEAD + "Call = exit\n_X: Call[int] = Call()\n",
    "a call of an attribute": HEAD + "import builtins\n\nX: int = builtins.exit()\n",
    "a call within a call": HEAD + '_GET: Call[int] = Call(str(5), "GET", "/api/v1/A")\n',
    "a call in what a call returns": HEAD + '_GET: Call[int] = Call("a", "GET", "/api/v1/A", returns=exit())\n',
    "a call in a parameter's type": HEAD + '_X: Call[int] = Call("a", "GET", "/api/v1", parameters={"a": exit()})\n',
    "a parameter that is unpacked": HEAD + '_GET: Call[int] = Call("a", "GET", "/api/v1/A", parameters={**X})\n',
    "parameters that are no mapping": HEAD + '_GET: Call[int] = Call("a", "GET", "/api/v1/A", parameters=X)\n',
    "a type of a body that is text": HEAD + '_GET: Call[int] = Call("a", "GET", "/api/v1/A", body="exit()")\n',
    "a call with unknown keywords": HEAD + '_GET: Call[int] = Call("a", "GET", "/api/v1/A", hook=exit)\n',
    "a call with unpacked arguments": HEAD + '_GET: Call[int] = Call(*"abc")\n',
    "a call with unpacked keywords": HEAD + '_GET: Call[int] = Call("a", "GET", "/api/v1/A", **X)\n',
    "a call in a default": method("return self._call(_GET)", "self, x: int = exit()"),
    "a call in a method": method("return exit()"),
    "a call of a class that was not imported there": method("return Popen(self._transport)"),
    "a call in an argument": method("return self._call(_GET, body=exit())"),
    "a call in a query": method('return self._call(_GET, query={"a": exit()})'),
    "a call of another method": method("return self._transport.send(_GET)"),
    "a statement before the return": method("import os; return self._call(_GET)"),
    "a key that unpacks": method("return self._call(_GET, query={**x})"),
    # imports
    "an import": HEAD + "import os\n",
    "an import of the right module by another name": HEAD + "import builtins as b\n",
    "an import from a module": HEAD + "from os import system\n",
    "an import of everything": HEAD + "from builtins import *\n",
    "an import of a function of an allowed module": HEAD + "from functools import reduce\n",
    "an import by an allowed name": HEAD + "from functools import partial as Call\n",
    "an import of what the runtime imports": HEAD + "from .._runtime.transport import os\n",
    "an import of the runtime itself": HEAD + "from .. import _runtime\n",
    "an import out of the package": HEAD + "from ...evil import Evil\n",
    "an import of a function of the package": HEAD + "from .other import run\n",
    "an import for type checkers": HEAD + "if TYPE_CHECKING:\n    import os\n",
    "an import under another condition": HEAD + "if True:\n    from .a import B\n",
    "a module that is loaded later": HEAD + '_HOMES = {"A": "os"}\n',
    "a class of another package": HEAD + '_MADE = {"make_a": "os.path"}\n',
    "a class of the runtime": HEAD + '_MADE = {"make_a": "._runtime.lazy.Load"}\n',
    "a factory that does something": HEAD + "if TYPE_CHECKING:\n    def make_a() -> A: exit()\n",
    "an import of another function for type checkers": HEAD + "if TYPE_CHECKING:\n    from ._a import make_b\n",
    "an import of a factory that is always done": HEAD + "from ._a import make_a\n",
    "an import of a factory by another name": HEAD + "if TYPE_CHECKING:\n    from ._a import make_a as make_b\n",
    "a factory with a default": HEAD + "if TYPE_CHECKING:\n    def make_a(*, a: int = exit()) -> A: ...\n",
    "a factory with a decorator": HEAD + "if TYPE_CHECKING:\n    @exit\n    def make_a() -> A: ...\n",
    "a factory that is always defined": HEAD + "def make_a() -> A: ...\n",
    "a program": HEAD + 'if __name__ == "__main__":\n    raise SystemExit(exit())\n',
    # text that is evaluated
    "an annotation that is text": CLASS + '    a: "__import__(\'os\').abort()" = field(name="A")\n',
    "an annotation with text in it": CLASS + '    a: list["__import__(\'os\').abort()"] = field(name="A")\n',
    "an annotation with text beside a type": CLASS + '    a: int | "exit()" = field(name="A")\n',
    "an annotation with a call": CLASS + '    a: exit() = field(name="A")\n',
    "an annotation with an attribute": CLASS + '    a: builtins.exec = field(name="A")\n',
    "an annotation with a conditional": CLASS + '    a: int if x else str = field(name="A")\n',
    "an argument's annotation that is text": method("return self._call(_GET)", 'self, x: "exit()"'),
    "a type of what a call returns that is text": HEAD + '_GET: Call["exit()"] = Call("a", "GET", "/api/v1/A")\n',
    "an alias that is text": HEAD + 'X: TypeAlias = "exit()"\n',
    "a format in a literal": HEAD + 'X: TypeAlias = Literal[f"{exit()}"]\n',
    "a name in a literal": HEAD + "X: TypeAlias = Literal[exit]\n",
    "an empty subscript": HEAD + "X: TypeAlias = list[()]\n",
    # what runs unseen
    "a decorator": HEAD + "@exit\nclass A(Model, kw_only=True):\n    \"\"\"Doc.\"\"\"\n",
    "a decorator of a method": method("return self._call(_GET)", decorator="@exit"),
    "a metaclass": HEAD + "class A(Model, metaclass=exit):\n    \"\"\"Doc.\"\"\"\n",
    "a base class that is a call": HEAD + "class A(exit()):\n    \"\"\"Doc.\"\"\"\n",
    "another base class": HEAD + "class A(Exception):\n    \"\"\"Doc.\"\"\"\n",
    "a base class of another module": HEAD + "class A(builtins.Model):\n    \"\"\"Doc.\"\"\"\n",
    "no base class": HEAD + "class A:\n    \"\"\"Doc.\"\"\"\n",
    "an assignment to an attribute": HEAD + "import builtins\n\nbuiltins.len = builtins.exec\n",
    "an assignment to an item": HEAD + '_HOMES["A"] = "os"\n',
    "an assignment in a class": CLASS + "    __init_subclass__ = exit\n",
    "a dunder method": HEAD + "class A(Resource):\n    def __del__(self) -> int:\n        return self._call(_GET)\n",
    "a function": HEAD + "def run() -> object:\n    return 1\n",
    "a lazy loader that does more": HEAD + 'def __getattr__(name: str) -> object:\n    return eval(name)\n',
    "an async lazy loader": HEAD + "async def __dir__() -> list[str]:\n    return sorted(__all__)\n",
    # expressions
    "a lambda": HEAD + "X: TypeAlias = lambda: 1\n",
    "a formatted string": HEAD + '__version__ = f"{exit()}"\n',
    "a formatted docstring": HEAD + 'f"{exit()}"\n',
    "a comprehension": HEAD + '__all__ = [x for x in "a"]\n',
    "a walrus": HEAD + "X: TypeAlias = (y := exit)\n",
    "an attribute as a statement": HEAD + "x.__class__.__mro__\n",
    "a number as a statement": HEAD + "5\n",
    "a loop": HEAD + "while True:\n    pass\n",
    "an assertion": HEAD + "assert exit()\n",
    "a deletion": HEAD + "del x\n",
    "a try": HEAD + "try:\n    import os\nexcept ImportError:\n    pass\n",
    "a with": HEAD + "with x:\n    pass\n",
    "a match": HEAD + "match x:\n    case 1:\n        pass\n",
    "a raise": HEAD + "raise SystemExit\n",
    "a property without its field": CLASS + "    a: int = 5\n",
    "a property with a factory": CLASS + '    a: int = field(name="A", default_factory=exit)\n',
    "a default that is a name": CLASS + '    a: int = field(name="A", default=exit)\n',
    "a list of fields with a call": CLASS + '    _account_: ClassVar[int] = ("a", exit())\n',
    "a list of fields that is a call": CLASS + "    _account_: ClassVar[int] = exit()\n",
    "a list of values with a call": CLASS + '    _allowed_: ClassVar[int] = {"a": (exit(),)}\n',
    # names
    "a name that is not ASCII": CLASS + '    f\u00f8d: int = field(name="A")\n',
    "a class that is not ASCII": HEAD + "class \u00c6(Model, kw_only=True):\n    \"\"\"Doc.\"\"\"\n",
    "a name that looks like another": CLASS + '    \u0430: int = field(name="A")\n',
    "a private property": CLASS + '    _values: int = field(name="A")\n',
    "a property twice": CLASS + '    a: int = field(name="A")\n    a: int = field(name="B")\n',
    "a class twice": HEAD + "class A(Resource):\n    \"\"\"Doc.\"\"\"\n\n\nclass A(Resource):\n    \"\"\"Doc.\"\"\"\n",
    "an argument twice": method("return self._call(_GET)", "self, x: int, x: int"),
    "another first argument": method("return self._call(_GET)", "me"),
    "arguments without end": method("return self._call(_GET)", "self, *x: int"),
    # text
    "what is not Python": "class (:\n",
    "a null": HEAD + "\0",
    "half of a surrogate pair": HEAD + '"""\ud800"""\n',
    "an encoding of its own": "# coding: utf-7\n\"\"\"+ACIAIgAi-\nimport os\n\"\"\"\n",
    "an unknown encoding": "# coding: nothing\n",
    "nesting without end": HEAD + "X: TypeAlias = " + "list[" * 5000 + "int" + "]" * 5000 + "\n",
    "a union without end": HEAD + "X: TypeAlias = " + " | ".join(["int"] * 5000) + "\n",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.filterwarnings("default")
def test_it_refuses(name: str) -> None:
    found = problems({"client/tables/a.py": REFUSED[name]})
    assert found
    assert all(problem.startswith("client/tables/a.py") for problem in found)


def test_unsafe_output_has_its_own_exit_code() -> None:
    with pytest.raises(UnsafeError) as caught:
        check({"a.py": "exit()"}, {})
    assert caught.value.exit_code == 4


def test_the_line_is_reported() -> None:
    (problem,) = problems({"client/a.py": HEAD + "import os\n"})
    assert problem.startswith("client/a.py, line 5: unexpected import 'import os'\n")


def test_every_problem_of_every_file_is_reported() -> None:
    found = problems({"a.py": HEAD + "import os\nimport sys\n", "b.py": "exit()", "c.json": "{", "../d.md": ""})
    assert [problem.split(":")[0] for problem in found] == [
        "a.py, line 5",
        "a.py, line 6",
        "b.py, line 1",
        "c.json",
        "../d.md",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../a.py",
            "/a.py",
            "a/../../b.py",
            "a//b.py",
            "./a.py",
            "a\\b.py",
            "C:/a.py",
            "\u00e6.py",
            "a\n.py",
            "a b.py",
        ),
        *("", ".py", "a/", ".git/hooks/x.py", "a.pth", "a.pyc", "a.so", "sitecustomize.py/", "conftest", "a.sh"),
        *(".yulsn-staging/a.json", "a/.x.json"),
    ],
)
def test_an_unexpected_path_is_refused(path: str) -> None:
    (problem,) = problems({path: ""})
    assert problem.endswith("not a plain path of a known file type inside the output")


@pytest.mark.parametrize("path", ["a.py", "client/py.typed", "README.md", "client/a_b/c.py", "a.b-c/d.md"])
def test_a_plain_path_passes(path: str) -> None:
    assert problems({path: ""}) == []


@pytest.mark.parametrize("text", ["", "* -text\r\n", "* -text\n*.py filter=evil\n", "* text\n"])
def test_gitattributes_must_be_exactly_as_generated(text: str) -> None:
    assert problems({".gitattributes": "* -text\n"}) == []
    assert problems({".gitattributes": text}) == [".gitattributes: has unexpected content"]
    assert problems({"client/.gitattributes": "* -text\n"})


def test_a_runtime_file_must_equal_the_shipped_one() -> None:
    runtime = {"client/_runtime/a.py": "import os\nos.getcwd()\n"}
    assert problems(runtime, runtime) == []
    edited = {"client/_runtime/a.py": "import os\nos.abort()\n"}
    assert problems(edited, runtime) == ["client/_runtime/a.py: differs from the shipped runtime file"]


def test_an_unknown_file_in_the_runtime_folder_is_refused() -> None:
    assert problems({"client/_runtime/evil.py": "import os\n"}, {"client/_runtime/a.py": ""})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", "{"),
        ("a.json", ""),
        ("a.json", "[" * 100_000),
        ("a.toml", "a = "),
        ("a.toml", 'a = "\n"'),
    ],
)
def test_data_that_cannot_be_parsed_is_refused(path: str, text: str) -> None:
    (problem,) = problems({path: text})
    assert problem.startswith(f"{path}: cannot be parsed: ")


def test_a_problem_shows_a_short_escaped_excerpt_of_untrusted_text() -> None:
    (problem,) = problems({"client/a.py": HEAD + f"X: int = {'a' * 500 + chr(0x1F600)!r}\n"})
    assert len(problem) < 250
    for problem in problems({"client/a.py": HEAD + "x = '\x1b[31m\u202e'\n"}):
        assert set(filter(lambda c: not c.isprintable(), problem)) == {"\n"}


def test_the_refused_examples_are_valid_python_unless_intended() -> None:
    broken = {"what is not Python", "a null", "half of a surrogate pair", "nesting without end", "a union without end"}
    for name in REFUSED.keys() - broken:
        ast.parse(REFUSED[name])
