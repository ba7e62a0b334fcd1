"""Decide the next version of a generated package."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..account.schema import AccountSchema
from ..client.release import Release
from ..drift.changes import Bump, SchemaChange
from ..output.lock import Lock
from .changelog import first_entry

if TYPE_CHECKING:
    import griffe

FIRST = "1.0.0"


def current_release(package: str, account: AccountSchema, previous: Lock | None) -> Release:
    """Return the release in the output folder, or the first one if the folder contains none."""
    if previous is not None:
        return Release(package, previous.version, previous.changelog)
    fields = sum(map(len, account.owners.values()))
    line = f"The first version: {fields} fields and {len(account.tables)} tables of the account."
    return Release(package, FIRST, (first_entry(FIRST, line),))


def next_version(version: str, bump: Bump) -> str:
    """Return a version `MAJOR.MINOR.PATCH` increased by a bump.

    Raises:
        ValueError: If `version` is not a version.
    """
    major, minor, patch = (int(part) for part in version.split("."))
    return {
        Bump.NONE: version,
        Bump.PATCH: f"{major}.{minor}.{patch + 1}",
        Bump.MINOR: f"{major}.{minor + 1}.0",
        Bump.MAJOR: f"{major + 1}.0.0",
    }[bump]


def demanded(changes: Sequence[SchemaChange], public: Sequence[tuple[Bump, str]]) -> Bump:
    """Return the largest bump that the account's changes or the public API require, and at least a patch."""
    bumps = [*(change.rule.bump for change in changes), *(bump for bump, _ in public)]
    return max([Bump.PATCH, *bumps])


def public_changes(
    package: str, old: Mapping[str, str], new: Mapping[str, str], same: Collection[str] = ()
) -> list[tuple[Bump, str]]:
    """Compare the public API of two versions of a package with griffe.

    Names that start with an underscore are not public. Removing a deprecated alias is not a breaking change, as it was
    announced when the alias was added. Files are parsed, never imported.

    Args:
        package: The name of the package.
        old: The Python files of the old version, by path.
        new: The Python files of the new version, by path.
        same: The paths of files that do not differ, which are skipped unless the runtime changed.

    Returns:
        A bump and a description for every public object that was removed, changed or added.
    """
    import griffe

    if not any(path.startswith(f"{package}/_runtime/") for path in {*old, *new}.difference(same)):
        left_out = {path for path in same if not path.endswith("/__init__.py")}
        old, new = ({path: text for path, text in files.items() if path not in left_out} for files in (old, new))
    going = set(_deprecated(old))
    before, after = _loaded(package, old), _loaded(package, new)
    breaking = [
        (Bump.MAJOR, f"{_plain(breakage.kind.value)}: {breakage.obj.path}")
        for breakage in griffe.find_breaking_changes(before, after)
        if breakage.kind is not griffe.BreakageKind.OBJECT_REMOVED or breakage.obj.path not in going
    ]
    known = set(_public(before))
    added = [(Bump.MINOR, f"Public object was added: {path}") for path in _public(after) if path not in known]
    return sorted(set(breaking), key=lambda item: item[1]) + added


def _loaded(package: str, files: Mapping[str, str]) -> griffe.Module:
    """Return a package as griffe sees it. Modules that are not valid Python are left out, with all in their folder.

    griffe's own loader would read the files from a folder, and run git there.
    """
    import griffe

    modules, lines = griffe.ModulesCollection(), griffe.LinesCollection()
    root = griffe.Module(package, modules_collection=modules)
    modules.set_member(package, root)
    loaded: dict[tuple[str, ...], griffe.Module] = {(package,): root}
    paths = [path for path in files if path.startswith(f"{package}/") and path.endswith(".py")]
    for name, path in sorted((tuple(_module(path).split(".")), path) for path in paths):
        parent = loaded.get(name[:-1])
        if parent is None and len(name) > 1:
            continue
        with suppress(SyntaxError):
            loaded[name] = griffe.visit(
                name[-1],
                Path(path),
                files[path],
                parent=parent,
                lines_collection=lines,
                modules_collection=modules,
            )
            modules.set_member(name, loaded[name])
    return loaded[package,]


def _module(path: str) -> str:
    """Return the dotted name of the module in a Python file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _deprecated(files: Mapping[str, str]) -> Iterator[str]:
    """Yield the dotted paths of former modules, and of deprecated class members.

    griffe does not report the decorators of properties.
    """
    for path, text in files.items():
        module = _module(path)
        if "/tables/" in path and "warn_of_former_module(" in text:
            yield module
        if path.endswith(".py") and "@deprecated(" in text:
            with suppress(SyntaxError):
                yield from (f"{module}.{name}" for name in _deprecated_members(ast.parse(text)))


def _deprecated_members(module: ast.Module) -> Iterator[str]:
    """Yield the names of deprecated members of classes, each after that of its class."""
    for owner in (node for node in module.body if isinstance(node, ast.ClassDef)):
        for member in owner.body:
            if isinstance(member, ast.FunctionDef) and any(map(_is_deprecation, member.decorator_list)):
                yield f"{owner.name}.{member.name}"


def _is_deprecation(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith("deprecated(")


def _public(item: griffe.Module | griffe.Class) -> Iterator[str]:
    """Yield the dotted paths of all public members of a module or class, recursively and in order."""
    import griffe

    for name, member in sorted(item.members.items()):
        if name.startswith("_") or member.is_alias:
            continue
        yield member.path
        if isinstance(member, griffe.Module | griffe.Class):
            yield from _public(member)
        elif isinstance(member, griffe.Function):
            yield from (f"{member.path}({parameter.name})" for parameter in member.parameters)


def _plain(kind: str) -> str:
    return kind[:1].upper() + kind[1:]
