"""Writing a site into a folder: what is replaced, kept or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.systems import needs_links
from yulsn_codegen.reference import publish
from yulsn_codegen.reference.publish import MANIFEST, publish_site
from yulsn_codegen.text.errors import CodegenError, EditedError, InputError, UnsafeError, UnwritableError
from yulsn_codegen.text.files import replace_file

FILES = {"index.html": "one", "scalar.js": "two"}


def test_a_site_is_written_once(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "site"
    assert publish_site(folder, FILES) == ["index.html", "scalar.js"]
    assert {path.name for path in folder.iterdir()} == {*FILES, MANIFEST}
    assert publish_site(folder, FILES) == []
    assert publish_site(folder, {**FILES, "index.html": "three"}) == ["index.html"]
    assert (folder / "index.html").read_text() == "three"


def test_obsolete_files_are_removed_and_other_files_kept(tmp_path: Path) -> None:
    publish_site(tmp_path, FILES)
    (tmp_path / "CNAME").write_text("docs.example.com")
    assert publish_site(tmp_path, {"index.html": "one"}) == ["scalar.js"]
    assert {path.name for path in tmp_path.iterdir()} == {"CNAME", "index.html", MANIFEST}


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(
        EditedError, match="is not empty, and is not a site that `docs` wrote\n  Choose an empty folder"
    ):
        publish_site(tmp_path, FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_that_was_edited_by_hand_is_not_replaced(tmp_path: Path) -> None:
    publish_site(tmp_path, FILES)
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(EditedError, match=r"index\.html: was edited by hand"):
        publish_site(tmp_path, {"index.html": "new"})
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_file_of_another_program_is_not_replaced(tmp_path: Path) -> None:
    publish_site(tmp_path, {"index.html": "one"})
    (tmp_path / "scalar.js").write_text("mine")
    with pytest.raises(EditedError, match=r"scalar\.js: is in the way: `docs` did not write it"):
        publish_site(tmp_path, FILES)


@pytest.mark.parametrize(
    "manifest", ["", "[]", '{"files": 1}', '{"files": {"../x": ""}}', '{"files": {"a/b": ""}}', "\x00", "[" * 100_000]
)
def test_an_invalid_list_of_files_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(EditedError, match="is not a list of files that `docs` wrote"):
        publish_site(tmp_path, FILES)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x")
    with pytest.raises(InputError, match="is not a folder"):
        publish_site(tmp_path / "site", FILES)


@needs_links
@pytest.mark.parametrize("name", ["index.html", MANIFEST])
def test_symbolic_links_are_refused(tmp_path: Path, name: str) -> None:
    folder, outside = tmp_path / "site", tmp_path / "outside"
    publish_site(folder, FILES)
    (folder / name).replace(outside)
    (folder / name).symlink_to(outside)
    before = outside.read_text()
    with pytest.raises(UnsafeError, match="is a symbolic link"):
        publish_site(folder, {**FILES, "index.html": "new"})
    assert outside.read_text() == before


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("done", [0, 1, 2])
def test_the_next_run_completes_a_killed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool, done: int
) -> None:
    class KilledError(Exception):
        pass

    if not first:
        publish_site(tmp_path, dict.fromkeys(FILES, "old"))
    written = list[str]()

    def dying(path: Path, text: str) -> None:
        if len(written) == done:
            raise KilledError
        replace_file(path, text)
        written.append(path.name)

    with monkeypatch.context() as patch:
        patch.setattr(publish, "replace_file", dying)
        with pytest.raises(KilledError):
            publish_site(tmp_path, FILES)
    publish_site(tmp_path, FILES)
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.name in FILES} == FILES


def test_a_disk_that_cannot_be_written_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(publish, "replace_file", full)
    with pytest.raises(UnwritableError, match="cannot be written: No space left on device") as caught:
        publish_site(tmp_path, FILES)
    assert isinstance(caught.value, CodegenError)
