"""The command `docs`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ..base_url import DEFAULT_BASE_URL
from ..client.release import DEFAULT_PACKAGE
from .account import (
    AccountSource,
    account_option,
    base_url_option,
    canonical,
    read_account,
    sandbox_option,
    source_options,
)
from .client import client_lock, client_option, plan_as_client
from .command import command
from .options import (
    DIR,
    Configured,
    Range,
    account_id_option,
    common_options,
    configuration_options,
)
from .session import Session


@command("yulsn-codegen docs --account acme-crm/account.json --client acme-crm --out site")
@source_options(base_url_option, account_option, sandbox_option)
@click.option(
    "--out", "site", cls=Configured, setting="site", type=DIR, metavar="DIR", default="site", help="Folder of the site."
)
@client_option
@click.option(
    "--package",
    metavar="NAME",
    help="Import name of the package in the samples.  [default: that of --client, else yulsn_client]",
)
@account_id_option
@click.option(
    "--serve", is_flag=True, show_default=False, help="Also serve the site on this machine until you press Ctrl-C."
)
@click.option(
    "--port", type=Range(0, 65535), metavar="N", default=8766, help="Port for --serve to listen on; 0 for any free one."
)
@configuration_options
@common_options
def docs(
    session: Session,
    source: AccountSource,
    site: Path,
    client: Path | None,
    package: str | None,
    account_id: int | None,
    serve: bool,
    port: int,
) -> None:
    """Write a reference of the API for one account, as a static site.

    It shows all calls with Python samples for the account's own package, and the account's fields and tables with
    their labels and allowed values. Open it from disk or publish it on any web server; it sends no requests to other
    machines. It contains the account's schema, but no key and no customer data.
    """
    from ..reference.page import site_files
    from ..reference.publish import publish_site
    from ..update import check_package

    lock = client_lock(client)
    package = package or (lock.package if lock else DEFAULT_PACKAGE)
    account_id = account_id or (lock.account_id if lock else None) or 1
    check_package(package)
    account = read_account(session, source)
    with session.steps("Writing the reference"):
        decided, notes = plan_as_client(session, account, lock)
        server = DEFAULT_BASE_URL if source.use_sandbox else canonical(source.base_url)
        files = site_files(decided, package, server=server, account_id=account_id)
        changed = publish_site(site, files)
    session.note(*notes, *decided.notes)
    session.confirm(f"Wrote {site / 'index.html'}." if changed else f"{site / 'index.html'} is up to date.")
    if serve:
        _serve(session, files, port)


def _serve(session: Session, files: Mapping[str, str], port: int) -> None:
    """Serve a site on the loopback interface until the process is interrupted."""
    from ..reference.app import site_app
    from ..sandbox import serve

    app = site_app(lambda _: files, hosts=("127.0.0.1", "localhost"))
    serve(app, "127.0.0.1", port, lambda url: session.confirm(f"Serving the site at {url}. Press Ctrl-C to stop."))
