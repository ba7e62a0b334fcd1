"""The samples of calls: complete programs, which send what they show. Type checkers see them in tests/package."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from package.conftest import GENERATED
from yulsn_codegen.sandbox import RunningSandbox, running

from .made import all_programs, builtin_plan, samples

API = builtin_plan().api
CALLS = sorted(
    [
        *(f"{one.name}.{method.name}" for one in API.resources for method in one.methods),
        *(f"tables.{one.name}.{method.name}" for one in API.tables for method in one.methods),
    ]
)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with running() as sandbox, pytest.MonkeyPatch.context() as patch:
        patch.setenv("YULSN_API_KEY", sandbox.api_key)
        patch.setenv("YULSN_BASE_URL", sandbox.base_url)
        patch.syspath_prepend(str(GENERATED))
        yield sandbox


def test_every_method_of_the_package_has_samples() -> None:
    for label in ("Python", "Python (async)", "curl"):
        assert sorted(samples(label)) == CALLS


def test_all_samples_are_valid_python() -> None:
    compile(all_programs(), "samples", "exec")


def test_the_samples_use_the_accounts_own_fields_and_values() -> None:
    assert samples("Python")["contacts.patch"] == (
        "from datetime import UTC, datetime\n"
        "\n"
        "from yulsn_client import Client\n"
        "from yulsn_client.models import ContactPatch\n"
        "\n"
        "with Client() as client:\n"
        "    contact = client.contacts.patch(\n"
        "        1,\n"
        "        ContactPatch(\n"
        '            favourite_brand="Avenue",\n'
        "            foedselsdag=datetime(2026, 1, 31, 12, 0, tzinfo=UTC),\n"
        "        ),\n"
        "    )\n"
        "    print(contact.id, contact.favourite_brand)"
    )


def test_a_sample_of_a_paged_call_reads_all_pages() -> None:
    assert samples("Python (async)")["tables.bikes.list_after"] == (
        "import asyncio\n"
        "\n"
        "from yulsn_client import AsyncClient\n"
        "\n"
        "\n"
        "async def main() -> None:\n"
        "    async with AsyncClient() as client:\n"
        "        for bikes_row in await client.tables.bikes.list_after(0):\n"
        "            print(bikes_row.id, bikes_row.bought)\n"
        "\n"
        "        # The objects of all pages:\n"
        "        async for bikes_row in client.tables.bikes.iterate():\n"
        "            print(bikes_row.id, bikes_row.bought)\n"
        "\n"
        "\n"
        "asyncio.run(main())"
    )


@pytest.mark.parametrize("call", CALLS)
def test_the_python_and_the_curl_sample_send_the_same_request(call: str, server: RunningSandbox) -> None:
    from yulsn_client import ApiError, BulkError

    server.clear_requests()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(ApiError, BulkError):
        exec(compile(samples("Python")[call], call, "exec"), {})
    sent = server.requests[0]
    assert sent.status != 401
    words = shlex.split(samples("curl")[call])
    url = urlsplit(words[3])
    assert words[:3] == ["curl", "--request", sent.method]
    assert (unquote(url.path), dict(parse_qsl(url.query))) == (sent.path, dict(parse_qsl(sent.query)))
    if "--data" in words:
        json.loads(words[words.index("--data") + 1])
