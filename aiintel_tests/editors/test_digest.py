"""The day as a whole: true counts, real comparisons, expectations in a source's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.editors.digest import write_insight
from aiintel_assets.editors.extractive import ExtractiveEditor
from aiintel_assets.models import Earlier, FollowUp, Topic
from aiintel_tests.editors.newsdesk import ARTICLES, article, desk, topic_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.models import CleanArticle, Insight

LARCH = topic_of(*ARTICLES[:2], title="落葉松實驗室發布 Larch 2，權重公開", names=("落葉松實驗室", "Larch 2"))
PORT = topic_of(
    ARTICLES[2], title="Port of Alder lets AI steer its cranes", names=("Port of Alder",), section="industry"
)
FACTORY = topic_of(ARTICLES[3], title="柳林紡織廠啟用 AI 驗布機", names=("柳林紡織廠",), section="industry")
DAY = (LARCH, PORT, FACTORY)


def insight(
    topics: Sequence[Topic] = DAY,
    articles: Sequence[CleanArticle] = ARTICLES,
    earlier: Mapping[str, Sequence[Topic]] | None = None,
) -> Insight:
    by_id = {article.id: article for article in articles}
    editor = ExtractiveEditor(max_topics=9, headlines=1)
    summaries = {s.topic_id: s for s in editor.summarise(topics, by_id, desk())}
    return write_insight(topics, summaries, by_id, desk(earlier), editor="extractive")


def test_the_title_names_what_leads_the_day() -> None:
    assert insight().title == "落葉松實驗室、Port of Alder 與柳林紡織廠要聞"
    assert insight((LARCH,)).title == "落葉松實驗室要聞"
    five = tuple(
        replace(LARCH, id=str(n), names=(name,), title=f"{name} ships")
        for n, name in enumerate(("Elm", "Fir", "Ash", "Oak", "Yew"))
    )
    assert insight(five).title == "Elm、Fir 與 Ash 等 5 則 AI 要聞"


def test_neither_title_nor_tags_hold_a_name_within_another_or_a_country() -> None:
    names = ("US", "Kestrel", "Kestrel 3", "臺灣", "Kestrel 3 Mini")
    found = insight((replace(LARCH, title="US: Kestrel 3 Mini, Kestrel 3 and 臺灣", names=names),))
    assert found.tags == ("Kestrel",)
    assert found.title == "Kestrel 要聞"
    assert "US" not in found.keywords


def test_a_day_without_any_name_still_has_title_and_tags() -> None:
    found = insight((replace(FACTORY, names=()),))
    assert found.title == "AI 要聞"
    assert found.tags == ("AI",)
    assert found.description == "彙整 1 個來源的 1 個主題：〈柳林紡織廠啟用 AI 驗布機〉。"


def test_the_trend_counts_what_there_is() -> None:
    trend = insight().trend
    assert trend[0] == "本日從 3 個來源的 4 篇文章整理出 3 個主題：模型與技術更新 1 則、產業與應用動態 2 則。"
    assert trend[1].startswith("有 1 個主題由多家來源報導")
    assert "〈落葉松實驗室發布 Larch 2，權重公開〉（2 家）" in trend[1]


def test_a_name_that_joins_topics_is_told_once() -> None:
    joined = (LARCH, replace(PORT, names=("落葉松實驗室", "Larch 2", "Port of Alder")))
    strands = [line for line in insight(joined).trend if "同見於" in line]
    assert strands == [f"落葉松實驗室同見於 2 個主題：〈{LARCH.title}〉；〈{PORT.title}〉。"]


def test_without_earlier_editions_it_says_that_nothing_can_be_compared() -> None:
    assert insight().context == ("資料庫中尚無前 7 日的版次，本期無從比較先前的發展。",)


def test_follow_ups_are_listed_with_the_day_they_go_on_from() -> None:
    follows = Earlier("2026-03-09", "t0", "Larch 2 預告")
    topics = (replace(LARCH, follows=follows), replace(PORT, follows=follows), FACTORY)
    context = insight(topics, earlier={"2026-03-09": [Topic(("z",), names=("Larch 2",))]}).context
    assert context[0] == (
        "與前一期相較，有 2 個主題是先前報導的後續：〈落葉松實驗室發布 Larch 2，權重公開〉、"
        "〈Port of Alder lets AI steer its cranes〉接續 2026/03/09 的〈Larch 2 預告〉。"
    )
    assert "已出現、本日仍在的名稱有 Larch 2" in context[1]
    assert "未見的有落葉松實驗室、Port of Alder、柳林紡織廠" in context[1]


def test_sections_are_compared_only_with_enough_editions() -> None:
    busy = [Topic((f"z{n}",), section="market") for n in range(4)]
    few = insight(earlier={"2026-03-09": busy}).context
    many = insight(earlier={f"2026-03-0{n}": busy for n in (7, 8, 9)}).context
    assert not any("平均" in line for line in few)
    assert (
        many[-1]
        == "各版面則數與前 3 期平均相比：產業與應用動態 2 則（平均 0.0 則）、市場動態精選 0 則（平均 4.0 則）。"
    )


def test_the_watch_list_says_what_is_awaited_when_and_who_says_so() -> None:
    assert insight().watch_list == (
        "落葉松實驗室：微調教學預定 4 月 2 日公開。（赤楊日報）",
        "Port of Alder：A report on the first month is due on April 30.（Birch Wire）",
    )


def test_what_has_no_date_stands_in_the_outlook() -> None:
    open_matter = article("o1", "alder", "榆樹公司", "榆樹公司尚未決定是否公開模型權重。")
    topic = topic_of(open_matter, title="榆樹公司", names=("榆樹公司",))
    found = insight((topic,), (open_matter,))
    assert found.outlook == ("以下引述來源對後續的說法。", "榆樹公司：榆樹公司尚未決定是否公開模型權重。（赤楊日報）")
    assert found.watch_list == ()


def test_nothing_awaited_is_said_plainly() -> None:
    silent = article("o1", "alder", "榆樹公司", "榆樹公司昨天公開了模型的權重。")
    found = insight((topic_of(silent),), (silent,))
    assert found.outlook == ("本日各來源未提及明確的後續時程。",)
    assert found.watch_list == ()


def test_what_was_watched_is_followed_up_in_either_script() -> None:
    waiting = (("2026-03-28", "Larch Labs：Larch Labs will open the weights."), ("2026-03-29", "Elm：nothing yet"))
    by_id = {article.id: article for article in ARTICLES}
    found = write_insight(DAY, {}, by_id, replace(desk(), watched=waiting), editor="extractive")
    assert found.followed == (FollowUp(*waiting[0], outcome="", topic_id=LARCH.id),)


def test_readings_add_a_sentence_that_the_item_does_not_have() -> None:
    found = insight()
    assert len(found.readings) == len(DAY)
    assert len({reading.article_id for reading in found.readings}) == len(DAY)
    assert all("全文約" in reading.reason for reading in found.readings)
    port = next(reading for reading in found.readings if reading.article_id == "b2")
    assert port.reason.startswith("A report on the first month is due on April 30.（全文約")


def test_a_source_does_not_fill_the_reading_list() -> None:
    own = tuple(article(f"r{n}", "alder", f"第 {n} 篇", f"第{n}家公司昨天公開了模型的權重。") for n in range(5))
    assert len(insight(tuple(map(topic_of, own)), own).readings) == 2


def test_background_is_a_definition_that_opens_with_its_term() -> None:
    text = "Larch Bench是一種衡量長文引用的測試。昨天公布的Larch Bench是一種測試。"
    own = article("d1", "alder", "Larch Bench", text)
    (term,) = insight((topic_of(own),), (own,)).background
    assert term.term == "Larch Bench"
    assert term.explanation.evidence[0].sentence == "Larch Bench是一種衡量長文引用的測試。"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("鴉羽延後交貨", "鴉羽延後交貨"),
        ("鴉羽新款加速卡延後到五月底交貨，臺灣的許多研究團隊說算力的排程已經大亂", "鴉羽新款加速卡延後到五月底交貨"),
        ("字" * 50, "字" * 33 + "…"),
        (
            "A very long title that goes on and on without any punctuation until it ends",
            "A very long title that goes on and on without any punctuation until…",
        ),
    ],
)
def test_long_titles_are_cut_at_a_clause_or_a_word(title: str, short: str) -> None:
    assert insight((replace(LARCH, title=title),)).description == f"彙整 2 個來源的 1 個主題：〈{short}〉。"
