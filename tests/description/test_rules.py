"""Each rule of the description reports violations planted for it, with their place."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest
from yulsn_codegen.description import rules as rules_module
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.rule_contexts import ListedRow
from yulsn_codegen.description.validate import extension_problems, read_rows, validate
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.errors import Problem

ROWS = read_rows(shipped("spec"))
ORDERS = "spec/paths/orders.yaml"
Plant = Callable[[Any], object]


def planted(
    description: Document,
    plant: Plant,
    check: Callable[[Document, Sequence[ListedRow]], list[Problem]] = extension_problems,
) -> list[str]:
    root = copy.deepcopy(description.root)
    files = dict(description.files)
    plant(root)
    for name in root["components"]["schemas"]:
        files.setdefault(name, "schemas/orders.yaml")
    return [str(problem) for problem in check(Document(root, files), ROWS)]


def operation(root: Any, path: str, method: str = "get") -> Any:
    return root["paths"][f"/api/v1/{path}"][method]


def call(root: Any, path: str, index: int = 0, method: str = "get") -> Any:
    return operation(root, path, method)["x-calls"][index]


def indexed(root: Any, path: str) -> Any:
    return next(item for item in operation(root, path)["parameters"] if "x-indexed" in item)


def schema(root: Any, name: str) -> Any:
    return root["components"]["schemas"][name]


def unused(root: Any, name: str, **content: object) -> None:
    """Add a schema and use it in a request body, so that it is not reported as unused."""
    root["components"]["schemas"][name] = {"x-source": "inferred", "description": "Planted.", **content}
    body = operation(root, "Orders", "post")["requestBody"]["content"]["application/json"]
    body["schema"] = {"anyOf": [body["schema"], {"$ref": f"#/components/schemas/{name}"}]}


def test_a_row_without_a_call_is_reported_with_its_line(description: Document) -> None:
    row = ListedRow("GET /api/v1/Nothing?a={a}", "observed", "spec/observed.tsv, line 55")
    (problem,) = extension_problems(description, [*ROWS, row])
    assert (
        str(problem)
        == "spec/observed.tsv, line 55: GET /api/v1/Nothing?a={a} is not a call of the description [rows-described]"
    )


def test_a_call_without_a_row_is_reported(description: Document) -> None:
    (problem,) = extension_problems(description, [row for row in ROWS if row.name != "GET /api/v1/Orders/{id}"])
    place = f"{ORDERS}, GET /api/v1/Orders/{{id}}, x-calls[0]"
    what = (
        "has the row 'GET /api/v1/Orders/{id}', which neither spec/endpoints.tsv nor spec/observed.tsv lists "
        "[call-row-listed]"
    )
    assert str(problem) == f"{place}: {what}"


PLANTED: dict[str, tuple[Plant, str]] = {
    "an operation without tags": (
        lambda root: operation(root, "Orders").pop("tags"),
        f"{ORDERS}, GET /api/v1/Orders: 'tags' is a required property",
    ),
    "two tags": (
        lambda root: operation(root, "Orders").update(tags=["Orders", "Points"]),
        f"{ORDERS}, GET /api/v1/Orders, tags: ['Orders', 'Points'] is too long",
    ),
    "a tag that openapi.yaml does not list": (
        lambda root: operation(root, "Orders").update(tags=["Nothing"]),
        f"{ORDERS}, GET /api/v1/Orders: has the tag 'Nothing', which openapi.yaml does not list [operation-tag]",
    ),
    "no description": (
        lambda root: operation(root, "Orders/{id}").pop("description"),
        "GET /api/v1/Orders/{id}: has no description, and is not one call with a description either "
        "[operation-description]",
    ),
    "no calls": (
        lambda root: operation(root, "Orders").pop("x-calls"),
        f"{ORDERS}, GET /api/v1/Orders: 'x-calls' is a required property",
    ),
    "calls that are no list": (
        lambda root: operation(root, "Orders").update({"x-calls": {"row": "GET /api/v1/Orders"}}),
        f"{ORDERS}, GET /api/v1/Orders, x-calls: {{'row': 'GET /api/v1/Orders'}} is not of type 'array'",
    ),
    "a key left empty": (
        lambda root: call(root, "Orders").update(accepts=None),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0].accepts: None is not of type 'array'",
    ),
    "paging that is no mapping": (
        lambda root: call(root, "Points").update(pages=["lastId"]),
        "GET /api/v1/Points, x-calls[0].pages: ['lastId'] is not of type 'object'",
    ),
    "an unknown key": (
        lambda root: call(root, "Orders").update(require=["contactId"]),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0]: Additional properties are not allowed ('require' was unexpected)",
    ),
    "a name that is not snake_case": (
        lambda root: call(root, "Orders").update(name="listByContact"),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0].name: should be snake_case, is 'listByContact'",
    ),
    "a name that is a keyword": (
        lambda root: call(root, "Orders").update(name="import"),
        "x-calls[0]: has the name 'import', which is a Python keyword [call-keyword]",
    ),
    "a name that another call of the group has": (
        lambda root: call(root, "Orders").update(name="create"),
        f"{ORDERS}, POST /api/v1/Orders, x-calls[0]: has the name 'create', like another call of Orders [call-",
    ),
    "a summary without a full stop": (
        lambda root: call(root, "Orders").update(summary="List orders"),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0].summary: should be a sentence that ends with a full stop",
    ),
    "no summary": (
        lambda root: call(root, "Orders").pop("summary"),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0]: 'summary' is a required property",
    ),
    "the row of another operation": (
        lambda root: call(root, "Orders").update(row="GET /api/v1/Stores"),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0]: has the row 'GET /api/v1/Stores', which belongs to another",
    ),
    "a row twice": (
        lambda root: call(root, "Orders", 1).update(row="GET /api/v1/Orders?contactId={contactId}"),
        "x-calls[1]: has the row 'GET /api/v1/Orders?contactId={contactId}', like another call [call-row-unique]",
    ),
    "a row that is not listed": (
        lambda root: call(root, "Orders").update(row="GET /api/v1/Orders?colour={colour}"),
        "which neither spec/endpoints.tsv nor spec/observed.tsv lists [call-row-listed]",
    ),
    "an operation with another source than its row": (
        lambda root: operation(root, "Orders").update({"x-source": "observed"}),
        "which is documented, but the operation is observed [call-row-listed]",
    ),
    "a search of objects without dynamic fields": (
        lambda root: call(root, "Orders").update(search={"$ref": "#/components/schemas/Point"}),
        "searches '#/components/schemas/Point', which is not a schema with dynamic fields [call-search]",
    ),
    "a parameter that the operation does not declare": (
        lambda root: call(root, "Orders")["accepts"].append("colour"),
        "x-calls[0]: uses the parameter 'colour', which the operation does not declare",
    ),
    "a path parameter among those of a call": (
        lambda root: call(root, "Orders/{id}").update(requires=["id"]),
        "GET /api/v1/Orders/{id}, x-calls[0]: lists the path parameter 'id', which every call has",
    ),
    "a parameter that no call uses": (
        lambda root: call(root, "Orders")["accepts"].remove("orderType"),
        f"{ORDERS}, GET /api/v1/Orders: declares the parameter 'orderType', which no call uses",
    ),
    "an optional segment that is not the last": (
        lambda root: operation(root, "Orders/{id}/Lines", "post")["parameters"][0].update({"x-optional-segment": True}),
        "POST /api/v1/Orders/{id}/Lines: has the optional segment 'id', which is not the last of the path",
    ),
    "an array in the query that is not indexed": (
        lambda root: indexed(root, "EmailDispatches").pop("x-indexed"),
        "EmailDispatches: has the parameter 'status': an array in a query, and nothing else, must be x-indexed",
    ),
    "an index on what is no array": (
        lambda root: operation(root, "Orders")["parameters"][0].update({"x-indexed": True}),
        f"{ORDERS}, GET /api/v1/Orders: has the parameter 'contactId': an array in a query, and nothing else, must be",
    ),
    "unknown account values on a parameter": (
        lambda root: operation(root, "Orders")["parameters"][1]["schema"].update({"x-account-values": "colours"}),
        f"{ORDERS}, GET /api/v1/Orders, parameters[1].schema.x-account-values: 'colours' is not one of",
    ),
    "unknown account values on a property": (
        lambda root: schema(root, "OrderCreate")["properties"]["Type"].update({"x-account-values": "colours"}),
        "spec/schemas/orders.yaml, OrderCreate, properties.Type.x-account-values: 'colours' is not one of",
    ),
    "an unknown need of a body": (
        lambda root: call(root, "Orders", method="post").update(body="maybe"),
        "POST /api/v1/Orders, x-calls[0].body: 'maybe' is not one of ['none', 'optional', 'required']",
    ),
    "an unknown source of a property": (
        lambda root: schema(root, "Order")["properties"]["Id"].update({"x-source": "guessed"}),
        "spec/schemas/orders.yaml, Order, properties.Id.x-source: 'guessed' is not one of",
    ),
    "an unknown source of a response": (
        lambda root: operation(root, "Orders")["responses"]["200"].update({"x-source": "guessed"}),
        f"{ORDERS}, GET /api/v1/Orders, responses[200].x-source: 'guessed' is not one of",
    ),
    "an unknown source of a parameter": (
        lambda root: operation(root, "Orders")["parameters"][0].update({"x-source": "guessed"}),
        f"{ORDERS}, GET /api/v1/Orders, parameters[0].x-source: 'guessed' is not one of",
    ),
    "a name of a body that is not snake_case": (
        lambda root: operation(root, "Orders", "post")["requestBody"].update({"x-name": "theOrder"}),
        f"{ORDERS}, POST /api/v1/Orders, requestBody.x-name: should be snake_case, is 'theOrder'",
    ),
    "an index that is not true or false": (
        lambda root: indexed(root, "EmailDispatches").update({"x-indexed": "yes"}),
        "x-indexed: 'yes' is not of type 'boolean'",
    ),
    "a call that is not a mapping": (
        lambda root: operation(root, "Orders").update({"x-calls": ["list"]}),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0]: 'list' is not of type 'object'",
    ),
    "an empty list of calls": (
        lambda root: operation(root, "Orders").update({"x-calls": []}),
        f"{ORDERS}, GET /api/v1/Orders, x-calls: [] should be non-empty",
    ),
    "a list of parameters with a number": (
        lambda root: call(root, "Orders").update(accepts=[5]),
        f"{ORDERS}, GET /api/v1/Orders, x-calls[0].accepts[0]: 5 is not of type 'string'",
    ),
    "a body that is not declared": (
        lambda root: call(root, "Orders").update(body="optional"),
        "GET /api/v1/Orders, x-calls[0]: has a body, but the operation declares none",
    ),
    "an unknown meaning of 404": (
        lambda root: call(root, "Orders").update(missing="ignored"),
        "x-calls[0].missing: 'ignored' is not one of ['raises', 'none', 'empty']",
    ),
    "a find that raises": (
        lambda root: call(root, "Contacts", 1).pop("missing"),
        "GET /api/v1/Contacts, x-calls[1]: is named find, and therefore needs `missing: empty` for a list",
    ),
    "a get that returns None": (
        lambda root: call(root, "Orders/{id}").update(missing="none"),
        "x-calls[0]: returns None if there is nothing, and therefore must be named find",
    ),
    "an empty list in place of one object": (
        lambda root: call(root, "Orders/{id}").update(missing="empty"),
        "x-calls[0]: returns an empty list if there is nothing, but does not return a list otherwise",
    ),
    "paging by what is not required": (
        lambda root: call(root, "Points")["pages"].update(cursor="sourceId"),
        "GET /api/v1/Points, x-calls[0]: pages by 'sourceId', which it does not require",
    ),
    "paging from what is no cursor": (
        lambda root: call(root, "Points")["pages"].update(start=""),
        "GET /api/v1/Points, x-calls[0]: pages from '', which the cursor 'lastId' cannot be",
    ),
    "paging from null": (
        lambda root: call(root, "Points")["pages"].update(start=None),
        "x-calls[0].pages.start: None is not of type 'integer', 'string'",
    ),
    "a page size that is no parameter": (
        lambda root: call(root, "Points")["pages"].update(size="take"),
        "x-calls[0]: has the page size 'take', which is not a parameter",
    ),
    "paging without a limit": (
        lambda root: call(root, "Points")["pages"].pop("limit"),
        "x-calls[0].pages: 'limit' is a required property",
    ),
    "paging by a property that may be absent": (
        lambda root: call(root, "Points")["pages"].update(item="SourceId"),
        "x-calls[0]: pages by the item's 'SourceId', which may be absent",
    ),
    "chunks of no size": (
        lambda root: call(root, "ContactEvents", method="post").update(chunks={"limit": 5}),
        "POST /api/v1/ContactEvents, x-calls[0].chunks: 'size' is a required property",
    ),
    "chunks of less than one": (
        lambda root: call(root, "ContactEvents", method="post").update(chunks={"size": 0}),
        "POST /api/v1/ContactEvents, x-calls[0].chunks.size: 0 is less than the minimum of 1",
    ),
    "chunks that are no mapping": (
        lambda root: call(root, "ContactEvents", method="post").update(chunks=500),
        "POST /api/v1/ContactEvents, x-calls[0].chunks: 500 is not of type 'object'",
    ),
    "chunks of what is no list": (
        lambda root: call(root, "Orders", method="post").update(chunks={"size": 5}),
        "POST /api/v1/Orders, x-calls[0]: is sent in chunks, which needs a body that is a list and a response",
    ),
    "an answer that the 200 does not declare": (
        lambda root: call(root, "Orders/{id}").update(returns={"$ref": "#/components/schemas/OrderLine"}),
        f"{ORDERS}, GET /api/v1/Orders/{{id}}, x-calls[0]: returns something that the operation's 200 response ",
    ),
    "an answer that no call returns": (
        lambda root: call(root, "Orders/{id}").pop("returns"),
        "GET /api/v1/Orders/{id}: declares a response that no call returns: {'$ref': '#/components/schemas/Order'}",
    ),
    "a schema whose name is no class's": (
        lambda root: unused(root, "order_note", type="object"),
        "spec/schemas/orders.yaml, order_note: should be a class name, such as OrderLine, is 'order_note'",
    ),
    "a schema without a source": (
        lambda root: schema(root, "Order").pop("x-source"),
        "spec/schemas/orders.yaml, Order: 'x-source' is a required property",
    ),
    "a schema of an unknown source": (
        lambda root: schema(root, "Order").update({"x-source": "guessed"}),
        "spec/schemas/orders.yaml, Order, x-source: 'guessed' is not one of ['documented', 'observed', 'inferred']",
    ),
    "a schema without a description": (
        lambda root: schema(root, "Order").pop("description"),
        "spec/schemas/orders.yaml, Order: 'description' is a required property",
    ),
    "an enum with too few names": (
        lambda root: schema(root, "ExportType")["x-enum-varnames"].pop(),
        "ExportType: has 21 x-enum-varnames for 22 enum members [schema-enum-names]",
    ),
    "an enum without names": (
        lambda root: unused(root, "Level", type="integer", enum=[1, 2]),
        "spec/schemas/orders.yaml, Level: 'x-enum-varnames' is a required property",
    ),
    "a schema that goes both ways": (
        lambda root: unused(root, "Whatever", properties={"Order": {"$ref": "#/components/schemas/Order"}}),
        "spec/schemas/orders.yaml, Order: is used in requests and in responses: make two schemas",
    ),
    "a schema that nothing uses": (
        lambda root: root["components"]["schemas"].update(Lost={"x-source": "inferred", "description": "Lost."}),
        "spec/schemas/orders.yaml, Lost: is not used by any call",
    ),
    "an unknown owner": (
        lambda root: schema(root, "Order").update({"x-dynamic-owner": "Cars"}),
        "spec/schemas/orders.yaml, Order: has the unknown x-dynamic-owner 'Cars'; owners are Contacts, ",
    ),
    "an owner without a schema": (
        lambda root: [schema(root, name).pop("x-dynamic-owner") for name in ("Store", "StoreCreate", "StorePatch")],
        "spec/openapi.yaml: has no schema with the x-dynamic-owner Stores",
    ),
    "a required property that is none": (
        lambda root: schema(root, "Order")["required"].append("Colour"),
        "spec/schemas/orders.yaml, Order: requires 'Colour', which is not one of its properties",
    ),
    "a reference into another file's schemas": (
        lambda root: schema(root, "Order")["properties"].update(By={"$ref": "#/components/schemas/Contact"}),
        "spec/schemas/orders.yaml, Order: refers to Contact, which another file describes",
    ),
}

NOT_OPENAPI: dict[str, tuple[Plant, str]] = {
    "a type that JSON does not know": (
        lambda root: schema(root, "Order")["properties"]["Id"].update(type="int"),
        "spec/schemas/orders.yaml, Order, properties.Id.type: 'int' is not valid under any of the given schemas",
    ),
    "a parameter without a schema": (
        lambda root: operation(root, "Orders")["parameters"][0].pop("schema"),
        "spec/paths/orders.yaml, /api/v1/Orders, get.parameters[0]: ",
    ),
    "an operation id twice": (
        lambda root: operation(root, "Orders").update(operationId="postOrders"),
        "postOrders",
    ),
    "no title": (lambda root: root.pop("info"), "spec/openapi.yaml: 'info' is a required property"),
    "no tags": (lambda root: root.update(tags=None), "spec/openapi.yaml"),
    "a path parameter that is not in the path": (
        lambda root: operation(root, "Orders")["parameters"].append(
            {"name": "lid", "in": "path", "required": True, "schema": {"type": "integer"}}
        ),
        "spec/openapi.yaml: Path parameter 'lid' for 'get' operation in '/api/v1/Orders' was not resolved",
    ),
}


@pytest.fixture(scope="module")
def finds(description: Document) -> Callable[[str], list[str]]:
    """Return the problems found for a name of `PLANTED`, each computed once."""
    return cache(lambda name: planted(description, PLANTED[name][0]))


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_violation_is_found(finds: Callable[[str], list[str]], name: str) -> None:
    expected, found = PLANTED[name][1], finds(name)
    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize("name", NOT_OPENAPI)
def test_each_planted_violation_of_openapi_is_found(description: Document, name: str) -> None:
    plant, expected = NOT_OPENAPI[name]
    found = planted(description, plant, validate)
    assert any(expected in problem.replace('"', "'") for problem in found), found  # jsonschema-rs writes "


def test_every_rule_has_a_planted_violation(description: Document, finds: Callable[[str], list[str]]) -> None:
    found = "\n".join(problem for name in PLANTED for problem in finds(name))
    found += "\n" + "".join(
        map(str, extension_problems(description, [*ROWS, ListedRow("GET /api/v1/Nothing", "documented", "x")]))
    )
    rules = {*rules_module.CALL_RULES, *rules_module.OPERATION_RULES}
    rules |= {*rules_module.SCHEMA_RULES, *rules_module.OVERVIEW_RULES}
    assert rules == set(re.findall(r"\[([a-z-]+)\]$", found, re.MULTILINE))


def test_a_malformed_call_does_not_hide_problems_in_the_next_one(description: Document) -> None:
    def plant(root: Any) -> None:
        call(root, "Orders").update(name="listByContact")
        call(root, "Orders", 1).update(name="find_by_ext_order_id")

    found = planted(description, plant)
    assert len(found) == 2
    assert "x-calls[0].name: should be snake_case" in found[0]
    assert "x-calls[1]: is named find" in found[1]


def test_all_violations_are_found_in_one_run(description: Document) -> None:
    chosen = [PLANTED[name] for name in ("an unknown key", "a schema without a source", "a find that raises")]

    def plant(root: Any) -> None:
        for one, _ in chosen:
            one(root)

    found = planted(description, plant)
    assert len(found) == 3
    for _, expected in chosen:
        assert any(expected in problem for problem in found)
