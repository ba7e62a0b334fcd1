"""Models as code: the models of one module and their types go in, what the templates write of them comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..client.api import Field, Model, TypeRef
from ..client.types import Shape, is_literal, shape_of
from ..text.literals import docblock, literal

_ACCOUNT_LIST = "x-account-values"
_STAND_IN = "\ue000"  # what begins the encoded name of a property whose wire name msgspec refuses
_REFUSED = re.compile(r'["\\\x00-\x1f\ud800-\udfff]')


@dataclass(frozen=True)
class FieldView:
    """An attribute: its name, its annotation, the name that msgspec knows it by, its default, and its docstring."""

    name: str
    annotation: str
    encoded: str
    default: str
    doc: str


@dataclass(frozen=True)
class ModelView:
    """A class: its docstring, and either its members or its attributes.

    allowed: the values that the runtime checks, as a dict's text; listed: where it finds those of long lists, as
    another's; account: the account's attributes, as a tuple's; aliases: (old, new, annotation) of renamed attributes.
    """

    name: str
    doc: str
    members: tuple[tuple[str, int], ...] = ()
    fields: tuple[FieldView, ...] = ()
    allowed: str = ""
    listed: str = ""
    account: str = ""
    aliases: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class ModelCode:
    """The classes of one module, and the (module, name) pairs that they import."""

    views: tuple[ModelView, ...] = ()
    imports: frozenset[tuple[str, str]] = frozenset()


def shapes(models: Iterable[Model]) -> Iterator[Shape]:
    """Yield the shapes of all properties of some models; their annotations are what `model_code` needs."""
    return (_shape(item, model) for model in models for item in model.fields)


def model_code(models: Sequence[Model], types: Mapping[Shape, TypeRef]) -> ModelCode:
    """Return the code of the models of one module, which refer to each other alone.

    types: the annotations of at least their shapes.
    """
    views: list[ModelView] = []
    imports: set[tuple[str, str]] = set()
    kinds = {model.name: [types[shape] for shape in shapes([model])] for model in models}
    for model in _ordered(models, kinds):
        if model.members:
            views.append(ModelView(model.name, docblock(model.description), members=model.members))
            imports.add(("._runtime.model", "OpenIntEnum"))
        else:
            view = _view(model, kinds[model.name])
            views.append(view)
            imports.update(_imports(view), *(kind.imports for kind in kinds[model.name]))
    return ModelCode(tuple(views), frozenset(imports))


def _view(model: Model, kinds: Sequence[TypeRef]) -> ModelView:
    needed_first = sorted(zip(model.fields, kinds, strict=True), key=lambda pair: model.write and not pair[0].required)
    fields = tuple(_field(item, model, kind) for item, kind in needed_first)
    annotations = {item.name: item.annotation for item in fields}
    allowed: dict[str, Sequence[str | int]] = {}
    listed: dict[str, Sequence[str | int]] = {}
    for item in model.fields:
        values = _allowed(item, model.write)
        if not is_literal(values) and (item.dynamic or _ACCOUNT_LIST in item.schema):
            listed[item.name] = (*model.owner, item.wire) if item.dynamic else (item.schema[_ACCOUNT_LIST],)
        elif values:
            allowed[item.name] = values
    own = [literal(item.name) for item in model.fields if item.dynamic and not model.write]
    return ModelView(
        name=model.name,
        doc=docblock(_about(model)),
        fields=fields,
        allowed=_dict(allowed),
        listed=_dict(listed),
        account=_tuple(own) if own else "",
        aliases=tuple((old, new, annotations[new]) for old, new in model.aliases),
    )


def _field(item: Field, model: Model, kind: TypeRef) -> FieldView:
    default = ""
    if model.write:
        default = "" if item.required else "UNSET"
    elif item.nullable or not item.required:
        default = "None"
    return FieldView(item.name, kind.text, literal(_encoded(item.wire)), default, docblock(described(item)))


def _imports(view: ModelView) -> Iterator[tuple[str, str]]:
    yield ("._runtime.model", "Model")
    if view.fields:
        yield ("msgspec", "field")
    if any(item.default == "UNSET" for item in view.fields):
        yield ("msgspec", "UNSET")
    if view.account or view.allowed or view.listed:
        yield ("typing", "ClassVar")
    if view.allowed or view.listed:
        yield ("collections.abc", "Mapping")
    if view.aliases:
        yield ("._runtime.deprecation", "deprecated")


def _ordered(models: Sequence[Model], kinds: Mapping[str, Sequence[TypeRef]]) -> list[Model]:
    """Return models in an order in which each stands behind those that it refers to, and else as they were."""
    waiting = {model.name: model for model in models}
    ordered: list[Model] = []

    def add(model: Model) -> None:
        if waiting.pop(model.name, None) is None:
            return
        for kind in kinds[model.name]:
            for name in re.findall(r"\w+", kind.text):
                if name in waiting:
                    add(waiting[name])
        ordered.append(model)

    for model in models:
        add(model)
    return ordered


def _shape(item: Field, model: Model) -> Shape:
    """Return the shape of a property: one that is read may be null where it may be missing, and of any length."""
    if model.write:
        return shape_of(item.schema, item.required)
    schema = {key: value for key, value in item.schema.items() if key != "maxLength"}
    if not item.required and not item.nullable:
        schema = {**schema, "type": [schema["type"], "null"]} if "type" in schema else _or_null(schema)
    return shape_of(schema, required=True)


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]} if schema else {}


def _about(model: Model) -> str:
    """Return what a class's docstring says; in one that is written also what leaving out means, and null, and ''."""
    if not model.write or all(item.required for item in model.fields):
        return model.description
    return f'{model.description} What is left out is `UNSET` and not sent, None is sent as null, "" as an empty text.'


def _allowed(item: Field, write: bool) -> list[str] | list[int]:
    """Return the allowed values that a model tells: if it is written those too many for a `Literal`, else all."""
    if write:
        enum = item.schema.get("enum", ())
        return [value for value in enum if value is not None] if not is_literal(enum) else []
    values = item.schema.get("x-allowed-values") or []
    kind = item.schema.get("x-dynamic")
    if kind == "Number":
        try:
            return [int(value) for value in values]
        except ValueError:
            return []
    return list(values) if kind == "String" else []


def _dict(items: Mapping[str, Sequence[str | int]]) -> str:
    """Return the text of a dict of tuples; nothing for an empty one."""
    pairs = (f"{literal(name)}: {_tuple(map(_value, values))}" for name, values in items.items())
    return f"{{{', '.join(pairs)}}}" if items else ""


def _tuple(items: Iterable[str]) -> str:
    """Return a tuple's text, without the comma at its end that would make black give each item a line."""
    texts = list(items)
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _value(value: str | int) -> str:
    return literal(value) if isinstance(value, str) else str(value)


def described(item: Field) -> str:
    """Return what an attribute's docstring says: the description, or for a dynamic field its label and its values."""
    if not item.dynamic:
        return str(item.schema.get("description", ""))
    label = item.schema.get("title", item.wire)
    text = f"{label}." if label == item.wire else f"{label} ({item.wire})."
    values = item.schema.get("x-allowed-values")
    if values is not None:
        shown = ", ".join(values[:10])
        text += f" Allowed: {shown}{f' and {len(values) - 10} more' if len(values) > 10 else ''}." if values else ""
    if item.schema["x-dynamic"] == "Unknown":
        text += " Of a type that is not known: any JSON value."
    return text


def _encoded(wire: str) -> str:
    """Return the name under which msgspec knows a property; the runtime turns a stand-in back into the wire name."""
    if not wire.startswith(_STAND_IN) and not _REFUSED.search(wire):
        return wire
    return _STAND_IN + "".join(
        "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "surrogatepass"))
        if c == "%" or c == _STAND_IN or _REFUSED.match(c)
        else c
        for c in wire
    )
