"""Apply the configuration, `[tool.yulsn-codegen]` of a pyproject.toml, to the options of a command.

A configured value becomes the default of the option of the same name: `base-url` that of `--base-url`. An option on the
command line overrides it, and so does an environment variable. Another source of the account on the command line also
overrides a configured snapshot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from .options import CONFIG_FILE, PROFILE, SOURCES, Configured, is_given, is_set, working_folder
from .session import Session

if TYPE_CHECKING:
    from ..config import Config


def configure(context: click.Context, session: Session) -> Config:
    """Return the configuration for a command, and make it the default of the command's options.

    It is empty for a command without the options `--config` and `--profile`, and where no file is found.

    Raises:
        InputError: The file cannot be used, or there is a profile but no file.
    """
    from ..config import find_config, read_config
    from ..text.errors import InputError, Problem

    parameters = context.command.params
    if not any(parameter.name == CONFIG_FILE for parameter in parameters):
        return session.config
    profile = context.meta.get(PROFILE)
    file = context.meta.get(CONFIG_FILE) or find_config(working_folder())
    if file is None:
        if profile is not None:
            hint = "Add one, or name the file with --config."
            raise InputError(Problem("--profile", "there is no pyproject.toml with [tool.yulsn-codegen]", hint))
        return session.config
    session.detail(f"Configuration: {file}" + (f", profile {profile}" if profile else ""))
    config = read_config(file, profile)
    chosen = any(is_given(context, name) for name in SOURCES)
    for parameter in parameters:
        value = config.options.get(_key(parameter))
        if value is None or is_set(context, parameter.name) or (chosen and parameter.name == "account"):
            continue
        context.params[parameter.name] = parameter.type_cast_value(context, value)
        context.set_parameter_source(parameter.name, ParameterSource.DEFAULT_MAP)
    return config


def _key(parameter: click.Parameter) -> str:
    """Return the key that configures an option: its long name, unless the option names another."""
    if isinstance(parameter, Configured):
        return parameter.setting
    return next((name[2:] for name in parameter.opts if name.startswith("--")), "")
