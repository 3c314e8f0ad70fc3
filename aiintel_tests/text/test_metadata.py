"""What a page states outside its text, in the ways that pages do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import trafilatura

from aiintel_assets.text.metadata import Facts, read_facts

URL = "https://www.example-news.org/story"
LD = '<script type="application/ld+json">'
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def facts(head: str, body: str = "<p>Some text of the page.</p><p>And more.</p>", url: str = URL) -> Facts:
    return read_facts(trafilatura.load_html(f"<html><head>{head}</head><body>{body}</body></html>"), url=url)


@pytest.mark.parametrize(
    "head",
    [
        f'{LD}{{"@graph":[{{"@type":["NewsArticle"],"datePublished":"2026-07-01T12:00:00Z"}}]}}</script>',
        '<script type="application/ld+json">{"@type":"BlogPosting","datePublished":"2026-07-01T12:00:00Z",,}</script>',
        '<meta property="article:published_time" content="2026-07-01T12:00:00Z">',
        '<meta itemprop="datePublished" content="2026-07-01T12:00:00Z">',
        f'{LD}[[{{"@type":"WebSite"}},{{"@type":"Report","datePublished":["2026-07-01T20:00:00+08:00"]}}]]</script>',
        '<meta name="DC.date.issued" content="2026-07-01T12:00:00Z">',
        '<meta name="citation_publication_date" content="2026/07/01 12:00">',
        '<meta property="og:regDate" content="20260701120000">',
        '<meta property="article:published_time" value="2026-07-01T12:00:00Z">',
        '<meta name="date" content="0000-00-00"><meta name="pubdate" content="Wed, 01 Jul 2026 12:00:00 GMT">',
    ],
)
def test_the_date_is_stated_in_many_ways(head: str) -> None:
    assert facts(head).published_at == NOON


@pytest.mark.parametrize(
    "head",
    [
        '<script>var ct = "1782907200";</script>',
        '<script>window.page = {firstPublicationDate: "2026-07-01T12:00:00Z"}</script>',
        '<div class="published"><span><time datetime="2026-07-01T12:00:00Z">1 July</time></span></div>',
        '<script>window.state = {"publishedAt":"2026-07-01T12:00:00Z"}</script>',
    ],
)
def test_a_date_in_scripts_or_times_is_a_hint(head: str) -> None:
    found = facts(head)
    assert found.published_at is None
    assert found.hinted_at == NOON


def test_the_date_of_an_article_counts_before_that_of_the_page() -> None:
    head = (
        '<meta name="date" content="2020-01-01"><script type="application/ld+json">'
        '[{"@type":"WebPage","datePublished":"2019-01-01"},{"@type":"Article","datePublished":"2026-07-01T12:00:00Z"}]</script>'
    )
    assert facts(head).published_at == NOON


def test_the_heading_counts_before_the_title_of_the_window() -> None:
    body = "<h1>A model is out</h1><p>text</p>"
    assert facts("<title>A model is out – all about it – Example</title>", body).title == "A model is out"


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (
            f'{LD}{{"@type":"Article","author":[{{"name":"Lin Mei"}},{{"name":"A. Chen"}}]}}</script>',
            "Lin Mei, A. Chen",
        ),
        ('<meta name="author" content="作者：林小美">', "林小美"),
        ('<meta property="article:author" content="https://social.example/lin">', ""),
        ("", ""),
    ],
)
def test_authors_are_people(head: str, author: str) -> None:
    assert facts(head).author == author


def test_the_body_of_json_ld_is_plain_text() -> None:
    head = f'{LD}{{"@type":"Article","articleBody":"<p>One &amp; two.<\\/p><p>Three.<\\/p>"}}</script>'
    assert facts(head).body == "One & two.\nThree."
