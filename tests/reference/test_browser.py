"""The site in headless Chromium: what it shows, and that it sends no request. `make test-site` runs this."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from injection.accounts import hostile
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.plan import plan
from yulsn_codegen.reference.page import site_files
from yulsn_codegen.reference.publish import publish_site
from yulsn_codegen.sandbox import running

from .made import builtin_plan, document, operations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: run `make test-site`")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = os.environ.get("BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: install it, or set BROWSER to its path")

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI));
window.alert = () => violations.push("alert");
"""
HOSTILE = (
    "<img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://127.0.0.1:9/x.png)",
    "</script><script>alert(1)</script>",
    "http://127.0.0.1:9/",
    "www.example.com",
    "# heading",
    "a|b\n\n---",
    "{{ 7 * 7 }}",
    "$ref",
    "__proto__",
    "constructor",
    "toString",
    "\u202egnp",
    "\ud800",
    "%2e%2e/{id}?x=#y",
)


class Proxy(ThreadingHTTPServer):
    """A proxy that refuses every request and keeps its target."""

    def __init__(self) -> None:
        self.targets = targets = list[str]()

        class Refusal(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                targets.append(self.rfile.readline().decode("latin-1").strip())

        super().__init__(("127.0.0.1", 0), Refusal)


@dataclass
class Tab:
    """A page in the browser, the addresses that it requested, and the errors of its scripts."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(address)
        self.page.wait_for_selector("text=Introduction")

    def assert_harmless(self, *origins: str) -> None:
        """Fail if the page had an error, violated its policy, or requested anything from elsewhere."""
        assert self.errors == []
        # Scalar's validator tests whether it may compile code, and continues without it otherwise.
        assert self.page.evaluate("violations.filter(what => what !== 'eval')") == []
        assert [address for address in self.requests if not address.startswith((*origins, "about:", "data:"))] == []


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    with Proxy() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        # Without Chromium's own sandbox, which does not start as root in a container.
        launched = started.chromium.launch(
            executable_path=shutil.which(CHROMIUM or "") or CHROMIUM, args=["--no-sandbox"]
        )
        yield launched
        launched.close()


@pytest.fixture
def tab(browser: Browser, proxy: Proxy) -> Iterator[Tab]:
    # The proxy is that of the page. Chromium itself looks for updates.
    address = f"http://127.0.0.1:{proxy.server_address[1]}"
    context = browser.new_context(
        viewport={"width": 1400, "height": 1000},
        color_scheme="light",
        proxy={"server": address, "bypass": "127.0.0.1"},
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    made = Tab(page)
    proxy.targets.clear()
    page.on("request", lambda request: made.requests.append(request.url))
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    yield made
    context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("site")
    publish_site(folder, site_files(builtin_plan(), "yulsn_client"))
    return (folder / "index.html").as_uri()


def written(folder: Path, account: AccountSchema) -> str:
    publish_site(folder, site_files(plan(account), "yulsn_client"))
    return (folder / "index.html").as_uri()


def expand_all(page: Page) -> None:
    """Open every group of the sidebar."""
    while (closed := page.locator("aside [aria-expanded=false]")).count():
        closed.first.click()


def test_reading_a_site_from_disk_sends_no_request(tab: Tab, site: str, proxy: Proxy) -> None:
    tab.open(site)
    expand_all(tab.page)
    for call in ("tag/contacts/create", "tag/tables.bikes/search", "models/Contact"):
        tab.page.goto(f"{site}#{call}")
        tab.page.wait_for_timeout(200)
    tab.page.get_by_role("button", name="Copy as Markdown").locator("visible=true").first.click()
    tab.page.keyboard.press("Control+k")
    tab.page.keyboard.type("bikes")
    tab.page.keyboard.press("Escape")
    tab.assert_harmless("file:")
    assert {address.rsplit("/", 1)[-1].partition("#")[0] for address in tab.requests} <= {
        "blank",
        "index.html",
        "scalar.js",
        "start.js",
    }
    assert proxy.targets == []


def test_a_request_to_another_host_would_be_detected(tab: Tab, proxy: Proxy) -> None:
    with pytest.raises(playwright.Error):
        tab.page.goto("http://reference.invalid/x")
    assert tab.requests == ["http://reference.invalid/x"]
    assert proxy.targets[0] == "GET http://reference.invalid/x HTTP/1.1"


def test_the_sidebar_links_every_call(tab: Tab, site: str) -> None:
    tab.open(site)
    expand_all(tab.page)
    links = tab.page.eval_on_selector_all("aside a", "links => links.map(link => link.getAttribute('href'))")
    calls = {operation["operationId"] for _, _, operation in operations(document())}
    shown = {link.removeprefix("#tag/").replace("/", ".") for link in links if link.startswith("#tag/")}
    assert calls <= shown


def test_a_search_shows_its_samples(tab: Tab, site: str) -> None:
    tab.open(f"{site}#tag/tables.bikes/search")
    section = tab.page.locator("[id$='/tag/tables.bikes/search']")
    section.get_by_text("client.tables.bikes.search(*conditions)").wait_for()
    assert "SEARCH/api/v1/table/Bikes" in section.inner_text().replace("\n", "")
    section.get_by_role("button", name="Python").click()
    options = tab.page.get_by_role("option").all_inner_texts()
    assert options == ["Python", "Python (async)", "curl"]


def test_a_field_is_found_by_its_label(tab: Tab, site: str) -> None:
    tab.open(site)
    tab.page.keyboard.press("Control+k")
    tab.page.keyboard.type("Number of gears")
    tab.page.get_by_role("option", name="Number of gears (Gears)").first.click()
    heading = tab.page.get_by_role("heading", name="Number of gears (Gears)")
    heading.wait_for()
    playwright.expect(heading).to_be_in_viewport()
    tab.open(tab.page.url)  # its address
    playwright.expect(tab.page.get_by_role("heading", name="Number of gears (Gears)")).to_be_in_viewport()


def test_the_dark_mode_follows_the_system_and_can_be_chosen(tab: Tab, site: str) -> None:
    tab.page.emulate_media(color_scheme="dark")
    tab.open(site)
    playwright.expect(tab.page.locator("body")).to_have_class("dark-mode")
    tab.page.get_by_role("button", name="Set light mode").click()
    playwright.expect(tab.page.locator("body")).to_have_class("light-mode")


def test_hostile_labels_are_shown_as_text(tab: Tab, tmp_path: Path, proxy: Proxy) -> None:
    address = written(tmp_path / "site", hostile(HOSTILE))
    tab.open(address)
    expand_all(tab.page)
    for place in ("tag/contacts/create", "models/Contact", "tag/tables.x/get"):
        tab.page.goto(f"{address}#{place}")
        tab.page.wait_for_timeout(500)
    text = tab.page.inner_text("body")
    for label in HOSTILE[:7]:
        assert " ".join(label.split()) in text
    targets = "found => found.map(one => one.getAttribute('src') ?? one.getAttribute('href') ?? '')"
    found = set(tab.page.eval_on_selector_all("img, script, iframe, a[href]", targets))
    assert {one for one in found if not one.startswith("#")} == {
        "", "scalar.js", "start.js", "https://www.scalar.com"
    }  # fmt: skip
    tab.assert_harmless("file:")
    assert proxy.targets == []


def test_the_sandbox_can_be_tried_from_its_reference(tab: Tab) -> None:
    with running() as sandbox:
        tab.open(f"{sandbox.base_url}/docs/#tag/orders/search")
        section = tab.page.locator("[id$='/tag/orders/search']")
        section.get_by_role("button", name="Test Request").click()
        tab.page.get_by_role("button", name="Send", exact=False).locator("visible=true").first.click()
        tab.page.get_by_text("200 OK").wait_for()
        assert [(sent.method, sent.path, sent.status) for sent in sandbox.requests] == [
            ("SEARCH", "/api/v1/Orders", 200)
        ]
        tab.assert_harmless(sandbox.base_url)
