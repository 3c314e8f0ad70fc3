"""How Taiwan's technical press sets Chinese beside Latin script. Spaces and punctuation only: no word is changed."""

from __future__ import annotations

import re

_HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_FULL_WIDTH = r"[，。、；：？！（）「」『』《》〈〉【】〔〕]"
# Addresses and code stay as they are, with all that is glued to them.
_AS_IT_STANDS = re.compile(
    rf"(`[^`]*`|(?i:https?://|ftp://|www\.|mailto:)(?:(?!{_FULL_WIDTH})\S)+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]++@[\w.-]+)"
)
_LATIN_START, _LATIN_END = r"[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff$€£]", r"[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff%+#°]"
_WIDE = str.maketrans(",;:?!", "，；：？！")
_BRACKETS = re.compile(rf"(?<={_HAN})\(([^()（）]*)\)|\(({_HAN}[^()（）]*)\)(?={_HAN})")
_SPACES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<![ \t])[ \t]++(?={_FULL_WIDTH})|(?<={_FULL_WIDTH})[ \t]+"), ""),
    (re.compile(r"(?<=\d)[ \t]+(?=[%％])"), ""),
    (re.compile(rf"(?<={_HAN})(?={_LATIN_START})|(?<={_LATIN_END})(?={_HAN})"), " "),
)
_NARROW = re.compile(rf"(?<={_HAN})[ \t]*[,;:?!](?:[ \t]*(?={_HAN}|{_FULL_WIDTH})|$)")


def typeset(text: str) -> str:
    """The text with Chinese set as Taiwan's technical press does; text without Chinese, or with kana, stays as it is.

    One half-width space stands between Chinese and Latin letters or figures (`90 天`, `Kestrel 3 發布`), none beside
    full-width punctuation or before a percent sign. Commas, colons, semicolons, question and exclamation marks between
    Chinese characters, and brackets beside them, become full-width. Addresses and code are not touched. Setting a text
    twice changes nothing.
    """
    if not re.search(_HAN, text) or _KANA.search(text):
        return text
    return "".join(part if index % 2 else _set(part) for index, part in enumerate(_AS_IT_STANDS.split(text)))


def _set(text: str) -> str:
    text = _BRACKETS.sub(r"（\1\2）", text)
    text = _NARROW.sub(lambda match: match[0].strip().translate(_WIDE), text)
    for pattern, replacement in _SPACES:
        text = pattern.sub(replacement, text)
    return text
