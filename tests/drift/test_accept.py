"""The acceptances file: what is written is read back, and what is wrong in it is named with its place."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.schemas import contacts, field
from yulsn_codegen.account.schema import FieldType
from yulsn_codegen.drift.accept import accept, apply, dump_acceptances, read_acceptances
from yulsn_codegen.drift.changes import Acceptance
from yulsn_codegen.drift.compare import compare
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


def test_an_entry_that_matches_nothing_any_more_is_stale() -> None:
    entries = accept(CHANGES, "nobody uses it", None)
    assert apply((), entries, TODAY) == ((), entries)


def test_a_change_that_went_on_is_not_the_one_that_was_accepted() -> None:
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
        accept(CHANGES, "a reason", expires)


ANY_TEXT = st.text(st.characters(), min_size=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
SOUND = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)


@given(rule=SOUND, place=SOUND, before=JSON, after=JSON, reason=SOUND, expires=st.none() | st.dates().map(str))
def test_what_is_written_is_read_back(
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
def test_whatever_a_name_holds_the_file_is_toml_that_encodes(name: str, value: str, reason: str) -> None:
    changes = compare(contacts(field(name, values=("a", value))), contacts(field(name, values=("a", "b" + value))))
    entries = accept(changes, reason, None)
    data = tomllib.loads(dump_acceptances(entries).encode("utf-8").decode("utf-8"))
    assert [entry["fingerprint"] for entry in data["accepted"]] == sorted(
        (change.fingerprint for change in changes),
        key=[entry["fingerprint"] for entry in data["accepted"]].index,
    )


def test_the_file_is_made_for_people_to_review(tmp_path: Path) -> None:
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


def test_the_order_of_the_entries_is_their_own() -> None:
    entries = accept(CHANGES, "nobody uses it", None)
    assert dump_acceptances(entries) == dump_acceptances(reversed(entries))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[accepted", "is not TOML"),
        ("a = 1", "accepted.toml, a: is no key of this file"),
        ("[accepted]\n", r"should be written as \[\[accepted\]\]"),
        ("accepted = [1]", "entry 1: should be a table"),
        ("[[accepted]]\n", "entry 1: lacks the text `fingerprint`"),
        ('[[accepted]]\nfingerprint = "xyz"\nrule = "r"\nplace = "p"\nreason = "r"', "not 16 hex digits"),
        ("[[accepted]]\nwhy = 1", "has the key 'why'"),
        *(
            (f'[[accepted]]\nfingerprint = "{FINGERPRINT}"\nrule = "r"\nplace = "p"\nreason = "r"\n{line}', problem)
            for line, problem in (
                ("expires = 2030-01-01T00:00:00", "`expires` that is no date"),
                ('expires = "soon"', "`expires` that is no date"),
                ("before = 1", "`before` that is not JSON in quotes"),
                ('after = "{"', "`after` that is not JSON"),
            )
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_acceptances(path)


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_acceptances(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"# \xe6")
    with pytest.raises(InputError, match="is not TOML"):
        read_acceptances(tmp_path / "latin.toml")
