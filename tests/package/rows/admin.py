"""The rows of Admin: managing dynamic fields and tables, and running procedures."""

from __future__ import annotations

from yulsn_client.models import (
    DynamicFieldCreate,
    DynamicFieldDetails,
    DynamicFieldOwner,
    DynamicFieldRelation,
    DynamicFieldRelationOnDelete,
    DynamicFieldTemplate,
    DynamicFieldType,
    DynamicFieldUpdate,
    DynamicTableCreate,
    DynamicTableDetails,
    DynamicTableUpdate,
)

from ..calls import NONE, Case
from ..expect import Is, moment
from .vouchers import v2

FIELD = """{"Id": 8, "Name": "Gear", "Type": 3, "IsUnique": false, "IsSearchable": true, "HasPersonData": false,
    "CanMerge": true, "Label": "Antal gear", "Description": null, "ValuesJson": "[1, 3]", "Template": 2,
    "RelationOwner": 6, "RelationDynamicTableId": 12, "RelationOnDelete": 2,
    "LastModified": "2024-05-06T10:08:14+02:00"}"""
GEAR = Is(
    DynamicFieldDetails,
    id=8,
    name="Gear",
    type=DynamicFieldType.NUMBER,
    is_unique=False,
    is_searchable=True,
    has_person_data=False,
    can_merge=True,
    label="Antal gear",
    description=None,
    values_json="[1, 3]",
    template=DynamicFieldTemplate.JSON,
    relation_owner=DynamicFieldOwner.DYNAMIC_TABLE,
    relation_dynamic_table_id=12,
    relation_on_delete=DynamicFieldRelationOnDelete.SET_NULL,
    last_modified=moment("2024-05-06T10:08:14+02:00"),
)
NEW = DynamicFieldCreate(
    name="Gear",
    type=DynamicFieldType.NUMBER,
    is_unique=False,
    is_searchable=True,
    has_person_data=False,
    can_merge=True,
    values_json="[1, 3]",
)
NEW_JSON = """{"Name": "Gear", "Type": 3, "IsUnique": false, "IsSearchable": true, "HasPersonData": false,
    "CanMerge": true, "ValuesJson": "[1, 3]"}"""
CHANGED = DynamicFieldUpdate(
    is_unique=True, is_searchable=True, has_person_data=True, can_merge=False, label=None, template=None
)
CHANGED_JSON = """{"IsUnique": true, "IsSearchable": true, "HasPersonData": true, "CanMerge": false, "Label": null,
    "Template": null}"""
RELATION = DynamicFieldRelation(
    relation_owner=DynamicFieldOwner.DYNAMIC_TABLE,
    relation_dynamic_table_id=12,
    relation_on_delete=DynamicFieldRelationOnDelete.CASCADE,
)
RELATION_JSON = '{"RelationOwner": 6, "RelationDynamicTableId": 12, "RelationOnDelete": 1}'
TABLE = """{"Id": 12, "Name": "Cykler", "IsShared": false, "Label": null, "Right": "Admin", "Description": "x",
    "PersonDataLifetime": "365.00:00:00", "EntityLifetime": null, "Icon": null, "Group": "Værksted", "GroupIcon": null,
    "GroupHeading": null, "CreateConverterId": null, "UpdateConverterId": 5, "DeleteConverterId": null,
    "LastModified": "2024-05-06T10:08:14+02:00"}"""
BIKES = Is(
    DynamicTableDetails,
    id=12,
    name="Cykler",
    is_shared=False,
    label=None,
    right="Admin",
    person_data_lifetime="365.00:00:00",
    group="Værksted",
    create_converter_id=None,
    update_converter_id=5,
    last_modified=moment("2024-05-06T10:08:14+02:00"),
)

CASES = [
    v2(
        "GET DynamicFields/{owner}",
        "DynamicFields/Contacts",
        use=lambda client: client.admin.list_fields("Contacts"),
        answer=f"[{FIELD}]",
        value=[GEAR],
    ),
    v2(
        "POST DynamicFields/{owner}",
        "DynamicFields/Voucher",
        use=lambda client: client.admin.create_field("Voucher", NEW),
        body=NEW_JSON,
        answer="8",
        value=8,
    ),
    v2(
        "GET DynamicFields/{owner}/{fieldId}",
        "DynamicFields/Contacts/8",
        use=lambda client: client.admin.get_field("Contacts", 8),
        answer=FIELD,
        value=GEAR,
    ),
    v2(
        "POST DynamicFields/{owner}/{fieldId}",
        "DynamicFields/Contacts/8",
        use=lambda client: client.admin.update_field("Contacts", 8, CHANGED),
        body=CHANGED_JSON,
    ),
    v2(
        "POST DynamicFields/{owner}/{fieldId}/Relation",
        "DynamicFields/Contacts/8/Relation",
        use=lambda client: client.admin.relate_field("Contacts", 8, RELATION),
        body=RELATION_JSON,
    ),
    v2(
        "GET DynamicFields/DynamicTable/{tableId}",
        "DynamicFields/DynamicTable/12",
        use=lambda client: client.admin.list_table_fields(12),
        answer=f"[{FIELD}]",
        value=[GEAR],
    ),
    v2(
        "POST DynamicFields/DynamicTable/{tableId}",
        "DynamicFields/DynamicTable/12",
        use=lambda client: client.admin.create_table_field(12, NEW),
        body=NEW_JSON,
        answer="8",
        value=8,
    ),
    v2(
        "GET DynamicFields/DynamicTable/{tableId}/{fieldId}",
        "DynamicFields/DynamicTable/12/8",
        use=lambda client: client.admin.get_table_field(12, 8),
        answer=FIELD,
        value=GEAR,
    ),
    v2(
        "POST DynamicFields/DynamicTable/{tableId}/{fieldId}",
        "DynamicFields/DynamicTable/12/8",
        use=lambda client: client.admin.update_table_field(12, 8, CHANGED),
        body=CHANGED_JSON,
    ),
    v2(
        "POST DynamicFields/DynamicTable/{tableId}/{fieldId}/Relation",
        "DynamicFields/DynamicTable/12/8/Relation",
        use=lambda client: client.admin.relate_table_field(12, 8, RELATION),
        body=RELATION_JSON,
    ),
    v2(
        "GET DynamicTables",
        "DynamicTables",
        use=lambda client: client.admin.list_tables(),
        answer=f"[{TABLE}]",
        value=[BIKES],
    ),
    v2(
        "GET DynamicTables/{tableId}",
        "DynamicTables/12",
        use=lambda client: client.admin.get_table(12),
        answer=TABLE,
        value=BIKES,
    ),
    v2(
        "GET DynamicTables/Name/{tableName}",
        "DynamicTables/Name/Cykler%20%26%20mere",
        use=lambda client: client.admin.find_table_by_name("Cykler & mere"),
        answer=TABLE,
        value=BIKES,
        missing=NONE,
    ),
    v2(
        "POST DynamicTables",
        "DynamicTables",
        use=lambda client: client.admin.create_table(
            DynamicTableCreate(name="Cykler", is_shared=False, group="Værksted", update_converter_id=5)
        ),
        body='{"Name": "Cykler", "IsShared": false, "Group": "Værksted", "UpdateConverterId": 5}',
        answer="12",
        value=12,
    ),
    v2(
        "POST DynamicTables/{tableId}",
        "DynamicTables/12",
        use=lambda client: client.admin.update_table(12, DynamicTableUpdate(label="Cykler", description=None)),
        body='{"Label": "Cykler", "Description": null}',
    ),
    Case(
        row="POST /api/v1/Data/Procedure/{procedureName}",
        use=lambda client: client.admin.run_procedure("Ryd op", ["2024"]),
        path="/api/v1/Data/Procedure/Ryd%20op",
        body='["2024"]',
        answer='[{"Antal": 3}]',
        value=[{"Antal": 3}],
    ),
]
