"""Reports for the tests of formats: a rich one, an empty one, and generated hostile ones."""

from __future__ import annotations

import string
from itertools import product

from hypothesis import strategies as st
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Bump, Place, Rule, SchemaChange, Severity
from yulsn_codegen.drift.findings import Acceptance, Finding, Report, Usage

NASTY = (
    "\"quoted\" 'twice'",
    "]]>",
    "-->",
    "<!-- yulsn-codegen: drift -->",
    "::error::",
    "::error file=x::owned",
    "##[error]owned",
    "two\nlines",
    "a\r\n::error::b\rc",
    "nul\0nul",
    "\x1b[31mred\x1b[0m\x9b2J",
    "abc\u202edcba\u2066x\u2069\u200f",
    "\ud800",
    "\udcff file.py",
    "`code`` and ``` more",
    "a|b\\|c",
    "ends in \\",
    " spaces ",
    "   ",
    "",
    "<script>alert(1)</script>",
    "</details></summary>",
    "100%0A%0D%25%3A%2C",
    "a,line=2:b",
    "[click](https://example.org)[1](1) ![x](y)",
    "# head\n- item\n\n| a |\n|---|",
    "@everyone #12 www.example.org a@example.org https://example.org",
    "\u2028\u2029\u0085\ufeff\ufffe\uffff\U000e0041",
    "*bold* _under_ ~~gone~~ &lt; &amp; &#124;",
    "x" * 5000,
    "../../etc/passwd",
    "/abs/ol ute.py",
    "C:\\code\\a.py",
    "æøå 漢字 😀",
)


def acceptance(change: SchemaChange, reason: str, expires: str | None = None) -> Acceptance:
    return Acceptance(
        change.fingerprint, change.rule.id, str(change.place), change.before, change.after, reason, expires
    )


_DOORS = SchemaChange(rules.FIELD_REMOVED, Place("table Cars", "Cars", table=True, field="Doors"), before="Number")
_COLOUR = SchemaChange(
    rules.VALUE_ADDED, Place("Contacts", "Contacts", field="Favourite Colour"), after="mauve | \u202e`lime`"
)
_OLD = SchemaChange(rules.FIELD_REMOVED, Place("Contacts", "Contacts", field="<b>Old</b>\n::error::"), before="String")

RICH = Report(
    old="generated/yulsn.lock.json",
    new="https://api.yulsn.io",
    findings=(
        Finding(_COLOUR, usages=(Usage("shop/colours.py", 7, 12, "favourite_colour"),)),
        Finding(
            SchemaChange(
                rules.FIELD_RENAMED,
                Place("Contacts", "Contacts", field="Shoe size"),
                "Shoe size",
                "ShoeSize",
                certain=False,
            ),
            usages=(
                Usage("shop/shoes, and: more.py", 3, 5, "shoe_size"),
                Usage("shop/[mail] 100%.py", 41, 20, "shoe_size", error='No parameter named "shoe_size"'),
                Usage("shop/sizes.ipynb", 2, 9, "Shoe Size", cell=3),
            ),
        ),
        Finding(_DOORS),
        Finding(_OLD, acceptance(_OLD, "Nobody reads it; see `shop/old.py`.", "2031-12-31")),
        Finding(
            SchemaChange(
                rules.VALUES_INTRODUCED,
                Place("Orders", "Orders", field="Channel"),
                after=[f"channel {letter}" for letter in string.ascii_lowercase],
            )
        ),
        Finding(
            SchemaChange(rules.FIELD_LABEL_CHANGED, Place("Contacts", "Contacts", field="Vip"), "VIP", "Very important")
        ),
        Finding(SchemaChange(rules.TABLE_ADDED, Place("table Boats", "Boats", table=True), after=9)),
        Finding(SchemaChange(rules.ORDER_TYPES_INTRODUCED, Place("order types"), (), ("phone", "web"))),
    ),
    stale=(Acceptance("0123456789abcdef", "field-added", "Stores, field Size", None, "Number", "It is fine."),),
    lock="generated/yulsn.lock.json",
    notes=("The lock was written by version 0.0.9 of the generator.",),
)
EMPTY = Report(old="generated/yulsn.lock.json", new="account.json", findings=())

_SEVERITIES = st.sampled_from(Severity)
# Lone surrogates are included, as the account's JSON may contain them.
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.sampled_from([*product(NASTY, repeat=3)]).map("".join),
)
_VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(),
    st.lists(TEXTS, max_size=12),
    st.dictionaries(TEXTS, st.one_of(st.none(), TEXTS, st.lists(TEXTS, max_size=3)), max_size=3),
)
_SENTENCES = st.sampled_from([rule.sentence for rule in rules.RULES])  # templates, which only the generator writes
_RULES = st.one_of(
    st.sampled_from(rules.RULES),
    st.builds(Rule, TEXTS, TEXTS, _SENTENCES, _SEVERITIES, _SEVERITIES, st.sampled_from(Bump), TEXTS),
)
_PLACES = st.builds(Place, TEXTS, TEXTS, st.booleans(), st.none() | TEXTS)
_CHANGES = st.builds(SchemaChange, _RULES, _PLACES, _VALUES, _VALUES, st.booleans())
_ACCEPTANCES = st.builds(Acceptance, TEXTS, TEXTS, TEXTS, _VALUES, _VALUES, TEXTS, st.none() | TEXTS)
_USAGES = st.builds(
    Usage, TEXTS, st.integers(1, 9999), st.integers(1, 200), TEXTS, st.none() | st.integers(1, 99), st.just("") | TEXTS
)
_FINDINGS = st.builds(Finding, _CHANGES, st.none() | _ACCEPTANCES, st.lists(_USAGES, max_size=2).map(tuple))

HOSTILE = st.builds(
    Report,
    old=TEXTS,
    new=TEXTS,
    findings=st.lists(_FINDINGS, max_size=4).map(tuple),
    fail_on=_SEVERITIES,
    stale=st.lists(_ACCEPTANCES, max_size=2).map(tuple),
    lock=TEXTS,
    notes=st.lists(TEXTS, max_size=2).map(tuple),
)


def many(number: int, rule: Rule = rules.FIELD_REMOVED, usages: int = 0) -> Report:
    """Return a report of `number` findings of one rule, each with `usages` usages."""
    used = tuple(Usage(f"shop/module_{line}.py", line, 1, "x" * 50) for line in range(1, usages + 1))
    return Report(
        "old",
        "new",
        tuple(
            Finding(SchemaChange(rule, Place("Contacts", "Contacts", field=f"Field {index}"), "x" * 90), usages=used)
            for index in range(number)
        ),
    )
