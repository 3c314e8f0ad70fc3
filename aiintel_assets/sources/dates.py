"""Dates as sources write them, as instants in UTC. Feeds, whose dates are wilder, read their own.

The rule for a date without a time of day: the entry stands at the last second of that day, in the source's time zone.
So its edition closes when the day is over, wherever the source is: nothing can appear too late for it, and an edition
that is collected at its cutoff holds the same entries as one that is backfilled a year later. The price is that such an
entry may come a day late, never that it is lost.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from datetime import timezone as fixed_offset
from typing import NamedTuple
from zoneinfo import ZoneInfo

EARLIEST_YEAR = 1990
"""Dates before it are placeholders."""

_MILLISECONDS = 100_000_000_000  # as seconds this is the year 5138, as milliseconds it is 1973
_NUMBER = re.compile(r"\d{9,14}(?:\.\d{1,9})?")
_DATE = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:[Tt ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)


class Moment(NamedTuple):
    """When an entry was published; `day_only` says that only the day is known, and the rule above was used."""

    at: datetime
    day_only: bool = False


def of_page(published: datetime | None, timezone: str) -> datetime | None:
    """The instant that a page's date stands for: midnight UTC is how `extract` gives a day alone."""
    if published is not None and published.time() == time():
        return end_of(published.date(), timezone)
    return published


def end_of(day: date, timezone: str) -> datetime:
    """The instant at which an entry stands of which only the day is known: see the rule above."""
    return local(datetime.combine(day, time(23, 59, 59)), timezone)


def local(moment: datetime, timezone: str) -> datetime:
    """The instant in UTC; a `moment` that has no zone is local to the IANA name `timezone`."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def read_date(value: object, timezone: str) -> Moment | None:
    """When an API says something was published; None for no date and for placeholders.

    Understood are ISO 8601 and its relatives (`2025-12-09T01:19:55.000Z`, `2025/12/9 08:00`, `2025-12-09`), and seconds
    or milliseconds since 1970, as a number or in a string. What has no zone is local to `timezone`.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            moment = Moment(_since_1970(value))
        elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            moment = Moment(_since_1970(float(value)))
        elif isinstance(value, str) and (found := _DATE.fullmatch(value.strip())):
            moment = _read(found, timezone)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.at.year >= EARLIEST_YEAR else None


def _since_1970(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS else number, UTC)


def _read(found: re.Match[str], timezone: str) -> Moment:
    part = found.groupdict()
    day = date(int(part["year"]), int(part["month"]), int(part["day"]))
    if part["hour"] is None:
        return Moment(end_of(day, timezone), day_only=True)
    fraction = int((part["fraction"] or "0").ljust(6, "0")[:6])
    clock = time(int(part["hour"]), int(part["minute"]), int(part["second"] or 0), fraction)
    zone = part["zone"]
    return Moment(local(datetime.combine(day, clock, tzinfo=_offset(zone) if zone else None), timezone))


def _offset(text: str) -> fixed_offset:
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    return fixed_offset(timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1))
