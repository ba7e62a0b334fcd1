"""Disks that are full, read-only or limited: the old output stays, and the message says what to do."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from yulsn_codegen.output.lock import read_lock
from yulsn_codegen.output.publish import publish

from .conftest import TESTS, Program
from .outputs import OLD, on_disk, with_lock

NAMESPACE = ("unshare", "-rm")  # root over a set of mounts that ends with the process


@functools.cache
def may_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    done = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    return done.returncode == 0


def test_a_full_or_read_only_file_system_leaves_the_output_unchanged(folder: Path, program: Program) -> None:
    if not may_mount():
        pytest.skip("no file system can be mounted here")
    found = program("disks", folder, by=NAMESPACE)
    *failed, last = found["full"]
    assert (last["code"], last["output"]) == (0, "new")
    assert len(failed) > 5
    for one in failed:
        assert (one["code"], one["output"], one["then"]) == (7, "old", "new")
        assert (
            "cannot be written: No space left on device\n  Free some space on the disk, then run this again."
            in one["said"]
        )
        assert one["said"].endswith("Nothing was changed.")
    assert (found["read_only"]["code"], found["read_only"]["output"]) == (7, "old")
    out = f"{folder}/read_only/out"
    assert found["read_only"]["said"] == (
        f"{out}: cannot be written: Read-only file system\n  Choose a writable folder. Nothing was changed."
    )
    assert (found["read_only_part"]["code"], found["read_only_part"]["output"]) == (7, "old")
    assert "read_only_part/out/client/" in found["read_only_part"]["said"]
    assert (found["other_part"]["code"], found["other_part"]["output"]) == (7, "old")
    assert "It is on another file system" in found["other_part"]["said"]


# Imports the lazily imported modules first: the other user may not be able to read the files of this interpreter.
AS_SOMEBODY = """
import encodings.utf_8_sig, filelock, os, resource, sys
from pathlib import Path
from yulsn_codegen.text.errors import CodegenError
from yulsn_codegen.output.lock import read_lock
from yulsn_codegen.output.publish import publish, recover
from output.outputs import NEW, with_lock
if sys.argv[2] == "limited":
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
elif os.getuid() == 0:  # whom permissions do not bind
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
out = Path(sys.argv[1])
try:
    recover(out)
    publish(out, {**with_lock(NEW), "client/big.py": "x = 1\\n" * 1000}, read_lock(out))
except CodegenError as error:
    print(error, end="")
    os._exit(error.exit_code)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions and limits are POSIX's")
@pytest.mark.parametrize(
    ("case", "said"),
    [
        (
            "limited",
            "{out}: cannot be written: File too large\n  Raise the limit on the size of files, then run this again.",
        ),
        (".", "{out}: cannot be written: Permission denied\n  Make it writable, or choose another folder."),
        ("client", "{out}/client/a.py: cannot be written: Permission denied\n  Make it writable, or choose another"),
        ("client/gone", "{out}/client/gone/b.py: cannot be written: Permission denied\n  Make it writable"),
    ],
    ids=["limited", "all", "part", "removed"],
)
def test_missing_permissions_leave_the_output_unchanged(folder: Path, case: str, said: str) -> None:
    out = folder / "out"
    publish(out, with_lock(OLD), None)
    places = [folder, out, *(place for place in out.rglob("*") if place.is_dir())]
    for place in places:
        place.chmod(0o777)
    if case != "limited":
        (out / case).chmod(0o555)
    command = [sys.executable, "-c", AS_SOMEBODY, str(out), case]
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    for place in places:
        place.chmod(0o777)
    assert done.stdout.startswith(said.format(out=out)), done.stderr
    assert done.stdout.endswith("Nothing was changed.")
    assert done.returncode == 7
    assert on_disk(out) == with_lock(OLD)
    assert read_lock(out) is not None
