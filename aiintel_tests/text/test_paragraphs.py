"""Which lines are article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.paragraphs import clean_lines, is_frame, prose, visible, weight

LONG = "The laboratory released a language model on Wednesday and published its weights under an open licence."


@pytest.mark.parametrize(
    "line",
    [
        "Sharing data with rivals is the condition that regulators set for the merger.",
        "Subscribers of the service rose to three million, the company said on Tuesday.",
        "評論家認為，這個模型的表現超出預期，但成本仍然偏高，企業還在觀望。",
        "广告收入同比增长两成，成为公司最大的收入来源，分析师对此表示惊讶。",
        "Read the paper before you judge it, the author said.",
        "Copyrighted works were used in training, the court found, and the firm must pay.",
    ],
)
def test_a_sentence_that_mentions_the_frame_is_no_frame(line: str) -> None:
    assert not is_frame(line)


@pytest.mark.parametrize(
    "line",
    [
        "▲實驗室週三在台北發表新的語言模型，現場擠滿開發人員。（圖／記者林小美攝）",
        "實驗室的展示攤位（圖片來源：範例實驗室）",
        "（首圖來源：範例實驗室）",
        "機房外觀。(資料照)",
        "記者林小美／台北報導",
        "〔記者林小美／台北報導〕",
        "財經中心／綜合報導",
        "(範例社 )",
        "作者 林小美 | 發布日期 2026 年 07 月 01 日 8:30 | 分類 模型",
        "更新時間：2026-07-01 08:30",
        "安心專線：1925",
        "生命線協談專線：1995；",
        "★範例報關心您：請給自己一次機會",
        "飲酒過量，有害健康",
        "請繼續往下閱讀...",
        "快加入 Google News 追蹤我們",
        "核稿編輯：林小美",
        "倍速",
        "1.25X",
        "00:00",
        "00:00 / 02:54",
        "https://news.example.org/2026/07/01/a-model",
        "$$ARTICLEAD$$",
        "[button link=”https://example.org” type=”big”] Send us yours [/button]",
        "Updated at 1:23 p.m.",
        "Published on Apr 13, 2026",
        "Tell us what YOU think...",
        "If you or someone you know is in crisis, call the lifeline at any time.",
        "関連記事：別のモデル",
        "임소미 기자 somi@example.org",
        "무단 전재 및 재배포 금지",
    ],
)
def test_captions_bylines_and_advice_are_frame(line: str) -> None:
    assert is_frame(line)


@pytest.mark.parametrize(
    "line",
    [
        "模型的成績如下（圖1），與前一代相比進步兩成。",
        "公司開通客服專線，三天內接到 1995 通電話。",
        "記者會上，執行長說明新模型的訓練方式／資料來源。",
        "業者提醒您使用前先備份資料，這是新模型最常見的問題，也是用戶抱怨最多的地方，請務必留意相關說明。",
        "自動化",
        "發布 2026 年度報告，模型的能源消耗下降三成。",
        "Updated models ship in May, and 3 of 4 run on a phone.",
        "Published benchmarks put it ahead of 12 rivals, the laboratory said.",
        "The answer is at https://example.org/a, said the author.",
    ],
)
def test_what_looks_like_a_caption_or_a_byline_may_be_article(line: str) -> None:
    assert not is_frame(line)


def test_a_paragraph_that_stands_twice_is_kept_once() -> None:
    assert clean_lines(f"{LONG}\nYes.\n{LONG}\nYes.") == [LONG, "Yes.", "Yes."]


def test_teasers_at_the_end_are_cut_but_paragraphs_are_not() -> None:
    assert clean_lines(f"{LONG}\nRelated articles\nAnother model\nA third model") == [LONG]
    assert clean_lines(f"{LONG}\n{LONG}!\nComments\n{LONG}?\n{LONG}…") == [LONG, f"{LONG}!", f"{LONG}?", f"{LONG}…"]


def test_markdown_that_shows_and_loose_stops_are_mended() -> None:
    assert clean_lines("**重點：**模型已上線。") == ["重點：模型已上線。"]
    assert clean_lines("開源 Heron-Vision****理解模型") == ["開源 Heron-Vision理解模型"]
    assert clean_lines("電話是138****1234，密碼是****。") == ["電話是138****1234，密碼是****。"]
    assert clean_lines("Read **this** and x**2 + y**2 , he said .") == ["Read this and x**2 + y**2, he said."]
    assert clean_lines("Testing is *far* better, and *not quite as dear*.") == [
        "Testing is far better, and not quite as dear."
    ]
    assert clean_lines("Delete *.txt and *.log, or 2 * 3 * x.") == ["Delete *.txt and *.log, or 2 * 3 * x."]
    assert clean_lines("It costs 3 .5 dollars … or so") == ["It costs 3 .5 dollars … or so"]


def test_list_marks_and_bars_of_tables_are_dropped() -> None:
    assert clean_lines("- a point\n| cell | cell |\n• 要點") == ["a point", "cell | cell", "要點"]


def test_a_lead_to_nothing_is_dropped() -> None:
    assert clean_lines(f"{LONG}\n相關連結：") == [LONG]


def test_joiners_that_spell_words_stay() -> None:
    assert visible("می‌خواهم क्‍ष a\u200db\u200b") == "می‌خواهم क्‍ष ab"


def test_a_han_character_weighs_three_letters() -> None:
    assert (weight("model"), weight("模型"), weight("…")) == (5, 6, 0)


def test_prose_is_whole_paragraphs() -> None:
    assert prose([LONG, "short.", LONG + "..."]) == weight(LONG)


@given(st.text())
def test_cleaning_twice_is_cleaning_once_for_single_lines(text: str) -> None:
    for line in clean_lines(text):
        assert line == " ".join(line.split())
        assert not is_frame(line)
