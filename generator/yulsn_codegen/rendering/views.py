"""What templates see: the `Api` goes in, plain strings come out, each safe to be written where it is meant to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..client import api, naming
from ..text.literals import docstring, literal, wrapped
from .models import ModelCode, ModelView

_STDLIB = ("builtins", "collections.abc", "datetime", "decimal", "functools", "typing")


@dataclass(frozen=True)
class MethodView:
    """A method of a resource: the text of its signature, of its docstring's lines, and of the call that it makes.

    send: the method of the base class that makes the call; async_signature: where it is not the same.
    """

    name: str
    signature: str
    returns: str
    doc: tuple[str, ...]
    sends: str
    send: str = "_call"
    async_signature: str = ""


@dataclass(frozen=True)
class CallView:
    """A call: its constant and what that is made of, its method, and those that go on from it.

    fan_out: the method that gets many objects at a time; iterate, pages: the iterators of a call that pages.
    """

    constant: str
    type: str
    arguments: str
    method: MethodView
    fan_out: MethodView | None
    iterate: MethodView | None
    pages: MethodView | None


@dataclass(frozen=True)
class ResourceView:
    """A resource's module."""

    name: str
    class_name: str
    label: str
    doc: tuple[str, ...]
    calls: tuple[CallView, ...]
    imports: tuple[str, ...]
    models: tuple[ModelView, ...] = ()


def resource_view(resource: api.Resource, place: str) -> ResourceView:
    """Return the view of one of the API's groups; `place` is its module relative to the package."""
    doc = [resource.description or f"The calls of the group {resource.label}."]
    return _view(resource, place, doc, ModelCode())


def table_view(table: api.Resource, place: str, code: ModelCode) -> ResourceView:
    """Return the view of one of the account's tables, with the code of its models."""
    doc = [f"The account's table {table.label}."]
    if table.absent:
        doc.append(f"It has no {', '.join(table.absent)}: the account routes these writes through a converter.")
    return _view(table, place, doc, code)


def model_imports(code: ModelCode, place: str) -> tuple[str, ...]:
    """Return the import lines of a module of models."""
    return _imports(code.imports, place)


def _view(resource: api.Resource, place: str, doc: list[str], code: ModelCode) -> ResourceView:
    shadowed = any(call.name == "list" for call in resource.calls) and any(
        call.returns and "list[" in call.returns.text for call in resource.calls
    )
    prefix = place.removeprefix(".").removeprefix("resources.")
    calls = tuple(_call(call, prefix, shadowed) for call in resource.calls)
    imports: set[tuple[str, str]] = set(code.imports)
    imports |= {("._runtime.calls", "Call")}
    imports |= {("._runtime.resources", name) for name in ("AsyncResource", "Resource")}
    for call in resource.calls:
        # a chunked call takes any iterable in place of what its body is on the wire
        taken = (one.type for one in call.parameters if call.chunk is None or one.location != "body")
        for item in (call.returns, call.item, call.conflict, *taken):
            imports |= item.imports if item else set()
        if call.missing != "raises":
            imports.add(("._runtime.calls", "Missing"))
        if call.fans_out:
            imports.add(("collections.abc", "Iterable"))
        if call.chunk is not None:
            imports |= {
                ("._runtime.bulk", "Progress"),
                ("collections.abc", "AsyncIterable"),
                ("collections.abc", "Iterable"),
            }
        if call.paging:
            imports |= {
                ("._runtime.calls", "Page"),
                ("collections.abc", "Iterator"),
                ("collections.abc", "AsyncIterator"),
            }
    if shadowed:
        imports.add(("builtins", ""))
    lines = _imports({item for item in imports if item[0] != place}, place)
    return ResourceView(
        resource.name, resource.class_name, docstring(resource.label), _wrapped(doc), calls, lines, code.views
    )


def _call(call: api.Call, prefix: str, shadowed: bool) -> CallView:
    returns = call.returns or api.TypeRef("None")
    shown = returns.optional() if call.missing == "none" else returns
    constant = f"_{naming.constant(call.name)}"
    arguments = [literal(f"{prefix}.{call.name}"), literal(call.method), literal(call.path)]
    if call.returns is not None:
        arguments.append(f"returns={call.returns.text}")
    if call.missing != "raises":
        arguments.append(f"missing=Missing.{call.missing.upper()}")
    if call.conflict is not None:
        arguments.append(f"conflict={call.conflict.text}")
    if call.sensitive:
        arguments.append("sensitive=True")
    if call.paging is not None:
        size = f", size={literal(call.paging.size)}" if call.paging.size else ""
        cursor = f"cursor={literal(call.paging.cursor)}, item={literal(call.paging.item)}"
        arguments.append(f"page=Page({cursor}, limit={call.paging.limit}{size})")
    plain = MethodView(
        name=call.name,
        signature=_signature(_ordered(call.parameters), shadowed),
        returns=_unshadowed(shown.text, shadowed),
        doc=_method_doc(call),
        sends=_sends(constant, call.parameters),
    )
    method = plain if call.chunk is None else _chunked(call, plain, shadowed)
    iterate, pages = _iterators(call, constant, shadowed)
    many = _fan_out(call, constant, shadowed) if call.fans_out else None
    return CallView(constant, shown.text, ", ".join(arguments), method, many, iterate, pages)


def _chunked(call: api.Call, plain: MethodView, shadowed: bool) -> MethodView:
    """Return the method of a call that creates many items: any iterable of them, so many a request."""
    assert call.item is not None
    item = call.item

    def taking(kinds: str) -> str:
        parameters = [
            replace(one, type=api.TypeRef(kinds)) if one.location == "body" else one for one in call.parameters
        ]
        signature = _signature(_ordered(parameters), shadowed)
        signature += "" if "*, " in signature else ", *"
        return f"{signature}, chunk_size: int = {call.chunk}, on_progress: Progress | None = None"

    extra = [
        _extra("chunk_size", "Items that a request has."),
        _extra("on_progress", "Is told after each request how many items are in, and of how many, if that is known."),
    ]
    raises = (
        "BulkError",
        "It ended early: says which items are in, which are not, and of which nobody knows. Its `error` is one of "
        f"{', '.join(error for error, _ in call.raises)}, or another.",
    )
    about = (*filter(None, (call.summary, call.description)), "Nothing is sent for no items.")
    doc = [*_wrapped(about), *_arguments([*_ordered(call.parameters), *extra]), "", "Raises:", *_item(*raises)]
    return replace(
        plain,
        signature=taking(f"Iterable[{item.text}]"),
        async_signature=taking(f"Iterable[{item.text}] | AsyncIterable[{item.text}]"),
        doc=tuple(doc),
        sends=f"{plain.sends}, chunk_size=chunk_size, on_progress=on_progress",
        send="_create_many",
    )


def _fan_out(call: api.Call, constant: str, shadowed: bool) -> MethodView:
    """Return the method that gets many objects by their ids, a few requests at a time."""
    assert call.returns is not None
    *_, last = call.parameters
    ids = replace(last, name="ids", type=api.TypeRef("Iterable[int]"), description="Ids, which may repeat.")
    parameters = [*call.parameters[:-1], ids]
    extra = _extra("concurrency", "Requests at a time, at most.")
    raises = ("GetManyError", "Some could not be read; it holds the errors by id, and all that were read.")
    return MethodView(
        name="get_many",
        signature=f"{_signature(parameters, shadowed)}, *, concurrency: int = 8",
        returns=_unshadowed(f"list[{call.returns.text}]", shadowed),
        doc=(
            "Get many by their ids, in the order of the ids, a few requests at a time.",
            *_arguments([*parameters, extra]),
            "",
            "Raises:",
            *_item(*raises),
        ),
        sends=f"{_sends(constant, parameters)}, concurrency=concurrency",
        send="_get_many",
    )


def _extra(name: str, description: str) -> api.Parameter:
    return api.Parameter("", name, "", api.TypeRef("int"), False, description)


def _iterators(call: api.Call, constant: str, shadowed: bool) -> tuple[MethodView | None, MethodView | None]:
    if call.paging is None or call.item is None:
        return None, None
    own = (call.paging.cursor, call.paging.size)
    parameters = tuple(item for item in call.parameters if item.wire not in own)
    integer = api.TypeRef("int")
    extra = [api.Parameter("", "after", "", integer, False, "Start behind the item with this id.")]
    if call.paging.size:
        text = f"Items a request asks for, at most {call.paging.limit}."
        extra.append(api.Parameter("", "page_size", "", integer, False, text))
    signature = _signature(_ordered(parameters), shadowed)
    signature += "" if "*, " in signature else ", *"
    signature += ", after: int = 0" + (", page_size: int | None = None" if call.paging.size else "")
    sends = _sends(constant, parameters) + ", after=after" + (", page_size=page_size" if call.paging.size else "")
    item = call.item.text
    doc = ("items", "Iterate over all items in the order of their ids, one request a page.", item)
    page_doc = ("pages", "Iterate over all pages in the order of the items' ids, one request each.", f"list[{item}]")
    args = _arguments([*_ordered(parameters), *extra])
    views = [
        MethodView(
            name=name,
            signature=signature,
            returns=_unshadowed(kind, shadowed),
            doc=(summary, *args),
            sends=sends,
        )
        for name, summary, kind in (("iterate", doc[1], doc[2]), page_doc)
    ]
    return views[0], views[1]


def _ordered(parameters: Iterable[api.Parameter]) -> list[api.Parameter]:
    """Return parameters in a signature's order: what must be given first."""
    return sorted(parameters, key=lambda item: not item.required)


def _signature(parameters: list[api.Parameter], shadowed: bool) -> str:
    parts = ["self"]
    for item in parameters:
        kind = _unshadowed(item.type.text if item.required else item.type.optional().text, shadowed)
        if item.required:
            parts.append(f"{item.name}: {kind}")
        else:
            if "*" not in parts:
                parts.append("*")
            parts.append(f"{item.name}: {kind} = None")
    return ", ".join(parts)


def _sends(constant: str, parameters: Iterable[api.Parameter]) -> str:
    parameters = list(parameters)
    parts = [constant]
    for location in ("path", "query"):
        pairs = [f"{literal(item.wire)}: {item.name}" for item in parameters if item.location == location]
        if pairs:
            parts.append(f"{location}={{{', '.join(pairs)}}}")
    parts.extend(f"body={item.name}" for item in parameters if item.location == "body")
    return ", ".join(parts)


def _method_doc(call: api.Call) -> tuple[str, ...]:
    lines = list(_wrapped(filter(None, (call.summary, call.description))))
    lines.extend(_arguments(_ordered(call.parameters)))
    if call.missing == "none":
        lines.extend(("", "Returns None where there is none."))
    elif call.missing == "empty":
        lines.extend(("", "Returns an empty list where there is none."))
    if call.raises:
        lines.extend(("", "Raises:"))
        for error, when in call.raises:
            lines.extend(_item(error, when))
    return tuple(lines)


def _arguments(parameters: Iterable[api.Parameter]) -> tuple[str, ...]:
    lines = [line for item in parameters if item.description for line in _item(item.name, item.description)]
    return ("", "Args:", *lines) if lines else ()


def _item(name: str, text: str) -> list[str]:
    return wrapped(f"{name}: {text}", "    ", " " * 8)


def _wrapped(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return paragraphs as lines of a docstring, an empty line between them."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines.extend([""] if lines else [])
        lines.extend(wrapped(paragraph))
    return tuple(lines)


def _unshadowed(text: str, shadowed: bool) -> str:
    """Return an annotation that means the builtin list, in a class that has a method of that name."""
    return text.replace("list[", "builtins.list[") if shadowed else text


def _imports(names: Iterable[tuple[str, str]], place: str) -> tuple[str, ...]:
    """Return sorted import lines: standard library, third party, then relative to `place`, a module of the package.

    names: (module, name) pairs; an empty name imports the module itself.
    """
    grouped: dict[str, set[str]] = defaultdict(set)
    for module, name in names:
        grouped[module].add(name)
    depth = place.count(".")
    lines: list[list[str]] = [[], [], []]
    for module in sorted(grouped, key=lambda module: (module.startswith("."), module)):
        kind = 2 if module.startswith(".") else 0 if module in _STDLIB else 1
        source = f"{'.' * (depth - 1)}{module}" if kind == 2 else module
        listed = ", ".join(sorted(filter(None, grouped[module]), key=isort_key))
        lines[kind].append(f"from {source} import {listed}" if listed else f"import {module}")
    result: list[str] = []
    for group in lines:
        if group:
            result.extend([""] if result else [])
            result.extend(group)
    return tuple(result)


def isort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order that ruff and isort keep."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)
