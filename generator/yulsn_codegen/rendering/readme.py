"""Collect what the README of a generated package shows: an example, and the account's fields and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..account.schema import OWNERS, AccountSchema, FieldType
from ..account.unread import TABLES, describe
from ..client import api
from ..client.types import TypeRef, Types
from ..text.literals import literal

_EXAMPLES = {
    FieldType.STRING: '"..."',
    FieldType.BOOLEAN: "True",
    FieldType.NUMBER: "1",
    FieldType.DECIMAL: 'Decimal("9.95")',
}


def readme(tree: api.Api, account: AccountSchema, types: Types) -> dict[str, object]:
    """Return the values of the README's template."""
    read = {model.owner: model for model in tree.models() if not model.write}
    fields = {owner: _dynamic(read["owners", owner]) for owner in OWNERS}
    return {
        "example": _example(tree, account, fields["Contacts"]),
        "unread": [describe(part, account.tables) for part in sorted(account.unread)],
        "tables_unread": TABLES in account.unread,
        "owners": [{"title": owner, "fields": _rows(fields[owner], types)} for owner in OWNERS],
        "tables": [
            {
                "wire": table.label,
                "name": table.name,
                "count": len(_dynamic(table.models[0])),
                "writes": "direct" if not table.absent else f"without {', '.join(table.absent)}",
            }
            for table in tree.tables
        ],
    }


def _example(tree: api.Api, account: AccountSchema, contact: Sequence[api.Field]) -> dict[str, object]:
    """Return the values of the code example, which uses the account's own fields and tables if it has any."""
    names = {field.wire: field.name for field in contact}
    fields = sorted(account.owners["Contacts"], key=lambda field: field.name)
    written = next((field for field in fields if field.type in _EXAMPLES and field.name in names), None)
    writes = 'first_name="Ada"'
    if written is not None:
        values = written.values if written.type is FieldType.STRING else None
        writes = f"{names[written.name]}={literal(str(values[0])) if values else _EXAMPLES[written.type]}"
    table = tree.tables[0] if tree.tables else None
    return {
        "decimal": written is not None and written.type is FieldType.DECIMAL,
        "reads": [field.name for field in contact[:2]],
        "writes": writes,
        "table": table.name if table else "",
        "columns": [field.name for field in _dynamic(table.models[0])[:2]] if table else [],
    }


def _dynamic(model: api.ModelClass) -> list[api.Field]:
    return [field for field in model.fields if field.dynamic]


def _rows(fields: Iterable[api.Field], types: Types) -> list[dict[str, str]]:
    return [{"wire": field.wire, "name": field.name, "type": type_name(types[field.shape])} for field in fields]


def type_name(kind: TypeRef) -> str:
    """Return the name by which Python knows a type, without None."""
    return kind.text.removesuffix(" | None").replace("AwareDatetime", "datetime").replace("DateOnly", "date")
