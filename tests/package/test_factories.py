"""`yulsn_client.testing` makes objects for tests, and is a pytest plugin that serves the package's own account."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from yulsn_client import testing
from yulsn_client.models import Contact, Order
from yulsn_client.tables.bikes import BikesRow
from yulsn_client.testing import make_bikes_row, make_contact, make_order, make_order_line
from yulsn_client.types import ORDER_TYPE_VALUES

from .conftest import GENERATED

MAKERS: dict[str, Callable[..., Any]] = {name: getattr(testing, name) for name in testing.__all__}


def test_there_is_a_factory_for_each_owner_and_table() -> None:
    assert sorted(type(make()).__name__ for make in MAKERS.values()) == [
        "BikesRow",
        "Contact",
        "ContactCompany",
        "CykelruterRow",
        "LoyaltyCardsRow",
        "NewsletterSignupsRow",
        "Order",
        "OrderLine",
        "ServiceVisitsRow",
        "Store",
    ]


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_factory_makes_the_same_valid_object_each_time(make: Callable[..., Any]) -> None:
    made = make()
    assert made == make()
    assert type(made).from_dict(made.to_dict()) == made
    assert type(made).from_json(made.to_json()) == made


def test_given_attributes_are_kept_and_others_are_plausible() -> None:
    contact = make_contact(email="ada@example.com", shoe_size=38)
    assert isinstance(contact, Contact)
    assert (contact.email, contact.shoe_size) == ("ada@example.com", 38)
    assert (contact.id, contact.email_confirmed, len(contact.version)) == (1, False, 8)
    assert contact.last_modified == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert contact.first_name is None
    assert contact.favourite_brand == "Avenue"  # the first of the allowed values
    assert make_contact(favourite_brand=None).favourite_brand is None


def test_the_first_allowed_value_is_used_wherever_the_account_lists_them() -> None:
    order = make_order(order_lines=[make_order_line(quantity=Decimal(2))])
    assert isinstance(order, Order)
    assert order.type == ORDER_TYPE_VALUES[0]
    assert order.order_lines is not None
    assert order.order_lines[0].quantity == Decimal(2)
    assert isinstance(make_bikes_row(), BikesRow)


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(TypeError, match="shoe"):
        make_contact(shoe=38)  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="make_nothing"):
        testing.make_nothing  # type: ignore[attr-defined]  # noqa: B018


def test_every_factory_is_documented_and_listed() -> None:
    assert set(testing.__all__) <= set(dir(testing))
    assert "`Contact`" in (inspect.getdoc(make_contact) or "")
    assert make_contact.__name__ == "make_contact"


def test_importing_the_factories_loads_no_model() -> None:
    program = "import sys, yulsn_client.testing as t; t.make_contact; print([m for m in sys.modules if 'models' in m])"
    done = subprocess.run([sys.executable, "-c", program], cwd=GENERATED, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


TESTS = """
    import pytest
    from yulsn_client import Client


    def test_the_account_is_that_of_the_package(sandbox):
        with Client(sandbox.api_key, base_url=sandbox.base_url) as client:
            assert client.verify_schema() == []


    @pytest.mark.sandbox(contacts=3, api_key="other")
    def test_the_marker_passes_keywords(sandbox):
        with Client("other", base_url=sandbox.base_url) as client:
            assert len(client.contacts.list_ids()) == 3
"""


def test_the_pytest_plugin_serves_the_account_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["yulsn_client.testing"]\n')
    (tmp_path / "test_shop.py").write_text(dedent(TESTS))
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "--strict-markers", "-p", "no:cacheprovider"]
    # pytest's bytecode of a plugin states a hash, which `check` refuses beside a package.
    environment = {
        "PYTHONPATH": str(GENERATED),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # plugins of others take longer than the tests
        "PATH": "",
    }
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert "2 passed" in ran.stdout, ran.stdout + ran.stderr


def test_without_the_generator_only_the_fixture_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yulsn_codegen.testing", None)
    monkeypatch.delattr(testing, "sandbox", raising=False)
    with pytest.raises(AttributeError, match=r"yulsn_client\.testing\.sandbox needs yulsn-codegen and pytest"):
        testing.sandbox  # type: ignore[attr-defined]  # noqa: B018
    assert make_contact(id=2).id == 2
