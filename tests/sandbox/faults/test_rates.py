"""Which requests a rule hits: by rate and seed, method and path."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from yulsn_codegen.sandbox import RunningSandbox, running
from yulsn_codegen.sandbox.faults.parsing import parse, parse_all
from yulsn_codegen.sandbox.faults.plan import (
    FaultPlan,
)
from yulsn_codegen.text.errors import InputError

from .conftest import TABLES, statuses


def pattern(rule: str, seed: int, count: int = 1000) -> list[bool]:
    plan = FaultPlan([parse(rule)], seed)
    return [bool(plan.struck("GET", "/api/v1/Contacts", "")) for _ in range(count)]


def test_the_seed_determines_the_affected_requests() -> None:
    assert pattern("drop 20%", 7) == pattern("drop 20%", 7)
    assert pattern("drop 20%", 7) != pattern("drop 20%", 8)
    assert 150 < sum(pattern("drop 20%", 7)) < 250
    assert pattern("drop 20%", 7, 8) == [
        False,
        True,
        False,
        False,
        False,
        True,
        True,
        False,
    ]  # in any process, for ever


def test_all_requests_are_hit_without_a_rate_and_none_at_0_percent() -> None:
    assert all(pattern("drop", 1))
    assert all(pattern("drop 100%", 1))
    assert not any(pattern("drop 0%", 1))


def test_a_higher_rate_hits_the_same_requests_and_more() -> None:
    pairs = list(zip(pattern("drop 20%", 3), pattern("drop 40%", 3), strict=True))
    assert all(more for fewer, more in pairs if fewer)
    assert sum(more for _, more in pairs) > sum(fewer for fewer, _ in pairs)


def test_a_rule_is_independent_of_other_rules_and_requests() -> None:
    alone = FaultPlan([parse("drop GET 30%")], 5)
    among = FaultPlan(parse_all(["latency=1ms 50%", "drop GET 30%", "html 2x"]), 5)
    for _ in range(200):
        among.struck("POST", "/api/v1/Contacts", "")
        rules = [fault.kind for fault in among.struck("GET", "/api/v1/Contacts", "")]
        assert ("drop" in rules) == bool(alone.struck("GET", "/api/v1/Contacts", ""))


def test_a_rule_strikes_at_most_as_often_as_its_limit() -> None:
    assert [index for index, struck in enumerate(pattern("drop 2x", 0)) if struck] == [0, 1]
    struck = [index for index, one in enumerate(pattern("drop 20%", 7)) if one]
    assert [index for index, one in enumerate(pattern("drop 20% 3x", 7)) if one] == struck[:3]


def test_a_running_sandbox_is_reproducible_by_its_seed() -> None:
    rules = ["status=503 GET *Tables 30%", "status=429 20%"]
    runs = []
    for seed in (11, 11, 12):
        with running(faults=rules, seed=seed) as sandbox:
            runs.append(statuses(sandbox))
    assert runs[0] == runs[1] != runs[2]
    assert {200, 429, 503} == set(runs[0])


def test_as_many_concurrent_as_sequential_requests_are_hit() -> None:
    def count(workers: int) -> int:
        rules = ["status=503 30%", "latency=5ms 20%"]
        with running(faults=rules, seed=3) as sandbox, ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(lambda _: statuses(sandbox, 10), range(8)))
        return sum(run.count(503) for run in found)

    assert 10 < count(1) == count(8) < 40


def test_faults_can_be_added_and_removed_while_the_sandbox_runs(sandbox: RunningSandbox) -> None:
    assert statuses(sandbox, 2) == [200, 200]
    sandbox.add_fault("status=503 2x")
    assert statuses(sandbox, 3) == [503, 503, 200]
    sandbox.add_fault("status=500")
    sandbox.add_fault("status=502")
    assert statuses(sandbox, 1) == [500]
    sandbox.clear_faults()
    assert statuses(sandbox, 1) == [200]
    with pytest.raises(InputError, match="flood"):
        sandbox.add_fault("flood")


def test_a_fault_hits_only_its_method_and_path(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("status=503 SEARCH")
    sandbox.add_fault("status=502 /api/v1/Contacts?email=*")
    assert api.get(TABLES).status_code == 200
    assert api.request("SEARCH", "Points/ForStores", json={}).status_code == 503
    assert api.get("Contacts").status_code == 200
    assert api.get("Contacts?email=nobody@example.dk").status_code == 502
