"""The configuration: `[tool.yulsn-codegen]` of a pyproject.toml goes in, option values and names come out.

[tool.yulsn-codegen]                       # what a command's options are when they are not given
base-url = "https://api.yulsn.io"
package = "acme_crm"
out = "clients/acme"

[tool.yulsn-codegen.profiles.staging]      # another account, chosen with --profile staging
base-url = "https://staging.example.com"

[tool.yulsn-codegen.names.Contacts]        # Python names of fields (an owner, or "table NAME") and of `tables`
"Shoe-Size" = "old_shoe_size"

[tool.yulsn-codegen.renames.Contacts]      # confirmed renames: old wire name = new wire name
"Favourite" = "Favourite Brand"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from .account.schema import OWNERS
from .drift.changes import Severity
from .text.errors import InputError, Problem

SECTION = "yulsn-codegen"
_TEXTS = ("base-url", "package", "fail-on")
_PATHS = ("account", "out", "api-key-file", "accepted")
_FLAGS = ("allow-http",)
_PATH_LISTS = ("usage",)
_OPTIONS = (*_TEXTS, *_PATHS, *_FLAGS, *_PATH_LISTS)
_TABLES = ("names", "renames")

NamesByScope = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Config:
    """What a configuration file says, for one profile.

    options: values of options, by their long names; names: Python names by scope and wire name; renames: new wire names
    by scope and old one.
    """

    options: Mapping[str, object] = field(default_factory=dict)
    names: NamesByScope = field(default_factory=dict)
    renames: NamesByScope = field(default_factory=dict)


def find_config(start: Path) -> Path | None:
    """Return the pyproject.toml with our section that is nearest to a folder, upwards; None where there is none."""
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file() and _section(file) is not None:
            return file
    return None


def read_config(file: Path, profile: str | None = None) -> Config:
    """Return what a file configures; paths in it are relative to its folder.

    profile: whose settings go before the common ones. Raises InputError with every problem, each with its key.
    """
    section = _section(file)
    if section is None:
        raise InputError(Problem(str(file), f"has no section [tool.{SECTION}]"))
    problems: list[Problem] = []
    profiles = section.pop("profiles", {})
    if not isinstance(profiles, dict) or not all(isinstance(item, dict) for item in profiles.values()):
        problems.append(Problem(f"{file}, tool.{SECTION}.profiles", "should be tables of settings"))
        profiles = {}
    own: dict[str, object] = {}
    if profile is not None:
        if profile not in profiles:
            known = f"Profiles are {', '.join(sorted(profiles))}." if profiles else "There are none."
            raise InputError(Problem(f"{file}, tool.{SECTION}.profiles", f"has no {profile!a}", known))
        own = profiles[profile]
    place = f"{file}, tool.{SECTION}"
    common = _settings(section, file.parent, place, problems)
    others = [_settings(item, file.parent, f"{place}.profiles.{name}", problems) for name, item in profiles.items()]
    if problems:
        raise InputError(problems)
    chosen = others[list(profiles).index(profile)] if profile is not None else Config()
    sources = {"base-url", "account"}
    kept = {key: value for key, value in common.options.items() if key not in sources or not sources & own.keys()}
    return Config(
        options={**kept, **chosen.options},
        names=_merged(common.names, chosen.names),
        renames=_merged(common.renames, chosen.renames),
    )


def profile_names(file: Path) -> list[str]:
    """Return the names of a file's profiles; raises InputError for a file that cannot be read."""
    profiles = (_section(file) or {}).get("profiles")
    return sorted(profiles) if isinstance(profiles, dict) else []


def _section(file: Path) -> dict[str, object] | None:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(Problem(str(file), f"cannot be read: {error}")) from None
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, a number without end, nesting without end
        raise InputError(Problem(str(file), f"is not TOML: {error}")) from None
    tool = data.get("tool")
    section = tool.get(SECTION) if isinstance(tool, dict) else None
    return dict(section) if isinstance(section, dict) else None


def _settings(section: Mapping[str, object], folder: Path, place: str, problems: list[Problem]) -> Config:
    options: dict[str, object] = {}
    tables: dict[str, dict[str, dict[str, str]]] = {"names": {}, "renames": {}}
    for key, value in section.items():
        where = f"{place}.{key}"
        if key in _TABLES:
            tables[key] = _scopes(value, where, problems)
        elif key not in _OPTIONS:
            near = get_close_matches(key, [*_OPTIONS, *_TABLES, "profiles"], n=1)
            problems.append(Problem(where, "is no setting", f"Did you mean {near[0]}?" if near else ""))
        elif key in _FLAGS:
            if not isinstance(value, bool):
                problems.append(Problem(where, "should be true or false"))
            else:
                options[key] = value
        elif key in _PATH_LISTS:
            if not isinstance(value, list) or not all(map(_is_path, value)):
                problems.append(Problem(where, "should be a list of paths"))
            else:
                options[key] = [str(folder / item) for item in value]
        elif not isinstance(value, str):
            problems.append(Problem(where, "should be text"))
        elif key in _PATHS and not _is_path(value):
            problems.append(Problem(where, "should be a path"))
        elif key == "fail-on" and value not in list(Severity):
            problems.append(Problem(where, f"is {value!a}", f"It is one of {', '.join(Severity)}."))
        else:
            options[key] = str(folder / value) if key in _PATHS else value
    if {"base-url", "account"} <= options.keys():
        problems.append(Problem(place, "has both base-url and account", "Keep the one that is to be read."))
    return Config(options, tables["names"], tables["renames"])


def _is_path(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _scopes(value: object, place: str, problems: list[Problem]) -> dict[str, dict[str, str]]:
    """Return names by scope; what is wrong is added to `problems`."""
    found: dict[str, dict[str, str]] = {}
    for scope, names in value.items() if isinstance(value, dict) else ():
        if scope not in (*OWNERS, "tables") and not scope.startswith("table "):
            hint = f'Scopes are {", ".join(OWNERS)}, tables, and "table NAME".'
            problems.append(Problem(f"{place}.{scope}", "is no scope", hint))
        if not isinstance(names, dict) or not all(isinstance(item, str) for item in names.values()):
            problems.append(Problem(f"{place}.{scope}", "should be names, each with another name"))
        else:
            found[scope] = dict(names)
    if not isinstance(value, dict):
        problems.append(Problem(place, "should be a table of scopes"))
    return found


def _merged(common: NamesByScope, own: NamesByScope) -> NamesByScope:
    return {scope: {**common.get(scope, {}), **own.get(scope, {})} for scope in sorted({*common, *own})}
