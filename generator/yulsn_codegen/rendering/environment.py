"""Set up Jinja with the filters that every text of an account goes through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, ModuleLoader, StrictUndefined

from .. import cache
from ..fingerprint import fingerprint, versions
from ..shipped import PACKAGE, PREPARED, prepared, shipped
from ..text.characters import printable
from ..text.hashing import digest, digest_of
from ..text.literals import docstring, literal, toml

_KIND = "templates"


def environment() -> Environment:
    """Return the Jinja environment of the shipped templates; an undefined variable is an error."""
    return _environment(shipped("templates"))


def prepare(folder: Path) -> str:
    """Compile the templates into a folder, and return what identifies the result."""
    source = shipped("templates")
    _compile(source, folder)
    return _key(digest_of(source, "*"))


@lru_cache(maxsize=1)
def _environment(folder: Path) -> Environment:
    made = _bare()
    made.loader = _loader(folder, _key(fingerprint(folder)))
    return made


def _loader(folder: Path, key: str) -> BaseLoader:
    """Return a loader of the compiled templates; compiling takes longer than rendering for most accounts."""
    source = FileSystemLoader(folder)
    is_prepared = prepared(_KIND) == key
    compiled = PREPARED / _KIND if is_prepared else cache.folder(_KIND, key, lambda target: _compile(folder, target))
    return source if compiled is None else ChoiceLoader([ModuleLoader(compiled), source])


def _compile(folder: Path, target: Path) -> None:
    environment = _bare()
    environment.loader = FileSystemLoader(folder)
    environment.compile_templates(target, extensions=["jinja"], zip=None, ignore_errors=False)


def _key(templates: str) -> str:
    """Return a hash of what compiled templates depend on: their text, Jinja, and the settings in this module."""
    settings = digest_of(PACKAGE / "rendering", "environment.py")
    return digest("\0".join((templates, *versions(["jinja2"]), settings)))


def _bare() -> Environment:
    """Return an environment that cannot load templates yet."""
    environment = Environment(
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
