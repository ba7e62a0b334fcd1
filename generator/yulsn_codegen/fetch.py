"""One account over HTTP: a base URL and an API key go in, the account's `AccountSchema` comes out.

The key goes to the host of the base URL and to no other; what a message quotes from an answer has the key taken out,
is cut, and is printable. Where the rules come from: the API's documentation of DynamicFields and DynamicTables, and
what its servers were observed to answer (types as integers or as names, keys that may be absent).

Three parts: what is asked for, getting JSON with its tries and caps (`_Server`), and reading that JSON (`_Reader`).
"""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote as percent_encoded

from . import __version__
from .account import OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites
from .errors import InputError, Problem, UndeterminedError, printable
from .progress import Progress, quiet

if TYPE_CHECKING:
    import httpx2

TRIES = 3
AT_ONCE = 8
MAX_BYTES = 32 * 1024 * 1024
MAX_TABLES = 2_000
MAX_FIELDS = 5_000
MAX_NAMES = 10_000
MAX_DEPTH = 32
KEY_SOURCE = "the environment variable YULSN_API_KEY, or the file given with --api-key-file"

_TABLES = "/api/v1/DynamicTables"
_ORDER_TYPES = "/api/v1/Orders/Types"
_POINT_TYPES = "/api/v1/Points/Types"
_PATCH_FIELDS = "/api/v1/Contacts/PatchFields"
_PASSING = frozenset({429, 502, 503, 504})
_ERROR_BYTES = 64 * 1024  # as much of an error's body as is looked at
_PROBLEMS_SHOWN = 20
_INT32 = range(-(2**31), 2**31)
_TYPES = {
    1: FieldType.STRING,
    2: FieldType.BOOLEAN,
    3: FieldType.NUMBER,
    4: FieldType.DATE_TIME_OFFSET,
    5: FieldType.DECIMAL,
}
_TYPE_NAMES = {kind.lower(): kind for kind in _TYPES.values()}


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


def warn_on_stderr(text: str) -> None:
    """Write a warning as one line to stderr."""
    print(f"warning: {text}", file=sys.stderr)


def fetch(
    base_url: str,
    api_key: str,
    *,
    progress: Progress = quiet,
    warn: Callable[[str], None] = warn_on_stderr,
    allow_http: bool = False,
    timing: Timing = DEFAULT_TIMING,
) -> AccountSchema:
    """Read the schema of the account that `api_key` belongs to.

    base_url: `https://host[:port][/path]`; an `/api/v1` at its end is taken off. allow_http: accept `http:` for a host
    other than this machine. progress hears of every request, warn of every table left out and every type not known.
    Lists are in the server's order. Must not be called from a running event loop.
    Raises InputError for a base URL or key that cannot be one, and UndeterminedError for everything that keeps the
    schema from being read; passing failures are tried 3 times first.
    """
    _check_key(api_key)
    quote = _Quote(api_key)
    base, loopback = _check_base(base_url, allow_http, quote)

    async def run() -> AccountSchema:
        async with _client(api_key, timing, trust_env=not loopback) as client:  # no proxy on the way to this machine
            return await _read_account(_Server(client, base, timing, quote, progress), progress, quote, warn)

    return asyncio.run(run())


def _client(api_key: str, timing: Timing, trust_env: bool) -> httpx2.AsyncClient:
    import httpx2

    headers = {
        "X-ApiKey": api_key,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",  # others pack so densely that one small piece could fill the memory
        "User-Agent": f"yulsn-codegen/{__version__}",
    }
    timeout = httpx2.Timeout(timing.read, connect=timing.connect)
    try:
        return httpx2.AsyncClient(headers=headers, timeout=timeout, follow_redirects=False, trust_env=trust_env)
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        what = f"names a proxy or certificates that cannot be used: {error}"
        mend = "Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        raise InputError(Problem("environment", what, mend)) from None


def _check_key(key: str) -> None:
    if not key:
        raise InputError(Problem("API key", "is empty", f"Set {KEY_SOURCE}."))
    if not all("!" <= c <= "~" for c in key):
        what = "has white space, control characters or characters outside ASCII in it (it is not shown)"
        raise InputError(Problem("API key", what, f"Check {KEY_SOURCE}: a line break may have been copied along."))


def _check_base(text: str, allow_http: bool, quote: _Quote) -> tuple[str, bool]:
    """Return the base URL with no slash at its end, and whether it is this machine's; by the parser that will send."""
    import httpx2

    def wrong(what: str, mend: str = "Give it as https://host, such as https://api.yulsn.io.") -> NoReturn:
        raise InputError(Problem("base URL", what, mend)) from None

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


@dataclass(frozen=True)
class _Quote:
    """Makes text of the server fit for a message: without the key, on one line, printable and short."""

    key: str = field(repr=False)

    def __call__(self, text: str, most: int = 200) -> str:
        forms = {self.key, json.dumps(self.key)[1:-1], html.escape(self.key), percent_encoded(self.key, safe="")}
        pattern = "|".join(re.escape(form) for form in sorted(forms))
        text = re.sub(pattern, "[API key]", text, flags=re.IGNORECASE)  # before the cut, which could halve it
        text = printable(" ".join(text[: 20 * most].split()))
        return text if len(text) <= most else text[: most - 3] + "..."


class _NotFoundError(UndeterminedError):
    pass


class _PassingError(Exception):
    """A failure that may be gone with the next try; `retry_after` is when the server wishes that, in seconds."""

    def __init__(self, what: str, mend: str, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend
        self.retry_after = retry_after


@dataclass(frozen=True)
class _Server:
    """Gets JSON from below the base URL: a few requests at once, each with its tries."""

    client: httpx2.AsyncClient
    base: str
    timing: Timing
    quote: _Quote
    progress: Progress
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def get(self, path: str) -> object:
        """Return the JSON at `path`; raises UndeterminedError, for 404 the _NotFoundError among them."""
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
                    raise _undetermined(path, what, "Try again after that time.") from None
            # the jitter keeps requests that failed together from coming back together
            await self.timing.sleep((pause if wish is None else wish) + random.uniform(0, self.timing.pause))
            pause *= 2
        try:
            return await self.get_once(path)
        except _PassingError as failure:
            raise _undetermined(path, f"{failure.what} (tried {TRIES} times)", failure.mend) from None

    async def get_once(self, path: str) -> object:
        import httpx2

        host = self.quote(httpx2.URL(self.base).netloc.decode("ascii"))
        try:
            async with asyncio.timeout(self.timing.whole), self.client.stream("GET", self.base + path) as response:
                body = await _first_bytes(response, MAX_BYTES if response.status_code == 200 else _ERROR_BYTES)
        except (TimeoutError, httpx2.TimeoutException):
            raise _PassingError(f"{host} gives no answer in time", "Check the network, and the base URL.") from None
        except httpx2.TransportError as error:
            what, mend, passing = _connection_failure(error, host, self.quote)
            if passing:
                raise _PassingError(what, mend) from None
            raise _undetermined(path, what, mend) from None
        except httpx2.RequestError as error:  # a Content-Encoding that does not decode
            raise _undetermined(path, f"the answer is damaged: {self.quote(str(error))}") from None
        if response.status_code == 200:
            return self.parsed(path, response, body)
        return self.refuse(path, response, body)

    def parsed(self, path: str, response: httpx2.Response, body: bytes) -> object:
        if len(body) > MAX_BYTES:
            raise _undetermined(path, f"the answer has more than {MAX_BYTES // 1024**2} MB, the most that is read")
        too_deep = f"the answer is nested deeper than {MAX_DEPTH} levels, the most that is read"
        try:
            data: object = json.loads(body, parse_constant=_refuse_constant)
        except RecursionError:
            raise _undetermined(path, too_deep) from None
        except ValueError:
            kind = self.quote(response.headers.get("content-type", "no content type"), 80)
            start = self.quote(body.decode("utf-8", "replace"))
            what = f"the answer is not JSON but {kind}, and " + (f"begins with: {start}" if start else "empty")
            mend = "A proxy or another site seems to answer in place of the API; check the base URL."
            raise _undetermined(path, what, mend) from None
        if _is_deeper(data, MAX_DEPTH):
            raise _undetermined(path, too_deep)
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
            mend = "If that host is to have the key, make it the base URL."
            raise _undetermined(path, f"redirects ({status}) to {where}, which is not followed", mend)
        said = self.said(body)
        if status in (401, 403):
            mend = f"Check {KEY_SOURCE}; and that the key belongs to {self.quote(self.base)}."
            raise _undetermined(path, f"the API key is refused ({status}){said}", mend)
        if status == 404:
            mend = f"Check the base URL: the API is looked for at {self.quote(self.base)}/api/v1."
            raise _NotFoundError(Problem(f"GET {path}", f"there is no such thing here (404){said}", mend))
        if status in _PASSING:
            wish = _seconds(response.headers.get("retry-after"))
            raise _PassingError(f"answers {status}{said}", "Try again later.", wish)
        raise _undetermined(path, f"answers {status}{said}")

    def said(self, body: bytes) -> str:
        """What the server says of its error: its Message, else how its answer begins."""
        text = body.decode("utf-8", "replace")
        try:
            data: object = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        message = _property(data, "Message") if isinstance(data, dict) else None
        quoted = self.quote(message if isinstance(message, str) else text)
        return f": {quoted}" if quoted else ""


async def _read_account(
    server: _Server, progress: Progress, quote: _Quote, warn: Callable[[str], None]
) -> AccountSchema:
    owner_paths = {owner: f"/api/v1/DynamicFields?owner={owner}" for owner in OWNERS}
    paths = [*owner_paths.values(), _ORDER_TYPES, _POINT_TYPES, _PATCH_FIELDS]
    progress.expect(1 + len(paths))
    reader = _Reader(quote)
    tables = reader.tables(await server.get(_TABLES))
    reader.raise_problems()
    table_paths = {table.id: f"/api/v1/DynamicFields/{table.id}?owner=DynamicTable" for table in tables}
    progress.expect(len(tables))

    async def fields_unless_deleted(path: str) -> object:
        try:
            return await server.get(path)
        except _NotFoundError:
            return _DELETED

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {path: group.create_task(server.get(path)) for path in paths}
            for path in table_paths.values():
                tasks[path] = group.create_task(fields_unless_deleted(path))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None  # the first failure ended the others
    answers = {path: task.result() for path, task in tasks.items()}

    def with_fields(table: AccountTable) -> AccountTable:
        path = table_paths[table.id]
        fields = reader.fields(answers[path], path, f"table `{quote(table.name)}`")
        return AccountTable(table.id, table.name, table.label, table.description, table.writes, fields)

    schema = AccountSchema(
        owners={owner: reader.fields(answers[path], path, owner) for owner, path in owner_paths.items()},
        tables=tuple(with_fields(table) for table in tables if answers[table_paths[table.id]] is not _DELETED),
        order_types=reader.names(answers[_ORDER_TYPES], _ORDER_TYPES),
        point_types=reader.names(answers[_POINT_TYPES], _POINT_TYPES),
        patch_fields=reader.names(answers[_PATCH_FIELDS], _PATCH_FIELDS),
    )
    reader.raise_problems()
    for table in tables:
        if answers[table_paths[table.id]] is _DELETED:
            warn(f"table `{quote(table.name)}` ({table.id}) was deleted while the account was read; it is left out")
    for warning in reader.warnings:
        warn(warning)
    return schema


_DELETED = object()


class _Reader:
    """Turns answers into values; collects what is wrong in them, so that one run reports everything."""

    def __init__(self, quote: _Quote) -> None:
        self.quote = quote
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def raise_problems(self) -> None:
        if len(self.problems) > _PROBLEMS_SHOWN:
            more = Problem("", f"and {len(self.problems) - _PROBLEMS_SHOWN} more problems like these")
            raise UndeterminedError([*self.problems[:_PROBLEMS_SHOWN], more])
        if self.problems:
            raise UndeterminedError(self.problems)

    def tables(self, data: object) -> tuple[AccountTable, ...]:
        sound = len(self.problems)
        tables = tuple(self.table(*item) for item in self.objects(data, _TABLES, MAX_TABLES, "tables"))
        if len(self.problems) == sound:
            self.unique([str(table.id) for table in tables], _TABLES, "Id")
            self.unique([table.name for table in tables], _TABLES, "Name")
        return tables

    def table(self, item: dict[str, object], place: str) -> AccountTable:
        number = _property(item, "Id")
        if not isinstance(number, int) or isinstance(number, bool) or number not in _INT32:
            self.wrong(_TABLES, f"{place}.Id", "a 32-bit integer", number)
            number = -1
        return AccountTable(
            id=number,
            name=self.name(item, _TABLES, place),
            label=self.optional_text(item, "Label", _TABLES, place),
            description=self.optional_text(item, "Description", _TABLES, place),
            writes=TableWrites(
                create=_property(item, "CreateConverterId") is None,
                update=_property(item, "UpdateConverterId") is None,
                delete=_property(item, "DeleteConverterId") is None,
            ),
        )

    def fields(self, data: object, path: str, owner: str) -> tuple[AccountField, ...]:
        sound = len(self.problems)
        items = self.objects(data, path, MAX_FIELDS, "fields")
        fields = tuple(self.field(item, path, place, owner) for item, place in items)
        if len(self.problems) == sound:
            self.unique([item.name for item in fields], path, "Name")
        return fields

    def field(self, item: dict[str, object], path: str, place: str, owner: str) -> AccountField:
        name = self.name(item, path, place)
        server_type = _property(item, "Type")
        kind = _field_type(server_type)
        if kind is FieldType.UNKNOWN:
            shown = self.quote(json.dumps(server_type), 60)
            self.warnings.append(
                f"{owner}, field `{self.quote(name)}`: its type {shown} is not known here; it is read as any JSON"
            )
        return AccountField(
            name=name,
            type=kind,
            label=self.optional_text(item, "Label", path, place),
            values=self.values(_property(item, "Values"), path, f"{place}.Values"),
            extra={"server_type": server_type} if kind is FieldType.UNKNOWN else {},
        )

    def values(self, data: object, path: str, place: str) -> tuple[str, ...] | None:
        if data is None:
            return None
        if not isinstance(data, list):
            self.wrong(path, place, "a list", data)
            return None
        # a value may always be null, so a null among the allowed ones says nothing
        return self.texts([value for value in data if value is not None], path, place)

    def names(self, data: object, path: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.texts(self.items(data, path, MAX_NAMES, "names"), path, "$")))

    def texts(self, data: list[object], path: str, place: str) -> tuple[str, ...]:
        for index, item in enumerate(data):
            if not isinstance(item, str):
                self.wrong(path, f"{place}[{index}]", "text", item)
        return tuple(item for item in data if isinstance(item, str))

    def items(self, data: object, path: str, most: int, what: str) -> list[object]:
        if not isinstance(data, list):
            self.wrong(path, "$", "a list", data)
            return []
        if len(data) > most:
            self.problem(path, "$", f"has {len(data)} {what}; {most} are the most that is read")
            return []
        return data

    def objects(self, data: object, path: str, most: int, what: str) -> list[tuple[dict[str, object], str]]:
        """The items with their places."""
        objects = []
        for index, item in enumerate(self.items(data, path, most, what)):
            if isinstance(item, dict):
                objects.append((item, f"$[{index}]"))
            else:
                self.wrong(path, f"$[{index}]", "an object", item)
        return objects

    def name(self, item: dict[str, object], path: str, place: str) -> str:
        name = _property(item, "Name")
        if isinstance(name, str) and name:
            return name
        if name is None or name == "":
            self.problem(path, place, "has no Name")
        else:
            self.wrong(path, f"{place}.Name", "text", name)
        return ""

    def optional_text(self, item: dict[str, object], key: str, path: str, place: str) -> str | None:
        value = _property(item, key)
        if value is None or isinstance(value, str):
            return value
        self.wrong(path, f"{place}.{key}", "text", value)
        return None

    def unique(self, names: list[str], path: str, key: str) -> None:
        seen: dict[str, int] = {}
        for index, name in enumerate(names):
            if name in seen:
                self.problem(path, f"$[{index}].{key}", f"is `{self.quote(name, 80)}`, like that of $[{seen[name]}]")
            seen.setdefault(name, index)

    def wrong(self, path: str, place: str, wanted: str, got: object) -> None:
        self.problem(path, place, f"should be {wanted}, is {_kind(got)}")

    def problem(self, path: str, place: str, what: str) -> None:
        self.problems.append(Problem(f"GET {path}, {place}", what))


def _undetermined(path: str, what: str, mend: str = "") -> UndeterminedError:
    return UndeterminedError(Problem(f"GET {path}", what, mend))


async def _first_bytes(response: httpx2.Response, most: int) -> bytes:
    """Read the body until it ends or has more than `most` bytes, counted after unpacking."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > most:
            break
    return bytes(body)


def _connection_failure(error: httpx2.TransportError, host: str, quote: _Quote) -> tuple[str, str, bool]:
    """Say what is wrong, what to do, and whether trying again can help."""
    causes: list[BaseException] = [error]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    mend = "Check the base URL, the network, and any proxy that the environment names."
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection to {host}: {quote(str(cause))}", mend, False
        if isinstance(cause, socket.gaierror):
            return f"the host {host} cannot be found: {quote(str(cause))}", mend, True
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refuses the connection", mend, True
    said = quote(str(error)) or type(error).__name__
    return f"the connection to {host} failed: {said}", mend, True


def _seconds(retry_after: str | None) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date; None for neither."""
    if retry_after is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        then = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


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


def _property(item: dict[str, object], name: str) -> object:
    """The property of a JSON object, None where it has none; one that is spelled exactly so goes before other cases."""
    if name in item:
        return item[name]
    return next((value for key, value in item.items() if key.lower() == name.lower()), None)


def _field_type(server_type: object) -> FieldType:
    if isinstance(server_type, int) and not isinstance(server_type, bool):
        return _TYPES.get(server_type, FieldType.UNKNOWN)
    if isinstance(server_type, str):
        return _TYPE_NAMES.get(server_type.lower(), FieldType.UNKNOWN)
    return FieldType.UNKNOWN


def _kind(value: object) -> str:
    """Name the JSON type of a value."""
    if value is None:
        return "null or absent"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a number"
