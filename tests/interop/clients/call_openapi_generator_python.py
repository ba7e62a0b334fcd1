"""The client that openapi-generator writes for Python, against the sandbox."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

api: Any = import_module("openapi_client")


def client(key: str) -> Any:
    return api.ApiClient(api.Configuration(host=os.environ["BASE_URL"], api_key={"ApiKey": key}))


def main() -> None:
    own = client(os.environ["API_KEY"])
    contacts, entities, segments = api.ContactsApi(own), api.DynamicTableEntitiesApi(own), api.SegmentsApi(own)
    new = api.ContactCreate(RegistrationSource="interop", **{"Favourite Brand": "Trek", "Shoe Size": 42})
    contact = contacts.get_contacts_by_id(contacts.post_contacts(new).id)
    assert (contact.favourite_brand, contact.shoe_size) == ("Trek", 42)
    card = entities.post_table_by_table_name_loyalty_cards(api.LoyaltyCardsCreate())
    assert entities.get_table_by_table_name_loyalty_cards().actual_instance == [card.id]
    body = api.SegmentContactIdsCreate(ContactIds=[contact.id])
    first, second = (segments.post_segments_contact_ids(body).id for _ in range(2))
    assert segments.get_segments_get_contact_count(first, second) == 1
    assert status_of(api.ActionsApi(client("wrong")).get_actions) == 401


def status_of(call: Callable[[], object]) -> int:
    try:
        call()
    except api.ApiException as error:
        return int(error.status)
    return 200


main()
