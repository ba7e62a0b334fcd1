"""Values that Python's own parsers and types refuse are refused with the sandbox's messages, wherever they are sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import running

from .conftest import connect
from .described import USES, World

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


def marked(value: Any) -> Iterator[Any]:
    """Yield a JSON value once for each value in it, which is replaced by `MARK`."""
    yield MARK
    if isinstance(value, dict):
        for name, item in value.items():
            yield from ({**value, name: changed} for changed in marked(item))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from ([*value[:place], changed, *value[place + 1 :]] for changed in marked(item))


def variants(request: httpx2.Request, hostile: str) -> Iterator[tuple[httpx2.URL, bytes]]:
    """Yield the URLs and bodies of a request with one value after the other replaced by a hostile one."""
    plain = json.loads(hostile) if hostile.startswith('"') else hostile
    text = plain.encode("utf-8", "surrogatepass")
    for body in marked(json.loads(request.content)) if request.content else ():
        yield request.url, json.dumps(body).replace(f'"{MARK}"', hostile).encode()
    quoted = "".join(f"%{byte:02X}" for byte in text)
    raw = request.url.raw_path.decode()
    for found in re.finditer(r"(?<=[=/])[0-9][^&/?]*|(?<==)[^&]+", raw):
        yield (
            request.url.copy_with(raw_path=(raw[: found.start()] + quoted + raw[found.end() :]).encode()),
            request.content,
        )


@pytest.mark.parametrize("use", [use for use in USES if use.status == 200], ids=str)
def test_no_hostile_value_causes_a_server_error_or_leaks_python_text(use: Any, world: World) -> None:
    request = use.send(world).request
    headers = {"Content-Type": "application/json"}
    for name, hostile in HOSTILE.items():
        for url, content in variants(request, hostile):
            answer = world.client.request(request.method, url, content=content or None, headers=headers)
            assert answer.status_code < 500, (name, url, content[:200], answer.text)
            if answer.status_code >= 400:
                assert not PYTHON.search(answer.text), (name, url, content[:200], answer.text[:300])
