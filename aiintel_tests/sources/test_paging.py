from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.paging import Page, Reading, older_than, reach_back, reach_forward, read
from aiintel_assets.sources.route import RouteError
from aiintel_tests.sources.asking import NOW, WINDOW, hours, utc

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

NONE = timedelta(0)


def entry(name: object, at: datetime | None) -> Entry:
    return Entry(str(name), f"https://a.example/{name}", "", at)


def entries(*hours_ago: float | None) -> tuple[Entry, ...]:
    """Entries by their age in hours at the end of the window; None carries no date."""
    return tuple(entry(n, None if age is None else WINDOW.end - hours(age)) for n, age in enumerate(hours_ago))


async def pages_of(
    listed: Sequence[Entry], size: int, *, broken: int = 0, ends: bool = True
) -> AsyncGenerator[Page, None]:
    """A list in pages of `size`; page `broken` fails; one that `ends` tells which page is the last."""
    count = max(1, -(-len(listed) // size))
    for number in range(1, count + 1):
        if number == broken:
            raise RouteError("HTTP 500")
        yield Page(listed[(number - 1) * size : number * size], last=ends and number == count)


def reading(pages: AsyncGenerator[Page, None], *, limit: int = 99, back_to: datetime | None = None) -> Reading:
    if back_to is None:
        return asyncio.run(read(pages, limit=limit))
    return asyncio.run(read(pages, limit=limit, enough=older_than(back_to)))


def test_a_list_is_read_to_its_last_page() -> None:
    listed = entries(1, 2, 3, 4, 5)
    assert reading(pages_of(listed, 2)) == Reading(listed, whole=True)


def test_a_list_without_entries_is_whole() -> None:
    assert reading(pages_of((), 2)) == Reading((), whole=True)


def test_what_was_read_before_an_error_is_kept() -> None:
    listed = entries(1, 2, 3, 4, 5)
    assert reading(pages_of(listed, 2, broken=3)) == Reading(
        listed[:4], whole=False, stopped="page 3 cannot be read: HTTP 500"
    )


def test_a_first_page_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(RouteError, match="HTTP 500"):
        reading(pages_of(entries(1), 2, broken=1))


def test_no_more_pages_are_read_than_the_limit_allows() -> None:
    found = reading(pages_of(entries(1, 2, 3, 4, 5), 2), limit=2)
    assert (len(found.entries), found.whole, found.stopped) == (4, False, "no more than 2 pages are read")


def test_reading_back_ends_with_the_page_that_is_older_than_the_window() -> None:
    found = reading(pages_of(entries(1, 20, 30, 40, 50, 60), 2), back_to=WINDOW.start)
    assert (len(found.entries), found.whole, found.stopped) == (4, False, "")


def test_a_page_that_ends_where_the_window_starts_is_not_enough() -> None:
    listed = entries(1, 24, 24, 30)
    found = reading(pages_of(listed, 2), back_to=WINDOW.start)
    assert found.entries == listed
    assert reach_back(found, WINDOW, until=NOW)[1] == ""


def test_an_address_counts_once_and_a_page_of_known_ones_is_no_end() -> None:
    listed = entries(1, 2)
    assert reading(pages_of((*listed, *listed), 2)) == Reading(listed, whole=True)
    assert reading(pages_of((*listed, *listed, *listed), 2)) == Reading(
        listed, whole=False, stopped="page 2 repeats what came before"
    )


def test_a_list_that_leads_nowhere_is_not_whole() -> None:
    assert reading(pages_of(entries(1), 2, ends=False)).stopped == "no way leads to its other pages"


def test_a_query_that_was_read_to_its_end_vouches_for_the_window_even_when_it_is_empty() -> None:
    for listed in (entries(9, 3), ()):
        assert reach_forward(Reading(listed, whole=True), WINDOW, disorder=NONE) == ((WINDOW,), "")


def test_a_query_that_was_not_vouches_up_to_its_last_entry() -> None:
    covered, reason = reach_forward(Reading(entries(30, 20, 6), whole=False, stopped="HTTP 500"), WINDOW, disorder=NONE)
    assert covered == (Interval(WINDOW.start, utc("2026-03-05T18:00")),)
    assert reason == "sure up to 2026-03-05 18:00 UTC: HTTP 500"


def test_a_query_that_broke_before_the_window_vouches_for_nothing() -> None:
    for listed in (entries(48, 24), entries(None), ()):
        covered, reason = reach_forward(Reading(listed, whole=False, stopped="HTTP 500"), WINDOW, disorder=NONE)
        assert (covered, reason) == ((), "nothing of the window is sure: HTTP 500")


def test_a_list_vouches_from_behind_its_last_entry_to_now() -> None:
    covered, reason = reach_back(Reading(entries(1, 20, 30), whole=False), WINDOW, until=NOW)
    assert covered == (Interval(utc("2026-03-04T18:00") + timedelta.resolution, NOW),)
    assert reason == ""


def test_a_list_that_does_not_reach_the_window_says_why() -> None:
    covered, reason = reach_back(Reading(entries(1, 20), whole=False, stopped="HTTP 500"), WINDOW, until=NOW)
    assert covered == (Interval(utc("2026-03-05T04:00") + timedelta.resolution, NOW),)
    assert reason == "the list was read back to 2026-03-05 04:00 UTC: HTTP 500"


def test_a_whole_list_vouches_for_the_time_before_its_first_entry_too() -> None:
    assert reach_back(Reading(entries(3), whole=True), WINDOW, until=NOW) == ((Interval(WINDOW.start, NOW),), "")


def test_a_list_that_has_stopped_vouches_up_to_its_newest_entry() -> None:
    old = (61 * 24, 62 * 24)
    covered, reason = reach_back(Reading(entries(*old), whole=True), WINDOW, until=NOW)
    assert covered == (Interval(WINDOW.end - hours(old[1]), WINDOW.end - hours(old[0])),)
    assert reason == "the list has stopped: its newest entry is of 2026-01-04"


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ((), "the list is empty"),
        ((None, -48), "no entry of the list carries a readable date that has come"),
        ((30, 20, 1), "the list does not name the newest first, and it is not whole"),
    ],
)
def test_a_list_that_proves_nothing_vouches_for_nothing(ages: tuple[float | None, ...], told: str) -> None:
    assert reach_back(Reading(entries(*ages), whole=False), WINDOW, until=NOW) == ((), told)


def test_an_old_entry_pinned_to_the_top_does_not_reach_further() -> None:
    covered, _ = reach_back(Reading(entries(900, 1, 5, 9, 20), whole=False), WINDOW, until=NOW)
    assert covered[0].start > WINDOW.start


# Whatever breaks: in what is vouched for, exactly what was published there has been read.

ages = st.lists(st.integers(-12, 60), max_size=30)
sizes = st.integers(1, 7)
troubles = st.integers(0, 9)


def assert_honest(published: Sequence[Entry], found: Reading, covered: Sequence[Interval]) -> None:
    for interval in covered:
        there = {entry.url for entry in published if entry.published_at and entry.published_at in interval}
        said = {entry.url for entry in found.entries if entry.published_at and entry.published_at in interval}
        assert said == there


@given(hours_ago=ages, size=sizes, broken=troubles, limit=st.integers(1, 9))
def test_a_query_never_vouches_for_what_it_has_not_read(
    hours_ago: list[int], size: int, broken: int, limit: int
) -> None:
    published = entries(*sorted(hours_ago, reverse=True))
    found = reading(pages_of(published, size, broken=broken if broken > 1 else 0), limit=limit)
    covered, reason = reach_forward(found, WINDOW, disorder=NONE)
    assert_honest(published, found, covered)
    assert all(WINDOW.start <= interval.start < interval.end <= WINDOW.end for interval in covered)
    assert (covered == (WINDOW,)) == (reason == "") or found.entries[-1].published_at >= WINDOW.end  # type: ignore[operator]


@given(hours_ago=ages, size=sizes, broken=troubles, limit=st.integers(1, 9), ends=st.booleans())
def test_a_list_never_vouches_for_what_it_has_not_read(
    hours_ago: list[int], size: int, broken: int, limit: int, *, ends: bool
) -> None:
    published = entries(*sorted(hours_ago))
    pages = pages_of(published, size, broken=broken if broken > 1 else 0, ends=ends)
    found = reading(pages, limit=limit, back_to=WINDOW.start)
    covered, reason = reach_back(found, WINDOW, until=NOW)
    assert_honest(published, found, covered)
    whole = any(interval.start <= WINDOW.start and interval.end >= WINDOW.end for interval in covered)
    assert whole or reason
