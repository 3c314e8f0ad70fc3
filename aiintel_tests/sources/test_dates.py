from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Calendar
from aiintel_assets.sources.dates import Moment, end_of, local, read_date
from aiintel_tests.sources.asking import utc

zones = st.sampled_from(sorted(available_timezones()))
days = st.dates(date(1991, 1, 1), date(2199, 12, 31))


def test_a_day_stands_at_its_last_second_in_the_sources_zone() -> None:
    assert end_of(date(2026, 3, 5), "Asia/Taipei") == utc("2026-03-05T15:59:59")
    assert end_of(date(2026, 3, 5), "America/Los_Angeles") == utc("2026-03-06T07:59:59")


@pytest.mark.parametrize(
    ("zone", "edition"),
    [("Asia/Taipei", "2026-03-06"), ("Europe/Berlin", "2026-03-07"), ("America/Los_Angeles", "2026-03-07")],
)
def test_a_day_belongs_to_the_first_edition_that_closes_after_it(zone: str, edition: str) -> None:
    assert Calendar("Asia/Taipei", time(6, 40)).edition_of(end_of(date(2026, 3, 5), zone)) == edition


@given(days, zones, st.times(), zones)
def test_nothing_of_a_day_can_appear_after_its_edition_has_closed(
    day: date, zone: str, cutoff: time, newsroom: str
) -> None:
    calendar = Calendar(newsroom, cutoff.replace(tzinfo=None))
    closes = calendar.window(calendar.edition_of(end_of(day, zone))).end
    for moment in (time(), time(12), time(23, 59, 59)):
        assert local(datetime.combine(day, moment), zone) < closes


def test_a_time_without_a_zone_is_local_and_one_with_a_zone_is_not() -> None:
    assert local(datetime(2026, 3, 5, 8), "Asia/Taipei") == utc("2026-03-05T00:00")  # noqa: DTZ001  # that is the point
    assert local(datetime(2026, 3, 5, 8, tzinfo=UTC), "Asia/Taipei") == utc("2026-03-05T08:00")


@given(days, zones, st.times(), st.sampled_from(["Asia/Taipei", "UTC", "America/New_York"]))
def test_a_day_falls_into_one_edition_whatever_the_cutoff(day: date, zone: str, cutoff: time, newsroom: str) -> None:
    at = end_of(day, zone)
    calendar = Calendar(newsroom, cutoff.replace(tzinfo=None))
    around = [(day + timedelta(days=n)).isoformat() for n in range(-3, 4)]
    assert [edition for edition in around if at in calendar.window(edition)] == [calendar.edition_of(at)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-05T08:00:00Z", "2026-03-05T08:00"),
        ("2026-03-05T08:00:00.123Z", "2026-03-05T08:00:00.123"),
        ("2026-03-05T08:00:00+08:00", "2026-03-05T00:00"),
        ("2026-03-05 08:00:00 -0530", "2026-03-05T13:30"),
        ("2026-03-05T08:00+01", "2026-03-05T07:00"),
        ("2026-03-05 08:00:00", "2026-03-05T00:00"),
        ("2026-03-05 08:00", "2026-03-05T00:00"),
        ("2026/3/5 8:00", "2026-03-05T00:00"),
        ("2026.03.05 08:00 UTC", "2026-03-05T08:00"),
        (1772697600, "2026-03-05T08:00"),
        (1772697600000, "2026-03-05T08:00"),
        (1772697600.5, "2026-03-05T08:00:00.5"),
        ("1772697600", "2026-03-05T08:00"),
        (" 1772697600000 ", "2026-03-05T08:00"),
    ],
)
def test_dates_are_read_as_they_are_written(written: object, meant: str) -> None:
    assert read_date(written, "Asia/Taipei") == Moment(utc(meant))


@pytest.mark.parametrize("written", ["2026-03-05", "2026/3/5", " 2026-03-05 "])
def test_a_day_without_a_time_says_so(written: str) -> None:
    assert read_date(written, "Asia/Taipei") == Moment(utc("2026-03-05T15:59:59"), day_only=True)


@pytest.mark.parametrize(
    "written",
    [
        *(None, True, "", "soon", [], {}, 0, -5, float("nan"), float("inf"), 10**30, "0", "99999999999999999999"),
        *("0000-00-00T00:00:00", "0000-00-00", "1970-01-01T00:00:00Z", "2026-02-30", "2026-03-05T25:00", "9999-12-31"),
        *("2026-03-05T08:00+99:00", "2026-03/05", "２０２６-03-05", "2026-03-05T08:00 EST", "0001-01-01 00:00"),
    ],
)
def test_what_is_no_date_is_none_or_later_than_anything(written: object) -> None:
    moment = read_date(written, "Asia/Taipei")
    assert moment is None or written == "9999-12-31"


@given(st.text(max_size=40) | st.floats() | st.integers(), zones)
def test_nothing_breaks_the_reading_of_dates(written: object, zone: str) -> None:
    moment = read_date(written, zone)
    assert moment is None or moment.at.tzinfo == UTC


@given(st.datetimes(datetime(1991, 1, 1), datetime(2199, 1, 1)), zones)  # noqa: DTZ001  # a zone is given
def test_what_iso_writes_is_read_back(naive: datetime, zone: str) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert read_date(moment.isoformat(), zone) == Moment(moment)
    assert read_date(naive.isoformat(" "), zone) == Moment(local(naive, zone))
