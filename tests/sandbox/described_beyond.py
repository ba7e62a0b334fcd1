"""Requests for every row beyond the documented ones; see `described`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2

from .world import NOBODY, V2, Send, Use, World, codes, get, post

_V2 = "/api/v2/{accountId}"
VOUCHER = {"IsActive": True, "Name": "V", "RedeemTime": "Hour", "RedeemHours": 2}
ASSIGNMENT = {"VoucherGroupId": 1, "VoucherId": 1, "ContactId": 1, "Reserve": True}
SMS = {"TriggerId": "ready-for-pickup", "DynamicValues": {"Name": "Ida"}}
PUSH = {"TriggerId": "service-reminder", "Schedule": "2024-05-06T10:08:14+02:00", "IsTest": True, "TrackUrls": False}
FLAGS = {"IsUnique": False, "IsSearchable": True, "HasPersonData": False, "CanMerge": True}
TEMPLATE: dict[str, Any] = {
    **{"FolderId": 1, "Name": "N", "TemplateId": 1, "Values": {"LastName": "Jensen"}, "DailyStatistic": False},
    **{"OnEmailMessages": True, "OnSmsMessages": False, "OnPushMessages": False},
}
GEARS = {"Field": "Gears", "Operator": 4, "Value": "7", "Values": None}


def v2(row: str, send: Send, status: int = 200) -> Use:
    method, _, path = row.partition(" ")
    return Use(f"{method} {_V2}/{path}", send, status)


def search(path: str, json: Any) -> Send:
    return lambda world: world("SEARCH", path, json)


def put(path: str, json: Any) -> Send:
    return lambda world: world("PUT", f"{V2}/{path}", json)


def merged(world: World) -> httpx2.Response:
    source = world.contact()["Id"]
    body = {"EventTypes": ["Visit"], "DispatchLogFormVersions": [{"Form": 0, "Version": "V2"}]}
    return world("POST", f"{V2}/Contacts/{source}/Merge/1", body)


def token(world: World) -> dict[str, Any]:
    body = {"ContactId": 1, "Value": world.unique("token")}
    assert world("POST", f"{V2}/PushTokens", body).status_code == 200
    return body


def tokens(world: World) -> httpx2.Response:
    token(world)
    return world("GET", f"{V2}/PushTokens/Contact/1")


def redeemed_twice(world: World, then: int) -> httpx2.Response:
    number = world.assigned()
    path = f"{V2}/VoucherAssignments"
    assert world("PATCH", path, {"VoucherAssingmentId": number, "Status": 40}).status_code == 200
    return world("PATCH", path, {"VoucherAssingmentId": number, "Status": then})


def new_field(world: World, **members: Any) -> dict[str, Any]:
    return {"Name": world.unique("Felt"), "Type": 3, **FLAGS, "ValuesJson": "[1, 2]", **members}


def field_of(world: World, base: str) -> str:
    return f"{base}/{world.made(base, new_field(world))}"


def vouchers() -> Iterator[Use]:
    yield v2("GET Vouchers", get(f"{V2}/Vouchers"))
    yield v2("POST Vouchers", post(f"{V2}/Vouchers", VOUCHER))
    yield v2("POST Vouchers", post(f"{V2}/Vouchers", {"Name": "V"}), 400)
    yield v2("PUT Vouchers/{voucherId}", put("Vouchers/2", VOUCHER))
    yield v2("PUT Vouchers/{voucherId}", put("Vouchers/2", {**VOUCHER, "RedeemTime": 7}), 400)
    yield v2("PUT Vouchers/{voucherId}", put(f"Vouchers/{NOBODY}", VOUCHER), 404)
    yield v2("GET VoucherGroups", get(f"{V2}/VoucherGroups"))
    yield v2("GET VoucherGroups/Active", get(f"{V2}/VoucherGroups/Active"))
    yield v2("GET VoucherGroups/{groupId}", get(f"{V2}/VoucherGroups/1"))
    yield v2("GET VoucherGroups/{groupId}", get(f"{V2}/VoucherGroups/{NOBODY}"), 404)
    listed = "GET VoucherGroups/{groupId}/Vouchers?validTo={validTo}"
    yield v2(listed, get(f"{V2}/VoucherGroups/1/Vouchers"))
    yield v2(listed, get(f"{V2}/VoucherGroups/1/Vouchers", validTo="2024-05-06"))
    yield v2(listed, get(f"{V2}/VoucherGroups/1/Vouchers", validTo="06/05/2024"), 400)
    yield v2(listed, get(f"{V2}/VoucherGroups/{NOBODY}/Vouchers"), 404)
    yield v2("GET VoucherGroups/{groupId}/Vouchers/Active", get(f"{V2}/VoucherGroups/1/Vouchers/Active"))
    yield v2("GET VoucherGroups/{groupId}/Vouchers/Active", get(f"{V2}/VoucherGroups/{NOBODY}/Vouchers/Active"), 404)
    yield v2("GET VoucherGroups/{groupId}/Vouchers/{voucherId}", get(f"{V2}/VoucherGroups/1/Vouchers/1"))
    yield v2("GET VoucherGroups/{groupId}/Vouchers/{voucherId}", get(f"{V2}/VoucherGroups/1/Vouchers/{NOBODY}"), 404)
    yield v2("POST VoucherCodes/Import", lambda w: w("POST", f"{V2}/VoucherCodes/Import", codes(w.unique("code"))))
    yield v2("POST VoucherCodes/Import", post(f"{V2}/VoucherCodes/Import", {**codes("a"), "Encoding": "x"}), 400)
    yield v2("POST VoucherCodes/Import", post(f"{V2}/VoucherCodes/Import", {**codes("a"), "VoucherId": NOBODY}), 404)


def assignments() -> Iterator[Use]:
    path = f"{V2}/VoucherAssignments"
    yield v2("POST VoucherAssignments", post(path, ASSIGNMENT))
    yield v2("POST VoucherAssignments", post(path, {**ASSIGNMENT, "Reserve": 1}), 400)
    yield v2("POST VoucherAssignments", post(path, {**ASSIGNMENT, "ContactId": NOBODY}), 404)
    yield v2("PATCH VoucherAssignments", lambda w: redeemed_twice(w, 60))
    yield v2("PATCH VoucherAssignments", lambda w: redeemed_twice(w, 20), 409)
    yield v2("PATCH VoucherAssignments", lambda w: redeemed_twice(w, 7), 400)
    unknown = {"VoucherAssingmentId": NOBODY, "Status": 40}
    yield v2("PATCH VoucherAssignments", lambda w: w("PATCH", path, unknown), 404)
    yield v2("GET VoucherAssignments/Contact/{contactId}", lambda w: (w.assigned(), w("GET", f"{path}/Contact/1"))[1])
    one = "GET VoucherAssignments/Contact/{contactId}/{assignmentId}"
    yield v2(one, lambda w: w("GET", f"{path}/Contact/1/{w.assigned()}"))
    yield v2(one, lambda w: w("GET", f"{path}/Contact/2/{w.assigned()}"), 404)
    yield v2("GET VoucherAssignments/VoucherCode/{code}", lambda w: w("GET", f"{path}/VoucherCode/{w.with_code()}"))
    yield v2("GET VoucherAssignments/VoucherCode/{code}", get(f"{path}/VoucherCode/none"), 404)


def messages() -> Iterator[Use]:
    for form in ("Email", "Sms", "push"):
        yield v2("GET Messages/{form}/Triggers/Active", get(f"{V2}/Messages/{form}/Triggers/Active"))
    for form, body in (("Push", PUSH), ("Sms", SMS)):
        path = f"{V2}/Messages/{form}/Send"
        yield v2(f"POST Messages/{form}/Send/Contact", post(f"{path}/Contact", {**body, "ContactId": 1}))
        yield v2(f"POST Messages/{form}/Send/Contact", post(f"{path}/Contact", {**body, "ContactId": "1"}), 400)
        yield v2(f"POST Messages/{form}/Send/Contact", post(f"{path}/Contact", {**body, "ContactId": NOBODY}), 404)
        segments = {**body, "InSegmentIds": [1], "NotInSegmentIds": [3], "TakeRandom": 2, "BatchDelay": 30}
        yield v2(f"POST Messages/{form}/Send/Segment", post(f"{path}/Segment", segments))
        yield v2(f"POST Messages/{form}/Send/Segment", post(f"{path}/Segment", {**segments, "BatchDelay": 7}), 400)
        yield v2(f"POST Messages/{form}/Send/Segment", post(f"{path}/Segment", {**segments, "TriggerId": "x"}), 404)
    yield v2("POST Messages/Sms/Send/Phone", post(f"{V2}/Messages/Sms/Send/Phone", {**SMS, "Phone": "20123456"}))
    yield v2("POST Messages/Sms/Send/Phone", post(f"{V2}/Messages/Sms/Send/Phone", SMS), 400)
    unknown = {"TriggerId": "x", "Phone": "20123456"}
    yield v2("POST Messages/Sms/Send/Phone", post(f"{V2}/Messages/Sms/Send/Phone", unknown), 404)
    yield v2("GET PushTokens/Contact/{contactId}", tokens)
    yield v2("POST PushTokens", post(f"{V2}/PushTokens", {"ContactId": 1, "Value": "t", "DeviceId": "d"}))
    yield v2("POST PushTokens", post(f"{V2}/PushTokens", {"ContactId": 1}), 400)
    yield v2("POST PushTokens", post(f"{V2}/PushTokens", {"ContactId": NOBODY, "Value": "t"}), 404)
    yield v2("DELETE PushTokens", lambda w: w("DELETE", f"{V2}/PushTokens", token(w)))
    yield v2("DELETE PushTokens", lambda w: w("DELETE", f"{V2}/PushTokens", {"ContactId": 1}), 400)
    yield v2("DELETE PushTokens", lambda w: w("DELETE", f"{V2}/PushTokens", {"ContactId": 1, "Value": "none"}), 404)
    yield v2("POST UserAgents", post(f"{V2}/UserAgents", [2, 1, NOBODY]))
    yield v2("POST UserAgents", post(f"{V2}/UserAgents", ["x"]), 400)


FIND = (
    "GET Points?contactId={contactId}&sourceId={sourceId}&type={type}&datetimeFrom={datetimeFrom}"
    "&datetimeTo={datetimeTo}&contactCompanyId={contactCompanyId}&storeId={storeId}"
    "&includeCancelPoints={includeCancelPoints}"
)


def contacts_and_points() -> Iterator[Use]:
    merge = "POST Contacts/{sourceId}/Merge/{targetId}"
    yield v2(merge, merged)
    yield v2(merge, post(f"{V2}/Contacts/1/Merge/1", {}), 400)
    yield v2(merge, post(f"{V2}/Contacts/1/Merge/{NOBODY}", {}), 404)
    yield v2(FIND, get(f"{V2}/Points", type="køb", storeId=2, includeCancelPoints="true"))
    yield v2(FIND, get(f"{V2}/Points", includeCancelPoints="true"), 400)
    yield v2("GET Points/{id}", lambda w: w("GET", f"{V2}/Points/{w.point()['Id']}"))
    yield v2("GET Points/{id}", get(f"{V2}/Points/{NOBODY}"), 404)
    yield v2("GET Points/Page/{lastId}?type={type}&take={take}", get(f"{V2}/Points/Page/3", take=5))
    yield v2("GET Points/Page/{lastId}?type={type}&take={take}", get(f"{V2}/Points/Page/0", take=0), 400)
    status = "GET Segments/GetContactStatus/{contactId}/{segmentIds}?timeoutSec={timeoutSec}"
    yield v2(status, get(f"{V2}/Segments/GetContactStatus/1/1,3,{NOBODY}", timeoutSec=30))
    yield v2(status, get(f"{V2}/Segments/GetContactStatus/1/1", timeoutSec=31), 400)


def version_1() -> Iterator[Use]:
    kind = {"Field": "Type", "Operator": "In", "Values": ["butik", "webshop"]}
    yield Use("SEARCH Orders", search("Orders", [kind, {"Field": "Sælger", "Operator": 8}]))
    yield Use("SEARCH Orders", search("Orders", [{"Field": "Nothing", "Operator": 7}]), 400)
    for suffix in ("", "/Count"):
        row = f"SEARCH table/{{tableName}}{suffix}"
        yield Use(row, search(f"table/Bikes{suffix}", {"Fields": [GEARS]}))
        yield Use(row, search(f"table/Bikes{suffix}", {"Fields": [{**GEARS, "Value": "many"}]}), 400)
        yield Use(row, search(f"table/None{suffix}", {"Fields": [GEARS]}), 404)
    yield Use("POST Segments/Template", post("Segments/Template", TEMPLATE))
    yield Use("POST Segments/Template", post("Segments/Template", {**TEMPLATE, "Values": None}), 400)
    yield Use("POST Segments/Template", post("Segments/Template", {**TEMPLATE, "TemplateId": NOBODY}), 404)
    yield Use("GET Data/View/{viewName}", get("Data/View/StoreDirectory"))
    yield Use("GET Data/View/{viewName}", get("Data/View/Nothing"), 404)
    calls = (
        ("Function/{functionName}", "ContactsByLastName", ["Jensen"]),
        ("Procedure/{procedureName}", "RenameStore", ["1003", "O"]),
    )
    for path, name, arguments in calls:
        folder = f"Data/{path.partition('/')[0]}"
        yield Use(f"POST Data/{path}", post(f"{folder}/{name}", arguments))
        yield Use(f"POST Data/{path}", post(f"{folder}/{name}", [1]), 400)
        yield Use(f"POST Data/{path}", post(f"{folder}/Nothing", arguments), 404)
    yield Use("GET /api/internal/Countries/DialCodes", get("/api/internal/Countries/DialCodes"))


def fields() -> Iterator[Use]:
    owners = (
        ("{owner}", "Stores", 400),
        ("{owner}", "Voucher", 400),
        ("DynamicTable/{tableId}", "DynamicTable/12", 404),
    )
    for template, path, unknown in owners:
        yield from fields_of(template, path, unknown)


def fields_of(template: str, path: str, unknown: int) -> Iterator[Use]:
    base, row = f"{V2}/DynamicFields/{path}", f"DynamicFields/{template}"
    wrong = f"{V2}/DynamicFields/{'Nothing' if unknown == 400 else f'DynamicTable/{NOBODY}'}"
    yield v2(f"GET {row}", lambda w: (field_of(w, base), w("GET", base))[1])
    yield v2(f"GET {row}", get(wrong), unknown)
    yield v2(f"POST {row}", lambda w: w("POST", base, new_field(w)))
    yield v2(f"POST {row}", lambda w: w("POST", base, new_field(w, ValuesJson="{")), 400)
    yield v2(f"POST {row}", lambda w: w("POST", wrong, new_field(w)), unknown)
    yield v2(f"GET {row}/{{fieldId}}", lambda w: w("GET", field_of(w, base)))
    yield v2(f"GET {row}/{{fieldId}}", get(f"{base}/{NOBODY}"), 404)
    yield v2(f"POST {row}/{{fieldId}}", lambda w: w("POST", field_of(w, base), {**FLAGS, "Label": "L"}))
    yield v2(f"POST {row}/{{fieldId}}", lambda w: w("POST", field_of(w, base), {"Label": "L"}), 400)
    yield v2(f"POST {row}/{{fieldId}}", post(f"{base}/{NOBODY}", FLAGS), 404)
    relation = {"RelationOwner": 6, "RelationDynamicTableId": 2, "RelationOnDelete": "SetNull"}
    related = f"POST {row}/{{fieldId}}/Relation"
    yield v2(related, lambda w: w("POST", f"{field_of(w, base)}/Relation", relation))
    yield v2(related, lambda w: w("POST", f"{field_of(w, base)}/Relation", {"RelationOwner": 77}), 400)
    yield v2(related, post(f"{base}/{NOBODY}/Relation", relation), 404)


def tables() -> Iterator[Use]:
    path = f"{V2}/DynamicTables"
    yield v2("GET DynamicTables", get(path))
    yield v2("POST DynamicTables", lambda w: w("POST", path, {"Name": w.unique("Tabel"), "IsShared": False}))
    yield v2("POST DynamicTables", post(path, {"Name": "bikes", "IsShared": False}), 400)
    yield v2("GET DynamicTables/{tableId}", get(f"{path}/3"))
    yield v2("GET DynamicTables/{tableId}", get(f"{path}/{NOBODY}"), 404)

    def made(w: World) -> object:
        return w.made(path, {"Name": w.unique("Tabel"), "IsShared": True})

    update = {"Label": "L", "DeleteConverterId": 7}
    yield v2("POST DynamicTables/{tableId}", lambda w: w("POST", f"{path}/{made(w)}", update))
    yield v2("POST DynamicTables/{tableId}", post(f"{path}/3", {"CreateConverterId": "x"}), 400)
    yield v2("POST DynamicTables/{tableId}", post(f"{path}/{NOBODY}", update), 404)
    yield v2("GET DynamicTables/Name/{tableName}", get(f"{path}/Name/bikes"))
    yield v2("GET DynamicTables/Name/{tableName}", get(f"{path}/Name/None"), 404)


USES = (
    *vouchers(),
    *assignments(),
    *messages(),
    *contacts_and_points(),
    *version_1(),
    *fields(),
    *tables(),
)
