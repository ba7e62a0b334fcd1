"""The report for a CI server's list of tests: a `Report` goes in, JUnit XML comes out, one test case a finding.

A finding that fails the run is a failure, an accepted one is skipped, any other passes and says what it is.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..changes import Finding, Report
from . import wording

_SUITE = "yulsn-codegen drift"


def render_junit(report: Report) -> str:
    """Return the report as JUnit XML in the shape that Jenkins, GitLab and GitHub's actions share."""
    number = wording.tally(report)
    totals = {
        "tests": str(len(report.findings) or 1),
        "failures": str(number["failing"]),
        "errors": "0",
    }
    root = Element("testsuites", {"name": _SUITE, **totals})
    suite = SubElement(root, "testsuite", {"name": _SUITE, **totals, "skipped": str(number["accepted"]), "time": "0"})
    properties = SubElement(suite, "properties")
    facts = {"old": report.old, "new": report.new, "bump": report.bump.name.lower(), "fail_on": report.fail_on.value}
    for name, value in facts.items():
        SubElement(properties, "property", {"name": name, "value": wording.visible(value)})
    failing = {id(found) for found in report.failing}
    for found in report.findings:
        _case(suite, found, id(found) in failing)
    if not report.findings:
        SubElement(suite, "testcase", {"classname": "account", "name": "No drift", "time": "0"})
    notes = [f"{wording.visible(item.rule)}: {wording.cut(item.place)}" for item in report.stale]
    said = [f"acceptance matches nothing any more, or has expired: {note}" for note in notes]
    said += [f"note: {wording.visible(note)}" for note in report.notes]
    SubElement(suite, "system-out").text = "\n".join([*said, wording.counts(report)])
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, found: Finding, fails: bool) -> None:
    change = found.change
    name = wording.joined(wording.title(change), wording.within(change), wording.movement(change))
    scope = wording.cut(change.place.scope)
    case = SubElement(suite, "testcase", {"classname": scope, "name": name, "time": "0"})
    details = [wording.sentence(change), wording.effects(change), wording.visible(change.rule.explanation)]
    details += [f"used at {wording.location(usage)}: {wording.visible(usage.attribute)}" for usage in found.usages]
    if fails:
        about = {"message": wording.sentence(change), "type": wording.visible(change.rule.id)}
        SubElement(case, "failure", about).text = "\n".join(details)
        return
    if found.accepted is not None:
        SubElement(case, "skipped", {"message": f"accepted: {wording.reason(found.accepted)}"})
    SubElement(case, "system-out").text = "\n".join(details)
