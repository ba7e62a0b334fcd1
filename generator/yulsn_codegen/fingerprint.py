"""Hash what the generator comes with, without reading all of it in each run.

The wheel's build computes the hashes. In a source tree, the user's cache has them by the sizes and times of the files.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from . import cache
from .shipped import PACKAGE, prepared, shipped
from .text.hashing import digest, digest_of

_KIND = "fingerprints"
# The packages whose version can change the output.
_SHAPING = ("anyascii", "black", "datamodel_code_generator", "jinja2")


def fingerprint(folder: Path, pattern: str = "*") -> str:
    """Return the `digest_of` the files of the generator's package, description or templates."""
    known = (prepared(_KIND) or {}) if PACKAGE in (folder, folder.parent) else {}
    if folder.name in known:
        return str(known[folder.name])
    key = digest("\n".join(_signature(folder, pattern)))
    kept = cache.read(_KIND, key)
    if not isinstance(kept, str):
        kept = digest_of(folder, pattern)
        cache.write(_KIND, key, kept)
    return kept


@functools.cache
def code() -> str:
    """Return a hash of everything that decides how an account's package is rendered.

    It covers the generator's modules, the templates, and the versions of the packages that can change the output. The
    description is not included. The hash is computed once in a process, which runs the same code until it ends.
    """
    return digest("\0".join((fingerprint(PACKAGE, "*.py"), fingerprint(shipped("templates")), *versions(_SHAPING))))


def prepare() -> dict[str, str]:
    """Return the hashes, by the names that the folders have in a wheel, to be prepared when it is built."""
    return {
        PACKAGE.name: digest_of(PACKAGE, "*.py"),
        "_spec": digest_of(shipped("spec"), "*.yaml"),
        "_templates": digest_of(shipped("templates"), "*"),
    }


def versions(packages: Sequence[str]) -> list[str]:
    """Return the names of the metadata folders of packages: they contain the versions, and need not be read."""
    places = {name: find_spec(name) for name in packages}
    return [
        entry
        for name, found in places.items()
        for place in (found.submodule_search_locations or () if found else ())
        for entry in sorted(os.listdir(Path(place).parent))
        if entry.lower().startswith(f"{name}-") and entry.endswith(".dist-info")  # "Jinja2" before 3.1.5
    ]


def _signature(folder: Path, pattern: str) -> Iterator[str]:
    """Yield a line that changes with each file below a folder."""
    for path in sorted(folder.rglob(pattern)):
        status = path.stat()
        yield f"{path} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
