"""Describe the models to pydantic, which FastAPI uses to validate, serialize and document them.

pydantic is imported only when it asks for the schema of a model.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Union, cast

from msgspec import Struct, UnsetType

from .conversion import to_mapping
from .dates import DateOnly
from .encoding import plain
from .wire import is_array, is_object, parts_of, shape_of

if TYPE_CHECKING:
    from .model import Model

__all__ = ["core_schema_of"]


def core_schema_of(model: type[Model], handler: Any) -> Any:
    """Return pydantic's core schema of a model.

    Objects of the model and mappings, by wire or Python names, are valid. JSON has wire names, or Python names with
    `by_alias=False`. `include` and `exclude` take both.
    """
    from pydantic_core import core_schema

    fields = {
        name: core_schema.typed_dict_field(handler.generate_schema(_annotation(field.type)), required=field.required)
        for name, field in shape_of(model).fields.items()
    }
    described = core_schema.typed_dict_schema(fields)

    def json_schema(_schema: Any, describe: Any) -> dict[str, Any]:
        return {**describe(described), "title": model.__name__}

    return core_schema.no_info_plain_validator_function(
        lambda value: _validate(model, value),
        serialization=core_schema.plain_serializer_function_ser_schema(_serialize, info_arg=True),
        metadata={"pydantic_js_functions": [json_schema]},
    )


def _annotation(kind: Any) -> Any:
    """Return a type as pydantic knows it.

    UnsetType is left out: such a property may be missing. A date is described as the date-time that it is in JSON.
    """
    parts = (datetime if part is DateOnly else part for part in parts_of(kind))
    return Union[tuple(part for part in parts if part is not UnsetType)]  # noqa: UP007


def _validate(model: type[Model], value: object) -> Model:
    if isinstance(value, model):
        return value
    if not is_object(value):
        raise ValueError(f"expected {model.__name__} or a mapping")
    return model.from_dict(value)


def _serialize(value: Model, info: Any) -> Any:
    by_wire = info.by_alias is not False
    members: Any = value.to_dict() if by_wire else to_mapping(value, plain if info.mode == "json" else None)
    if info.include is not None or info.exclude is not None:
        include, exclude = (_as_written(names, value, by_wire) for names in (info.include, info.exclude))
        members = _serializer().to_python(members, include=include, exclude=exclude)
    return _without_none(members) if info.exclude_none else members


def _as_written(names: Any, value: Any, by_wire: bool) -> Any:
    """Return an `include` or `exclude`, which may use Python or wire names, with the names that are written.

    Args:
        names: A set of names, or a dict of names, or positions in a list, to what it includes or excludes of the value.
        value: What it applies to.
        by_wire: Whether wire names are written.
    """
    if is_array(value) and value and is_object(names):
        return {position: _as_written(inner, value[0], by_wire) for position, inner in names.items()}
    if not isinstance(value, Struct):
        return names
    elements: Mapping[str, Any]
    if is_object(names):
        elements = names
    elif isinstance(names, Set):
        elements = dict.fromkeys(cast("Set[str]", names), True)
    else:
        return names
    fields = shape_of(type(value)).fields
    wire_names = {field.name: wire for wire, field in fields.items()}
    written = dict[str, Any]()
    for name, inner in elements.items():
        field = fields.get(wire_names.get(name, name))
        if field is None:
            written[name] = inner  # of `extra`
        else:
            shown = wire_names[field.name] if by_wire else field.name
            written[shown] = _as_written(inner, getattr(value, field.name), by_wire)
    return written


@cache
def _serializer() -> Any:
    from pydantic_core import SchemaSerializer, core_schema

    return SchemaSerializer(core_schema.any_schema())


def _without_none(value: Any) -> Any:
    if is_object(value):
        return {name: _without_none(item) for name, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if is_array(value) else value
