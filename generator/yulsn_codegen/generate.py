"""Generate one account's package: plan, render, version, format, guard and publish it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .account.schema import AccountSchema
from .account.snapshot import snapshot
from .account.unread import fill
from .account.unread import notes as unread_notes
from .base_url import DEFAULT_BASE_URL
from .chosen import chosen
from .client.identifiers import is_package
from .client.naming import Names
from .client.release import Release
from .client.taken_names import is_taken
from .config import NO_CONFIG, Config
from .drift.changes import Bump
from .drift.compare import compare
from .drift.confirmations import confirmation
from .drift.plausibility import refuse_implausible
from .output import verify
from .output.conflict import resolved_lock
from .output.freshness import inputs_of, is_current, is_recorded, record, stale
from .output.lock import LOCK_NAME, Lock, OverlayHash, dump_lock, lock_data
from .output.publish import preview, publish, recover, require_whole, unchanged
from .release.renames import confirmed_late
from .release.summary import VersionSummary, decided_names
from .text.errors import InputError, Problem
from .text.hashing import digest

if TYPE_CHECKING:
    from .description.overlay import Overlay
    from .plan import Plan
    from .rendering.render import Rendered
    from .rendering.reuse import Known

Step = Callable[[str], None]
PublicChanges = Sequence[tuple[Bump, str]]  # for each the bump that it requires, and a description


@dataclass(frozen=True)
class Generated:
    """A package as a value.

    Attributes:
        files: The texts of all its files by path, the lock among them.
        lock: The lock.
        summary: The version, and what is new in it.
        notes: Notes for the user.
        hashes: The hashes of the texts of its modules, by `rendering.reuse.key`.
    """

    files: dict[str, str]
    lock: Lock
    summary: VersionSummary
    notes: tuple[str, ...]
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class _Target:
    """What the files of a package depend on besides the plan.

    Attributes:
        package: The import name of the package.
        base_url: The URL that the package uses by default.
        account_id: The account's number that the package uses by default; None for none.
        known: Modules that need not be rendered again.
    """

    package: str
    base_url: str
    account_id: int | None
    known: Known

    def render(self, planned: Plan) -> Rendered:
        """Return the files that do not depend on the version."""
        from .rendering.render import render

        return render(planned.api, planned.account, self.package, self.base_url, self.account_id, self.known)


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
    previous = resolved_lock(folder)
    if previous is not None and previous.is_merged:  # a merge has changed the files, too
        permissions = replace(permissions, overwrite_edited=True)
    if previous is not None and previous.package != package:
        raise InputError(
            Problem(str(folder), f"holds the package {previous.package!r}, not {package!r}", "Choose another --out.")
        )
    whole, notes = fill(account, previous.account) if previous else (account, ())
    account, choice_notes = chosen(whole, config, previous.account if previous is not None else None)
    notes += (*choice_notes, *unread_notes(account))
    overlays = overlay_hashes(config)
    if previous is None:
        verify.refuse_strangers(folder)
    genuine = previous is not None and _is_genuine(folder, previous, config, overlays, permissions)
    late = previous is not None and confirmed_late(previous, account, config.renames)
    inputs = account, config.names, base_url, overlays, account_id
    if previous is not None and genuine and not late and is_current(folder, previous, *inputs):
        summary = VersionSummary(previous.version, previous.version)
        return Outcome((), len(previous.files) + 1, summary, notes, account)
    if previous is not None and not permissions.allow_shrink:
        refuse_implausible(previous.account, whole, compare(previous.account, account, config.renames))
    from .rendering import reuse

    published = unchanged(folder, previous) if previous is not None else {}
    generated = generate(account, package, previous, published, step, config, base_url, account_id)
    if permissions.dry_run:
        changed = preview(folder, generated.files, previous, overwrite_edited=permissions.overwrite_edited)
    else:
        step("Publishing")
        changed = publish(folder, generated.files, previous, overwrite_edited=permissions.overwrite_edited)
        record(generated.files[LOCK_NAME])
    reuse.record(generated.hashes)
    return Outcome(tuple(changed), len(generated.files), generated.summary, (*notes, *generated.notes), account)


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
    return verify.refuse_forgeries(folder, lock, lambda: regenerate(lock, config), rewriting=True)


def generate(
    account: AccountSchema,
    package: str,
    previous: Lock | None = None,
    published: Mapping[str, str] | None = None,
    step: Step = lambda _: None,
    config: Config = NO_CONFIG,
    base_url: str = DEFAULT_BASE_URL,
    account_id: int | None = None,
) -> Generated:
    """Return all files of an account's package.

    Nothing is read but the shipped description and templates, and the user's cache; nothing depends on the cache but
    how long it takes.

    Args:
        account: The account schema.
        package: The import name of the package.
        previous: The lock of the version that this one replaces. Its names stay pinned.
        published: The files of the previous version. The next version number depends on how the public API differs
            from theirs.
        step: A callback that receives the name of each step, for a progress display.
        config: Configured names and confirmed renames.
        base_url: The URL, in canonical form, that the package uses unless its user gives another.
        account_id: The account's number that the package uses unless its user gives another; None for none.
    """
    from .plan import plan
    from .rendering.reuse import known

    target = _Target(package, base_url, account_id, known(published or {}))
    step("Reading the description")
    planned = plan(account, previous, config)
    step("Rendering")
    rendered = target.render(planned)
    planned, release, rendered, public = _versioned(planned, target, rendered, previous, published or {})
    step("Checking")
    files, lock = _guarded(planned, release, target, rendered)
    return Generated(files, lock, _summary(planned, previous, release.version, public), planned.notes, rendered.hashes)


def regenerate(lock: Lock, config: Config = NO_CONFIG) -> dict[str, str]:
    """Return the files, the lock among them, that are generated from what a lock states.

    Args:
        lock: A lock that is not stale.
        config: The configuration; only its overlays are used.
    """
    from .plan import plan
    from .release.versions import current_release
    from .rendering import reuse

    target = _Target(lock.package, lock.base_url, lock.account_id, reuse.known({}))
    planned = plan(lock.account, lock, Config(overlays=config.overlays))
    release = current_release(lock.package, lock.account, lock)
    rendered = target.render(planned)
    files, _ = _guarded(planned, release, target, rendered)
    reuse.record(rendered.hashes)
    return files


def _guarded(planned: Plan, release: Release, target: _Target, rendered: Rendered) -> tuple[dict[str, str], Lock]:
    """Return all files with their lock, and the lock, after the guard has checked them."""
    from .guard import files as guard
    from .rendering.render import render_release
    from .rendering.runtime import runtime_files

    files = rendered.files | render_release(release)
    lock = _lock(planned, release, target, files)
    complete = {**files, LOCK_NAME: dump_lock(lock)}
    data = snapshot(planned.account)
    snapshots = {"account.json": data, f"{release.package}/account.json": data}
    runtime = runtime_files(f"{release.package}/_runtime/")
    guard.check(complete, runtime, {**snapshots, LOCK_NAME: lock_data(lock)}, rendered.reused)
    return complete, lock


def _versioned(
    planned: Plan, target: _Target, rendered: Rendered, previous: Lock | None, published: Mapping[str, str]
) -> tuple[Plan, Release, Rendered, PublicChanges]:
    """Decide the version of the rendered files, and compare the public API.

    Deprecated aliases are dropped in the next minor version. If the rendered code demands that version and the
    account's changes do not, this is known only after rendering, so the files are rendered again without the aliases.
    """
    from .release.changelog import entry_of
    from .release.versions import current_release, demanded, next_version, public_changes
    from .rendering.render import render_release

    release = current_release(target.package, planned.account, previous)
    files = rendered.files | render_release(release)
    if previous is None or {path: digest(text) for path, text in files.items()} == previous.files:
        return planned, release, rendered, ()
    same = {path for path, text in published.items() if files.get(path) == text}
    public = public_changes(target.package, published, files, same) if published else []
    bump = demanded(planned.changes, public)
    if bump >= Bump.MINOR and planned.aliases and planned.aliases == previous.aliases:
        planned = planned.without_aliases()
        rendered = target.render(planned)
    version = next_version(release.version, bump)
    deprecated = [alias for alias in planned.aliases if alias not in previous.aliases]
    entry = entry_of(version, planned.changes, public, (previous.names, planned.names), deprecated)
    return planned, Release(target.package, version, (entry, *release.changelog)), rendered, public


def _summary(planned: Plan, previous: Lock | None, version: str, public: PublicChanges) -> VersionSummary:
    from .release.changelog import describe

    known = previous.names if previous is not None else Names()
    return VersionSummary(
        before=previous.version if previous is not None else None,
        after=version,
        changes=describe(planned.changes, (known, planned.names)),
        names=decided_names(known, planned.names),
        public=tuple(what for _, what in public),
        confirmation=confirmation(planned.changes),
    )


def _lock(planned: Plan, release: Release, target: _Target, files: Mapping[str, str]) -> Lock:
    """Return the lock of files."""
    base_url, account_id, overlays = target.base_url, target.account_id, _hashes(planned.overlays)
    return Lock(
        generator=__version__,
        package=release.package,
        version=release.version,
        inputs=inputs_of(
            planned.account, release.package, planned.names, release.version, base_url, overlays, account_id
        ),
        base_url=base_url,
        account_id=account_id,
        account=planned.account,
        names=planned.names,
        files={path: digest(text) for path, text in files.items()},
        changelog=release.changelog,
        aliases=planned.aliases,
        overlays=overlays,
    )


def overlay_hashes(config: Config) -> tuple[OverlayHash, ...]:
    """Return the hashes of the configured overlays."""
    if not config.overlays:
        return ()
    from .description.overlay import read_overlays  # needs a YAML parser

    return _hashes(read_overlays(config.overlays))


def _hashes(overlays: Iterable[Overlay]) -> tuple[OverlayHash, ...]:
    return tuple(OverlayHash(overlay.name, overlay.sha256) for overlay in overlays)


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
