from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.feed import FeedError, previous_page
from aiintel_assets.sources.feed_route import FRESH, PAGES, STALE, FeedRoute, reach
from aiintel_assets.sources.route import Ask
from aiintel_assets.web.client import FetchError, WebClient
from aiintel_assets.web.policy import WebPolicy
from aiintel_tests.fakes import PressHouse, feed, no_feed, status
from aiintel_tests.web.site import Site, page, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_assets.models import FeedPage
    from aiintel_assets.sources.route import Listing
    from aiintel_tests.web.site import Answer, Visit

NOW = datetime(2026, 3, 6, tzinfo=UTC)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def entries(*hours_ago: float | None) -> list[Entry]:
    """Entries in the feed's order, by their age in hours; None carries no date."""
    return [
        Entry(str(number), f"https://a.example/{number}", "", None if hours is None else ago(hours))
        for number, hours in enumerate(hours_ago)
    ]


def test_a_feed_vouches_from_its_last_entry_to_now() -> None:
    assert reach(entries(1, 5, 30), NOW) == ((Interval(ago(30), NOW),), "the feed reaches back to 2026-03-04 18:00 UTC")


def test_an_old_entry_pinned_to_the_top_does_not_reach_further() -> None:
    assert reach(entries(900, 1, 5, 9, 30), NOW)[0] == (Interval(ago(30), NOW),)


def test_a_feed_that_lists_the_oldest_first_is_read_from_its_oldest() -> None:
    assert reach(entries(30, 9, 5, 1), NOW)[0] == (Interval(ago(30), NOW),)


def test_entries_without_a_date_do_not_count() -> None:
    assert reach(entries(1, None, 5, None, 30, None), NOW)[0] == (Interval(ago(30), NOW),)


def test_entries_from_the_future_do_not_count() -> None:
    assert reach(entries(-48, 1, 5, 30), NOW)[0] == (Interval(ago(30), NOW),)


def test_a_feed_of_one_entry_vouches_from_it() -> None:
    assert reach(entries(3), NOW)[0] == (Interval(ago(3), NOW),)


def test_an_empty_feed_vouches_for_nothing() -> None:
    assert reach([], NOW) == ((), "the feed is empty")


@pytest.mark.parametrize("ages", [(None, None), (-1, -2), (None, -1)])
def test_a_feed_without_a_date_that_has_come_vouches_for_nothing(ages: tuple[float | None, ...]) -> None:
    assert reach(entries(*ages), NOW) == ((), "no entry of the feed carries a readable date that has come")


def test_a_feed_that_has_stopped_vouches_up_to_its_newest_entry() -> None:
    age = STALE / timedelta(hours=1)
    assert reach(entries(age, age + 24), NOW)[0] == (Interval(ago(age + 24), NOW),)
    covered, reason = reach(entries(age + 1, age + 24), NOW)
    assert covered == (Interval(ago(age + 24), ago(age + 1)),)
    assert reason == "the feed has stopped: its newest entry is of 2026-01-04, its oldest of 2026-01-04"


@given(st.lists(st.integers(-100, 2000) | st.none(), max_size=12))
def test_a_feed_never_vouches_beyond_its_entries_or_for_the_future(ages: list[int | None]) -> None:
    listed = entries(*ages)
    covered, reason = reach(listed, NOW)
    assert reason
    times = [entry.published_at for entry in listed if entry.published_at]
    for interval in covered:
        assert interval.start in times
        assert interval.end <= NOW


# The route


def listing(house: PressHouse, path: str, *, timezone: str = "UTC") -> Listing:
    policy = WebPolicy(attempts=1, respect_robots=False, allow_hosts=frozenset({house.allow_hosts}))

    async def run() -> Listing:
        async with WebClient(policy, clock=lambda: NOW) as web:
            route = FeedRoute(kind="feed", url=f"http://{house.allow_hosts}{path}")
            return await route.listing(Ask(Interval(NOW - timedelta(days=1), NOW), NOW, timezone, web))

    return asyncio.run(run())


def test_a_feed_is_listed_as_of_the_time_it_was_fetched() -> None:
    with PressHouse() as house:
        alpha = house.publisher("alpha").story("new", "2026-03-05T12:00").story("old", "2026-03-01T12:00")
        found = listing(house, alpha.path())
    assert [entry.url for entry in found.entries] == [alpha.url("new"), alpha.url("old")]
    assert found.covered == (Interval(datetime(2026, 3, 1, 12, tzinfo=UTC), NOW),)
    assert found.reason == "the feed reaches back to 2026-03-01 12:00 UTC"


def test_dates_without_a_zone_are_read_in_the_sources_zone() -> None:
    text = "<rss><channel><item><link>/1</link><pubDate>2026-03-05 08:00:00</pubDate></item></channel></rss>"
    with PressHouse() as house:
        house.put("/feed", feed(text))
        (entry,) = listing(house, "/feed", timezone="Asia/Taipei").entries
    assert entry.published_at == datetime(2026, 3, 5, tzinfo=UTC)
    assert entry.url == f"http://{house.allow_hosts}/1"


def test_an_empty_feed_lists_nothing() -> None:
    with PressHouse() as house:
        found = listing(house, house.publisher("alpha").path())
    assert (found.entries, found.covered, found.reason) == ((), (), "the feed is empty")


def test_what_is_no_feed_or_no_answer_is_an_error() -> None:
    with PressHouse() as house:
        alpha = house.publisher("alpha").story("new", "2026-03-05T12:00")
        house.fault(alpha.path(), no_feed)
        with pytest.raises(FeedError, match="HTML page"):
            listing(house, alpha.path())
        house.fault(alpha.path(), status(500))
        with pytest.raises(FetchError, match="HTTP 500") as caught:
            listing(house, alpha.path())
        assert caught.value.heals
        house.mend(alpha.path())
        assert len(listing(house, alpha.path()).entries) == 1


# Older pages


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def copies() -> dict[str, FeedPage]:
    """The copies of feed pages that stay between two readings."""
    return {}


DAY = Interval(ago(24), NOW)
SHORTLY = timedelta(minutes=3)


def rss(*hours_ago: float, older: str = "") -> str:
    """A feed page with an entry of each age; `older` is what its frame says of the next page."""
    items = "".join(
        f"<item><link>/article/{hours:g}</link><pubDate>{ago(hours):%Y-%m-%dT%H:%M:%SZ}</pubDate></item>"
        for hours in hours_ago
    )
    return f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>{older}{items}</channel></rss>'


def next_link(target: str, rel: str = "next") -> str:
    return f'<atom:link rel="{rel}" href="{target}"/>'


def read(
    site: Site,
    path: str = "/feed",
    *,
    paged: bool = False,
    window: Interval = DAY,
    now: datetime = NOW,
    copies: dict[str, FeedPage] | None = None,
) -> Listing:
    """What the route lists at `now`; every request takes a minute of the clock."""
    policy = WebPolicy(attempts=1, respect_robots=False, allow_hosts=frozenset({site.place}))
    known = len(site.visits)
    kept = {} if copies is None else copies

    async def run() -> Listing:
        async with WebClient(policy, clock=lambda: now + timedelta(minutes=len(site.visits) - known)) as web:
            route = FeedRoute(kind="feed", url=site.url(path), paged=paged)
            return await route.listing(Ask(window, now, "UTC", web, {}, kept))

    return asyncio.run(run())


def ages(found: Listing) -> list[float]:
    return [float(entry.url.rpartition("/")[2]) for entry in found.entries]


def test_a_paged_feed_is_read_back_to_the_start_of_the_window_and_no_further(site: Site) -> None:
    site.pages["/feed"] = feed(rss(1, 8))
    site.pages["/feed?paged=2"] = feed(rss(9, 20))
    site.pages["/feed?paged=3"] = feed(rss(22, 30))
    site.pages["/feed?paged=4"] = feed(rss(40, 50))
    found = read(site, paged=True)
    assert site.paths() == ["/feed", "/feed?paged=2", "/feed?paged=3"]
    assert ages(found) == [1, 8, 9, 20, 22, 30]
    assert found.covered == (Interval(ago(30), NOW + timedelta(minutes=1)),)
    assert not found.unfinished


def test_the_number_of_the_page_joins_the_feeds_own_query(site: Site) -> None:
    site.pages["/feed?tag=ai"] = feed(rss(1, 8))
    site.pages["/feed?tag=ai&paged=2"] = feed(rss(9, 30))
    assert ages(read(site, "/feed?tag=ai", paged=True)) == [1, 8, 9, 30]


def test_a_feed_that_is_not_paged_is_asked_once(site: Site) -> None:
    site.pages["/feed"] = feed(rss(1, 8))
    assert read(site).covered == (Interval(ago(8), NOW + timedelta(minutes=1)),)
    assert site.paths() == ["/feed"]


def test_links_to_older_pages_are_followed_in_any_feed_before_numbers(site: Site) -> None:
    site.pages["/feed"] = feed(rss(1, 8, older=next_link("older.xml")))
    site.pages["/older.xml"] = feed(rss(9, 15, older=next_link("/archive/2", "prev-archive")))
    site.pages["/archive/2"] = feed(rss(16, 30))
    assert ages(read(site, paged=True)) == [1, 8, 9, 15, 16, 30]
    assert site.paths() == ["/feed", "/older.xml", "/archive/2"]


def test_links_are_relative_to_where_the_feed_really_is(site: Site) -> None:
    site.pages["/feed"] = redirect("/deep/feed.xml")
    site.pages["/deep/feed.xml"] = feed(rss(1, 8, older=next_link("older.xml")))
    site.pages["/deep/older.xml"] = feed(rss(9, 30))
    assert ages(read(site)) == [1, 8, 9, 30]


def test_a_server_that_does_not_know_pages_is_noticed(site: Site) -> None:
    for path in ("/feed", "/feed?paged=2"):
        site.pages[path] = feed(rss(1, 8))
    assert ages(read(site, paged=True)) == [1, 8]
    assert site.paths() == ["/feed", "/feed?paged=2"]


def test_pages_that_lead_in_a_circle_come_to_an_end(site: Site) -> None:
    site.pages["/feed"] = feed(rss(1, 8, older=next_link("/older")))
    site.pages["/older"] = feed(rss(9, 15, older=next_link("/feed")))
    assert ages(read(site)) == [1, 8, 9, 15]
    assert site.paths() == ["/feed", "/older", "/feed"]


def test_pages_without_end_come_to_an_end(site: Site) -> None:
    site.pages["/feed"] = feed(rss(0, older=next_link("/1")))
    for number in range(1, PAGES + 5):
        site.pages[f"/{number}"] = feed(rss(number / 100, older=next_link(f"/{number + 1}")))
    assert len(read(site).entries) == PAGES
    assert len(site.visits) == PAGES


@pytest.mark.parametrize("behind_the_last", [status(404), no_feed, feed("")])
def test_behind_its_last_page_a_paged_feed_says_anything(site: Site, behind_the_last: Answer) -> None:
    site.pages["/feed"] = feed(rss(1, 8))
    site.pages["/feed?paged=2"] = behind_the_last
    found = read(site, paged=True)
    assert ages(found) == [1, 8]
    assert found.covered == (Interval(ago(8), NOW + timedelta(minutes=1)),)
    assert found.reason.startswith("the feed reaches back to 2026-03-05 16:00 UTC; page 2 cannot be read: ")
    assert not found.unfinished


def test_a_page_that_may_come_later_leaves_the_listing_unfinished(site: Site) -> None:
    site.pages["/feed"] = feed(rss(1, 8))
    site.pages["/feed?paged=2"] = status(503)
    found = read(site, paged=True)
    assert ages(found) == [1, 8]
    assert found.reason == "the feed reaches back to 2026-03-05 16:00 UTC; page 2 cannot be read: HTTP 503"
    assert found.unfinished


# What a feed says of its older pages


FEED_URL = "https://a.example/blog/feed.xml"
ENTRY = '<entry><link rel="next" href="/of-an-entry"/></entry>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rss(1), None),
        (rss(1, older=next_link("page2.xml")), "https://a.example/blog/page2.xml"),
        (rss(1, older=next_link("?a=1&amp;b=2")), "https://a.example/blog/feed.xml?a=1&b=2"),
        (rss(1, older=next_link("/2", "prev-archive")), "https://a.example/2"),
        (rss(1, older=next_link("/1", "self") + next_link("/2")), "https://a.example/2"),
        (rss(1, older=next_link("/1", "next-archive") + next_link("/0", "previous")), None),
        (rss(1, older=next_link("ftp://a.example/2")), None),
        (rss(1, older='<atom:link rel="next"/>'), None),
        ("<feed><link href='/2' rel = 'next'></link></feed>", "https://a.example/2"),
        (f"<feed>{ENTRY}</feed>", None),
        (f"<feed>{ENTRY}{ENTRY}<link rel='next' href='/2'/></feed>", "https://a.example/2"),
        (f"<feed>{ENTRY}".replace("entry", "a:entry") + "</feed>", None),
        (
            "<a:feed><a:entry><a:link rel='next' href='/1'/></a:entry><a:link rel='next' href='/2'/></a:feed>",
            "https://a.example/2",
        ),
        ("<feed><entry><link rel='next' href='/1'/>", None),
        ('{"next_url": "/2.json", "items": []}', "https://a.example/2.json"),
        ('{"next_url": 2.5}', None),
        ('{"items": [{"next_url": "/2.json"}]}', None),
        ('{"next_url": "/2.json"', None),
        ("", None),
    ],
)
def test_a_feed_names_its_older_page_in_its_frame(text: str, expected: str | None) -> None:
    assert previous_page(text.encode(), url=FEED_URL) == expected


@pytest.mark.parametrize("piece", ["<link ", 'rel="next" ', "<link rel='next' ", "<entry>", "<a:", '{"next_url":'])
def test_a_frame_made_to_waste_time_does_not(piece: str) -> None:
    started = time.process_time()
    assert previous_page(("<rss><link " + piece * 100_000).encode(), url=FEED_URL) is None
    assert previous_page((piece * 100_000).encode(), url=FEED_URL) is None
    assert time.process_time() - started < 3


# Copies


def validated(text: str, tag: str, **headers: str) -> Answer:
    """A feed page that is sent only to those who do not have it."""

    def answer(visit: Visit) -> None:
        if tag in {visit.headers.get("if-none-match"), visit.headers.get("if-modified-since")}:
            page(b"", 304)(visit)
        else:
            page(text.encode(), 200, Content_Type="application/rss+xml", **headers)(visit)

    return answer


@pytest.mark.parametrize(("header", "tag"), [("ETag", '"one"'), ("Last_Modified", "Thu, 05 Mar 2026 20:00:00 GMT")])
def test_a_feed_that_has_not_changed_is_not_sent_again_and_vouches_up_to_now(
    site: Site, copies: dict[str, FeedPage], header: str, tag: str
) -> None:
    site.pages["/feed"] = validated(rss(1, 30), tag, **{header: tag})
    first = read(site, copies=copies)
    (copy,) = copies.values()
    assert tag in {copy.etag, copy.last_modified}
    later = NOW + FRESH + SHORTLY
    second = read(site, copies=copies, window=Interval(ago(24), later), now=later)
    assert site.visits[1].headers.keys() & {"if-none-match", "if-modified-since"}
    assert second.entries == first.entries
    assert second.covered == (Interval(ago(30), later + timedelta(minutes=1)),)
    (again,) = copies.values()
    assert (again.body, again.etag, again.fetched_at) == (copy.body, copy.etag, later + timedelta(minutes=1))


def test_a_feed_that_has_changed_takes_the_place_of_its_copy(site: Site, copies: dict[str, FeedPage]) -> None:
    site.pages["/feed"] = validated(rss(9, 30), '"one"', ETag='"one"')
    read(site, copies=copies)
    site.pages["/feed"] = validated(rss(1, 9, 30), '"two"', ETag='"two"')
    found = read(site, copies=copies, now=NOW + FRESH + SHORTLY)
    assert ages(found) == [1, 9, 30]
    assert [copy.etag for copy in copies.values()] == ['"two"']


def test_a_fresh_copy_that_was_read_after_the_window_is_not_asked_for_again(
    site: Site, copies: dict[str, FeedPage]
) -> None:
    site.pages["/feed"] = feed(rss(1, 30, 60))
    first = read(site, copies=copies)
    yesterday = Interval(ago(48), ago(24))
    assert read(site, copies=copies, window=yesterday, now=NOW + FRESH) == first
    assert len(site.visits) == 1
    read(site, copies=copies, window=yesterday, now=NOW + FRESH + timedelta(minutes=1))
    assert len(site.visits) == 2


def test_a_fresh_copy_from_before_the_window_closed_does_not_do(site: Site, copies: dict[str, FeedPage]) -> None:
    site.pages["/feed"] = feed(rss(1, 30))
    read(site, copies=copies, window=Interval(ago(24), NOW), now=NOW - SHORTLY)
    site.pages["/feed"] = feed(rss(0.01, 1, 30))
    found = read(site, copies=copies)
    assert ages(found) == [0.01, 1, 30]
    assert found.covered[0].end > NOW


def test_a_copy_from_the_future_is_not_believed(site: Site, copies: dict[str, FeedPage]) -> None:
    site.pages["/feed"] = feed(rss(1, 30))
    read(site, copies=copies, now=NOW + timedelta(days=300))
    read(site, copies=copies)
    assert len(site.visits) == 2


def test_older_pages_are_asked_for_again_when_the_first_one_was(site: Site, copies: dict[str, FeedPage]) -> None:
    site.pages["/feed"] = feed(rss(3, 8))
    site.pages["/feed?paged=2"] = feed(rss(9, 30))
    read(site, paged=True, copies=copies)
    # Two new entries push two others to the second page, just when the copy of the first one is stale and the copy of
    # the second, read a minute after it, is not.
    site.pages["/feed"] = feed(rss(1, 2))
    site.pages["/feed?paged=2"] = feed(rss(3, 8, 9, 30))
    found = read(site, paged=True, copies=copies, now=NOW + FRESH + timedelta(minutes=1))
    assert ages(found) == [1, 2, 3, 8, 9, 30]


def test_a_first_page_from_a_copy_vouches_up_to_when_it_was_read(site: Site, copies: dict[str, FeedPage]) -> None:
    site.pages["/feed"] = feed(rss(1, 8))
    site.pages["/feed?paged=2"] = feed(rss(9, 30))
    read(site, paged=True, copies=copies, window=Interval(ago(4), NOW))
    found = read(site, paged=True, copies=copies, now=NOW + SHORTLY)
    assert site.paths() == ["/feed", "/feed?paged=2"]
    assert found.covered == (Interval(ago(30), NOW + timedelta(minutes=1)),)


def test_what_cannot_be_read_is_not_kept_as_a_copy(site: Site, copies: dict[str, FeedPage]) -> None:
    site.pages["/feed"] = no_feed
    with pytest.raises(FeedError):
        read(site, copies=copies)
    assert copies == {}
    site.pages["/feed"] = feed(rss(1, 30))
    assert ages(read(site, copies=copies, now=NOW + SHORTLY)) == [1, 30]
