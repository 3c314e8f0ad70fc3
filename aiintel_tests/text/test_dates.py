"""Dates as machines and people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.dates import date_in_address, dates_in, fits_address, parse_date

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-01T12:00:00Z",
        "2026-07-01T20:00:00+08:00",
        "2026-07-01T20:00:00.000+0800",
        "2026-07-01 12:00",
        "2026/07/01 12:00:00",
        "2026年7月1日 12:00",
        "2026년 7월 1일 12:00",
        "20260701120000",
        "Wed, 01 Jul 2026 12:00:00 GMT",
        "1782907200",
        "1782907200000",
    ],
)
def test_a_date_is_read_in_many_ways(written: str) -> None:
    assert parse_date(written) == NOON


@pytest.mark.parametrize(
    "written", ["July 1, 2026", "1 July 2026", "Jul 1st, 2026", "Posted on July 1, 2026", "2026-07-01", "20260701"]
)
def test_a_bare_date_is_midnight(written: str) -> None:
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Mittwoch, 1. Juli 2026", "de"),
        ("01 Juli, 2026", "de"),
        ("1er juillet 2026", "fr"),
        ("1 de julio de 2026", "es"),
        ("1º luglio 2026", "it"),
        ("1 Temmuz 2026 Çarşamba", "tr"),
        ("1 июля 2026 г.", "ru"),
        ("1 lipca 2026", "pl"),
        ("2026. július 1.", "hu"),
        ("1 يوليو 2026", "ar"),
        ("1 जुलाई 2026", "hi"),
        ("2026년 7월 1일", "ko"),
        ("令和8年7月1日", "ja"),
        ("中華民國115年7月1日", "zh-Hant"),
        ("01.07.26", "de"),
        ("2026.7.1", "ko"),
        ("1. 7. 2026", "cs"),
    ],
)
def test_the_press_of_many_languages_is_read(written: str, language: str) -> None:
    assert parse_date(written, language) == DAY


def test_a_month_means_what_it_means_in_its_language() -> None:
    assert parse_date("1 listopada 2026", "pl") == datetime(2026, 11, 1, tzinfo=UTC)
    assert parse_date("1. listopada 2026", "hr") == datetime(2026, 10, 1, tzinfo=UTC)
    assert parse_date("1 listopada 2026") is None
    assert parse_date("1 Juli 2026") == DAY


def test_day_and_month_stand_as_the_country_writes_them() -> None:
    def read(text: str, language: str, url: str = "https://example.com/") -> list[datetime]:
        return [day for _, day in dates_in(text, language, url)]

    assert read("07/01/2026", "en") == [DAY]
    assert read("01/07/2026", "en", "https://example.co.uk/") == [DAY]
    assert read("01/07/2026", "fr") == [DAY]
    assert read("31/07/2026 07/31/2026", "en") == [datetime(2026, 7, 31, tzinfo=UTC)] * 2


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "2026-13-45", "1026-01-01", "9999999999", "0001-01-01T00:00:00+14:00", "12", "0000-00-00"),
        *("20255-01-01", "31 June 2026", "Version 1.10.2026.3", "3 days ago", "昨天", "2026"),
    ],
)
def test_what_is_no_date_of_the_press_is_none(written: str) -> None:
    assert parse_date(written) is None


def test_a_zone_that_cannot_be_is_none() -> None:
    assert parse_date("2026-07-01T12:00:00+99:99") == NOON


@given(
    st.one_of(st.text(max_size=60), st.text("0123456789-/.:T+年月日 Jul", max_size=40)),
    st.sampled_from(["", "en", "tlh"]),
)
def test_any_text_is_a_date_or_none(written: str, language: str) -> None:
    found = parse_date(written, language)
    assert found is None or found.tzinfo is UTC


def test_dates_come_in_order_of_appearance() -> None:
    text = "Updated 2 July 2026, posted 2026-07-01, due 07/04/2026"
    assert [day.day for _, day in dates_in(text, "en")] == [2, 1, 4]


def test_an_address_names_a_day_or_a_month() -> None:
    assert date_in_address("https://example.org/2026/07/01/story") == DAY
    assert date_in_address("https://example.org/story-20260701.html") == DAY
    assert date_in_address("https://example.org/2026/07/story") is None
    assert fits_address(NOON, "https://example.org/2026/07/story")
    assert fits_address(NOON, "https://example.org/story")
    assert not fits_address(NOON, "https://example.org/2026/06/story")
