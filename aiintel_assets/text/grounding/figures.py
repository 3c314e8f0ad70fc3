"""Figures that belong to no amount, date or label: they have no other form and must stand in the source as they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding import amounts, dates, labels
from aiintel_assets.text.grounding.text import FIGURE, Span, Text
from aiintel_assets.text.quantities import number

if TYPE_CHECKING:
    from collections.abc import Iterator

_AFTER_LETTER = re.compile(r"[A-Za-z]-?$")
_ANY_ORDINAL = re.compile(r"第\s?(?P<figures>\d+|[一二三四五六七八九十百]+)", re.ASCII)
_LETTER = re.compile(r"[A-Za-z]")
_ORDINAL = re.compile(r"第\s?(?P<figures>\d+|[一二三四五六七八九十百]+)(?!\s?[方者人，、：,:.季]|四半期)", re.ASCII)
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ENGLISH_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\b", re.IGNORECASE)
_RANK = re.compile(
    r"(?:#|\b[vV]|\b(?:no\.?|number|ranks?|ranked|top|part|phase|step|stage|chapter|section|level|gen|generation)[\s-]?)(\d{1,4})(?![\d.]\d|\w)",
    re.ASCII | re.IGNORECASE,
)
# Day seven, class III: what is counted by a word before its number.
_NUMBERED_NOUN = re.compile(
    r"\b(?:day|week|month|year|class|type|tier|grade|round|stage|phase|category|volume|season|level)s?\s"
    r"(?:(?P<figures>\d{1,3})|(?P<spelled>two|three|four|five|six|seven|eight|nine|ten)|(?P<roman>I{2,3}|IV|VI{0,3}))\b",
    re.IGNORECASE | re.ASCII,
)
_ROMAN = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
_SPELLED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SMALL = 12
_NUMBERING = re.compile(r"(?:^|\n)[\s#>*-]*[（(]?$")
_NUMBERED = frozenset((".", "、", ")", "）", ":", "：", " "))
_BEFORE = 8


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim has an ordinal or a figure that nothing else accounts for; the numbers of a list pass."""
    read = [*amounts.spans(claim), *dates.spans(claim), *labels.spans(claim)]
    for match in _ORDINAL.finditer(claim.plain):
        read.append(Span(*match.span()))
        counted = claim.simple[match.start("figures") : match.end() + 1]
        # 三類 of a Chinese source is 第三類.
        named = source.chinese and len(counted) > len(match["figures"]) and counted in source.simple
        if not (named or _is_ranked(_value(match["figures"]), source)):
            yield Span(*match.span())
    for match in FIGURE.finditer(claim.plain):
        start, end = match.span()
        before = claim.plain[max(0, start - _BEFORE) : start]
        numbering = _NUMBERING.search(before) and claim.plain[end : end + 1] in _NUMBERED
        inside = _AFTER_LETTER.search(before) or _LETTER.match(claim.plain, end)
        accounted = numbering or inside or any(one.start < end and start < one.end for one in read)
        if not accounted and match[0].replace(",", "") not in source.figures:
            yield Span(start, end)


def _is_ranked(rank: int, source: Text) -> bool:
    """Whether the source has an ordinal, or a large number of it; what is first may be said of anything."""
    counted = rank > _SMALL and (amounts.has(rank, source) or str(rank) in source.figures)
    return rank <= 1 or rank in _ranks(source) or counted


@lru_cache(maxsize=64)
def _ranks(source: Text) -> frozenset[int]:
    found = {_value(match["figures"]) for match in _ANY_ORDINAL.finditer(source.plain)}
    found |= {int(match[1]) for match in _RANK.finditer(source.plain)}
    for match in _NUMBERED_NOUN.finditer(source.plain):
        spelled = _SPELLED.index(match["spelled"].lower()) + 2 if match["spelled"] else 0
        found.add(int(match["figures"] or 0) or spelled or _ROMAN[match["roman"].upper()])
    for match in _ENGLISH_ORDINAL.finditer(source.plain):
        found.add(int(match[1]) if match[1] else _ORDINALS.index(match[2].lower()) + 2)
    return frozenset(found)


def _value(figures: str) -> int:
    return int(number(figures))
