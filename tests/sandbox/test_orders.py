"""Orders and their lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import builtin_account
from yulsn_codegen.sandbox.values import exact_json

from .conftest import Make

STATICS = [
    "Id", "Type", "ExtOrderId", "ContactId", "FirstName", "LastName", "Address", "PostCode", "City", "Country",
    "Company", "PriceTotal", "LastModified", "StoreId", "Email", "OriginDate", "StartDate", "EndDate", "OrderLines",
]  # fmt: skip
LINE_STATICS = [
    "Id", "OrderId", "ExtProductId", "ImgUrl", "Name", "Description", "Quantity", "Price", "PriceTotal", "ContactId",
    "LastModified",
]  # fmt: skip
LINE = {"Name": "Lygte", "Quantity": 2, "Price": 99.95}


def post(api: httpx2.Client, *lines: dict[str, object], **members: object) -> dict[str, Any]:
    answer = api.post("Orders", json={"Type": "webshop", "OrderLines": lines or [LINE], **members})
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


def exact(answer: httpx2.Response) -> Any:
    """Return a response with exact decimals."""
    assert answer.status_code == 200, answer.text
    return exact_json.loads(answer.content)


def test_a_new_order_has_all_properties(api: httpx2.Client) -> None:
    line = {**LINE, "ExtProductId": "L-1", "Farve": "sort", "Rabat": 10.25, "PriceTotal": 1, "OrderId": 1}
    order = post(api, line, City="Aarhus", OriginDate="2024-05-06T10:00:00Z", Fragt=39.5, Sælger="Åse", PriceTotal=5)
    owners = builtin_account().owners
    assert list(order) == STATICS + [field.name for field in owners["Orders"]]
    assert (order["City"], order["Fragt"], order["Sælger"], order["Gift Wrapping"]) == ("Aarhus", 39.5, "Åse", None)
    assert (order["OriginDate"], order["PriceTotal"]) == ("2024-05-06T10:00:00+00:00", 199.9)
    [kept] = order["OrderLines"]
    assert list(kept) == LINE_STATICS + [field.name for field in owners["OrderLines"]]
    assert (kept["OrderId"], kept["Name"], kept["PriceTotal"], kept["ContactId"]) == (order["Id"], "Lygte", 199.9, None)
    assert (kept["Farve"], kept["Rabat"], kept["Assembled"]) == ("sort", 10.25, None)
    assert api.get(f"Orders/{order['Id']}").json() == order


def test_totals_are_exact(api: httpx2.Client) -> None:
    body = (
        b'{"Type": "butik", "OrderLines": [{"Quantity": 3, "Price": 0.1}, {"Quantity": 0.3333333333333333333333333333,'
        b'"Price": 79228162514264337593543950335}, {"Quantity": -1, "Price": 0.0000000000000000000000000001}]}'
    )
    order = exact(api.post("Orders", content=body, headers={"Content-Type": "application/json"}))
    totals = [Fraction(line["PriceTotal"]) for line in order["OrderLines"]]
    assert totals == [
        Fraction(3, 10),
        Fraction(3333333333333333333333333333, 10**28) * 79228162514264337593543950335,
        Fraction(-1, 10**28),
    ]
    assert Fraction(order["PriceTotal"]) == sum(totals)
    assert order == exact(api.get(f"Orders/{order['Id']}"))


def test_orders_are_found_by_contact_and_by_key(api: httpx2.Client, make: Make) -> None:
    contact = make()["Id"]
    one = post(api, ContactId=contact, ExtOrderId="E 1/+")
    two = post(api, ContactId=contact, ExtOrderId="E 1/+", Type="butik")
    post(api, ContactId=make()["Id"], ExtOrderId="E 2")
    assert api.get("Orders", params={"contactId": contact}).json() == [one, two]
    assert api.get("Orders", params={"extOrderId": "E 1/+"}).json() == [one, two]
    assert api.get(f"Orders/?contactid={contact}&orderType=butik").json() == [two]
    assert api.get(f"Orders?contactId={contact}&orderType=nothing").json() == []
    assert api.get(f"Orders?contactId={contact}&withOrderLines=True").json() == [one, two]
    bare = [{**order, "OrderLines": None} for order in (one, two)]
    assert api.get(f"Orders?contactId={contact}&withOrderLines=False").json() == bare
    assert api.get(f"Orders?contactId={contact}&withOrderLines=false&ordertype=webshop").json() == bare[:1]
    assert api.get("Orders?contactId=2147483647").json() == api.get("Orders?extOrderId=nothing").json() == []
    for query in ("", "contactId=", "contactId=x", "contactId=1&withOrderLines=2", "contactId=1&extOrderId=2"):
        assert api.get(f"Orders?{query}").status_code == 400


@pytest.mark.parametrize(
    "lines",
    [
        None,
        [],
        {},
        [1],
        [{}],
        [LINE, {"Quantity": 1}],
        [LINE, {"Price": 1, "Quantity": None}],
        [{**LINE, "Quantity": "2"}],
        [{**LINE, "Farve": "lilla"}],
    ],
)
def test_an_order_without_lines_or_with_an_invalid_one_is_400(api: httpx2.Client, lines: object) -> None:
    before = post(api)["Id"]
    answer = api.post("Orders", json={"Type": "webshop", "OrderLines": lines})
    assert answer.status_code == 400
    assert answer.json()["Message"] == "Invalid orderlines!"
    assert api.get(f"Orders/{before + 1}").status_code == 404


def test_the_message_about_lines_names_the_invalid_properties(api: httpx2.Client) -> None:
    answer = api.post("Orders", json={"Type": "webshop", "OrderLines": [{"Quantity": 1, "Rabat": "x"}]})
    assert set(answer.json()["ModelState"]) == {"Price", "Rabat"}
    assert api.post("Orders", json={"Type": "webshop"}).json() == {"Message": "Invalid orderlines!"}


@pytest.mark.parametrize("kind", ["nothing", "", None, 1, "Webshop"])
def test_an_unknown_type_is_400(api: httpx2.Client, kind: object) -> None:
    order = post(api)
    for answer in (
        api.post("Orders", json={"Type": kind, "OrderLines": [LINE]}),
        api.patch(f"Orders/{order['Id']}", json={"type": kind, "City": "x"}),
    ):
        assert (answer.status_code, answer.json()) == (400, {"Message": "Invalid order type!"})
    assert api.post("Orders", json={"OrderLines": [LINE]}).json() == {"Message": "Invalid order type!"}
    assert api.get(f"Orders/{order['Id']}").json() == order


def test_invalid_properties_of_an_order_are_400(api: httpx2.Client) -> None:
    order = post(api)
    wrong = {"StoreId": "1", "Delivery Method": "due", "EndDate": "soon"}
    for answer in (
        api.post("Orders", json={"Type": "webshop", "OrderLines": [LINE], **wrong}),
        api.patch(f"Orders/{order['Id']}", json=wrong),
    ):
        assert answer.status_code == 400
        assert set(answer.json()["ModelState"]) == set(wrong)


def test_patch_changes_only_sent_properties(api: httpx2.Client, make: Make) -> None:
    order = post(api, ExtOrderId="patch", City="Odense", Fragt=39.5, **{"Number of Parcels": 2})
    contact = make()["Id"]
    body = {"ContactId": contact, "ExtOrderId": "patched", "fragt": None, "Type": "butik", "OrderLines": [], "Id": 1}
    patched = api.patch(f"Orders/{order['Id']}", json=body).json()
    changed = {"ContactId": contact, "ExtOrderId": "patched", "Fragt": None, "Type": "butik"}
    assert patched == order | changed | {"LastModified": patched["LastModified"]}
    assert patched["LastModified"] > order["LastModified"]
    assert api.get("Orders?extOrderId=patched").json() == [patched]
    assert api.get(f"Orders?contactId={contact}").json() == [patched]
    assert api.get("Orders?extOrderId=patch").json() == []


def test_adding_changing_and_deleting_lines_updates_the_total(api: httpx2.Client) -> None:
    order = post(api)
    path = f"Orders/{order['Id']}"
    line = exact(api.post(f"{path}/Lines", json={"quantity": 0.5, "Price": 0.01, "Frame Number": "F1"}))
    assert (line["OrderId"], line["PriceTotal"], line["Frame Number"]) == (order["Id"], Decimal("0.005"), "F1")
    now = exact(api.get(path))
    assert now["PriceTotal"] == Decimal("199.905")
    assert now["OrderLines"][1] == line
    assert now["LastModified"] > order["LastModified"]

    patched = exact(api.patch(f"{path}/Lines/{line['Id']}", json={"Quantity": 3, "Frame Number": None, "OrderId": 1}))
    changed = {"Quantity": 3, "PriceTotal": Decimal("0.03"), "Frame Number": None}
    assert patched == line | changed | {"LastModified": patched["LastModified"]}
    assert exact(api.get(path))["PriceTotal"] == Decimal("199.93")

    assert exact(api.delete(f"{path}/Lines/{line['Id']}")) == patched
    assert exact(api.get(path))["PriceTotal"] == Decimal("199.9")
    assert api.get(path).json()["OrderLines"] == order["OrderLines"]


def test_an_invalid_line_is_400(api: httpx2.Client) -> None:
    order = post(api)
    path = f"Orders/{order['Id']}/Lines"
    for answer in (
        api.post(path, json={"Quantity": 1}),
        api.post(path, json={"Quantity": 1, "Price": None}),
        api.post(path, json={**LINE, "Warranty (months)": 1.5}),
        api.patch(f"{path}/{order['OrderLines'][0]['Id']}", json={"Price": None}),
        api.patch(f"{path}/{order['OrderLines'][0]['Id']}", json={"Farve": "lilla"}),
    ):
        assert answer.status_code == 400
        assert answer.json()["Message"] == "Invalid order line!"
        assert answer.json()["ModelState"]
    assert api.get(f"Orders/{order['Id']}").json() == order


def test_the_only_line_of_an_order_cannot_be_deleted(api: httpx2.Client) -> None:
    order = post(api)
    path = f"Orders/{order['Id']}"
    answer = api.delete(f"{path}/Lines/{order['OrderLines'][0]['Id']}")
    assert (answer.status_code, answer.json()) == (400, {"Message": "Invalid operation on order!"})
    assert api.get(path).json() == order


def test_delete_returns_the_order_and_removes_its_lines(api: httpx2.Client, make: Make) -> None:
    contact = make()["Id"]
    order = post(api, LINE, LINE, ContactId=contact, ExtOrderId="gone")
    path = f"Orders/{order['Id']}"
    assert api.delete(path).json() == order
    assert api.delete(path).status_code == api.get(path).status_code == 404
    assert api.get("Orders?extOrderId=gone").json() == api.get(f"Orders?contactId={contact}").json() == []
    assert api.patch(f"{path}/Lines/{order['OrderLines'][0]['Id']}", json={"Price": 1}).status_code == 404


def test_a_missing_order_or_line_is_404(api: httpx2.Client) -> None:
    order, other = post(api), post(api, LINE, LINE)
    foreign = f"Orders/{order['Id']}/Lines/{other['OrderLines'][0]['Id']}"
    none = "Orders/2147483647"
    for method, path in (
        ("GET", none),
        ("PATCH", none),
        ("DELETE", none),
        ("POST", f"{none}/Lines"),
        ("PATCH", f"{none}/Lines/{order['OrderLines'][0]['Id']}"),
        ("PATCH", f"Orders/{order['Id']}/Lines/2147483647"),
        ("PATCH", foreign),
        ("DELETE", f"{none}/Lines/{order['OrderLines'][0]['Id']}"),
        ("DELETE", f"Orders/{order['Id']}/Lines/2147483647"),
        ("DELETE", foreign),
    ):
        answer = api.request(method, path, json=LINE)
        assert answer.status_code == 404
        assert answer.json()["Message"]
    assert api.get(f"Orders/{other['Id']}").json() == other
