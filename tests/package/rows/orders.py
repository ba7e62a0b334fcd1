"""The 10 rows of Orders: what each sends, and what its answer becomes."""

from __future__ import annotations

from decimal import Decimal

from yulsn_client.models import Order, OrderCreate, OrderLine, OrderLineCreate, OrderLinePatch, OrderPatch

from ..calls import Case
from ..expect import Is, moment

LINE = """{
    "Id": 31, "OrderId": 30, "ExtProductId": "P-1", "ImgUrl": null, "Name": "Kæde", "Description": null,
    "Quantity": 3, "Price": 33.33333333333333333333, "PriceTotal": 99.99999999999999999999, "ContactId": null,
    "LastModified": "2024-05-06T10:08:14.1957879+02:00", "Assembled": false, "Farve": "grøn", "Frame Number": null,
    "Mounted At": "2024-05-07T09:00:00+02:00", "Rabat": 0.10, "Warranty (months)": 24
}"""
CHAIN = Is(
    OrderLine,
    id=31,
    order_id=30,
    ext_product_id="P-1",
    img_url=None,
    name="Kæde",
    description=None,
    quantity=Decimal("3"),
    price=Decimal("33.33333333333333333333"),
    price_total=Decimal("99.99999999999999999999"),
    contact_id=None,
    last_modified=moment("2024-05-06T10:08:14.195788+02:00"),
    assembled=False,
    farve="grøn",
    frame_number=None,
    mounted_at=moment("2024-05-07T09:00:00+02:00"),
    rabat=Decimal("0.10"),
    warranty_months=24,
)
_HEAD = """
    "Id": 30, "Type": "værksted", "ExtOrderId": "W-30", "ContactId": 4711, "FirstName": "Ada", "LastName": null,
    "Address": null, "PostCode": "8000", "City": null, "Country": "DK", "Company": null,
    "PriceTotal": 99.99999999999999999999, "LastModified": "2024-05-06T10:08:14.1957879+02:00", "StoreId": 2,
    "Email": null, "OriginDate": "2024-05-06T10:00:00+02:00", "StartDate": null, "EndDate": null,
    "Delivery Method": "GLS", "Fragt": 49.95, "Gift Wrapping": true, "Number of Parcels": 2,
    "Promised By": "2024-05-10T16:00:00+02:00", "Sælger": "Åse"
"""
ORDER = f'{{{_HEAD}, "OrderLines": [{LINE}]}}'
BARE_ORDER = f"{{{_HEAD}}}"
_SHOP = {
    "id": 30,
    "type": "værksted",
    "ext_order_id": "W-30",
    "contact_id": 4711,
    "first_name": "Ada",
    "last_name": None,
    "post_code": "8000",
    "country": "DK",
    "price_total": Decimal("99.99999999999999999999"),
    "last_modified": moment("2024-05-06T10:08:14.195788+02:00"),
    "store_id": 2,
    "origin_date": moment("2024-05-06T10:00:00+02:00"),
    "start_date": None,
    "delivery_method": "GLS",
    "fragt": Decimal("49.95"),
    "gift_wrapping": True,
    "number_of_parcels": 2,
    "promised_by": moment("2024-05-10T16:00:00+02:00"),
    "saelger": "Åse",
}
REPAIR = Is(Order, **_SHOP, order_lines=[CHAIN])
BARE_REPAIR = Is(Order, **_SHOP, order_lines=None)

CASES = [
    Case(
        row="GET /api/v1/Orders?contactId={contactId}",
        use=lambda client: client.orders.list_by_contact(4711, order_type="værksted", with_order_lines=True),
        path="/api/v1/Orders",
        query="contactId=4711&orderType=v%C3%A6rksted&withOrderLines=true",
        answer=f"[{ORDER}]",
        value=[REPAIR],
    ),
    Case(
        row="GET /api/v1/Orders?contactId={contactId}",
        use=lambda client: client.orders.list_by_contact(4711),
        path="/api/v1/Orders",
        query="contactId=4711",
        answer=f"[{BARE_ORDER}]",
        value=[BARE_REPAIR],
        what="of any type, without lines",
    ),
    Case(
        row="GET /api/v1/Orders?extOrderId={extOrderId}",
        use=lambda client: client.orders.list_by_ext_order_id("W 30"),
        path="/api/v1/Orders",
        query="extOrderId=W%2030",
        answer=f"[{ORDER}]",
        value=[REPAIR],
    ),
    Case(
        row="GET /api/v1/Orders/{id}",
        use=lambda client: client.orders.get(30),
        path="/api/v1/Orders/30",
        answer=ORDER,
        value=REPAIR,
    ),
    Case(
        row="GET /api/v1/Orders/Types",
        use=lambda client: client.orders.list_types(),
        path="/api/v1/Orders/Types",
        answer='["butik", "værksted"]',
        value=["butik", "værksted"],
    ),
    Case(
        row="POST /api/v1/Orders",
        use=lambda client: client.orders.create(
            OrderCreate(
                type="værksted",
                order_lines=[
                    OrderLineCreate(
                        quantity=Decimal(3),
                        price=Decimal("33.33333333333333333333"),
                        ext_product_id="P-1",
                        name="Kæde",
                        farve="grøn",
                        mounted_at=moment("2024-05-07T09:00:00+02:00"),
                        rabat=Decimal("0.10"),
                        warranty_months=24,
                        assembled=False,
                    ),
                    OrderLineCreate(quantity=Decimal("0.5"), price=Decimal("-1.00")),
                ],
                ext_order_id="W-30",
                contact_id=4711,
                last_name=None,
                store_id=2,
                origin_date=moment("2024-05-06T10:00:00+02:00"),
                delivery_method="GLS",
                fragt=Decimal("49.95"),
                gift_wrapping=True,
                number_of_parcels=2,
                promised_by=moment("2024-05-10T16:00:00+02:00"),
                saelger="Åse",
            )
        ),
        path="/api/v1/Orders",
        body="""{"Type": "værksted", "OrderLines": [
                    {"Quantity": 3, "Price": 33.33333333333333333333, "ExtProductId": "P-1", "Name": "Kæde",
                     "Farve": "grøn", "Mounted At": "2024-05-07T09:00:00+02:00", "Rabat": 0.10,
                     "Warranty (months)": 24, "Assembled": false},
                    {"Quantity": 0.5, "Price": -1.00}],
                 "ExtOrderId": "W-30", "ContactId": 4711, "LastName": null, "StoreId": 2,
                 "OriginDate": "2024-05-06T10:00:00+02:00", "Delivery Method": "GLS", "Fragt": 49.95,
                 "Gift Wrapping": true, "Number of Parcels": 2, "Promised By": "2024-05-10T16:00:00+02:00",
                 "Sælger": "Åse"}""",
        answer=ORDER,
        value=REPAIR,
    ),
    Case(
        row="POST /api/v1/Orders/{id}/Lines",
        use=lambda client: client.orders.add_line(
            30, OrderLineCreate(quantity=Decimal(1), price=Decimal("0"), description="", contact_id=4711, farve=None)
        ),
        path="/api/v1/Orders/30/Lines",
        body='{"Quantity": 1, "Price": 0, "Description": "", "ContactId": 4711, "Farve": null}',
        answer=LINE,
        value=CHAIN,
    ),
    Case(
        row="PATCH /api/v1/Orders/{id}",
        use=lambda client: client.orders.patch(
            30, OrderPatch(type="butik", city="Aarhus", store_id=None, saelger=None, fragt=Decimal("0.00"))
        ),
        path="/api/v1/Orders/30",
        body='{"Type": "butik", "City": "Aarhus", "StoreId": null, "Sælger": null, "Fragt": 0.00}',
        answer=ORDER,
        value=REPAIR,
    ),
    Case(
        row="PATCH /api/v1/Orders/{id}/Lines/{lid}",
        use=lambda client: client.orders.patch_line(
            30, 31, OrderLinePatch(quantity=Decimal("2.5"), frame_number="WBK-1", warranty_months=None)
        ),
        path="/api/v1/Orders/30/Lines/31",
        body='{"Quantity": 2.5, "Frame Number": "WBK-1", "Warranty (months)": null}',
        answer=LINE,
        value=CHAIN,
    ),
    Case(
        row="DELETE /api/v1/Orders/{id}",
        use=lambda client: client.orders.delete(30),
        path="/api/v1/Orders/30",
        answer=ORDER,
        value=REPAIR,
    ),
    Case(
        row="DELETE /api/v1/Orders/{id}/Lines/{lid}",
        use=lambda client: client.orders.delete_line(30, 31),
        path="/api/v1/Orders/30/Lines/31",
        answer=LINE,
        value=CHAIN,
    ),
]
