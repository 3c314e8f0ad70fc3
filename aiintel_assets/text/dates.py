"""Dates as pages write them: machines' forms, and days in the words of many languages. No page is parsed here."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator

# Year first: ISO 8601 and its kin, and East Asia's 2026年7月1日 and 2026년 7월 1일.
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)\s*[日일]?"
    r"(?:[\sT,]*(\d{1,2})[:：時时시]\s?(\d{2})(?:[:：分](\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
# Years of the Republic of China and of Reiwa, the eras in which Taiwan's and Japan's offices count.
_ERA = re.compile(r"(民國|令和)\s*(\d{1,3}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ERAS = {"民國": 1911, "令和": 2018}
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})(\. ?|/|-)(\d{1,2})\2((?:19|20)\d\d|(?<=\d\.\d\d\.)\d\d)(?![\d/-]|\.\d)")
_NAME = r"[^\W\d_][^\s\d.,;:/()|–-]{1,13}"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_NAMED = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|ers|[ºª°])?[.\s-]\s?(?:(?:of|de|d['’])\s*)?(?P<month>{_NAME})"
        rf"[.,\s-]{{1,2}}\s?(?:del?\s+)?{_YEAR}"
    ),
    re.compile(rf"(?<!\w)(?P<month>{_NAME})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s){_YEAR}"),
    re.compile(rf"{_YEAR}\.?\s(?:m\.\s)?(?P<month>{_NAME})\.?\s(?P<day>\d{{1,2}})(?!\d)"),
)
_LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "pl", "cs", "sk", "sl", "hr", "hu"),
    *("ro", "bg", "ru", "uk", "sr", "sr_Latn", "lt", "lv", "et", "el", "tr", "id", "ms", "ca", "he", "ar", "ar_IQ"),
    *("hi", "bn", "ta"),
)
_DAY_FIRST_SITE = re.compile(r"\w+://[^/?#]+\.(?:uk|au|nz|in|ie|za|sg|hk|my|ng|ke|pk)(?:[:/?#]|$)")
_URL_DAY = re.compile(r"[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?![0-9])")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])/")
_EARLIEST, _LATEST = 1994, 2100
_MONTHS = 12
_LONGEST_DATE = 100


def parse_date(written: str, language: str = "") -> datetime | None:
    """The instant written as ISO 8601, RFC 2822, epoch seconds or a date in words; UTC where it names no zone.

    Args:
        written: one date, perhaps with words around it.
        language: the BCP 47 tag of the words; the names of months may mean others elsewhere.
    """
    written = written[:_LONGEST_DATE].strip()
    try:
        if re.fullmatch(r"[0-9]{10}(?:[0-9]{3})?", written):
            return _of_the_press(datetime.fromtimestamp(int(written[:10]), UTC))
        if written[:4].isdigit():
            return _of_the_press(_from_iso(written))
        return _of_the_press(parsedate_to_datetime(written))
    except (ValueError, OverflowError, OSError, TypeError):
        return next((day for _, day in dates_in(written, language)), None)


def dates_in(text: str, language: str = "", url: str = "") -> Iterator[tuple[int, datetime]]:
    """The days that a text writes out, and where, in order of appearance; relative ones (“yesterday”) are none."""
    found: dict[int, datetime] = {}
    for at, parts, zone in _written_out(text, language, month_first=_month_first(language, url)):
        try:
            moment = _of_the_press(datetime(*parts, tzinfo=zone))
        except (ValueError, OverflowError):
            continue
        if moment:
            found.setdefault(at, moment)
    yield from sorted(found.items())


_Parts: TypeAlias = tuple[int, int, int, int, int, int]


def _written_out(text: str, language: str, *, month_first: bool) -> Iterator[tuple[int, _Parts, timezone]]:
    """Where something like a date stands, its numbers (it may be no day at all) and its zone."""
    for match in _YEAR_FIRST.finditer(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        yield match.start(), (year, month, day, hour, minute, second), _zone(match[7] or "Z")
    for match in _ERA.finditer(text):
        year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        yield match.start(), (year, int(match[3]), int(match[4]), 0, 0, 0), UTC
    for match in _YEAR_LAST.finditer(text):
        day, month = int(match[1]), int(match[3])
        if month > _MONTHS or (month_first and "." not in match[2] and day <= _MONTHS):
            day, month = month, day
        yield match.start(), (int(f"20{match[4]}"[-4:]), month, day, 0, 0, 0), UTC
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            if named := _month(match["month"], language):
                yield match.start(), (int(match["year"]), named, int(match["day"]), 0, 0, 0), UTC


def _zone(written: str) -> timezone:
    """Of “+08:00” and the like; UTC where it is no offset that can be."""
    if written[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-offset if written[0] == "-" else offset) if offset < timedelta(days=1) else UTC


def _from_iso(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        if match := _COMPACT.fullmatch(written):
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        raise


def _of_the_press(moment: datetime) -> datetime | None:
    if not _EARLIEST <= moment.year <= _LATEST:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _month_first(language: str, url: str) -> bool:
    """Whether 05/04/2026 is the fourth of May: in English, apart from sites of countries that write as Britain does."""
    return language.startswith("en") and not _DAY_FIRST_SITE.match(url)


def _month(name: str, language: str) -> int | None:
    """1 to 12: what the name means in that language, else in English, else wherever it means anything."""
    name = name.casefold()
    own = _names(language.partition("-")[0]).get(name)
    if own or (own := _names("en").get(name)):
        return own
    meant = _everywhere().get(name, set())
    return next(iter(meant)) if len(meant) == 1 else None


@cache
def _names(language: str) -> dict[str, int]:
    """Month by name, full and short, inflected and not, from the Unicode locale data."""
    found: dict[str, int] = {}
    for each in _LANGUAGES:
        if each.partition("_")[0] == language:
            months = Locale.parse(each).months
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in months[context][width].items():
                        if not name[0].isdigit():
                            found.setdefault(name.casefold().rstrip("."), number)
    if language == "en":
        found["sept"] = 9
    return found


@cache
def _everywhere() -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for language in {each.partition("_")[0] for each in _LANGUAGES}:
        for name, number in _names(language).items():
            found[name].add(number)
    return found


def date_in_address(url: str) -> datetime | None:
    """The day in an address such as /2026/07/01/ or /20260701/."""
    match = _URL_DAY.search(url)
    return parse_date("-".join(match.groups())) if match else None


def fits_address(day: datetime, url: str) -> bool:
    """Whether a date does not contradict the month in an address such as /2026/07/; most addresses name none."""
    month = _URL_MONTH.search(url)
    return month is None or (day.year, day.month) == (int(month[1]), int(month[2]))
