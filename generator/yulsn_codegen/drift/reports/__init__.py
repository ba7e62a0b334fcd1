"""Render drift reports in several formats.

Whatever strings the account contains, a rendered report is valid in its format, encodes as UTF-8, and contains no
control or bidirectional characters other than newlines and, on request, terminal colours.
"""

from __future__ import annotations

from ...text.errors import InputError, Problem
from ..changes import Report

__all__ = ["FORMATS", "render_report", "step_summary"]

FORMATS: tuple[str, ...] = ("text", "json", "markdown", "github", "junit", "sarif")


def render_report(report: Report, form: str, *, colour: bool = False) -> str:
    """Render a report, ending in a newline.

    Args:
        report: The report to render.
        form: The name of the format, one of `FORMATS`.
        colour: Whether to use terminal colours in the format `text`; other formats ignore it.

    Raises:
        InputError: If there is no such format.
    """
    # Formats are imported when used, to keep start-up fast.
    if form == "text":
        from .text import render_text

        return render_text(report, colour=colour)
    if form == "json":
        from .data import render_json

        return render_json(report)
    if form == "markdown":
        from .markdown import render_markdown

        return render_markdown(report)
    if form == "github":
        from .github import render_github

        return render_github(report)
    if form == "junit":
        from .junit import render_junit

        return render_junit(report)
    if form == "sarif":
        from .sarif import render_sarif

        return render_sarif(report)
    raise InputError(Problem("", f"{form!a} is not a report format", f"Use one of {', '.join(FORMATS)}."))


def step_summary(report: Report) -> str:
    """Return the markdown for a GitHub job summary, to accompany the format `github`."""
    from .markdown import render_markdown

    return render_markdown(report)
