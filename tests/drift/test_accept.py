"""The acceptances file: it round-trips, and problems in it are reported with their place."""

from __future__ import annotations

import os
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.schemas import contacts, field
from yulsn_codegen.account.schema import FieldType
from yulsn_codegen.drift.accept import accept, apply, check_expiry, dump_acceptances, read_acceptances
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.findings import Acceptance
from yulsn_codegen.text.errors import InputError

OLD = contacts(field("Size"), field("Colour", values=("red", "green")))
NEW = contacts(field("Size", FieldType.BOOLEAN), field("Colour", values=("red",)))
CHANGES = compare(OLD, NEW)
TODAY = date(2030, 6, 15)
FINGERPRINT = "0123456789abcdef"


def test_an_entry_accepts_its_change_and_no_other() -> None:
    (entry,) = accept(CHANGES[:1], "nobody uses it", None)
    findings, stale = apply(CHANGES, [entry], TODAY)
    assert [finding.accepted for finding in findings] == [entry, None]
    assert stale == ()


def test_an_entry_holds_until_the_end_of_its_last_day() -> None:
    entries = accept(CHANGES, "until the release", "2030-06-15")
    findings, stale = apply(CHANGES, entries, TODAY)
    assert all(finding.accepted for finding in findings)
    assert not stale
    findings, stale = apply(CHANGES, entries, date(2030, 6, 16))
    assert not any(finding.accepted for finding in findings)
    assert stale == entries


def test_an_entry_without_a_matching_change_is_stale() -> None:
    entries = accept(CHANGES, "nobody uses it", None)
    assert apply((), entries, TODAY) == ((), entries)


def test_an_entry_does_not_accept_a_further_change_of_its_field() -> None:
    entries = accept(CHANGES, "nobody uses it", None)
    later = compare(OLD, contacts(field("Size", FieldType.DECIMAL), field("Colour", values=("red",))))
    findings, stale = apply(later, entries, TODAY)
    assert [bool(finding.accepted) for finding in findings] == [True, False]
    assert [entry.rule for entry in stale] == ["type-changed"]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_must_be_given(reason: str) -> None:
    with pytest.raises(InputError, match="--reason"):
        accept(CHANGES, reason, None)


@pytest.mark.parametrize("expires", ["tomorrow", "2030-02-30", "20300615", "2030-06-15T00:00"])
def test_the_last_day_must_be_a_date(expires: str) -> None:
    with pytest.raises(InputError, match="--expires"):
        check_expiry(expires, TODAY)


def test_the_last_day_may_be_today_but_not_earlier() -> None:
    check_expiry(TODAY.isoformat(), TODAY)
    with pytest.raises(InputError, match="is in the past"):
        check_expiry((TODAY - timedelta(days=1)).isoformat(), TODAY)


ANY_TEXT = st.text(st.characters(), min_size=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
SOUND = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(rule=SOUND, place=SOUND, before=JSON, after=JSON, reason=SOUND, expires=st.none() | st.dates().map(str))
def test_written_entries_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    rule: str,
    place: str,
    before: object,
    after: object,
    reason: str,
    expires: str | None,
) -> None:
    entry = Acceptance(FINGERPRINT, rule, place, before, after, reason, expires)
    path = tmp_path_factory.mktemp("accepted") / "accepted.toml"
    path.write_text(dump_acceptances([entry]), encoding="utf-8", newline="\n")
    assert read_acceptances(path) == (entry,)


@given(name=ANY_TEXT, value=st.text(st.characters()), reason=ANY_TEXT.filter(str.strip))
def test_any_name_is_written_as_valid_toml(name: str, value: str, reason: str) -> None:
    changes = compare(contacts(field(name, values=("a", value))), contacts(field(name, values=("a", "b" + value))))
    entries = accept(changes, reason, None)
    data = tomllib.loads(dump_acceptances(entries).encode("utf-8").decode("utf-8"))
    assert [entry["fingerprint"] for entry in data["accepted"]] == sorted(
        (change.fingerprint for change in changes),
        key=[entry["fingerprint"] for entry in data["accepted"]].index,
    )


def test_the_file_is_readable_for_reviewers(tmp_path: Path) -> None:
    entries = accept(
        compare(contacts(field("Størrelse", values=("a", "b"))), contacts(field("Størrelse", values=("a",)))),
        "sold out",
        "2030-12-31",
    )
    (entry,) = entries
    assert dump_acceptances(entries).splitlines()[1:] == [
        "",
        "[[accepted]]",
        f'fingerprint = "{entry.fingerprint}"',
        'rule = "value-removed"',
        'place = "Contacts, field Størrelse"',
        "before = '\"b\"'",
        'reason = "sold out"',
        "expires = 2030-12-31",
    ]


def test_entries_are_written_in_a_canonical_order() -> None:
    entries = accept(CHANGES, "nobody uses it", None)
    assert dump_acceptances(entries) == dump_acceptances(reversed(entries))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[accepted", "accepted.toml: is not TOML: "),
        ("a = 1", "accepted.toml, a: is not a key of this file"),
        ("[accepted]\n", "accepted.toml, accepted: should be an array of tables\n  Write each entry as [[accepted]]."),
        ("accepted = 5", "accepted.toml, accepted: expected a list, found 5"),
        ("accepted = [1]", "accepted.toml, accepted[0]: expected a table, found 1"),
        ("[[accepted]]\nwhy = 1", "accepted.toml, accepted[0].why: is not a known key"),
        *(
            (
                f'[[accepted]]\nfingerprint = "{FINGERPRINT}"\nrule = "r"\nplace = "p"\nreason = "r"\n'.replace(
                    old, new
                ),
                f"accepted.toml, accepted[0]{problem}",
            )
            for old, new, problem in (
                (f'fingerprint = "{FINGERPRINT}"\n', "", ": lacks the key `fingerprint`"),
                (FINGERPRINT, "xyz", '.fingerprint: expected 16 hex digits, found "xyz"'),
                (f'"{FINGERPRINT}"', "5", ".fingerprint: expected text, found 5"),
                ('reason = "r"', 'reason = " "', ".reason: is empty"),
                ('rule = "r"', 'rul = "r"', ".rul: is not a known key\n  Did you mean rule?"),
                ('place = "p"', "place = ['p']", '.place: expected text, found ["p"]'),
                (
                    'place = "p"',
                    'place = "p"\nexpires = 2030-01-01T00:00:00',
                    ".expires: expected a date, such as 2030",
                ),
                (
                    'place = "p"',
                    'place = "p"\nexpires = "soon"',
                    '.expires: expected a date, such as 2030-12-31, found "soon"',
                ),
                ('place = "p"', 'place = "p"\nbefore = 1', ".before: expected text, found 1"),
                ('place = "p"', 'place = "p"\nafter = "{"', ".after: is not JSON: Expecting property name"),
                (
                    'place = "p"',
                    'place = "p"\nafter = "NaN"',
                    ".after: is not JSON: NaN is not a number\n  Write JSON in",
                ),
                ('place = "p"', f"place = 'p'\nafter = '{'[' * 5_000}'", ".after: is nested deeper than 100 levels"),
            )
        ),
    ],
)
def test_each_problem_is_reported_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_acceptances(path)
    assert str(caught.value.problems[0]).removeprefix(f"{tmp_path}{os.sep}").startswith(problem)


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text("a = 1\n[[accepted]]\nwhy = 1\n[[accepted]]\nexpires = 5\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_acceptances(path)
    assert len(caught.value.problems) == 1 + 1 + 4 + 4 + 1


def test_a_file_saved_on_windows_is_read(tmp_path: Path) -> None:
    entries = accept(CHANGES, "nobody uses it", "2030-12-31")
    path = tmp_path / "accepted.toml"
    path.write_text(dump_acceptances(entries), encoding="utf-8-sig", newline="\r\n")
    assert set(read_acceptances(path)) == set(entries)


def test_a_file_without_entries_is_read(tmp_path: Path) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(dump_acceptances(()), encoding="utf-8")
    assert read_acceptances(path) == ()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_a_missing_file_and_other_encodings_are_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_acceptances(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"# \xe6")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_acceptances(tmp_path / "latin.toml")
