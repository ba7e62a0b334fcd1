"""All drift rules: what each kind of change means for code that reads, for code that writes, and for the version.

The severities follow from the generated models, which accept unlisted values and unknown properties when reading but
restrict writing to the account's schema, and from the API, which matches names in requests case-insensitively and uses
its own spelling in responses. Every generated client contains a copy of this module.
"""

from __future__ import annotations

from collections.abc import Mapping

from .changes import Bump, Rule, Severity

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

_DOCUMENTED = "It appears only in documentation."

FIELD_ADDED = Rule(
    "field-added", "Field added", _INFO, _INFO, Bump.MINOR, "Backward compatible: there is a new attribute."
)
FIELD_REMOVED = Rule(
    "field-removed",
    "Field removed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Responses no longer contain it, and values written to it are rejected or lost.",
)
FIELD_RENAMED = Rule(
    "field-renamed",
    "Field renamed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Responses no longer contain the old name, and values written to it are rejected or lost.",
)
FIELD_CASE_CHANGED = Rule(
    "field-case-changed",
    "Case of a field's name changed",
    _ERROR,
    _WARNING,
    Bump.MAJOR,
    "Responses use the new spelling, which an older client does not expect; requests match case-insensitively.",
)
TYPE_CHANGED = Rule(
    "type-changed",
    "Type changed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Code reads values of an unexpected type, and values of the old type are rejected.",
)
NUMBER_TO_DECIMAL = Rule(
    "number-to-decimal",
    "Type widened from Number to Decimal",
    _ERROR,
    _INFO,
    Bump.MAJOR,
    "Integers can still be written; values that are read are Decimals and may have a fraction.",
)
VALUE_ADDED = Rule(
    "value-added",
    "Allowed value added",
    _WARNING,
    _INFO,
    Bump.MINOR,
    "Code that handles all known values can receive one that it does not handle.",
)
VALUE_REMOVED = Rule(
    "value-removed",
    "Allowed value removed",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    "Writing the value is rejected; older objects may still have it.",
)
VALUE_CASE_CHANGED = Rule(
    "value-case-changed",
    "Case of an allowed value changed",
    _WARNING,
    _ERROR,
    Bump.MAJOR,
    "Comparisons with the old spelling fail for newly written values, and writing it may be rejected.",
)
VALUES_INTRODUCED = Rule(
    "values-introduced",
    "Allowed values introduced",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    "Values outside the list are rejected; before, any value could be written.",
)
VALUES_LIFTED = Rule(
    "values-lifted",
    "Restriction to allowed values lifted",
    _WARNING,
    _INFO,
    Bump.MINOR,
    "Any value can be written, so code may read one that it does not handle.",
)
VALUES_EMPTIED = Rule(
    "values-emptied",
    "Allowed values emptied",
    _WARNING,
    _ERROR,
    Bump.MAJOR,
    "The list exists but is empty: no value is known to be writable.",
)
FIELD_LABEL_CHANGED = Rule(
    "field-label-changed",
    "Label of a field changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    _DOCUMENTED,
)
FIELD_DETAILS_CHANGED = Rule(
    "field-details-changed",
    "Other details of a field changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps properties that this version does not know; they do not affect generated code.",
)
TABLE_ADDED = Rule(
    "table-added", "Table added", _INFO, _INFO, Bump.MINOR, "Backward compatible: there is a new resource."
)
TABLE_REMOVED = Rule(
    "table-removed",
    "Table removed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Every call to it fails with 404.",
)
TABLE_INCLUDED = Rule(
    "table-included",
    "Table included by the configuration",
    _INFO,
    _INFO,
    Bump.MINOR,
    "Backward compatible: there is a new resource.",
)
TABLE_EXCLUDED = Rule(
    "table-excluded",
    "Table no longer included by the configuration",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "The table still exists, but the next version of the package has no resource for it.",
)
TABLE_RENAMED = Rule(
    "table-renamed",
    "Table renamed",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "The name is part of the URL: calls that use the old one fail with 404.",
)
TABLE_CASE_CHANGED = Rule(
    "table-case-changed",
    "Case of a table's name changed",
    _WARNING,
    _WARNING,
    Bump.MAJOR,
    "The API matches URLs case-insensitively; code that compares the table's name may not.",
)
TABLE_RECREATED = Rule(
    "table-recreated",
    "Table recreated under the same name",
    _WARNING,
    _WARNING,
    Bump.PATCH,
    "The table has a new id and new entries; entry ids stored elsewhere are no longer valid.",
)
TABLE_LABEL_CHANGED = Rule(
    "table-label-changed",
    "Label of a table changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    _DOCUMENTED,
)
TABLE_DESCRIPTION_CHANGED = Rule(
    "table-description-changed",
    "Description of a table changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    _DOCUMENTED,
)
_CONVERTED = "Direct writes fail with 423, and the client no longer has the methods for them."
_DIRECT = "Backward compatible: there are new methods."
CREATE_CONVERTED = Rule(
    "create-converted", "Creating entries moved behind a converter", _INFO, _ERROR, Bump.MAJOR, _CONVERTED
)
UPDATE_CONVERTED = Rule(
    "update-converted", "Updating entries moved behind a converter", _INFO, _ERROR, Bump.MAJOR, _CONVERTED
)
DELETE_CONVERTED = Rule(
    "delete-converted", "Deleting entries moved behind a converter", _INFO, _ERROR, Bump.MAJOR, _CONVERTED
)
CREATE_DIRECT = Rule("create-direct", "Creating entries became direct", _INFO, _INFO, Bump.MINOR, _DIRECT)
UPDATE_DIRECT = Rule("update-direct", "Updating entries became direct", _INFO, _INFO, Bump.MINOR, _DIRECT)
DELETE_DIRECT = Rule("delete-direct", "Deleting entries became direct", _INFO, _INFO, Bump.MINOR, _DIRECT)
TABLE_DETAILS_CHANGED = Rule(
    "table-details-changed",
    "Other details of a table changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps properties that this version does not know; they do not affect generated code.",
)


def _list_rules(name: str, title: str, removed: str) -> tuple[Rule, Rule, Rule, Rule]:
    """Return the rules for one of the account's lists of names: added, removed, case changed, introduced.

    Args:
        name: Prefix of the rule ids.
        title: Noun for the titles.
        removed: Explanation of the rule for a removed name.
    """
    article = "an" if title[0] in "AEIOU" else "a"
    return (
        Rule(
            f"{name}-added",
            f"{title} added",
            _INFO,
            _INFO,
            Bump.MINOR,
            "Backward compatible: there is one more name.",
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
            f"Case of {article} {title[0].lower()}{title[1:]} changed",
            _WARNING,
            _ERROR,
            Bump.MAJOR,
            "Comparisons with the old spelling fail, and type checkers reject it.",
        ),
        Rule(
            f"{name}s-introduced",
            f"First {title[0].lower()}{title[1:]}s",
            _INFO,
            _WARNING,
            Bump.MAJOR,
            "Type checkers accepted any text while the list was empty, and now accept only the listed names.",
        ),
    )


ORDER_TYPE_ADDED, ORDER_TYPE_REMOVED, ORDER_TYPE_CASE_CHANGED, ORDER_TYPES_INTRODUCED = _list_rules(
    "order-type",
    "Order type",
    "Code that uses it refers to a name that is gone; older orders may still have it.",
)
POINT_TYPE_ADDED, POINT_TYPE_REMOVED, POINT_TYPE_CASE_CHANGED, POINT_TYPES_INTRODUCED = _list_rules(
    "point-type",
    "Point type",
    "Code that uses it refers to a name that is gone; older points may still have it.",
)
PATCH_FIELD_ADDED, PATCH_FIELD_REMOVED, PATCH_FIELD_CASE_CHANGED, PATCH_FIELDS_INTRODUCED = _list_rules(
    "patch-field", "Patchable field", "A batch patch of contacts that sets it is rejected."
)
ACCOUNT_DETAILS_CHANGED = Rule(
    "account-details-changed",
    "Other details of the account changed",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps properties that this version does not know; they do not affect generated code.",
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
    TABLE_INCLUDED,
    TABLE_EXCLUDED,
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
