"""What the reference shows: an operation for each call, and the account's fields and tables as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from injection.accounts import hostile
from injection.strings import foul
from markdown_it import MarkdownIt
from support.schemas import contacts, field
from yulsn_codegen.account.schema import EMPTY, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.plan import plan
from yulsn_codegen.reference import fields
from yulsn_codegen.reference.fields import field_types, introduction, table_section
from yulsn_codegen.reference.view import view

from .made import SETTINGS, builtin_plan, document, operations

HTML = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://example.com/x.png)",
    "# heading",
    "https://example.com",
    "</script><script>alert(1)</script>",
    "a\n\n# b",
)


def shown(account: AccountSchema) -> str:
    made = plan(account)
    return introduction(made, field_types(made))


def test_each_call_has_its_own_operation() -> None:
    api = builtin_plan().api
    found = list(operations(document()))
    assert len(found) == sum(len(one.methods) for one in (*api.resources, *api.tables))
    assert {path for path, _, _ in found if path.startswith("/api/v1/Contacts?")} == {
        "/api/v1/Contacts?email=",
        "/api/v1/Contacts?field=&value=",
        "/api/v1/Contacts?phone=",
        "/api/v1/Contacts?secret=",
    }


def test_an_operation_has_only_the_parameters_and_responses_of_its_call() -> None:
    find = document()["paths"]["/api/v1/Contacts?secret="]["get"]
    assert [(one["name"], one["required"]) for one in find["parameters"]] == [("secret", True), ("ip", False)]
    assert find["responses"]["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Contact"}
    assert find["description"] == (
        "`client.contacts.find_by_secret(secret, *, ip=None)`\n\nThe method returns `None` if the status is 404."
    )


def test_searches_are_operations_with_an_example_body() -> None:
    search = document()["paths"]["/api/v1/Orders"]["additionalOperations"]["SEARCH"]
    assert search["operationId"] == "orders.search"
    example = search["requestBody"]["content"]["application/json"]["example"]
    assert example == [{"Field": "Delivery Method", "Operator": 1, "Value": "Afhentning"}]


def test_a_field_has_a_heading_with_its_label_and_its_names_type_and_values() -> None:
    account = contacts(
        field("Shoe Size", FieldType.NUMBER, label="Skostørrelse", values=(40, 41)),
        field("Wants SMS", FieldType.BOOLEAN),
    )
    assert shown(account) == (
        "# Fields: Contacts\n\n"
        "## Skostørrelse (Shoe Size)\n\n"
        "- Python: `shoe_size`, int\n"
        "- JSON: Shoe Size, Number\n"
        "- Allowed values: 40, 41.\n\n"
        "## Wants SMS\n\n"
        "- Python: `wants_sms`, bool\n"
        "- JSON: Wants SMS, Boolean\n"
    )


def test_the_fields_of_a_large_account_are_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "_MOST_HEADINGS", 1)
    account = contacts(field("A|b", FieldType.NUMBER, label="a@b|c.dk", values=(1, 2)), field("C", label="<b>"))
    assert shown(account) == (
        "# Fields: Contacts\n\n"
        "| Label | Python | Type | JSON | Values |\n"
        "|---|---|---|---|---|\n"
        "| ` a@b\\|c.dk ` | `a_b` | int | A\\|b | 1, 2 |\n"
        "| &lt;b&gt; | `c` | str | C |  |\n"
    )
    table = AccountTable(7, "Cars", label="Biler", fields=(field("Doors", FieldType.NUMBER), field("Colour")))
    made = plan(replace(EMPTY, tables=(table,)))
    assert introduction(made, field_types(made)) == "\n"
    assert "| `doors` | int | Doors |" in table_section(made, made.api.tables[0], field_types(made))


def test_a_table_has_a_heading_with_its_label_and_missing_writes() -> None:
    table = AccountTable(7, "Cars", label="Biler", description="Hvad der køres", writes=TableWrites(True, True, False))
    assert shown(replace(EMPTY, tables=(table,))) == (
        "# Table: Biler\n\n"
        "Biler. Hvad der køres\n\n"
        "Name: Cars. Python: `client.tables.cars`.\n\n"
        "Without delete, which the account routes through a converter.\n"
    )


def test_properties_of_models_have_labels_and_python_names() -> None:
    properties = document()["components"]["schemas"]["Contact"]["properties"]
    assert properties["FirstName"]["description"] == "Python: `first_name`."
    assert properties["Kreditmaksimum"]["description"] == "Kreditmaksimum (kr.). Python: `kreditmaksimum`."


def test_parts_that_the_key_may_not_read_are_listed() -> None:
    text = shown(replace(EMPTY, unread=frozenset({"owners.Stores"})))
    assert "**The API key could not read all of the account. Missing: the fields of Stores.**" in text


@pytest.mark.parametrize("text", HTML)
def test_a_label_is_shown_literally(text: str) -> None:
    account = contacts(field("X", label=text, values=(text,)))
    tokens = MarkdownIt().parse(shown(account))
    kinds = {token.type for token in tokens} | {one.type for token in tokens for one in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "image", "link_open"}
    assert sum(token.type == "heading_open" for token in tokens) == 2
    assert " ".join(text.split()) in "".join(one.content for token in tokens for one in token.children or ())


def test_invisible_characters_of_an_account_are_shown() -> None:
    account = replace(hostile(), tables=())

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for pair in value.items() for one in pair for text in texts(one)]
        if isinstance(value, list):
            return [text for one in value for text in texts(one)]
        return [value] if isinstance(value, str) else []

    assert foul("".join(texts(view(plan(account), SETTINGS)))) == []
