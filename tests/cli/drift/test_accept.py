"""`accept`: changes are accepted with a reason until they expire or are reverted."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from support.cli import Run

from .shop import SHOP, SHRUNK, SnapshotOf


def test_an_accepted_change_passes_and_its_entry_is_stale_once_it_is_reverted(
    out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    now = snapshot_of(SHRUNK)
    code, said, _ = run("accept", "--account", now, "--reason", "nobody's feet changed")
    assert code == 0
    assert "field-removed: Contacts, field Shoe Size" in said
    (entry,) = tomllib.loads(Path("yulsn-accepted.toml").read_text())["accepted"]
    assert (entry["rule"], entry["before"], entry["reason"]) == ("field-removed", '"Number"', "nobody's feet changed")
    assert run("check", "--account", now, "-o", "json=drift.json")[0] == 0
    report: dict[str, Any] = json.loads(Path("drift.json").read_text())
    assert report["findings"][0]["accepted"]["reason"] == "nobody's feet changed"
    assert run("check", "--account", snapshot_of(SHOP), "-o", "json=drift.json")[0] == 0
    assert [item["rule"] for item in json.loads(Path("drift.json").read_text())["stale"]] == ["field-removed"]


def test_stale_acceptances_are_removed_on_request(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    shrunk = snapshot_of(SHRUNK)
    assert run("accept", "--account", shrunk)[0] == 2
    assert run("accept", "--account", shrunk, "--reason", "known")[0] == 0
    kept = Path("yulsn-accepted.toml").read_text()
    assert run("accept", "--account", shrunk, "--prune")[1] == "Nothing to remove: no entry is stale.\n"
    assert Path("yulsn-accepted.toml").read_text() == kept
    code, said, _ = run("accept", "--account", snapshot_of(SHOP), "--prune")
    assert code == 0
    assert "removed " in said
    assert tomllib.loads(Path("yulsn-accepted.toml").read_text()) == {}


def test_the_text_report_shows_the_fingerprint_to_accept(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(SHRUNK)
    _, said, _ = run("check", "--account", now)
    (fingerprint,) = re.findall(r"\[field-removed\] ([0-9a-f]{16})$", said, re.MULTILINE)
    assert run("accept", "--account", now, "--reason", "known", "--fingerprint", fingerprint)[0] == 0
    assert run("check", "--account", now)[0] == 0


def test_an_expired_acceptance_is_stale(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(SHRUNK)
    once = ("accept", "--account", now, "--reason", "for a day", "--accepted", "mine.toml", "--expires")
    assert run(*once, "2020-01-01")[::2] == (
        2,
        "error: --expires: 2020-01-01 is in the past\n  Give today's date or a later one.\n",
    )
    assert run(*once, "2099-01-01")[0] == 0
    Path("mine.toml").write_text(Path("mine.toml").read_text().replace("2099-01-01", "2020-01-01"))
    assert run("check", "--account", now, "--accepted", "mine.toml", "-o", "json=drift.json")[0] == 1
    assert json.loads(Path("drift.json").read_text())["stale"][0]["expires"] == "2020-01-01"


def test_changes_can_be_accepted_by_rule_and_keep_their_reasons(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(replace(SHRUNK, order_types=("shop", "phone")))
    assert run("accept", "--account", now, "--reason", "first", "--rule", "field-removed")[0] == 0
    assert run("check", "--account", now)[0] == 1
    assert run("accept", "--account", now, "--reason", "second")[0] == 0
    entries = tomllib.loads(Path("yulsn-accepted.toml").read_text())["accepted"]
    assert {entry["rule"]: entry["reason"] for entry in entries} == {
        "field-removed": "first",
        "order-type-added": "second",
        "order-type-removed": "second",
    }
    assert run("check", "--account", now)[0] == 0
    fingerprint = entries[0]["fingerprint"]
    assert run("accept", "--account", now, "--reason", "third", "--fingerprint", fingerprint)[0] == 0
    entries = tomllib.loads(Path("yulsn-accepted.toml").read_text())["accepted"]
    assert [entry["reason"] for entry in entries].count("third") == 1
    code, said, _ = run("accept", "--account", now, "--reason", "fourth")
    assert (code, "Nothing to accept" in said) == (0, True)
