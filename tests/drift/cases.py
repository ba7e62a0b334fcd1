"""One difference per drift rule: two accounts, the change between them, its sentence, and code that it may break.

A new rule needs one row here. `test_compare` finds the change, `reports/test_sentences` describes it, and
`test_type_checker` judges the code against the packages of both accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from support.schemas import contacts, field, with_tables
from yulsn_codegen.account.schema import EMPTY, AccountChoice, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, Rule, SchemaChange

CONTACTS = Place("Contacts", "Contacts", field="Size")
TABLE = Place("table Cars", "Cars", table=True)
NUMBER, DECIMAL, BOOLEAN = FieldType.NUMBER, FieldType.DECIMAL, FieldType.BOOLEAN
SIZE = field("Size", NUMBER)
CARS = AccountTable(10, "Cars", label="Cars", description="What is driven", fields=(SIZE,))
NO_TABLES = replace(with_tables(), choice=AccountChoice(tables=()))


@dataclass(frozen=True)
class Case:
    """A difference of two accounts that is one change of one rule.

    Attributes:
        before: The old account. The field of a field's change is Size of Contacts; the table of a table's is Cars.
        after: The new account.
        change: The change.
        sentence: The sentence that describes it.
        reads: A statement that reads what changes. The field is here one of a table: `{Name}` and `{name}` are the
            names of its class and of its module; `row`, `contact`, `order`, `point` and `client` can be used.
        writes: A statement that writes it.
    """

    before: AccountSchema
    after: AccountSchema
    change: SchemaChange
    sentence: str
    reads: str = "takes(row.size)"
    writes: str = "{Name}Create(size=1)"

    @property
    def rule(self) -> Rule:
        return self.change.rule


def _field(
    before: AccountSchema, after: AccountSchema, rule: Rule, old: object, new: object, sentence: str, **code: str
) -> Case:
    certain = rule is not rules.FIELD_RENAMED
    return Case(before, after, SchemaChange(rule, CONTACTS, old, new, certain=certain), sentence, **code)


def _values(*before: str) -> AccountSchema:
    return contacts(field("Size", values=before))


def _texts(value: str) -> dict[str, str]:
    return {"reads": "takes_text(row.size)", "writes": f'{{Name}}Create(size="{value}")'}


def _table(
    before: AccountSchema, after: AccountSchema, rule: Rule, old: object, new: object, sentence: str, **code: str
) -> Case:
    whole = {"reads": "client.tables.{name}.get(1)", "writes": "client.tables.{name}.create({Name}Create(size=1))"}
    return Case(before, after, SchemaChange(rule, TABLE, old, new), sentence, **{**whole, **code})


def _changed(**changes: Any) -> AccountSchema:
    return with_tables(replace(CARS, **changes))


def _moved(
    rule: Rule, writes: TableWrites, sentence: str, statement: str = "client.tables.{name}.get(1)", *, away: bool
) -> Case:
    sides = [("direct", with_tables(CARS)), ("converter", _changed(writes=writes))]
    (old, before), (new, after) = sides if away else reversed(sides)
    return _table(before, after, rule, old, new, sentence, writes=statement)


def _list(
    key: str, scope: str, four: tuple[Rule, Rule, Rule, Rule], sentences: tuple[str, str, str, str], **code: str
) -> list[Case]:
    """The cases of the rules for a list of names: added, removed, respelt, introduced."""
    place, (added, removed, respelt, introduced) = Place(scope), four

    def names(*listed: str) -> AccountSchema:
        return replace(EMPTY, **{key: listed})  # type: ignore[arg-type]

    changes = (
        (names("kept"), names("new", "kept"), SchemaChange(added, place, None, "new"), "kept"),
        (names("kept", "gone"), names("kept"), SchemaChange(removed, place, "gone", None), "gone"),
        (names("kept", "lower"), names("LOWER", "kept"), SchemaChange(respelt, place, "lower", "LOWER"), "lower"),
        (names(), names("new", "kept"), SchemaChange(introduced, place, (), ("kept", "new")), "unlisted"),
    )
    return [
        Case(before, after, change, sentence, code["reads"], code["writes"].replace("NAME", used))
        for (before, after, change, used), sentence in zip(changes, sentences, strict=True)
    ]


CASES: list[Case] = [
    _field(contacts(), contacts(SIZE), rules.FIELD_ADDED, None, "Number",
           'Field "Size" was added to Contacts (type Number)', reads="takes(row.id)", writes="{Name}Create()"),
    _field(contacts(SIZE), contacts(), rules.FIELD_REMOVED, "Number", None,
           'Field "Size" was removed from Contacts (type Number)'),
    _field(contacts(SIZE), contacts(field("Shoe", NUMBER)), rules.FIELD_RENAMED, "Size", "Shoe",
           'Field "Size" of Contacts may have been renamed to "Shoe"'),
    _field(contacts(SIZE), contacts(field("SIZE", NUMBER)), rules.FIELD_CASE_CHANGED, "Size", "SIZE",
           'Field "Size" of Contacts was renamed to "SIZE" (only the case changed)'),
    _field(contacts(SIZE), contacts(field("Size")), rules.TYPE_CHANGED, "Number", "String",
           'The type of field "Size" of Contacts changed from Number to String'),
    _field(contacts(SIZE), contacts(field("Size", DECIMAL)), rules.NUMBER_TO_DECIMAL, "Number", "Decimal",
           'The type of field "Size" of Contacts was widened from Number to Decimal'),
    _field(_values("S"), _values("M", "S"), rules.VALUE_ADDED, None, "M",
           'Field "Size" of Contacts now allows the value "M"', **_texts("S")),
    _field(_values("S", "M"), _values("M"), rules.VALUE_REMOVED, "S", None,
           'Field "Size" of Contacts no longer allows the value "S"', **_texts("S")),
    _field(_values("S", "M"), _values("M", "s"), rules.VALUE_CASE_CHANGED, "S", "s",
           'Field "Size" of Contacts now allows the value "s" instead of "S" (only the case changed)', **_texts("S")),
    _field(contacts(field("Size")), _values("S", "M"), rules.VALUES_INTRODUCED, None, ("M", "S"),
           'Field "Size" of Contacts now allows only these values: "M", "S"', **_texts("L")),
    _field(_values("S", "M"), contacts(field("Size")), rules.VALUES_LIFTED, ("M", "S"), None,
           'Field "Size" of Contacts now allows any value', **_texts("S")),
    _field(_values("S"), _values(), rules.VALUES_EMPTIED, ("S",), (),
           'The list of allowed values of field "Size" of Contacts is now empty', **_texts("S")),
    _field(contacts(SIZE), contacts(replace(SIZE, label="How big")), rules.FIELD_LABEL_CHANGED, None, "How big",
           'The label of field "Size" of Contacts was set to "How big"'),
    _field(contacts(replace(SIZE, extra={"unit": None})), contacts(SIZE), rules.FIELD_DETAILS_CHANGED,
           {"unit": None}, None, 'Property "unit" of field "Size" of Contacts was removed (it was null)'),
    _table(with_tables(), with_tables(CARS), rules.TABLE_ADDED, None, 10, 'Table "Cars" was added (id 10)'),
    _table(with_tables(CARS), with_tables(), rules.TABLE_REMOVED, 10, None, 'Table "Cars" was removed (id 10)'),
    _table(NO_TABLES, with_tables(CARS), rules.TABLE_INCLUDED, None, 10,
           'Table "Cars" is now included by the configuration (id 10)'),
    _table(with_tables(CARS), NO_TABLES, rules.TABLE_EXCLUDED, 10, None,
           'Table "Cars" is no longer included by the configuration (id 10)'),
    _table(with_tables(CARS), _changed(name="Bikes"), rules.TABLE_RENAMED, "Cars", "Bikes",
           'Table "Cars" was renamed to "Bikes"'),
    _table(with_tables(CARS), _changed(name="CARS"), rules.TABLE_CASE_CHANGED, "Cars", "CARS",
           'Table "Cars" was renamed to "CARS" (only the case changed)'),
    _table(with_tables(CARS), _changed(id=11), rules.TABLE_RECREATED, 10, 11,
           'Table "Cars" was deleted and created again (id 10, now 11)'),
    _table(with_tables(CARS), _changed(label=None), rules.TABLE_LABEL_CHANGED, "Cars", None,
           'The label of table "Cars" was removed (it was "Cars")'),
    _table(with_tables(CARS), _changed(description=""), rules.TABLE_DESCRIPTION_CHANGED, "What is driven", "",
           'The description of table "Cars" changed from "What is driven" to ""'),
    _moved(rules.CREATE_CONVERTED, TableWrites(create=False),
           'Rows of table "Cars" can now be created only through a converter',
           "client.tables.{name}.create({Name}Create(size=1))", away=True),
    _moved(rules.UPDATE_CONVERTED, TableWrites(update=False),
           'Rows of table "Cars" can now be updated only through a converter',
           "client.tables.{name}.patch(1, {Name}Patch(size=1))", away=True),
    _moved(rules.DELETE_CONVERTED, TableWrites(delete=False),
           'Rows of table "Cars" can now be deleted only through a converter',
           "client.tables.{name}.delete(1)", away=True),
    _moved(rules.CREATE_DIRECT, TableWrites(create=False),
           'Rows of table "Cars" can now be created directly', away=False),
    _moved(rules.UPDATE_DIRECT, TableWrites(update=False),
           'Rows of table "Cars" can now be updated directly', away=False),
    _moved(rules.DELETE_DIRECT, TableWrites(delete=False),
           'Rows of table "Cars" can now be deleted directly', away=False),
    _table(with_tables(CARS), _changed(writes=TableWrites(extra={"by": 3})), rules.TABLE_DETAILS_CHANGED,
           None, {"writes": {"by": 3}}, 'Property "writes.by" of table "Cars" was set to 3'),
    *_list(
        "order_types", "order types",
        (rules.ORDER_TYPE_ADDED, rules.ORDER_TYPE_REMOVED, rules.ORDER_TYPE_CASE_CHANGED, rules.ORDER_TYPES_INTRODUCED),
        ('Order type "new" was added', 'Order type "gone" was removed',
         'Order type "lower" was renamed to "LOWER" (only the case changed)',
         'The account now has order types: "kept", "new"'),
        reads="takes_text(order.type)", writes='client.orders.list_by_contact(1, order_type="NAME")',
    ),
    *_list(
        "point_types", "point types",
        (rules.POINT_TYPE_ADDED, rules.POINT_TYPE_REMOVED, rules.POINT_TYPE_CASE_CHANGED, rules.POINT_TYPES_INTRODUCED),
        ('Point type "new" was added', 'Point type "gone" was removed',
         'Point type "lower" was renamed to "LOWER" (only the case changed)',
         'The account now has point types: "kept", "new"'),
        reads="takes_text(point.type)", writes='PointCreate(contact_id=1, amount=1, type="NAME")',
    ),
    *_list(
        "patch_fields", "patchable fields",
        (rules.PATCH_FIELD_ADDED, rules.PATCH_FIELD_REMOVED, rules.PATCH_FIELD_CASE_CHANGED,
         rules.PATCH_FIELDS_INTRODUCED),
        ('Field "new" can now be patched in bulk', 'Field "gone" can no longer be patched in bulk',
         'Bulk-patchable field "lower" was renamed to "LOWER" (only the case changed)',
         'The account now lists the fields that can be patched in bulk: "kept", "new"'),
        reads="takes(contact.id)",
        writes='ContactBatchPatch(key_type="Id", keys=["1"], fields={{"NAME": 1}})',
    ),
    Case(
        replace(EMPTY, extra={"plan": 1}), replace(EMPTY, extra={"plan": True}),
        SchemaChange(rules.ACCOUNT_DETAILS_CHANGED, Place("account"), {"plan": 1}, {"plan": True}),
        'Property "plan" of the account changed from 1 to true',
        "takes(contact.id)", "takes(contact.id)",
    ),
]  # fmt: skip
