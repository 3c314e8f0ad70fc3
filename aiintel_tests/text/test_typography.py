"""Spaces and punctuation as Taiwan's technical press sets them, and nothing but those."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aiintel_assets.text.typography import typeset

ALPHABET = "中文字，。「」（）ABab19 ,;:?!()%％+#$`.\t\u3000/-"
MIXED = st.one_of(
    st.text(st.sampled_from(ALPHABET), max_size=20),
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            ("中", "字,", "(a)", "(字)", " ", "http://x.example/中(b)", "`x 字`", "a@b.example", "9 %", "！")
        )
    ).map("".join),
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kestrel 3發佈", "Kestrel 3 發佈"),
        ("上線90天", "上線 90 天"),
        ("3月17日", "3 月 17 日"),
        ("16GB記憶體與C++程式", "16GB 記憶體與 C++ 程式"),
        ("約US$1.80或€2元", "約 US$1.80 或 €2 元"),
        ("降40 %的價格", "降 40% 的價格"),
        ("準確率 98 %。", "準確率 98%。"),
        ("紅隼(Kestrel Labs)發布", "紅隼（Kestrel Labs）發布"),
        ("他說:好,很好!", "他說：好，很好！"),
        ("「 Kestrel 」 ， 發布", "「Kestrel」，發布"),
        ("（Kestrel Labs）3日", "（Kestrel Labs）3 日"),
    ],
)
def test_chinese_and_latin_stand_apart(before: str, after: str) -> None:
    assert typeset(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain English, with (brackets) and 40 % of it.",
        "微軟財報亮眼 股價大漲",
        "時間 12:30，比數 3:2",
        "每秒 1,240 個",
        "東京でAI研究が進む",
        "見https://x.example/路徑(3章),後面的說明",
        "執行`pip install模型`即可",
        "寄到support@news.example信箱",
        "f(x) 函數",
    ],
)
def test_what_is_right_or_not_ours_stays(text: str) -> None:
    assert typeset(text) == text


@given(MIXED)
@example("中(中:)")
@example("9 %中")
@example("中 ,，")
def test_setting_a_text_twice_changes_nothing(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@given(MIXED)
def test_only_spaces_and_punctuation_change(text: str) -> None:
    def words(string: str) -> str:
        narrow = string.translate(str.maketrans("，；：？！（）", ",;:?!()"))
        return re.sub(r"[ \t]", "", narrow)

    assert words(typeset(text)) == words(text)


@given(
    st.lists(st.sampled_from(("中文", "Kestrel3", "90天", "，", " ", "(字)"))),
    st.sampled_from(("https://x.example/a,b", "`a天9`")),
)
def test_addresses_and_code_are_never_touched(around: list[str], kept: str) -> None:
    assert kept in typeset("".join([*around, " ", kept, " ", *around]))


@given(MIXED)
def test_no_space_is_left_beside_full_width_punctuation_or_missing_beside_latin(text: str) -> None:
    if re.search(r"[`@/\u3041-\u30fa]|www|mailto|ftp", text, re.IGNORECASE) or not re.search(r"[\u4e00-\u9fff]", text):
        return
    result = typeset(text)
    assert not re.search(r"[ \t][，。「」（）！]|[，。「」（）！][ \t]", result)
    assert not re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]", result)


def test_a_long_hostile_text_is_set_in_time() -> None:
    for piece in ("a", "字", " ", "(", "字(", "`", "http://", "a@", "字,"):
        typeset("字" + piece * 20_000 + "字")
