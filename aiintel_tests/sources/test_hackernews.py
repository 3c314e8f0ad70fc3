from __future__ import annotations

import asyncio
import json
import math
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.edition import Interval
from aiintel_assets.sources.hackernews import HackerNewsRoute, about_ai, parse_hits
from aiintel_assets.sources.route import Ask, RouteError
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import WINDOW, listing, says, utc
from aiintel_tests.web.conftest import site

if TYPE_CHECKING:
    from aiintel_assets.sources.route import Listing
    from aiintel_tests.web.site import Site, Visit

__all__ = ["site"]


class Small(HackerNewsRoute):
    CAP: ClassVar = 4


def hit(number: int, created: float, **fields: Any) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "created_at_i": int(created),
        "title": f"AI model {number}",
        "url": f"https://a.example/{number}",
        "points": 50,
        "author": "reader",
        **fields,
    }


class Algolia(dict[str, Any]):
    """The pages of a search over some hits that gives out no more than `cap` of them, `page_size` a page."""

    def __init__(
        self, hits: list[dict[str, Any]], cap: int = 1_000, page_size: int = 1_000, fails_after: int = 10**9
    ) -> None:
        super().__init__()
        self.hits, self.cap, self.page_size, self.left = hits, cap, page_size, fails_after

    def answer(self, address: str) -> dict[str, Any]:
        query = parse_qs(urlsplit(address).query)
        low, high = (int(re.sub(r"\D", "", part)) for part in query["numericFilters"][0].split(","))
        found = sorted((h for h in self.hits if low <= h["created_at_i"] < high), key=lambda h: -h["created_at_i"])
        size, number = min(int(query["hitsPerPage"][0]), self.page_size), int(query["page"][0])
        shown = found[: self.cap]
        return {
            "hits": shown[number * size : (number + 1) * size],
            "nbHits": len(found),
            "nbPages": math.ceil(len(shown) / size),
        }

    def get(self, _: str, __: Any = None) -> Any:
        def answer(visit: Visit) -> None:
            self.left -= 1
            says(self.answer(visit.path) if self.left >= 0 else {}, 200 if self.left >= 0 else 503)(visit)

        return answer


def of_day(
    where: Site, hits: list[dict[str, Any]], *, cap: int = 1_000, fails_after: int = 10**9, **keys: Any
) -> Listing:
    where.pages = Algolia(hits, cap, fails_after=fails_after)
    kind = Small if cap == Small.CAP else HackerNewsRoute
    return listing(kind(kind="hackernews", url=where.url("/"), **keys))


START = WINDOW.start.timestamp()


def test_a_story_is_an_entry_at_the_time_it_was_submitted(site: Site) -> None:
    found = of_day(site, [hit(1, START + 3600)])
    (entry,) = found.entries
    assert (entry.id, entry.url, entry.title, entry.author) == ("1", "https://a.example/1", "AI model 1", "reader")
    assert entry.published_at == utc("2026-03-05T01:00")
    assert (found.covered, found.reason) == ((WINDOW,), "")
    assert len(site.visits) == 1


def test_a_text_post_is_its_own_page_with_its_text(site: Site) -> None:
    (entry,) = of_day(site, [hit(7, START, url=None, story_text="<p>Which model?")]).entries
    assert entry.url == "https://news.ycombinator.com/item?id=7"
    assert (entry.summary, entry.content) == ("<p>Which model?", "<p>Which model?")


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://a.example/x", 12, "/item?id=3"])
def test_an_address_that_is_none_is_replaced_by_the_discussion(site: Site, url: object) -> None:
    (entry,) = of_day(site, [hit(7, START, url=url)]).entries
    assert entry.url == "https://news.ycombinator.com/item?id=7"


def test_stories_with_few_points_or_about_other_things_are_left_out(site: Site) -> None:
    hits = [hit(1, START, points=19), hit(2, START, points=20), hit(3, START, points=None), hit(4, START, title="Cats")]
    assert [entry.id for entry in of_day(site, hits).entries] == ["2"]
    assert [entry.id for entry in of_day(site, hits, points=0).entries] == ["1", "2", "3"]
    assert [entry.id for entry in of_day(site, hits, ai_only=False).entries] == ["2", "4"]


def test_a_day_without_stories_is_covered(site: Site) -> None:
    assert of_day(site, []).covered == (WINDOW,)


def test_a_day_with_more_stories_than_are_given_out_is_sliced(site: Site) -> None:
    hits = [hit(number, START + number * 3600) for number in range(24)]
    found = of_day(site, hits, cap=4)
    assert sorted(int(entry.id) for entry in found.entries) == list(range(24))
    assert found.covered == (WINDOW,)


def test_what_was_read_before_an_error_is_kept(site: Site) -> None:
    hits = [hit(number, START + number * 3600) for number in range(24)]
    found = of_day(site, hits, cap=4, fails_after=6)
    (part,) = found.covered
    assert part.start == WINDOW.start
    assert part.end < WINDOW.end
    assert {int(entry.id) for entry in found.entries} == {
        number for number in range(24) if WINDOW.start + timedelta(hours=number) in part
    }
    assert found.reason == f"Hacker News was read up to {part.end:%Y-%m-%d %H:%M} UTC: HTTP 503"


def test_a_first_query_that_fails_is_an_error(site: Site) -> None:
    with pytest.raises(FetchError, match="503"):
        of_day(site, [], fails_after=0)


def test_a_second_with_too_many_stories_is_not_vouched_for(site: Site) -> None:
    found = of_day(site, [hit(number, START + 60) for number in range(9)], cap=4)
    assert Interval(WINDOW.start, utc("2026-03-05T00:01:00")) in found.covered
    assert not any(utc("2026-03-05T00:01:00") in part for part in found.covered)
    assert found.reason == "Hacker News has more stories of 2026-03-05 00:01:00 UTC than it gives"


class Stubborn(Algolia):
    """A search that answers the same whatever it is asked for."""

    def __init__(self, *hits: dict[str, Any], total: int) -> None:
        super().__init__(list(hits))
        self.total = total

    def answer(self, _: str) -> dict[str, Any]:
        return {"hits": self.hits, "nbHits": self.total, "nbPages": 1}


def test_a_search_that_never_gives_all_is_left_in_the_end(site: Site) -> None:
    site.pages = Stubborn(total=4)
    found = listing(Small(kind="hackernews", url=site.url("/")))
    assert found.covered == ()
    assert found.reason.endswith("Hacker News was left after 100 queries")
    assert len(site.visits) == 100


def test_a_search_that_does_not_heed_the_times_proves_nothing(site: Site) -> None:
    site.pages = Stubborn(hit(1, 10**9), total=1)
    with pytest.raises(RouteError, match="does not heed the times"):
        listing(HackerNewsRoute(kind="hackernews", url=site.url("/")))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"hits": 1}', b'{"hits": [], "nbHits": "1"}'])
def test_what_is_no_answer_of_the_search_is_an_error(body: bytes) -> None:
    with pytest.raises(RouteError):
        parse_hits(body)


def test_broken_hits_are_passed_over() -> None:
    broken = [None, 3, {}, {"objectID": "x", "created_at_i": 1}, {"objectID": "1", "created_at_i": "1"}]
    body = json.dumps({"hits": [*broken, hit(5, 10**9)], "nbHits": 6, "nbPages": 1}).encode()
    assert [story.entry.id for story in parse_hits(body).stories] == ["5"]


@given(seconds=st.lists(st.integers(0, 200), max_size=40), cap=st.integers(2, 8), page_size=st.integers(1, 8))
def test_every_story_comes_once_and_is_covered_whatever_the_cap(seconds: list[int], cap: int, page_size: int) -> None:
    class Capped(HackerNewsRoute):
        CAP: ClassVar = cap
        QUERIES: ClassVar = 10**6

    hits = [hit(number, START + second) for number, second in enumerate(seconds)]
    search = Algolia(hits, cap, page_size)

    async def get(address: str, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(body=json.dumps(search.answer(address)).encode())

    window = Interval(WINDOW.start, WINDOW.start + timedelta(seconds=200))
    route = Capped(kind="hackernews", url="https://hn.example")
    found = asyncio.run(route.listing(Ask(window, window.end, "UTC", SimpleNamespace(get=get))))  # type: ignore[arg-type]
    read = Counter(entry.id for entry in found.entries)
    assert set(read.values()) <= {1}
    at_once = Counter(seconds)
    for number, second in enumerate(seconds):
        covered = any(WINDOW.start + timedelta(seconds=second) in part for part in found.covered)
        assert covered == (second < 200 and at_once[second] < cap)
        assert str(number) in read or not covered


@pytest.mark.parametrize(
    "title",
    [
        *("Show HN: An AI that reads", "OpenAI's new plan", "GPT-5 is here", "Two LLMs walk into a bar"),
        *(
            "Training neural networks at home",
            "ChatGPT for taxes",
            "A.I. and us",
            "Claude 4.5 Opus",
            "Llama.cpp on a phone",
        ),
        *("Vibe coding considered harmful", "AI-powered toaster", "(AI) winter", "Nvidia earnings", "GPT4All"),
    ],
)
def test_titles_about_ai_are_known(title: str) -> None:
    assert about_ai(title)


@pytest.mark.parametrize(
    "title",
    [
        *("The rain in Spain", "Aibo comes home", "Ask HN: What are you ai?", "Maine passes a bill", "html is fun"),
        *(
            "A new model of the car",
            "Transformers in the power grid",
            "Rage against the machine",
            "My agent sold a book",
        ),
    ],
)
def test_titles_about_other_things_are_not(title: str) -> None:
    assert not about_ai(title)


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder with captured answers")
def test_captured_answers_are_read() -> None:
    folder = Path(os.environ["AIINTEL_CORPORA"]) / "api" / "hn-algolia-and-news"
    (file,) = folder.rglob("hackernews.json")
    answer = json.loads(file.read_bytes())
    hits = parse_hits(file.read_bytes())
    assert (hits.total, hits.pages) == (answer["nbHits"], answer["nbPages"])
    assert [story.entry.id for story in hits.stories] == [found["objectID"] for found in answer["hits"]]
    for story, found in zip(hits.stories, answer["hits"], strict=True):
        assert story.entry.published_at == datetime.fromisoformat(found["created_at"]).astimezone(UTC)
        assert story.entry.url == (found.get("url") or f"https://news.ycombinator.com/item?id={found['objectID']}")
        assert story.entry.title == " ".join(found["title"].split())
        assert story.points == found["points"]
