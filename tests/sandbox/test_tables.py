"""The rows of dynamic tables."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from yulsn_codegen.sandbox import RunningSandbox

from .conftest import connect

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00")


def test_a_new_row_has_all_properties(api: httpx2.Client) -> None:
    row = api.post("table/Bikes", json={"Name": "Sofies", "Gears": 7}).json()
    assert list(row)[:6] == ["Id", "Secret", "ExternalId", "Name", "Created", "LastModified"]
    assert (row["Name"], row["Gears"], row["Price"], row["ExternalId"]) == ("Sofies", 7, None, None)
    assert re.fullmatch("[A-Za-z0-9]{8}", row["Secret"])
    assert TIME.fullmatch(row["Created"])
    assert api.get(f"table/Bikes/{row['Id']}").json() == row


def test_a_table_name_with_a_space_matches_case_insensitively(api: httpx2.Client) -> None:
    row = api.post("table/Service%20Visits", json={"from": "2024-05-06T10:00:00+02:00", "Status": "i gang"}).json()
    assert api.get(f"table/service visits/{row['Id']}").json() == row


def test_ids_and_pages_are_listed(fresh: httpx2.Client) -> None:
    assert fresh.get("table/Bikes").json() == []
    assert fresh.get("table/Bikes?lastId=0").json() == []
    answer = fresh.post("table/Bikes/Bulk", json=[{"Gears": number} for number in range(1, 1101)])
    assert (answer.status_code, answer.content) == (200, b"")
    assert fresh.get("table/Bikes").json() == list(range(1, 1101))
    page = fresh.get("table/Bikes?lastId=0").json()
    assert [row["Gears"] for row in page] == list(range(1, 1001))
    assert [row["Id"] for row in fresh.get("table/Bikes?lastId=1000&take=30").json()] == list(range(1001, 1031))
    assert len(fresh.get("table/Bikes?lastid=0&take=5000").json()) == 1000
    assert fresh.get("table/Bikes?lastId=1100").json() == []
    assert fresh.get("table/Cykelruter").json() == []


@pytest.mark.parametrize("query", ["lastId=", "lastId=x", "lastId=0&take=0", "lastId=0&take=x", "take=5"])
def test_an_invalid_page_is_400(api: httpx2.Client, query: str) -> None:
    assert api.get(f"table/Bikes?{query}").status_code == 400


def test_a_row_is_found_by_secret_and_by_external_id(api: httpx2.Client) -> None:
    row = api.post("table/Bikes", json={"ExternalId": "find me", "Secret": "mine/&+"}).json()
    assert api.get("table/Bikes", params={"externalId": "find me"}).json() == row
    assert api.get("table/Bikes", params={"Secret": "mine/&+"}).json() == row
    assert api.get("table/Cykelruter", params={"externalId": "find me"}).status_code == 404
    assert api.get("table/Bikes", params={"externalId": "no one"}).status_code == 404
    assert api.get("table/Bikes", params={"secret": ""}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "table/Nothing"),
        ("GET", "table/Nothing?lastId=0"),
        ("GET", "table/Nothing/1"),
        ("POST", "table/Nothing"),
        ("POST", "table/Nothing/Bulk"),
        ("PATCH", "table/Nothing/1"),
        ("DELETE", "table/Nothing/1"),
        ("GET", "table/Bikes/2147483647"),
        ("PATCH", "table/Bikes/2147483647"),
        ("DELETE", "table/Bikes/2147483647"),
    ],
)
def test_a_missing_table_or_row_is_404(api: httpx2.Client, method: str, path: str) -> None:
    answer = api.request(method, path, json={"Name": "x"})
    assert answer.status_code == 404
    assert answer.json()["Message"]


def test_a_duplicate_external_id_is_409(api: httpx2.Client) -> None:
    api.post("table/Bikes", json={"ExternalId": "taken", "Secret": "taken secret"})
    other = api.post("table/Bikes", json={"ExternalId": "other"}).json()
    message = {"Message": "Cannot save duplicate value 'taken'!"}
    for answer in (
        api.post("table/Bikes", json={"ExternalId": "taken"}),
        api.post("table/Bikes/Bulk", json=[{"ExternalId": "free"}, {"ExternalId": "taken"}]),
        api.patch(f"table/Bikes/{other['Id']}", json={"ExternalId": "taken"}),
    ):
        assert (answer.status_code, answer.json()) == (409, message)
    assert api.get("table/Bikes?externalId=free").status_code == 404
    assert api.post("table/Cykelruter", json={"ExternalId": "taken"}).status_code == 200
    assert "'taken secret'" in api.post("table/Bikes", json={"Secret": "taken secret"}).json()["Message"]
    twice = [{"ExternalId": "twice"}, {"ExternalId": "twice"}]
    assert api.post("table/Bikes/Bulk", json=twice).status_code == 409


def test_an_external_id_is_free_after_its_row_is_changed_or_deleted(api: httpx2.Client) -> None:
    row = api.post("table/Bikes", json={"ExternalId": "loose"}).json()
    assert api.patch(f"table/Bikes/{row['Id']}", json={"ExternalId": None}).json()["ExternalId"] is None
    again = api.post("table/Bikes", json={"ExternalId": "loose"}).json()
    assert api.delete(f"table/Bikes/{again['Id']}").json() == again
    last = api.post("table/Bikes", json={"ExternalId": "loose"})
    assert last.status_code == 200
    assert last.json()["Id"] > again["Id"]


def test_patch_changes_only_sent_properties(api: httpx2.Client) -> None:
    row = api.post("table/Bikes", json={"Name": "old", "ExternalId": "patch", "Gears": 3, "Electric": True}).json()
    patched = api.patch(f"table/Bikes/{row['Id']}", json={"name": "new", "Gears": None, "Id": 9, "Unknown": 1}).json()
    assert patched == {**row, "Name": "new", "Gears": None, "LastModified": patched["LastModified"]}
    assert patched["LastModified"] > row["LastModified"]
    assert api.get(f"table/Bikes/{row['Id']}").json() == patched


def test_patch_without_a_known_field_is_400_and_without_anything_404(api: httpx2.Client) -> None:
    row = api.post("table/Bikes", json={}).json()
    path = f"table/Bikes/{row['Id']}"
    for body in ({"Nothing": 1}, {"Id": 3}, {"Created": "2024-05-06T10:00:00Z"}):
        answer = api.patch(path, json=body)
        assert answer.status_code == 400
        assert answer.json() == {"Message": "There were no valid fields specified for patching!"}
    assert api.patch(path, json={}).status_code == 404
    assert api.patch(path, json={"Secret": None}).json()["Secret"] == row["Secret"]
    assert api.patch(path, json={"Gears": "x"}).status_code == 400


def test_a_write_through_a_converter_is_423(api: httpx2.Client) -> None:
    for answer in (
        api.post("table/Newsletter Signups", json={}),
        api.post("table/Newsletter Signups/Bulk", json=[]),
        api.patch("table/Newsletter Signups/1", json={"Name": "x"}),
        api.delete("table/Newsletter Signups/1"),
        api.delete(f"table/Loyalty Cards/{api.post('table/Loyalty Cards', json={}).json()['Id']}"),
    ):
        assert answer.status_code == 423
        assert "converter" in answer.json()["Message"]
    assert api.get("table/Newsletter Signups").json() == []


def test_bulk_accepts_only_a_list_of_objects(api: httpx2.Client) -> None:
    bodies: list[object] = [{}, [1], "x"]
    for body in bodies:
        assert api.post("table/Bikes/Bulk", json=body).status_code == 400
    assert api.post("table/Bikes/Bulk", json=[]).status_code == 200


def test_only_one_of_concurrent_writers_of_an_external_id_succeeds(shared: RunningSandbox) -> None:
    def post(number: int) -> int:
        with connect(shared) as client:
            return client.post("table/Bikes", json={"ExternalId": "race", "Gears": number}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(post, range(16))) == [200] + [409] * 15
