"""What generating costs, by the size of the account and beside other generators; a ratio is measured in one run.

    make bench-generator            # some minutes
    make bench-generator QUICK=1    # smaller accounts, fewer rounds
    make bench-generator PARTS="scaling comparing"

Measured are whole commands, as somebody waits for them: the tool from a wheel in an environment of its own, writing
into a folder that does not exist, with no cache of an earlier run. What building the wheel takes is not counted: it
reads the description, and lets datamodel-code-generator make the types of properties. Parts:

scaling       accounts of 0 to 200 tables of 50 fields: time, processor time, memory, and what is written
regenerating  again with nothing changed, and after one added field, each against a first generation
comparing     openapi-python-client and openapi-generator, fed with the document that `yulsn-codegen openapi` exports
importing     the generated package with no table and with many: importing, making a client, reaching a table
checking      mypy and pyright on a small program that uses one of few tables, or one of many
lists         a field with 5 allowed values against one with 5,000

The last three measure the generated package, installed in an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from accounts import Snapshot, snapshot, with_field
from peers import ROOT, installed, ours
from processes import Command, Cost, Side, best, cost, head, in_turns, say

CACHE = ROOT / ".venv" / "benchmarks"
OURS, SOURCE = "yulsn-codegen", "yulsn-codegen, source tree"
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Bench:
    """What the parts share: the tool, a folder to work in, and how much time there is."""

    tool: Path
    work: Path
    quick: bool

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of tables that are tried."""
        return (0, 1, 10, 30) if self.quick else (0, 1, 10, 100, 200)

    def rounds(self, tables: int) -> int:
        """How often the generation of so many tables is measured: less often where one takes long."""
        return 1 if self.quick or tables > 100 else 2 if tables > 10 else 3

    def written(self, account: Snapshot, name: str) -> Path:
        """The file of a snapshot."""
        path = self.work / f"{name}.json"
        path.write_text(json.dumps(account), encoding="utf-8")
        return path

    def generate(self, account: Path, output: Path) -> Cost:
        """Generate, with a folder for caches that is new."""
        with tempfile.TemporaryDirectory(dir=self.work) as caches:
            command: Command = [self.tool, "generate", "--account", account, "--out", output]
            return cost(command, self.work, {"XDG_CACHE_HOME": caches})

    def first(self, account: Path, output: Path) -> Cost:
        """Generate into a folder that is not there."""
        shutil.rmtree(output, ignore_errors=True)
        return self.generate(account, output)

    def again(self, kept: Path, account: Path, output: Path) -> Cost:
        """Generate over a copy of an earlier output; making the copy is not counted."""
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(kept, output)
        return self.generate(account, output)

    def package(self, account: Snapshot, name: str) -> Path:
        """The output for an account, generated if that has not been done yet."""
        output = self.work / f"package-{name}"
        if not output.exists():
            self.generate(self.written(account, name), output)
        return output


def scaling(bench: Bench) -> None:
    """Print what accounts of growing size take, and whether it grows in proportion."""
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
    """How many files, bytes and lines a folder holds, but for what Python compiles."""
    files = [path for path in folder.rglob(pattern) if path.is_file() and path.suffix != ".pyc"]
    texts = [path.read_bytes() for path in files]
    return len(files), sum(map(len, texts)), sum(text.count(b"\n") for text in texts)


def regenerating(bench: Bench) -> None:
    """Print what a second generation takes, of the sandbox's account and of a large one."""
    sandbox: Snapshot = json.loads((ROOT / "generated" / "account.json").read_text(encoding="utf-8"))
    large = bench.sizes[-2]
    for title, account, rounds in (
        ("the sandbox's account", sandbox, 2 if bench.quick else 5),
        (f"an account of {large} tables", snapshot(large), bench.rounds(large)),
    ):
        before, after = bench.written(account, "before"), bench.written(with_field(account), "after")
        kept, output = bench.work / "kept", bench.work / "output"
        bench.first(before, kept)

        sides: dict[str, Side] = {
            "full": partial(bench.first, before, output),
            "same": partial(bench.generate, before, kept),
            "field": partial(bench.again, kept, after, output),
        }
        found = in_turns(rounds, sides)
        head(f"Generating again for {title} (first: {best(found['full']):.2f} s)")
        say("nothing changed / first", found["same"], found["full"], "aim: below 0.1")
        say("one field added / first", found["field"], found["full"], "aim: below 0.25")


def comparing(bench: Bench) -> None:
    """Print what other generators take for the same account, from the document that is exported for them."""
    accounts = [("the sandbox's account", ROOT / "generated" / "account.json", 2 if bench.quick else 6)]
    if not bench.quick:
        accounts.append(("an account of 100 tables", bench.written(snapshot(100), "100"), 1))
    others = installed(CACHE)
    source = replace(bench, tool=Path(sys.executable).with_name(OURS))
    for title, account, rounds in accounts:
        document = bench.work / "document.json"
        cost([bench.tool, "openapi", "--account", account, "--version", "3.1", "-o", document], bench.work)
        outputs = {name: bench.work / f"by-{name}" for name in (OURS, SOURCE, *(other.title for other in others))}
        sides: dict[str, Side] = {OURS: partial(bench.first, account, outputs[OURS])}
        notes = {OURS: "formats with black, and checks the tree of every file"}
        if rounds > 1:
            sides[SOURCE] = partial(source.first, account, outputs[SOURCE])
            notes[SOURCE] = "the same as a developer of the tool has it, editable"
        for other in others:
            sides[other.title] = partial(other.generate, document, outputs[other.title])
            lost = other.left_out(document, outputs[other.title])
            notes[other.title] = other.peer.does + (f"; left out {lost} schemas, operations or answers" if lost else "")
        found = in_turns(rounds, sides)
        print(f"\nA first generation for {title}")
        print(f"  {'':<30} wall s    cpu s   memory MiB  .py files    lines")
        for name, costs in found.items():
            files, _, lines = contents(outputs[name], "*.py")
            cpu, memory = min(item.cpu for item in costs), max(item.memory for item in costs) / MEBIBYTE
            print(f"  {name:<30}{best(costs):7.2f}{cpu:9.2f}{memory:13.0f}{files:11}{lines:9}   {notes[name]}")
        head(f"{OURS} / the others")
        for other in others:
            say(other.title, found[OURS], found[other.title], "aim: below 1")


def main() -> int:
    """Run the parts that are named, or all."""
    import packages

    parts: dict[str, Callable[[Bench], None]] = {
        "scaling": scaling,
        "regenerating": regenerating,
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
