"""Probing the sandbox, and servers that differ from the description."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.http import open_client
from yulsn_codegen.account.limits import DEFAULT_TIMING, Timing
from yulsn_codegen.base_url import parse_base_url
from yulsn_codegen.cli import main
from yulsn_codegen.config import NO_CONFIG, Config
from yulsn_codegen.description.document import Document, load
from yulsn_codegen.plan import plan
from yulsn_codegen.probe.calls import ReadCall, read_calls
from yulsn_codegen.probe.compare import Kind
from yulsn_codegen.probe.prober import CONCURRENCY
from yulsn_codegen.probe.report import ProbeReport, State
from yulsn_codegen.probe.run import probe
from yulsn_codegen.probe.suggest import suggest
from yulsn_codegen.sandbox import RunningSandbox
from yulsn_codegen.text.errors import ExitCode, InputError

from .servers import Lie, Reply, every_object, full_sandbox, in_place_of, lying


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with full_sandbox() as running:
        yield running


def probed(url: str, sandbox: RunningSandbox, config: Config = NO_CONFIG, **options: Any) -> ProbeReport:
    """Probe a URL, and expect the account of the sandbox there."""
    document = plan(sandbox.account, config=config).document
    return probe(document, sandbox.account, url, sandbox.api_key, account_id=sandbox.account_id, **options)


@pytest.fixture(scope="module")
def honest(sandbox: RunningSandbox) -> ProbeReport:
    return probed(sandbox.base_url, sandbox)


def pages(path: str, change: Any) -> Lie:
    """Return a lie about the pages of a path: its lists after a cursor."""

    def lie(reply: Reply) -> Reply:
        if reply.path == path and "lastId" in reply.query and reply.status == 200:
            return replace(reply, body=change(reply.body))
        return reply

    return lie


def shoe_size(contact: dict[str, Any]) -> None:
    if "Shoe Size" in contact:
        contact["Shoe Size"] = "forty-two"


@dataclass(frozen=True)
class Case:
    """A lie, and how the report names it."""

    kind: Kind
    place: str
    lie: Lie


LIES = [
    Case(
        Kind.UNKNOWN_PROPERTY,
        "Store.Floor Area",
        every_object("/api/v1/Stores", lambda it: it.update({"Floor Area": 1.5})),
    ),
    Case(Kind.MISSING_PROPERTY, "Segment.Name", every_object("/api/v1/Segments", lambda it: it.pop("Name", None))),
    Case(Kind.OTHER_TYPE, "Order.PriceTotal", every_object("/api/v1/Orders", lambda it: it.update(PriceTotal="12,50"))),
    Case(Kind.NULL, "ContactEvent.Created", every_object("/api/v1/ContactEvents", lambda it: it.update(Created=None))),
    Case(
        Kind.UNKNOWN_MEMBER,
        "Segment.Type",
        every_object("/api/v1/Segments", lambda it: "Type" in it and it.update(Type=77)),
    ),
    Case(
        Kind.OTHER_FORMAT,
        "Action.LastModified",
        every_object("/api/v1/Actions", lambda it: it.update(LastModified="now")),
    ),
    Case(Kind.STATUS, "GET /api/v1/Orders/Types", in_place_of("/api/v1/Orders/Types", status=418)),
    Case(Kind.CONTENT_TYPE, "GET /api/v1/Points/Types", in_place_of("/api/v1/Points/Types", content_type="text/json")),
    Case(
        Kind.PAGE_ORDER,
        "GET /api/v1/ContactEvents?type={type}&lastId={lastId}",
        pages("/api/v1/ContactEvents", lambda items: items[::-1]),
    ),
    Case(
        Kind.PAGE_SIZE,
        "GET /api/v1/Points?lastId={lastId}&type={type}",
        pages("/api/v1/Points", lambda items: items[:10]),
    ),
    Case(Kind.OTHER_TYPE, "Contact.Shoe Size", every_object("/api/v1/Contacts", shoe_size)),
    Case(
        Kind.UNKNOWN_PROPERTY, "BikesRow.Wheel", every_object("/api/v1/table/Bikes", lambda it: it.update(Wheel="29"))
    ),
    Case(
        Kind.OTHER_TYPE,
        "response to GET /api/v1/Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}",
        in_place_of("/api/v1/Points/TotalForContact", body="12"),
    ),
]


def test_the_sandbox_matches_the_description_in_every_row(honest: ProbeReport) -> None:
    assert honest.differences == ()
    assert honest.exit_code is ExitCode.OK
    assert {row.row for row in honest.rows if row.state is not State.AS_DESCRIBED} == {
        row.row for row in honest.rows if row.state is State.LEFT_OUT
    }
    reading = {
        call["row"]
        for _, method, operation in load().operations()
        if method in ("GET", "SEARCH")
        for call in operation["x-calls"]
    }
    assert {row.row for row in honest.rows} == reading
    assert all(row.requests for row in honest.rows if row.state is State.AS_DESCRIBED)


def test_version_2_requires_the_account_number(sandbox: RunningSandbox) -> None:
    document = plan(sandbox.account).document
    report = probe(document, sandbox.account, sandbox.base_url, sandbox.api_key)
    tried = {row.row for row in report.rows if row.state is State.AS_DESCRIBED}
    assert tried
    assert not any("/api/v2/" in row for row in tried)
    assert report.exit_code is ExitCode.OK


def test_calls_with_effects_or_credentials_are_skipped(honest: ProbeReport) -> None:
    assert {row.call for row in honest.rows if row.state is State.LEFT_OUT} == {
        "admin.get_field",
        "admin.get_table_field",
        "contacts.find_by_secret",
        "contacts.get_person_data_file_url",
        "data.view",
        "dynamic_table_entities.find_by_secret",
        "iframe_token.get",
        "push_tokens.list_by_contact",
        "voucher_assignments.find_by_code",
        "voucher_assignments.get",
        "voucher_assignments.list_by_contact",
    }


def test_skipped_calls_are_made_if_named(sandbox: RunningSandbox) -> None:
    report = probed(sandbox.base_url, sandbox, include=["contacts.find_by_secret", "contacts.get_person_data_file_url"])
    made = {row.call for row in report.rows if row.state is State.AS_DESCRIBED}
    assert {"contacts.find_by_secret", "contacts.get_person_data_file_url"} <= made
    with pytest.raises(InputError, match=r"contacts\.create"):
        probed(sandbox.base_url, sandbox, include=["contacts.create"])


def test_inferred_parts_are_confirmed_by_responses(honest: ProbeReport) -> None:
    assert "PointTotal.Total" in honest.confirmed
    assert not set(honest.confirmed) & set(honest.unconfirmed)


@pytest.fixture(scope="module")
def liar(sandbox: RunningSandbox) -> Iterator[str]:
    with lying(sandbox, [case.lie for case in LIES]) as server:
        yield server.url


@pytest.fixture(scope="module")
def unmasked(sandbox: RunningSandbox, liar: str) -> ProbeReport:
    return probed(liar, sandbox)


@pytest.mark.parametrize("case", LIES, ids=lambda case: f"{case.kind}-{case.place.split('?')[0]}")
def test_each_planted_difference_is_reported(unmasked: ProbeReport, case: Case) -> None:
    assert (case.kind, case.place) in {(item.kind, item.place) for item in unmasked.differences}


def test_nothing_else_than_the_planted_differences_is_reported(unmasked: ProbeReport) -> None:
    assert {(item.kind, item.place) for item in unmasked.differences} == {(case.kind, case.place) for case in LIES}
    assert unmasked.exit_code is ExitCode.DRIFT


def test_the_suggested_overlay_resolves_all_differences(
    sandbox: RunningSandbox, liar: str, unmasked: ProbeReport, tmp_path: Path
) -> None:
    suggestion = suggest(unmasked, load(), plan(sandbox.account).document)
    assert suggestion.inexpressible == ()
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(suggestion.text, encoding="utf-8")
    corrected = probed(liar, sandbox, Config(overlays=(overlay,)))
    assert corrected.differences == ()
    assert corrected.exit_code is ExitCode.OK


@pytest.mark.parametrize(("fault", "kind"), [("extra", Kind.UNKNOWN_PROPERTY), ("enum", Kind.UNKNOWN_MEMBER)])
def test_faults_of_the_sandbox_are_reported(sandbox: RunningSandbox, fault: str, kind: Kind) -> None:
    sandbox.add_fault(fault)
    try:
        report = probed(sandbox.base_url, sandbox)
    finally:
        sandbox.clear_faults()
    assert {item.kind for item in report.differences} == {kind}
    assert "Segment" in {item.place.partition(".")[0] for item in report.differences}


def test_a_changed_account_is_reported_as_different_from_its_snapshot() -> None:
    with full_sandbox() as sandbox:
        before = sandbox.account
        fields = before.owners["Contacts"]
        gone, new = fields[0], replace(fields[0], name="Nickname")
        sandbox.change_account(replace(before, owners={**before.owners, "Contacts": (new, *fields[1:])}))
        report = probe(plan(before).document, before, sandbox.base_url, sandbox.api_key)
        found = {(item.kind, item.place) for item in report.differences}
        assert found == {
            (Kind.MISSING_PROPERTY, f"Contact.{gone.name}"),
            (Kind.UNKNOWN_PROPERTY, "Contact.Nickname"),
        }
        live = fetch(sandbox.base_url, sandbox.api_key)
        assert probe(plan(live).document, live, sandbox.base_url, sandbox.api_key).differences == ()


def test_only_reading_requests_are_sent(sandbox: RunningSandbox) -> None:
    sandbox.clear_requests()
    probed(sandbox.base_url, sandbox)
    assert {request.method for request in sandbox.requests} == {"GET", "SEARCH"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "get", "QUERY"])
def test_a_request_that_could_write_is_refused_before_it_is_sent(sandbox: RunningSandbox, method: str) -> None:
    async def send() -> None:
        async with open_client(parse_base_url(sandbox.base_url), sandbox.api_key, DEFAULT_TIMING) as client:
            request = client.build_request("GET", f"{sandbox.base_url}/api/v1/Stores")
            request.method = method
            await client.send(request)

    sandbox.clear_requests()
    with pytest.raises(PermissionError, match=f"{method} could change the account"):
        asyncio.run(send())
    assert sandbox.requests == []


def test_a_probe_never_sends_a_call_that_could_write(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(document: Document, include: Sequence[str]) -> tuple[ReadCall, ...]:
        return tuple(replace(call, method="POST") for call in read_calls(document, include))  # type: ignore[arg-type]

    monkeypatch.setattr("yulsn_codegen.probe.run.read_calls", mistaken)
    sandbox.clear_requests()
    with pytest.raises(PermissionError, match="POST could change the account"):
        probed(sandbox.base_url, sandbox)
    assert sandbox.requests == []


def test_retry_after_delays_all_requests(sandbox: RunningSandbox) -> None:
    sent_meanwhile: list[int] = []

    async def sleep(_: float) -> None:
        before = len(sandbox.requests)
        await asyncio.sleep(0.1)  # during which the other worker would go on if it could
        sent_meanwhile.append(len(sandbox.requests) - before)

    sandbox.add_fault("status=429 1x")
    try:
        probed(sandbox.base_url, sandbox, most=40, timing=Timing(sleep=sleep))
    finally:
        sandbox.clear_faults()
    [sent] = sent_meanwhile
    assert sent < CONCURRENCY


@pytest.mark.parametrize("most", [1, 7, 40])
def test_no_more_requests_are_sent_than_allowed(sandbox: RunningSandbox, most: int) -> None:
    sandbox.clear_requests()
    report = probed(sandbox.base_url, sandbox, most=most)
    assert len(sandbox.requests) == report.requests == most
    assert any("--most" in row.reason for row in report.rows)


def test_a_part_that_the_key_may_not_read_is_not_a_difference(sandbox: RunningSandbox) -> None:
    sandbox.add_fault("status=403 GET /api/v1/Segments*")
    try:
        report = probed(sandbox.base_url, sandbox)
    finally:
        sandbox.clear_faults()
    refused = {row.call for row in report.rows if row.state is State.REFUSED}
    assert "segments.list" in refused
    assert report.exit_code is ExitCode.OK


def test_fields_that_the_key_may_not_read_are_not_differences(sandbox: RunningSandbox) -> None:
    sandbox.add_fault("status=403 GET /api/v1/DynamicFields?owner=Stores")
    try:
        account = fetch(sandbox.base_url, sandbox.api_key)
        report = probe(plan(account).document, account, sandbox.base_url, sandbox.api_key)
    finally:
        sandbox.clear_faults()
    assert account.unread
    assert report.differences == ()


def test_an_unreadable_account_is_undetermined(sandbox: RunningSandbox) -> None:
    sandbox.add_fault("status=401")
    try:
        report = probed(sandbox.base_url, sandbox)
    finally:
        sandbox.clear_faults()
    assert report.exit_code is ExitCode.UNDETERMINED


def test_objects_without_ids_are_reported(sandbox: RunningSandbox) -> None:
    lies = [
        every_object("/api/v1/Contacts", lambda contact: contact.pop("Id", None)),
        every_object("/api/v1/ContactCompanies", lambda company: company.pop("PrimaryContactId", None)),
    ]
    with lying(sandbox, lies) as server:
        report = probed(server.url, sandbox)
    assert ("Contact.Id", Kind.MISSING_PROPERTY) in {(one.place, one.kind) for one in report.differences}


def test_json_that_parsers_often_reject_makes_a_row_unreadable(sandbox: RunningSandbox) -> None:
    bodies = {
        "/api/v1/Stores": b"[" * 800 + b"]" * 800,
        "/api/v1/Segments": b'[{"Id": ' + b"9" * 5_000 + b"}]",
        "/api/v1/Points/Types": b"[NaN]",
        "/api/v1/Orders/Types": b'["\\ud800"]',
    }
    with lying(sandbox, [in_place_of(path, body=body) for path, body in bodies.items()]) as server:
        report = probed(server.url, sandbox)
    states = {row.call: row.state for row in report.rows}
    assert {call for call, state in states.items() if state is State.UNREADABLE} == {
        "stores.find_by_number",
        "stores.list",
        "segments.list",
        "points.list_types",
    }
    assert states["orders.list_types"] is State.AS_DESCRIBED
    assert report.exit_code is ExitCode.UNDETERMINED


def test_at_most_two_requests_are_in_flight(sandbox: RunningSandbox) -> None:
    with lying(sandbox, []) as server:
        probed(server.url, sandbox, most=40)
    assert server.most_active == CONCURRENCY == 2


def test_the_command_writes_reports_and_an_overlay(
    sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", sandbox.api_key)
    with lying(sandbox, [LIES[0].lie]) as server:
        url = server.url
        reports = ["-o", "text", "-o", "json=probe.json", "-o", "markdown=probe.md"]
        assert main(["probe", "--base-url", url, *reports, "--suggest", "overlay.yaml"]) == 1
        out = capsys.readouterr().out
        assert "unknown-property" in out
        assert "Store.Floor Area" in out
        data = json.loads(Path("probe.json").read_text(encoding="utf-8"))
        assert [item["place"] for item in data["differences"]] == ["Store.Floor Area"]
        assert "`Store.Floor Area`" in Path("probe.md").read_text(encoding="utf-8")
        Path("pyproject.toml").write_text('[tool.yulsn-codegen]\noverlays = ["overlay.yaml"]\n', encoding="utf-8")
        assert main(["probe", "--base-url", url]) == 0
