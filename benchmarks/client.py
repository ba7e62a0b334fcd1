"""Measure what the generated client costs, as ratios to the libraries that it is built on.

    make bench

Machines are noisy, so both sides of a ratio are measured alternately in the same run, and the best round of each
counts. The client is the one in `generated/`; the server is another process, which sends the same bytes in every
response.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fastapi
import httpx2
import msgspec
import orjson
import pydantic
from yulsn_client import AsyncClient, Client
from yulsn_client._runtime.decoding import decode
from yulsn_client._runtime.unknown_properties import decoder
from yulsn_client.models import Contact

GENERATED = Path(__file__).resolve().parents[1] / "generated"
CONTACT = {
    "Id": 4711,
    "Secret": "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
    "Version": "AAAAAAAAB9E=",
    "Email": "ada@example.com",
    "EmailConfirmed": True,
    "PhoneCountryCode": "45",
    "Phone": "12345678",
    "PhoneConfirmed": False,
    "FirstName": "Ada",
    "LastName": "Ørsted",
    "RegistrationDateTime": "2024-05-06T10:08:14.1957879+02:00",
    "RegistrationSource": "webshop",
    "RegistrationIp": "192.0.2.17",
    "RegistrationStoreId": None,
    "PreferredStoreId": 3,
    "ContactCompanyId": None,
    "LatestPermissionSource": "newsletter",
    "LastModified": "2024-05-06T10:08:14.1957879+02:00",
    "Favourite Brand": "Christiania",
    "Fødselsdag": "1985-12-10T00:00:00+01:00",
    "Kreditmaksimum": 2500.50,
    "Last Service Visit": "2024-02-29T23:59:59+00:00",
    "Preferred Mechanic": "Søren",
    "Shoe Size": 43,
    "Shoe-Size": "43 1/3",
    "Wants SMS": True,
    "class": "gold",
}
SERVER = """
import asyncio, sys
body = sys.stdin.buffer.read()
head = b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json; charset=utf-8\\r\\nContent-Length: %d\\r\\n\\r\\n"
answer = head % len(body) + body
class Answers(asyncio.Protocol):
    def connection_made(self, transport): self.transport, self.read = transport, b""
    def data_received(self, data):
        self.read += data
        while b"\\r\\n\\r\\n" in self.read:
            self.read = self.read.partition(b"\\r\\n\\r\\n")[2]
            self.transport.write(answer)
async def main():
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def contacts(count: int, **more: object) -> bytes:
    """Return a list of contacts as the API writes it."""
    items = [{**CONTACT, "Id": number, "Email": f"ada{number}@example.com", **more} for number in range(1, count + 1)]
    return json.dumps(items, ensure_ascii=False).encode()


def best(rounds: int, **sides: Callable[[], float | None]) -> dict[str, float]:
    """Return the fewest seconds of each side, measured alternately; a side may return the seconds that it measured."""
    found = dict.fromkeys(sides, float("inf"))
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            begun = time.perf_counter()
            measured = side()
            elapsed = time.perf_counter() - begun
            found[name] = min(found[name], elapsed if measured is None else measured)
    return found


def say(what: str, value: float, aim: str = "") -> None:
    """Print a figure, and the aim for it."""
    print(f"  {what:<66} {value:7.2f}{f'   ({aim})' if aim else ''}")


def decoding() -> None:
    """Compare how the client reads 1,000 contacts with how libraries read the same bytes."""
    data, odd = contacts(1000), contacts(1000, **{"New Field": "x"})
    kind = list[Contact]
    bare = decoder(kind)
    listing: Any = list[_pydantic()]  # type: ignore[misc]
    model: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(listing)
    reported: list[tuple[str, ...]] = []

    def report(*drift: str) -> None:
        reported.append(drift)

    found = best(
        60,
        client=lambda: (decode(kind, data, report), None)[1],
        msgspec=lambda: (bare.decode(data), None)[1],
        orjson=lambda: (orjson.loads(data), None)[1],
        tolerant=lambda: (decode(kind, odd, report), None)[1],
    )
    slow = best(5, pydantic=lambda: (model.validate_json(data), None)[1])
    assert {drift[0] for drift in reported} == {"unknown"}
    client = found["client"]
    print(f"Decoding 1,000 contacts of {len(CONTACT)} fields ({client * 1000:.2f} ms)")
    say("client / msgspec into the same structs", client / found["msgspec"], "aim: at most 1.2")
    say("client / orjson.loads into dicts", client / found["orjson"], "aim: below 1")
    say("client / a pydantic model's validate_json", client / slow["pydantic"])
    say("with an unknown property in each: client / client without it", found["tolerant"] / client, "aim: at most 4")
    say("with an unknown property in each: client / msgspec without it", found["tolerant"] / found["msgspec"])
    say("with an unknown property in each: client / orjson.loads without it", found["tolerant"] / found["orjson"])


def _pydantic() -> Any:
    fields = msgspec.structs.fields(Contact)
    members: dict[str, Any] = {
        field.name: (field.type, pydantic.Field(alias=field.encode_name, default=... if field.required else None))
        for field in fields
    }
    return pydantic.create_model("PydanticContact", **members)


def serialising() -> None:
    """Compare a response of FastAPI with 100 contacts with one with pydantic models that have the same fields."""
    listing: Any = list[_pydantic()]  # type: ignore[misc]
    found = pydantic.TypeAdapter(listing).validate_json(contacts(100))
    mine = decode(list[Contact], contacts(100))

    def responding(kind: Any, values: Any) -> Callable[[], None]:
        app = fastapi.FastAPI()
        app.get("/", response_model=kind)(lambda: values)
        ask = _asgi(app)
        assert len(json.loads(asyncio.run(ask()))) == 100

        async def several() -> None:
            for _ in range(3):
                await ask()

        return lambda: asyncio.run(several())

    took = best(
        30,
        client=responding(list[Contact], mine),
        pydantic=responding(listing, found),
    )
    print(f"A response of FastAPI with 100 contacts ({took['client'] / 3 * 1000:.2f} ms)")
    say("client's model / pydantic model", took["client"] / took["pydantic"])


def _asgi(app: Any) -> Callable[[], Coroutine[Any, Any, bytes]]:
    """Return a function that gets `/` from an ASGI application, without a server."""
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "http_version": "1.1"}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def ask() -> bytes:
        parts: list[bytes] = []

        async def send(message: dict[str, Any]) -> None:
            parts.append(message.get("body", b""))

        await app(dict(scope), receive, send)
        return b"".join(parts)

    return ask


@contextmanager
def server(body: bytes) -> Iterator[str]:
    """Run a server in another process, whose responses all have this body, and yield its URL."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(body)
        process.stdin.close()
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def requests() -> None:
    """Compare GETs of one contact with those of httpx2, which ignores the response."""
    body = json.dumps(CONTACT, ensure_ascii=False).encode()
    headers = {"X-ApiKey": "key", "Accept": "application/json"}
    with (
        server(body) as url,
        Client("key", base_url=url) as client,
        httpx2.Client(base_url=url, headers=headers) as bare,
    ):

        def ours(count: int = 60) -> None:
            for _ in range(count):
                client.contacts.get(4711)

        def theirs(count: int = 60) -> None:
            for _ in range(count):
                bare.get("/api/v1/Contacts/4711")

        def threads(work: Callable[[int], None]) -> None:
            running = [threading.Thread(target=work, args=(20,)) for _ in range(8)]
            for thread in running:
                thread.start()
            for thread in running:
                thread.join()

        one = best(80, client=ours, httpx2=theirs)
        eight = best(20, client=lambda: threads(ours), httpx2=lambda: threads(theirs))
        tasks = asyncio.run(_concurrent(url, headers))
    print("GETs of one contact, in requests a second")
    say(
        f"one after the other: client / bare httpx2 ({60 / one['client']:.0f}/s)",
        one["httpx2"] / one["client"],
        "aim: at least 0.9",
    )
    say("8 threads: client / bare httpx2", eight["httpx2"] / eight["client"], "aim: at least 0.95")
    say("8 tasks: async client / bare httpx2", tasks["httpx2"] / tasks["client"], "aim: at least 0.9")
    say("8 tasks: get_many / bare httpx2", tasks["httpx2"] / tasks["get_many"], "aim: at least 0.9")


async def _concurrent(url: str, headers: dict[str, str]) -> dict[str, float]:
    async with AsyncClient("key", base_url=url) as client, httpx2.AsyncClient(base_url=url, headers=headers) as bare:

        async def share(get: Callable[[], Awaitable[object]], count: int) -> None:
            for _ in range(count):
                await get()

        async def all_of(get: Callable[[], Awaitable[object]]) -> float:
            begun = time.perf_counter()
            await asyncio.gather(*(share(get, 15) for _ in range(8)))
            return time.perf_counter() - begun

        found = dict.fromkeys(("client", "httpx2", "get_many"), float("inf"))
        for _ in range(40):
            found["client"] = min(found["client"], await all_of(lambda: client.contacts.get(4711)))
            found["httpx2"] = min(found["httpx2"], await all_of(lambda: bare.get("/api/v1/Contacts/4711")))
            begun = time.perf_counter()
            await client.contacts.get_many(range(120), concurrency=8)
            found["get_many"] = min(found["get_many"], time.perf_counter() - begun)
        return found


def _alone(code: str) -> float:
    """Return the number that a program prints in a new interpreter."""
    program = f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n{code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout)


def importing() -> None:
    """Compare the seconds that a new interpreter needs to import the package with those for httpx2."""

    def timed(what: str) -> Callable[[], float]:
        code = f"import time; begun = time.perf_counter()\n{what}\nprint(time.perf_counter() - begun)"
        return lambda: _alone(code)

    found = best(
        10,
        httpx2=timed("import httpx2"),
        package=timed("import yulsn_client"),
        client=timed("from yulsn_client import Client"),
        models=timed("from yulsn_client.models import Contact"),
    )
    print(f"Importing (httpx2: {found['httpx2'] * 1000:.0f} ms)")
    say("import yulsn_client / import httpx2", found["package"] / found["httpx2"], "aim: at most 0.33")
    say("from yulsn_client import Client / import httpx2", found["client"] / found["httpx2"])
    say("from yulsn_client.models import Contact / import httpx2", found["models"] / found["httpx2"])


def memory() -> None:
    """Compare the memory of 100,000 contacts with that of dicts."""
    code = """
import json, sys, tracemalloc
sys.path.insert(0, {here!r})
import client, orjson
from yulsn_client._runtime.decoding import decode
read = {read}
data = client.contacts(1000)
read(data)
tracemalloc.start()
kept = [read(data) for _ in range(100)]
print(tracemalloc.get_traced_memory()[0])
"""
    here = str(Path(__file__).parent)
    structs = _alone(code.format(here=here, read="lambda data: decode(list[client.Contact], data)"))
    dicts = _alone(code.format(here=here, read="orjson.loads"))
    plain = _alone(code.format(here=here, read="json.loads"))
    print(f"Memory of 100,000 contacts ({structs / 2**20:.0f} MiB)")
    say("client / dicts of orjson.loads", structs / dicts)
    say("client / dicts of json.loads", structs / plain)


if __name__ == "__main__":
    decoding()
    serialising()
    requests()
    importing()
    memory()
