"""Processes that publish into one folder at the same moment, in rounds; prints each outcome as JSON.

`python -m output.racing FOLDER PROCESSES ROUNDS`; in every second round one of them is killed on its way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from yulsn_codegen.output.journal import STAGING, is_pending
from yulsn_codegen.output.lock import read_lock
from yulsn_codegen.output.publish import publish, recover

from .interrupt import ended, forked, killed_at, started, watch
from .outputs import on_disk, with_lock


def output(racer: int) -> dict[str, str]:
    """Return a racer's output: files that all racers write with different contents, and files of its own."""
    shared = {f"client/{number}.py": f"x = {racer}\n" for number in range(6)}
    return with_lock({**shared, f"client/of{racer}/a.py": "a = 1\n", f"client/of{racer}/b.py": "b = 1\n"})


def race(out: Path, number: int, racers: int) -> list[int]:
    """Start all racers at once, and return the exit code of each, or the negative number of its signal."""
    gate, opened = os.pipe()
    waiting = []
    for racer in range(racers):

        def run(racer: int = racer) -> None:
            os.close(opened)
            os.read(gate, 1)  # until the other end is closed
            if racer == 0 and number % 2:
                watch(killed_at(number))
            recover(out)
            publish(out, output(racer), read_lock(out))

        waiting.append(started(run))
    os.close(opened)
    os.close(gate)
    return [ended(child) for child in waiting]


def rounds(out: Path, racers: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        codes = race(out, number, racers)
        recover(out)
        found = on_disk(out)
        whole = [racer for racer in range(racers) if found == output(racer)]
        yield {"codes": codes, "whole": whole, "left": (out / STAGING).exists(), "empty": not found}


def meeting(out: Path, racers: int) -> dict[str, Any]:
    """Let one process pause while it publishes, and the others run meanwhile."""
    paused, pausing = os.pipe()
    resumed, resuming = os.pipe()

    def pause(_: int) -> None:
        if is_pending(out):
            os.write(pausing, b".")
            os.read(resumed, 1)  # until the other end is closed

    def run() -> None:
        os.close(resuming)
        watch(pause)
        publish(out, output(0), read_lock(out))

    child = started(run)
    os.close(resumed)
    os.close(pausing)
    os.read(paused, 1)
    others = [forked(partial(publish, out, output(racer), read_lock(out))) for racer in range(1, racers)]
    os.close(resuming)
    return {"code": ended(child), "others": others, "whole": on_disk(out) == output(0)}


if __name__ == "__main__":
    top = Path(sys.argv[1])
    found = {
        "rounds": list(rounds(top / "out", int(sys.argv[2]), int(sys.argv[3]))),
        "meeting": meeting(top / "met", int(sys.argv[2])),
    }
    print(json.dumps(found))
