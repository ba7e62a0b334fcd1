"""Set up Jinja with the filters that every text of an account goes through."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..shipped import shipped
from ..text.errors import printable
from ..text.literals import docstring, literal, toml


def environment() -> Environment:
    """Return the Jinja environment of the shipped templates; an undefined variable is an error."""
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(literal=literal, toml=toml, docstring=docstring, docblock=_docblock, markdown=markdown)
    return environment


def _docblock(lines: Iterable[str], indent: int) -> str:
    """Return lines that went through `docstring` as a docstring, with quotes and indentation."""
    first, *rest = lines
    pad = " " * indent
    if not rest:
        return f'{pad}"""{first}"""'
    return "\n".join([f'{pad}"""{first}', *(f"{pad}{line}" if line else "" for line in rest), f'{pad}"""'])


def markdown(text: str) -> str:
    """Return one line of Markdown that shows `text` literally."""
    line = " ".join(printable(" ".join(text.split())).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(r"[\\`*_{}\[\]#|~@!$]|:(?=\S)|(?<=www)\.", r"\\\g<0>", line)
    return re.sub(r"^(\d*)([-+.)=])", r"\1\\\2", line)  # would begin a list or a heading
