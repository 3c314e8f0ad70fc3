from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.demo import newsroom
from aiintel_assets.edition import Calendar
from aiintel_assets.editorial.identity import canonical_url
from aiintel_assets.sources.catalog import parse_catalog
from aiintel_assets.sources.feed import parse_feed
from aiintel_assets.sources.feed_route import reach
from aiintel_assets.text.extract import extract
from aiintel_assets.web.client import Fetched, FetchError, WebClient
from aiintel_assets.web.policy import WebPolicy

if TYPE_CHECKING:
    from aiintel_assets.demo.newsroom import Site, Story

TAIPEI = Calendar("Asia/Taipei", time(6, 40))
SITES = newsroom.sites()
each_site = pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)


def sentences_of(story: Story) -> list[str]:
    """The story's paragraphs and list items as its author wrote them."""
    blocks = [block.strip() for block in story.body.strip().split("\n\n")]
    prose = [" ".join(block.splitlines()) for block in blocks if not block.startswith(("## ", "- "))]
    points = [line.removeprefix("- ") for block in blocks if block.startswith("- ") for line in block.splitlines()]
    return prose + points


def written(site: Site) -> list[Story]:
    """The site's stories without the page that says what it is, which is too short to be an article."""
    return [story for story in site.stories if story.slug != "about"]


def fetch(*urls: str) -> list[Fetched]:
    async def run() -> list[Fetched]:
        with newsroom.serve() as connect_to:
            async with WebClient(WebPolicy(attempts=1), connect_to=connect_to, clock=lambda: newsroom.NOW) as web:
                return [await web.get(url) for url in urls]

    return asyncio.run(run())


def test_the_press_is_seven_sites_in_three_languages_and_four_feed_formats() -> None:
    assert len(SITES) == 7
    assert sum(len(written(site)) for site in SITES) >= 78
    assert {site.language for site in SITES} == {"en", "zh-Hans", "zh-Hant"}
    assert {site.feed for site in SITES} == {"rss", "atom", "json", "rdf"}
    assert {site.full_text for site in SITES} == {True, False}


def test_nothing_of_it_exists() -> None:
    for site in SITES:
        assert site.host.endswith(".example")
        assert "does not exist" in next(story for story in site.stories if story.slug == "about").body


def test_sites_and_stories_are_told_apart() -> None:
    assert len({site.id for site in SITES}) == len({site.host for site in SITES}) == len(SITES)
    assert len({site.url(story) for site in SITES for story in site.stories}) == sum(len(s.stories) for s in SITES)


@each_site
def test_stories_come_newest_first_in_utc_and_none_is_from_the_future(site: Site) -> None:
    times = [story.published for story in site.stories]
    assert times == sorted(times, reverse=True)
    assert all(at.utcoffset() == timedelta(0) for at in times)
    assert times[0] <= newsroom.NOW


def test_every_edition_of_the_demo_has_news_from_several_sites() -> None:
    for edition in newsroom.EDITIONS:
        window = TAIPEI.window(edition)
        telling = {site.id for site in SITES for story in site.stories if story.published in window and story.on_topic}
        assert len(telling) >= 5
        assert TAIPEI.state(edition, newsroom.NOW) == "closed"


@each_site
def test_a_feed_parses_back_to_its_stories(site: Site) -> None:
    entries = parse_feed(newsroom.feed(site).encode(), url=site.feed_url, timezone=site.timezone)
    assert [(entry.title, canonical_url(entry.url), entry.published_at) for entry in entries] == [
        (story.title, site.url(story), story.published) for story in site.stories
    ]
    assert [entry.author for entry in entries] == [story.author for story in site.stories]
    assert len({entry.id for entry in entries}) == len(entries)


@each_site
def test_a_feed_reaches_back_before_the_first_edition(site: Site) -> None:
    (covered,), _ = reach(parse_feed(newsroom.feed(site).encode(), url=site.feed_url), newsroom.NOW)
    for edition in newsroom.EDITIONS:
        assert covered.overlap(TAIPEI.window(edition)) == TAIPEI.window(edition)


@each_site
def test_a_feed_carries_whole_texts_only_where_the_site_does(site: Site) -> None:
    entries = {entry.title: entry for entry in parse_feed(newsroom.feed(site).encode(), url=site.feed_url)}
    for story in written(site):
        found = extract(entries[story.title].content.encode(), url=site.url(story))
        text = found.text if found else ""
        carried = [line for line in sentences_of(story) if line in text]
        assert carried == (sentences_of(story) if site.full_text else []), story.slug


@each_site
def test_a_page_extracts_to_its_paragraphs(site: Site) -> None:
    for story in written(site):
        found = extract(
            newsroom.page(site, story).encode(), url=site.url(story), content_type="text/html; charset=utf-8"
        )
        assert found, story.slug
        missing = [line for line in sentences_of(story) if line not in found.text]
        assert missing == [], story.slug
        assert found.title == story.title
        assert found.language == site.language, story.slug
        assert site.tagline not in found.text


def test_the_catalog_names_every_site_with_its_feed() -> None:
    catalog = parse_catalog(newsroom.catalog_text(), "demo")
    assert [(s.id, s.name, s.language, s.timezone, s.routes[0].url) for s in catalog.sources] == [
        (s.id, s.name, s.language, s.timezone, s.feed_url) for s in SITES
    ]


def test_feeds_and_pages_are_served_under_their_made_up_names() -> None:
    urls = [site.feed_url for site in SITES] + [site.url(site.stories[0]) for site in SITES]
    answers = fetch(*urls)
    for site, feed, page in zip(SITES, answers, answers[len(SITES) :], strict=False):
        assert feed.body.decode() == newsroom.feed(site)
        assert page.body.decode() == newsroom.page(site, site.stories[0])
        assert page.content_type == "text/html; charset=utf-8"


def test_a_page_that_nobody_wrote_is_not_found() -> None:
    with pytest.raises(FetchError, match="HTTP 404"):
        fetch(f"http://{SITES[0].host}/no-such-story")
    other = SITES[1].stories[0].slug
    with pytest.raises(FetchError, match="HTTP 404"):
        fetch(f"http://{SITES[0].host}/{other}")


def test_the_demo_stands_still_in_its_week() -> None:
    assert datetime(2026, 3, 6, tzinfo=UTC) == newsroom.NOW
    assert newsroom.EDITIONS[-1] <= TAIPEI.newest_closed(newsroom.NOW)
