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
    "field-added",
    "Field added",
    "Field {field} was added{to_owner} (type {after_type})",
    _INFO,
    _INFO,
    Bump.MINOR,
    "Backward compatible: there is a new attribute.",
)
FIELD_REMOVED = Rule(
    "field-removed",
    "Field removed",
    "Field {field} was removed{from_owner} (type {before_type})",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Responses no longer contain it, and values written to it are rejected or lost.",
)
FIELD_RENAMED = Rule(
    "field-renamed",
    "Field renamed",
    "Field {field}{of_owner} was renamed to {after}",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Responses no longer contain the old name, and values written to it are rejected or lost.",
)
FIELD_CASE_CHANGED = Rule(
    "field-case-changed",
    "Case of a field's name changed",
    "Field {field}{of_owner} was renamed to {after} (only the case changed)",
    _ERROR,
    _WARNING,
    Bump.MAJOR,
    "Responses use the new spelling, which an older client does not expect; requests match case-insensitively.",
)
TYPE_CHANGED = Rule(
    "type-changed",
    "Type changed",
    "The type of field {field}{of_owner} changed from {before_type} to {after_type}",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Code reads values of an unexpected type, and values of the old type are rejected.",
)
NUMBER_TO_DECIMAL = Rule(
    "number-to-decimal",
    "Type widened from Number to Decimal",
    "The type of field {field}{of_owner} was widened from {before_type} to {after_type}",
    _ERROR,
    _INFO,
    Bump.MAJOR,
    "Integers can still be written; values that are read are Decimals and may have a fraction.",
)
VALUE_ADDED = Rule(
    "value-added",
    "Allowed value added",
    "Field {field}{of_owner} now allows the value {after}",
    _WARNING,
    _INFO,
    Bump.MINOR,
    "Code that handles all known values can receive one that it does not handle.",
)
VALUE_REMOVED = Rule(
    "value-removed",
    "Allowed value removed",
    "Field {field}{of_owner} no longer allows the value {before}",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    "Writing the value is rejected; older objects may still have it.",
)
VALUE_CASE_CHANGED = Rule(
    "value-case-changed",
    "Case of an allowed value changed",
    "Field {field}{of_owner} now allows the value {after} instead of {before} (only the case changed)",
    _WARNING,
    _ERROR,
    Bump.MAJOR,
    "Comparisons with the old spelling fail for newly written values, and writing it may be rejected.",
)
VALUES_INTRODUCED = Rule(
    "values-introduced",
    "Allowed values introduced",
    "Field {field}{of_owner} now allows only these values: {after}",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    "Values outside the list are rejected; before, any value could be written.",
)
VALUES_LIFTED = Rule(
    "values-lifted",
    "Restriction to allowed values lifted",
    "Field {field}{of_owner} now allows any value",
    _WARNING,
    _INFO,
    Bump.MINOR,
    "Any value can be written, so code may read one that it does not handle.",
)
VALUES_EMPTIED = Rule(
    "values-emptied",
    "Allowed values emptied",
    "The list of allowed values of field {field}{of_owner} is now empty",
    _WARNING,
    _ERROR,
    Bump.MAJOR,
    "The list exists but is empty: no value is known to be writable.",
)
FIELD_LABEL_CHANGED = Rule(
    "field-label-changed",
    "Label of a field changed",
    "The label of field {field}{of_owner} {changed}",
    _INFO,
    _INFO,
    Bump.PATCH,
    _DOCUMENTED,
)
FIELD_DETAILS_CHANGED = Rule(
    "field-details-changed",
    "Other details of a field changed",
    "Property {key} of field {field}{of_owner} {detail_changed}",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps properties that this version does not know; they do not affect generated code.",
)
TABLE_ADDED = Rule(
    "table-added",
    "Table added",
    "Table {table} was added (id {after})",
    _INFO,
    _INFO,
    Bump.MINOR,
    "Backward compatible: there is a new resource.",
)
TABLE_REMOVED = Rule(
    "table-removed",
    "Table removed",
    "Table {table} was removed (id {before})",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "Every call to it fails with 404.",
)
TABLE_INCLUDED = Rule(
    "table-included",
    "Table included by the configuration",
    "Table {table} is now included by the configuration (id {after})",
    _INFO,
    _INFO,
    Bump.MINOR,
    "Backward compatible: there is a new resource.",
)
TABLE_EXCLUDED = Rule(
    "table-excluded",
    "Table no longer included by the configuration",
    "Table {table} is no longer included by the configuration (id {before})",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "The table still exists, but the next version of the package has no resource for it.",
)
TABLE_RENAMED = Rule(
    "table-renamed",
    "Table renamed",
    "Table {table} was renamed to {after}",
    _ERROR,
    _ERROR,
    Bump.MAJOR,
    "The name is part of the URL: calls that use the old one fail with 404.",
)
TABLE_CASE_CHANGED = Rule(
    "table-case-changed",
    "Case of a table's name changed",
    "Table {table} was renamed to {after} (only the case changed)",
    _WARNING,
    _WARNING,
    Bump.MAJOR,
    "The API matches URLs case-insensitively; code that compares the table's name may not.",
)
TABLE_RECREATED = Rule(
    "table-recreated",
    "Table recreated under the same name",
    "Table {table} was deleted and created again (id {before}, now {after})",
    _WARNING,
    _WARNING,
    Bump.PATCH,
    "The table has a new id and new entries; entry ids stored elsewhere are no longer valid.",
)
TABLE_LABEL_CHANGED = Rule(
    "table-label-changed",
    "Label of a table changed",
    "The label of table {table} {changed}",
    _INFO,
    _INFO,
    Bump.PATCH,
    _DOCUMENTED,
)
TABLE_DESCRIPTION_CHANGED = Rule(
    "table-description-changed",
    "Description of a table changed",
    "The description of table {table} {changed}",
    _INFO,
    _INFO,
    Bump.PATCH,
    _DOCUMENTED,
)
_CONVERTED = "Direct writes fail with 423, and the client no longer has the methods for them."
_DIRECT = "Backward compatible: there are new methods."
CREATE_CONVERTED = Rule(
    "create-converted",
    "Creating entries moved behind a converter",
    "Rows of table {table} can now be created only through a converter",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    _CONVERTED,
)
UPDATE_CONVERTED = Rule(
    "update-converted",
    "Updating entries moved behind a converter",
    "Rows of table {table} can now be updated only through a converter",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    _CONVERTED,
)
DELETE_CONVERTED = Rule(
    "delete-converted",
    "Deleting entries moved behind a converter",
    "Rows of table {table} can now be deleted only through a converter",
    _INFO,
    _ERROR,
    Bump.MAJOR,
    _CONVERTED,
)
CREATE_DIRECT = Rule(
    "create-direct",
    "Creating entries became direct",
    "Rows of table {table} can now be created directly",
    _INFO,
    _INFO,
    Bump.MINOR,
    _DIRECT,
)
UPDATE_DIRECT = Rule(
    "update-direct",
    "Updating entries became direct",
    "Rows of table {table} can now be updated directly",
    _INFO,
    _INFO,
    Bump.MINOR,
    _DIRECT,
)
DELETE_DIRECT = Rule(
    "delete-direct",
    "Deleting entries became direct",
    "Rows of table {table} can now be deleted directly",
    _INFO,
    _INFO,
    Bump.MINOR,
    _DIRECT,
)
TABLE_DETAILS_CHANGED = Rule(
    "table-details-changed",
    "Other details of a table changed",
    "Property {key} of table {table} {detail_changed}",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps properties that this version does not know; they do not affect generated code.",
)


def _list_rules(
    name: str, title: str, sentences: tuple[str, str, str, str], removed: str
) -> tuple[Rule, Rule, Rule, Rule]:
    """Return the rules for one of the account's lists of names: added, removed, case changed, introduced.

    Args:
        name: Prefix of the rule ids.
        title: Noun for the titles.
        sentences: The sentences of the four rules.
        removed: Explanation of the rule for a removed name.
    """
    article = "an" if title[0] in "AEIOU" else "a"
    noun = f"{title[0].lower()}{title[1:]}"
    was_added, was_removed, was_renamed, were_introduced = sentences
    return (
        Rule(
            f"{name}-added",
            f"{title} added",
            was_added,
            _INFO,
            _INFO,
            Bump.MINOR,
            "Backward compatible: there is one more name.",
        ),
        Rule(
            f"{name}-removed",
            f"{title} removed",
            was_removed,
            _INFO,
            _ERROR,
            Bump.MAJOR,
            removed,
        ),
        Rule(
            f"{name}-case-changed",
            f"Case of {article} {noun} changed",
            was_renamed,
            _WARNING,
            _ERROR,
            Bump.MAJOR,
            "Comparisons with the old spelling fail, and type checkers reject it.",
        ),
        Rule(
            f"{name}s-introduced",
            f"First {noun}s",
            were_introduced,
            _INFO,
            _WARNING,
            Bump.MAJOR,
            "Type checkers accepted any text while the list was empty, and now accept only the listed names.",
        ),
    )


ORDER_TYPE_ADDED, ORDER_TYPE_REMOVED, ORDER_TYPE_CASE_CHANGED, ORDER_TYPES_INTRODUCED = _list_rules(
    "order-type",
    "Order type",
    (
        "Order type {after} was added",
        "Order type {before} was removed",
        "Order type {before} was renamed to {after} (only the case changed)",
        "The account now has order types: {after}",
    ),
    "Code that uses it refers to a name that is gone; older orders may still have it.",
)
POINT_TYPE_ADDED, POINT_TYPE_REMOVED, POINT_TYPE_CASE_CHANGED, POINT_TYPES_INTRODUCED = _list_rules(
    "point-type",
    "Point type",
    (
        "Point type {after} was added",
        "Point type {before} was removed",
        "Point type {before} was renamed to {after} (only the case changed)",
        "The account now has point types: {after}",
    ),
    "Code that uses it refers to a name that is gone; older points may still have it.",
)
PATCH_FIELD_ADDED, PATCH_FIELD_REMOVED, PATCH_FIELD_CASE_CHANGED, PATCH_FIELDS_INTRODUCED = _list_rules(
    "patch-field",
    "Patchable field",
    (
        "Field {after} can now be patched in bulk",
        "Field {before} can no longer be patched in bulk",
        "Bulk-patchable field {before} was renamed to {after} (only the case changed)",
        "The account now lists the fields that can be patched in bulk: {after}",
    ),
    "A batch patch of contacts that sets it is rejected.",
)
ACCOUNT_DETAILS_CHANGED = Rule(
    "account-details-changed",
    "Other details of the account changed",
    "Property {key} of the account {detail_changed}",
    _INFO,
    _INFO,
    Bump.PATCH,
    "The snapshot keeps properties that this version does not know; they do not affect generated code.",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
"""All rules, in the order in which this module defines them."""
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
