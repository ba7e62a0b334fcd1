"""Deterministic accounts with every trick in every position, and the positions of all texts of an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yulsn_codegen.account.fields import canonical
from yulsn_codegen.account.schema import OWNERS, FieldType

from .tricks import NAMES, TRICKS

Data = dict[str, Any]

KINDS = tuple(kind.value for kind in FieldType)
_TABLES = 50  # per account; each is named after another trick


def field(
    name: str, kind: str = "String", label: str | None = None, values: Sequence[str] | None = None, **extra: object
) -> Data:
    allowed = None if values is None else [*canonical(FieldType(kind), values)]
    return {**extra, "name": name, "type": kind, "label": label, "values": allowed}


def table(
    number: int,
    name: str,
    fields: Sequence[Data],
    label: str | None = None,
    description: str | None = None,
    writes: Mapping[str, object] | None = None,
    **extra: object,
) -> Data:
    return {
        **extra,
        "id": number,
        "name": name,
        "label": label,
        "description": description,
        "writes": {"create": True, "update": True, "delete": True} if writes is None else dict(writes),
        "fields": list(fields),
    }


def account(
    owners: Mapping[str, Sequence[Data]],
    tables: Sequence[Data],
    order_types: Sequence[str] = (),
    point_types: Sequence[str] = (),
    patch_fields: Sequence[str] = (),
    **extra: object,
) -> Data:
    return {
        **extra,
        "format": 1,
        "owners": {owner: list(owners.get(owner, ())) for owner in OWNERS},
        "tables": list(tables),
        "order_types": list(order_types),
        "point_types": list(point_types),
        "patch_fields": list(patch_fields),
    }


def texts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the position of every text of an account, and the text, except for keywords of the snapshot format."""
    for items in data["owners"].values():
        yield from _field_texts(items)
    for one in data["tables"]:
        yield "table name", one["name"]
        yield from (("table label", one["label"]), ("table description", one["description"]))
        yield from _extra(one, "id", "name", "label", "description", "writes", "fields")
        yield from _extra(one["writes"], "create", "update", "delete")
        yield from _field_texts(one["fields"])
    for key in ("order_types", "point_types", "patch_fields"):
        yield from ((key, text) for text in data[key])
    yield from _extra(data, "format", "owners", "tables", "order_types", "point_types", "patch_fields")


def _field_texts(fields: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in fields:
        yield from (("field name", one["name"]), ("field label", one["label"]))
        yield from (("allowed value", value) for value in one["values"] or ())
        if "server_type" in one:
            yield "server type", one["server_type"]
        yield from _extra(one, "name", "type", "label", "values", "server_type")


def _extra(item: Mapping[str, Any], *known: str) -> Iterator[tuple[str, str]]:
    for key in item.keys() - set(known):
        yield from (("extra key", key), ("extra value", item[key]))


def laid_out() -> list[Data]:
    """Return accounts with every trick in every position, and every name as the name of a field."""
    tricks = list(TRICKS.values())
    parts = [range(start, min(start + _TABLES, len(tricks))) for start in range(0, len(tricks), _TABLES)]
    return [_part(tricks, part, NAMES[number :: len(parts)]) for number, part in enumerate(parts)]


def _part(tricks: Sequence[str], part: range, names: Sequence[str]) -> Data:
    def at(index: int) -> str:
        return tricks[index % len(tricks)]

    own = [tricks[index] for index in part]
    tables = [
        table(
            index,
            at(index),
            [
                field(at(index + 1), "String", at(index + 2), [at(index + 3), at(index + 4)]),
                field(
                    at(index + 5),
                    KINDS[index % len(KINDS)],
                    at(index),
                    **{at(index + 6): at(index + 7), "server_type": at(index + 14)},
                ),
            ],
            label=at(index + 8),
            description=at(index + 9),
            # most tables are read-only, so that more of them can be tried in the same time
            writes={at(index + 10): at(index + 11), **dict.fromkeys(("create", "update", "delete"), index % 6 == 0)},
            **{at(index + 12): at(index + 13)},
        )
        for index in part
    ]
    contacts, orders, lines, stores = (own[number::4] for number in range(4))
    owners = {
        "Contacts": [field(text, values=[text, f"{text}!"]) for text in contacts],
        "ContactCompanies": [field(name, KINDS[index % len(KINDS)]) for index, name in enumerate(names)],
        "Orders": [field(text, "Unknown", server_type=text) for text in orders],
        "OrderLines": [field(text, "Number", values=[text, "1"]) for text in lines],
        "Stores": [*(field(text, "Decimal") for text in stores), field("one of all", values=own)],
    }
    return account(owners, tables, own, [*own, *(f"{text}!" for text in own)], own, **{at(part[0]): own})
