"""The rules agree with a type checker: for each rule, a consumer is judged against the package of the changed account.

Every rule changes something of its own, so two pairs of packages show all of them, and mypy runs once.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.accounts import account, field, table
from support.outputs import unpack
from yulsn_codegen.account.schema import AccountChoice, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.client.naming import identifier
from yulsn_codegen.description.document import load
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Bump, Rule, SchemaChange, Severity
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.rules import RULES
from yulsn_codegen.drift.usage.find import find_usages
from yulsn_codegen.generate import Generated, generate

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs/reference/rules.md"
ACCEPTS, DEPRECATED, REJECTS = "accepts", "deprecated", "rejects"
RED_GREEN = ("red", "green")


@dataclass(frozen=True)
class Case:
    """A rule's change, and one statement each that reads and writes what it changes."""

    before: AccountTable | None
    after: AccountTable | None
    reads: str = "takes(row.size)"
    writes: str = "{Name}Create(size={value})"
    value: str = "1"


def sized(number: int, name: str, kind: FieldType = FieldType.NUMBER, **changes: object) -> AccountTable:
    """A table with a field `Size` of a type, changed as said."""
    size = replace(field("Size", kind), **changes)  # type: ignore[arg-type]
    others = (field("Colour"), field("Bought", FieldType.DATE_TIME_OFFSET))
    return table(number, name, size, *others)


def cases() -> dict[Rule, Case]:
    """The case of each rule about tables and fields, each in a table of its own."""
    text = FieldType.STRING
    plain = sized(1, "")
    without = replace(plain, fields=plain.fields[1:])
    red = replace(sized(1, "", text), fields=(replace(field("Size", text), values=RED_GREEN), *plain.fields[1:]))

    def values(*listed: str) -> AccountTable:
        return replace(red, fields=(replace(red.fields[0], values=listed), *red.fields[1:]))

    def size(**changes: object) -> AccountTable:
        return replace(plain, fields=(replace(plain.fields[0], **changes), *plain.fields[1:]))  # type: ignore[arg-type]

    resource = "client.tables.{name}"
    listed = {"reads": "takes_text(row.size)", "value": '"green"'}
    whole = {"reads": f"{resource}.get(1)", "writes": f"{resource}.create({{Name}}Create(size=1))"}
    create = {"reads": f"{resource}.get(1)", "writes": f"{resource}.create({{Name}}Create(size=1))"}
    update = {"reads": f"{resource}.get(1)", "writes": f"{resource}.patch(1, {{Name}}Patch(size=1))"}
    delete = {"reads": f"{resource}.get(1)", "writes": f"{resource}.delete(1)"}
    reads_only = {"reads": f"{resource}.get(1)", "writes": f"{resource}.get(1)"}
    moved = {
        "create": TableWrites(create=False),
        "update": TableWrites(update=False),
        "delete": TableWrites(delete=False),
    }
    return {
        rules.FIELD_ADDED: Case(without, plain, "takes_text(row.colour)", '{Name}Create(colour="red")'),
        rules.FIELD_REMOVED: Case(plain, without),
        rules.FIELD_RENAMED: Case(plain, size(name="Height")),
        rules.FIELD_CASE_CHANGED: Case(plain, size(name="SIZE")),
        rules.TYPE_CHANGED: Case(plain, size(type=text)),
        rules.NUMBER_TO_DECIMAL: Case(plain, size(type=FieldType.DECIMAL)),
        rules.VALUE_ADDED: Case(red, values("red", "green", "blue"), **listed),
        rules.VALUE_REMOVED: Case(red, values("red"), **listed),
        rules.VALUE_CASE_CHANGED: Case(red, values("red", "Green"), **listed),
        rules.VALUES_INTRODUCED: Case(sized(1, "", text), red, "takes_text(row.size)", value='"blue"'),
        rules.VALUES_LIFTED: Case(red, sized(1, "", text), **listed),
        rules.VALUES_EMPTIED: Case(red, values(), **listed),
        rules.FIELD_LABEL_CHANGED: Case(plain, size(label="How big")),
        rules.FIELD_DETAILS_CHANGED: Case(plain, size(extra={"unit": "cm"})),
        rules.TABLE_ADDED: Case(None, plain),
        rules.TABLE_REMOVED: Case(plain, None, **whole),
        rules.TABLE_INCLUDED: Case(None, plain),
        rules.TABLE_EXCLUDED: Case(plain, None, **whole),
        rules.TABLE_RENAMED: Case(plain, replace(plain, name="Other"), **whole),
        rules.TABLE_CASE_CHANGED: Case(plain, replace(plain, name="UPPER"), **whole),
        rules.TABLE_RECREATED: Case(plain, replace(plain, id=1_000), **whole),
        rules.TABLE_LABEL_CHANGED: Case(plain, replace(plain, label="Sizes"), **whole),
        rules.TABLE_DESCRIPTION_CHANGED: Case(plain, replace(plain, description="Sizes"), **whole),
        rules.TABLE_DETAILS_CHANGED: Case(plain, replace(plain, extra={"owner": "Ann"}), **whole),
        rules.CREATE_CONVERTED: Case(plain, replace(plain, writes=moved["create"]), **create),
        rules.UPDATE_CONVERTED: Case(plain, replace(plain, writes=moved["update"]), **update),
        rules.DELETE_CONVERTED: Case(plain, replace(plain, writes=moved["delete"]), **delete),
        rules.CREATE_DIRECT: Case(replace(plain, writes=moved["create"]), plain, **reads_only),
        rules.UPDATE_DIRECT: Case(replace(plain, writes=moved["update"]), plain, **reads_only),
        rules.DELETE_DIRECT: Case(replace(plain, writes=moved["delete"]), plain, **reads_only),
    }  # fmt: skip


LISTS = {  # the statements that read and write a name of a list
    "order-type": ("takes_text(order.type)", 'client.orders.list_by_contact(1, order_type="{name}")'),
    "point-type": ("takes_text(point.type)", 'PointCreate(contact_id=1, amount=1, type="{name}")'),
    "patch-field": ("contact.id", 'ContactBatchPatch(key_type="Id", keys=["1"], fields={{"{name}": 1}})'),
}
USED = {"added": "kept", "removed": "gone", "case-changed": "lower", "introduced": "unlisted"}
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


def pair() -> tuple[AccountSchema, AccountSchema]:
    """The accounts before and after all changes except that lists of names are introduced."""
    tables: tuple[list[AccountTable], list[AccountTable]] = ([], [])
    for number, (rule, case) in enumerate(CASES.items(), 1):
        for place, item in zip(tables, (case.before, case.after), strict=True):
            if item is not None:
                name = item.name.replace("Other", f"{named(rule)}Now").replace("UPPER", named(rule).upper())
                place.append(replace(item, id=item.id + number, name=name or named(rule)))
    listings = ("kept", "gone", "lower"), ("kept", "new", "LOWER")
    before, after = (
        account((), items, order_types=listed, point_types=listed, patch_fields=listed)
        for items, listed in zip(tables, listings, strict=True)
    )
    names = {item.name for items in tables for item in items}
    chosen = (AccountChoice(tuple(names - {named(rule)})) for rule in (rules.TABLE_INCLUDED, rules.TABLE_EXCLUDED))
    before, after = (replace(side, choice=choice) for side, choice in zip((before, after), chosen, strict=True))
    return before, replace(after, extra={"plan": "gold"})


CASES = cases()
SOME = ("listed",)
PAIRS = {
    "all": pair(),
    "introduced": (account(), account(order_types=SOME, point_types=SOME, patch_fields=SOME)),
}


def statements(rule: Rule) -> dict[str, str]:
    """The statement that reads and the one that writes what a rule is about."""
    if rule in CASES:
        case, name = CASES[rule], identifier(named(rule))
        both = {"reads": case.reads, "writes": case.writes}
        return {role: text.format(name=name, Name=named(rule), value=case.value) for role, text in both.items()}
    kind = next((kind for kind in LISTS if rule.id.startswith(kind)), None)
    if kind is None:
        return dict.fromkeys(("reads", "writes"), "takes(contact.id)")
    name = USED[rule.id.removeprefix(f"{kind}s-").removeprefix(f"{kind}-")]
    return dict(zip(("reads", "writes"), (text.format(name=name) for text in LISTS[kind]), strict=True))


def consumer(rule: Rule, statement: str, package: str) -> str:
    models = sorted(set(re.findall(rf"\b{named(rule)}(?:Create|Patch)\b", statement)))
    row = "row." in statement
    names = ", ".join([*models, *([f"{named(rule)}Row"] if row else [])])
    imports = f"from {package}.tables.{identifier(named(rule))} import {names}\n" if names else ""
    given = f", row: {named(rule)}Row" if row else ""
    return CONSUMER.format(package=package, imports=imports, row=given, statement=statement)


def pair_of(rule: Rule) -> str:
    return "introduced" if rule.id.endswith("s-introduced") and rule not in CASES else "all"


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
                if side == "old" and rule in CASES and CASES[rule].before is None:
                    continue
                file.write_text(consumer(rule, statement, package), encoding="utf-8")
    files = sorted(path.name for path in folder.glob("*.py"))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--enable-error-code=deprecated"]
    done = subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True, check=False)
    errors: dict[str, list[str]] = defaultdict(list)
    for file, code in re.findall(r"^(\w+\.py):\d+: error: .*\[([a-z-]+)\]$", done.stdout, re.MULTILINE):
        errors[file].append(code)
    assert f"errors in {len(errors)} files" in done.stdout, done.stdout + done.stderr
    return Judged(old, changes, defaultdict(tuple, {file: tuple(codes) for file, codes in errors.items()}), folder)


def test_every_rule_has_a_change_of_its_own(judged: Judged) -> None:
    found = [change.rule for changes in judged.changes.values() for change in changes]
    assert sorted(rule.id for rule in found) == sorted(rule.id for rule in RULES)


def test_every_consumer_is_accepted_with_the_package_that_it_was_written_for(judged: Judged) -> None:
    assert {file: codes for file, codes in judged.errors.items() if "_old_" in file} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("role", ["reads", "writes"])
def test_what_a_type_checker_objects_to_is_severe_raises_the_version_and_is_found(
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
    return "\n".join(lines)


def test_the_documentation_has_the_judgement_of_each_rule(judged: Judged) -> None:
    assert table_of(judged) in DOCUMENTED.read_text(encoding="utf-8")
