"""The command `doctor`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..account.credentials import API_KEY_VARIABLE
from ..base_url import BASE_URL_VARIABLE
from ..text.characters import one_line
from ..text.errors import CodegenError, ExitCode, InputError
from .account import Access, access_options, announce, base_url_option, read_key
from .command import command
from .options import common_options, configuration_options, out_option
from .output import Target, report_option, write_reports
from .session import Session

if TYPE_CHECKING:
    from ..doctor.checks import Check


@command("yulsn-codegen doctor -o json=doctor.json")
@base_url_option
@access_options
@out_option
@click.option("--offline", is_flag=True, show_default=False, help="Do not use the network.")
@report_option(("text", "json"))
@configuration_options
@common_options
@click.pass_context
def doctor(
    context: click.Context,
    session: Session,
    base_url: str,
    access: Access,
    out: Path,
    offline: bool,
    output: tuple[Target, ...],
) -> None:
    """Find out why something does not work.

    Checks the installation, the configuration, the API key (its form; it is never shown), proxies and certificates, the
    connection to the API, what the key may read, and the generated package. The account is only read. The exit code is
    1 if a check failed, and 0 otherwise.
    """
    from ..doctor.checks import CheckStatus

    source = context.get_parameter_source("base_url")
    checks = tuple(_checks(session, base_url, source.name.lower() if source else "default", access, out, offline))

    failed = [check for check in checks if check.status is CheckStatus.FAILURE]

    def render(target: Target) -> str:
        if target.form == "json":
            from ..drift.reports.wording import json_text

            return json_text({"failures": len(failed), "checks": [vars(check) for check in checks]})
        shown = failed if session.is_quiet else checks
        return "".join(map(_lines, shown)) + (f"{len(failed)} failed.\n" if failed else "No check failed.\n")

    targets = output or ((Target("text"),) if failed else session.default_targets)
    write_reports(targets, render)
    if failed:
        context.exit(ExitCode.DRIFT)


def _checks(session: Session, base_url: str, origin: str, access: Access, out: Path, offline: bool) -> Iterator[Check]:
    from ..account.credentials import Quote, check_base
    from ..doctor import checks as local
    from ..doctor.checks import Check, CheckStatus

    yield from local.check_environment()
    configured = ", ".join(session.config.options) or "no settings"
    yield Check("configuration", CheckStatus.OK, configured)
    try:
        key = read_key(access.api_key_file, API_KEY_VARIABLE)
        form = local.check_key_form(key, str(access.api_key_file or API_KEY_VARIABLE))
    except InputError as error:
        key, form = "", local.failure("API key", error)
    yield form
    yield from local.check_variables(os.environ)
    try:
        base = check_base(base_url, access.allow_http, Quote(key or "\0"))
        yield Check("base URL", CheckStatus.OK, f"{base.url} (from {_ORIGINS.get(origin, origin)})")
    except CodegenError as error:
        yield local.failure("base URL", error)
    else:
        if offline:
            yield Check("network", CheckStatus.WARNING, "not tried: --offline was given")
        else:
            from ..doctor.network import check_network

            announce(session, "Checking", base.url)
            yield from check_network(base, key if form.status is CheckStatus.OK else None)
    yield from local.check_output(out, session.config)


_ORIGINS = {
    "commandline": "--base-url",
    "environment": BASE_URL_VARIABLE,
    "default_map": "the configuration",
    "default": "the default",
}


def _lines(check: Check) -> str:
    line = f"{check.status.value:<8} {one_line(check.name)}: {one_line(check.detail)}\n"
    return line + (f"         {one_line(check.hint)}\n" if check.hint else "")
