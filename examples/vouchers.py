"""The life of a voucher: import codes, assign one to a contact, find it by its code, and redeem it once.

Start the sandbox with `yulsn-codegen sandbox`, and run `YULSN_API_KEY=sandbox python vouchers.py http://127.0.0.1:8765`.
"""

from __future__ import annotations

import sys

from yulsn_client import Client, ConflictError
from yulsn_client.models import (
    ContactCreate,
    VoucherAssignmentCreate,
    VoucherAssignmentStatus,
    VoucherAssignmentStatusPatch,
    VoucherCodeField,
    VoucherCodeImport,
)

CODES = b"""\
Code;ValidFrom;ValidTo
SPRING-1;2024-01-01T00:00:00;2099-12-31T23:59:59
SPRING-2;2024-01-01T00:00:00;2099-12-31T23:59:59
"""


def import_codes(client: Client, voucher_id: int) -> None:
    """Import the codes of a voucher from a CSV file."""
    codes = VoucherCodeImport(
        file=CODES,
        column_delimiter=";",
        encoding="utf-8",
        first_line_is_header=True,
        voucher_id=voucher_id,
        fields=[VoucherCodeField(csv_field=name, loyaltii_field=name) for name in ("Code", "ValidFrom", "ValidTo")],
    )
    client.voucher_codes.import_csv(codes)


def set_status(client: Client, assignment_id: int, status: VoucherAssignmentStatus) -> None:
    """Set the status of an assignment."""
    client.voucher_assignments.set_status(
        VoucherAssignmentStatusPatch(voucher_assignment_id=assignment_id, status=status)
    )


def main(base_url: str) -> None:
    """Tell the story with the sandbox's own voucher group, whose account has the number 1."""
    with Client(base_url=base_url, account_id=1) as client:
        (group,) = client.voucher_groups.list_active()
        (voucher,) = client.voucher_groups.list_active_vouchers(group.id)
        import_codes(client, voucher.voucher_id)
        count = client.voucher_groups.get_voucher(group.id, voucher.voucher_id).unassigned_voucher_code_count
        print(f"{voucher.name}: {count} codes to assign")

        ada = client.contacts.create(
            ContactCreate(registration_source="till", registration_ip="192.0.2.1", email="ada@example.com")
        )
        assignment = VoucherAssignmentCreate(
            voucher_group_id=group.id, voucher_id=voucher.voucher_id, contact_id=ada.id, reserve=False
        )
        client.voucher_assignments.create(assignment)
        (mine,) = client.voucher_assignments.list_by_contact(ada.id)
        print(f"assigned {mine.voucher_code}")

        found = client.voucher_assignments.find_by_code("SPRING-1")  # at the till
        assert found == mine
        set_status(client, found.id, VoucherAssignmentStatus.REDEEMED)
        print("redeemed")
        try:
            set_status(client, found.id, VoucherAssignmentStatus.ASSIGNED)
        except ConflictError as error:
            print(f"refused: {error.detail}")


if __name__ == "__main__":
    main(sys.argv[1])
