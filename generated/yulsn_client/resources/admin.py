"""The calls of the API's Admin group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from .._runtime.calls import Call, OnNotFound
from .._runtime.resources import AsyncResource, Resource
from ..models.dynamic_fields import DynamicFieldCreate, DynamicFieldDetails, DynamicFieldRelation, DynamicFieldUpdate
from ..models.dynamic_tables import DynamicTableCreate, DynamicTableDetails, DynamicTableUpdate

_RUN_PROCEDURE: Call[list[dict[str, Any]]] = Call(
    "admin.run_procedure",
    "POST",
    "/api/v1/Data/Procedure/{procedureName}",
    parameters={"procedureName": str},
    body=Sequence[str],
    returns=list[dict[str, Any]],
    retried=False,
)
_LIST_FIELDS: Call[list[DynamicFieldDetails]] = Call(
    "admin.list_fields",
    "GET",
    "/api/v2/{accountId}/DynamicFields/{owner}",
    parameters={
        "owner": Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ]
    },
    returns=list[DynamicFieldDetails],
    retried=False,
)
_CREATE_FIELD: Call[int] = Call(
    "admin.create_field",
    "POST",
    "/api/v2/{accountId}/DynamicFields/{owner}",
    parameters={
        "owner": Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ]
    },
    body=DynamicFieldCreate,
    returns=int,
    retried=False,
)
_GET_FIELD: Call[DynamicFieldDetails] = Call(
    "admin.get_field",
    "GET",
    "/api/v2/{accountId}/DynamicFields/{owner}/{fieldId}",
    parameters={
        "owner": Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        "fieldId": int,
    },
    returns=DynamicFieldDetails,
    retried=False,
)
_UPDATE_FIELD: Call[None] = Call(
    "admin.update_field",
    "POST",
    "/api/v2/{accountId}/DynamicFields/{owner}/{fieldId}",
    parameters={
        "owner": Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        "fieldId": int,
    },
    body=DynamicFieldUpdate,
    retried=False,
)
_RELATE_FIELD: Call[None] = Call(
    "admin.relate_field",
    "POST",
    "/api/v2/{accountId}/DynamicFields/{owner}/{fieldId}/Relation",
    parameters={
        "owner": Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        "fieldId": int,
    },
    body=DynamicFieldRelation,
    retried=False,
)
_LIST_TABLE_FIELDS: Call[list[DynamicFieldDetails]] = Call(
    "admin.list_table_fields",
    "GET",
    "/api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}",
    parameters={"tableId": int},
    returns=list[DynamicFieldDetails],
    retried=False,
)
_CREATE_TABLE_FIELD: Call[int] = Call(
    "admin.create_table_field",
    "POST",
    "/api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}",
    parameters={"tableId": int},
    body=DynamicFieldCreate,
    returns=int,
    retried=False,
)
_GET_TABLE_FIELD: Call[DynamicFieldDetails] = Call(
    "admin.get_table_field",
    "GET",
    "/api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}",
    parameters={"tableId": int, "fieldId": int},
    returns=DynamicFieldDetails,
    retried=False,
)
_UPDATE_TABLE_FIELD: Call[None] = Call(
    "admin.update_table_field",
    "POST",
    "/api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}",
    parameters={"tableId": int, "fieldId": int},
    body=DynamicFieldUpdate,
    retried=False,
)
_RELATE_TABLE_FIELD: Call[None] = Call(
    "admin.relate_table_field",
    "POST",
    "/api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}/Relation",
    parameters={"tableId": int, "fieldId": int},
    body=DynamicFieldRelation,
    retried=False,
)
_LIST_TABLES: Call[list[DynamicTableDetails]] = Call(
    "admin.list_tables", "GET", "/api/v2/{accountId}/DynamicTables", returns=list[DynamicTableDetails], retried=False
)
_CREATE_TABLE: Call[int] = Call(
    "admin.create_table",
    "POST",
    "/api/v2/{accountId}/DynamicTables",
    body=DynamicTableCreate,
    returns=int,
    retried=False,
)
_GET_TABLE: Call[DynamicTableDetails] = Call(
    "admin.get_table",
    "GET",
    "/api/v2/{accountId}/DynamicTables/{tableId}",
    parameters={"tableId": int},
    returns=DynamicTableDetails,
    retried=False,
)
_UPDATE_TABLE: Call[None] = Call(
    "admin.update_table",
    "POST",
    "/api/v2/{accountId}/DynamicTables/{tableId}",
    parameters={"tableId": int},
    body=DynamicTableUpdate,
    retried=False,
)
_FIND_TABLE_BY_NAME: Call[DynamicTableDetails | None] = Call(
    "admin.find_table_by_name",
    "GET",
    "/api/v2/{accountId}/DynamicTables/Name/{tableName}",
    parameters={"tableName": str},
    returns=DynamicTableDetails,
    on_not_found=OnNotFound.NONE,
    retried=False,
)


class AdminResource(Resource):
    """Managing the account's dynamic fields and tables, and running its database procedures."""

    def run_procedure(self, name: str, arguments: Sequence[str]) -> list[dict[str, Any]]:
        """Run one of the account's own database procedures, which may change data.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v1/Data/Procedure/{procedureName}`

        Args:
            name: Name of the procedure.
            arguments: The procedure's arguments in order, as strings.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_RUN_PROCEDURE, path={"procedureName": name}, body=arguments)

    def list_fields(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
    ) -> list[DynamicFieldDetails]:
        """List the dynamic fields of an owner with all their settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/{owner}`

        Args:
            owner: Name of the owner: what the field belongs to.
        """
        return self._call(_LIST_FIELDS, path={"owner": owner})

    def create_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field: DynamicFieldCreate,
    ) -> int:
        """Add a dynamic field to an owner.

        Regenerate the client afterwards: the new field is not part of it yet.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/{owner}`

        Args:
            owner: Name of the owner: what the field belongs to.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return self._call(_CREATE_FIELD, path={"owner": owner}, body=field)

    def get_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field_id: int,
    ) -> DynamicFieldDetails:
        """Get a dynamic field of an owner with all its settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}`

        Args:
            owner: Name of the owner: what the field belongs to.
            field_id: Id of the field.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET_FIELD, path={"owner": owner, "fieldId": field_id})

    def update_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field_id: int,
        field: DynamicFieldUpdate,
    ) -> None:
        """Change the settings of a dynamic field of an owner.

        What is left out becomes null or false (inferred). The name and the type cannot be changed.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}`

        Args:
            owner: Name of the owner: what the field belongs to.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_UPDATE_FIELD, path={"owner": owner, "fieldId": field_id}, body=field)

    def relate_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field_id: int,
        relation: DynamicFieldRelation,
    ) -> None:
        """Make a dynamic field of an owner refer to other objects.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}/Relation`

        Args:
            owner: Name of the owner: what the field belongs to.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_RELATE_FIELD, path={"owner": owner, "fieldId": field_id}, body=relation)

    def list_table_fields(self, table_id: int) -> list[DynamicFieldDetails]:
        """List the dynamic fields of a dynamic table with all their settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_TABLE_FIELDS, path={"tableId": table_id})

    def create_table_field(self, table_id: int, field: DynamicFieldCreate) -> int:
        """Add a dynamic field to a dynamic table.

        Regenerate the client afterwards: the new field is not part of it yet.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE_TABLE_FIELD, path={"tableId": table_id}, body=field)

    def get_table_field(self, table_id: int, field_id: int) -> DynamicFieldDetails:
        """Get a dynamic field of a dynamic table with all its settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}`

        Args:
            table_id: Id of the dynamic table.
            field_id: Id of the field.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET_TABLE_FIELD, path={"tableId": table_id, "fieldId": field_id})

    def update_table_field(self, table_id: int, field_id: int, field: DynamicFieldUpdate) -> None:
        """Change the settings of a dynamic field of a dynamic table.

        What is left out becomes null or false (inferred). The name and the type cannot be changed.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}`

        Args:
            table_id: Id of the dynamic table.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_UPDATE_TABLE_FIELD, path={"tableId": table_id, "fieldId": field_id}, body=field)

    def relate_table_field(self, table_id: int, field_id: int, relation: DynamicFieldRelation) -> None:
        """Make a dynamic field of a dynamic table refer to other objects.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}/Relation`

        Args:
            table_id: Id of the dynamic table.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_RELATE_TABLE_FIELD, path={"tableId": table_id, "fieldId": field_id}, body=relation)

    def list_tables(self) -> list[DynamicTableDetails]:
        """List the dynamic tables with all their settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicTables`
        """
        return self._call(_LIST_TABLES)

    def create_table(self, table: DynamicTableCreate) -> int:
        """Create a dynamic table.

        Regenerate the client afterwards: the new table is not part of it yet.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicTables`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return self._call(_CREATE_TABLE, body=table)

    def get_table(self, table_id: int) -> DynamicTableDetails:
        """Get a dynamic table with all its settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicTables/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET_TABLE, path={"tableId": table_id})

    def update_table(self, table_id: int, table: DynamicTableUpdate) -> None:
        """Change the settings of a dynamic table.

        What is left out becomes null (inferred). The name cannot be changed.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicTables/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_UPDATE_TABLE, path={"tableId": table_id}, body=table)

    def find_table_by_name(self, table_name: str) -> DynamicTableDetails | None:
        """Find a dynamic table by its name.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicTables/Name/{tableName}`

        Args:
            table_name: Name of the table.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_TABLE_BY_NAME, path={"tableName": table_name})


class AsyncAdminResource(AsyncResource):
    """Managing the account's dynamic fields and tables, and running its database procedures."""

    async def run_procedure(self, name: str, arguments: Sequence[str]) -> list[dict[str, Any]]:
        """Run one of the account's own database procedures, which may change data.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v1/Data/Procedure/{procedureName}`

        Args:
            name: Name of the procedure.
            arguments: The procedure's arguments in order, as strings.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_RUN_PROCEDURE, path={"procedureName": name}, body=arguments)

    async def list_fields(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
    ) -> list[DynamicFieldDetails]:
        """List the dynamic fields of an owner with all their settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/{owner}`

        Args:
            owner: Name of the owner: what the field belongs to.
        """
        return await self._call(_LIST_FIELDS, path={"owner": owner})

    async def create_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field: DynamicFieldCreate,
    ) -> int:
        """Add a dynamic field to an owner.

        Regenerate the client afterwards: the new field is not part of it yet.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/{owner}`

        Args:
            owner: Name of the owner: what the field belongs to.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return await self._call(_CREATE_FIELD, path={"owner": owner}, body=field)

    async def get_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field_id: int,
    ) -> DynamicFieldDetails:
        """Get a dynamic field of an owner with all its settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}`

        Args:
            owner: Name of the owner: what the field belongs to.
            field_id: Id of the field.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET_FIELD, path={"owner": owner, "fieldId": field_id})

    async def update_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field_id: int,
        field: DynamicFieldUpdate,
    ) -> None:
        """Change the settings of a dynamic field of an owner.

        What is left out becomes null or false (inferred). The name and the type cannot be changed.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}`

        Args:
            owner: Name of the owner: what the field belongs to.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_UPDATE_FIELD, path={"owner": owner, "fieldId": field_id}, body=field)

    async def relate_field(
        self,
        owner: Literal[
            "Orders",
            "OrderLines",
            "ContactCompanies",
            "Contacts",
            "Stores",
            "VoucherGroup",
            "Voucher",
            "VoucherGroupVoucher",
        ],
        field_id: int,
        relation: DynamicFieldRelation,
    ) -> None:
        """Make a dynamic field of an owner refer to other objects.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}/Relation`

        Args:
            owner: Name of the owner: what the field belongs to.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_RELATE_FIELD, path={"owner": owner, "fieldId": field_id}, body=relation)

    async def list_table_fields(self, table_id: int) -> list[DynamicFieldDetails]:
        """List the dynamic fields of a dynamic table with all their settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_TABLE_FIELDS, path={"tableId": table_id})

    async def create_table_field(self, table_id: int, field: DynamicFieldCreate) -> int:
        """Add a dynamic field to a dynamic table.

        Regenerate the client afterwards: the new field is not part of it yet.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE_TABLE_FIELD, path={"tableId": table_id}, body=field)

    async def get_table_field(self, table_id: int, field_id: int) -> DynamicFieldDetails:
        """Get a dynamic field of a dynamic table with all its settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}`

        Args:
            table_id: Id of the dynamic table.
            field_id: Id of the field.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET_TABLE_FIELD, path={"tableId": table_id, "fieldId": field_id})

    async def update_table_field(self, table_id: int, field_id: int, field: DynamicFieldUpdate) -> None:
        """Change the settings of a dynamic field of a dynamic table.

        What is left out becomes null or false (inferred). The name and the type cannot be changed.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}`

        Args:
            table_id: Id of the dynamic table.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_UPDATE_TABLE_FIELD, path={"tableId": table_id, "fieldId": field_id}, body=field)

    async def relate_table_field(self, table_id: int, field_id: int, relation: DynamicFieldRelation) -> None:
        """Make a dynamic field of a dynamic table refer to other objects.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}/Relation`

        Args:
            table_id: Id of the dynamic table.
            field_id: Id of the field.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_RELATE_TABLE_FIELD, path={"tableId": table_id, "fieldId": field_id}, body=relation)

    async def list_tables(self) -> list[DynamicTableDetails]:
        """List the dynamic tables with all their settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicTables`
        """
        return await self._call(_LIST_TABLES)

    async def create_table(self, table: DynamicTableCreate) -> int:
        """Create a dynamic table.

        Regenerate the client afterwards: the new table is not part of it yet.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicTables`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return await self._call(_CREATE_TABLE, body=table)

    async def get_table(self, table_id: int) -> DynamicTableDetails:
        """Get a dynamic table with all its settings.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicTables/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET_TABLE, path={"tableId": table_id})

    async def update_table(self, table_id: int, table: DynamicTableUpdate) -> None:
        """Change the settings of a dynamic table.

        What is left out becomes null (inferred). The name cannot be changed.

        This call is not in the public documentation of the API. The client never retries this call.

        `POST /api/v2/{accountId}/DynamicTables/{tableId}`

        Args:
            table_id: Id of the dynamic table.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_UPDATE_TABLE, path={"tableId": table_id}, body=table)

    async def find_table_by_name(self, table_name: str) -> DynamicTableDetails | None:
        """Find a dynamic table by its name.

        This call is not in the public documentation of the API. The client never retries this call.

        `GET /api/v2/{accountId}/DynamicTables/Name/{tableName}`

        Args:
            table_name: Name of the table.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_TABLE_BY_NAME, path={"tableName": table_name})
