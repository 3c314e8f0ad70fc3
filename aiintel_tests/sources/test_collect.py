"""Collecting over real HTTP, from a press house on loopback. `Desk` stands for the store between two runs."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.edition import Interval
from aiintel_assets.models import SourceCoverage
from aiintel_assets.sources.collect import (
    UNDATED,
    Assignment,
    Delivery,
    Memory,
    collect,
    coverage_status,
    settled,
    survey,
)
from aiintel_assets.web.client import WebClient
from aiintel_assets.web.policy import WebPolicy
from aiintel_tests.fakes import PressHouse, feed, hang, huge, no_feed, status
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_assets.assets.collecting import Collector
    from aiintel_assets.models import CoverageStatus, Entry, RawArticle
    from aiintel_tests.web.site import Answer

DAY = "2026-03-04"
START = datetime(2026, 3, 2, 22, 40, tzinfo=UTC)
END = START + timedelta(days=1)
WINDOW = Interval(START, END)
LATER = END + timedelta(hours=1)
LONG_AGO, YESTERDAY, MORNING, NOON, EVENING, NEXT_DAY = (
    *("2026-02-20T12:00", "2026-03-02T12:00"),
    *("2026-03-03T01:00", "2026-03-03T12:00", "2026-03-03T20:00", "2026-03-04T00:00"),
)


@dataclass
class Desk:
    """Collects one edition again and again, and remembers what the store would."""

    house: PressHouse
    memories: dict[str, Memory] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    patience: timedelta = timedelta(minutes=1)
    read_timeout: float = 1.0

    def survey(self, now: datetime = LATER) -> dict[str, Delivery]:
        """As `collect`, without the articles."""
        return self.collect(now, by=survey)

    def collect(self, now: datetime = LATER, by: Collector = collect) -> dict[str, Delivery]:
        """What each source delivers at `now`; requests are counted afresh."""
        policy = WebPolicy(
            connect_timeout=2.0,
            read_timeout=self.read_timeout,
            attempts=1,
            max_bytes=100_000,
            respect_robots=False,
            allow_hosts=frozenset({self.house.allow_hosts}),
        )
        assignment = Assignment(DAY, WINDOW, now, patience=self.patience)

        async def run() -> list[Delivery]:
            async with WebClient(policy, clock=lambda: now) as web:
                return await by(
                    assignment, self.house.sources, self.memories, web, lambda line: self.told.append(line.source_id)
                )

        self.house.forget()
        deliveries = {delivery.coverage.source_id: delivery for delivery in asyncio.run(run())}
        pages = {article.article_id: article for delivery in deliveries.values() for article in delivery.articles}
        for source_id, delivery in deliveries.items():
            self.memories[source_id] = self._remembered(source_id, delivery, pages)
        return deliveries

    def _remembered(self, source_id: str, delivery: Delivery, pages: dict[str, RawArticle]) -> Memory:
        before = self.memories.get(source_id, Memory())
        entries: dict[str, Entry] = {entry.url: entry for entry in before.entries}
        for entry in delivery.listed:
            if entry.published_at and entry.published_at in WINDOW:
                entries.setdefault(entry.url, entry)
        seen = {entry.url: entry.published_at for entry in reversed(delivery.listed) if entry.url not in entries}
        return Memory(
            entries=tuple(entries.values()),
            elsewhere=before.elsewhere | {url for url, at in seen.items() if at and url not in before.undated},
            undated=before.undated | {url for url, at in seen.items() if at is None and url not in before.elsewhere},
            covered=delivery.coverage.covered,
            coverage=delivery.coverage,
            articles=pages,
        )


@pytest.fixture
def house() -> Iterator[PressHouse]:
    with PressHouse() as running:
        yield running


def slugs(delivery: Delivery) -> list[str]:
    return sorted(article.url.rpartition("/")[2] for article in delivery.articles)


# What belongs to the edition


def test_an_article_belongs_to_the_edition_it_was_published_in_to_the_second(house: PressHouse) -> None:
    second = timedelta(seconds=1)
    house.publisher("alpha").story("before", (START - second).isoformat()).story("first", START.isoformat()).story(
        "last", (END - second).isoformat()
    ).story("after", END.isoformat())
    delivery = Desk(house).collect()["alpha"]
    assert slugs(delivery) == ["first", "last"]
    assert len(delivery.listed) == 4
    assert delivery.coverage.status == "complete"


def test_an_article_comes_with_its_page_byte_for_byte(house: PressHouse) -> None:
    alpha = (
        house.publisher("alpha").story("noon", NOON, title="十二點", summary="短", text="長").story("old", YESTERDAY)
    )
    (article,) = Desk(house).collect()["alpha"].articles
    assert (article.edition, article.source_id, article.route) == (DAY, "alpha", "feed")
    assert (article.url, article.title, article.summary) == (alpha.url("noon"), "十二點", "短")
    assert article.published_at == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert (article.http_status, article.content_type) == (200, "text/html; charset=utf-8")
    assert article.body is not None
    assert "<p>長</p>" in article.body.decode()
    assert article.sha256 == hashlib.sha256(article.body).hexdigest()
    assert article.fetched_at == LATER
    assert article.error is None


def test_an_article_listed_twice_is_one_article_and_one_request(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("noon", NOON).story("old", YESTERDAY)
    again = f"<link>{alpha.url('noon')}?utm_source=rss#top</link><pubDate>Tue, 03 Mar 2026 12:00:01 GMT</pubDate>"
    house.fault(alpha.path(), feed(alpha.feed().replace("</channel>", f"<item>{again}</item></channel>")))
    delivery = Desk(house).collect()["alpha"]
    assert len(delivery.listed) == 3
    assert [(article.url, article.published_at.second) for article in delivery.articles] == [(alpha.url("noon"), 0)]
    assert house.requests == {alpha.path(): 1, alpha.path("noon"): 1}


def test_entries_without_a_date_belong_to_no_edition_and_are_counted(house: PressHouse) -> None:
    house.publisher("alpha").story("noon", NOON).story("old", YESTERDAY).story("when", None)
    delivery = Desk(house).collect()["alpha"]
    assert slugs(delivery) == ["noon"]
    assert "without a readable date, and so in no edition: 1 of 3 entries" in delivery.coverage.reason


# Entries without a date


def dated(at: str) -> Answer:
    """An article page that says when it was published."""
    text = "The laboratory presented a language model that answers in half the time of the version before it. " * 5
    return page(
        f'<!DOCTYPE html><html lang="en"><head><title>News</title><meta property="article:published_time" '
        f'content="{at}"></head><body><article><h1>News</h1><p>{text}</p></article></body></html>'.encode(),
        Content_Type="text/html; charset=utf-8",
    )


def test_an_entry_without_a_date_gets_the_one_of_its_page_which_is_fetched_once(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("old", YESTERDAY)
    for slug, at in (("in", "2026-03-03T12:34:56+00:00"), ("out", "2026-02-01T08:00:00+00:00")):
        alpha.story(slug, None)
        house.put(alpha.path(slug), dated(at))
    desk = Desk(house)
    delivery = desk.collect()["alpha"]
    (article,) = delivery.articles
    assert (article.url, article.published_at) == (alpha.url("in"), datetime(2026, 3, 3, 12, 34, 56, tzinfo=UTC))
    assert article.body is not None
    assert house.requests == {alpha.path(): 1, alpha.path("in"): 1, alpha.path("out"): 1}
    assert "without a readable date" not in delivery.coverage.reason


def test_pages_are_asked_for_a_date_once_whatever_they_say(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("old", YESTERDAY)
    for slug in ("in", "out", "never", "gone"):
        alpha.story(slug, None)
    house.put(alpha.path("in"), dated("2026-03-03T12:34:56+00:00"))
    house.put(alpha.path("out"), dated("2026-02-01T08:00:00+00:00"))
    house.fault(alpha.path("gone"), status(404))
    desk = Desk(house)
    early = desk.survey(START + timedelta(hours=15))["alpha"]
    assert house.requests == {alpha.path(slug): 1 for slug in ("feed.xml", "in", "out", "never", "gone")}
    assert "without a readable date, and so in no edition: 2 of 5 entries" in early.coverage.reason
    again = desk.survey(START + timedelta(hours=16))["alpha"]
    assert house.requests == {alpha.path(): 1}
    assert "without a readable date, and so in no edition: 2 of 5 entries" in again.coverage.reason
    assert (early.coverage.entries, again.coverage.entries) == (1, 1)


def test_of_many_entries_without_a_date_the_first_are_asked_for(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("old", YESTERDAY)
    undated = [f"undated-{number:02}" for number in range(UNDATED + 3)]
    for slug in undated:
        alpha.story(slug, None)
    delivery = Desk(house).survey()["alpha"]
    assert f"in no edition: {UNDATED + 3} of {UNDATED + 4} entries" in delivery.coverage.reason
    assert house.requests == {alpha.path(): 1} | {alpha.path(slug): 1 for slug in undated[:UNDATED]}


def test_a_page_that_gives_only_a_day_stands_at_its_end_in_the_sources_zone(house: PressHouse) -> None:
    alpha = house.publisher("alpha", timezone="Asia/Taipei").story("old", YESTERDAY).story("day", None)
    house.put(alpha.path("day"), dated("2026-03-03"))
    (article,) = Desk(house).collect()["alpha"].articles
    assert article.published_at == datetime(2026, 3, 3, 15, 59, 59, tzinfo=UTC)


def test_an_entry_dated_ahead_of_the_moment_it_was_seen_gets_the_date_of_its_page(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("old", YESTERDAY)
    tomorrow = (LATER + timedelta(days=1)).isoformat()
    for slug in ("told", "silent", "also-ahead", "soon"):
        alpha.story(slug, (LATER + timedelta(minutes=59)).isoformat() if slug == "soon" else tomorrow)
    house.put(alpha.path("told"), dated("2026-03-03T20:15:00+08:00"))
    house.put(alpha.path("also-ahead"), dated("2026-03-09T20:15:00+08:00"))
    desk = Desk(house)
    delivery = desk.collect()["alpha"]
    assert slugs(delivery) == ["told"]
    assert delivery.articles[0].published_at == datetime(2026, 3, 3, 12, 15, tzinfo=UTC)
    dates = {entry.url.rpartition("/")[2]: entry.published_at for entry in delivery.listed}
    assert dates["silent"] == dates["also-ahead"] == LATER + timedelta(days=1)
    assert "dated ahead of when they were seen: 3 entries, 1 of which their page dates" in delivery.coverage.reason
    assert house.requests == {alpha.path(): 1} | {alpha.path(slug): 1 for slug in ("told", "silent", "also-ahead")}


# Sources that give only days


def test_entries_of_a_source_that_gives_only_days_stand_at_the_end_of_their_day(house: PressHouse) -> None:
    alpha = house.publisher("alpha", precision="day", timezone="Asia/Taipei").story("page", None)
    for slug, at in (
        ("day-before", "2026-03-02T23:59:59+08:00"),
        ("first", "2026-03-03T00:00:00+08:00"),
        ("last", "2026-03-03T23:59:59+08:00"),
        ("day-after", "2026-03-04T00:00:00+08:00"),
        ("never", "9999-12-31T23:59:59+00:00"),
    ):
        alpha.story(slug, at)
    house.put(alpha.path("page"), dated("2026-03-03T20:15:00+08:00"))
    delivery = Desk(house).collect()["alpha"]
    assert slugs(delivery) == ["first", "last", "page"]
    assert {article.published_at for article in delivery.articles} == {datetime(2026, 3, 3, 15, 59, 59, tzinfo=UTC)}
    assert {entry.published_at for entry in delivery.listed} == {
        *(datetime(2026, 3, day, 15, 59, 59, tzinfo=UTC) for day in (2, 3, 4)),
        None,
    }


# Surveys


def test_a_survey_tells_what_a_collection_would_and_fetches_no_article(house: PressHouse) -> None:
    for source_id in ("good", "down"):
        house.publisher(source_id).story("noon", NOON).story("morning", MORNING).story("old", YESTERDAY)
    house.fault("/down/feed.xml", status(500))
    desk = Desk(house)
    surveyed = desk.survey()
    assert house.requests == {"/good/feed.xml": 1, "/down/feed.xml": 1}
    assert sorted(desk.told) == ["down", "good"]
    collected = Desk(house).collect()
    for source_id, delivery in surveyed.items():
        assert delivery.articles == ()
        assert delivery.listed == collected[source_id].listed
        assert delivery.coverage == replace(collected[source_id].coverage, fetched=0)
    assert surveyed["good"].coverage.entries == 2


def test_a_survey_counts_the_pages_that_are_there_already(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("morning", MORNING).story("old", YESTERDAY)
    desk = Desk(house)
    desk.collect(START + timedelta(hours=12))
    alpha.story("noon", NOON)
    delivery = desk.survey(START + timedelta(hours=18))["alpha"]
    assert (delivery.coverage.entries, delivery.coverage.fetched, delivery.coverage.failed) == (2, 1, 0)
    assert house.requests == {alpha.path(): 1}


# What goes wrong


def test_a_failing_source_is_named_with_its_reason_and_sinks_no_other(house: PressHouse) -> None:
    for source_id in ("good", "down", "gone", "hung", "huge", "page", "none", "past"):
        house.publisher(source_id).story("noon", NOON).story("old", YESTERDAY)
    house.fault("/down/feed.xml", status(500))
    house.fault("/gone/feed.xml", status(404))
    house.fault("/hung/feed.xml", hang)
    house.fault("/huge/feed.xml", huge(200_000))
    house.fault("/page/feed.xml", no_feed)
    house.publisher("empty")
    house.publisher("stopped").story("old", "2025-11-01T12:00")
    house.publisher("short").story("noon", NOON)
    desk = Desk(house)
    lines = {source_id: delivery.coverage for source_id, delivery in desk.collect().items()}
    assert (lines["good"].status, lines["good"].entries) == ("complete", 1)
    for source_id, reason in (
        ("down", "feed: HTTP 500"),
        ("gone", "feed: HTTP 404"),
        ("hung", "feed: no answer in time"),
        ("huge", "feed: "),
        ("page", "feed: this is an HTML page, not a feed"),
    ):
        assert lines[source_id].status == "failed"
        assert lines[source_id].reason.startswith(reason)
        assert (lines[source_id].entries, lines[source_id].route) == (0, None)
    assert (lines["empty"].status, lines["empty"].reason) == ("unrecoverable", "the feed is empty")
    assert lines["stopped"].status == "unrecoverable"
    assert "has stopped" in lines["stopped"].reason
    assert lines["short"].status == "partial"
    assert lines["short"].reason == "the feed reaches back to 2026-03-03 12:00 UTC"
    assert list(lines) == [source.id for source in house.sources]
    assert sorted(desk.told) == sorted(lines)


def test_each_source_is_reported_as_soon_as_it_is_done(house: PressHouse) -> None:
    house.publisher("slow")
    house.publisher("fast").story("noon", NOON)
    house.fault("/slow/feed.xml", hang)
    desk = Desk(house)
    assert list(desk.collect()) == ["slow", "fast"]
    assert desk.told == ["fast", "slow"]


def test_a_page_that_cannot_be_fetched_is_recorded_and_whether_it_heals(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("good", NOON).story("old", YESTERDAY)
    for slug, fault in (("busy", status(503)), ("gone", status(410)), ("hung", hang), ("huge", huge(200_000))):
        alpha.story(slug, NOON)
        house.fault(alpha.path(slug), fault)
    delivery = Desk(house).collect()["alpha"]
    found = {article.url.rpartition("/")[2]: article for article in delivery.articles}
    assert {slug: (article.error_heals, article.http_status) for slug, article in found.items()} == {
        "good": (False, 200),
        "busy": (True, 503),
        "gone": (False, 410),
        "hung": (True, None),
        "huge": (False, None),
    }
    assert found["good"].error is None
    for slug, reason in (("busy", "HTTP 503"), ("gone", "HTTP 410"), ("hung", "no answer in time"), ("huge", "larger")):
        assert reason in (found[slug].error or "")
        assert (found[slug].body, found[slug].sha256, found[slug].fetched_at) == (None, None, None)
    line = delivery.coverage
    assert (line.status, line.entries, line.fetched, line.failed) == ("complete", 5, 1, 4)


def test_a_source_that_hangs_on_every_page_fails_at_once_after_a_few(house: PressHouse) -> None:
    good, hung = house.publisher("good"), house.publisher("hung")
    for number in range(20):
        good.story(f"g{number}", NOON)
        hung.story(f"h{number}", NOON)
        house.fault(hung.path(f"h{number}"), hang)
    found = Desk(house).collect()
    assert (found["good"].coverage.fetched, found["good"].coverage.failed) == (20, 0)
    assert (found["hung"].coverage.fetched, found["hung"].coverage.failed) == (0, 20)
    assert sum(count for path, count in house.requests.items() if path.startswith("/hung/h")) < 8
    reasons = [article.error or "" for article in found["hung"].articles]
    assert sum("kept us waiting" in reason for reason in reasons) > 12
    assert all(article.error_heals for article in found["hung"].articles)


def test_a_source_gets_its_time_and_no_more(house: PressHouse) -> None:
    house.publisher("good").story("noon", NOON).story("old", YESTERDAY)
    slow = house.publisher("slow").story("quick", NOON).story("hung", NOON).story("old", YESTERDAY)
    house.fault(slow.path("hung"), hang)
    house.publisher("silent")
    house.fault("/silent/feed.xml", hang)
    found = Desk(house, patience=timedelta(seconds=1.5), read_timeout=30).collect()
    assert found["good"].coverage.status == "complete"
    over = "the source's 0.025 minutes are over: run the edition again"
    pages = {article.url.rpartition("/")[2]: (article.error, article.error_heals) for article in found["slow"].articles}
    assert pages == {"quick": (None, False), "hung": (over, True)}
    assert found["slow"].coverage.status == "complete"
    assert (found["silent"].coverage.status, found["silent"].coverage.reason) == ("failed", f"feed: {over}")


# What is asked again


def test_a_second_run_of_a_closed_edition_makes_no_request(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("noon", NOON).story("gone", MORNING).story("old", YESTERDAY)
    house.fault(alpha.path("gone"), status(404))
    house.publisher("short").story("noon", NOON)
    house.publisher("empty")
    desk = Desk(house)
    first = desk.collect()
    assert house.requests.total() == 6
    second = desk.collect(LATER + timedelta(days=30))
    assert house.requests.total() == 0
    for source_id, delivery in second.items():
        assert delivery.coverage == first[source_id].coverage
        assert sorted(delivery.articles, key=str) == sorted(first[source_id].articles, key=str)
        assert delivery.listed == ()


def test_a_source_that_failed_is_asked_again_until_it_answers(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("noon", NOON).story("old", YESTERDAY)
    house.fault(alpha.path(), status(500))
    desk = Desk(house)
    assert desk.collect()["alpha"].coverage.status == "failed"
    assert desk.collect()["alpha"].coverage.status == "failed"
    assert house.requests == {alpha.path(): 1}
    house.mend(alpha.path())
    delivery = desk.collect()["alpha"]
    assert (delivery.coverage.status, slugs(delivery)) == ("complete", ["noon"])
    desk.collect()
    assert house.requests.total() == 0


def test_a_list_that_broke_off_is_asked_again_until_it_is_read_to_its_end(house: PressHouse) -> None:
    route = {"kind": "feed", "url": f"http://{house.allow_hosts}/alpha/feed.xml", "paged": True}
    alpha = house.publisher("alpha", routes=[route]).story("noon", NOON)
    older = house.publisher("older").story("morning", MORNING).story("old", YESTERDAY)
    house.withdraw("older")
    second = alpha.path() + "?paged=2"
    house.put(second, older.answer)
    house.fault(second, status(503))
    desk = Desk(house)
    broken = desk.collect()["alpha"]
    assert (broken.coverage.status, broken.coverage.asked_at, slugs(broken)) == ("partial", None, ["noon"])
    assert broken.coverage.reason.endswith("; page 2 cannot be read: HTTP 503")
    house.mend(second)
    mended = desk.collect()["alpha"]
    assert (mended.coverage.status, mended.coverage.asked_at, slugs(mended)) == ("complete", LATER, ["morning", "noon"])
    desk.collect()
    assert house.requests.total() == 0


def test_a_list_that_ended_too_soon_is_settled(house: PressHouse) -> None:
    route = {"kind": "feed", "url": f"http://{house.allow_hosts}/alpha/feed.xml", "paged": True}
    house.publisher("alpha", routes=[route]).story("noon", NOON)
    desk = Desk(house)
    delivery = desk.collect()["alpha"]
    assert (delivery.coverage.status, delivery.coverage.asked_at) == ("partial", LATER)
    desk.collect()
    assert house.requests.total() == 0


def test_a_page_that_may_heal_is_asked_again_and_no_other(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("good", NOON).story("busy", NOON).story("gone", NOON).story("old", YESTERDAY)
    house.fault(alpha.path("busy"), status(503))
    house.fault(alpha.path("gone"), status(404))
    desk = Desk(house)
    desk.collect()
    house.mend(alpha.path("busy"))
    house.mend(alpha.path("gone"))
    delivery = desk.collect()["alpha"]
    assert house.requests == {alpha.path("busy"): 1}
    assert (delivery.coverage.fetched, delivery.coverage.failed) == (2, 1)
    healed = next(article for article in delivery.articles if article.url == alpha.url("busy"))
    assert (healed.error, healed.error_heals, healed.http_status) == (None, False, 200)


def test_an_open_edition_is_asked_again_and_fetches_only_what_is_new(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("noon", NOON).story("old", YESTERDAY)
    desk = Desk(house)
    first = desk.collect(datetime(2026, 3, 3, 13, tzinfo=UTC))["alpha"]
    assert (first.coverage.status, slugs(first)) == ("partial", ["noon"])
    alpha.story("evening", EVENING)
    second = desk.collect()["alpha"]
    assert house.requests == {alpha.path(): 1, alpha.path("evening"): 1}
    assert (second.coverage.status, slugs(second)) == ("complete", ["evening", "noon"])


def test_entries_that_left_the_feed_are_kept(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("morning", MORNING).story("old", YESTERDAY)
    desk = Desk(house)
    desk.collect(datetime(2026, 3, 3, 13, tzinfo=UTC))
    alpha.story("evening", EVENING).unlist("morning", "old")
    delivery = desk.collect()["alpha"]
    assert slugs(delivery) == ["evening", "morning"]
    assert house.requests == {alpha.path(): 1, alpha.path("evening"): 1}
    missing_hours = Interval(datetime(2026, 3, 3, 13, tzinfo=UTC), datetime(2026, 3, 3, 20, tzinfo=UTC))
    assert delivery.coverage.status == "partial"
    assert not any(interval.overlap(missing_hours) for interval in delivery.coverage.covered)


def test_a_window_that_other_editions_vouch_for_is_not_asked_about(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("noon", NOON).story("old", YESTERDAY)
    desk = Desk(house)
    entries = desk.collect()["alpha"].listed
    desk.memories["alpha"] = Memory(entries=entries, covered=(Interval(START - timedelta(days=9), LATER),))
    delivery = desk.collect()["alpha"]
    assert house.requests == {alpha.path("noon"): 1}
    assert (delivery.coverage.status, delivery.coverage.route) == ("complete", "stored")
    assert [article.route for article in delivery.articles] == ["stored"]


def test_a_page_that_another_source_lists_too_is_not_fetched_again(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("noon", NOON).story("old", YESTERDAY)
    copy = house.publisher("copy")
    house.put(copy.path(), feed(alpha.feed()))
    desk = Desk(house)
    first = desk.collect()
    owner = first["alpha"].articles[0]
    assert first["copy"].articles[0].article_id == owner.article_id
    # The store gives an article that several sources list to the first of them.
    desk.memories = {
        source_id: replace(memory, articles={owner.article_id: owner}) for source_id, memory in desk.memories.items()
    }
    second = desk.collect()
    assert house.requests.total() == 0
    assert second["alpha"].articles == second["copy"].articles == (owner,)


def test_an_entry_whose_date_was_changed_stays_in_its_first_edition(house: PressHouse) -> None:
    alpha = house.publisher("alpha").story("moved", NOON).story("old", YESTERDAY)
    desk = Desk(house)
    desk.memories["alpha"] = Memory(elsewhere=frozenset({alpha.url("moved")}))
    delivery = desk.collect()["alpha"]
    assert delivery.articles == ()
    assert len(delivery.listed) == 2


def test_a_window_that_has_not_begun_asks_nobody(house: PressHouse) -> None:
    house.publisher("alpha").story("old", LONG_AGO)
    delivery = Desk(house).collect(START - timedelta(days=2))["alpha"]
    assert house.requests.total() == 0
    assert delivery.articles == ()


# The decisions


@pytest.mark.parametrize(
    ("covered", "failed", "expected"),
    [
        ([WINDOW], False, "complete"),
        ([WINDOW], True, "complete"),
        ([Interval(START, START + timedelta(hours=12)), Interval(START + timedelta(hours=12), END)], False, "complete"),
        ([Interval(START, END - timedelta(seconds=1))], False, "partial"),
        ([Interval(START, END - timedelta(seconds=1))], True, "failed"),
        ([Interval(END, LATER)], False, "unrecoverable"),
        ([], False, "unrecoverable"),
        ([], True, "failed"),
    ],
)
def test_a_status_says_how_well_the_window_is_held(covered: list[Interval], failed: bool, expected: str) -> None:  # noqa: FBT001 - a parameter of the table
    assert coverage_status(Assignment(DAY, WINDOW, LATER), covered, failed=failed) == expected


@pytest.mark.parametrize(
    ("status_then", "asked_at", "expected"),
    [
        ("complete", END, True),
        ("partial", END, True),
        ("unrecoverable", END, True),
        ("failed", LATER, False),
        ("partial", END - timedelta(seconds=1), False),
        ("complete", None, False),
    ],
)
def test_a_source_is_settled_once_it_answered_after_the_window_closed(
    status_then: CoverageStatus,
    asked_at: datetime | None,
    expected: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    line = SourceCoverage(DAY, "alpha", status_then, "", asked_at=asked_at)
    assert settled(line, WINDOW) is expected
