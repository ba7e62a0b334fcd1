"""Parse the base URL of an API, which decides where the key is sent.

The generator uses this module for its own requests, and every generated client contains a copy, so both accept the same
URLs. A URL is parsed by httpx2, which also sends the requests: two parsers could disagree about the host. This module
performs no I/O.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "BASE_URL_VARIABLE",
    "DEFAULT_BASE_URL",
    "BaseUrl",
    "BaseUrlError",
    "is_canonical",
    "is_loopback",
    "parse_base_url",
]

BASE_URL_VARIABLE = "YULSN_BASE_URL"
DEFAULT_BASE_URL = "https://api.yulsn.io"

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_MAX_NAME = 253  # characters of a host name
_API = re.compile(r"(?:/+api/+v1)*/*$", re.IGNORECASE)


class BaseUrlError(ValueError):
    """A base URL is invalid.

    Attributes:
        what: What is wrong, phrased to follow the name of the parameter. It never contains a user name, password,
            query or fragment, but it may contain unprintable characters.
        hint: How to fix it.
    """

    def __init__(self, what: str, hint: str = f"Use the form https://host, such as {DEFAULT_BASE_URL}.") -> None:
        super().__init__(f"{what}. {hint}")
        self.what = what
        self.hint = hint


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """A base URL in canonical form.

    Attributes:
        url: Scheme, host, port and the path before `/api/v1`, without a trailing slash.
        host: The host, without the port.
        port: The port.
    """

    url: str
    host: str
    port: int

    @property
    def is_local(self) -> bool:
        """Whether the host is this machine."""
        return is_loopback(self.host)

    @property
    def exposes_key(self) -> bool:
        """Whether the key would travel unencrypted over a network."""
        return self.url.startswith("http:") and not self.is_local


def parse_base_url(text: str) -> BaseUrl:
    """Return a base URL in canonical form.

    A trailing slash and `/api/v1` are removed, in any case. The default port is removed, and the scheme and the host
    are in lower case.

    Raises:
        BaseUrlError: The text is not a URL, or has more parts than scheme, host, port and path.
    """
    import httpx2

    if not text or any(c.isspace() or not c.isprintable() for c in text):
        raise BaseUrlError("is empty, or contains white space or control characters")
    if "@" in text:
        raise BaseUrlError(
            "contains a user name or password (it is not shown)", "Remove it: the API key is the only credential."
        )
    if "?" in text or "#" in text:
        raise BaseUrlError("contains a query or a fragment (it is not shown)", "Remove everything from the ? or #.")
    if "\\" in text:
        raise BaseUrlError(f"{text} contains a backslash", "Use / instead.")
    try:
        url = httpx2.URL(text)
        scheme, host, port = url.scheme, url.raw_host.decode("ascii"), url.port
        _ = url.host  # decodes an international name, which may fail
    except (httpx2.InvalidURL, ValueError) as error:
        raise BaseUrlError(f"is not a valid URL: {error}") from None
    if scheme not in ("http", "https") or not host:
        raise BaseUrlError(f"{text} does not begin with https:// and a host")
    if not _is_host(host):
        raise BaseUrlError(f"{text} has an invalid host name")
    if port is not None and not 0 < port < 65536:
        raise BaseUrlError(f"{text} has an invalid port")
    path = _API.sub("", url.raw_path.decode("ascii"))
    default = 443 if scheme == "https" else 80
    suffix = "" if port in (None, default) else f":{port}"
    name = f"[{host}]" if ":" in host else host
    return BaseUrl(f"{scheme}://{name}{suffix}{path}", host, port or default)


def is_canonical(text: str) -> bool:
    """Return whether a text is a base URL in canonical form."""
    try:
        return parse_base_url(text).url == text
    except BaseUrlError:
        return False


def is_loopback(host: str) -> bool:
    """Return whether a host name or IP address is this machine: `localhost`, its subdomains, or a loopback address."""
    name = host.lower().removesuffix(".").removeprefix("[").removesuffix("]")
    if name == "localhost" or name.endswith(".localhost"):  # reserved for this by RFC 6761
        return True
    from ipaddress import IPv6Address, ip_address  # slow to import, and rarely needed

    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _is_host(host: str) -> bool:
    """Return whether a host is an IPv6 address, or a name or IPv4 address that a resolver accepts."""
    if ":" in host:
        from ipaddress import IPv6Address

        try:
            return IPv6Address(host).scope_id is None
        except ValueError:
            return False
    name = host.removesuffix(".")
    return len(name) <= _MAX_NAME and all(map(_LABEL.fullmatch, name.split(".")))
