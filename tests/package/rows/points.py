"""The 18 rows of Points: what each sends, and what its answer becomes."""

from __future__ import annotations

from decimal import Decimal

from yulsn_client.models import (
    Point,
    PointContactCompanySum,
    PointCreate,
    PointStoreSearch,
    PointStoreSum,
    PointSum,
    PointTotal,
)

from ..calls import Case
from ..expect import Is, moment

POINT = """{
    "Id": 70, "ContactId": 4711, "ContactCompanyId": null, "Type": "køb", "SubType": null,
    "Amount": -10.0000000000000000001, "Sum": 90071992547409930.5, "DateTime": "2024-05-06T10:08:14.1957879+02:00",
    "Description": "Gave", "SourceId": "W-30", "SourceDescription": null, "StoreId": 2, "AdministratorId": null,
    "BookValue": 0.10, "PointCalculationBase": null, "ConverterTransactionId": null, "IsCanceller": true,
    "CancellerPointId": null
}"""
GIFT = Is(
    Point,
    id=70,
    contact_id=4711,
    contact_company_id=None,
    type="køb",
    sub_type=None,
    amount=Decimal("-10.0000000000000000001"),
    sum=Decimal("90071992547409930.5"),
    date_time=moment("2024-05-06T10:08:14.195788+02:00"),
    description="Gave",
    source_id="W-30",
    store_id=2,
    administrator_id=None,
    book_value=Decimal("0.10"),
    point_calculation_base=None,
    converter_transaction_id=None,
    is_canceller=True,
    canceller_point_id=None,
)
SUM = '{"ContactId": 4711, "Type": "bonus", "Sum": 12.50, "LastModified": "2024-05-06T10:08:14.1957879+02:00"}'
BONUS = Is(
    PointSum,
    contact_id=4711,
    type="bonus",
    sum=Decimal("12.50"),
    last_modified=moment("2024-05-06T10:08:14.195788+02:00"),
)
COMPANY_SUM = Is(PointContactCompanySum, contact_company_id=17, type="bonus", sum=Decimal("7.25"))
FROM, TO = moment("2024-05-06T10:08:14+02:00"), moment("2024-06-01T00:00:00+02:00")
_PERIOD = "from=2024-05-06T10%3A08%3A14%2B02%3A00&to=2024-06-01T00%3A00%3A00%2B02%3A00"

CASES = [
    Case(
        row="GET /api/v1/Points?lastId={lastId}&type={type}",
        use=lambda client: client.points.list_after(69, type="køb"),
        path="/api/v1/Points",
        query="lastId=69&type=k%C3%B8b",
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
    Case(
        row="GET /api/v1/Points?lastId={lastId}&type={type}",
        use=lambda client: client.points.list_after(0),
        path="/api/v1/Points",
        query="lastId=0",
        answer="[]",
        value=[],
        what="of any type",
    ),
    Case(
        row="GET /api/v1/Points?sourceId={sourceId}&type={type}",
        use=lambda client: client.points.list_by_source("W 30", type="bonus"),
        path="/api/v1/Points",
        query="sourceId=W%2030&type=bonus",
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
    Case(
        row="GET /api/v1/Points?sourceId={sourceId}&type={type}",
        use=lambda client: client.points.list_by_source("W-30"),
        path="/api/v1/Points",
        query="sourceId=W-30",
        answer="[]",
        value=[],
        what="of any type",
    ),
    Case(
        row="GET /api/v1/Points?type={type}&from={from}&to={to}&storeId={storeId}",
        use=lambda client: client.points.list_by_period("bonus", FROM, TO, store_id=2),
        path="/api/v1/Points",
        query=f"type=bonus&{_PERIOD}&storeId=2",
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
    Case(
        row="GET /api/v1/Points?type={type}&from={from}&to={to}&storeId={storeId}",
        use=lambda client: client.points.list_by_period("bonus", from_=FROM, to=TO),
        path="/api/v1/Points",
        query=f"type=bonus&{_PERIOD}",
        answer="[]",
        value=[],
        what="in any store",
    ),
    Case(
        row="GET /api/v1/Points?contactId={contactId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}",
        use=lambda client: client.points.list_by_contact(4711, type="bonus", datetime_from=FROM, datetime_to=TO),
        path="/api/v1/Points",
        query="contactId=4711&type=bonus&datetimeFrom=2024-05-06T10%3A08%3A14%2B02%3A00"
        "&datetimeTo=2024-06-01T00%3A00%3A00%2B02%3A00",
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
    Case(
        row="GET /api/v1/Points?contactId={contactId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}",
        use=lambda client: client.points.list_by_contact(4711),
        path="/api/v1/Points",
        query="contactId=4711",
        answer="[]",
        value=[],
        what="all",
    ),
    Case(
        row="GET /api/v1/Points/{id}",
        use=lambda client: client.points.get(70),
        path="/api/v1/Points/70",
        answer=POINT,
        value=GIFT,
    ),
    Case(
        row="GET /api/v1/Points/Types",
        use=lambda client: client.points.list_types(),
        path="/api/v1/Points/Types",
        answer='["bonus", "køb"]',
        value=["bonus", "køb"],
    ),
    Case(
        row="GET /api/v1/Points/Totals?type={type}",
        use=lambda client: client.points.list_totals(type="bonus"),
        path="/api/v1/Points/Totals",
        query="type=bonus",
        answer='[{"Type": "bonus", "Total": 1234567890123456.78}]',
        value=[Is(PointTotal, type="bonus", total=Decimal("1234567890123456.78"))],
    ),
    Case(
        row="GET /api/v1/Points/Totals?type={type}",
        use=lambda client: client.points.list_totals(),
        path="/api/v1/Points/Totals",
        answer='[{"Whatever": 0.10}]',
        value=[Is(PointTotal, type=None, total=None)],
        what="of any type, in another shape than ours",
    ),
    Case(
        row="GET /api/v1/Points/Sums?contactId={contactId}&type={type}",
        use=lambda client: client.points.list_sums(4711, type="bonus"),
        path="/api/v1/Points/Sums",
        query="contactId=4711&type=bonus",
        answer=f"[{SUM}]",
        value=[BONUS],
    ),
    Case(
        row="GET /api/v1/Points/Sums?contactId={contactId}&type={type}",
        use=lambda client: client.points.list_sums(4711),
        path="/api/v1/Points/Sums",
        query="contactId=4711",
        answer="[]",
        value=[],
        what="of all types",
    ),
    Case(
        row="GET /api/v1/Points/SumsByContact?type={type}&storeId={storeId}",
        use=lambda client: client.points.list_sums_by_contact("bonus", store_id=2),
        path="/api/v1/Points/SumsByContact",
        query="type=bonus&storeId=2",
        answer=f"[{SUM}]",
        value=[BONUS],
    ),
    Case(
        row="GET /api/v1/Points/SumsByContact?type={type}&storeId={storeId}",
        use=lambda client: client.points.list_sums_by_contact("bonus"),
        path="/api/v1/Points/SumsByContact",
        query="type=bonus",
        answer="[]",
        value=[],
        what="in any store",
    ),
    Case(
        row="GET /api/v1/Points/SumsByStore?type={type}&from={from}&to={to}",
        use=lambda client: client.points.list_sums_by_store("bonus", from_=FROM, to=TO),
        path="/api/v1/Points/SumsByStore",
        query=f"type=bonus&{_PERIOD}",
        answer='[{"StoreId": 2, "Type": "bonus", "Sum": 0.1}]',
        value=[Is(PointStoreSum, store_id=2, type="bonus", sum=Decimal("0.1"))],
    ),
    Case(
        row="GET /api/v1/Points/SumsByStore?type={type}&from={from}&to={to}",
        use=lambda client: client.points.list_sums_by_store("bonus"),
        path="/api/v1/Points/SumsByStore",
        query="type=bonus",
        answer="[]",
        value=[],
        what="at any time",
    ),
    Case(
        row="GET /api/v1/Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}",
        use=lambda client: client.points.get_total_for_contact(4711, "bonus", sub_type="jul & nytår"),
        path="/api/v1/Points/TotalForContact",
        query="contactId=4711&type=bonus&subType=jul%20%26%20nyt%C3%A5r",
        answer="90071992547409930.5",
        value=Decimal("90071992547409930.5"),
    ),
    Case(
        row="GET /api/v1/Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}",
        use=lambda client: client.points.get_total_for_contact(4711, "bonus"),
        path="/api/v1/Points/TotalForContact",
        query="contactId=4711&type=bonus",
        answer="42",
        value=Decimal("42"),
        what="of any subtype, a whole number",
    ),
    Case(
        row="GET /api/v1/Points/SumsByContactCompanies?type={type}&from={from}&to={to}&storeId={storeId}",
        use=lambda client: client.points.list_sums_by_contact_companies("bonus", FROM, TO, store_id=2),
        path="/api/v1/Points/SumsByContactCompanies",
        query=f"type=bonus&{_PERIOD}&storeId=2",
        answer='[{"ContactCompanyId": 17, "Type": "bonus", "Sum": 7.25}]',
        value=[COMPANY_SUM],
    ),
    Case(
        row="GET /api/v1/Points/SumsByContactCompanies?type={type}&from={from}&to={to}&storeId={storeId}",
        use=lambda client: client.points.list_sums_by_contact_companies("bonus", FROM, TO),
        path="/api/v1/Points/SumsByContactCompanies",
        query=f"type=bonus&{_PERIOD}",
        answer="[]",
        value=[],
        what="in any store",
    ),
    Case(
        row="GET /api/v1/Points/TotalForContactCompany?contactCompanyId={contactCompanyId}&type={type}"
        "&from={from}&to={to}",
        use=lambda client: client.points.get_total_for_contact_company(17, "bonus", FROM, TO),
        path="/api/v1/Points/TotalForContactCompany",
        query=f"contactCompanyId=17&type=bonus&{_PERIOD}",
        answer="0.10",
        value=Decimal("0.10"),
    ),
    Case(
        row="GET /api/v1/Points/TotalForContactCompany?contactCompanyId={contactCompanyId}&type={type}"
        "&from={from}&to={to}",
        use=lambda client: client.points.get_total_for_contact_company(17, "bonus", FROM, TO),
        path="/api/v1/Points/TotalForContactCompany",
        query=f"contactCompanyId=17&type=bonus&{_PERIOD}",
        answer="null",
        value=None,
        what="without any point",
    ),
    Case(
        row="GET /api/v1/Points/ByContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}"
        "&storeId={storeId}",
        use=lambda client: client.points.list_by_contact_company(17, "bonus", FROM, TO, store_id=2),
        path="/api/v1/Points/ByContactCompany",
        query=f"contactCompanyId=17&type=bonus&{_PERIOD}&storeId=2",
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
    Case(
        row="POST /api/v1/Points",
        use=lambda client: client.points.create(
            PointCreate(
                contact_id=4711,
                type="køb",
                amount=Decimal("-10.0000000000000000001"),
                contact_company_id=None,
                description="Gave",
                source_id="W-30",
                store_id=2,
                book_value=Decimal("0.10"),
                sub_type="jul",
                point_calculation_base=Decimal(100),
            )
        ),
        path="/api/v1/Points",
        body="""{"ContactId": 4711, "Type": "køb", "Amount": -10.0000000000000000001, "ContactCompanyId": null,
                 "Description": "Gave", "SourceId": "W-30", "StoreId": 2, "BookValue": 0.10, "SubType": "jul",
                 "PointCalculationBase": 100}""",
        answer=POINT,
        value=GIFT,
    ),
    Case(
        row="POST /api/v1/Points/{id}/Cancel",
        use=lambda client: client.points.cancel(70),
        path="/api/v1/Points/70/Cancel",
    ),
    Case(
        row="SEARCH /api/v1/Points/ForStores?type={type}&from={from}&to={to}",
        use=lambda client: client.points.list_for_stores("bonus", FROM, TO, PointStoreSearch(store_ids=[1, 2])),
        path="/api/v1/Points/ForStores",
        query=f"type=bonus&{_PERIOD}",
        body='{"StoreIds": [1, 2]}',
        answer=f"[{POINT}]",
        value=[GIFT],
    ),
    Case(
        row="SEARCH /api/v1/Points/SumsForStoresByContactCompanies?type={type}&from={from}&to={to}",
        use=lambda client: client.points.list_sums_for_stores_by_contact_companies(
            "bonus", FROM, TO, PointStoreSearch(store_ids=[2])
        ),
        path="/api/v1/Points/SumsForStoresByContactCompanies",
        query=f"type=bonus&{_PERIOD}",
        body='{"StoreIds": [2]}',
        answer='[{"ContactCompanyId": 17, "Type": "bonus", "Sum": 7.25}]',
        value=[COMPANY_SUM],
    ),
]
