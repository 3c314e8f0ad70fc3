"""Trying again: only what can heal, not for long, and as the site wishes."""

from __future__ import annotations

import asyncio
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.web.client import FetchError, WebClient
from aiintel_assets.web.hosts import HostLimits
from aiintel_assets.web.patience import seconds_asked
from aiintel_tests.web.conftest import HASTY, fetch
from aiintel_tests.web.site import Site, in_turn, page

NOW = datetime(2025, 12, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_status_that_passes_is_tried_again(site: Site, status: int) -> None:
    site.pages["/"] = in_turn(page(status=status), page(status=status), page(b"x"))

    assert fetch(site.url("/")).body == b"x"
    assert len(site.visits) == 3


def test_attempts_come_to_an_end(site: Site) -> None:
    site.pages["/"] = page(status=503)

    with pytest.raises(FetchError, match=r"^HTTP 503$") as caught:
        fetch(site.url("/"))

    assert (caught.value.status, caught.value.heals) == (503, True)
    assert len(site.visits) == 3


def test_attempts_are_counted_over_all_hops(site: Site) -> None:
    moved = page(status=302, Location="/b")
    site.pages |= {"/a": in_turn(page(status=503), page(status=503), moved), "/b": page(status=503)}

    with pytest.raises(FetchError, match=r"^HTTP 503$"):
        fetch(site.url("/a"))

    assert site.paths() == ["/a", "/a", "/a", "/b"]


def test_a_refused_connection_is_tried_again_briefly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    started = time.monotonic()

    with pytest.raises(FetchError, match=r"^connection refused$") as caught:
        fetch(f"http://127.0.0.1:{port}/")

    assert caught.value.heals
    assert time.monotonic() - started < 1


def test_retry_after_is_honoured(site: Site) -> None:
    site.pages["/"] = in_turn(page(status=429, Retry_After="1"), page(b"x"))

    fetch(site.url("/"))

    assert 1.0 <= site.visits[1].at - site.visits[0].at < 1.5


def test_retry_after_may_be_a_date(site: Site) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    site.pages["/"] = in_turn(page(status=503, Retry_After=soon), page(b"x"))

    fetch(site.url("/"))

    assert 0.9 < site.visits[1].at - site.visits[0].at < 2.5


def test_a_site_that_asks_for_more_than_the_budget_is_given_up(site: Site) -> None:
    site.pages["/"] = page(status=429, Retry_After="3600")
    started = time.monotonic()

    with pytest.raises(FetchError, match=r"^HTTP 429, and the site asks to wait 3600 s$") as caught:
        fetch(site.url("/"))

    assert (caught.value.status, caught.value.heals) == (429, True)
    assert time.monotonic() - started < 1


def test_a_site_that_asks_to_be_left_alone_is_left_alone_by_everyone(site: Site) -> None:
    site.pages |= {"/busy": page(status=429, Retry_After="3600"), "/other": page()}
    hosts = HostLimits()

    async def run(path: str) -> None:
        async with WebClient(HASTY, hosts=hosts) as web:
            await web.get(site.url(path))

    with pytest.raises(FetchError, match=r"HTTP 429"):
        asyncio.run(run("/busy"))
    with pytest.raises(FetchError, match=r"^the site asks to be left alone for 3600 s$") as caught:
        asyncio.run(run("/other"))

    assert caught.value.heals
    assert site.paths() == ["/busy"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("-5", None),
        ("9" * 400, 1e9),
        ("Sun, 14 Dec 2025 12:01:00 GMT", 60.0),
        ("Sun, 14 Dec 2025 13:01:00 +0100", 60.0),
        ("Sun, 14 Dec 2025 12:01:00", 60.0),
        ("Sun, 14 Dec 2025 11:00:00 GMT", 0.0),
        ("Sun, 99 Dec 2025 11:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, NOW) == seconds


@given(st.text())
def test_any_retry_after_is_survived(header: str) -> None:
    asked = seconds_asked(header, NOW)

    assert asked is None or asked >= 0
