"""The command line: what goes to stdout and stderr, and the exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.generating import Unpack
from support.systems import needs_links
from yulsn_codegen.account.schema import EMPTY, AccountField, AccountSchema, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot, snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.cli.account import summary
from yulsn_codegen.generate import Generated
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.sandbox import RunningSandbox, running
from yulsn_codegen.text.characters import printable

KEY = "k3y-that-must-not-be-shown"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YULSN_API_KEY", raising=False)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture(scope="module")
def server(builtin: AccountSchema) -> Any:
    with running(builtin, api_key=KEY) as server:
        yield server


@pytest.fixture
def out(generated: Generated, unpack: Unpack) -> Path:
    """A folder with the package of the sandbox's account."""
    return unpack(generated.files)


class TestUsage:
    """Wrong usage and invalid arguments."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ["nothing"],
            ["generate", "--nothing"],
            ["fetch"],
            ["generate"],
            ["sandbox", "--port", "x"],
            ["sandbox", "--port", "-1"],
        ],
    )
    def test_wrong_usage_exits_with_2_and_a_message_on_stderr(
        self, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err
        assert "Traceback" not in err
        assert not list(tmp_path.iterdir())

    def test_only_one_source_of_the_account_can_be_given(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["generate", "--sandbox", "--base-url", "https://api.example.com", "--out", str(tmp_path)]) == 2
        assert "--base-url and --sandbox: cannot be combined" in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["json", "typing", "msgspec", "httpx2"])
    def test_a_package_name_that_is_in_use_elsewhere_is_refused(
        self, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["generate", "--sandbox", "--out", str(tmp_path / "out"), "--package", name]) == 2
        assert "or of a dependency of the generated package" in capsys.readouterr().err

    @pytest.mark.parametrize("out", ["x" * 300, "file/out"])
    def test_an_invalid_output_folder_is_refused(
        self, out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "file").touch()
        (tmp_path / "account.json").write_text(dump_snapshot(EMPTY))
        assert main(["generate", "--account", str(tmp_path / "account.json"), "--out", str(tmp_path / out)]) == 2
        assert "Choose another one with --out." in capsys.readouterr().err

    @needs_links
    @pytest.mark.parametrize(("out", "what"), [("/", "root of the file system"), ("~", "home directory")])
    def test_the_root_and_the_home_directory_are_refused(
        self, out: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home = tmp_path / "home"
        home.mkdir()
        for variable in ("HOME", "USERPROFILE"):
            monkeypatch.setenv(variable, str(home))
        (tmp_path / "link").symlink_to(home)
        (tmp_path / "account.json").write_text(dump_snapshot(EMPTY))
        folders = [home.anchor] if out == "/" else [str(home), str(home / "x" / ".."), str(tmp_path / "link")]
        for folder in folders:
            assert main(["generate", "--account", str(tmp_path / "account.json"), "--out", folder]) == 2
            err = capsys.readouterr().err
            assert f"is the {what}" in err
            assert "Choose a folder for the package alone" in err
        assert not list(home.iterdir())

    def test_a_summary_uses_the_singular_for_one(self) -> None:
        fields = (AccountField("Colour", FieldType.STRING),)
        account = replace(EMPTY, owners={**EMPTY.owners, "Contacts": fields})
        assert summary(account) == "1 field, 0 tables with 0 fields"
        assert summary(EMPTY) == "0 fields, 0 tables with 0 fields"

    def test_allowed_values_of_another_type_are_noted(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        data = json.loads(dump_snapshot(EMPTY))
        data["owners"]["Contacts"] = [{"name": "Size", "type": "Number", "values": ["1", "x"]}]
        (tmp_path / "account.json").write_text(json.dumps(data))
        arguments = ["--account", str(tmp_path / "account.json"), "--out", str(tmp_path / "out")]
        assert main(["generate", *arguments]) == 0
        assert "note: Contacts: 'Size' lists values that do not fit Number; none is checked." in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["My-Client", "1client", "class", "../client", ""])
    def test_a_package_name_that_cannot_be_imported_is_refused(
        self, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        account, out = tmp_path / "account.json", tmp_path / "out"
        account.write_text(dump_snapshot(EMPTY))
        assert main(["generate", "--account", str(account), "--out", str(out), "--package", name]) == 2
        assert capsys.readouterr().err.startswith(f"error: --package: {name!r} is not a valid package name\n")
        assert not out.exists()

    def test_an_internal_error_is_reported_without_a_traceback(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(_: object) -> None:
            raise RuntimeError("planted \x1b[31m")

        monkeypatch.setattr("yulsn_codegen.account.snapshot.read_snapshot", fail)
        arguments = ["generate", "--account", str(tmp_path / "account.json"), "--out", str(tmp_path / "out")]
        assert main(arguments) == 70
        err = capsys.readouterr().err
        assert err.startswith("error: internal error: RuntimeError: planted \\x1b[31m\n")
        assert "Traceback" not in err
        monkeypatch.setenv("YULSN_CODEGEN_DEBUG", "1")
        with pytest.raises(RuntimeError, match="planted"):
            main(arguments)


class TestGenerate:
    """`yulsn-codegen generate`."""

    def test_a_live_account_and_its_snapshot_generate_the_same_package(
        self,
        server: RunningSandbox,
        out: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", KEY)
        assert main(["fetch", "--base-url", server.base_url, "-o", str(tmp_path / "a.json")]) == 0
        monkeypatch.setenv("YULSN_BASE_URL", f"{server.base_url}/api/v1/")
        assert main(["generate", "--account", str(tmp_path / "a.json"), "--out", str(out)]) == 0
        before = contents(out)
        capsys.readouterr()
        assert main(["generate", "--base-url", server.base_url, "--out", str(out), "-o", "json"]) == 0
        shown, err = capsys.readouterr()
        report = json.loads(shown)
        assert (report["out"], report["changed"], report["files"]) == (out.as_posix(), [], len(before))
        assert report["notes"] == []  # the names are pinned by now
        assert contents(out) == before
        assert KEY not in shown + err
        assert all(KEY.encode() not in content for content in before.values())

    def test_an_invalid_snapshot_leaves_the_output_unchanged_and_reports_every_problem(
        self, out: Path, tmp_path: Path, builtin: AccountSchema, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = contents(out)
        data: Any = snapshot(builtin)
        data["owners"]["Contacts"][0]["type"] = "Colour"
        del data["tables"][0]["id"]
        bad = tmp_path / "bad.json"
        bad.write_text(json.dumps(data))
        assert main(["generate", "--account", str(bad), "--out", str(out)]) == 2
        shown, err = capsys.readouterr()
        assert shown == ""
        assert f'error: {bad}, $.owners.Contacts[0].type: is "Colour"' in err
        assert f"error: {bad}, $.tables[0]: lacks the key `id`" in err
        assert "Traceback" not in err
        assert contents(out) == before

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"{", ", line 1, column 2: is not JSON: "),
            (b"\xff", ": is not UTF-8: "),
            (None, ": cannot be read: No such file"),
        ],
    )
    def test_a_message_about_an_unreadable_snapshot_names_the_file(
        self, content: bytes | None, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bad = tmp_path / "bad.json"
        if content is not None:
            bad.write_bytes(content)
        assert main(["generate", "--account", str(bad), "--out", str(tmp_path / "out")]) == 2
        assert f"error: {bad}{expected}" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()

    def test_a_file_edited_by_hand_exits_with_5(
        self, out: Path, tmp_path: Path, builtin: AccountSchema, capsys: pytest.CaptureFixture[str]
    ) -> None:
        changed = out / "yulsn_client" / "client.py"
        changed.write_text(changed.read_text() + "# mine\n")
        before = contents(out)
        account = tmp_path / "account.json"
        account.write_text(dump_snapshot(builtin))
        assert main(["generate", "--account", str(account), "--out", str(out)]) == 5
        assert capsys.readouterr().err.startswith(f"error: {changed}: was edited by hand\n  Undo")
        assert contents(out) == before

    def test_an_invalid_lock_exits_with_2(
        self, out: Path, tmp_path: Path, builtin: AccountSchema, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (out / LOCK_NAME).write_text("{}")
        account = tmp_path / "account.json"
        account.write_text(dump_snapshot(builtin))
        assert main(["generate", "--account", str(account), "--out", str(out)]) == 2
        assert f"error: {out / LOCK_NAME}, $.format: is missing" in capsys.readouterr().err

    def test_a_folder_with_another_package_is_refused(
        self, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        account = tmp_path / "account.json"
        account.write_text(dump_snapshot(EMPTY))
        assert main(["generate", "--account", str(account), "--out", str(out), "--package", "other"]) == 2
        assert "holds the package 'yulsn_client', not 'other'\n  Choose another --out." in capsys.readouterr().err

    def test_a_summary_is_printed_to_stdout_and_notes_to_stderr(
        self, tmp_path: Path, builtin: AccountSchema, capsys: pytest.CaptureFixture[str]
    ) -> None:
        account, out = tmp_path / "account.json", tmp_path / "out"
        account.write_text(dump_snapshot(builtin))
        assert main(["generate", "--account", str(account), "--out", str(out)]) == 0
        shown, err = capsys.readouterr()
        count = len(contents(out))
        *_, summary = shown.splitlines()
        assert shown.startswith("Version 1.0.0 (the first one)\n")
        assert summary == f"Wrote {count} of {count} files to {out}: 32 fields, 5 tables with 33 fields."
        assert err.startswith("note: Contacts: 'Shoe-Size' is named shoe_size_")


class TestFetch:
    """`yulsn-codegen fetch`."""

    def test_fetching_from_the_sandbox_writes_the_snapshot_of_its_account(
        self,
        server: RunningSandbox,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        builtin: AccountSchema,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", f" {KEY}\n")
        path = tmp_path / "account.json"
        assert main(["fetch", "-o", str(path), "--base-url", server.base_url]) == 0
        assert path.read_text() == dump_snapshot(builtin)
        shown, err = capsys.readouterr()
        assert shown == f"Wrote {path}: 32 fields, 5 tables with 33 fields.\n"
        assert err == f"Reading the account at {server.base_url}\n"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_key_file_overrides_the_environment(
        self,
        server: RunningSandbox,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        builtin: AccountSchema,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", "wrong")
        (tmp_path / "key").write_text(f"{KEY}\n")
        arguments = ["fetch", "-o", "-", "--base-url", server.base_url, "--api-key-file", str(tmp_path / "key")]
        assert main(arguments) == 0
        shown, err = capsys.readouterr()
        assert shown == dump_snapshot(builtin)
        assert KEY not in shown + err

    def test_a_wrong_key_exits_with_3_and_is_not_shown(
        self,
        server: RunningSandbox,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", "wrong-key-of-mine")
        path = tmp_path / "account.json"
        path.write_text("old")
        assert main(["fetch", "-o", str(path), "--base-url", server.base_url]) == 3
        shown, err = capsys.readouterr()
        assert err.startswith(f"Reading the account at {server.base_url}\nerror: ")
        assert "401" in err
        assert "wrong-key-of-mine" not in shown + err
        assert path.read_text() == "old"

    @pytest.mark.usefixtures("impatient")
    def test_an_unreachable_server_exits_with_3(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", KEY)
        monkeypatch.setattr("time.sleep", lambda _: None)
        assert main(["fetch", "-o", str(tmp_path / "a.json"), "--base-url", "http://127.0.0.1:9"]) == 3
        shown, err = capsys.readouterr()
        assert err.startswith("Reading the account at http://127.0.0.1:9\nerror: ")
        assert "Traceback" not in err
        assert KEY not in shown + err
        assert not list(tmp_path.iterdir())

    def test_no_request_is_sent_without_a_key(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["fetch", "-o", str(tmp_path / "a.json"), "--base-url", "http://127.0.0.1:9"]) == 2
        assert capsys.readouterr().err == (
            "error: API key: is missing\n  Set YULSN_API_KEY, or name a file with --api-key-file.\n"
        )

    @pytest.mark.parametrize("content", [None, b"\xff\xfe", b"", b" \n"])
    def test_a_file_without_a_key_is_refused(
        self, server: RunningSandbox, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "key"
        if content is not None:
            file.write_bytes(content)
        assert main(["fetch", "-o", "-", "--base-url", server.base_url, "--api-key-file", str(file)]) == 2
        shown, err = capsys.readouterr()
        assert shown == ""
        assert err.startswith("error: ")

    def test_the_key_is_not_sent_over_plain_http_to_another_host(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", KEY)
        assert main(["fetch", "-o", "-", "--base-url", "http://192.0.2.1"]) == 2
        assert "--allow-http" in capsys.readouterr().err

    def test_a_message_about_an_unwritable_path_names_it(
        self,
        server: RunningSandbox,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("YULSN_API_KEY", KEY)
        assert main(["fetch", "-o", str(tmp_path), "--base-url", server.base_url]) == 2
        assert f"error: {tmp_path}: cannot be written: " in capsys.readouterr().err
        assert list(tmp_path.parent.glob("*.tmp")) == []


def test_printable_text_has_no_control_characters() -> None:
    assert printable("a\x1b[31m\u202e\x9b\r\0\ud800\nb\u00e6") == "a\\x1b[31m\\u202e\\x9b\\r\\x00\\ud800\nb\u00e6"
