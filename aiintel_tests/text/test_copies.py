"""Reprints of made-up stories, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiintel_assets.demo.newsroom import sites
from aiintel_assets.models import CleanArticle
from aiintel_assets.text.copies import copies
from aiintel_assets.text.zh_tw import to_taiwan
from aiintel_tests.score.copies import EDITS
from aiintel_tests.score.news import demo

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
STORY = next(
    CleanArticle("first", story.title, story.body, "en", "harbor-wire", "https://harborwire.example/a", AT)
    for site in sites()
    if site.id == "harbor-wire"
    for story in site.stories
)
TEMPLATE = (
    "{firm} reported results for the quarter on {day}. Revenue was ${a} million, against ${b} million in the quarter "
    "before, and profit per share came to ${c}. The board proposes a dividend of ${d}, to be paid in the coming month. "
    "The company expects revenue of up to ${e} million in the next quarter and will hold a call with analysts at noon."
)


def reprint(text: str, **changes: object) -> CleanArticle:
    return replace(STORY, id="second", text=text, published_at=AT + timedelta(hours=1), **changes)  # type: ignore[arg-type] # fields of CleanArticle


@pytest.mark.parametrize("edit", EDITS)
def test_a_reprint_is_recognised_through_slight_edits(edit: str) -> None:
    assert copies([STORY, reprint(EDITS[edit](STORY.text))]) == {"second": "first"}


def test_another_headline_makes_no_other_text() -> None:
    assert copies([STORY, reprint(STORY.text, title="What the harbour says about it")]) == {"second": "first"}


def test_other_white_space_and_capitals_make_no_other_text() -> None:
    assert copies([STORY, reprint(STORY.text.upper().replace("\n", "  \n"))]) == {"second": "first"}


def test_the_earliest_is_the_original_in_whatever_order_they_come() -> None:
    assert copies([reprint(STORY.text), STORY]) == copies([STORY, reprint(STORY.text)]) == {"second": "first"}


def test_of_one_text_in_both_scripts_the_traditional_one_is_kept() -> None:
    body = (
        "这家公司周二发布新的语言模型，参数为三百亿，授权允许商业使用，团队说训练用了六千张加速卡，费用约为四千万美元。"
    )
    simplified = CleanArticle("hans", "新模型", body, "zh-Hans", "shisui", "https://shisui.example/1", AT)
    traditional = replace(simplified, id="hant", language="zh-Hant", text=to_taiwan(body), published_at=AT)
    assert copies([simplified, traditional]) == {"hans": "hant"}


def test_a_form_filled_in_anew_is_no_copy() -> None:
    one = TEMPLATE.format(firm="Marlowe", day="Monday", a=410, b=380, c=1.2, d=0.3, e=450)
    other = TEMPLATE.format(firm="Brightloom", day="Monday", a=97, b=104, c=0.4, d=0.1, e=99)
    assert copies([reprint(one), replace(STORY, text=other)]) == {}


def test_another_version_in_the_headline_is_another_story() -> None:
    text = STORY.text.partition("\n")[0] + " It can be had from today, at the same price and under the same licence."
    one, other = (
        replace(STORY, title="Verba 5.1 is out", text=text),
        reprint(text + " Enjoy.", title="Verba 5.2 is out"),
    )
    assert copies([one, other]) == {}


def test_a_newsletter_that_quotes_a_whole_article_is_no_copy() -> None:
    others = [story.body for site in sites() if site.id == "backplane-review" for story in site.stories][:4]
    assert copies([STORY, reprint("\n".join([STORY.text, *others]))]) == {}


def test_reports_of_one_event_are_no_copies() -> None:
    articles, _ = demo()
    text = {article.id: article.text for article in articles}
    found = copies(articles)
    assert found  # the made-up newsroom has reprints too
    assert [copy for copy, original in found.items() if text[copy][:200] != text[original][:200]] == []


def test_texts_without_words_are_no_copies() -> None:
    assert copies([replace(STORY, text="…"), reprint("")]) == {}


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_every_copy_names_an_article_that_is_kept(order: list[int]) -> None:
    texts = [STORY.text, EDITS["cut"](STORY.text), EDITS["framed"](STORY.text), EDITS["reworded"](STORY.text), "x", "y"]
    articles = [replace(STORY, id=f"n{n}", text=texts[n], published_at=AT + timedelta(hours=n)) for n in order]
    found = copies(articles)
    assert set(found.values()).isdisjoint(found)
    assert found == copies(sorted(articles, key=lambda article: article.id))
