"""The command `schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from .account import AccountSource, account_option, base_url_option, read_account, sandbox_option, source_options
from .client import client_lock, client_option, plan_as_client
from .command import command
from .options import common_options, configuration_options, did_you_mean
from .output import STDOUT, file_option, write_result
from .session import Session


@command(
    "yulsn-codegen schema --account account.json contacts -o contacts.schema.json",
    "yulsn-codegen schema --sandbox -o account.schema.json",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@file_option("the schema")
@source_options(base_url_option, account_option, sandbox_option)
@client_option
@configuration_options
@common_options
def schema(session: Session, names: tuple[str, ...], output: Path, source: AccountSource, client: Path | None) -> None:
    """Export the account's objects as JSON Schema 2020-12.

    NAME is contacts, contact_companies, orders, order_lines, stores, or a table; by default all of them are exported.
    Write a table as tables.NAME if it has the name of one of the others. $defs has the schemas of received objects and
    of the bodies that create and change them. With one NAME, the document itself is the schema of the received object.
    """
    from ..account.choice import table_scope
    from ..description.json_schema import json_schema, schemas_by_owner
    from ..text.json_text import indented

    lock = client_lock(client)
    account = read_account(session, source)
    with session.steps("Exporting the schema"):
        decided, notes = plan_as_client(session, account, lock)
        tables = {table_scope(table): [table, name, f"tables.{name}"] for table, name in decided.names.tables.items()}
        known = {owner: tables.get(owner, [owner]) for owner in schemas_by_owner(decided.document)}
        owners = _chosen(names, known) or list(known)
        text = indented(json_schema(decided.document, owners)) + "\n"
    session.note(*notes)
    write_result(output, text)
    if output != STDOUT:
        session.confirm(f"Wrote {output}: JSON Schema of {', '.join(owners) if names else 'all objects'}.")


def _chosen(names: Iterable[str], known: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the owners and tables with some names, each once.

    Args:
        names: The given names; case and underscores are ignored.
        known: The names of each owner and table.

    Raises:
        UsageError: There is no such owner or table.
    """
    keys = {_key(name): owner for owner in reversed([*known]) for name in known[owner]}
    for name in names:
        if _key(name) not in keys:
            hint = did_you_mean(name, [each for group in known.values() for each in group])
            raise click.UsageError(f"{name!r} is not an owner or table of the account{hint}")
    return list(dict.fromkeys(keys[_key(name)] for name in names))


def _key(name: str) -> str:
    return name.casefold().replace("_", "")
