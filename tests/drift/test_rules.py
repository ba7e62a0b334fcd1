"""The rules: their ids are distinct, and their parts are consistent."""

from __future__ import annotations

import re

from yulsn_codegen.drift.changes import Bump, Severity
from yulsn_codegen.drift.rules import BY_ID, RULES


def test_every_rule_has_an_id_of_its_own() -> None:
    assert len(BY_ID) == len(RULES)


def test_rule_ids_are_lower_case_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id) for rule in RULES)


def test_an_error_bumps_the_major_version_and_every_change_bumps_some_part() -> None:
    assert all(rule.bump is Bump.MAJOR for rule in RULES if rule.severity is Severity.ERROR)
    assert all(rule.bump is not Bump.NONE for rule in RULES)
