"""Which items a post has, in which order, what each rests on, and how people name them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aiintel_assets.editorial.tracing import Trace, chosen, traces
from aiintel_assets.errors import UsageError
from aiintel_assets.models import (
    Background,
    Claim,
    Evidence,
    FollowUp,
    Insight,
    Provenance,
    Receipt,
    Removed,
    Summary,
    Topic,
)

AT = datetime(2026, 3, 3, 8, tzinfo=UTC)
ORIGINS = {key: Provenance(key, f"https://{key}.example/1", key, "feed", AT) for key in "abcd"}
RECEIPT = Receipt("1" * 64, "2026-03-04", "s", "e", "m", "json", "v", "{}", "stop", 1, 0, 1, None, 0.1, AT)


def topic(key: str, section: str, rank: int, *articles: str) -> Topic:
    return Topic(articles, id=f"t-{key}", section=section, rank=rank)


def summary(key: str, title: str, *claims: Claim, receipts: tuple[str, ...] = ()) -> Summary:
    return Summary(f"t-{key}", title, claims, (), (), (), "low", "", "llm", receipts=receipts)


TOPICS = [
    topic("aaa", "market", 1, "a"),
    topic("bbb", "headlines", 2, "b", "a"),
    topic("ccc", "market", 3, "c"),
    topic("ddd", "models", 4, "d"),
]
SUMMARIES = [
    summary("ccc", "Lantern 3.1 改用 PSL 授權"),
    summary("bbb", "Kestrel 3 降價", Claim("一", (Evidence("d", "One."), Evidence("b", "Two."))), receipts=("1" * 64,)),
    summary("aaa", "紙船軟體 Lantern 開源"),
]


@pytest.fixture
def items() -> list[Trace]:
    return traces(TOPICS, SUMMARIES, ORIGINS, {RECEIPT.request_sha256: RECEIPT})


def test_items_are_numbered_as_they_stand_in_the_post(items: list[Trace]) -> None:
    assert [(item.number, item.topic_id, item.title) for item in items] == [
        (1, "t-bbb", "Kestrel 3 降價"),
        (2, "t-aaa", "紙船軟體 Lantern 開源"),
        (3, "t-ccc", "Lantern 3.1 改用 PSL 授權"),
    ]


def test_an_item_rests_on_its_articles_and_on_any_other_that_it_cites(items: list[Trace]) -> None:
    assert [origin.article_id for origin in items[0].articles] == ["b", "a", "d"]
    assert [origin.article_id for origin in items[1].articles] == ["a"]


def test_an_article_that_has_left_the_store_is_left_out() -> None:
    [item] = traces(TOPICS[:1], SUMMARIES, {}, {})
    assert item.articles == ()


def test_claims_come_part_by_part() -> None:
    whole = replace(SUMMARIES[2], core=(Claim("a"),), technical=(Claim("b"), Claim("c")), applications=(Claim("d"),))
    [item] = traces(TOPICS[:1], [whole], ORIGINS, {})
    assert [(part, claim.text) for part, claim in item.claims] == [
        ("core", "a"),
        ("technical", "b"),
        ("technical", "c"),
        ("applications", "d"),
    ]


def test_an_item_has_the_receipts_it_names(items: list[Trace]) -> None:
    assert [item.receipts for item in items] == [(RECEIPT,), (), ()]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        *(("1", 1), ("3", 3), (" 2 ", 2), ("t-ccc", 3), ("#t-ccc", 3), ("ccc", 3)),
        *(("kestrel", 1), ("ＫＥＳＴＲＥＬ　3", 1), ("3.1", 3), ("開源", 2)),
    ],
)
def test_an_item_is_meant_by_number_anchor_or_part_of_its_title(items: list[Trace], wanted: str, number: int) -> None:
    assert chosen(items, wanted).number == number


@pytest.mark.parametrize("wanted", ["0", "4", "t-ddd", "-1", "²", "nothing of the kind"])
def test_an_item_that_is_not_there_lists_those_that_are(items: list[Trace], wanted: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(items, wanted)
    assert str(caught.value) == (
        f"there is no item {wanted!r}, the edition has 3 items: choose one by its number or a part of its title:"
        "\n  1  Kestrel 3 降價\n  2  紙船軟體 Lantern 開源\n  3  Lantern 3.1 改用 PSL 授權"
    )


TREND, LATER = Claim("趨勢。", (Evidence("b", "One."),)), Claim("後續。", (Evidence("c", "Two."),))
TERM, NO_ROOM = Claim("名詞。", (Evidence("b", "Three."),)), Claim("放不下。")
INSIGHT = Insight(
    *("紙船啟航", (), "", "", ("趨勢。", "統計。"), (), (), (), (), (Background("紙船", TERM),), (), "llm"),
    followed=(FollowUp("2026-03-03", "舊事", LATER.text, "t-ccc"),),
    claims=(TREND, NO_ROOM, LATER, TERM),
    removed=(Removed("多說的。", "not in the sources: 3"),),
    receipts=("1" * 64,),
)


def test_the_insight_comes_last_with_what_stands_in_the_post() -> None:
    insight = traces(TOPICS, SUMMARIES, ORIGINS, {RECEIPT.request_sha256: RECEIPT}, INSIGHT)[-1]
    assert (insight.name, insight.number, insight.topic_id, insight.title) == ("insight", None, None, "紙船啟航")
    assert insight.claims == (("trend", TREND), ("followed", LATER), ("background", TERM))
    assert [origin.article_id for origin in insight.articles] == ["b", "c"]
    assert (insight.removed, insight.receipts) == (INSIGHT.removed, (RECEIPT,))


def test_the_insight_is_meant_by_its_name(items: list[Trace]) -> None:
    with_insight = traces(TOPICS, SUMMARIES, ORIGINS, {}, INSIGHT)
    assert chosen(with_insight, "insight") is with_insight[-1]
    with pytest.raises(UsageError):
        chosen(items, "insight")


def test_an_insight_that_no_model_wrote_has_nothing_to_trace() -> None:
    plain = replace(INSIGHT, claims=(), removed=(), receipts=())
    assert len(traces(TOPICS, SUMMARIES, ORIGINS, {}, plain)) == 3


def test_what_was_removed_is_told() -> None:
    gone = (Removed("多說的。", "not in the sources: 3"),)
    assert traces(TOPICS[:1], [replace(SUMMARIES[2], removed=gone)], ORIGINS, {})[0].removed == gone


def test_a_part_of_several_titles_lists_those(items: list[Trace]) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(items, "lantern")
    assert str(caught.value) == (
        "'lantern' is in the titles of 2 items: choose one by its number:"
        "\n  2  紙船軟體 Lantern 開源\n  3  Lantern 3.1 改用 PSL 授權"
    )
