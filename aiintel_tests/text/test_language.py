"""Which tag a text gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The company released a new language model on Tuesday and opened its weights.", "en"),
        ("这家公司周二发布了新的语言模型，并开放了权重。", "zh-Hans"),
        ("這家公司週二發布了新的語言模型，並開放了權重。", "zh-Hant"),
        ("OpenAI 今天發布 GPT-5.1，並更新 API 與 SDK", "zh-Hant"),
        ("OpenAI 今天发布 GPT-5.1，并更新 API 与 SDK", "zh-Hans"),
        ("同社は火曜日に新しい言語モデルを公開した。", "ja"),
        ("AI アシスタントを公開", "ja"),
        ("이 회사는 화요일에 새로운 언어 모델을 공개했다.", "ko"),
        ("Das Unternehmen veröffentlichte am Dienstag ein neues Sprachmodell.", "de"),
        ("L'entreprise a publié mardi un nouveau modèle de langue.", "fr"),
        ("Компания представила новую языковую модель.", "ru"),
        ("कंपनी ने मंगलवार को एक नया भाषा मॉडल जारी किया।", "hi"),
    ],
)
def test_a_sentence_is_told_by_its_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", " \n", "12 345 — 6.7", "https://example.org/a", "！？。"])
def test_what_holds_no_words_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


def test_a_chinese_article_may_quote_japanese() -> None:
    assert detect_language("這部電影的日文片名是「もも」，" + "講述一間實驗室訓練機器人的故事。" * 4) == "zh-Hant"


def test_an_english_article_may_quote_chinese() -> None:
    assert detect_language("The model is called 星辰 and it was released by a lab in Shanghai on Monday.") == "en"


def test_invisible_characters_do_not_mislead() -> None:
    assert detect_language("Agents are the new apps" + "\u200b\u200c\u200d\ufeff" * 200) == "en"


@given(st.text())
def test_any_text_gets_a_tag(text: str) -> None:
    assert detect_language(text)
