"""The rows of Vouchers, VoucherGroups, VoucherAssignments and VoucherCodes."""

from __future__ import annotations

from datetime import date
from typing import Any

from yulsn_client.models import (
    Voucher,
    VoucherAssignment,
    VoucherAssignmentCreate,
    VoucherAssignmentCreated,
    VoucherAssignmentStatus,
    VoucherAssignmentStatusPatch,
    VoucherCodeField,
    VoucherCodeImport,
    VoucherCodeImported,
    VoucherCreated,
    VoucherGroup,
    VoucherGroupVoucher,
    VoucherRedeemTime,
    VoucherWrite,
)

from ..calls import NONE, Case
from ..expect import Is, moment

V2 = "/api/v2/{accountId}"
VOUCHER = """{"Id": 7, "IsActive": true, "Name": "Gave", "Description": null, "RedeemTime": 1, "RedeemHours": 48,
    "RedeemCustom": null, "NotifyEmails": "a@example.com", "NotifyMinCodeCount": 10,
    "Created": "2024-05-06T10:08:14.1957879+02:00", "CreatedBy": "Åse", "Modified": null, "ModifiedBy": null}"""
GIFT = Is(
    Voucher,
    id=7,
    is_active=True,
    name="Gave",
    description=None,
    redeem_time=VoucherRedeemTime.HOUR,
    redeem_hours=48,
    redeem_custom=None,
    notify_emails="a@example.com",
    notify_min_code_count=10,
    created=moment("2024-05-06T10:08:14.195788+02:00"),
    created_by="Åse",
    modified=None,
    modified_by=None,
)
GROUP = '{"Id": 3, "IsActive": true, "Name": "Klub", "WinnerChance": null}'
CLUB = Is(VoucherGroup, id=3, is_active=True, name="Klub", winner_chance=None)
LINK = """{"VoucherGroupId": 3, "VoucherId": 7, "IsActive": false, "AssignWeight": 2, "AssignLimit": null,
    "Name": "Gave", "Description": "x", "RedeemTime": null, "RedeemHours": null, "RedeemCustom": null,
    "UnassignedVoucherCodeCount": 12}"""
OF_CLUB = Is(
    VoucherGroupVoucher,
    voucher_group_id=3,
    voucher_id=7,
    is_active=False,
    assign_weight=2,
    assign_limit=None,
    name="Gave",
    redeem_time=None,
    unassigned_voucher_code_count=12,
)
ASSIGNMENT = """{"Id": 9, "VoucherGroupId": 3, "VoucherId": 7, "VoucherCodeId": 11, "ContactId": 4711,
    "Deadline": "2024-05-06T23:59:59+02:00", "Status": 20, "StatusChanged": "2024-05-06T10:08:14+02:00",
    "VoucherCode": "AB/1"}"""
ASSIGNED = Is(
    VoucherAssignment,
    id=9,
    voucher_group_id=3,
    voucher_id=7,
    voucher_code_id=11,
    contact_id=4711,
    deadline=moment("2024-05-06T23:59:59+02:00"),
    status=VoucherAssignmentStatus.ASSIGNED,
    status_changed=moment("2024-05-06T10:08:14+02:00"),
    voucher_code="AB/1",
)


def v2(row: str, path: str, **members: Any) -> Case:
    """Return a case of a row below the account's number, which is 1."""
    method, _, rest = row.partition(" ")
    return Case(row=f"{method} {V2}/{rest}", path=f"/api/v2/1/{path}", **members)


CASES = [
    v2("GET Vouchers", "Vouchers", use=lambda client: client.vouchers.list(), answer=f"[{VOUCHER}]", value=[GIFT]),
    v2(
        "POST Vouchers",
        "Vouchers",
        use=lambda client: client.vouchers.create(
            VoucherWrite(is_active=True, name="Gave", redeem_time=VoucherRedeemTime.END_OF_DAY, redeem_hours=None)
        ),
        body='{"IsActive": true, "Name": "Gave", "RedeemTime": 0, "RedeemHours": null}',
        answer='{"VoucherId": 7}',
        value=Is(VoucherCreated, voucher_id=7),
    ),
    v2(
        "PUT Vouchers/{voucherId}",
        "Vouchers/7",
        use=lambda client: client.vouchers.update(
            7,
            VoucherWrite(
                is_active=False,
                name="Gave",
                redeem_time=VoucherRedeemTime.CUSTOM,
                redeem_custom=moment("2024-05-06T10:08:14+02:00"),
            ),
        ),
        body='{"IsActive": false, "Name": "Gave", "RedeemTime": 2, "RedeemCustom": "2024-05-06T10:08:14+02:00"}',
    ),
    v2(
        "GET VoucherGroups",
        "VoucherGroups",
        use=lambda client: client.voucher_groups.list(),
        answer=f"[{GROUP}]",
        value=[CLUB],
    ),
    v2(
        "GET VoucherGroups/Active",
        "VoucherGroups/Active",
        use=lambda client: client.voucher_groups.list_active(),
        answer="[]",
        value=[],
    ),
    v2(
        "GET VoucherGroups/{groupId}",
        "VoucherGroups/3",
        use=lambda client: client.voucher_groups.get(3),
        answer=GROUP,
        value=CLUB,
    ),
    v2(
        "GET VoucherGroups/{groupId}/Vouchers?validTo={validTo}",
        "VoucherGroups/3/Vouchers",
        use=lambda client: client.voucher_groups.list_vouchers(3, valid_to=date(2024, 5, 6)),
        query="validTo=2024-05-06",
        answer=f"[{LINK}]",
        value=[OF_CLUB],
    ),
    v2(
        "GET VoucherGroups/{groupId}/Vouchers?validTo={validTo}",
        "VoucherGroups/3/Vouchers",
        use=lambda client: client.voucher_groups.list_vouchers(3),
        answer="[]",
        value=[],
        what="whenever they are valid",
    ),
    v2(
        "GET VoucherGroups/{groupId}/Vouchers/Active",
        "VoucherGroups/3/Vouchers/Active",
        use=lambda client: client.voucher_groups.list_active_vouchers(3),
        answer=f"[{LINK}]",
        value=[OF_CLUB],
    ),
    v2(
        "GET VoucherGroups/{groupId}/Vouchers/{voucherId}",
        "VoucherGroups/3/Vouchers/7",
        use=lambda client: client.voucher_groups.get_voucher(3, 7),
        answer=LINK,
        value=OF_CLUB,
    ),
    v2(
        "POST VoucherAssignments",
        "VoucherAssignments",
        use=lambda client: client.voucher_assignments.create(
            VoucherAssignmentCreate(voucher_group_id=3, voucher_id=7, contact_id=4711, reserve=False)
        ),
        body='{"VoucherGroupId": 3, "VoucherId": 7, "ContactId": 4711, "Reserve": false}',
        answer='{"VoucherAssignmentId": 9}',
        value=Is(VoucherAssignmentCreated, voucher_assignment_id=9),
    ),
    v2(
        "PATCH VoucherAssignments",
        "VoucherAssignments",
        use=lambda client: client.voucher_assignments.set_status(
            VoucherAssignmentStatusPatch(voucher_assignment_id=9, status=VoucherAssignmentStatus.REDEEMED)
        ),
        body='{"VoucherAssingmentId": 9, "Status": 40}',
    ),
    v2(
        "GET VoucherAssignments/Contact/{contactId}",
        "VoucherAssignments/Contact/4711",
        use=lambda client: client.voucher_assignments.list_by_contact(4711),
        answer=f"[{ASSIGNMENT}]",
        value=[ASSIGNED],
    ),
    v2(
        "GET VoucherAssignments/Contact/{contactId}/{assignmentId}",
        "VoucherAssignments/Contact/4711/9",
        use=lambda client: client.voucher_assignments.get(4711, 9),
        answer=ASSIGNMENT,
        value=ASSIGNED,
    ),
    v2(
        "GET VoucherAssignments/VoucherCode/{code}",
        "VoucherAssignments/VoucherCode/AB%2F1",
        use=lambda client: client.voucher_assignments.find_by_code("AB/1"),
        answer=ASSIGNMENT,
        value=ASSIGNED,
        missing=NONE,
    ),
    v2(
        "POST VoucherCodes/Import",
        "VoucherCodes/Import",
        use=lambda client: client.voucher_codes.import_csv(
            VoucherCodeImport(
                file=b"Code\n",
                column_delimiter=";",
                encoding="utf-8",
                first_line_is_header=True,
                voucher_id=7,
                fields=[VoucherCodeField(csv_field="Kode", loyaltii_field="Code")],
            )
        ),
        body="""{"File": "Q29kZQo=", "ColumnDelimiter": ";", "Encoding": "utf-8", "FirstLineIsHeader": true,
                 "VoucherId": 7, "Fields": [{"CsvField": "Kode", "LoyaltiiField": "Code"}]}""",
        answer='{"BulkImportId": 5}',
        value=Is(VoucherCodeImported, bulk_import_id=5),
    ),
]
