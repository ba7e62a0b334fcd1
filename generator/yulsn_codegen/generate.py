"""Generate one account's package as a value: plan, render, version, format and guard it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import __version__
from .account.schema import AccountSchema
from .account.snapshot import snapshot
from .base_url import DEFAULT_BASE_URL
from .client.naming import Names
from .client.release import Release
from .config import NO_CONFIG, Config
from .drift.changes import Bump
from .drift.confirmations import confirmation
from .guard import files as guard
from .output.freshness import inputs_of
from .output.lock import LOCK_NAME, Lock, OverlayHash, dump_lock, lock_data
from .plan import Plan, plan
from .prepare import common_modules
from .release.changelog import describe, entry_of
from .release.summary import VersionSummary, decided_names
from .release.versions import current_release, demanded, next_version, public_changes
from .rendering import reuse
from .rendering.render import Rendered, render, render_release
from .rendering.runtime import runtime_files
from .text.hashing import digest
from .text.progress import Step

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
class _PackageSettings:
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
    known: reuse.Known

    def render(self, planned: Plan) -> Rendered:
        """Return the files that do not depend on the version."""
        return render(planned.api, planned.account, self.package, self.base_url, self.account_id, self.known)


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
    settings = _PackageSettings(package, base_url, account_id, reuse.known(published or {}, common_modules()))
    step("Reading the description")
    planned = plan(account, previous, config)
    step("Rendering")
    rendered = settings.render(planned)
    planned, release, rendered, public = _versioned(planned, settings, rendered, previous, published or {})
    step("Checking")
    files, lock = _guarded(planned, release, settings, rendered)
    return Generated(files, lock, _summary(planned, previous, release.version, public), planned.notes, rendered.hashes)


def regenerate(lock: Lock, config: Config = NO_CONFIG) -> dict[str, str]:
    """Return the files, the lock among them, that are generated from what a lock states.

    Args:
        lock: A lock that is not stale.
        config: The configuration; only its overlays are used.
    """
    settings = _PackageSettings(lock.package, lock.base_url, lock.account_id, reuse.known({}, common_modules()))
    planned = plan(lock.account, lock, Config(overlays=config.overlays))
    release = current_release(lock.package, lock.account, lock)
    rendered = settings.render(planned)
    files, _ = _guarded(planned, release, settings, rendered)
    reuse.record(rendered.hashes)
    return files


def _guarded(
    planned: Plan, release: Release, settings: _PackageSettings, rendered: Rendered
) -> tuple[dict[str, str], Lock]:
    """Return all files with their lock, and the lock, after the guard has checked them."""
    files = rendered.files | render_release(release)
    lock = _lock(planned, release, settings, files)
    complete = {**files, LOCK_NAME: dump_lock(lock)}
    data = snapshot(planned.account)
    snapshots = {"account.json": data, f"{release.package}/account.json": data}
    runtime = runtime_files(f"{release.package}/_runtime/")
    guard.check(complete, runtime, {**snapshots, LOCK_NAME: lock_data(lock)}, rendered.reused)
    return complete, lock


def _versioned(
    planned: Plan, settings: _PackageSettings, rendered: Rendered, previous: Lock | None, published: Mapping[str, str]
) -> tuple[Plan, Release, Rendered, PublicChanges]:
    """Decide the version of the rendered files, and compare the public API.

    Deprecated aliases are dropped in the next minor version. If the rendered code demands that version and the
    account's changes do not, this is known only after rendering, so the files are rendered again without the aliases.
    """
    release = current_release(settings.package, planned.account, previous)
    files = rendered.files | render_release(release)
    if previous is None or {path: digest(text) for path, text in files.items()} == previous.files:
        return planned, release, rendered, ()
    same = {path for path, text in published.items() if files.get(path) == text}
    public = public_changes(settings.package, published, files, same) if published else []
    bump = demanded(planned.changes, public)
    if bump >= Bump.MINOR and planned.aliases and planned.aliases == previous.aliases:
        planned = planned.without_aliases()
        rendered = settings.render(planned)
    version = next_version(release.version, bump)
    deprecated = [alias for alias in planned.aliases if alias not in previous.aliases]
    entry = entry_of(version, planned.changes, public, (previous.names, planned.names), deprecated)
    return planned, Release(settings.package, version, (entry, *release.changelog)), rendered, public


def _summary(planned: Plan, previous: Lock | None, version: str, public: PublicChanges) -> VersionSummary:
    known = previous.names if previous is not None else Names()
    return VersionSummary(
        before=previous.version if previous is not None else None,
        after=version,
        changes=describe(planned.changes, (known, planned.names)),
        names=decided_names(known, planned.names),
        public=tuple(what for _, what in public),
        confirmation=confirmation(planned.changes),
    )


def _lock(planned: Plan, release: Release, settings: _PackageSettings, files: Mapping[str, str]) -> Lock:
    """Return the lock of files."""
    base_url, account_id = settings.base_url, settings.account_id
    overlays = tuple(OverlayHash(one.name, one.sha256) for one in planned.overlays)
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
