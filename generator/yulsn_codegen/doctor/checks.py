"""The result of one check, and the checks that need no network."""

from __future__ import annotations

import os
import platform
import ssl
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from .. import __version__
from ..account.credentials import check_key
from ..config import Config
from ..output.lock import LOCK_NAME, read_lock
from ..text.errors import CodegenError, InputError

_LEAST_PYTHON = (3, 11)
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


class CheckStatus(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Check:
    """The result of one check.

    Attributes:
        name: What was checked.
        status: The result.
        detail: What was found. It never contains the key or the value of a proxy variable.
        hint: How to fix it.
    """

    name: str
    status: CheckStatus
    detail: str
    hint: str = ""


def failure(name: str, error: CodegenError) -> Check:
    """Return the check that failed with an error."""
    first = error.problems[0]
    detail = f"{first.place}: {first.what}" if first.place not in ("", name) else first.what
    more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
    return Check(name, CheckStatus.FAILURE, detail + more, first.hint)


def check_environment() -> Iterator[Check]:
    """Check Python and the versions of the packages that the generator needs."""
    version = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
    old = sys.version_info < _LEAST_PYTHON
    yield Check(
        "Python",
        CheckStatus.FAILURE if old else CheckStatus.OK,
        version,
        "Install Python 3.11 or newer." if old else "",
    )
    yield Check("yulsn-codegen", CheckStatus.OK, __version__)
    found, lacking = [], []
    for name in _dependencies():
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lacking.append(name)
    if lacking:
        hint = "Install yulsn-codegen again, in an environment of its own."
        yield Check("packages", CheckStatus.FAILURE, f"missing: {', '.join(lacking)}", hint)
    else:
        yield Check("packages", CheckStatus.OK, ", ".join(found))


def _dependencies() -> list[str]:
    try:
        required = map(Requirement, metadata.requires("yulsn-codegen") or ())
    except metadata.PackageNotFoundError:
        return []
    return sorted(one.name for one in required if one.marker is None or one.marker.evaluate({"extra": ""}))


def check_key_form(key: str, origin: str) -> Check:
    """Check that a key can be sent, without showing it."""
    try:
        check_key(key)
    except InputError as invalid:
        return failure("API key", invalid)
    return Check("API key", CheckStatus.OK, f"has a valid form; from {origin}")


def check_variables(environment: Mapping[str, str]) -> Iterator[Check]:
    """Check the environment variables for proxies and certificates; only their names are shown."""
    for name in _PROXIES:
        used = next((one for one in (name, name.lower()) if environment.get(one)), None)
        yield Check(name, CheckStatus.OK, f"set, as {used}" if used else "not set")
    for name in _CERTIFICATES:
        value = environment.get(name)
        yield Check(name, CheckStatus.OK, "not set") if not value else _check_certificates(name, Path(value))


def _check_certificates(name: str, path: Path) -> Check:
    hint = f"Correct {name}, or unset it."
    try:
        if name == "SSL_CERT_FILE":
            ssl.create_default_context(cafile=str(path))
        elif not path.is_dir() or not os.access(path, os.R_OK):
            return Check(name, CheckStatus.FAILURE, "does not name a folder that can be read", hint)
    except ssl.SSLError:
        return Check(name, CheckStatus.FAILURE, "names a file without certificates", hint)
    except OSError as error:
        return Check(name, CheckStatus.FAILURE, f"names a file that cannot be read: {error.strerror or error}", hint)
    return Check(name, CheckStatus.OK, "set, and can be read")


def check_output(out: Path, config: Config) -> Iterator[Check]:
    """Check the lock and the files of the output folder."""
    from ..output.publish import require_whole
    from ..output.verify import verify
    from ..update import files_of, overlay_hashes

    try:
        require_whole(out)
        lock = read_lock(out)
    except CodegenError as error:
        yield failure("lock", error)
        return
    if lock is None:
        hint = "Run `yulsn-codegen generate`."
        yield Check("lock", CheckStatus.WARNING, f"{out / LOCK_NAME} does not exist: nothing was generated yet", hint)
        return
    what = f"{lock.package} {lock.version}, for {lock.base_url}, by yulsn-codegen {lock.generator}"
    yield Check("lock", CheckStatus.OK, what)
    try:
        reason = verify(out, lock, lambda: files_of(lock, config), overlay_hashes(config))
    except CodegenError as error:
        yield failure("output", error)
    else:
        status = CheckStatus.WARNING if reason else CheckStatus.OK
        yield Check("output", status, reason or f"{len(lock.files)} files match the lock")
