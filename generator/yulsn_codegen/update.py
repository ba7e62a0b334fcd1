"""Bring an output folder up to date with an account: write its package whole, or nothing if it is current."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .account.schema import AccountSchema
from .account.unread import fill
from .account.unread import notes as unread_notes
from .base_url import DEFAULT_BASE_URL
from .chosen import chosen
from .client.identifiers import is_package
from .client.taken_names import is_taken
from .config import NO_CONFIG, Config
from .output import verify
from .output.conflict import resolved_lock
from .output.freshness import is_current, is_recorded, record, stale
from .output.lock import LOCK_NAME, Lock, OverlayHash
from .output.publish import preview, publish, recover, require_whole, unchanged
from .release.summary import VersionSummary
from .text.errors import InputError, Problem
from .text.progress import Step

if TYPE_CHECKING:
    from .generate import Generated


@dataclass(frozen=True)
class Permissions:
    """What a run may do that is usually a mistake, and whether it may write at all.

    Attributes:
        allow_shrink: Accept that most fields or tables of the account are gone.
        overwrite_edited: Replace generated files that were edited by hand.
        dry_run: Write nothing to the output folder.
    """

    allow_shrink: bool = False
    overwrite_edited: bool = False
    dry_run: bool = False


NO_PERMISSIONS = Permissions()


@dataclass(frozen=True)
class Outcome:
    """The result of generating into a folder.

    Attributes:
        changed: The paths that changed, or that would change in a dry run.
        files: The number of files.
        summary: The version, and what is new in it.
        notes: Notes for the user.
        account: What the package was generated from: parts that could not be read are those of the previous lock.
    """

    changed: tuple[str, ...]
    files: int
    summary: VersionSummary
    notes: tuple[str, ...]
    account: AccountSchema


def generate_into(
    folder: Path,
    account: AccountSchema,
    package: str,
    step: Step = lambda _: None,
    config: Config = NO_CONFIG,
    base_url: str = DEFAULT_BASE_URL,
    permissions: Permissions = NO_PERMISSIONS,
    account_id: int | None = None,
) -> Outcome:
    """Generate an account's package into a folder: either all of it or nothing.

    Args:
        folder: The output folder; it may hold an earlier version of the package.
        account: The account schema.
        package: The import name of the package.
        step: A callback that receives the name of each step, for a progress display.
        config: The choice of tables and types, configured names and confirmed renames.
        base_url: The URL, in canonical form, that the package uses unless its user gives another.
        permissions: What the run may do.
        account_id: The account's number that the package uses unless its user gives another; None for none.

    Raises:
        CodegenError: The package cannot be generated or published. The folder is left unchanged.
    """
    check_package(package)
    check_folder(folder)
    (require_whole if permissions.dry_run else recover)(folder)
    previous = _previous_lock(folder, account, package)
    if previous is not None and previous.is_merged:  # a merge has changed the files, too
        permissions = replace(permissions, overwrite_edited=True)
    whole, notes = fill(account, previous.account) if previous else (account, ())
    account, choice_notes = chosen(whole, config, previous.account if previous is not None else None)
    notes += (*choice_notes, *unread_notes(account))
    if previous is None:
        verify.refuse_strangers(folder)
    elif _is_up_to_date(folder, previous, account, config, permissions, base_url, account_id):
        notes += _rename_notes(previous, account, config)
        summary = VersionSummary(previous.version, previous.version)
        return Outcome((), len(previous.files) + 1, summary, notes, account)
    elif not permissions.allow_shrink:
        _refuse_implausible(previous, whole, account, config)
    from .generate import generate  # slow to import, and not needed if nothing has changed

    published = unchanged(folder, previous) if previous is not None else {}
    generated = generate(account, package, previous, published, step, config, base_url, account_id)
    changed = _write(folder, generated, previous, step, permissions)
    return Outcome(tuple(changed), len(generated.files), generated.summary, (*notes, *generated.notes), account)


def _previous_lock(folder: Path, account: AccountSchema, package: str) -> Lock | None:
    """Return the lock of the package in an output folder, or None if it holds none.

    Raises:
        InputError: It holds another package.
    """
    lock = resolved_lock(folder, account)
    if lock is not None and lock.package != package:
        what = f"holds the package {lock.package!r}, not {package!r}"
        raise InputError(Problem(str(folder), what, "Choose another --out."))
    return lock


def _is_up_to_date(
    folder: Path,
    lock: Lock,
    account: AccountSchema,
    config: Config,
    permissions: Permissions,
    base_url: str,
    account_id: int | None,
) -> bool:
    """Return whether an output holds exactly what would be generated now."""
    overlays = overlay_hashes(config)
    return (
        _is_genuine(folder, lock, config, overlays, permissions)
        and not _has_late(lock, account, config)
        and is_current(folder, lock, account, config.names, base_url, overlays, account_id)
    )


def _is_genuine(
    folder: Path, lock: Lock, config: Config, overlays: Sequence[OverlayHash], permissions: Permissions
) -> bool:
    """Return whether the current code is on record to have made the output with this lock, or to have verified it.

    Files that were not generated are refused, and so are files that were changed together with their hashes in the
    lock. What another version of the generator wrote cannot be compared; all of it is written again.
    """
    verify.refuse_strangers(folder, lock)
    if is_recorded(lock):
        return True
    if permissions.overwrite_edited or stale(lock, overlays):
        return False
    return verify.refuse_forgeries(folder, lock, lambda: files_of(lock, config), rewriting=True)


def _has_late(lock: Lock, account: AccountSchema, config: Config) -> bool:
    """Return whether the configuration confirms renames that were not certain when the lock was written."""
    if not config.renames:
        return False
    from .release.renames import confirmed_late

    return bool(confirmed_late(lock, account, config.renames))


def _rename_notes(lock: Lock, account: AccountSchema, config: Config) -> tuple[str, ...]:
    """Return a note for each confirmed rename of an unknown name."""
    if not config.renames:
        return ()
    from .configured_names import unknown_renames

    return tuple(unknown_renames(lock, account, config))


def _refuse_implausible(lock: Lock, whole: AccountSchema, account: AccountSchema, config: Config) -> None:
    """Refuse an account that has lost most of what the lock has.

    Args:
        lock: The lock.
        whole: The whole account.
        account: The chosen part of the account.
        config: The configuration.
    """
    from .drift.compare import compare
    from .drift.plausibility import refuse_implausible

    refuse_implausible(lock.account, whole, compare(lock.account, account, config.renames))


def _write(
    folder: Path, generated: Generated, previous: Lock | None, step: Step, permissions: Permissions
) -> list[str]:
    """Write a package into a folder and record it, and return the paths that changed; a dry run writes nothing."""
    from .rendering import reuse

    if permissions.dry_run:
        changed = preview(folder, generated.files, previous, overwrite_edited=permissions.overwrite_edited)
    else:
        step("Publishing")
        changed = publish(folder, generated.files, previous, overwrite_edited=permissions.overwrite_edited)
        record(generated.files[LOCK_NAME])
    reuse.record(generated.hashes)
    return changed


def files_of(lock: Lock, config: Config) -> dict[str, str]:
    """Return what `regenerate` does; the slow imports are only needed to verify an output that is not on record."""
    from .generate import regenerate

    return regenerate(lock, config)


def overlay_hashes(config: Config) -> tuple[OverlayHash, ...]:
    """Return the hashes of the configured overlays."""
    if not config.overlays:
        return ()
    from .description.overlay import read_overlays  # needs a YAML parser

    return tuple(OverlayHash(one.name, one.sha256) for one in read_overlays(config.overlays))


def check_folder(folder: Path) -> None:
    """Check that an output folder is not one that can only be meant by mistake.

    Raises:
        InputError: It is the root of a file system, or the home directory.
    """
    place = Path(os.path.realpath(folder))
    if place == Path(place.anchor) or place == Path(os.path.realpath(os.path.expanduser("~"))):
        what = "is the root of the file system" if place == Path(place.anchor) else "is the home directory"
        raise InputError(Problem(str(folder), what, "Choose a folder for the package alone, such as acme-crm."))


def check_package(package: str) -> None:
    """Check the import name of a package.

    Raises:
        InputError: It is not a name, or is taken.
    """
    what = ""
    if not is_package(package):
        what = "is not a valid package name"
    elif is_taken(package):
        what = "is the name of a standard library module, or of a dependency of the generated package"
    if what:
        hint = "Use lower-case letters, digits and _, and a name that no other package has."
        raise InputError(Problem("--package", f"{package!r} {what}", hint))
