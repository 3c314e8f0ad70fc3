"""The route `huggingface_papers`: the papers that Hugging Face lists day by day, with their votes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from aiintel_assets.edition import Interval, union
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import json_of
from aiintel_assets.sources.api import ANSWER_BYTES, at, below, headline, paragraphs, text, with_query
from aiintel_assets.sources.dates import end_of, read_date
from aiintel_assets.sources.route import Address, Ask, Listing, Route, RouteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAPER = re.compile(r"[\w.-]{1,40}", re.ASCII)
_DAY = timedelta(days=1)
_LEAST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Paper:
    """A listed paper and the votes it had when it was asked for."""

    entry: Entry
    upvotes: int


class HuggingFacePapersRoute(Route):
    """Hugging Face's daily papers. `upvotes` is the least a paper must have; votes settle a day later.

    A paper's time is that of its listing, not that of its submission to arXiv: see `parse_papers`.
    """

    LIVE: ClassVar = "the papers of today's list, with the votes they have by then"
    PAST: ClassVar = "any day"
    SPACING: ClassVar = 1.0  # seconds between two days
    MOST: ClassVar = 100  # papers of one day; a day has 20 to 50

    kind: Literal["huggingface_papers"]
    url: Address = "https://huggingface.co"
    upvotes: int = Field(default=0, ge=0)

    async def listing(self, ask: Ask) -> Listing:
        """The papers listed on the days that the window touches, in UTC; a weekend without papers is a full answer.

        Raises:
            FetchError: no day can be asked for.
            RouteError: no day's answer can be used.
        """
        ask.web.space(self.url, self.SPACING)
        papers: list[Paper] = []
        covered: list[Interval] = []
        notes: list[str] = []
        error: NewsroomError | None = None
        for day in days_of(ask.window):
            try:
                address = with_query(below(self.url, "/api/daily_papers"), {"date": day, "limit": self.MOST})
                page = await ask.web.get(address, max_bytes=ANSWER_BYTES, robots=False)
                found = parse_papers(page.body, day=day, root=self.url)
            except NewsroomError as problem:
                error = problem
                notes.append(f"the papers of {day} could not be read: {problem}")
                continue
            papers += found
            if len(found) < self.MOST:
                covered.append(_span(day))
            else:
                notes.append(f"{day} has more papers than the {self.MOST} that were asked for")
        if error and not papers and not covered:
            raise error
        return Listing(
            entries=tuple(paper.entry for paper in papers if paper.upvotes >= self.upvotes),
            covered=tuple(part for part in map(ask.window.overlap, union(covered)) if part),
            reason="; ".join(notes),
        )


def days_of(window: Interval) -> Iterator[date]:
    """The days in UTC that the window touches, in order."""
    day, last = window.start.date(), (window.end - _LEAST).date()
    while day <= last:
        yield day
        day += _DAY


def parse_papers(body: bytes, *, day: date, root: str) -> list[Paper]:
    """The papers that the answer for `day` lists, in its order.

    Each is placed at its `submittedOnDailyAt`. Where that is missing, midnight (which stands for the day alone) or of
    another day, the paper is placed at the end of the day it is listed under, so that each paper has its time within
    the day whose answer lists it. `publishedAt` is arXiv's time, often days earlier: nobody asks for that day any more
    when the paper is listed.

    Raises:
        RouteError: it is no list of papers.
    """
    answer = json_of(body, "Hugging Face")
    if not isinstance(answer, list):
        raise RouteError("the answer is no list of papers: is this the address of Hugging Face?")
    return list(_papers(answer, day, root))


def _papers(items: Iterable[object], day: date, root: str) -> Iterator[Paper]:
    for item in items:
        identity = text(at(item, "paper.id"))
        if not _PAPER.fullmatch(identity):
            continue
        authors, upvotes = at(item, "paper.authors"), at(item, "paper.upvotes")
        names = (text(at(author, "name")) for author in authors) if isinstance(authors, list) else ()
        entry = Entry(
            id=identity,
            url=below(root, f"/papers/{identity}"),
            title=headline(at(item, "title") or at(item, "paper.title")),
            published_at=_listed(item, day),
            summary=paragraphs(at(item, "paper.summary") or at(item, "summary")),
            author=", ".join(filter(None, names)),
        )
        yield Paper(entry, upvotes if isinstance(upvotes, int) else 0)


def _listed(item: object, day: date) -> datetime:
    stamp = read_date(at(item, "paper.submittedOnDailyAt") or at(item, "submittedOnDailyAt"), "UTC")
    told = stamp is not None and not stamp.day_only and stamp.at.date() == day and stamp.at.time() != time()
    return stamp.at if stamp and told else end_of(day, "UTC")


def _span(day: date) -> Interval:
    start = datetime.combine(day, time(), UTC)
    return Interval(start, start + _DAY)
