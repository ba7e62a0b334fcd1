"""The command `agents`: print the guide for coding agents that is part of the package."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib import resources

from .commands import write
from .package_index import PACKAGE

__all__ = ["add_arguments", "run"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of this command: none."""


def run(arguments: Namespace) -> int:
    """Run the command."""
    write(resources.files(PACKAGE).joinpath("AGENTS.md").read_text(encoding="utf-8"))
    return 0
