"""The options of a client, validated."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .defaults import BASE_URL, MAX_ANSWER
from .errors import YulsnError, printable
from .http_policy import is_loopback

__all__ = ["KEY_VARIABLE", "Options", "find_key"]

KEY_VARIABLE = "YULSN_API_KEY"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a client that its transport needs, validated; see `Client` for their meaning.

    Attributes:
        user_agent: Value of the `User-Agent` header.
    """

    api_key: str = field(repr=False)
    base_url: str = BASE_URL
    timeout: float = 30.0
    connect_timeout: float = 5.0
    max_retries: int = 2
    deadline: float | None = None
    max_answer: int = MAX_ANSWER
    allow_http: bool = False
    user_agent: str = "yulsn-client"

    def __post_init__(self) -> None:
        """Validate the options.

        Raises:
            YulsnError: If the key is not a valid header value, or the base URL is invalid.
            ValueError: If a time or a count is out of range.
        """
        if not self.api_key:
            raise YulsnError("the API key is empty")
        if not self.api_key.isascii() or not self.api_key.isprintable() or self.api_key.strip() != self.api_key:
            raise YulsnError("the API key contains invalid characters; was it copied with a line break?")
        if not self.timeout > 0 or not self.connect_timeout > 0:
            wrong = "connect_timeout" if self.timeout > 0 else "timeout"
            raise ValueError(f"{wrong} must be a number of seconds above 0, not {getattr(self, wrong)}")
        if self.max_retries < 0:
            raise ValueError(f"max_retries must be at least 0, not {self.max_retries}")
        if self.deadline is not None and not self.deadline > 0:
            raise ValueError(f"deadline must be a number of seconds above 0, or None, not {self.deadline}")
        if self.max_answer < 1:
            raise ValueError(f"max_answer must be a number of bytes above 0, not {self.max_answer}")
        object.__setattr__(self, "base_url", _checked_url(self.base_url, self.allow_http))

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this machine."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


def find_key(api_key: str | None) -> str:
    """Return the given key, or the one in the environment variable `YULSN_API_KEY`.

    Raises:
        YulsnError: If there is none.
    """
    key = os.environ.get(KEY_VARIABLE, "").strip() if api_key is None else api_key
    if not key:
        raise YulsnError(f"no API key: pass api_key, or set the environment variable {KEY_VARIABLE}")
    return key


def _checked_url(url: str, allow_http: bool) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise YulsnError(f"base_url is not a URL: {printable(str(error))}") from None
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise YulsnError("base_url must consist of scheme, host and path, without a user, query or fragment")
    if parts.scheme not in ("http", "https") or not host or not url.isprintable():
        raise YulsnError(f"base_url must look like {BASE_URL}, not {url!r}")
    if parts.scheme == "http" and not allow_http and not is_loopback(host):
        raise YulsnError(
            f"base_url is {url!r}: plain http would expose the API key on the network; "
            "use https, or pass allow_http=True"
        )
    return url.rstrip("/")
