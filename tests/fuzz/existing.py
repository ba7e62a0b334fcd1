"""Fills a sandbox with objects that random requests can refer to."""

from __future__ import annotations

from typing import Any

import httpx2
from yulsn_codegen.sandbox import RunningSandbox

Known = dict[str, list[Any]]

# Environment variables with the names of files: one with the result of `fill`, and one for the counts of responses, by
# row and status.
KNOWN_FILE = "YULSN_FUZZ_KNOWN"
COUNTS_FILE = "YULSN_FUZZ_COUNTS"

# The kind of what a property or parameter refers to, by its name in lower case, optionally after its group's name.
NAMES = {
    "contactid": "Contacts",
    "contactids": "Contacts",
    "primarycontactid": "Contacts",
    "contactcompanyid": "ContactCompanies",
    "storeid": "Stores",
    "storeids": "Stores",
    "preferredstoreid": "Stores",
    "registrationstoreid": "Stores",
    "s": "Segments",
    "segmentid": "Segments",
    "segmentids": "Segments",
    "insegmentids": "Segments",
    "notinsegmentids": "Segments",
    "includesegments": "Segments",
    "excludesegments": "Segments",
    "pointid": "Points",
    "orderid": "Orders",
    "order2id": "Orders",
    "emaildispatchid": "EmailDispatches",
    "emailcampaignid": "EmailCampaigns",
    "dynamictableid": "DynamicTables",
    "folderid": "Folders",
    "triggerid": "Email2Triggers",
    "tokenid": "IframeToken",
    "email": "Emails",
    "primarycontactemail": "Emails",
    "phone": "Phones",
    "number": "StoreNumbers",
    "contactcompanynumber": "CompanyNumbers",
    "extorderid": "ExtOrders",
    "sourceid": "Sources",
    "externalid": "ExternalIds",
    "contacts.secret": "Contacts.Secret",
    "table.secret": "table.Secret",
    "banners.secret": "BannerSecrets",
    "password": "Passwords",
    "from": "Beginnings",
    "to": "Ends",
    "lastid": "LastIds",
    "field": "Fields",
    "value": "Values",
}
# Properties other than the id by which an object can be found: the kind that their values are recorded under.
LEARNED = {
    "Email": "Emails",
    "Phone": "Phones",
    "ExternalId": "ExternalIds",
    "ExtOrderId": "ExtOrders",
    "SourceId": "Sources",
}

# The same for the parameters of paths of version 2 of the API.
PATH_NAMES = {
    "contactId": "Contacts",
    "targetId": "Contacts",
    "tableId": "DynamicTables",
    "groupId": "VoucherGroups",
    "voucherId": "Vouchers",
    "lastId": "LastIds",
    "segmentIds": "SegmentLists",
    "viewName": "Views",
    "functionName": "Functions",
    "procedureName": "Procedures",
    "fieldId": "DynamicFieldIds",
}

# Initial data of the sandbox that no call lists.
_GIVEN: Known = {
    "Actions": [1, 2, 3, 4],
    "EmailCampaigns": [1, 2],
    "Email2Triggers": ["welcome", "order-confirmation"],
    "FeedSyncs": [1, 2],
    "Folders": [1, 2, 3],
    "IframeToken": ["sandbox-iframe-token"],
    "BannerSecrets": ["banner-summer"],
    "Passwords": ["hest"],
    "Beginnings": ["2000-01-01T00:00:00Z"],
    "Ends": ["2100-01-01T00:00:00+01:00"],
    "LastIds": [0],
    "Fields": ["class"],
    "Values": ["gold"],
    "VoucherGroups": [1, 2],
    "Vouchers": [1, 2],
    "SegmentLists": ["1", "1,2"],
    "Views": ["StoreDirectory"],
    "Functions": ["ContactsByLastName"],
    "Procedures": ["RenameStore"],
    "DynamicFieldIds": [1, 2, 3],
    "MessageTriggers": ["ready-for-pickup", "service-reminder"],
    "SegmentTemplates": [1],
}
_EACH = 8


def fill(sandbox: RunningSandbox) -> Known:
    """Create a few objects of every kind, and return the ids of everything there is, by kind."""
    api = httpx2.Client(base_url=f"{sandbox.base_url}/api/v1/", headers={"X-ApiKey": sandbox.api_key})

    def made(path: str, body: object) -> dict[str, Any]:
        answer = api.post(path, json=body)
        assert answer.status_code == 200, answer.text
        value: dict[str, Any] = answer.json() if answer.content else {}
        return value

    with api:
        kind = sandbox.account.point_types[0]
        contacts: list[dict[str, Any]] = []
        companies: list[dict[str, Any]] = []
        orders: list[dict[str, Any]] = []
        points: list[dict[str, Any]] = []
        for number in range(_EACH):
            person = {"Email": f"p{number}@example.com", "Phone": f"2000000{number}", "FirstName": "Åse"}
            registration = {"RegistrationSource": "webshop", "RegistrationIp": "192.0.2.1"}
            contacts.append(made("Contacts", {**person, **registration}))
            latest = contacts[-1]["Id"]
            company = {"Name": "Bud", "Number": f"K-{number}", "PrimaryContactId": latest}
            companies.append(made("ContactCompanies", company))
            order = {"Type": sandbox.account.order_types[0], "ExtOrderId": f"W-{number}", "ContactId": latest}
            lines = [{"Name": "Kæde", "Quantity": 2, "Price": 10.5}, {"Name": "Pumpe", "Quantity": 1, "Price": 99}]
            orders.append(made("Orders", {**order, "OrderLines": lines}))
            moved = {"ContactId": latest, "Type": kind, "Amount": 10, "SourceId": f"W-{number}", "StoreId": 1}
            points.append(made("Points", {**moved, "ContactCompanyId": companies[-1]["Id"]}))
            made("ContactEvents", [{"ContactId": latest, "Type": "Visit"}])
            made(f"Contacts/{latest}/SetPassword", {"NewPassword": "hest"})
        media = [made("Media", {"Name": "a.txt", "FolderId": 1, "ContentType": "text/plain", "Media": "YQ=="})]
        mail = {"Type": 0, "Name": "Forår", "Subject": "Nye cykler", "EmailTemplateId": 1}
        campaigns = [made("EmailBuilderCampaigns", mail) for _ in range(_EACH)]
        for contact in contacts:
            made("EmailDispatches", {"EmailCampaignId": 1, "ContactId": contact["Id"]})
        tables = [table for table in sandbox.account.tables if table.writes.create]
        entities: Known = {
            f"table/{table.name}": [
                made(f"table/{table.name}", {"ExternalId": f"V-{number}", "Name": "x"})["Id"] for number in range(_EACH)
            ]
            for table in tables
        }
        stores = api.get("Stores").json()
        dispatches = api.get("EmailDispatches").json()
    return {
        **_GIVEN,
        **entities,
        "Contacts": [contact["Id"] for contact in contacts],
        "Emails": [contact["Email"] for contact in contacts],
        "Phones": [contact["Phone"] for contact in contacts],
        "Contacts.Secret": [contact["Secret"] for contact in contacts],
        "ContactCompanies": [company["Id"] for company in companies],
        "CompanyNumbers": [company["Number"] for company in companies],
        "Orders": [order["Id"] for order in orders],
        "ExtOrders": [order["ExtOrderId"] for order in orders],
        "Lines": [[order["Id"], line["Id"]] for order in orders for line in order["OrderLines"]],
        "Points": [point["Id"] for point in points],
        "Sources": [point["SourceId"] for point in points],
        "Media": [item["Id"] for item in media],
        "EmailBuilderCampaigns": [campaign["Id"] for campaign in campaigns],
        "EmailDispatches": [dispatch["Id"] for dispatch in dispatches],
        "Segments": [1, 2, 3],
        "Stores": [store["Id"] for store in stores],
        "StoreNumbers": [store["Number"] for store in stores],
        "ExternalIds": [f"V-{number}" for number in range(_EACH)],
        "Tables": [table.name for table in tables],
        "DynamicTables": [table.id for table in sandbox.account.tables],
    }
