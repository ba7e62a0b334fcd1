"""Correct the description with OpenAPI Overlays (1.0 and 1.1), written by users or by `probe --suggest`.

An overlay may come from a stranger, for example in a pull request. It can change schemas, responses, and how calls
return and page; see `overlay_limits`. A target is a JSONPath (RFC 9535) without functions and with at most one `..`.

Actions apply to the description, in order. One whose target selects nothing there is pending: it applies to the
tailored description, where the account's own fields are, and can change their schemas or remove them.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..text.documents import decode, read_bytes
from ..text.errors import InputError, Problem
from ..text.hashing import digest
from ..text.reading import Node, Reader, excerpt
from .document import Document, Location
from .overlay_limits import (
    check_field,
    check_names,
    check_protected,
    check_references,
    check_valid,
    need_field,
    value_at,
)
from .yaml_text import load_untrusted_yaml

if TYPE_CHECKING:
    from jsonpath import JSONPath

_VERSION = re.compile(r"1\.[01]\.\d+")
_MAX_BYTES = 1024 * 1024
_MAX_ACTIONS = 2_000
_MAX_TARGET = 1_000  # characters
_MAX_MATCHES = 10_000  # per target


@dataclass(frozen=True)
class Action:
    """One action of an overlay.

    Attributes:
        place: Where the action is, for messages.
        target: The JSONPath that selects what it changes.
        update: What to merge into each target; ignored if `remove` is set.
        remove: Whether to remove the targets.
    """

    place: str
    target: str
    update: Any = None
    remove: bool = False


@dataclass(frozen=True)
class Overlay:
    """An overlay.

    Attributes:
        name: The name of its file.
        sha256: The hash of its text, with line endings normalised.
        actions: Its actions, in order.
    """

    name: str
    sha256: str
    actions: tuple[Action, ...]


def read_overlays(paths: Sequence[Path]) -> tuple[Overlay, ...]:
    """Return the overlays in files, in the order given.

    Raises:
        InputError: A file cannot be read, or is not an overlay; lists every problem and its place.
    """
    return tuple(map(read_overlay, paths))


def read_overlay(path: Path) -> Overlay:
    """Return the overlay in a file.

    Raises:
        InputError: The file cannot be read, or is not an overlay; lists every problem and its place.
    """
    return parse_overlay(decode(read_bytes(path, _MAX_BYTES), str(path)), path.name, str(path))


def parse_overlay(text: str, name: str, source: str) -> Overlay:
    """Return the overlay in a text.

    Args:
        text: The text, YAML or JSON.
        name: The name of its file.
        source: How problems refer to the text.

    Raises:
        InputError: The text is not an overlay.
    """
    reader = Reader(hint="See https://spec.openapis.org/overlay/latest.html.")
    root = reader.root(load_untrusted_yaml(text, source), source)
    version = root.member("overlay").text()
    if version and not _VERSION.fullmatch(version):
        root.member("overlay").problem(f"is {excerpt(version)}; versions 1.0 and 1.1 can be read")
    info = root.member("info")
    for key in ("title", "version"):
        info.member(key).text()
    actions = [_action(node) for node in root.member("actions").items()]
    if len(actions) > _MAX_ACTIONS:
        root.member("actions").problem(f"has {len(actions)} actions; {_MAX_ACTIONS} is the limit")
    known = ("overlay", "info", "extends", "actions")
    root.refuse_unknown([*known, *_extensions(root)], "is not a member of an overlay")
    reader.raise_problems()
    return Overlay(name, digest(text.replace("\r\n", "\n")), tuple(actions))


def apply_overlays(document: Document, overlays: Sequence[Overlay]) -> tuple[Document, tuple[Action, ...]]:
    """Return a description with overlays applied, and the pending actions. The given description is not modified.

    Raises:
        InputError: An action cannot be applied, or the result is not a valid description.
        UnsafeError: An overlay changes something that it must not change.
    """
    if not overlays:
        return document, ()
    root = copy.deepcopy(dict(document.root))
    pending = tuple(action for overlay in overlays for action in overlay.actions if not _apply(root, action))
    names = ", ".join(overlay.name for overlay in overlays)
    changed = replace(document, root=root)
    check_protected(document.root, root, names)
    check_references(root, names)
    check_names(root, names)
    check_valid(changed, names)
    return changed, pending


def apply_pending(document: Document, pending: Sequence[Action]) -> tuple[Document, tuple[str, ...]]:
    """Return a tailored description with pending actions applied, and a note for each that selects nothing there.

    Raises:
        InputError: An action cannot be applied, or the result is not a valid schema.
        UnsafeError: An action changes something other than the account's own fields.
    """
    if not pending:
        return document, ()
    root = {**document.root, "components": {**document.root["components"]}}
    root["components"]["schemas"] = copy.deepcopy(dict(document.schemas))
    notes = []
    for action in pending:
        matches = _matches(root, action)
        if not matches:
            notes.append(f"{action.place}: its target selects nothing, so the overlay may be out of date")
        for location in matches:
            need_field(root, location, action.place)
        fields = {location[:5]: value_at(root, location[:5]) for location in matches}
        before = {location: copy.deepcopy(field) for location, field in fields.items()}
        _apply(root, action)
        for location, field in before.items():
            check_field(root, location, field, action.place)
    return replace(document, root=root), tuple(notes)


def _action(node: Node) -> Action:
    node.refuse_unknown(
        ["target", "description", "update", "remove", *_extensions(node)],
        "is not a member of an action that can be read",
    )
    target, update = node.member("target"), node.optional("update")
    remove = node.child("remove").flag(default=False)
    if isinstance(target.value, str):
        try:
            _compile(target.value)
        except ValueError as error:
            target.problem(str(error))
    if update.absent and not remove:
        node.problem("has neither update nor remove: true")
    if not update.absent and not _is_json(update.value):
        update.problem("has a value that JSON cannot represent, such as NaN or binary data")
    return Action(node.place, target.text(), update.value, remove)


def _extensions(node: Node) -> list[str]:
    return [key for key, _ in node.children() if key.startswith("x-")]


def _is_json(value: object) -> bool:
    match value:
        case None | str() | bool() | int():
            return True
        case float():
            return math.isfinite(value)
        case list():
            return all(map(_is_json, value))
        case dict():
            return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
        case _:
            return False


def _compile(target: str) -> JSONPath:
    """Return a compiled target. Raises ValueError if it is not a JSONPath, or its evaluation may take too long."""
    from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError
    from jsonpath.segments import JSONPathRecursiveDescentSegment

    if len(target) > _MAX_TARGET:
        raise ValueError(f"is longer than {_MAX_TARGET} characters, the limit")
    environment = JSONPathEnvironment(strict=True)
    environment.function_extensions.clear()
    try:
        path = environment.compile(target)
    except (JSONPathError, RecursionError) as error:
        what = str(error).split("\n")[0]
        raise ValueError(f"is not a JSONPath (RFC 9535) without functions: {what}") from None
    if not isinstance(path, JSONPath):
        raise ValueError("combines several JSONPaths")
    filters = [selector for segment in path.segments for selector in getattr(segment, "selectors", ())]
    inner = any(word in str(item) for item in filters if str(item).startswith("?") for word in ("..", "$"))
    if inner or sum(isinstance(segment, JSONPathRecursiveDescentSegment) for segment in path.segments) > 1:
        raise ValueError("has more than one `..`, or a filter with `..` or `$`, which could take very long")
    return path


def _matches(root: Any, action: Action) -> list[Location]:
    from jsonpath import JSONPathError

    found: list[Location] = []
    try:
        for match in _compile(action.target).finditer(root):
            found.append(tuple(match.parts))
            if len(found) > _MAX_MATCHES:
                raise InputError(Problem(action.place, f"selects more than {_MAX_MATCHES} places, the limit"))
    except JSONPathError as error:
        raise InputError(Problem(action.place, f"cannot be applied: {str(error).splitlines()[0]}")) from None
    return list(dict.fromkeys(found))


def _apply(root: Any, action: Action) -> bool:
    """Apply an action, and return whether its target selects anything."""
    matches = _matches(root, action)
    for location in sorted(matches, key=_order, reverse=True):  # from the end, so that indices stay valid
        if action.remove:
            _remove(root, location, action)
        else:
            _update(root, location, action)
    return bool(matches)


def _order(location: Location) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in location)


def _remove(root: Any, location: Location, action: Action) -> None:
    if not location:
        raise InputError(Problem(action.place, "removes the whole document"))
    del value_at(root, location[:-1])[location[-1]]


def _update(root: Any, location: Location, action: Action) -> None:
    found = value_at(root, location)
    if isinstance(found, dict) and isinstance(action.update, dict):
        _merge(found, action.update)
    elif isinstance(found, list):
        found.extend(
            copy.deepcopy(action.update) if isinstance(action.update, list) else [copy.deepcopy(action.update)]
        )
    elif location and not isinstance(found, dict) and not isinstance(action.update, dict | list):
        value_at(root, location[:-1])[location[-1]] = action.update
    else:
        raise InputError(Problem(action.place, "updates a value with one of a different kind"))


def _merge(target: dict[str, Any], update: Mapping[str, Any]) -> None:
    """Merge as the Overlay Specification says: objects member by member, lists by appending, other values replaced."""
    for key, value in update.items():
        known = target.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(copy.deepcopy(value))
        else:
            target[key] = copy.deepcopy(value)
