"""The calls of the API's Media group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.media import Media, MediaCreate, MediaFolder

_LIST: Call[list[Media]] = Call(
    "media.list", "GET", "/api/v1/Media", parameters={"folderId": int | None}, returns=list[Media]
)
_CREATE: Call[Media] = Call("media.create", "POST", "/api/v1/Media", body=MediaCreate, returns=Media)
_GET: Call[Media] = Call("media.get", "GET", "/api/v1/Media/{id}", parameters={"id": int}, returns=Media)
_DELETE: Call[Media] = Call("media.delete", "DELETE", "/api/v1/Media/{id}", parameters={"id": int}, returns=Media)
_LIST_FOLDERS: Call[list[MediaFolder]] = Call(
    "media.list_folders", "GET", "/api/v1/Media/Folders", returns=list[MediaFolder]
)
_RENAME: Call[None] = Call("media.rename", "POST", "/api/v1/Media/{id}/Rename", parameters={"id": int, "newName": str})


class MediaResource(Resource):
    """The account's media library."""

    def list(self, *, folder_id: int | None = None) -> builtins.list[Media]:
        """List the files in a media folder.

        `GET /api/v1/Media?folderId={folderId}`

        Args:
            folder_id: Only files in this folder.
        """
        return self._call(_LIST, query={"folderId": folder_id})

    def create(self, media: MediaCreate) -> Media:
        """Upload a file to the media library.

        `POST /api/v1/Media`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_CREATE, body=media)

    def get(self, id: int) -> Media:
        """Get the metadata of a file in the media library by its id.

        `GET /api/v1/Media/{id}`

        Args:
            id: Id of the file.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[Media]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Media/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def delete(self, id: int) -> Media:
        """Delete a file from the media library and return its metadata.

        We assume that the API returns the deleted file, as other delete calls do.

        `DELETE /api/v1/Media/{id}`

        Args:
            id: Id of the file.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_DELETE, path={"id": id})

    def list_folders(self) -> builtins.list[MediaFolder]:
        """List the folders of the media library.

        `GET /api/v1/Media/Folders`
        """
        return self._call(_LIST_FOLDERS)

    def rename(self, id: int, new_name: str) -> None:
        """Rename a file in the media library.

        The response is not documented, so nothing is returned.

        `POST /api/v1/Media/{id}/Rename?newName={newName}`

        Args:
            id: Id of the file.
            new_name: The new name.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_RENAME, path={"id": id}, query={"newName": new_name})


class AsyncMediaResource(AsyncResource):
    """The account's media library."""

    async def list(self, *, folder_id: int | None = None) -> builtins.list[Media]:
        """List the files in a media folder.

        `GET /api/v1/Media?folderId={folderId}`

        Args:
            folder_id: Only files in this folder.
        """
        return await self._call(_LIST, query={"folderId": folder_id})

    async def create(self, media: MediaCreate) -> Media:
        """Upload a file to the media library.

        `POST /api/v1/Media`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_CREATE, body=media)

    async def get(self, id: int) -> Media:
        """Get the metadata of a file in the media library by its id.

        `GET /api/v1/Media/{id}`

        Args:
            id: Id of the file.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[Media]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Media/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def delete(self, id: int) -> Media:
        """Delete a file from the media library and return its metadata.

        We assume that the API returns the deleted file, as other delete calls do.

        `DELETE /api/v1/Media/{id}`

        Args:
            id: Id of the file.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_DELETE, path={"id": id})

    async def list_folders(self) -> builtins.list[MediaFolder]:
        """List the folders of the media library.

        `GET /api/v1/Media/Folders`
        """
        return await self._call(_LIST_FOLDERS)

    async def rename(self, id: int, new_name: str) -> None:
        """Rename a file in the media library.

        The response is not documented, so nothing is returned.

        `POST /api/v1/Media/{id}/Rename?newName={newName}`

        Args:
            id: Id of the file.
            new_name: The new name.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_RENAME, path={"id": id}, query={"newName": new_name})
