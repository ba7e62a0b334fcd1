"""Format the Python files of a package with black.

black is slow and files do not depend on each other, so they are distributed over processes that run this module and
exchange texts through stdin and stdout. Unlike a pool of `multiprocessing`, which imports the main module again, this
works in any program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from ..shipped import prepared
from ..text.hashing import digest

LINE_LENGTH = 120
# Below this many characters a second process costs more than it saves.
_FEWEST_FOR_PROCESSES = 30_000
_MOST_PROCESSES = 16


def format_files(files: Mapping[str, str], formatted: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the files formatted; black's configuration files are ignored.

    Args:
        files: Unformatted text by path.
        formatted: Formatted texts that can be reused, by the SHA-256 of the unformatted text.
    """
    known = {**(prepared("formatted") or {}), **(formatted or {})}
    done = {path: known.get(digest(text)) for path, text in files.items()}
    waiting = [path for path in files if path.endswith(".py") and done[path] is None]
    done.update(zip(waiting, _format_all([files[path] for path in waiting]), strict=True))
    return {path: files[path] if text is None else text for path, text in done.items()}


def format_python(text: str) -> str:
    """Return Python source formatted by black. Text that is not valid Python is returned unchanged."""
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
    try:
        return black.format_str(text, mode=mode)
    except InvalidInput:  # the guard, which comes next, reports where and why
        return text


def prepare(texts: Sequence[str]) -> dict[str, str]:
    """Return formatted texts by the hash of the unformatted ones, to be prepared when the wheel is built."""
    return {digest(text): formatted for text, formatted in zip(texts, _format_all(texts), strict=True)}


def _format_all(texts: Sequence[str]) -> list[str]:
    most = min(os.cpu_count() or 1, _MOST_PROCESSES, sum(map(len, texts)) // _FEWEST_FOR_PROCESSES + 1)
    shares = _shared_out(texts, most)
    done: dict[int, str] = {}
    with ThreadPoolExecutor(most) as pool:
        others = [(share, pool.submit(_format_elsewhere, [texts[number] for number in share])) for share in shares[1:]]
        done.update((number, format_python(texts[number])) for number in shares[0])
        for share, other in others:
            # in this thread if no process could be started: two threads must not import black at once
            made = other.result() or [format_python(texts[number]) for number in share]
            done.update(zip(share, made, strict=True))
    return [done[number] for number in range(len(texts))]


def _shared_out(texts: Sequence[str], processes: int) -> list[list[int]]:
    """Return the indexes of the texts in shares of about the same total length."""
    shares: list[list[int]] = [[] for _ in range(processes)]
    lengths = [0] * processes
    for number in sorted(range(len(texts)), key=lambda number: -len(texts[number])):
        least = lengths.index(min(lengths))
        shares[least].append(number)
        lengths[least] += len(texts[number])
    return shares


def _format_elsewhere(texts: Sequence[str]) -> list[str]:
    """Return texts formatted by another process, or nothing if no process can be started."""
    command = [sys.executable, "-P", "-m", __name__]
    # so that it imports the same modules as this process
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, input=json.dumps(texts), capture_output=True, encoding="ascii", env=environment, check=True
        )
        formatted: list[str] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return []
    return formatted


if __name__ == "__main__":
    json.dump([format_python(text) for text in json.load(sys.stdin)], sys.stdout)
