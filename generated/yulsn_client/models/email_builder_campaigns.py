"""Models of the API's email_builder_campaigns group."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model, OpenIntEnum


class EmailBuilderCampaignType(OpenIntEnum):
    """Type of e-mail that a campaign sends."""

    NEWSLETTER = 0
    TRANSACTIONAL = 1


class SearchOperator(OpenIntEnum):
    """How a search field is compared. Null and NotNull need no value; In compares with a list of
    values.
    """

    EQUAL = 1
    NOT_EQUAL = 2
    MORE_THAN = 3
    MORE_THAN_OR_EQUAL = 4
    LESS_THAN = 5
    LESS_THAN_OR_EQUAL = 6
    NULL = 7
    NOT_NULL = 8
    IN = 9


class EmailBuilderCampaign(Model, kw_only=True):
    """A campaign of the e-mail builder."""

    id: int = field(name="Id")
    """Id of the campaign in the e-mail builder."""
    email_campaign_id: int = field(name="EmailCampaignId")
    """Id of the underlying e-mail campaign, as used by dispatches."""
    type: EmailBuilderCampaignType = field(name="Type")
    """Type of e-mail that it sends."""
    name: str = field(name="Name")
    """Name of the campaign."""
    subject: str = field(name="Subject")
    """Subject line of the e-mail."""
    preheader: str | None = field(name="Preheader", default=None)
    """Preview text that e-mail clients show after the subject."""
    email_template_id: int = field(name="EmailTemplateId")
    """Id of the e-mail's template."""
    dynamic: dict[str, Any] | None = field(name="Dynamic", default=None)
    """Values for the template by name: any JSON. Trigger e-mails only."""


class EmailBuilderCampaignCreate(Model, kw_only=True):
    """A campaign to create in the e-mail builder. An attribute that you leave out is `UNSET` and
    not sent; None is sent as null, and '' as an empty string.
    """

    type: EmailBuilderCampaignType = field(name="Type")
    """Type of e-mail that it sends."""
    name: str = field(name="Name")
    """Name of the campaign."""
    subject: str = field(name="Subject")
    """Subject line of the e-mail."""
    email_template_id: int = field(name="EmailTemplateId")
    """Id of the e-mail's template."""
    preheader: str | UnsetType | None = field(name="Preheader", default=UNSET)
    """Preview text that e-mail clients show after the subject."""
    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the template by name: any JSON. Trigger e-mails only."""


class EmailBuilderBlockInput(Model, kw_only=True):
    """Content of one input of a block."""

    value: str | None = field(name="Value", default=None)
    """The input's value."""


class SearchField(Model, kw_only=True):
    """One comparison of a contact field with a value."""

    field_: str = field(name="Field")
    """Name of the field."""
    operator: SearchOperator = field(name="Operator")
    """How the field is compared."""
    value: str | None = field(name="Value", default=None)
    """Value to compare with, as a string."""
    values: list[str] | None = field(name="Values", default=None)
    """Values to compare with if the operator is In."""


class EmailBuilderBlockSettings(Model, kw_only=True):
    """Options of a block."""

    condition: SearchField | None = field(name="Condition", default=None)
    """Show the block only to contacts that meet this condition."""


class EmailBuilderBlock(Model, kw_only=True):
    """A block of a campaign."""

    id: int = field(name="Id")
    """Id of this use of the block."""
    email_builder_block_id: int = field(name="EmailBuilderBlockId")
    """Id of the block type."""
    input_values: dict[str, EmailBuilderBlockInput] = field(name="InputValues")
    """Content of the block's inputs, by input name."""
    settings: EmailBuilderBlockSettings | None = field(name="Settings", default=None)
    """Options of the block."""


class EmailBuilderBlockInputCreate(Model, kw_only=True):
    """Content for one input of a block."""

    value: str | None = field(name="Value")
    """The input's value."""


class SearchFieldCreate(Model, kw_only=True):
    """One comparison of a contact field with a value. An attribute that you leave out is `UNSET`
    and not sent; None is sent as null, and '' as an empty string.
    """

    field_: str = field(name="Field")
    """Name of the field."""
    operator: SearchOperator = field(name="Operator")
    """How the field is compared."""
    value: str | UnsetType | None = field(name="Value", default=UNSET)
    """Value to compare with, as a string; not needed for Null, NotNull and In."""
    values: list[str] | UnsetType | None = field(name="Values", default=UNSET)
    """Values to compare with if the operator is In."""


class EmailBuilderBlockSettingsCreate(Model, kw_only=True):
    """Options for a block. An attribute that you leave out is `UNSET` and not sent; None is sent
    as null, and '' as an empty string.
    """

    condition: SearchFieldCreate | UnsetType | None = field(name="Condition", default=UNSET)
    """Show the block only to contacts that meet this condition."""


class EmailBuilderBlockCreate(Model, kw_only=True):
    """A block to add to a campaign. An attribute that you leave out is `UNSET` and not sent; None
    is sent as null, and '' as an empty string.
    """

    email_builder_block_id: int = field(name="EmailBuilderBlockId")
    """Id of the block type."""
    input_values: dict[str, EmailBuilderBlockInputCreate] = field(name="InputValues")
    """Content of the block's inputs, by input name."""
    settings: EmailBuilderBlockSettingsCreate | UnsetType | None = field(name="Settings", default=UNSET)
    """Options of the block."""


class EmailBuilderCampaignSchedule(Model, kw_only=True):
    """When to send a campaign, and to whom. An attribute that you leave out is `UNSET` and not
    sent; None is sent as null, and '' as an empty string.
    """

    include_segments: list[int] | UnsetType | None = field(name="IncludeSegments", default=UNSET)
    """Ids of the segments to send to."""
    exclude_segments: list[int] | UnsetType | None = field(name="ExcludeSegments", default=UNSET)
    """Ids of segments whose contacts are excluded."""
    limit_contacts: int | UnsetType | None = field(name="LimitContacts", default=UNSET)
    """Send to at most this many contacts."""
    limit_sending_speed: Literal[20, 30, 60, 120, 300, 600] | UnsetType | None = field(
        name="LimitSendingSpeed", default=UNSET
    )
    """Speed limit for sending. Only the listed values are allowed; a higher value is slower: 20 is
    90,000 e-mails per hour, 30 is 60,000, 60 is 30,000, 120 is 15,000, 300 is 6,000 and 600 is
    3,000.
    """
    start_sending: AwareDatetime | UnsetType | None = field(name="StartSending", default=UNSET)
    """When to start; immediately if null or omitted."""


class TableSearch(Model, kw_only=True):
    """The conditions of a search in a table."""

    fields: list[SearchFieldCreate] = field(name="Fields")
    """The conditions."""
