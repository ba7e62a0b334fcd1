"""The configuration: its settings, the errors for invalid ones, and that every command reads it."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from support.cli import Run
from support.outputs import LEVEL, SHOP, SIZE, again, first, shop, unpack
from support.schemas import field
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.client.naming import Names, with_given
from yulsn_codegen.config import Config, find_config, read_config
from yulsn_codegen.output.lock import LOCK_NAME, read_lock
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import CodegenError, InputError

EVERY_KEY = """
[tool.yulsn-codegen]
base-url = "https://api.yulsn.io"
package = "acme_crm"
fail-on = "error"
out = "clients/acme"
api-key-file = "/run/key"
accepted = "accepted.toml"
allow-http = true
usage = ["src", "scripts/sync.py"]

[tool.yulsn-codegen.names.Contacts]
"Shoe-Size" = "old_shoe_size"

[tool.yulsn-codegen.names."table Cars"]
"Doors" = "door_count"

[tool.yulsn-codegen.renames.tables]
"Cars" = "Automobiles"

[tool.yulsn-codegen.profiles.staging]
account = "staging.json"
out = "clients/staging"

[tool.yulsn-codegen.profiles.staging.names.Contacts]
"X" = "the_x"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a key in the environment and no configuration yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", "sandbox")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def configure(folder: Path, text: str) -> Path:
    file = folder / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    return file


def section(*lines: str) -> str:
    return "\n".join(["[tool.yulsn-codegen]", *lines])


# reading


def test_every_key_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    config = read_config(configure(tmp_path, EVERY_KEY))
    assert config.options == {
        "base-url": "https://api.yulsn.io",
        "package": "acme_crm",
        "fail-on": "error",
        "out": str(tmp_path / "clients" / "acme"),
        "api-key-file": "/run/key",
        "accepted": str(tmp_path / "accepted.toml"),
        "allow-http": True,
        "usage": [str(tmp_path / "src"), str(tmp_path / "scripts" / "sync.py")],
    }
    assert config.names == {"Contacts": {"Shoe-Size": "old_shoe_size"}, "table Cars": {"Doors": "door_count"}}
    assert config.renames == {"tables": {"Cars": "Automobiles"}}


def test_a_profile_overrides_common_settings_and_may_name_another_account(tmp_path: Path) -> None:
    config = read_config(configure(tmp_path, EVERY_KEY), "staging")
    assert config.options["account"] == str(tmp_path / "staging.json")
    assert config.options["out"] == str(tmp_path / "clients" / "staging")
    assert config.options["package"] == "acme_crm"
    assert config.names["Contacts"] == {"Shoe-Size": "old_shoe_size", "X": "the_x"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (section('base_url = "https://x"'), ("base_url", "is not a setting", "Did you mean base-url?")),
        (section('zzzz = "1"'), ("tool.yulsn-codegen.zzzz", "is not a setting")),
        (section("package = 1"), ("tool.yulsn-codegen.package: expected text, found 1",)),
        (section('allow-http = "yes"'), ('.allow-http: expected true or false, found "yes"',)),
        (section('usage = "src"'), ('.usage: expected a list, found "src"',)),
        (section("usage = ['src', 1]"), (".usage[1]: expected text, found 1",)),
        (section('usage = ["a\\u0000"]'), ('.usage[0]: expected a path, found "a\\u0000"',)),
        (section('out = "a\\u0000"'), ('.out: expected a path, found "a\\u0000"',)),
        (section("out = 2030-01-01"), ('.out: expected text, found "2030-01-01"',)),
        (section("package.a.b = 1"), ('.package: expected text, found {"a": {"b": 1}}',)),
        (section('fail-on = "fatal"'), ('.fail-on: is "fatal"', "info, warning, error")),
        (section("names = 1"), (".names: expected a table, found 1",)),
        (section("names.Contact.X = 'x'"), ("names.Contact: is not a scope", "Contacts", '"table NAME"')),
        (section("names.Contacts.X = 1"), (".names.Contacts.X: expected text, found 1",)),
        (section("renames.Contacts = ['a']"), (""".renames.Contacts: expected a table, found ["a"]""",)),
        (section("profiles = 1"), (".profiles: expected a table, found 1",)),
        (section("profiles.a = 1"), (".profiles.a: expected a table, found 1",)),
        (section("[tool.yulsn-codegen.profiles.a]", "packge = 'x'"), ("profiles.a.packge", "Did you mean package?")),
        ("[tool.other]", ("has no section [tool.yulsn-codegen]",)),
        ("[tool", ("is not TOML",)),
        ("x = 1\ny = ?\n", (", line 2, column 5: is not TOML: Invalid value",)),
        ("x = " + "9" * 5_000, ("is not TOML: a number has too many digits",)),
        ("x = " + "[" * 50_000, ("is nested deeper than 100 levels",)),
        ("x" + ".x" * 500 + " = 1", ("is nested deeper than 100 levels",)),
        ("[a]\n[a]", ("is not TOML: Cannot declare",)),
    ],
)
def test_each_problem_is_reported_with_its_key(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        read_config(configure(tmp_path, text))
    assert all(word in str(caught.value) for word in (*said, "pyproject.toml")), str(caught.value)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_saved_on_windows_is_read(tmp_path: Path, newline: str) -> None:
    plain = configure(tmp_path, EVERY_KEY)
    expected = read_config(plain, "staging")
    plain.write_text(EVERY_KEY, encoding="utf-8-sig", newline=newline)
    assert find_config(tmp_path) == plain
    assert read_config(plain, "staging") == expected


def test_a_file_in_another_encoding_is_refused_with_a_hint(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(EVERY_KEY, encoding="utf-16")
    with pytest.raises(InputError, match=r"pyproject\.toml: is not UTF-8: it looks like UTF-16\n  Save it as UTF-8\."):
        find_config(tmp_path)


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        read_config(configure(tmp_path, section("package = 1", "zzzz = 2", "names.Nobody.x = 'y'")))
    assert len(caught.value.problems) == 3


def test_an_unknown_profile_is_reported_with_the_existing_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'prod'[\s\S]*Profiles are staging"):
        read_config(configure(tmp_path, EVERY_KEY), "prod")


def test_the_nearest_file_with_the_section_in_a_parent_folder_is_used(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    top = configure(tmp_path, section('package = "top"'))
    configure(tmp_path / "a", "[project]\nname = 'other'\n")
    assert find_config(inner) == top
    nearer = configure(inner, section('package = "inner"'))
    assert find_config(inner) == nearer


# names


def test_a_configured_name_overrides_a_pinned_one() -> None:
    names = with_given(Names(owners={"Contacts": {"Size": "size"}}), {"Contacts": {"Other": "size"}}, {})
    assert names.owners["Contacts"] == {"Other": "size"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"Contacts": {"Level": "Level"}}, "Use level"),
        ({"Contacts": {"Level": "class"}}, "Use class_"),
        ({"Contacts": {"Level": "__init__"}}, "cannot be named"),
        ({"Contacts": {"Level": "x\nimport os"}}, "cannot be named"),
        ({"Contacts": {"Level": ""}}, "cannot be named"),
        ({"Contacts": {"Level": "to_dict"}}, "Use to_dict_"),
        ({"Contacts": {"Level": "same", "Other": "same"}}, "is already taken"),
        ({"Contacts": {"Level": "first_name"}}, "is already taken"),
        ({"table Bikes": {"Gears": "external_id"}}, "is already taken"),
        ({"tables": {"Bikes": "list"}}, "Use list_"),
    ],
)
def test_an_unusable_configured_name_is_reported_with_its_place(given: dict[str, dict[str, str]], said: str) -> None:
    static = {"Contacts": {"FirstName": "first_name"}, "DynamicTable": {"ExternalId": "external_id"}}
    with pytest.raises(InputError) as caught:
        with_given(Names(), given, static)
    assert said in str(caught.value)
    assert f"tool.yulsn-codegen.names.{next(iter(given))}" in str(caught.value)


def test_two_tables_cannot_be_configured_with_the_same_class() -> None:
    with pytest.raises(InputError, match="is already taken"):
        with_given(Names(), {"tables": {"A": "two_2", "B": "two2"}}, {})


def test_without_configured_names_every_pin_is_kept() -> None:
    names = Names(
        owners={"Contacts": {"Size": "size"}},
        tables={"Bikes": "bikes"},
        table_fields={"Bikes": {"Gears": "gears"}},
        retired={"Contacts": {"length": "Size"}},
        values={"Contacts": {"Size": "contact_size"}},
    )
    assert all(getattr(names, part.name) for part in fields(Names))
    assert with_given(names, {}, {}) == names


# the commands


@pytest.fixture
def made(project: Path) -> Path:
    """A folder with the shop's package in `client`, its snapshot, and a configuration of both."""
    unpack(first(), project / "client")
    (project / "account.json").write_text(dump_snapshot(SHOP), encoding="utf-8")
    configure(project, section('account = "account.json"', 'out = "client"', 'package = "shop_client"'))
    return project


def drift(folder: Path) -> Path:
    """Write a snapshot that lacks a field."""
    file = folder / "drifted.json"
    file.write_text(dump_snapshot(shop(LEVEL, SIZE)), encoding="utf-8")
    return file


def test_check_finds_the_configuration_in_a_parent_folder(
    made: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made / "src").mkdir()
    monkeypatch.chdir(made / "src")
    code, said, _ = run("check")
    assert code == 0
    assert "account.json" in said


def test_options_override_the_configuration(made: Path, run: Run) -> None:
    drifted = drift(made)
    assert run("check")[0] == 0
    assert run("check", "--account", drifted)[0] == 1
    assert run("check", f"--account={drifted}", "--fail-on", "error")[0] == 1
    assert run("check", "--out", made / "elsewhere")[0] == 2


def test_an_account_option_replaces_a_configured_base_url(made: Path, run: Run) -> None:
    configure(made, section('base-url = "http://127.0.0.1:9"', 'out = "client"'))
    assert run("check")[0] == 3
    assert run("check", "--account", made / "account.json")[0] == 0


def test_an_offline_check_reads_no_configured_account(made: Path, run: Run) -> None:
    configure(made, section('account = "nowhere.json"', 'out = "client"', 'usage = ["."]'))
    code, said, _ = run("check", "--offline")
    assert code == 0
    assert said.startswith("No account was read\n")


def test_usage_may_be_configured_for_an_offline_check(made: Path, run: Run) -> None:
    configure(made, section('out = "client"', 'usage = ["src"]'))
    assert run("check", "--offline")[0] == 0


@pytest.mark.usefixtures("without_pyright")
def test_configured_usage_and_fail_on_are_used_by_check(made: Path, run: Run) -> None:
    (made / "src").mkdir()
    (made / "src" / "job.py").write_text(
        "from shop_client import Client\nprint(Client('k').contacts.get(1).favourite)\n", encoding="utf-8"
    )
    lines = ('account = "drifted.json"', 'out = "client"', 'usage = ["src"]')
    drift(made)
    configure(made, section(*lines))
    code, said, _ = run("check")
    assert code == 1
    assert "job.py:2" in said
    (made / "drifted.json").write_text(
        dump_snapshot(shop(replace(LEVEL, values=None), *SHOP.owners["Contacts"][1:])), encoding="utf-8"
    )
    assert run("check")[0] == 1
    configure(made, section(*lines, 'fail-on = "error"'))
    assert run("check")[0] == 0


def test_confirmed_renames_make_a_finding_certain(made: Path, run: Run) -> None:
    drifted = made / "drifted.json"
    drifted.write_text(dump_snapshot(shop(LEVEL, SIZE, field("Brand"))), encoding="utf-8")
    assert "may have been renamed" in run("check", "--account", drifted)[1]
    configure(made, section('out = "client"', "renames.Contacts.Favourite = 'Brand'"))
    code, said, _ = run("check", "--account", drifted)
    assert code == 1
    assert "may have been renamed" not in said


def test_accept_writes_the_configured_file_and_check_reads_it(made: Path, run: Run) -> None:
    drift(made)
    configure(made, section('account = "drifted.json"', 'out = "client"', 'accepted = "ok.toml"'))
    assert run("check")[0] == 1
    assert run("accept", "--reason", "known")[0] == 0
    assert (made / "ok.toml").is_file()
    assert run("check")[0] == 0


def test_generate_uses_the_configured_account_folder_package_and_names(project: Path, run: Run) -> None:
    (project / "account.json").write_text(dump_snapshot(SHOP), encoding="utf-8")
    lines = ('account = "account.json"', 'out = "made"', 'package = "acme"', "names.Contacts.Level = 'rank'")
    configure(project, section(*lines))
    code, _, errors = run("generate")
    assert (code, errors) == (0, "")
    lock = read_lock(project / "made")
    assert lock is not None
    assert lock.package == "acme"
    assert lock.names.owners["Contacts"]["Level"] == "rank"
    assert "    rank: " in (project / "made" / "acme" / "models" / "contacts.py").read_text(encoding="utf-8")


def test_a_configured_name_that_matches_nothing_is_noted() -> None:
    config = Config(names={"Contacts": {"Levl": "rank", "Level": "rank_2"}, "table Cars": {"Doors": "doors"}})
    assert again(first(), SHOP, config).notes == (
        "tool.yulsn-codegen.names.Contacts: the account has no 'Levl'.",
        "tool.yulsn-codegen.names.table Cars: the account has no 'Doors'.",
    )


def test_generate_refuses_an_invalid_configured_name_and_leaves_the_output_unchanged(made: Path, run: Run) -> None:
    before = (made / "client" / LOCK_NAME).read_bytes()
    configure(
        made,
        section('account = "account.json"', 'out = "client"', 'package = "shop_client"', "names.Contacts.Level = 'id'"),
    )
    code, _, errors = run("generate")
    assert code == 2
    assert "names.Contacts, 'Level'" in errors
    assert (made / "client" / LOCK_NAME).read_bytes() == before


@pytest.mark.parametrize("sources", [("--sandbox", "--account", "x.json"), ("--base-url", "http://x", "--sandbox")])
def test_generate_accepts_at_most_one_source(project: Path, run: Run, sources: tuple[str, ...]) -> None:
    code, _, errors = run("generate", *sources)
    assert code == 2
    assert "cannot be combined" in errors


def test_fetch_reads_from_the_configured_base_url(project: Path, run: Run) -> None:
    with running(SHOP) as server:
        configure(project, section(f'base-url = "{server.base_url}"'))
        assert run("fetch", "-o", "now.json")[0] == 0
    assert json.loads((project / "now.json").read_text())["order_types"] == ["shop", "web"]


def test_build_uses_the_configured_folder(project: Path, run: Run) -> None:
    configure(project, section('out = "not-there"'))
    code, _, errors = run("build")
    assert code == 2
    assert "not-there" in errors


def test_config_and_profile_can_precede_the_command(made: Path, run: Run) -> None:
    other = made / "other"
    other.mkdir()
    drift(other)
    text = section('out = "../client"') + "\n[tool.yulsn-codegen.profiles.live]\naccount = 'drifted.json'\n"
    file = configure(other, text)
    assert run("--config", file, "--profile", "live", "check")[0] == 1
    assert run("--config", file, "check", "--offline")[0] == 0
    code, _, errors = run("--config", file, "--profile", "dead", "check")
    assert code == 2
    assert "Profiles are live" in errors


def test_a_profile_needs_a_configuration(project: Path, run: Run) -> None:
    code, _, errors = run("--profile", "live", "check")
    assert code == 2
    assert "--profile" in errors


def test_a_missing_configuration_file_is_reported(project: Path, run: Run) -> None:
    code, _, errors = run("--config", "none.toml", "check")
    assert code == 2
    assert "none.toml" in errors


def test_an_invalid_configuration_affects_only_commands_that_read_it(project: Path, run: Run) -> None:
    configure(project, section('packge = "x"'))
    code, _, errors = run("check")
    assert code == 2
    assert re.search(r"packge.*is not a setting\s+Did you mean package\?", errors)
    assert run("check", "--help")[0] == 0
    assert run("validate")[0] == 0


def test_nothing_is_configured_by_default() -> None:
    assert Config() == Config({}, {}, {})
