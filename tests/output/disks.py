"""Publish to file systems that are full, read-only, or split over several mounts; print the results as JSON.

`python -m output.disks FOLDER` mounts what it needs, and so is to be run where it may: as root of a namespace.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from yulsn_codegen.output.lock import read_lock
from yulsn_codegen.output.publish import publish, recover, require_whole
from yulsn_codegen.text.errors import CodegenError

from .outputs import NEW, OLD, on_disk, with_lock

BIG = {**NEW, **{f"client/big{number}.py": "x = 1\n" * 2000 for number in range(8)}}
PAGE = 4096


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def attempt(out: Path) -> dict[str, Any]:
    """Publish, and return the exit code, the message and the state of the output."""
    code, said = 0, ""
    try:
        recover(out)
        publish(out, with_lock(BIG), read_lock(out))
    except CodegenError as error:
        code, said = error.exit_code, str(error)
    found = on_disk(out)
    whole = "old" if found == with_lock(OLD) else "new" if found == with_lock(BIG) else "half"
    require_whole(out)
    return {"code": code, "said": said, "output": whole}


def fill(folder: Path, leave: int) -> None:
    """Fill a file system, leaving only a number of pages."""
    size = 0
    with (folder / "filler").open("wb", buffering=0) as stream:
        with contextlib.suppress(OSError):
            while True:
                size += stream.write(bytes(PAGE))
        stream.truncate(max(0, size - leave * PAGE))


def full(folder: Path) -> list[dict[str, Any]]:
    """Publish with more and more space left, until it is enough; then free all."""
    results = []
    for pages in range(0, 60, 2):
        disk = folder / f"disk{pages}"
        disk.mkdir()
        mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk))
        publish(disk / "out", with_lock(OLD), None)
        fill(disk, pages)
        results.append(attempt(disk / "out"))
        if results[-1]["code"] == 0:
            break
        (disk / "filler").unlink()
        results[-1]["then"] = attempt(disk / "out")["output"]
        subprocess.run(["umount", str(disk)], check=True)
    return results


def read_only(folder: Path) -> dict[str, Any]:
    publish(folder / "out", with_lock(OLD), None)
    mount("--bind", str(folder / "out"), str(folder / "out"))
    mount("-o", "remount,ro,bind", str(folder / "out"))
    return attempt(folder / "out")


def read_only_part(folder: Path) -> dict[str, Any]:
    """A folder in the output cannot be written: the moves have begun when that is found out."""
    publish(folder / "out", with_lock(OLD), None)
    mount("--bind", str(folder / "out/client"), str(folder / "out/client"))
    mount("-o", "remount,ro,bind", str(folder / "out/client"))
    return attempt(folder / "out")


def other_part(folder: Path) -> dict[str, Any]:
    """Publish to an output with a folder on another file system, to which nothing can be moved."""
    (folder / "out/client").mkdir(parents=True)
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder / "out/client"))
    for path, text in with_lock(OLD).items():
        (folder / "out" / path).parent.mkdir(exist_ok=True)
        (folder / "out" / path).write_bytes(text.encode())
    return attempt(folder / "out")


if __name__ == "__main__":
    top = Path(sys.argv[1])
    found: dict[str, Any] = {}
    for work in (full, read_only, read_only_part, other_part):
        place = top / work.__name__
        place.mkdir()
        os.chdir(place)
        found[work.__name__] = work(place)
    print(json.dumps(found))
