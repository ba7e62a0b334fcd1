"""The resource Media: files, sent as base64 and served without a key at their public URL."""

from __future__ import annotations

import base64
import re
import secrets

from ..bodies import Body, filled
from ..collections import MEDIA, MEDIA_FOLDERS, existing
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, attempt, invalid
from ..shapes import static_shape
from ..store import Object
from ..values import scalars

_CONTENTS = "MediaContents"  # the bytes of files, by the id of the file
_FILES = "/files/media"
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;[ -~]*)?", re.ASCII)


def list_all(request: ApiRequest) -> Reply:
    """List the files of a folder, or all."""
    folder = request.query.read("folderId", scalars.integer_text)
    found = request.store.scan(MEDIA) if folder is None else request.store.referring(MEDIA, "FolderId", folder)
    return Reply([_shown(request, item) for item in found])


def get(request: ApiRequest) -> Reply:
    """Get the metadata of a file."""
    return Reply(_shown(request, _media(request)))


def list_folders(request: ApiRequest) -> Reply:
    """List all folders."""
    return Reply(request.store.scan(MEDIA_FOLDERS))


def create(request: ApiRequest) -> Reply:
    """Create a file; 400 for an unknown folder."""
    body = Body.of(request.json_object())
    folder = body.need("FolderId", scalars.integer)
    if request.store.get(MEDIA_FOLDERS, folder) is None:
        raise invalid({"FolderId": [f"There is no folder with the id {folder}."]})
    content = body.need("Media", scalars.base64_bytes)
    file: Object = {
        "Name": body.need("Name", filled),
        "FolderId": folder,
        "ContentType": body.need("ContentType", _media_type),
        "SizeInBytes": len(content),
        "Key": secrets.token_urlsafe(16),
        "LastModified": scalars.now(),
    }
    number = request.store.insert(MEDIA, file, {"Key": str(file["Key"])}, {"FolderId": folder})
    request.store.replace(_CONTENTS, number, {"Content": base64.b64encode(content).decode("ascii")})
    return Reply(_shown(request, {"Id": number, **file}))


def rename(request: ApiRequest) -> Reply:
    """Rename a file; its public URL stays the same."""
    found = _media(request)
    name = attempt("newName", lambda: filled(request.query.text("newName")))
    request.store.amend(MEDIA, request.id(), found | {"Name": name, "LastModified": scalars.now()})
    return EMPTY


def delete(request: ApiRequest) -> Reply:
    """Delete a file, including at its public URL, and return its metadata."""
    found = _media(request)
    request.store.delete(MEDIA, request.id())
    request.store.delete(_CONTENTS, request.id())
    return Reply(_shown(request, found))


def stored_file(request: ApiRequest, url: str) -> bytes | None:
    """Return the content of the media file with a public URL, or None if there is none."""
    place, _, key = url.rpartition("/")
    if place != f"{request.base_url}{_FILES}":
        return None
    found = request.store.find(MEDIA, "Key", key)
    kept = request.store.get(_CONTENTS, scalars.integer(found["Id"])) if found else None
    return None if kept is None else scalars.base64_bytes(kept["Content"])


def media_file(request: ApiRequest) -> Reply:
    """Return the file itself."""
    found = request.store.find(MEDIA, "Key", request.path["key"])
    kept = request.store.get(_CONTENTS, scalars.integer(found["Id"])) if found else None
    if found is None or kept is None:
        raise RefusedError(404, "There is no such file.")
    # The media type is sent as it was given, without a charset of our own.
    headers = {"Content-Type": str(found["ContentType"]), "X-Content-Type-Options": "nosniff"}
    return Reply(content=scalars.base64_bytes(kept["Content"]), media_type="", headers=headers)


def _media(request: ApiRequest) -> Object:
    return existing(request.store, MEDIA, request.id(), "There is no file")


def _shown(request: ApiRequest, stored: Object) -> Object:
    # There is no `ThumbnailUrl`: the sandbox makes no thumbnails.
    return static_shape("Media").shown(stored | {"PublicUrl": f"{request.base_url}{_FILES}/{stored['Key']}"})


def _media_type(value: object) -> str:
    if not _MEDIA_TYPE.fullmatch(scalars.text(value)):
        raise ValueError("should be a media type, like image/png")
    return str(value)


HANDLERS: dict[str, Handler] = {
    "media.list": list_all,
    "media.get": get,
    "media.list_folders": list_folders,
    "media.create": create,
    "media.rename": rename,
    "media.delete": delete,
}
FILES: dict[str, Handler] = {f"{_FILES}/{{key}}": media_file}
