"""How keys of the configuration become defaults of options."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from yulsn_codegen.cli import COMMANDS, commands
from yulsn_codegen.cli.options import Configured
from yulsn_codegen.config import SETTINGS, Config, read_config

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"
WITHOUT_AN_OPTION = {"overlays", "names", "renames", "rules", "tables", "types", "profiles"}


def rows() -> dict[str, set[str]]:
    """Return the commands that use each key, as the documentation says."""
    found = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {key: set(re.findall(r"`(\w+)`", users)) for key, users in found}


def keys(parameter: click.Parameter) -> list[str]:
    if isinstance(parameter, Configured):
        return [parameter.setting]
    return [option.removeprefix("--") for option in parameter.opts]


def options() -> dict[str, set[str]]:
    """Return the commands that have an option for each key, of those that read the configuration."""
    root = click.Context(commands)
    found: dict[str, set[str]] = {}
    for name in COMMANDS:
        command = commands.get_command(root, name)
        assert command is not None
        names = {name for parameter in command.params for name in keys(parameter)}
        if "config" in names:
            for option in names:
                found.setdefault(option, set()).add(name)
    return found


def example(key: str) -> str:
    return {"account-id": "7", "allow-http": "true", "usage": '["src"]', "fail-on": '"error"'}.get(key, '"x"')


@pytest.mark.parametrize("key", sorted(rows().keys() - WITHOUT_AN_OPTION))
def test_a_key_is_the_default_of_the_option_with_its_name(key: str, tmp_path: Path) -> None:
    assert rows()[key] == options()[key]
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[tool.yulsn-codegen]\n{key} = {example(key)}\n")
    assert read_config(file).options.keys() == {key}


def test_every_key_is_documented() -> None:
    assert rows().keys() == {*SETTINGS, *WITHOUT_AN_OPTION}
    assert set(Config.__dataclass_fields__) - {"options"} <= WITHOUT_AN_OPTION
