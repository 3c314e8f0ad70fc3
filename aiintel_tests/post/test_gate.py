"""Each fault keeps a post from being published, and is named with the place where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.models import Topic
from aiintel_assets.post.gate import CHECKS, Finding, Limits, anchors, examine
from aiintel_tests.post.golden_day import DAY, INSIGHT, SUMMARIES, TOPICS, rendered

if TYPE_CHECKING:
    from aiintel_assets.post.day import Day

POST = rendered(DAY)


def faults(day: Day, markdown: str, limits: Limits | None = None) -> dict[str, tuple[str, ...]]:
    """The evidence of each check that failed."""
    return {f.check: f.evidence for f in examine(day, markdown, limits or Limits()) if not f.passed}


def line_of(markdown: str, text: str) -> int:
    return next(number for number, line in enumerate(markdown.splitlines(), 1) if text in line)


def test_a_good_post_passes_every_check() -> None:
    findings = examine(DAY, POST, Limits(published=2, recent=(len(POST),) * 7))
    assert [finding.check for finding in findings] == list(CHECKS)
    assert all(finding.passed for finding in findings)


def test_a_day_without_topics_is_no_post() -> None:
    day = replace(DAY, topics=())
    assert faults(day, rendered(day))["topics_are_told"] == ("it has no topic",)


def test_a_topic_without_summary_is_named() -> None:
    silent = replace(SUMMARIES[0], core=())
    for summaries in ({"t-larch": silent}, {"t-larch": SUMMARIES[0]}):
        day = replace(DAY, summaries=summaries)
        assert (
            "〈Port of Alder tests *autonomous* cranes <beta>〉 has no summary"
            in faults(day, rendered(day))["topics_are_told"]
        )


@pytest.mark.parametrize("url", ["https://evil.example/a", "HTTP://EVIL.example", "https://larch.example/story/1?id=2"])
def test_a_link_that_the_store_does_not_know_is_foreign(url: str) -> None:
    post = f"{POST}\n[x]({url})\n"
    assert faults(DAY, post) == {
        "links_are_known": (f"line {line_of(post, url)} links to {url}, which no article of the store has",)
    }


@pytest.mark.parametrize(
    "target", ["#t-gone", "../2026-03-08-ai-intel/#t-gone", "../2026-03-01-ai-intel/#t-earlier", "/x"]
)
def test_a_link_to_an_item_that_no_post_has_goes_nowhere(target: str) -> None:
    post = f"{POST}\n[x]({target})\n"
    assert faults(DAY, post) == {
        "links_are_known": (f"line {line_of(post, target)} links to {target}, which no post has",)
    }


def test_an_address_that_had_to_be_encoded_is_still_the_stores_own() -> None:
    odd = replace(DAY.articles["a4"], url="https://quay.example/a(b)_中文?q=[1]&lt;#x y".replace(" ", ""))
    day = replace(DAY, articles={**DAY.articles, "a4": odd})
    assert faults(day, rendered(day)) == {}


@pytest.mark.parametrize("place", ["title", "claim", "insight", "tag"])
def test_simplified_leftovers_are_named_wherever_they_stand(place: str) -> None:
    text = "这个模型还没有发布。"
    summary, insight = SUMMARIES[0], INSIGHT
    if place == "title":
        summary = replace(summary, title=text)
    elif place == "claim":
        summary = replace(summary, technical=(replace(summary.core[0], text=text),))
    elif place == "tag":
        insight = replace(insight, tags=(text,))
    else:
        insight = replace(insight, outlook=(text,))
    day = replace(DAY, summaries={**DAY.summaries, "t-larch": summary}, insight=insight)
    post = rendered(day)
    evidence = faults(day, post)["script_is_traditional"][0]
    assert evidence.startswith(f"line {line_of(post, text)} holds the Simplified 这")
    assert text in evidence


def test_simplified_characters_in_an_address_are_no_leftover() -> None:
    chinese = replace(DAY.articles["a1"], url="https://larch.example/发布")
    day = replace(DAY, articles={**DAY.articles, "a1": chinese})
    assert faults(day, rendered(day)) == {}


def test_an_item_that_is_missing_or_there_twice_is_counted() -> None:
    without = replace(DAY, topics=TOPICS[:1])
    assert faults(DAY, rendered(without))["counts_are_true"][0] == "it has 1 items for 2 topics, without: t-cranes"
    twice = f"{POST}\n### again {{#t-larch}}\n"
    assert faults(DAY, twice)["counts_are_true"][0] == "it has 3 items for 2 topics"


def test_an_item_that_leaves_out_a_source_is_named() -> None:
    post = POST.replace("、[Quay & Sons 2](https://quay.example/story/3?id=3)", "")
    assert faults(DAY, post) == {
        "counts_are_true": (
            "〈落葉松實驗室發布 Larch 2〉 does not link to its source https://quay.example/story/3?id=3",
        )
    }


@pytest.mark.parametrize("line", ["- None", "TODO", "2. N/A", "**重要性**：null", "…", "（待補）"])
def test_a_placeholder_is_left_open(line: str) -> None:
    post = f"{POST}\n{line}\n"
    assert faults(DAY, post) == {
        "nothing_is_left_open": (f"line {post.splitlines().index(line) + 1} holds a placeholder: {line}",)
    }


@pytest.mark.parametrize("remains", ["{{", "%}", "\ufffd", "<b", "</main"])
def test_what_a_template_or_page_leaves_is_found(remains: str) -> None:
    assert list(faults(DAY, f"{POST}\n字 {remains} 字\n")) == ["nothing_is_left_open"]


@pytest.mark.parametrize(
    "line", ["None of the above won.", "- TODO apps are booming", "`<b>` `{{`", "2 < 3", "待補件的申請"]
)
def test_words_that_only_look_like_placeholders_are_none(line: str) -> None:
    assert faults(DAY, f"{POST}\n{line}\n") == {}


def written(*, extracts: int) -> Day:
    """A day whose editor writes and had to quote in some items."""
    topics = tuple(Topic(("a4",), id=f"t-{n}", title=f"T{n}", section="tools", rank=n) for n in range(4))
    summaries = {
        t.id: replace(SUMMARIES[1], topic_id=t.id, editor="extractive" if t.rank < extracts else "llm") for t in topics
    }
    return replace(DAY, topics=topics, summaries=summaries, insight=replace(INSIGHT, editor="llm"), watched=())


def test_more_extracts_than_allowed_are_too_many() -> None:
    day = written(extracts=3)
    (evidence,) = faults(day, rendered(day), Limits(extracts=0.5))["extracts_are_few"]
    assert evidence.startswith(
        "3 of 4 items only quote their sources, more than AIINTEL_MAX_EXTRACTS (0.5) allows: 〈T0〉"
    )
    fewer = written(extracts=2)
    assert faults(fewer, rendered(fewer), Limits(extracts=0.5)) == {}


def test_an_edition_that_quotes_throughout_has_no_extracts_to_count() -> None:
    assert faults(DAY, POST, Limits(extracts=0)) == {}


@pytest.mark.parametrize(("recent", "unusual"), [((400_000,) * 3, True), ((90,) * 7, True), ((400_000,) * 2, False)])
def test_a_post_of_unusual_size_is_held_back(recent: tuple[int, ...], *, unusual: bool) -> None:
    assert ("size_is_usual" in faults(DAY, POST, Limits(recent=recent))) is unusual


@pytest.mark.parametrize(
    ("topics", "published", "worse"), [(4, 10, True), (5, 10, False), (1, 0, False), (0, 1, True), (12, 10, False)]
)
def test_a_version_with_far_fewer_topics_is_worse(topics: int, published: int, *, worse: bool) -> None:
    day = replace(DAY, topics=TOPICS[:1] * topics)
    found = faults(day, POST, Limits(published=published)).get("is_no_worse", ())
    assert bool(found) is worse
    assert all(f"it has {topics} topics, the published version {published}" in line for line in found)


def test_a_finding_reads_as_one_line_that_shows_a_few_of_many() -> None:
    assert str(Finding("check", ("one", "two"))) == "check: one; two"
    assert str(Finding("check", tuple("abcdefg"))) == "check: a; b; c; d; e; and 2 more"


def test_the_anchors_of_a_post_are_those_of_its_items() -> None:
    assert anchors(POST) == {"t-larch", "t-cranes"}
