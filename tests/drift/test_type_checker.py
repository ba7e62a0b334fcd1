"""The rules agree with a type checker: for each rule, a consumer is judged against the package of the changed account.

Every rule changes something of its own, so two pairs of packages show all of them, and mypy runs once.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.accounts import account, field
from support.outputs import unpack
from yulsn_codegen.account.schema import EVERYTHING, AccountChoice, AccountSchema, AccountTable
from yulsn_codegen.client.identifiers import identifier
from yulsn_codegen.description.document import load
from yulsn_codegen.drift.changes import Bump, Rule, SchemaChange, Severity
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.rules import RULES
from yulsn_codegen.drift.usage.find import find_usages
from yulsn_codegen.generate import Generated, generate

from .cases import CASES, Case

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs/reference/rules.md"
ACCEPTS, DEPRECATED, REJECTS = "accepts", "deprecated", "rejects"
CONSUMER = """\
from {package} import Client
from {package}.models import Contact, ContactBatchPatch, Order, Point, PointCreate
{imports}

def takes(value: int | None) -> None: ...
def takes_text(value: str | None) -> None: ...


def use(client: Client, contact: Contact, order: Order, point: Point{row}) -> None:
    {statement}
"""


def named(rule: Rule) -> str:
    return "".join(part.capitalize() for part in rule.id.split("-"))


BY_RULE = {case.rule: case for case in CASES}
GROUPS = {
    "introduced": [case for case in CASES if case.rule.id.endswith("s-introduced") and not case.change.place.field],
    "all": [case for case in CASES if not case.rule.id.endswith("s-introduced") or case.change.place.field],
}


def merged(cases: Sequence[Case], side: str) -> AccountSchema:
    """One account with one side of several cases, in which each case about a field or a table has its own table."""
    tables: list[AccountTable] = []
    excluded: set[str] = set()
    lists: dict[str, set[str]] = defaultdict(set)
    extra: dict[str, object] = {}
    for number, case in enumerate(cases, 1):
        own: AccountSchema = getattr(case, side)
        fields, name = own.owners["Contacts"], named(case.rule)
        if case.change.place.field:
            tables.append(AccountTable(number, name, fields=(*fields, field("Colour"))))
        for item in own.tables:
            names = {"Cars": name, "CARS": name.upper()}
            tables.append(replace(item, id=item.id * 100 + number, name=names.get(item.name, f"{name}Now")))
        if own.choice != EVERYTHING:
            excluded.add(name)
        for key in ("order_types", "point_types", "patch_fields"):
            lists[key] |= set(getattr(own, key))
        extra |= own.extra
    every = {named(case.rule) for case in cases} | {item.name for item in tables}
    listed = {key: tuple(sorted(names)) for key, names in lists.items()}
    choice = AccountChoice(tuple(sorted(every - excluded)))
    return replace(account((), tables, **listed), choice=choice, extra=extra)  # type: ignore[arg-type]


PAIRS = {name: (merged(cases, "before"), merged(cases, "after")) for name, cases in GROUPS.items()}


def statements(rule: Rule) -> dict[str, str]:
    """The statement that reads and the one that writes what a rule is about."""
    case, names = BY_RULE[rule], {"name": identifier(named(rule)), "Name": named(rule)}
    return {"reads": case.reads.format(**names), "writes": case.writes.format(**names)}


def consumer(rule: Rule, statement: str, package: str) -> str:
    models = sorted(set(re.findall(rf"\b{named(rule)}(?:Create|Patch)\b", statement)))
    row = "row." in statement
    names = ", ".join([*models, *([f"{named(rule)}Row"] if row else [])])
    imports = f"from {package}.tables.{identifier(named(rule))} import {names}\n" if names else ""
    given = f", row: {named(rule)}Row" if row else ""
    return CONSUMER.format(package=package, imports=imports, row=given, statement=statement)


def pair_of(rule: Rule) -> str:
    return next(name for name, cases in GROUPS.items() if BY_RULE[rule] in cases)


@dataclass(frozen=True)
class Judged:
    """What was generated, what mypy says of each consumer file, and where the consumers of the old packages are."""

    old: Mapping[str, Generated]
    changes: Mapping[str, tuple[SchemaChange, ...]]
    errors: Mapping[str, tuple[str, ...]]
    folder: Path

    def verdict(self, rule: Rule, role: str) -> str:
        codes = self.errors[f"{pair_of(rule)}_new_{identifier(named(rule))}_{role}.py"]
        if not codes:
            return ACCEPTS
        return DEPRECATED if set(codes) == {"deprecated"} else REJECTS


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder = tmp_path_factory.mktemp("judged")
    old, changes = {}, {}
    for name, (before, after) in PAIRS.items():
        old[name] = generate(before, f"{name}_old")
        changes[name] = compare(before, after)
        lock = replace(old[name].lock, package=f"{name}_new")
        for generated in (old[name], generate(after, f"{name}_new", lock)):
            unpack(generated, folder)
    for rule in RULES:
        for side in ("old", "new"):
            for role, statement in statements(rule).items():
                package = f"{pair_of(rule)}_{side}"
                file = folder / f"{package}_{identifier(named(rule))}_{role}.py"
                case = BY_RULE[rule]
                if side == "old" and case.change.place.table and not case.before.tables:
                    continue
                file.write_text(consumer(rule, statement, package), encoding="utf-8")
    files = sorted(path.name for path in folder.glob("*.py"))
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--enable-error-code=deprecated",
        "--follow-imports=silent",
    ]
    done = subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True, check=False)
    errors: dict[str, list[str]] = defaultdict(list)
    for file, code in re.findall(r"^(\w+\.py):\d+: error: .*\[([a-z-]+)\]$", done.stdout, re.MULTILINE):
        errors[file].append(code)
    assert f"errors in {len(errors)} files" in done.stdout, done.stdout + done.stderr
    return Judged(old, changes, defaultdict(tuple, {file: tuple(codes) for file, codes in errors.items()}), folder)


def test_every_rule_has_its_own_case(judged: Judged) -> None:
    found = [change.rule for changes in judged.changes.values() for change in changes]
    assert sorted(rule.id for rule in found) == sorted(rule.id for rule in RULES)


def test_every_case_type_checks_with_the_old_package(judged: Judged) -> None:
    assert {file: codes for file, codes in judged.errors.items() if "_old_" in file} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("role", ["reads", "writes"])
def test_code_that_mypy_rejects_has_severity_error_bumps_the_major_version_and_is_found(
    rule: Rule, role: str, judged: Judged
) -> None:
    severity = rule.reading if role == "reads" else rule.writing
    if judged.verdict(rule, role) == ACCEPTS:
        return
    assert severity is not Severity.INFO
    assert rule.bump is Bump.MAJOR
    name = pair_of(rule)
    file = judged.folder / f"{name}_old_{identifier(named(rule))}_{role}.py"
    usages = find_usages(judged.changes[name], judged.old[name].lock, load(), [file])
    (change,) = [change for change in judged.changes[name] if change.rule is rule]
    statement = file.read_text().splitlines().index(f"    {statements(rule)[role]}") + 1
    assert statement in [usage.line for usage in usages.of.get(change.fingerprint, ())]


def table_of(judged: Judged) -> str:
    lines = ["| rule | code that reads | code that writes |", "|---|---|---|"]
    lines += [f"| `{rule.id}` | {judged.verdict(rule, 'reads')} | {judged.verdict(rule, 'writes')} |" for rule in RULES]
    return "\n".join(lines) + "\n"


def test_the_documentation_states_the_result_of_each_rule(judged: Judged) -> None:
    documented, table = DOCUMENTED.read_text(encoding="utf-8"), table_of(judged)
    if os.environ.get("YULSN_REWRITE_EXPECTED") == "1":
        documented = re.sub(r"\| rule \| code that reads .*\n(?:\|.*\n)+", lambda _: table, documented)
        DOCUMENTED.write_text(documented, encoding="utf-8", newline="\n")
    assert table in documented
