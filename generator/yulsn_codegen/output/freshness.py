"""Whether an output is current: a folder with its lock and an account go in, yes or no comes out; nothing is generated.

The lock holds a hash of all that decided the output. In an installed generator the version stands for its code. In a
source tree the code changes under one version, so there the outputs that today's code made are remembered instead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from .. import __version__
from ..account.schema import AccountSchema
from ..account.snapshot import dump_snapshot
from ..client.naming import Names, with_given
from ..shipped import OUTCOMES, PACKAGE, is_installed, shipped
from ..text.hashing import digest, digest_of
from .lock import LOCK_NAME, Lock, dump_names
from .publish import edited, missing

_MOST = 200  # outputs that are remembered
# packages on which the output depends beside the code
_SHAPING = ("anyascii", "black", "datamodel_code_generator", "jinja2")


def is_current(folder: Path, lock: Lock, account: AccountSchema, given: Mapping[str, Mapping[str, str]]) -> bool:
    """Return whether a folder holds what would be generated now; False where nobody can say without trying.

    given: names that the configuration gives, by scope and wire name.
    """
    inputs = inputs_of(account, lock.package, with_given(lock.names, given, {}), lock.version)
    if lock.inputs != inputs or edited(folder, lock) or missing(folder, lock):
        return False
    return is_installed() or _digest_of_lock(folder) in _remembered(_code())


def remember(folder: Path) -> None:
    """Note that what a folder holds was made, or made again, by the code as it is; in a source tree alone."""
    if is_installed():
        return
    code = _code()
    known = [*_remembered(code), _digest_of_lock(folder)]
    temporary = OUTCOMES.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):  # where nothing can be kept it is slower, not broken
        temporary.write_text(json.dumps({"code": code, "locks": known[-_MOST:]}), encoding="utf-8")
        temporary.replace(OUTCOMES)


def inputs_of(account: AccountSchema, package: str, names: Names, version: str) -> str:
    """Return a hash of what decides the output: account, names, description, templates, the generator's version."""
    texts = (dump_snapshot(account), package, json.dumps(dump_names(names)), version, __version__)
    return digest("\0".join((*texts, digest_of(shipped("spec"), "*.yaml"), digest_of(shipped("templates"), "*"))))


def _code() -> str:
    """Return a hash of this package's modules and of the versions of what else shapes the output."""
    return digest("\0".join((digest_of(PACKAGE, "*.py"), *_versions())))


def _versions() -> Iterator[str]:
    """Yield the names of the folders that tell the installed versions: much quicker than asking for each."""
    for name in _SHAPING:
        found = find_spec(name)
        for place in (found.submodule_search_locations or ()) if found else ():
            yield from sorted(path.name for path in Path(place).parent.glob(f"{name}-*.dist-info"))


def _remembered(code: str) -> list[str]:
    try:
        kept = json.loads(OUTCOMES.read_bytes())
        return [str(lock) for lock in kept["locks"]] if kept["code"] == code else []
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _digest_of_lock(folder: Path) -> str:
    return digest((folder / LOCK_NAME).read_text(encoding="utf-8"))
