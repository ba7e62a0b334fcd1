"""Options and steps that the commands about drift share."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .account import AccountSource, read_account
from .options import FILE
from .session import Session

if TYPE_CHECKING:
    from ..account.schema import AccountSchema
    from ..drift.changes import SchemaChange
    from ..output.lock import Lock

accepted_option = click.option(
    "--accepted",
    type=FILE,
    metavar="FILE",
    help="File with the accepted changes.  [default: yulsn-accepted.toml beside the --out folder]",
)
allow_shrink_option = click.option(
    "--allow-shrink",
    is_flag=True,
    show_default=False,
    help="Accept that most fields or tables are gone instead of exiting with 3.",
)
usage_option = click.option(
    "--usage",
    type=FILE,
    metavar="PATH",
    multiple=True,
    help="Python file, notebook or folder in which to find the lines that each change affects. Repeatable.",
)


def read_output(out: Path, option: str = "--out") -> Lock:
    """Return the lock of a generated package; raises if the package is incomplete."""
    from ..output.lock import need_lock
    from ..output.publish import require_whole

    require_whole(out)
    return need_lock(out, option)


def verify_output(session: Session, out: Path, lock: Lock) -> tuple[str, ...]:
    """Verify the generated files; return a note if that is impossible, as another version of the generator wrote them.

    Raises:
        EditedError: A file was edited, is missing, or was not generated.
        UnsafeError: A file differs from what is generated although the lock has its hash.
    """
    from ..output.verify import verify
    from ..update import files_of, overlay_hashes

    config = session.config
    reason = verify(out, lock, lambda: files_of(lock, config), overlay_hashes(config))
    return (f"The generated files could not be verified: the package {reason}.",) if reason else ()


def require_genuine_output(session: Session, out: Path, lock: Lock, base_url: str) -> None:
    """Require that the generated files are what is generated from the lock, with this base URL.

    Raises:
        EditedError: They are not, or it cannot be verified.
        UnsafeError: A file differs from what is generated although the lock has its hash.
    """
    from ..output.verify import require_genuine
    from ..update import files_of, overlay_hashes

    config = session.config
    require_genuine(out, lock, lambda: files_of(lock, config), overlay_hashes(config), base_url)


def changes_since(
    session: Session, lock: Lock, source: AccountSource, *, allow_shrink: bool
) -> tuple[AccountSchema, tuple[SchemaChange, ...], tuple[str, ...]]:
    """Return the account, what has changed in it since the lock was written, and notes on what was not compared."""
    from ..check import check_account

    account = read_account(session, source)
    return account, *check_account(lock, account, allow_shrink=allow_shrink, config=session.config)


def acceptances_file(accepted: Path | None, out: Path) -> Path:
    """Return the file with the accepted changes: the given one, or the default beside the output folder."""
    from ..drift.accept import ACCEPTED_NAME

    return accepted or Path(os.path.normpath(out / os.pardir / ACCEPTED_NAME))


def today() -> date:
    """Return the day that decides whether an acceptance has expired, in UTC."""
    return datetime.now(UTC).date()
