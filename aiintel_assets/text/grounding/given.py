"""The amounts that a text gives, and those that follow from how it puts them: shares, changes, multiples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding.units import COUNTED, LOCAL, NEEDS_UNIT, WHOLE, Amount, base
from aiintel_assets.text.grounding.words import table
from aiintel_assets.text.quantities import Quantity, number, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_assets.text.grounding.text import Text

FRACTION = re.compile(
    r"(?<![二兩两三四五六七八九十\d])(\d{1,6}|[二兩两三四五六七八九十]{1,3})\s?分[之の]\s?(\d{1,6}|[一二兩两三四五六七八九十]{1,3})",
    re.ASCII,
)
_SPELLED = r"(?:one|two|three|four|five|six|seven|eight|nine|ten)"
_ONE_IN = re.compile(
    rf"\b(?P<part>{_SPELLED}) (?:[a-z-]+ ){{0,2}}(?:in|of|out of) (?:every )?"
    rf"(?P<of>{_SPELLED}|10{{1,2}}|20)(?![A-Za-z%]|[.,]?\d)",
    re.IGNORECASE,
)
_DENOMINATORS = {
    name: Decimal(below)
    for below, name in enumerate(("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 3)
} | {"quarter": Decimal(4)}
_PARTS = re.compile(
    rf"\b(?P<count>an?|{_SPELLED})[\s-](?P<of>{'|'.join(_DENOMINATORS)})s?\b"
    r"(?!\s(?:quarter|half|time|place|party|person|model|company|version|round|country|option|way)\b)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"(?<![\d.,%])(?P<part>\d+)\s(?:[a-z]+\s)?(?:out\sof|of|in)\s(?:the\s|its\s|our\s|every\s)?(?P<all>\d+)(?![\d.,%])"
    r"|(?<![\d.,%])(?P<all2>\d+)\s?[個个款項项例題题次名家件人道][^\d。，,]{0,6}?中[^\d。，,]{0,4}?(?P<part2>\d+)(?![\d.,%])",
    re.ASCII,
)
# 94 of every 100, against 88; of 11 tested, only two passed.
_AGAINST = re.compile(
    r"\b(?:of|per|in) (?:every )?100\b[^.;]{0,30}\b(?:against|versus|vs|than|with) (\d{1,2})\b", re.ASCII
)
_ONLY = re.compile(
    rf"\bonly (\d{{1,3}}|{_SPELLED})\b(?! (?:percent|million|billion|times)|%)", re.IGNORECASE | re.ASCII
)
_FACTOR = re.compile(r"\bfactor of (?:about |roughly |nearly |up to )?([\w.]+)", re.IGNORECASE)
_N = (
    r"(?:(?<![\d.,])\d{1,3}|[一二兩两三四五六七八九十]{1,3}"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|an?)\b)"
)
# 一年半, 兩個半小時, 一年四個月, 前11月, two and a half years, a year and a half.
_COMPOUND = re.compile(
    rf"(?P<n1>{_N})\s?(?P<u1>年|天|週|周|[個个]?小[時时])半"
    rf"|(?P<n2>{_N})\s?[個个]半\s?(?P<u2>月|小[時时]|星期)"
    rf"|(?P<y>{_N})\s?年[又零]?\s?(?P<m>{_N})\s?[個个]月"
    rf"|前\s?(?P<first>{_N})\s?[個个]?月"
    rf"|(?P<n3>{_N})\sand\sa\shalf[\s-](?P<u3>year|month|week|day|hour)s?\b"
    rf"|(?P<n4>{_N})\s(?P<u4>year|month|week|day|hour)s?\sand\sa\shalf\b",
    re.IGNORECASE | re.ASCII,
)
# 5 feet 6 inches, 5-foot-6, 5'6".
_FEET = re.compile(
    r"(?<![\d.])(\d)(?:[\s-]?(?:feet|foot|ft)[\s-]|['’′])(\d{1,2})(?:(?:[\s-]inch(?:es)?)?\b|[\"”″])(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_COMPOUND_UNITS = {"年": "months", "year": "months", "月": "months", "month": "months"}
_COMPOUND_UNITS |= {"天": "days", "day": "days", "週": "weeks", "周": "weeks", "星期": "weeks", "week": "weeks"}
_COMPOUND_UNITS |= {"小時": "hours", "小时": "hours", "個小時": "hours", "个小时": "hours", "hour": "hours"}
_SINGLE = re.compile(r"\b(?:one|an?|single)\b|[一壹單单首]", re.IGNORECASE)
_REACHES, _REACH_BACK = 50, 90
_BECOMES, _OF_IT = re.compile(r"[為为到至成]\s?$"), re.compile(r"\s(?:as (?:many|much)|that|the (?:number|amount))\b")
_MULTIPLES = {
    re.compile(r"\b(?:doubl(?:e|es|ed|ing)|twice (?:that|as|the))\b|翻倍|翻番|倍增|翻一番|一倍", re.IGNORECASE): 2,
    re.compile(r"\b(?:tripl(?:e|es|ed|ing))\b", re.IGNORECASE): 3,
    re.compile(r"\bquadrupl(?:e|es|ed|ing)\b", re.IGNORECASE): 4,
}
_A_YEAR = re.compile(r"(?<![\d.,$])(?:19|20)\d\d(?![\d%]|[.,]\d)", re.ASCII)
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.ASCII)
_ORDINAL_WORD = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_NAME = r"\b[a-z]?[A-Z][\w.&’'-]{0,30}(?: [a-z]?[A-Z][\w.&’'-]{0,30}){0,3}"
_LIST = re.compile(rf"{_NAME}(?:, {_NAME}){{1,10}},? and {_NAME}", re.ASCII)
_BETWEEN = re.compile(r", (?!and )|,? and ")
_NEAR = 14
_CHANGED = re.compile(r"[^.,。，;；]{0,12}?(?:\bto\b|[到至]|→|->)\s?(?:about |around |roughly |約|约)?", re.IGNORECASE)
_FROM, _ARROW = re.compile(r"\bfrom\b|[從从由自]", re.IGNORECASE), re.compile(r"→|->")
_CONTRAST = re.compile(r"[^.。;；]{0,10}\b(?:instead of|from|to|versus|vs\.?|than|against|and|or)\s+(?:the\s)?")
_PER = re.compile(r"(?:每|\b(?:per|every|each)\s|/\s?)$", re.IGNORECASE)
_ROUND = frozenset(map(Decimal, (100, 1_000, 10_000, 100_000, 1_000_000, 1_000_000_000)))
_FASTEST = 10**6


@dataclass(frozen=True, slots=True)
class Known:
    """The amounts of a source, in the smallest unit of their kinds and as they are written.

    `local` are the currencies that 元 may be; `single` says that there is one of something; `listed` are the lengths of
    its lists, `apart` the years between its years, `shared` the numbers of shares such as two in five, `rates` what
    things are counted by.
    """

    based: frozenset[Amount]
    written: frozenset[Amount]
    units: frozenset[str]
    local: frozenset[str]
    single: bool
    listed: frozenset[int]
    apart: frozenset[int]
    shared: frozenset[Decimal]
    rates: frozenset[Amount]
    ordinals: frozenset[int]


@lru_cache(maxsize=64)
def shares_in_words(source: Text) -> frozenset[Decimal]:
    """The percentages that the source has in words only: half, a third."""
    return frozenset(value for value, unit in _spelled(source.plain) if unit == "%")


@lru_cache(maxsize=64)
def known_amounts(source: Text) -> Known:
    """What a source says of amounts; the last sources are kept."""
    text = source.plain
    amounts = [*_amounts(text), *_shares(text)]
    years = {int(match[0]) for match in _A_YEAR.finditer(text)}
    based = frozenset(base(value, unit) for value, unit in amounts)
    return Known(
        based=based,
        written=frozenset((abs(value), unit) for value, unit in amounts),
        units=frozenset(unit for _, unit in based),
        local=_local(source),
        single=bool(_SINGLE.search(text)),
        listed=frozenset(len(_BETWEEN.findall(match[0])) + 1 for match in _LIST.finditer(text)),
        apart=frozenset(abs(one - other) for one in years for other in years),
        shared=frozenset(_count(match[part].lower()) for match in _ONE_IN.finditer(text) for part in ("part", "of")),
        rates=frozenset((one.value, one.unit) for one in read_amounts(text) if is_rate(text, one)),
        ordinals=frozenset(int(match[1]) for match in _ORDINAL.finditer(text))
        | {_ORDINALS.index(match[0].lower()) + 2 for match in _ORDINAL_WORD.finditer(text)},
    )


def _local(source: Text) -> frozenset[str]:
    """The currencies that 元 may be in a source: its own country's."""
    own = {"China": "CNY", "Taiwan": "TWD"}.get(source.home)
    return frozenset({"元", own}) if own else LOCAL


def _amounts(text: str) -> Iterator[Amount]:
    found = [quantity for quantity in read_amounts(text) if not is_rate(text, quantity)]
    for quantity in found:
        yield quantity.value, quantity.unit
        # ¥ is the yen's sign, too.
        if quantity.text.startswith("¥"):
            yield quantity.value, "JPY"
    for match in _FACTOR.finditer(text):
        yield from ((quantity.value, "x") for quantity in quantities(f"{match[1]} times"))
    for before, quantity in pairwise(found):
        # 2, 4 and 8 hours; 6.5 hours instead of 31: amounts beside each other share a unit.
        if not before.unit and quantity.unit and quantity.start - before.end < _NEAR:
            yield before.value, quantity.unit
        if not quantity.unit and before.unit and _CONTRAST.fullmatch(text, before.end, quantity.start):
            yield quantity.value, before.unit
        yield from _change(text, before, quantity)
    yield from _multiplied(text, found)
    for match in _ONLY.finditer(text):
        part = _count(match[1].lower())
        yield from ((one.value - part, "") for one in found if _left_over(one, part, match.start()))
    yield from _spelled(text)


def _left_over(one: Quantity, part: Decimal, start: int) -> bool:
    """Whether a part that follows is of a number: nine of eleven where only two passed."""
    return one.unit in COUNTED and part < one.value < WHOLE and 0 < start - one.end <= _REACH_BACK


def _multiplied(text: str, found: list[Quantity]) -> Iterator[Amount]:
    """What an amount comes to that the same sentence, or the next, multiplies: 300 台 and 三倍, 150 and twice that."""
    multiples = [
        (one.start, one.value)
        for one in found
        if one.unit == "x" and one.value > 1 and (_BECOMES.search(text, 0, one.start) or _OF_IT.match(text, one.end))
    ]
    multiples += [
        (match.start(), Decimal(times)) for pattern, times in _MULTIPLES.items() for match in pattern.finditer(text)
    ]
    for start, times in multiples:
        for one in found:
            if one.unit not in NEEDS_UNIT and 0 < start - one.end <= _REACHES and one.value:
                yield one.value * times, one.unit
            # Doubled to 400,000 from half of it.
            if one.unit not in NEEDS_UNIT and 0 < one.start - start <= _REACHES:
                yield one.value / times, one.unit


def _spelled(text: str) -> Iterator[Amount]:
    """Amounts that one word says: doubled, half, decade."""
    for pattern, values in _worded():
        if pattern.search(text):
            yield from ((Decimal(value), unit) for value, unit in values)


def _change(text: str, before: Quantity, after: Quantity) -> Iterator[Amount]:
    """What from 14,200 to 23,900 comes to: the growth in percent, and the difference."""
    if not before.value or (before.unit and before.unit != after.unit):
        return
    if _CHANGED.fullmatch(text, before.end, after.start) and (
        _FROM.search(text, max(0, before.start - _NEAR), before.start) or _ARROW.search(text, before.end, after.start)
    ):
        growth = abs(after.value / before.value - 1) * WHOLE
        if growth < _FASTEST:
            yield from ((round(growth, places), "%") for places in (0, 1))
        yield abs(after.value - before.value), "pp" if after.unit == "%" else after.unit


def _shares(text: str) -> Iterator[Amount]:
    """73 out of 100, 14 項中的 11 項, two in five and one eighth as percentages."""
    for match in _OUT_OF.finditer(text):
        part, of = Decimal(match["part"] or match["part2"]), Decimal(match["all"] or match["all2"])
        if 0 < part <= of:
            yield of - part, ""
            yield round(part * 100 / of, 1).normalize(), "%"
            yield Decimal(round(part * 100 / of)), "%"
    for match in _AGAINST.finditer(text):
        yield Decimal(match[1]), "%"
    for match in FRACTION.finditer(text):
        part, of = number(match[2]), number(match[1])
        if 0 < part < of:
            yield Decimal(round(part * 100 / of)), "%"
    for match in _PARTS.finditer(text):
        part, of = _count((match["count"] or "one").lower()), _DENOMINATORS[match["of"].lower()]
        if 0 < part < of:
            yield Decimal(round(part * 100 / of)), "%"
    for match in _ONE_IN.finditer(text):
        part, of = _count(match["part"].lower()), _count(match["of"].lower())
        if 0 < part < of:
            yield Decimal(round(part * 100 / of)), "%"


@cache
def _worded() -> list[tuple[re.Pattern[str], list[tuple[str, str]]]]:
    return [
        (re.compile(pattern), [(str(value), unit) for value, unit in values])
        for pattern, values in table("amounts").items()
    ]


def is_rate(text: str, quantity: Quantity) -> bool:
    """Whether an amount is what something is counted by: per million, 每百萬."""
    return quantity.value in _ROUND and bool(_PER.search(text, max(0, quantity.start - 6), quantity.start))


def _compounds(text: str) -> Iterator[Quantity]:
    """Lengths in two parts: 一年半, 一年四個月, two and a half years, 5 feet 6 inches."""
    for match in _FEET.finditer(text):
        yield Quantity(12 * Decimal(match[1]) + Decimal(match[2]), "inches", match[0], *match.span())
    for match in _COMPOUND.finditer(text):
        if match["y"]:
            value, unit = _count(match["y"]) * 12 + _count(match["m"]), "months"
        elif match["first"]:
            value, unit = _count(match["first"]), "months"
        else:
            figures = next(match[name] for name in ("n1", "n2", "n3", "n4") if match[name])
            written = next(match[name] for name in ("u1", "u2", "u3", "u4") if match[name]).lower()
            value, unit = _count(figures) + Decimal("0.5"), _COMPOUND_UNITS[written]
            value *= 12 if written in {"年", "year"} else 1
        yield Quantity(value, unit, match[0], *match.span())


def _count(figures: str) -> Decimal:
    if not figures.isascii() or figures.isdecimal():
        return number(figures)
    found = quantities(f"{figures} times")
    return found[0].value if found else Decimal(1)


def read_amounts(text: str) -> list[Quantity]:
    """The amounts of a text, those in two parts as one."""
    compounds = list(_compounds(text))
    others = [
        quantity
        for quantity in quantities(text)
        if not any(one.start < quantity.end and quantity.start < one.end for one in compounds)
    ]
    return sorted([*compounds, *others], key=lambda quantity: quantity.start)
