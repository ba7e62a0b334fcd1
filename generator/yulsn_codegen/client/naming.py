"""Decide every Python name of a generated package from wire names and the names pinned in its lock.

Identifiers are ASCII snake_case, made by transliteration. They are never keywords, never names that the model base
class or a generated annotation uses, and never start with an underscore. A static property always keeps its name. If
several dynamic names map to the same identifier, a pinned name keeps it; otherwise the only one that consists of plain
words does. All others get a suffix computed from their wire name. Names therefore do not depend on the order of the
fields, and with the pins none changes when a field is added.
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
from functools import lru_cache

from ..account.schema import OWNERS, AccountSchema
from ..text.errors import InputError, Problem

# Public attributes of the generated models' base class. A test compares this with the runtime.
MODEL_ATTRIBUTES = frozenset({"extra", "from_dict", "from_json", "to_dict", "to_json"})
# Names used in the class bodies of models, which an attribute of the same name would shadow: builtins in annotations,
# imported names, and decorators.
_SHADOWING = frozenset(
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
# Names used in the class body that has a property for each table.
_TABLES_USE = frozenset({"cached_property"})
# Parameters that `iterate`, `pages`, `get_many` and bulk methods add to those of their call.
_PARAMETERS = frozenset({"self", "after", "chunk_size", "concurrency", "ids", "on_progress", "page_size"})
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_NORDIC = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_LONGEST = 60
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_NOTHING: Mapping[str, str] = {}
# Unicode 3.2, which every Python includes: names must not depend on the Unicode version of the interpreter. Newer
# characters are handled by `anyascii`.
_UNICODE = unicodedata.ucd_3_2_0


@lru_cache(maxsize=1024)  # the static names are the same in all tables
def identifier(text: str, prefix: str = "field") -> str:
    """Return `text` as a snake_case ASCII identifier.

    Args:
        text: The text.
        prefix: Precedes a name that would start with a digit, and replaces one without any letter or digit.
    """
    from anyascii import anyascii  # slow to import, and not needed to read names

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
    """Return the identifier of a model's attribute, which shadows no name that the class body or base class uses."""
    name = identifier(text)
    return f"{name}_" if name in MODEL_ATTRIBUTES or name in _SHADOWING else name


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


def values_constant(name: str) -> str:
    """Return the name of the tuple of allowed values whose type is named `name`: CONTACT_CLASS_VALUES."""
    return f"{name}_values".upper()


def fields_class(model: str) -> str:
    """Return the class of the searchable fields of a model: OrderField for Order, BikesField for BikesRow."""
    return f"{model.removesuffix('Row')}Field"


def module(text: str) -> str:
    """Return the identifier of a table: its module and its attribute on the client."""
    name = identifier(text, "table")
    if name.startswith("async_"):  # otherwise the class of `Async Cars` would be the asynchronous class of `Cars`
        return f"table_{name}"
    return f"{name}_" if name in _DEVICES or name in _TABLES_USE or hasattr(builtins, name) else name


def is_attribute(name: str) -> bool:
    """Return whether `attribute` can return a name."""
    return _is_identifier(name) and name not in MODEL_ATTRIBUTES and name not in _SHADOWING


def is_module(name: str) -> bool:
    """Return whether `module` can return a name."""
    free = name not in _DEVICES and name not in _TABLES_USE and not hasattr(builtins, name)
    return _is_identifier(name) and free and not name.startswith("async_")


def is_value_name(name: str) -> bool:
    """Return whether the type of a field's allowed values can have a name."""
    return _is_identifier(name)


def is_package(name: str) -> bool:
    """Return whether a name can be the import name of a generated package."""
    return re.fullmatch(r"[a-z](?:[a-z0-9_]*[a-z0-9])?", name) is not None and is_module(name)


def _is_identifier(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None and not keyword.iskeyword(name)


def suffix(text: str, length: int = 6) -> str:
    """Return a suffix that distinguishes a wire name from others: the first hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


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
        **{f"table {table}": fields for table, fields in names.table_fields.items()},
    }


def names_of(groups: Mapping[str, Mapping[str, str]], retired: Mapping[str, Mapping[str, str]]) -> Names:
    """Return the names of groups by scope, with the retired names that are not in use again."""
    former = {
        scope: {name: wire for name, wire in items.items() if name not in groups.get(scope, {}).values()}
        for scope, items in retired.items()
    }
    tables = {scope: fields for scope, fields in groups.items() if scope.startswith("table ")}
    return Names(
        owners={scope: fields for scope, fields in groups.items() if scope and scope not in tables},
        tables=groups.get("", {}),
        table_fields={scope.removeprefix("table "): fields for scope, fields in tables.items()},
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
        for wire, name in own.items():
            place = f"tool.yulsn-codegen.names.{scope}, {wire!a}"
            if proper(name) != name:
                problems.append(Problem(place, f"cannot be named {name!a}", f"Use {proper(name)}, for example."))
            elif taken[key(name)] > 1:
                what = f"cannot be named {name!a}: that name is already taken"
                problems.append(Problem(place, what, "Choose another one."))
        # a pin that has a configured name is dropped and named again
        return {**{wire: name for wire, name in before.items() if key(name) not in taken}, **own}

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
    retired = {
        scope: {name: wire for name, wire in former.items() if name not in given.get(scope or "tables", {}).values()}
        for scope, former in pins.retired.items()
    }
    modules = merged("tables", pins.tables, (), module, class_name)
    result = Names(owners, modules, table_fields, retired, pins.values)
    if problems:
        raise InputError(problems)
    return result


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
        wire, retired = [f.name for f in table.fields], pins.retired.get(f"table {table.name}", {})
        pinned, place = pins.table_fields.get(table.name, {}), f"table {table.name!r}"
        table_fields[table.name] = _fields(wire, static.get("DynamicTable", {}), pinned, place, notes, retired)
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


def _is_plain(wire: str) -> bool:
    """Return whether a wire name consists of words of letters and digits, separated by single spaces."""
    return all(word and all(_UNICODE.category(c)[0] in "LN" for c in word) for word in wire.split(" "))


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
    plain = Counter(key(name) for wire, name in new.items() if _is_plain(wire))
    for wire, name in new.items():
        own = key(name)
        keeps = counts[own] == 1 or (plain[own] == 1 and _is_plain(wire))
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
