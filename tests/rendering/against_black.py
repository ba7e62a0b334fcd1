"""Compare the format of generated packages with black itself: the sandbox's, large, hostile and drawn accounts.

PYTHONPATH=tests python -m rendering.against_black --seconds 60 --seed 1
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from itertools import count

from hostile.accounts import laid_out
from hostile.attempts import GENERATIONS, drawn
from yulsn_codegen.account.snapshot import parse_snapshot, snapshot
from yulsn_codegen.generate import generate
from yulsn_codegen.rendering.formatting import format_python
from yulsn_codegen.sandbox import builtin_account

from .test_formatting import large

TABLES = 100
Named = tuple[str, object]


def candidates(seed: int) -> Iterator[Named]:
    """Yield accounts with names for messages: first certain ones, then drawn ones without end."""
    yield "the sandbox's account", snapshot(builtin_account())
    yield f"an account of {TABLES} tables", large(TABLES)
    yield from ((f"hostile account {number}", data) for number, data in enumerate(laid_out()))
    for number in count(seed):
        yield from ((f"account of seed {number}", data) for data in drawn(number, GENERATIONS))


def main() -> int:
    """Compare until the time is up, but at least the certain accounts; returns the exit status."""
    parser = argparse.ArgumentParser(prog="rendering.against_black", description="Compare the output with black.")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to try drawn accounts")
    parser.add_argument("--seed", type=int, default=1, help="of the drawn accounts")
    arguments = parser.parse_args()
    seen: set[int] = set()
    wrong: list[str] = []
    tried = 0
    end = float("inf")
    for name, data in candidates(arguments.seed):
        if name.startswith("account of seed"):
            end = min(end, time.monotonic() + arguments.seconds)
            if time.monotonic() > end:
                break
        tried += 1
        for path, text in generate(parse_snapshot(json.loads(json.dumps(data)), name), "client").files.items():
            if path.endswith(".py") and hash(text) not in seen:
                seen.add(hash(text))
                wrong += [f"{name}: {path}"] if format_python(text) != text else []
    print(f"black {version('black')} changes {len(wrong)} of {len(seen)} different files of {tried} accounts.")
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
