"""The memory that hostile responses take, in a process of its own."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from .server import NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, table_path

FETCH = """
import sys
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.text.errors import UndeterminedError
try:
    print(len(dump_snapshot(fetch(sys.argv[1], "k" * 30, warn=lambda text: None))))
except UndeterminedError as error:
    print(str(error)[:200])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""
VALUES = [f"value {number}" for number in range(10)]
BODIES: dict[str, Callable[[], bytes]] = {  # made when they are needed: they are large
    "empty lists": lambda: b"[" + b"[]," * 2_600_000 + b"[]]",
    "as many objects as are accepted": lambda: b"[" + b'{"":0},' * 299_999 + b"{}]",
    "short strings": lambda: b'["' + b'","'.join(b"%d" % number for number in range(900_000)) + b'"]',
    "zeros": lambda: b" " * 100 * 1024**2,
    "values": lambda: json.dumps([{"Name": str(n), "Type": 1, "Values": VALUES} for n in range(500)]).encode(),
}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/status")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_response_uses_more_than_300_mib_of_memory(account: Account, body: Callable[[], bytes]) -> None:
    account.tables(*(f"T{number}" for number in range(20)))
    packed = Answer(gzip.compress(body(), 1), headers={"Content-Encoding": "gzip"})
    for path in (*OWNER_PATHS.values(), *NAME_PATHS, *map(table_path, range(1, 21))):
        account.answers[path] = packed
    assert TABLES in account.answers
    done = subprocess.run([sys.executable, "-c", FETCH, account.url], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < 300
