"""The rows that search: orders, entries of tables, points and segments."""

from __future__ import annotations

from yulsn_client.models import (
    OrderField,
    SearchFieldCreate,
    SearchOperator,
    Segment,
    SegmentContactStatus,
    SegmentFromTemplateCreate,
    SegmentType,
    TableSearch,
)

from ..calls import EMPTY, NONE, Case
from ..expect import Is
from .points import FROM, GIFT, POINT, TO
from .tables import ENTITY, VISIT
from .vouchers import v2

OF_VERSION_2 = POINT.replace('"AdministratorId": null,', "")
GEARS = SearchFieldCreate(field_="Gears", operator=SearchOperator.MORE_THAN_OR_EQUAL, value="3", values=None)
KINDS = SearchFieldCreate(field_="Type", operator=SearchOperator.IN, value=None, values=["racer", "æ"])
FIELDS = """{"Fields": [{"Field": "Gears", "Operator": 4, "Value": "3", "Values": null},
                        {"Field": "Type", "Operator": 9, "Value": null, "Values": ["racer", "æ"]}]}"""
FILTERS = "contactId={contactId}&sourceId={sourceId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}"
FIND = f"GET Points?{FILTERS}&contactCompanyId={{contactCompanyId}}&storeId={{storeId}}"
FIND += "&includeCancelPoints={includeCancelPoints}"

CASES = [
    Case(
        row="SEARCH /api/v1/Orders",
        use=lambda client: client.orders.search(
            OrderField.type == "værksted", OrderField.saelger.is_null(), OrderField.id.in_(1, 2)
        ),
        path="/api/v1/Orders",
        body="""[{"Field": "Type", "Operator": 1, "Value": "værksted", "Values": null},
                 {"Field": "Sælger", "Operator": 7, "Value": null, "Values": null},
                 {"Field": "Id", "Operator": 9, "Value": null, "Values": ["1", "2"]}]""",
        answer="[]",
        value=[],
    ),
    Case(
        row="SEARCH /api/v1/table/{tableName}",
        use=lambda client: client.dynamic_table_entities.search("Service Visits", TableSearch(fields=[GEARS, KINDS])),
        path="/api/v1/table/Service%20Visits",
        body=FIELDS,
        answer=f"[{ENTITY}]",
        value=[VISIT],
    ),
    Case(
        row="SEARCH /api/v1/table/{tableName}/Count",
        use=lambda client: client.dynamic_table_entities.count("Service Visits", TableSearch(fields=[GEARS, KINDS])),
        path="/api/v1/table/Service%20Visits/Count",
        body=FIELDS,
        answer="12",
        value=12,
    ),
    Case(
        row="POST /api/v1/Segments/Template",
        use=lambda client: client.segments.create_from_template(
            SegmentFromTemplateCreate(
                folder_id=2,
                name="Odense",
                daily_statistic=False,
                on_email_messages=True,
                on_sms_messages=False,
                on_push_messages=False,
                template_id=5,
                values={"By": "Odense"},
            )
        ),
        path="/api/v1/Segments/Template",
        body="""{"FolderId": 2, "Name": "Odense", "DailyStatistic": false, "OnEmailMessages": true,
                 "OnSmsMessages": false, "OnPushMessages": false, "TemplateId": 5, "Values": {"By": "Odense"}}""",
        answer='{"Id": 8, "Name": "Odense", "FolderId": 2, "Type": 4, "Description": null}',
        value=Is(Segment, id=8, name="Odense", folder_id=2, type=SegmentType.SEGMENT_TEMPLATE, description=None),
    ),
    v2(
        "GET Segments/GetContactStatus/{contactId}/{segmentIds}?timeoutSec={timeoutSec}",
        "Segments/GetContactStatus/4711/3,4",
        use=lambda client: client.segments.contact_status(4711, [3, 4], timeout_seconds=30),
        query="timeoutSec=30",
        answer='[{"SegmentId": 3, "Contains": true}, {"SegmentId": 4, "Contains": false}]',
        value=[
            Is(SegmentContactStatus, segment_id=3, contains=True),
            Is(SegmentContactStatus, segment_id=4, contains=False),
        ],
    ),
    v2(
        FIND,
        "Points",
        use=lambda client: client.points.find(
            contact_id=4711,
            source_id="W 30",
            type="køb",
            date_time_from=FROM,
            date_time_to=TO,
            contact_company_id=17,
            store_id=2,
            include_cancel_points=True,
        ),
        query="contactId=4711&sourceId=W%2030&type=k%C3%B8b&datetimeFrom=2024-05-06T10%3A08%3A14%2B02%3A00"
        "&datetimeTo=2024-06-01T00%3A00%3A00%2B02%3A00&contactCompanyId=17&storeId=2&includeCancelPoints=true",
        answer=f"[{OF_VERSION_2}]",
        value=[GIFT],
        missing=EMPTY,
    ),
    v2(
        "GET Points/{id}",
        "Points/70",
        use=lambda client: client.points.find_by_id(70),
        answer=POINT,
        value=GIFT,
        missing=NONE,
    ),
    v2(
        "GET Points/Page/{lastId}?type={type}&take={take}",
        "Points/Page/69",
        use=lambda client: client.points.list_page(69, type="bonus", take=5),
        query="type=bonus&take=5",
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
]
