"""Collect the lines of one file that changes affect."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from ...text.shortening import shortened
from ..changes import SchemaChange
from ..findings import Usage
from .judgement import TypeProblem
from .matching import ChangeIndex
from .positions import SourcePositions
from .references import Position, Reference, Role
from .sources import PythonFile

_MOST_CHARACTERS = 60  # of a line of code


class AffectedLines:
    """The lines of one file that changes affect.

    Attributes:
        unexplained: The errors of a type checker that no change explains.
    """

    def __init__(self, file: PythonFile, index: ChangeIndex) -> None:
        self.unexplained: list[Usage] = []
        self._file = file
        self._index = index
        self._positions = SourcePositions(file.text)
        self._found: dict[str, dict[Position, Usage]] = defaultdict(dict)

    def add(self, reference: Reference) -> None:
        """Add the line of a reference to each change that affects it."""
        by_value = reference.role in (Role.VALUE, Role.LITERAL, Role.ARGUMENT)
        name = reference.value if by_value else reference.name
        for change in self._index.affecting(reference):
            self._add(change, (reference.line, reference.column), name)

    def add_problem(self, problem: TypeProblem) -> None:
        """Add a type checker's error to the changes that cause it.

        These are the changes that affect the code in question or that the message names, or the only change there is.
        """
        inside = [
            (usages, position)
            for usages in self._found.values()
            for position in usages
            if problem.start <= position <= problem.end
        ]
        for usages, position in inside:
            usages[position] = replace(usages[position], error=usages[position].error or problem.message)
        if inside:
            return
        only = self._index.changes if len(self._index.changes) == 1 else ()
        causes = self._index.named_in(_words(problem.message)) or only
        for change in causes:
            self._add(change, problem.start, self._code(problem), problem.message)
        if not causes:
            self.unexplained.append(self._file.usage(*problem.start, self._code(problem), problem.message))

    def usages(self) -> Mapping[str, list[Usage]]:
        """Return the lines in order, by the fingerprint of the change."""
        return {
            fingerprint: [usages[position] for position in sorted(usages)]
            for fingerprint, usages in self._found.items()
        }

    def _add(self, change: SchemaChange, position: Position, name: str, error: str = "") -> None:
        self._found[change.fingerprint].setdefault(position, self._file.usage(*position, name, error))

    def _code(self, problem: TypeProblem) -> str:
        """Return the code in question, or the start of it."""
        (line, column), (last, end) = problem.start, problem.end
        code = self._positions.line(line)[column - 1 : end - 1 if line == last else None].strip()
        return shortened(code, _MOST_CHARACTERS)


def _words(message: str) -> set[str]:
    """Return the names, and the texts in types, that a message quotes."""
    quoted = re.findall(r'"([^"]*)"', message)
    parts = (part for text in quoted for part in (text, *re.findall(r"'([^']*)'", text), *re.findall(r"\w+", text)))
    return set(parts)
