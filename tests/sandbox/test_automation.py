"""Actions, banners, feed syncs, iframe tokens and permission sources of a new sandbox."""

from __future__ import annotations

import httpx2
import pytest

from .conftest import Make

MISSING = 2147483647


def test_actions_are_listed_and_triggered(api: httpx2.Client, make: Make) -> None:
    actions = api.get("Actions").json()
    assert [action["Id"] for action in actions] == [1, 2, 3, 4]
    assert all(set(action) == {"Id", "Name", "Description", "LastModified"} for action in actions)
    for query in (f"contactId={make()['Id']}", "segmentId=1", "segmentId=3"):
        answer = api.post(f"Actions/1?{query}")
        assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [f"{MISSING}?segmentId=1", f"1?segmentId={MISSING}", f"1?contactId={MISSING}", "3?segmentId=1", "4?segmentId=1"],
)
def test_an_unknown_action_or_contact_is_404(api: httpx2.Client, path: str) -> None:
    answer = api.post(f"Actions/{path}")
    assert answer.status_code == 404
    assert answer.json()["Message"]


def test_a_trigger_needs_exactly_one_of_contact_and_segment(api: httpx2.Client) -> None:
    for query in ("", "?contactId=", "?segmentId=x", "?contactId=1&segmentId=1"):
        assert api.post(f"Actions/1{query}").status_code == 400


@pytest.mark.parametrize("body", [[{"Id": 1}], [{"id": 1}, {"Id": 2, "Other": "x"}], []])
def test_banners_are_reset_by_their_ids(api: httpx2.Client, body: object) -> None:
    answer = api.post("Banners/CacheReset", json=body)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("item", [{"Id": 3}, {"Id": 11}, {}, {"Id": None}, {"Id": "1"}, {"Id": True}, {"Id": 10**12}])
def test_a_missing_banner_is_404_with_the_existing_ones(api: httpx2.Client, item: object) -> None:
    answer = api.post("Banners/CacheReset", json=[{"Id": 1}, item])
    assert answer.status_code == 404
    assert "`banner-club`" in answer.json()["Message"]


def test_a_banner_is_reset_by_its_secret_or_only_some_of_its_versions(api: httpx2.Client) -> None:
    path = "Banners/CacheReset?secret=banner-summer"
    for answer in (api.post(path), api.post(path, json=[]), api.post(path, json=[{"Id": 11}, {"Id": 12}])):
        assert (answer.status_code, answer.content) == (200, b"")
    for body in ([11, 12], {"Ids": [11]}, {"ids": [{"Id": 12}]}):  # bare or wrapped
        assert api.post(path, json=body).status_code == 200
    assert api.post(path, json=[{"Id": 11}, {"Id": 21}]).status_code == 404
    assert api.post(path, json=[11, 21]).status_code == 404
    assert api.post("Banners/CacheReset?secret=nothing").status_code == 404
    assert api.post(path, json={"Id": 11}).status_code == 400


def test_a_reset_needs_a_list(api: httpx2.Client) -> None:
    assert api.post("Banners/CacheReset", json={}).status_code == 400


def test_a_feed_is_synced(api: httpx2.Client) -> None:
    for number in (1, 2):
        answer = api.post(f"FeedSyncs/{number}/SyncNow")
        assert (answer.status_code, answer.content) == (200, b"")
    answer = api.post("FeedSyncs/3/SyncNow")
    assert answer.status_code == 404
    assert "has 1 and 2" in answer.json()["Message"]


def test_an_iframe_token_identifies_its_contact(api: httpx2.Client) -> None:
    token = api.get("IframeToken?tokenId=sandbox-iframe-token").json()
    assert (token["Id"], token["AccountId"], token["StoreIds"]) == ("sandbox-iframe-token", 1, [1, 2, 3, 4])
    assert set(token) == {
        "Id", "AccountId", "AdministratorId", "AdministratorEmail", "StoreIds", "Rights", "GroupId", "TimeZoneId",
    }  # fmt: skip
    for query in ("tokenId=", "tokenId=1", "tokenId=SANDBOX-iframe-token"):
        assert api.get(f"IframeToken?{query}").status_code == 404
    assert api.get("IframeToken").status_code == 400


def test_every_permission_source_belongs_to_a_category(api: httpx2.Client) -> None:
    categories = {item["Id"] for item in api.get("PermissionSourceCategories").json()}
    relations = api.get("PermissionSourceCategoryRelations").json()
    assert {item["PermissionSourceCategoryId"] for item in relations} == categories
    assert len({item["PermissionSource"] for item in relations}) == len(relations) == 4
