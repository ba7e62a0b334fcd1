"""How base URLs are parsed, in the generator and in every generated client."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yulsn_codegen.base_url import BaseUrl, BaseUrlError, is_loopback, parse_base_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://api.yulsn.io", "https://api.yulsn.io"),
        ("https://api.yulsn.io/", "https://api.yulsn.io"),
        ("https://api.yulsn.io//", "https://api.yulsn.io"),
        ("https://api.yulsn.io/api/v1", "https://api.yulsn.io"),
        ("https://api.yulsn.io/API/V1/", "https://api.yulsn.io"),
        ("https://api.yulsn.io//api//v1//", "https://api.yulsn.io"),
        ("https://api.yulsn.io/api/v1/api/v1", "https://api.yulsn.io"),
        ("https://api.yulsn.io/proxy/Api/v1", "https://api.yulsn.io/proxy"),
        ("https://api.yulsn.io/api/v11", "https://api.yulsn.io/api/v11"),
        ("https://api.yulsn.io/my-api/v1", "https://api.yulsn.io/my-api/v1"),
        ("HTTPS://API.Yulsn.IO:443/", "https://api.yulsn.io"),
        ("https://api.yulsn.io:8443", "https://api.yulsn.io:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8765/", "http://[::1]:8765"),
        ("https://bücher.example/ø", "https://xn--bcher-kva.example/%C3%B8"),
        ("https://my_host.", "https://my_host."),
    ],
)
def test_a_base_url_has_one_canonical_form(text: str, url: str) -> None:
    assert parse_base_url(text).url == url
    assert parse_base_url(url).url == url


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        (" ", "white space"),
        ("https://api.yulsn.io\n", "white space or control characters"),
        ("https://api.yulsn.io\u202e", "control characters"),
        ("https://api.yulsn.io?", "a query or a fragment"),
        ("https://api.yulsn.io/#", "a query or a fragment"),
        ("https://api.yulsn.io/?key=s3cret", "a query or a fragment"),
        ("https://me:s3cret@api.yulsn.io", "a user name or password"),
        ("https://@api.yulsn.io", "a user name or password"),
        ("https://api.yulsn.io\\@evil.example", "a user name or password"),
        ("https://evil.example\\.yulsn.io", "contains a backslash"),
        ("ftp://api.yulsn.io", "does not begin with https://"),
        ("file:///etc/passwd", "does not begin with https://"),
        ("//api.yulsn.io", "does not begin with https://"),
        ("api.yulsn.io", "does not begin with https://"),
        ("https:///api/v1", "does not begin with https:// and a host"),
        ("https://api..yulsn.io", "invalid host name"),
        ("https://.", "invalid host name"),
        ("https://" + "a" * 64, "invalid host name"),
        ("https://" + "a." * 126 + "ab", "invalid host name"),
        ("https://-a.example", "invalid host name"),
        ("https://a%2eexample", "invalid host name"),
        ("https://*.example", "invalid host name"),
        ("https://evil.comxn--", "is not a valid URL"),
        ("https://xn--", "invalid host name"),
        ("https://[::1", "is not a valid URL"),
        ("https://[fe80::1%25eth0]", "invalid host name"),
        ("https://api.yulsn.io:0", "invalid port"),
        ("https://api.yulsn.io:65536", "invalid port"),
        ("https://api.yulsn.io:http", "is not a valid URL"),
        ("https://api.yulsn.io/" + "a" * 70_000, "is not a valid URL"),
    ],
)
def test_a_base_url_with_another_form_is_refused_with_a_hint(text: str, what: str) -> None:
    with pytest.raises(BaseUrlError, match=what) as caught:
        parse_base_url(text)
    assert caught.value.hint
    assert "s3cret" not in str(caught.value)


@given(st.text() | st.builds("{}://{}{}".format, st.sampled_from(["https", "http"]), st.text(), st.text()))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        base = parse_base_url(text)
    except BaseUrlError:
        return
    assert base.url.isascii()
    assert parse_base_url(base.url) == base


@pytest.mark.parametrize(
    ("text", "is_local", "exposes_key"),
    [
        ("http://localhost:1", True, False),
        ("http://[::1]", True, False),
        ("http://127.0.0.1.example", False, True),
        ("https://api.yulsn.io", False, False),
    ],
)
def test_plain_http_exposes_the_key_to_a_network(text: str, is_local: bool, exposes_key: bool) -> None:
    base: BaseUrl = parse_base_url(text)
    assert (base.is_local, base.exposes_key) == (is_local, exposes_key)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost",
        "localhost.",
        "app.localhost",
        "a.b.localhost",
        "127.0.0.1",
        "127.1.2.3",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
    ],
)
def test_loopback_hosts_are_local(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "api.yulsn.io", "localhost.example", "notlocalhost", "10.0.0.1", "0.0.0.0", "::", "::ffff:10.0.0.1"]
)
def test_other_hosts_are_not_local(host: str) -> None:
    assert not is_loopback(host)
