"""Sentences of our own, and the properties that hold for every text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text import zh_tw
from aiintel_assets.text.zh_tw import script_of, simplified_leftovers, to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterator

SETS = [
    yaml.safe_load((Path(__file__).parents[1] / f"fixtures/text/{name}.yaml").read_text(encoding="utf-8"))
    for name in ("zh_tw", "zh_tw_press", "zh_tw_pairs", "zh_tw_world")
]
BLIND = {
    name: yaml.safe_load((Path(__file__).parents[1] / f"fixtures/text/{name}.yaml").read_text(encoding="utf-8"))
    for name in ("zh_tw_blind", "zh_tw_blind_second")
}
SENTENCES = {kind: [sentence for one in SETS for sentence in one[kind]] for kind in SETS[0]}
CHINESE = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.sampled_from("的一。，「」“”a1 \n")
    )
)


def terms() -> Iterator[tuple[str, str]]:
    for part in ("sure", "names", "likely", "loose"):
        for group in zh_tw._TERMS[part].values():
            yield from group.items()


@pytest.mark.parametrize(("simplified", "taiwan"), SENTENCES["converted"])
def test_a_simplified_sentence_becomes_taiwans(simplified: str, taiwan: str) -> None:
    assert to_taiwan(simplified) == taiwan
    assert simplified_leftovers(taiwan) == []


@pytest.mark.parametrize(("written", "mended"), SENTENCES["mended"])
def test_mainland_words_and_stray_characters_are_mended_in_a_traditional_sentence(written: str, mended: str) -> None:
    assert to_taiwan(written) == mended


@pytest.mark.parametrize("sentence", SENTENCES["untouched"])
def test_what_is_taiwans_already_stays_byte_for_byte(sentence: str) -> None:
    assert to_taiwan(sentence) == sentence
    assert simplified_leftovers(sentence) == []


@pytest.mark.parametrize(
    ("name", "kind", "missed_at_most"),
    [
        ("zh_tw_blind", "converted", 0.05),
        ("zh_tw_blind", "mended", 0.05),
        ("zh_tw_blind_second", "converted", 0.05),
        # A single word that Taiwan has too, in another sense, is left alone.
        ("zh_tw_blind_second", "mended", 0.25),
    ],
)
def test_nearly_all_of_what_a_copy_editor_wrote_unseen_is_as_wanted(
    name: str, kind: str, missed_at_most: float
) -> None:
    pairs = BLIND[name][kind]
    missed = [(before, to_taiwan(before)) for before, right in pairs if to_taiwan(before) not in right]
    assert len(missed) <= missed_at_most * len(pairs), missed


@pytest.mark.parametrize("name", BLIND)
def test_nothing_of_what_a_copy_editor_would_leave_alone_is_changed(name: str) -> None:
    sentences = BLIND[name]["untouched"]
    assert [sentence for sentence in sentences if to_taiwan(sentence) != sentence] == []
    assert [sentence for sentence in sentences if simplified_leftovers(sentence)] == []


def test_a_word_that_taiwan_has_too_changes_only_in_the_mainlands_paragraphs() -> None:
    assert to_taiwan("他登錄了項目。") == "他登錄了項目。"
    assert to_taiwan("他登錄了項目。軟件也更新了。") == "他登入了專案。軟體也更新了。"
    assert to_taiwan("他登錄了項目。\n軟件也更新了。") == "他登錄了項目。\n軟體也更新了。"


def test_two_words_that_taiwan_hardly_uses_tell_as_much_as_one_that_it_never_does() -> None:
    assert to_taiwan("變量很多。") == "變量很多。"
    assert to_taiwan("變量很多，內存很小。") == "變數很多，記憶體很小。"


def test_latin_words_are_spaced_as_the_sentence_is() -> None:
    assert to_taiwan("智能体扫描二维码。") == "AI代理掃描QR Code。"
    assert to_taiwan("用 GPT 做智能体。") == "用 GPT 做 AI 代理。"


def test_all_sentences_as_one_text_come_out_as_they_do_alone() -> None:
    for pairs in (SENTENCES["converted"], SENTENCES["mended"]):
        assert to_taiwan("\n".join(before for before, _ in pairs)) == "\n".join(after for _, after in pairs)


def test_a_neutral_sentence_follows_the_text_it_stands_in() -> None:
    assert to_taiwan("这个模型很好。后面只有一面。").endswith("後面只有一面。")
    assert to_taiwan("這個模型很好。后土和后羿都是神。").endswith("后土和后羿都是神。")


def test_leftovers_come_in_order_without_repeats() -> None:
    assert simplified_leftovers("星尘機器人與绳驅設計，绳與尘。") == ["尘", "绳"]


def test_words_that_share_a_form_with_simplified_characters_are_no_leftovers() -> None:
    assert simplified_leftovers("里長在茶几旁說，鄉愿的老么姓于，群峰如床，台北的云云眾生只有丰采。") == []


def test_characters_that_are_simplified_in_their_word_only_are_leftovers() -> None:
    assert simplified_leftovers("什么時候，几個人基于意愿來的？") == ["么", "几", "于", "愿"]


def test_japanese_has_no_leftovers_and_is_not_touched() -> None:
    japanese = "国会で新しい法律が成立した。"
    assert simplified_leftovers(japanese) == []
    assert to_taiwan(japanese) == japanese


def test_nested_quotes_become_taiwans() -> None:
    assert to_taiwan("他说：“我觉得‘智能’这个词太宽泛。”") == "他說：「我覺得『智能』這個詞太寬泛。」"


def test_an_apostrophe_is_no_quote() -> None:
    assert to_taiwan("他引用了 Moore’s Law 这条定律。") == "他引用了 Moore’s Law 這條定律。"


def test_half_width_punctuation_between_chinese_characters_becomes_full_width() -> None:
    assert to_taiwan("这个模型,很好!对吧?") == "這個模型，很好！對吧?"


def test_titles_addresses_and_code_keep_their_words() -> None:
    assert to_taiwan("《网络时代》见 https://example.org/信息") == "《網絡時代》見 https://example.org/資訊"
    assert to_taiwan("运行 `网络信息` 即可。") == "運行 `網絡信息` 即可。"


def test_no_term_is_rewritten_by_another() -> None:
    assert [term for _, term in terms() if to_taiwan(term) != term] == []


def test_a_term_stands_in_one_list_only() -> None:
    keys = [key for key, _ in terms()] + zh_tw._TERMS["keep"]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_every_term_changes_something_and_every_shield_shields() -> None:
    changed = [key for key, _ in terms()]
    assert [key for key, value in terms() if key == value] == []
    idle = [
        word
        for word in zh_tw._TERMS["keep"]
        if not any(word[at:].startswith(key[: len(word) - at]) for at in range(len(word)) for key in changed)
    ]
    assert idle == []


def test_spellings_are_one_for_one() -> None:
    assert [key for key, value in zh_tw._TERMS["spelling"].items() if len(key) != len(value)] == []


@given(CHINESE)
def test_twice_is_once_and_nothing_simplified_is_left(text: str) -> None:
    once = to_taiwan(text)
    assert to_taiwan(once) == once
    assert simplified_leftovers(once) == []


@given(st.text(alphabet=st.characters(max_codepoint=0x33FF)))
def test_text_without_chinese_characters_is_not_touched(text: str) -> None:
    assert to_taiwan(text) == text
    assert simplified_leftovers(text) == []


def test_a_text_of_neither_script_counts_as_traditional() -> None:
    assert (script_of("大模型"), script_of("模型发布"), script_of("模型發布")) == ("zh-Hant", "zh-Hans", "zh-Hant")


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder of corpora")
def test_real_news_is_left_without_simplified_characters() -> None:
    pages = sorted(Path(os.environ["AIINTEL_CORPORA"]).joinpath("clustering").glob("zk_entries.jsonl"))
    text = "".join(page.read_text(encoding="utf-8")[:1_000_000] for page in pages)
    converted = to_taiwan(text)
    assert pages
    assert simplified_leftovers(converted) == []
    assert to_taiwan(converted) == converted


@pytest.mark.parametrize("mark", ["\x00", "\ud800"])
def test_characters_that_are_no_text_are_left_where_they_stand(mark: str) -> None:
    assert to_taiwan(f"{mark}這句说{mark}软件{mark}") == f"{mark}這句說{mark}軟體{mark}"
    assert simplified_leftovers(f"这{mark}软") == ["这", "软"]


@given(st.lists(st.sampled_from("體补软件發发。「」,\x00\ud83d\udfff") | st.characters(exclude_categories=())))
def test_no_text_is_too_odd(characters: list[str]) -> None:
    text = "".join(characters)
    assert to_taiwan(to_taiwan(text)) == to_taiwan(text)
    assert set(simplified_leftovers(text)) <= set(text)
