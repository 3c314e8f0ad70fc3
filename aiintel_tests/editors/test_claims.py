"""What a model wrote is held against what it was given; what cannot be shown to stand there goes, with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editors.claims import UnfitError, checked, kept_sentences, tidy
from aiintel_assets.editors.material import Material, article_lines
from aiintel_assets.editors.schemas import Point
from aiintel_assets.models import Claim, Removed
from aiintel_tests.editors.newsdesk import FACTORY_HANS, LARCH_EN, LARCH_ZH, article

ENGLISH, _ = article_lines([article("e", "birch", "t", LARCH_EN, "en")], {"e": ""}, 9_000)
CHINESE, _ = article_lines([article("z", "alder", "t", LARCH_ZH)], {"z": ""}, 9_000)
SIMPLIFIED, _ = article_lines([article("s", "cedar", "t", FACTORY_HANS, "zh-Hans")], {"s": ""}, 9_000)


def point(text: str, *line_ids: int) -> Point:
    return Point(text=text, line_ids=list(line_ids))


def test_a_sentence_keeps_the_lines_that_it_names() -> None:
    claim = checked(point("Larch 2 有 70 億個參數，以 9 兆個 token 訓練。", 2), ENGLISH)
    assert isinstance(claim, Claim)
    assert [e.sentence for e in claim.evidence] == [ENGLISH.lines[1].text]


@pytest.mark.parametrize("line_ids", [(), (99,), (3,), (1,)])
def test_lines_named_wrongly_are_replaced_by_those_that_support_the_sentence(line_ids: tuple[int, ...]) -> None:
    claim = checked(point("Larch 2 有 70 億個參數，以 9 兆個 token 訓練。", *line_ids), ENGLISH)
    assert isinstance(claim, Claim)
    assert ENGLISH.lines[1].evidence[0] in claim.evidence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Larch 2 有 80 億個參數。", "80 億"),
        ("Larch 3 以開放授權發布。", "Larch 3"),
        ("Larch Labs 週一與 Contoso 合作發布 Larch 2。", "Contoso"),
    ],
)
def test_what_the_sources_do_not_say_is_removed_and_named(text: str, found: str) -> None:
    removed = checked(point(text, 1, 2), ENGLISH)
    assert isinstance(removed, Removed)
    assert removed.reason.startswith("not in the sources: ")
    assert found.split(maxsplit=1)[0] in removed.reason


def test_chinese_that_has_nothing_in_common_with_its_chinese_lines_is_removed() -> None:
    removed = checked(point("業界觀察人士紛紛叫好，認為前景可期。", 1), CHINESE)
    assert isinstance(removed, Removed)


def test_simplified_sources_support_taiwan_chinese() -> None:
    claim = checked(point("柳林紡織廠啟用 AI 驗布機，漏檢率由 4.6% 降到 1.3%。", 1), SIMPLIFIED)
    assert isinstance(claim, Claim)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("詳見 https://evil.example/x", "holds an address or markup"),
        ("[詳情](evil.example)", "holds an address or markup"),
        ("請看 evil.example/offer 的說明", "holds an address or markup"),
        ("模型<script>alert(1)</script>發布", "holds an address or markup"),
        ("{{< youtube abc >}} 模型發布", "holds an address or markup"),
        ("--- title: x", "holds an address or markup"),
        ("", "says nothing"),
        ("無。", "says nothing"),
        ("N/A", "says nothing"),
        ("長" * 61, "longer than 60 characters"),
        ("執行長說：「我們會", "a bracket or quotation is left open"),
    ],
)
def test_texts_that_cannot_stand_in_a_post_say_why(text: str, reason: str) -> None:
    with pytest.raises(UnfitError, match=reason):
        tidy(text, 60)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("- **模型規模**：7B", "模型規模：7B"),
        ("1. 第一點", "第一點"),
        ("該模型支持视频生成", "該模型支援影片生成"),
        ("這個視頻的算法[3]很快。", "這個影片的演算法很快。"),
        ("模型發布🚀", "模型發布"),
        ("3.4 億個參數", "3.4 億個參數"),
    ],
)
def test_texts_are_set_as_a_post_has_them(text: str, tidied: str) -> None:
    assert tidy(text, 60) == tidied


def test_a_paragraph_loses_only_the_sentences_that_cannot_stand() -> None:
    text = "Larch 2 可以商用。它有 80 億個參數。微調教學預定 4 月 2 日公開。"
    claim, gone = kept_sentences(point(text, 1), CHINESE, longest=200)
    assert claim is not None
    assert claim.text == "Larch 2 可以商用。微調教學預定 4 月 2 日公開。"
    assert [removed.text for removed in gone] == ["它有 80 億個參數。"]
    assert kept_sentences(point("它有 80 億個參數。", 1), CHINESE, longest=200)[0] is None


@given(st.text(), st.lists(st.integers(-5, 20), max_size=5))
def test_every_claim_rests_on_sentences_of_the_material_and_holds_no_address(text: str, line_ids: list[int]) -> None:
    result = checked(point(text, *line_ids), CHINESE)
    if isinstance(result, Claim):
        assert result.evidence
        assert all(e.sentence in LARCH_ZH for e in result.evidence)
        assert "http" not in result.text.lower()


def test_nothing_rests_on_no_material() -> None:
    assert isinstance(checked(point("模型發布。", 1), Material(())), Removed)
