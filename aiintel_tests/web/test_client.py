"""Plain fetching: what is sent, what comes back, what is remembered between requests (nothing)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from aiintel_assets.web.client import FetchError, WebClient
from aiintel_tests.web.conftest import HASTY, fetch
from aiintel_tests.web.site import Site, page


def test_a_page_comes_back_whole_with_its_headers(site: Site) -> None:
    site.pages["/a?b=%E6%98%9F"] = page(b"hello", Content_Type="text/html; charset=big5", X_Two="1")

    got = fetch(site.url("/a?b=%E6%98%9F#part"))

    assert (got.status, got.body, got.content_type) == (200, b"hello", "text/html; charset=big5")
    assert got.headers["x-two"] == "1"
    assert got.url == site.url("/a?b=%E6%98%9F#part")
    assert got.final_url == site.url("/a?b=%E6%98%9F")
    assert got.fetched_at.tzinfo is UTC
    assert not got.not_modified


def test_the_client_says_who_it_is_and_asks_for_what_it_can_decompress(site: Site) -> None:
    site.pages["/"] = page()

    fetch(site.url("/"), headers={"Accept": "application/json", "Accept-Encoding": "br", "Host": "evil.example"})

    sent = site.visits[0].headers
    assert sent["user-agent"].startswith("aiintel/")
    assert sent["accept"] == "application/json"
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["host"] == site.place


def test_cookies_are_not_kept(site: Site) -> None:
    site.pages["/"] = page(Set_Cookie="id=1; Path=/")

    fetch(site.url("/"), site.url("/"))

    assert [visit.headers.get("cookie") for visit in site.visits] == [None, None]


def test_a_connection_is_used_again(site: Site) -> None:
    site.pages["/"] = page(b"x")

    fetch(site.url("/"), site.url("/"))

    assert site.connections == 1


def test_the_environment_is_not_asked_for_a_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.pages["/"] = page(b"x")

    assert fetch(site.url("/")).body == b"x"


def test_validators_are_sent_and_a_304_says_so(site: Site) -> None:
    site.pages["/"] = page(status=304, ETag='"v2"')

    got = fetch(site.url("/"), etag='"v1"', last_modified="Sun, 14 Dec 2025 00:00:00 GMT")

    sent = site.visits[0].headers
    assert sent["if-none-match"] == '"v1"'
    assert sent["if-modified-since"] == "Sun, 14 Dec 2025 00:00:00 GMT"
    assert (got.status, got.not_modified, got.body, got.etag) == (304, True, b"", '"v2"')


def test_a_304_that_was_not_asked_for_is_an_error(site: Site) -> None:
    site.pages["/"] = page(status=304)

    with pytest.raises(FetchError, match=r"HTTP 304"):
        fetch(site.url("/"))


def test_validators_come_back_byte_for_byte(site: Site) -> None:
    site.pages["/"] = page(ETag='W/"é"', Last_Modified="yesterday")
    got = fetch(site.url("/"))

    fetch(site.url("/"), etag=got.etag, last_modified=got.last_modified)

    assert site.visits[1].headers["if-none-match"] == 'W/"é"'
    assert site.visits[1].headers["if-modified-since"] == "yesterday"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
def test_an_error_status_is_raised_and_not_tried_again(site: Site, status: int) -> None:
    site.pages["/"] = page(b"sorry", status)

    with pytest.raises(FetchError, match=f"^HTTP {status}$") as caught:
        fetch(site.url("/"))

    assert (caught.value.status, caught.value.heals, caught.value.url) == (status, False, site.url("/"))
    assert len(site.visits) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "not an http or https address"),
        ("ftp://example.org/", "not an http or https address"),
        ("/just/a/path", "not an http or https address"),
        ("http://user:secret@127.0.0.1/", "address with a user name or password"),
        ("http://[::1%25eth0]/", "not a valid address"),
        ("http://127.0.0.1:99999/", "not a valid address"),
        ("http://exa mple/", "not a valid address"),
        ("http:///nowhere", "not a valid address"),
        ("http://127.0.0.1/" + "a" * 9000, "address longer than 8192 characters"),
    ],
)
def test_addresses_that_no_client_should_ask_for_are_refused(url: str, reason: str) -> None:
    with pytest.raises(FetchError, match=f"^{reason}$") as caught:
        fetch(url)

    assert not caught.value.heals
    assert "secret" not in caught.value.url


def test_a_header_that_would_break_the_request_is_refused(site: Site) -> None:
    for value in ("a\r\nHost: evil.example", "星"):
        with pytest.raises(FetchError, match=r"request header"):
            fetch(site.url("/"), headers={"X-A": value})

    assert site.visits == []


def test_a_made_up_host_is_served_from_where_it_really_is(site: Site) -> None:
    site.pages["/"] = page(b"x")

    got = fetch("http://daily.example/", connect_to={"Daily.example": ("127.0.0.1", site.port)})

    assert got.final_url == "http://daily.example/"
    assert site.visits[0].headers["host"] == "daily.example"


def test_the_clock_is_passed_in(site: Site) -> None:
    site.pages["/"] = page()
    noon = datetime(2025, 12, 14, 12, tzinfo=UTC)

    async def run() -> datetime:
        async with WebClient(HASTY, clock=lambda: noon) as web:
            return (await web.get(site.url("/"))).fetched_at

    assert asyncio.run(run()) == noon
