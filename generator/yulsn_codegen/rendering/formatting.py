"""Format the Python files of a package exactly as black does, without handing it more than a few statements.

Templates print everything in black's form, except that each statement is on one line. The long ones are split here,
most of them by `layout`, and the few that it does not know by black itself, which is only imported then.
"""

from __future__ import annotations

import re
import textwrap

from .layout import LINE_LENGTH, UnknownFormError, split

_LONG = re.compile(rf"^.{{{LINE_LENGTH + 1},}}$", re.MULTILINE)
# A text in three quotes, which stays as it is, or a long line.
_LONG_OUTSIDE_TEXT = re.compile(rf'^ *"""(?s:.)*?"""$|^(?=.{{{LINE_LENGTH + 1}}})( *)(.+)$', re.MULTILINE)
# What must follow a statement, which ends or begins with a character, to make it complete.
_BODIES = {"@": "def x():\n    pass\n", ":": "    pass\n"}


def format_module(text: str) -> str:
    """Return a rendered module with its long statements split. Statements that are not valid Python are unchanged."""
    if not _LONG.search(text):
        return text
    return _LONG_OUTSIDE_TEXT.sub(lambda found: _split(found[2], len(found[1])) if found[2] else found[0], text)


def format_python(text: str, line_length: int = LINE_LENGTH) -> str:
    """Return Python source formatted by black. Text that is not valid Python is returned unchanged."""
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=line_length)
    try:
        formatted: str = black.format_str(text, mode=mode)
    except InvalidInput:  # the guard, which comes next, reports where and why
        return text
    return formatted


def _split(statement: str, indent: int) -> str:
    try:
        return split(statement, indent)
    except UnknownFormError:
        return _split_by_black(statement, indent)


def _split_by_black(statement: str, indent: int) -> str:
    """Return what black makes of a statement on lines that are as much shorter as it is indented."""
    after = _BODIES.get(statement[0], _BODIES.get(statement[-1], ""))
    made = format_python(f"{statement}\n{after}", LINE_LENGTH - indent)
    return textwrap.indent(made.removesuffix(after).strip("\n"), " " * indent)
