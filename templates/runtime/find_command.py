"""The command `find`: search names, labels and allowed values of what the package contains."""

from __future__ import annotations

import re
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from .commands import say
from .describe_command import add_format, as_json, columns
from .package_docs import describe_attribute, describe_call, describe_model, describe_type, explained, module_of
from .package_index import (
    Attribute,
    TypeName,
    group_names,
    list_attributes,
    list_methods,
    list_models,
    list_types,
    owner_of,
)

__all__ = ["add_arguments", "run"]


@dataclass(frozen=True, slots=True)
class Match:
    """Something that was found.

    Attributes:
        name: What to write in Python: `contacts.get`, `Contact.email`, or the name of a class or type.
        module: Where to import the class or type from; empty for a call or a group.
        also: Other classes of the same owner that have the attribute.
        type: The type of an attribute, or the HTTP method and path of a call.
        wire: Its name in JSON.
        label: The label of one of the account's own fields.
        allowed: The allowed values.
        description: What it is.
    """

    name: str
    module: str = ""
    also: tuple[str, ...] = ()
    type: str = ""
    wire: str = ""
    label: str = ""
    allowed: tuple[Any, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something that a search can find: the texts to search, and how to describe it if they match."""

    texts: tuple[Any, ...]
    match: Callable[[], Match]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "words",
        nargs="+",
        help="words that must all occur in the Python name, the name in JSON, the label or the allowed values of "
        "something; case is ignored",
    )
    add_format(parser)


def run(arguments: Namespace) -> int:
    """Run the command. Like that of grep, its exit code is 1 if it finds nothing."""
    words = [_folded(word).strip() for word in arguments.words]
    candidates = [one for one in _candidates() if _contains(one.texts, words)]
    found = [one.match() for one in candidates]
    if arguments.output == "json":
        as_json([asdict(match) for match in found])
    elif found:
        say(*columns([(one.name, one.type, one.wire, _about(one)) for one in found]))
    else:
        say(f"nothing matches {' '.join(arguments.words)!r}", err=True)
    return 0 if found else 1


def _candidates() -> Iterator[_Candidate]:
    for group, about in group_names().items():
        yield _Candidate((group,), partial(Match, group, description=about))
    for group in group_names():
        for method in list_methods(group):
            yield _Candidate((f"{group}.{method}",), partial(_call, group, method))
    for model in list_models():
        yield _Candidate((model.__name__,), partial(_model, model))
    for first, *others in _attributes():
        texts = (_name(first), first.wire, first.label, *first.allowed)
        also = tuple(other.model.__name__ for other in others)
        yield _Candidate(texts, partial(_attribute, first, also))
    for alias in list_types():
        yield _Candidate((alias.name, *alias.allowed), partial(_type, alias))


def _attributes() -> Iterator[list[Attribute]]:
    """Yield the attributes of all models, those of the same name in the models of one owner together."""
    found: dict[tuple[str, ...], list[Attribute]] = {}
    for model in list_models():
        owner = owner_of(model) or (model.__module__, model.__name__)
        for attribute in list_attributes(model):
            found.setdefault((*owner, attribute.name), []).append(attribute)
    yield from found.values()


def _call(group: str, method: str) -> Match:
    call = describe_call(group, method)
    return Match(call.name, type=call.http, description=call.description)


def _model(model: type[Any]) -> Match:
    return Match(model.__name__, module_of(model), description=describe_model(model).description)


def _attribute(attribute: Attribute, also: tuple[str, ...]) -> Match:
    field = describe_attribute(attribute)
    return Match(
        _name(attribute),
        module=module_of(attribute.model),
        also=also,
        type=field.type,
        wire=field.wire,
        label=field.label,
        allowed=field.allowed,
        description=field.description,
    )


def _type(alias: TypeName) -> Match:
    about = describe_type(alias)
    return Match(about.name, about.module, allowed=about.allowed, description=about.description)


def _name(attribute: Attribute) -> str:
    return f"{attribute.model.__name__}.{attribute.name}"


def _about(match: Match) -> str:
    also = f" (also in {', '.join(match.also)})" if match.also else ""
    return f"{explained(match.description, match.allowed)}{also}"


def _contains(texts: tuple[Any, ...], words: list[str]) -> bool:
    text = _folded("\n".join(map(str, texts)))
    return all(word in text for word in words)


def _folded(text: str) -> str:
    """Return text in which case, and the difference between spaces, underscores and hyphens, does not matter."""
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text).casefold())
