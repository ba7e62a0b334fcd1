"""Render drift reports in several formats.

Whatever strings the account contains, a rendered report is valid in its format, encodes as UTF-8, and contains no
control or bidirectional characters other than newlines and, on request, terminal colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from ...text.errors import InputError, Problem

if TYPE_CHECKING:
    from ..findings import Report

__all__ = ["FORMATS", "Format", "render_report", "step_summary"]


@dataclass(frozen=True)
class Format:
    """A report format.

    Attributes:
        module: The module of this package whose function `render` renders it.
        suffix: The usual suffix of its files.
        purpose: What it is for, for the documentation.
    """

    module: str
    suffix: str
    purpose: str


FORMATS: Mapping[str, Format] = {
    "text": Format("text", ".txt", "people; the default"),
    "json": Format("data", ".json", "programs; described by `report.schema.json` beside the formats' source"),
    "markdown": Format("markdown", ".md", "a pull request or an issue"),
    "html": Format("page", ".html", "a browser: a page with filters, complete in one file"),
    "github": Format("github", ".github", "annotations in a GitHub workflow, and its job summary"),
    "junit": Format("junit", ".xml", "CI systems that show test results"),
    "sarif": Format("sarif", ".sarif", "code scanning"),
}


def render_report(report: Report, form: str, *, colour: bool = False) -> str:
    """Render a report, ending in a newline.

    Args:
        report: The report to render.
        form: The name of the format, one of `FORMATS`.
        colour: Whether to use terminal colours in the format `text`; other formats ignore it.

    Raises:
        InputError: If there is no such format.
    """
    if form not in FORMATS:
        raise InputError(Problem("", f"{form!a} is not a report format", f"Use one of {', '.join(FORMATS)}."))
    # Formats are imported when used, to keep start-up fast.
    module = import_module(f".{FORMATS[form].module}", __name__)
    text: str = module.render(report, colour=colour) if form == "text" else module.render(report)
    return text


def step_summary(report: Report) -> str:
    """Return the Markdown for a GitHub job summary, to accompany the format `github`."""
    return render_report(report, "markdown")
