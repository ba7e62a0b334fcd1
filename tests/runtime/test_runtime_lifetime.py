"""Connections of a client: opened late, bound to an event loop, shared, closed, and warned about when left open."""

from __future__ import annotations

import asyncio
import gc
import inspect
import re
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from flavours import KEY, AsyncClient, Client, Run
from runtime import errors, network
from runtime.calls import Call
from runtime.client import AsyncBaseClient, BaseClient
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
LINE = b'{"Id":1,"Price":0.10}'


def get(client: Any) -> Any:
    return client.call(GET, path={"id": 1})


@pytest.fixture(scope="module", autouse=True)
def ignoring_older_objects() -> None:
    """Exempt what other tests left alive from the garbage collections in these tests, which would take long with it."""
    gc.collect()
    gc.freeze()


def leaks(use: Callable[[], object]) -> list[str]:
    """The warnings of this client about what was not closed."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        use()
        gc.collect()
        warned = [str(each.message) for each in caught if "was not closed: use it" in str(each.message)]
        caught.clear()  # they hold what they warn of
        gc.collect()
    return warned


def test_an_unclosed_used_client_gives_a_resource_warning(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    (warned,) = leaks(lambda: get(Client(KEY, base_url=server.url)))
    assert warned.startswith("a Client was not closed")

    def use() -> None:
        async def main() -> None:
            await get(AsyncClient(KEY, base_url=server.url))

        asyncio.run(main())

    (warned,) = leaks(use)
    assert warned.startswith("an AsyncClient was not closed")


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_unused_client_gives_no_resource_warning(kind: Any) -> None:
    assert leaks(lambda: kind(KEY)) == []


def test_clients_from_with_options_share_connections_and_warn_once(server: ScriptedServer) -> None:
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


def test_a_users_http_client_is_not_closed(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    with httpx2.Client() as http:
        assert leaks(lambda: get(Client(KEY, base_url=server.url, http_client=http))) == []
        assert not http.is_closed
        assert get(Client(KEY, base_url=server.url, http_client=http)).id == 1


def test_using_a_closed_client_is_an_error(server: ScriptedServer, run: Run) -> None:
    kept: list[Any] = []
    run(server.url, kept.append)
    if run.name == "sync":
        with pytest.raises(errors.ClientClosedError, match="the client is closed"):
            get(kept[0])
        kept[0].close()
    else:
        with pytest.raises(errors.ClientClosedError, match="the client is closed"):
            asyncio.run(get(kept[0]))


def test_using_a_closed_http_client_of_the_user_is_an_error(server: ScriptedServer) -> None:
    http = httpx2.Client()
    http.close()
    with pytest.raises(errors.ClientClosedError):
        get(Client(KEY, base_url=server.url, http_client=http))


# --- Event loops ---


def test_an_async_client_can_be_used_in_several_event_loops(server: ScriptedServer) -> None:
    server.replies(*[Reply(200, LINE)] * 6)
    client = AsyncClient(KEY, base_url=server.url)

    async def use() -> None:
        assert (await asyncio.gather(get(client), get(client)))[1].id == 1

    async def use_and_close() -> None:
        await use()
        await client.aclose()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # about sockets that the first event loops did not close
        asyncio.run(use())
        asyncio.run(use())
        asyncio.run(use_and_close())
        assert len(client._transport._pool._loops.get()) == 1
        gc.collect()
    with pytest.raises(errors.ClientClosedError):
        asyncio.run(use())


def test_concurrent_event_loops_have_separate_connections(server: ScriptedServer) -> None:
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


def test_a_users_http_client_belongs_to_one_event_loop(server: ScriptedServer) -> None:
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


def test_a_client_is_usable_after_a_cancelled_call(server: ScriptedServer) -> None:
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


def test_loopback_hosts_bypass_proxies(server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.replies(Reply(200, LINE))
    assert run(server.url, get, max_retries=0).id == 1


def test_headers_of_the_users_http_client_are_sent(server: ScriptedServer) -> None:
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


# --- Closing a client that was used in other event loops ---


class OtherLoop:
    """An event loop on a separate thread, in which a client has been used."""

    def __init__(self, client: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(get(client), self.loop).result(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)

    def close(self) -> None:
        if self.loop.is_running():
            self.stop()
        self.loop.close()


async def close_within(client: Any, seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        await client.aclose()


@pytest.fixture
def used(server: ScriptedServer) -> Any:
    server.replies(*[Reply(200, LINE)] * 4)
    return AsyncClient(KEY, base_url=server.url)


def connections(pool: Any, loop: asyncio.AbstractEventLoop) -> list[Any]:
    return list(pool._loops.get()[loop].http._pool.connections)


def test_closing_closes_the_connections_of_another_running_loop(used: Any) -> None:
    other = OtherLoop(used)
    pool = used._transport._pool
    asyncio.run(close_within(used))
    for _ in range(500):
        if not connections(pool, other.loop):
            break
        time.sleep(0.01)
    assert connections(pool, other.loop) == []
    other.close()


def test_closing_does_not_wait_for_a_busy_event_loop(used: Any) -> None:
    other, done = OtherLoop(used), threading.Event()
    other.loop.call_soon_threadsafe(done.wait, 20)
    asyncio.run(close_within(used))
    done.set()
    other.stop()
    other.loop.run_until_complete(asyncio.sleep(0.05))  # what has begun by then ends
    other.close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("end", [OtherLoop.stop, OtherLoop.close])
def test_closing_after_another_loop_has_ended_raises_nothing(used: Any, end: Callable[[OtherLoop], None]) -> None:
    other = OtherLoop(used)
    end(other)
    asyncio.run(close_within(used))
    other.close()
    used._transport._pool._loops.get().clear()
    gc.collect()


def test_a_stopped_loop_closes_its_connections_when_it_runs_again(used: Any) -> None:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(get(used))
    asyncio.run(close_within(used))
    loop.run_until_complete(asyncio.sleep(0.05))
    assert connections(used._transport._pool, loop) == []
    loop.close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_closing_twice_and_in_another_event_loop_is_harmless(used: Any) -> None:
    async def main() -> None:
        await get(used)
        await used.aclose()
        await used.aclose()

    asyncio.run(main())
    asyncio.run(close_within(used))


def test_closing_the_client_ends_calls_in_flight(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE, delay=30.0))

    async def main() -> None:
        client = AsyncClient(KEY, base_url=server.url)
        task = asyncio.create_task(get(client))
        while not server.asked:
            await asyncio.sleep(0.01)
        await client.aclose()
        with pytest.raises(errors.ClientClosedError) as caught:
            await asyncio.wait_for(task, 10)
        assert caught.value.maybe_received

    asyncio.run(main())


# --- The environment ---


def test_cookies_are_not_stored(server: ScriptedServer, run: Run) -> None:
    server.replies(*[Reply(200, LINE, {"Set-Cookie": f"session{number}=1; Path=/"}) for number in range(3)])

    def use(client: Any) -> Any:
        return [get(client) for _ in range(3)]

    async def use_async(client: Any) -> Any:
        return [await get(client) for _ in range(3)]

    run(server.url, use if run.name == "sync" else use_async)
    assert not [asked for asked in server.asked if "Cookie" in asked.headers]


SECRET_PROXY = "scheme-of-nobody://user:pass-of-proxy@proxy.example"


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("HTTPS_PROXY", SECRET_PROXY, "must be a URL such as"),
        ("https_proxy", "http://[::1", "must be a URL such as"),
        ("HTTPS_PROXY", "http://[", "must be a URL such as"),
        ("HTTPS_PROXY", "/no/host", "must be a URL such as"),
        ("HTTPS_PROXY", "http://user:pass-of-proxy@proxy.example:99999", "must be a URL such as"),
        ("ALL_PROXY", "ftp://proxy.example", "must be a URL such as"),
        ("all_proxy", "socks5://proxy.example", r"SOCKS proxies need the package `httpx2\[socks\]`"),
        ("SSL_CERT_FILE", "/no/such/file.pem", "cannot load the certificates"),
        ("SSL_CERT_FILE", __file__, "cannot load the certificates"),
    ],
)
def test_an_unusable_variable_is_reported(
    run: Run, variable: str, value: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv(variable, value)
    network._tls.cache_clear()
    with pytest.raises(errors.YulsnError, match=problem) as caught:
        run("https://api.example.invalid", get, max_retries=0)
    network._tls.cache_clear()
    assert variable in str(caught.value)
    assert "pass-of-proxy" not in str(caught.value)


def test_a_proxy_is_used_unless_the_environment_excludes_the_host(
    server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.replies(Reply(200, LINE))
    assert run("http://api.example.invalid", get, allow_http=True).id == 1
    assert server.asked[0].path == "http://api.example.invalid/api/v1/Lines/1"
    monkeypatch.setenv("no_proxy", "example.invalid")
    with pytest.raises(errors.YulsnConnectionError):
        run("http://api.example.invalid", get, allow_http=True, max_retries=0)


def test_a_sync_http_client_is_refused_by_an_async_client_and_vice_versa() -> None:
    with pytest.raises(TypeError, match=r"http_client of a Client must be an httpx2\.Client, not httpx2\.AsyncClient"):
        Client(KEY, http_client=httpx2.AsyncClient())  # type: ignore[arg-type]
    with (
        httpx2.Client() as http,
        pytest.raises(TypeError, match=r"of an AsyncClient must be an httpx2\.AsyncClient, not httpx2\.Client"),
    ):
        AsyncClient(KEY, http_client=http)  # type: ignore[arg-type]
