"""Write the sections of docstrings in Google style, as lines."""

from __future__ import annotations

from collections.abc import Iterable

from ..text.literals import wrapped


def paragraphs(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts as the lines of a docstring, separated by empty lines."""
    lines: list[str] = []
    for text in filter(None, texts):
        lines += [""] if lines else []
        lines += wrapped(text)
    return tuple(lines)


def arguments(parameters: Iterable[tuple[str, str]]) -> list[str]:
    """Return the lines of a docstring that describe parameters, given by name and description."""
    lines = [line for name, description in parameters if description for line in _entry(name, description)]
    return ["", "Args:", *lines] if lines else []


def raised(errors: Iterable[tuple[str, str]]) -> list[str]:
    """Return the lines of a docstring that list the exceptions, given by class and cause."""
    lines = [line for error, when in errors for line in _entry(error, when)]
    return ["", "Raises:", *lines] if lines else []


def _entry(name: str, text: str) -> list[str]:
    return wrapped(f"{name}: {text}", "    ", " " * 8)
