"""Amounts with their units and scales, shares, multiples, versions. What counts what the claim itself lists passes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding.text import Span, Text, figure_in
from aiintel_assets.text.grounding.words import table
from aiintel_assets.text.quantities import MEASURE, Quantity, number, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

Amount = tuple[Decimal, str]

# ---- shares and versions, which are no quantities ----

_FRACTION = re.compile(
    r"(?<![二兩两三四五六七八九十\d])(\d{1,6}|[二兩两三四五六七八九十]{1,3})\s?分[之の]\s?(\d{1,6}|[一二兩两三四五六七八九十]{1,3})",
    re.ASCII,
)
_VERSION = re.compile(
    r"(?<![\d.])[vV]?(\d+(?:\.\d+)*)\s?版(?![權权])"
    r"|(?<![A-Za-z])[vV](\d+(?:\.\d+)*)|(?:[Vv]ersion|版本)\s?(\d+(?:\.\d+)*)|#(\d+)",
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

# ---- what a claim may say more roughly ----

_MONEY_SIGN = r"(?:[A-Z]{0,3}\$|新?[台臺][幣币]|人民[币幣])?"
_ROUGH_BEFORE = re.compile(
    rf"(?P<about>大約|大约|約|约|大概|左右|估計|估计)?(?P<below>將近|将近|接近|近|不到|不足|逼近|直逼)?"
    rf"(?P<above>逾|超過|超过|超|突破|破|高於|高于|至少|多達|多达)?\s?{_MONEY_SIGN}\s?$"
)
_ROUGH_AFTER = re.compile(
    r"\s?(?:(?P<about>左右|上下|前後)|(?P<below>不到)|(?P<above>以上|餘|余|多(?!模|元|語|语|工|重|層|层|頭|头|家)))"
)
_MORE = re.compile(r"[多餘余來来]")
_REACH, _NEARLY, _FAR, _BEYOND = Decimal("0.1"), Decimal("0.15"), Decimal("0.25"), Decimal("0.95")

_NUMBERING = re.compile(r"(?:^|\n)[\s#>*-]*[（(]?$")
_NUMBERED = frozenset((".", "、", ")", "）"))
# 兩家公司 at the start of a clause are the two just named.
_BACK = re.compile(r"[，。；：！？\n]?\s?[兩两](?:家公司|家業者|家業|家企|人|者|國|国|方)")
_BOTH = 2
_SINGLE = re.compile(r"\b(?:one|an?|single)\b|[一壹單单首]", re.IGNORECASE)
_LARGE = 1_000
_MOST_LISTED, _FEW = 12, 5
_MOST_RATIOS = 6
_REACHES, _REACH_BACK = 50, 90
_MULTIPLES = {
    re.compile(r"\b(?:doubl(?:e|es|ed|ing)|twice)\b|翻倍|翻番|倍增|翻一番|一倍", re.IGNORECASE): 2,
    re.compile(r"\b(?:tripl(?:e|es|ed|ing)|three times|thrice)\b", re.IGNORECASE): 3,
    re.compile(r"\bquadrupl(?:e|es|ed|ing)\b", re.IGNORECASE): 4,
}
_A_YEAR = re.compile(r"(?<![\d.,$])(?:19|20)\d\d(?![\d%]|[.,]\d)", re.ASCII)
_SPANNING = re.compile(r"[間间來来內内](?![部容])|以[來来]")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.ASCII)
_ORDINAL_WORD = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_IN_A_ROW = re.compile(r"[連连](?:[續续]|兩|两)?\s?$")
_TIMES = re.compile(r"\s?[次回遍趟]")
_NAME = r"\b[a-z]?[A-Z][\w.&’'-]{0,30}(?: [a-z]?[A-Z][\w.&’'-]{0,30}){0,3}"
_LIST = re.compile(rf"{_NAME}(?:, {_NAME}){{1,10}},? and {_NAME}", re.ASCII)
_BETWEEN = re.compile(r", (?!and )|,? and ")
_YEARLY = re.compile(r"(?:19|20)\d\d")
_NEAR = 14
_CHANGED = re.compile(r"[^.,。，;；]{0,12}?(?:\bto\b|[到至]|→|->)\s?(?:about |around |roughly |約|约)?", re.IGNORECASE)
_FROM, _ARROW = re.compile(r"\bfrom\b|[從从由自]", re.IGNORECASE), re.compile(r"→|->")
_CONTRAST = re.compile(r"[^.。;；]{0,10}\b(?:instead of|from|to|versus|vs\.?|than|against|and|or)\s+(?:the\s)?")
_PER = re.compile(r"(?:每|\b(?:per|every|each)\s|/\s?)$", re.IGNORECASE)
_ROUND = frozenset(map(Decimal, (100, 1_000, 10_000, 100_000, 1_000_000, 1_000_000_000)))
_GROWS = re.compile(r"(?:增|長|长|升|高|多|漲|涨|快|上揚)[^至到為为達达，。]{0,4}$")
_WHOLE = Decimal(100)
_LEFT = re.compile(
    r"(?:只剩|只要|只需|僅剩|仅剩|剩下|降[至到為为]|減[至到為为]|减[至到為为]|縮[至到]|缩[至到])[^，。；]{0,8}$"
)
_MONTH = range(28, 32)
_YEAR = range(365, 367)
_ALIKE = frozenset((("months", "time"), ("time", "months")))
_IMPERIAL = "imperial "
# What a converted measure may differ by: 5 feet 6 inches are said to be 168 cm, and 66 pounds 30 kg.
_ABOUT = Decimal("0.015")
_FASTEST, _MILLION = 10**6, 10**6

_SCALES: dict[str, tuple[str, Decimal]] = {
    "ms": ("time", Decimal("0.001")),
    "seconds": ("time", Decimal(1)),
    "minutes": ("time", Decimal(60)),
    "hours": ("time", Decimal(3600)),
    "days": ("time", Decimal(86400)),
    "weeks": ("time", Decimal(604800)),
    "months": ("months", Decimal(1)),
    "quarters": ("months", Decimal(3)),
    "decades": ("months", Decimal(120)),
    "years": ("months", Decimal(12)),
    "MB": ("bytes", Decimal(1)),
    "GB": ("bytes", Decimal(1000)),
    "TB": ("bytes", Decimal(10**6)),
    "PB": ("bytes", Decimal(10**9)),
    "kWh": ("energy", Decimal(1)),
    "MWh": ("energy", Decimal(1000)),
    "GWh": ("energy", Decimal(10**6)),
    "TWh": ("energy", Decimal(10**9)),
    "W": ("watts", Decimal("0.001")),
    "kW": ("watts", Decimal(1)),
    "MW": ("watts", Decimal(1000)),
    "GW": ("watts", Decimal(10**6)),
    "users": ("people", Decimal(1)),
    "companies": ("people", Decimal(1)),
    "cents": ("USD", Decimal("0.01")),
    "bp": ("pp", Decimal("0.01")),
    "nm": ("length", Decimal("1e-9")),
    "um": ("length", Decimal("1e-6")),
    "mm": ("length", Decimal("0.001")),
    "cm": ("length", Decimal("0.01")),
    "metres": ("length", Decimal(1)),
    "km": ("length", Decimal(1000)),
    "inches": ("imperial length", Decimal("0.0254")),
    "feet": ("imperial length", Decimal("0.3048")),
    "miles": ("imperial length", Decimal("1609.344")),
    "mg": ("mass", Decimal("1e-6")),
    "grams": ("mass", Decimal("0.001")),
    "kg": ("mass", Decimal(1)),
    "tonnes": ("mass", Decimal(1000)),
    "pounds": ("imperial mass", Decimal("0.45359237")),
    "m2": ("area", Decimal(1)),
    "hectares": ("area", Decimal(10_000)),
    "km2": ("area", Decimal(10**6)),
    "sqft": ("imperial area", Decimal("0.09290304")),
    "acres": ("imperial area", Decimal("4046.8564")),
}
_POUND = Decimal("0.45359237")
_CURRENCIES = frozenset({"USD", "TWD", "CNY", "EUR", "GBP", "JPY", "KRW", "HKD", "INR", "AUD", "CAD", "SGD", "元"})
_LOCAL = frozenset({"元", "CNY", "TWD", "HKD"})
_NEEDS_UNIT = frozenset({"%", "x"})
_COUNTED = frozenset({"", "people", "tokens", "params"})
_SMALL = frozenset({"people", "pp", "time", "months"})
_LASTING = frozenset({"time", "months"})
_ONE_OF = frozenset({"", "people", "time", "months"})
# One minute needs a source that speaks of minutes.
_SPOKEN_OF = {
    "ms": r"millisecond|\bms\b|毫秒",
    "seconds": r"\bsec(?:ond)?s?\b|秒",
    "minutes": r"\bmin(?:ute)?s?\b|分",
    "hours": r"hour|[時时]",
    "days": r"day|daily|overnight|[日天]",
    "weeks": r"week|[週周]",
    "months": r"month|月",
    "quarters": r"quarter|季|四半期",
    "years": r"year|annual|年",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """The amounts of a source, in the smallest unit of their kinds and as they are written."""

    based: frozenset[Amount]
    written: frozenset[Amount]
    units: frozenset[str]
    local: frozenset[str]
    single: bool
    listed: frozenset[int]
    apart: frozenset[int]
    shared: frozenset[Decimal]
    ordinals: frozenset[int]


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim gives an amount or a version that the source does not give or that does not follow from it."""
    text, known = claim.plain, _known(source)
    for match in _VERSION.finditer(text):
        if not any(figure in source.figures for figure in match.groups() if figure):
            yield Span(*match.span())
    whole = _FRACTION.sub(lambda match: "\0" * len(match[0]), text)
    certain = _certain(whole, source, known)
    for match in _FRACTION.finditer(text):
        if not (
            _stands_fraction(match, source) or _has_share(match, text, known) or _is_ratio(match, text, certain, known)
        ):
            yield Span(*match.span())
    for quantity in _read(whole):
        if quantity not in certain and not _follows(whole, quantity, certain, known):
            yield Span(quantity.start, quantity.end)


@lru_cache(maxsize=64)
def shares_in_words(source: Text) -> frozenset[Decimal]:
    """The percentages that the source has in words only: half, a third."""
    return frozenset(value for value, unit in _spelled(source.plain) if unit == "%")


def has(value: int, source: Text) -> bool:
    """Whether the source has this number, of whatever it may be."""
    return any(other == value and unit in _COUNTED for other, unit in _known(source).written)


def spans(claim: Text) -> Iterator[Span]:
    """Where amounts stand: the letters in them are no names."""
    for found in (*_VERSION.finditer(claim.plain), *_FRACTION.finditer(claim.plain)):
        yield Span(*found.span())
    for quantity in _read(claim.plain):
        yield Span(quantity.start, quantity.end)


def _certain(text: str, source: Text, known: _Known) -> list[Quantity]:
    """The amounts of the claim that the source gives."""
    return [quantity for quantity in _read(text) if _is_supported(text, quantity, source, known)]


# ---- reading ----


@lru_cache(maxsize=64)
def _known(source: Text) -> _Known:
    text = source.plain
    amounts = [*_amounts(text), *_shares(text)]
    years = {int(match[0]) for match in _A_YEAR.finditer(text)}
    based = frozenset(_base(value, unit) for value, unit in amounts)
    return _Known(
        based=based,
        written=frozenset((abs(value), unit) for value, unit in amounts),
        units=frozenset(unit for _, unit in based),
        local=_local(source),
        single=bool(_SINGLE.search(text)),
        listed=frozenset(len(_BETWEEN.findall(match[0])) + 1 for match in _LIST.finditer(text)),
        apart=frozenset(abs(one - other) for one in years for other in years),
        shared=frozenset(_count(match[part].lower()) for match in _ONE_IN.finditer(text) for part in ("part", "of")),
        ordinals=frozenset(int(match[1]) for match in _ORDINAL.finditer(text))
        | {_ORDINALS.index(match[0].lower()) + 2 for match in _ORDINAL_WORD.finditer(text)},
    )


def _local(source: Text) -> frozenset[str]:
    """The currencies that 元 may be in a source: its own country's."""
    own = {"China": "CNY", "Taiwan": "TWD"}.get(source.home)
    return frozenset({"元", own}) if own else _LOCAL


def _base(value: Decimal, unit: str) -> Amount:
    """An amount in the smallest unit of its kind: 2 days as seconds, 1 GW as kilowatts."""
    kind, scale = _SCALES.get(unit, (unit, Decimal(1)))
    # 2 billion times a week is no multiple.
    kind = "" if kind == "x" and abs(value) >= _LARGE else kind
    return abs(value) * scale, kind


def _amounts(text: str) -> Iterator[Amount]:
    found = [quantity for quantity in _read(text) if not _is_rate(text, quantity)]
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
    return one.unit in _COUNTED and part < one.value < _WHOLE and 0 < start - one.end <= _REACH_BACK


def _multiplied(text: str, found: list[Quantity]) -> Iterator[Amount]:
    """What an amount comes to that the same sentence, or the next, multiplies: 300 台 and 三倍, 150 and twice that."""
    multiples = [(one.start, one.value) for one in found if one.unit == "x" and one.value > 1]
    multiples += [
        (match.start(), Decimal(times)) for pattern, times in _MULTIPLES.items() for match in pattern.finditer(text)
    ]
    for start, times in multiples:
        for one in found:
            if one.unit not in _NEEDS_UNIT and 0 < start - one.end <= _REACHES and one.value:
                yield one.value * times, one.unit
            # Doubled to 400,000 from half of it.
            if one.unit not in _NEEDS_UNIT and 0 < one.start - start <= _REACHES:
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
        growth = abs(after.value / before.value - 1) * _WHOLE
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
    for match in _FRACTION.finditer(text):
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


def _is_rate(text: str, quantity: Quantity) -> bool:
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


def _read(text: str) -> list[Quantity]:
    """The amounts of a text, those in two parts as one."""
    compounds = list(_compounds(text))
    others = [
        quantity
        for quantity in quantities(text)
        if not any(one.start < quantity.end and quantity.start < one.end for one in compounds)
    ]
    return sorted([*compounds, *others], key=lambda quantity: quantity.start)


# ---- matching ----


def _stands_fraction(match: re.Match[str], source: Text) -> bool:
    return Text(match[0]).simple in source.simple


def _has_share(match: re.Match[str], text: str, known: _Known) -> bool:
    """Whether the source has a fraction as a percentage, give or take one, or as the multiple that it undoes.

    Of what is left the source may give what is gone: 只剩十分之一 of a fall by 90%.
    """
    below, above = (number(figures) for figures in match.groups())
    share = above * 100 / below if below else Decimal(0)
    left = _LEFT.search(text, max(0, match.start() - 12), match.start())
    return any(
        (unit == "%" and (abs(value - share) <= 1 or (left and abs(_WHOLE - value - share) <= 1)))
        or (unit == "x" and above == 1 and value == below)
        for value, unit in known.based
    )


def _is_ratio(match: re.Match[str], text: str, certain: list[Quantity], known: _Known) -> bool:
    """Whether a fraction is what one of two supported amounts of the claim, or one of it and the source's, come to."""
    below, above = (number(figures) for figures in match.groups())
    based = [_base(one.value, one.unit) for one in certain]
    about = _ROUGH_BEFORE.search(text, max(0, match.start() - 10), match.start())
    if about and any(about.groups()):
        wanted = above / below if below else Decimal(0)
        return any(abs(1 / ratio - wanted) <= wanted * _REACH for ratio in _ratios(certain, known) if ratio)
    return any(
        kind == other_kind and value * above == other * below
        for value, kind in based
        for other, other_kind in based
        if other
    )


def _is_supported(text: str, quantity: Quantity, source: Text, known: _Known) -> bool:
    before, after = text[max(0, quantity.start - 10) : quantity.start], text[quantity.end : quantity.end + 4]
    value, unit = _base(quantity.value, quantity.unit)
    numbering = _NUMBERING.search(before) and after[:1] in _NUMBERED
    single = quantity.value == 1 and unit in _ONE_OF and (known.single or "1" not in quantity.text)
    single = single and bool(re.search(_SPOKEN_OF.get(quantity.unit, ""), source.plain, re.IGNORECASE))
    # 每一美元 of more per dollar.
    single |= quantity.value == 1 and unit in _CURRENCIES and "一" in quantity.text
    referring = quantity.value == _BOTH and _BACK.match(text[max(0, quantity.start - 1) : quantity.end + 2])
    listed = quantity.value in known.listed if quantity.unit == "companies" else _counts_a_list(text, quantity)
    spanning = quantity.unit == "years" and _SPANNING.match(after) and quantity.value in known.apart
    in_a_row = _IN_A_ROW.search(before) and quantity.value in known.ordinals
    if _is_rate(text, quantity) or numbering or single or referring or listed or spanning or in_a_row:
        return True
    if not unit and _TIMES.match(after) and (value, "x") in known.written:
        return True
    scale = value / abs(quantity.value) if quantity.value else Decimal(1)
    low, high = _bounds(text, quantity)
    if any(low * scale <= other <= high * scale for other in _comparable(unit, after, known)):
        return True
    if any(low <= other <= high for other in _rephrased(text, quantity, known)):
        return True
    if (
        unit
        and quantity.unit != "bp"
        and not _is_in_another_unit(quantity, known)
        and any(
            low <= other <= high and not (other in known.shared and unit in _LASTING)
            for other, other_unit in known.written
            if not other_unit and _is_small(unit, other)
        )
    ):
        return not (unit in _CURRENCIES and known.units & _CURRENCIES and unit not in known.units)
    figure = figure_in(quantity.text)
    return not unit and figure in source.figures and value == Decimal(figure) and not _YEARLY.fullmatch(figure)


def _is_in_another_unit(quantity: Quantity, known: _Known) -> bool:
    """Whether the source gives the very figure in another unit of the same kind: 4 seconds for 4 毫秒."""
    kind = _base(quantity.value, quantity.unit)[1].removeprefix(_IMPERIAL)
    return any(
        value == abs(quantity.value)
        and unit not in {"", quantity.unit}
        and _base(value, unit)[1].removeprefix(_IMPERIAL) == kind
        for value, unit in known.written
    )


def _comparable(unit: str, after: str, known: _Known) -> Iterator[Decimal]:
    """The source's amounts that an amount of this unit may be, each in the smallest unit of its kind."""
    # 57 億 without a unit is no sum in a currency that the source never uses while it uses another.
    spoken = known.units & _CURRENCIES
    foreign = unit in _CURRENCIES and spoken and unit not in spoken and not (unit in _LOCAL and spoken & _LOCAL)
    measured = not unit and MEASURE.match(after.lstrip())
    for other, other_unit in known.based if unit else known.written:
        if measured and _base(other, other_unit)[1] not in _COUNTED:
            continue
        if not (foreign and not other_unit) and _compatible(unit, other_unit, other, known.local):
            yield other
        # 1.7m may be as many metres.
        if unit == "length" and not other_unit:
            yield other / _MILLION


def _compatible(unit: str, other: str, value: Decimal, local: frozenset[str]) -> bool:
    if unit == other or not unit:
        return True
    if other and "元" in {unit, other}:
        return {unit, other} <= (_LOCAL if unit == "元" else local)
    return not other and unit not in _NEEDS_UNIT and value >= _LARGE


def _is_small(unit: str, value: Decimal) -> bool:
    """Whether a figure without a unit may count what is counted in this unit."""
    return unit in _SMALL and value < _LARGE


def _rephrased(text: str, quantity: Quantity, known: _Known) -> Iterator[Decimal]:
    """A rise by so many times or percent, where the source gives what it rose to, and the other way round."""
    rising = _GROWS.search(text, max(0, quantity.start - 8), quantity.start)
    value, kind = _base(quantity.value, quantity.unit)
    left = kind == "%" and _LEFT.search(text, max(0, quantity.start - 12), quantity.start)
    for other, unit in known.based:
        if (kind, unit) in _ALIKE and _same_time((value, kind), (other, unit)):
            yield quantity.value
        if _is_converted(value, kind, other, unit):
            yield abs(quantity.value)
        if left and unit == "%":
            yield _WHOLE - other
        if unit == "x":
            if quantity.unit == "x" and rising:
                yield other - 1
            if quantity.unit == "%" and rising:
                yield from ((other - 1) * _WHOLE, other * _WHOLE)
            if quantity.unit == "%" and not rising and other > 1:
                rest = Decimal(round(_WHOLE / other))
                yield from (rest, _WHOLE - rest)
        if unit == "%" and quantity.unit == "x" and other >= _WHOLE:
            yield other / _WHOLE if rising else other / _WHOLE + 1


def _same_time(one: Amount, other: Amount) -> bool:
    """Whether two lengths of time agree that have no unit in common: two months and 60 days."""
    (value, unit), (other_value, _) = one, other
    months, seconds = (value, other_value) if unit == "months" else (other_value, value)
    days = seconds / 86400
    return bool(months) and (int(days / months) in _MONTH or int(12 * days / months) in _YEAR)


def _is_converted(value: Decimal, kind: str, other: Decimal, unit: str) -> bool:
    """Whether a measure is the source's in the other system: 168 cm and 5 feet 6 inches, 30 kg and 66 pounds."""
    if unit == "GBP" and kind == "mass":
        other, unit = other * _POUND, _IMPERIAL + kind
    same = kind.removeprefix(_IMPERIAL) == unit.removeprefix(_IMPERIAL)
    return same and kind != unit and abs(value - other) <= value * _ABOUT


def _follows(text: str, quantity: Quantity, certain: list[Quantity], known: _Known) -> bool:
    """Whether an amount is the difference, growth or ratio of two that the claim gives and the source supports."""
    low, high = _bounds(text, quantity)
    half = Decimal(10) ** int(min(0, _exponent(quantity.value))) / 2
    low, high = low - half, high + half
    if quantity.unit == "":
        return False
    if quantity.unit == "x" and any(low <= ratio <= high for ratio in _ratios(certain, known)):
        return True
    for index, one in enumerate(certain):
        for other in certain[index + 1 :]:
            (small, kind), (large, other_kind) = sorted((_base(one.value, one.unit), _base(other.value, other.unit)))
            if not small or not (kind == other_kind or {kind, other_kind} <= _LOCAL):
                continue
            results = []
            if quantity.unit in {"pp", one.unit}:
                results.append(abs(one.value - other.value))
            if quantity.unit == "%":
                results += [(large / small - 1) * 100, (1 - small / large) * 100, small / large * 100]
            if quantity.unit == "x":
                results += [large / small, large / small - 1]
            if any(low <= result <= high for result in results):
                return True
    return False


def _ratios(certain: list[Quantity], known: _Known) -> Iterator[Decimal]:
    """How many times an amount of the claim is another one of the source, or that of it: 估值近三倍 of $9.9 billion."""
    for one in certain:
        value, kind = _base(one.value, one.unit)
        others = [other for other, unit in known.based if unit == kind and other]
        if (
            kind not in _COUNTED | _NEEDS_UNIT
            and value
            and len(others) <= (_FEW if kind in _CURRENCIES else _MOST_RATIOS)
        ):
            for other in others:
                large, small = max(other, value), min(other, value)
                yield from (large / small, large / small - 1)


def _bounds(text: str, quantity: Quantity) -> tuple[Decimal, Decimal]:
    """What the source may say instead: the value itself, or near it where the claim says 約, 近 or 逾."""
    low = high = abs(quantity.value)
    before = _ROUGH_BEFORE.search(text, max(0, quantity.start - 10), quantity.start)
    after = _ROUGH_AFTER.match(text, quantity.end)
    cues = {cue for match in (before, after) if match for cue, said in match.groupdict().items() if said}
    if _MORE.search(text, quantity.start, quantity.end):
        cues.add("above")
    if not cues or not low:
        return low, high
    step = Decimal(10) if "成" in quantity.text and low % 10 == 0 else Decimal(10) ** int(_exponent(low))
    reach = min(step / 2, low * _REACH)
    if "about" in cues:
        low, high = low - reach, high + reach
    if "below" in cues:
        low -= min(step / 2, abs(quantity.value) * _NEARLY)
    if "above" in cues:
        high += _BEYOND * (step if "成" in quantity.text else min(step, abs(quantity.value) * _FAR))
    return low, high


def _exponent(value: Decimal) -> int:
    return int(value.normalize().as_tuple().exponent)


def _counts_a_list(text: str, quantity: Quantity) -> bool:
    """Whether an amount counts what the claim itself lists: 三個版本：A、B 與 C, or A、B 兩家."""
    if quantity.unit or not 1 < quantity.value <= _MOST_LISTED:
        return False
    near = text[max(0, quantity.start - 60) : quantity.start], text[quantity.end : quantity.end + 120]
    before = re.split(r"[。；！？\n，]", near[0])[-1]
    sentence = re.split(r"[。；！？\n]", near[1])[0]
    listed = re.search(r"[：:（(]|分別[為是]|包括|包含|即|涵蓋", sentence)
    after = sentence[listed.end() :] if listed else ""
    return any(
        part and len(re.findall(r"、|，(?:以及|和|與|及)|[與和及跟]", part)) + 1 == quantity.value
        for part in (before, after)
    )
