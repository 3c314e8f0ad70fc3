"""A claim or a source with the forms of it that facts are compared in, each made once. No fact is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from opencc import OpenCC

from aiintel_assets.text.grounding.sounds import latin_letters, spelled_alike
from aiintel_assets.text.known_names import simplify, words
from aiintel_assets.text.latin_names import LETTER
from aiintel_assets.text.zh_tw import to_taiwan

_SOURCES_KEPT = 64
# A text with fewer Traditional characters than one in so many is Simplified and quotes some.
_SCRIPT = 20
_URL = re.compile(r"https?://[!-~]+|www\.[!-~]+")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xA0: 32, 0x3000: 32, 0x202F: 32, 0x2009: 32}
_PLAIN = {code: to for code, to in _WIDE.items() if chr(to).isalnum() or chr(to) in " %$.:/-"}
_PLAIN |= dict.fromkeys((0, *range(0xD800, 0xE000)), 32)  # what OpenCC cannot take: NUL and lone surrogates
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")
_WORD = re.compile(rf"[{LETTER}]+")
_TOKEN = re.compile(rf"[{LETTER}]+|\d+(?:\.\d+)*", re.ASCII)
_JOINTS = re.compile(r"[\s\-‐‑_.&+/'’]{0,2}")
_POSSESSIVE = re.compile(r"['’][sS](?![A-Za-z])")
_PLURAL = re.compile(r"(?<=\d)s\b|(?<=[A-Z]{2})s\b", re.ASCII)
_PIECE = re.compile(rf"[{LETTER}]+|\d+(?:\.\d+)*|[^\W\d_]|[%$€£¥+]")
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*", re.ASCII)
_JAPANESE = OpenCC("jp2t")


class Span(NamedTuple):
    """A part of a text."""

    start: int
    end: int


class Token(NamedTuple):
    """A run of letters or a figure, in small letters.

    `joined` says that it follows the one before with no or one joint, `apart` that it is a small word after a space.
    """

    text: str
    start: int
    end: int
    joined: bool
    apart: bool


@dataclass(frozen=True)
class Text:
    """A text with its length kept in every form but `folded` and `strung`."""

    plain: str

    @cached_property
    def simple(self) -> str:
        """In Simplified characters, Japanese ones included."""
        return simplify(self._modern)

    @cached_property
    def _modern(self) -> str:
        if not self.japanese:
            return self.plain
        converted: str = _JAPANESE.convert(self.plain)
        return converted if len(converted) == len(self.plain) else self.plain

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Words and figures in one script and case, each between bars, in the source's and in Taiwan's vocabulary."""
        return tuple(dict.fromkeys((fold(self._modern), fold(self._local))))

    @cached_property
    def _local(self) -> str:
        """In Taiwan's words."""
        return to_taiwan(self.plain)

    @cached_property
    def strung(self) -> tuple[str, ...]:
        """The folded text without its bars."""
        return tuple(form.replace("|", "") for form in self.folded)

    @cached_property
    def home(self) -> str:
        """The country that a text in its language and script need not name; empty for English."""
        if self.japanese:
            return "Japan"
        if not self.chinese:
            return ""
        changed = sum(one != other for one, other in zip(self.simple, self.plain, strict=True))
        return "Taiwan" if changed * _SCRIPT > len(self.plain) else "China"

    @cached_property
    def japanese(self) -> bool:
        """Whether kana stand in it."""
        return bool(_KANA.search(self.plain))

    @cached_property
    def chinese(self) -> bool:
        """Whether it is written in Chinese, so that Chinese words can be looked for in it."""
        han = len(_HAN.findall(self.plain))
        return not self.japanese and han > 0 and han * 4 > len(_WORD.findall(self.plain))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its Latin words and figures, and those that Taiwan writes for Chinese ones: Android for 安卓."""
        found = tokens(self.plain)
        local = self._local if self.chinese else self.plain
        return tuple(found if local == self.plain else [*found, *tokens(f"   {local}")])

    @cached_property
    def katakana(self) -> tuple[tuple[int, int, str], ...]:
        """Where foreign words stand in Japanese, and these in Latin letters."""
        return tuple((*match.span(), latin_letters(match[0])) for match in _KATAKANA.finditer(self.plain))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each token stands, as indices of `tokens`."""
        found: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            found.setdefault(token.text, []).append(index)
        return found

    @cached_property
    def figures(self) -> frozenset[str]:
        """Its figures as written, without commas."""
        return frozenset(match[0].replace(",", "") for match in FIGURE.finditer(self.plain))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its Latin words in their own case."""
        return tuple(_WORD.findall(self.plain))


def read_claim(claim: str) -> Text:
    """A claim, with addresses and code blanked out: they say nothing."""
    return Text(_CODE.sub(_blank, _URL.sub(_blank, claim)).translate(_PLAIN))


@lru_cache(maxsize=_SOURCES_KEPT)
def read_source(source: str) -> Text:
    """A source, with addresses blanked out; the last ones are kept, as many claims come for one."""
    return Text(_URL.sub(_blank, source).translate(_PLAIN))


def fold(text: str) -> str:
    """The words and figures of a text, in one script and case, each between bars; its punctuation is gone."""
    return f"|{'|'.join(_PIECE.findall(simplify(text).lower()))}|"


def tokens(text: str) -> list[Token]:
    """The Latin words and figures of a text; possessive and plural endings are no part of a word."""
    spoken = _PLURAL.sub(" ", _POSSESSIVE.sub("  ", text))
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(spoken):
        joined = bool(_JOINTS.fullmatch(spoken, end, match.start()))
        apart = spoken[end : match.start()].isspace() and match[0].islower()
        found.append(Token(match[0].lower(), match.start(), match.end(), joined, apart))
        end = match.end()
    return found


def figure_in(text: str) -> str:
    """The first figure of a text, as written, without commas; empty when it has none."""
    match = FIGURE.search(text)
    return match[0].replace(",", "") if match else ""


def stands(name: str, source: Text) -> bool:
    """Whether the source has these characters, in either script and vocabulary, whatever stands between them."""
    plain = fold(name).replace("|", "")
    return bool(plain) and any(plain in form for form in source.strung)


def stands_latin(name: str, source: Text) -> bool:
    """Whether a name stands in the source whole: neither GPT-5 in GPT-5.1 nor Kestrel 3 in Kestrel 3 Mini.

    In Japanese it may stand in katakana.
    """
    wanted = [token.text for token in tokens(name)]
    if not wanted:
        return False
    indices = (*source.places.get(wanted[0], ()), *source.places.get(f"{wanted[0]}s", ()))
    found = any(_stands_at(wanted, index, source) for index in indices)
    return found or any(spelled_alike(letters, name) for _, _, letters in source.katakana)


def _stands_at(wanted: list[str], index: int, source: Text) -> bool:
    found = source.tokens
    if index + len(wanted) > len(found):
        return False
    for step, text in enumerate(wanted):
        token = found[index + step]
        plural = step == len(wanted) - 1 and token.text == f"{text}s"
        if not (token.text == text or plural) or (step and not token.joined):
            return False
    if not wanted[-1][0].isdigit() or index + len(wanted) == len(found):
        return True
    following = found[index + len(wanted)]
    glued = following.start == found[index + len(wanted) - 1].end
    # Gemini 2.5 Flash is another model, BiCS10 flash is not.
    variant = following.text in words("variants") and not following.apart
    return not (following.joined and (variant or (glued and following.text.isalpha())))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
