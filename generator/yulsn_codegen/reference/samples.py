"""Write the samples of a call: Python programs that use the account's own package, and the same request with curl."""

from __future__ import annotations

import json
import shlex
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from ..client import identifiers
from ..client.api import Method, ResourceClass
from ..client.shapes import SchemaShape
from ..description.document import ACCOUNT_ID
from ..plan import Plan
from ..rendering.formatting import format_module
from ..rendering.imports import isort_key
from ..rendering.layout import LINE_LENGTH
from ..text.wire_text import wire_text
from .example_values import Example, ExampleValues

_PRINTED = 2  # attributes of an object that a sample prints
_WIDTH = 72
_MARGIN = " " * (LINE_LENGTH - _WIDTH)  # leaves `_WIDTH` characters of a line of the package
_STANDARD = ("datetime", "decimal")  # the modules of the standard library that values need


@dataclass(frozen=True)
class CallSample:
    """Three programs that make the same call.

    Attributes:
        sync: With the synchronous client.
        asynchronous: With the asynchronous client.
        curl: With curl.
        values: The JSON values that they send, by the Python names of the parameters.
    """

    sync: str
    asynchronous: str
    curl: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class SampleSettings:
    """What samples use.

    Attributes:
        package: The import name of the account's package.
        server: The URL of the API, without a trailing slash.
        account_id: The number of the account.
        client_options: The arguments, besides the number, that the client needs to reach the API, as Python source.
    """

    package: str
    server: str
    account_id: int
    client_options: str = ""


class CallSamples:
    """Writes the samples of one account's package."""

    def __init__(self, plan: Plan, settings: SampleSettings) -> None:
        """Prepare to write samples.

        Args:
            plan: What the account's package contains.
            settings: What the samples use.
        """
        self._settings = settings
        self._models = {model.name: model for model in plan.api.models()}
        self._values = ExampleValues(plan, settings.package)

    def sample(self, resource: ResourceClass, method: Method, operation: Mapping[str, Any]) -> CallSample:
        """Return the sample of a method.

        Args:
            resource: The resource that has the method.
            method: The method.
            operation: The operation of the tailored document that the method calls, with its parameters resolved.
        """
        owner = f"client.{attribute_of(resource)}"
        arguments = self._arguments(method, operation)
        imports = {pair for one in arguments.values() for pair in one.imports}
        call = _call(f"{owner}.{method.name}", method, arguments)
        iterate = ""
        if method.paging is not None:
            chosen = {one.name for one in method.parameters if one.wire in (method.paging.cursor, method.paging.size)}
            given = {name: one for name, one in arguments.items() if name not in chosen}
            iterate = _call(f"{owner}.iterate", method, given)

        def program(*, is_async: bool) -> str:
            statements = self._statements(method, call, iterate, is_async=is_async)
            return self._program(method, imports, statements, is_async=is_async)

        return CallSample(
            sync=program(is_async=False),
            asynchronous=program(is_async=True),
            curl=self._curl(method, operation, arguments),
            values={name: example.wire for name, example in arguments.items()},
        )

    def _arguments(self, method: Method, operation: Mapping[str, Any]) -> dict[str, Example]:
        """Return a value for each required parameter, by its Python name."""
        declared = {one["name"]: one for one in operation.get("parameters", ())}
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        values: dict[str, Example] = {}
        for parameter in method.parameters:
            if parameter.location != "body" and parameter.required:
                values[parameter.name] = self._values.parameter(declared[parameter.wire])
            elif parameter.location == "body" and method.search is not None:
                condition = self._values.condition(method.search)
                wrapper, conditions = method.search.wrapper, [condition.wire]
                body_value = conditions if wrapper is None else {wrapper: conditions}
                values[parameter.name] = replace(condition, wire=body_value)
            elif parameter.required:
                values[parameter.name] = self._values.value(body)
        return values

    def _statements(self, method: Method, call: str, iterate: str, *, is_async: bool) -> Iterator[str]:
        """Yield the lines that make a call and use what it returns."""
        wait, each = ("await ", "async for") if is_async else ("", "for")
        if method.returns is None:
            yield f"{wait}{call}"
            return
        is_list, model = _returned(method.returns)
        if model not in self._models or not self._models[model].fields:
            yield f"print({wait}{call})"
            return
        name = identifiers.identifier(model)
        shown = f"print({self._attributes(model, name)})"
        if is_list:
            yield from [f"for {name} in {wait}{call}:", f"    {shown}"]
        else:
            yield f"{name} = {wait}{call}"
            yield from [f"if {name} is not None:", f"    {shown}"] if method.missing == "none" else [shown]
        if iterate:
            yield from ["", "# The objects of all pages:", f"{each} {name} in {iterate}:", f"    {shown}"]

    def _attributes(self, model: str, variable: str) -> str:
        """Return the attributes of an object to print: its id, if it has one, and some of the account's own fields."""
        fields = self._models[model].fields
        shown = sorted(fields, key=lambda field: (field.name != "id", not field.dynamic))[:_PRINTED]
        return ", ".join(f"{variable}.{field.name}" for field in shown)

    def _program(
        self, method: Method, imports: Iterable[tuple[str, str]], statements: Iterable[str], *, is_async: bool
    ) -> str:
        client = "AsyncClient" if is_async else "Client"
        number = f"account_id={self._settings.account_id}" if f"{{{ACCOUNT_ID}}}" in method.path else ""
        options = ", ".join(filter(None, (self._settings.client_options, number)))
        lines = [f"with {client}({options}) as client:", *_indented(statements)]
        if is_async:
            lines[0] = f"async {lines[0]}"
            lines = ["async def main() -> None:", *_indented(lines), "", "", "asyncio.run(main())"]
        head = _imports({*imports, (self._settings.package, client)}, ["import asyncio"] if is_async else [])
        text = "\n".join([*head, *([""] if is_async else []), *lines]) + "\n"
        return _formatted(text)

    def _curl(self, method: Method, operation: Mapping[str, Any], arguments: Mapping[str, Example]) -> str:
        indexed = {one["name"] for one in operation.get("parameters", ()) if "x-indexed" in one}
        path, query = method.path.replace(f"{{{ACCOUNT_ID}}}", str(self._settings.account_id)), dict[str, str]()
        body: Any = None
        for parameter in method.parameters:
            example = arguments.get(parameter.name)
            if example is None:
                path = path.replace(f"/{{{parameter.wire}}}", "")  # an optional segment
            elif parameter.location == "path":
                path = path.replace(f"{{{parameter.wire}}}", quote(wire_text(example.wire), safe=""))
            elif parameter.location == "query":
                name, wire = parameter.wire, example.wire
                query[f"{name}[0]" if name in indexed else name] = wire_text(wire[0] if name in indexed else wire)
            else:
                body = example.wire
        url = f"{self._settings.server}{path}" + (f"?{urlencode(query)}" if query else "")
        lines = [f"curl --request {method.http_method} {shlex.quote(url)}", '--header "X-ApiKey: $YULSN_API_KEY"']
        if body is not None:
            lines += ['--header "Content-Type: application/json"', f"--data {shlex.quote(json.dumps(body, indent=2))}"]
        return " \\\n  ".join(lines) + "\n"


@lru_cache(maxsize=1024)  # most samples are the same for every account
def _formatted(text: str) -> str:
    """Return a program with its long statements split as black does."""
    return textwrap.dedent(format_module(textwrap.indent(text, _MARGIN)))


def attribute_of(resource: ResourceClass) -> str:
    """Return the attribute of the client that is a resource, such as `contacts` or `tables.cars`."""
    return f"tables.{resource.name}" if resource.models else resource.name


def _call(function: str, method: Method, values: Mapping[str, Example]) -> str:
    """Return a call. The arguments are positional, unless some of several go into the query."""
    queried = {one.name for one in method.parameters if one.location == "query"}
    named = len(values) > 1 and not queried.isdisjoint(values) and method.search is None
    return f"{function}({', '.join(f'{name}={one.source}' if named else one.source for name, one in values.items())})"


def _returned(shape: SchemaShape) -> tuple[bool, str]:
    """Return whether a result is a list, and the class of the result or of its items; empty if it is of no class."""
    schema = json.loads(shape.key)["schema"]
    items = schema.get("items", schema)
    return "items" in schema, shape.classes[0][1] if "$ref" in items else ""


def _imports(imports: Iterable[tuple[str, str]], first: list[str]) -> list[str]:
    """Return import statements, those of the standard library first, and an empty line after each of the two groups."""
    names: dict[str, list[str]] = {}
    for module, name in sorted(imports):
        names.setdefault(module, []).append(name)
    standard, own = list(first), list[str]()
    for module, found in names.items():
        lines = standard if module in _STANDARD else own
        lines.append(f"from {module} import {', '.join(sorted(found, key=isort_key))}")
    return [*standard, *([""] if standard else []), *own, ""]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]
