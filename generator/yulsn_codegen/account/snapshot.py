"""Read and write snapshot files, which hold an `AccountSchema` as canonical JSON.

Names are any text that JSON can hold and are kept exactly. That includes a lone surrogate, which UTF-8 cannot encode;
all JSON written here therefore escapes everything outside ASCII.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..text.documents import parse_json, read_bytes
from ..text.json_text import indented
from ..text.reading import Node, Reader, excerpt
from .fields import canonical
from .schema import (
    EMPTY,
    EVERYTHING,
    OWNERS,
    AccountChoice,
    AccountField,
    AccountSchema,
    AccountTable,
    AllowedValue,
    FieldType,
    TableWrites,
)
from .unread import contents

FORMAT = 1

AS_DATE = "date"  # how a date-time whose values are dates is marked
AS_DATE_HINT = f'It can only be "{AS_DATE}".'

_KEYS = ("format", "owners", "tables", "order_types", "point_types", "patch_fields", "unread", "choice")
_HINT = "`yulsn-codegen fetch` writes a snapshot; every package contains one, account.json."
_TYPES = tuple(FieldType)
_FIELD_TYPES = {kind.value: kind for kind in FieldType}
_USUAL_KEYS = 4  # of a field
_TYPES_HINT = f"Types are {', '.join(FieldType)}."


def read_snapshot(path: Path) -> AccountSchema:
    """Read a snapshot file.

    Raises:
        InputError: The file cannot be read or is not a snapshot; lists every problem and its place.
    """
    return parse_snapshot(parse_json(read_bytes(path, hint=_HINT), str(path), _HINT), str(path))


def parse_snapshot(data: object, source: str) -> AccountSchema:
    """Return the account schema that parsed JSON describes; unknown keys are kept in `extra`.

    Args:
        data: The parsed JSON.
        source: The name of the file in problems.

    Raises:
        InputError: The JSON is not a snapshot; lists every problem and its JSON path.
    """
    reader = Reader(hint=_HINT)
    schema = read_schema(reader.root(data, source))
    reader.raise_problems()
    return schema


def read_schema(root: Node) -> AccountSchema:
    """Return the account schema that a part of a document describes; problems are recorded by its reader."""
    version = root.child("format")
    if isinstance(root.value, dict) and (type(version.value) is not int or version.value != FORMAT):
        found = "missing" if version.absent else f"unsupported: {excerpt(version.value)}"
        version.problem(f"is {found}; this version of yulsn-codegen reads format {FORMAT}")
        return EMPTY
    owners = root.member("owners")
    owners.refuse_unknown(OWNERS, "is not an owner of dynamic fields", f"Owners are {', '.join(OWNERS)}.")
    tables = root.member("tables")
    tables.refuse_repeated("id")
    tables.refuse_repeated("name")
    schema = AccountSchema(
        owners={owner: _fields(owners.member(owner)) for owner in OWNERS},
        tables=tuple(map(_table, tables.items())),
        order_types=_names(root.member("order_types")),
        point_types=_names(root.member("point_types")),
        patch_fields=_names(root.member("patch_fields")),
        choice=_choice(root.optional("choice")),
        extra=root.extra(*_KEYS),
    )
    return replace(schema, unread=_unread(root.optional("unread"), schema))


def _choice(node: Node) -> AccountChoice:
    if node.absent:
        return EVERYTHING
    node.refuse_unknown(("tables", "types"), "is not part of a choice")
    tables = node.optional("tables")
    types = node.optional("types")
    dates = {
        scope: tuple(sorted(name for name, chosen in names.children() if chosen.one_of((AS_DATE,), AS_DATE_HINT)))
        for scope, names in types.children()
    }
    return AccountChoice(None if tables.absent else tuple(sorted(set(tables.texts()))), dates)


def _unread(node: Node, schema: AccountSchema) -> frozenset[str]:
    """Return the names of the unread parts, each of which must be an existing, empty part of the schema."""
    found = set()
    parts = contents(schema)
    for item in node.items():
        name = item.text()
        if name in parts and not parts[name]:
            found.add(name)
        elif isinstance(item.value, str):
            wrong = (
                "is listed as unread, but has content"
                if name in parts
                else f"is not a part of the account: {excerpt(name)}"
            )
            item.problem(
                wrong, "Parts are owners.NAME, tables, tables.ID.fields, order_types, point_types, patch_fields."
            )
    return frozenset(found)


def dump_snapshot(schema: AccountSchema) -> str:
    """Return the canonical text of a snapshot, which does not depend on the order of the server's lists."""
    return indented(snapshot(schema)) + "\n"


def snapshot(schema: AccountSchema) -> dict[str, object]:
    """Return a snapshot as JSON values: everything sorted by name, except allowed values, which keep their order."""
    choice = _dump_choice(schema.choice)
    return {
        "format": FORMAT,
        "owners": {owner: _dump_fields(schema.owners.get(owner, ())) for owner in OWNERS},
        "tables": [
            {
                "id": table.id,
                "name": table.name,
                "label": table.label,
                "description": table.description,
                "writes": {
                    "create": table.writes.create,
                    "update": table.writes.update,
                    "delete": table.writes.delete,
                    **_sorted(table.writes.extra),
                },
                "fields": _dump_fields(table.fields),
                **_sorted(table.extra),
            }
            for table in sorted(schema.tables, key=lambda table: (table.name, table.id))
        ],
        "order_types": sorted(schema.order_types),
        "point_types": sorted(schema.point_types),
        "patch_fields": sorted(schema.patch_fields),
        "unread": sorted(schema.unread),
        **({"choice": choice} if choice else {}),
        **_sorted(schema.extra),
    }


def _dump_choice(choice: AccountChoice) -> dict[str, object]:
    types = {scope: dict.fromkeys(sorted(names), AS_DATE) for scope, names in sorted(choice.dates.items())}
    return {
        **({} if choice.tables is None else {"tables": sorted(choice.tables)}),
        **({"types": types} if types else {}),
    }


def _dump_fields(fields: tuple[AccountField, ...]) -> list[dict[str, object]]:
    return [
        {
            "name": item.name,
            "type": item.type.value,
            "label": item.label,
            "values": None if item.values is None else list(item.values),
            **({"as": AS_DATE} if item.date_only else {}),
            **_sorted(item.extra),
        }
        for item in sorted(fields, key=lambda item: item.name)
    ]


def _sorted(extra: Mapping[str, object]) -> dict[str, object]:
    data: dict[str, object] = json.loads(json.dumps(dict(extra), sort_keys=True)) if extra else {}
    return data


def _table(item: Node) -> AccountTable:
    writes = item.member("writes")
    return AccountTable(
        id=item.member("id").integer(),
        name=item.member("name").text(),
        label=item.optional("label").text_or_none(),
        description=item.optional("description").text_or_none(),
        writes=TableWrites(
            create=writes.child("create").flag(default=True),
            update=writes.child("update").flag(default=True),
            delete=writes.child("delete").flag(default=True),
            extra=writes.extra("create", "update", "delete"),
        ),
        fields=_fields(item.member("fields")),
        extra=item.extra("id", "name", "label", "description", "writes", "fields"),
    )


def _fields(node: Node) -> tuple[AccountField, ...]:
    node.refuse_repeated("name")
    return tuple(map(_field, node.items()))


def _field(item: Node) -> AccountField:
    match item.value:  # a large account has thousands of fields, and most are as `fetch` writes them
        case {"name": str(text), "type": str(type_name), "label": None | str() as label, "values": None} if (
            len(item.members()) == _USUAL_KEYS and type_name in _FIELD_TYPES
        ):
            return AccountField(text, _FIELD_TYPES[type_name], label)
    values = item.optional("values")
    name = item.member("type").one_of(_TYPES, _TYPES_HINT)
    kind = FieldType(name or FieldType.UNKNOWN)
    return AccountField(
        name=item.member("name").text(),
        type=kind,
        label=item.optional("label").text_or_none(),
        values=None if values.absent else canonical(kind, _values(values)),
        date_only=_date_only(item.optional("as"), kind),
        extra=item.extra("name", "type", "label", "values", "as"),
    )


def _date_only(node: Node, kind: FieldType) -> bool:
    if node.one_of((AS_DATE,), AS_DATE_HINT) and kind is not FieldType.DATE_TIME_OFFSET:
        node.problem(f"is for {FieldType.DATE_TIME_OFFSET} only")
    return not node.absent


def _values(node: Node) -> list[AllowedValue]:
    """Return the scalars of a list. A value may always be null, so a null among them adds nothing."""
    found: list[AllowedValue] = []
    for item in node.items():
        if isinstance(item.value, str | int | float):
            found.append(item.value)
        elif item.value is not None:
            item.wrong("text, a number, true or false")
    return found


def _names(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.texts()))
