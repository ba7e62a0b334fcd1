"""Runs schemathesis against a sandbox for some seconds. Exits with 0 if it found nothing.

PYTHONPATH=tests python -m fuzz --seconds 180 --seed 1
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import SystemRandom

from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.sandbox import RunningSandbox, running

from .document import callable_document
from .existing import COUNTS_FILE, KNOWN_FILE, fill

TESTS = Path(__file__).parents[1]
LISTS = [TESTS.parent / "spec" / name for name in ("endpoints.tsv", "observed.tsv")]
# Not among them: that data which the description allows is accepted, and other data refused. A description cannot
# express the account's rules, or which parameters go together.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "ignored_auth",
    "answers_as_its_row",
)
_LATE = 120.0  # seconds of grace for schemathesis to shrink what it found and stop


def main() -> int:
    """Run schemathesis against a sandbox of its own, and return its exit status."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Send random requests to a sandbox.")
    parser.add_argument("--seconds", type=int, default=180, help="how long to run (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="seed of the requests (default: random)")
    options = parser.parse_args()
    seed = SystemRandom().randrange(2**32) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory() as folder, running() as sandbox:
        return fuzz(sandbox, Path(folder), options.seconds, seed)


def fuzz(sandbox: RunningSandbox, folder: Path, seconds: int, seed: int) -> int:
    """Fill a sandbox, run schemathesis, print a summary, and return its exit status."""
    known, counts, document = folder / "known.json", folder / "counts.json", folder / "document.json"
    _export(sandbox, folder / "account.json", document)
    known.write_text(json.dumps(fill(sandbox)), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(document), "--url", sandbox.base_url),
        *("--header", f"X-ApiKey:{sandbox.api_key}", "--checks", ",".join(CHECKS)),
        *("--max-time", str(seconds), "--seed", str(seed), "--generation-database", "none", "--warnings", "off"),
        *("--continue-on-failure", "--no-color"),
    ]
    environment = {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(TESTS.parent / ".hypothesis"),  # has tables that take seconds to compute
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        "SCHEMATHESIS_HOOKS": f"{__package__}.hooks",
        KNOWN_FILE: str(known),
        COUNTS_FILE: str(counts),
    }
    status = subprocess.run(command, cwd=folder, env=environment, timeout=seconds + _LATE, check=False).returncode
    print(f"Seed {seed}. {_summary(json.loads(counts.read_text(encoding='utf-8')))}")
    return status


def _export(sandbox: RunningSandbox, snapshot: Path, target: Path) -> None:
    """Write the document that schemathesis reads: the exported one for the sandbox's account, prepared."""
    snapshot.write_text(dump_snapshot(sandbox.account), encoding="utf-8")
    command = [*(sys.executable, "-m", "yulsn_codegen", "openapi"), *("--account", str(snapshot))]
    subprocess.run([*command, "--version", "3.1", "--output", str(target)], check=True, stdout=subprocess.DEVNULL)
    exported = json.loads(target.read_text(encoding="utf-8"))
    target.write_text(json.dumps(callable_document(exported)), encoding="utf-8")


def _summary(counts: dict[str, dict[str, int]]) -> str:
    """Return how many rows were tried and how often, and which were never tried or never successful."""
    rows = [
        f"{row['method']} {row['path']}" + (f"?{html.unescape(row['query'])}" if row["query"] else "")
        for path in LISTS
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    ]
    tried = [row for row in rows if row in counts]
    answered = [row for row in tried if "200" in counts[row]]
    total = sum(sum(statuses.values()) for statuses in counts.values())
    lines = [
        f"{total} requests that mean one row; {len(tried)} of {len(rows)} rows were tried, "
        f"{len(answered)} of them with success."
    ]
    lines += [f"  never tried: {row}" for row in rows if row not in counts]
    lines += [f"  never with success: {row} {counts[row]}" for row in tried if row not in answered]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
