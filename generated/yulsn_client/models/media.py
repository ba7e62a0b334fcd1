"""Models of the API's group media."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from .._runtime.model import Model


class Media(Model, kw_only=True):
    """A file of the media library."""

    id: int = field(name="Id")
    """Number of the file."""
    name: str = field(name="Name")
    """Name of the file."""
    content_type: str = field(name="ContentType")
    """Media type, e.g. `image/png`."""
    size_in_bytes: int = field(name="SizeInBytes")
    """Size of the file in bytes."""
    public_url: str = field(name="PublicUrl")
    """Address that anybody can read the file from."""
    thumbnail_url: str | None = field(name="ThumbnailUrl", default=None)
    """Address of a small picture of it."""
    last_modified: datetime = field(name="LastModified")
    """When it was last changed."""


class MediaCreate(Model, kw_only=True):
    """A file to be put into the media library."""

    name: str = field(name="Name")
    """Name of the file."""
    folder_id: int = field(name="FolderId")
    """Id of the folder to put it into."""
    content_type: str = field(name="ContentType")
    """Media type, e.g. `image/png`."""
    media: bytes = field(name="Media")
    """The file's content."""


class MediaFolder(Model, kw_only=True):
    """A folder of the media library. Its properties are not documented; these are our reading."""

    id: int | None = field(name="Id", default=None)
    """Number of the folder."""
    name: str | None = field(name="Name", default=None)
    """Name of the folder."""
    parent_id: int | None = field(name="ParentId", default=None)
    """Number of the folder it lies in."""
