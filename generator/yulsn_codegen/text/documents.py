"""Parse JSON and TOML documents from outside: bytes into plain values, or an error that says where they are wrong."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from .errors import InputError, Problem
from .reading import Node, Reader, excerpt

MAX_BYTES = 64 * 1024 * 1024  # of one file
MAX_DEPTH = 100

_MAX_DIGITS = 1_000  # of one integer; Python itself refuses more than 4,300
_SAVE = "Save it as UTF-8."
_TOML_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)$")


def read_limited(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file, reading no more of it than the limit: it may be a device that never ends.

    Raises:
        InputError: The file is larger than `limit` bytes.
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise InputError(Problem(str(path), f"is larger than {limit // 1024:,} KiB"))
    return content


def read_bytes(path: Path, limit: int = MAX_BYTES, hint: str = "") -> bytes:
    """Return the content of a file.

    Raises:
        InputError: The file cannot be read, or is larger than `limit` bytes.
    """
    try:
        return read_limited(path, limit)
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror or error}", hint)) from None


def decode(content: bytes, source: str, hint: str = _SAVE) -> str:
    """Return UTF-8 content as text, without the byte order mark that editors on Windows put in front of it.

    Raises:
        InputError: The content is not UTF-8.
    """
    if encoding := _other_encoding(content):
        raise InputError(Problem(source, f"is not UTF-8: it looks like {encoding}", hint))
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise InputError(Problem(source, f"is not UTF-8: {error.reason} at byte {error.start}", hint)) from None


def _other_encoding(content: bytes) -> str:
    """Return the encoding that the start of a file shows if it is UTF-16 or UTF-32; empty otherwise."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    # without a byte order mark, every second byte of ASCII text is 0
    is_wide = len(content) > 1 and (content[0] == 0) != (content[1] == 0)
    return "UTF-16" if is_wide or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


class TooDeepError(ValueError):
    """Objects and lists are nested in too many levels."""


def load_json(
    text: str | bytes, max_depth: int, pairs_hook: Callable[[list[tuple[str, object]]], object] | None = None
) -> Any:
    """Return the value of a JSON text; NaN and infinite or enormous numbers are refused.

    Args:
        text: The JSON.
        max_depth: In how many levels objects and lists may be nested.
        pairs_hook: Makes an object of its members; by default a dict, in which the last of repeated keys counts.

    Raises:
        TooDeepError: The nesting is deeper.
        ValueError: The text is not JSON, or has such a number.
    """
    try:
        data = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_float=_finite_float,
            parse_int=_short_integer,
            object_pairs_hook=pairs_hook,
        )
    except RecursionError:
        raise TooDeepError from None
    if _is_deeper(data, max_depth):
        raise TooDeepError
    return data


def parse_json(content: bytes, source: str, hint: str = "") -> Any:
    """Return the value of a JSON document.

    Stricter than `json.loads`: repeated keys, NaN, infinite or enormous numbers and deep nesting are refused.

    Args:
        content: The document, in UTF-8 with or without a byte order mark.
        source: The name of the document in problems.
        hint: How to fix a document that is not JSON.

    Raises:
        InputError: The content is not such a document.
    """
    text = decode(content, source, hint or _SAVE)
    repeated: list[_Repeated] = []

    def pairs_hook(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            found = _Repeated(pairs)
            repeated.append(found)
        return found

    try:
        data = load_json(text, MAX_DEPTH, pairs_hook)
    except TooDeepError:
        raise InputError(_too_deep(source, hint)) from None
    except json.JSONDecodeError as error:
        place = f"{source}, line {error.lineno}, column {error.colno}"
        raise InputError(Problem(place, f"is not JSON: {error.msg}", hint)) from None
    except ValueError as error:
        raise InputError(Problem(source, f"is not JSON: {error}", hint)) from None
    if repeated:
        reader = Reader(hint=hint)
        _report_repeated(reader.root(data, source))
        reader.raise_problems()
    return data


def parse_toml(content: bytes, source: str) -> dict[str, Any]:
    """Return the tables of a TOML document.

    Args:
        content: The document, in UTF-8 with or without a byte order mark.
        source: The name of the document in problems.

    Raises:
        InputError: The content is not TOML, or is nested too deeply.
    """
    import tomllib  # not needed where there is no configuration

    try:
        data = tomllib.loads(decode(content, source))
    except tomllib.TOMLDecodeError as error:
        position = _TOML_POSITION.search(str(error))
        place = f"{source}, line {position[1]}, column {position[2]}" if position else source
        raise InputError(Problem(place, f"is not TOML: {_TOML_POSITION.sub('', str(error))}")) from None
    except ValueError:  # the only one besides TOMLDecodeError, and its message is about Python's settings
        raise InputError(Problem(source, "is not TOML: a number has too many digits")) from None
    except RecursionError:
        raise InputError(_too_deep(source)) from None
    if _is_deeper(data, MAX_DEPTH):
        raise InputError(_too_deep(source))
    return data


class _Repeated(dict[str, object]):
    """A JSON object in which some keys are given more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.keys_repeated = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


def _report_repeated(node: Node) -> None:
    if isinstance(node.value, _Repeated):
        for key in node.value.keys_repeated:
            node.problem(f"has the key {excerpt(key)} more than once")
    below = (child for _, child in node.children()) if isinstance(node.value, dict) else iter(())
    for child in node.items() if isinstance(node.value, list) else below:
        _report_repeated(child)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _finite_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number")
    return number


def _short_integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError(f"a number has {len(text)} digits; at most {_MAX_DIGITS} are accepted")
    return int(text)


def _too_deep(source: str, hint: str = "") -> Problem:
    return Problem(source, f"is nested deeper than {MAX_DEPTH} levels", hint)


def _is_deeper(data: object, limit: int) -> bool:
    """Return whether objects and lists are nested in more than `limit` levels."""
    level = [data]
    for _ in range(limit):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True
