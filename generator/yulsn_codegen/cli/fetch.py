"""The command `fetch`."""

from __future__ import annotations

from pathlib import Path

from .account import Access, access_options, base_url_option, fetch_account, summary
from .command import command
from .options import common_options, configuration_options
from .output import STDOUT, file_option, write_result
from .session import Session


@command("yulsn-codegen fetch --base-url https://api.yulsn.io -o account.json")
@file_option("the snapshot")
@base_url_option
@access_options
@configuration_options
@common_options
def fetch(session: Session, output: Path, base_url: str, access: Access) -> None:
    """Save an account's fields, tables and types as a snapshot.

    A snapshot is a JSON file that holds the account's schema: no customer data and no key. It can be kept in version
    control and given to the other commands with --account, which then need neither the network nor the key.
    """
    from ..account.snapshot import dump_snapshot

    account = fetch_account(session, base_url, access)
    write_result(output, dump_snapshot(account))
    if output != STDOUT:
        session.confirm(f"Wrote {output}: {summary(account)}.")
