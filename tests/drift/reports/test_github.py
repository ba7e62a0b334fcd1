"""GitHub annotations are read back by a parser that follows GitHub's rules for workflow commands, not our renderer.

The rules: a line that starts with `::` is a command. Its name, a space and properties `key=value` separated by commas
come before the next `::`, the message after it. %25, %0D and %0A stand for `%`, CR and LF; in a property also %3A for
`:` and %2C for `,`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.findings import Report, Usage
from yulsn_codegen.drift.reports import render_report, step_summary
from yulsn_codegen.text.characters import one_line

from .samples import EMPTY, HOSTILE, RICH, many


@dataclass
class Command:
    name: str
    properties: dict[str, str]
    message: str


def unescape(text: str, codes: dict[str, str]) -> str:
    return re.sub("%(..)", lambda match: codes[match[1].upper()], text)


def read(text: str) -> tuple[list[Command], list[str]]:
    """Return the commands of a log, and all other lines."""
    commands, others = [], []
    for line in re.split(r"\r\n|\r|\n", text.removesuffix("\n")):
        if not line.strip().startswith("::"):
            others.append(line)
            continue
        head, mark, message = line.strip()[2:].partition("::")
        assert mark
        name, _, rest = head.partition(" ")
        pairs = [pair.split("=", 1) for pair in rest.split(",") if pair]
        data = {"25": "%", "0D": "\r", "0A": "\n"}
        properties = {key.strip(): unescape(value, {**data, "3A": ":", "2C": ","}) for key, value in pairs}
        assert len(properties) == len(pairs)
        commands.append(Command(name, properties, unescape(message, data)))
    return commands, others


def test_errors_come_first_and_counts_last() -> None:
    text = render_report(RICH, "github")
    commands, others = read(text)
    assert [command.name for command in commands] == ["error"] * 3 + ["warning"] * 2 + ["notice"] * 4
    assert others == [text.splitlines()[-1]]
    assert others[0].startswith("3 errors, 2 warnings")


def test_an_annotation_points_to_the_first_affected_line_or_else_to_the_lock() -> None:
    renamed, removed = read(render_report(RICH, "github"))[0][:2]
    assert renamed.properties == {
        "file": "shop/shoes, and: more.py",
        "line": "3",
        "title": "Field renamed (suspected)",
    }
    assert "\nused at shop/[mail] 100%.py:41: shoe_size" in renamed.message
    assert (removed.properties["file"], removed.properties["line"]) == ("generated/yulsn.lock.json", "1")


def test_an_accepted_finding_is_not_annotated() -> None:
    assert not [command for command in read(render_report(RICH, "github"))[0] if "<b>Old" in command.message]


def test_each_kind_has_at_most_ten_annotations_and_the_tenth_counts_the_rest() -> None:
    findings = tuple(
        found
        for rule in (rules.FIELD_LABEL_CHANGED, rules.VALUE_ADDED, rules.FIELD_REMOVED)
        for found in many(25, rule).findings
    )
    commands, _ = read(render_report(replace(EMPTY, findings=findings), "github"))
    assert Counter(command.name for command in commands) == {"error": 10, "warning": 10, "notice": 10}
    assert [command.name for command in commands[::10]] == ["error", "warning", "notice"]
    assert [command.properties["title"] for command in commands[9::10]] == ["16 more"] * 3


def test_exactly_ten_annotations_are_all_shown() -> None:
    commands, _ = read(render_report(many(10), "github"))
    assert {command.properties["title"] for command in commands} == {"Field removed"}


def test_many_usages_are_counted() -> None:
    (command,) = read(render_report(many(1, usages=14), "github"))[0]
    assert command.message.endswith("\nand at 4 more")


def test_without_drift_there_is_only_the_summary_line() -> None:
    assert read(render_report(EMPTY, "github")) == (
        [],
        ["No drift. Version bump: none. The run passes (fail-on: warning)."],
    )


def test_the_job_summary_lists_all_findings() -> None:
    assert all(f'field "Field {index}"' in step_summary(many(40)) for index in range(40))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_string_forges_a_command_or_a_property(report: Report) -> None:
    commands, others = read(render_report(report, "github"))
    findings = [found for found in report.findings if found.accepted is None]
    assert len(commands) == len(findings) + len(report.stale) + len(report.notes)
    assert len(others) == 1
    files = Counter(command.properties["file"] for command in commands)
    expected = [found.usages[0] if found.usages else Usage(report.lock, 1, 1, "") for found in findings]
    assert files == Counter(one_line(usage.file) for usage in expected) + Counter(
        [one_line(report.lock)] * (len(report.stale) + len(report.notes))
    )
    for command in commands:
        assert command.name in {"error", "warning", "notice"}
        assert set(command.properties) == {"file", "line", "title"}
        assert int(command.properties["line"]) > 0
