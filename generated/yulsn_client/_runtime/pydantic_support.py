"""Describe the models to pydantic, which FastAPI uses to validate, serialize and document them.

pydantic is imported only when it asks for the schema of a model.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Union

from msgspec import UnsetType

from .conversion import to_mapping
from .dates import DateOnly
from .encoding import plain
from .wire import is_object, parts_of, shape_of

if TYPE_CHECKING:
    from .model import Model

__all__ = ["core_schema_of"]


def core_schema_of(model: type[Model], handler: Any) -> Any:
    """Return pydantic's core schema of a model.

    Objects of the model and mappings, by wire or Python names, are valid. JSON has wire names, or Python names with
    `by_alias=False`.
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


def _serialize(value: Model, info: Any) -> dict[str, Any]:
    if info.by_alias is not False:
        return value.to_dict()
    result: dict[str, Any] = to_mapping(value, plain if info.mode == "json" else None)
    return result
