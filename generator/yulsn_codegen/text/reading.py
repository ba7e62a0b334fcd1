"""Read values from parsed JSON and TOML, and collect every problem with its place.

A `Reader` hands out the values of a document as `Node`s, each of which knows its place, and keeps the problems that it
meets, so that one run reports all of them:

    reader = Reader()
    root = reader.root(parse_json(content, "account.json"), "account.json")
    names = [table.member("name").text() for table in root.member("tables").items()]
    reader.raise_problems()

A method that finds a value of the wrong type records a problem and returns an empty value of the right type, so
callers need no error handling of their own before `raise_problems`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from .errors import CodegenError, InputError, Problem, first_problems
from .shortening import shortened

_EXCERPT = 60  # characters of a value that a message shows
_ABSENT: Final = object()
_T = TypeVar("_T")


class Reader:
    """Collects the problems and notes of one or more documents.

    Subclasses adapt it to documents that look up members, or show values, in another way.

    Attributes:
        object_name: What problems call an object.
        problems: What makes the documents unusable.
        notes: What the user should know although the documents can be used.
    """

    object_name = "an object"

    def __init__(self, error: type[CodegenError] = InputError, hint: str = "") -> None:
        """Create a reader.

        Args:
            error: What `raise_problems` raises.
            hint: How to fix a document, shown after the last problem unless that has a hint of its own.
        """
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._error = error
        self._hint = hint

    def root(self, value: object, source: str, path: str = "$") -> Node:
        """Return a document as the node from which it is read.

        Args:
            value: The parsed document.
            source: The name of the document in problems.
            path: The path of `value` in the document; may be empty.
        """
        return Node(self, value, source, None, path)

    def raise_problems(self) -> None:
        """Raise the problems found so far, if any; of very many only the first."""
        problems = first_problems(self.problems)
        if not problems:
            return
        last = problems[-1]
        problems[-1] = Problem(last.place, last.what, last.hint or self._hint)
        raise self._error(problems)

    def find(self, members: Mapping[str, object], key: str, default: object) -> object:
        """Return the member of an object that has this key."""
        return members.get(key, default)

    def describe(self, value: object) -> str:
        """Return how a problem shows a value of the wrong type."""
        return excerpt(value)

    def quote(self, text: str) -> str:
        """Return how a problem shows a name."""
        return excerpt(text)

    def text_problem(self, text: str) -> str:
        """Return what is wrong with a text; empty if nothing is."""
        return ""


class TomlReader(Reader):
    """Collects the problems of TOML documents."""

    object_name = "a table"


class Node:
    """A value of a document, with its place.

    A node may be absent: a missing optional member, or one whose absence is already a problem. Reading an absent node
    yields empty values and adds no problem.
    """

    __slots__ = ("_parent", "_reader", "_reported", "_source", "_step", "value")

    def __init__(self, reader: Reader, value: object, source: str, parent: Node | None, step: str) -> None:
        self.value = value
        self._reader = reader
        self._source = source
        self._parent = parent
        self._step = step
        self._reported = False  # whether it is a known problem that this is not an object

    @property
    def absent(self) -> bool:
        """Whether there is no value here."""
        return self.value is _ABSENT

    @property
    def path(self) -> str:
        """The path inside the document, such as `$.tables[0].name`."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None:
            steps.append(node._step)
            node = node._parent
        return "".join(reversed(steps)).removeprefix(".")

    @property
    def place(self) -> str:
        """The document and the path inside of it."""
        return f"{self._source}, {self.path}" if self.path else self._source

    def problem(self, what: str, hint: str = "") -> None:
        """Record that something is wrong here, and how to fix it."""
        self._reader.problems.append(Problem(self.place, what, hint))

    def note(self, what: str) -> None:
        """Record something that the user should know, but that does not keep the document from being used."""
        self._reader.notes.append(f"{self.place}: {what}")

    def wrong(self, expected: str, hint: str = "") -> None:
        """Record that the value is not what is expected here."""
        self.problem(f"expected {expected}, found {self._reader.describe(self.value)}", hint)

    def members(self) -> Mapping[str, Any]:
        """Return the members of an object."""
        if isinstance(self.value, dict):
            return self.value
        if not self.absent and not self._reported:
            self._reported = True
            self.wrong(self._reader.object_name)
        return {}

    def children(self) -> Iterator[tuple[str, Node]]:
        """Yield the members of an object with their keys."""
        for key in self.members():
            yield key, self.child(key)

    def child(self, key: str) -> Node:
        """Return the member of an object with this key, a null as it came."""
        return self._below(self._reader.find(self.members(), key, _ABSENT), f".{shortened(key, _EXCERPT)}")

    def optional(self, key: str) -> Node:
        """Return the member of an object with this key; it may be missing or null, and then is absent."""
        child = self.child(key)
        if child.value is None:
            child.value = _ABSENT
        return child

    def member(self, key: str) -> Node:
        """Return the member of an object with this key; that it is missing or null is a problem."""
        child = self.child(key)
        if isinstance(self.value, dict) and child.value in (None, _ABSENT):
            self.problem(f"lacks the key `{key}`" if child.absent else f"has null for `{key}`")
            child.value = _ABSENT
        return child

    def extra(self, *known: str) -> dict[str, Any]:
        """Return the members of an object other than the known ones."""
        return {key: value for key, value in self.members().items() if key not in known}

    def refuse_unknown(self, known: Iterable[str], what: str = "is not a known key", hint: str = "") -> None:
        """Record a problem for every key that is not among the known ones.

        Args:
            known: The known keys; the most similar one is suggested.
            what: What is wrong with another key.
            hint: What to do if no known key is similar.
        """
        known = tuple(known)
        for key, child in self.children():
            if key not in known:
                from difflib import get_close_matches  # slow to import, and rarely needed

                near = get_close_matches(key, known, n=1)
                child.problem(what, f"Did you mean {near[0]}?" if near else hint)

    def items(self) -> list[Node]:
        """Return the items of a list."""
        if isinstance(self.value, list):
            return [self._below(item, f"[{index}]") for index, item in enumerate(self.value)]
        if not self.absent:
            self.wrong("a list")
        return []

    def sound_items(self, read: Callable[[Node], _T]) -> tuple[_T, ...]:
        """Read every item of a list, and skip those with problems: the problems become notes."""
        problems, found = self._reader.problems, []
        for item in self.items():
            sound = len(problems)
            value = read(item)
            if len(problems) == sound:
                found.append(value)
            self._reader.notes += [f"{problem.place}: {problem.what}; skipped" for problem in problems[sound:]]
            del problems[sound:]
        return tuple(found)

    def text(self) -> str:
        """Return a string."""
        if isinstance(self.value, str):
            if problem := self._reader.text_problem(self.value):
                self.problem(problem)
            return self.value
        if not self.absent:
            self.wrong("text")
        return ""

    def text_or_none(self) -> str | None:
        """Return a string, or None for an absent node."""
        return None if self.absent else self.text()

    def texts(self) -> tuple[str, ...]:
        """Return a list of strings."""
        return tuple(item.text() for item in self.items())

    def integer(self, within: range | None = None, expected: str = "an integer") -> int:
        """Return an integer, which true and false are not.

        Args:
            within: The integers that are allowed; all by default.
            expected: What a problem says that the value should be.
        """
        number = self.value
        if isinstance(number, int) and not isinstance(number, bool) and (within is None or number in within):
            return number
        if not self.absent:
            self.wrong(expected)
        return 0

    def flag(self, default: bool = False) -> bool:
        """Return true or false; `default` for an absent node."""
        if isinstance(self.value, bool):
            return self.value
        if not self.absent:
            self.wrong("true or false")
        return default

    def one_of(self, choices: Iterable[str], hint: str) -> str:
        """Return a string that is one of `choices`; an empty one where it is not."""
        if isinstance(self.value, str) and self.value in tuple(choices):
            return self.value
        if not self.absent:
            self.problem(f"is {self._reader.describe(self.value)}", hint)
        return ""

    def refuse_repeated(self, key: str) -> None:
        """Record a problem for every object of this list whose `key` has the value of an earlier one's."""
        seen: dict[str, int] = {}
        for index, item in enumerate(self.value if isinstance(self.value, list) else ()):
            value = self._reader.find(item, key, None) if isinstance(item, dict) else None
            if not isinstance(value, str | int):  # another problem already
                continue
            if str(value) in seen:
                child = self._below(value, f"[{index}].{key}")
                child.problem(f"is {self._reader.quote(str(value))}, like that of {self.path}[{seen[str(value)]}]")
            seen.setdefault(str(value), index)

    def _below(self, value: object, step: str) -> Node:
        return Node(self._reader, value, self._source, self, step)


def excerpt(value: object) -> str:
    """Return a value as JSON for a message: ASCII, and cut if it is long."""
    # encoded piece by piece, as the value may be large or nested deeply
    text = "".join(islice(json.JSONEncoder(default=str).iterencode(value), _EXCERPT + 1))
    return shortened(text, _EXCERPT)
