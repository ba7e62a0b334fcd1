"""Formatting gives exactly the result of black, although hardly any text is passed to black."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile.accounts import Data, account, field, laid_out, table
from support.generating import write_files
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.account.snapshot import parse_snapshot
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.plan import plan
from yulsn_codegen.rendering import formatting
from yulsn_codegen.rendering.formatting import format_module, format_python
from yulsn_codegen.rendering.layout import LINE_LENGTH
from yulsn_codegen.rendering.render import render

PACKAGE = Path(__file__).parents[2] / "generated"
TYPES = ("String", "Number", "DateTimeOffset", "Decimal", "Boolean")
VALUES = ("bronze", "silver", "gold", "platinum", "diamond")


def assert_formatted(folder: Path) -> None:
    """Fail if black's program, which remembers the files that it has checked, would change a module in a folder."""
    options = [f"--line-length={LINE_LENGTH}", "--target-version=py311", "--exclude=", "--workers=1", "--check"]
    command = [sys.executable, "-m", "black", *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"\n{len([*folder.rglob('*.py')])} files would be left unchanged." in done.stderr


def test_black_changes_nothing_in_the_sandbox_package() -> None:
    assert_formatted(PACKAGE)


def large(tables: int) -> Data:
    """Return an account with a number of tables of 50 fields each."""
    fields = [
        field(f"Field {place}", TYPES[place % 5], f"Field no. {place}", VALUES if place % 10 == 0 else None)
        for place in range(50)
    ]
    return account({"Contacts": fields}, [table(number, f"Table {number}", fields) for number in range(tables)])


def parts_of_hostile_accounts() -> Iterator[Data]:
    """Yield the hostile accounts, each with a twelfth of its tables."""
    for number, data in enumerate(laid_out()):
        yield {**data, "tables": data["tables"][number::12]}


def test_black_changes_nothing_in_the_packages_of_large_and_hostile_accounts(
    generated: Generated, pytestconfig: pytest.Config
) -> None:
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("formatting")  # where black finds the same files again
    shutil.rmtree(folder)
    for number, data in enumerate([large(2), *parts_of_hostile_accounts()]):
        files = generate(parse_snapshot(json.loads(json.dumps(data)), "test"), "yulsn_client").files
        new = {path: text for path, text in files.items() if text != generated.files.get(path)}
        write_files(folder / str(number), {path: text for path, text in new.items() if path.endswith(".py")})
    assert_formatted(folder)


def test_black_is_not_needed_for_the_sandbox_account(builtin: AccountSchema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "format_python", lambda text: pytest.fail(text))
    render(plan(builtin).api, builtin, "yulsn_client")


W = "w" * 120
ONLY_BLACK = {
    "a decorator": (4, f'@deprecated("use {W}")', "def x(): ..."),
    "a class": (0, f"class {W}(Model, kw_only=True):", "    pass"),
    "a signature without parameters": (4, f"def x(self) -> {W}:", "    pass"),
    "a signature with a long parameter": (4, f'def x(self, y: Literal["{W}", 1] | None = None) -> None:', "    pass"),
    "a field": (4, f'x: Literal["{W}", "y"] | None = field(name="{W}")', ""),
    "a constant": (0, f'_X: Call[{W}] = Call("{W}", "GET")', ""),
    "a resource": (8, f"return {W}(self._transport)", ""),
}


@pytest.mark.parametrize("what", ONLY_BLACK)
def test_black_formats_only_code_that_the_layout_cannot_split(what: str) -> None:
    indent, statement, following = ONLY_BLACK[what]
    outer = "".join(f"{' ' * depth}class X:\n" for depth in range(0, indent, 4))
    text = f"{outer}{' ' * indent}{statement}\n" + (f"{' ' * indent}{following}\n" if following else "")
    made = format_module(text)
    assert made != text
    assert made == format_python(text)


@pytest.mark.parametrize(
    "parameter",
    [
        f"y: Iterable[{'W' * 39}] | AsyncIterable[{'W' * 39}]",
        f"y: Sequence[{'W' * 100}] | None = None",
        f'y: Literal["{"w" * 60}", "{"v" * 60}"] | UnsetType = UNSET',
    ],
)
def test_unions_in_signatures_are_split_as_black_splits_them(parameter: str) -> None:
    text = f"class X:\n    x: int\n\n    async def x(self, {parameter}, *, z: int = 500) -> None:\n        pass\n"
    made = format_module(text)
    assert made != text
    assert made == format_python(text) == format_python(made)


def test_long_docstring_lines_are_unchanged() -> None:
    text = f'class X:\n    """{W}\n\n    {W} x\n    """\n\n    x: int\n    """{W} x"""\n'
    assert format_module(text) == text == format_python(text)


@pytest.mark.parametrize("text", [f"x = ({W}", f"class {W}", f'x = "{W}', f"def x({W}"])
def test_long_text_that_is_not_python_is_left_to_the_guard(text: str) -> None:
    assert format_module(text) == text
