"""All rules of drift in one table: each says what a change means for reading code, writing code and the version.

Where the severities come from: the generated models, in which what is read is open (an unlisted value or an unknown
property is kept) and what is written is bound to the account's schema; and the API, which reads the names in a request
without regard to case and answers with its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from .changes import Bump, Rule, Severity

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

FIELD_ADDED = Rule(
    "field-added", "Field added", _INFO, _INFO, Bump.MINOR, "Nothing that is there changes; the new attribute is extra."
)
FIELD_REMOVED = Rule(
    "field-removed",
    "Field removed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "What is read no longer has it, and what is written to it is refused or lost.",
)
FIELD_RENAMED = Rule(
    "field-renamed",
    "Field renamed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Under the old name nothing is read any more, and what is written is refused or lost.",
)
FIELD_CASE_CHANGED = Rule(
    "field-case-changed",
    "Field renamed in case alone",
    _ERROR,
    _WARNING,
    Bump.MAJOR,
    "Answers carry the new spelling, which an older client does not look for; requests are matched in any case.",
)
TYPE_CHANGED = Rule(
    "type-changed",
    "Type changed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Code reads values of another type than it expects, and values of the old type are refused.",
)
NUMBER_TO_DECIMAL = Rule(
    "number-to-decimal",
    "Type widened from Number to Decimal",
    _ERROR,
    _INFO,
    Bump.MAJOR,
    "Whole numbers may still be written; what is read may now have a fraction, and is a Decimal.",
)
VALUE_ADDED = Rule(
    "value-added",
    "Allowed value added",
    _WARNING,
    _INFO,
    Bump.MINOR,
    "Code that tells all values apart will meet one that it does not know.",
)
VALUE_REMOVED = Rule(
    "value-removed",
    "Allowed value removed",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    "Writing the value is refused; older objects may still have it.",
)
VALUE_CASE_CHANGED = Rule(
    "value-case-changed",
    "Allowed value changed in case alone",
    _WARNING,
    _ERROR,
    Bump.MAJOR,
    "Comparisons with the old spelling fail on what is written from now on, and writing it may be refused.",
)
VALUES_INTRODUCED = Rule(
    "values-introduced",
    "List of allowed values introduced",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    "Values that are not in the list are refused, where any could be written before.",
)
VALUES_LIFTED = Rule(
    "values-lifted",
    "List of allowed values lifted",
    _WARNING,
    _INFO,
    Bump.MINOR,
    "Any value may be written, and so code may read one that it does not know.",
)
VALUES_EMPTIED = Rule(
    "values-emptied",
    "List of allowed values emptied",
    _WARNING,
    _ERROR,
    Bump.MAJOR,
    "There is a list and nothing is in it: what may be written is not known, and no old value is certain.",
)
FIELD_LABEL_CHANGED = Rule(
    "field-label-changed", "Label of a field changed", _INFO, _INFO, Bump.PATCH, "Only documentation shows the label."
)
FIELD_DETAILS_CHANGED = Rule(
    "field-details-changed",
    "Other details of a field changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps what this version does not know; no code is made from it.",
)
TABLE_ADDED = Rule(
    "table-added", "Table added", _INFO, _INFO, Bump.MINOR, "Nothing that is there changes; the new resource is extra."
)
TABLE_REMOVED = Rule(
    "table-removed",
    "Table removed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Every call to it is answered with 404.",
)
TABLE_RENAMED = Rule(
    "table-renamed",
    "Table renamed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "The name is part of the address: calls to the old one are answered with 404.",
)
TABLE_CASE_CHANGED = Rule(
    "table-case-changed",
    "Table renamed in case alone",
    _WARNING,
    _WARNING,
    Bump.MAJOR,
    "The API takes addresses in any case; code that names the table by its text may not.",
)
TABLE_RECREATED = Rule(
    "table-recreated",
    "Table created anew under its name",
    _WARNING,
    _WARNING,
    Bump.PATCH,
    "Its number is another one: its entries are too, and their ids that were kept elsewhere lead nowhere.",
)
TABLE_LABEL_CHANGED = Rule(
    "table-label-changed", "Label of a table changed", _INFO, _INFO, Bump.PATCH, "Only documentation shows the label."
)
TABLE_DESCRIPTION_CHANGED = Rule(
    "table-description-changed",
    "Description of a table changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "Only documentation shows the description.",
)
_BEHIND = "The API answers 423 to a direct write, and the methods for it are gone."
_DIRECT = "Nothing that is there changes; the methods for it are extra."
CREATE_CONVERTED = Rule(
    "create-converted", "Creating in a table moved behind a converter", _INFO, _ERROR, Bump.MAJOR, _BEHIND
)
UPDATE_CONVERTED = Rule(
    "update-converted", "Updating in a table moved behind a converter", _INFO, _ERROR, Bump.MAJOR, _BEHIND
)
DELETE_CONVERTED = Rule(
    "delete-converted", "Deleting in a table moved behind a converter", _INFO, _ERROR, Bump.MAJOR, _BEHIND
)
CREATE_DIRECT = Rule("create-direct", "Creating in a table became direct", _INFO, _INFO, Bump.MINOR, _DIRECT)
UPDATE_DIRECT = Rule("update-direct", "Updating in a table became direct", _INFO, _INFO, Bump.MINOR, _DIRECT)
DELETE_DIRECT = Rule("delete-direct", "Deleting in a table became direct", _INFO, _INFO, Bump.MINOR, _DIRECT)
TABLE_DETAILS_CHANGED = Rule(
    "table-details-changed",
    "Other details of a table changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps what this version does not know; no code is made from it.",
)


def _list_rules(name: str, title: str, removed: str) -> tuple[Rule, Rule, Rule, Rule]:
    """Return the rules of one of the account's lists of names: one added, one removed, one respelt, the first ones.

    removed: what it means when one is gone.
    """
    return (
        Rule(
            f"{name}-added",
            f"{title} added",
            _INFO,
            _INFO,
            Bump.MINOR,
            "Nothing that is there changes; one more name is taken.",
        ),
        Rule(
            f"{name}-removed",
            f"{title} removed",
            _INFO,
            _ERROR,
            Bump.MAJOR,
            removed,
        ),
        Rule(
            f"{name}-case-changed",
            f"{title} changed in case alone",
            _WARNING,
            _ERROR,
            Bump.MAJOR,
            "Comparisons with the old spelling fail, and type checkers refuse it.",
        ),
        Rule(
            f"{name}s-introduced",
            f"First {title[0].lower()}{title[1:]}s",
            _INFO,
            _WARNING,
            Bump.MAJOR,
            "Type checkers took any text while the list was empty, and now take the names in it alone.",
        ),
    )


ORDER_TYPE_ADDED, ORDER_TYPE_REMOVED, ORDER_TYPE_CASE_CHANGED, ORDER_TYPES_INTRODUCED = _list_rules(
    "order-type", "Order type", "Code that writes it or asks for it names what is gone; older orders may still have it."
)
POINT_TYPE_ADDED, POINT_TYPE_REMOVED, POINT_TYPE_CASE_CHANGED, POINT_TYPES_INTRODUCED = _list_rules(
    "point-type", "Point type", "Code that writes it or asks for it names what is gone; older points may still have it."
)
PATCH_FIELD_ADDED, PATCH_FIELD_REMOVED, PATCH_FIELD_CASE_CHANGED, PATCH_FIELDS_INTRODUCED = _list_rules(
    "patch-field", "Patchable field", "A patch of many contacts that sets it is refused."
)
ACCOUNT_DETAILS_CHANGED = Rule(
    "account-details-changed",
    "Other details of the account changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps what this version does not know; no code is made from it.",
)

RULES: tuple[Rule, ...] = (
    FIELD_ADDED,
    FIELD_REMOVED,
    FIELD_RENAMED,
    FIELD_CASE_CHANGED,
    TYPE_CHANGED,
    NUMBER_TO_DECIMAL,
    VALUE_ADDED,
    VALUE_REMOVED,
    VALUE_CASE_CHANGED,
    VALUES_INTRODUCED,
    VALUES_LIFTED,
    VALUES_EMPTIED,
    FIELD_LABEL_CHANGED,
    FIELD_DETAILS_CHANGED,
    TABLE_ADDED,
    TABLE_REMOVED,
    TABLE_RENAMED,
    TABLE_CASE_CHANGED,
    TABLE_RECREATED,
    TABLE_LABEL_CHANGED,
    TABLE_DESCRIPTION_CHANGED,
    CREATE_CONVERTED,
    UPDATE_CONVERTED,
    DELETE_CONVERTED,
    CREATE_DIRECT,
    UPDATE_DIRECT,
    DELETE_DIRECT,
    TABLE_DETAILS_CHANGED,
    ORDER_TYPE_ADDED,
    ORDER_TYPE_REMOVED,
    ORDER_TYPE_CASE_CHANGED,
    ORDER_TYPES_INTRODUCED,
    POINT_TYPE_ADDED,
    POINT_TYPE_REMOVED,
    POINT_TYPE_CASE_CHANGED,
    POINT_TYPES_INTRODUCED,
    PATCH_FIELD_ADDED,
    PATCH_FIELD_REMOVED,
    PATCH_FIELD_CASE_CHANGED,
    PATCH_FIELDS_INTRODUCED,
    ACCOUNT_DETAILS_CHANGED,
)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
