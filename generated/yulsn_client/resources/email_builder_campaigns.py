"""The calls of the API's EmailBuilderCampaigns group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.email_builder_campaigns import (
    EmailBuilderBlock,
    EmailBuilderBlockCreate,
    EmailBuilderCampaign,
    EmailBuilderCampaignCreate,
    EmailBuilderCampaignSchedule,
)

_CREATE: Call[EmailBuilderCampaign] = Call(
    "email_builder_campaigns.create",
    "POST",
    "/api/v1/EmailBuilderCampaigns",
    body=EmailBuilderCampaignCreate,
    returns=EmailBuilderCampaign,
)
_CANCEL: Call[None] = Call(
    "email_builder_campaigns.cancel", "POST", "/api/v1/EmailBuilderCampaigns/{id}/Cancel", parameters={"id": int}
)
_ADD_BLOCK: Call[EmailBuilderBlock] = Call(
    "email_builder_campaigns.add_block",
    "POST",
    "/api/v1/EmailBuilderCampaigns/{id}/AddBlock",
    parameters={"id": int},
    body=EmailBuilderBlockCreate,
    returns=EmailBuilderBlock,
)
_SCHEDULE: Call[None] = Call(
    "email_builder_campaigns.schedule",
    "POST",
    "/api/v1/EmailBuilderCampaigns/{id}/Schedule",
    parameters={"id": int},
    body=EmailBuilderCampaignSchedule,
)


class EmailBuilderCampaignsResource(Resource):
    """Campaigns created with the e-mail builder."""

    def create(self, campaign: EmailBuilderCampaignCreate) -> EmailBuilderCampaign:
        """Create a campaign in the e-mail builder.

        `POST /api/v1/EmailBuilderCampaigns`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_CREATE, body=campaign)

    def cancel(self, id: int) -> None:
        """Cancel a scheduled campaign.

        `POST /api/v1/EmailBuilderCampaigns/{id}/Cancel`

        Args:
            id: Id of the campaign.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CANCEL, path={"id": id})

    def add_block(self, id: int, block: EmailBuilderBlockCreate) -> EmailBuilderBlock:
        """Add a block to a campaign.

        `POST /api/v1/EmailBuilderCampaigns/{id}/AddBlock`

        Args:
            id: Id of the campaign.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_ADD_BLOCK, path={"id": id}, body=block)

    def schedule(self, id: int, schedule: EmailBuilderCampaignSchedule) -> None:
        """Schedule a campaign.

        `POST /api/v1/EmailBuilderCampaigns/{id}/Schedule`

        Args:
            id: Id of the campaign.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SCHEDULE, path={"id": id}, body=schedule)


class AsyncEmailBuilderCampaignsResource(AsyncResource):
    """Campaigns created with the e-mail builder."""

    async def create(self, campaign: EmailBuilderCampaignCreate) -> EmailBuilderCampaign:
        """Create a campaign in the e-mail builder.

        `POST /api/v1/EmailBuilderCampaigns`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_CREATE, body=campaign)

    async def cancel(self, id: int) -> None:
        """Cancel a scheduled campaign.

        `POST /api/v1/EmailBuilderCampaigns/{id}/Cancel`

        Args:
            id: Id of the campaign.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CANCEL, path={"id": id})

    async def add_block(self, id: int, block: EmailBuilderBlockCreate) -> EmailBuilderBlock:
        """Add a block to a campaign.

        `POST /api/v1/EmailBuilderCampaigns/{id}/AddBlock`

        Args:
            id: Id of the campaign.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_ADD_BLOCK, path={"id": id}, body=block)

    async def schedule(self, id: int, schedule: EmailBuilderCampaignSchedule) -> None:
        """Schedule a campaign.

        `POST /api/v1/EmailBuilderCampaigns/{id}/Schedule`

        Args:
            id: Id of the campaign.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SCHEDULE, path={"id": id}, body=schedule)
