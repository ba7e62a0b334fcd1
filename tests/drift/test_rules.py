"""The table of rules: one row each, and the README's guide has it as the code does."""

from __future__ import annotations

import re
from pathlib import Path

from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Bump, Rule, Severity
from yulsn_codegen.drift.rules import BY_ID, RULES, rules_table

README = Path(__file__).resolve().parents[2] / "README.md"


def test_every_rule_of_the_module_is_in_the_table_once() -> None:
    assert [rule for rule in vars(rules).values() if isinstance(rule, Rule)] == list(RULES)
    assert len(BY_ID) == len(RULES)


def test_the_ids_are_plain_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id) for rule in RULES)


def test_an_error_raises_the_major_version_and_no_change_raises_none() -> None:
    assert all(rule.bump is Bump.MAJOR for rule in RULES if rule.severity is Severity.ERROR)
    assert all(rule.bump is not Bump.NONE for rule in RULES)


def test_the_table_is_markdown_with_a_row_a_rule() -> None:
    head, dashes, *rows = rules_table().splitlines()
    assert [line.count("|") for line in (head, dashes, *rows)] == [7] * (len(RULES) + 2)
    assert [row.split("`")[1] for row in rows] == [rule.id for rule in RULES]


def test_the_readme_has_the_table_as_the_code_does() -> None:
    found = re.search(r"<!-- rules -->\n(.*?)<!-- /rules -->", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None, "README.md has no table between <!-- rules --> and <!-- /rules -->"
    assert found[1].strip() == rules_table().strip()
