"""Try hostile accounts until there are enough schemas, or the time is up. The exit status is 0 if all of them pass.

PYTHONPATH=tests python -m hostile --schemas 10000 --seconds 1800 --seed 1
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path
from random import SystemRandom

from .accounts import Data
from .attempts import GENERATIONS, Attempt, attempt, shrunk
from .harness import BrokenError, check
from .strategies import TABLES

_FOUND = Path("build/hostile-account.json")
_SHRINKING = 120.0  # seconds


def main() -> int:
    """Run the program, and return its exit status."""
    parser = argparse.ArgumentParser(prog="hostile", description="Try hostile account schemas.")
    parser.add_argument("--schemas", type=int, default=10_000, help="number of schemas to try (%(default)s)")
    parser.add_argument("--seconds", type=int, default=1_800, help="time limit in seconds (%(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="seed of the accounts (by default a random one)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="number of processes (%(default)s)")
    parser.add_argument("--account", type=Path, default=None, help="try the account of this snapshot instead")
    options = parser.parse_args()
    if options.account is not None:
        return _again(options.account)
    seed = SystemRandom().randrange(2**32) if options.seed is None else options.seed
    return fuzz(options.schemas, options.seconds, seed, options.workers)


def fuzz(schemas: int, seconds: float, seed: int, workers: int) -> int:
    """Try the accounts of a seed, print how many were tried, and return the exit status."""
    begin = time.time()
    seen: set[str] = set()
    generations = fields = 0
    broken: tuple[Data, str] | None = None
    chance = random.Random(seed)
    each = max(1, min(GENERATIONS, schemas // (workers * TABLES)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: set[Future[Attempt]] = set()
        while True:
            enough = broken is not None or len(seen) >= schemas or time.time() - begin > seconds
            while not enough and len(waiting) < workers:
                waiting.add(pool.submit(attempt, chance.getrandbits(64), each, begin + seconds))
            if not waiting:
                break
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for result in map(Future.result, done):
                for tried in result.tried:
                    seen |= tried.schemas
                    generations, fields = generations + 1, fields + tried.fields
                broken = broken or result.broken
            _progress(f"{len(seen):,} of {schemas:,} schemas, {time.time() - begin:.0f} s")
    _progress("")
    if broken is not None:
        _report(*broken)
    verdict = "all passed" if broken is None else "all others passed"
    if broken is None and len(seen) < schemas:
        verdict += f", and the time was up before there were {schemas:,}"
    counts = f"{len(seen):,} hostile schemas in {generations:,} generations, {fields:,} fields round-tripped"
    print(f"{counts}: {verdict} (seed {seed}, {time.time() - begin:.0f} s)")
    return int(broken is not None)


def _report(data: Data, problems: str) -> None:
    """Shrink the failing account, write its snapshot, and print its problems."""
    _progress("Shrinking the failing account")
    data = shrunk(data, _is_broken, _SHRINKING)
    _progress("")
    _FOUND.parent.mkdir(exist_ok=True)
    _FOUND.write_text(json.dumps(data, indent=2) + "\n", encoding="ascii")
    print(f"{_problems(data) or problems}\n\nIts snapshot is in {_FOUND}. To try it again:")
    print(f"  PYTHONPATH=tests python -m hostile --account {_FOUND}")


def _again(path: Path) -> int:
    problems = _problems(json.loads(path.read_text(encoding="utf-8")))
    print(problems or f"{path} passed")
    return int(bool(problems))


def _is_broken(data: Data) -> bool:
    return bool(_problems(data))


def _problems(data: Data) -> str:
    try:
        check(data)
    except BrokenError as error:
        return str(error)
    return ""


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
