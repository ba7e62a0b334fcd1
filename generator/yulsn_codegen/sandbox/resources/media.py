"""The media library: files come in as base64, and are served as they are, without a key, at their public address."""

from __future__ import annotations

import base64
import re
import secrets

from ..bodies import Body, filled
from ..calls import EMPTY, Call, RefusedError, Reply, Route, attempt, invalid
from ..store import Object
from ..values import types as values
from .seeds import MEDIA_FOLDERS

KIND = "Media"
_CONTENTS = "MediaContents"  # a file's bytes, under its id
_FILES = "/files/media"
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;[ -~]*)?", re.ASCII)


def list_all(call: Call) -> Reply:
    """GET Media?folderId=: the files of a folder, all without one."""
    folder = call.query.read("folderId", values.integer_text)
    found = call.store.scan(KIND) if folder is None else call.store.referring(KIND, "FolderId", folder)
    return Reply([_shown(call, item) for item in found])


def get(call: Call) -> Reply:
    """GET Media/{id}"""
    return Reply(_shown(call, _media(call)))


def list_folders(call: Call) -> Reply:
    """GET Media/Folders"""
    return Reply(call.store.scan(MEDIA_FOLDERS))


def create(call: Call) -> Reply:
    """POST Media: answers with what is known of the file; 400 for a folder that is not there."""
    body = Body.of(call.json_object())
    folder = body.need("FolderId", values.integer)
    if call.store.get(MEDIA_FOLDERS, folder) is None:
        raise invalid({"FolderId": [f"There is no folder with the id {folder}."]})
    content = body.need("Media", values.base64_bytes)
    file: Object = {
        "Name": body.need("Name", filled),
        "FolderId": folder,
        "ContentType": body.need("ContentType", _media_type),
        "SizeInBytes": len(content),
        "Key": secrets.token_urlsafe(16),
        "LastModified": values.now(),
    }
    number = call.store.insert(KIND, file, {"Key": str(file["Key"])}, {"FolderId": folder})
    call.store.replace(_CONTENTS, number, {"Content": base64.b64encode(content).decode("ascii")})
    return Reply(_shown(call, {"Id": number, **file}))


def rename(call: Call) -> Reply:
    """POST Media/{id}/Rename?newName=: the public address stays; answers with nothing."""
    found = _media(call)
    name = attempt("newName", lambda: filled(call.query.text("newName")))
    call.store.amend(KIND, call.id(), found | {"Name": name, "LastModified": values.now()})
    return EMPTY


def delete(call: Call) -> Reply:
    """DELETE Media/{id}: answers with what was known of the file, which is gone from its public address too."""
    found = _media(call)
    call.store.delete(KIND, call.id())
    call.store.delete(_CONTENTS, call.id())
    return Reply(_shown(call, found))


def media_file(call: Call) -> Reply:
    """GET the file itself."""
    found = call.store.find(KIND, "Key", call.path["key"])
    kept = call.store.get(_CONTENTS, values.integer(found["Id"])) if found else None
    if found is None or kept is None:
        raise RefusedError(404, "There is no such file.")
    # The media type as it was given: a charset is not ours to add.
    headers = {"Content-Type": str(found["ContentType"]), "X-Content-Type-Options": "nosniff"}
    return Reply(content=values.base64_bytes(kept["Content"]), media_type="", headers=headers)


def _media(call: Call) -> Object:
    number = call.id()
    found = call.store.get(KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no file with the id {number}.")
    return found


def _shown(call: Call, stored: Object) -> Object:
    return {
        **{name: stored[name] for name in ("Id", "Name", "ContentType", "SizeInBytes")},
        "PublicUrl": f"{call.base_url}{_FILES}/{stored['Key']}",
        "ThumbnailUrl": None,  # no small pictures are made here
        "LastModified": stored["LastModified"],
    }


def _media_type(value: object) -> str:
    if not _MEDIA_TYPE.fullmatch(values.text(value)):
        raise ValueError("should be a media type, like image/png")
    return str(value)


_MEDIA = "/api/v1/Media"

ROUTES = (
    Route("GET", _MEDIA, list_all, optional=("folderId",)),
    Route("GET", f"{_MEDIA}/{{id}}", get),
    Route("GET", f"{_MEDIA}/Folders", list_folders),
    Route("POST", _MEDIA, create),
    Route("POST", f"{_MEDIA}/{{id}}/Rename", rename, query=("newName",)),
    Route("DELETE", f"{_MEDIA}/{{id}}", delete),
)
FILES = (Route("GET", f"{_FILES}/{{key}}", media_file),)
