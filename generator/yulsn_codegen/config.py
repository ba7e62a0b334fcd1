"""Read the configuration, the section `[tool.yulsn-codegen]` of a pyproject.toml.

[tool.yulsn-codegen]                       # defaults for the options of commands
base-url = "https://api.yulsn.io"
account-id = 42                            # the account's number, which paths of version 2 contain
package = "acme_crm"
out = "clients/acme"
site = "docs/api"                          # the folder of the reference that `docs` writes
overlays = ["overlay.yaml"]                # corrections of the API's description
tables = ["Cars", "Service *"]             # the tables that are generated; by default all

[tool.yulsn-codegen.profiles.staging]      # another account, chosen with --profile staging
base-url = "https://staging.example.com"

[tool.yulsn-codegen.names.Contacts]        # Python names of fields (an owner, or "table NAME") and of `tables`
"Shoe-Size" = "old_shoe_size"

[tool.yulsn-codegen.renames.Contacts]      # confirmed renames: old wire name = new wire name
"Favourite" = "Favourite Brand"

[tool.yulsn-codegen.types.Contacts]        # date-times whose values are dates
"Birthday" = "date"

[tool.yulsn-codegen.rules]                 # the severity of a drift rule: info, warning, error or off
value-added = "info"
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .account.schema import OWNERS, AccountChoice
from .account.scopes import table_of
from .account.snapshot import AS_DATE, AS_DATE_HINT
from .account_id import MAX_ACCOUNT_ID, is_account_id
from .text.documents import parse_toml, read_bytes
from .text.errors import InputError, Problem
from .text.reading import Node, TomlReader

if TYPE_CHECKING:
    from .drift.changes import Severity

SECTION = "yulsn-codegen"
OFF = "off"  # the severity of a rule whose changes are not reported

_GROUPS = ("names", "overlays", "renames", "rules", "tables", "types")  # settings that no option has

NamesByScope = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Config:
    """The configuration of one profile.

    Attributes:
        options: Values of options, by their long names.
        names: Python names by scope and wire name.
        renames: New wire names by scope and old wire name.
        overlays: The files of the overlays that correct the API's description, in the order in which they apply.
        rules: Severities of drift rules, by the rule's id; None for a rule that is off.
        tables: Patterns of the names of the tables that are generated; None for all tables.
        types: The types of fields that have another one than in the account, by scope and wire name.
    """

    options: Mapping[str, object] = field(default_factory=dict)
    names: NamesByScope = field(default_factory=dict)
    renames: NamesByScope = field(default_factory=dict)
    overlays: tuple[Path, ...] = ()
    rules: Mapping[str, Severity | None] = field(default_factory=dict)
    tables: tuple[str, ...] | None = None
    types: NamesByScope = field(default_factory=dict)

    @property
    def choice(self) -> AccountChoice:
        """What to generate of an account, in canonical form."""
        tables = None if self.tables is None else tuple(sorted(set(self.tables)))
        return AccountChoice(
            tables, {scope: tuple(sorted(names)) for scope, names in sorted(self.types.items()) if names}
        )


NO_CONFIG = Config()


def find_config(start: Path) -> Path | None:
    """Return the nearest pyproject.toml with our section, in a folder or one of its parents; None if there is none."""
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file() and _section(file) is not None:
            return file
    return None


def read_config(file: Path, profile: str | None = None) -> Config:
    """Return the configuration in a file.

    Args:
        file: A pyproject.toml; paths in it are relative to its folder.
        profile: The profile whose settings override the common ones.

    Raises:
        InputError: The file cannot be read, or is wrong; with every problem and its key.
    """
    section = _section(file)
    if section is None:
        raise InputError(Problem(str(file), f"has no section [tool.{SECTION}]"))
    reader = TomlReader()
    root = reader.root(section, str(file), f"tool.{SECTION}")
    profiles = root.child("profiles")
    common = _settings(root, file.parent, "profiles")
    by_profile = {name: _settings(node, file.parent) for name, node in profiles.children()}
    if profile is not None and profile not in by_profile:
        known = f"Profiles are {', '.join(sorted(by_profile))}." if by_profile else "There are no profiles."
        profiles.problem(f"has no profile {profile!a}", known)
    reader.raise_problems()
    chosen = by_profile[profile] if profile is not None else Config()
    # A profile's base URL is another account, to which the common snapshot and number do not belong.
    replaced = {"account", "account-id"} if "base-url" in chosen.options else set()
    kept = {key: value for key, value in common.options.items() if key not in replaced}
    return Config(
        options={**kept, **chosen.options},
        names=_merged(common.names, chosen.names),
        renames=_merged(common.renames, chosen.renames),
        overlays=(*common.overlays, *chosen.overlays),
        rules={**common.rules, **chosen.rules},
        tables=common.tables if chosen.tables is None else chosen.tables,
        types=_merged(common.types, chosen.types),
    )


def profile_names(file: Path) -> list[str]:
    """Return the names of a file's profiles; raises InputError for a file that cannot be read."""
    profiles = (_section(file) or {}).get("profiles")
    return sorted(profiles) if isinstance(profiles, dict) else []


def _section(file: Path) -> dict[str, object] | None:
    tool = parse_toml(read_bytes(file), str(file)).get("tool")
    section = tool.get(SECTION) if isinstance(tool, dict) else None
    return section if isinstance(section, dict) else None


def _settings(node: Node, folder: Path, *other_keys: str) -> Config:
    node.refuse_unknown((*SETTINGS, *_GROUPS, *other_keys), "is not a setting")
    options = {key: SETTINGS[key](child, folder) for key, child in node.children() if key in SETTINGS}
    overlays = tuple(Path(path) for path in _paths(node.child("overlays"), folder))
    names, renames = (_scopes(node.child(key)) for key in ("names", "renames"))
    tables = node.child("tables")
    return Config(
        options=options,
        names=names,
        renames=renames,
        overlays=overlays,
        rules=_rules(node.child("rules")),
        tables=None if tables.absent else tables.texts(),
        types=_types(node.child("types")),
    )


def _rules(node: Node) -> dict[str, Severity | None]:
    """Return severities by the ids of drift rules."""
    from .drift.changes import Severity
    from .drift.rules import BY_ID

    node.refuse_unknown(BY_ID, "is not a drift rule", "docs/reference/rules.md lists the rules.")
    found: dict[str, Severity | None] = {}
    for rule, child in node.children():
        chosen = child.one_of((*Severity, OFF), f"It is one of {', '.join(Severity)} and {OFF}.")
        found[rule] = Severity(chosen) if chosen in tuple(Severity) else None
    return found


def _types(node: Node) -> dict[str, dict[str, str]]:
    """Return the types of fields by scope; the only one is that of a date."""
    for scope, names in node.children():
        if scope not in OWNERS and table_of(scope) is None:
            names.problem("is not a scope", f'Scopes are {", ".join(OWNERS)}, and "table NAME".')
    return {
        scope: {wire: chosen.one_of((AS_DATE,), AS_DATE_HINT) for wire, chosen in names.children()}
        for scope, names in node.children()
    }


def _scopes(node: Node) -> dict[str, dict[str, str]]:
    """Return names by scope."""
    for scope, names in node.children():
        if scope not in (*OWNERS, "tables") and table_of(scope) is None:
            names.problem("is not a scope", f'Scopes are {", ".join(OWNERS)}, tables, and "table NAME".')
    return {scope: {wire: name.text() for wire, name in names.children()} for scope, names in node.children()}


def _text(node: Node, folder: Path) -> str:
    return node.text()


def _severity(node: Node, folder: Path) -> str:
    from .drift.changes import Severity

    return node.one_of(tuple(Severity), f"It is one of {', '.join(Severity)}.")


def _flag(node: Node, folder: Path) -> bool:
    return node.flag()


def _account_id(node: Node, folder: Path) -> int | None:
    if isinstance(node.value, int) and is_account_id(node.value):
        return node.value
    node.wrong(f"a number from 1 to {MAX_ACCOUNT_ID}")
    return None


def _path(node: Node, folder: Path) -> str:
    text = node.text()
    if "\0" in text:
        node.wrong("a path")
    return str(folder / os.path.expanduser(text))


def _paths(node: Node, folder: Path) -> list[str]:
    return [_path(item, folder) for item in node.items()]


SETTINGS: Mapping[str, Callable[[Node, Path], object]] = {
    "account": _path,
    "account-id": _account_id,
    "accepted": _path,
    "allow-http": _flag,
    "api-key-file": _path,
    "base-url": _text,
    "fail-on": _severity,
    "out": _path,
    "package": _text,
    "site": _path,
    "usage": _paths,
}


def _merged(common: NamesByScope, chosen: NamesByScope) -> NamesByScope:
    return {scope: {**common.get(scope, {}), **chosen.get(scope, {})} for scope in sorted({*common, *chosen})}
