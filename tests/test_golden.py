"""`generated/` is byte for byte what the generator writes for the sandbox's account."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.output.disk import hash_of
from yulsn_codegen.output.lock import read_lock

GOLDEN = Path(__file__).parents[1] / "generated"
AGAIN = "`python -m yulsn_codegen generate --sandbox` in the repository makes it anew."


@pytest.fixture(scope="module")
def golden() -> dict[str, str]:
    paths = [path for path in GOLDEN.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(GOLDEN).as_posix(): path.read_bytes().decode("utf-8") for path in paths}


def test_generated_has_exactly_the_files_that_the_generator_writes(
    golden: dict[str, str], generated: Generated
) -> None:
    assert sorted(golden) == sorted(generated.files), AGAIN


def test_each_file_matches_a_first_generation(golden: dict[str, str], generated: Generated) -> None:
    assert [path for path in generated.files if golden.get(path) != generated.files[path]] == [], AGAIN


def test_each_file_matches_a_generation_with_its_own_pins(golden: dict[str, str], builtin: AccountSchema) -> None:
    lock = read_lock(GOLDEN)
    assert lock is not None
    files = generate(builtin, lock.package, lock).files
    assert [path for path in files if golden.get(path) != files[path]] == [], AGAIN


def test_the_lock_lists_every_file() -> None:
    lock = read_lock(GOLDEN)
    assert lock is not None
    assert [path for path, sha256 in lock.files.items() if hash_of(GOLDEN / path) != sha256] == []


def test_every_file_has_lf_line_endings_and_ends_with_one(golden: dict[str, str]) -> None:
    for path, text in golden.items():
        assert "\r" not in text, path
        assert text == "" or (text.endswith("\n") and not text.endswith("\n\n")), path
