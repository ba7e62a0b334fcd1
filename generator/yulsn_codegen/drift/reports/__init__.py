"""Reports of drift: a `Report` and the name of a format go in, the text of that format comes out.

Whatever the account's strings hold, the text is valid in its format, encodes as UTF-8, and has no control or
bidirectional character in it but newlines (and, where asked for, the colours of a terminal).
"""

from __future__ import annotations

from ...text.errors import InputError, Problem
from ..changes import Report

__all__ = ["FORMATS", "render_report", "step_summary"]

FORMATS: tuple[str, ...] = ("text", "json", "markdown", "github", "junit", "sarif")


def render_report(report: Report, form: str, *, colour: bool = False) -> str:
    """Return the report in the format `form`, one of FORMATS; it ends with a newline.

    colour: whether to colour the format `text` for a terminal; the others have no colours.
    Raises InputError where there is no such format.
    """
    # Only the format that is asked for is imported, so that a run pays for no other.
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
    raise InputError(Problem("", f"{form!a} is no format of a report", f"Formats are {', '.join(FORMATS)}."))


def step_summary(report: Report) -> str:
    """Return the markdown for the file that GITHUB_STEP_SUMMARY names, which goes with the format `github`."""
    from .markdown import render_markdown

    return render_markdown(report)
