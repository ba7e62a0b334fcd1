"""Decide every Python name of a generated package from wire names and the names pinned in its lock.

A static property always keeps its name. If several dynamic names map to the same identifier, a pinned name keeps it;
otherwise the only one that consists of plain words does. All others get a suffix computed from their wire name. Names
therefore do not depend on the order of the fields, and with the pins none changes when a field is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..account.choice import table_scope
from ..account.schema import OWNERS, AccountSchema
from ..account.scopes import table_of
from ..description.document import TABLE_OWNER
from ..text.errors import InputError, Problem
from .identifiers import attribute, class_name, is_plain, module, suffix

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Names:
    """The Python names of an account's fields and tables, by wire name, as the lock pins them.

    Entries of removed fields and tables remain as tombstones, so that their names are never reused.

    Attributes:
        owners: The names of fields, by owner.
        tables: The names of tables.
        table_fields: The names of fields, by table.
        retired: For each scope, as in `Alias`, the former names of renamed fields or tables, and the wire name that
            each refers to. Nothing else ever gets such a name.
        values: The names of the types of allowed values, by scope and the wire name of the field. `contact_class` names
            the type `ContactClass` and the tuple `CONTACT_CLASS_VALUES`.
    """

    owners: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    table_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    retired: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Alias:
    """The former Python name of a renamed field or table, kept as a deprecated alias.

    Attributes:
        scope: An owner, `table NAME`, or an empty string for the tables themselves.
        name: The former name.
        wire: The wire name that it refers to now.
    """

    scope: str
    name: str
    wire: str


@dataclass(frozen=True)
class Naming:
    """The decided names, and notes for the user about clashes and fields that are static properties."""

    names: Names
    notes: tuple[str, ...]


def by_scope(names: Names) -> dict[str, Mapping[str, str]]:
    """Return names by wire name, in groups by scope: an owner, `table NAME`, or an empty string for the tables."""
    return {
        **names.owners,
        "": names.tables,
        **{table_scope(table): fields for table, fields in names.table_fields.items()},
    }


def names_of(groups: Mapping[str, Mapping[str, str]], retired: Mapping[str, Mapping[str, str]]) -> Names:
    """Return the names of groups by scope, with the retired names that are not in use again."""
    former = {
        scope: {name: wire for name, wire in items.items() if name not in groups.get(scope, {}).values()}
        for scope, items in retired.items()
    }
    tables = {scope: table for scope in groups if (table := table_of(scope)) is not None}
    return Names(
        owners={scope: fields for scope, fields in groups.items() if scope and scope not in tables},
        tables=groups.get("", {}),
        table_fields={table: groups[scope] for scope, table in tables.items()},
        retired={scope: items for scope, items in former.items() if items},
    )


def with_given(pins: Names, given: Mapping[str, Mapping[str, str]], static: Mapping[str, Mapping[str, str]]) -> Names:
    """Add the names that the configuration gives to the pins.

    Args:
        pins: The names in the lock.
        given: The configured names by scope (an owner, `table NAME` or `tables`) and wire name.
        static: As for `decide`.

    Raises:
        InputError: If a name is not an identifier, is reserved, or is given twice.
    """
    problems: list[Problem] = []

    def merged(
        scope: str,
        before: Mapping[str, str],
        reserved: Iterable[str],
        proper: Callable[[str], str],
        key: Callable[[str], str] = str,
    ) -> Mapping[str, str]:
        own = given.get(scope, {})
        taken = Counter(map(key, [*own.values(), *reserved]))
        problems.extend(_invalid(scope, own, proper, lambda name: taken[key(name)] > 1))
        # a pin that has a configured name is dropped and named again
        return {**{wire: name for wire, name in before.items() if key(name) not in taken}, **own}

    owners = {
        scope: merged(scope, pins.owners.get(scope, {}), static.get(scope, {}).values(), attribute)
        for scope in sorted({*pins.owners, *(scope for scope in given if scope in OWNERS)})
    }
    tables = [table for scope in given if (table := table_of(scope)) is not None]
    columns = static.get(TABLE_OWNER, {}).values()
    table_fields = {
        table: merged(table_scope(table), pins.table_fields.get(table, {}), columns, attribute)
        for table in sorted({*pins.table_fields, *tables})
    }
    retired = {
        scope: {name: wire for name, wire in former.items() if name not in given.get(scope or "tables", {}).values()}
        for scope, former in pins.retired.items()
    }
    modules = merged("tables", pins.tables, (), module, class_name)
    result = Names(owners, modules, table_fields, retired, pins.values)
    if problems:
        raise InputError(problems)
    return result


def _invalid(
    scope: str, given: Mapping[str, str], proper: Callable[[str], str], is_taken: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield the problems of the names that the configuration gives in a scope."""
    for wire, name in given.items():
        place = f"tool.yulsn-codegen.names.{scope}, {wire!a}"
        if proper(name) != name:
            yield Problem(place, f"cannot be named {name!a}", f"Use {proper(name)}, for example.")
        elif is_taken(name):
            yield Problem(place, f"cannot be named {name!a}: that name is already taken", "Choose another one.")


def decide(account: AccountSchema, static: Mapping[str, Mapping[str, str]], pins: Names) -> Naming:
    """Decide the names of all dynamic fields and tables of an account.

    Args:
        account: The account schema.
        static: The Python names of the static properties, by owner (or `DynamicTable`) and wire name.
        pins: The names of an earlier run, which do not change.
    """
    notes: list[str] = []
    owners: dict[str, Mapping[str, str]] = {}
    for owner, fields in account.owners.items():
        pinned = pins.owners.get(owner, {})
        wire, retired = [f.name for f in fields], pins.retired.get(owner, {})
        owners[owner] = _fields(wire, static.get(owner, {}), pinned, owner, notes, retired)
    table_fields: dict[str, Mapping[str, str]] = {name: pins.table_fields[name] for name in pins.table_fields}
    for table in account.tables:
        wire, retired = [f.name for f in table.fields], pins.retired.get(table_scope(table.name), {})
        pinned, place = pins.table_fields.get(table.name, {}), f"table {table.name!r}"
        table_fields[table.name] = _fields(wire, static.get(TABLE_OWNER, {}), pinned, place, notes, retired)
    wire = [table.name for table in account.tables]
    wanted, retired = {name: module(name) for name in wire}, pins.retired.get("", {})
    tables = settle(wanted, pins.tables, "the tables", notes, class_name, retired=retired)
    found = Names(owners, tables, table_fields)
    return Naming(names_of(by_scope(found), pins.retired), tuple(notes))


def _fields(
    wire: Iterable[str],
    static: Mapping[str, str],
    pins: Mapping[str, str],
    place: str,
    notes: list[str],
    retired: Mapping[str, str],
) -> dict[str, str]:
    dynamic: dict[str, str] = {}
    for name in wire:
        if name in static:
            notes.append(f"{place}: the dynamic field {name!r} is the static property with the same name.")
        else:
            dynamic[name] = attribute(name)
    taken = frozenset(static.values())
    # a static property that was added to the description later takes its name from the pin
    kept = {name: pinned for name, pinned in pins.items() if pinned not in taken}
    return settle(dynamic, kept, place, notes, taken=taken, retired=retired)


def settle(
    wanted: Mapping[str, str],
    pins: Mapping[str, str],
    place: str,
    notes: list[str],
    key: Callable[[str], str] = str,
    taken: frozenset[str] = frozenset(),
    retired: Mapping[str, str] = _NOTHING,
) -> dict[str, str]:
    """Resolve clashes between names.

    Args:
        wanted: The preferred names by wire name.
        pins: The pinned names by wire name.
        place: Where the names are, for notes.
        notes: Receives a note for each changed name.
        key: Maps a name to the value that must be distinct.
        taken: Keys that no name may have.
        retired: Former names, each with the wire name that alone may have it.

    Returns:
        Distinct names for all of `wanted` and `pins`; pinned names are unchanged.
    """
    settled = dict(pins)
    new = {wire: name for wire, name in sorted(wanted.items()) if wire not in pins}
    used = {*taken, *map(key, pins.values())}
    former = {key(name): wire for name, wire in retired.items()}
    counts = Counter(map(key, new.values()))
    plain = Counter(key(name) for wire, name in new.items() if is_plain(wire))
    for wire, name in new.items():
        own = key(name)
        keeps = counts[own] == 1 or (plain[own] == 1 and is_plain(wire))
        if own in used or not keeps or former.get(own, wire) != wire:
            length = 6
            elsewhere = {*used, *counts, *former}
            while (own := key(distinct := f"{name.rstrip('_')}_{suffix(wire, length)}")) in elsewhere:
                length += 6  # a field may be named like the suffixed name of another
            notes.append(f"{place}: {wire!r} is named {distinct}, because {name} is already taken.")
            name = distinct
        used.add(own)
        settled[wire] = name
    return {wire: settled[wire] for wire in sorted(settled)}
