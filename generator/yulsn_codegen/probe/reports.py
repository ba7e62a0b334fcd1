"""Render the report of a probe as text, JSON or Markdown.

Names come from the server, so they are made printable, truncated, and kept on one line.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from ..drift.reports.wording import cut, json_text
from .report import Difference, ProbeReport, RowResult, State

_UNREAD = (State.REFUSED, State.UNREADABLE, State.NOT_TRIED, State.LEFT_OUT)
_MOST_SHOWN = 3  # rows listed for one difference in text
_MOST_ROWS = 200  # rows in one Markdown table


def text_report(report: ProbeReport) -> str:
    """Return a report for the terminal."""
    lines = [_title(report), _counts(report)]
    for place, found in groupby(report.differences, key=lambda item: item.place):
        lines += ["", cut(place)]
        for item in found:
            lines.append(f"  {item.kind}: {_comparison(item)}")
            lines += _rows(item)
    lines += _section("Not compared", (f"{cut(row.row)}: {_reason(row)}" for row in _unread(report)))
    lines += _section("Inferred by the description, and confirmed", map(cut, report.confirmed))
    lines += _section("Inferred by the description, and not seen", map(cut, report.unconfirmed))
    lines += _section("Notes", map(cut, report.notes))
    return "\n".join(lines) + "\n"


def json_report(report: ProbeReport) -> str:
    """Return a report as JSON, for programs."""
    data = {
        "format": 1,
        "host": report.host,
        "generator": report.generator,
        "interrupted": report.interrupted,
        "requests": report.requests,
        "most": report.most,
        "differences": [_data(item) for item in report.differences],
        "rows": [dataclasses.asdict(row) for row in report.rows],
        "confirmed": list(report.confirmed),
        "unconfirmed": list(report.unconfirmed),
        "notes": list(report.notes),
    }
    return json_text(data)


def markdown_report(report: ProbeReport) -> str:
    """Return a report as Markdown, for an issue or a pull request."""
    blocks = ["### Probe", f"{_title(report)} {_counts(report)}"]
    if report.differences:
        header = ("Place", "Difference", "Described", "Observed", "Count")
        rows = [
            (_code(item.place), str(item.kind), _code(item.described), _code(item.observed), str(item.count))
            for item in report.differences
        ]
        blocks.append(_table(header, rows))
    unread = [(_code(row.row), str(row.state), _code(row.reason)) for row in _unread(report)]
    if unread:
        blocks += ["#### Not compared", _table(("Row", "State", "Reason"), unread)]
    for title, places in (("confirmed", report.confirmed), ("not seen", report.unconfirmed)):
        if places:
            listed = [f"- {_code(place)}" for place in places[:_MOST_ROWS]]
            blocks += [f"#### Inferred by the description, and {title}", "\n".join(listed)]
    blocks += ["\n".join(f"- {_code(note)}" for note in report.notes)] if report.notes else []
    return "\n\n".join(blocks) + "\n"


FORMATS: Mapping[str, Callable[[ProbeReport], str]] = {
    "text": text_report,
    "json": json_report,
    "markdown": markdown_report,
}


def _title(report: ProbeReport) -> str:
    done = "Interrupted the probe of" if report.interrupted else "Probed"
    return f"{done} {cut(report.host)} with {report.requests} requests (at most {report.most})."


def _counts(report: ProbeReport) -> str:
    counts = Counter(row.state for row in report.rows)
    parts = [f"{counts[state]} {state}" for state in State if counts[state]]
    number = len(report.differences)
    verdict = f"{number} difference{'' if number == 1 else 's'}" if number else "No differences"
    return f"{verdict}. Of {len(report.rows)} rows: {', '.join(parts)}."


def _unread(report: ProbeReport) -> list[RowResult]:
    return sorted((row for row in report.rows if row.state in _UNREAD), key=lambda row: _UNREAD.index(row.state))


def _reason(row: RowResult) -> str:
    return f"{row.state}; {row.reason}" if row.reason else str(row.state)


def _rows(item: Difference) -> list[str]:
    rows = [row for row in item.rows if row != item.place]
    more = f"    and {len(rows) - _MOST_SHOWN} more"
    return [*(f"    in {cut(row)}" for row in rows[:_MOST_SHOWN]), *([more] if len(rows) > _MOST_SHOWN else [])]


def _comparison(item: Difference) -> str:
    seen = f" ({item.count} times)" if item.count > 1 else ""
    return f"described: {cut(item.described)}; observed: {cut(item.observed)}{seen}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"  {line}" for line in lines]
    return ["", title, *found] if found else []


def _data(item: Difference) -> dict[str, object]:
    data = dataclasses.asdict(item)
    data["at"] = "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in item.at)
    return data


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows[:_MOST_ROWS]]
    if len(rows) > _MOST_ROWS:
        lines.append(f"\nand {len(rows) - _MOST_ROWS} more")
    return "\n".join(lines)


def _code(text: str) -> str:
    """Return text as a code span that is safe inside a table: nothing in it is taken as markup."""
    plain = cut(text).replace("|", "\\|") or " "
    longest = max(map(len, re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {plain} {fence}" if longest else f"{fence}{plain}{fence}"
