"""Faulty calls from forked processes, threads and event loops that share clients: `make stress-client`.

The parent uses its clients before it forks, and goes on while its children use the same clients. Each worker knows what
it has written and checks what it reads, so a response to another caller, a lost or repeated write, and a socket that is
left open are all noticed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import pickle
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from yulsn_client import AsyncClient, Client, Clock
from yulsn_codegen.testing import run_sandbox

from .test_faults import FAULTS, Ledger, check_stored, no_sleep, run, run_async

THREADS, LOOPS, TASKS = 3, 2, 2
"""Of each process; the tasks are those of each event loop."""


@dataclass(frozen=True)
class Clients:
    """The clients that all processes share: one for all threads, and one for each event loop."""

    blocking: Client
    asynchronous: Sequence[AsyncClient]


def work(process: str, clients: Clients, calls: int) -> list[Ledger]:
    """Run the workers of one process, and close its connections."""
    share = calls // (THREADS + LOOPS * TASKS) + 1

    async def loop(number: int) -> list[Ledger]:
        async with clients.asynchronous[number] as client:
            names = [f"{process}-loop{number}-task{task}" for task in range(TASKS)]
            return await asyncio.gather(*(run_async(client, name, share) for name in names))

    with clients.blocking as client, ThreadPoolExecutor(THREADS + LOOPS) as pool:
        threads = [pool.submit(run, client, f"{process}-thread{number}", share) for number in range(THREADS)]
        loops = [pool.submit(asyncio.run, loop(number)) for number in range(LOOPS)]
        return [thread.result() for thread in threads] + [ledger for each in loops for ledger in each.result()]


def open_sockets() -> int:
    """Return the number of sockets that this process has open; 0 where that cannot be found out."""
    folder = "/proc/self/fd"
    if not os.path.isdir(folder):
        return 0
    links = [os.path.join(folder, name) for name in os.listdir(folder)]
    return sum(os.path.lexists(link) and "socket:" in _target(link) for link in links)


def _target(link: str) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""


def fork(task: Callable[[], Any]) -> Callable[[], Any]:
    """Run a task in a forked process; the function that is returned waits for its result."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        status = 1
        try:
            with os.fdopen(write, "wb") as pipe:
                pickle.dump(task(), pipe)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(write)

    def wait() -> Any:
        with os.fdopen(read, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError(f"a child failed with status {os.waitstatus_to_exitcode(status)}")
        return pickle.loads(data)

    return wait


def stress(calls: int, processes: int, seed: int) -> Counter[str]:
    """Make faulty calls from several processes, and check that nothing is wrong, lost, duplicated or leaked.

    Args:
        calls: Number of calls, at least.
        processes: Number of processes, including this one.
        seed: Seed of the sandbox's data and faults.

    Returns:
        How the calls ended, by the name of the type that was returned or raised.
    """
    clock = Clock(sleep=lambda _: None, sleep_async=no_sleep, random=random.Random(seed).random)
    options: dict[str, Any] = {"clock": clock, "on_drift": lambda _: None, "timeout": 10.0}
    share = calls // processes + 1
    with run_sandbox(seed=seed) as sandbox:
        options["base_url"] = sandbox.base_url
        clients = Clients(
            Client(sandbox.api_key, **options), [AsyncClient(sandbox.api_key, **options) for _ in range(LOOPS)]
        )
        for _ in range(3):
            clients.blocking.contacts.list_ids()
        for rule in FAULTS:
            sandbox.add_fault(rule)

        def child(number: int) -> tuple[list[Ledger], int]:
            clients.blocking._transport._pool._own.get()  # closes what was inherited
            before = open_sockets()
            ledgers = work(f"child{number}", clients, share)
            gc.collect()
            return ledgers, open_sockets() - before

        waits = [fork(lambda number=number: child(number)) for number in range(1, processes)]  # type: ignore[misc]
        ledgers = work("parent", clients, share)
        for wait in waits:
            found, leaked = wait()
            ledgers += found
            assert leaked <= 0, f"a child left {leaked} sockets open"
        check_stored(sandbox, ledgers)
    ends = sum((ledger.ends for ledger in ledgers), Counter[str]())
    assert sum(ends.values()) >= calls
    return ends


def main() -> None:
    """Run the stress program and print how the calls ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    ends = stress(arguments.calls, arguments.processes, arguments.seed)
    for name, count in ends.most_common():
        sys.stdout.write(f"{count:8} {name}\n")
    sys.stdout.write(
        f"{sum(ends.values())} calls from {arguments.processes} processes in {time.monotonic() - started:.0f} s: "
        "nothing wrong, lost, doubled or leaked\n"
    )


if __name__ == "__main__":
    main()
