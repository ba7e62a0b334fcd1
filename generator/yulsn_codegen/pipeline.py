"""The pipeline: an account schema goes in, all files of its package come out; and its publishing into a folder."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import __version__
from .account import AccountSchema, dump_snapshot
from .document import digest_of, is_installed, load, shipped
from .errors import InputError, Problem
from .lock import LOCK_NAME, Lock, digest, dump_lock, dump_names, read_lock
from .naming import Names
from .publish import edited, missing, publish, recover

FIRST_VERSION = "1.0.0"
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


def generate_into(folder: Path, account: AccountSchema, package: str, step: Step = lambda _: None) -> Outcome:
    """Generate an account's package into `folder`, all of it or nothing.

    step: is told what is being done, for a progress display.
    Raises CodegenError of all kinds; the folder is then as it was.
    """
    _check_package(package)
    recover(folder)
    previous = read_lock(folder)
    if previous is not None and previous.package != package:
        raise InputError(
            Problem(str(folder), f"holds the package {previous.package!r}, not {package!r}", "Choose another --out.")
        )
    if previous is not None and _is_current(folder, previous, account):
        return Outcome((), len(previous.files) + 1, ())
    generated = generate(account, package, previous, _formatted(folder, previous), step)
    step("Publishing")
    changed = publish(folder, generated.files, previous)
    return Outcome(tuple(changed), len(generated.files), generated.notes)


def generate(
    account: AccountSchema,
    package: str,
    previous: Lock | None = None,
    formatted: dict[str, tuple[str, str]] | None = None,
    step: Step = lambda _: None,
) -> Generated:
    """Return all files of an account's package; reads nothing but the shipped description and templates.

    previous: the lock of an earlier run, whose names stay pinned. formatted: per path the hash of a file as it was
    rendered before, and its formatted text, which is used again where the hash is the same.
    """
    from . import build, guard, naming, render, tailor
    from .formatting import format_files

    step("Reading the description")
    document = load()
    static = build.static_names(document)
    decided = naming.decide(account, static, previous.names if previous else Names())
    tailored = tailor.tailor(document, account, decided.names)
    tree = build.build(tailored, account, decided.names)
    version = previous.version if previous else FIRST_VERSION
    step("Rendering")
    target = render.Target(package, version)
    sources = render.render(tree, account, target, fingerprint(account))
    hashes = {path: digest(text) for path, text in sources.items()}
    runtime = {path: text for path, text in sources.items() if path.startswith(f"{package}/_runtime/")}
    known = {path: text for path, (source, text) in (formatted or {}).items() if hashes.get(path) == source}
    step("Formatting")
    files = format_files(sources, {**known, **runtime})
    step("Checking")
    guard.check(files, runtime)
    lock = Lock(
        generator=__version__,
        package=package,
        version=version,
        inputs=_inputs(account, package, decided.names, version),
        account=account,
        names=decided.names,
        files={path: {"source": hashes[path], "sha256": digest(text)} for path, text in files.items()},
    )
    return Generated({**files, LOCK_NAME: dump_lock(lock)}, lock, decided.notes)


def fingerprint(account: AccountSchema) -> str:
    """Return what tells one account schema from another: 12 hex digits of its snapshot's SHA-256."""
    return digest(dump_snapshot(account))[:12]


def _is_current(folder: Path, lock: Lock, account: AccountSchema) -> bool:
    """Return whether a folder holds what would be generated, without generating it.

    In a source tree nobody can say that without trying: the code may have changed under the same version.
    """
    inputs = _inputs(account, lock.package, lock.names, lock.version)
    return is_installed() and lock.inputs == inputs and not edited(folder, lock) and not missing(folder, lock)


def _inputs(account: AccountSchema, package: str, names: Names, version: str) -> str:
    """Return a hash of what decides the output: account, names, description, templates, the generator's version."""
    texts = (dump_snapshot(account), package, json.dumps(dump_names(names)), version, __version__)
    return digest("\0".join((*texts, digest_of(shipped("spec"), "*.yaml"), digest_of(shipped("templates"), "*"))))


def _formatted(folder: Path, previous: Lock | None) -> dict[str, tuple[str, str]]:
    """Return per file the hash of its source and its text, for those that are still what the lock says."""
    found: dict[str, tuple[str, str]] = {}
    for path, hashes in (previous.files if previous else {}).items():
        try:
            text = (folder / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if digest(text) == hashes["sha256"]:
            found[path] = (hashes["source"], text)
    return found


def _check_package(package: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", package) or keyword.iskeyword(package):
        raise InputError(
            Problem("--package", f"{package!r} is no name for a package", "Use lower-case letters, digits and _.")
        )
