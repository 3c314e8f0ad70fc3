"""Where sentences end, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.sentences import split_sentences

NEWS = st.text(alphabet=st.sampled_from("aB 1.!?。！？；…“”」』)\"'\n\u2028\t- 字UNo"), max_size=80)


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. agency hired Dr. Lin.", "She starts in Sept. next year."],
        ["It works in the U.S. and the U.K. today.", "It does not work elsewhere."],
        ["The rule applies in the U.S.", "The company objects."],
        ["Acme Inc. Chairman Lee resigned.", "Shares of Acme Inc. fell."],
        ["He works for Acme Corp.", "It makes chips."],
        ["The price rose 3.5 percent to $1.20.", "Nobody sold."],
        ["GPT-5.1 beats v2.0.3 on No. 5 of the list.", "Qwen3.5 does not."],
        ["J. K. Lee and A.B. Chen signed.", "Nobody else did."],
        ["See https://example.org/a.b?c=1.2 for details.", "Or do not."],
        ["Use an accelerator, e.g. Blackwell.", "That is, i.e. Rubin, faster."],
        ['"Is it over?" asked the judge.', '"It is."', "He left."],
        ["They asked: why?!", "Nobody knew..."],
        ["It failed... and then it worked.", "Yahoo! was bought."],
        ["The talk begins at 9 a.m. Tuesday.", "It ends at 5 p.m.", "The hall closes then."],
        ["1. Install the package.", "It takes a minute."],
        ["(It is free.)", "[It is not.]"],
    ],
)
def test_english_ends_where_a_reader_stops(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["他說：「今天發布。」", "眾人鼓掌。"],
        ["真的嗎？！", "是的……", "他點頭；", "她也是。"],
        ["版本為 GPT-5.1。", "參數量是 3.5 億！"],
        ["（這是附註。）", "正文開始。"],
        ["公司名為 Acme Inc. 的團隊發表論文。", "結果很好"],
        ["这是“真的。”", "对。"],
    ],
)
def test_chinese_ends_at_its_full_stops(sentences: list[str]) -> None:
    assert split_sentences("".join(sentences)) == sentences


def test_chinese_written_with_latin_points_is_cut_too() -> None:
    assert split_sentences("模型很好.价格也低.") == ["模型很好.", "价格也低."]


def test_a_line_break_always_ends_a_sentence() -> None:
    assert split_sentences("A heading\nDr.\nno end") == ["A heading", "Dr.", "no end"]


def test_nothing_gives_nothing() -> None:
    assert split_sentences(" \n\t ") == []


@given(st.one_of(NEWS, st.text()))
def test_nothing_is_lost(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in sentences)


@given(NEWS)
def test_lines_are_cut_on_their_own(text: str) -> None:
    assert split_sentences(text) == [sentence for line in text.splitlines() for sentence in split_sentences(line)]
