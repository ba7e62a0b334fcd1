"""Contacts and the account's schema: the effects of calls on the sandbox, over real HTTP."""

from __future__ import annotations

import json
import urllib.request
from decimal import Decimal
from typing import Any, Literal

import pytest
from yulsn_client import (
    UNSET,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InvalidBodyError,
    NotFoundError,
    UnprocessableError,
)
from yulsn_client.models import (
    Contact,
    ContactBatchPatch,
    ContactLogin,
    ContactPasswordSet,
    ContactPatch,
    ContactUpdate,
    DynamicFieldType,
)
from yulsn_codegen.sandbox import RunningSandbox

from .conftest import GENERATED, Flavour, Make
from .expect import attributes, check, moment
from .people import NOBODY, NUMBERS, person

DYNAMIC: dict[str, Any] = {
    "favourite_brand": "Christiania",
    "foedselsdag": moment("1985-12-10T13:14:15.123456-03:30"),
    "kreditmaksimum": Decimal("79228162514264337593543950.335"),
    "last_service_visit": moment("2024-02-29T23:59:59+00:00"),
    "preferred_mechanic": 'Søren "Kæde" \\ Ågård\n\u2028🚲',
    "shoe_size": 9_007_199_254_740_993,
    "shoe_size_bc1b0e": "43 1/3",
    "wants_sms": False,
    "class_": "gold",
}


@pytest.fixture
def ada(api: Flavour) -> Contact:
    """A contact that is there, with all of the account's fields."""
    made = api.run(api.client.contacts.create(person(first_name="Ada", last_name="Ørsted", **DYNAMIC)))
    assert isinstance(made, Contact)
    return made


# --- Contacts ---


@pytest.mark.rows(
    "POST /api/v1/Contacts",
    "GET /api/v1/Contacts/{id}",
)
def test_a_new_contact_has_the_properties_that_were_sent(api: Flavour, ada: Contact) -> None:
    found = api.run(api.client.contacts.get(ada.id))
    assert found == ada
    assert found.extra == {}
    check(DYNAMIC, attributes(found, DYNAMIC))
    check(moment("2024-05-06T10:08:14.5+02:00"), found.registration_date_time)
    assert (found.first_name, found.last_name, found.email_confirmed) == ("Ada", "Ørsted", False)
    assert len(found.version) == 8


@pytest.mark.rows(
    "GET /api/v1/Contacts",
    "GET /api/v1/Contacts?email={email}",
    "GET /api/v1/Contacts?phone={phone}",
    "GET /api/v1/Contacts?secret={secret}&ip={ip}",
    "GET /api/v1/Contacts/GetContactsBaseInfo",
    "GET /api/v1/Contacts/Registration?timespan={timespan}&source={source}&ip={ip}",
)
def test_a_new_contact_is_found_by_every_matching_row(api: Flavour, ada: Contact) -> None:
    contacts = api.client.contacts
    assert api.run(contacts.find_by_email(ada.email)) == ada
    assert api.run(contacts.find_by_phone(ada.phone)) == ada
    assert api.run(contacts.find_by_secret(ada.secret)) == ada
    assert api.run(contacts.find_by_secret(ada.secret, ip="2001:db8::1")) == ada
    assert ada.id in api.run(contacts.list_ids())
    (info,) = [info for info in api.run(contacts.list_base_info()) if info.id == ada.id]
    assert (info.secret, info.email, info.phone, info.first_name) == (ada.secret, ada.email, ada.phone, "Ada")
    source = ada.registration_source
    assert api.run(contacts.list_registrations(source=source)) == [ada]
    assert api.run(contacts.list_registrations(source=source, ip="192.0.2.17")) == [ada]
    assert api.run(contacts.list_registrations(source=source, ip="192.0.2.18")) == []
    assert api.run(contacts.list_registrations(source=source, timespan="1.00:00:00")) == []
    assert api.run(contacts.list_registrations(source=source, timespan="36500.00:00:00")) == [ada]


@pytest.mark.rows("GET /api/v1/Contacts?field={field}&value={value}")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("class", "gold"),
        ("Favourite Brand", "Christiania"),
        ("Fødselsdag", "1985-12-10T16:44:15.123456Z"),
        ("Kreditmaksimum", "79228162514264337593543950.335"),
        ("Shoe Size", "9007199254740993"),
        ("Shoe-Size", "43 1/3"),
        ("Preferred Mechanic", DYNAMIC["preferred_mechanic"]),
        ("Wants SMS", "False"),
    ],
)
def test_a_new_contact_is_found_by_its_dynamic_fields(field: str, value: str, api: Flavour, ada: Contact) -> None:
    assert ada in api.run(api.client.contacts.find_by_field(field, value))


def test_an_unknown_contact_is_not_found(api: Flavour) -> None:
    contacts = api.client.contacts
    assert api.run(contacts.find_by_email("nobody@example.com")) is None
    assert api.run(contacts.find_by_phone("0")) is None
    assert api.run(contacts.find_by_secret("0")) is None
    assert api.run(contacts.find_by_field("Shoe-Size", "none")) == []
    with pytest.raises(NotFoundError, match=str(NOBODY)):
        api.run(contacts.get(NOBODY))


def test_a_duplicate_or_an_unknown_store_is_a_conflict(api: Flavour, ada: Contact) -> None:
    for members in ({"email": ada.email}, {"phone": ada.phone}, {"preferred_store_id": 999}):
        with pytest.raises(ConflictError) as raised:
            api.run(api.client.contacts.create(person(**members)))
        assert raised.value.latest is None


@pytest.mark.rows("PATCH /api/v1/Contacts/{id}")
def test_a_patch_distinguishes_null_unset_and_empty_text(api: Flavour, ada: Contact) -> None:
    patch = ContactPatch(
        first_name=None, last_name=UNSET, email="", phone=None, shoe_size=None, class_=None, preferred_mechanic="",
        wants_sms=True,
    )  # fmt: skip
    patched = api.run(api.client.contacts.patch(ada.id, patch))
    assert (patched.first_name, patched.last_name) == ("Ada", "Ørsted")  # null changes no static property
    assert (patched.email, patched.phone) == (None, ada.phone)  # an empty text removes
    assert (patched.shoe_size, patched.class_, patched.preferred_mechanic) == (None, None, "")
    assert patched.wants_sms is True
    check(DYNAMIC["kreditmaksimum"], patched.kreditmaksimum)  # omitted properties keep their values
    assert patched.version != ada.version
    assert api.run(api.client.contacts.get(ada.id)) == patched
    assert api.run(api.client.contacts.find_by_email(ada.email)) is None


def test_a_patch_of_an_older_version_is_a_conflict(api: Flavour, ada: Contact) -> None:
    patched = api.run(api.client.contacts.patch(ada.id, ContactPatch(version=ada.version, first_name="Eva")))
    with pytest.raises(ConflictError):
        api.run(api.client.contacts.patch(ada.id, ContactPatch(version=ada.version, first_name="Ib")))
    assert api.run(api.client.contacts.get(ada.id)) == patched


def whole(contact: Contact, **members: Any) -> ContactUpdate:
    """The contact as an update, with these changes."""
    kept = {
        "version": contact.version,
        "registration_date_time": contact.registration_date_time,
        "registration_source": contact.registration_source,
        "registration_ip": contact.registration_ip,
        "email_confirmed": contact.email_confirmed,
        "phone_confirmed": contact.phone_confirmed,
    }
    return ContactUpdate(**{**kept, **members})


@pytest.mark.rows("PUT /api/v1/Contacts/{id}")
def test_an_update_replaces_static_properties_and_keeps_dynamic_ones(api: Flavour, ada: Contact) -> None:
    updated = api.run(api.client.contacts.update(ada.id, whole(ada, last_name="Lovelace", shoe_size=38)))
    assert (updated.email, updated.phone, updated.first_name, updated.last_name) == (None, None, None, "Lovelace")
    check({**DYNAMIC, "shoe_size": 38}, attributes(updated, DYNAMIC))
    assert api.run(api.client.contacts.get(ada.id)) == updated


def test_a_conflict_of_an_update_has_the_latest_contact(api: Flavour, ada: Contact) -> None:
    patched = api.run(api.client.contacts.patch(ada.id, ContactPatch(first_name="Eva")))
    with pytest.raises(ConflictError) as raised:
        api.run(api.client.contacts.update(ada.id, whole(ada, first_name="Ib")))
    assert type(raised.value.latest) is Contact
    assert raised.value.latest == patched
    other = api.run(api.client.contacts.create(person()))
    with pytest.raises(ConflictError) as raised:
        api.run(api.client.contacts.update(ada.id, whole(patched, email=other.email)))
    assert raised.value.latest == patched


@pytest.mark.rows("PATCH /api/v1/Contacts")
@pytest.mark.parametrize("key_type", ["Id", "Secret", "Email", "Phone"])
def test_contacts_are_patched_in_bulk_by_any_key(
    key_type: Literal["Id", "Secret", "Email", "Phone"], api: Flavour, ada: Contact
) -> None:
    keys = {"Id": str(ada.id), "Secret": ada.secret, "Email": ada.email, "Phone": ada.phone}
    changes = ContactBatchPatch(
        key_type=key_type,
        keys=[str(keys[key_type]), "77777777"],
        fields={"FirstName": "Eva", "Kreditmaksimum": Decimal("0.10"), "class": None},
    )
    result = api.run(api.client.contacts.patch_many(changes))
    assert (result.updated, result.not_found) == ([keys[key_type]], ["77777777"])
    found = api.run(api.client.contacts.get(ada.id))
    check(["Eva", Decimal("0.10"), None], [found.first_name, found.kreditmaksimum, found.class_])


@pytest.mark.rows(
    "POST /api/v1/Contacts/{id}/SetPassword",
    "POST /api/v1/Contacts/{id}/Login",
)
def test_only_the_right_password_logs_in(api: Flavour, ada: Contact) -> None:
    contacts = api.client.contacts
    right, wrong = (ContactLogin(password=word, ip="192.0.2.17", source="app") for word in ("hest & æble", "cykel"))
    with pytest.raises(UnprocessableError):
        api.run(contacts.login(ada.id, right))
    assert api.run(contacts.set_password(ada.id, ContactPasswordSet(new_password="hest & æble"))) is None
    assert api.run(contacts.login(ada.id, right)) == ada
    with pytest.raises(UnprocessableError, match="wrong") as raised:
        api.run(contacts.login(ada.id, wrong))
    assert "cykel" not in f"{raised.value!r} {raised.value.__dict__}"
    with pytest.raises(NotFoundError):
        api.run(contacts.login(NOBODY, right))


@pytest.mark.rows("POST /api/v1/Contacts/{id}/UnblockEmail")
def test_an_address_that_bounced_is_unblocked_once(api: Flavour) -> None:
    made = api.run(api.client.contacts.create(person(email=f"a{next(NUMBERS)}@bounce.example")))
    assert api.run(api.client.contacts.unblock_email(made.id)) is True
    assert api.run(api.client.contacts.unblock_email(made.id)) is False


@pytest.mark.rows("GET /api/v1/Contacts/{id}/PersonDataFile")
def test_the_personal_data_file_can_be_downloaded(api: Flavour, ada: Contact) -> None:
    url = api.run(api.client.contacts.get_person_data_file_url(ada.id))
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert ada.email in answer.read().decode()


@pytest.mark.rows("DELETE /api/v1/Contacts/{id}")
def test_a_deleted_contact_is_found_by_no_row(api: Flavour, ada: Contact) -> None:
    contacts = api.client.contacts
    assert api.run(contacts.delete(ada.id)) is None
    assert api.run(contacts.find_by_email(ada.email)) is None
    assert api.run(contacts.find_by_phone(ada.phone)) is None
    assert api.run(contacts.find_by_secret(ada.secret)) is None
    assert ada.id not in api.run(contacts.list_ids())
    assert ada not in api.run(contacts.find_by_field("class", "gold"))
    assert api.run(contacts.list_registrations(source=ada.registration_source)) == []
    for call in (contacts.get, contacts.delete, contacts.get_person_data_file_url, contacts.unblock_email):
        with pytest.raises(NotFoundError):
            api.run(call(ada.id))


def test_an_invalid_body_is_not_sent(api: Flavour) -> None:
    before = api.run(api.client.contacts.list_ids())
    for members in ({"class_": "platin"}, {"shoe_size": "43"}, {"registration_ip": "x" * 17}, {"email": 5}):
        with pytest.raises(InvalidBodyError, match=next(iter(members))):
            api.run(api.client.contacts.create(person(**members)))
    assert api.run(api.client.contacts.list_ids()) == before


def test_a_rejected_body_names_the_property(api: Flavour, ada: Contact) -> None:
    with pytest.raises(BadRequestError) as raised:
        api.run(api.client.contacts.patch(ada.id, ContactPatch(kreditmaksimum=Decimal("1e40"))))
    assert list(raised.value.model_state) == ["Kreditmaksimum"]


def test_a_wrong_key_is_refused(api: Flavour, sandbox: RunningSandbox, flavours: Make) -> None:
    stranger = flavours(api.name, sandbox.base_url, "no-such-key")
    with pytest.raises(AuthenticationError) as raised:
        stranger.run(stranger.client.contacts.list_ids())
    assert "no-such-key" not in str(raised.value)


@pytest.mark.parametrize("end", ["/", "/api/v1", "/API/V1/"])
def test_a_base_url_may_end_in_any_documented_form(
    api: Flavour, sandbox: RunningSandbox, flavours: Make, ada: Contact, end: str
) -> None:
    client = flavours(api.name, sandbox.base_url + end, sandbox.api_key)
    assert client.run(client.client.contacts.find_by_email(ada.email)) == ada


# --- The account's schema ---


def snapshot() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GENERATED / "account.json").read_text(encoding="utf-8"))
    return found


def plain(fields: list[Any]) -> list[dict[str, Any]]:
    names = {kind: kind.name.title().replace("_", "") for kind in DynamicFieldType}
    return [
        {"name": field.name, "type": names[field.type], "label": field.label, "values": field.values}
        for field in fields
    ]


@pytest.mark.rows(
    "GET /api/v1/DynamicFields/{id}?owner={owner}",
    "GET /api/v1/Contacts/DynamicFields",
)
def test_the_fields_of_every_owner_match_the_generated_client(api: Flavour) -> None:
    account = snapshot()
    by_name: Any = lambda field: field["name"]  # noqa: E731
    for owner, fields in account["owners"].items():
        assert sorted(plain(api.run(api.client.dynamic_fields.list(owner))), key=by_name) == fields
    for table in account["tables"]:
        found = plain(api.run(api.client.dynamic_fields.list("DynamicTable", id=table["id"])))
        assert sorted(found, key=by_name) == table["fields"]
    contacts = plain(api.run(api.client.contacts.list_dynamic_fields()))
    assert sorted(contacts, key=by_name) == account["owners"]["Contacts"]
    with pytest.raises(NotFoundError):
        api.run(api.client.dynamic_fields.list("DynamicTable", id=999))


@pytest.mark.rows(
    "GET /api/v1/DynamicTables",
    "GET /api/v1/Contacts/PatchFields",
    "GET /api/v1/Orders/Types",
    "GET /api/v1/Points/Types",
)
def test_tables_and_types_match_the_generated_client(api: Flavour) -> None:
    account = snapshot()
    found = {table.id: table for table in api.run(api.client.dynamic_tables.list())}
    assert {table["id"]: table["name"] for table in account["tables"]} == {n: t.name for n, t in found.items()}
    for table in account["tables"]:
        shown = found[table["id"]]
        assert (shown.label, shown.description) == (table["label"], table["description"])
        converters = (shown.create_converter_id, shown.update_converter_id, shown.delete_converter_id)
        assert [number is None for number in converters] == list(table["writes"].values())
    assert sorted(api.run(api.client.contacts.list_patch_fields())) == account["patch_fields"]
    assert sorted(api.run(api.client.orders.list_types())) == account["order_types"]
    assert sorted(api.run(api.client.points.list_types())) == account["point_types"]
