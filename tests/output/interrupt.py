"""Real processes that change an output and are killed, or find the disk full, at each of their steps.

`python -m output.interrupt SCENARIO HOW FOLDER` tries it with each step in turn, and prints as JSON what it found
after each. It forks, so that a process costs milliseconds; a step is what changes files, or forces them to the disk.
SCENARIO: `first`, `change`, or a number: recovering an output whose writing was killed so many steps after its journal.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import filelock  # noqa: F401 - so that no process counts the files that its import opens
from yulsn_codegen.output.journal import STAGING, is_pending
from yulsn_codegen.output.lock import read_lock
from yulsn_codegen.output.publish import publish, recover, require_whole
from yulsn_codegen.text.errors import CodegenError

from .outputs import NEW, OLD, on_disk, with_lock

STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "fcntl.flock", "os.fsync", "write"}
MINE = {"client/mine.txt": "mine\n"}  # of the user, among the generated files
Stop = Callable[[int], None]  # called with the number of the step; may end the process or raise


def killed_at(number: int) -> Stop:
    def stop(step: int) -> None:
        if step == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return stop


def full_at(number: int) -> Stop:
    def stop(step: int) -> None:
        if step == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return stop


def full_from(number: int) -> Stop:
    def stop(step: int) -> None:
        if step >= number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return stop


STOPS = {"killed": killed_at, "full": full_at, "full from then on": full_from}


def watch(stop: Stop) -> None:
    """Call `stop` before each step of this process."""
    steps = itertools.count()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        opens = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if opens or event in STEPS:
            stop(next(steps))

    sync = os.fsync

    def syncing(descriptor: int) -> None:
        sys.audit("os.fsync")
        sync(descriptor)

    def writing(self: Path, data: bytes) -> int:
        with self.open("wb", buffering=0) as stream:  # a step in the middle of a file
            stream.write(data[: len(data) // 2])
            sys.audit("write")
            stream.write(data[len(data) // 2 :])
        return len(data)

    os.fsync = syncing  # type: ignore[assignment]
    Path.write_bytes = writing  # type: ignore[assignment, method-assign]
    sys.addaudithook(hook)


def exit_code(work: Callable[[], object]) -> int:
    """Run a function, and return the exit code of a command that does nothing else."""
    try:
        work()
    except CodegenError as error:
        return error.exit_code
    return 0


def started(work: Callable[[], object]) -> int:
    """Run a function in a forked process, and return the number of the process."""
    child = os.fork()
    if not child:
        code = 70
        try:
            code = exit_code(work)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """Wait for a process, and return its exit code, or the negative number of its signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def forked(work: Callable[[], object]) -> int:
    """Run a function in a forked process; return its exit code, or the negative number of its signal."""
    return ended(started(work))


def state(folder: Path, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    found = on_disk(folder, staged=False)
    found = {path: text for path, text in found.items() if path not in MINE}
    return "old" if found == old else "new" if found == new else "half"


def reading(folder: Path) -> int:
    """Return the exit code of a command that only reads the output."""
    return exit_code(partial(require_whole, folder))


def count(work: Callable[[], object]) -> int:
    """Return how many steps something takes."""
    reader, writer = os.pipe()

    def tell(_: int) -> None:
        os.write(writer, b".")

    def counted() -> None:
        watch(tell)
        work()

    assert forked(counted) == 0
    os.close(writer)
    with open(reader, "rb") as stream:
        return len(stream.read())


def attempts(
    template: Path, how: str, work: Callable[[Path], object], old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Work on copies of a folder, stopping at each step in turn, and yield the state after each."""
    mine = MINE if template.exists() else {}

    def copied(name: str) -> Path:
        folder = template.parent / name
        if template.exists():
            shutil.copytree(template, folder)
        return folder

    total = count(partial(work, copied("count")))
    for number in range(total):
        folder = copied(str(number))

        def stopped(folder: Path = folder, number: int = number) -> None:
            watch(STOPS[how](number))
            work(folder)

        found: dict[str, Any] = {"step": number, "code": forked(stopped), "output": state(folder, old, new)}
        found |= {"staging": (folder / STAGING).exists(), "reading": reading(folder)}
        found["next"] = exit_code(partial(recover, folder))
        found |= {"after": state(folder, old, new), "left": (folder / STAGING).exists()}
        found["mine"] = {path: text for path, text in on_disk(folder).items() if path in MINE} == mine
        yield found


def publishing(folder: Path) -> None:
    recover(folder)
    publish(folder, with_lock(NEW), read_lock(folder))


def make_old(folder: Path) -> None:
    publish(folder, with_lock(OLD), None)
    for path, text in MINE.items():
        (folder / path).write_text(text)


def half_written(folder: Path, after: int) -> None:
    """Make an output whose writer was killed a number of steps after it wrote the journal."""
    make_old(folder)
    steps = itertools.count()

    def stop(_: int) -> None:
        if is_pending(folder) and next(steps) == after:
            os.kill(os.getpid(), signal.SIGKILL)

    def killed() -> None:
        watch(stop)
        publishing(folder)

    assert forked(killed) == -signal.SIGKILL


def every(scenario: str, how: str, folder: Path) -> Iterator[dict[str, Any]]:
    old, new, template = with_lock(OLD), with_lock(NEW), folder / "out"
    if scenario == "first":
        yield from attempts(template, how, publishing, {}, new)
    elif scenario == "change":
        make_old(template)
        yield from attempts(template, how, publishing, old, new)
    else:
        half_written(template, after=int(scenario))
        yield from attempts(template, how, recover, old, new)


if __name__ == "__main__":
    print(json.dumps(list(every(sys.argv[1], sys.argv[2], Path(sys.argv[3])))))
