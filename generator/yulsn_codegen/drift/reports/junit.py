"""Render the format `junit`: JUnit XML with one test case per finding.

A finding that fails the run is a failure, an accepted one is skipped, and any other passes with its details as output.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..findings import Finding, Report
from . import wording
from .sentences import sentence

_SUITE = "yulsn-codegen drift"


def render(report: Report) -> str:
    """Return the report as JUnit XML in the dialect that Jenkins, GitLab and GitHub Actions understand."""
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
        SubElement(suite, "testcase", {"classname": "account", "name": wording.outcome(report), "time": "0"})
    output = [f"stale acceptance: {wording.visible(item.rule)} at {wording.cut(item.place)}" for item in report.stale]
    output += [f"note: {wording.visible(note)}" for note in report.notes]
    SubElement(suite, "system-out").text = "\n".join([*output, wording.counts(report)])
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, found: Finding, fails: bool) -> None:
    change = found.change
    name = sentence(change, with_owner=False)
    scope = wording.cut(change.place.scope)
    case = SubElement(suite, "testcase", {"classname": scope, "name": name, "time": "0"})
    details = [sentence(change), wording.effects(change), wording.visible(change.rule.explanation)]
    details += [f"used at {wording.use(usage)}" for usage in found.usages]
    if fails:
        about = {"message": sentence(change), "type": wording.visible(change.rule.id)}
        SubElement(case, "failure", about).text = "\n".join(details)
        return
    if found.accepted is not None:
        SubElement(case, "skipped", {"message": f"accepted: {wording.reason(found.accepted)}"})
    SubElement(case, "system-out").text = "\n".join(details)
