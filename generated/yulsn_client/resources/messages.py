"""The calls of the API's Messages group, synchronous and asynchronous."""

from __future__ import annotations

from typing import Literal

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.messages import (
    ContactMessageCreate,
    MessageDispatch,
    MessageTrigger,
    PhoneMessageCreate,
    SegmentMessageCreate,
)

_LIST_ACTIVE_TRIGGERS: Call[list[MessageTrigger]] = Call(
    "messages.list_active_triggers",
    "GET",
    "/api/v2/{accountId}/Messages/{form}/Triggers/Active",
    parameters={"form": Literal["Email", "Sms", "Push"]},
    returns=list[MessageTrigger],
)
_SEND_PUSH_TO_CONTACT: Call[MessageDispatch] = Call(
    "messages.send_push_to_contact",
    "POST",
    "/api/v2/{accountId}/Messages/Push/Send/Contact",
    body=ContactMessageCreate,
    returns=MessageDispatch,
)
_SEND_PUSH_TO_SEGMENTS: Call[MessageDispatch] = Call(
    "messages.send_push_to_segments",
    "POST",
    "/api/v2/{accountId}/Messages/Push/Send/Segment",
    body=SegmentMessageCreate,
    returns=MessageDispatch,
)
_SEND_SMS_TO_CONTACT: Call[MessageDispatch] = Call(
    "messages.send_sms_to_contact",
    "POST",
    "/api/v2/{accountId}/Messages/Sms/Send/Contact",
    body=ContactMessageCreate,
    returns=MessageDispatch,
)
_SEND_SMS_TO_PHONE: Call[MessageDispatch] = Call(
    "messages.send_sms_to_phone",
    "POST",
    "/api/v2/{accountId}/Messages/Sms/Send/Phone",
    body=PhoneMessageCreate,
    returns=MessageDispatch,
)
_SEND_SMS_TO_SEGMENTS: Call[MessageDispatch] = Call(
    "messages.send_sms_to_segments",
    "POST",
    "/api/v2/{accountId}/Messages/Sms/Send/Segment",
    body=SegmentMessageCreate,
    returns=MessageDispatch,
)


class MessagesResource(Resource):
    """Sending SMS and push messages through triggers."""

    def list_active_triggers(self, form: Literal["Email", "Sms", "Push"]) -> list[MessageTrigger]:
        """List the active triggers of a form of messages.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Messages/{form}/Triggers/Active`

        Args:
            form: The form of the messages.
        """
        return self._call(_LIST_ACTIVE_TRIGGERS, path={"form": form})

    def send_push_to_contact(self, message: ContactMessageCreate) -> MessageDispatch:
        """Send a push message to a contact.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Push/Send/Contact`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SEND_PUSH_TO_CONTACT, body=message)

    def send_push_to_segments(self, message: SegmentMessageCreate) -> MessageDispatch:
        """Send a push message to the contacts of segments.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Push/Send/Segment`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SEND_PUSH_TO_SEGMENTS, body=message)

    def send_sms_to_contact(self, message: ContactMessageCreate) -> MessageDispatch:
        """Send an SMS to a contact.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Sms/Send/Contact`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SEND_SMS_TO_CONTACT, body=message)

    def send_sms_to_phone(self, message: PhoneMessageCreate) -> MessageDispatch:
        """Send an SMS to a phone number.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Sms/Send/Phone`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SEND_SMS_TO_PHONE, body=message)

    def send_sms_to_segments(self, message: SegmentMessageCreate) -> MessageDispatch:
        """Send an SMS to the contacts of segments.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Sms/Send/Segment`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SEND_SMS_TO_SEGMENTS, body=message)


class AsyncMessagesResource(AsyncResource):
    """Sending SMS and push messages through triggers."""

    async def list_active_triggers(self, form: Literal["Email", "Sms", "Push"]) -> list[MessageTrigger]:
        """List the active triggers of a form of messages.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Messages/{form}/Triggers/Active`

        Args:
            form: The form of the messages.
        """
        return await self._call(_LIST_ACTIVE_TRIGGERS, path={"form": form})

    async def send_push_to_contact(self, message: ContactMessageCreate) -> MessageDispatch:
        """Send a push message to a contact.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Push/Send/Contact`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SEND_PUSH_TO_CONTACT, body=message)

    async def send_push_to_segments(self, message: SegmentMessageCreate) -> MessageDispatch:
        """Send a push message to the contacts of segments.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Push/Send/Segment`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SEND_PUSH_TO_SEGMENTS, body=message)

    async def send_sms_to_contact(self, message: ContactMessageCreate) -> MessageDispatch:
        """Send an SMS to a contact.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Sms/Send/Contact`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SEND_SMS_TO_CONTACT, body=message)

    async def send_sms_to_phone(self, message: PhoneMessageCreate) -> MessageDispatch:
        """Send an SMS to a phone number.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Sms/Send/Phone`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SEND_SMS_TO_PHONE, body=message)

    async def send_sms_to_segments(self, message: SegmentMessageCreate) -> MessageDispatch:
        """Send an SMS to the contacts of segments.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Messages/Sms/Send/Segment`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SEND_SMS_TO_SEGMENTS, body=message)
