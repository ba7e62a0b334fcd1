"""Measure how fast the sandbox generates data and serves pages of it.

    python benchmarks/sandbox.py [--contacts 100000] [--db FILE] [--json]

The sandbox runs in another process, and is read over HTTP. The exit code is 1 if loading 100,000 contacts takes more
than a minute, or if pages at the end of a list take more than 1.5 times as long as those at its start.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

PAGE = 1000
PAGES = 15  # measured at either end
ROUNDS = 3
MOST_SECONDS = 60.0  # to load 100,000 contacts
MOST_RATIO = 1.5
LISTINGS: tuple[tuple[str, dict[str, str]], ...] = (
    ("ContactEvents", {}),
    ("ContactEvents", {"type": "PageView"}),
    ("Points", {}),
    ("Points", {"type": "køb"}),
    ("table/Bikes", {}),
)


@contextmanager
def served(contacts: int, db: Path | None) -> Iterator[tuple[httpx2.Client, float]]:
    """Run a sandbox with data, and yield a client and the seconds until the sandbox was ready."""
    command = [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0", "--contacts", str(contacts)]
    command += ["--db", str(db)] if db else []
    started = time.perf_counter()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            seconds = time.perf_counter() - started
            found = re.search(r"http://\S+:[0-9]+", line)
            if found is None:
                raise SystemExit("The sandbox did not start.")
            headers = {"X-ApiKey": "sandbox"}
            with httpx2.Client(base_url=f"{found[0]}/api/v1/", headers=headers, timeout=60) as client:
                yield client, seconds
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def measure(client: httpx2.Client, path: str, query: dict[str, str]) -> dict[str, Any]:
    """Read a list from its first page to its last, and return the median milliseconds of pages at its start and end."""
    cursors, last = [], 0
    while page := read(client, path, query, last):
        if len(page) == PAGE:  # a shorter one would count as fast
            cursors.append(last)
        last = page[-1]["Id"]
    ends = {"start": cursors[:PAGES], "end": cursors[-PAGES:]}
    times: dict[str, list[float]] = {end: [] for end in ends}
    for _ in range(ROUNDS):
        for end, chosen in ends.items():
            for cursor in chosen:
                begun = time.perf_counter()
                read(client, path, query, cursor)
                times[end].append((time.perf_counter() - begun) * 1000)
    middle = {end: statistics.median(found) if found else 0.0 for end, found in times.items()}
    return {
        "listing": path + "".join(f" {name}={value}" for name, value in query.items()),
        "full_pages": len(cursors),
        "start_ms": round(middle["start"], 2),
        "end_ms": round(middle["end"], 2),
        "pages_per_second": round(2000 / sum(middle.values()), 1) if cursors else 0.0,
    }


def read(client: httpx2.Client, path: str, query: dict[str, str], last: int) -> list[dict[str, Any]]:
    answer = client.get(path, params={**query, "lastId": str(last)})
    answer.raise_for_status()
    page: list[dict[str, Any]] = answer.json()
    return page


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--db", type=Path, help="a new file, instead of memory")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    with served(arguments.contacts, arguments.db) as (client, seconds):
        found = [measure(client, path, query) for path, query in LISTINGS]
    result = {"contacts": arguments.contacts, "load_seconds": round(seconds, 1), "pages": found}
    slow = [item["listing"] for item in found if item["end_ms"] > MOST_RATIO * item["start_ms"]]
    if seconds > MOST_SECONDS * max(1.0, arguments.contacts / 100_000):
        slow.append("loading")
    if arguments.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
    else:
        print(f"{arguments.contacts} contacts with all that belongs to them: {seconds:.1f} s from start to listening")
        print(f"{'pages of 1000':32}{'full pages':>11}{'start ms':>10}{'end ms':>9}{'pages/s':>9}")
        for item in found:
            numbers = f"{item['full_pages']:11}{item['start_ms']:10.1f}{item['end_ms']:9.1f}"
            print(f"{item['listing']:32}{numbers}{item['pages_per_second']:9.1f}")
    for name in slow:
        print(f"too slow: {name}", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
