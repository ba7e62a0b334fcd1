"""Any text becomes a literal with that value, or harmless docstring text."""

from __future__ import annotations

import ast
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.accounts import HOSTILE
from yulsn_codegen.text.literals import docblock, docstring, literal, wrapped

ANY_TEXT = st.text(st.characters())  # including surrogates
NASTY = st.one_of(ANY_TEXT, st.text("\"\\\n\r\t\0 '{}#\u2028\u202e", max_size=30), st.sampled_from(HOSTILE))


@given(NASTY)
@example("\ud800")
def test_a_literal_evaluates_to_the_text_and_is_one_line_of_printable_ascii(text: str) -> None:
    source = literal(text)
    assert ast.literal_eval(source) == text
    assert source.isascii()
    assert source.isprintable()


@given(NASTY, NASTY)
def test_different_texts_have_different_literals(one: str, other: str) -> None:
    assert (literal(one) == literal(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("", '""'),
        ('a"b\\c', "'a\"b\\\\c'"),
        ("\r\n\t\0\x7f", '"\\r\\n\\t\\x00\\x7f"'),
        ("æ", '"\\xe6"'),
        ("\u2028\ud800", '"\\u2028\\ud800"'),
        ("\U0001f600", '"\\U0001f600"'),
    ],
)
def test_a_literal_is_written_in_canonical_form(text: str, source: str) -> None:
    assert literal(text) == source


@given(NASTY)
def test_docstring_text_is_one_line_without_quotes_or_escapes(text: str) -> None:
    prose = docstring(text)
    assert '"' not in prose
    assert "\n" not in prose
    assert ast.literal_eval(f'"""{prose}"""') == prose.replace("\\\\", "\\")
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in prose)


@given(NASTY, st.sampled_from(["", "name: ", "    "]))
def test_any_block_in_a_class_is_exactly_one_docstring(text: str, name: str) -> None:
    block = docblock(name + text)
    tree = ast.parse(f'class A:\n    """{block}"""\n    x = 1\n')
    (body,) = tree.body
    assert isinstance(body, ast.ClassDef)
    first, second = body.body
    assert isinstance(first, ast.Expr)
    assert isinstance(second, ast.Assign)
    assert second.lineno == 3 + block.count("\n")
    said = ast.get_docstring(body, clean=True) or ""
    assert said.split() == docstring(name + text).replace("\\\\", "\\").split()


@given(NASTY)
def test_filtering_docstring_text_twice_changes_nothing(text: str) -> None:
    once = docstring(text).replace("\\\\", "\\")
    assert docstring(once).replace("\\\\", "\\") == once


def test_long_docstring_text_ends_in_an_ellipsis() -> None:
    assert docstring("x" * 400) == "x" * 400
    assert docstring("x" * 401) == "x" * 399 + "…"
    assert ast.literal_eval(f'"""{docstring(chr(92) * 401)}"""').endswith("…")


def test_lines_are_wrapped_between_words_and_indented() -> None:
    lines = wrapped("word " * 40, "    ", "        ")
    assert len(lines) > 1
    assert lines[0].startswith("    word")
    assert all(line.startswith("        word") for line in lines[1:])
    assert all(len(line) <= 92 for line in lines)
    assert " ".join(" ".join(lines).split()) == ("word " * 40).strip()
