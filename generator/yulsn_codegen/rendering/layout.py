"""Split the statements that are too long for one line in the way that black does.

Templates print each statement on one line. Most of the statements that do not fit are of a few kinds: imports,
signatures, calls, loops, displays and annotated assignments. Importing black and formatting with it takes longer than
all other work together, so these kinds are split here. Any other statement is left to black; tests compare the results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LINE_LENGTH = 120

_INDENT = 4
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[()\[\]{}]|, | \| | == |.')
_IMPORT = re.compile(r"(from \S+ import )(.+)")
_DEF = re.compile(r"(?:async )?def \w+\((?:self|\*), ")
_ASSIGNMENT = re.compile(
    r"(?P<name>\w+: )(?P<annotation>.+) = (?P<value>(?P<call>(?:field|(?:Ordered)?QueryField)\().+\))"
)
_LOOP = re.compile(r"((?:async )?for )(\w+)( in .+)")
_RESULT = re.compile(r"(\w+ = )((?:await )?[\w.]+\(.*\))")
_CALL = re.compile(r"\w[(\[]$")
_CLOSING = re.compile(r"[)\]}],?")  # nothing else may follow the brackets of a call or display


class UnknownFormError(Exception):
    """A statement is of a kind that only black can split."""


def split(statement: str, depth: int = 0) -> str:
    """Return a statement of one line as the lines that black makes of it.

    Args:
        statement: The statement without its indentation. It has no comment.
        depth: The number of spaces in front of it.

    Raises:
        UnknownFormError: If only black can split it.
    """
    return "\n".join(_statement(statement, depth))


def _statement(text: str, depth: int) -> Iterator[str]:
    if _fits(text, depth):
        yield " " * depth + text
    elif found := _IMPORT.fullmatch(text):
        yield from _bracketed(f"{found[1]}(", found[2], ")", depth, comma=True)
    elif _DEF.match(text):
        start, end = next(_pairs(text))
        yield from _bracketed(text[: start + 1], text[start + 1 : end], text[end:], depth)
    elif (found := _ASSIGNMENT.fullmatch(text)) and not _fits(text[: found.end("call")], depth):
        yield from _assignment(found["name"], found["annotation"], found["value"], depth)
    elif found := _LOOP.fullmatch(text):
        yield from _loop(found[1], found[2], found[3], depth)
    elif (found := _RESULT.fullmatch(text)) and (text.endswith("()") or not _fits(text[: text.index("(") + 1], depth)):
        yield from _bracketed(f"{found[1]}(", found[2], ")", depth)
    else:
        yield from _split_at_last_brackets(text, depth)


def _loop(start: str, target: str, end: str, depth: int) -> Iterator[str]:
    """Yield the lines that begin a loop over the result of a call.

    Args:
        start: The text before the target.
        target: The target. It is put in parentheses if the line that ends with the call's bracket does not fit.
        end: The text after the target.
        depth: The number of spaces in front of the first line.
    """
    *_, (opening, closing) = ((0, 0), *_pairs(end))
    head, body, tail = end[: opening + 1], end[opening + 1 : closing], end[closing:]
    if tail != "):":
        raise UnknownFormError
    if body and _fits(start + target + head, depth):
        yield from _bracketed(start + target + head, body, tail, depth)
        return
    yield from (" " * depth + f"{start}(", " " * (depth + _INDENT) + target)
    if _fits(f"){end}", depth):
        yield " " * depth + f"){end}"
    else:
        yield from _bracketed(f"){head}", body, tail, depth)


def _item(text: str, depth: int) -> Iterator[str]:
    """Yield the lines of an item in brackets. Unions that do not fit are left to black."""
    if _fits(text, depth):
        yield " " * depth + text
    elif len(sides := _separated(text, " == ")) == 2:
        yield from (*_item(sides[0], depth), *_item(f"== {sides[1]}", depth))
    elif len(_separated(text, " | ")) == 1:
        yield from _split_at_last_brackets(text, depth)
    else:
        raise UnknownFormError


def _split_at_last_brackets(text: str, depth: int) -> Iterator[str]:
    *_, (start, end) = ((0, 0), *_pairs(text))
    if not _CLOSING.fullmatch(text, end) or end == start + 1:
        raise UnknownFormError
    yield from _bracketed(text[: start + 1], text[start + 1 : end], text[end:], depth)


def _bracketed(head: str, body: str, tail: str, depth: int, *, comma: bool = False) -> Iterator[str]:
    """Yield a line that ends with a bracket, lines with what it contains, and a line that begins with its counterpart.

    Args:
        head: The text through the opening bracket.
        body: The text in the brackets.
        tail: The text from the closing bracket.
        depth: The number of spaces in front of the first line and the last.
        comma: Whether a comma follows the last item even if there is only one.
    """
    if not (_fits(head, depth) and _fits(tail, depth)):
        raise UnknownFormError
    items = _separated(body, ", ")
    is_display = not _CALL.search(head)  # black keeps the items of a call or subscript on one line if they fit
    yield " " * depth + head
    if len(items) == 1 and not comma:
        yield from _item(body, depth + _INDENT)
    elif _fits(body, depth + _INDENT) and not is_display:
        yield " " * (depth + _INDENT) + body
    else:
        for item in items:
            yield from _item(f"{item},", depth + _INDENT)
    yield " " * depth + tail


def _assignment(name: str, annotation: str, value: str, depth: int) -> Iterator[str]:
    """Yield the lines of an attribute whose annotation leaves no room for the beginning of its value."""
    if _fits(f"{name}{annotation} = (", depth):
        yield from _bracketed(f"{name}{annotation} = (", value, ")", depth)
        return
    parts = _separated(annotation, " | ")
    if len(parts) == 1:
        *_, (start, end) = ((0, 0), *_pairs(annotation))
        body = annotation[start + 1 : end]
        yield from _bracketed(f"{name}{annotation[: start + 1]}", body, f"{annotation[end:]} = {value}", depth)
    elif not _fits(f") = {value}", depth):
        raise UnknownFormError
    else:
        yield " " * depth + f"{name}("
        if _fits(annotation, depth + _INDENT):
            yield " " * (depth + _INDENT) + annotation
        else:
            for place, part in enumerate(parts):
                yield from _item(f"| {part}" if place else part, depth + _INDENT)
        yield " " * depth + f") = {value}"


def _fits(text: str, depth: int) -> bool:
    return depth + len(text) <= LINE_LENGTH


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each pair of brackets begins and ends that is not inside another one."""
    level = start = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "([{":
            start = start if level else token.start()
            level += 1
        elif token[0] in ")]}":
            level -= 1
            if not level:
                yield start, token.start()


def _separated(text: str, separator: str) -> list[str]:
    """Return the parts of a text between separators that are outside brackets and literals."""
    parts, level, start = [], 0, 0
    for token in _TOKEN.finditer(text):
        level += (token[0] in "([{") - (token[0] in ")]}")
        if token[0] == separator and not level:
            parts.append(text[start : token.start()])
            start = token.end()
    return [*parts, text[start:]]
