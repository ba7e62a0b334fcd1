"""The client that openapi-python-client writes, against the sandbox."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any


def module(name: str) -> Any:
    return import_module(f"openapi_python_client.{name}")


def client(key: str) -> Any:
    return module("client").AuthenticatedClient(
        base_url=os.environ["BASE_URL"], token=key, prefix="", auth_header_name="X-ApiKey"
    )


def main() -> None:
    own, models = client(os.environ["API_KEY"]), module("models")
    new = models.ContactCreate.from_dict({"RegistrationSource": "interop", "Favourite Brand": "Trek", "Shoe Size": 42})
    made = module("api.contacts.post_contacts").sync(client=own, body=new)
    contact = module("api.contacts.get_contacts_by_id").sync(client=own, id=made.id)
    assert (contact.favourite_brand, contact.shoe_size) == ("Trek", 42)
    entities = "api.dynamic_table_entities"
    card = module(f"{entities}.post_table_by_table_name_loyalty_cards").sync(
        client=own, body=models.LoyaltyCardsCreate()
    )
    assert module(f"{entities}.get_table_by_table_name_loyalty_cards").sync(client=own) == [card.id]
    create = module("api.segments.post_segments_contact_ids").sync
    body = models.SegmentContactIdsCreate(contact_ids=[contact.id])
    first, second = (create(client=own, body=body).id for _ in range(2))
    assert module("api.segments.get_segments_get_contact_count").sync(client=own, s0=first, s1=second) == 1
    refused = module("api.actions.get_actions").sync_detailed(client=client("wrong"))
    assert refused.status_code == 401


main()
