"""The rows of Messages, PushTokens, UserAgents, Countries and Data, and merging contacts."""

from __future__ import annotations

from yulsn_client.models import (
    ContactMerge,
    ContactMergeResult,
    ContactMessageCreate,
    DispatchLogFormVersion,
    MessageDispatch,
    MessageForm,
    MessageTrigger,
    MessageVersion,
    PhoneMessageCreate,
    PushToken,
    PushTokenCreate,
    PushTokenCreated,
    PushTokenDelete,
    SegmentMessageCreate,
    UserAgent,
)

from ..calls import Case
from ..expect import Is, moment
from .vouchers import v2

LATER = moment("2024-05-06T10:08:14+02:00")
SENT, DISPATCH = '{"DispatchId": 12}', Is(MessageDispatch, dispatch_id=12)
TO_CONTACT = ContactMessageCreate(trigger_id="klar", contact_id=4711, dynamic_values={"Navn": "Åse"}, is_test=None)
TO_CONTACT_JSON = '{"TriggerId": "klar", "ContactId": 4711, "DynamicValues": {"Navn": "Åse"}, "IsTest": null}'
TO_SEGMENTS = SegmentMessageCreate(
    trigger_id="klar", in_segment_ids=[3, 4], not_in_segment_ids=[5], take_random=2, batch_delay=30, schedule=LATER
)
TO_SEGMENTS_JSON = """{"TriggerId": "klar", "InSegmentIds": [3, 4], "NotInSegmentIds": [5], "TakeRandom": 2,
    "BatchDelay": 30, "Schedule": "2024-05-06T10:08:14+02:00"}"""

CASES = [
    v2(
        "GET Messages/{form}/Triggers/Active",
        "Messages/Sms/Triggers/Active",
        use=lambda client: client.messages.list_active_triggers("Sms"),
        answer="""[{"Name": "Klar", "TriggerId": "klar", "DynamicDictionary": {"Navn": null}, "Content": "Hej"},
                   {"Name": "Bar", "TriggerId": "bar"}]""",
        value=[
            Is(MessageTrigger, name="Klar", trigger_id="klar", dynamic_dictionary={"Navn": None}, content="Hej"),
            Is(MessageTrigger, name="Bar", trigger_id="bar", dynamic_dictionary=None, content=None),
        ],
    ),
    v2(
        "POST Messages/Push/Send/Contact",
        "Messages/Push/Send/Contact",
        use=lambda client: client.messages.send_push_to_contact(TO_CONTACT),
        body=TO_CONTACT_JSON,
        answer=SENT,
        value=DISPATCH,
    ),
    v2(
        "POST Messages/Push/Send/Segment",
        "Messages/Push/Send/Segment",
        use=lambda client: client.messages.send_push_to_segments(TO_SEGMENTS),
        body=TO_SEGMENTS_JSON,
        answer=SENT,
        value=DISPATCH,
    ),
    v2(
        "POST Messages/Sms/Send/Contact",
        "Messages/Sms/Send/Contact",
        use=lambda client: client.messages.send_sms_to_contact(TO_CONTACT),
        body=TO_CONTACT_JSON,
        answer=SENT,
        value=DISPATCH,
    ),
    v2(
        "POST Messages/Sms/Send/Phone",
        "Messages/Sms/Send/Phone",
        use=lambda client: client.messages.send_sms_to_phone(
            PhoneMessageCreate(trigger_id="klar", phone="20123456", track_urls=True)
        ),
        body='{"TriggerId": "klar", "Phone": "20123456", "TrackUrls": true}',
        answer=SENT,
        value=DISPATCH,
    ),
    v2(
        "POST Messages/Sms/Send/Segment",
        "Messages/Sms/Send/Segment",
        use=lambda client: client.messages.send_sms_to_segments(TO_SEGMENTS),
        body=TO_SEGMENTS_JSON,
        answer=SENT,
        value=DISPATCH,
    ),
    v2(
        "GET PushTokens/Contact/{contactId}",
        "PushTokens/Contact/4711",
        use=lambda client: client.push_tokens.list_by_contact(4711),
        answer="""[{"Id": 8, "Value": "tok", "IsBounced": false, "DeviceId": null, "Description": "Telefon",
                    "LastModified": "2024-05-06T10:08:14+02:00"}]""",
        value=[
            Is(
                PushToken,
                id=8,
                value="tok",
                is_bounced=False,
                device_id=None,
                description="Telefon",
                last_modified=LATER,
            )
        ],
    ),
    v2(
        "POST PushTokens",
        "PushTokens",
        use=lambda client: client.push_tokens.create(PushTokenCreate(contact_id=4711, value="tok", device_id="d")),
        body='{"ContactId": 4711, "Value": "tok", "DeviceId": "d"}',
        answer='{"Id": 8}',
        value=Is(PushTokenCreated, id=8),
    ),
    v2(
        "DELETE PushTokens",
        "PushTokens",
        use=lambda client: client.push_tokens.delete(PushTokenDelete(contact_id=4711, value="tok")),
        body='{"ContactId": 4711, "Value": "tok"}',
    ),
    v2(
        "POST UserAgents",
        "UserAgents",
        use=lambda client: client.user_agents.list_by_ids([2, 1]),
        body="[2, 1]",
        answer='[{"Id": 2, "RawString": "Mozilla/5.0"}]',
        value=[Is(UserAgent, id=2, raw_string="Mozilla/5.0")],
    ),
    v2(
        "POST Contacts/{sourceId}/Merge/{targetId}",
        "Contacts/5/Merge/6",
        use=lambda client: client.contacts.merge(
            5,
            6,
            ContactMerge(
                event_types=["Visit"],
                order_types=None,
                dispatch_log_form_versions=[
                    DispatchLogFormVersion(form=MessageForm.SMS, version=MessageVersion.V2),
                ],
            ),
        ),
        body="""{"EventTypes": ["Visit"], "OrderTypes": null,
                 "DispatchLogFormVersions": [{"Form": 1, "Version": 2}]}""",
        answer='{"MovedEventTypes": {"Visit": 3}, "MovedOrderTypes": {}, "MovedDispatchLogFormVersions": {"SmsV2": 1}}',
        value=Is(
            ContactMergeResult,
            moved_event_types={"Visit": 3},
            moved_order_types={},
            moved_dispatch_log_form_versions={"SmsV2": 1},
        ),
    ),
    Case(
        row="GET /api/internal/Countries/DialCodes",
        use=lambda client: client.countries.list_dial_codes(),
        path="/api/internal/Countries/DialCodes",
        answer='["45", "46"]',
        value=["45", "46"],
    ),
    Case(
        row="GET /api/v1/Data/View/{viewName}",
        use=lambda client: client.data.view("Butikker & mere"),
        path="/api/v1/Data/View/Butikker%20%26%20mere",
        answer='[{"Id": 1, "Navn": "Å", "Tom": null}]',
        value=[{"Id": 1, "Navn": "Å", "Tom": None}],
    ),
    Case(
        row="POST /api/v1/Data/Function/{functionName}",
        use=lambda client: client.data.call_function("Kunder", ["Odense", "2"]),
        path="/api/v1/Data/Function/Kunder",
        body='["Odense", "2"]',
        answer="[]",
        value=[],
    ),
]
