"""Write an OpenAPI Overlay that corrects the description to match what a probe observed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .. import __version__
from ..client.identifiers import attribute
from ..description.document import Document, Location
from ..description.dump import dump
from ..description.overlay import Overlay, apply_overlays, apply_pending, parse_overlay
from ..description.overlay_limits import value_at
from ..text.characters import SURROGATE
from ..text.errors import InputError, UnsafeError
from .compare import Kind
from .report import Difference, ProbeReport

_SEEN = "Observed by a probe of the account."
_TABLE_ROW = "TableEntity"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_ActionData = dict[str, Any]


@dataclass(frozen=True)
class Suggestion:
    """An overlay as text, empty if there is nothing to suggest, and the places that it cannot correct."""

    text: str
    inexpressible: tuple[str, ...] = ()


def suggest(report: ProbeReport, description: Document, tailored: Document) -> Suggestion:
    """Return an overlay that corrects the description to match what a probe observed.

    Args:
        report: The report of the probe.
        description: The description before tailoring.
        tailored: The tailored description, which was probed.
    """
    groups: list[tuple[str, list[_ActionData]]] = []
    inexpressible: list[str] = []
    for difference in _merged(report.differences, tailored):
        actions = list(_ACTIONS[difference.kind](difference, tailored))
        if actions and not any(SURROGATE.search(str(action)) for action in actions):
            groups.append((f"{difference.kind}: {difference.place}", actions))
        else:
            inexpressible.append(difference.place)
    groups, refused = _applicable(groups, description, tailored)
    actions = [action for _, group in groups for action in group]
    return Suggestion(_text(actions) if actions else "", tuple(dict.fromkeys([*inexpressible, *refused])))


def _applicable(
    groups: list[tuple[str, list[_ActionData]]], description: Document, tailored: Document
) -> tuple[list[tuple[str, list[_ActionData]]], list[str]]:
    """Return the groups of actions that can be applied together, and the names of the others."""
    if not groups or _applies([action for _, group in groups for action in group], description, tailored):
        return groups, []
    if len(groups) == 1:
        return [], [groups[0][0]]
    middle = len(groups) // 2
    first, refused = _applicable(groups[:middle], description, tailored)
    second, others = _applicable(groups[middle:], description, tailored)
    return [*first, *second], [*refused, *others]


def _applies(actions: list[_ActionData], description: Document, tailored: Document) -> bool:
    try:
        overlay: Overlay = parse_overlay(_text(actions), "overlay.yaml", "overlay.yaml")
        _, pending = apply_overlays(description, [overlay])
        _, unused = apply_pending(tailored, pending)
    except (InputError, UnsafeError):
        return False
    return not unused


def _text(actions: Iterable[_ActionData]) -> str:
    root = {
        "overlay": "1.0.0",
        "info": {"title": "Corrections of the Yulsn API's description", "version": f"yulsn-codegen {__version__}"},
        "actions": list(actions),
    }
    return dump(root, "yaml")


def _merged(differences: Iterable[Difference], document: Document) -> list[Difference]:
    """Return differences by their place in the description, merging those that change the same place.

    The schemas of an account's tables all come from one schema of the description; only their fields differ.
    """
    found: dict[tuple[str, Location, str], Difference] = {}
    for difference in differences:
        at = _described_at(difference, document)
        kind = Kind.OTHER_TYPE if difference.kind is Kind.NULL else difference.kind
        key = (kind, at, difference.name)
        known = found.get(key)
        values = difference.values if known is None else (*known.values, *difference.values)
        numbers = [item.number for item in (known, difference) if item is not None and item.number is not None]
        found[key] = replace(difference, kind=kind, at=at, values=values, number=min(numbers, default=None))
    disordered = {item.at for item in found.values() if item.kind is Kind.PAGE_ORDER}
    return [item for item in found.values() if item.kind is not Kind.PAGE_SIZE or item.at not in disordered]


def _described_at(difference: Difference, document: Document) -> Location:
    at = difference.at
    if at[:2] != ("components", "schemas") or "x-table" not in document.schemas[str(at[2])]:
        return at
    properties = document.schemas[str(at[2])].get("properties", {})
    name = difference.name if difference.kind is Kind.MISSING_PROPERTY else (at[4] if len(at) > 4 else "")
    return at if "x-dynamic" in properties.get(name, {}) else (*at[:2], _TABLE_ROW, *at[3:])


def _unknown_property(item: Difference, document: Document) -> Iterator[_ActionData]:
    if not item.name:
        return
    types = {value.type for value in item.values}
    schema: dict[str, Any] = {"description": _SEEN, "x-source": "observed"}
    if not types & {"array", "object"}:
        schema["type"] = [*sorted(types - {"null"} or {"string"}), "null"]
        forms = {value.format for value in item.values if value.type == "string"}
        if types <= {"integer", "number", "null"} and "number" in types:
            schema |= {"type": ["number", "null"], "format": "decimal"}
        elif types <= {"string", "null"} and forms == {"date-time"}:
            schema["format"] = "date-time"
    name = attribute(item.name)
    properties = value_at(document.root, item.at).get("properties", {})
    taken = {known.get("x-name", attribute(wire)) for wire, known in properties.items()}
    if name in taken or not _NAME.fullmatch(name):
        schema["x-name"] = next(
            free for number in range(2, 1_000) if (free := f"{name.strip('_')}_{number}") not in taken
        )
    yield _update(_path(item.at), item, {"properties": {item.name: schema}})


def _missing_property(item: Difference, document: Document) -> Iterator[_ActionData]:
    properties = value_at(document.root, item.at).get("properties", {})
    if "x-dynamic" in properties.get(item.name, {}):
        yield _remove(_path((*item.at, "properties", item.name)), item)
    else:
        yield _remove(f"{_path((*item.at, 'required'))}[?@ == {json.dumps(item.name)}]", item)


def _other_type(item: Difference, document: Document) -> Iterator[_ActionData]:
    schema = value_at(document.root, item.at)
    added = sorted({value.type for value in item.values})
    for target in _targets(item.at, document):
        if "$ref" in schema:
            yield _remove(f"{target}['$ref']", item)
            alternatives = [{"$ref": schema["$ref"]}, *({"type": kind} for kind in added)]
            yield _update(target, item, {"anyOf": alternatives})
        elif word := next((word for word in ("anyOf", "oneOf") if word in schema), ""):
            yield _update(target, item, {word: [{"type": kind} for kind in added]})
        elif "type" in schema:
            known = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
            yield _remove(f"{target}.type", item)
            types = {"type": list(dict.fromkeys([*known, *added]))}
            yield _update(target, item, types | ({"enum": [None]} if "null" in added and "enum" in schema else {}))


def _other_format(item: Difference, document: Document) -> Iterator[_ActionData]:
    schema = value_at(document.root, item.at)
    for target in _targets(item.at, document):
        for word in ("format", "contentEncoding"):
            if word in schema:
                yield _remove(f"{target}.{word}", item)


def _unknown_member(item: Difference, document: Document) -> Iterator[_ActionData]:
    schema = value_at(document.root, item.at)
    numbers = sorted({number for value in item.values for number in value.numbers})
    if numbers:
        names = [f"Unknown{number}".replace("-", "Minus") for number in numbers]
        named = {"x-enum-varnames": names} if "x-enum-varnames" in schema else {}
        yield _update(_path(item.at), item, {"enum": numbers, **named})
    else:
        for word in ("enum", "x-enum-varnames"):
            if word in schema:
                yield _remove(f"{_path(item.at)}[{json.dumps(word)}]", item)


def _status(item: Difference, document: Document) -> Iterator[_ActionData]:
    yield _update(_path(item.at), item, {item.name: {"description": _SEEN, "x-source": "observed"}})


def _content_type(item: Difference, document: Document) -> Iterator[_ActionData]:
    known = value_at(document.root, item.at)
    if item.name and "application/json" in known:
        yield _update(_path(item.at), item, {item.name: {"schema": known["application/json"]["schema"]}})


def _page_order(item: Difference, document: Document) -> Iterator[_ActionData]:
    yield from (_remove(target, item) for target in _targets(item.at, document))


def _page_size(item: Difference, document: Document) -> Iterator[_ActionData]:
    for target in _targets(item.at, document):
        if item.number is None:
            yield _remove(f"{target}.size", item)
        else:
            yield _update(target, item, {"limit": item.number})


_ACTIONS: Mapping[Kind, Callable[[Difference, Document], Iterator[_ActionData]]] = {
    Kind.UNKNOWN_PROPERTY: _unknown_property,
    Kind.MISSING_PROPERTY: _missing_property,
    Kind.OTHER_TYPE: _other_type,
    Kind.OTHER_FORMAT: _other_format,
    Kind.UNKNOWN_MEMBER: _unknown_member,
    Kind.STATUS: _status,
    Kind.CONTENT_TYPE: _content_type,
    Kind.PAGE_ORDER: _page_order,
    Kind.PAGE_SIZE: _page_size,
}


def _targets(at: Location, document: Document) -> list[str]:
    """Return the JSONPaths of a place; a return value also appears in the operation's responses and other calls."""
    if "x-calls" not in at:
        return [_path(at)]
    start = at.index("x-calls")
    operation = value_at(document.root, at[:start])
    call, rest = operation["x-calls"][at[start + 1]], at[start + 2 :]
    if rest[:1] != ("returns",):
        return [_call_path(at[:start], call) + _steps(rest)]
    same = [other for other in operation["x-calls"] if other.get("returns") == call["returns"]]
    found = [_call_path(at[:start], other) + _steps(rest) for other in same]
    content: Location = ("responses", "200", "content", "application/json", "schema")
    declared = value_at(operation, content)
    if declared == call["returns"]:
        found.append(_path((*at[:start], *content, *rest[1:])))
    for word in ("anyOf", "oneOf"):
        for index, item in enumerate(declared.get(word, ())):
            if item == call["returns"]:
                found.append(_path((*at[:start], *content, word, index, *rest[1:])))
    return found


def _call_path(operation: Location, call: Mapping[str, Any]) -> str:
    return f"{_path((*operation, 'x-calls'))}[?@.row == {json.dumps(call['row'])}]"


def _path(at: Sequence[str | int]) -> str:
    """Return the JSONPath of a place in the description before each table got a path of its own."""
    return f"${_steps(at)}"


def _steps(at: Sequence[str | int]) -> str:
    return "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" if _PLAIN.fullmatch(step) else f"[{json.dumps(step)}]"
        for step in at
    )


def _update(target: str, item: Difference, update: Mapping[str, Any]) -> _ActionData:
    return {"target": target, "description": _description(item), "update": dict(update)}


def _remove(target: str, item: Difference) -> _ActionData:
    return {"target": target, "description": _description(item), "remove": True}


def _description(item: Difference) -> str:
    return f"Described: {item.described or 'nothing'}. Observed: {item.observed}."
