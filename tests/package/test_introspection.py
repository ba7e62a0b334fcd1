"""What mocks, type hints and prompts see of a client."""

from __future__ import annotations

import re
from typing import Any, get_type_hints
from unittest.mock import create_autospec

import pytest
from yulsn_client import AsyncClient, Client
from yulsn_client.tables.bikes import BikesTable

CLIENTS = [Client, AsyncClient]


@pytest.mark.parametrize("kind", CLIENTS)
def test_an_autospec_has_the_resources_with_their_signatures(kind: type[Any]) -> None:
    mock = create_autospec(kind, instance=True)
    mock.contacts.find_by_email.return_value = None
    calls: list[Any] = [
        lambda: mock.contacts.get(1, 2),
        lambda: mock.tables.bikes.get(nope=1),
        lambda: mock.contacts.nope,
    ]
    for call in calls:
        with pytest.raises((TypeError, AttributeError)):
            call()
    if kind is Client:
        mock.contacts.get.return_value = "ada"
        assert mock.contacts.get(1) == mock.contacts.get(id=1) == "ada"
        assert mock.tables.bikes.iterate(after=5) is not None


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_type_hints_of_a_client_can_be_resolved(kind: type[Any]) -> None:
    assert {"api_key", "on_request", "on_drift", "clock"} <= get_type_hints(kind.__init__).keys()
    assert get_type_hints(kind.verify_schema)["return"] is not None
    assert get_type_hints(BikesTable.get)["id"] is int
    assert "transport" in get_type_hints(BikesTable.__init__)


def test_the_repr_of_a_resource_shows_its_name_and_client() -> None:
    with Client("key-of-the-account", base_url="http://127.0.0.1:9") as client:
        assert repr(client.contacts) == "<ContactsResource http://127.0.0.1:9>"
        assert repr(client.tables.bikes) == "<BikesTable http://127.0.0.1:9>"
        assert client.contacts is client.contacts


def test_docstrings_document_the_row_and_the_errors_of_a_call() -> None:
    create = str(BikesTable.create.__doc__)
    assert "`POST /api/v1/table/" in create
    assert "ConflictError: Another entry of the table has the external id." in create
    assert "preferred store" not in create
    for method in (BikesTable.create_many, BikesTable.get_many, BikesTable.search):
        assert re.search(r"`(GET|POST|SEARCH) /api/v1/table/\{tableName\}", str(method.__doc__))
    assert "Bikes that customers have registered" in str(BikesTable.__doc__)
