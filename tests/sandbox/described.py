"""Requests for every documented row to a sandbox with data, each with the expected status.

The uses are what the tests of `test_described.py` go through; a use that changes something makes its own object first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2

from . import described_beyond
from .conftest import REGISTRATION
from .world import CAMPAIGN, LINE, NOBODY, Send, Use, World, get, post

PERIOD = {"from": "2020-01-01T00:00:00Z", "to": "2027-01-01T00:00:00+02:00"}
BLOCK = {
    "EmailBuilderBlockId": 1,
    "InputValues": {"title": {"Value": "Hej"}, "none": {"Value": None}},
    "Settings": {"Condition": {"Field": "Email", "Operator": "In", "Values": ["a", "b"]}},
}
EXPORT = {"Type": 0, "Fields": ["Id", "Email"], "CreatedDateTimeFrom": "2020-01-01T00:00:00Z", "Format": 0}
KEYS = {"KeyType": "Id", "Keys": ["1", str(NOBODY)], "Fields": {"FirstName": "Ida"}}
SENDING = {"EmailCampaignId": 1, "SegmentIds": [2], "StoreIds": [1], "LogLevel": 1, "Dynamic": {"x": 1}}
TRIGGERED = {"TriggerId": "welcome", "BatchDelaySec": 30}
LOGIN = {"Password": "hemmeligt", "Ip": "192.0.2.1", "Source": "web"}


def search(path: str, json: Any) -> Send:
    return lambda world: world("SEARCH", f"Points/{path}", json, type="køb", **PERIOD)


def login(world: World, password: str) -> httpx2.Response:
    number = world.contact()["Id"]
    assert world("POST", f"Contacts/{number}/SetPassword", {"NewPassword": "hemmeligt"}).status_code == 200
    return world("POST", f"Contacts/{number}/Login", {**LOGIN, "Password": password})


def put(world: World, version: object = None, **members: object) -> httpx2.Response:
    contact = world.contact()
    body = {**REGISTRATION, "RegistrationDateTime": "2024-05-06T10:08:14.1957879+01:00", **members}
    return world("PUT", f"Contacts/{contact['Id']}", {**body, "Version": version or contact["Version"]})


def email_of_another(world: World) -> str:
    email: str = world.contact()["Email"]
    return email


def membership(world: World) -> httpx2.Response:
    company, contact = world.company()["Id"], world.contact()["Id"]
    path = f"ContactCompanies/{company}"
    assert world("POST", f"{path}/AddContact", {"ContactId": contact}).status_code == 200
    return world("POST", f"{path}/RemoveContact", {"ContactId": contact})


def scheduled(world: World, then: str, json: Any = None) -> httpx2.Response:
    number = world.campaign()["Id"]
    body = {"IncludeSegments": [2], "LimitContacts": 3, "LimitSendingSpeed": 60}
    assert world("POST", f"EmailBuilderCampaigns/{number}/Schedule", body).status_code == 200
    return world("POST", f"EmailBuilderCampaigns/{number}/{then}", json)


def below(path: str, made: Callable[[World], Any]) -> Callable[[World], str]:
    """Return the path of a new object."""
    return lambda world: f"{path}/{made(world)['Id']}"


BIKE = below("table/Bikes", World.row)
ORDER = below("Orders", World.order)


def line(world: World) -> str:
    order = world.order()
    return f"Orders/{order['Id']}/Lines/{order['OrderLines'][0]['Id']}"


def only_line(world: World) -> httpx2.Response:
    order = world.order()
    first, second = (f"Orders/{order['Id']}/Lines/{item['Id']}" for item in order["OrderLines"])
    assert world("DELETE", first).status_code == 200
    return world("DELETE", second)


def cancelled(world: World) -> httpx2.Response:
    path = f"Points/{world.point()['Id']}/Cancel"
    assert world("POST", path).status_code == 200
    return world("POST", path)


def exported(world: World) -> httpx2.Response:
    assert world("POST", "BulkExport", EXPORT).status_code == 200
    assert world("POST", "BulkExport", {"DynamicTableId": 3, "UseCompression": True}).status_code == 200
    return world("GET", "BulkExport")


def dispatches(world: World) -> httpx2.Response:
    world.dispatched()
    return world.client.get("EmailDispatches?type=3&status[0]=120&status[1]=100&take=5")


def receivers(world: World) -> httpx2.Response:
    world.dispatched()
    return world("GET", "EmailDispatchReceiver", lastId=0)


def received(world: World, **params: object) -> httpx2.Response:
    contact = world.dispatched()
    latest = world("GET", "EmailDispatches", take=1).json()[0]["Id"]
    return world("GET", "EmailDispatchReceiver", emailDispatchId=latest, contactId=contact, **params)


USES: tuple[Use, ...] = (
    Use("GET Actions", get("Actions")),
    Use("POST Actions/{id}?contactId={contactId}", post("Actions/1", contactId=1)),
    Use("POST Actions/{id}?contactId={contactId}", post("Actions/1", contactId=NOBODY), 404),
    Use("POST Actions/{id}?contactId={contactId}", post("Actions/1", contactId="x"), 400),
    Use("POST Actions/{id}?segmentId={segmentId}", post("Actions/1", segmentId=2)),
    Use("POST Actions/{id}?segmentId={segmentId}", post("Actions/3", segmentId=2), 404),
    Use("POST Banners/CacheReset", post("Banners/CacheReset", [{"Id": 1}])),
    Use("POST Banners/CacheReset", post("Banners/CacheReset", [{"Id": 99}]), 404),
    Use("POST Banners/CacheReset?secret={secret}", post("Banners/CacheReset", secret="banner-summer")),
    Use("POST Banners/CacheReset?secret={secret}", post("Banners/CacheReset", secret="x"), 404),
    Use("GET BulkExport?type={type}", exported),
    Use("GET BulkExport?type={type}", get("BulkExport", type=0)),
    Use("GET BulkExport?type={type}", get("BulkExport", type=99), 400),
    Use("POST BulkExport", post("BulkExport", EXPORT)),
    Use("POST BulkExport", post("BulkExport", {}), 400),
    Use("GET ContactCompanies", get("ContactCompanies")),
    Use("GET ContactCompanies", get("ContactCompanies", primaryContactEmail="x", contactCompanyNumber="x"), 400),
    Use(
        "GET ContactCompanies?primaryContactEmail={primaryContactEmail}",
        get("ContactCompanies", primaryContactEmail="nobody@example.com"),
    ),
    Use(
        "GET ContactCompanies?contactCompanyNumber={contactCompanyNumber}",
        get("ContactCompanies", contactCompanyNumber="30000037"),
    ),
    Use(
        "GET ContactCompanies?contactCompanyNumber={contactCompanyNumber}",
        get("ContactCompanies", contactCompanyNumber="none"),
        404,
    ),
    Use("GET ContactCompanies/{id}", get("ContactCompanies/1")),
    Use("GET ContactCompanies/{id}", get(f"ContactCompanies/{NOBODY}"), 404),
    Use("GET ContactCompanies/{id}/Contacts", get("ContactCompanies/1/Contacts")),
    Use("GET ContactCompanies/{id}/Contacts", get(f"ContactCompanies/{NOBODY}/Contacts"), 404),
    Use("POST ContactCompanies", post("ContactCompanies", {"Name": "A/S", "Fleet Size": 9})),
    Use("POST ContactCompanies", post("ContactCompanies", {}), 400),
    Use("POST ContactCompanies", post("ContactCompanies", {"Name": "x", "Number": "30000037"}), 409),
    Use("POST ContactCompanies/{id}/AddContact", post("ContactCompanies/1/AddContact", {"ContactId": 1})),
    Use("POST ContactCompanies/{id}/AddContact", post("ContactCompanies/1/AddContact", {}), 400),
    Use(
        "POST ContactCompanies/{id}/AddContact",
        post("ContactCompanies/1/AddContact", {"ContactId": NOBODY}),
        404,
    ),
    Use("POST ContactCompanies/{id}/RemoveContact", membership),
    Use(
        "POST ContactCompanies/{id}/RemoveContact",
        post("ContactCompanies/1/RemoveContact", {"ContactId": NOBODY}),
        404,
    ),
    Use(
        "PATCH ContactCompanies",
        lambda w: w("PATCH", "ContactCompanies", {"Id": w.company()["Id"], "Discount %": 2.5}),
    ),
    Use("PATCH ContactCompanies", lambda w: w("PATCH", "ContactCompanies", {"Name": "x"}), 400),
    Use("PATCH ContactCompanies", lambda w: w("PATCH", "ContactCompanies", {"Id": NOBODY}), 404),
    Use(
        "PATCH ContactCompanies",
        lambda w: w("PATCH", "ContactCompanies", {"Id": w.company()["Id"], "Number": "30000037"}),
        409,
    ),
    Use("GET ContactEvents?type={type}&lastId={lastId}", get("ContactEvents", lastId=0)),
    Use("GET ContactEvents?type={type}&lastId={lastId}", get("ContactEvents", lastId=0, type="PageView")),
    Use("GET ContactEvents?type={type}&lastId={lastId}", get("ContactEvents", lastId="x"), 400),
    Use(
        "GET ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}",
        get("ContactEvents", type="PageView", subtype="Product", **PERIOD),
    ),
    Use(
        "GET ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}",
        get("ContactEvents", type="PageView", contactId="x"),
        400,
    ),
    Use(
        "POST ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}",
        post("ContactEvents", [{"ContactId": 1, "Type": "t", "InfoJson": {"a": 1}}], ignoreUnknownContacts=True),
    ),
    Use(
        "POST ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}",
        post("ContactEvents", [{"ContactId": 1}]),
        400,
    ),
    Use(
        "POST ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}",
        post("ContactEvents", [{"ContactId": NOBODY, "Type": "t"}]),
        404,
    ),
    Use("GET Contacts", get("Contacts")),
    Use("GET Contacts?email={email}", lambda w: w("GET", "Contacts", email=w.contact()["Email"])),
    Use("GET Contacts?email={email}", get("Contacts", email="nobody@example.com"), 404),
    Use(
        "GET Contacts?phone={phone}",
        lambda w: w("GET", "Contacts", phone=w.contact(Phone=w.unique("0"))["Phone"]),
    ),
    Use("GET Contacts?phone={phone}", get("Contacts", phone="none"), 404),
    Use(
        "GET Contacts?secret={secret}&ip={ip}",
        lambda w: w("GET", "Contacts", secret=w.contact()["Secret"], ip="192.0.2.1"),
    ),
    Use("GET Contacts?secret={secret}&ip={ip}", get("Contacts", secret="x"), 404),
    Use("GET Contacts?field={field}&value={value}", get("Contacts", field="class", value="gold")),
    Use("GET Contacts?field={field}&value={value}", get("Contacts", field="nothing", value="x"), 400),
    Use("GET Contacts/{id}", get("Contacts/1")),
    Use("GET Contacts/{id}", get(f"Contacts/{NOBODY}"), 404),
    Use("GET Contacts/{id}", get("Contacts/x"), 400),
    Use("GET Contacts/PatchFields", get("Contacts/PatchFields")),
    Use("GET Contacts/DynamicFields", get("Contacts/DynamicFields")),
    Use("GET Contacts/GetContactsBaseInfo", get("Contacts/GetContactsBaseInfo")),
    Use(
        "GET Contacts/Registration?timespan={timespan}&source={source}&ip={ip}",
        get("Contacts/Registration", timespan="9999.00:00:00", source="webshop"),
    ),
    Use(
        "GET Contacts/Registration?timespan={timespan}&source={source}&ip={ip}",
        get("Contacts/Registration", timespan="long"),
        400,
    ),
    Use("GET Contacts/{id}/PersonDataFile", get("Contacts/1/PersonDataFile")),
    Use("GET Contacts/{id}/PersonDataFile", get(f"Contacts/{NOBODY}/PersonDataFile"), 404),
    Use("POST Contacts", post("Contacts", {**REGISTRATION, "Shoe Size": 41, "Kreditmaksimum": 0.5})),
    Use("POST Contacts", post("Contacts", {"Email": "x"}), 400),
    Use(
        "POST Contacts",
        lambda w: w("POST", "Contacts", {**REGISTRATION, "Email": email_of_another(w)}),
        409,
    ),
    Use("POST Contacts/{id}/Login", lambda w: login(w, "hemmeligt")),
    Use("POST Contacts/{id}/Login", lambda w: login(w, "forkert"), 422),
    Use("POST Contacts/{id}/Login", post("Contacts/1/Login", {}), 400),
    Use("POST Contacts/{id}/Login", post(f"Contacts/{NOBODY}/Login", LOGIN), 404),
    Use("POST Contacts/{id}/SetPassword", post("Contacts/1/SetPassword", {"NewPassword": "x"})),
    Use("POST Contacts/{id}/SetPassword", post("Contacts/1/SetPassword", {}), 400),
    Use("POST Contacts/{id}/SetPassword", post(f"Contacts/{NOBODY}/SetPassword", {"NewPassword": "x"}), 404),
    Use("POST Contacts/{id}/UnblockEmail", post("Contacts/1/UnblockEmail")),
    Use("POST Contacts/{id}/UnblockEmail", post(f"Contacts/{NOBODY}/UnblockEmail"), 404),
    Use("PUT Contacts/{id}", put),
    Use("PUT Contacts/{id}", lambda w: put(w, "AAAAAAAAAAA="), 409),
    Use("PUT Contacts/{id}", lambda w: put(w, Email=email_of_another(w)), 409),
    Use("PUT Contacts/{id}", lambda w: put(w, PreferredStoreId=NOBODY), 409),
    Use("PUT Contacts/{id}", lambda w: put(w, **{"Shoe Size": "41"}), 400),
    Use("PUT Contacts/{id}", lambda w: w("PUT", f"Contacts/{NOBODY}", REGISTRATION), 404),
    Use("PATCH Contacts", lambda w: w("PATCH", "Contacts", KEYS)),
    Use("PATCH Contacts", lambda w: w("PATCH", "Contacts", {**KEYS, "Fields": {"Id": 1}}), 400),
    Use("PATCH Contacts/{id}", lambda w: w("PATCH", "Contacts/1", {"class": "gold", "Email": None})),
    Use("PATCH Contacts/{id}", lambda w: w("PATCH", "Contacts/1", {"class": "lead"}), 400),
    Use("PATCH Contacts/{id}", lambda w: w("PATCH", f"Contacts/{NOBODY}", {}), 404),
    Use("PATCH Contacts/{id}", lambda w: w("PATCH", "Contacts/1", {"Email": email_of_another(w)}), 409),
    Use("DELETE Contacts/{id}", lambda w: w("DELETE", f"Contacts/{w.contact()['Id']}")),
    Use("DELETE Contacts/{id}", lambda w: w("DELETE", f"Contacts/{NOBODY}"), 404),
    Use("GET DynamicFields/{id}?owner={owner}", get("DynamicFields", owner="Orders")),
    Use("GET DynamicFields/{id}?owner={owner}", get("DynamicFields/3", owner="DynamicTable")),
    Use("GET DynamicFields/{id}?owner={owner}", get("DynamicFields/99", owner="DynamicTable"), 404),
    Use("GET DynamicFields/{id}?owner={owner}", get("DynamicFields", owner="Shops"), 400),
    Use("GET table/{tableName}", get("table/Bikes")),
    Use("GET table/{tableName}", get("table/Nothing"), 404),
    Use("GET table/{tableName}?secret={secret}", lambda w: w("GET", "table/Bikes", secret=w.row()["Secret"])),
    Use("GET table/{tableName}?secret={secret}", get("table/Bikes", secret="x"), 404),
    Use(
        "GET table/{tableName}?externalId={externalId}",
        lambda w: w("GET", "table/Bikes", externalId=w.row()["ExternalId"]),
    ),
    Use("GET table/{tableName}?externalId={externalId}", get("table/Bikes", externalId="x"), 404),
    *(
        Use("GET table/{tableName}?lastId={lastId}&take={take}", get(f"table/{name}", lastId=0, take=500))
        for name in ("Bikes", "Cykelruter", "Loyalty%20Cards", "Newsletter%20Signups", "Service%20Visits")
    ),
    Use("GET table/{tableName}?lastId={lastId}&take={take}", get("table/Bikes", lastId=0, take=0), 400),
    Use("GET table/{tableName}/{id}", get("table/Bikes/1")),
    Use("GET table/{tableName}/{id}", get(f"table/Bikes/{NOBODY}"), 404),
    Use("POST table/{tableName}", post("table/Bikes", {"Type": "racer", "Electric": False, "Price": 1.5})),
    Use("POST table/{tableName}", post("table/Bikes", {"Type": "tog"}), 400),
    Use("POST table/{tableName}", post("table/Nothing", {}), 404),
    Use(
        "POST table/{tableName}",
        lambda w: w("POST", "table/Bikes", {"ExternalId": w.row()["ExternalId"]}),
        409,
    ),
    Use("POST table/{tableName}", post("table/Newsletter%20Signups", {}), 423),
    Use("POST table/{tableName}/Bulk", post("table/Bikes/Bulk", [{"Gears": 3}, {}])),
    Use("POST table/{tableName}/Bulk", post("table/Bikes/Bulk", {"Gears": 3}), 400),
    Use("POST table/{tableName}/Bulk", post("table/Nothing/Bulk", [{}]), 404),
    Use("POST table/{tableName}/Bulk", post("table/Bikes/Bulk", [{"ExternalId": "twice"}] * 2), 409),
    Use("POST table/{tableName}/Bulk", post("table/Newsletter%20Signups/Bulk", [{}]), 423),
    Use("PATCH table/{tableName}/{id}", lambda w: w("PATCH", BIKE(w), {"Bought": "2024-05-06T10:08:14Z"})),
    Use("PATCH table/{tableName}/{id}", lambda w: w("PATCH", BIKE(w), {"Nothing": 1}), 400),
    Use("PATCH table/{tableName}/{id}", lambda w: w("PATCH", BIKE(w), {}), 404),
    Use(
        "PATCH table/{tableName}/{id}",
        lambda w: w("PATCH", BIKE(w), {"ExternalId": w.row()["ExternalId"]}),
        409,
    ),
    Use(
        "PATCH table/{tableName}/{id}",
        lambda w: w("PATCH", "table/Newsletter%20Signups/1", {"Score": 1}),
        423,
    ),
    Use("DELETE table/{tableName}/{id}", lambda w: w("DELETE", BIKE(w))),
    Use("DELETE table/{tableName}/{id}", lambda w: w("DELETE", f"table/Bikes/{NOBODY}"), 404),
    Use("DELETE table/{tableName}/{id}", lambda w: w("DELETE", "table/Loyalty%20Cards/1"), 423),
    Use("GET DynamicTables", get("DynamicTables")),
    Use(
        "POST Email2Dispatches",
        post("Email2Dispatches", {**TRIGGERED, "Scope": {"Segments": {"InSegmentIds": [2]}}}),
    ),
    Use(
        "POST Email2Dispatches",
        post("Email2Dispatches", {**TRIGGERED, "Scope": {"Emails": {"a@example.com": {"Dynamic": {"x": 1}}}}}),
    ),
    Use("POST Email2Dispatches", post("Email2Dispatches", {**TRIGGERED, "Scope": {}}), 400),
    Use("POST Email2Dispatches", post("Email2Dispatches", {"TriggerId": "none", "Scope": {"Emails": {}}}), 404),
    Use("POST EmailBuilderCampaigns", post("EmailBuilderCampaigns", CAMPAIGN)),
    Use("POST EmailBuilderCampaigns", post("EmailBuilderCampaigns", {}), 400),
    Use("POST EmailBuilderCampaigns/{id}/Cancel", lambda w: scheduled(w, "Cancel")),
    Use(
        "POST EmailBuilderCampaigns/{id}/Cancel",
        lambda w: w("POST", f"EmailBuilderCampaigns/{w.campaign()['Id']}/Cancel"),
        400,
    ),
    Use("POST EmailBuilderCampaigns/{id}/Cancel", post(f"EmailBuilderCampaigns/{NOBODY}/Cancel"), 404),
    Use(
        "POST EmailBuilderCampaigns/{id}/AddBlock",
        lambda w: w("POST", f"EmailBuilderCampaigns/{w.campaign()['Id']}/AddBlock", BLOCK),
    ),
    Use("POST EmailBuilderCampaigns/{id}/AddBlock", lambda w: scheduled(w, "AddBlock", BLOCK), 400),
    Use(
        "POST EmailBuilderCampaigns/{id}/AddBlock",
        post(f"EmailBuilderCampaigns/{NOBODY}/AddBlock", BLOCK),
        404,
    ),
    Use(
        "POST EmailBuilderCampaigns/{id}/Schedule",
        lambda w: w("POST", f"EmailBuilderCampaigns/{w.campaign()['Id']}/Schedule", {}),
    ),
    Use("POST EmailBuilderCampaigns/{id}/Schedule", lambda w: scheduled(w, "Schedule", {}), 400),
    Use("POST EmailBuilderCampaigns/{id}/Schedule", post(f"EmailBuilderCampaigns/{NOBODY}/Schedule", {}), 404),
    Use(
        "GET EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}&take={take}",
        dispatches,
    ),
    Use(
        "GET EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}&take={take}",
        get("EmailDispatches", type=9),
        400,
    ),
    Use("POST EmailDispatches", post("EmailDispatches", SENDING)),
    Use("POST EmailDispatches", post("EmailDispatches", {"EmailCampaignId": 1}), 400),
    Use("POST EmailDispatches", post("EmailDispatches", {**SENDING, "EmailCampaignId": 99}), 404),
    Use(
        "GET EmailDispatchReceiver?lastId={lastId}",
        receivers,
    ),
    Use("GET EmailDispatchReceiver?lastId={lastId}", get("EmailDispatchReceiver", lastId="x"), 400),
    Use("GET EmailDispatchReceiver?emailDispatchId={emailDispatchId}&contactId={contactId}", received),
    Use(
        "GET EmailDispatchReceiver?emailDispatchId={emailDispatchId}&contactId={contactId}",
        get("EmailDispatchReceiver", emailDispatchId=NOBODY, contactId=1),
        404,
    ),
    Use("POST FeedSyncs/{id}/SyncNow", post("FeedSyncs/1/SyncNow")),
    Use("POST FeedSyncs/{id}/SyncNow", post("FeedSyncs/99/SyncNow"), 404),
    Use("GET IframeToken?tokenId={tokenId}", get("IframeToken", tokenId="sandbox-iframe-token")),
    Use("GET IframeToken?tokenId={tokenId}", get("IframeToken", tokenId="x"), 404),
    Use("GET IframeToken?tokenId={tokenId}", get("IframeToken"), 400),
    Use("GET Media?folderId={folderId}", lambda w: w.file() and w("GET", "Media", folderId=1)),
    Use("GET Media?folderId={folderId}", get("Media", folderId="x"), 400),
    Use("GET Media/{id}", lambda w: w("GET", f"Media/{w.file()['Id']}")),
    Use("GET Media/{id}", get(f"Media/{NOBODY}"), 404),
    Use("GET Media/Folders", get("Media/Folders")),
    Use(
        "POST Media",
        post("Media", {"Name": "b.txt", "FolderId": 2, "ContentType": "text/plain", "Media": "aGVq"}),
    ),
    Use("POST Media", post("Media", {"Name": "b.txt", "FolderId": 99}), 400),
    Use(
        "POST Media/{id}/Rename?newName={newName}",
        lambda w: w("POST", f"Media/{w.file()['Id']}/Rename", newName="ny.png"),
    ),
    Use("POST Media/{id}/Rename?newName={newName}", post(f"Media/{NOBODY}/Rename", newName="x"), 404),
    Use(
        "POST Media/{id}/Rename?newName={newName}",
        lambda w: w("POST", f"Media/{w.file()['Id']}/Rename", newName=""),
        400,
    ),
    Use("DELETE Media/{id}", lambda w: w("DELETE", f"Media/{w.file()['Id']}")),
    Use("DELETE Media/{id}", lambda w: w("DELETE", f"Media/{NOBODY}"), 404),
    *(Use("GET Orders?contactId={contactId}", get("Orders", contactId=number)) for number in (1, 9, 17, NOBODY)),
    Use(
        "GET Orders?contactId={contactId}",
        get("Orders", contactId=1, orderType="butik", withOrderLines=False),
    ),
    Use("GET Orders?contactId={contactId}", get("Orders", contactId="x"), 400),
    Use("GET Orders?extOrderId={extOrderId}", get("Orders", extOrderId="W100001")),
    Use("GET Orders/{id}", get("Orders/1")),
    Use("GET Orders/{id}", get(f"Orders/{NOBODY}"), 404),
    Use("GET Orders/Types", get("Orders/Types")),
    Use("POST Orders", post("Orders", {"Type": "webshop", "OrderLines": [LINE], "Fragt": 39})),
    Use("POST Orders", post("Orders", {"Type": "webshop", "OrderLines": []}), 400),
    Use("POST Orders", post("Orders", {"Type": "post", "OrderLines": [LINE]}), 400),
    Use("POST Orders/{id}/Lines", lambda w: w("POST", f"{ORDER(w)}/Lines", LINE)),
    Use("POST Orders/{id}/Lines", lambda w: w("POST", f"{ORDER(w)}/Lines", {"Price": 1}), 400),
    Use("POST Orders/{id}/Lines", post(f"Orders/{NOBODY}/Lines", LINE), 404),
    Use("PATCH Orders/{id}", lambda w: w("PATCH", ORDER(w), {"City": "Aarhus", "Number of Parcels": 2})),
    Use("PATCH Orders/{id}", lambda w: w("PATCH", ORDER(w), {"Type": "post"}), 400),
    Use("PATCH Orders/{id}", lambda w: w("PATCH", f"Orders/{NOBODY}", {}), 404),
    Use("PATCH Orders/{id}/Lines/{lid}", lambda w: w("PATCH", line(w), {"Quantity": 0.5})),
    Use("PATCH Orders/{id}/Lines/{lid}", lambda w: w("PATCH", line(w), {"Quantity": None}), 400),
    Use("PATCH Orders/{id}/Lines/{lid}", lambda w: w("PATCH", f"Orders/1/Lines/{NOBODY}", {}), 404),
    Use("DELETE Orders/{id}", lambda w: w("DELETE", ORDER(w))),
    Use("DELETE Orders/{id}", lambda w: w("DELETE", f"Orders/{NOBODY}"), 404),
    Use("DELETE Orders/{id}/Lines/{lid}", lambda w: w("DELETE", line(w))),
    Use("DELETE Orders/{id}/Lines/{lid}", only_line, 400),
    Use("DELETE Orders/{id}/Lines/{lid}", lambda w: w("DELETE", f"Orders/1/Lines/{NOBODY}"), 404),
    Use("GET PermissionSourceCategories", get("PermissionSourceCategories")),
    Use("GET PermissionSourceCategoryRelations", get("PermissionSourceCategoryRelations")),
    Use("GET Points?lastId={lastId}&type={type}", get("Points", lastId=0)),
    Use("GET Points?lastId={lastId}&type={type}", get("Points", lastId="x"), 400),
    Use(
        "GET Points?sourceId={sourceId}&type={type}",
        lambda w: w("GET", "Points", sourceId=w.point(SourceId=w.unique("s"))["SourceId"]),
    ),
    Use(
        "GET Points?type={type}&from={from}&to={to}&storeId={storeId}",
        get("Points", type="køb", storeId=1, **PERIOD),
    ),
    Use(
        "GET Points?type={type}&from={from}&to={to}&storeId={storeId}",
        get("Points", **{**PERIOD, "type": "køb", "to": "now"}),
        400,
    ),
    Use(
        "GET Points?contactId={contactId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}",
        get("Points", contactId=1, datetimeFrom=PERIOD["from"]),
    ),
    Use("GET Points/{id}", get("Points/1")),
    Use("GET Points/{id}", get(f"Points/{NOBODY}"), 404),
    Use("GET Points/Types", get("Points/Types")),
    Use("GET Points/Totals?type={type}", get("Points/Totals")),
    Use("GET Points/Totals?type={type}", lambda w: w.client.get("Points/Totals?" + "type=x&" * 2001), 400),
    Use("GET Points/Sums?contactId={contactId}&type={type}", get("Points/Sums", contactId=1)),
    Use("GET Points/Sums?contactId={contactId}&type={type}", get("Points/Sums", contactId="x"), 400),
    Use("GET Points/SumsByContact?type={type}&storeId={storeId}", get("Points/SumsByContact", type="køb")),
    Use(
        "GET Points/SumsByContact?type={type}&storeId={storeId}",
        get("Points/SumsByContact", type="køb", storeId=2),
    ),
    Use(
        "GET Points/SumsByStore?type={type}&from={from}&to={to}",
        get("Points/SumsByStore", type="køb", **PERIOD),
    ),
    Use(
        "GET Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}",
        get("Points/TotalForContact", contactId=1, type="køb"),
    ),
    Use(
        "GET Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}",
        get("Points/TotalForContact", contactId=NOBODY, type="køb"),
        404,
    ),
    Use(
        "GET Points/SumsByContactCompanies?type={type}&from={from}&to={to}&storeId={storeId}",
        get("Points/SumsByContactCompanies", type="køb", **PERIOD),
    ),
    *(
        Use(
            "GET Points/TotalForContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}",
            get("Points/TotalForContactCompany", contactCompanyId=number, type="køb", **PERIOD),
        )
        for number in (1, NOBODY)
    ),
    Use(
        "GET Points/ByContactCompany?contactCompanyId={contactCompanyId}&type={type}"
        "&from={from}&to={to}&storeId={storeId}",
        get("Points/ByContactCompany", contactCompanyId=1, type="køb", **PERIOD),
    ),
    Use("POST Points", post("Points", {"ContactId": 1, "Type": "bonus", "Amount": 3.5, "StoreId": 2})),
    Use("POST Points", post("Points", {"ContactId": 1, "Type": "gave", "Amount": 3.5}), 400),
    Use("POST Points", post("Points", {"ContactId": NOBODY, "Type": "bonus", "Amount": 3.5}), 404),
    Use("POST Points/{id}/Cancel", lambda w: w("POST", f"Points/{w.point()['Id']}/Cancel")),
    Use("POST Points/{id}/Cancel", cancelled, 400),
    Use("POST Points/{id}/Cancel", post(f"Points/{NOBODY}/Cancel"), 404),
    *(
        Use(
            f"SEARCH Points/{path}?type={{type}}&from={{from}}&to={{to}}",
            search(path, body),
            status,
        )
        for path in ("ForStores", "SumsForStoresByContactCompanies")
        for body, status in (({"StoreIds": [1, 2, 3]}, 200), ({"StoreIds": "1"}, 400))
    ),
    Use("GET Segments?folderId={folderId}", get("Segments")),
    Use("GET Segments?folderId={folderId}", get("Segments", folderId="x"), 400),
    Use("GET Segments/{id}", get("Segments/1")),
    Use("GET Segments/{id}", get(f"Segments/{NOBODY}"), 404),
    Use(
        "GET Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}",
        lambda w: w.client.get("Segments/GetContactCount?s[0]=1&s[1]=2"),
    ),
    Use("GET Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}", get("Segments/GetContactCount", s="x"), 400),
    Use("GET Segments/{id}/GetContactIds", get("Segments/2/GetContactIds")),
    Use("GET Segments/{id}/GetContactIds", get(f"Segments/{NOBODY}/GetContactIds"), 404),
    Use("GET Segments/{id}/GetContactsBaseInfo", get("Segments/2/GetContactsBaseInfo")),
    Use("GET Segments/{id}/GetContactsBaseInfo", get(f"Segments/{NOBODY}/GetContactsBaseInfo"), 404),
    Use("POST Segments/ContactIds", post("Segments/ContactIds", {"Name": "N", "ContactIds": [1, 2]})),
    Use("POST Segments/ContactIds", post("Segments/ContactIds", {"ContactIds": [NOBODY]}), 400),
    Use("POST Segments/GetContactCount", post("Segments/GetContactCount", {"SegmentIds": [1, 2]})),
    Use("POST Segments/GetContactCount", post("Segments/GetContactCount", {}), 400),
    Use("GET Stores?number={number}", get("Stores", number="1001")),
    Use("GET Stores?number={number}", get("Stores", number="none"), 404),
    Use("GET Stores?withoutJsonString={withoutJsonString}", get("Stores")),
    Use("GET Stores?withoutJsonString={withoutJsonString}", get("Stores", withoutJsonString=True)),
    Use("GET Stores?withoutJsonString={withoutJsonString}", get("Stores", withoutJsonString="x"), 400),
    Use("GET Stores/{id}", get("Stores/5")),
    Use("GET Stores/{id}", get(f"Stores/{NOBODY}"), 404),
    Use("POST Stores", lambda w: w("POST", "Stores", {"Number": w.unique("s"), "Name": "N", "Areal m²": 9.5})),
    Use("POST Stores", post("Stores", {"Number": "n"}), 400),
    Use("POST Stores", post("Stores", {"Number": "1001", "Name": "N"}), 409),
    Use("PATCH Stores", lambda w: w("PATCH", "Stores", {"Id": 5, "Region": "Sjælland"})),
    Use("PATCH Stores", lambda w: w("PATCH", "Stores", {"Id": 5, "Region": "Mars"}), 400),
    Use("PATCH Stores", lambda w: w("PATCH", "Stores", {"Id": NOBODY}), 404),
    Use("PATCH Stores", lambda w: w("PATCH", "Stores", {"Id": 5, "Number": "1001"}), 409),
    *described_beyond.USES,
)
