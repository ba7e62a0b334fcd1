"""The command `init`."""

from __future__ import annotations

import sys

import click

from ..text.errors import InputError
from .account import base_url_option, canonical
from .command import command
from .options import Choice, common_options, working_folder
from .session import Session


@command("yulsn-codegen init --yes --package acme_crm --ci github")
@click.option("--package", metavar="NAME", help="Import name of the generated package.  [default: from the project]")
@click.option("--out", metavar="DIR", help="Folder of the generated package.  [default: the package, with hyphens]")
@base_url_option
@click.option(
    "--ci",
    type=Choice(["github", "gitlab", "none"]),
    help="CI server to add a file for.  [default: from the repository]",
)
@click.option(
    "--install",
    metavar="URL",
    help="Where CI installs yulsn-codegen from: git+https://HOST/PATH@COMMIT.  [default: where this one is from]",
)
@click.option("-y", "--yes", is_flag=True, show_default=False, help="Ask nothing: use the defaults.")
@common_options
def init(
    session: Session,
    package: str | None,
    out: str | None,
    base_url: str,
    ci: str | None,
    install: str | None,
    yes: bool,
) -> None:
    """Set up a repository for a generated package.

    Adds [tool.yulsn-codegen] to pyproject.toml, a line to .gitattributes, and files that check for drift and verify
    pull requests in CI. Asks only for what the repository does not show. Existing files are never overwritten, and
    running it again changes nothing.
    """
    from .. import initialize
    from ..update import check_package

    source = initialize.installed_from() if install is None else initialize.check_install(install)
    repository = initialize.find_repository(working_folder())
    known = initialize.configured(repository) or {}
    ask = not yes and sys.stdin is not None and sys.stdin.isatty()
    if package is None:
        package = str(known.get("package") or initialize.guess_package(repository))
        if ask and "package" not in known:
            package = click.prompt("Import name", default=package, value_proc=_valid_package, err=True)
    check_package(package)
    if ci is None:
        ci = initialize.guess_ci(repository)
        if ask and ci is None:
            choices = Choice([one.value for one in initialize.Ci])
            ci = click.prompt("CI server", default=initialize.Ci.NONE.value, type=choices, err=True)
    folder = out or str(known.get("out") or package.replace("_", "-"))
    server = initialize.Ci(ci or initialize.Ci.NONE)
    settings = initialize.Settings(package, initialize.output_folder(folder), canonical(base_url), server, source)
    files = initialize.decide(repository, settings)
    initialize.write(repository, files)
    session.confirm(
        *(f"{file.path}: {file.done}" for file in files),
        "",
        "Next, with your key in YULSN_API_KEY:",
        "  yulsn-codegen doctor",
        "  yulsn-codegen generate",
    )


def _valid_package(name: str) -> str:
    """Return the answer to the prompt for the package's name; raises UsageError, so that click asks again."""
    from ..update import check_package

    try:
        check_package(name)
    except InputError as error:
        raise click.UsageError(error.problems[0].what) from None
    return name
