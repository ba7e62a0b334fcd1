"""The smaller groups: the effects of calls on the sandbox, over real HTTP."""

from __future__ import annotations

import csv
import gzip
import io
import urllib.error
import urllib.request
from decimal import Decimal
from typing import Any

import pytest
from yulsn_client import BadRequestError, NotFoundError
from yulsn_client.models import (
    BannerCacheReset,
    BulkExport,
    BulkExportCreate,
    ExportType,
    Media,
    MediaCreate,
    OrderCreate,
    OrderLineCreate,
    SegmentContactCount,
    SegmentContactIdsCreate,
    SegmentType,
)
from yulsn_client.tables.cykelruter import CykelruterCreate
from yulsn_codegen.sandbox import RunningSandbox
from yulsn_codegen.sandbox.collections import ACTION_TRIGGERS, BANNERS, FEED_SYNCS

from .conftest import Flavour
from .people import NOBODY, people
from .stored import stored

MISSING = 999


def fetched(url: str) -> bytes:
    """The bytes at an address, without a key."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        content: bytes = answer.read()
    return content


# --- Actions, banners, feeds, tokens, permission sources ---


@pytest.mark.rows(
    "GET /api/v1/Actions",
    "POST /api/v1/Actions/{id}?contactId={contactId}",
    "POST /api/v1/Actions/{id}?segmentId={segmentId}",
)
def test_actions_are_triggered_for_a_contact_or_a_segment(api: Flavour, sandbox: RunningSandbox) -> None:
    actions = {action.name: action.id for action in api.run(api.client.actions.list())}
    ada, eva = people(api, 2)
    before = len(stored(sandbox, ACTION_TRIGGERS))
    assert api.run(api.client.actions.trigger_for_contact(actions["Welcome"], ada.id)) is None
    segment = api.run(
        api.client.segments.create_from_contact_ids(SegmentContactIdsCreate(contact_ids=[ada.id, eva.id]))
    )
    assert api.run(api.client.actions.trigger_for_segment(actions["Service reminder"], segment.id)) is None
    with pytest.raises(NotFoundError):
        api.run(api.client.actions.trigger_for_contact(actions["Summer sale"], ada.id))
    with pytest.raises(NotFoundError):
        api.run(api.client.actions.trigger_for_contact(actions["Welcome"], NOBODY))
    assert [(made["ActionId"], made["ContactIds"]) for made in stored(sandbox, ACTION_TRIGGERS)[before:]] == [
        (actions["Welcome"], [ada.id]),
        (actions["Service reminder"], [ada.id, eva.id]),
    ]


@pytest.mark.rows("POST /api/v1/Banners/CacheReset", "POST /api/v1/Banners/CacheReset?secret={secret}")
def test_banners_are_reset_by_id_or_secret(api: Flavour, sandbox: RunningSandbox) -> None:
    def times() -> list[Any]:
        return [banner["CacheReset"] for banner in stored(sandbox, BANNERS)]

    banners = api.client.banners
    before = times()
    assert api.run(banners.reset_cache([BannerCacheReset(id=2)])) is None
    after = times()
    assert after[0] == before[0]
    assert after[1] > (before[1] or "")
    assert api.run(banners.reset_cache_by_secret("banner-summer")) is None
    assert times()[0] > (after[0] or "")
    assert api.run(banners.reset_cache_by_secret("banner-club", banners=[BannerCacheReset(id=21)])) is None
    latest = times()
    assert latest[1] > after[1]
    with pytest.raises(NotFoundError):
        api.run(banners.reset_cache([BannerCacheReset(id=1), BannerCacheReset(id=MISSING)]))
    assert times() == latest


@pytest.mark.rows("POST /api/v1/FeedSyncs/{id}/SyncNow")
def test_a_feed_is_synced(api: Flavour, sandbox: RunningSandbox) -> None:
    before = stored(sandbox, FEED_SYNCS)
    assert api.run(api.client.feed_syncs.sync_now(2)) is None
    after = stored(sandbox, FEED_SYNCS)
    assert after[0] == before[0]
    assert after[1]["Synced"] > (before[1]["Synced"] or "")
    with pytest.raises(NotFoundError):
        api.run(api.client.feed_syncs.sync_now(MISSING))


@pytest.mark.rows("GET /api/v1/IframeToken?tokenId={tokenId}")
def test_a_token_identifies_its_contact(api: Flavour) -> None:
    token = api.run(api.client.iframe_token.get("sandbox-iframe-token"))
    stores = {store.id for store in api.run(api.client.stores.list())}
    assert (token.account_id, token.time_zone_id) == (1, "Europe/Copenhagen")
    assert set(token.store_ids) <= stores
    with pytest.raises(NotFoundError):
        api.run(api.client.iframe_token.get("another"))


@pytest.mark.rows("GET /api/v1/PermissionSourceCategories", "GET /api/v1/PermissionSourceCategoryRelations")
def test_every_permission_source_is_in_a_category(api: Flavour) -> None:
    categories = {item.id for item in api.run(api.client.permission_source_categories.list())}
    relations = api.run(api.client.permission_source_category_relations.list())
    assert categories
    assert {relation.permission_source_category_id for relation in relations} == categories


# --- Media ---


@pytest.fixture
def picture(api: Flavour) -> Media:
    """A file of eight bytes that is there, in the second folder."""
    body = MediaCreate(name="forår.png", folder_id=2, content_type="image/png", media=b"\x89PNG\xff\xfe\xfa\x00")
    made = api.run(api.client.media.create(body))
    assert isinstance(made, Media)
    return made


@pytest.mark.rows(
    "POST /api/v1/Media",
    "GET /api/v1/Media/{id}",
    "GET /api/v1/Media?folderId={folderId}",
    "GET /api/v1/Media/Folders",
)
def test_a_file_is_listed_and_its_bytes_are_public(api: Flavour, picture: Media) -> None:
    media = api.client.media
    assert (picture.name, picture.content_type, picture.size_in_bytes) == ("forår.png", "image/png", 8)
    assert fetched(picture.public_url) == b"\x89PNG\xff\xfe\xfa\x00"
    assert api.run(media.get(picture.id)) == picture
    folders = {folder.id for folder in api.run(media.list_folders())}
    found = {folder: api.run(media.list(folder_id=folder)) for folder in folders}
    assert [folder for folder in folders if picture in found[folder]] == [2]
    assert picture in api.run(media.list())
    with pytest.raises(BadRequestError):
        api.run(media.create(MediaCreate(name="x", folder_id=MISSING, content_type="text/plain", media=b"")))


@pytest.mark.rows("POST /api/v1/Media/{id}/Rename?newName={newName}", "DELETE /api/v1/Media/{id}")
def test_a_renamed_file_can_be_deleted(api: Flavour, picture: Media) -> None:
    media = api.client.media
    assert api.run(media.rename(picture.id, "sommer & høst.png")) is None
    renamed = api.run(media.get(picture.id))
    assert (renamed.name, renamed.public_url) == ("sommer & høst.png", picture.public_url)
    assert api.run(media.delete(picture.id)) == renamed
    for call in (media.get, media.delete):
        with pytest.raises(NotFoundError):
            api.run(call(picture.id))
    assert renamed not in api.run(media.list(folder_id=2))
    with pytest.raises(urllib.error.HTTPError):
        fetched(picture.public_url)


# --- Bulk exports ---


def exported(api: Flavour, order: BulkExportCreate) -> BulkExport:
    """What the list has at its end after an order."""
    before = api.run(api.client.bulk_export.list())
    assert api.run(api.client.bulk_export.create(order)) is None
    *others, made = api.run(api.client.bulk_export.list())
    assert [other.name for other in others] == [other.name for other in before]
    assert isinstance(made, BulkExport)
    return made


@pytest.mark.rows("POST /api/v1/BulkExport", "GET /api/v1/BulkExport?type={type}")
def test_an_export_has_the_requested_content(api: Flavour) -> None:
    ada, eva = people(api, 2)
    segment = api.run(
        api.client.segments.create_from_contact_ids(SegmentContactIdsCreate(contact_ids=[eva.id, ada.id]))
    )
    made = exported(
        api,
        BulkExportCreate(
            type=ExportType.CONTACTS,
            segment_id=segment.id,
            fields=["Email", "Id", "class"],
            column_delimiter=";",
            row_delimiter="\n",
            suffix_file_name="_forår",
        ),
    )
    content = fetched(made.download_url)
    assert content.decode() == f"Email;Id;class\n{ada.email};{ada.id};\n{eva.email};{eva.id};\n"
    assert (made.type, made.row_count, made.segment_id) == ("Contacts", 2, segment.id)
    assert made.size_in_bytes == len(content)
    assert made.name.endswith("_forår.csv")
    assert made in api.run(api.client.bulk_export.list(type=ExportType.CONTACTS))
    assert made not in api.run(api.client.bulk_export.list(type=ExportType.STORES))
    with pytest.raises(BadRequestError):
        api.run(api.client.bulk_export.create(BulkExportCreate(type=ExportType.CONTACTS, fields=["No such"])))


def test_an_export_of_lines_can_be_restricted_to_an_order_type(api: Flavour) -> None:
    def order(kind: Any, price: str) -> int:
        line = OrderLineCreate(quantity=Decimal(3), price=Decimal(price), rabat=Decimal("0.10"), farve="rød")
        number: int = api.run(api.client.orders.create(OrderCreate(type=kind, order_lines=[line]))).order_lines[0].id
        return number

    first, second, third = order("butik", "1.5"), order("webshop", "2"), order("butik", "33.3333333333333333333")
    made = exported(
        api,
        BulkExportCreate(type=ExportType.ORDER_LINES, item_type="butik", use_compression=True),
    )
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(fetched(made.download_url)).decode(), newline="")))
    rows = [row for row in rows if int(row["Id"]) >= first]
    assert [int(row["Id"]) for row in rows] == [first, third]
    assert first < second < third
    assert [row["PriceTotal"] for row in rows] == ["4.5", "99.9999999999999999999"]
    assert {(row["Farve"], row["Rabat"]) for row in rows} == {("rød", "0.10")}
    assert made.item_type == "butik"


def test_an_export_of_a_table_has_its_rows(api: Flavour) -> None:
    body = CykelruterCreate(name="Ål", laengde_km=Decimal("42.1950000000000000001"), asfalt=True)
    route = api.run(api.client.tables.cykelruter.create(body))
    (table,) = [table.id for table in api.run(api.client.dynamic_tables.list()) if table.name == "Cykelruter"]
    made = exported(api, BulkExportCreate(dynamic_table_id=table))
    *_, row = csv.DictReader(io.StringIO(fetched(made.download_url).decode(), newline=""))
    assert (row["Id"], row["Secret"], row["Name"]) == (str(route.id), route.secret, "Ål")
    assert (row["Længde (km)"], row["Asfalt"]) == ("42.1950000000000000001", "true")
    assert made.type is None


# --- Segments ---


@pytest.mark.rows(
    "GET /api/v1/Segments?folderId={folderId}",
    "GET /api/v1/Segments/{id}",
    "GET /api/v1/Segments/{id}/GetContactIds",
    "GET /api/v1/Segments/{id}/GetContactsBaseInfo",
    "POST /api/v1/Segments/ContactIds",
)
def test_a_new_segment_is_listed_with_its_contacts(api: Flavour) -> None:
    segments = api.client.segments
    ada, eva, ib = people(api, 3)
    body = SegmentContactIdsCreate(name="Tre", folder_id=7, contact_ids=[ib.id, ada.id, eva.id])
    made = api.run(segments.create_from_contact_ids(body))
    assert made.name == "Tre"
    found = api.run(segments.get(made.id))
    assert (found.name, found.folder_id, found.type) == ("Tre", 7, SegmentType.LIST)
    assert found in api.run(segments.list(folder_id=7))
    assert found in api.run(segments.list())
    assert found not in api.run(segments.list(folder_id=1))
    assert api.run(segments.list_contact_ids(made.id)) == [ada.id, eva.id, ib.id]
    infos = api.run(segments.list_contacts_base_info(made.id))
    assert [(info.id, info.email, info.secret) for info in infos] == [
        (contact.id, contact.email, contact.secret) for contact in (ada, eva, ib)
    ]
    api.run(api.client.contacts.delete(eva.id))
    assert api.run(segments.list_contact_ids(made.id)) == [ada.id, ib.id]
    with pytest.raises(BadRequestError):
        api.run(segments.create_from_contact_ids(SegmentContactIdsCreate(contact_ids=[NOBODY])))
    with pytest.raises(NotFoundError):
        api.run(segments.list_contact_ids(NOBODY))


@pytest.mark.rows(
    "GET /api/v1/Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}", "POST /api/v1/Segments/GetContactCount"
)
def test_contacts_of_segments_are_counted_once_each(api: Flavour) -> None:
    segments = api.client.segments
    ada, eva, ib = (contact.id for contact in people(api, 3))
    one, other = (
        api.run(segments.create_from_contact_ids(SegmentContactIdsCreate(contact_ids=ids))).id
        for ids in ([ada, eva], [eva, ib])
    )
    assert api.run(segments.count_contacts([one])) == 2
    assert api.run(segments.count_contacts([one, other])) == 3
    assert api.run(segments.count_contacts_of_many(SegmentContactCount(segment_ids=[one, other]))) == 3
    assert api.run(segments.count_contacts_of_many(SegmentContactCount(segment_ids=[]))) == 0
    everybody = len(api.run(api.client.contacts.list_ids()))
    assert api.run(segments.count_contacts([1, one])) == everybody
