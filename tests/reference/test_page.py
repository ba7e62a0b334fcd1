"""The files of a site: a page that holds the document, and a vendored script."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from injection.accounts import hostile
from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.plan import plan
from yulsn_codegen.reference import page
from yulsn_codegen.reference.page import ASSETS, LICENSES, SCRIPT, site_files
from yulsn_codegen.text.errors import UnsafeError

from .made import builtin_plan

EMBEDDED = re.compile(r'<script type="application/json" id="(\w+)">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return site_files(builtin_plan(), "yulsn_client")


def test_a_site_consists_of_a_page_a_script_and_its_licences(files: dict[str, str]) -> None:
    assert sorted(files) == ["index.html", LICENSES, SCRIPT, "start.js"]
    assert "Copyright (c) 2023-present Scalar" in files[LICENSES]
    assert files["index.html"].isascii()


def test_the_same_account_gives_the_same_bytes(files: dict[str, str]) -> None:
    assert site_files(builtin_plan(), "yulsn_client") == files


def test_the_policy_of_a_page_allows_no_connection(files: dict[str, str]) -> None:
    assert "connect-src &#39;none&#39;;" in files["index.html"]
    assert "default-src &#39;none&#39;;" in files["index.html"]


def test_a_page_that_can_send_requests_may_connect_only_to_its_own_host() -> None:
    shown = site_files(plan(EMPTY), "yulsn_client", server="http://127.0.0.1:1", can_send=True, api_key="k")
    assert "connect-src &#39;self&#39;;" in shown["index.html"]
    settings = dict(EMBEDDED.findall(shown["index.html"]))["settings"]
    assert json.loads(settings) == {"apiKey": "k", "canSend": True}


def test_no_text_of_an_account_can_end_its_script_element() -> None:
    account = hostile(["</script><script>alert(1)</script>", "<!--<script>", "]]>", "a & b"])
    text = site_files(plan(account), "yulsn_client")["index.html"]
    assert re.findall(r"<!--|]]>", text) == []
    assert [found[0] for found in EMBEDDED.findall(text)] == ["settings", "document"]
    assert len(re.findall("<script", text)) == len(re.findall("</script>", text)) == 4
    names = json.loads(dict(EMBEDDED.findall(text))["document"])["components"]["schemas"]["Contact"]["properties"]
    assert {"</script><script>alert(1)</script>", "a & b"} <= names.keys()


def test_a_script_that_was_modified_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in ASSETS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / SCRIPT).write_bytes((ASSETS / SCRIPT).read_bytes() + b"\n")
    monkeypatch.setattr(page, "ASSETS", tmp_path)
    page._assets.cache_clear()
    with pytest.raises(UnsafeError, match=r"scalar\.js: was modified after its release"):
        page._assets()
    page._assets.cache_clear()
