"""The command `describe`: show names, types, labels and allowed values of what the package contains."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from .commands import UsageError, nearest, say
from .package_docs import PACKAGE, FieldDoc, GroupDoc, describe, explained, group_names

__all__ = ["add_arguments", "add_format", "as_json", "columns", "run"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "name",
        nargs="?",
        help="a group of calls (contacts), a table (tables.cars), a call (contacts.get) or a class (Contact); by "
        "default all groups and tables are listed",
    )
    add_format(parser)


def add_format(parser: ArgumentParser) -> None:
    """Add the option that selects the output format."""
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Run the command.

    Raises:
        UsageError: Nothing has the given name.
    """
    if arguments.name is None:
        names = group_names()
        if arguments.output == "json":
            as_json([{"name": name, "description": about} for name, about in names.items()])
        else:
            say(*columns([(name, about) for name, about in names.items()]))
            say("", f"`python -m {PACKAGE} describe NAME` shows the models, fields and calls of one of them.")
        return 0
    found = _find(arguments.name)
    if arguments.output == "json":
        as_json(asdict(found))
    else:
        say(*_lines(found))
    return 0


def _find(name: str) -> GroupDoc:
    """Return the group that has a name, or the part of a group: a call, a class, or the classes of an owner.

    Raises:
        UsageError: Nothing has the name.
    """
    wanted = name.removeprefix("client.").casefold()
    groups = {known.casefold(): group for group in reversed([*group_names()]) for known in _names(group)}
    if wanted in groups:
        return describe(groups[wanted])
    folder, _, method = wanted.rpartition(".")
    if folder in groups:
        group = describe(groups[folder])
        calls = {call.name.rpartition(".")[2]: call for call in group.calls}
        if method in calls:
            return replace(group, models=(), calls=(calls[method],))
        known = [call.name for call in group.calls]
    else:
        known = [group.rpartition(".")[2] for group in group_names()]
    for group in map(describe, group_names()):
        models = tuple(one for one in group.models if wanted in (one.name.casefold(), one.owner.casefold()))
        if any(one.owner.casefold() == wanted for one in models) and "." in group.name:
            return group  # the name of a table
        if models:
            return replace(group, models=models, calls=())
        known += [model.name for model in group.models]
    hint = nearest(wanted, known)
    raise UsageError(f"nothing is named {name!r}{hint}; `python -m {PACKAGE} describe` lists all groups and tables")


def _names(group: str) -> Iterator[str]:
    """Yield the names by which a group may be given, its own first."""
    yield group
    short = group.rpartition(".")[2]
    yield short
    yield short.replace("_", "")  # as in the name of an owner


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
