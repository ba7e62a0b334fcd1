"""Run a probe: make the read-only calls of an account's description, and compare the responses with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .. import __version__
from ..account.credentials import Quote, check_base, check_key
from ..account.http import Server, open_client
from ..account.limits import DEFAULT_TIMING, Timing
from ..account.schema import AccountSchema
from ..description.document import Document
from ..text.progress import Progress, quiet
from .calls import read_calls
from .findings import Findings
from .prober import CONCURRENCY, Prober, Quota
from .report import ProbeReport
from .samples import Samples

_LOGGERS = ("httpx2", "httpcore2")


def probe(
    document: Document,
    account: AccountSchema,
    base_url: str,
    api_key: str,
    *,
    include: Sequence[str] = (),
    most: int = 300,
    spent: int = 0,
    progress: Progress = quiet,
    allow_http: bool = False,
    timing: Timing = DEFAULT_TIMING,
    account_id: int | None = None,
) -> ProbeReport:
    """Probe an account: make the read-only calls of its description, and compare the responses with it.

    Must not be called from a running event loop. Ctrl-C ends the probe; the report then says that it was interrupted.

    Args:
        document: The description, tailored to the account.
        account: The account schema.
        base_url: The base URL of the API.
        api_key: The account's key.
        include: Names of calls to make even though they are left out by default.
        most: How many requests may be sent, including retries.
        spent: How many of them have been sent already.
        progress: Receives the number of requests expected and done.
        allow_http: Whether to accept `http:` for a host other than this machine.
        timing: The timeouts and the retry policy.
        account_id: The account's number; without it, the calls of version 2 of the API are not made.

    Raises:
        InputError: The base URL, the key or a name in `include` is invalid.
    """
    check_key(api_key)
    quote = Quote(api_key)
    base = check_base(base_url, allow_http, quote)
    calls = read_calls(document, include)
    findings = Findings(document, calls)
    samples = Samples(document, account, calls, account_id)
    quota = Quota(most - spent)

    async def run() -> None:
        async with open_client(base, api_key, timing) as client:
            client.event_hooks["request"].append(quota.spend)
            server = Server(client, base.url, timing, quote, progress, asyncio.Semaphore(CONCURRENCY))
            await Prober(document, account, samples, findings, server, quota, progress).run(calls)

    interrupted = False
    with _silent_logs():
        try:
            asyncio.run(run())
        except KeyboardInterrupt:
            interrupted = True
    return ProbeReport(
        host=quote(base.url),
        generator=__version__,
        requests=most - quota.left,
        most=most,
        rows=findings.rows(),
        differences=findings.differences(),
        confirmed=findings.confirmed(),
        unconfirmed=findings.unconfirmed(),
        interrupted=interrupted,
    )


@contextmanager
def _silent_logs() -> Iterator[None]:
    """Keep the HTTP client from logging URLs and headers, which may hold personal data."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)  # also for the loggers below it, as they inherit the level
        logger.propagate = False
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.setLevel(level)
            logger.propagate = propagate
