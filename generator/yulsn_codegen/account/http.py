"""Request JSON from one server, the only one that ever receives the API key.

Everything is limited: attempts, seconds, bytes and nesting. Redirects are not followed. Retries follow `http_policy`,
like those of clients.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

from .. import __version__
from ..base_url import BaseUrl
from ..http_policy import Response, causes, is_tls_failure, retry_after
from ..text.documents import TooDeepError, load_json
from ..text.errors import InputError, Problem, UndeterminedError
from ..text.progress import Progress
from .credentials import KEY_SOURCE, Quote
from .limits import MAX_TOTAL, Budget, Pause, Timing
from .response_body import MAX_DEPTH, excess, read_body

if TYPE_CHECKING:
    import httpx2

MAX_CONCURRENCY = 8
READING = frozenset({"GET", "SEARCH"})  # the only methods that are sent

REDIRECT_HINT = "If you trust that host with the key, use it as the base URL."
_JSON_TYPE = re.compile(r"application/(?:[a-z.-]+\+)?json(?:\s*;|$)", re.IGNORECASE)
_OTHER_SERVER = "A proxy or another site may be responding instead of the API; check the base URL."
_T = TypeVar("_T")


async def refuse_writes(request: httpx2.Request) -> None:
    """Refuse a request that might change the account, just before it is sent.

    Raises:
        PermissionError: The method is not a read-only one.
    """
    if request.method not in READING:
        raise PermissionError(f"{request.method} could change the account, and is never sent")


def open_client(base: BaseUrl, api_key: str, timing: Timing) -> httpx2.AsyncClient:
    """Create the HTTP client for a server. It sends the key with every request, and sends only read-only requests.

    If the server is on this machine, the client ignores the proxy and the certificates that the environment names.

    Raises:
        InputError: The environment names a proxy or certificates that cannot be used.
    """
    import ssl

    import httpx2

    unencrypted = base.is_local and base.url.startswith("http:")
    headers = {
        "X-ApiKey": api_key,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",  # other encodings compress so well that one small chunk could exhaust memory
        "User-Agent": f"yulsn-codegen/{__version__}",
    }
    timeout = httpx2.Timeout(timing.read, connect=timing.connect)
    cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # never store or send cookies
    try:
        return httpx2.AsyncClient(
            headers=headers,
            cookies=cookies,
            timeout=timeout,
            follow_redirects=False,
            trust_env=not base.is_local,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if unencrypted else True,  # loading certificates takes 20 ms
            event_hooks={"request": [refuse_writes]},
        )
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        what = f"names a proxy or certificates that cannot be used: {error}"
        hint = "Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        raise InputError(Problem("environment", what, hint)) from None


class NotReadableError(UndeterminedError):
    """The server responded with 401, 403 or 404: the path may not be read with this key, or does not exist.

    Attributes:
        status: The status of the response.
        reason: The status and the server's own message.
    """

    def __init__(self, problem: Problem, status: int, reason: str) -> None:
        super().__init__(problem)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class ReadRequest:
    """A read-only request.

    Attributes:
        target: The path and query, below the base URL.
        method: The HTTP method.
        body: A JSON body; empty for none.
        name: How errors refer to the request if its target may hold personal data.
    """

    target: str = field(repr=False)
    method: Literal["GET", "SEARCH"] = "GET"
    body: bytes = field(default=b"", repr=False)
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.method} {self.target}"


@dataclass(frozen=True)
class _FailedAttempt:
    """Why an attempt produced no response, and how to fix it."""

    what: str
    hint: str = ""
    retryable: bool = True
    maybe_received: bool = True


@dataclass(frozen=True)
class Server:
    """Requests JSON from paths below the base URL, a few at a time."""

    client: httpx2.AsyncClient
    base: str
    timing: Timing
    quote: Quote
    progress: Progress
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_CONCURRENCY))
    budget: Budget = field(default_factory=Budget)
    pause: Pause = field(default_factory=Pause)

    async def get(self, path: str, read: Callable[[object], _T]) -> _T:
        """Request a path and return the result of passing its JSON to `read`.

        The parsed JSON lives only as long as `read` runs, which bounds the memory: it can be many times larger than its
        text, and `read` keeps little of it.

        Raises:
            NotReadableError: The server responded with 401, 403 or 404.
            UndeterminedError: There is no usable response, after the retries that the policy allows.
        """
        async with self.slots:
            try:
                response, tried = await self._send(ReadRequest(path))
                if response.status != 200:
                    self._refuse(path, response, tried)
                return read(self._parse(path, response))
            finally:
                self.progress.done()

    async def send(self, request: ReadRequest) -> Response:
        """Return the response to a request, whatever its status; a large body is truncated after `MAX_BYTES`.

        Raises:
            UndeterminedError: There is no response, after the retries that the policy allows.
        """
        async with self.slots:
            try:
                return (await self._send(request))[0]
            finally:
                self.progress.done()

    async def _send(self, request: ReadRequest) -> tuple[Response, str]:
        """Return the last response to a request and the number of attempts in words, which is empty for one."""
        attempts = 1
        outcome = await self._attempt(request)
        while (wait := self.timing.retries.wait(request.method, outcome, attempts - 1)) is not None:
            await self._wait(wait, outcome)
            attempts += 1
            outcome = await self._attempt(request)
        tried = f" (tried {attempts} times)" if attempts > 1 else ""
        if isinstance(outcome, _FailedAttempt):
            raise UndeterminedError(Problem(str(request), f"{outcome.what}{tried}", outcome.hint))
        return outcome, tried

    async def _wait(self, seconds: float, outcome: Response | _FailedAttempt) -> None:
        """Wait before a request is retried. If the server asked for it, all other requests wait, too."""
        if isinstance(outcome, Response) and (outcome.status == 429 or "retry-after" in outcome.headers):
            await self.pause.wait(seconds, self.timing.sleep)
        else:
            await self.timing.sleep(seconds)

    async def _attempt(self, request: ReadRequest) -> Response | _FailedAttempt:
        import httpx2

        await self.pause.over()
        host = self.quote(httpx2.URL(self.base).netloc.decode("ascii"))
        headers = {"Content-Type": "application/json"} if request.body else None
        sending = self.client.stream(
            request.method, self.base + request.target, content=request.body or None, headers=headers
        )
        try:
            async with asyncio.timeout(self.timing.attempt), sending as response:
                return Response(response.status_code, response.headers, await read_body(response))
        except (TimeoutError, httpx2.TimeoutException):
            return _FailedAttempt(f"{host} did not respond in time", "Check the network, and the base URL.")
        except httpx2.TransportError as error:
            return _connection_failure(error, host, self.quote)
        except zlib.error as error:
            return _FailedAttempt(f"the response is damaged: {self.quote(str(error))}", retryable=False)

    def _parse(self, path: str, response: Response) -> object:
        body = response.body
        self.budget.left -= len(body)
        if self.budget.left < 0:
            raise undetermined(path, f"the responses are larger than {MAX_TOTAL // 1024**2} MB in all, the limit")
        if what := excess(body):
            raise undetermined(path, what)
        try:
            data: object = load_json(body, MAX_DEPTH)
        except TooDeepError:
            what = f"the response is nested deeper than {MAX_DEPTH} levels, the limit"
            raise undetermined(path, what) from None
        except ValueError as error:
            raise self._not_json(path, response, error) from None
        return data

    def _not_json(self, path: str, response: Response, error: ValueError) -> UndeterminedError:
        """Return the error for a body that is not valid JSON."""
        kind = self.quote(response.headers.get("content-type", "no content type"), 80)
        start = self.quote(response.body.decode("utf-8", "replace"))
        if not start:
            return undetermined(path, "the response is empty", _OTHER_SERVER)
        if _JSON_TYPE.match(kind):
            what = f"the response is not valid JSON: {self.quote(_json_problem(error))}"
            return undetermined(path, f"{what}; it begins with: {start}", "Try again; the server may be faulty.")
        what = f"the response is not JSON but {kind}, and begins with: {start}"
        return undetermined(path, what, _OTHER_SERVER)

    def _refuse(self, path: str, response: Response, tried: str) -> NoReturn:
        """Raise the error for a response whose status is not 200."""
        status = response.status
        if target := self.redirect_target(path, response):
            raise undetermined(path, f"redirects ({status}) to {target}, which is not followed", REDIRECT_HINT)
        said = self._error_message(response.body)
        if status in (401, 403, 404):
            refused = "does not exist" if status == 404 else "the API key was rejected"
            problem = Problem(f"GET {path}", f"{refused} ({status}){said}", self._hint_on(status))
            raise NotReadableError(problem, status, f"{status}{said}")
        retries = self.timing.retries
        requested = retry_after(response.headers, retries.time)
        if requested is not None and requested > retries.max_retry_after:
            what = f"responded with {status}{said}; the server asked to wait {requested:.0f} s"
            raise undetermined(path, f"{what}{tried}", "Try again after that time.")
        raise undetermined(path, f"responded with {status}{said}{tried}", "Try again later." if tried else "")

    def _hint_on(self, status: int) -> str:
        """Return what to check if the server responds with 401, 403 or 404."""
        base = self.quote(self.base)
        if status == 404:
            return f"Check the base URL: the API is expected at {base}/api/v1."
        return f"Check {KEY_SOURCE}, and that the key belongs to {base}."

    def redirect_target(self, path: str, response: Response) -> str:
        """Return the scheme and host that a response redirects to; empty if it does not redirect."""
        import httpx2

        if not 300 <= response.status < 400 or "location" not in response.headers:
            return ""
        try:
            target = httpx2.URL(self.base + path).join(response.headers["location"])
            return self.quote(f"{target.scheme}://{target.netloc.decode('ascii')}", 120)
        except (httpx2.InvalidURL, ValueError):
            return "an invalid URL"

    def _error_message(self, body: bytes) -> str:
        """Return the server's own error message: the `Message` of the body, or else the start of the body."""
        text = body.decode("utf-8", "replace")
        try:
            data: object = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        message = property_of(data, "Message") if isinstance(data, dict) else None
        quoted = self.quote(message if isinstance(message, str) else text)
        return f": {quoted}" if quoted else ""


def _json_problem(error: ValueError) -> str:
    """Return why a text is not JSON, without quoting much of it."""
    match error:
        case json.JSONDecodeError():
            return f"{error.msg} at line {error.lineno}, column {error.colno}"
        case UnicodeDecodeError():
            return f"not {error.encoding.upper()} at byte {error.start}"
        case _:
            return str(error)


def undetermined(path: str, what: str, hint: str = "") -> UndeterminedError:
    """Return the error for a path that could not be read."""
    return UndeterminedError(Problem(f"GET {path}", what, hint))


def property_of(item: dict[str, object], name: str) -> object:
    """Return a property of a JSON object, or None if it is missing. An exact match of the name takes precedence."""
    if name in item:
        return item[name]
    return next((value for key, value in item.items() if key.lower() == name.lower()), None)


def _connection_failure(error: httpx2.TransportError, host: str, quote: Quote) -> _FailedAttempt:
    hint = "Check the base URL, the network, and the proxy settings in the environment."
    chain = list(causes(error))
    root = quote(str(chain[-1]))
    if is_tls_failure(error):
        if "WRONG_VERSION_NUMBER" in root:
            hint = "The server does not seem to use TLS. On this machine, begin the base URL with http://."
        return _FailedAttempt(f"no secure connection to {host}: {root}", hint, retryable=False)
    if any(isinstance(cause, socket.gaierror) for cause in chain):
        return _FailedAttempt(f"the host {host} cannot be found: {root}", hint)
    if any(isinstance(cause, ConnectionRefusedError) for cause in chain):
        return _FailedAttempt(f"{host} refused the connection", hint)
    said = quote(str(error)) or type(error).__name__
    return _FailedAttempt(f"the connection to {host} failed: {said}", hint)
