"""The effects of messages, push tokens and merging contacts, with the sandbox over real HTTP."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import httpx2
import pytest
from yulsn_client import BadRequestError, NotFoundError
from yulsn_client.models import (
    BulkExportCreate,
    ContactEventCreate,
    ContactMerge,
    ContactMessageCreate,
    ExportType,
    OrderCreate,
    OrderLineCreate,
    PhoneMessageCreate,
    PointCreate,
    PushTokenCreate,
    PushTokenDelete,
    SegmentContactIdsCreate,
    SegmentMessageCreate,
    StoreCreate,
)

from .conftest import Flavour
from .people import NOBODY, NUMBERS, people

V2 = "/api/v2/{accountId}"
SMS, PUSH = "ready-for-pickup", "service-reminder"


def exported(api: Flavour, kind: ExportType, *fields: str) -> list[dict[str, str]]:
    """Return the rows of a bulk export, with some of its columns."""
    api.run(
        api.client.bulk_export.create(BulkExportCreate(type=kind, fields=["Id", *fields], created_date_time_from=None))
    )
    latest = api.run(api.client.bulk_export.list())[-1]
    text = httpx2.get(latest.download_url).text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if ";" in text else ","))


def token(api: Flavour, contact: int) -> str:
    """Register a push token of a contact, and return it."""
    value = f"token-{next(NUMBERS)}"
    number = api.run(api.client.push_tokens.create(PushTokenCreate(contact_id=contact, value=value, device_id="d"))).id
    (found,) = [item for item in api.run(api.client.push_tokens.list_by_contact(contact)) if item.value == value]
    assert (found.id, found.is_bounced, found.device_id, found.description) == (number, False, "d", None)
    return value


@pytest.mark.rows(f"POST {V2}/PushTokens", f"DELETE {V2}/PushTokens", f"GET {V2}/PushTokens/Contact/{{contactId}}")
def test_push_tokens_are_added_and_removed(api: Flavour) -> None:
    (ada,) = people(api, 1)
    one, two = token(api, ada.id), token(api, ada.id)
    tokens = api.client.push_tokens
    api.run(tokens.delete(PushTokenDelete(contact_id=ada.id, value=one)))
    assert [item.value for item in api.run(tokens.list_by_contact(ada.id))] == [two]
    for body in (PushTokenDelete(contact_id=ada.id, value=one), PushTokenDelete(contact_id=NOBODY, value=two)):
        with pytest.raises(NotFoundError):
            api.run(tokens.delete(body))
    with pytest.raises(NotFoundError):
        api.run(tokens.create(PushTokenCreate(contact_id=NOBODY, value="x")))


@pytest.mark.rows(f"GET {V2}/Messages/{{form}}/Triggers/Active")
def test_every_form_has_an_active_trigger(api: Flavour) -> None:
    for form, wanted in (("Email", "welcome"), ("Sms", SMS), ("Push", PUSH)):
        found = api.run(api.client.messages.list_active_triggers(form))
        assert wanted in [trigger.trigger_id for trigger in found]
        assert all((trigger.content is not None) is (form == "Sms") for trigger in found)


@pytest.mark.rows(
    f"POST {V2}/Messages/Sms/Send/Contact",
    f"POST {V2}/Messages/Sms/Send/Phone",
    f"POST {V2}/Messages/Sms/Send/Segment",
)
def test_an_sms_is_in_the_exports_of_dispatches_and_receivers(api: Flavour) -> None:
    ada, bo = people(api, 2)
    segment = api.run(api.client.segments.create_from_contact_ids(SegmentContactIdsCreate(contact_ids=[ada.id, bo.id])))
    messages = api.client.messages
    sent = [
        api.run(messages.send_sms_to_contact(ContactMessageCreate(trigger_id=SMS, contact_id=ada.id))),
        api.run(messages.send_sms_to_phone(PhoneMessageCreate(trigger_id=SMS, phone="20123456"))),
        api.run(messages.send_sms_to_segments(SegmentMessageCreate(trigger_id=SMS, in_segment_ids=[segment.id]))),
    ]
    numbers = [str(dispatch.dispatch_id) for dispatch in sent]
    dispatches = exported(api, ExportType.SMS_DISPATCHES, "TriggerId")
    assert [row["TriggerId"] for row in dispatches if row["Id"] in numbers] == [SMS] * 3
    receivers = exported(api, ExportType.SMS_RECEIVERS, "SmsDispatchId", "ContactId", "Phone")
    assert [
        (row["SmsDispatchId"], row["ContactId"], row["Phone"]) for row in receivers if row["SmsDispatchId"] in numbers
    ] == [
        (numbers[0], str(ada.id), ada.phone),
        (numbers[1], "", "20123456"),
        (numbers[2], str(ada.id), ada.phone),
        (numbers[2], str(bo.id), bo.phone),
    ]
    with pytest.raises(NotFoundError, match="no active trigger"):
        api.run(messages.send_sms_to_contact(ContactMessageCreate(trigger_id=PUSH, contact_id=ada.id)))


@pytest.mark.rows(f"POST {V2}/Messages/Push/Send/Contact", f"POST {V2}/Messages/Push/Send/Segment")
def test_a_push_message_goes_to_every_token_of_a_contact(api: Flavour) -> None:
    ada, bo = people(api, 2)
    token(api, ada.id), token(api, ada.id)
    messages = api.client.messages
    to_ada = api.run(messages.send_push_to_contact(ContactMessageCreate(trigger_id=PUSH, contact_id=ada.id)))
    both = SegmentContactIdsCreate(contact_ids=[ada.id, bo.id])
    segment, other = (
        api.run(api.client.segments.create_from_contact_ids(body)).id
        for body in (both, SegmentContactIdsCreate(contact_ids=[ada.id]))
    )
    body = SegmentMessageCreate(trigger_id=PUSH, in_segment_ids=[segment], not_in_segment_ids=[other], batch_delay=1)
    to_bo = api.run(messages.send_push_to_segments(body))
    receivers = exported(api, ExportType.PUSH_RECEIVERS, "PushDispatchId", "ContactId")
    found = [row["ContactId"] for row in receivers if row["PushDispatchId"] == str(to_ada.dispatch_id)]
    assert found == [str(ada.id)] * 2
    assert [row for row in receivers if row["PushDispatchId"] == str(to_bo.dispatch_id)] == []


@pytest.mark.rows(f"POST {V2}/Contacts/{{sourceId}}/Merge/{{targetId}}")
def test_merging_moves_the_objects_of_a_contact_and_deletes_it(api: Flavour) -> None:
    ada, bo = people(api, 2)
    client = api.client
    api.run(
        client.contact_events.create([ContactEventCreate(contact_id=ada.id, type=kind) for kind in ("A", "A", "B")])
    )
    line = OrderLineCreate(name="Kæde", quantity=Decimal(1), price=Decimal(10))
    orders = [
        api.run(client.orders.create(OrderCreate(type=kind, contact_id=ada.id, order_lines=[line])))
        for kind in ("butik", "webshop")
    ]
    for contact, amount in ((ada, 5), (bo, 3)):
        api.run(client.points.create(PointCreate(contact_id=contact.id, type="bonus", amount=Decimal(amount))))
    token(api, ada.id)
    api.run(client.messages.send_sms_to_contact(ContactMessageCreate(trigger_id=SMS, contact_id=ada.id)))
    with pytest.raises(BadRequestError):
        api.run(client.contacts.merge(ada.id, ada.id, ContactMerge()))

    moved = api.run(client.contacts.merge(ada.id, bo.id, ContactMerge(event_types=["A"])))
    assert moved.moved_event_types == {"A": 2}
    assert moved.moved_order_types == {"butik": 1, "webshop": 1}
    assert moved.moved_dispatch_log_form_versions == {"SmsV2": 1}
    with pytest.raises(NotFoundError):
        api.run(client.contacts.get(ada.id))
    assert [order.id for order in api.run(client.orders.list_by_contact(bo.id))] == [order.id for order in orders]
    assert api.run(client.points.get_total_for_contact(bo.id, "bonus")) == 8
    assert [point.amount for point in api.run(client.points.list_by_contact(bo.id))] == [5, 3]
    events = api.run(client.contact_events.list_after(0, type="A"))
    assert [event.contact_id for event in events if event.contact_id in (ada.id, bo.id)] == [bo.id, bo.id]
    assert len(api.run(client.push_tokens.list_by_contact(bo.id))) == 1
    with pytest.raises(NotFoundError):
        api.run(client.contacts.merge(ada.id, bo.id, ContactMerge()))


@pytest.mark.rows(f"POST {V2}/UserAgents", "GET /api/internal/Countries/DialCodes")
def test_user_agents_and_dial_codes_are_listed(api: Flavour) -> None:
    found = api.run(api.client.user_agents.list_by_ids([2, NOBODY, 1]))
    assert [item.id for item in found] == [2, 1]
    assert all(item.raw_string.startswith("Mozilla/5.0") for item in found)
    assert "45" in api.run(api.client.countries.list_dial_codes())


@pytest.mark.rows(
    "GET /api/v1/Data/View/{viewName}",
    "POST /api/v1/Data/Function/{functionName}",
    "POST /api/v1/Data/Procedure/{procedureName}",
)
def test_views_functions_and_procedures_see_the_data(api: Flavour) -> None:
    client = api.client
    (ada,) = people(api, 1)
    number = f"B-{next(NUMBERS)}"
    store = api.run(client.stores.create(StoreCreate(number=number, name="Før")))
    renamed = api.run(client.admin.run_procedure("RenameStore", [number, "Efter"]))
    assert renamed == [{"Id": store.id, "Number": number, "Name": "Efter"}]
    assert api.run(client.stores.get(store.id)).name == "Efter"
    assert [row["Name"] for row in api.run(client.data.view("storedirectory")) if row["Id"] == store.id] == ["Efter"]
    rows = api.run(client.data.call_function("ContactsByLastName", [ada.last_name or ""]))
    assert ada.id in [row["Id"] for row in rows] or ada.last_name is None
    with pytest.raises(NotFoundError):
        api.run(client.data.view("Nothing"))
