"""The effects of voucher calls, with the sandbox over real HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from yulsn_client import BadRequestError, ConflictError, NotFoundError
from yulsn_client.models import (
    MediaCreate,
    Voucher,
    VoucherAssignment,
    VoucherAssignmentCreate,
    VoucherAssignmentStatus,
    VoucherAssignmentStatusPatch,
    VoucherCodeField,
    VoucherCodeImport,
    VoucherGroupVoucher,
    VoucherRedeemTime,
    VoucherWrite,
)

from .conftest import Flavour
from .people import NUMBERS, people

V2 = "/api/v2/{accountId}"
GROUP, VOUCHER = 1, 1  # those that a new sandbox has
COLUMNS = [VoucherCodeField(csv_field=name, loyaltii_field=name) for name in ("Code", "ValidFrom", "ValidTo")]


def new_code() -> str:
    """Return a code that no other test has."""
    return f"KODE-{next(NUMBERS)}"


def imported(api: Flavour, *codes: str, valid_to: str = "") -> None:
    """Import codes of the voucher."""
    lines = ["Code;ValidFrom;ValidTo", *(f"{code};2024-05-06T00:00:00;{valid_to}" for code in codes)]
    found = api.run(api.client.voucher_codes.import_csv(csv("\n".join(lines).encode())))
    assert found.bulk_import_id > 0


def csv(content: bytes | None, url: str | None = None, encoding: str = "utf-8") -> VoucherCodeImport:
    return VoucherCodeImport(
        file=content,
        file_url=url,
        column_delimiter=";",
        encoding=encoding,
        first_line_is_header=True,
        voucher_id=VOUCHER,
        fields=COLUMNS,
    )


def unassigned(api: Flavour) -> int:
    found = api.run(api.client.voucher_groups.get_voucher(GROUP, VOUCHER))
    assert isinstance(found, VoucherGroupVoucher)
    return found.unassigned_voucher_code_count


def assigned(api: Flavour, contact: int, *, reserve: bool = False) -> VoucherAssignment:
    body = VoucherAssignmentCreate(voucher_group_id=GROUP, voucher_id=VOUCHER, contact_id=contact, reserve=reserve)
    number = api.run(api.client.voucher_assignments.create(body)).voucher_assignment_id
    found = api.run(api.client.voucher_assignments.get(contact, number))
    assert isinstance(found, VoucherAssignment)
    return found


def step(api: Flavour, number: int, status: VoucherAssignmentStatus, since: datetime | None = None) -> None:
    change = VoucherAssignmentStatusPatch(voucher_assignment_id=number, status=status, status_changed=since)
    api.run(api.client.voucher_assignments.set_status(change))


@pytest.mark.rows(f"POST {V2}/Vouchers", f"PUT {V2}/Vouchers/{{voucherId}}", f"GET {V2}/Vouchers")
def test_a_voucher_is_created_and_replaced(api: Flavour) -> None:
    vouchers = api.client.vouchers
    body = VoucherWrite(is_active=True, name="Vask", redeem_time=VoucherRedeemTime.HOUR, redeem_hours=2)
    number = api.run(vouchers.create(body)).voucher_id

    def found() -> Voucher:
        (one,) = [voucher for voucher in api.run(vouchers.list()) if voucher.id == number]
        assert isinstance(one, Voucher)
        return one

    made = found()
    assert (made.name, made.redeem_time, made.redeem_hours) == ("Vask", VoucherRedeemTime.HOUR, 2)
    assert made.modified is None
    api.run(vouchers.update(number, VoucherWrite(is_active=False, name="Vask og voks")))
    replaced = found()
    assert (replaced.name, replaced.is_active, replaced.redeem_time) == ("Vask og voks", False, None)
    assert replaced.created == made.created
    assert replaced.modified is not None
    with pytest.raises(NotFoundError):
        api.run(vouchers.update(2_000_000_000, body))


@pytest.mark.rows(
    f"GET {V2}/VoucherGroups",
    f"GET {V2}/VoucherGroups/Active",
    f"GET {V2}/VoucherGroups/{{groupId}}",
    f"GET {V2}/VoucherGroups/{{groupId}}/Vouchers?validTo={{validTo}}",
    f"GET {V2}/VoucherGroups/{{groupId}}/Vouchers/Active",
    f"GET {V2}/VoucherGroups/{{groupId}}/Vouchers/{{voucherId}}",
)
def test_a_new_sandbox_has_an_active_group_with_an_active_voucher(api: Flavour) -> None:
    groups = api.client.voucher_groups
    everything, active = api.run(groups.list()), api.run(groups.list_active())
    assert [group.id for group in everything] == [1, 2]
    assert active == [group for group in everything if group.is_active] == [api.run(groups.get(GROUP))]
    vouchers, actives = api.run(groups.list_vouchers(GROUP)), api.run(groups.list_active_vouchers(GROUP))
    assert actives == [voucher for voucher in vouchers if voucher.is_active]
    assert len(actives) == 1 < len(vouchers)
    assert api.run(groups.get_voucher(GROUP, VOUCHER)) == actives[0]
    with pytest.raises(NotFoundError):
        api.run(groups.get_voucher(2, VOUCHER))


@pytest.mark.rows(
    f"POST {V2}/VoucherCodes/Import",
    f"POST {V2}/VoucherAssignments",
    f"GET {V2}/VoucherAssignments/Contact/{{contactId}}",
    f"GET {V2}/VoucherAssignments/Contact/{{contactId}}/{{assignmentId}}",
    f"GET {V2}/VoucherAssignments/VoucherCode/{{code}}",
)
def test_imported_codes_are_assigned_and_found(api: Flavour) -> None:
    ada, bo = people(api, 2)
    before = unassigned(api)
    code = new_code()
    imported(api, code, new_code())
    assert unassigned(api) == before + 2
    found = [assigned(api, ada.id) for _ in range(before + 1)]
    mine = found[-1]
    assert (mine.voucher_code, mine.status) == (code, VoucherAssignmentStatus.ASSIGNED)
    assert mine.deadline.date() >= datetime.now(UTC).date()
    assignments = api.client.voucher_assignments
    assert api.run(assignments.list_by_contact(ada.id)) == found
    assert api.run(assignments.find_by_code(code)) == mine
    assert api.run(assignments.find_by_code("ingen")) is None
    reserved = assigned(api, bo.id, reserve=True)
    assert reserved.status is VoucherAssignmentStatus.RESERVED
    assert unassigned(api) == 0
    without = assigned(api, bo.id)
    assert (without.voucher_code, without.voucher_code_id) == (None, None)
    with pytest.raises(NotFoundError):
        api.run(assignments.get(ada.id, reserved.id))


@pytest.mark.rows(f"PATCH {V2}/VoucherAssignments")
def test_a_redeemed_voucher_cannot_be_assigned_again(api: Flavour) -> None:
    (ada,) = people(api, 1)
    number = assigned(api, ada.id, reserve=True).id
    earlier = datetime(2024, 5, 6, 10, 8, tzinfo=UTC)
    step(api, number, VoucherAssignmentStatus.ASSIGNED, earlier)
    assert api.run(api.client.voucher_assignments.get(ada.id, number)).status_changed == earlier
    step(api, number, VoucherAssignmentStatus.REDEEMED)
    redeemed = api.run(api.client.voucher_assignments.get(ada.id, number))
    assert redeemed.status is VoucherAssignmentStatus.REDEEMED
    assert datetime.now(UTC) - redeemed.status_changed < timedelta(minutes=5)
    with pytest.raises(ConflictError, match="Could not update the status") as raised:
        step(api, number, VoucherAssignmentStatus.ASSIGNED)
    assert (raised.value.status, raised.value.title) == (409, "Conflict")
    assert raised.value.detail is not None
    assert raised.value.detail.startswith("Could not update the status")
    assert api.run(api.client.voucher_assignments.get(ada.id, number)) == redeemed


def test_expired_codes_are_not_counted(api: Flavour) -> None:
    imported(api, new_code(), valid_to="2024-06-30T00:00:00")

    def counted(day: date) -> int:
        found = api.run(api.client.voucher_groups.list_vouchers(GROUP, valid_to=day))
        (count,) = (int(item.unassigned_voucher_code_count) for item in found if item.voucher_id == VOUCHER)
        return count

    assert counted(date(2024, 7, 1)) == counted(date(2024, 6, 30)) - 1


def test_a_file_of_codes_can_be_one_of_the_media_library(api: Flavour) -> None:
    code = new_code()
    content = f"Code;ValidFrom;ValidTo\n{code};;\n".encode("utf-16")
    file = MediaCreate(name="koder.csv", folder_id=1, content_type="text/csv", media=content)
    url = api.run(api.client.media.create(file)).public_url
    before = unassigned(api)
    api.run(api.client.voucher_codes.import_csv(csv(None, url, "utf-16")))
    assert unassigned(api) == before + 1


@pytest.mark.parametrize(
    "body",
    [
        csv(b"Code;ValidFrom;ValidTo\n;;\n"),
        csv(b"Code;ValidFrom;ValidTo\na;tomorrow;\n"),
        csv(b"\xff", encoding="utf-8"),
        csv(b"Code\na\n", "https://example.com/codes.csv"),
        csv(None, "https://example.com/codes.csv"),
        csv(None),
    ],
    ids=["no code", "no time", "another encoding", "a file and a URL", "a URL elsewhere", "neither"],
)
def test_a_file_of_codes_that_cannot_be_read_imports_none(body: VoucherCodeImport, api: Flavour) -> None:
    before = unassigned(api)
    with pytest.raises(BadRequestError):
        api.run(api.client.voucher_codes.import_csv(body))
    assert unassigned(api) == before
