"""Find the lines of a consumer's Python code that drift breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...description.document import Document
from ...output.lock import Lock
from ..changes import SchemaChange
from ..findings import Usage
from .affected import AffectedLines
from .judgement import Verdict, judge
from .layout import PackageLayout, package_layout
from .matching import ChangeIndex
from .packages import Packages
from .pyright import PyrightError, find_pyright
from .references import Reference, find_references
from .sources import PythonFile, importers, read_consumers

BY_NAME = "Affected lines were found by name, so some may be about other objects."
BY_PYRIGHT = "Affected lines were checked by pyright."
_ADVICE = f"{BY_NAME} To have them checked, put pyright on the PATH: pip install 'pyright[nodejs]'"
_MOST_UNEXPLAINED = 20


@dataclass(frozen=True)
class Usages:
    """The lines of code that changes affect.

    Attributes:
        of: The affected lines, by the fingerprint of the change.
        notes: How they were found, and what could not be analysed, as messages for people.
    """

    of: Mapping[str, tuple[Usage, ...]]
    notes: tuple[str, ...]


def find_usages(
    changes: Iterable[SchemaChange],
    lock: Lock,
    document: Document,
    paths: Sequence[Path],
    packages: Callable[[], Packages] | None = None,
) -> Usages:
    """Find where Python files and notebooks use what changed, by the names pinned in the lock.

    Only files that import the package, directly or through other files, are analysed. A change that is harmless for
    reading affects no line that reads, and likewise for writing. Files that cannot be parsed are reported as notes.

    If pyright is installed, it decides which attributes and keywords belong to the package, and its errors about the
    package of the changed account are part of the result. Names and values in strings are found by searching for them.

    Args:
        changes: The changes since the lock was written.
        lock: The lock of the generated package that the files use.
        document: The API description, which says which models have an owner's fields.
        paths: Files, and folders to search. Hidden folders, virtual environments, build output and generated packages
            inside them are skipped.
        packages: Makes the packages to judge by. None to find all names by searching.

    Raises:
        InputError: If a path does not exist.
    """
    notes: list[str] = []
    layout = package_layout(lock, document)
    index = ChangeIndex(changes, lock, layout)
    references = _read_references(read_consumers(paths, lock.package, notes), layout, index, notes)
    verdicts: Mapping[str, Verdict] = {}
    if references and index.changes:
        verdicts, note = _judged(references, paths, packages)
        notes.insert(0, note)
    usages: dict[str, list[Usage]] = defaultdict(list)
    unexplained: list[Usage] = []
    for file, items in references:
        verdict = verdicts.get(file.path)
        affected = AffectedLines(file, index)
        for reference in items:
            for candidate in _resolved(reference, verdict, layout):
                affected.add(candidate)
        for problem in verdict.problems if verdict is not None else ():
            affected.add_problem(problem)
        for fingerprint, lines in affected.usages().items():
            usages[fingerprint] += lines
        unexplained += affected.unexplained
    of = {fingerprint: tuple(lines) for fingerprint, lines in usages.items()}
    return Usages(of, (*notes, *_notes_on(unexplained)))


def _read_references(
    files: Iterable[PythonFile], layout: PackageLayout, index: ChangeIndex, notes: list[str]
) -> list[tuple[PythonFile, list[Reference]]]:
    """Return files, each with its references to what changed; a file that is nested too deeply becomes a note."""
    references: list[tuple[PythonFile, list[Reference]]] = []
    for file in files:
        found: list[Reference] = []
        try:
            if index.may_be_in(file.text):
                found = find_references(file.tree, file.text, layout, index.is_relevant)
            references.append((file, found))
        except RecursionError:
            notes.append(f"{file.path} was skipped: nested too deeply")
    return references


def _judged(
    references: Sequence[tuple[PythonFile, Sequence[Reference]]],
    paths: Iterable[Path],
    packages: Callable[[], Packages] | None,
) -> tuple[Mapping[str, Verdict], str]:
    """Return what pyright says, if it can be asked, and a note on how the affected lines are found.

    It judges the files with references, and those that import one of these, as they may use what it returns.
    """
    if packages is None:
        return {}, BY_NAME
    command = find_pyright()
    if command is None:
        return {}, _ADVICE
    files = [file for file, _ in references]
    referring = [file for file, found in references if found]
    try:
        return judge(command, files, {*referring, *importers(files, referring)}, paths, packages()), BY_PYRIGHT
    except (PyrightError, OSError) as error:
        reason = getattr(error, "strerror", None) or error
        return {}, f"{BY_NAME} Pyright could not check them: {reason}"


def _resolved(reference: Reference, verdict: Verdict | None, layout: PackageLayout) -> Iterator[Reference]:
    """Yield a reference with each object that it belongs to according to a type checker.

    There is none if it belongs to an object that the changes do not affect. What no type checker knows is left as it
    is.
    """
    if verdict is None or reference.anchor is None:
        yield reference
        return
    line, column = reference.anchor
    end = line, column + len(reference.name)
    for name in verdict.uses.get(end, ()):
        yield replace(reference, base=layout.part_of_class(name) or reference.base)
    if end not in verdict.uses and (end in verdict.unknown or not verdict.is_complete):
        yield reference


def _notes_on(unexplained: Sequence[Usage]) -> Iterator[str]:
    """Yield notes on type errors that no change explains."""
    for usage in unexplained[:_MOST_UNEXPLAINED]:
        yield f"{usage.location}: new type error, which no single change explains: {usage.error}"
    if len(unexplained) > _MOST_UNEXPLAINED:
        yield f"{len(unexplained) - _MOST_UNEXPLAINED} more new type errors that no single change explains"
