"""Whether an output is up to date: decided without generating where that is safe, and never wrongly."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.accounts import account, field
from yulsn_codegen import cache, fingerprint
from yulsn_codegen import generate as pipeline
from yulsn_codegen.account.schema import EMPTY, AccountField, AccountSchema, FieldType
from yulsn_codegen.config import Config
from yulsn_codegen.generate import Generated
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.update import Outcome, Permissions, generate_into

SHOP = account([field("Size", FieldType.NUMBER, values=[38, 40])])


@pytest.fixture(scope="module")
def made() -> Generated:
    return pipeline.generate(SHOP, "shop_client")


@pytest.fixture
def steps(made: Generated, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What is generated, by its number of contact fields; the outcomes are remembered in a folder of the test's."""
    done: list[str] = []

    def generate(schema: AccountSchema, *_: object) -> Generated:
        done.append(f"{len(schema.owners['Contacts'])} fields")
        return made

    def regenerate(*_: object) -> dict[str, str]:
        done.append("verified")
        return made.files

    monkeypatch.setattr(pipeline, "generate", generate)
    monkeypatch.setattr(pipeline, "regenerate", regenerate)
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return done


def again(folder: Path, schema: AccountSchema = SHOP, config: Config | None = None) -> Outcome:
    permissions = Permissions(allow_shrink=True)  # the generated package is that of the sandbox's account
    return generate_into(folder, schema, "shop_client", config=config or Config(), permissions=permissions)


def test_an_output_of_the_same_code_and_account_is_up_to_date(steps: list[str], tmp_path: Path) -> None:
    assert again(tmp_path / "out").changed
    assert again(tmp_path / "out").changed == ()
    assert steps == ["1 fields"]


def test_another_account_makes_the_output_stale(steps: list[str], tmp_path: Path) -> None:
    again(tmp_path / "out")
    again(
        tmp_path / "out", replace(SHOP, owners={**EMPTY.owners, "Contacts": (AccountField("A", FieldType.STRING),) * 2})
    )
    assert steps == ["1 fields", "2 fields"]


def test_a_configured_name_makes_the_output_stale(steps: list[str], tmp_path: Path) -> None:
    again(tmp_path / "out")
    again(tmp_path / "out", config=Config(names={"Contacts": {"Size": "shoe_size"}}))
    assert len(steps) == 2


@pytest.mark.usefixtures("changing_code")
@pytest.mark.parametrize("what", ["code", "a library"])
def test_other_code_makes_the_output_stale(
    steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    again(tmp_path / "out")
    if what == "code":
        copy = tmp_path / "package"
        copy.mkdir()
        (copy / "module.py").write_text("changed = True\n", encoding="utf-8")
        monkeypatch.setattr(fingerprint, "PACKAGE", copy)
    else:
        monkeypatch.setattr(fingerprint, "versions", lambda names: ["black-99.dist-info"])
    again(tmp_path / "out")
    assert len(steps) == 2
    again(tmp_path / "out")
    assert len(steps) == 2


def test_the_versions_of_dependencies_that_shape_the_output_are_recorded() -> None:
    names = [name.lower().split("-")[0] for name in fingerprint.versions(fingerprint._SHAPING)]
    assert names == list(fingerprint._SHAPING)


def test_an_output_without_a_record_is_not_up_to_date(
    steps: list[str], made: Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again(tmp_path / "out")
    shutil.rmtree(tmp_path / "cache")
    assert again(tmp_path / "out").changed == ()
    assert len(steps) == 2
    cache.write("outputs", fingerprint.code(), {"locks": 5})
    again(tmp_path / "out")
    assert len(steps) == 3


@pytest.mark.parametrize("name", ["README.md", "shop_client/types.py"])
def test_a_missing_file_makes_the_output_stale(steps: list[str], tmp_path: Path, name: str) -> None:
    again(tmp_path / "out")
    (tmp_path / "out" / name).unlink()
    assert again(tmp_path / "out").changed == (name,)


def test_a_lock_with_other_hashes_is_not_up_to_date(steps: list[str], tmp_path: Path) -> None:
    again(tmp_path / "out")
    lock = tmp_path / "out" / LOCK_NAME
    lock.write_text(lock.read_text(encoding="utf-8").replace('"generator": "', '"generator": "9.'), encoding="utf-8")
    again(tmp_path / "out")
    assert len(steps) == 2
