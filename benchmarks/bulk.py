"""What reading bulk exports costs, as ratios in one run: `make bench-bulk`.

Typed rows against `csv.DictReader`, which leaves all values text, and a copy of all contacts by export against fetching
each contact.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from client import say
from yulsn_client import Client
from yulsn_client.models import ExportType
from yulsn_codegen.testing import run_sandbox

GENERATED = Path(__file__).resolve().parents[1] / "generated"


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the best time of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def reading(client: Client, folder: Path) -> None:
    """Compare typed rows with rows of text."""
    with client.bulk_export.run(ExportType.CONTACTS, compress=False) as export:
        path = folder / "contacts.csv"
        export.save(path)

        def untyped() -> int:
            with path.open(encoding="utf-8", newline="") as file:
                return sum(1 for _ in csv.DictReader(file))

        typed = seconds(lambda: sum(1 for _ in export.rows()))
        rows = export.row_count or 0
        say(f"typed rows / csv.DictReader, rows per second ({rows / typed:,.0f}/s)", seconds(untyped) / typed, "0.8")


def peak(contacts: int, seed: int) -> int:
    """Return the peak memory in bytes of a process that reads an export of so many contacts."""
    code = (
        f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n"
        "from pathlib import Path\nfrom yulsn_client import Client\nfrom yulsn_client.models import ExportType\n"
        "client = Client(sys.argv[1], base_url=sys.argv[2])\n"
        "with client, client.bulk_export.run(ExportType.CONTACTS) as export:\n"
        "    count = sum(1 for _ in export.rows())\n"
        "status = Path('/proc/self/status').read_text()\n"  # unlike getrusage, without the memory of the parent
        "print(int(status.partition('VmHWM:')[2].split()[0]) * 1024)\n"
    )
    with run_sandbox(contacts=contacts, seed=seed) as sandbox:
        done = subprocess.run(
            [sys.executable, "-c", code, sandbox.api_key, sandbox.base_url], capture_output=True, text=True, check=True
        )
    return int(done.stdout)


def main() -> None:
    """Run the comparisons."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--memory", type=int, nargs=2, default=(10_000, 100_000), metavar=("FEW", "MANY"))
    arguments = parser.parse_args()
    with (
        run_sandbox(contacts=arguments.contacts) as sandbox,
        Client(sandbox.api_key, base_url=sandbox.base_url) as client,
        tempfile.TemporaryDirectory() as folder,
    ):
        print(f"Reading an export of {arguments.contacts} contacts")
        reading(client, Path(folder))

        def copied() -> int:
            with client.bulk_export.run(ExportType.CONTACTS) as export:
                return sum(1 for _ in export.rows())

        by_export = seconds(copied, 1)
        one_by_one = seconds(lambda: len(client.contacts.get_many(client.contacts.list_ids())), 1)
        say(f"a copy by export / one by one ({by_export:.1f} s)", one_by_one / by_export, "times faster; aim: 50")
    few, many = (peak(count, 1) for count in arguments.memory)
    say(
        f"peak memory, {arguments.memory[1]} contacts / {arguments.memory[0]} ({many / 2**20:.0f} MiB)", many / few, "1"
    )


if __name__ == "__main__":
    main()
