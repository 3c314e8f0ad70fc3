from __future__ import annotations

import json
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Interval, gaps
from aiintel_assets.sources.route import RouteError
from aiintel_assets.sources.wayback import Capture, WaybackRoute, next_capture, original_of, parse_captures
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import WINDOW, hours, listing, says
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from datetime import datetime

    from aiintel_assets.sources.route import Listing
    from aiintel_tests.web.site import Answer, Site, Visit

__all__ = ["site"]

FEED = "https://a.example/feed?x=1"


class Swift(WaybackRoute):
    SPACING: ClassVar = 0.0


def feed(*times: datetime, link: str = "https://a.example/{0}") -> Answer:
    items = "".join(
        f"<item><title>{at:%H:%M}</title><link>{link.format(f'{at:%d%H%M}')}</link><pubDate>{format_datetime(at)}</pubDate></item>"
        for at in sorted(times, reverse=True)
    )
    return page(f"<rss><channel>{items}</channel></rss>".encode(), Content_Type="application/rss+xml")


class Archive(dict[str, Any]):
    """Pages of an archive: an index, and copies by their time."""

    def __init__(self, copies: dict[datetime, Answer], index: Answer | None = None) -> None:
        super().__init__({f"/web/{at:%Y%m%d%H%M%S}id_/{FEED}": answer for at, answer in copies.items()})
        rows = [[f"{at:%Y%m%d%H%M%S}", FEED] for at in sorted(copies)]
        self.index = index or says([["timestamp", "original"], *rows] if rows else [])

    def get(self, path: str, default: Any = None) -> Any:
        return self.index if path.startswith("/cdx/search/cdx?") else super().get(path, default)


def asked(where: Site, copies: dict[datetime, Answer], index: Answer | None = None, **keys: Any) -> Listing:
    where.pages = Archive(copies, index)
    return listing(Swift(kind="wayback", url=FEED, archive=where.url("/"), **keys))


def copies_read(where: Site) -> list[str]:
    return [path.split("/")[2].removesuffix("id_") for path in where.paths() if path.startswith("/web/")]


START, END = WINDOW.start, WINDOW.end


def test_the_first_copy_after_the_window_is_enough_when_it_reaches_back_far(site: Site) -> None:
    at = END + hours(3)
    found = asked(site, {END + hours(9): feed(), at: feed(*(at - hours(n) for n in range(1, 40))), START: feed()})
    assert copies_read(site) == ["20260306030000"]
    assert (found.covered, found.reason) == ((WINDOW,), "")
    assert len(found.entries) == 39


def test_the_index_is_asked_for_the_window_and_the_month_after(site: Site) -> None:
    asked(site, {})
    (visit,) = site.visits
    assert {name: values[0] for name, values in parse_qs(urlsplit(visit.path).query).items()} == {
        "url": FEED,
        "from": "20260305000000",
        "to": "20260405000000",
        "filter": "statuscode:200",
        "output": "json",
        "fl": "timestamp,original",
        "collapse": "timestamp:10",
    }


def test_earlier_copies_are_read_until_the_window_is_covered(site: Site) -> None:
    copies = {at: feed(*(at - hours(n) for n in range(1, 9))) for at in (START + hours(n) for n in range(2, 30, 3))}
    found = asked(site, copies)
    # 26 reaches back to 18; 20 is the first that joins, and reaches back to 12; 14 to 6; 8 to 0.
    assert copies_read(site) == ["20260306020000", "20260305200000", "20260305140000", "20260305080000"]
    assert (found.covered, found.reason) == ((WINDOW,), "")


def test_a_gap_between_copies_is_left_open(site: Site) -> None:
    found = asked(
        site,
        {END + hours(1): feed(END - hours(2)), START + hours(10): feed(START + hours(8), START - hours(1))},
    )
    assert found.covered == (Interval(START, START + hours(10)), Interval(END - hours(2), END))
    assert found.reason == "the archive's copies of the feed that were read (2) leave part of the window open"


def test_a_copy_vouches_only_up_to_when_it_was_made(site: Site) -> None:
    found = asked(site, {START + hours(10): feed(START - hours(1), START + hours(30))})
    assert found.covered == (Interval(START, START + hours(10)),)


def test_no_more_copies_are_read_than_the_catalog_allows(site: Site) -> None:
    found = asked(site, {END - hours(n): feed(END - hours(n + 0.5)) for n in range(1, 20)}, max_copies=3)
    assert len(copies_read(site)) == 3
    assert gaps(WINDOW, found.covered)


def test_an_archive_without_copies_vouches_for_nothing(site: Site) -> None:
    found = asked(site, {})
    assert (found.entries, found.covered) == ((), ())
    assert found.reason == "the archive has no copy of the feed from the window or the month after it"


def test_an_archive_that_wants_to_be_left_alone_is_left_alone(site: Site) -> None:
    copies = {at: feed(at - hours(1)) for at in (END + hours(1), END - hours(2), END - hours(6))}
    copies[END - hours(2)] = page(b"", 429)
    found = asked(site, copies)
    assert len(copies_read(site)) == 2
    assert found.covered == ()
    assert [entry.published_at for entry in found.entries] == [END]
    assert found.reason.startswith("the archive wants to be asked less often (HTTP 429); ")
    with pytest.raises(FetchError, match="HTTP 429"):
        asked(site, {}, index=page(b"", 429))


def test_a_copy_that_cannot_be_read_is_passed_over(site: Site) -> None:
    good = feed(START - hours(1), START + hours(1))
    found = asked(
        site, {END: page(b"<html><body>Error</body></html>"), END + hours(1): page(b"", 404), END + hours(2): good}
    )
    assert found.covered == (WINDOW,)
    assert "the copy of 2026-03-06 00:00 UTC could not be read: this is an HTML page, not a feed" in found.reason


def test_an_archive_of_which_no_copy_can_be_read_is_an_error(site: Site) -> None:
    with pytest.raises(FetchError, match="HTTP 503"):
        asked(site, {END: page(b"", 503)})


def test_a_copy_of_another_time_vouches_for_that_time(site: Site) -> None:
    def elsewhere(visit: Visit) -> None:
        page(b"", 302, Location=f"/web/20260305060000id_/{FEED}")(visit)

    site.pages = Archive({END: elsewhere})
    site.pages[f"/web/20260305060000id_/{FEED}"] = feed(START - hours(1), START + hours(5))
    found = listing(Swift(kind="wayback", url=FEED, archive=site.url("/")))
    assert found.covered == (Interval(START, START + hours(6)),)


def test_addresses_that_the_archive_has_rewritten_are_unwrapped(site: Site) -> None:
    link = f"http://{site.place}/web/20260306000000/https://a.example/{{0}}"
    found = asked(site, {END: feed(START - hours(1), link=link)})
    assert [entry.url for entry in found.entries] == ["https://a.example/042300"]


def test_links_without_a_host_belong_to_the_feeds_own(site: Site) -> None:
    found = asked(site, {END: feed(START - hours(1), link="/post/{0}")})
    assert [entry.url for entry in found.entries] == ["https://a.example/post/042300"]


def test_an_entry_is_as_the_earliest_copy_has_it(site: Site) -> None:
    first, again = START + hours(2), END - hours(1)
    copies = {at: feed(said, link="https://a.example/x") for at, said in ((END, again), (START + hours(3), first))}
    assert [entry.published_at for entry in asked(site, copies).entries] == [first]
    assert len(copies_read(site)) == 2


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("https://web.archive.org/web/20251213010203/https://a.example/p?q=/web/1", "https://a.example/p?q=/web/1"),
        ("https://web.archive.org/web/20251213010203id_/http:/a.example/", "http://a.example/"),
        ("http://arc.example/root/web/20251213010203if_/https://a.example/p", "https://a.example/p"),
        ("https://a.example/web/20251213010203/https://b.example/", None),
        ("https://a.example/web/2025/", None),
    ],
)
def test_only_the_archives_addresses_are_unwrapped(url: str, original: str | None) -> None:
    assert original_of(url, "http://arc.example/root/") == (original or url)


@pytest.mark.parametrize("body", [b"{}", b"<html>", b'[["urlkey"]]', b"[1]"])
def test_what_is_no_index_is_an_error(body: bytes) -> None:
    with pytest.raises(RouteError):
        parse_captures(body)


def test_broken_rows_of_the_index_are_passed_over() -> None:
    rows = [["timestamp", "original"], ["20261399000000", FEED], ["2026", FEED], ["20260305000000", "x:"], [1, 2], []]
    assert parse_captures(json.dumps([*rows, ["20260305000000", FEED]]).encode()) == [Capture(START, FEED)]
    assert parse_captures(b"\n") == []


def test_the_archive_is_asked_at_most_24_times_a_minute(site: Site) -> None:
    class Spaced(WaybackRoute):
        SPACING: ClassVar = 0.2

    site.pages = Archive({END: feed(START - hours(1))})
    listing(Spaced(kind="wayback", url=FEED, archive=site.url("/")))
    first, second = site.visits
    assert second.at - first.at > 0.19
    assert 60 / WaybackRoute.SPACING == 24
    assert WaybackRoute(kind="wayback", url=FEED).archive == "https://web.archive.org"


@given(st.sets(st.integers(-5, 60), max_size=20), st.integers(1, 30))
def test_greedy_copies_cover_what_all_copies_together_cover(hours_made: set[int], length: int) -> None:
    captures = [Capture(START + hours(n), FEED) for n in sorted(hours_made)]
    everything = [Interval(one.at - hours(length), one.at) for one in captures]
    left, reached, oldest, covered = list(captures), END, None, []
    while reached > START and (one := next_capture(left, reached, before=oldest)):
        left.remove(one)
        covered.append(Interval(one.at - hours(length), one.at))
        oldest = min(filter(None, (oldest, one)))
        reached = min(reached, one.at - hours(length))
    assert gaps(WINDOW, covered) == gaps(WINDOW, everything)
