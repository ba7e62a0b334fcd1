"""Formatting: exactly what black makes of the text, though most of it is never handed to black."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest
from hostile.accounts import Data, account, field, laid_out, table
from hypothesis import given
from hypothesis import strategies as st
from yulsn_codegen.account.snapshot import parse_snapshot
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.rendering import formatting
from yulsn_codegen.rendering.formatting import Formatter, format_python

TYPES = ("String", "Number", "DateTimeOffset", "Decimal", "Boolean")
VALUES = ("bronze", "silver", "gold", "platinum", "diamond")

# Parts of statements as templates print them, and as they do not.
_texts = st.text(st.sampled_from("ab \"'\\#;漢\n\t{}:é"), max_size=12)
_strings = st.one_of(
    _texts.map(json.dumps), _texts.map(repr), _texts.map(ascii), st.sampled_from(['"\\xE6"', 'f"{x}"', 'rb"x"', "'x'"])
)
_names = st.sampled_from(["name", "x", "type", "match", "not_found", "a_name_that_is_rather_long_and_has_many_words"])
_values = st.recursive(
    _strings | _names | st.sampled_from(["None", "1", "0XF", "not x", "- 1", "x**2", "x ** y[0]", "1 if x else 2"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, min_size=1, max_size=6).map(lambda items: f"({', '.join(items)},)"),
        st.lists(inner, max_size=6).map(lambda items: f"call({', '.join(f'k={item}' for item in items)})"),
        st.lists(inner, max_size=4).map(lambda items: "{" + ", ".join(f'"k":  {item}' for item in items) + "}"),
        inner.map(lambda value: f"({value})"),
    ),
    max_leaves=8,
)
_docs = st.one_of(
    _texts.map(lambda text: '"""' + text.replace("\n", "\n    ").replace('"""', "") + '"""'),
    st.sampled_from(['"""A doc."""', '"""A doc.\n\n    More of it.\n    """', '""" A doc. """', '"""A doc\\"."""']),
)
_simple = st.one_of(
    st.tuples(_names, _values).map(" = ".join),
    st.tuples(_names, _names, _values).map(lambda parts: "{}: {} = {}".format(*parts)),
    st.lists(_names, min_size=1, max_size=6).map(lambda names: f"from .x import {', '.join(names)}"),
    st.sampled_from(
        ["import x", "from x import (y)", "x = 1; y = 2", "x = 1  # why", "...", "pass", "del (x)", "x = ("]
    ),
    _docs,
)
_headers = st.one_of(
    st.sampled_from(["class X:", "class X():", "def x():", "async def x(self):", "if x:", "try:", "@x\ndef x():"]),
    st.lists(_names, min_size=3, max_size=7, unique=True).map(
        lambda names: f"def x({', '.join(f'{name}: str | None = None' for name in names)}) -> None:"
    ),
)
_blanks = st.integers(0, 4).map(lambda number: "\n" * number)


@st.composite
def modules(draw: st.DrawFn, depth: int = 0) -> str:
    """A module, or the body of a block, with statements on one line each and any number of blank lines."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        statement = draw(_simple)
        if depth < 2 and draw(st.booleans()):
            statement = draw(_headers) + "\n" + draw(modules(depth + 1))
        elif depth and draw(st.booleans()):
            statement = f"return {draw(_values)}"
        parts.append(draw(_blanks) + statement)
    text = "\n".join(parts)
    return text if depth == 0 else "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


@cache
def black_keeps(text: str) -> bool:
    return format_python(text) == text


def unformatted(files: Mapping[str, str]) -> list[str]:
    return [path for path, text in files.items() if path.endswith(".py") and not black_keeps(text)]


def generated_from(data: Data) -> Mapping[str, str]:
    return generate(parse_snapshot(json.loads(json.dumps(data)), "test"), "yulsn_client").files


def test_black_changes_nothing_in_the_sandbox_package(generated: Generated) -> None:
    assert unformatted(generated.files) == []


def test_black_changes_nothing_in_the_package_of_a_large_account() -> None:
    fields = [
        field(f"Field {place}", TYPES[place % 5], f"Field no. {place}", VALUES if place % 10 == 0 else None)
        for place in range(50)
    ]
    files = generated_from(
        account({"Contacts": fields}, [table(number, f"Table {number}", fields) for number in (1, 2)])
    )
    assert unformatted(files) == []


@pytest.mark.parametrize("number", range(len(list(laid_out()))))
def test_black_changes_nothing_in_the_package_of_a_hostile_account(number: int) -> None:
    data = list(laid_out())[number]
    data["tables"] = data["tables"][number::12]
    assert unformatted(generated_from(data)) == []


@given(modules())
def test_a_module_is_formatted_as_by_black(text: str) -> None:
    assert Formatter().format(text) == format_python(text)


def test_one_formatter_formats_many_modules_as_by_black() -> None:
    formatter = Formatter()
    for text in ("x = 1\n", "class X:\n    x = 1\n", "x = 1\n", "def x():\n    x  = 1\n", "\n", "", '"""x"""\nx=1\n'):
        assert formatter.format(text) == format_python(text)


@pytest.mark.parametrize("text", ["x = (", "class", "def x():\n", '"""x', "x = 'y"])
def test_text_that_is_not_python_stays_as_it_is(text: str) -> None:
    assert Formatter().format(text) == text


def test_black_is_handed_only_what_it_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[str] = []
    black = formatting._black

    def recorded(text: str) -> str:
        handed.append(text)
        return black(text)

    monkeypatch.setattr(formatting, "_black", recorded)
    long = f"    value: str = call({', '.join(f'name_{number}=1' for number in range(20))})\n"
    many = "".join(
        f'    name_{number}: str = field(name="Name {number}")\n    """Field {number}."""\n' for number in range(50)
    )
    made = Formatter().format(f'class X(Model):\n    """The doc."""\n\n{many}{long}')
    assert made == black(made)
    assert [text for text in handed if "name_" in text] == [f"class x:\n    x\n{long}"]
    assert sum(map(len, handed)) < len(long) + 300
