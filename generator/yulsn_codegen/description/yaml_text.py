"""Parse YAML as JSON values: keys are unique strings, and dates stay text."""

from __future__ import annotations

from typing import Any

from ..text.errors import InputError, Problem

_MAX_DEPTH = 40


def load_yaml(text: str) -> Any:
    """Return the value of a YAML document.

    Raises:
        yaml.YAMLError: The text is not such a document.
    """
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads YAML as JSON values."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: set[str] = set()
            for key, _ in node.value:
                is_text = key.tag == "tag:yaml.org,2002:str"
                if not is_text or key.value in seen:
                    what = "is given twice" if is_text else "should be text, in quotes"
                    what = f"the key {key.value!r} {what}"
                    raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in Loader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader=Loader)


def describe(error: Exception) -> str:
    """Return what is wrong with a YAML document, and where, in one line."""
    what = getattr(error, "problem", None) or error
    mark = getattr(error, "problem_mark", None)
    place = f", in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return " ".join(str(what).split()) + place


def load_untrusted_yaml(text: str, source: str) -> Any:
    """Return the value of a YAML document that a stranger may have written.

    Aliases are refused, because a few of them can expand to an enormous value, and so is deep nesting.

    Args:
        text: The document.
        source: How problems refer to the document.

    Raises:
        InputError: The text is not such a document, or has aliases or too much nesting.
    """
    import yaml

    try:
        depth = 0
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent):
                place = f"{source}, line {event.start_mark.line + 1}" if event.start_mark else source
                raise InputError(Problem(place, "has an alias", "Write the value out in full."))
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise InputError(Problem(source, f"is nested deeper than {_MAX_DEPTH} levels"))
        return load_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(Problem(source, f"is not YAML: {describe(error)[:300]}")) from None
