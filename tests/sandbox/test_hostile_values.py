"""Values that Python's own parsers and types refuse are refused with the sandbox's messages, wherever they are sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from yulsn_codegen.sandbox import running

from .conftest import connect
from .described import USES
from .world import World

# As JSON, and as the text of a parameter.
HOSTILE = {
    "an integer of 5,000 digits": "9" * 5000,
    "an integer of 900 digits": "9" * 900,
    "a number with a huge exponent": "1e999999999999999999999",
    "a number with a large exponent": "-1e400",
    "the year zero": '"0000-01-01T00:00:00Z"',
    "a day before the first in UTC": '"0001-01-01T00:00:00+14:00"',
    "a text of digits": f'"{"9" * 5000}"',
    "digits of another script": '"\\u0661\\u0662"',
    "a lone surrogate": '"\\ud800"',
    "NaN": "NaN",
    "a text that is not a number": '"nan"',
    "a nested list": "[[{}]]",
}
PYTHON = re.compile(
    r"Exceeds|invalid literal|isoformat|(year|month|day|hour|minute|second|offset) (\S+ )?(is|must)|<class|Traceback"
    r"|Internal error|codec|NoneType|object has no|InvalidOperation|ConversionSyntax|int\(\)|sys\.|Expecting"
)
MARK = "HERE"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running(contacts=20, strict=True) as sandbox, connect(sandbox) as client:
        yield World.of(client)


@pytest.fixture(scope="module")
def connection(world: World) -> Iterator[HTTPConnection]:
    """A connection without the overhead of a client: thousands of requests are sent."""
    address = world.client.base_url
    with closing(HTTPConnection(address.host, address.port)) as connection:
        yield connection


def marked(value: Any) -> Iterator[Any]:
    """Yield a JSON value once for each value in it, which is replaced by `MARK`."""
    yield MARK
    if isinstance(value, dict):
        for name, item in value.items():
            yield from ({**value, name: changed} for changed in marked(item))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from ([*value[:place], changed, *value[place + 1 :]] for changed in marked(item))


def variants(request: httpx2.Request, hostile: str) -> Iterator[tuple[str, bytes]]:
    """Yield the targets and bodies of a request with one value after the other replaced by a hostile one."""
    plain = json.loads(hostile) if hostile.startswith('"') else hostile
    text = plain.encode("utf-8", "surrogatepass")
    target = request.url.raw_path.decode()
    for body in marked(json.loads(request.content)) if request.content else ():
        yield target, json.dumps(body).replace(f'"{MARK}"', hostile).encode()
    quoted = quote(text, safe="")
    for found in re.finditer(r"(?<=[=/])[0-9][^&/?]*|(?<==)[^&]+", target):
        yield target[: found.start()] + quoted + target[found.end() :], request.content


@pytest.mark.parametrize("use", [use for use in USES if use.status == 200], ids=str)
def test_no_hostile_value_causes_a_server_error_or_leaks_python_text(
    use: Any, world: World, connection: HTTPConnection
) -> None:
    request = use.send(world).request
    headers = {"Content-Type": "application/json", "X-ApiKey": request.headers["X-ApiKey"]}
    for name, hostile in HOSTILE.items():
        for target, content in variants(request, hostile):
            connection.request(request.method, target, content or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            assert answer.status < 500, (name, target, content[:200], text)
            if answer.status >= 400:
                assert not PYTHON.search(text), (name, target, content[:200], text[:300])
