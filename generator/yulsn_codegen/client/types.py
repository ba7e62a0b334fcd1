"""Annotations: JSON schemas of properties go in, their Python types, as datamodel-code-generator makes them, come out.

A type depends on the shape of a schema alone: `shape_of` leaves out everything else, allowed values among it, for which
numbered stand-ins stand. So the shapes are few, the same for every account, and hold no text of an account's; what
datamodel-code-generator makes of them is kept beside this module, as importing it takes longer than most generations.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..shipped import PACKAGE, TYPES, is_installed
from ..text.hashing import digest_of
from ..text.literals import literal
from .api import TypeRef

# Past this many a list of values is no help to a reader or a type checker: the type is a plain one.
MOST_LITERALS = 50
_KEYWORDS = (
    "type", "format", "enum", "items", "oneOf", "anyOf", "maxLength", "minLength", "propertyNames",
    "additionalProperties",
)  # fmt: skip
_STRUCT = "Shape"


@dataclass(frozen=True)
class Shape:
    """What of a property's schema decides its type: its canonical JSON, and the values that its stand-ins stand for."""

    key: str
    values: tuple[tuple[str | int, ...], ...] = ()


def shape_of(schema: Mapping[str, Any], required: bool) -> Shape:
    """Return the shape of a property's schema; `required`: whether it is always there."""
    values: list[tuple[str | int, ...]] = []
    shape = {"required": required, "schema": _shape(schema, values)}
    return Shape(json.dumps(shape, sort_keys=True, separators=(",", ":")), tuple(values))


def is_literal(values: Sequence[object]) -> bool:
    """Return whether a `Literal` lists values: few enough, and none that msgspec refuses in one.

    Those are texts that are no Unicode, and integers of more than 64 bits.
    """
    if sum(value is not None for value in values) > MOST_LITERALS:
        return False
    texts = (value for value in values if isinstance(value, str))
    numbers = (value for value in values if isinstance(value, int))
    return not any(re.search("[\ud800-\udfff]", text) for text in texts) and all(
        -(2**63) <= number < 2**63 for number in numbers
    )


def types_of(shapes: Iterable[Shape]) -> dict[Shape, TypeRef]:
    """Return the annotation of each shape: from what is kept, else from datamodel-code-generator, in one run."""
    wanted = set(shapes)
    kept = _read()
    keys = sorted({shape.key for shape in wanted} - kept.keys())
    if keys:
        kept |= make(keys)
        if not is_installed():
            write(kept, TYPES)
    return {shape: _filled(kept[shape.key], shape.values) for shape in wanted}


def make(keys: Sequence[str]) -> dict[str, TypeRef]:
    """Return the annotations of shapes, given by their keys, as datamodel-code-generator makes them."""
    structs: dict[str, Any] = {}
    named: set[str] = set()
    for number, key in enumerate(keys):
        shape = json.loads(key)
        named.update(re.findall(r'"#/components/schemas/(\w+)"', key))
        required = ["value"] if shape["required"] else []
        structs[f"{_STRUCT}{number}"] = {
            "type": "object",
            "required": required,
            "properties": {"value": shape["schema"]},
        }
    others = {name: {"type": "object", "properties": {"value": {"type": "string"}}} for name in named}
    tree = ast.parse(_generate({**others, **structs}))
    homes = {
        alias.name: node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    found: dict[str, TypeRef] = {}
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name, body=[ast.AnnAssign(annotation=annotation)]) if name.startswith(_STRUCT):
                names = {item.id for item in ast.walk(annotation) if isinstance(item, ast.Name)}
                text = ast.unparse(annotation).replace("None | UnsetType", "UnsetType | None")
                imports = frozenset((homes[name], name) for name in names if name in homes)
                found[keys[int(name.removeprefix(_STRUCT))]] = TypeRef(text, imports)
    return found


def _shape(schema: Mapping[str, Any], values: list[tuple[str | int, ...]]) -> dict[str, Any]:
    """Return the part of a schema that decides its type, without a text of the account's."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    shape: dict[str, Any] = {}
    for key in filter(schema.__contains__, _KEYWORDS):
        value = schema[key]
        if key == "enum":
            if not is_literal(value):
                continue
            own = tuple(item for item in value if item is not None)
            stand_in = f"V{len(values)}" if isinstance(own[0], str) else len(values)
            values.append(own)
            value = [stand_in, None] if None in value else [stand_in]
            shape["x-enum-field-as-literal"] = True
        elif key in ("items", "propertyNames") or (key == "additionalProperties" and isinstance(value, dict)):
            value = _shape(value, values)
        elif key in ("oneOf", "anyOf"):
            value = [_shape(item, values) for item in value]
        if key != "propertyNames" or value:  # nothing is said of the names, where there are too many to list
            shape[key] = value
    return shape


def _filled(annotation: TypeRef, values: Sequence[tuple[str | int, ...]]) -> TypeRef:
    """Return an annotation in which the values stand in place of their stand-ins."""

    def listed(found: re.Match[str]) -> str:
        own = values[int(found[1])]
        return f"Literal[{', '.join(literal(item) if isinstance(item, str) else str(item) for item in own)}]"

    return TypeRef(re.sub(r"Literal\['?V?(\d+)'?\]", listed, annotation.text), annotation.imports)


def _read() -> dict[str, TypeRef]:
    """Return the annotations that are kept; none in a source tree whose datamodel-code-generator is another now."""
    try:
        kept = json.loads(TYPES.read_bytes())
        if is_installed() or kept["made_by"] == _made_by():
            return {
                key: TypeRef(item["text"], frozenset((module, name) for module, name in item["imports"]))
                for key, item in kept["annotations"].items()
            }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass  # a cache that is missing or damaged is made anew
    return {}


def write(kept: Mapping[str, TypeRef], target: Path) -> None:
    """Keep annotations in a file, whole or not at all."""
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    found = {key: {"text": item.text, "imports": sorted(item.imports)} for key, item in sorted(kept.items())}
    with suppress(OSError):  # where nothing can be kept it is slower, not broken
        temporary.write_text(json.dumps({"made_by": _made_by(), "annotations": found}, indent=1), encoding="utf-8")
        temporary.replace(target)


def _made_by() -> str:
    """Return what the kept annotations depend on: the version of datamodel-code-generator, and this module."""
    from importlib.metadata import version

    return f"{version('datamodel-code-generator')} {digest_of(PACKAGE / 'client', Path(__file__).name)}"


def _generate(schemas: Mapping[str, Any]) -> str:
    from datamodel_code_generator import InputFileType, PythonVersion, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import DatetimeClassType

    code = generate(
        {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}, "components": {"schemas": schemas}},
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.MsgspecStruct,
        target_python_version=PythonVersion.PY_311,
        use_annotated=True,
        field_constraints=True,
        use_typed_nullable_map_values=True,
        output_datetime_class=DatetimeClassType.Datetime,
        type_mappings=["number+decimal=decimal", "string+byte=binary", "string+date-time-local=date-time"],
        formatters=[],
        disable_timestamp=True,
        custom_file_header="#",
    )
    assert isinstance(code, str)
    return code
