"""Format the Python files of a package exactly as black does, without handing most of the text to black.

The templates print nearly everything in black's form already, and black is slow. So a file is divided into statements,
and black is asked about each *form* of a statement once: the statement with its names and strings replaced by
placeholders, since what they say makes no difference while the statement fits on its lines. Only a statement that is
too long, or whose form black changes, is formatted itself. The number of blank lines between statements is what black
makes of an outline of the file. A file with anything unexpected in it is formatted as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from keyword import iskeyword, kwlist, softkwlist

from ..shipped import prepared
from ..text.hashing import digest

LINE_LENGTH = 120

_INDENT = 4
_QUOTES = '"""'
_DOCSTRING = '"""x"""'
# What stands in an outline for a statement that begins with a word; "x" stands for most others.
_KINDS = {
    "@": "@x",
    "async": "def x():",
    "class": "class x:",
    "def": "def x():",
    "from": "import x",
    "if": "if x:",
    "import": "import x",
    "return": "return x",
}
_AFTER = {":": "    pass\n", "@x": "def x():\n    pass\n"}
_FIRST_WORD = re.compile(r"@|\w+")
_SPECIAL = re.compile(r"[#;]|\\$")
# Strings whose quotes and escapes black keeps, and names.
_STRING = re.compile(r'(?<![\w\'"])"(?:[^"\\]|\\(?:[nrt\\]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}))*"')
_NAME = re.compile(rf"\b(?!(?:{'|'.join((*kwlist, *softkwlist))})\b)[^\W\d]\w*")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_WORDS = re.compile(r'[^\s"\\]+(?: [^\s"\\]+)*')


class _UnexpectedError(Exception):
    """The text cannot be formatted statement by statement."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """A simple statement, a decorator, or the header of a class or function.

    Attributes:
        text: Its lines, indented, without the last line break.
        kind: What stands for it in an outline: it decides about blank lines.
        depth: How many blocks it is in.
        blank: How many blank lines precede it.
    """

    text: str
    kind: str
    depth: int
    blank: int


def format_files(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files formatted, except those of the runtime; black's configuration files are ignored."""
    known: dict[str, str] = prepared("formatted") or {}
    formatter = Formatter()

    def done(path: str, text: str) -> str:
        if not path.endswith(".py") or "/_runtime/" in path:
            return text
        return known.get(digest(text)) or formatter.format(text)

    return {path: done(path, text) for path, text in files.items()}


def format_python(text: str) -> str:
    """Return Python source formatted by black. Text that is not valid Python is returned unchanged."""
    from black.parsing import InvalidInput

    try:
        return _black(text)
    except InvalidInput:  # the guard, which comes next, reports where and why
        return text


def prepare(texts: Sequence[str]) -> dict[str, str]:
    """Return formatted texts by the hash of the unformatted ones, to be prepared when the wheel is built."""
    return {digest(text): format_python(text) for text in texts}


def _black(text: str) -> str:
    import black
    from black.mode import TargetVersion

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
    formatted: str = black.format_str(text, mode=mode)
    return formatted


class Formatter:
    """Formats files, and remembers what black made of their statements and outlines."""

    def __init__(self) -> None:
        self._formatted: dict[tuple[str, str, int], str] = {}
        self._spacings: dict[str, list[int]] = {}

    def format(self, text: str) -> str:
        """Return Python source formatted as by black. Text that is not valid Python is returned unchanged."""
        try:
            return "".join(self._parts(list(_statements(text))))
        except _UnexpectedError:
            return format_python(text)

    def _parts(self, statements: list[_Statement]) -> Iterator[str]:
        for statement, blank in zip(statements, self._spacing(statements), strict=True):
            yield "\n" * blank
            form = _form(statement.text)
            kept = form and self._statement(form, statement) == form
            yield statement.text if kept else self._statement(statement.text, statement)
            yield "\n"

    def _statement(self, text: str, like: _Statement) -> str:
        """Return what black makes of a statement's text in a place like another's."""
        key = (text, like.kind, like.depth)
        if key not in self._formatted:
            self._formatted[key] = _formatted_statement(text, like.kind, like.depth)
        return self._formatted[key]

    def _spacing(self, statements: list[_Statement]) -> list[int]:
        """Return how many blank lines black puts before each statement."""
        joined = [False, *(_is_joined(one, other) for one, other in pairwise(statements))]
        outline = "".join(
            "\n" * statement.blank + " " * _INDENT * statement.depth + statement.kind + "\n"
            for statement, same in zip(statements, joined, strict=True)
            if not same
        )
        if outline not in self._spacings:
            self._spacings[outline] = _blank_lines(outline)
        spacing = iter(self._spacings[outline])
        return [0 if same else next(spacing) for same in joined]


def _statements(text: str) -> Iterator[_Statement]:
    """Split a module: every line is a statement, except that docstrings may have several lines.

    Raises:
        _UnexpectedError: There is something that is not a statement of the expected kinds.
    """
    if not text.strip() or _CONTROL.search(text):
        raise _UnexpectedError
    lines = iter(text.split("\n"))
    blank, in_new_block = 0, True
    for line in lines:
        code = line.lstrip(" ")
        if not code:
            blank += 1
            continue
        depth, odd = divmod(len(line) - len(code), _INDENT)
        if odd:
            raise _UnexpectedError
        kind = _kind(code, in_new_block)
        if code.startswith(_QUOTES):
            while line.count(_QUOTES) < 2:
                line += "\n" + next(lines, _QUOTES * 2)  # too many if the docstring has no end
            if line.count(_QUOTES) > 2 or not line.endswith(_QUOTES):
                raise _UnexpectedError
        yield _Statement(line, kind, depth, blank)
        blank, in_new_block = 0, kind.endswith(":")


def _kind(code: str, in_new_block: bool) -> str:
    if code.startswith(_QUOTES):
        return _DOCSTRING if in_new_block else "x"
    word = _FIRST_WORD.match(code)
    found = _KINDS.get(word[0], "") if word else ""
    if found.endswith(":") != code.endswith(":") or (word and not found and iskeyword(word[0])) or code == "...":
        raise _UnexpectedError
    return found or "x"


def _is_joined(one: _Statement, other: _Statement) -> bool:
    """Return whether black never puts a blank line between two statements."""
    return one.kind == other.kind == "x" and one.depth == other.depth and not other.blank


def _form(text: str) -> str:
    """Return a statement that fits with placeholders for all that makes no difference to black; or nothing."""
    if any(len(line.encode()) > LINE_LENGTH for line in text.split("\n")):  # no character is wider than its bytes
        return ""
    if text.lstrip(" ").startswith(_QUOTES):
        return "" if "\\" in text else _WORDS.sub("x", text)
    form = _STRING.sub('""', text)
    if "'" in form or "\\" in form or '"' in form.replace('""', ""):
        return ""
    return _NAME.sub("x", form)


def _formatted_statement(text: str, kind: str, depth: int) -> str:
    """Return what black makes of a statement's text.

    Raises:
        _UnexpectedError: It is not exactly one statement, or it must be formatted together with others.
    """
    if not text.lstrip(" ").startswith(_QUOTES) and _SPECIAL.search(_STRING.sub("", text)):
        raise _UnexpectedError
    before = "".join(" " * _INDENT * outer + "class x:\n" for outer in range(depth))
    before += "" if kind == _DOCSTRING else " " * _INDENT * depth + "x\n"
    after = _AFTER.get(kind[-1] if kind != "@x" else kind, "")
    after = "".join(" " * _INDENT * depth + line for line in after.splitlines(keepends=True))
    made = _checked(f"{before}{text}\n{after}")
    if not made.startswith(before) or not made.endswith("\n" + after):
        raise _UnexpectedError
    return made[len(before) : len(made) - len(after)].strip("\n")


def _blank_lines(outline: str) -> list[int]:
    """Return how many blank lines black puts before each line of an outline that is not blank."""
    made = _checked(outline).splitlines()
    if list(filter(None, made)) != list(filter(None, outline.splitlines())):
        raise _UnexpectedError
    places = [-1, *(number for number, line in enumerate(made) if line)]
    return [place - previous - 1 for previous, place in pairwise(places)]


def _checked(text: str) -> str:
    from black.parsing import InvalidInput

    try:
        return _black(text)
    except InvalidInput as error:
        raise _UnexpectedError from error
