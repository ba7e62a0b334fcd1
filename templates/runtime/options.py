"""The options of a client, validated."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .account_id import ACCOUNT_ID_VARIABLE, MAX_ACCOUNT_ID, is_account_id, parse_account_id
from .base_url import BASE_URL_VARIABLE, DEFAULT_BASE_URL, BaseUrlError, is_loopback, parse_base_url
from .defaults import MAX_RESPONSE_SIZE
from .error_text import printable
from .errors import YulsnError
from .option_checks import check_count, check_deadline, check_rate, check_seconds, check_type

__all__ = ["KEY_VARIABLE", "Options", "Secret", "find_account_id", "find_base_url", "find_key"]

KEY_VARIABLE = "YULSN_API_KEY"
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OWN_HEADERS = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-apikey",
    }
)


class Secret:
    """A string that no repr shows, so that neither tracebacks with local variables nor debuggers print it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text."""
        return self._text

    def __repr__(self) -> str:
        return "***"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a client that its transport needs, validated; see `Client` for their meaning.

    Attributes:
        user_agent: Value of the `User-Agent` header.
        headers: Additional headers by name. They may hold secrets, so they are not in the repr.
    """

    api_key: Secret
    base_url: str = DEFAULT_BASE_URL
    timeout: float = 30.0
    connect_timeout: float = 5.0
    max_retries: int = 2
    deadline: float | None = None
    max_response_size: int = MAX_RESPONSE_SIZE
    allow_http: bool = False
    user_agent: str = "yulsn-client"
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    account_id: int | None = None
    max_concurrency: int | None = None
    max_rate: float | None = None

    def __post_init__(self) -> None:
        """Validate the options.

        Raises:
            YulsnError: If the key is not a valid header value, or the base URL is invalid.
            TypeError: If an option is of another type.
            ValueError: If a time or a count is out of range, or a header is invalid.
        """
        _check_key(self.api_key)
        check_seconds("timeout", self.timeout)
        check_seconds("connect_timeout", self.connect_timeout)
        check_count("max_retries", self.max_retries, least=0)
        if self.deadline is not None:
            check_deadline("deadline", self.deadline)
        check_count("max_response_size", self.max_response_size)
        if self.max_concurrency is not None:
            check_count("max_concurrency", self.max_concurrency)
        if self.max_rate is not None:
            check_rate("max_rate", self.max_rate)
        check_type("allow_http", self.allow_http, bool, "True or False")
        check_type("base_url", self.base_url, str, "text")
        _check_headers(self.headers)
        if self.account_id is not None and not is_account_id(self.account_id):
            raise ValueError(f"account_id must be an integer from 1 to {MAX_ACCOUNT_ID}, not {self.account_id!r}")
        object.__setattr__(self, "base_url", _checked_url(self.base_url, self.allow_http))

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this machine."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


def _check_key(key: Secret) -> None:
    if not key.reveal():
        raise YulsnError("the API key is empty")
    if not key.reveal().isascii() or not key.reveal().isprintable() or key.reveal().strip() != key.reveal():
        raise YulsnError("the API key contains invalid characters; was it copied with a line break?")


def _check_headers(headers: Mapping[Any, Any]) -> None:
    """Check additional headers. Messages do not contain their values."""
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{printable(str(name))!r} is not a valid name of a header")
        if name.lower() in _OWN_HEADERS:
            raise ValueError(f"the header {name} is set by the client")
        if not isinstance(value, str) or not value.isascii() or not value.isprintable() or value.strip() != value:
            raise ValueError(f"the value of the header {name} must be printable ASCII text without spaces around it")


def find_key(api_key: str | None) -> Secret:
    """Return the given key, or the one in the environment variable `YULSN_API_KEY`.

    Raises:
        YulsnError: If there is none.
        TypeError: If it is not text.
    """
    check_type("api_key", api_key, str | None, "text")
    key = os.environ.get(KEY_VARIABLE, "").strip() if api_key is None else api_key
    if not key:
        raise YulsnError(f"no API key: pass api_key, or set the environment variable {KEY_VARIABLE}")
    return Secret(key)


def find_account_id(account_id: int | None, of_package: int | None) -> int | None:
    """Return the given account number, or else that of `YULSN_ACCOUNT_ID`, or of the package, in this order.

    Args:
        account_id: The given one, or None.
        of_package: The one that the package was generated with; None if it has none.

    Raises:
        YulsnError: If the environment variable holds something else.
    """
    if account_id is not None:
        return account_id
    text = os.environ.get(ACCOUNT_ID_VARIABLE, "").strip()
    try:
        return parse_account_id(text) if text else of_package
    except ValueError as error:
        raise YulsnError(f"the environment variable {ACCOUNT_ID_VARIABLE} {error}") from None


def find_base_url(base_url: str | None, of_package: str) -> str:
    """Return the given base URL, or else that of `YULSN_BASE_URL`, of the package, or the default, in this order.

    Args:
        base_url: The given one, or None.
        of_package: The one that the package was generated for; empty for the default.
    """
    if base_url is not None:
        return base_url
    return os.environ.get(BASE_URL_VARIABLE) or of_package or DEFAULT_BASE_URL


def _checked_url(url: str, allow_http: bool) -> str:
    try:
        base = parse_base_url(url)
    except BaseUrlError as error:
        raise YulsnError(printable(f"base_url {error}")) from None
    if base.exposes_key and not allow_http:
        raise YulsnError(
            f"base_url {base.url} uses plain http, which would expose the API key on the network; "
            "use https, or pass allow_http=True"
        )
    return base.url
