"""The rows of Email2Dispatches, EmailBuilderCampaigns, EmailDispatches and EmailDispatchReceiver."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from yulsn_client.models import (
    Email2DispatchCreate,
    Email2Receiver,
    Email2Scope,
    Email2SegmentScope,
    EmailBuilderBlock,
    EmailBuilderBlockCreate,
    EmailBuilderBlockInput,
    EmailBuilderBlockInputCreate,
    EmailBuilderBlockSettings,
    EmailBuilderBlockSettingsCreate,
    EmailBuilderCampaign,
    EmailBuilderCampaignCreate,
    EmailBuilderCampaignSchedule,
    EmailBuilderCampaignType,
    EmailDispatch,
    EmailDispatchCreate,
    EmailDispatchReceiver,
    EmailDispatchStatus,
    EmailDispatchType,
    LogLevel,
    SearchField,
    SearchFieldCreate,
    SearchOperator,
)

from ..calls import NONE, Case
from ..expect import Is, moment

_NO_ID = "A new dispatch is successfully queued, but an id cannot be returned."

DISPATCH = """{
    "Id": 55, "Planned": "2024-05-06T10:08:14.1957879+02:00", "PlannedUtc": "2024-05-06T08:08:14.1957879",
    "EmailCampaignId": 5, "EmailCampaignName": "Forår", "Subject": "Nye cykler", "Preheader": null, "Status": 120,
    "Type": 3, "Sent": 3, "Delivered": 2, "Opens": 1, "Clicks": 0, "DeliveryRatio": 66.66666666666666666667,
    "OpenedRatio": 33.3, "ClickRatio": 0
}"""
SPRING = Is(
    EmailDispatch,
    id=55,
    planned=moment("2024-05-06T10:08:14.195788+02:00"),
    planned_utc=datetime(2024, 5, 6, 8, 8, 14, 195788, UTC),
    email_campaign_id=5,
    email_campaign_name="Forår",
    subject="Nye cykler",
    preheader=None,
    status=EmailDispatchStatus.FINISHED,
    type=EmailDispatchType.NEWSLETTER,
    sent=3,
    delivered=2,
    opens=1,
    clicks=0,
    delivery_ratio=Decimal("66.66666666666666666667"),
    opened_ratio=Decimal("33.3"),
    click_ratio=Decimal("0"),
)

EMAIL2 = [
    Case(
        row="POST /api/v1/Email2Dispatches",
        use=lambda client: client.email2_dispatches.create(
            Email2DispatchCreate(
                trigger_id="t-1",
                schedule=moment("2024-05-06T10:08:14+02:00"),
                is_test=True,
                batch_delay_sec=12,
                scope=Email2Scope(
                    segments=Email2SegmentScope(
                        in_segment_ids=[1, 2],
                        not_in_segment_ids=[3],
                        take_random=100,
                        dynamic={"Rabat": Decimal("0.10")},
                    )
                ),
            )
        ),
        path="/api/v1/Email2Dispatches",
        body="""{"TriggerId": "t-1", "Schedule": "2024-05-06T10:08:14+02:00", "IsTest": true, "BatchDelaySec": 12,
                 "Scope": {"Segments": {"InSegmentIds": [1, 2], "NotInSegmentIds": [3], "TakeRandom": 100,
                                        "Dynamic": {"Rabat": 0.10}}}}""",
        answer="81",
        value=81,
        what="to segments",
    ),
    Case(
        row="POST /api/v1/Email2Dispatches",
        use=lambda client: client.email2_dispatches.create(
            Email2DispatchCreate(
                trigger_id="t-1",
                schedule=None,
                scope=Email2Scope(contacts={"4711": Email2Receiver(dynamic={"Ordre": {"Sælger": "Åse"}})}),
            )
        ),
        path="/api/v1/Email2Dispatches",
        body="""{"TriggerId": "t-1", "Schedule": null,
                 "Scope": {"Contacts": {"4711": {"Dynamic": {"Ordre": {"Sælger": "Åse"}}}}}}""",
        answer=f'"{_NO_ID}"',
        value=_NO_ID,
        what="to contacts",
    ),
    Case(
        row="POST /api/v1/Email2Dispatches",
        use=lambda client: client.email2_dispatches.create(
            Email2DispatchCreate(trigger_id="t-1", scope=Email2Scope(emails={"ada@example.com": Email2Receiver()}))
        ),
        path="/api/v1/Email2Dispatches",
        body='{"TriggerId": "t-1", "Scope": {"Emails": {"ada@example.com": {}}}}',
        answer=f'"{_NO_ID}"',
        value=_NO_ID,
        what="to addresses",
    ),
]

CAMPAIGNS = [
    Case(
        row="POST /api/v1/EmailBuilderCampaigns",
        use=lambda client: client.email_builder_campaigns.create(
            EmailBuilderCampaignCreate(
                type=EmailBuilderCampaignType.TRANSACTIONAL,
                name="Klar",
                subject="Din cykel er klar",
                email_template_id=3,
                preheader=None,
                dynamic={"Cykel": "Trek"},
            )
        ),
        path="/api/v1/EmailBuilderCampaigns",
        body="""{"Type": 1, "Name": "Klar", "Subject": "Din cykel er klar", "EmailTemplateId": 3, "Preheader": null,
                 "Dynamic": {"Cykel": "Trek"}}""",
        answer="""{"Id": 61, "EmailCampaignId": 62, "Type": 1, "Name": "Klar", "Subject": "Din cykel er klar",
                   "Preheader": null, "EmailTemplateId": 3, "Dynamic": {"Cykel": "Trek", "Pris": 0.10}}""",
        value=Is(
            EmailBuilderCampaign,
            id=61,
            email_campaign_id=62,
            type=EmailBuilderCampaignType.TRANSACTIONAL,
            name="Klar",
            subject="Din cykel er klar",
            preheader=None,
            email_template_id=3,
            dynamic={"Cykel": "Trek", "Pris": Decimal("0.10")},
        ),
    ),
    Case(
        row="POST /api/v1/EmailBuilderCampaigns/{id}/Cancel",
        use=lambda client: client.email_builder_campaigns.cancel(61),
        path="/api/v1/EmailBuilderCampaigns/61/Cancel",
    ),
    Case(
        row="POST /api/v1/EmailBuilderCampaigns/{id}/AddBlock",
        use=lambda client: client.email_builder_campaigns.add_block(
            61,
            EmailBuilderBlockCreate(
                email_builder_block_id=4,
                input_values={
                    "title": EmailBuilderBlockInputCreate(value="Forår"),
                    "x y": EmailBuilderBlockInputCreate(value=None),
                },
                settings=EmailBuilderBlockSettingsCreate(
                    condition=SearchFieldCreate(
                        field_="class", operator=SearchOperator.EQUAL, value="gold", values=None
                    )
                ),
            ),
        ),
        path="/api/v1/EmailBuilderCampaigns/61/AddBlock",
        body="""{"EmailBuilderBlockId": 4, "InputValues": {"title": {"Value": "Forår"}, "x y": {"Value": null}},
                 "Settings": {"Condition": {"Field": "class", "Operator": 1, "Value": "gold", "Values": null}}}""",
        answer="""{"Id": 63, "EmailBuilderBlockId": 4, "InputValues": {"title": {"Value": "Forår"}},
                   "Settings": {"Condition": {"Field": "class", "Operator": "In", "Values": ["gold", "silver"]}}}""",
        value=Is(
            EmailBuilderBlock,
            id=63,
            email_builder_block_id=4,
            input_values={"title": Is(EmailBuilderBlockInput, value="Forår")},
            settings=Is(
                EmailBuilderBlockSettings,
                condition=Is(
                    SearchField, field_="class", operator=SearchOperator(9), value=None, values=["gold", "silver"]
                ),
            ),
        ),
    ),
    Case(
        row="POST /api/v1/EmailBuilderCampaigns/{id}/Schedule",
        use=lambda client: client.email_builder_campaigns.schedule(
            61,
            EmailBuilderCampaignSchedule(
                include_segments=[1],
                exclude_segments=[],
                limit_contacts=500,
                limit_sending_speed=60,
                start_sending=moment("2024-05-06T10:08:14+02:00"),
            ),
        ),
        path="/api/v1/EmailBuilderCampaigns/61/Schedule",
        body="""{"IncludeSegments": [1], "ExcludeSegments": [], "LimitContacts": 500, "LimitSendingSpeed": 60,
                 "StartSending": "2024-05-06T10:08:14+02:00"}""",
    ),
    Case(
        row="POST /api/v1/EmailBuilderCampaigns/{id}/Schedule",
        use=lambda client: client.email_builder_campaigns.schedule(
            61, EmailBuilderCampaignSchedule(start_sending=None)
        ),
        path="/api/v1/EmailBuilderCampaigns/61/Schedule",
        body='{"StartSending": null}',
        what="now",
    ),
]

DISPATCHES = [
    Case(
        row="GET /api/v1/EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}"
        "&take={take}",
        use=lambda client: client.email_dispatches.list(
            type=EmailDispatchType.NEWSLETTER,
            status=[EmailDispatchStatus.WAITING, EmailDispatchStatus.PREPARING],
            from_=moment("2024-05-06T10:08:14+02:00"),
            to=moment("2024-06-01T00:00:00-05:00"),
            take=10,
        ),
        path="/api/v1/EmailDispatches",
        query="type=3&status%5B0%5D=100&status%5B1%5D=105&from=2024-05-06T10%3A08%3A14%2B02%3A00"
        "&to=2024-06-01T00%3A00%3A00-05%3A00&take=10",
        answer=f"[{DISPATCH}]",
        value=[SPRING],
    ),
    Case(
        row="GET /api/v1/EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}"
        "&take={take}",
        use=lambda client: client.email_dispatches.list(status=(EmailDispatchStatus.ENDED_BY_SMTP_API,)),
        path="/api/v1/EmailDispatches",
        query="status%5B0%5D=510",
        answer="[]",
        value=[],
        what="of one status, from a tuple",
    ),
    Case(
        row="GET /api/v1/EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}"
        "&take={take}",
        use=lambda client: client.email_dispatches.list(),
        path="/api/v1/EmailDispatches",
        answer="[" + DISPATCH.replace("120", "999").replace('"Type": 3', '"Type": "Newsletter"') + "]",
        value=[Is(EmailDispatch, id=55, status=EmailDispatchStatus(999), type=EmailDispatchType.NEWSLETTER)],
        what="all, with a status that nobody knew and a type by name",
    ),
    Case(
        row="POST /api/v1/EmailDispatches",
        use=lambda client: client.email_dispatches.create(
            EmailDispatchCreate(
                email_campaign_id=5,
                contact_id=None,
                segment_ids=[1, 2],
                order_id=1,
                order2_id=2,
                point_id=3,
                dynamic={"Rabat": Decimal("0.10")},
                store_ids=[2],
                date_time=moment("2024-05-06T10:08:14+02:00"),
                is_test=False,
                take_random=10,
                log_level=LogLevel.SMTP_WITH_DATA,
            )
        ),
        path="/api/v1/EmailDispatches",
        body="""{"EmailCampaignId": 5, "ContactId": null, "SegmentIds": [1, 2], "OrderId": 1, "Order2Id": 2,
                 "PointId": 3, "Dynamic": {"Rabat": 0.10}, "StoreIds": [2], "DateTime": "2024-05-06T10:08:14+02:00",
                 "IsTest": false, "TakeRandom": 10, "LogLevel": 2}""",
        answer=DISPATCH,
        value=SPRING,
    ),
]

RECEIVERS = [
    Case(
        row="GET /api/v1/EmailDispatchReceiver?lastId={lastId}",
        use=lambda client: client.email_dispatch_receiver.list_after(0),
        path="/api/v1/EmailDispatchReceiver",
        query="lastId=0",
        answer='[{"Id": 1, "EmailDispatchId": 55, "ContactId": 4711, "Opened": true}, {"Id": 2}]',
        value=[Is(EmailDispatchReceiver, id=1), Is(EmailDispatchReceiver, id=2)],
    ),
    Case(
        row="GET /api/v1/EmailDispatchReceiver?emailDispatchId={emailDispatchId}&contactId={contactId}",
        use=lambda client: client.email_dispatch_receiver.find(55, 4711),
        path="/api/v1/EmailDispatchReceiver",
        query="emailDispatchId=55&contactId=4711",
        answer='{"Id": 1, "EmailDispatchId": 55, "ContactId": 4711}',
        value=Is(EmailDispatchReceiver, id=1),
        missing=NONE,
    ),
]

CASES = [*EMAIL2, *CAMPAIGNS, *DISPATCHES, *RECEIVERS]
