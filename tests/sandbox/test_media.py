"""The media library: uploaded files are served unchanged and without a key."""

from __future__ import annotations

import base64
from typing import Any

import httpx2
import pytest

PICTURE = bytes(range(256))
MEDIA: dict[str, Any] = {
    "Name": "cykel æ/1.png",
    "FolderId": 1,
    "ContentType": "image/png",
    "Media": base64.b64encode(PICTURE).decode(),
}


def create(api: httpx2.Client, **members: object) -> dict[str, Any]:
    answer = api.post("Media", json=MEDIA | members)
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


def test_a_new_sandbox_has_folders(api: httpx2.Client) -> None:
    folders = api.get("Media/Folders").json()
    assert [(folder["Id"], folder["ParentId"]) for folder in folders] == [(1, None), (2, 1), (3, None)]
    assert all(folder["Name"] for folder in folders)


def test_a_file_is_served_unchanged_without_a_key(api: httpx2.Client) -> None:
    created = create(api)
    assert {name: created[name] for name in ("Name", "ContentType", "SizeInBytes", "ThumbnailUrl")} == {
        "Name": "cykel æ/1.png",
        "ContentType": "image/png",
        "SizeInBytes": 256,
        "ThumbnailUrl": None,
    }
    assert api.get(f"Media/{created['Id']}").json() == created
    file = httpx2.get(created["PublicUrl"])
    assert (file.status_code, file.content, file.headers["Content-Type"]) == (200, PICTURE, "image/png")
    assert httpx2.get(created["PublicUrl"] + "x").status_code == 404
    assert httpx2.get(create(api, ContentType="text/css", Media="")["PublicUrl"]).headers["Content-Type"] == "text/css"


def test_files_are_listed_by_folder(fresh: httpx2.Client) -> None:
    first, second = create(fresh), create(fresh, FolderId=2)
    assert fresh.get("Media?folderId=1").json() == [first]
    assert fresh.get("Media?folderId=2").json() == [second]
    assert fresh.get("Media").json() == [first, second]
    assert fresh.get("Media?folderId=99").json() == []


def test_a_renamed_file_keeps_its_url(api: httpx2.Client) -> None:
    created = create(api)
    answer = api.post(f"Media/{created['Id']}/Rename", params={"newName": "ny & bedre"})
    assert (answer.status_code, answer.content) == (200, b"")
    renamed = api.get(f"Media/{created['Id']}").json()
    assert renamed == created | {"Name": "ny & bedre", "LastModified": renamed["LastModified"]}
    assert renamed["LastModified"] > created["LastModified"]
    assert httpx2.get(created["PublicUrl"]).content == PICTURE
    assert renamed in api.get("Media?folderId=1").json()
    for query in ("", "?newName="):
        assert api.post(f"Media/{created['Id']}/Rename{query}").status_code == 400


def test_delete_returns_the_deleted_file(api: httpx2.Client) -> None:
    created = create(api)
    assert api.delete(f"Media/{created['Id']}").json() == created
    assert api.get(f"Media/{created['Id']}").status_code == 404
    assert httpx2.get(created["PublicUrl"]).status_code == 404
    assert created not in api.get("Media").json()


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", "/Rename?newName=x"), ("DELETE", "")], ids=["get", "rename", "delete"]
)
def test_a_missing_file_is_404(api: httpx2.Client, method: str, path: str) -> None:
    answer = api.request(method, f"Media/2147483647{path}")
    assert answer.status_code == 404
    assert answer.json()["Message"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"Name": None},
        {"Name": " "},
        {"FolderId": None},
        {"FolderId": 99},
        {"FolderId": "1"},
        {"ContentType": None},
        {"ContentType": "png"},
        {"ContentType": "image/png\r\nX-Evil: 1"},
        {"ContentType": "image/pñg"},
        {"Media": None},
        {"Media": "not base64"},
        {"Media": [1]},
    ],
)
def test_an_invalid_file_is_400(api: httpx2.Client, wrong: dict[str, object]) -> None:
    answer = api.post("Media", json=MEDIA | wrong)
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == set(wrong)
