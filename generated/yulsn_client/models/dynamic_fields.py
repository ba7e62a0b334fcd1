"""Models of the API's dynamic_fields group."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model, OpenIntEnum


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


class DynamicFieldTemplate(OpenIntEnum):
    """How users edit the values of a dynamic field."""

    TEXT_HTML = 1
    JSON = 2
    LINK = 3
    MEDIA_URL = 4
    CK_EDITOR = 5


class DynamicFieldRelationOnDelete(OpenIntEnum):
    """What happens to a field when the object that it refers to is deleted."""

    CASCADE = 1
    SET_NULL = 2


class DynamicFieldOwner(OpenIntEnum):
    """What a dynamic field belongs or refers to."""

    ORDERS = 1
    ORDER_LINES = 2
    CONTACT_COMPANIES = 3
    CONTACTS = 4
    STORES = 5
    DYNAMIC_TABLE = 6
    VOUCHER_GROUP = 7
    VOUCHER = 8
    VOUCHER_GROUP_VOUCHER = 9


class DynamicFieldDetails(Model, kw_only=True):
    """A custom field of an owner with all its settings."""

    id: int = field(name="Id")
    """Id of the field."""
    name: str = field(name="Name")
    """Name of the JSON property."""
    type: DynamicFieldType = field(name="Type")
    """Type of the field's values."""
    is_unique: bool = field(name="IsUnique")
    """Whether no two objects may have the same value."""
    is_searchable: bool = field(name="IsSearchable")
    """Whether searches can use the field."""
    has_person_data: bool = field(name="HasPersonData")
    """Whether the field holds personal data."""
    can_merge: bool = field(name="CanMerge")
    """Whether the field can be used as a placeholder in messages."""
    label: str | None = field(name="Label", default=None)
    """Display name of the field."""
    description: str | None = field(name="Description", default=None)
    """What the field is for."""
    values_json: str | None = field(name="ValuesJson", default=None)
    """The allowed values, as a JSON array in a string."""
    template: DynamicFieldTemplate | None = field(name="Template", default=None)
    """How users edit the field."""
    relation_owner: DynamicFieldOwner | None = field(name="RelationOwner", default=None)
    """What the field's values refer to."""
    relation_dynamic_table_id: int | None = field(name="RelationDynamicTableId", default=None)
    """Id of the dynamic table that they refer to."""
    relation_on_delete: DynamicFieldRelationOnDelete | None = field(name="RelationOnDelete", default=None)
    """What happens when the referred object is deleted."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the field was last changed."""


class DynamicFieldCreate(Model, kw_only=True):
    """A dynamic field to create. An attribute that you leave out is `UNSET` and not sent; None is
    sent as null, and '' as an empty string.
    """

    name: str = field(name="Name")
    """Name of the JSON property."""
    type: DynamicFieldType = field(name="Type")
    """Type of the field's values."""
    is_unique: bool = field(name="IsUnique")
    """Whether no two objects may have the same value."""
    is_searchable: bool = field(name="IsSearchable")
    """Whether searches can use the field."""
    has_person_data: bool = field(name="HasPersonData")
    """Whether the field holds personal data."""
    can_merge: bool = field(name="CanMerge")
    """Whether the field can be used as a placeholder in messages."""
    label: str | UnsetType | None = field(name="Label", default=UNSET)
    """Display name of the field."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What the field is for."""
    values_json: str | UnsetType | None = field(name="ValuesJson", default=UNSET)
    """The allowed values, as a JSON array in a string."""
    template: DynamicFieldTemplate | UnsetType | None = field(name="Template", default=UNSET)
    """How users edit the field."""


class DynamicFieldUpdate(Model, kw_only=True):
    """The new settings of a dynamic field. An attribute that you leave out is `UNSET` and not
    sent; None is sent as null, and '' as an empty string.
    """

    is_unique: bool = field(name="IsUnique")
    """Whether no two objects may have the same value."""
    is_searchable: bool = field(name="IsSearchable")
    """Whether searches can use the field."""
    has_person_data: bool = field(name="HasPersonData")
    """Whether the field holds personal data."""
    can_merge: bool = field(name="CanMerge")
    """Whether the field can be used as a placeholder in messages."""
    label: str | UnsetType | None = field(name="Label", default=UNSET)
    """Display name of the field."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What the field is for."""
    values_json: str | UnsetType | None = field(name="ValuesJson", default=UNSET)
    """The allowed values, as a JSON array in a string."""
    template: DynamicFieldTemplate | UnsetType | None = field(name="Template", default=UNSET)
    """How users edit the field."""


class DynamicFieldRelation(Model, kw_only=True):
    """What a dynamic field refers to. An attribute that you leave out is `UNSET` and not sent;
    None is sent as null, and '' as an empty string.
    """

    relation_owner: DynamicFieldOwner | UnsetType | None = field(name="RelationOwner", default=UNSET)
    """What the field's values refer to."""
    relation_dynamic_table_id: int | UnsetType | None = field(name="RelationDynamicTableId", default=UNSET)
    """Id of the dynamic table that they refer to."""
    relation_on_delete: DynamicFieldRelationOnDelete | UnsetType | None = field(name="RelationOnDelete", default=UNSET)
    """What happens when the referred object is deleted."""
