"""Build the methods of a resource from the operations of a tailored document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..description.document import ACCOUNT_ID, SCHEMA_REFERENCE, TABLE_OWNER, Document
from . import api, identifiers
from .shapes import SchemaShape, argument_shape, result_shape

_ERRORS = {
    "400": "BadRequestError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableError",
    "423": "LockedError",
}
_ERROR_SCHEMA = f"{SCHEMA_REFERENCE}Error"


@dataclass(frozen=True)
class MethodBuilder:
    """Builds methods.

    Attributes:
        document: The tailored document.
        homes: The module of each class, by the name of its schema.
    """

    document: Document
    homes: Mapping[str, str]

    def methods(self, path: str, http_method: str, operation: Mapping[str, Any]) -> Iterator[api.Method]:
        """Yield one method for each documented call of an operation."""
        for call in operation["x-calls"]:
            yield self._method(path, http_method, operation, call)

    def _method(self, path: str, http_method: str, operation: Mapping[str, Any], call: Mapping[str, Any]) -> api.Method:
        returns = call.get("returns")
        missing = call.get("missing", "raises")
        parameters = tuple(self._parameters(operation, call))
        by_id = call["name"] == "get" and path.endswith("{id}")
        return api.Method(
            row=call["row"],
            name=call["name"],
            http_method=http_method,
            path=path,
            summary=call["summary"],
            description=call.get("description", ""),
            parameters=parameters,
            returns=None if returns is None else result_shape(returns, self.homes),
            item=self._item(operation, call),
            missing=missing,
            conflict=self._conflict(operation),
            raises=tuple(self._raises(http_method, operation, missing)),
            paging=_paging(call),
            sensitive=self._sensitive(operation),
            chunk=call["chunks"]["size"] if "chunks" in call else None,
            fans_out=by_id and all(parameter.location == "path" for parameter in parameters),
            source=operation.get("x-source", "documented"),
            retried=call.get("retry", True),
            search=self._search(operation, call),
        )

    def _parameters(self, operation: Mapping[str, Any], call: Mapping[str, Any]) -> Iterator[api.Parameter]:
        """Yield the parameters of a call: those of the path as they are declared, those of its query, and the body.

        The account's number is not among them: the client adds it.
        """
        declared = {item["name"]: item for item in map(self.document.resolve, operation.get("parameters", ()))}
        requires, accepts = call.get("requires", ()), call.get("accepts", ())
        for item in declared.values():
            if item["in"] == "path" and item["name"] != ACCOUNT_ID:
                yield self._parameter(item, required=item["name"] not in accepts)
        for wire in (*requires, *accepts):
            if declared[wire]["in"] != "path":
                yield self._parameter(declared[wire], required=wire in requires)
        body = operation.get("requestBody")
        need = call.get("body", "required" if body else "none")
        if body and need != "none":
            yield api.Parameter(
                wire="",
                name=identifiers.parameter(body.get("x-name", "body")),
                location="body",
                shape=argument_shape(_body_schema(operation), self.homes),
                required=need == "required",
                description=body.get("description", ""),
            )

    def _parameter(self, item: Mapping[str, Any], required: bool) -> api.Parameter:
        return api.Parameter(
            wire=item["name"],
            name=identifiers.parameter(item.get("x-name", item["name"])),
            location=item["in"],
            shape=argument_shape(item["schema"], self.homes),
            required=required,
            description=item.get("description", ""),
        )

    def _search(self, operation: Mapping[str, Any], call: Mapping[str, Any]) -> api.Search | None:
        """Return how a search sends conditions. The fields of any table, rather than of a given one, are unknown."""
        if "search" not in call:
            return None
        name = str(call["search"]["$ref"]).rsplit("/", 1)[-1]
        schema = self.document.schemas[name]
        if schema.get("x-dynamic-owner") == TABLE_OWNER and "x-table" not in schema:
            return None
        body = self.document.resolve(_body_schema(operation))
        wrapper = None if body.get("type") == "array" else str(body["required"][0])
        return api.Search(identifiers.fields_class(name), (self.homes[name], name), wrapper)

    def _item(self, operation: Mapping[str, Any], call: Mapping[str, Any]) -> SchemaShape | None:
        if "chunks" in call:
            return argument_shape(_body_schema(operation)["items"], self.homes)
        if "pages" in call and "returns" in call:
            return result_shape(call["returns"]["items"], self.homes)
        return None

    def _conflict(self, operation: Mapping[str, Any]) -> SchemaShape | None:
        response = self.document.resolve(operation["responses"].get("409", {}))
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        if schema is None or schema.get("$ref") == _ERROR_SCHEMA:
            return None
        return result_shape(schema, self.homes)

    def _raises(self, http_method: str, operation: Mapping[str, Any], missing: str) -> Iterator[tuple[str, str]]:
        """Yield (error class, when) for the declared statuses that callers may want to handle.

        A 400 to a read is left out: it means that the query is malformed.
        """
        left_out = {"400"} if http_method in ("GET", "SEARCH") else set()
        left_out |= {"404"} if missing != "raises" else set()
        for status, error in _ERRORS.items():
            response = operation["responses"].get(status)
            if response is not None and status not in left_out:
                yield error, self.document.resolve(response).get("description", "")

    def _sensitive(self, operation: Mapping[str, Any]) -> bool:
        """Return whether the request body holds a password."""
        properties = self.document.resolve(_body_schema(operation)).get("properties", {})
        return any(item.get("format") == "password" for item in properties.values())


def _body_schema(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an operation's request body; an empty one if it has none."""
    body: Mapping[str, Any] = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema: Mapping[str, Any] = body.get("schema", {})
    return schema


def _paging(call: Mapping[str, Any]) -> api.Paging | None:
    pages = call.get("pages")
    if pages is None:
        return None
    return api.Paging(
        cursor=pages["cursor"],
        item=identifiers.attribute(pages["item"]),
        limit=pages["limit"],
        start=pages.get("start", 0),
        size=pages.get("size"),
    )
