"""The command `describe`: show names, types, labels and allowed values of what the package contains."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from .commands import say
from .package_docs import FieldDoc, GroupDoc, TypeDoc, explained
from .package_index import PACKAGE, group_names
from .package_lookup import look_up

__all__ = ["add_arguments", "add_format", "as_json", "columns", "run"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "name",
        nargs="?",
        help="a group of calls (contacts), a table (tables.cars), a call (contacts.get), a class (Contact), an "
        "attribute (Contact.email) or a type (OrderType); a table and an attribute also by the name in JSON; by "
        "default all groups and tables are listed",
    )
    add_format(parser)


def add_format(parser: ArgumentParser) -> None:
    """Add the option that selects the output format."""
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Run the command.

    Raises:
        UsageError: Nothing, or more than one thing, has the given name.
    """
    if arguments.name is None:
        names = group_names()
        if arguments.output == "json":
            as_json([{"name": name, "description": about} for name, about in names.items()])
        else:
            say(*columns([(name, about) for name, about in names.items()]))
            say("", f"`python -m {PACKAGE} describe NAME` shows the models, fields and calls of one of them.")
        return 0
    found = look_up(arguments.name)
    if arguments.output == "json":
        as_json(asdict(found))
    elif isinstance(found, TypeDoc):
        say(f"type {found.name}, from {found.module}: {found.description}", *(f"  {one}" for one in found.allowed))
    else:
        say(*_lines(found))
    return 0


def _lines(group: GroupDoc) -> Iterator[str]:
    yield f"client.{group.name}: {group.description}"
    for model in group.models:
        yield from ("", f"class {model.name}, from {model.module}: {model.description}")
        yield from (f"  {line}" for line in columns([_cells(field) for field in model.fields]))
    if group.calls:
        yield from ("", "calls:")
    for call in group.calls:
        yield f"  {call.name}{call.signature}"
        yield f"      {call.description}{f' [{call.http}]' if call.http else ''}"


def _cells(field: FieldDoc) -> Sequence[str]:
    return field.name, field.type, field.wire, explained(field.description, field.allowed)


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows of cells as lines in which the cells are aligned."""
    widths = [min(max(map(len, cells)), 40) for cells in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def as_json(value: object) -> None:
    """Print a value as JSON in which no text can control the terminal or the CI server."""
    text = json.dumps(value, indent=2, default=str).replace("##", "#\\u0023").replace("\x7f", "\\u007f")
    say(*text.split("\n"))
