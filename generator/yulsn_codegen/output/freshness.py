"""Decide whether an output is up to date without generating it.

The user's cache records which outputs the current code has made. A lock alone proves nothing: whoever can edit a file
can also edit its hash in the lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from .. import __version__, cache
from ..account.schema import AccountSchema
from ..account.snapshot import dump_snapshot
from ..client.naming import Names, with_given
from ..shipped import PACKAGE, shipped
from ..text.hashing import digest, digest_of
from .lock import LOCK_NAME, Lock, OverlayHash, dump_names
from .publish import edited, missing

_KIND = "outputs"
_MOST_OUTPUTS = 200  # outputs recorded
# The packages whose version can change the output.
_SHAPING = ("anyascii", "black", "datamodel_code_generator", "jinja2")


def is_current(
    folder: Path,
    lock: Lock,
    account: AccountSchema,
    given: Mapping[str, Mapping[str, str]],
    base_url: str,
    overlays: Sequence[OverlayHash] = (),
) -> bool:
    """Return whether a folder is known to hold exactly what would be generated now.

    Args:
        folder: The output folder.
        lock: Its lock.
        account: The account schema to generate from.
        given: The names that the configuration sets, by scope and wire name.
        overlays: The overlays that correct the description.
    """
    inputs = inputs_of(account, lock.package, with_given(lock.names, given, {}), lock.version, base_url, overlays)
    if lock.inputs != inputs or edited(folder, lock) or missing(folder, lock):
        return False
    return _digest_of_lock(folder) in _recorded(_code())


def remember(folder: Path) -> None:
    """Record that the current code made the content of a folder."""
    code, lock = _code(), _digest_of_lock(folder)
    if lock not in (recorded := _recorded(code)):
        cache.write(_KIND, code, [*recorded, lock][-_MOST_OUTPUTS:])


def inputs_of(
    account: AccountSchema,
    package: str,
    names: Names,
    version: str,
    base_url: str,
    overlays: Sequence[OverlayHash] = (),
) -> str:
    """Return a hash of the output's inputs.

    They are the account, names, description, overlays, templates, base URL, and the generator's version.
    """
    texts = [dump_snapshot(account), package, json.dumps(dump_names(names)), version, base_url, __version__]
    texts += [overlay.sha256 for overlay in overlays]
    return digest("\0".join((*texts, digest_of(shipped("spec"), "*.yaml"), digest_of(shipped("templates"), "*"))))


def _code() -> str:
    """Return a hash of the generator's modules and of the versions of the packages that can change the output."""
    return digest("\0".join((digest_of(PACKAGE, "*.py"), *_versions())))


def _versions() -> Iterator[str]:
    """Yield the names of the metadata folders, which contain the versions; much faster than reading the metadata."""
    for name in _SHAPING:
        found = find_spec(name)
        for place in (found.submodule_search_locations or ()) if found else ():
            yield from sorted(path.name for path in Path(place).parent.glob(f"{name}-*.dist-info"))


def _recorded(code: str) -> list[str]:
    """Return the hashes of the locks of the outputs that a version of the code made."""
    kept = cache.read(_KIND, code)
    return [str(lock) for lock in kept] if isinstance(kept, list) else []


def _digest_of_lock(folder: Path) -> str:
    return digest((folder / LOCK_NAME).read_text(encoding="utf-8"))
