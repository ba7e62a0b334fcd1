"""The models in FastAPI, pydantic and msgspec."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from decimal import Decimal
from functools import partial
from typing import Any

import fastapi
import msgspec
import pydantic
import pytest
from fastapi.testclient import TestClient
from yulsn_client.models import Contact, ContactPatch, Order, OrderCreate
from yulsn_client.tables.bikes import BikesCreate

from .conftest import GENERATED
from .rows.contacts import CONTACT

app = fastapi.FastAPI()


@app.get("/contact")
def read_contact() -> Contact:
    return Contact.from_json(CONTACT)


@app.get("/contacts")
def read_contacts() -> list[Contact]:
    return [Contact.from_json(CONTACT)]


@app.get("/python", response_model_by_alias=False)
def read_python() -> Contact:
    return Contact.from_json(CONTACT)


@app.post("/bikes")
def create_bike(bike: BikesCreate) -> dict[str, Any]:
    return {"model": type(bike).__name__, "price": str(bike.price), "name": str(bike.name)}


@app.post("/orders")
def create_order(order: OrderCreate) -> OrderCreate:
    return order


@app.get("/published", response_model_include={"id", "Email"})
def read_some() -> Contact:
    return Contact.from_json(CONTACT)


@app.get("/hidden", response_model_exclude={"__all__": {"secret"}}, response_model_exclude_none=True)
def read_most() -> list[Contact]:
    return [Contact.from_json(CONTACT)]


@app.get("/unannotated")
def read_unannotated():  # type: ignore[no-untyped-def]
    order = Order.from_json(b'{"Id":1,"OrderLines":[{"Id":7}]}')
    return {"read": order, "written": [BikesCreate(price=Decimal("1.50"), name=None)]}


@pytest.fixture(scope="module")
def web() -> TestClient:
    return TestClient(app)


def test_a_model_can_be_returned_as_a_response(web: TestClient) -> None:
    one, many = web.get("/contact").json(), web.get("/contacts").json()
    assert one == many[0]
    assert one["Id"] == 4711
    assert Contact.from_dict(one) == Contact.from_json(CONTACT)


def test_a_response_without_a_type_has_python_names_and_no_unset_properties(web: TestClient) -> None:
    found = web.get("/unannotated").json()
    assert found["written"] == [{"price": 1.5, "name": None}]
    assert (found["read"]["id"], found["read"]["order_lines"][0]["id"]) == (1, 7)


def test_dataclass_functions_leave_out_unset_properties() -> None:
    bike = BikesCreate(gears=3, name=None)
    assert dataclasses.asdict(bike) == {"gears": 3, "name": None}
    assert dataclasses.replace(bike, gears=4) == BikesCreate(gears=4, name=None)


def test_a_response_can_use_python_names(web: TestClient) -> None:
    assert web.get("/python").json()["id"] == 4711


def test_a_response_can_leave_out_properties(web: TestClient) -> None:
    whole = web.get("/contact").json()
    assert web.get("/published").json() == {"Id": whole["Id"], "Email": whole["Email"]}
    assert None in whole.values()
    assert web.get("/hidden").json() == [
        {name: value for name, value in whole.items() if name != "Secret" and value is not None}
    ]


@pytest.mark.parametrize("by_alias", [True, False])
@pytest.mark.parametrize(("id", "lines"), [("id", "order_lines"), ("Id", "OrderLines")])
def test_pydantic_includes_and_excludes_by_either_name(by_alias: bool, id: str, lines: str) -> None:
    dump = partial(pydantic.TypeAdapter(Order).dump_python, by_alias=by_alias)
    order = Order.from_json(b'{"Id":1,"New":2,"OrderLines":[{"Id":7},{"Id":8}]}')
    all_ids, all_lines = ("Id", "OrderLines") if by_alias else ("id", "order_lines")
    assert dump(order).keys() - dump(order, exclude={id, "New"}).keys() == {all_ids, "New"}
    assert dump(order, include={id, "New"}) == {all_ids: 1, "New": 2}
    assert dump(order, include={lines: {"__all__": {id}}}) == {all_lines: [{all_ids: 7}, {all_ids: 8}]}
    first, second = dump(order, exclude={lines: {0: {id}}})[all_lines]
    assert (all_ids in first, all_ids in second) == (False, True)


def test_a_model_can_be_a_request_body(web: TestClient) -> None:
    response = web.post("/bikes", json={"Price": "1.50", "name": "Ladcykel"})
    assert response.json() == {"model": "BikesCreate", "price": "1.50", "name": "Ladcykel"}


@pytest.mark.parametrize(
    ("body", "word"),
    [({"Gears": "x"}, "gears"), ({"nmae": "x"}, "did you mean"), ([], "mapping"), ("x", "mapping"), (None, "required")],
)
def test_an_invalid_body_is_rejected_with_422(web: TestClient, body: Any, word: str) -> None:
    response = web.post("/bikes", json=body)
    assert response.status_code == 422
    assert word in response.text


def test_models_are_in_the_openapi_document(web: TestClient) -> None:
    paths = web.get("/openapi.json").json()["paths"]
    response = paths["/contact"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    body = paths["/bikes"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert response["properties"]["Id"]["type"] == "integer"
    assert {"Id", "Secret"} <= {*response["required"]}
    assert "required" not in body
    assert "racer" in str(body["properties"]["Type"])


@pytest.mark.parametrize("model", [Contact, ContactPatch, Order, OrderCreate, BikesCreate])
def test_pydantic_validates_serializes_and_describes(model: Any) -> None:
    adapter = pydantic.TypeAdapter(model)
    made = model.from_json(CONTACT) if model is Contact else model.from_json(b"{}")
    assert adapter.validate_python(made) is made
    assert adapter.dump_python(made) == made.to_dict()
    assert adapter.dump_python(made, by_alias=False) == made.to_dict(by="python")
    for mode in ("validation", "serialization"):
        schema = adapter.json_schema(mode=mode)
        assert schema["title"] == model.__name__
        assert {*model.__struct_encode_fields__} == {*schema["properties"]}


def test_a_model_can_be_a_field_of_a_pydantic_model() -> None:
    class Basket(pydantic.BaseModel):
        bikes: list[BikesCreate]
        contact: ContactPatch | None = None

    basket = Basket.model_validate({"bikes": [{"price": "1.5"}], "contact": {"class_": "gold"}})
    assert basket.bikes == [BikesCreate(price=Decimal("1.5"))]
    assert basket.model_dump_json() == '{"bikes":[{"Price":"1.5"}],"contact":{"class":"gold"}}'
    with pytest.raises(pydantic.ValidationError, match="not one of the allowed values"):
        Basket.model_validate({"bikes": [], "contact": {"class": "golden"}})


def test_msgspec_encodes_and_decodes_models() -> None:
    contact = Contact.from_json(CONTACT)
    assert msgspec.json.decode(msgspec.json.encode(contact), type=Contact) == contact
    assert msgspec.json.encode({"bike": BikesCreate(gears=8)}) == b'{"bike":{"Gears":8}}'
    assert msgspec.json.schema(BikesCreate)["$defs"]["BikesCreate"]["properties"].keys() >= {"Gears"}


def test_frameworks_are_imported_only_when_used() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n"
        "from yulsn_client.models import Contact, ContactPatch\n"
        "ContactPatch.from_dict({'class': 'gold'}).to_dict(by='python')\n"
        "print([name for name in ('pydantic', 'pydantic_core', 'fastapi', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
