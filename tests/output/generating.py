"""Kill the publishing of a whole generated package at steps throughout; print what exists after each as JSON.

`python -m output.generating FOLDER KILLS`
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from yulsn_codegen import update
from yulsn_codegen.account.schema import EMPTY, AccountTable
from yulsn_codegen.output.lock import Lock, read_lock
from yulsn_codegen.output.publish import publish, recover

from .interrupt import count, forked, killed_at, reading, watch
from .outputs import on_disk

FULLER = replace(EMPTY, tables=(AccountTable(1, "Cars"),), order_types=("webshop",))


def kills(out: Path, number: int) -> Iterator[dict[str, Any]]:
    update.generate_into(out, EMPTY, "client")
    old, lock = on_disk(out), read_lock(out)
    new: dict[str, str] = {}

    def keep(_: Path, files: Mapping[str, str], previous: Lock | None, **__: object) -> list[str]:
        assert previous == lock
        new.update(files)
        return []

    vars(update)["publish"] = keep
    update.generate_into(out, FULLER, "client")

    def copied(name: str) -> Path:
        return Path(shutil.copytree(out, out.parent / name))

    total = count(partial(publish, copied("count"), new, lock))
    for step in range(0, total, max(1, total // number)):
        folder = copied(str(step))

        def killed(folder: Path = folder, step: int = step) -> None:
            watch(killed_at(step))
            publish(folder, new, lock)

        code = forked(killed)
        found = on_disk(folder, staged=False)
        whole = "old" if found == old else "new" if found == new else "half"
        read = reading(folder)
        recover(folder)
        after = on_disk(folder)
        yield {
            "step": step,
            "code": code,
            "output": whole,
            "reading": read,
            "after": "old" if after == old else "new" if after == new else "half",
        }
        shutil.rmtree(folder)


if __name__ == "__main__":
    print(json.dumps(list(kills(Path(sys.argv[1]) / "out", int(sys.argv[2])))))
