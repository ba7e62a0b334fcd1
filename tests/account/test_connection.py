"""How an account is reached: the base URL, proxies, and the key, which appears in no message or log."""

from __future__ import annotations

import re
import socket

import pytest
from yulsn_codegen.text.errors import InputError

from .server import KEY, NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, failure, read


@pytest.mark.parametrize("end", ["", "/", "/api/v1", "/api/v1/", "/API/V1//"])
def test_an_api_path_at_the_end_of_the_base_url_is_removed(account: Account, end: str) -> None:
    read(account, account.url + end)
    assert account.requests[0][0] == TABLES


@pytest.mark.parametrize("path", ["/gate/way", "/a%3Fb/c%20d", "/API"])
def test_a_base_url_may_have_a_path(account: Account, path: str) -> None:
    account.answers = {path + asked: answer for asked, answer in account.answers.items()}
    read(account, f"{account.url}{path}/api/v1")
    assert len(account.requests) == 9


def test_loopback_hosts_bypass_proxies(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    read(account)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTPS_PROXY", "gopher://127.0.0.1"), ("ALL_PROXY", "http://h:port"), ("SSL_CERT_FILE", "/no/such/file.pem")],
)
def test_an_invalid_proxy_or_certificate_variable_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    message = failure("https://nothing.invalid", kind=InputError)
    assert message.startswith("environment: names a proxy or certificates that cannot be used: ")
    assert name in message


@pytest.mark.parametrize(
    ("base_url", "problem"),
    [
        ("", "is empty"),
        ("api.yulsn.io", "api.yulsn.io does not begin with https://"),
        ("localhost:8000", "localhost:8000 does not begin with https://"),
        ("ftp://api.yulsn.io", "ftp://api.yulsn.io does not begin with https://"),
        ("https://", "https:// does not begin with https:// and a host"),
        ("https:///api/v1", "does not begin with https:// and a host"),
        ("https://api.yulsn.io/ ", "contains white space or control characters"),
        ("https://api.\x1byulsn.io", "contains white space or control characters"),
        ("https://me:pass@api.yulsn.io", "contains a user name or password"),
        ("https://api.yulsn.io\\@evil.example", "contains a user name or password"),
        ("https://api.yulsn.io?owner=x", "contains a query or a fragment"),
        ("https://api.yulsn.io/#x", "contains a query or a fragment"),
        ("https://api.yulsn.io:99999", "has an invalid port"),
        ("https://api.yulsn.io:http", "is not a valid URL"),
        ("https://[::1", "is not a valid URL"),
        ("http://api.yulsn.io", "would send the API key unencrypted"),
        ("http://localhost.example", "would send the API key unencrypted"),
        ("http://192.168.0.1", "would send the API key unencrypted"),
    ],
)
def test_an_invalid_base_url_is_refused(base_url: str, problem: str) -> None:
    message = failure(base_url, kind=InputError)
    assert message.startswith("base URL: ")
    assert problem in message
    assert "pass@" not in message


def test_plain_http_to_another_host_must_be_allowed() -> None:
    message = failure("http://nothing.invalid", allow_http=True)
    assert "the host nothing.invalid cannot be found" in message


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "LocalHost", "app.localhost"])
def test_plain_http_to_a_loopback_host_is_always_allowed(host: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        message = failure(f"http://{host}:{unused.getsockname()[1]}")
    assert "unencrypted" not in message
    assert re.search("refused the connection|failed|cannot be found", message)


def test_a_key_in_the_base_url_is_not_shown() -> None:
    failure(f"https//{KEY}", kind=InputError)
    failure(f"https://{KEY}@api.yulsn.io", kind=InputError)
    failure(f"https://api.yulsn.io?key={KEY}", kind=InputError)


@pytest.mark.parametrize(
    "key", ["k3y with", "k3y\n", "\tk3y", "k3y\x00", "k3y\x7f", "nøgle", "k3y\u200b", "k3y\r\nX: y"]
)
def test_a_key_that_is_invalid_in_a_header_is_refused_without_showing_it(account: Account, key: str) -> None:
    message = failure(account.url, key, InputError)
    assert "API key: contains white space, control characters or non-ASCII characters" in message
    assert "YULSN_API_KEY" in message
    assert key.strip() not in message
    assert account.requests == []


def test_an_empty_key_is_refused(account: Account) -> None:
    assert failure(account.url, "", InputError).startswith("API key: is empty")


@pytest.mark.parametrize("cut", [0, 190])
@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 500, 503])
def test_a_key_that_the_server_echoes_is_not_in_the_message(account: Account, status: int, cut: int) -> None:
    plain = "y" * cut + KEY
    bodies = [
        plain.encode(),
        {"Message": plain},
        {"Other": plain},
        plain.lower().encode(),
        plain.encode() * 1_000,
        ("y" * cut + "S3cret&lt;Key&gt;/42&quot;x").encode(),
        ("y" * cut + "S3cret%3CKey%3E%2F42%22x").encode(),
    ]
    for body in bodies:
        headers = {"Location": f"/{KEY}", "Content-Type": KEY, "Retry-After": "1"}
        refusing = Answer(body, status, headers)
        account.answers = dict.fromkeys((TABLES, *OWNER_PATHS.values(), *NAME_PATHS), refusing)
        assert "s3c" not in failure(account.url).lower()


def test_a_key_in_the_host_of_a_redirect_is_redacted(account: Account) -> None:
    account.answers[TABLES] = Answer(b"", 302, {"Location": "https://Top-Secret-1.evil.example/"})
    message = failure(account.url, "Top-Secret-1")
    assert "redirects (302) to https://[API key].evil.example," in message
    assert "secret-1" not in message.lower()


def test_a_key_in_a_name_is_redacted(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer([{"Name": KEY, "Type": KEY}])
    warnings: list[str] = []
    read(account, warn=warnings.append)
    assert warnings == [
        'the fields of Orders: field `[API key]`: the type "[API key]" is unknown; it accepts any JSON',
    ]
    account.answers[OWNER_PATHS["Orders"]] = Answer([{"Name": KEY, "Type": 1}] * 2)
    warnings.clear()
    read(account, warn=warnings.append)
    assert warnings == ["the fields of Orders: field `[API key]` is listed more than once; treated as one field"]


def test_the_key_is_never_logged(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    read(account)
    account.answers = dict.fromkeys((TABLES, *OWNER_PATHS.values(), *NAME_PATHS), Answer(b"", 401))
    failure(account.url)
    assert "DynamicTables" in caplog.text  # the HTTP client does log
    assert KEY not in caplog.text
