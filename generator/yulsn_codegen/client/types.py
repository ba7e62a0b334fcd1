"""Decide the Python type of a schema from its shape alone.

datamodel-code-generator makes the types. Because importing it takes longer than most runs, its results are computed
when the wheel is built, and cached.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import cache
from ..description.document import SCHEMA_REFERENCE
from ..fingerprint import versions
from ..shipped import PACKAGE, prepared
from ..text.hashing import digest, digest_of
from ..text.literals import literal
from .shapes import CLASS_PLACEHOLDER, DATE_ONLY, VALUE_PLACEHOLDER, SchemaShape, Use

_STRUCT = "Struct"
_PLACEHOLDER = re.compile(rf"Literal\['?{VALUE_PLACEHOLDER}?(?P<value>\d+)'?\]|\b{CLASS_PLACEHOLDER}(?P<class>\d+)\b")
_LOCAL = "date-time-local"
_KIND = "types"


@dataclass(frozen=True)
class TypeRef:
    """A type annotation.

    Attributes:
        text: The annotation.
        imports: The (module, name) pairs that it needs. A module with a leading dot is relative to the package.
    """

    text: str
    imports: frozenset[tuple[str, str]] = frozenset()

    def optional(self) -> TypeRef:
        """Return the type with None added."""
        nullable = self.text.endswith("| None") or self.text in ("Any", "None")
        return self if nullable else TypeRef(f"{self.text} | None", self.imports)


Types = Mapping[SchemaShape, TypeRef]


def types_of(shapes: Iterable[SchemaShape]) -> dict[SchemaShape, TypeRef]:
    """Return the type of each shape.

    Types are looked up among those that the wheel's build computed, then in the cache. datamodel-code-generator makes
    the remaining ones in one run.
    """
    wanted = set(shapes)
    keys = {shape.key for shape in wanted}
    known = _parsed(prepared(_KIND))
    if not keys <= known.keys():
        cached = _parsed(cache.read(_KIND, _made_by()))
        known = cached | known
        if missing := sorted(keys - known.keys()):
            made = make(missing)
            known |= made
            cache.write(_KIND, _made_by(), dump_types(cached | made))
    return {shape: _filled(known[shape.key], shape) for shape in wanted}


def make(keys: Sequence[str]) -> dict[str, TypeRef]:
    """Return the annotations of shapes, given by their keys, as datamodel-code-generator makes them."""
    schemas: dict[str, Any] = {}
    for key in keys:
        for name in re.findall(rf'"{SCHEMA_REFERENCE}({CLASS_PLACEHOLDER}\d+)"', key):
            schemas[name] = {"type": "object", "properties": {"value": {"type": "string"}}}
    for number, key in enumerate(keys):
        shape = json.loads(key)
        schemas[f"{_STRUCT}{number}"] = {
            "type": "object",
            "required": ["value"] if shape["required"] else [],
            "properties": {"value": shape["schema"]},
        }
    tree = ast.parse(_generate(schemas))
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


def _filled(annotation: TypeRef, shape: SchemaShape) -> TypeRef:
    """Return an annotation with a shape's values and class names in place of the placeholders."""
    text, imports = _refined(annotation, shape)

    def filled(found: re.Match[str]) -> str:
        if found["class"]:
            return shape.classes[int(found["class"])][1]
        values = shape.values[int(found["value"])]
        return f"Literal[{', '.join(literal(item) if isinstance(item, str) else str(item) for item in values)}]"

    # in a single pass, because a value may look like a placeholder
    return TypeRef(_PLACEHOLDER.sub(filled, text), imports | set(shape.classes))


def _refined(annotation: TypeRef, shape: SchemaShape) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return an annotation and its imports with the types that suit the use of a shape.

    A method takes any sequence where the API has an array. Whole numbers may be passed where a Decimal is sent. A
    date-time of a model has an offset; the runtime adds it where the API documents that it sends none. A date is sent
    as a date-time.
    """
    text, imports = annotation.text, annotation.imports
    if shape.use is Use.ARGUMENT and "list[" in text:
        text = text.replace("list[", "Sequence[")
        imports |= {("collections.abc", "Sequence")}
    if shape.use is not Use.READ:
        text = re.sub(r"^Decimal\b", "Decimal | int", text)
    if shape.use is not Use.ARGUMENT and ("datetime", "datetime") in imports:
        name = "UtcDatetime" if _LOCAL in shape.key else "AwareDatetime"
        text = re.sub(r"\bdatetime\b", name, text)
        imports = imports - {("datetime", "datetime")} | {("._runtime.model", name)}
    if DATE_ONLY in shape.key:
        text = re.sub(r"\bdate\b", "DateOnly", text)
        imports = imports - {("datetime", "date")} | {("._runtime.model", "DateOnly")}
    return text, imports


def _parsed(kept: Any) -> dict[str, TypeRef]:
    """Return types from their JSON value, or an empty dict if it is malformed."""
    try:
        return {
            key: TypeRef(item["text"], frozenset((module, name) for module, name in item["imports"]))
            for key, item in (kept or {}).items()
        }
    except (TypeError, KeyError, AttributeError, ValueError):
        return {}


def dump_types(types: Mapping[str, TypeRef]) -> dict[str, object]:
    """Return types as the JSON value that is shipped and cached."""
    return {key: {"text": item.text, "imports": sorted(item.imports)} for key, item in sorted(types.items())}


def _made_by() -> str:
    """Return a hash of the inputs of cached types: the version of datamodel-code-generator, and this module."""
    return digest("\0".join((digest_of(PACKAGE / "client", "types.py"), *versions(["datamodel_code_generator"]))))


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
        type_mappings=[
            "number+decimal=decimal",
            "string+byte=binary",
            f"string+{_LOCAL}=date-time",
            f"string+{DATE_ONLY}=date",
        ],
        formatters=[],
        disable_timestamp=True,
        custom_file_header="#",
    )
    assert isinstance(code, str)
    return code
