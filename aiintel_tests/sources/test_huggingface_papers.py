from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Interval
from aiintel_assets.sources.huggingface_papers import HuggingFacePapersRoute, days_of, parse_papers
from aiintel_assets.sources.route import RouteError
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import hours, listing, says, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from aiintel_assets.sources.route import Listing
    from aiintel_tests.web.site import Answer, Site

__all__ = ["site"]

WINDOW = Interval(utc("2026-03-04T22:40"), utc("2026-03-05T22:40"))


class Swift(HuggingFacePapersRoute):
    SPACING: ClassVar = 0.0


def paper(number: int, at: str | None, **fields: Any) -> dict[str, Any]:
    identity = f"2603.{number:05}"
    inner = {
        "id": identity,
        "title": f"Paper {number}",
        "summary": "It is < small.",
        "upvotes": 10 * number,
        "publishedAt": "2026-02-01T00:00:00.000Z",
        "authors": [{"name": "A. Author"}, {"name": ""}, {"name": "B. Author"}],
    }
    if at:
        inner["submittedOnDailyAt"] = at
    return {"title": f"Paper {number}", "publishedAt": "2026-02-01T00:00:00.000Z", "paper": inner | fields}


def asked(where: Site, days: dict[str, Answer], **keys: Any) -> Listing:
    where.pages = {f"/api/daily_papers?date={day}&limit=100": answer for day, answer in days.items()}
    return listing(Swift(kind="huggingface_papers", url=where.url("/"), **keys), window=WINDOW)


def test_the_days_that_the_window_touches_are_read(site: Site) -> None:
    found = asked(
        site,
        {
            "2026-03-04": says([paper(1, "2026-03-04T23:00:00.000Z")]),
            "2026-03-05": says([paper(2, "2026-03-05T09:30:00.000Z")]),
        },
    )
    first, second = found.entries
    assert (first.url, first.published_at) == (site.url("/papers/2603.00001"), utc("2026-03-04T23:00"))
    assert (second.title, second.published_at) == ("Paper 2", utc("2026-03-05T09:30"))
    assert (second.summary, second.author) == ("<p>It is &lt; small.</p>", "A. Author, B. Author")
    assert (found.covered, found.reason) == ((WINDOW,), "")


@pytest.mark.parametrize(
    "stamp", [None, "2026-03-05T00:00:00.000Z", "2026-03-05", "2026-03-02T09:00:00.000Z", "soon", 5, []]
)
def test_a_paper_without_a_time_on_its_day_is_placed_at_its_end(stamp: Any) -> None:
    body = b'[{"paper": {"id": "2603.00001", "submittedOnDailyAt": %s}}]' % (
        b"null" if stamp is None else b'"%s"' % str(stamp).encode()
    )
    (found,) = parse_papers(body, day=date(2026, 3, 5), root="https://hf.example")
    assert found.entry.published_at == utc("2026-03-05T23:59:59")


def test_a_weekend_without_papers_is_covered(site: Site) -> None:
    found = asked(site, {"2026-03-04": says([]), "2026-03-05": says([])})
    assert (found.entries, found.covered, found.reason) == ((), (WINDOW,), "")


def test_papers_with_few_votes_are_left_out(site: Site) -> None:
    papers = says([paper(number, "2026-03-05T09:30:00Z") for number in (1, 2, 3)])
    found = asked(site, {"2026-03-04": says([]), "2026-03-05": papers}, upvotes=20)
    assert [entry.title for entry in found.entries] == ["Paper 2", "Paper 3"]


def test_a_day_that_cannot_be_read_is_not_vouched_for(site: Site) -> None:
    found = asked(site, {"2026-03-04": page(b"", 500), "2026-03-05": says([paper(1, None)])})
    assert len(found.entries) == 1
    assert found.covered == (Interval(utc("2026-03-05T00:00"), WINDOW.end),)
    assert found.reason == "the papers of 2026-03-04 could not be read: HTTP 500"


def test_a_day_with_more_papers_than_asked_for_is_not_vouched_for(site: Site) -> None:
    papers = says([paper(number, "2026-03-05T09:30:00Z") for number in range(100)])
    found = asked(site, {"2026-03-04": says([]), "2026-03-05": papers})
    assert len(found.entries) == 100
    assert found.covered == (Interval(WINDOW.start, utc("2026-03-05T00:00")),)
    assert found.reason == "2026-03-05 has more papers than the 100 that were asked for"


def test_a_site_that_answers_for_no_day_is_an_error(site: Site) -> None:
    with pytest.raises(FetchError, match="HTTP 404"):
        asked(site, {})
    with pytest.raises(RouteError, match="no list of papers"):
        asked(site, {"2026-03-04": says({"error": "x"}), "2026-03-05": says({"error": "x"})})


def test_broken_papers_are_passed_over() -> None:
    body = b'[null, 1, {}, {"paper": 1}, {"paper": {"id": "../../etc"}}, {"paper": {"id": "2603.1", "authors": [1]}}]'
    assert [found.entry.id for found in parse_papers(body, day=date(2026, 3, 5), root="https://hf.example")] == [
        "2603.1"
    ]


def test_days_are_spaced(site: Site) -> None:
    class Spaced(HuggingFacePapersRoute):
        SPACING: ClassVar = 0.2

    asked(site, {"2026-03-04": says([]), "2026-03-05": says([])})
    site.visits.clear()
    listing(Spaced(kind="huggingface_papers", url=site.url("/")), window=WINDOW)
    first, second = site.visits
    assert second.at - first.at > 0.19


@given(st.integers(0, 100), st.integers(1, 100))
def test_the_days_hold_the_window_and_no_day_more(start: int, length: int) -> None:
    window = Interval(utc("2026-03-04T00:00") + hours(start), utc("2026-03-04T00:00") + hours(start + length))
    days = list(days_of(window))
    assert days[0] == window.start.date()
    assert days[-1] == (window.end - hours(0.01)).date()
    assert len(set(days)) == len(days) == (days[-1] - days[0]).days + 1
