"""Read the account: the options that say where and how, and the reading itself."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ..text.errors import InputError, Problem
from .options import FILE, Decorated, together
from .session import Session

if TYPE_CHECKING:
    from ..account.schema import AccountSchema

API_KEY = "YULSN_API_KEY"


@dataclass(frozen=True)
class Access:
    """How to reach the API.

    Attributes:
        api_key_file: The file that holds the key; None for the environment.
        allow_http: Whether the key may be sent over plain HTTP to another machine.
    """

    api_key_file: Path | None = None
    allow_http: bool = False


@dataclass(frozen=True)
class AccountSource:
    """Where to read the account: live, from a snapshot, or from the sandbox. At most one of them is set."""

    access: Access
    base_url: str | None = None
    account: Path | None = None
    use_sandbox: bool = False

    def __bool__(self) -> bool:
        return self.base_url is not None or self.account is not None or self.use_sandbox

    def __str__(self) -> str:
        return str(self.base_url or self.account or "the sandbox")


base_url_option = click.option("--base-url", metavar="URL", help="Read the account live from the API at this URL.")
account_option = click.option(
    "--account", type=FILE, metavar="FILE", help='Read the account from a snapshot, as written by "fetch".'
)
sandbox_option = click.option(
    "--sandbox", "use_sandbox", is_flag=True, show_default=False, help="Use the built-in account of the sandbox."
)
_key_options = together(
    click.option(
        "--api-key-file",
        type=FILE,
        metavar="FILE",
        help=f"Read the API key from this file.  [default: the environment variable {API_KEY}]",
    ),
    click.option(
        "--allow-http", is_flag=True, show_default=False, help="Send the API key over plain HTTP to another machine."
    ),
)


def access_options(function: Decorated) -> Decorated:
    """Add the options for the API key; the function receives them as `access`."""

    @functools.wraps(function)
    def collect(*arguments: Any, api_key_file: Path | None, allow_http: bool, **others: Any) -> Any:
        return function(*arguments, access=Access(api_key_file, allow_http), **others)

    wrapped: Any = collect
    return cast(Decorated, _key_options(wrapped))


def source_options(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Add the options that say where the account is read; the function receives them as `source`."""

    def decorate(function: Decorated) -> Decorated:
        @functools.wraps(function)
        def collect(*arguments: Any, access: Access, **others: Any) -> Any:
            named = {name: others.pop(name) for name in ("base_url", "account", "use_sandbox") if name in others}
            given = [name for name, value in named.items() if value not in (None, False)]
            if len(given) > 1:
                names = " and ".join(f"--{name.removeprefix('use_').replace('_', '-')}" for name in given)
                raise InputError(Problem(names, "cannot be combined", "Give exactly one of them."))
            return function(*arguments, source=AccountSource(access, **named), **others)

        wrapped: Any = access_options(collect)
        return together(*options)(wrapped)

    return decorate


def read_account(session: Session, source: AccountSource) -> AccountSchema:
    """Return the schema of the account at a source.

    Raises:
        InputError: There is no source, or the snapshot or the key cannot be used.
        UndeterminedError: The account could not be read.
    """
    if source.account is not None:
        from ..account.snapshot import read_snapshot

        session.detail(f"Reading the snapshot {source.account}")
        return read_snapshot(source.account)
    if source.base_url is not None:
        return fetch_account(session, source.base_url, source.access)
    if source.use_sandbox:
        from ..account.fetch import fetch
        from ..sandbox import running

        session.detail("Reading the sandbox's account")
        with running() as server:
            return fetch(server.base_url, server.api_key)
    hint = "Pass --base-url URL or --account FILE, or configure base-url or account in [tool.yulsn-codegen]."
    raise InputError(Problem("", "no account given", hint))


def fetch_account(session: Session, base_url: str, access: Access, variable: str = API_KEY) -> AccountSchema:
    """Return the schema of the account at a URL.

    Args:
        variable: An environment variable for the key that overrides the usual one where it is set.
    """
    from ..account.fetch import fetch

    key = _read_key(access.api_key_file, variable)
    with session.progress(f"Reading the account at {base_url}") as progress:
        return fetch(base_url, key, progress=progress, allow_http=access.allow_http)


def _read_key(file: Path | None, variable: str) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").strip()
        except OSError as error:
            raise InputError(Problem(str(file), f"cannot be read: {error.strerror or error}")) from None
        except UnicodeDecodeError:
            raise InputError(Problem(str(file), "is not UTF-8; the API key is text")) from None
    key = os.environ.get(variable, "").strip() or os.environ.get(API_KEY, "").strip()
    if not key:
        raise InputError(Problem("API key", "is missing", f"Set {API_KEY}, or name a file with --api-key-file."))
    return key


def summary(account: AccountSchema) -> str:
    """Describe the size of an account in words."""
    fields = sum(map(len, account.owners.values()))
    columns = sum(len(table.fields) for table in account.tables)
    return f"{fields} fields, {len(account.tables)} tables with {columns} fields"
