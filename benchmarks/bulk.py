"""Measure what reading bulk exports costs, as ratios in one run: `make bench-bulk`.

Compared are typed rows with `csv.DictReader`, which returns text only; Arrow batches with pyarrow and hand-written
types; a copy of all contacts by an export with requests for each contact; and the peak memory of few rows with that of
many.
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

import pyarrow as pa
import pyarrow.csv as arrow_csv
from client import best, say
from yulsn_client import Client
from yulsn_client.models import ExportType
from yulsn_codegen.testing import run_sandbox

GENERATED = Path(__file__).resolve().parents[1] / "generated"
NEWLINES = arrow_csv.ParseOptions(newlines_in_values=True)
HAND_WRITTEN = arrow_csv.ConvertOptions(
    column_types={
        **dict.fromkeys(("Id", "RegistrationStoreId", "PreferredStoreId", "ContactCompanyId", "Shoe Size"), pa.int64()),
        **dict.fromkeys(("EmailConfirmed", "PhoneConfirmed", "Wants SMS"), pa.bool_()),
        **dict.fromkeys(
            ("RegistrationDateTime", "LastModified", "Fødselsdag", "Last Service Visit"), pa.timestamp("ns", "UTC")
        ),
        **dict.fromkeys(
            ("Secret", "Version", "Email", "PhoneCountryCode", "Phone", "FirstName", "LastName", "Shoe-Size"),
            pa.string(),
        ),
        **dict.fromkeys(("RegistrationSource", "RegistrationIp", "LatestPermissionSource"), pa.string()),
        "Preferred Mechanic": pa.string(),
        "Kreditmaksimum": pa.decimal128(38, 10),
        **dict.fromkeys(("Favourite Brand", "class"), pa.dictionary(pa.int32(), pa.string())),
    },
    strings_can_be_null=True,
    quoted_strings_can_be_null=False,
    null_values=[""],
)


def cpu(work: Callable[[], object]) -> Callable[[], float]:
    """Return a function that does the work, and returns the processor time of all threads that it took."""

    def measured() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return measured


def reading(client: Client, folder: Path) -> None:
    """Compare typed rows with rows of text."""
    with client.bulk_export.run(ExportType.CONTACTS, compress=False) as export:
        path = folder / "contacts.csv"
        export.save(path)

        def untyped() -> int:
            with path.open(encoding="utf-8", newline="") as file:
                return sum(1 for _ in csv.DictReader(file))

        def bare() -> int:
            options = {"parse_options": NEWLINES, "convert_options": HAND_WRITTEN}
            return sum(len(batch) for batch in arrow_csv.open_csv(path, **options))

        took = best(
            15,
            untyped=cpu(untyped),
            typed=cpu(lambda: sum(1 for _ in export.rows())),
            bare=cpu(bare),
            arrow=cpu(lambda: sum(len(batch) for batch in export.batches())),
        )
        rows = export.row_count or 0
        rates = {name: f"{rows / elapsed:,.0f}/s" for name, elapsed in took.items()}
        say(f"typed rows / csv.DictReader ({rates['typed']})", took["untyped"] / took["typed"], "aim: 0.8")
        say(f"Arrow / pyarrow with hand-written types ({rates['arrow']})", took["bare"] / took["arrow"], "aim: 0.9")


def peak(contacts: int, seed: int) -> int:
    """Return the peak memory in bytes of a process that reads an export of a number of contacts."""
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

        # The sandbox runs in this process, so its share is included.
        by_export = min(cpu(copied)() for _ in range(3))
        one_by_one = cpu(lambda: len(client.contacts.get_many(client.contacts.list_ids())))()
        say(f"a copy by export / one by one ({by_export:.1f} s)", one_by_one / by_export, "aim: 50")
    few, many = (peak(count, 1) for count in arguments.memory)
    say(
        f"peak memory, {arguments.memory[1]} contacts / {arguments.memory[0]} ({many / 2**20:.0f} MiB)",
        many / few,
        "aim: 1",
    )


if __name__ == "__main__":
    main()
