"""Read the account: the options that say where and how, and the reading itself."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from click.core import ParameterSource

from ..account.credentials import API_KEY_VARIABLE
from ..base_url import BASE_URL_VARIABLE, DEFAULT_BASE_URL, BaseUrlError, parse_base_url
from ..text.characters import one_line
from ..text.documents import decode, read_bytes
from ..text.errors import InputError, Problem
from ..text.paths import shown_path
from ..text.terminal import say
from .options import FILE, Decorated, Seconds, is_given, together
from .session import Session

if TYPE_CHECKING:
    from ..account.schema import AccountSchema

_MAX_KEY_FILE = 64 * 1024
_KEY_HINT = f"Set {API_KEY_VARIABLE}, or name a file with --api-key-file."


@dataclass(frozen=True)
class Access:
    """How to reach the API.

    Attributes:
        api_key_file: The file that holds the key; None for the environment.
        allow_http: Whether the key may be sent over plain HTTP to another machine.
        timeout: Seconds that reading the account may take.
    """

    api_key_file: Path | None
    allow_http: bool
    timeout: float


@dataclass(frozen=True)
class AccountSource:
    """Where to read the account: from the sandbox, from a snapshot, or else live.

    Attributes:
        access: How to reach the API.
        base_url: The URL of the API, also if the account is read from a snapshot.
        account: The snapshot, if one is to be read.
        use_sandbox: Whether to read the sandbox's account.
    """

    access: Access
    base_url: str
    account: Path | None = None
    use_sandbox: bool = False

    def shown(self) -> str:
        """Return the name of the source in reports."""
        if self.account is not None and not self.use_sandbox:
            return shown_path(self.account)
        return str(self)

    def __str__(self) -> str:
        return "the sandbox" if self.use_sandbox else str(self.account or self.base_url)


base_url_option = click.option(
    "--base-url",
    metavar="URL",
    envvar=BASE_URL_VARIABLE,
    show_envvar=True,
    default=DEFAULT_BASE_URL,
    help="URL of the API.",
)
account_option = click.option(
    "--account",
    type=FILE,
    metavar="FILE",
    help='Read the account from a snapshot, as written by "fetch", instead of from the API.',
)
sandbox_option = click.option(
    "--sandbox", "use_sandbox", is_flag=True, show_default=False, help="Use the built-in account of the sandbox."
)
_key_options = together(
    click.option(
        "--api-key-file",
        type=FILE,
        metavar="FILE",
        help=f"Read the API key from this file.  [default: the environment variable {API_KEY_VARIABLE}]",
    ),
    click.option(
        "--allow-http", is_flag=True, show_default=False, help="Send the API key over plain HTTP to another machine."
    ),
    click.option(
        "--timeout",
        type=Seconds(86_400),
        metavar="SECONDS",
        default=600,
        help="Give up reading the account after this time.",
    ),
)


def access_options(function: Decorated) -> Decorated:
    """Add the options for the API key; the function receives them as `access`."""

    @functools.wraps(function)
    def collect(*arguments: Any, api_key_file: Path | None, allow_http: bool, timeout: float, **others: Any) -> Any:
        return function(*arguments, access=Access(api_key_file, allow_http, timeout), **others)

    wrapped: Any = collect
    return cast(Decorated, _key_options(wrapped))


def source_options(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Add the options that say where the account is read; the function receives them as `source`."""

    def decorate(function: Decorated) -> Decorated:
        @functools.wraps(function)
        def collect(*arguments: Any, access: Access, **others: Any) -> Any:
            named = {name: others.pop(name) for name in ("base_url", "account", "use_sandbox") if name in others}
            context = click.get_current_context()
            given = [name for name in named if is_given(context, name)]
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
        InputError: The snapshot, the base URL or the key cannot be used.
        UndeterminedError: The account could not be read.
    """
    if source.use_sandbox:
        from ..account.fetch import fetch
        from ..sandbox import running

        session.detail("Reading the sandbox's account")
        with running() as server:
            return fetch(server.base_url, server.api_key)
    if source.account is not None:
        from ..account.snapshot import read_snapshot

        session.detail(f"Reading the snapshot {source.account}")
        return read_snapshot(source.account)
    return fetch_account(session, source.base_url, source.access)


def fetch_account(session: Session, base_url: str, access: Access, variable: str = API_KEY_VARIABLE) -> AccountSchema:
    """Return the schema of the account at a URL, which is printed before the key is sent there.

    Args:
        variable: An environment variable for the key that overrides the usual one where it is set.
    """
    from ..account.fetch import fetch
    from ..account.limits import Timing

    key = announced_key(session, base_url, access, variable)
    with session.progress("Reading the account") as progress:
        timing = Timing(total=access.timeout)
        return fetch(base_url, key, progress=progress, warn=session.warn, allow_http=access.allow_http, timing=timing)


def announced_key(session: Session, base_url: str, access: Access, variable: str = API_KEY_VARIABLE) -> str:
    """Return the API key, after printing the URL that it will be sent to.

    Args:
        variable: An environment variable for the key that overrides the usual one where it is set.

    Raises:
        InputError: There is no key, or the key or the URL cannot be used.
    """
    from ..account.credentials import Quote, check_base, check_key

    key = read_key(access.api_key_file, variable)
    check_key(key)
    base = check_base(base_url, access.allow_http, Quote(key))
    announce(session, "Reading the account at", base.url)
    return key


def announce(session: Session, what: str, url: str) -> None:
    """Print on stderr what is done and the URL that the key will be sent to.

    A quiet run prints it only if the configuration, which a pull request can change, names another host than the
    default one.
    """
    is_configured = click.get_current_context().get_parameter_source("base_url") is ParameterSource.DEFAULT_MAP
    if not session.is_quiet or (is_configured and url != DEFAULT_BASE_URL):
        say(f"{what} {url}", err=True)


def canonical(base_url: str) -> str:
    """Return a base URL in canonical form.

    Raises:
        InputError: It is invalid.
    """
    if base_url == DEFAULT_BASE_URL:  # parsing needs the HTTP library, which is slow to import
        return base_url
    try:
        return parse_base_url(base_url).url
    except BaseUrlError as error:
        raise InputError(Problem("base URL", one_line(error.what)[:200], error.hint)) from None


def read_key(file: Path | None, variable: str) -> str:
    """Return the API key in a file, or in an environment variable.

    Raises:
        InputError: There is none, or the file cannot be read.
    """
    if file is not None:
        key = decode(read_bytes(file, _MAX_KEY_FILE, _KEY_HINT), str(file)).strip()
        if not key:
            raise InputError(Problem(str(file), "is empty", "Write the API key into it."))
        return key
    key = os.environ.get(variable, "").strip() or os.environ.get(API_KEY_VARIABLE, "").strip()
    if not key:
        raise InputError(Problem("API key", "is missing", _KEY_HINT))
    return key


def summary(account: AccountSchema) -> str:
    """Describe the size of an account in words."""
    fields = sum(map(len, account.owners.values()))
    columns = sum(len(table.fields) for table in account.tables)
    return f"{_counted(fields, 'field')}, {_counted(len(account.tables), 'table')} with {_counted(columns, 'field')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
