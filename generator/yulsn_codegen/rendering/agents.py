"""Render the guide for coding agents, `AGENTS.md`.

Agents follow what such a file says, and the account's schema is written by strangers. Therefore nothing of it is in the
guide but Python names and types: no labels, no descriptions, no names as they are in JSON. The guide stays small for
any account; the package's command `describe` has the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from ..client.api import Api, ModelClass
from ..client.shapes import SchemaShape
from ..client.types import Types
from .factories import factories
from .modules import text_of
from .readme import type_name

MAX_SIZE = 8000
"""The most bytes of a guide."""
_LONGEST = 60  # characters of a name
_MAX_MODELS = 100  # more never fit
_MAX_FIELDS = 25  # of an owner or table


def guide(tree: Api, types: Types, values: Mapping[str, object]) -> str:
    """Return the text of the guide.

    Args:
        tree: What the package contains.
        types: The type of each field's shape.
        values: The values that all templates can use.
    """
    free = MAX_SIZE - len(text_of("AGENTS.md", **values, lines=[]))
    shown: list[str] = []
    lines = list(_lines(tree, types))
    count = len(lines) + max(0, len(list(factories(tree))) - _MAX_MODELS)
    for place, line in enumerate(lines):
        rest = f"- and {count - place} more: see `describe`"
        free -= len(line) + 1
        if free < len(rest) + 1:
            shown.append(rest)
            break
        shown.append(line)
    return text_of("AGENTS.md", **values, lines=shown)


def shapes(tree: Api) -> Iterator[SchemaShape]:
    """Yield the shapes of the fields that the guide may show."""
    for model in _models(tree):
        yield from (field.shape for field in model.fields)


def _models(tree: Api) -> list[ModelClass]:
    return [factory.model for factory in islice(factories(tree), _MAX_MODELS)]


def _lines(tree: Api, types: Types) -> Iterator[str]:
    """Yield a line for each class of objects with fields of the account."""
    for model in _models(tree):
        dynamic = [field for field in model.fields if field.dynamic]
        fields = [
            f"`{field.name}: {type_name(types[field.shape])}`" for field in dynamic if len(field.name) <= _LONGEST
        ][:_MAX_FIELDS]
        if fields and len(model.name) <= _LONGEST:
            more = f", and {len(dynamic) - len(fields)} more" if len(dynamic) > len(fields) else ""
            yield f"- `{model.name}`: {', '.join(fields)}{more}"
