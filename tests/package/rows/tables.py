"""The rows of DynamicFields, DynamicTables and DynamicTableEntities: what each sends, and what its answer becomes."""

from __future__ import annotations

from collections import deque

from yulsn_client.models import (
    DynamicField,
    DynamicFieldType,
    DynamicTable,
    TableEntity,
    TableEntityCreate,
    TableEntityPatch,
)

from ..calls import NONE, Case
from ..expect import Is, moment

ENTITY = """{
    "Id": 8, "Secret": "9b1d", "ExternalId": "V-8", "Name": null, "Created": "2024-05-06T10:08:14.1957879+02:00",
    "LastModified": "2024-05-06T10:08:14.1957879+02:00", "Bike Id": 3, "from": null
}"""
VISIT = Is(
    TableEntity,
    id=8,
    secret="9b1d",
    external_id="V-8",
    name=None,
    created=moment("2024-05-06T10:08:14.195788+02:00"),
    last_modified=moment("2024-05-06T10:08:14.195788+02:00"),
)

SCHEMA = [
    Case(
        row="GET /api/v1/DynamicFields/{id}?owner={owner}",
        use=lambda client: client.dynamic_fields.list("DynamicTable", id=12),
        path="/api/v1/DynamicFields/12",
        query="owner=DynamicTable",
        answer="""[{"Name": "Længde (km)", "Type": 5, "Label": "Længde (km)", "Values": null},
                   {"Name": "Åbner", "Type": "DateTimeOffset", "Label": null, "Values": null}]""",
        value=[
            Is(DynamicField, name="Længde (km)", type=DynamicFieldType.DECIMAL, label="Længde (km)", values=None),
            Is(DynamicField, name="Åbner", type=DynamicFieldType.DATE_TIME_OFFSET, label=None, values=None),
        ],
    ),
    Case(
        row="GET /api/v1/DynamicFields/{id}?owner={owner}",
        use=lambda client: client.dynamic_fields.list("OrderLines"),
        path="/api/v1/DynamicFields",
        query="owner=OrderLines",
        answer='[{"Name": "Antal", "Type": 3, "Label": "", "Values": ["1", "2"]}, {"Name": "Ny", "Type": 77}]',
        value=[
            Is(DynamicField, name="Antal", type=DynamicFieldType.NUMBER, label="", values=["1", "2"]),
            Is(DynamicField, name="Ny", type=DynamicFieldType(77), label=None, values=None),
        ],
        what="of an owner that is no table, with a type that nobody knew",
    ),
    Case(
        row="GET /api/v1/DynamicTables",
        use=lambda client: client.dynamic_tables.list(),
        path="/api/v1/DynamicTables",
        answer="""[{"Id": 7, "Name": "Loyalty Cards", "Label": "Loyalty cards", "Description": null, "Right": "Admin",
                    "Icon": "card", "Group": null, "IsShared": false, "CreateConverterId": null,
                    "LastModified": "2024-05-06T10:08:14.1957879+02:00", "UpdateConverterId": null,
                    "DeleteConverterId": 1072}, {"Id": 8, "Name": "Bare"}]""",
        value=[
            Is(
                DynamicTable,
                id=7,
                name="Loyalty Cards",
                label="Loyalty cards",
                description=None,
                right="Admin",
                icon="card",
                group=None,
                is_shared=False,
                last_modified=moment("2024-05-06T10:08:14.195788+02:00"),
                create_converter_id=None,
                update_converter_id=None,
                delete_converter_id=1072,
            ),
            Is(DynamicTable, id=8, name="Bare", label=None, last_modified=None, is_shared=None),
        ],
    ),
]

ENTITIES = [
    Case(
        row="GET /api/v1/table/{tableName}",
        use=lambda client: client.dynamic_table_entities.list_ids("Service Visits"),
        path="/api/v1/table/Service%20Visits",
        answer="[8, 9]",
        value=[8, 9],
    ),
    Case(
        row="GET /api/v1/table/{tableName}",
        use=lambda client: client.dynamic_table_entities.list_ids("Gær/øl?#%2e & +"),
        path="/api/v1/table/G%C3%A6r%2F%C3%B8l%3F%23%252e%20%26%20%2B",
        answer="[]",
        value=[],
        what="of a table whose name means something in a URL",
    ),
    Case(
        row="GET /api/v1/table/{tableName}",
        use=lambda client: client.dynamic_table_entities.list_ids(".."),
        path="/api/v1/table/%2E%2E",
        answer="[]",
        value=[],
        what="of a table whose name means the folder above",
    ),
    Case(
        row="GET /api/v1/table/{tableName}?secret={secret}",
        use=lambda client: client.dynamic_table_entities.find_by_secret("Service Visits", "9b1d"),
        path="/api/v1/table/Service%20Visits",
        query="secret=9b1d",
        answer=ENTITY,
        value=VISIT,
        missing=NONE,
    ),
    Case(
        row="GET /api/v1/table/{tableName}?externalId={externalId}",
        use=lambda client: client.dynamic_table_entities.find_by_external_id("Service Visits", "V 8"),
        path="/api/v1/table/Service%20Visits",
        query="externalId=V%208",
        answer=ENTITY,
        value=VISIT,
        missing=NONE,
    ),
    Case(
        row="GET /api/v1/table/{tableName}?lastId={lastId}&take={take}",
        use=lambda client: client.dynamic_table_entities.list_after("Service Visits", 7, take=2),
        path="/api/v1/table/Service%20Visits",
        query="lastId=7&take=2",
        answer=f"[{ENTITY}]",
        value=[VISIT],
    ),
    Case(
        row="GET /api/v1/table/{tableName}?lastId={lastId}&take={take}",
        use=lambda client: client.dynamic_table_entities.list_after("Service Visits", 0),
        path="/api/v1/table/Service%20Visits",
        query="lastId=0",
        answer="[]",
        value=[],
        what="as many as a page holds",
    ),
    Case(
        row="GET /api/v1/table/{tableName}/{id}",
        use=lambda client: client.dynamic_table_entities.get("Service Visits", 8),
        path="/api/v1/table/Service%20Visits/8",
        answer=ENTITY,
        value=VISIT,
    ),
    Case(
        row="POST /api/v1/table/{tableName}",
        use=lambda client: client.dynamic_table_entities.create(
            "Service Visits", TableEntityCreate(secret=None, external_id="V-8", name="Første")
        ),
        path="/api/v1/table/Service%20Visits",
        body='{"Secret": null, "ExternalId": "V-8", "Name": "Første"}',
        answer=ENTITY,
        value=VISIT,
    ),
    Case(
        row="POST /api/v1/table/{tableName}",
        use=lambda client: client.dynamic_table_entities.create(
            "Service Visits",
            TableEntityCreate.from_dict({"Name": "Første", "Bike Id": 3, "from": None}, allow_extra=True),
        ),
        path="/api/v1/table/Service%20Visits",
        body='{"Name": "Første", "Bike Id": 3, "from": null}',
        answer=ENTITY,
        value=VISIT,
        what="with fields of the table",
    ),
    Case(
        row="POST /api/v1/table/{tableName}/Bulk",
        use=lambda client: client.dynamic_table_entities.create_many(
            "Service Visits", [TableEntityCreate(name="a"), TableEntityCreate(), TableEntityCreate(external_id="b")]
        ),
        path="/api/v1/table/Service%20Visits/Bulk",
        body='[{"Name": "a"}, {}, {"ExternalId": "b"}]',
    ),
    Case(
        row="POST /api/v1/table/{tableName}/Bulk",
        use=lambda client: client.dynamic_table_entities.create_many(
            "Service Visits", deque([TableEntityCreate(name="a"), TableEntityCreate(name="b")])
        ),
        path="/api/v1/table/Service%20Visits/Bulk",
        body='[{"Name": "a"}, {"Name": "b"}]',
        what="from another sequence than a list",
    ),
    Case(
        row="PATCH /api/v1/table/{tableName}/{id}",
        use=lambda client: client.dynamic_table_entities.patch(
            "Service Visits", 8, TableEntityPatch(name="Anden", external_id=None)
        ),
        path="/api/v1/table/Service%20Visits/8",
        body='{"Name": "Anden", "ExternalId": null}',
        answer=ENTITY,
        value=VISIT,
    ),
    Case(
        row="DELETE /api/v1/table/{tableName}/{id}",
        use=lambda client: client.dynamic_table_entities.delete("Service Visits", 8),
        path="/api/v1/table/Service%20Visits/8",
        answer=ENTITY,
        value=VISIT,
    ),
]

CASES = [*SCHEMA, *ENTITIES]
