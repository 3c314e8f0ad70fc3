"""What both languages write in a short fixed form: weekdays, quarters, halves of a year, funding rounds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding.text import Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_WEEKDAYS = "一二三四五六日"
_JAPANESE_WEEKDAYS = "月火水木金土日"
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LABEL = re.compile(
    r"(?P<weekday>(?<![一二三四五六兩两每數数\d]\s)(?<![一二三四五六兩两每\d])(?<![^指多人次總总][數数])(?:週|周|星期|禮拜|礼拜)"
    r"(?P<day>[一二三四五六日天])(?![次天週周年個个]))"
    r"|\b(?P<name>Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b"
    r"|(?P<youbi>[月火水木金土日])曜"
    r"|(?:第|年)\s?(?P<quarter>[一二三四1-4])\s?(?:季(?!節|节)|四半期)|(?P<q0>首|[一二三四1-4](?=季度))季"
    r"|\bQ(?P<q1>[1-4])\b|\b(?P<q2>[1-4])Q|(?i:\b(?P<q3>first|second|third|fourth)[\s-](?:fiscal[\s-])?quarter\b)"
    r"|(?P<half>[上下])半年|(?P<h0>[前後后])期(?=決算)|\b(?:H(?P<h1>[12])|(?P<h2>[12])H)\b"
    r"|(?i:\b(?P<h3>first|second)[\s-]half\b)"
    r"|\b[Ss]eries\s(?P<r1>[A-K])\b|(?i:(?<![A-Za-z])pre[-\s]?(?P<r3>[A-K])(?![A-Za-z0-9]))|(?<![A-Za-z])(?P<r2>[A-K])\d?\+?\s?(?:輪|轮|ラウンド)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"((?:March|June|Sept(?:ember)?|Dec(?:ember)?)\b)"
# The September quarter, the three months to Sept. 30, by the end of June: what ends with these months.
_PERIOD = re.compile(
    rf"\b{_MONTH}[\s-]quarter|\b(?:quarter|months|half)\s(?:that\s)?(?:end(?:ed|ing|s)|to|through)\s(?:in\s|on\s)?{_MONTH}"
    rf"|\bend\sof\s{_MONTH}"
)
_RANKS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "首": "1", "上": "1", "下": "2"}
_RANKS |= {"一": "1", "二": "2", "三": "3", "四": "4", "前": "1", "後": "2", "后": "2"}


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim names a weekday, quarter, half or round that the source does not."""
    known = _known(source)
    return (span for span, label in _labels(claim.plain) if label not in known)


def spans(claim: Text) -> Iterator[Span]:
    """Where labels stand."""
    return (span for span, _ in _labels(claim.plain))


@lru_cache(maxsize=64)
def _known(source: Text) -> frozenset[str]:
    ends = {
        _MONTHS.index((match[1] or match[2] or match[3])[:3].lower()) + 1 for match in _PERIOD.finditer(source.plain)
    }
    told = {f"quarter {(month + 2) // 3}" for month in ends} | {f"half {(month + 5) // 6}" for month in ends}
    return frozenset({*told, *(label for _, label in _labels(source.plain))})


def _labels(text: str) -> Iterator[tuple[Span, str]]:
    for match in _LABEL.finditer(text):
        yield Span(*match.span()), _label(match)


def _label(match: re.Match[str]) -> str:
    if match["weekday"]:
        return f"day {_WEEKDAYS.index(match['day'].replace('天', '日'))}"
    if match["youbi"]:
        return f"day {_JAPANESE_WEEKDAYS.index(match['youbi'])}"
    if match["name"]:
        return f"day {_ENGLISH_WEEKDAYS.index(match['name'][:3].lower())}"
    if fundraising := match["r1"] or match["r2"] or match["r3"]:
        return f"round {fundraising.upper()}{' before' if match['r3'] else ''}"
    if quarter := match["quarter"] or match["q0"] or match["q1"] or match["q2"] or match["q3"]:
        return f"quarter {_RANKS.get(quarter.lower(), quarter)}"
    half = match["half"] or match["h0"] or match["h1"] or match["h2"] or match["h3"]
    return f"half {_RANKS.get(half.lower(), half)}"
