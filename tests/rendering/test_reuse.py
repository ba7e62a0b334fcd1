"""Modules that did not change are not rendered again, and the output is the same as if they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.accounts import account, field, table
from yulsn_codegen import cache, check
from yulsn_codegen.account.schema import AccountSchema, FieldType
from yulsn_codegen.check import check_account
from yulsn_codegen.config import NO_CONFIG
from yulsn_codegen.output.lock import need_lock
from yulsn_codegen.plan import plan
from yulsn_codegen.rendering import modules, render, reuse
from yulsn_codegen.rendering.render import Rendered
from yulsn_codegen.rendering.reuse import Known
from yulsn_codegen.text.hashing import digest
from yulsn_codegen.update import Outcome, generate_into

PACKAGE = "shop_client"
LEVEL = field("Level", values=["gold", "silver"])
BIKES, CARS = table(1, "Bikes", field("Gears", FieldType.NUMBER), LEVEL), table(2, "Cars", field("Doors"))
SHOP = account([LEVEL], [BIKES, CARS], order_types=["web"])
BIGGER = replace(SHOP, tables=(replace(BIKES, fields=(*BIKES.fields, field("Brand"))), CARS))
# For each change the modules that it must render again, and some that it must not.
CHANGES = {
    "a field of a table": (BIGGER, {"tables/bikes.py"}, {"tables/cars.py", "models/orders.py"}),
    "a field of contacts": (
        replace(SHOP, owners={**SHOP.owners, "Contacts": (LEVEL, field("Size"))}),
        {"models/contacts.py"},
        {"tables/bikes.py", "models/stores.py", "resources/contacts.py"},
    ),
    "an order type and an allowed value": (
        replace(SHOP, order_types=("shop", "web"), owners={**SHOP.owners, "Contacts": (field("Level", values=["x"]),)}),
        {"models/contacts.py", "models/orders.py"},
        {"tables/bikes.py", "tables/cars.py"},
    ),
    "the label of a table": (
        replace(SHOP, tables=(replace(BIKES, label="Bicycles"), CARS)),
        {"tables/bikes.py"},
        {"tables/cars.py"},
    ),
}


def rendered(schema: AccountSchema, known: Known = reuse.NOTHING) -> Rendered:
    return render.render(plan(schema).api, schema, PACKAGE, known=known)


@pytest.fixture(scope="module")
def shop() -> Rendered:
    return rendered(SHOP)


@pytest.mark.parametrize("what", CHANGES)
def test_only_what_a_change_affects_is_rendered_again(shop: Rendered, what: str) -> None:
    schema, again, kept = CHANGES[what]
    found = rendered(schema, Known(hashes=shop.hashes, published=shop.files))
    anew = rendered(schema)
    assert (found.files, found.hashes) == (anew.files, anew.hashes)
    assert found.reused.issuperset(f"{PACKAGE}/{path}" for path in kept)
    assert found.reused.isdisjoint(f"{PACKAGE}/{path}" for path in again)


def test_a_file_with_another_text_is_not_reused(shop: Rendered) -> None:
    path = f"{PACKAGE}/tables/bikes.py"
    edited = {**shop.files, path: shop.files[path] + "import os\n"}
    found = rendered(SHOP, Known(hashes=shop.hashes, published=edited))
    assert found.files == shop.files
    assert path not in found.reused


def test_a_module_is_not_reused_for_another_one_with_the_same_content(shop: Rendered) -> None:
    swapped = dict(shop.files)
    one, other = (f"{PACKAGE}/tables/{name}.py" for name in ("bikes", "cars"))
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert rendered(SHOP, Known(hashes=shop.hashes, published=swapped)).files == shop.files


def test_modules_common_to_all_accounts_are_prepared(shop: Rendered) -> None:
    owners = dict.fromkeys(SHOP.owners, (LEVEL,))
    full = replace(SHOP, owners=owners, order_types=("a",), point_types=("a",), patch_fields=("a",))
    by_key, by_path = modules.prepare([plan(full).api, plan(account()).api])
    assert {"resources/contacts.py", "models/segments.py"} <= by_path.keys()
    assert by_path.keys().isdisjoint({"models/contacts.py", "models/orders.py", "models/points.py"})
    assert all(shop.files[f"{PACKAGE}/{path}"] == text for path, text in by_path.items())
    found = rendered(SHOP, Known(ready=by_key))
    assert found.files == shop.files
    assert found.reused == {f"{PACKAGE}/{path}" for path in by_path}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[str]:
    """The modules that are rendered, with records that only this test uses."""
    made: list[str] = []
    text = modules.module_text

    def module_text(path: str, *arguments: object) -> str:
        made.append(path)
        return text(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(render, "module_text", module_text)
    monkeypatch.setattr(reuse, "code", lambda: digest(request.node.name))
    cache.write("modules", digest(request.node.name), {})
    return made


def generated(folder: Path, schema: AccountSchema) -> Outcome:
    return generate_into(folder, schema, PACKAGE)


def test_a_run_reuses_what_an_earlier_one_published(made: list[str], tmp_path: Path) -> None:
    generated(tmp_path / "out", SHOP)
    assert {"tables/bikes.py", "tables/cars.py"} <= set(made)
    made.clear()
    assert f"{PACKAGE}/tables/bikes.py" in generated(tmp_path / "out", BIGGER).changed
    assert made == ["tables/bikes.py", "testing/_bikes_row.py"]


def test_a_check_renders_only_modules_that_an_account_determines(made: list[str], tmp_path: Path) -> None:
    generated(tmp_path / "out", SHOP)
    made.clear()
    check_account(need_lock(tmp_path / "out"), BIGGER, allow_shrink=False)
    assert {"tables/bikes.py", "models/contacts.py"} <= set(made)
    assert {"resources/contacts.py", "models/segments.py"}.isdisjoint(made)


def test_a_search_of_usages_renders_modules_that_a_change_does_not_affect_once(made: list[str], tmp_path: Path) -> None:
    generated(tmp_path / "out", BIGGER)
    lock = need_lock(tmp_path / "out")
    changes, _ = check_account(lock, SHOP, allow_shrink=False)
    made.clear()
    packages = check._packages(lock, SHOP, changes, NO_CONFIG)
    assert (made.count("tables/bikes.py"), made.count("tables/cars.py")) == (3, 1)
    path = f"{PACKAGE}/tables/bikes.py"
    assert packages.new[path] == packages.without[path] == rendered(SHOP).files[path] != packages.old[path]


@pytest.mark.parametrize("record", [5, {"a": 1}])
def test_without_a_usable_record_everything_is_rendered(
    made: list[str], tmp_path: Path, record: object, request: pytest.FixtureRequest
) -> None:
    generated(tmp_path / "out", SHOP)
    first = set(made)
    made.clear()
    cache.write("modules", digest(request.node.name), record)
    generated(tmp_path / "out", BIGGER)
    assert set(made) == first
