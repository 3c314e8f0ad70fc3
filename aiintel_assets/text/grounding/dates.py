"""Dates and times of day in both languages, the Republic's years among them. Relative dates say nothing checkable."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aiintel_assets.text.grounding.text import Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NUMERALS = {
    f"{tens}{ones}": 10 * ten + one
    for ten, tens in enumerate(("", "十", "二十", "三十"))
    for one, ones in enumerate(("", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    if ten or one
} | {"廿": 20, "卅": 30}
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_ENGLISH_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_Y = (
    r"(?:(?<!\d)(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}|(?:民國|民国)\s?\d{2,3}"
    r"|(?<![\d.,])1[01]\d(?=\s?年\s?\d{1,2}\s?月))"
)
_DAYS = r"(?P<d3>\d{1,2})(?:st|nd|rd|th)?(?:\s?(?:[-–—]|to|and)\s?(?P<e3>\d{1,2}))?(?!\d)"
_CHINESE_DAYS = rf"(?P<d7>{_N})\s?(?:[日號号]\s?)?(?:[至到~～—–-]\s?(?P<e7>{_N})\s?)?[日號号]"
_DATE = re.compile(
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
    r"|(?<![\d/])(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?P<m3>{_ENGLISH_MONTH})\s+{_DAYS}(?:,?\s+(?P<y3>(?:19|20)\d\d))?"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m4>{_ENGLISH_MONTH})(?:,?\s+(?P<y4>(?:19|20)\d\d))?"
    rf"|\b(?P<m5>{_ENGLISH_MONTH})(?:,?\s+(?:of\s+)?(?P<y5>(?:19|20)\d\d))?"
    r"|\bthe\s(?P<d6>\d{1,2})(?:st|nd|rd|th)\b"
    rf"|(?:(?P<y7>{_Y})\s?年\s?)?(?<![\d.個个])(?:(?P<a7>{_N})\s?[〜~～至到–-]\s?)?(?P<m7>{_N})\s?月(?![球亮活租薪費费光餅饼])份?\s?(?:{_CHINESE_DAYS})?"
    rf"|(?P<y8>{_Y})\s?(?:年|財年|财年|會計年度|(?=[上下]半年|第[一二三四1-4]季|Q[1-4]))"
    rf"|(?<![\d.月年期每續续達达])(?<![續续期達达] )(?P<d9>{_N})\s?日(?![元圓線线內内間间遊游])"
    r"|[（(](?P<d0>\d{1,2})(?:日[）)]|[）)]\s?日)"
)
_YEAR = re.compile(r"(?<![\d.,$])(?:19|20)\d\d(?![\d%]|[.,]\d)", re.ASCII)
# What is left to say of a year where no other is named.
_RELATIVE = re.compile(r"[去今明後后]年|[来來]年|昨年|\b(?:last|this|next|the following) year\b", re.IGNORECASE)
_PART = (
    r"(?P<part>凌晨|清晨|清早|早晨|早上|上午|[中正]午|下午|午[後后]|傍晚|晚[間间上]"
    r"|夜[裡裏里晚間间]|深夜|午夜|[早晚](?=\s?\d))"
)
_TIME = re.compile(
    rf"{_PART}\s?(?P<h1>{_N})\s?(?:[點点時时](?:\s?(?P<n1>\d{{1,2}}|[一二三四五]?十[一二三四五六七八九]?|半)\s?分?)?|:(?P<o1>\d\d))"
    r"|(?<![\d:])(?P<h2>\d{1,2}):(?P<n2>\d\d)(?!\d)(?:\s?(?P<half2>[AaPp])\.?[Mm]\b)?"
    r"|\b(?P<h3>\d{1,2})\s?(?P<half3>[AaPp])\.?[Mm]\b"
    r"|\b(?P<h4>\d{1,2})(?:\s?[-–]\s?|\s(?:and|to)\s)(?=\d{1,2}(?::\d\d)?\s?(?P<half4>[AaPp])\.?[Mm]\b)"
    r"|(?<![\d.])(?P<h5>\d{1,2})\s?[點点時时]\s?(?P<n5>\d{1,2})\s?分(?![鐘钟之])"
    r"|\b(?P<word>noon|midnight)\b"
)
_EVENING = re.compile(r"[中正]午|下午|午[後后]|傍晚|晚|夜[^半]|深夜")
# 凌晨 1 時許 is any time near it.
_ROUGHLY = re.compile(r"\s?(?:許|许|多|左右|前後|前后)|(?<=[點点時时])半?[後后]")
_NEAR = 45
_HALF_DAY, _DAY = 720, 1440
_ROC = 1911
_LEAP_YEAR = 2024


class _Date(NamedTuple):
    start: int
    end: int
    year: int | None
    month: int | None
    days: tuple[int, ...]


class _Time(NamedTuple):
    """A time of day in minutes; `exact` unless noon and midnight cannot be told apart."""

    start: int
    end: int
    minutes: int
    exact: bool
    near: int = 0


# How many hours Taiwan is ahead, in winter and in summer.
_ZONES = {
    r"\b(?:PT|P[SD]T|Pacific)\b|美西|太平洋": (16, 15),
    r"\b(?:ET|E[SD]T|Eastern)\b|美[东東]": (13, 12),
    r"\b(?:UTC|GMT)\b|格林威治": (8,),
    r"\b(?:BST|London time)\b": (8, 7),
    r"\b(?:CES?T|Paris time|Berlin time)\b": (7, 6),
    r"\b[JK]ST\b|日本時間|[韓韩][國国][時时][間间]": (-1,),
}
_HERE = re.compile(r"[台臺][灣湾北][時时][間间]")


class _Known(NamedTuple):
    dates: tuple[_Date, ...]
    years: frozenset[int]
    relative: bool
    times: tuple[_Time, ...]


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim names a date or a time of day that the source does not."""
    known = _known(source)
    if _HERE.search(claim.plain):
        known = _in_taiwan(source)
    for date in _dates(claim.plain):
        if not _is_dated(date, known):
            yield Span(date.start, date.end)
    for time in _times(claim.plain):
        if not any(_same_time(time, other) for other in known.times):
            yield Span(time.start, time.end)


def spans(claim: Text) -> Iterator[Span]:
    """Where dates and times stand: the figures in them are no versions."""
    yield from (Span(date.start, date.end) for date in _dates(claim.plain))
    yield from (Span(time.start, time.end) for time in _times(claim.plain))


@lru_cache(maxsize=64)
def _known(source: Text) -> _Known:
    dates = tuple(_dates(source.plain))
    years = {date.year for date in dates if date.year} | {int(match[0]) for match in _YEAR.finditer(source.plain)}
    relative = not years and bool(_RELATIVE.search(source.plain))
    return _Known(dates, frozenset(years), relative, tuple(_times(source.plain)))


@lru_cache(maxsize=64)
def _in_taiwan(source: Text) -> _Known:
    """What a source dates, and the same in Taiwan's time: 10 a.m. Pacific on Nov. 12 is 2 a.m. on Nov. 13 here."""
    known = _known(source)
    ahead = [hours for zone, hours in _ZONES.items() if re.search(zone, source.plain)]
    times, dates = [*known.times], [*known.dates]
    for shift in (60 * hours for options in ahead for hours in options):
        for time in known.times:
            days, minutes = divmod(time.minutes + shift, _DAY)
            times.append(time._replace(minutes=minutes))
            dates += [moved for date in known.dates if (moved := _later(date, days))]
    return known._replace(dates=tuple(dates), times=tuple(times))


def _later(date: _Date, days: int) -> _Date | None:
    """A date so many days later; none where it is no single day, or of no calendar."""
    if not date.month or len(date.days) != 1:
        return None
    try:
        day = dt.date(date.year or _LEAP_YEAR, date.month, date.days[0]) + dt.timedelta(days)
    except (ValueError, OverflowError):
        return None
    return date._replace(year=date.year and day.year, month=day.month, days=(day.day,))


def _dates(text: str) -> Iterator[_Date]:
    for match in _DATE.finditer(text):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        days = tuple(day for name in "de" if name in parts and (day := _number(parts[name])))
        month = _number(parts["m"]) if "m" in parts else None
        year = _year(parts["y"]) if "y" in parts else None
        if days or month or year:
            yield _Date(match.start(), match.end(), year, month, days)
        if "a" in parts:
            yield _Date(match.start(), match.end(), year, _number(parts["a"]), ())


def _number(figures: str) -> int | None:
    if figures[0].isdecimal() and figures.isascii():
        return int(figures)
    return _MONTHS.get(figures[:3].lower()) or _NUMERALS.get(figures)


def _year(figures: str) -> int:
    if figures[0] == "民":
        return int(re.sub(r"\D", "", figures)) + _ROC
    year = int("".join(_HAN_DIGITS.get(digit, digit) for digit in figures))
    return year if year > _ROC else year + _ROC


def _times(text: str) -> Iterator[_Time]:
    for match in _TIME.finditer(text):
        if match["word"]:
            yield _Time(*match.span(), _HALF_DAY if match["word"] == "noon" else 0, exact=True)
            continue
        hour = _number(next(match[name] for name in ("h1", "h2", "h3", "h4", "h5") if match[name])) or 0
        spelled = match["n1"] or match["o1"] or match["n2"] or match["n5"] or "0"
        minute = 30 if spelled == "半" else _number(spelled) or 0
        half = (match["half2"] or match["half3"] or match["half4"] or "").lower()
        late = half == "p" or (bool(_EVENING.match(match["part"] or "")) and hour != 0)
        if (half or match["part"]) and hour <= 12:  # noqa: PLR2004  # hours on a dial
            hour = hour % 12 + 12 * late
        exact = bool(half or match["part"] or hour > 12)  # noqa: PLR2004  # hours on a dial
        near = _NEAR if _ROUGHLY.match(text, match.end()) else 0
        yield _Time(*match.span(), (hour * 60 + minute) % _DAY, exact=exact, near=near)


def _is_dated(date: _Date, known: _Known) -> bool:
    if date.month is None and not date.days:
        return date.year in known.years or known.relative
    return any(_same_date(date, other, known) for other in known.dates)


def _same_date(date: _Date, other: _Date, known: _Known) -> bool:
    """Whether a date of the source says all that the claim's does; a year that no date has may stand anywhere."""
    year = (
        date.year is None
        or date.year == other.year
        or (other.year is None and (date.year in known.years or not known.years))
    )
    month = date.month is None or date.month == other.month
    return year and month and set(date.days) <= set(other.days)


def _same_time(time: _Time, other: _Time) -> bool:
    circle = _DAY if time.exact and other.exact else _HALF_DAY
    apart = (time.minutes - other.minutes) % circle
    return min(apart, circle - apart) <= time.near
