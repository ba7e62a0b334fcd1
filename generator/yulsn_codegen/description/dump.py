"""Write a document as YAML or JSON text, both in ASCII."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ..text.characters import SURROGATE
from ..text.errors import InputError, Problem, first_problems
from ..text.shortening import shortened

Format = Literal["yaml", "json"]

_STEP_SHOWN = 80  # characters shown of one step of a pointer; names may be of any length


def dump(root: Mapping[str, Any], form: Format) -> str:
    """Return a document as ASCII text, keeping the order of its members.

    Raises:
        InputError: The format is YAML, and a text has a lone surrogate. Only JSON can represent it: YAML 1.2 excludes
            surrogates (section 5.1), and parsers reject their escapes.
    """
    if form == "json":
        return json.dumps(root, indent=2, ensure_ascii=True) + "\n"
    _need_yaml(root)
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Writes shared values in full each time, because an OpenAPI document has no anchors."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(root, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=120)
    assert isinstance(text, str)
    return text


def _need_yaml(root: Mapping[str, Any]) -> None:
    places: dict[str, str] = {}
    schemas_first = {"components": root.get("components", {}), **root}  # so that a place names the field
    for text, place in _halves(schemas_first, "#"):
        places.setdefault(text, place)  # a field appears in many schemas; one place is enough
    if not places:
        return
    what, hint = "has a lone surrogate, which YAML cannot represent", "Use --format json."
    raise InputError(first_problems([Problem(place, what, hint) for place in places.values()]))


def _halves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield the texts that YAML cannot represent, each with the JSON pointer to it, or to the member it names."""
    if isinstance(value, str):
        if SURROGATE.search(value):
            yield value, place
    elif isinstance(value, Mapping):
        for key, item in value.items():
            step = key.replace("~", "~0").replace("/", "~1")
            below = f"{place}/{shortened(step, _STEP_SHOWN)}"
            yield from _halves(key, below)
            yield from _halves(item, below)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _halves(item, f"{place}/{index}")
