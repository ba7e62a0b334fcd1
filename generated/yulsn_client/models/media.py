"""Models of the API's media group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import AwareDatetime, Model


class Media(Model, kw_only=True):
    """A file in the media library."""

    id: int = field(name="Id")
    """Id of the file."""
    name: str = field(name="Name")
    """Name of the file."""
    content_type: str = field(name="ContentType")
    """Media type, e.g. `image/png`."""
    size_in_bytes: int = field(name="SizeInBytes")
    """Size of the file in bytes."""
    public_url: str = field(name="PublicUrl")
    """Public URL of the file."""
    thumbnail_url: str | None = field(name="ThumbnailUrl", default=None)
    """URL of its thumbnail."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the object was last changed."""


class MediaCreate(Model, kw_only=True):
    """A file to upload to the media library."""

    name: str = field(name="Name")
    """Name of the file."""
    folder_id: int = field(name="FolderId")
    """Id of the destination folder."""
    content_type: str = field(name="ContentType")
    """Media type, e.g. `image/png`."""
    media: bytes = field(name="Media")
    """The file's content."""


class MediaFolder(Model, kw_only=True):
    """A folder of the media library. Its properties are not documented; these are assumptions."""

    id: int | None = field(name="Id", default=None)
    """Id of the folder."""
    name: str | None = field(name="Name", default=None)
    """Name of the folder."""
    parent_id: int | None = field(name="ParentId", default=None)
    """Id of its parent folder."""
