"""The pipeline: an account schema goes in, all files of its package come out; and its publishing into a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .account.schema import AccountSchema
from .account.snapshot import dump_snapshot, snapshot
from .client import tailor
from .client.api import Entry
from .client.naming import Names, is_package, with_given
from .config import Config
from .description.document import load
from .drift.changes import Bump
from .output.freshness import inputs_of, is_current, remember
from .output.lock import LOCK_NAME, Lock, dump_lock, lock_data, read_lock
from .output.publish import publish, recover, unchanged
from .release import versions
from .text.errors import InputError, Problem
from .text.hashing import digest

if TYPE_CHECKING:
    from .drift.changes import Change
    from .rendering.render import Target

_MOST_LINES = 40  # of what changed in the public API, where the account did not change
NOTHING = Config()
_NEEDED = frozenset({"anyio", "certifi", "h11", "httpcore2", "httpx2", "idna", "msgspec", "sniffio"})
Step = Callable[[str], None]


@dataclass(frozen=True)
class Generated:
    """The output as a value: its files, the lock among them, and what a person should know about the names."""

    files: dict[str, str]
    lock: Lock
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What generating into a folder did: the paths that changed (none: it was all there already) and the notes."""

    changed: tuple[str, ...]
    files: int
    notes: tuple[str, ...]


def generate_into(
    folder: Path, account: AccountSchema, package: str, step: Step = lambda _: None, config: Config = NOTHING
) -> Outcome:
    """Generate an account's package into `folder`, all of it or nothing.

    step: is told what is being done, for a progress display. config: names and confirmed renames.
    Raises CodegenError of all kinds; the folder is then as it was.
    """
    _check_package(package)
    recover(folder)
    previous = read_lock(folder)
    if previous is not None and previous.package != package:
        raise InputError(
            Problem(str(folder), f"holds the package {previous.package!r}, not {package!r}", "Choose another --out.")
        )
    if previous is not None and is_current(folder, previous, account, config.names):
        return Outcome((), len(previous.files) + 1, ())
    generated = generate(account, package, previous, _formatted(folder, previous), step, config)
    step("Publishing")
    changed = publish(folder, generated.files, previous)
    remember(folder)
    return Outcome(tuple(changed), len(generated.files), generated.notes)


def generate(
    account: AccountSchema,
    package: str,
    previous: Lock | None = None,
    formatted: dict[str, tuple[str, str]] | None = None,
    step: Step = lambda _: None,
    config: Config = NOTHING,
) -> Generated:
    """Return all files of an account's package; reads nothing but the shipped description and templates.

    previous: the lock of an earlier run, whose names stay pinned. formatted: per path the hash of a file as it was
    rendered before, and its formatted text, which is used again where the hash is the same. config: names and
    confirmed renames.
    """
    from .client import build, naming
    from .drift.compare import compare
    from .guard import files as guard
    from .release.renames import aliases, carried, certain
    from .rendering import render
    from .rendering.formatting import format_files

    step("Reading the description")
    document = load()
    static = build.static_names(document)
    changes = compare(previous.account, account, config.renames) if previous else ()
    renamed = certain(changes)
    pins = carried(previous.names, renamed) if previous else Names()
    decided = naming.decide(account, static, with_given(pins, config.names, static))
    old_names = aliases(previous, changes, renamed, decided.names) if previous else ()
    tailored = tailor.tailor(document, account, decided.names)
    target = _target(package, account, previous)

    def rendered() -> dict[str, str]:
        tree = build.build(tailored, account, decided.names, old_names)
        return render.render(tree, account, target, fingerprint(account)) | render.render_version(target)

    step("Rendering")
    sources = rendered()
    hashes = {path: digest(text) for path, text in sources.items()}
    if previous is not None and hashes != {path: kept["source"] for path, kept in previous.files.items()}:
        old = {path: text for path, (_, text) in (formatted or {}).items()}
        same = {path for path, (source, _) in (formatted or {}).items() if hashes.get(path) == source}
        public = versions.public_changes(package, old, sources, same) if old else []
        bump = versions.demanded(changes, public)
        if bump >= Bump.MINOR and old_names and old_names == previous.aliases:
            old_names = ()  # it is not the account that demands the version with which they go
            sources = rendered()
        target = _raised(target, bump, changes, public)
        sources |= render.render_version(target)
        hashes = {path: digest(text) for path, text in sources.items()}
    runtime = {path: text for path, text in sources.items() if path.startswith(f"{package}/_runtime/")}
    known = {path: text for path, (source, text) in (formatted or {}).items() if hashes.get(path) == source}
    step("Formatting")
    files = format_files(sources, {**known, **runtime})
    step("Checking")
    lock = Lock(
        generator=__version__,
        package=package,
        version=target.version,
        inputs=inputs_of(account, package, decided.names, target.version),
        account=account,
        names=decided.names,
        files={path: {"source": hashes[path], "sha256": digest(text)} for path, text in files.items()},
        changelog=target.changelog,
        aliases=old_names,
    )
    files[LOCK_NAME] = dump_lock(lock)
    own = snapshot(account)
    data = {"account.json": own, f"{package}/account.json": own, LOCK_NAME: lock_data(lock)}
    guard.check(files, runtime, data)
    return Generated(files, lock, (*decided.notes, *_unused(config, account), *_unchecked(account)))


def _unchecked(account: AccountSchema) -> Iterator[str]:
    """Yield notes on lists of allowed values that no value is checked against, as they do not fit the field's type."""
    owners = [*account.owners.items(), *((f"table {table.name!r}", table.fields) for table in account.tables)]
    for owner, fields in owners:
        for item in fields:
            if item.values and not tailor.typed_values(item):
                yield f"{owner}: {item.name!r} lists values that do not fit {item.type.value}; none is checked."


def _unused(config: Config, account: AccountSchema) -> list[str]:
    """Return notes on names that the configuration gives to what the account does not have."""
    known = {owner: {item.name for item in fields} for owner, fields in account.owners.items()}
    known |= {f"table {table.name}": {item.name for item in table.fields} for table in account.tables}
    known["tables"] = {table.name for table in account.tables}
    return [
        f"tool.yulsn-codegen.names.{scope}: the account has no {wire!r}."
        for scope, names in config.names.items()
        for wire in names
        if wire not in known.get(scope, ())
    ]


def _target(package: str, account: AccountSchema, previous: Lock | None) -> Target:
    """Return the version that the output has already, or the first."""
    from .rendering.render import Target

    if previous is not None:
        return Target(package, previous.version, previous.changelog)
    fields = sum(map(len, account.owners.values()))
    line = f"The first version: {fields} fields and {len(account.tables)} tables of the account."
    return Target(package, versions.FIRST, (Entry(versions.FIRST, (line,)),))


def _raised(target: Target, bump: Bump, changes: Sequence[Change], public: Sequence[tuple[Bump, str]]) -> Target:
    """Return the next version of an output that differs, and its entry in the changelog.

    The account's changes tell it; those of the public API do where there are none, or where they demand more.
    """
    from .drift.reports.wording import sentence

    lines = [sentence(change) for change in changes]
    explained = max((change.rule.bump for change in changes), default=Bump.NONE)
    more = [what for demand, what in public if demand > explained]
    lines += more[:_MOST_LINES]
    if len(more) > _MOST_LINES:
        lines.append(f"And {len(more) - _MOST_LINES} more.")
    version = versions.next_version(target.version, bump)
    entry = Entry(version, tuple(lines or ["Made anew; nothing public changed."]))
    return replace(target, version=version, changelog=(entry, *target.changelog))


def fingerprint(account: AccountSchema) -> str:
    """Return what tells one account schema from another: 12 hex digits of its snapshot's SHA-256."""
    return digest(dump_snapshot(account))[:12]


def _formatted(folder: Path, previous: Lock | None) -> dict[str, tuple[str, str]]:
    """Return per file the hash of its source and its text, for those that are still what the lock says."""
    if previous is None:
        return {}
    return {path: (previous.files[path]["source"], text) for path, text in unchanged(folder, previous).items()}


def _check_package(package: str) -> None:
    what = ""
    if not is_package(package):
        what = "is no name for a package"
    elif package in sys.stdlib_module_names or package in _NEEDED:
        what = "is the name of a package that the generated one needs, or of one of Python's own"
    if what:
        hint = "Use lower-case letters, digits and _, and a name that nothing else has."
        raise InputError(Problem("--package", f"{package!r} {what}", hint))
