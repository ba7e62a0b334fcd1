"""What a client holds: connections that are opened late, belong to a loop, are shared, closed, and warned of."""

from __future__ import annotations

import asyncio
import gc
import inspect
import re
import threading
import warnings
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from flavours import KEY, AsyncClient, Client, Run
from runtime import errors
from runtime.calls import Call
from runtime.client import AsyncBaseClient, BaseClient
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
LINE = b'{"Id":1,"Price":0.10}'


def get(client: Any) -> Any:
    return client.call(GET, path={"id": 1})


def leaks(use: Callable[[], object]) -> list[str]:
    """The warnings of this client about what was not closed."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        use()
        gc.collect()
        told = [str(each.message) for each in caught if "was not closed: use it" in str(each.message)]
        caught.clear()  # they hold what they warn of
        gc.collect()
    return told


def test_a_client_that_was_used_and_not_closed_is_a_resource_warning(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    (told,) = leaks(lambda: get(Client(KEY, base_url=server.url)))
    assert told.startswith("a Client was not closed")

    def use() -> None:
        async def main() -> None:
            await get(AsyncClient(KEY, base_url=server.url))

        asyncio.run(main())

    (told,) = leaks(use)
    assert told.startswith("an AsyncClient was not closed")


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_that_was_only_made_has_nothing_to_close(kind: Any) -> None:
    assert leaks(lambda: kind(KEY)) == []


def test_what_with_options_made_keeps_the_connections_and_warns_once(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))

    def use() -> None:
        client = Client(KEY, base_url=server.url)
        get(client)
        other = client.with_options(timeout=3)
        del client
        gc.collect()
        get(other)
        other.close()  # closes nothing

    assert len(leaks(use)) == 1


def test_a_client_of_the_users_is_the_users_to_close(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    with httpx2.Client() as http:
        assert leaks(lambda: get(Client(KEY, base_url=server.url, http_client=http))) == []
        assert not http.is_closed
        assert get(Client(KEY, base_url=server.url, http_client=http)).id == 1


def test_a_closed_client_says_so(server: ScriptedServer, run: Run) -> None:
    kept: list[Any] = []
    run(server.url, kept.append)
    if run.name == "sync":
        with pytest.raises(errors.ClientClosedError, match="the client is closed"):
            get(kept[0])
        kept[0].close()
    else:
        with pytest.raises(errors.ClientClosedError, match="the client is closed"):
            asyncio.run(get(kept[0]))


def test_a_closed_http_client_of_the_users_says_so(server: ScriptedServer) -> None:
    http = httpx2.Client()
    http.close()
    with pytest.raises(errors.ClientClosedError):
        get(Client(KEY, base_url=server.url, http_client=http))


# --- Event loops ---


def test_an_async_client_may_be_made_outside_a_loop_and_used_in_one_after_the_other(server: ScriptedServer) -> None:
    server.replies(*[Reply(200, LINE)] * 6)
    client = AsyncClient(KEY, base_url=server.url)

    async def use() -> None:
        assert (await asyncio.gather(get(client), get(client)))[1].id == 1

    async def use_and_close() -> None:
        await use()
        await client.aclose()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the first loops' sockets, which nobody closed in them
        asyncio.run(use())
        asyncio.run(use())
        asyncio.run(use_and_close())
        assert len(client._transport._pool._loops.get()) == 1
        gc.collect()
    with pytest.raises(errors.ClientClosedError):
        asyncio.run(use())


def test_two_loops_at_a_time_have_their_own_connections(server: ScriptedServer) -> None:
    server.replies(*[Reply(200, LINE, delay=0.01)] * 40)
    client = AsyncClient(KEY, base_url=server.url)
    failed: list[BaseException] = []

    async def use() -> None:
        for _ in range(5):
            await asyncio.gather(*(get(client) for _ in range(2)))
        await client._transport._pool.here().http.aclose()

    def work() -> None:
        try:
            asyncio.run(use())
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asyncio.run(client.aclose())
    assert failed == []
    assert len(server.asked) == 20


def test_a_client_of_the_users_belongs_to_one_loop(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    http = httpx2.AsyncClient()
    client = AsyncClient(KEY, base_url=server.url, http_client=http)

    async def use() -> None:
        await get(client)
        await http.aclose()

    async def again() -> None:
        await get(client)

    asyncio.run(use())
    with pytest.raises(errors.YulsnError, match="belongs to the event loop"):
        asyncio.run(again())


def test_a_cancelled_call_leaves_the_client_in_order(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE, delay=30.0), Reply(200, LINE))

    async def main() -> None:
        async with AsyncClient(KEY, base_url=server.url) as client:
            task = asyncio.create_task(get(client))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await get(client)).id == 1

    asyncio.run(main())


def test_all_clients_of_a_process_share_one_tls_context(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    contexts = []
    for _ in range(2):
        with Client(KEY, base_url=server.url) as client:
            get(client)
            contexts.append(client._transport._pool._own.get()._pool._ssl_context)
    assert contexts[0] is contexts[1]


def test_no_proxy_is_asked_on_the_way_to_this_machine(
    server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.replies(Reply(200, LINE))
    assert run(server.url, get, max_retries=0).id == 1


def test_headers_of_the_users_http_client_are_sent_too(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE))
    with httpx2.Client(headers={"X-Trace": "7"}, cookies={"a": "b"}) as http:
        get(Client(KEY, base_url=server.url, http_client=http))
    headers = server.asked[0].headers
    assert (headers["X-Trace"], headers["Cookie"], headers["X-ApiKey"]) == ("7", "a=b", KEY)


def test_every_option_is_documented_once_for_both_clients() -> None:
    constructors: list[object] = [BaseClient.__init__, AsyncBaseClient.__init__]
    assert constructors[0] is constructors[1]
    text = inspect.getdoc(BaseClient.__init__) or ""
    options = re.findall(r"^    (\w+): ", text.partition("Raises:")[0], re.MULTILINE)
    assert options == list(inspect.signature(BaseClient).parameters)
