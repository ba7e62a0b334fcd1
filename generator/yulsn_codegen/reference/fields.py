"""Write the account's fields and tables as Markdown: one section per owner and table, one heading per field.

The headings are what the reference can be searched for and linked to. Browsers take long to show many of them, so the
fields of a large account are rows instead, those of a table with its calls. Texts of the account are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..account.fields import as_text
from ..account.schema import OWNERS
from ..account.unread import describe
from ..client.api import Field, ModelClass, ResourceClass
from ..client.types import Types, types_of
from ..plan import Plan
from ..rendering.environment import markdown
from ..rendering.readme import type_name
from ..text.characters import printable

_MOST_VALUES = 100  # allowed values that are listed
_MOST_HEADINGS = 300  # fields that have headings
# What GitHub's Markdown makes a link of, even where a character of it is escaped.
_LINK = re.compile(r"https?:|www\.|@|mailto:|xmpp:", re.IGNORECASE)


def field_types(plan: Plan) -> Types:
    """Return the types of all properties of an account's models."""
    return types_of(field.shape for model in plan.api.models() for field in model.fields)


def introduction(plan: Plan, types: Types) -> str:
    """Return the sections of the account's owners and, unless the account is large, of its tables."""
    return "\n\n".join(_sections(plan, types)) + "\n"


def _sections(plan: Plan, types: Types) -> Iterator[str]:
    if plan.account.unread:
        parts = ", ".join(describe(part, plan.account.tables) for part in sorted(plan.account.unread))
        yield f"**The API key could not read all of the account. Missing: {literal_text(parts)}.**"
    large = _is_large(plan)
    models = {model.owner: model for model in plan.api.models() if not model.write and not model.members}
    for owner in OWNERS:
        fields = _own(models["owners", owner])
        if fields:
            yield f"# Fields: {owner}"
            yield from _rows(fields, types) if large else _headings(fields, types)
    labels = {table.name: table.label for table in plan.account.tables}
    for table in () if large else plan.api.tables:
        yield f"# Table: {literal_text(labels[table.label] or table.label)}"
        yield about_table(table, labels[table.label])
        yield from _headings(_own(table.models[0]), types)


def table_section(plan: Plan, table: ResourceClass, types: Types) -> str:
    """Return the text before the calls of a table, which lists the fields if the introduction does not."""
    labels = {one.name: one.label for one in plan.account.tables}
    rows = _rows(_own(table.models[0]), types) if _is_large(plan) else ()
    return "\n\n".join([about_table(table, labels[table.label]), *rows])


def _is_large(plan: Plan) -> bool:
    account = plan.account
    fields = [*account.owners.values(), *(table.fields for table in account.tables)]
    return sum(map(len, fields)) > _MOST_HEADINGS


def about_table(table: ResourceClass, label: str | None) -> str:
    """Return a paragraph about a table: its name, description, and attribute, and the writes that it lacks."""
    sentences = [
        literal_text(table.description) if table.description and table.description != f"{label}." else "",
        f"Name: {literal_text(table.label)}. Python: `client.tables.{table.name}`.",
        f"Without {', '.join(table.absent)}, which the account routes through a converter." if table.absent else "",
    ]
    return "\n\n".join(filter(None, sentences))


def described(field: Field) -> str:
    """Return the Markdown that describes a property: its description or label, its values, and its Python name."""
    label = field.schema.get("title", "")
    named = f"Python: `{field.name}`." if field.name != field.wire else ""
    if not field.dynamic:
        return " ".join(filter(None, (field.schema.get("description", ""), named)))
    return " ".join(filter(None, (f"{literal_text(label)}." if label else "", named, _values(field))))


def literal_text(text: str) -> str:
    """Return Markdown that shows one line of text literally: as code if it could become a link."""
    if not _LINK.search(text):
        return markdown(text)
    line = printable(" ".join(text.split()))
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}"


def _headings(fields: Sequence[Field], types: Types) -> Iterator[str]:
    for field in fields:
        wire, label = literal_text(field.wire), literal_text(field.schema.get("title", ""))
        yield f"## {label} ({wire})" if label and label != wire else f"## {wire}"
        lines = [
            f"Python: `{field.name}`, {literal_text(type_name(types[field.shape]))}",
            f"JSON: {wire}, {field.schema['x-dynamic']}",
            _values(field),
        ]
        yield "\n".join(f"- {line}" for line in lines if line)


def _rows(fields: Sequence[Field], types: Types) -> Iterator[str]:
    lines = ["| Label | Python | Type | JSON | Values |", "|---|---|---|---|---|"]
    for field in fields:
        cells = (
            _cell(field.schema.get("title", "")),
            f"`{field.name}`",
            _cell(type_name(types[field.shape])),
            _cell(field.wire),
            ", ".join(_cell(as_text(value)) for value in (field.schema.get("x-allowed-values") or ())[:_MOST_VALUES]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    if len(lines) > 2:
        yield "\n".join(lines)


def _cell(text: str) -> str:
    """Return literal text for a cell, where a vertical bar must be escaped even in code."""
    shown = literal_text(text)
    return shown.replace("|", "\\|") if shown.startswith("`") else shown


def _values(field: Field) -> str:
    """Return a sentence that lists the allowed values of a field; empty if any value is allowed."""
    values = field.schema.get("x-allowed-values") or ()
    listed = ", ".join(literal_text(as_text(value)) for value in values[:_MOST_VALUES])
    more = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    return f"Allowed values: {listed}{more}." if values else ""


def _own(model: ModelClass) -> list[Field]:
    return [field for field in model.fields if field.dynamic]
