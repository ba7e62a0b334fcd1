"""Make the document that the reference shows: the tailored one with an operation for each call.

In the tailored document, several calls share an operation, and an extension lists them. Here each has an operation of
its own, at a path that ends with the query parameters it requires (`/api/v1/Contacts?email=`), together with samples.
Such a path is not valid OpenAPI, so this document is for the reference only; `openapi` exports a valid one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..client.api import Method, ModelClass, ResourceClass
from ..client.types import Types
from ..description.document import ACCOUNT_ID, METHODS
from ..description.examples import Examples
from ..description.export import readable_path
from ..plan import Plan
from ..rendering.methods import notes
from ..text.characters import printable
from .fields import described, field_types, introduction, table_section
from .samples import CallSamples, SampleSettings, attribute_of

_EXTENSIONS = "**Extensions.**"  # begins the paragraph of the description about what readers of the site do not see


def view(plan: Plan, settings: SampleSettings) -> dict[str, Any]:
    """Return the document to show for an account.

    Args:
        plan: What the account's package contains.
        settings: What the samples use.
    """
    root = plan.document.root
    types = field_types(plan)
    document = {
        "openapi": root["openapi"],
        "info": {**root["info"], "description": _introduction(plan, types)},
        "servers": [{"url": settings.server}],
        "security": root.get("security", []),
        "tags": list(_tags(plan, types)),
        "x-tagGroups": [
            {"name": name, "tags": [attribute_of(resource) for resource in resources]}
            for name, resources in (("Calls", plan.api.resources), ("Tables", plan.api.tables))
            if resources
        ],
        "paths": _Calls(plan, settings).paths(),
        "components": {
            **root["components"],
            "schemas": dict(_schemas(plan)),
        },
    }
    visible: dict[str, Any] = _visible(document)
    return visible


def _introduction(plan: Plan, types: Types) -> str:
    paragraphs = plan.document.root["info"]["description"].split("\n\n")
    kept = [paragraph for paragraph in paragraphs if not paragraph.startswith(_EXTENSIONS)]
    return "\n\n".join([*kept, introduction(plan, types)])


def _tags(plan: Plan, types: Types) -> Iterator[dict[str, Any]]:
    for resource in plan.api.resources:
        yield {
            "name": attribute_of(resource),
            "x-displayName": resource.label,
            "description": "\n\n".join(filter(None, (resource.description, f"Python: `client.{resource.name}`."))),
        }
    labels = {table.name: table.label for table in plan.account.tables}
    for table in plan.api.tables:
        yield {
            "name": attribute_of(table),
            "x-displayName": labels[table.label] or table.label,
            "description": table_section(plan, table, types),
        }


class _Calls:
    """Makes the operations, one for each call."""

    def __init__(self, plan: Plan, settings: SampleSettings) -> None:
        self._plan = plan
        self._account_id = settings.account_id
        self._samples = CallSamples(plan, settings)
        self._operations = {(path, method): operation for path, method, operation in plan.document.operations()}

    def paths(self) -> dict[str, Any]:
        paths: dict[str, Any] = {}
        for resource in (*self._plan.api.resources, *self._plan.api.tables):
            for method in resource.methods:
                item = paths.setdefault(_path(method), {})
                key = method.http_method.lower()
                if key not in METHODS:
                    item, key = item.setdefault("additionalOperations", {}), method.http_method
                item[key] = self._operation(resource, method)
        return paths

    def _operation(self, resource: ResourceClass, method: Method) -> dict[str, Any]:
        operation = self._operations[method.path, method.http_method]
        call = next(call for call in operation["x-calls"] if call["name"] == method.name)
        declared = [self._plan.document.resolve(item) for item in operation.get("parameters", ())]
        sample = self._samples.sample(resource, method, {**operation, "parameters": declared})
        made = {
            "tags": [attribute_of(resource)],
            "operationId": f"{attribute_of(resource)}.{method.name}",
            "summary": method.summary.removesuffix("."),
            "description": "\n\n".join(filter(None, _description(resource, method))),
            "parameters": [
                self._parameter(item, method, sample.values) for item in declared if _is_taken(item, method)
            ],
            "responses": _responses(operation, call.get("returns")),
            "x-codeSamples": [
                {"lang": "python", "label": "Python", "source": sample.sync.rstrip()},
                {"lang": "python", "label": "Python (async)", "source": sample.asynchronous.rstrip()},
                {"lang": "shell", "label": "curl", "source": sample.curl.rstrip()},
            ],
        }
        for parameter in method.parameters:
            if parameter.location == "body":
                made["requestBody"] = _body(operation["requestBody"], sample.values.get(parameter.name))
        return made

    def _parameter(self, item: Mapping[str, Any], method: Method, values: Mapping[str, Any]) -> dict[str, Any]:
        if item["name"] == ACCOUNT_ID:
            return {**item, "example": self._account_id}
        parameter = next(one for one in method.parameters if one.wire == item["name"])
        named = f"Python: `{parameter.name}`." if parameter.name != parameter.wire else ""
        description = " ".join(filter(None, (item.get("description", ""), named)))
        made = {**item, "required": parameter.required or item["in"] == "path", "description": description}
        if "x-indexed" in item:
            return {**made, "name": f"{item['name']}[0]", "schema": item["schema"]["items"]}
        return {**made, "example": values[parameter.name]} if parameter.name in values else made


def _body(body: Mapping[str, Any], example: object) -> dict[str, Any]:
    """Return a request body with an example, if there is one."""
    if example is None:
        return dict(body)
    return {**body, "content": {kind: {**item, "example": example} for kind, item in body["content"].items()}}


def _path(method: Method) -> str:
    """Return the path of a call with the names of the query parameters that it requires."""
    required = [one.wire for one in method.parameters if one.location == "query" and one.required]
    path = readable_path(method.path)
    return f"{path}?{'&'.join(f'{wire}=' for wire in required)}" if required else path


def _is_taken(item: Mapping[str, Any], method: Method) -> bool:
    return item["name"] == ACCOUNT_ID or any(
        one.wire == item["name"] and one.location == item["in"] for one in method.parameters
    )


def _description(resource: ResourceClass, method: Method) -> Iterator[str]:
    required = [one.name for one in method.parameters if one.required]
    optional = [f"{one.name}=None" for one in method.parameters if not one.required]
    taken = ", ".join([*required, *(["*", *optional] if optional else [])])
    if method.search is not None:
        taken = "*conditions"
    yield f"`client.{attribute_of(resource)}.{method.name}({taken})`"
    yield method.description
    yield notes(method)
    if method.missing == "none":
        yield "The method returns `None` if the status is 404."
    elif method.missing == "empty":
        yield "The method returns an empty list if the status is 404."


def _responses(operation: Mapping[str, Any], returns: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the responses of one call: the schema of a success is what this call returns."""
    made: dict[str, Any] = {}
    for status, response in operation["responses"].items():
        if not status.startswith("2") or "$ref" in response:
            made[status] = response
            continue
        made[status] = {key: value for key, value in response.items() if key != "content"}
        if returns is not None:
            made[status]["content"] = {"application/json": {"schema": returns}}
    return made


def _schemas(plan: Plan) -> Iterator[tuple[str, Mapping[str, Any]]]:
    examples = Examples.of(plan.document)
    for model in plan.api.models():
        yield model.name, examples.schema(model.name, _schema(plan.document.schemas[model.name], model))


def _schema(schema: Mapping[str, Any], model: ModelClass) -> Mapping[str, Any]:
    if model.members:
        names = ", ".join(f"`{value}` {name}" for name, value in model.members)
        return {**schema, "description": " ".join(filter(None, (model.description, f"Members: {names}.")))}
    properties = {field.wire: {**field.schema, "description": described(field)} for field in model.fields}
    return {**schema, "properties": properties} if properties else schema


def _visible(value: Any) -> Any:
    """Return a value with the invisible characters of all texts escaped, and of all keys."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {printable(key): _visible(item) for key, item in value.items()}
    return [_visible(item) for item in value] if isinstance(value, list | tuple) else value
