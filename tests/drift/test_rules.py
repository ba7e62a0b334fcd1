"""The rules: each is in the table once, and its parts are consistent."""

from __future__ import annotations

import re

from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Bump, Rule, Severity
from yulsn_codegen.drift.rules import BY_ID, RULES


def test_every_rule_of_the_module_is_in_the_table_once() -> None:
    assert [rule for rule in vars(rules).values() if isinstance(rule, Rule)] == list(RULES)
    assert len(BY_ID) == len(RULES)


def test_the_ids_are_plain_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id) for rule in RULES)


def test_an_error_raises_the_major_version_and_no_change_raises_none() -> None:
    assert all(rule.bump is Bump.MAJOR for rule in RULES if rule.severity is Severity.ERROR)
    assert all(rule.bump is not Bump.NONE for rule in RULES)
