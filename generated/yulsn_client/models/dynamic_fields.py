"""Models of the API's dynamic_fields group."""

from __future__ import annotations

from typing import Any

from msgspec import field

from .._runtime.model import Model, OpenIntEnum


class DynamicFieldType(OpenIntEnum):
    """Type of a dynamic field's values. Number is an integer; DateTimeOffset is a date and time
    with an offset.
    """

    STRING = 1
    BOOLEAN = 2
    NUMBER = 3
    DATE_TIME_OFFSET = 4
    DECIMAL = 5


class DynamicField(Model, kw_only=True):
    """A custom field of an owner. In the owner's JSON it is an ordinary property called `Name`."""

    name: str = field(name="Name")
    """Name of the JSON property. Users choose it; it may contain any character."""
    type: DynamicFieldType = field(name="Type")
    """Type of the field's values."""
    label: str | None = field(name="Label", default=None)
    """Display name of the field."""
    values: list[Any] | None = field(name="Values", default=None)
    """The allowed values, or null if every value of the type is allowed. A field may always be
    null.
    """
