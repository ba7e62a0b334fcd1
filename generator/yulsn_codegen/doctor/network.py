"""The checks that use the network: the connection to the API, and what the key may read. Nothing is written."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from urllib.request import getproxies, proxy_bypass

from ..account.credentials import Quote
from ..account.fetch import PATHS
from ..account.http import REDIRECT_HINT, ReadRequest, Server, open_client
from ..account.limits import Timing
from ..account.response_body import MAX_DEPTH
from ..account.unread import describe
from ..base_url import BaseUrl
from ..http_policy import Response, RetryPolicy
from ..text.documents import load_json
from ..text.errors import CodegenError
from ..text.progress import quiet
from .checks import Check, CheckStatus, failure

_SECONDS = 10.0
_REFUSED = (401, 403)
_TOO_MANY = 429
_SERVER_ERROR = 500


def check_network(base: BaseUrl, key: str | None) -> Iterator[Check]:
    """Check name resolution, TLS, the host and the key, each only if the one before it did not fail.

    Args:
        base: The base URL.
        key: A valid key, or None to send no request.
    """
    proxied = not base.is_local and _uses_proxy(base)
    if proxied:
        yield Check("name resolution", CheckStatus.WARNING, "not tried: a proxy is used, which resolves the name")
        yield Check("TLS", CheckStatus.WARNING, "not tried: a proxy is used")
    else:
        resolved = _resolve(base)
        yield resolved
        if resolved.status is CheckStatus.FAILURE:
            return
        if base.url.startswith("https:"):
            secure = _handshake(base)
            yield secure
            if secure.status is CheckStatus.FAILURE:
                return
        else:
            status = CheckStatus.WARNING if base.exposes_key else CheckStatus.OK
            yield Check("TLS", status, "not used: the base URL is plain http")
    if key is None:
        yield Check("host", CheckStatus.WARNING, "not tried: there is no valid API key")
        return
    yield from asyncio.run(_collect(base, key))


def _uses_proxy(base: BaseUrl) -> bool:
    proxies = getproxies()
    scheme = base.url.partition(":")[0]
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(base.host)


def _resolve(base: BaseUrl) -> Check:
    try:
        found = socket.getaddrinfo(base.host, base.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        hint = "Check the base URL, the network, and the name server."
        return Check("name resolution", CheckStatus.FAILURE, f"{base.host} cannot be found: {error}", hint)
    addresses = sorted({str(one[4][0]) for one in found})
    return Check("name resolution", CheckStatus.OK, f"{base.host} is {', '.join(addresses)}")


def _handshake(base: BaseUrl) -> Check:
    try:
        context = ssl.create_default_context()
        with (
            socket.create_connection((base.host, base.port), timeout=_SECONDS) as connection,
            context.wrap_socket(connection, server_hostname=base.host) as secure,
        ):
            return Check("TLS", CheckStatus.OK, f"{secure.version()}, and the certificate is valid")
    except ssl.SSLCertVerificationError as error:
        hint = "Behind a proxy that inspects TLS, set SSL_CERT_FILE to its certificates."
        return Check("TLS", CheckStatus.FAILURE, f"the certificate is not trusted: {error.verify_message}", hint)
    except OSError as error:
        what = f"no secure connection to {base.host}: {error.strerror or error}"
        return Check("TLS", CheckStatus.FAILURE, what, "Check the base URL, the network and the firewall.")


async def _collect(base: BaseUrl, key: str) -> list[Check]:
    return [check async for check in _requests(base, key)]


async def _requests(base: BaseUrl, key: str) -> AsyncIterator[Check]:
    """Yield whether the host responds, whether it accepts the key, and what the key may read."""
    timing = Timing(connect=_SECONDS, read=_SECONDS, attempt=2 * _SECONDS, retries=RetryPolicy(max_retries=1))
    quote = Quote(key)
    try:
        async with open_client(base, key, timing) as client:
            server = Server(client, base.url, timing, quote, quiet)
            responses = {part: await server.send(ReadRequest(path)) for part, path in PATHS.items()}
    except CodegenError as error:
        yield failure("host", error)
        return
    results = {part: _readable(response) for part, response in responses.items()}
    statuses = {response.status for response in responses.values()}
    targets = {server.redirect_target(PATHS[part], response) for part, response in responses.items()} - {""}
    yield _host(base, statuses, targets, any(not problem for problem in results.values()))
    if statuses <= set(_REFUSED):
        hint = "Check that the key is that of this account, and that it may read it."
        yield Check("key accepted", CheckStatus.FAILURE, f"no: every request was refused ({_listed(statuses)})", hint)
        return
    if all(results.values()):
        return
    yield Check("key accepted", CheckStatus.OK, "yes")
    for part, problem in results.items():
        hint = "Without it, the package has no types there. Ask for a key that may read it." if problem else ""
        yield Check(
            f"read {describe(part, ())}", CheckStatus.WARNING if problem else CheckStatus.OK, problem or "yes", hint
        )


def _host(base: BaseUrl, statuses: set[int], targets: set[str], is_api: bool) -> Check:
    """Return whether the host is the API's, judging by the statuses and the redirect targets of its responses."""
    if is_api or statuses <= set(_REFUSED):
        return Check("host", CheckStatus.OK, f"{base.url} responds")
    if targets:
        what = f"{base.url} redirects to {', '.join(sorted(targets))}, which is not followed ({_listed(statuses)})"
        return Check("host", CheckStatus.FAILURE, what, REDIRECT_HINT)
    if all(status == _TOO_MANY or status >= _SERVER_ERROR for status in statuses):
        hint = "Try again later."
        return Check("host", CheckStatus.FAILURE, f"{base.url} does not serve requests now ({_listed(statuses)})", hint)
    hint = f"Check the base URL: the API is expected at {base.url}/api/v1."
    return Check(
        "host", CheckStatus.FAILURE, f"{base.url} does not respond as the API does ({_listed(statuses)})", hint
    )


def _listed(statuses: set[int]) -> str:
    return "status " + ", ".join(map(str, sorted(statuses)))


def _readable(response: Response) -> str:
    """Return why a response is not what the API sends; empty if it is."""
    if response.status != 200:
        return f"no: status {response.status}"
    try:
        value = load_json(response.body, MAX_DEPTH)
    except ValueError:
        return "no: the response is not JSON"
    return "" if isinstance(value, (list, str)) or value is None else "no: the response is not a list"
