"""Every table gives back what it was given, and replaces a day as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from aiintel_assets.edition import Interval
from aiintel_assets.models import pack
from aiintel_assets.store import (
    classified_topics,
    cleaned_articles,
    daily_insights,
    raw_articles,
    rendered_posts,
    source_coverage,
    stage_failures,
    topic_summaries,
)
from aiintel_tests.store import samples
from aiintel_tests.store.samples import DAY, NEXT_DAY, PAGE

if TYPE_CHECKING:
    import duckdb

    from aiintel_assets.store.connect import Store

LISTS = [
    pytest.param(raw_articles, (samples.RAW, samples.RAW_WITHOUT_PAGE), id="raw_articles"),
    pytest.param(source_coverage, (samples.COVERAGE, samples.COVERAGE_OF_NOTHING), id="source_coverage"),
    pytest.param(cleaned_articles, (samples.CLEAN, samples.DROPPED), id="cleaned_articles"),
    pytest.param(topic_summaries, (samples.SUMMARY, samples.BARE_SUMMARY), id="topic_summaries"),
]


@pytest.mark.parametrize(("table", "rows"), LISTS)
def test_rows_come_back_as_they_were_in_their_order(store: Store, table: Any, rows: tuple[Any, ...]) -> None:
    with store.transaction() as db:
        table.replace(db, DAY, list(reversed(rows)))
    with store.transaction() as db:
        assert table.of_edition(db, DAY) == list(rows)
        assert table.of_edition(db, NEXT_DAY) == []


@pytest.mark.parametrize(("table", "rows"), LISTS)
def test_a_day_is_replaced_whole_and_alone(store: Store, table: Any, rows: tuple[Any, ...]) -> None:
    with store.transaction() as db:
        table.replace(db, DAY, rows)
        table.replace(db, NEXT_DAY, rows)
    with store.transaction() as db:
        table.replace(db, DAY, rows[1:])
    with store.transaction() as db:
        assert table.of_edition(db, DAY) == list(rows[1:])
        assert len(table.of_edition(db, NEXT_DAY)) == len(rows)
        table.replace(db, DAY, [])
        assert table.of_edition(db, DAY) == []


def test_times_come_back_aware_and_to_the_microsecond(store: Store) -> None:
    with store.transaction() as db:
        raw_articles.replace(db, DAY, [samples.RAW])
        (article,) = raw_articles.of_edition(db, DAY)
    assert article.published_at.utcoffset() == timedelta(0)
    assert article.published_at == samples.AT


def test_a_page_is_stored_compressed_and_an_empty_one_is_still_a_page(store: Store) -> None:
    wordy = replace(samples.RAW, packed=pack(b"<p>the same again</p>" * 50_000))
    empty = replace(samples.RAW_WITHOUT_PAGE, packed=pack(b""), sha256="0" * 64)
    with store.transaction() as db:
        raw_articles.replace(db, DAY, [wordy, empty])
        (stored,) = db.execute("SELECT sum(octet_length(bytes)) FROM raw_pages").fetchall()
        assert stored[0] < 10_000
        assert [article.body for article in raw_articles.of_edition(db, DAY)] == [wordy.body, b""]


def test_a_page_that_is_there_is_not_written_again_and_one_that_is_gone_goes(store: Store) -> None:
    def rows(db: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
        sql = "SELECT sha256, list(rowid ORDER BY part) FROM raw_pages WHERE edition = ? GROUP BY sha256"
        return dict(db.execute(sql, [DAY]).fetchall())

    long = replace(samples.RAW, packed=PAGE[:10_000])
    other = replace(samples.RAW, article_id="1" * 16, packed=b"x", sha256="1" * 64)
    with store.transaction() as db:
        raw_articles.replace(db, NEXT_DAY, [other])
        raw_articles.replace(db, DAY, [long, other])
    with store.transaction() as db:
        before = rows(db)
        raw_articles.replace(db, DAY, [long])
    with store.transaction() as db:
        assert rows(db) == {key: value for key, value in before.items() if key == long.sha256}
        assert [article.packed for article in raw_articles.of_edition(db, DAY)] == [PAGE[:10_000]]
        assert [article.packed for article in raw_articles.of_edition(db, NEXT_DAY)] == [b"x"]


def test_where_articles_came_from_is_told_without_their_pages(store: Store) -> None:
    with store.transaction() as db:
        raw_articles.replace(db, DAY, [samples.RAW, samples.RAW_WITHOUT_PAGE])
        found = raw_articles.provenance(db, DAY)
    assert list(found) == [samples.RAW.article_id, samples.RAW_WITHOUT_PAGE.article_id]
    page, none = found.values()
    assert (page.url, page.route, page.sha256, page.fetched_at) == (
        samples.RAW.url,
        "feed",
        samples.RAW.sha256,
        samples.RAW.fetched_at,
    )
    assert (none.error, none.sha256, none.http_status, none.fetched_at) == ("HTTP 404", None, None, None)


def test_topics_come_by_rank_with_what_was_left_out(store: Store) -> None:
    with store.transaction() as db:
        classified_topics.replace(
            db, DAY, [samples.BARE_TOPIC, samples.TOPIC], {"b": "off topic", "a": "too old: 2020"}
        )
        classified_topics.replace(db, NEXT_DAY, [samples.BARE_TOPIC], {})
    with store.transaction() as db:
        assert classified_topics.of_edition(db, DAY) == [samples.TOPIC, samples.BARE_TOPIC]
        assert classified_topics.left_out(db, DAY) == {"a": "too old: 2020", "b": "off topic"}
        assert classified_topics.left_out(db, NEXT_DAY) == {}
        assert classified_topics.of_editions(db, ["2026-03-01", NEXT_DAY, DAY]) == {
            NEXT_DAY: [samples.BARE_TOPIC],
            DAY: [samples.TOPIC, samples.BARE_TOPIC],
        }
        classified_topics.replace(db, DAY, [samples.TOPIC], {"c": "off topic"})
        assert classified_topics.of_edition(db, DAY) == [samples.TOPIC]
        assert classified_topics.left_out(db, DAY) == {"c": "off topic"}


def test_summaries_of_several_editions_come_by_edition(store: Store) -> None:
    with store.transaction() as db:
        topic_summaries.replace(db, DAY, [samples.SUMMARY])
        assert topic_summaries.of_editions(db, [NEXT_DAY, DAY]) == {DAY: [samples.SUMMARY]}


def test_an_edition_has_one_insight_at_most(store: Store) -> None:
    with store.transaction() as db:
        assert daily_insights.of_edition(db, DAY) is None
        daily_insights.replace(db, DAY, samples.INSIGHT)
        assert daily_insights.of_edition(db, DAY) == samples.INSIGHT
        daily_insights.replace(db, DAY, samples.BARE_INSIGHT)
        assert daily_insights.of_edition(db, DAY) == samples.BARE_INSIGHT


def test_an_edition_has_one_post_at_most(store: Store) -> None:
    later = replace(samples.POST, edition=NEXT_DAY, path="content/posts/next.md")
    with store.transaction() as db:
        assert rendered_posts.of_edition(db, DAY) is None
        rendered_posts.replace(db, later)
        rendered_posts.replace(db, samples.POST)
        rendered_posts.replace(db, replace(samples.POST, topics=13))
        assert rendered_posts.of_edition(db, DAY) == replace(samples.POST, topics=13)
        assert rendered_posts.editions(db) == [DAY, NEXT_DAY]


def test_a_stage_fails_until_it_comes_through(store: Store) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "no answer")
        stage_failures.record(db, DAY, "raw_articles", samples.HOSTILE)
        stage_failures.record(db, DAY, "cleaned_articles", "no text")
        stage_failures.record(db, NEXT_DAY, "raw_articles", "no answer")
        assert stage_failures.of_edition(db, DAY) == {"cleaned_articles": "no text", "raw_articles": samples.HOSTILE}
        stage_failures.clear(db, DAY, "raw_articles")
        stage_failures.clear(db, DAY, "never_failed")
        assert stage_failures.of_edition(db, DAY) == {"cleaned_articles": "no text"}
        assert stage_failures.of_edition(db, NEXT_DAY) == {"raw_articles": "no answer"}


def test_what_any_edition_vouches_for_counts_when_it_touches_the_window(store: Store) -> None:
    near, far = samples.COVERAGE.covered
    beyond = Interval(far.end + timedelta(days=1), far.end + timedelta(days=2))
    with store.transaction() as db:
        source_coverage.replace(db, DAY, [samples.COVERAGE, samples.COVERAGE_OF_NOTHING])
        source_coverage.replace(db, NEXT_DAY, [replace(samples.COVERAGE, edition=NEXT_DAY, covered=(near, beyond))])
        window = Interval(near.start, near.end)
        assert source_coverage.vouched_for(db, "alpha", window) == [near, near]
        assert source_coverage.vouched_for(db, "beta", window) == []
        assert source_coverage.vouched_for(db, "alpha", Interval(near.end, far.start)) == []
