from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aiintel_assets.edition import (
    Calendar,
    EditionError,
    Interval,
    editions_before,
    editions_between,
    gaps,
    parse_edition,
    union,
)
from aiintel_assets.errors import UsageError

TAIPEI = Calendar("Asia/Taipei", time(6, 40))
NEW_YORK = Calendar("America/New_York", time(2, 30))
AWKWARD = [
    "America/New_York",
    "Europe/Lisbon",
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # skipped 2011-12-30
    "Pacific/Kwajalein",  # skipped 1993-08-21
    "Asia/Pyongyang",  # moved by half an hour, and back
    "Antarctica/Troll",  # changes by two hours
    "Africa/Casablanca",
    "Asia/Kathmandu",
]
SECOND = timedelta(seconds=1)

zones = st.sampled_from(AWKWARD) | st.sampled_from(sorted(available_timezones()))
cutoffs = st.sampled_from([time(0), time(2, 30), time(6, 40), time(12), time(23, 59)]) | st.times()
calendars = st.builds(Calendar, zones, cutoffs)
instants = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside
days = st.dates(date(1970, 1, 2), date(2100, 1, 1)).map(date.isoformat)

HOUR_ZERO = datetime(2026, 3, 1, tzinfo=UTC)
intervals = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
    lambda pair: Interval(HOUR_ZERO + timedelta(hours=pair[0]), HOUR_ZERO + timedelta(hours=pair[0] + pair[1]))
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(start: int, end: int) -> Interval:
    return Interval(HOUR_ZERO + timedelta(hours=start), HOUR_ZERO + timedelta(hours=end))


# Windows


@given(calendars, instants)
@example(Calendar("Pacific/Apia", time(6, 40)), utc("2011-12-30T12:00"))
@example(Calendar("Pacific/Apia", time(0)), utc("2011-12-30T10:00"))
@example(Calendar("Pacific/Kwajalein", time(6, 40)), utc("1993-08-21T12:00"))
@example(NEW_YORK, utc("2026-03-08T07:15"))
@example(NEW_YORK, utc("2026-11-01T06:45"))
def test_every_instant_belongs_to_exactly_one_edition(calendar: Calendar, instant: datetime) -> None:
    edition = calendar.edition_of(instant)
    day = parse_edition(edition)
    near = [(day + timedelta(days=n)).isoformat() for n in range(-3, 4)]
    assert [key for key in near if instant in calendar.window(key)] == [edition]


@given(calendars, days)
@example(Calendar("Pacific/Apia", time(6, 40)), "2011-12-31")
@example(Calendar("Australia/Lord_Howe", time(2, 15)), "2026-04-05")
def test_windows_tile_time(calendar: Calendar, edition: str) -> None:
    following = (parse_edition(edition) + timedelta(days=1)).isoformat()
    assert calendar.window(edition).end == calendar.window(following).start
    assert calendar.window(edition).end == calendar.closes(edition)
    assert timedelta(0) <= calendar.window(edition).length <= timedelta(hours=48)


def test_the_window_is_half_open_to_the_second() -> None:
    window = TAIPEI.window("2026-03-04")
    assert window == Interval(utc("2026-03-02T22:40"), utc("2026-03-03T22:40"))
    assert window.start in window
    assert window.end - SECOND in window
    assert window.start - SECOND not in window
    assert window.end not in window
    assert TAIPEI.edition_of(window.start - SECOND) == "2026-03-03"
    assert TAIPEI.edition_of(window.start) == "2026-03-04"
    assert TAIPEI.edition_of(window.end) == "2026-03-05"


def test_an_instant_may_be_given_in_any_zone() -> None:
    instant = datetime(2026, 3, 3, 23, 0, tzinfo=ZoneInfo("America/New_York"))
    assert TAIPEI.edition_of(instant) == TAIPEI.edition_of(instant.astimezone(UTC)) == "2026-03-05"
    assert instant in TAIPEI.window("2026-03-05")


@pytest.mark.parametrize(
    ("zone", "cutoff", "edition", "length"),
    [
        ("Asia/Taipei", time(6, 40), "2026-03-08", timedelta(hours=24)),
        ("America/New_York", time(6, 40), "2026-03-08", timedelta(hours=23)),
        ("America/New_York", time(6, 40), "2026-11-01", timedelta(hours=25)),
        ("America/New_York", time(2, 30), "2026-03-08", timedelta(hours=24)),  # 02:30 is skipped: closes at 03:30
        ("America/New_York", time(2, 30), "2026-03-09", timedelta(hours=23)),
        ("America/New_York", time(1, 30), "2026-11-01", timedelta(hours=24)),  # 01:30 comes twice: the first counts
        ("America/New_York", time(1, 30), "2026-11-02", timedelta(hours=25)),
        ("Europe/Lisbon", time(0), "2026-03-30", timedelta(hours=23)),
        ("Australia/Lord_Howe", time(6, 40), "2026-04-05", timedelta(hours=24.5)),
        ("Asia/Pyongyang", time(0), "2018-05-05", timedelta(hours=23.5)),
        ("Pacific/Apia", time(6, 40), "2011-12-31", timedelta(0)),  # the day before it never was
    ],
)
def test_a_window_is_as_long_as_its_day(zone: str, cutoff: time, edition: str, length: timedelta) -> None:
    assert Calendar(zone, cutoff).window(edition).length == length


def test_an_edition_closes_in_its_own_zone() -> None:
    assert TAIPEI.closes("2026-03-04").isoformat() == "2026-03-04T06:40:00+08:00"
    assert NEW_YORK.closes("2026-03-08").isoformat() == "2026-03-08T03:30:00-04:00"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-03-03T15:59:59", "future"),  # 23:59:59 of the day before, in Taipei
        ("2026-03-03T16:00:00", "open"),
        ("2026-03-03T22:39:59", "open"),
        ("2026-03-03T22:40:00", "closed"),
    ],
)
def test_an_edition_is_future_then_open_then_closed(now: str, state: str) -> None:
    assert TAIPEI.state("2026-03-04", utc(now)) == state


def test_an_edition_that_closes_at_midnight_is_never_open() -> None:
    calendar = Calendar("UTC", time(0))
    assert calendar.state("2026-03-04", utc("2026-03-03T23:59:59")) == "future"
    assert calendar.state("2026-03-04", utc("2026-03-04T00:00")) == "closed"


@given(calendars, instants)
def test_the_newest_closed_edition_is_closed_and_the_next_one_is_not(calendar: Calendar, now: datetime) -> None:
    newest = calendar.newest_closed(now)
    assert calendar.state(newest, now) == "closed"
    assert calendar.state((parse_edition(newest) + timedelta(days=1)).isoformat(), now) != "closed"


# Keys


@pytest.mark.parametrize(
    "key",
    [
        *("", "today", "2026-3-4", "20260304", "2026-W10-3", "2026-02-30", "2026-13-01", "2026-03-04T00:00"),
        *(" 2026-03-04", "2026-03-04\n", "２０２６-03-04", "0001-01-01", "9999-12-31", "2026-03-04;--"),
    ],
)
def test_a_bad_key_is_refused_with_an_example(key: str) -> None:
    with pytest.raises(EditionError, match="write it YYYY-MM-DD, such as 2025-12-14") as caught:
        TAIPEI.window(key)
    assert repr(key) in str(caught.value)
    assert isinstance(caught.value, UsageError)


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_every_key_that_is_accepted_has_a_window(day: date) -> None:
    assert parse_edition(day.isoformat()) == day
    assert TAIPEI.window(day.isoformat()).length > timedelta(0)


def test_a_range_of_editions_holds_both_ends() -> None:
    assert list(editions_between("2024-02-28", "2024-03-01")) == ["2024-02-28", "2024-02-29", "2024-03-01"]
    assert list(editions_between("2026-03-04", "2026-03-04")) == ["2026-03-04"]


def test_a_range_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(EditionError, match="swap the two editions"):
        list(editions_between("2026-03-05", "2026-03-04"))


def test_the_editions_before_come_oldest_first() -> None:
    assert editions_before("2026-03-02", 3) == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert editions_before("2026-03-02", 0) == []


# Intervals


def test_an_interval_needs_a_zone_and_an_order() -> None:
    with pytest.raises(ValueError, match="zone"):
        Interval(datetime(2026, 3, 1), HOUR_ZERO)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="cannot end"):
        hours(2, 1)


def test_an_interval_is_kept_in_utc() -> None:
    zone = ZoneInfo("Asia/Taipei")
    interval = Interval(datetime(2026, 3, 1, 8, tzinfo=zone), datetime(2026, 3, 1, 9, tzinfo=zone))
    assert interval == hours(0, 1)
    assert interval.start.tzinfo is UTC


def test_intervals_that_only_touch_do_not_overlap() -> None:
    assert hours(0, 2).overlap(hours(2, 4)) is None
    assert hours(0, 3).overlap(hours(2, 4)) == hours(2, 3)
    assert hours(0, 4).overlap(hours(2, 2)) is None
    assert not hours(2, 2)


def test_a_union_joins_what_touches() -> None:
    assert union([hours(4, 6), hours(0, 2), hours(2, 3), hours(5, 7), hours(9, 9)]) == (hours(0, 3), hours(4, 7))


def test_gaps_are_what_is_left_of_the_window() -> None:
    assert gaps(hours(0, 10), [hours(2, 3), hours(5, 12)]) == (hours(0, 2), hours(3, 5))
    assert gaps(hours(0, 10), []) == (hours(0, 10),)
    assert gaps(hours(0, 10), [hours(-5, 20)]) == ()
    assert gaps(hours(3, 3), []) == ()


@given(st.lists(intervals, max_size=8))
def test_a_union_is_disjoint_ordered_and_its_own_union(some: list[Interval]) -> None:
    merged = union(some)
    assert all(one.end < following.start for one, following in pairwise(merged))
    assert union(merged) == merged


@given(st.lists(intervals, max_size=8), st.randoms(use_true_random=False))
def test_a_union_does_not_depend_on_the_order(some: list[Interval], random: object) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    assert union(shuffled) == union(some)


@given(intervals, st.lists(intervals, max_size=8))
def test_what_is_covered_and_what_is_missing_make_up_the_window(window: Interval, covered: list[Interval]) -> None:
    missing = gaps(window, covered)
    held = [part for interval in covered if (part := interval.overlap(window))]
    assert union([*held, *missing]) == union([window])
    assert sum((part.length for part in (*union(held), *missing)), timedelta(0)) == window.length
    assert not any(hole.overlap(interval) for hole in missing for interval in covered)
    assert gaps(window, [*covered, *missing]) == ()


def test_what_is_missing_from_a_window_is_told_in_the_editions_zone() -> None:
    calendar = Calendar("Asia/Taipei", time(6, 40))
    day = calendar.window("2025-12-14")
    morning = Interval(day.start, day.start + timedelta(hours=5))
    noon = Interval(day.start + timedelta(hours=6), day.start + timedelta(hours=7))
    assert calendar.missing("2025-12-14", [day]) == ""
    assert calendar.missing("2025-12-14", []) == "12/13 06:40 to 12/14 06:40"
    assert calendar.missing("2025-12-14", [noon, morning]) == "12/13 11:40 to 12/13 12:40, 12/13 13:40 to 12/14 06:40"
