"""Decide every Python name of a generated package from wire names and the names pinned in its lock.

An identifier is ASCII snake_case, made by transliteration; it is never a keyword, nothing that the model
base class or a generated annotation needs, and no name that starts with an underscore. A static property always keeps
its name. Of dynamic names that would become the same identifier, a pinned one keeps it; else the one that is plain
words does, if it is the only such; every other one gets a suffix made from its own wire name alone. So no name depends
on the order of the fields, and with the pins none changes when a field is added.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from anyascii import anyascii

from ..account.schema import OWNERS, AccountSchema
from ..text.errors import InputError, Problem

# Public attributes of the generated models' base class; a test holds this against the runtime.
MODEL_ATTRIBUTES = frozenset({"extra", "from_dict", "from_json", "to_dict", "to_json"})
# Builtins that generated annotations use in a class body, where an attribute of that name would hide them; and names
# that generated modules import, or decorate attributes with.
_HIDING = frozenset(
    {
        "bool",
        "bytes",
        "datetime",
        "deprecated",
        "dict",
        "field",
        "float",
        "int",
        "list",
        "object",
        "property",
        "str",
        "tuple",
    }
)
# What the module of all tables uses inside the class whose attributes the tables are.
_TABLES_USE = frozenset({"cached_property"})
# What the methods that go on from a call take besides its own parameters.
_PARAMETERS = frozenset({"self", "after", "chunk_size", "concurrency", "ids", "on_progress", "page_size"})
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_NORDIC = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_LONGEST = 60
# The tables of Unicode 3.2, which every Python has. Those of its own differ from one to the next, and names would too;
# what they do not know, `anyascii` does.
_UNICODE = unicodedata.ucd_3_2_0


def identifier(text: str, prefix: str = "field") -> str:
    """Return `text` as a snake_case ASCII identifier.

    prefix: what stands before a name that would begin with a digit, and in place of one of which nothing is left.
    """
    plain = anyascii(_UNICODE.normalize("NFKC", text).translate(_NORDIC))
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", plain)
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST].rstrip('_')}_{suffix(text)}"
    if not name:
        name = f"{prefix}_{suffix(text)}"
    if name[0].isdigit():
        name = f"{prefix}_{name}"
    if keyword.iskeyword(name):
        name += "_"
    return name


def attribute(text: str) -> str:
    """Return the identifier of a model's attribute: one that hides neither the base class's nor a used builtin."""
    name = identifier(text)
    return f"{name}_" if name in MODEL_ATTRIBUTES or name in _HIDING else name


def parameter(text: str) -> str:
    """Return the identifier of a method's parameter."""
    name = identifier(text, "value")
    return f"{name}_" if name in _PARAMETERS else name


def constant(name: str) -> str:
    """Return the name of the module's constant for a call or an enum member: FIND_BY_EMAIL for find_by_email."""
    return identifier(name, "value").rstrip("_").upper()


def class_name(name: str) -> str:
    """Return the CapWords form of an identifier: ServiceVisits for service_visits."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def module(text: str) -> str:
    """Return the identifier of a table: its module and its attribute on the client."""
    name = identifier(text, "table")
    if name.startswith("async_"):  # else the class of `Async Cars` were the asynchronous class of `Cars`
        return f"table_{name}"
    return f"{name}_" if name in _DEVICES or name in _TABLES_USE or hasattr(builtins, name) else name


def is_attribute(name: str) -> bool:
    """Return whether a name is one that `attribute` may give."""
    return _is_identifier(name) and name not in MODEL_ATTRIBUTES and name not in _HIDING


def is_module(name: str) -> bool:
    """Return whether a name is one that `module` may give."""
    free = name not in _DEVICES and name not in _TABLES_USE and not hasattr(builtins, name)
    return _is_identifier(name) and free and not name.startswith("async_")


def is_package(name: str) -> bool:
    """Return whether a name can be the import name of a generated package."""
    return re.fullmatch(r"[a-z](?:[a-z0-9_]*[a-z0-9])?", name) is not None and is_module(name)


def _is_identifier(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None and not keyword.iskeyword(name)


def suffix(text: str, length: int = 6) -> str:
    """Return what tells this wire name from all others: the first hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


@dataclass(frozen=True)
class Names:
    """The names of an account's fields and tables, by wire name; what the lock pins.

    Entries whose field or table is gone stay as tombstones: their names are given to nothing else.
    """

    owners: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    table_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Alias:
    """A Python name that a renamed field or table had before, kept as a deprecated alias.

    scope: an owner, `table NAME`, or empty for the tables themselves; wire: the wire name that it stands for now.
    """

    scope: str
    name: str
    wire: str


@dataclass(frozen=True)
class Naming:
    """The decided names, and what a person should know about them (clashes, fields that are static properties)."""

    names: Names
    notes: tuple[str, ...]


def with_given(pins: Names, given: Mapping[str, Mapping[str, str]], static: Mapping[str, Mapping[str, str]]) -> Names:
    """Return pins among which are the names that the configuration gives: by owner, by `table NAME`, and of `tables`.

    static: as for `decide`. Raises InputError for what is no identifier, is reserved, or is given twice.
    """
    problems: list[Problem] = []

    def merged(
        scope: str,
        before: Mapping[str, str],
        reserved: Iterable[str],
        proper: Callable[[str], str],
        told_by: Callable[[str], str] = str,
    ) -> Mapping[str, str]:
        own = given.get(scope, {})
        taken = Counter(map(told_by, [*own.values(), *reserved]))
        for wire, name in own.items():
            place = f"tool.yulsn-codegen.names.{scope}, {wire!a}"
            if proper(name) != name:
                problems.append(Problem(place, f"cannot be named {name!a}", f"Use {proper(name)}, for example."))
            elif taken[told_by(name)] > 1:
                what = f"cannot be named {name!a}: that name is already taken"
                problems.append(Problem(place, what, "Choose another one."))
        # whoever had a given name before gets another one
        return {**{wire: name for wire, name in before.items() if told_by(name) not in taken}, **own}

    owners = {
        scope: merged(scope, pins.owners.get(scope, {}), static.get(scope, {}).values(), attribute)
        for scope in sorted({*pins.owners, *(scope for scope in given if scope in OWNERS)})
    }
    tables = [scope.removeprefix("table ") for scope in given if scope.startswith("table ")]
    columns = static.get("DynamicTable", {}).values()
    table_fields = {
        table: merged(f"table {table}", pins.table_fields.get(table, {}), columns, attribute)
        for table in sorted({*pins.table_fields, *tables})
    }
    result = Names(owners, merged("tables", pins.tables, (), module, class_name), table_fields)
    if problems:
        raise InputError(problems)
    return result


def decide(account: AccountSchema, static: Mapping[str, Mapping[str, str]], pins: Names) -> Naming:
    """Decide the names of all dynamic fields and tables of an account.

    static: per owner (and `DynamicTable`) the Python names of its static properties, by wire name.
    pins: the names of an earlier run, which stay as they are.
    """
    notes: list[str] = []
    owners: dict[str, Mapping[str, str]] = {}
    for owner, fields in account.owners.items():
        pinned = pins.owners.get(owner, {})
        owners[owner] = _fields([f.name for f in fields], static.get(owner, {}), pinned, owner, notes)
    table_fields: dict[str, Mapping[str, str]] = {name: pins.table_fields[name] for name in pins.table_fields}
    for table in account.tables:
        wire = [f.name for f in table.fields]
        pinned = pins.table_fields.get(table.name, {})
        table_fields[table.name] = _fields(wire, static.get("DynamicTable", {}), pinned, f"table {table.name!r}", notes)
    wire = [table.name for table in account.tables]
    tables = _settle({name: module(name) for name in wire}, pins.tables, "the tables", notes, class_name)
    return Naming(Names(owners=owners, tables=tables, table_fields=table_fields), tuple(notes))


def _fields(
    wire: Iterable[str], static: Mapping[str, str], pins: Mapping[str, str], place: str, notes: list[str]
) -> dict[str, str]:
    dynamic: dict[str, str] = {}
    for name in wire:
        if name in static:
            notes.append(f"{place}: the dynamic field {name!r} is the static property of that name.")
        else:
            dynamic[name] = attribute(name)
    taken = frozenset(static.values())
    # a static property that joined the description after the pin takes its name
    kept = {name: pinned for name, pinned in pins.items() if pinned not in taken}
    return _settle(dynamic, kept, place, notes, taken=taken)


def _is_plain(wire: str) -> bool:
    """Return whether a wire name is words of letters and digits with one space between them."""
    return all(word and all(_UNICODE.category(c)[0] in "LN" for c in word) for word in wire.split(" "))


def _settle(
    wanted: Mapping[str, str],
    pins: Mapping[str, str],
    place: str,
    notes: list[str],
    told_by: Callable[[str], str] = str,
    taken: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Return names for all of `wanted` and `pins`: distinct, and as pinned where they are.

    told_by: what of a name must be distinct. taken: what none may have.
    """
    settled = dict(pins)
    new = {wire: name for wire, name in sorted(wanted.items()) if wire not in pins}
    used = {*taken, *map(told_by, pins.values())}
    counts = Counter(map(told_by, new.values()))
    plain = Counter(told_by(name) for wire, name in new.items() if _is_plain(wire))
    for wire, name in new.items():
        key = told_by(name)
        keeps = counts[key] == 1 or (plain[key] == 1 and _is_plain(wire))
        if key in used or not keeps:
            length = 6
            while (key := told_by(distinct := f"{name.rstrip('_')}_{suffix(wire, length)}")) in used or key in counts:
                length += 6  # a field that was given the name of another one's suffix on purpose
            notes.append(f"{place}: {wire!r} is named {distinct}, because {name} is already taken.")
            name = distinct
        used.add(key)
        settled[wire] = name
    return {wire: settled[wire] for wire in sorted(settled)}
