"""JSON from one host, which alone gets the key: a base URL, a key and paths go in, parsed answers come out.

Everything is capped (tries, seconds, bytes, nesting), redirects are not followed, and what a message quotes from an
answer has the key taken out, is cut, and is printable.
"""

from __future__ import annotations

import asyncio
import html
import json
import math
import random
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote as percent_encoded

from .. import __version__
from ..text.errors import InputError, Problem, UndeterminedError
from ..text.progress import Progress
from ..text.terminal import one_line

if TYPE_CHECKING:
    import httpx2

TRIES = 3
AT_ONCE = 8
MAX_BYTES = 32 * 1024 * 1024  # of one answer
MAX_TOTAL = 256 * 1024 * 1024  # of all answers together
MAX_DEPTH = 32
KEY_SOURCE = "the environment variable YULSN_API_KEY, or the file given with --api-key-file"

_PASSING = frozenset({429, 502, 503, 504})
_SHORTEST = 20  # characters of a key that is no word
_ERROR_BYTES = 64 * 1024  # as much of an error's body as is looked at


@dataclass(frozen=True)
class Timing:
    """How long things may take, in seconds.

    connect, read: for a connection, and for the next piece of an answer. whole: for one try of one request.
    pause: before the second try; doubled before the third. patience: the longest `Retry-After` that is waited for.
    sleep: what waits.
    """

    connect: float = 10.0
    read: float = 30.0
    whole: float = 120.0
    pause: float = 0.5
    patience: float = 60.0
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


DEFAULT_TIMING = Timing()


def check_key(key: str) -> None:
    if not key:
        raise InputError(Problem("API key", "is empty", f"Set {KEY_SOURCE}."))
    if not all("!" <= c <= "~" for c in key):
        what = "has white space, control characters or characters outside ASCII in it (it is not shown)"
        raise InputError(Problem("API key", what, f"Check {KEY_SOURCE}: a line break may have been copied along."))


def check_base(text: str, allow_http: bool, quote: Quote) -> tuple[str, bool]:
    """Return the base URL with no slash at its end, and whether it is this machine's; by the parser that will send."""
    import httpx2

    def wrong(what: str, hint: str = "Give it as https://host, such as https://api.yulsn.io.") -> NoReturn:
        raise InputError(Problem("base URL", what, hint)) from None

    if not text or any(c.isspace() or not c.isprintable() for c in text):
        wrong("is empty, or has white space or control characters in it")
    try:
        url = httpx2.URL(text)
    except (httpx2.InvalidURL, ValueError) as error:
        wrong(f"cannot be read: {quote(str(error))}")
    if url.userinfo or "@" in text:
        wrong("has a user name or a password in it (it is not shown)", "The key alone says who is asking.")
    if url.scheme not in ("http", "https") or not url.host:
        wrong(f"{quote(text)} does not begin with https:// and a host")
    if url.query or url.fragment or "?" in text or "#" in text:
        wrong("has a query or a fragment in it (it is not shown)")
    if url.port is not None and not 0 < url.port < 65536:
        wrong(f"{quote(text)} has a port that does not exist")
    loopback = _is_loopback(url.host)
    if url.scheme == "http" and not loopback and not allow_http:
        wrong(f"{quote(text)} would send the API key unencrypted", "Use https://, or allow http with --allow-http.")
    path = url.raw_path.decode("ascii").rstrip("/")
    path = re.sub(r"/api/v1$", "", path, flags=re.IGNORECASE).rstrip("/")
    return f"{url.scheme}://{url.netloc.decode('ascii')}{path}", loopback


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def open_client(api_key: str, timing: Timing, trust_env: bool) -> httpx2.AsyncClient:
    import httpx2

    headers = {
        "X-ApiKey": api_key,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",  # others pack so densely that one small piece could fill the memory
        "User-Agent": f"yulsn-codegen/{__version__}",
    }
    timeout = httpx2.Timeout(timing.read, connect=timing.connect)
    cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # none is kept: nothing of an answer is sent again
    try:
        return httpx2.AsyncClient(
            headers=headers, cookies=cookies, timeout=timeout, follow_redirects=False, trust_env=trust_env
        )
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        what = f"names a proxy or certificates that cannot be used: {error}"
        hint = "Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        raise InputError(Problem("environment", what, hint)) from None


@dataclass(frozen=True)
class Quote:
    """Makes text of the server fit for a message: without the key, on one line, printable and short."""

    key: str = field(repr=False)

    def __call__(self, text: str, most: int = 200) -> str:
        forms = {self.key, json.dumps(self.key)[1:-1], html.escape(self.key), percent_encoded(self.key, safe="")}
        pattern = "|".join(re.escape(form) for form in sorted(forms))
        text = re.sub(pattern, "[API key]", text, flags=re.IGNORECASE)  # before the cut, which could halve it
        text = one_line(" ".join(text[: 20 * most].split()))
        return text if len(text) <= most else text[: most - 3] + "..."

    def holds_key(self, text: str) -> bool:
        """Whether the key stands in a text; a short one is not looked for, as it may be any word."""
        return len(self.key) >= _SHORTEST and self.key in text


class NotThereError(UndeterminedError):
    pass


class _PassingError(Exception):
    """A failure that may be gone with the next try; `retry_after` is when the server wishes that, in seconds."""

    def __init__(self, what: str, hint: str, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.retry_after = retry_after


@dataclass
class Budget:
    """How many bytes may still be read."""

    left: int = MAX_TOTAL


@dataclass(frozen=True)
class Server:
    """Gets JSON from below the base URL: a few requests at once, each with its tries."""

    client: httpx2.AsyncClient
    base: str
    timing: Timing
    quote: Quote
    progress: Progress
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    budget: Budget = field(default_factory=Budget)

    async def get(self, path: str) -> object:
        """Return the JSON at `path`; raises UndeterminedError, for 404 the NotThereError among them."""
        async with self.slots:
            try:
                return await self.get_with_tries(path)
            finally:
                self.progress.done()

    async def get_with_tries(self, path: str) -> object:
        pause = self.timing.pause
        for _ in range(TRIES - 1):
            try:
                return await self.get_once(path)
            except _PassingError as failure:
                wish = failure.retry_after
                if wish is not None and wish > self.timing.patience:
                    what = f"{failure.what}; it asks to be left alone for {wish:.0f} s"
                    raise undetermined(path, what, "Try again after that time.") from None
            # the jitter keeps requests that failed together from coming back together
            await self.timing.sleep((pause if wish is None else wish) + random.uniform(0, self.timing.pause))
            pause *= 2
        try:
            return await self.get_once(path)
        except _PassingError as failure:
            raise undetermined(path, f"{failure.what} (tried {TRIES} times)", failure.hint) from None

    async def get_once(self, path: str) -> object:
        import httpx2

        host = self.quote(httpx2.URL(self.base).netloc.decode("ascii"))
        try:
            async with asyncio.timeout(self.timing.whole), self.client.stream("GET", self.base + path) as response:
                body = await _first_bytes(response, MAX_BYTES if response.status_code == 200 else _ERROR_BYTES)
        except (TimeoutError, httpx2.TimeoutException):
            raise _PassingError(f"{host} gives no answer in time", "Check the network, and the base URL.") from None
        except httpx2.TransportError as error:
            what, hint, passing = _connection_failure(error, host, self.quote)
            if passing:
                raise _PassingError(what, hint) from None
            raise undetermined(path, what, hint) from None
        except httpx2.RequestError as error:  # a Content-Encoding that does not decode
            raise undetermined(path, f"the answer is damaged: {self.quote(str(error))}") from None
        if response.status_code == 200:
            return self.parsed(path, response, body)
        return self.refuse(path, response, body)

    def parsed(self, path: str, response: httpx2.Response, body: bytes) -> object:
        self.budget.left -= len(body)
        if self.budget.left < 0:
            raise undetermined(path, f"the answers have more than {MAX_TOTAL // 1024**2} MB, the most that is read")
        if len(body) > MAX_BYTES:
            raise undetermined(path, f"the answer has more than {MAX_BYTES // 1024**2} MB, the most that is read")
        too_deep = f"the answer is nested deeper than {MAX_DEPTH} levels, the most that is read"
        try:
            data: object = json.loads(body, parse_constant=_refuse_constant, parse_float=_finite)
        except RecursionError:
            raise undetermined(path, too_deep) from None
        except ValueError:
            kind = self.quote(response.headers.get("content-type", "no content type"), 80)
            start = self.quote(body.decode("utf-8", "replace"))
            what = f"the answer is not JSON but {kind}, and " + (f"begins with: {start}" if start else "empty")
            hint = "A proxy or another site seems to answer in place of the API; check the base URL."
            raise undetermined(path, what, hint) from None
        if _is_deeper(data, MAX_DEPTH):
            raise undetermined(path, too_deep)
        return data

    def refuse(self, path: str, response: httpx2.Response, body: bytes) -> NoReturn:
        import httpx2

        status = response.status_code
        if "location" in response.headers and 300 <= status < 400:
            try:
                target = response.url.join(response.headers["location"])
                where = self.quote(f"{target.scheme}://{target.netloc.decode('ascii')}", 120)
            except (httpx2.InvalidURL, ValueError):
                where = "an address that cannot be read"
            hint = "If that host is to have the key, make it the base URL."
            raise undetermined(path, f"redirects ({status}) to {where}, which is not followed", hint)
        said = self.said(body)
        if status in (401, 403):
            hint = f"Check {KEY_SOURCE}; and that the key belongs to {self.quote(self.base)}."
            raise undetermined(path, f"the API key is refused ({status}){said}", hint)
        if status == 404:
            hint = f"Check the base URL: the API is looked for at {self.quote(self.base)}/api/v1."
            raise NotThereError(Problem(f"GET {path}", f"there is no such thing here (404){said}", hint))
        if status in _PASSING:
            wish = _seconds(response.headers.get("retry-after"))
            raise _PassingError(f"answers {status}{said}", "Try again later.", wish)
        raise undetermined(path, f"answers {status}{said}")

    def said(self, body: bytes) -> str:
        """What the server says of its error: its Message, else how its answer begins."""
        text = body.decode("utf-8", "replace")
        try:
            data: object = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        message = property_of(data, "Message") if isinstance(data, dict) else None
        quoted = self.quote(message if isinstance(message, str) else text)
        return f": {quoted}" if quoted else ""


def undetermined(path: str, what: str, hint: str = "") -> UndeterminedError:
    return UndeterminedError(Problem(f"GET {path}", what, hint))


def property_of(item: dict[str, object], name: str) -> object:
    """The property of a JSON object, None where it has none; one that is spelled exactly so goes before other cases."""
    if name in item:
        return item[name]
    return next((value for key, value in item.items() if key.lower() == name.lower()), None)


async def _first_bytes(response: httpx2.Response, most: int) -> bytes:
    """Read the body until it ends or has more than `most` bytes, counted after unpacking."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > most:
            break
    return bytes(body)


def _connection_failure(error: httpx2.TransportError, host: str, quote: Quote) -> tuple[str, str, bool]:
    """Say what is wrong, what to do, and whether trying again can help."""
    causes: list[BaseException] = [error]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    hint = "Check the base URL, the network, and any proxy that the environment names."
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection to {host}: {quote(str(cause))}", hint, False
        if isinstance(cause, socket.gaierror):
            return f"the host {host} cannot be found: {quote(str(cause))}", hint, True
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refuses the connection", hint, True
    said = quote(str(error)) or type(error).__name__
    return f"the connection to {host} failed: {said}", hint, True


def _seconds(retry_after: str | None) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date; None for neither."""
    if retry_after is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        then = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    """Read a number; raises ValueError for one that is too great to be one, and could not be written again."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too great a number")
    return number


def _is_deeper(data: object, most: int) -> bool:
    """Whether objects and lists are nested in more than `most` levels."""
    level = [data]
    for _ in range(most):
        level = [child for node in level for child in _children(node) if isinstance(child, dict | list)]
    return bool(level)


def _children(node: object) -> Iterable[object]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()
