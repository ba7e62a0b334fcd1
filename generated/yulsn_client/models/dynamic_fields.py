"""Models of the API's group dynamic_fields."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model, OpenIntEnum


class DynamicFieldType(OpenIntEnum):
    """Type of a dynamic field's values. Number is a whole number; DateTimeOffset is a date and
    time with offset.
    """

    STRING = 1
    BOOLEAN = 2
    NUMBER = 3
    DATE_TIME_OFFSET = 4
    DECIMAL = 5


class DynamicField(Model, kw_only=True):
    """A field that the account has added to an owner: an ordinary property of the owner's JSON,
    under `Name`.
    """

    name: str = field(name="Name")
    """Name of the property in JSON. It is typed by people and may hold any character."""
    type: DynamicFieldType = field(name="Type")
    """Type of the field's values."""
    label: str | None = field(name="Label", default=None)
    """The field's name for display."""
    values: list[str] | None = field(name="Values", default=None)
    """The values that are allowed; null when anything of the type is. A field may be null in any
    case.
    """
