"""Build an `AccountSchema` from fields and tables, and strings that an attacker would try."""

from __future__ import annotations

from collections.abc import Sequence

from yulsn_codegen.account.fields import canonical
from yulsn_codegen.account.schema import (
    EMPTY,
    AccountField,
    AccountSchema,
    AccountTable,
    AllowedValue,
    FieldType,
    TableWrites,
)

HOSTILE = (
    '"',
    "'",
    "\\",
    '\\"',
    '"""',
    "'''",
    '"""\nimport os\nos.abort()\n"""',
    '")\nimport os\nos.abort()\n#',
    "line\nbreak\r\n\tand tab",
    "nul\0in it",
    "\x1b[31mred\x1b[0m\x07\x08",
    "next\x85line and separators\u2028\u2029",
    "bidi \u202egnirts\u202c \u2066x\u2069 \u200f",
    "zero\u200bwidth\ufeff",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "${x} %s %(x)s {0} {x!r}",
    "../../etc/passwd",
    "C:\\nul",
    "# coding: utf-7",
    "+ACI- __import__('os').abort()",
    "\\N{BULLET} \\u0022 \\x22",
    "%22%0a%00",
    "\ue000mark",
    "<script>alert(1)</script> | `code` [x](javascript:y)",
    "$ref",
    "x-dynamic",
    "__class__",
    "__import__('os').abort()",
    "æøå ÆØÅ \ufb01 \uff45 \U0001f600",
    " ",
    "",
)

DIRECT = TableWrites()


def field(
    name: str,
    kind: FieldType = FieldType.STRING,
    *,
    label: str | None = None,
    values: Sequence[AllowedValue] | None = None,
) -> AccountField:
    return AccountField(name, kind, label, None if values is None else canonical(kind, values))


def table(number: int, name: str, *fields: AccountField, writes: TableWrites = DIRECT) -> AccountTable:
    return AccountTable(number, name, writes=writes, fields=tuple(fields))


def account(
    contacts: Sequence[AccountField] = (),
    tables: Sequence[AccountTable] = (),
    *,
    order_types: Sequence[str] = (),
    point_types: Sequence[str] = (),
    patch_fields: Sequence[str] = (),
    **owners: Sequence[AccountField],
) -> AccountSchema:
    given = {owner: tuple(fields) for owner, fields in {"Contacts": contacts, **owners}.items()}
    return AccountSchema(
        owners={**EMPTY.owners, **given},
        tables=tuple(tables),
        order_types=tuple(order_types),
        point_types=tuple(point_types),
        patch_fields=tuple(patch_fields),
    )
