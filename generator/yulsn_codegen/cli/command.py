"""Classes for commands and their group: lazy loading, the layout of the help, and suggestions for typos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import click

from .configuration import configure
from .options import COMMON
from .session import Session

WIDTH = 100  # of the help, at most


def command(*examples: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command of the same name.

    Its docstring becomes the help, and the docstring's first paragraph the summary. It gets the `Session` first, then
    its options.

    Args:
        examples: Complete command lines to show in the help.
    """

    def decorate(function: Callable[..., Any]) -> Command:
        return click.command(cls=Command, examples=examples)(click.pass_obj(function))

    return decorate


class _Help(click.Command):
    """A command whose help shows examples, defaults and, in a section of their own, the options that all share.

    Args:
        examples: Complete command lines.
        sections: More sections for the end of the help, as lines by title.
    """

    def __init__(
        self, *, examples: Sequence[str] = (), sections: Mapping[str, Sequence[str]] | None = None, **keywords: Any
    ) -> None:
        keywords["context_settings"] = {"max_content_width": WIDTH, "show_default": True}
        super().__init__(add_help_option=False, **keywords)
        self.examples = tuple(examples)
        self.sections = {"Example" if len(examples) == 1 else "Examples": examples, **(sections or {})}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser leaves it out at times
            raise

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return the whole summary, however long it is."""
        summary = (self.help or "").strip().partition("\n\n")[0]
        return " ".join(summary.split()).removesuffix(".")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own: list[tuple[str, str]] = []
        common: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                (common if parameter.name in COMMON else own).append(record)
        for title, records in (("Options", own), ("Common options", common)):
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, lines in self.sections.items():
            with formatter.section(title):
                for line in lines:  # not wrapped, so that it can be copied
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Command(_Help):
    """One command; prepares the session from the common options and the configuration before it runs."""

    def invoke(self, ctx: click.Context) -> Any:
        session = Session.of(ctx)
        ctx.obj = replace(session, config=configure(ctx, session))
        return super().invoke(ctx)


class CommandGroup(_Help, click.Group):
    """The program: a group that imports a command's module only when it is needed.

    Args:
        names: The commands, in the order of the help. The command `x` is the function `x` of the module `x` in this
            package.
    """

    def __init__(self, *, names: Sequence[str], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.names = tuple(names)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        if cmd_name not in self.names:
            return None
        found = getattr(import_module(f".{cmd_name}", __package__), cmd_name)
        assert isinstance(found, Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=self.names, ctx=ctx) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)
