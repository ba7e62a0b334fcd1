"""Render what `generate` did, or would do, as text or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..drift.confirmations import TITLE
from .account import summary as size_of

if TYPE_CHECKING:
    from ..update import Outcome

_MOST_LINES = 20  # of each section; JSON has them all


def as_json(outcome: Outcome, out: Path, *, dry_run: bool) -> str:
    """Return the outcome as JSON."""
    from ..drift.reports.wording import json_text

    summary = outcome.summary
    names = [{"scope": item.scope, "wire": item.wire, "name": item.name} for item in summary.names]
    return json_text(
        {
            "out": out.as_posix(),
            "dry_run": dry_run,
            "version": {"before": summary.before, "after": summary.after},
            "changes": list(summary.changes),
            "names": names,
            "public": list(summary.public),
            "confirmation": list(summary.confirmation),
            "changed": list(outcome.changed),
            "files": outcome.files,
            "notes": list(outcome.notes),
        }
    )


def as_text(outcome: Outcome, out: Path, *, dry_run: bool) -> str:
    """Return the outcome as text; a dry run also lists the files and public names that would change."""
    if not outcome.changed:
        return f"{out} is up to date: nothing changed.\n"
    summary = outcome.summary
    first = summary.before is None
    lines = [f"Version {summary.after} (the first one)" if first else f"Version {summary.before} -> {summary.after}"]
    lines += _section("Changes of the account", summary.changes)
    if first:
        lines += [f"  {len(summary.names)} names of fields and tables were decided; the lock pins them."]
    else:
        lines += _section("Names decided", map(str, summary.names))
    lines += _section(TITLE, summary.confirmation)
    if dry_run:
        lines += _section("Changes of the public API", summary.public)
        lines += _section("Files", outcome.changed)
    done = "Would write" if dry_run else "Wrote"
    number = f"{len(outcome.changed)} of {outcome.files} files"
    return "\n".join([*lines, f"{done} {number} to {out}: {size_of(outcome.account)}."]) + "\n"


def _section(title: str, items: Iterable[str]) -> Sequence[str]:
    lines = list(items)
    left = len(lines) - _MOST_LINES
    shown = [f"  {line}" for line in lines[:_MOST_LINES]] + ([f"  and {left} more (see -o json)"] if left > 0 else [])
    return [f"{title}:", *shown] if lines else []
