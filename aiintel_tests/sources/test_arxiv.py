from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aiintel_assets.edition import Interval
from aiintel_assets.sources.arxiv import ArxivRoute, announced_until, parse_papers
from aiintel_assets.sources.feed import FeedError
from aiintel_assets.sources.route import RouteError
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import WINDOW, listing, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from aiintel_assets.sources.route import Listing
    from aiintel_tests.web.site import Answer, Site

__all__ = ["site"]

LATER = utc("2026-04-01T12:00")
ERROR = (
    "<entry><id>https://arxiv.org/api/errors#max_results</id><title>Error</title>"
    "<summary>max_results: too large</summary></entry>"
)


class Swift(ArxivRoute):
    SPACING: ClassVar = 0.0


def paper(number: int, at: str) -> str:
    return f"""<entry><id>http://arxiv.org/abs/2603.{number:05}v2</id><title>Paper
      {number}</title><updated>2026-03-20T00:00:00Z</updated><published>{at}:00Z</published>
      <link href="https://arxiv.org/abs/2603.{number:05}v2" rel="alternate" type="text/html"/>
      <link href="https://arxiv.org/pdf/2603.{number:05}v2" rel="related" type="application/pdf" title="pdf"/>
      <summary>What {number} found.</summary>
      <author><name>A. Author</name></author><author><name>B. Author</name></author>
      </entry>"""


def feed(*entries: str, total: int | None = None) -> bytes:
    count = len(entries) if total is None else total
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/x</id><title>arXiv Query</title><opensearch:totalResults>{count}</opensearch:totalResults>
{"".join(entries)}</feed>""".encode()


class Alike(dict[str, Any]):
    """Pages of a site that answers every address alike."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    def get(self, _: str, __: Any = None) -> Any:
        return self.answer


def asked(where: Site, body: bytes, *, status: int = 200, now: datetime = LATER, **keys: Any) -> Listing:
    where.pages = Alike(page(body, status, Content_Type="application/atom+xml"))
    return listing(Swift(kind="arxiv", url=where.url("/"), **keys), now=now)


def test_a_paper_is_an_entry_with_its_abstract_page(site: Site) -> None:
    found = asked(site, feed(paper(1, "2026-03-05T08:00")))
    (entry,) = found.entries
    assert (entry.url, entry.title) == ("https://arxiv.org/abs/2603.00001v2", "Paper 1")
    assert entry.published_at == utc("2026-03-05T08:00")
    assert (entry.summary, entry.author) == ("What 1 found.", "A. Author, B. Author")
    assert (found.covered, found.reason) == ((WINDOW,), "")


def test_the_window_is_asked_for_to_the_minute_in_one_query(site: Site) -> None:
    asked(site, feed(), categories=("cs.AI", "stat.ML", "quant-ph"), limit=7)
    (visit,) = site.visits
    assert visit.path.startswith("/api/query?")
    assert {name: values[0] for name, values in parse_qs(urlsplit(visit.path).query).items()} == {
        "search_query": "(cat:cs.AI OR cat:stat.ML OR cat:quant-ph) AND submittedDate:[202603050000 TO 202603060000]",
        "start": "0",
        "max_results": "7",
        "sortBy": "submittedDate",
        "sortOrder": "descending",
    }


def test_papers_of_the_last_minute_that_are_behind_the_window_are_left_out(site: Site) -> None:
    found = asked(site, feed(paper(2, "2026-03-06T00:00"), paper(1, "2026-03-05T23:59")))
    assert [entry.title for entry in found.entries] == ["Paper 1"]
    assert found.covered == (WINDOW,)


def test_a_window_without_papers_is_covered(site: Site) -> None:
    found = asked(site, feed())
    assert (found.entries, found.covered) == ((), (WINDOW,))


def test_of_many_papers_the_newest_are_taken_and_the_rest_is_not_vouched_for(site: Site) -> None:
    found = asked(site, feed(paper(2, "2026-03-05T20:00"), paper(1, "2026-03-05T19:00"), total=612), limit=2)
    assert len(found.entries) == 2
    assert found.covered == (Interval(utc("2026-03-05T19:00:01"), WINDOW.end),)
    assert found.reason == "arXiv has 612 papers of the window, of which the newest 2 were taken"


def test_what_arxiv_has_not_announced_yet_is_not_vouched_for(site: Site) -> None:
    # Thursday 5 March 2026, 14:00 in New York, is a deadline; its papers are known at midnight.
    found = asked(site, feed(paper(1, "2026-03-05T08:00")), now=utc("2026-03-06T12:00"))
    assert found.covered == (Interval(WINDOW.start, utc("2026-03-05T19:00")),)
    assert found.reason == "arXiv has announced what was submitted before 2026-03-05 19:00 UTC, not what came later"
    found = asked(site, feed(), now=utc("2026-03-06T00:00"))
    assert found.covered == ()


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-13T04:59", "2026-01-09T19:00"),  # Monday evening: Friday's deadline
        ("2026-01-13T05:00", "2026-01-12T19:00"),  # midnight after Monday
        ("2026-01-17T12:00", "2026-01-15T19:00"),  # Saturday: Thursday's deadline
        ("2026-01-19T04:59", "2026-01-15T19:00"),
        ("2026-01-19T05:00", "2026-01-16T19:00"),  # midnight after Sunday
        ("2026-07-14T04:00", "2026-07-13T18:00"),  # summer time
    ],
)
def test_the_deadlines_of_a_week(now: str, until: str) -> None:
    assert announced_until(utc(now)) == utc(until)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.timedeltas(timedelta(), timedelta(days=9)))  # noqa: DTZ001  # UTC is added
def test_more_is_announced_as_time_goes_by(now: datetime, later: timedelta) -> None:
    now = now.replace(tzinfo=UTC)
    assert announced_until(now) <= announced_until(now + later)
    assert timedelta(hours=9) <= now - announced_until(now) <= timedelta(days=4)


def test_an_error_entry_is_an_error(site: Site) -> None:
    with pytest.raises(RouteError, match="arXiv refuses the query: max_results: too large"):
        asked(site, feed(ERROR, total=1))


def test_papers_that_are_announced_but_not_sent_are_an_error_that_heals(site: Site) -> None:
    with pytest.raises(RouteError, match="announced 12 papers and sent none") as raised:
        asked(site, feed(total=12))
    assert raised.value.heals


def test_an_answer_that_does_not_heed_the_window_proves_nothing(site: Site) -> None:
    with pytest.raises(RouteError, match="heed"):
        asked(site, feed(paper(1, "2026-01-01T08:00")))


def test_what_is_no_feed_or_does_not_count_is_an_error(site: Site) -> None:
    with pytest.raises(FeedError):
        asked(site, b"<html><body>Rate exceeded.</body></html>")
    with pytest.raises(RouteError, match="how many"):
        asked(site, b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>")
    with pytest.raises(FetchError):
        asked(site, b"", status=503)


def test_requests_are_spaced(site: Site) -> None:
    class Spaced(ArxivRoute):
        SPACING: ClassVar = 0.2

    site.pages = Alike(page(b"", 302, Location="/again"))
    with pytest.raises(FetchError):
        listing(Spaced(kind="arxiv", url=site.url("/")))
    first, second = site.visits[:2]
    assert second.at - first.at > 0.19
    assert ArxivRoute.SPACING == 3.0


@pytest.mark.parametrize("keys", [{"categories": ()}, {"categories": ("cs.AI OR x",)}, {"limit": 0}, {"limit": 2001}])
def test_the_catalog_names_categories_and_a_limit(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ArxivRoute(kind="arxiv", **keys)
    assert ArxivRoute(kind="arxiv").url == "https://export.arxiv.org"


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder with captured answers")
def test_captured_answers_are_read() -> None:
    folder = Path(os.environ["AIINTEL_CORPORA"]) / "api" / "arxiv"
    files = sorted(folder.rglob("*.json"))
    assert files
    for file in files:
        answer = json.loads(file.read_text("utf-8"))
        body = answer["body"].encode()
        if answer["status_code"] != 200:
            with pytest.raises(RouteError, match="refuses"):
                parse_papers(body, url=answer["url"])
            continue
        total, papers = parse_papers(body, url=answer["url"])
        assert total == int(re.search(r"totalResults[^>]*>(\d+)", answer["body"])[1])  # type: ignore[index]
        raw = answer["body"].split("<entry>")[1:]
        assert len(papers) == len(raw) <= total
        for entry, text in zip(papers, raw, strict=True):
            assert f'href="{entry.url}"' in text
            assert "/abs/" in entry.url
            assert entry.published_at is not None
            assert f"<published>{entry.published_at:%Y-%m-%dT%H:%M:%SZ}</published>" in text
            assert entry.title
            assert entry.author
