"""The command `find`: search names, labels and allowed values of what the package contains."""

from __future__ import annotations

import re
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from .commands import say
from .describe_command import add_format, as_json, columns
from .package_docs import PACKAGE, ModelDoc, describe, explained, group_names, list_types

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
    found = [match for match in _everything() if all(word in _text(match) for word in words)]
    if arguments.output == "json":
        as_json([asdict(match) for match in found])
    elif found:
        say(*columns([(one.name, one.type, one.wire, _about(one)) for one in found]))
    else:
        say(f"nothing matches {' '.join(arguments.words)!r}", err=True)
    return 0 if found else 1


def _everything() -> Iterator[Match]:
    for name, about in group_names().items():
        yield Match(name, description=about)
    models: dict[tuple[str, str], ModelDoc] = {}
    for group in map(describe, group_names()):
        for call in group.calls:
            yield Match(call.name, type=call.http, description=call.description)
        models |= {(model.module, model.name): model for model in group.models}
    for model in models.values():
        yield Match(model.name, model.module, description=model.description)
    yield from _attributes(models.values())
    for alias in list_types():
        yield Match(alias.name, f"{PACKAGE}.types", allowed=alias.allowed, description=alias.description)


def _attributes(models: Iterable[ModelDoc]) -> Iterable[Match]:
    """Return the attributes of models: once each, although several models of an owner have it."""
    found: dict[tuple[str, ...], Match] = {}
    for model in models:
        for field in model.fields:
            key = model.module, model.owner or model.name, field.name
            first = found.get(key)
            if first is not None:
                found[key] = replace(first, also=(*first.also, model.name))
                continue
            found[key] = Match(
                f"{model.name}.{field.name}",
                module=model.module,
                type=field.type,
                wire=field.wire,
                label=field.label,
                allowed=field.allowed,
                description=field.description,
            )
    return found.values()


def _about(match: Match) -> str:
    also = f" (also in {', '.join(match.also)})" if match.also else ""
    return f"{explained(match.description, match.allowed)}{also}"


def _text(match: Match) -> str:
    return _folded("\n".join(map(str, (match.name, match.wire, match.label, *match.allowed))))


def _folded(text: str) -> str:
    """Return text in which case, and the difference between spaces, underscores and hyphens, does not matter."""
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text).casefold())
