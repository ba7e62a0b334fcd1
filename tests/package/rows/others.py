"""The rows of the smaller groups: actions, banners, exports, feeds, tokens, media, permission sources, segments."""

from __future__ import annotations

from yulsn_client.models import (
    Action,
    BannerCacheReset,
    BulkExport,
    BulkExportCreate,
    ContactBaseInfo,
    ExportFormat,
    ExportType,
    IframeToken,
    Media,
    MediaCreate,
    MediaFolder,
    PermissionSourceCategory,
    PermissionSourceCategoryRelation,
    Segment,
    SegmentContactCount,
    SegmentContactIdsCreate,
    SegmentCreated,
    SegmentType,
)

from ..calls import Case
from ..expect import Is, moment

MEDIA = """{
    "Id": 21, "Name": "forår.png", "ContentType": "image/png", "SizeInBytes": 5000000000,
    "PublicUrl": "https://media.example.com/21", "ThumbnailUrl": null,
    "LastModified": "2024-05-06T10:08:14.1957879+02:00"
}"""
PICTURE = Is(
    Media,
    id=21,
    name="forår.png",
    content_type="image/png",
    size_in_bytes=5_000_000_000,
    public_url="https://media.example.com/21",
    thumbnail_url=None,
    last_modified=moment("2024-05-06T10:08:14.195788+02:00"),
)

SMALL = [
    Case(
        row="GET /api/v1/Actions",
        use=lambda client: client.actions.list(),
        path="/api/v1/Actions",
        answer='[{"Id": 1, "Name": "Velkomst", "Description": null, "LastModified": "2024-05-06T10:08:14.1957879Z"}]',
        value=[
            Is(
                Action,
                id=1,
                name="Velkomst",
                description=None,
                last_modified=moment("2024-05-06T10:08:14.195788+00:00"),
            )
        ],
    ),
    Case(
        row="POST /api/v1/Actions/{id}?contactId={contactId}",
        use=lambda client: client.actions.trigger_for_contact(1, 4711),
        path="/api/v1/Actions/1",
        query="contactId=4711",
    ),
    Case(
        row="POST /api/v1/Actions/{id}?segmentId={segmentId}",
        use=lambda client: client.actions.trigger_for_segment(1, segment_id=9),
        path="/api/v1/Actions/1",
        query="segmentId=9",
        answer='"whatever it says"',
        what="with an answer that nothing is known of",
    ),
    Case(
        row="POST /api/v1/Banners/CacheReset",
        use=lambda client: client.banners.reset_cache([BannerCacheReset(id=1), BannerCacheReset(id=2)]),
        path="/api/v1/Banners/CacheReset",
        body='[{"Id": 1}, {"Id": 2}]',
    ),
    Case(
        row="POST /api/v1/Banners/CacheReset?secret={secret}",
        use=lambda client: client.banners.reset_cache_by_secret("s & t", banners=[BannerCacheReset(id=1)]),
        path="/api/v1/Banners/CacheReset",
        query="secret=s%20%26%20t",
        body='[{"Id": 1}]',
    ),
    Case(
        row="POST /api/v1/Banners/CacheReset?secret={secret}",
        use=lambda client: client.banners.reset_cache_by_secret("s"),
        path="/api/v1/Banners/CacheReset",
        query="secret=s",
        what="without a list",
    ),
    Case(
        row="POST /api/v1/FeedSyncs/{id}/SyncNow",
        use=lambda client: client.feed_syncs.sync_now(3),
        path="/api/v1/FeedSyncs/3/SyncNow",
    ),
    Case(
        row="GET /api/v1/IframeToken?tokenId={tokenId}",
        use=lambda client: client.iframe_token.get("a1-b2"),
        path="/api/v1/IframeToken",
        query="tokenId=a1-b2",
        answer="""{"Id": "a1-b2", "AccountId": 1, "AdministratorId": 2, "AdministratorEmail": "a@example.com",
                   "StoreIds": [1, 2], "Rights": ["Contacts"], "GroupId": 3, "TimeZoneId": "Romance Standard Time"}""",
        value=Is(
            IframeToken,
            id="a1-b2",
            account_id=1,
            administrator_id=2,
            administrator_email="a@example.com",
            store_ids=[1, 2],
            rights=["Contacts"],
            group_id=3,
            time_zone_id="Romance Standard Time",
        ),
    ),
    Case(
        row="GET /api/v1/PermissionSourceCategories",
        use=lambda client: client.permission_source_categories.list(),
        path="/api/v1/PermissionSourceCategories",
        answer='[{"Id": 1, "Name": "Butik", "Colour": "red"}]',
        value=[Is(PermissionSourceCategory, id=1, name="Butik")],
    ),
    Case(
        row="GET /api/v1/PermissionSourceCategoryRelations",
        use=lambda client: client.permission_source_category_relations.list(),
        path="/api/v1/PermissionSourceCategoryRelations",
        answer="[{}]",
        value=[Is(PermissionSourceCategoryRelation)],
    ),
]

EXPORTS = [
    Case(
        row="GET /api/v1/BulkExport?type={type}",
        use=lambda client: client.bulk_export.list(type=ExportType.EVENTS),
        path="/api/v1/BulkExport",
        query="type=6",
        answer="""[{"Name": "events.csv", "DownloadUrl": "https://files.example.com/e", "SizeInBytes": 5000000000,
                    "Type": "Events", "CreatedDateTimeFrom": "2024-05-06T10:08:14.1957879+02:00",
                    "CreatedDateTimeTo": null, "ItemType": "Visit", "RowCount": 12, "SegmentId": null, "Right": null,
                    "TimeZoneId": "UTC"},
                   {"Name": "new", "DownloadUrl": "", "SizeInBytes": 0, "Type": null}]""",
        value=[
            Is(
                BulkExport,
                name="events.csv",
                download_url="https://files.example.com/e",
                size_in_bytes=5_000_000_000,
                type="Events",
                created_date_time_from=moment("2024-05-06T10:08:14.195788+02:00"),
                created_date_time_to=None,
                item_type="Visit",
                row_count=12,
                segment_id=None,
                right=None,
                time_zone_id="UTC",
            ),
            Is(BulkExport, name="new", type=None, row_count=None),
        ],
    ),
    Case(
        row="GET /api/v1/BulkExport?type={type}",
        use=lambda client: client.bulk_export.list(type=ExportType.CONTACTS),
        path="/api/v1/BulkExport",
        query="type=0",
        answer="[]",
        value=[],
        what="of the type 0",
    ),
    Case(
        row="GET /api/v1/BulkExport?type={type}",
        use=lambda client: client.bulk_export.list(),
        path="/api/v1/BulkExport",
        answer="[]",
        value=[],
        what="of any type",
    ),
    Case(
        row="POST /api/v1/BulkExport",
        use=lambda client: client.bulk_export.create(
            BulkExportCreate(
                type=ExportType.ORDER_LINES,
                column_delimiter=";",
                row_delimiter="\r\n",
                created_date_time_from=moment("2024-05-06T10:08:14+02:00"),
                last_modified_to=None,
                last_id=0,
                item_type="webshop",
                fields=["Id", "Rabat"],
                suffix_file_name="_maj",
                time_zone_id="UTC",
                use_compression=False,
                format=ExportFormat.PARQUET,
            )
        ),
        path="/api/v1/BulkExport",
        body="""{"Type": 5, "ColumnDelimiter": ";", "RowDelimiter": "\\r\\n",
                 "CreatedDateTimeFrom": "2024-05-06T10:08:14+02:00", "LastModifiedTo": null, "LastId": 0,
                 "ItemType": "webshop", "Fields": ["Id", "Rabat"], "SuffixFileName": "_maj", "TimeZoneId": "UTC",
                 "UseCompression": false, "Format": 1}""",
    ),
    Case(
        row="POST /api/v1/BulkExport",
        use=lambda client: client.bulk_export.create(BulkExportCreate(type=None, dynamic_table_id=7)),
        path="/api/v1/BulkExport",
        body='{"Type": null, "DynamicTableId": 7}',
        what="of a table",
    ),
]

LIBRARY = [
    Case(
        row="GET /api/v1/Media?folderId={folderId}",
        use=lambda client: client.media.list(folder_id=3),
        path="/api/v1/Media",
        query="folderId=3",
        answer=f"[{MEDIA}]",
        value=[PICTURE],
    ),
    Case(
        row="GET /api/v1/Media?folderId={folderId}",
        use=lambda client: client.media.list(),
        path="/api/v1/Media",
        answer="[]",
        value=[],
        what="of no folder",
    ),
    Case(
        row="GET /api/v1/Media/{id}",
        use=lambda client: client.media.get(21),
        path="/api/v1/Media/21",
        answer=MEDIA,
        value=PICTURE,
    ),
    Case(
        row="GET /api/v1/Media/Folders",
        use=lambda client: client.media.list_folders(),
        path="/api/v1/Media/Folders",
        answer='[{"Id": 3, "Name": "Forår", "Depth": 1}]',
        value=[Is(MediaFolder, id=3, name="Forår")],
    ),
    Case(
        row="POST /api/v1/Media",
        use=lambda client: client.media.create(
            MediaCreate(name="forår.png", folder_id=3, content_type="image/png", media=b"\x89PNG\xff\xfe\xfa")
        ),
        path="/api/v1/Media",
        body='{"Name": "forår.png", "FolderId": 3, "ContentType": "image/png", "Media": "iVBOR//++g=="}',
        answer=MEDIA,
        value=PICTURE,
    ),
    Case(
        row="POST /api/v1/Media/{id}/Rename?newName={newName}",
        use=lambda client: client.media.rename(21, "forår & sommer.png"),
        path="/api/v1/Media/21/Rename",
        query="newName=for%C3%A5r%20%26%20sommer.png",
    ),
    Case(
        row="DELETE /api/v1/Media/{id}",
        use=lambda client: client.media.delete(21),
        path="/api/v1/Media/21",
        answer=MEDIA,
        value=PICTURE,
    ),
]

SEGMENTS = [
    Case(
        row="GET /api/v1/Segments?folderId={folderId}",
        use=lambda client: client.segments.list(folder_id=2),
        path="/api/v1/Segments",
        query="folderId=2",
        answer="""[{"Id": 9, "Name": "Guld", "FolderId": 2, "Type": 1, "Description": null},
                   {"Id": 10, "Name": "Sql", "FolderId": 2, "Type": "SegmentTemplate"}]""",
        value=[
            Is(Segment, id=9, name="Guld", folder_id=2, type=SegmentType.VISUAL_BUILDER, description=None),
            Is(Segment, id=10, type=SegmentType.SEGMENT_TEMPLATE, description=None),
        ],
    ),
    Case(
        row="GET /api/v1/Segments?folderId={folderId}",
        use=lambda client: client.segments.list(),
        path="/api/v1/Segments",
        answer="[]",
        value=[],
        what="of no folder",
    ),
    Case(
        row="GET /api/v1/Segments/{id}",
        use=lambda client: client.segments.get(9),
        path="/api/v1/Segments/9",
        answer='{"Id": 9, "Name": "Guld", "FolderId": 2, "Type": 2, "Description": "x"}',
        value=Is(Segment, id=9, name="Guld", folder_id=2, type=SegmentType.SQL, description="x"),
    ),
    Case(
        row="GET /api/v1/Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}",
        use=lambda client: client.segments.count_contacts([40, 41]),
        path="/api/v1/Segments/GetContactCount",
        query="s%5B0%5D=40&s%5B1%5D=41",
        answer="1234",
        value=1234,
    ),
    Case(
        row="GET /api/v1/Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}",
        use=lambda client: client.segments.count_contacts(range(40, 43)),
        path="/api/v1/Segments/GetContactCount",
        query="s%5B0%5D=40&s%5B1%5D=41&s%5B2%5D=42",
        answer="0",
        value=0,
        what="of three, from a range",
    ),
    Case(
        row="GET /api/v1/Segments/{id}/GetContactIds",
        use=lambda client: client.segments.list_contact_ids(9),
        path="/api/v1/Segments/9/GetContactIds",
        answer="[1, 2]",
        value=[1, 2],
    ),
    Case(
        row="GET /api/v1/Segments/{id}/GetContactsBaseInfo",
        use=lambda client: client.segments.list_contacts_base_info(9),
        path="/api/v1/Segments/9/GetContactsBaseInfo",
        answer='[{"Id": 1, "Secret": "s1", "Email": null, "Phone": "20304050"}]',
        value=[Is(ContactBaseInfo, id=1, secret="s1", email=None, phone="20304050", first_name=None)],
    ),
    Case(
        row="POST /api/v1/Segments/ContactIds",
        use=lambda client: client.segments.create_from_contact_ids(
            SegmentContactIdsCreate(contact_ids=[1, 2], name="To", folder_id=2)
        ),
        path="/api/v1/Segments/ContactIds",
        body='{"ContactIds": [1, 2], "Name": "To", "FolderId": 2}',
        answer='{"Id": 11, "Name": "To", "FolderId": 2}',
        value=Is(SegmentCreated, id=11, name="To"),
    ),
    Case(
        row="POST /api/v1/Segments/GetContactCount",
        use=lambda client: client.segments.count_contacts_of_many(SegmentContactCount(segment_ids=[40, 41])),
        path="/api/v1/Segments/GetContactCount",
        body='{"SegmentIds": [40, 41]}',
        answer="1234",
        value=1234,
    ),
]

CASES = [*SMALL, *EXPORTS, *LIBRARY, *SEGMENTS]
