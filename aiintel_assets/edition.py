"""Editions, their windows and intervals of time: pure arithmetic. No clock is read here; `now` is always passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from aiintel_assets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

State = Literal["closed", "open", "future"]


class EditionError(UsageError, ValueError):
    """An edition key that is no date, or an edition whose day has not come."""


@dataclass(frozen=True, order=True, slots=True)
class Interval:
    """A half-open stretch of time `[start, end)`; both ends are aware datetimes, kept in UTC.

    Raises:
        ValueError: an end without a zone, or `end` before `start`.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an interval needs datetimes with a zone")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end < self.start:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def __bool__(self) -> bool:
        return self.start < self.end

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def overlap(self, other: Interval) -> Interval | None:
        """The part both share, or None when they share no instant."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same instants as disjoint intervals in order; touching ones are joined, empty ones vanish."""
    merged: list[Interval] = []
    for interval in sorted(i for i in intervals if i):
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return tuple(merged)


def gaps(window: Interval, covered: Iterable[Interval]) -> tuple[Interval, ...]:
    """The parts of `window` that no interval of `covered` holds, in order."""
    missing: list[Interval] = []
    start = window.start
    for interval in union(covered):
        part = interval.overlap(window)
        if part is None:
            continue
        if start < part.start:
            missing.append(Interval(start, part.start))
        start = part.end
    if start < window.end:
        missing.append(Interval(start, window.end))
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a newsroom divides time: edition D is the window `[D-1 cutoff, D cutoff)` in its time zone.

    A window lasts 24 hours, more or less where the zone changes its clocks, and none where it skipped a day; windows
    tile time, so that every instant belongs to exactly one edition.

    Args:
        timezone: an IANA name, such as `Asia/Taipei`.
        cutoff: the local time of day at which an edition closes.
    """

    timezone: str
    cutoff: time

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)

    def closes(self, edition: str) -> datetime:
        """The instant at which the edition closes, in the edition's zone: also the date its post carries."""
        return self._cutoff_of(parse_edition(edition)).astimezone(self.zone)

    def window(self, edition: str) -> Interval:
        """The edition's window.

        Raises:
            EditionError: `edition` is no `YYYY-MM-DD` date.
        """
        day = parse_edition(edition)
        return Interval(self._cutoff_of(day - timedelta(days=1)), self._cutoff_of(day))

    def edition_of(self, instant: datetime) -> str:
        """The one edition whose window holds `instant` (an aware datetime)."""
        day = instant.astimezone(self.zone).date()
        # The local date names the edition or, after the cutoff, the one before it; zones that have skipped a whole
        # day can be one further away.
        for candidate in (day + timedelta(days=n) for n in (0, 1, -1, 2)):
            if self._cutoff_of(candidate - timedelta(days=1)) <= instant < self._cutoff_of(candidate):
                return candidate.isoformat()
        raise AssertionError(f"windows do not tile time around {instant}")

    def state(self, edition: str, now: datetime) -> State:
        """Whether the edition's window is `closed`, still `open`, or the edition's day has not come (`future`).

        An edition can be asked for from the midnight that starts its day, which is when its partition appears.
        """
        if now >= self.window(edition).end:
            return "closed"
        return "open" if parse_edition(edition) <= now.astimezone(self.zone).date() else "future"

    def missing(self, edition: str, covered: Iterable[Interval]) -> str:
        """The parts of the edition's window that `covered` leaves open, in words."""
        return self.in_words(gaps(self.window(edition), covered))

    def in_words(self, intervals: Iterable[Interval]) -> str:
        """The intervals in the edition's zone, for people."""
        return ", ".join(
            f"{interval.start.astimezone(self.zone):%m/%d %H:%M} to {interval.end.astimezone(self.zone):%m/%d %H:%M}"
            for interval in intervals
        )

    def newest_closed(self, now: datetime) -> str:
        """The latest edition whose window has ended at `now`."""
        return (parse_edition(self.edition_of(now)) - timedelta(days=1)).isoformat()

    def _cutoff_of(self, day: date) -> datetime:
        return datetime.combine(day, self.cutoff, tzinfo=self.zone).astimezone(UTC)


def parse_edition(edition: str) -> date:
    """The date of an edition key.

    Raises:
        EditionError: it is not written `YYYY-MM-DD` or is no day of the calendar.
    """
    try:
        day = date.fromisoformat(edition)
    except ValueError:
        day = None
    # The first and the last year of all have days without a neighbour.
    if day is None or day.isoformat() != edition or not date.min.year < day.year < date.max.year:
        raise EditionError(f"{edition!r} is no edition: write it YYYY-MM-DD, such as 2025-12-14")
    return day


def editions_between(first: str, last: str) -> Iterator[str]:
    """Every edition from `first` to `last`, both included.

    Raises:
        EditionError: a key that is no date, or `last` before `first`.
    """
    start, end = parse_edition(first), parse_edition(last)
    if end < start:
        raise EditionError(f"the range ends ({last}) before it starts ({first}): swap the two editions")
    for day in range((end - start).days + 1):
        yield (start + timedelta(days=day)).isoformat()


def editions_before(edition: str, count: int) -> list[str]:
    """The `count` editions before `edition`, oldest first."""
    day = parse_edition(edition)
    return [(day - timedelta(days=n)).isoformat() for n in range(count, 0, -1)]
