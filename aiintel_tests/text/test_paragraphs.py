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


def test_a_paragraph_that_stands_twice_is_kept_once() -> None:
    assert clean_lines(f"{LONG}\nYes.\n{LONG}\nYes.") == [LONG, "Yes.", "Yes."]


def test_teasers_at_the_end_are_cut_but_paragraphs_are_not() -> None:
    assert clean_lines(f"{LONG}\nRelated articles\nAnother model\nA third model") == [LONG]
    assert clean_lines(f"{LONG}\n{LONG}!\nComments\n{LONG}?\n{LONG}…") == [LONG, f"{LONG}!", f"{LONG}?", f"{LONG}…"]


def test_markdown_that_shows_and_loose_stops_are_mended() -> None:
    assert clean_lines("**重點：**模型已上線。") == ["重點：模型已上線。"]
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
