"""The option `--client`: the generated package whose names for the account a command uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .drift import read_output
from .options import DIR, Configured, is_given
from .session import Session

if TYPE_CHECKING:
    from ..account.schema import AccountSchema
    from ..output.lock import Lock
    from ..plan import Plan

client_option = click.option(
    "--client",
    cls=Configured,
    setting="out",
    type=DIR,
    metavar="DIR",
    help="Folder of the generated package, whose names are used.",
)


def client_lock(client: Path | None) -> Lock | None:
    """Return the lock of the generated package; None if there is none in the folder that is configured."""
    from ..output.lock import LOCK_NAME

    if client is None or not (is_given(click.get_current_context(), "client") or (client / LOCK_NAME).exists()):
        return None
    return read_output(client, "--client")


def plan_as_client(session: Session, account: AccountSchema, lock: Lock | None) -> tuple[Plan, tuple[str, ...]]:
    """Plan the package of an account with the names that a lock pins; also return notes on what was read and chosen.

    Raises:
        InputError: The configuration does not fit the account.
        UnsafeError: An overlay changes what it must not.
    """
    from ..account.unread import fill
    from ..chosen import chosen
    from ..plan import plan

    account, notes = fill(account, lock.account) if lock else (account, ())
    account, choice_notes = chosen(account, session.config, lock.account if lock else None)
    decided = plan(account, lock, session.config)
    return decided, (*notes, *choice_notes)
