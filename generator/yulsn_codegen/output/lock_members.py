"""Read the members of a lock: invalid ones are reported as problems, and unsafe paths are refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from ..account_id import MAX_ACCOUNT_ID, is_account_id
from ..base_url import DEFAULT_BASE_URL, is_canonical
from ..client.identifiers import class_name, is_attribute, is_module, is_package, is_value_name
from ..client.naming import Alias, Names
from ..client.release import SECTIONS, ChangelogEntry, ChangelogSection
from ..text.errors import Problem, UnsafeError, first_problems
from ..text.reading import Node, excerpt
from .disk import inside

_BESIDE_THE_PACKAGE = frozenset(
    {".gitattributes", "AGENTS.md", "CHANGELOG.md", "README.md", "account.json", "pyproject.toml"}
)
_VERSION = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}", re.ASCII)


def parse_package(node: Node) -> str:
    """Return the import name of the package."""
    name = node.text()
    if isinstance(node.value, str) and not is_package(name):
        node.problem(f"is {excerpt(name)}, which cannot be the name of a package")
    return name


def parse_version(node: Node) -> str:
    """Return a version `MAJOR.MINOR.PATCH`."""
    text = node.text()
    if isinstance(node.value, str) and not _VERSION.fullmatch(text):
        node.problem(f"is {excerpt(text)}, which is not MAJOR.MINOR.PATCH")
    return text


def parse_base_url(node: Node) -> str:
    """Return the base URL; a lock without one has the default."""
    text = DEFAULT_BASE_URL if node.absent else node.text()
    if text != DEFAULT_BASE_URL and isinstance(node.value, str) and not is_canonical(text):
        node.problem(f"is {excerpt(text)}, which is not a base URL in canonical form")
    return text


def parse_account_id(node: Node) -> int | None:
    """Return the number of the account, or None if the lock has none."""
    if node.absent:
        return None
    if not isinstance(node.value, int) or not is_account_id(node.value):
        node.problem(f"is {excerpt(node.value)}, which is not a number from 1 to {MAX_ACCOUNT_ID}")
        return None
    return node.value


def parse_names(node: Node) -> Names:
    """Return the pinned names."""
    return Names(
        owners={owner: _pins(pins, is_attribute) for owner, pins in node.member("owners").children()},
        tables=_pins(node.member("tables"), is_module),
        table_fields={table: _pins(pins, is_attribute) for table, pins in node.member("table_fields").children()},
        values={scope: _pins(pins, is_value_name, class_name) for scope, pins in node.optional("values").children()},
        retired={
            scope: _former(names, is_attribute if scope else is_module)
            for scope, names in node.optional("retired").children()
        },
    )


def _pins(node: Node, is_name: Callable[[str], bool], key: Callable[[str], str] = str) -> dict[str, str]:
    """Return names by wire name; each must be unique and one that the naming stage could have chosen.

    Args:
        node: The object of the lock.
        is_name: Whether the naming stage can choose a name.
        key: Maps a name to the value that must be unique.
    """
    pins = {wire: _name(pin, is_name) for wire, pin in node.children()}
    for name, count in Counter(map(key, pins.values())).items():
        if count > 1 and name:
            node.problem(f"pins the name {excerpt(name)} {count} times")
    return pins


def _former(node: Node, is_name: Callable[[str], bool]) -> dict[str, str]:
    """Return wire names by the former Python names of what they refer to."""
    for name, wire in node.children():
        if not is_name(name):
            wire.problem("cannot be the name of a field or table")
    return {name: wire.text() for name, wire in node.children()}


def _name(node: Node, is_name: Callable[[str], bool]) -> str:
    name = node.text()
    if isinstance(node.value, str) and not is_name(name):
        node.problem(f"is {excerpt(name)}, which cannot be the name of a field or table")
    return name


def parse_files(node: Node, package: str) -> dict[str, str]:
    """Return the hashes of files by path. Earlier versions also wrote the hash of each file before formatting.

    Listed files may be replaced and removed, so the lock can list only what is generated.

    Raises:
        UnsafeError: A path may lead outside the output, or is not that of a generated file.
    """
    unsafe: list[Problem] = []
    for path, child in node.children():
        try:
            inside(path)
            if path not in _BESIDE_THE_PACKAGE and is_package(package) and not path.startswith(f"{package}/"):
                raise ValueError(f"{path!a} is not the path of a generated file")
        except ValueError as error:
            unsafe.append(Problem(child.place, str(error), "Restore the lock from version control."))
    if unsafe:
        raise UnsafeError(first_problems(unsafe))
    return {path: hashes.member("sha256").text() for path, hashes in node.children()}


def parse_entry(node: Node) -> ChangelogEntry:
    """Return an entry of the changelog."""
    sections = node.member("sections")
    sections.refuse_unknown(SECTIONS, "is not a section of a changelog", f"Sections are {', '.join(SECTIONS)}.")
    found = tuple(ChangelogSection(title, lines.texts()) for title, lines in sections.children())
    return ChangelogEntry(parse_version(node.member("version")), found)


def parse_entry_of_format_1(node: Node) -> ChangelogEntry:
    """Return an entry from before there were sections."""
    lines = node.member("lines").texts()
    return ChangelogEntry(parse_version(node.member("version")), (ChangelogSection("Changed", lines),))


def parse_alias(node: Node) -> Alias:
    """Return a deprecated alias."""
    scope = node.member("scope").text()
    return Alias(scope, _name(node.member("name"), is_attribute if scope else is_module), node.member("wire").text())
