"""Check a generated package: compare its lock with an account's schema.

As long as nothing has changed, no module that only rendering needs is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .account.schema import AccountSchema
from .account.snapshot import snapshot
from .account.unread import describe, fill
from .chosen import chosen
from .config import NO_CONFIG, Config
from .drift.accept import apply
from .drift.changes import SchemaChange, Severity
from .drift.compare import compare
from .drift.findings import Acceptance, Report
from .drift.plausibility import refuse_implausible
from .output.lock import LOCK_NAME, Lock

if TYPE_CHECKING:
    from .drift.usage.packages import Packages
    from .rendering.render import Rendered


def check_account(
    lock: Lock, account: AccountSchema, *, allow_shrink: bool, config: Config = NO_CONFIG
) -> tuple[tuple[SchemaChange, ...], tuple[str, ...]]:
    """Return what has changed in the account since the lock was written, and notes on what was not compared.

    If anything has changed, the new package is rendered to see whether it is safe, which takes much longer.

    Args:
        lock: The lock of the generated package.
        account: The account's schema now.
        allow_shrink: Accept that most fields or tables are gone.
        config: The choice of tables and types, configured names, confirmed renames and overlays.

    Raises:
        InputError: The choice names a table or a field that does not exist.
        UndeterminedError: The schema is implausible: truncated, or from another account.
        UnsafeError: No safe package can be generated from the schema.
    """
    included, notes = chosen(account, config, lock.account)
    changes = compare(lock.account, included, config.renames)
    if changes:
        if not allow_shrink:
            refuse_implausible(lock.account, account, changes)
        _rehearse(lock, account_of_next(lock, account, config), config)
    return changes, (*notes, *_notes_on_unread(lock, included))


def account_of_next(lock: Lock, account: AccountSchema, config: Config) -> AccountSchema:
    """Return the account schema that the next version of a package is generated from.

    Args:
        lock: The lock of the current version.
        account: The account's schema now. Parts that could not be read are those of the lock.
        config: The choice of tables and types.

    Raises:
        InputError: The choice names a table or a field that does not exist.
    """
    return chosen(fill(account, lock.account)[0], config, lock.account)[0]


def _notes_on_unread(lock: Lock, account: AccountSchema) -> tuple[str, ...]:
    """Return a note on each part that was not compared, as the account or the lock has not read it."""
    tables = (*account.tables, *lock.account.tables)
    return (
        *(
            f"Not compared, as the account could not be read there: {describe(part, tables)}."
            for part in sorted(account.unread)
        ),
        *(
            f"Not compared, as the package was generated without: {describe(part, tables)}. Generate to type them."
            for part in sorted(lock.account.unread - account.unread)
        ),
    )


def report_on(
    changes: Sequence[SchemaChange],
    *,
    old: str,
    new: str,
    fail_on: Severity,
    accepted: Iterable[Acceptance] = (),
    today: date | None = None,
    lock: str = LOCK_NAME,
    notes: Iterable[str] = (),
) -> Report:
    """Return a report on changes, in which the accepted ones are marked.

    Args:
        changes: The changes.
        old: What the report calls the old side.
        new: What the report calls the new side.
        fail_on: The report fails if a change is at least this severe and not accepted.
        accepted: Accepted changes.
        today: Acceptances that expired before this day are ignored. None if expiry does not matter.
        lock: The path of the lock, for formats that point at a file.
        notes: Notes for the user.
    """
    findings, stale = apply(changes, accepted, today or date.min)
    return Report(old, new, findings, fail_on, stale, lock, tuple(notes))


def with_severities(report: Report, severities: Mapping[str, Severity | None]) -> Report:
    """Return a report in which rules have the configured severities, without the changes of rules that are off.

    Args:
        report: The report.
        severities: Severities by the rule's id; None for a rule that is off.
    """
    findings = []
    for finding in report.findings:
        rule = finding.change.rule
        chosen = severities.get(rule.id, rule.severity)
        if chosen is None:
            continue
        if rule.id in severities:
            rule = replace(rule, reading=chosen, writing=chosen)
        findings.append(replace(finding, change=replace(finding.change, rule=rule)))
    left = len(report.findings) - len(findings)
    off = (f"Not reported, as the configuration turns their rules off: {left}.",) if left else ()
    return replace(report, findings=tuple(findings), notes=(*report.notes, *off))


def with_usages(
    report: Report, lock: Lock, account: AccountSchema, paths: Sequence[Path], config: Config = NO_CONFIG
) -> Report:
    """Return a report with the lines of Python code that use what has changed.

    Args:
        report: The report.
        lock: The lock of the package that the code uses.
        account: The account's schema now, with what the configuration chooses of it.
        paths: The Python files and notebooks, and folders with some.
        config: Configured names, confirmed renames and overlays.

    Raises:
        InputError: A path does not exist.
    """
    from .description.document import load
    from .drift.usage.find import find_usages

    changes = [finding.change for finding in report.findings]
    account = fill(account, lock.account)[0]

    def packages() -> Packages:
        return _packages(lock, account, changes, config)

    usages = find_usages(changes, lock, load(), paths, packages)
    findings = tuple(
        replace(finding, usages=usages.of.get(finding.change.fingerprint, ())) for finding in report.findings
    )
    return replace(report, findings=findings, notes=(*report.notes, *usages.notes))


def _packages(lock: Lock, account: AccountSchema, changes: Sequence[SchemaChange], config: Config) -> Packages:
    """Return the packages against which code that uses a locked package is judged."""
    from .drift.usage.packages import Packages, without_changed
    from .release.versions import current_release
    from .rendering.render import render_release

    release = render_release(current_release(lock.package, lock.account, lock))
    old = _render(lock, lock.account, config)
    new, without = (
        _render(lock, schema, config, similar=old) for schema in (account, without_changed(account, changes))
    )
    return Packages(*({**rendered.files, **release} for rendered in (old, new, without)))


def _render(lock: Lock, account: AccountSchema, config: Config, similar: Rendered | None = None) -> Rendered:
    """Render the files of the package that replaces a locked one and that do not depend on its version.

    Args:
        lock: The lock of the package.
        account: The account schema to render it from.
        config: Configured names, confirmed renames and overlays.
        similar: The same package rendered from another schema; the modules that do not differ are reused.
    """
    from .plan import plan
    from .prepare import common_modules
    from .rendering.render import render
    from .rendering.reuse import Known

    known = Known(common_modules(), similar.hashes, similar.files) if similar else Known(common_modules())
    return render(plan(account, lock, config).api, account, lock.package, lock.base_url, lock.account_id, known)


def _rehearse(lock: Lock, account: AccountSchema, config: Config) -> None:
    """Render an account's package and let the guard check it, without keeping anything."""
    from .guard import files as guard
    from .rendering.runtime import runtime_files

    runtime = runtime_files(f"{lock.package}/_runtime/")
    data = snapshot(account)
    rendered = _render(lock, account, config)
    snapshots = {"account.json": data, f"{lock.package}/account.json": data}
    guard.check(rendered.files, runtime, snapshots, rendered.reused)
