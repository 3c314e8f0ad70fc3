"""The extractive editor: what it writes stands in the articles, in Chinese where it can, and never twice."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from aiintel_assets.editors.extractive import ExtractiveEditor
from aiintel_assets.models import CleanArticle, Earlier, Publication, Summary, Topic
from aiintel_assets.text.typography import typeset
from aiintel_assets.text.zh_tw import simplified_leftovers, to_taiwan
from aiintel_tests.editors.newsdesk import ARTICLES, LARCH_EN, LARCH_ZH, article, desk, topic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_assets.models import Claim, Insight

EDITOR = ExtractiveEditor(max_topics=24, headlines=1)
LANGUAGES = st.sampled_from(("zh-Hant", "zh-Hans", "en", "ja", "de", "und"))
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            (
                "發布模型。",
                "发布模型。",
                "He said.",
                "「",
                "」",
                "\n",
                "40%",
                "3月5日",
                "預計",
                "AI",
                "Larch 2",
                "。",
                ". ",
                "（Larch Labs）",
                "模型是一種工具。",
            )
        ),
        max_size=40,
    ).map("".join),
)


def claims(summary: Summary) -> list[Claim]:
    return [*summary.core, *summary.technical, *summary.applications]


def edit(articles: Sequence[CleanArticle]) -> tuple[tuple[Topic, ...], dict[str, Summary], Insight]:
    """A whole day by the editor."""
    by_id = {article.id: article for article in articles}
    topics = EDITOR.classify(articles, desk()).topics
    summaries = {s.topic_id: s for s in EDITOR.summarise(topics, by_id, desk())}
    return topics, summaries, EDITOR.reflect(topics, summaries, by_id, desk())


def summarise(*articles: CleanArticle) -> Summary:
    return EDITOR.summarise([topic_of(*articles)], {a.id: a for a in articles}, desk())[0]


def test_every_claim_is_a_sentence_of_its_article_set_for_taiwan() -> None:
    by_id = {article.id: article for article in ARTICLES}
    _, summaries, insight = edit(ARTICLES)
    written = [claim for summary in summaries.values() for claim in claims(summary)]
    assert len(written) > len(ARTICLES)
    for claim in (*written, *(term.explanation for term in insight.background)):
        (evidence,) = claim.evidence
        assert evidence.sentence in by_id[evidence.article_id].text
        assert claim.text == typeset(to_taiwan(evidence.sentence))


def test_the_order_of_the_articles_changes_nothing() -> None:
    usual = edit(ARTICLES)
    for seed in range(3):
        mixed = random.Random(seed).sample(ARTICLES, len(ARTICLES))  # noqa: S311 - a shuffle, no secret
        assert edit(mixed) == usual


def test_chinese_is_quoted_where_chinese_and_english_both_tell_the_story() -> None:
    for order in (ARTICLES[:2], ARTICLES[1::-1]):
        summary = summarise(*order)
        assert {evidence.article_id for claim in claims(summary) for evidence in claim.evidence} == {"a1"}


def test_traditional_comes_before_simplified_and_simplified_before_english() -> None:
    traditional = article("t", "alder", "甲", "落葉松實驗室今天發布了新的語言模型。權重任何人都可以免費下載使用。")
    simplified = article(
        "s", "cedar", "乙", "落叶松实验室今天发布了新的语言模型。权重任何人都可以免费下载使用。", "zh-Hans"
    )
    english = article("e", "birch", "C", LARCH_EN, "en")
    assert summarise(english, simplified, traditional).core[0].evidence[0].article_id == "t"
    assert summarise(english, simplified).core[0].evidence[0].article_id == "s"


def test_an_english_story_stays_as_it_was_written() -> None:
    summary = summarise(ARTICLES[1])
    assert all(claim.text == claim.evidence[0].sentence for claim in claims(summary))


def test_nothing_simplified_is_left() -> None:
    topics, summaries, insight = edit(ARTICLES)
    words = [t.title for t in topics] + [c.text for s in summaries.values() for c in claims(s)]
    words += [*insight.trend, *insight.context, *insight.outlook, *insight.watch_list, insight.title, *insight.tags]
    words += [reading.title + reading.reason for reading in insight.readings]
    assert simplified_leftovers("\n".join(words)) == []


def test_the_core_is_how_the_story_begins() -> None:
    summary = summarise(ARTICLES[0])
    assert [claim.evidence[0].sentence for claim in summary.core] == [
        "落葉松實驗室（Larch Labs）9日發布語言模型Larch 2，授權條款允許商用。",
        "這是該實驗室第一次公開權重。",
        "Larch 2有70億個參數，訓練用了9兆個詞元。",
    ]


def test_the_core_passes_over_a_sponsor_before_the_subject() -> None:
    sponsor = "Kettle Desk gives every team a calmer inbox and a shared list of what is still to do."
    news = "Larch Labs released Larch 2 on Monday, with weights that anybody may download for free."
    more = "The model answers in nine languages and needs a single accelerator card to do so."
    summary = summarise(article("s", "birch", "Larch Labs releases Larch 2", f"{sponsor}\n{news} {more}", "en"))
    assert [claim.text for claim in summary.core] == [news, more]


def test_details_and_uses_are_told_apart_and_need_no_sentence_before_them() -> None:
    summary = summarise(ARTICLES[0])
    assert [claim.text for claim in summary.technical] == ["在柏林基準測試中，準確率為 81.5%。"]
    assert [claim.text for claim in summary.applications] == ["醫院可以直接部署 Larch 2，不必把病歷送到雲端。"]


def test_details_that_need_the_sentence_before_them_are_not_quoted() -> None:
    opening = "落葉松實驗室今天發布了新的語言模型。權重任何人都可以免費下載使用。市場上的反應相當熱烈而且正面。"
    details = "它每秒生成34個詞元，延遲只有5毫秒。成本則降到4.7美元，參數不變。引用的錯誤率由9.8%降到4.7%。"
    summary = summarise(article("x", "alder", "標題", opening + details))
    assert [claim.text for claim in summary.technical] == ["引用的錯誤率由 9.8% 降到 4.7%。"]


def test_the_core_goes_on_behind_a_caption_unless_enough_is_told_or_a_sentence_leans() -> None:
    short, other = "落葉松實驗室今天發布了新的語言模型。", "權重任何人都可以免費下載使用。"
    caption, leaning = "圖片來源：實驗室", "它的權重任何人都可以免費下載。"
    long = f"落葉松實驗室今天發布了新的語言模型，{'並說明了訓練的過程與所用的資料，' * 4}權重也一併公開。"

    def core(*lines: str) -> list[str]:
        return [claim.text for claim in summarise(article("x", "alder", "標題", "\n".join(lines))).core]

    assert core(short, caption, other) == [short, other]
    assert core(short, caption, leaning) == [short]
    assert core(long, caption, other) == [long]


def test_nothing_is_written_twice_in_an_item() -> None:
    copy = article("a9", "cedar", "另一標題", f"{LARCH_ZH}\n{LARCH_ZH}")
    for summary in (summarise(ARTICLES[0], copy), summarise(copy), summarise(ARTICLES[0], ARTICLES[1])):
        texts = [claim.text for claim in claims(summary)]
        assert len(texts) == len(set(texts))


def test_a_text_of_one_sentence_or_none_is_still_an_item() -> None:
    one = summarise(article("x", "alder", "標題", "模型發布。"))
    assert [claim.text for claim in one.core] == ["模型發布。"]
    stub = summarise(article("x", "alder", "標題", "選單 首頁 登入\n今日AI新聞列表沒有句號"))
    assert [claim.text for claim in stub.core] == ["今日 AI 新聞列表沒有句號"]
    assert summarise(article("x", "alder", "標題", " \n ")).core == ()


def test_an_article_without_text_is_left_out_with_its_reason() -> None:
    empty = article("x", "alder", "AI model released by an AI company", " \n")
    found = EDITOR.classify([*ARTICLES, empty], desk())
    assert found.left_out == {"x": "no text: nothing to quote"}


def test_what_was_printed_before_is_left_out_with_the_edition() -> None:
    earlier = {"2026-03-09": [topic_of(ARTICLES[2])]}
    found = EDITOR.classify(ARTICLES, desk(earlier))
    assert found.left_out == {"b2": "repeat: already in the edition 2026-03-09"}


def test_what_is_not_about_ai_is_left_out_unless_its_source_writes_of_nothing_else() -> None:
    recipe = article("x", "alder", "番茄炒蛋的家常做法", "先把番茄切塊，再把雞蛋打散。油熱了以後下鍋炒三分鐘。")
    assert EDITOR.classify([recipe], desk()).left_out == {"x": "off topic: not about AI"}
    only_ai = desk()
    trusted = Publication("alder", "赤楊日報", only_ai=True)
    told = EDITOR.classify(
        [recipe], type(only_ai)("2026-03-10", only_ai.window, only_ai.closes, {"alder": trusted}, {})
    )
    assert [topic.article_ids for topic in told.topics] == [("x",)]


def test_every_article_stands_in_one_topic_or_is_left_out() -> None:
    editor = ExtractiveEditor(max_topics=2, headlines=1)
    found = editor.classify(ARTICLES, desk())
    standing = [article_id for topic in found.topics for article_id in topic.article_ids]
    assert sorted([*standing, *found.left_out]) == ["a1", "b1", "b2", "c1"]
    assert [topic.rank for topic in found.topics] == [1, 2]
    assert [topic.section == "headlines" for topic in found.topics] == [True, False]
    assert set(found.left_out.values()) <= {"not among the day's 2 best topics"}


def test_a_follow_up_names_the_earlier_topic() -> None:
    before = Topic(("z",), id="t-before", title="落葉松實驗室預告 Larch 2", names=("Larch 2", "落葉松實驗室"))
    found = EDITOR.classify(ARTICLES[:1], desk({"2026-03-08": [before]}))
    assert found.topics[0].follows == Earlier("2026-03-08", "t-before", "落葉松實驗室預告 Larch 2")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=30), TEXTS, LANGUAGES), max_size=5))
def test_arbitrary_articles_never_raise_and_stay_grounded(stories: list[tuple[str, str, str]]) -> None:
    articles = {
        str(number): CleanArticle(
            str(number), title, text, language, "s", f"https://s.example/{number}", datetime(2026, 3, 9, tzinfo=UTC)
        )
        for number, (title, text, language) in enumerate(stories)
    }
    own = list(articles.values())
    topics = [topic_of(*own, title="標題", names=("甲",))] if own else []
    found = EDITOR.classify(own, desk())
    summaries = {s.topic_id: s for s in EDITOR.summarise([*topics, *found.topics], articles, desk())}
    for summary in summaries.values():
        for claim in claims(summary):
            assert all(e.sentence in articles[e.article_id].text for e in claim.evidence)
    for day in (topics, found.topics):
        insight = EDITOR.reflect(day, summaries, articles, desk())
        assert insight.title
        assert insight.tags
