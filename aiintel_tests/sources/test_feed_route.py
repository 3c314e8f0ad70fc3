from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.feed import FeedError
from aiintel_assets.sources.feed_route import STALE, FeedRoute, reach
from aiintel_assets.sources.route import Ask
from aiintel_assets.web.client import FetchError, WebClient
from aiintel_assets.web.policy import WebPolicy
from aiintel_tests.fakes import PressHouse, feed, no_feed, status

if TYPE_CHECKING:
    from aiintel_assets.sources.route import Listing

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
    assert reason == "the feed has stopped: its newest entry is of 2026-01-04"


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
