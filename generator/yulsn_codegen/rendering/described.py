"""Write the docstrings of attributes."""

from __future__ import annotations

from ..account.fields import as_text
from ..client.api import Field

_MAX_SHOWN = 10  # allowed values in a docstring


def described(field: Field) -> str:
    """Return the docstring of an attribute: its description, or the label and values of a dynamic field."""
    if not field.dynamic:
        return str(field.schema.get("description", ""))
    label = field.schema.get("title", field.wire)
    text = f"{label}." if label == field.wire else f"{label} ({field.wire})."
    values = field.schema.get("x-allowed-values")
    if values:
        more = len(values) - _MAX_SHOWN
        text += f" Allowed: {', '.join(map(as_text, values[:_MAX_SHOWN]))}{f' and {more} more' if more > 0 else ''}."
    if field.schema["x-dynamic"] == "Unknown":
        text += " Its type is unknown: any JSON value."
    if field.schema.get("x-date-only"):
        text += " A date, which is sent as a date-time at midnight in UTC."
    return text
