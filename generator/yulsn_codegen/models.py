"""Models as code: the models of one module go in, the text of their classes and the names that it imports come out.

The classes are made by datamodel-code-generator. It is given only names and texts that are safe whatever an account's
strings hold: attributes that the naming stage decided, and tokens in place of wire names, allowed values and
descriptions. The tokens are swapped for literals and docstrings in what it returns.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .api import Field, Model
from .build import MOST_LITERALS
from .document import shipped
from .literals import docblock, literal

_KEYWORDS = (
    "type", "format", "enum", "items", "oneOf", "anyOf", "maxLength", "minLength", "propertyNames",
    "additionalProperties",
)  # fmt: skip
_STAND_IN = "\ue000"  # what begins the encoded name of a property whose wire name msgspec refuses


@dataclass(frozen=True)
class ModelCode:
    """The classes of one module, and the (module, name) pairs that they import."""

    body: str
    imports: frozenset[tuple[str, str]]


def render_models(models: Sequence[Model]) -> ModelCode:
    """Return the code of the models of one module, which refer to each other alone."""
    if not models:
        return ModelCode("", frozenset())
    tokens = _Tokens()
    schemas = {model.name: _schema(model, tokens) for model in models}
    text = _generate(
        {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}, "components": {"schemas": schemas}},
        aliases={f"{model.name}.{_token(item, tokens)}": item.name for model in models for item in model.fields},
        extra={f"#/components/schemas/{model.name}": _extra(model, tokens) for model in models},
    )
    body, imports = _split(text)
    return ModelCode(tokens.swap(body), imports)


@dataclass
class _Tokens:
    """Stands for texts that must not pass through code that is not ours."""

    texts: list[str] = field(default_factory=list)
    known: dict[tuple[str, Callable[[str], str]], str] = field(default_factory=dict)

    def of(self, text: str, safe: Callable[[str], str]) -> str:
        """Return the token of a text that `safe` (a filter of `literals`) will write."""
        token = self.known.get((text, safe))
        if token is None:
            # in capitals, which no attribute and no class name is made of alone
            token = f"{'TOK' if safe is literal else 'DOC'}{len(self.texts):06d}KEN"
            self.known[text, safe] = token
            self.texts.append(safe(text))
        return token

    def swap(self, code: str) -> str:
        """Return `code` with each token replaced by what it stands for: quoted ones by literals, bare ones by prose."""
        # in one pass, as a text that was put in may look like a token
        return re.sub(
            r"""(["'])TOK(\d{6})KEN\1|DOC(\d{6})KEN""", lambda found: self.texts[int(found[2] or found[3])], code
        )


def _schema(model: Model, tokens: _Tokens) -> dict[str, Any]:
    if model.members:
        return {
            "type": "integer",
            "enum": [value for _, value in model.members],
            "x-enum-varnames": [name for name, _ in model.members],
        }
    optional = model.write
    return {
        "type": "object",
        "required": [_token(item, tokens) for item in model.fields if item.required or not optional],
        "properties": {_token(item, tokens): _property(item, model, tokens) for item in model.fields},
    }


def _token(item: Field, tokens: _Tokens) -> str:
    return tokens.of(_encoded(item.wire), literal)


def _property(item: Field, model: Model, tokens: _Tokens) -> dict[str, Any]:
    schema = _safe(item.schema, tokens)
    if not model.write and not item.required and not item.nullable:
        schema = {**schema, "type": [schema["type"], "null"]} if "type" in schema else _or_null(schema)
    if not model.write:
        schema.pop("maxLength", None)
    return schema


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]} if schema else {}


def _safe(schema: Mapping[str, Any], tokens: _Tokens) -> dict[str, Any]:
    """Return the part of a schema that decides its type, without a text of the account's."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    safe: dict[str, Any] = {}
    for key in filter(schema.__contains__, _KEYWORDS):
        value = schema[key]
        if key == "enum":
            if _is_long(value):
                continue
            value = [tokens.of(item, literal) if isinstance(item, str) else item for item in value]
            safe["x-enum-field-as-literal"] = True
        elif key in ("items", "propertyNames") or (key == "additionalProperties" and isinstance(value, dict)):
            value = _safe(value, tokens)
        elif key in ("oneOf", "anyOf"):
            value = [_safe(item, tokens) for item in value]
        safe[key] = value
    return safe


def _extra(model: Model, tokens: _Tokens) -> dict[str, Any]:
    listed = {item.name: values for item in model.fields if (values := _listed(item, model.write))}
    pairs = (f"{literal(name)}: {_tuple(_value(value, tokens) for value in values)}" for name, values in listed.items())
    own = [literal(item.name) for item in model.fields if item.dynamic and not model.write]
    return {
        "doc": tokens.of(_about(model), docblock),
        "docs": {item.name: tokens.of(described(item), docblock) for item in model.fields if described(item)},
        "nullable": [item.name for item in model.fields if not model.write and (item.nullable or not item.required)],
        "allowed": f"{{{', '.join(pairs)}}}" if listed else "",
        "account": _tuple(own) if own else "",
        "aliases": model.aliases,
    }


def _about(model: Model) -> str:
    """Return what a class's docstring says; in one that is written also what leaving out means, and null, and ''."""
    if not model.write or all(item.required for item in model.fields):
        return model.description
    return f'{model.description} What is left out is `UNSET` and not sent, None is sent as null, "" as an empty text.'


def _listed(item: Field, write: bool) -> list[str] | list[int]:
    """Return the allowed values that a model lists: if it is written those too many for a `Literal`, else all."""
    if write:
        enum = item.schema.get("enum", ())
        return [value for value in enum if value is not None] if _is_long(enum) else []
    values = item.schema.get("x-allowed-values") or []
    kind = item.schema.get("x-dynamic")
    if kind == "Number":
        try:
            return [int(value) for value in values]
        except ValueError:
            return []
    return list(values) if kind == "String" else []


def _is_long(enum: Sequence[object]) -> bool:
    return sum(value is not None for value in enum) > MOST_LITERALS


def _tuple(items: Iterable[str]) -> str:
    """Return a tuple's text, without the comma at its end that would make black give each item a line."""
    texts = list(items)
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _value(value: str | int, tokens: _Tokens) -> str:
    return f'"{tokens.of(value, literal)}"' if isinstance(value, str) else str(value)


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
    if not wire.startswith(_STAND_IN) and not re.search(r'["\\\x00-\x1f]', wire):
        return wire
    return _STAND_IN + "".join(
        "".join(f"%{byte:02X}" for byte in c.encode()) if c in '%"\\' or c < " " or c == _STAND_IN else c for c in wire
    )


def _generate(
    document: Mapping[str, Any],
    aliases: Mapping[str, str],
    extra: Mapping[str, dict[str, Any]],
) -> str:
    from datamodel_code_generator import InputFileType, PythonVersion, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import DatetimeClassType

    code = generate(
        document,
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.MsgspecStruct,
        target_python_version=PythonVersion.PY_311,
        base_class="_runtime.model.Model",
        custom_template_dir=shipped("templates") / "_datamodel",
        extra_template_data=defaultdict(dict, extra),
        aliases=dict(aliases),
        use_specialized_enum=True,
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


def _split(code: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return a module's code without its imports, and those as (module, name) pairs."""
    tree = ast.parse(code)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names = {(f"{'.' * node.level}{node.module}", alias.name) for node in imports for alias in node.names}
    names -= {("__future__", "annotations"), ("enum", "IntEnum"), ("_runtime.model", "Model")}
    body = "\n".join(code.splitlines()[max((node.end_lineno or 0 for node in imports), default=0) :])
    if re.search(r"^class \w+\(Model", body, re.MULTILINE):
        names.add(("._runtime.model", "Model"))
    if re.search(r"^class \w+\(OpenIntEnum", body, re.MULTILINE):
        names.add(("._runtime.model", "OpenIntEnum"))
    if "@deprecated(" in body:
        names.add(("._runtime.deprecation", "deprecated"))
    if "field(" in body:
        names.add(("msgspec", "field"))
    if "default=UNSET" in body:
        names.add(("msgspec", "UNSET"))
    if "_account_: ClassVar" in body:
        names.add(("typing", "ClassVar"))
    if "_allowed_: ClassVar" in body:
        names |= {("typing", "ClassVar"), ("collections.abc", "Mapping")}
    return body.strip("\n") + "\n", frozenset(name for name in names if re.search(rf"\b{name[1]}\b", body))
