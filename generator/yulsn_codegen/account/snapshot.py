"""The snapshot file: JSON goes in, a frozen `AccountSchema` comes out; and the way back.

Names are any text that JSON holds, and are kept to the letter: half of a surrogate pair too, which no UTF-8 holds, and
which every JSON text that is written here therefore escapes.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn, TypeVar

from ..text.errors import InputError, Problem
from .schema import EMPTY, OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites

FORMAT = 1

_T = TypeVar("_T")
_NOTHING: Mapping[str, object] = {}


def read_snapshot(path: Path) -> AccountSchema:
    """Read a snapshot file; raises InputError with the place of everything that is wrong in it."""
    anew = "`yulsn-codegen fetch` writes a new one."
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_object)
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror or error}")) from None
    except UnicodeDecodeError as error:
        raise InputError(Problem(str(path), f"is not UTF-8: {error.reason} at byte {error.start}")) from None
    except json.JSONDecodeError as error:
        place = f"{path}, line {error.lineno}, column {error.colno}"
        raise InputError(Problem(place, f"is not JSON: {error.msg}", anew)) from None
    except ValueError as error:  # NaN and Infinity, or a number of more digits than Python reads
        raise InputError(Problem(str(path), f"is not JSON: {error}", anew)) from None
    except RecursionError:
        raise InputError(Problem(str(path), "is nested too deeply to be a snapshot")) from None
    return parse_snapshot(data, str(path))


def parse_snapshot(data: object, place: str) -> AccountSchema:
    """Turn the parsed JSON of a snapshot into an AccountSchema.

    place: what the problems name as their file. Unknown keys are kept in `extra`.
    Raises InputError with every problem found, each with its JSON path.
    """
    reader = _Reader(place)
    schema = reader.schema(data)
    if reader.problems:
        raise InputError(reader.problems)
    return schema


def dump_snapshot(schema: AccountSchema) -> str:
    """Return the canonical text of a snapshot: same schema, same bytes, whatever order the server listed things in."""
    return json.dumps(snapshot(schema), indent=2, ensure_ascii=True) + "\n"


def snapshot(schema: AccountSchema) -> dict[str, object]:
    """Return a snapshot as JSON values: fields, tables and types sorted by name, allowed values in their own order."""
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
        **_sorted(schema.extra),
    }


def _dump_fields(fields: tuple[AccountField, ...]) -> list[dict[str, object]]:
    return [
        {
            "name": item.name,
            "type": item.type.value,
            "label": item.label,
            "values": None if item.values is None else list(item.values),
            **_sorted(item.extra),
        }
        for item in sorted(fields, key=lambda item: item.name)
    ]


def _sorted(extra: Mapping[str, object]) -> dict[str, object]:
    data: dict[str, object] = json.loads(json.dumps(dict(extra), sort_keys=True))
    return data


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


class _Doubled(dict[str, object]):
    """A JSON object in which names are given more than once, which a dict would forget: the first values are lost."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.doubled = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Doubled(pairs)


class _Reader:
    """Reads a snapshot's JSON and collects all that is wrong with it, so that one run reports everything."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.problems: list[Problem] = []

    def schema(self, data: object) -> AccountSchema:
        root = self.mapping(data, "$")
        number = root.get("format")
        if number != FORMAT:
            self.problem("$.format", f"is {_shown(number)}, this version reads {FORMAT}", "Fetch the snapshot again.")
            return EMPTY
        owners = self.mapping(self.need(root, "owners", "$"), "$.owners")
        for owner in owners:
            if owner not in OWNERS:
                place = f"$.owners.{_shown(owner)[1:-1]}"
                self.problem(place, "is no owner of dynamic fields", f"Owners are {', '.join(OWNERS)}.")
        tables = self.items(self.need(root, "tables", "$"), "$.tables", self.table)
        self.unique([str(table.id) for table in tables], "$.tables", "id")
        self.unique([table.name for table in tables], "$.tables", "name")
        return AccountSchema(
            owners={owner: self.fields(self.need(owners, owner, "$.owners"), f"$.owners.{owner}") for owner in OWNERS},
            tables=tables,
            order_types=self.names(root, "order_types"),
            point_types=self.names(root, "point_types"),
            patch_fields=self.names(root, "patch_fields"),
            extra=_without(root, "format", "owners", "tables", "order_types", "point_types", "patch_fields"),
        )

    def table(self, data: object, place: str) -> AccountTable:
        item = self.mapping(data, place)
        number = self.need(item, "id", place)
        if not isinstance(number, int) or isinstance(number, bool):
            if number is not None:
                self.wrong(f"{place}.id", "an integer", number)
            number = 0
        writes = self.mapping(self.need(item, "writes", place), f"{place}.writes")
        flags = {key: self.flag(writes, key, f"{place}.writes") for key in ("create", "update", "delete")}
        return AccountTable(
            id=number,
            name=self.text(self.need(item, "name", place), f"{place}.name"),
            label=self.optional_text(item, "label", place),
            description=self.optional_text(item, "description", place),
            writes=TableWrites(**flags, extra=_without(writes, "create", "update", "delete")),
            fields=self.fields(self.need(item, "fields", place), f"{place}.fields"),
            extra=_without(item, "id", "name", "label", "description", "writes", "fields"),
        )

    def fields(self, data: object, place: str) -> tuple[AccountField, ...]:
        fields = self.items(data, place, self.field)
        self.unique([item.name for item in fields], place, "name")
        return fields

    def field(self, data: object, place: str) -> AccountField:
        item = self.mapping(data, place)
        kind = self.need(item, "type", place)
        known = isinstance(kind, str) and kind in tuple(FieldType)
        if kind is not None and not known:
            self.problem(f"{place}.type", f"is {_shown(kind)}", f"Types are {', '.join(FieldType)}.")
        values = item.get("values")
        return AccountField(
            name=self.text(self.need(item, "name", place), f"{place}.name"),
            type=FieldType(str(kind)) if known else FieldType.UNKNOWN,
            label=self.optional_text(item, "label", place),
            values=None if values is None else self.items(values, f"{place}.values", self.text),
            extra=_without(item, "name", "type", "label", "values"),
        )

    def names(self, root: Mapping[str, object], key: str) -> tuple[str, ...]:
        names = self.items(self.need(root, key, "$"), f"$.{key}", self.text)
        return tuple(dict.fromkeys(names))

    def mapping(self, data: object, place: str) -> Mapping[str, object]:
        if isinstance(data, dict):
            for name in data.doubled if isinstance(data, _Doubled) else ():
                self.problem(place, f"has the key {_shown(name)} more than once")
            return data
        if data is not None or place == "$":
            self.wrong(place, "an object", data)
        return _NOTHING

    def items(self, data: object, place: str, read: Callable[[object, str], _T]) -> tuple[_T, ...]:
        if isinstance(data, list):
            for index, item in enumerate(data):
                if item is None:
                    self.problem(f"{place}[{index}]", "is null")
            return tuple(read(item, f"{place}[{index}]") for index, item in enumerate(data))
        if data is not None:
            self.wrong(place, "a list", data)
        return ()

    def text(self, data: object, place: str) -> str:
        if isinstance(data, str):
            return data
        if data is not None:
            self.wrong(place, "text", data)
        return ""

    def optional_text(self, item: Mapping[str, object], key: str, place: str) -> str | None:
        value = item.get(key)
        return None if value is None else self.text(value, f"{place}.{key}")

    def flag(self, item: Mapping[str, object], key: str, place: str) -> bool:
        value = item.get(key, True)
        if not isinstance(value, bool):
            self.wrong(f"{place}.{key}", "true or false", value)
            return True
        return value

    def need(self, item: Mapping[str, object], key: str, place: str) -> object:
        value = item.get(key)
        if value is None and item is not _NOTHING:
            self.problem(place, f"lacks the key `{key}`" if key not in item else f"has null for `{key}`")
        return value

    def unique(self, names: list[str], place: str, key: str) -> None:
        seen: dict[str, int] = {}
        for index, name in enumerate(names):
            if name in seen:
                self.problem(f"{place}[{index}].{key}", f"is {_shown(name)}, like {place}[{seen[name]}]")
            seen.setdefault(name, index)

    def wrong(self, place: str, wanted: str, got: object) -> None:
        self.problem(place, f"should be {wanted}, is {_shown(got)}")

    def problem(self, place: str, what: str, hint: str = "") -> None:
        self.problems.append(Problem(f"{self.place}, {place}", what, hint))


def _without(item: Mapping[str, object], *keys: str) -> dict[str, object]:
    return {key: value for key, value in item.items() if key not in keys}


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
