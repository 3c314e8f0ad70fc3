"""Amounts, shares, multiples and versions of a claim, held against its source's; what counts its own list passes.

Units are in `units`; what amounts a source gives, and what follows from how it puts them, is in `given`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding.given import FRACTION, Known, is_rate, known_amounts, read_amounts
from aiintel_assets.text.grounding.text import Span, Text, figure_in
from aiintel_assets.text.grounding.units import (
    COUNTED,
    LARGE,
    LOCAL,
    NEEDS_UNIT,
    WHOLE,
    base,
    family,
    is_in_other_units,
)
from aiintel_assets.text.quantities import MEASURE, MONEY, Quantity, number

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION = re.compile(
    r"(?<![\d.])[vV]?(\d+(?:\.\d+)*)\s?版(?![權权])"
    r"|(?<![A-Za-z])[vV](\d+(?:\.\d+)*)|(?:[Vv]ersion|版本)\s?(\d+(?:\.\d+)*)|#(\d+)",
    re.ASCII,
)
_MONEY_SIGN = r"(?:[A-Z]{0,3}\$|新?[台臺][幣币]|人民[币幣])?"
_ROUGH_BEFORE = re.compile(
    rf"(?P<about>大約|大约|約|约|大概|左右|估計|估计)?(?P<below>將近|将近|接近|近|不到|不足|逼近|直逼)?"
    rf"(?P<above>逾|超過|超过|超|突破|破|高於|高于|至少|多達|多达)?\s?{_MONEY_SIGN}\s?$"
)
_ROUGH_AFTER = re.compile(
    r"\s?(?:(?P<about>左右|上下|前後)|(?P<below>不到)|(?P<above>以上|餘|余|多(?!模|元|語|语|工|重|層|层|頭|头|家)))"
)
# 六成 may be 60.2 %.
_TENTH = Decimal("0.5")
_MORE = re.compile(r"[多餘余來来]")
_REACH, _NEARLY, _FAR, _BEYOND = Decimal("0.1"), Decimal("0.15"), Decimal("0.25"), Decimal("0.95")
_NUMBERING = re.compile(r"(?:^|\n)[\s#>*-]*[（(]?$")
_NUMBERED = frozenset((".", "、", ")", "）"))
# 兩家公司 at the start of a clause are the two just named.
_BACK = re.compile(r"[，。；：！？\n]?\s?[兩两](?:家公司|家業者|家業|家企|人|者|國|国|方)")
_BOTH = 2
_MOST_LISTED, _FEW = 12, 5
_MOST_RATIOS = 6
_SPANNING = re.compile(r"[間间來来內内](?![部容])|以[來来]")
_IN_A_ROW = re.compile(r"[連连](?:[續续]|兩|两)?\s?$")
_TIMES = re.compile(r"\s?[次回遍趟]")
_MILLION = 10**6
_YEARLY = re.compile(r"(?:19|20)\d\d")
_GROWS = re.compile(r"(?:增|長|长|升|高|多|漲|涨|快|上揚)[^至到為为達达，。]{0,4}$")
_LEFT = re.compile(
    r"(?:只剩|只要|只需|僅剩|仅剩|剩下|降[至到為为]|減[至到為为]|减[至到為为]|縮[至到]|缩[至到])[^，。；]{0,8}$"
)
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


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim gives an amount or a version that the source does not give or that does not follow from it."""
    text, known = claim.plain, known_amounts(source)
    for match in _VERSION.finditer(text):
        if not any(figure in source.figures for figure in match.groups() if figure):
            yield Span(*match.span())
    whole = FRACTION.sub(lambda match: "\0" * len(match[0]), text)
    certain = _certain(whole, source, known)
    for match in FRACTION.finditer(text):
        if not (
            _stands_fraction(match, source) or _has_share(match, text, known) or _is_ratio(match, text, certain, known)
        ):
            yield Span(*match.span())
    for quantity in read_amounts(whole):
        if quantity not in certain and not _follows(whole, quantity, certain, known):
            yield Span(quantity.start, quantity.end)


def has(value: int, source: Text) -> bool:
    """Whether the source has this number, of whatever it may be."""
    return any(other == value and unit in COUNTED for other, unit in known_amounts(source).written)


def spans(claim: Text) -> Iterator[Span]:
    """Where amounts stand: the letters in them are no names."""
    for found in (*_VERSION.finditer(claim.plain), *FRACTION.finditer(claim.plain)):
        yield Span(*found.span())
    for quantity in read_amounts(claim.plain):
        yield Span(quantity.start, quantity.end)


def _certain(text: str, source: Text, known: Known) -> list[Quantity]:
    """The amounts of the claim that the source gives."""
    return [quantity for quantity in read_amounts(text) if _is_supported(text, quantity, source, known)]


def _stands_fraction(match: re.Match[str], source: Text) -> bool:
    return Text(match[0]).simple in source.simple


def _has_share(match: re.Match[str], text: str, known: Known) -> bool:
    """Whether the source has a fraction as a percentage, give or take one, or as the multiple that it undoes.

    Of what is left the source may give what is gone: 只剩十分之一 of a fall by 90%.
    """
    below, above = (number(figures) for figures in match.groups())
    share = above * 100 / below if below else Decimal(0)
    left = _LEFT.search(text, max(0, match.start() - 12), match.start())
    return any(
        (unit == "%" and (abs(value - share) <= 1 or (left and abs(WHOLE - value - share) <= 1)))
        or (unit == "x" and above == 1 and value == below)
        for value, unit in known.based
    )


def _is_ratio(match: re.Match[str], text: str, certain: list[Quantity], known: Known) -> bool:
    """Whether a fraction is what one of two supported amounts of the claim, or one of it and the source's, come to."""
    below, above = (number(figures) for figures in match.groups())
    based = [base(one.value, one.unit) for one in certain]
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


def _is_supported(text: str, quantity: Quantity, source: Text, known: Known) -> bool:
    after = text[quantity.end : quantity.end + 4]
    value, unit = base(quantity.value, quantity.unit)
    if is_rate(text, quantity):
        rates = [value for value, unit in known.rates if unit in {"", quantity.unit}]
        return not rates or quantity.value in rates or quantity.value == 1
    if _goes_without_saying(text, quantity, source, known):
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
        return not (unit in MONEY and known.units & MONEY and unit not in known.units)
    figure = figure_in(quantity.text)
    return not unit and figure in source.figures and value == Decimal(figure) and not _YEARLY.fullmatch(figure)


def _goes_without_saying(text: str, quantity: Quantity, source: Text, known: Known) -> bool:
    """Whether an amount numbers or counts what the claim itself lists, is one of something, or follows from others."""
    before, after = text[max(0, quantity.start - 10) : quantity.start], text[quantity.end : quantity.end + 4]
    unit = base(quantity.value, quantity.unit)[1]
    numbering = _NUMBERING.search(before) and after[:1] in _NUMBERED
    single = quantity.value == 1 and unit in _ONE_OF and (known.single or "1" not in quantity.text)
    single = single and bool(re.search(_SPOKEN_OF.get(quantity.unit, ""), source.plain, re.IGNORECASE))
    # 每一美元 of more per dollar.
    single |= quantity.value == 1 and unit in MONEY and "一" in quantity.text
    referring = quantity.value == _BOTH and _BACK.match(text[max(0, quantity.start - 1) : quantity.end + 2])
    listed = quantity.value in known.listed if quantity.unit == "companies" else _counts_a_list(text, quantity)
    spanning = quantity.unit == "years" and _SPANNING.match(after) and quantity.value in known.apart
    in_a_row = _IN_A_ROW.search(before) and quantity.value in known.ordinals
    times = not unit and _TIMES.match(after) and (quantity.value, "x") in known.written
    return bool(numbering or single or referring or listed or spanning or in_a_row or times)


def _is_in_another_unit(quantity: Quantity, known: Known) -> bool:
    """Whether the source gives the very figure in another unit of the same kind: 4 seconds for 4 毫秒."""
    kind = family(quantity.unit)
    return any(
        value == abs(quantity.value) and unit not in {"", quantity.unit} and family(unit) == kind
        for value, unit in known.written
    )


def _comparable(unit: str, after: str, known: Known) -> Iterator[Decimal]:
    """The source's amounts that an amount of this unit may be, each in the smallest unit of its kind."""
    # 57 億 without a unit is no sum in a currency that the source never uses while it uses another.
    spoken = known.units & MONEY
    foreign = unit in MONEY and spoken and unit not in spoken and not (unit in LOCAL and spoken & LOCAL)
    measured = not unit and MEASURE.match(after.lstrip())
    for other, other_unit in known.based if unit else known.written:
        if measured and base(other, other_unit)[1] not in COUNTED:
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
        return {unit, other} <= (LOCAL if unit == "元" else local)
    return not other and unit not in NEEDS_UNIT and value >= LARGE


def _is_small(unit: str, value: Decimal) -> bool:
    """Whether a figure without a unit may count what is counted in this unit."""
    return unit in _SMALL and value < LARGE


def _rephrased(text: str, quantity: Quantity, known: Known) -> Iterator[Decimal]:
    """A rise by so many times or percent, where the source gives what it rose to, and the other way round."""
    rising = _GROWS.search(text, max(0, quantity.start - 8), quantity.start)
    value, kind = base(quantity.value, quantity.unit)
    left = kind == "%" and _LEFT.search(text, max(0, quantity.start - 12), quantity.start)
    for other, unit in known.based:
        if is_in_other_units(value, kind, other, unit):
            yield abs(quantity.value)
        if left and unit == "%":
            yield WHOLE - other
        if unit == "x":
            if quantity.unit == "x" and rising:
                yield other - 1
            if quantity.unit == "%" and rising:
                yield from ((other - 1) * WHOLE, other * WHOLE)
            if quantity.unit == "%" and not rising and other > 1:
                rest = Decimal(round(WHOLE / other))
                yield from (rest, WHOLE - rest)
        if unit == "%" and quantity.unit == "x" and other >= WHOLE:
            yield other / WHOLE if rising else other / WHOLE + 1


def _follows(text: str, quantity: Quantity, certain: list[Quantity], known: Known) -> bool:
    """Whether an amount is the difference, growth or ratio of two that the claim gives and the source supports."""
    low, high = _bounds(text, quantity)
    half = Decimal(10) ** int(min(0, _exponent(quantity.value))) / 2
    low, high = low - half, high + half
    if quantity.unit == "":
        return False
    beside = {"x": _ratios, "pp": _points}.get(quantity.unit)
    if beside and any(low <= result <= high for result in beside(certain, known)):
        return True
    for index, one in enumerate(certain):
        for other in certain[index + 1 :]:
            (small, kind), (large, other_kind) = sorted((base(one.value, one.unit), base(other.value, other.unit)))
            if not small or not (kind == other_kind or {kind, other_kind} <= LOCAL):
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


def _points(certain: list[Quantity], known: Known) -> Iterator[Decimal]:
    """How far a share of the claim is from the source's: 高出 3.2 個百分點 than GPT-5, whose share is left out."""
    shares = [value for value, kind in known.based if kind == "%"]
    return (abs(one.value - share) for one in certain if one.unit == "%" for share in shares)


def _ratios(certain: list[Quantity], known: Known) -> Iterator[Decimal]:
    """How many times an amount of the claim is another one of the source, or that of it: 估值近三倍 of $9.9 billion."""
    for one in certain:
        value, kind = base(one.value, one.unit)
        others = [other for other, unit in known.based if unit == kind and other]
        if kind not in COUNTED | NEEDS_UNIT and value and len(others) <= (_FEW if kind in MONEY else _MOST_RATIOS):
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
    if not cues and "成" in quantity.text and low % 10 == 0:
        return low - _TENTH, high + _TENTH
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
