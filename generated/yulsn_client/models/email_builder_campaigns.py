"""Models of the API's group email_builder_campaigns."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model, OpenIntEnum


class EmailBuilderCampaignType(OpenIntEnum):
    """What kind of mail a campaign sends."""

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
    """A campaign of the email builder."""

    id: int = field(name="Id")
    """Number of the campaign in the email builder."""
    email_campaign_id: int = field(name="EmailCampaignId")
    """Number of the e-mail campaign behind it, as dispatches name it."""
    type: EmailBuilderCampaignType = field(name="Type")
    """What kind of mail it sends."""
    name: str = field(name="Name")
    """Name of the campaign."""
    subject: str = field(name="Subject")
    """Subject line of the mail."""
    preheader: str | None = field(name="Preheader", default=None)
    """Preview text that mail programs show after the subject."""
    email_template_id: int = field(name="EmailTemplateId")
    """Number of the template that the mail is made from."""
    dynamic: dict[str, Any] | None = field(name="Dynamic", default=None)
    """Values for the template, by name: any JSON. Trigger mails only."""


class EmailBuilderCampaignCreate(Model, kw_only=True):
    """A campaign to be created in the email builder. What is left out is `UNSET` and not sent,
    None is sent as null, '' as an empty text.
    """

    type: EmailBuilderCampaignType = field(name="Type")
    """What kind of mail it sends."""
    name: str = field(name="Name")
    """Name of the campaign."""
    subject: str = field(name="Subject")
    """Subject line of the mail."""
    email_template_id: int = field(name="EmailTemplateId")
    """Number of the template that the mail is made from."""
    preheader: str | UnsetType | None = field(name="Preheader", default=UNSET)
    """Preview text that mail programs show after the subject."""
    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the template, by name: any JSON. Trigger mails only."""


class EmailBuilderBlockInput(Model, kw_only=True):
    """What fills one input of a block."""

    value: Any = field(name="Value")
    """The input's value: any JSON."""


class SearchField(Model, kw_only=True):
    """One comparison of a contact field with a value."""

    field_: str = field(name="Field")
    """Name of the field."""
    operator: SearchOperator = field(name="Operator")
    """How the field is compared."""
    value: str | None = field(name="Value", default=None)
    """What it is compared with, as text."""
    values: list[str] | None = field(name="Values", default=None)
    """What it is compared with when the operator is In."""


class EmailBuilderBlockSettings(Model, kw_only=True):
    """How a block behaves."""

    condition: SearchField | None = field(name="Condition", default=None)
    """The block is shown only to contacts that meet this condition."""


class EmailBuilderBlock(Model, kw_only=True):
    """A block that stands in a campaign."""

    id: int = field(name="Id")
    """Number of this use of the block."""
    email_builder_block_id: int = field(name="EmailBuilderBlockId")
    """Number of the kind of block."""
    input_values: dict[str, EmailBuilderBlockInput] = field(name="InputValues")
    """What fills the block's inputs, by the input's name."""
    settings: EmailBuilderBlockSettings | None = field(name="Settings", default=None)
    """How the block behaves."""


class EmailBuilderBlockInputCreate(Model, kw_only=True):
    """What is to fill one input of a block."""

    value: Any = field(name="Value")
    """The input's value: any JSON."""


class SearchFieldCreate(Model, kw_only=True):
    """One comparison of a contact field with a value. What is left out is `UNSET` and not sent,
    None is sent as null, '' as an empty text.
    """

    field_: str = field(name="Field")
    """Name of the field."""
    operator: SearchOperator = field(name="Operator")
    """How the field is compared."""
    value: str | UnsetType | None = field(name="Value", default=UNSET)
    """What it is compared with, as text; not needed for Null, NotNull and In."""
    values: list[str] | UnsetType | None = field(name="Values", default=UNSET)
    """What it is compared with when the operator is In."""


class EmailBuilderBlockSettingsCreate(Model, kw_only=True):
    """How a block is to behave. What is left out is `UNSET` and not sent, None is sent as null, ''
    as an empty text.
    """

    condition: SearchFieldCreate | UnsetType | None = field(name="Condition", default=UNSET)
    """Show the block only to contacts that meet this condition."""


class EmailBuilderBlockCreate(Model, kw_only=True):
    """A block to be added to a campaign. What is left out is `UNSET` and not sent, None is sent as
    null, '' as an empty text.
    """

    email_builder_block_id: int = field(name="EmailBuilderBlockId")
    """Number of the kind of block."""
    input_values: dict[str, EmailBuilderBlockInputCreate] = field(name="InputValues")
    """What fills the block's inputs, by the input's name."""
    settings: EmailBuilderBlockSettingsCreate | UnsetType | None = field(name="Settings", default=UNSET)
    """How the block behaves."""


class EmailBuilderCampaignSchedule(Model, kw_only=True):
    """When a campaign is sent, and to whom. What is left out is `UNSET` and not sent, None is sent
    as null, '' as an empty text.
    """

    include_segments: list[int] | UnsetType | None = field(name="IncludeSegments", default=UNSET)
    """Ids of the segments to send to."""
    exclude_segments: list[int] | UnsetType | None = field(name="ExcludeSegments", default=UNSET)
    """Ids of segments whose contacts are left out."""
    limit_contacts: int | UnsetType | None = field(name="LimitContacts", default=UNSET)
    """Send to at most this many contacts."""
    limit_sending_speed: Literal[20, 30, 60, 120, 300, 600] | UnsetType | None = field(
        name="LimitSendingSpeed", default=UNSET
    )
    """Limit on the speed of sending; its unit is not documented. Only the listed numbers are
    allowed.
    """
    start_sending: datetime | UnsetType | None = field(name="StartSending", default=UNSET)
    """When to start; at once when null or left out."""
