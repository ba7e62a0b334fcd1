"""Measure the time and memory of commands.

Machines are noisy, so both sides of a ratio are measured alternately in one run, and the best of each counts. The
ratios of the medians and of the processor times are shown as well: if they differ much, the machine was busy with other
work.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

Command = Sequence[str | os.PathLike[str]]
Side = Callable[[], "Cost"]


@dataclass(frozen=True)
class Cost:
    """The cost of one run of a command."""

    wall: float  # seconds, from its start to its end
    cpu: float = 0.0  # seconds of all its processes together
    memory: int = 0  # bytes, of the largest of its processes


class FailedError(Exception):
    """A command failed; the message has the end of its output."""


def cost(command: Command, cwd: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command, and return its cost.

    Raises:
        FailedError: Its exit code is not 0.
    """
    gc.collect()
    with tempfile.TemporaryFile() as output:
        begun = perf_counter()
        process = subprocess.Popen(
            [os.fspath(part) for part in command],
            cwd=cwd,
            env={**clean(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # the usage of this child and of those that it waited for, which RUSAGE_CHILDREN mixes with that of earlier ones
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")[-2000:]
            raise FailedError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said}")
    scale = 1 if os.uname().sysname == "Darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale)


def clean() -> dict[str, str]:
    """Return the environment without variables that change how Python or the tool behaves."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "YULSN_"))}


def in_turns(rounds: int, sides: Mapping[str, Side]) -> dict[str, list[Cost]]:
    """Return the costs of each side; every round measures all sides."""
    found: dict[str, list[Cost]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            found[name].append(side())
    return found


def best(costs: Sequence[Cost]) -> float:
    """Return the shortest time in seconds."""
    return min(item.wall for item in costs)


def head(what: str) -> None:
    """Print the title of the ratios that follow, and of their columns."""
    print(f"\n{what:<76}   best  median  cpu", flush=True)


def say(what: str, ours: Sequence[Cost], theirs: Sequence[Cost], aim: str = "") -> None:
    """Print the ratios of two sides, by the best time, the median and the processor time, and the aim."""
    medians = [statistics.median(item.wall for item in costs) for costs in (ours, theirs)]
    cpu = [min(item.cpu for item in costs) for costs in (ours, theirs)]
    figures = f"{best(ours) / best(theirs):7.2f}{medians[0] / medians[1]:8.2f}"
    figures += f"{cpu[0] / cpu[1]:6.2f}" if all(cpu) else f"{'':6}"
    print(f"  {what:<74} {figures}{f'  ({aim})' if aim else ''}", flush=True)
