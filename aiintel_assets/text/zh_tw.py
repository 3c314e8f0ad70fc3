"""Chinese as Taiwan's press writes it: characters, vocabulary, punctuation. Nothing is written here, only rewritten."""

from __future__ import annotations

import re

from opencc import OpenCC

_S2TW = OpenCC("s2tw")
_S2T = OpenCC("s2t")
_T2S = OpenCC("t2s")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


# Simplified-only: Taiwan's standard set (Big5) lacks the character and OpenCC writes it differently.
_SIMPLIFIED = frozenset(c for c in map(chr, range(0x3400, 0xA000)) if not _in_big5(c) and _S2TW.convert(c) != c)
_TRADITIONAL = frozenset(c for c in map(chr, range(0x4E00, 0xA000)) if _in_big5(c) and _T2S.convert(c) != c)
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]*")


def to_taiwan(text: str) -> str:
    """The text with its Simplified sentences rewritten as Taiwan writes them; other sentences stay as they are."""
    return "".join(_convert(sentence) for sentence in _SENTENCE.findall(text))


def simplified_leftovers(text: str) -> list[str]:
    """The Simplified characters in the text, in order of appearance, no repeats; sentences with kana do not count."""
    found = (c for s in _SENTENCE.findall(text) if not _KANA.search(s) for c in s if c in _SIMPLIFIED)
    return list(dict.fromkeys(found))


def script_of(text: str) -> str:
    """`zh-Hans` or `zh-Hant`, by the characters that only one of the two scripts has."""
    simplified = sum(c in _SIMPLIFIED for c in text)
    return "zh-Hans" if simplified > sum(c in _TRADITIONAL for c in text) else "zh-Hant"


def _convert(sentence: str) -> str:
    if _KANA.search(sentence) or _SIMPLIFIED.isdisjoint(sentence):
        return sentence
    return _S2TW.convert(sentence)
