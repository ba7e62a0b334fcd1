"""Measure what generating costs: by the size of the account, and in comparison with other generators.

    make bench-generator            # some minutes
    make bench-generator QUICK=1    # smaller accounts, fewer rounds
    make bench-generator PARTS="scaling comparing"

Whole commands are measured: the tool is installed from a wheel into its own environment, and writes into a folder that
does not exist, without the cache of an earlier run. Later generations find the output and the cache of the first. The
time to build the wheel, which loads the description and makes the types of properties, is not included. Both sides of a
ratio are measured in the same run. Parts:

scaling       accounts of 0 to 200 tables of 50 fields: time, processor time, memory, and the size of the output
comparing     a first generation, one after a field was added, and one without a change, compared with
              openapi-python-client (with ruff) and, for the sandbox's account, openapi-generator; these always
              generate everything, from the document that `yulsn-codegen openapi` exports
importing     the generated package with no table and with many: importing, creating a client, accessing a table
checking      mypy and pyright on a small program that uses one of few tables, or one of many
lists         a field with 5 allowed values compared with one with 5,000

The last three measure the generated package, installed in its own environment.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256 as digest
from pathlib import Path

from accounts import Snapshot, snapshot, with_field
from peers import ROOT, installed, ours
from processes import Command, Cost, Side, best, cost, head, in_turns, say

CACHE = ROOT / ".venv" / "benchmarks"
OURS = "yulsn-codegen"
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Bench:
    """What all parts use: the tool, a folder to work in, and whether to be quick."""

    tool: Path
    work: Path
    quick: bool

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of tables to measure."""
        return (0, 1, 10, 30) if self.quick else (0, 1, 10, 100, 200)

    def rounds(self, tables: int) -> int:
        """Return how often to measure an account with this number of tables: large ones less often."""
        return 1 if self.quick or tables > 100 else 2 if tables > 10 else 3

    def written(self, account: Snapshot, name: str) -> Path:
        """Write a snapshot, and return its file."""
        path = self.work / f"{name}.json"
        path.write_text(json.dumps(account), encoding="utf-8")
        return path

    def generate(self, account: Path, output: Path) -> Cost:
        """Generate with an empty cache."""
        with tempfile.TemporaryDirectory(dir=self.work) as caches:
            command: Command = [self.tool, "generate", "--account", account, "--out", output]
            return cost(command, self.work, {"XDG_CACHE_HOME": caches})

    def first(self, account: Path, output: Path) -> Cost:
        """Generate into a folder that does not exist."""
        shutil.rmtree(output, ignore_errors=True)
        return self.generate(account, output)

    def package(self, account: Snapshot, name: str) -> Path:
        """Return the output for an account, generated on first use."""
        output = self.work / f"package-{name}"
        if not output.exists():
            self.generate(self.written(account, name), output)
        return output


def scaling(bench: Bench) -> None:
    """Print the cost of accounts of increasing size, and whether it is proportional to the size."""
    print("\nGenerating for an account of so many tables, each of 50 fields")
    print("  tables   wall s    cpu s   MiB of memory    files   MiB written")
    found: dict[int, Cost] = {}
    for tables in bench.sizes:
        account, output = bench.written(snapshot(tables), str(tables)), bench.work / f"package-{tables}"
        costs = [bench.first(account, output) for _ in range(bench.rounds(tables))]
        found[tables] = low = min(costs, key=lambda item: item.wall)
        files, size, _ = contents(output)
        print(
            f"{tables:8}{low.wall:9.2f}{low.cpu:9.2f}{low.memory / MEBIBYTE:16.0f}{files:9}{size / MEBIBYTE:14.2f}",
            flush=True,
        )
    *_, small, medium, large = bench.sizes
    for what, value in _FIGURES:
        first, last = (
            (value(found[above]) - value(found[below])) / (above - below)
            for below, above in ((small, medium), (medium, large))
        )
        pairs = f"from {medium} to {large} / from {small} to {medium} tables"
        print(f"  {f'{what} a table, {pairs}':<74} {last / first:7.2f}   (aim: about 1)")


_FIGURES: tuple[tuple[str, Callable[[Cost], float]], ...] = (
    ("time", lambda item: item.wall),
    ("processor time", lambda item: item.cpu),
    ("memory", lambda item: item.memory),
)


def contents(folder: Path, pattern: str = "*") -> tuple[int, int, int]:
    """Return the numbers of files, bytes and lines in a folder, without compiled modules."""
    files = [path for path in folder.rglob(pattern) if path.is_file() and path.suffix != ".pyc"]
    texts = [path.read_bytes() for path in files]
    return len(files), sum(map(len, texts)), sum(text.count(b"\n") for text in texts)


def comparing(bench: Bench) -> None:
    """Print the cost of a first generation and of later ones, and of other generators, which generate everything.

    The input of these is the document exported from the account without the added field.
    """
    sandbox: Snapshot = json.loads((ROOT / "generated" / "account.json").read_text(encoding="utf-8"))
    accounts = {"the sandbox's account": sandbox}
    accounts |= {
        f"an account of {tables} tables": snapshot(tables) for tables in ((5, 10) if bench.quick else (5, 10, 100))
    }
    peers = installed(CACHE)
    for title, account in accounts.items():
        others = peers if account is sandbox else [peer for peer in peers if peer.peer.for_large_accounts]
        before, after = bench.written(account, "before"), bench.written(with_field(account), "after")
        document = bench.work / "document.json"
        cost([bench.tool, "openapi", "--account", before, "--version", "3.1", "-o", document], bench.work)
        ours = Kept(bench, before)
        sides: dict[str, Side] = {
            "a first generation": partial(bench.first, before, bench.work / "output"),
            "one field added": partial(ours.again, after),
            "nothing changed": partial(ours.again, before),
        }
        ways = list(sides)
        outputs = {other.title: bench.work / f"by-{other.title}" for other in others}
        lost = {other.title: other.left_out(document, outputs[other.title]) for other in others}
        sides |= {other.title: partial(other.generate, document, outputs[other.title]) for other in others}
        found = in_turns(1 if bench.quick else 3 if len(account["tables"]) > 10 else 5, sides)
        print(f"\n{OURS} for {title}, beside the others")
        print(f"  {'':<34} wall s    cpu s   memory MiB")
        for name, costs in found.items():
            cpu, memory = statistics.median(item.cpu for item in costs), max(item.memory for item in costs) / MEBIBYTE
            note = f"   left out {lost[name]} schemas, operations or answers" if lost.get(name) else ""
            print(f"  {name:<34}{best(costs):7.2f}{cpu:9.2f}{memory:13.0f}{note}")
        for other in others:
            head(f"{OURS} / {other.title}, which {other.peer.does}")
            for way in ways:
                say(way, found[way], found[other.title])


@dataclass(frozen=True)
class Kept:
    """An output and the cache of its generation, from a copy of which each measurement starts."""

    bench: Bench
    account: Path

    @property
    def folder(self) -> Path:
        """The folder with both, created on first use."""
        kept = self.bench.work / f"kept-{digest(self.account.read_bytes()).hexdigest()[:12]}"
        if not kept.exists():
            self._generate(self.account, kept)
        return kept

    def again(self, account: Path) -> Cost:
        """Generate into a copy of the earlier output; copying is not measured."""
        copy = self.bench.work / "again"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy)
        return self._generate(account, copy)

    def _generate(self, account: Path, folder: Path) -> Cost:
        folder.mkdir(exist_ok=True)
        command: Command = [self.bench.tool, "generate", "--account", account, "--out", folder / "output"]
        return cost(command, self.bench.work, {"XDG_CACHE_HOME": str(folder / "cache")})


def main() -> int:
    """Run the parts that are named on the command line, or all."""
    import packages

    parts: dict[str, Callable[[Bench], None]] = {
        "scaling": scaling,
        "comparing": comparing,
        "importing": packages.importing,
        "checking": packages.checking,
        "lists": packages.lists,
    }
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)}; all by default")
    parser.add_argument("--quick", action="store_true", help="smaller accounts and fewer rounds")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    tool = ours(CACHE)
    with tempfile.TemporaryDirectory(prefix="yulsn-bench-") as work:
        bench = Bench(tool, Path(work), arguments.quick)
        for name in arguments.parts or parts:
            parts[name](bench)
    return 0


if __name__ == "__main__":
    sys.exit(main())
