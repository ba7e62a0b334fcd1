"""What a drift breaks for a consumer: changes, a lock and Python files go in, the lines that they touch come out."""

from __future__ import annotations

import ast
import io
import os
import tokenize
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...client.naming import attribute, identifier
from ...description.document import Document
from ...output.lock import LOCK_NAME, Lock
from ...text.errors import InputError, Problem
from ...text.terminal import one_line
from .. import rules
from ..changes import Change, Severity, Usage
from ..compare import ORDER_TYPES, PATCH_FIELDS, POINT_TYPES
from .holdings import Kind, Shape
from .mentions import Mention, Role, mentions

_SKIPPED = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages"})
_NOT_LOOKED_INTO = frozenset({LOCK_NAME, "pyvenv.cfg"})  # a generated package, an environment
_MAX_BYTES = 8 * 1024 * 1024
_ANY_TABLE = "DynamicTable"  # the description's owner of fields of whatever table
_LISTS = {"order_types": ORDER_TYPES, "point_types": POINT_TYPES, "patch_fields": PATCH_FIELDS}
_METHODS = {
    rules.CREATE_CONVERTED: frozenset({"create", "create_many"}),
    rules.UPDATE_CONVERTED: frozenset({"patch"}),
    rules.DELETE_CONVERTED: frozenset({"delete"}),
}
_OF_A_VALUE = frozenset({rules.VALUE_REMOVED, rules.VALUE_CASE_CHANGED})
_OF_A_NAME = frozenset({rules.FIELD_REMOVED, rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED})


@dataclass(frozen=True)
class Usages:
    """The lines that each change touches, by the change's fingerprint; and what could not be looked at, for people."""

    of: Mapping[str, tuple[Usage, ...]]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Source:
    text: str
    tree: ast.Module
    imports: frozenset[str]


def find_usages(changes: Iterable[Change], lock: Lock, document: Document, paths: Iterable[Path]) -> Usages:
    """Return where Python files mention what changed, by the names that the lock pins.

    document: the API's description, which says whose fields a model has. paths: files, and folders to look through,
    without the hidden ones, environments and generated packages in them. Looked at are the files that import the
    package, and those that such a file imports or is imported by. A change that is harmless for reading touches no line
    that reads; likewise for writing. A file that cannot be parsed is a note.
    Raises InputError for a path that is not there.
    """
    notes: list[str] = []
    sources = {file: source for file in _files(paths) if (source := _read(file, notes)) is not None}
    shape = _shape(lock, document)
    index = _index(changes, lock)
    found: dict[str, dict[Usage, None]] = defaultdict(dict)
    for file in _concerned(sources, lock.package):
        try:
            mentioned = mentions(sources[file].tree, sources[file].text, shape)
        except RecursionError:
            notes.append(f"{_shown(file)} was not looked at: it is nested too deeply")
            continue
        for mention in mentioned:
            named = mention.value if mention.role in (Role.VALUE, Role.LITERAL, Role.LISTED) else mention.name
            usage = Usage(_shown(file), mention.line, mention.column, named)
            for change in {
                id(item): item for word in (mention.name, mention.value) for item in index.get(word, ())
            }.values():
                if _touches(change, mention, lock, shape):
                    found[change.fingerprint][usage] = None
    return Usages({fingerprint: tuple(usages) for fingerprint, usages in found.items()}, tuple(notes))


def _index(changes: Iterable[Change], lock: Lock) -> dict[str, list[Change]]:
    """Return the changes by every word that a mention of them has."""
    index: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        place = change.place
        words = {place.owner, *_tables(place.owner, lock)} if place.field is None else {place.field}
        words |= {*_attributes(change, lock), *_METHODS.get(change.rule, ())}
        if isinstance(change.before, str):
            words.add(change.before)
        for word in words:
            index[word].append(change)
    return index


def _attributes(change: Change, lock: Lock) -> frozenset[str]:
    """Return the Python names of the field that changed, deprecated ones too; none for a static property's twin."""
    place = change.place
    pins = (lock.names.table_fields if place.table else lock.names.owners).get(place.owner, {})
    if place.field is None or place.field not in pins:
        return frozenset()
    old = (alias.name for alias in lock.aliases if (alias.scope, alias.wire) == (place.scope, place.field))
    return frozenset({pins[place.field], *old})


def _tables(wire: str, lock: Lock) -> frozenset[str]:
    """Return the Python names of a table, deprecated ones too."""
    old = {alias.name for alias in lock.aliases if (alias.scope, alias.wire) == ("", wire)}
    return frozenset(old | {name for name in (lock.names.tables.get(wire),) if name is not None})


def _touches(change: Change, mention: Mention, lock: Lock, shape: Shape) -> bool:
    harmless = {Role.READ: change.rule.reading, Role.WRITE: change.rule.writing}
    if change.place.field is not None:
        severity = harmless.get(mention.role, change.rule.severity)
        return severity is not Severity.INFO and _touches_field(change, mention, lock, shape)
    if change.rule.severity is Severity.INFO:
        return False
    if change.place.table:
        return _touches_table(change, mention, lock)
    return _touches_list(change, mention, shape)


def _touches_field(change: Change, mention: Mention, lock: Lock, shape: Shape) -> bool:
    names, wire = _attributes(change, lock), change.place.field
    if not names or not _may_hold(change, mention, lock, shape):
        return False
    match mention.role:
        case Role.READ | Role.WRITE:
            return mention.name in names and change.rule not in _OF_A_VALUE
        case Role.KEY:
            return mention.name == wire and change.rule not in _OF_A_VALUE
        case Role.VALUE:
            return mention.name in {*names, wire} and change.rule in _OF_A_VALUE and mention.value == change.before
        case Role.LITERAL if change.rule in _OF_A_VALUE:
            return mention.value == change.before
        case Role.LITERAL:
            return change.rule in _OF_A_NAME and change.place.owner == "Contacts" and mention.value == wire
    return False


def _may_hold(change: Change, mention: Mention, lock: Lock, shape: Shape) -> bool:
    """Return whether the mention's holder may be of the owner whose field changed."""
    holder, place = mention.holder, change.place
    if holder is None:
        return True
    if holder.kind is Kind.ROW:
        return place.table and holder.name in _tables(place.owner, lock)
    if holder.kind is Kind.MODEL:
        owner = shape.owners.get(holder.name)
        return (owner == _ANY_TABLE and mention.role is Role.KEY) if place.table else owner == place.owner
    return False


def _touches_table(change: Change, mention: Mention, lock: Lock) -> bool:
    names, wire = _tables(change.place.owner, lock), change.place.owner
    holder = mention.holder
    methods = _METHODS.get(change.rule)
    if mention.role is Role.TABLE_NAME:  # to the resource that takes any table
        by_name = holder is not None and holder.name == "dynamic_table_entities" and mention.name == wire
        return by_name and (methods is None or mention.value in methods)
    if mention.role is not Role.READ or holder is None:
        return False
    if methods is not None:
        return holder.kind is Kind.TABLE and holder.name in names and mention.name in methods
    return holder.kind is Kind.TABLES and mention.name in names


def _touches_list(change: Change, mention: Mention, shape: Shape) -> bool:
    scope, holder = change.place.scope, mention.holder
    match mention.role:
        case Role.KEY:
            patched = holder is not None and shape.listed.get((holder.name, "fields")) == scope
            return patched and mention.name == change.before
        case Role.VALUE if holder is None:
            fits = any(name == mention.name and listed == scope for (_, name), listed in shape.listed.items())
        case Role.VALUE if holder is not None:
            fits = shape.listed.get((holder.name, mention.name)) == scope
        case Role.LISTED:
            fits = holder is not None and shape.asked.get(holder.name) == scope
        case role:
            fits = role is Role.LITERAL
    return fits and mention.value == change.before


def _shape(lock: Lock, document: Document) -> Shape:
    """Return the generated package as the description and the lock's names make it."""
    owners: dict[str, str] = {}
    parts: dict[tuple[str, str], str] = {}
    listed: dict[tuple[str, str], str] = {}
    for model, schema in document.schemas.items():
        owners[model] = schema.get("x-dynamic-owner", "")
        for wire, item in schema.get("properties", {}).items():
            part = _reference(item)
            if part is not None:
                parts[model, attribute(wire)] = part
            scope = _LISTS.get(item.get("x-account-values", ""))
            if scope is not None:
                listed[model, attribute(wire)] = scope
                if scope == PATCH_FIELDS:  # its keys are the fields of the contacts
                    owners[model] = "Contacts"
    returns: dict[tuple[str, str], str] = {}
    asked: dict[str, str] = {}
    for _, _, operation in document.operations():
        group = identifier(operation["tags"][0])
        for call in operation.get("x-calls", ()):
            answer = _reference(call.get("returns", {}))
            if answer is not None:
                returns[group, call["name"]] = answer
        for parameter in operation.get("parameters", ()):
            scope = _LISTS.get(parameter.get("schema", {}).get("x-account-values", ""))
            if scope is not None:
                asked[group] = scope
    tables = frozenset({*lock.names.tables.values(), *(alias.name for alias in lock.aliases if not alias.scope)})
    resources = frozenset(identifier(tag["name"]) for tag in document.root.get("tags", ()))
    return Shape(lock.package, owners, parts, returns, resources, tables, listed, asked)


def _reference(schema: Mapping[str, object]) -> str | None:
    """Return the schema that one refers to, or the items of one."""
    items = schema.get("items", schema)
    reference = items.get("$ref") if isinstance(items, dict) else None
    return str(reference).rpartition("/")[2] if reference else None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise InputError(Problem(str(path), "is not there", "Name files or folders of Python with --usage."))
        for file in [path] if path.is_file() else sorted(_below(path)):
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _below(top: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(top):
        if _NOT_LOOKED_INTO & set(files):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED]
        yield from (Path(folder, name) for name in files if name.endswith(".py"))


def _read(file: Path, notes: list[str]) -> _Source | None:
    try:
        if not file.is_file():
            raise ValueError("it is no regular file")  # a device or a pipe may have no end
        with file.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError(f"it has more than {_MAX_BYTES} bytes")
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about somebody else's code
            tree = ast.parse(text)
        return _Source(text, tree, frozenset(_imports(tree)))
    except (OSError, SyntaxError, LookupError, ValueError, RecursionError, MemoryError) as error:
        notes.append(f"{_shown(file)} was not looked at: {one_line(str(error)) or type(error).__name__}")
        return None


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _concerned(sources: Mapping[Path, _Source], package: str) -> list[Path]:
    """Return the files that import the package, and those that are joined to one of them by imports."""
    names = {file: file.parent.name if file.name == "__init__.py" else file.stem for file in sources}
    by_name: dict[str, set[Path]] = defaultdict(set)
    for file, name in names.items():
        by_name[name].add(file)
    joined: dict[Path, set[Path]] = defaultdict(set)
    for file, source in sources.items():
        for other in (found for path in source.imports for found in by_name[path.rpartition(".")[2]]):
            joined[file].add(other)
            joined[other].add(file)
    concerned: set[Path] = set()
    waiting = [file for file, item in sources.items() if any(path.split(".")[0] == package for path in item.imports)]
    while waiting:
        file = waiting.pop()
        if file not in concerned:
            concerned.add(file)
            waiting.extend(joined[file])
    return [file for file in sources if file in concerned]


def _shown(file: Path) -> str:
    """Return a path as other tools know it: from the current folder, where it is below that, and with slashes."""
    full, here = os.path.abspath(file), os.getcwd()
    return Path(os.path.relpath(full, here) if full.startswith(here + os.sep) else file).as_posix()
