"""The command `build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .account import base_url_option, canonical
from .command import command
from .drift import require_genuine_output
from .options import DIR, common_options, configuration_options, out_option
from .output import Target, report_option, write_reports
from .session import Session

if TYPE_CHECKING:
    from ..output.lock import Lock


@command("yulsn-codegen build --out acme-crm --target dist")
@base_url_option
@out_option
@click.option("--target", type=DIR, metavar="DIR", default="dist", help="Folder to write the wheel and the sdist to.")
@click.option("--check/--no-check", default=True, help="First install the wheel in an empty environment and import it.")
@report_option(("text", "json"))
@configuration_options
@common_options
def build(session: Session, base_url: str, out: Path, target: Path, check: bool, output: tuple[Target, ...]) -> None:
    """Build the wheel and the sdist of a generated package.

    The files are verified first, as by `check --offline`. Only those that the lock lists are included. The same package
    and the same build tools produce the same bytes.
    """
    from ..release.packaging import build_output

    def verify(lock: Lock) -> None:
        require_genuine_output(session, out, lock, canonical(base_url))

    with session.steps("Building") as step:
        built = build_output(out, target, verify, check=check, step=step)

    def render(report: Target) -> str:
        if report.form == "json":
            from ..drift.reports.wording import json_text

            return json_text([{"file": path.as_posix(), "sha256": digest} for path, digest in built.files])
        return "".join(f"Built {path} (sha256 {digest})\n" for path, digest in built.files)

    write_reports(output or session.default_targets, render)
