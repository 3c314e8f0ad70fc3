"""What a page states outside its text, in the ways that pages do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.metadata import Facts, fits_address, parse_date, read_facts, seen_date, without_site

URL = "https://www.example-news.org/story"
LD = '<script type="application/ld+json">'
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def facts(head: str, body: str = "<p>Some text of the page.</p><p>And more.</p>", url: str = URL) -> Facts:
    return read_facts(trafilatura.load_html(f"<html><head>{head}</head><body>{body}</body></html>"), url=url)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-01T12:00:00Z",
        "2026-07-01T20:00:00+08:00",
        "2026-07-01T20:00:00.000+0800",
        "2026-07-01 12:00",
        "2026/07/01 12:00:00",
        "2026年7月1日 12:00",
        "Wed, 01 Jul 2026 12:00:00 GMT",
        "1782907200",
        "1782907200000",
    ],
)
def test_a_date_is_read_in_many_ways(written: str) -> None:
    assert parse_date(written) == NOON


@pytest.mark.parametrize(
    "written", ["July 1, 2026", "1 July 2026", "Jul 1st, 2026", "2026-07-01", "2026.7.1", "20260701"]
)
def test_a_bare_date_is_midnight(written: str) -> None:
    assert parse_date(written) == datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2026-13-45", "1026-01-01", "9999999999", "0001-01-01T00:00:00+14:00", "12"]
)
def test_what_is_no_date_of_the_press_is_none(written: str) -> None:
    assert parse_date(written) is None


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(written: str) -> None:
    found = parse_date(written)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    "head",
    [
        f'{LD}{{"@graph":[{{"@type":["NewsArticle"],"datePublished":"2026-07-01T12:00:00Z"}}]}}</script>',
        '<script type="application/ld+json">{"@type":"BlogPosting","datePublished":"2026-07-01T12:00:00Z",,}</script>',
        '<meta property="article:published_time" content="2026-07-01T12:00:00Z">',
        '<meta itemprop="datePublished" content="2026-07-01T12:00:00Z">',
        '<script>var ct = "1782907200";</script>',
        '<script>window.page = {firstPublicationDate: "2026-07-01T12:00:00Z"}</script>',
        '<div class="published"><span><time datetime="2026-07-01T12:00:00Z">1 July</time></span></div>',
        '<script>window.state = {"publishedAt":"2026-07-01T12:00:00Z"}</script>',
    ],
)
def test_the_date_stands_in_many_places(head: str) -> None:
    assert facts(head).published_at == NOON


def test_the_date_of_an_article_counts_before_that_of_the_page() -> None:
    head = (
        '<meta name="date" content="2020-01-01"><script type="application/ld+json">'
        '[{"@type":"WebPage","datePublished":"2019-01-01"},{"@type":"Article","datePublished":"2026-07-01T12:00:00Z"}]</script>'
    )
    assert facts(head).published_at == NOON


def test_the_address_names_the_day_where_nothing_else_does() -> None:
    assert facts("", url="https://example.org/2026/07/01/story").published_at == datetime(2026, 7, 1, tzinfo=UTC)


def test_a_date_seen_on_the_page_fits_the_month_of_its_address() -> None:
    assert seen_date("更新 2024.01.05 發布 2026.07.01", "https://example.org/2026/07/story") == datetime(
        2026, 7, 1, tzinfo=UTC
    )
    assert seen_date("Version 1.10.2026.3, am 1. 7. 2026 erschienen", "https://example.org/") == datetime(
        2026, 7, 1, tzinfo=UTC
    )
    assert fits_address(NOON, "https://example.org/2026/07/story")
    assert not fits_address(NOON, "https://example.org/2026/06/story")


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("A model is out | Example News", "A model is out"),
        ("A model is out - Example News", "A model is out"),
        ("新模型今天正式發布_範例網", "新模型今天正式發布"),
        ("새 모델이 오늘 공개됐다ㅣ예시신문", "새 모델이 오늘 공개됐다"),
        ("Example News: A model is out", "Example News: A model is out"),
        ("State-of-the-art - what it means", "State-of-the-art - what it means"),
        ("GPT-5.1", "GPT-5.1"),
    ],
)
def test_the_name_of_the_site_leaves_the_title(title: str, cut: str) -> None:
    assert without_site(title, ["Example News"]) == cut


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
