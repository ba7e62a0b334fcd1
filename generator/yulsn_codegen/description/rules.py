"""Check the rules of the description that neither OpenAPI nor a JSON Schema can express.

Each rule is a function that yields what is wrong; the tables at the end give every rule the id that messages show.
The rules for a call, an operation or a schema run only if its extensions match `spec/extensions.schema.json`.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterator, Mapping

from ..account.schema import OWNERS
from .document import TABLE_OWNER, references
from .rule_contexts import CallContext, OperationContext, Overview, SchemaContext, calls_of

# Calls


def _name_is_not_a_keyword(context: CallContext) -> Iterator[str]:
    if keyword.iskeyword(context.name):
        yield f"has the name {context.name!r}, which is a Python keyword"


def _name_is_unique(context: CallContext) -> Iterator[str]:
    if context.of.overview.names[context.of.tag, context.name] > 1:
        yield f"has the name {context.name!r}, like another call of {context.of.tag}"


def _row_is_listed(context: CallContext) -> Iterator[str]:
    row = context.call["row"]
    source = context.of.overview.sources.get(row)
    if source is None:
        yield f"has the row {row!r}, which neither spec/endpoints.tsv nor spec/observed.tsv lists"
    elif source != context.of.source:
        yield f"has the row {row!r}, which is {source}, but the operation is {context.of.source}"


def _row_is_unique(context: CallContext) -> Iterator[str]:
    if context.of.overview.described_rows[context.call["row"]] > 1:
        yield f"has the row {context.call['row']!r}, like another call"


def _row_belongs_here(context: CallContext) -> Iterator[str]:
    row = context.call["row"]
    if row.partition("?")[0] != f"{context.of.method} {context.of.path}":
        yield f"has the row {row!r}, which belongs to another operation"


def _parameters_are_declared(context: CallContext) -> Iterator[str]:
    for wire in context.uses:
        if wire not in context.of.parameters:
            yield f"uses the parameter {wire!r}, which the operation does not declare"


def _path_parameters_are_implied(context: CallContext) -> Iterator[str]:
    for wire in context.uses:
        parameter = context.of.parameters.get(wire, {})
        if parameter.get("in") == "path" and not parameter.get("x-optional-segment"):
            yield f"lists the path parameter {wire!r}, which every call has"


def _body_is_declared(context: CallContext) -> Iterator[str]:
    if context.call.get("body", "none") != "none" and "requestBody" not in context.of.operation:
        yield "has a body, but the operation declares none"


def _find_does_not_raise(context: CallContext) -> Iterator[str]:
    missing = context.call.get("missing", "raises")
    is_find = context.name.startswith("find")
    if is_find and missing != ("empty" if context.is_list else "none"):
        yield "is named find, and therefore needs `missing: empty` for a list or `missing: none` for one object"
    elif missing == "none" and not is_find:
        yield "returns None if there is nothing, and therefore must be named find"


def _empty_is_a_list(context: CallContext) -> Iterator[str]:
    is_find = context.name.startswith("find")
    if context.call.get("missing") == "empty" and not context.is_list and not is_find:
        yield "returns an empty list if there is nothing, but does not return a list otherwise"


def _cursor_is_required(context: CallContext) -> Iterator[str]:
    cursor = context.call.get("pages", {}).get("cursor")
    if cursor is not None and cursor not in context.call.get("requires", ()):
        yield f"pages by {cursor!r}, which it does not require"


def _start_is_a_cursor(context: CallContext) -> Iterator[str]:
    pages = context.call.get("pages", {})
    schema = context.of.parameters.get(pages.get("cursor"), {}).get("schema", {})
    kinds = {part.get("type") for part in schema.get("anyOf", (schema,))}
    start = pages.get("start", 0)
    if pages and ("integer" if isinstance(start, int) else "string") not in kinds:
        yield f"pages from {start!r}, which the cursor {pages['cursor']!r} cannot be"


def _page_size_is_a_parameter(context: CallContext) -> Iterator[str]:
    size = context.call.get("pages", {}).get("size")
    if size is not None and size not in context.of.parameters:
        yield f"has the page size {size!r}, which is not a parameter"


def _paged_item_has_the_cursor(context: CallContext) -> Iterator[str]:
    if "pages" not in context.call:
        return
    item = context.of.overview.document.resolve(context.call["returns"].get("items", {})) if context.is_list else {}
    if context.call["pages"]["item"] not in item.get("required", ()):
        yield f"pages by the item's {context.call['pages']['item']!r}, which may be absent"


def _chunks_are_lists(context: CallContext) -> Iterator[str]:
    """A call can be split into several requests only if its body is a list and its responses need no merging."""
    if "chunks" not in context.call:
        return
    content = context.of.operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if (
        context.of.overview.document.resolve(content.get("schema", {})).get("type") != "array"
        or "returns" in context.call
    ):
        yield "is sent in chunks, which needs a body that is a list and a response without content"


def _searched_is_an_owner(context: CallContext) -> Iterator[str]:
    """A search names the properties of a schema that is read, and sends only conditions."""
    searched = context.call.get("search")
    if searched is None:
        return
    if "x-dynamic-owner" not in context.of.overview.document.resolve(searched):
        yield f"searches {searched['$ref']!r}, which is not a schema with dynamic fields"
    if "requestBody" not in context.of.operation:
        yield "is a search, but the operation declares no body"


def _returned_is_declared(context: CallContext) -> Iterator[str]:
    declared = context.of.declared
    alternatives = [] if declared is None else [declared, *declared.get("anyOf", ())]
    if "returns" in context.call and context.call["returns"] not in alternatives:
        yield f"returns something that the operation's 200 response does not declare: {context.call['returns']}"


# Operations


def _tag_is_listed(context: OperationContext) -> Iterator[str]:
    if context.tag not in {tag["name"] for tag in context.overview.document.root.get("tags", ())}:
        yield f"has the tag {context.tag!r}, which openapi.yaml does not list"


def _operation_is_described(context: OperationContext) -> Iterator[str]:
    calls = calls_of(context.operation)
    if not context.operation.get("description") and not (len(calls) == 1 and calls[0].get("description")):
        yield "has no description, and is not one call with a description either"


def _parameters_are_used(context: OperationContext) -> Iterator[str]:
    used = {wire for call in calls_of(context.operation) for wire in CallContext(context, call).uses}
    for wire, parameter in context.parameters.items():
        if parameter["in"] != "path" and wire not in used:
            yield f"declares the parameter {wire!r}, which no call uses"


def _optional_segment_is_last(context: OperationContext) -> Iterator[str]:
    for wire, parameter in context.parameters.items():
        if parameter.get("x-optional-segment") and not context.path.endswith(f"/{{{wire}}}"):
            yield f"has the optional segment {wire!r}, which is not the last of the path"


def _arrays_are_indexed(context: OperationContext) -> Iterator[str]:
    for wire, parameter in context.parameters.items():
        in_query = parameter["in"] == "query" and parameter["schema"].get("type") == "array"
        if in_query != bool(parameter.get("x-indexed")):
            yield f"has the parameter {wire!r}: an array in a query, and nothing else, must be x-indexed"


def _declared_is_returned(context: OperationContext) -> Iterator[str]:
    schema = context.declared
    returned = [call["returns"] for call in calls_of(context.operation) if "returns" in call]
    if schema is None or schema in returned:
        return
    for item in schema.get("anyOf", [schema]):
        if item not in returned:
            yield f"declares a response that no call returns: {item}"


# Schemas


def _enum_names_match(context: SchemaContext) -> Iterator[str]:
    names = context.schema.get("x-enum-varnames")
    if names is not None and len(names) != len(context.schema.get("enum", ())):
        yield f"has {len(names)} x-enum-varnames for {len(context.schema.get('enum', ()))} enum members"


def _direction_is_one(context: SchemaContext) -> Iterator[str]:
    if context.name in context.overview.written & context.overview.read and "x-enum-varnames" not in context.schema:
        yield "is used in requests and in responses: make two schemas, because absent members mean different things"


def _schema_is_used(context: SchemaContext) -> Iterator[str]:
    if context.name not in context.overview.written | context.overview.read:
        yield "is not used by any call"


def _owner_is_known(context: SchemaContext) -> Iterator[str]:
    owner = context.schema.get("x-dynamic-owner")
    if owner is not None and owner not in (*OWNERS, TABLE_OWNER):
        yield f"has the unknown x-dynamic-owner {owner!r}; owners are {', '.join((*OWNERS, TABLE_OWNER))}"


def _required_is_a_property(context: SchemaContext) -> Iterator[str]:
    for wire in context.schema.get("required", ()):
        if wire not in context.schema.get("properties", {}):
            yield f"requires {wire!r}, which is not one of its properties"


def _references_stay_in_the_file(context: SchemaContext) -> Iterator[str]:
    """Models are grouped by file, so that no generated module needs another one."""
    for reference in references(context.schema):
        if context.overview.document.files.get(reference) != context.overview.document.files[context.name]:
            yield f"refers to {reference}, which another file describes"


# The whole description; these rules also yield places


def _owners_are_described(overview: Overview) -> Iterator[tuple[str, str]]:
    described = {schema.get("x-dynamic-owner") for schema in overview.document.schemas.values()}
    for owner in (*OWNERS, TABLE_OWNER):
        if owner not in described:
            yield "spec/openapi.yaml", f"has no schema with the x-dynamic-owner {owner}"


def _rows_are_described(overview: Overview) -> Iterator[tuple[str, str]]:
    for row in overview.rows:
        if row.name not in overview.described_rows:
            yield row.place, f"{row.name} is not a call of the description"


CALL_RULES: Mapping[str, Callable[[CallContext], Iterator[str]]] = {
    "call-body": _body_is_declared,
    "call-chunks": _chunks_are_lists,
    "call-empty": _empty_is_a_list,
    "call-find": _find_does_not_raise,
    "call-keyword": _name_is_not_a_keyword,
    "call-name-unique": _name_is_unique,
    "call-page-cursor": _cursor_is_required,
    "call-page-item": _paged_item_has_the_cursor,
    "call-page-start": _start_is_a_cursor,
    "call-page-size": _page_size_is_a_parameter,
    "call-parameter": _parameters_are_declared,
    "call-path-parameter": _path_parameters_are_implied,
    "call-returns": _returned_is_declared,
    "call-row": _row_belongs_here,
    "call-row-listed": _row_is_listed,
    "call-row-unique": _row_is_unique,
    "call-search": _searched_is_an_owner,
}
OPERATION_RULES: Mapping[str, Callable[[OperationContext], Iterator[str]]] = {
    "operation-array": _arrays_are_indexed,
    "operation-description": _operation_is_described,
    "operation-optional-segment": _optional_segment_is_last,
    "operation-parameter": _parameters_are_used,
    "operation-response": _declared_is_returned,
    "operation-tag": _tag_is_listed,
}
SCHEMA_RULES: Mapping[str, Callable[[SchemaContext], Iterator[str]]] = {
    "schema-direction": _direction_is_one,
    "schema-enum-names": _enum_names_match,
    "schema-file": _references_stay_in_the_file,
    "schema-owner": _owner_is_known,
    "schema-required": _required_is_a_property,
    "schema-used": _schema_is_used,
}
OVERVIEW_RULES: Mapping[str, Callable[[Overview], Iterator[tuple[str, str]]]] = {
    "owners-described": _owners_are_described,
    "rows-described": _rows_are_described,
}
