"""Write the account's fields and tables as Markdown: one section per owner and table, one heading per field.

The headings are what the reference can be searched for and linked to. Texts of the account are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..account.fields import as_text
from ..account.schema import OWNERS
from ..account.unread import describe
from ..client.api import Field, ModelClass, ResourceClass
from ..client.shapes import SchemaShape
from ..client.types import TypeRef, types_of
from ..plan import Plan
from ..rendering.environment import markdown
from ..rendering.readme import type_name
from ..text.characters import printable

_MOST_VALUES = 100  # allowed values that are listed
# What GitHub's Markdown makes a link of, even where a character of it is escaped.
_LINK = re.compile(r"https?:|www\.|@|mailto:|xmpp:", re.IGNORECASE)


def fields_and_tables(plan: Plan) -> str:
    """Return the sections of all owners and tables of an account."""
    types = types_of(field.shape for model in plan.api.models() for field in model.fields)
    return "\n\n".join(_sections(plan, types)) + "\n"


def _sections(plan: Plan, types: Mapping[SchemaShape, TypeRef]) -> Iterator[str]:
    if plan.account.unread:
        parts = ", ".join(describe(part, plan.account.tables) for part in sorted(plan.account.unread))
        yield f"**The API key could not read all of the account. Missing: {literal_text(parts)}.**"
    models = {model.owner: model for model in plan.api.models() if not model.write and not model.members}
    for owner in OWNERS:
        fields = _own(models["owners", owner])
        if fields:
            yield f"# Fields: {owner}"
            yield from _fields(fields, types)
    labels = {table.name: table.label for table in plan.account.tables}
    for table in plan.api.tables:
        yield f"# Table: {literal_text(labels[table.label] or table.label)}"
        yield about_table(table, labels[table.label])
        yield from _fields(_own(table.models[0]), types)


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


def _fields(fields: Iterable[Field], types: Mapping[SchemaShape, TypeRef]) -> Iterator[str]:
    for field in fields:
        wire, label = literal_text(field.wire), literal_text(field.schema.get("title", ""))
        yield f"## {label} ({wire})" if label and label != wire else f"## {wire}"
        lines = [
            f"Python: `{field.name}`, {literal_text(type_name(types[field.shape]))}",
            f"JSON: {wire}, {field.schema['x-dynamic']}",
            _values(field),
        ]
        yield "\n".join(f"- {line}" for line in lines if line)


def _values(field: Field) -> str:
    """Return a sentence that lists the allowed values of a field; empty if any value is allowed."""
    values = field.schema.get("x-allowed-values") or ()
    listed = ", ".join(literal_text(as_text(value)) for value in values[:_MOST_VALUES])
    more = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    return f"Allowed values: {listed}{more}." if values else ""


def _own(model: ModelClass) -> list[Field]:
    return [field for field in model.fields if field.dynamic]
