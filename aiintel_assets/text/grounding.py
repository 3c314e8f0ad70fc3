"""What a claim says that its source does not: amounts, dates, names, quotations. Nothing is rewritten or understood.

A claim in Chinese is held against a source in English or in either Chinese script. Every fact has a form that the two
languages share (570 億美元 and $57.0 billion; 12 月 13 日 and Dec. 13; 輝達 and Nvidia); what has none, such as common
words and translated speech, passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple

import rjieba
import yaml

from aiintel_assets.text.chinese_names import chinese_names, glosses
from aiintel_assets.text.known_names import canonical, known_names, simplify, words
from aiintel_assets.text.latin_names import LETTER, latin_names
from aiintel_assets.text.quantities import Quantity, quantities
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCES_KEPT = 64
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(rf"[{LETTER}]+")
_UNSAID = re.compile(r"https?://[!-~]+|www\.[!-~]+|```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xA0: 32, 0x3000: 32, 0x202F: 32, 0x2009: 32}
_PLAIN = {code: to for code, to in _WIDE.items() if chr(to).isalnum() or chr(to) in " %$.:/-"}


class _Span(NamedTuple):
    start: int
    end: int


class _Token(NamedTuple):
    """A run of letters or a figure of a text, and whether it follows the one before with no or one joint."""

    text: str
    start: int
    end: int
    joined: bool


class _Date(NamedTuple):
    start: int
    end: int
    year: int | None
    month: int | None
    days: tuple[int, ...]


class _Time(NamedTuple):
    """A time of day in minutes; `exact` unless noon and midnight cannot be told apart."""

    start: int
    end: int
    minutes: int
    exact: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What can be known of a source before any claim."""

    plain: str
    folded: tuple[str, ...]
    strung: tuple[str, ...]
    chinese: bool
    amounts: frozenset[tuple[Decimal, str]]
    units: frozenset[str]
    figures: frozenset[str]
    dates: tuple[_Date, ...]
    years: frozenset[int]
    times: tuple[_Time, ...]
    periods: frozenset[str]
    tokens: tuple[_Token, ...]
    places: dict[str, tuple[int, ...]]
    initials: str
    neighbours: tuple[tuple[str, str], ...]


def ungrounded(claim: str, source: str) -> list[str]:
    """The spans of a claim that its source does not support, as they stand in the claim and in its order.

    Held against the source are amounts with their units, dates and times of day, weekdays and quarters, products with
    their versions, people, organisations and places, and, where the source is Chinese, quotations. What cannot be
    checked passes: relative dates, ordinals, translated speech, and Chinese organisations against a foreign source
    unless they are well known.

    Args:
        claim: a sentence or more, usually in Taiwan's Chinese.
        source: the text it was written from, in any language.

    Returns:
        Verbatim parts of the claim that do not overlap; empty when all of it is supported.
    """
    evidence = _evidence(source)
    text = _UNSAID.sub(lambda match: " " * len(match[0]), claim).translate(_PLAIN)
    if _is_verbatim(text, evidence):
        return []
    spans = sorted(
        {
            *_false_amounts(text, evidence),
            *_false_dates(text, evidence),
            *_false_latin_names(text, evidence),
            *_false_chinese_names(text, evidence),
            *_false_quotations(text, evidence),
        },
        key=lambda span: (span.start, -span.end),
    )
    kept: list[str] = []
    position = 0
    for span in spans:
        if span.start >= position:
            kept.append(claim[span.start : span.end])
            position = span.end
    return kept


@lru_cache(maxsize=_SOURCES_KEPT)
def _evidence(source: str) -> _Evidence:
    text = re.sub(r"https?://[!-~]+", " ", source).translate(_PLAIN)
    tokens = tuple(_tokens(text))
    places: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        places.setdefault(token.text, []).append(index)
    dates = tuple(_dates(text))
    folded = tuple(dict.fromkeys((_fold(text), _fold(to_taiwan(text)))))
    han = len(_HAN.findall(text))
    amounts = frozenset(_amounts(text))
    return _Evidence(
        plain=simplify(text),
        folded=folded,
        strung=tuple(form.replace("|", "") for form in folded),
        chinese=han * 4 > len(_WORD.findall(text)) and han > 0,
        amounts=amounts,
        units=frozenset(unit for _, unit in amounts),
        figures=frozenset(match[0].replace(",", "") for match in _FIGURE.finditer(text)),
        dates=dates,
        years=frozenset({date.year for date in dates if date.year} | {int(match[0]) for match in _YEAR.finditer(text)}),
        times=tuple(_times(text)),
        periods=frozenset(period for _, period in _periods(text)),
        tokens=tokens,
        places={text: tuple(indices) for text, indices in places.items()},
        initials="".join(word[0] for word in _WORD.findall(text)),
        neighbours=tuple(_neighbours(text)),
    )


@cache
def _data() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(files("aiintel_assets.text").joinpath("grounding.yaml").read_text("utf-8"))
    return table


# ---- the text as it stands ----

_PIECE = re.compile(rf"[{LETTER}]+|\d+(?:\.\d+)*|[^\W\d_]|[%$€£¥+]")
_COUNTS = re.compile(r"[\d零〇一二三四五六七八九十百千万亿兆两.]")


def _fold(text: str) -> str:
    """The words and figures of a text, in one script and case, each between bars; its punctuation is gone."""
    return f"|{'|'.join(_PIECE.findall(simplify(text).lower()))}|"


def _is_verbatim(text: str, evidence: _Evidence) -> bool:
    """Whether the source says the claim word for word; one cut off at a figure (GPT-5 of GPT-5.1) must be all of it."""
    folded = _fold(text)
    if folded in evidence.folded:
        return True
    pieces = folded.strip("|").split("|")
    cut = _COUNTS.match(pieces[0]) or _COUNTS.match(pieces[-1])
    return not cut and any(folded in form for form in evidence.folded)


# ---- amounts ----

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*", re.ASCII)
_FRACTION = re.compile(r"([二兩两三四五六七八九十\d]+)\s?分之\s?([一二兩两三四五六七八九十\d]+)")
_VERSION = re.compile(
    r"(?<![\d.])[vV]?(\d+(?:\.\d+)*)\s?版(?![權权])"
    r"|(?<![A-Za-z])[vV](\d+(?:\.\d+)*)|(?:[Vv]ersion|版本)\s?(\d+(?:\.\d+)*)|#(\d+)",
    re.ASCII,
)
# Figures that `quantities` takes for years, though a comma or a measure word says that they count.
_NO_YEAR = re.compile(
    r"(?<![\d.,])(?:(?:1,9|2,0)\d\d(?![\d,])"
    r"|(?:19|20)\d\d(?=\s?[個个款項项條条種种座台臺件張张枚顆颗隻只間间場场筆笔]))",
    re.ASCII,
)
_NUMBERING = re.compile(r"(?:^|\n)[\s#>*-]*[（(]?$")
_ROUGH_BEFORE = re.compile(
    r"(?:約|约|近|逾|超過|超过|超|將近|将近|大概|接近|上看|突破|破|不到|至少|最多|高達|高达|達|达)\s?(?:[A-Z]{0,3}\$|新?[台臺][幣币]|人民[幣币])?\s?$"
)
_CLEARLY_ROUGH = re.compile(r"約|约|近|逾|超|大概|破|看|不到|至少|最多")
_ROUGH_AFTER = re.compile(r"\s?(?:左右|上下|以上|不到|餘|余|多(?!模|元|語|语|工|重|層|层|頭|头))")
_MEASURED = re.compile(r"\s?[個个款項项條条種种座台臺次輪轮件起部張张篇枚顆颗支隻只間间場场筆笔]")
# 兩家公司 at the start of a clause are the two just named.
_BACK = re.compile(r"[，。；：！？\n]?\s?[兩两](?:家公司|家業者|家業|家企|人|者|國|国|方)")
_BOTH = 2
_TOLERANCE = Decimal("0.05")
_POINTS = 5
_LARGE = 1_000
_MOST_LISTED = 12
_NEAR = 14
_UNIT_SCALES: dict[str, tuple[str, Decimal]] = {
    "ms": ("time", Decimal("0.001")),
    "seconds": ("time", Decimal(1)),
    "minutes": ("time", Decimal(60)),
    "hours": ("time", Decimal(3600)),
    "days": ("time", Decimal(86400)),
    "weeks": ("time", Decimal(604800)),
    "months": ("months", Decimal(1)),
    "years": ("months", Decimal(12)),
    "MB": ("bytes", Decimal(1)),
    "GB": ("bytes", Decimal(1000)),
    "TB": ("bytes", Decimal(10**6)),
    "PB": ("bytes", Decimal(10**9)),
    "kW": ("watts", Decimal(1)),
    "MW": ("watts", Decimal(1000)),
    "GW": ("watts", Decimal(10**6)),
    "users": ("people", Decimal(1)),
    "companies": ("people", Decimal(1)),
}
_CURRENCIES = frozenset({"USD", "TWD", "CNY", "EUR", "GBP", "JPY", "KRW", "HKD", "INR", "AUD", "CAD", "SGD", "元"})
_LOCAL = frozenset({"元", "CNY", "TWD", "HKD"})
_NEEDS_UNIT = frozenset({"%", "x"})
_COUNTED = frozenset({"", "people", "tokens", "params"})
_ONE_OF = frozenset({"", "people", "time", "months"})


def _base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """An amount in the smallest unit of its kind: 2 days as seconds, 1 GW as kilowatts."""
    kind, scale = _UNIT_SCALES.get(unit, (unit, Decimal(1)))
    return abs(value) * scale, kind


def _amounts(text: str) -> Iterator[tuple[Decimal, str]]:
    found = quantities(text)
    for index, quantity in enumerate(found):
        yield _base(quantity.value, quantity.unit)
        following = found[index + 1] if index + 1 < len(found) else None
        # 2, 4 and 8 hours: the amounts of a list share the unit of the last.
        if not quantity.unit and following and following.unit and following.start - quantity.end < _NEAR:
            yield _base(quantity.value, following.unit)
    for pattern, values in _worded():
        if pattern.search(text):
            yield from (_base(Decimal(value), unit) for value, unit in values)


@cache
def _worded() -> list[tuple[re.Pattern[str], list[tuple[int, str]]]]:
    return [(re.compile(pattern), values) for pattern, values in _data()["amounts"].items()]


def _false_amounts(text: str, evidence: _Evidence) -> Iterator[_Span]:
    for match in _VERSION.finditer(text):
        if not any(figure in evidence.figures for figure in match.groups() if figure):
            yield _Span(*match.span())
    for match in _NO_YEAR.finditer(text):
        counted = any(match.start() < quantity.end and quantity.start < match.end() for quantity in quantities(text))
        if not counted and match[0].replace(",", "") not in evidence.figures:
            yield _Span(*match.span())
    whole = _FRACTION.sub(lambda match: "\0" * len(match[0]), text)
    for match in _FRACTION.finditer(text):
        if simplify(match[0]) not in evidence.plain and not _has_fraction(match, evidence):
            yield _Span(*match.span())
    for quantity in quantities(whole):
        if not _is_supported(text, quantity, evidence):
            yield _Span(quantity.start, quantity.end)


def _has_fraction(match: re.Match[str], evidence: _Evidence) -> bool:
    """Whether the source has a fraction in words, or its percentage give or take one."""
    parts = [quantities(f"{figures}個") for figures in match.groups()]
    below = parts[0][0].value if parts[0] else Decimal(10)
    above = parts[1][0].value if parts[1] else Decimal(1)
    share = above * 100 / below if below else Decimal(0)
    return any(unit == "%" and abs(value - share) <= 1 for value, unit in evidence.amounts)


def _is_supported(text: str, quantity: Quantity, evidence: _Evidence) -> bool:
    before, after = text[max(0, quantity.start - 10) : quantity.start], text[quantity.end : quantity.end + 4]
    numbering = _NUMBERING.search(before) and after[:1] in {".", "、", ")", "）"} and after[:1]
    value, unit = _base(quantity.value, quantity.unit)
    single = quantity.value == 1 and unit in _ONE_OF
    referring = quantity.value == _BOTH and _BACK.match(text[max(0, quantity.start - 1) : quantity.end + 2])
    if numbering or single or referring or (not unit and _counts_a_list(text, quantity)):
        return True
    bounds = _bounds(text, quantity, value, before, after)
    # 57 億 without a unit is no sum in a currency that the source never uses while it uses another.
    spoken = evidence.units & _CURRENCIES
    foreign = unit in _CURRENCIES and spoken and unit not in spoken and not (unit in _LOCAL and spoken & _LOCAL)
    measured = not unit and _MEASURED.match(after)
    for other, other_unit in evidence.amounts:
        compatible = _compatible(unit, other_unit, other) and not (measured and other_unit not in _COUNTED)
        if foreign and not other_unit:
            continue
        if compatible and bounds[0] <= other <= bounds[1]:
            return True
    figure = _FIGURE.search(quantity.text)
    literal = figure and figure[0].replace(",", "")
    return not unit and literal in evidence.figures and value < _LARGE


def _bounds(text: str, quantity: Quantity, value: Decimal, before: str, after: str) -> tuple[Decimal, Decimal]:
    """What the source may say instead: the value itself, or near it where the claim says 約, 近 or 逾."""
    low = high = value
    cue = _ROUGH_BEFORE.search(before)
    rough = (cue and _CLEARLY_ROUGH.search(cue[0])) or _ROUGH_AFTER.match(after)
    if rough:
        reach = Decimal(_POINTS) if "成" in quantity.text else value * _TOLERANCE
        low, high = value - reach, value + reach
    if re.search("[多餘余來来]", text[quantity.start : quantity.end + 1]):
        step = Decimal(10) ** int(quantity.value.normalize().as_tuple().exponent)
        high = max(high, value * (1 + step / quantity.value)) if quantity.value else high
    return low, high


def _compatible(unit: str, other: str, value: Decimal) -> bool:
    if unit == other:
        return True
    if {unit, other} <= _LOCAL:
        return "元" in {unit, other}
    if not unit:
        return True
    return not other and unit not in _NEEDS_UNIT and (unit in {"people", "pp", "time", "months"} or value >= _LARGE)


def _counts_a_list(text: str, quantity: Quantity) -> bool:
    """Whether an amount counts what the claim itself lists: 三個版本：A、B 與 C, or A、B 兩家."""
    if not 1 < quantity.value <= _MOST_LISTED:
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


# ---- dates and times ----

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NUMERALS = {
    f"{tens}{ones}": 10 * ten + one
    for ten, tens in enumerate(("", "十", "二十", "三十"))
    for one, ones in enumerate(("", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    if ten or one
} | {"廿": 20, "卅": 30}
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_ENGLISH_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_Y = r"(?:(?<!\d)(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}|(?:民國|民国)\s?\d{2,3})"
_DAYS = r"(?P<d3>\d{1,2})(?:st|nd|rd|th)?(?:\s?(?:[-–—]|to|and)\s?(?P<e3>\d{1,2}))?(?!\d)"
_CHINESE_DAYS = rf"(?P<d7>{_N})\s?(?:[日號号]\s?)?(?:[至到~～—–-]\s?(?P<e7>{_N})\s?)?[日號号]"
_DATE = re.compile(
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
    r"|(?<![\d/])(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?P<m3>{_ENGLISH_MONTH})\s+{_DAYS}(?:,?\s+(?P<y3>(?:19|20)\d\d))?"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m4>{_ENGLISH_MONTH})(?:,?\s+(?P<y4>(?:19|20)\d\d))?"
    rf"|\b(?P<m5>{_ENGLISH_MONTH})(?:,?\s+(?:of\s+)?(?P<y5>(?:19|20)\d\d))?"
    r"|\bthe\s(?P<d6>\d{1,2})(?:st|nd|rd|th)\b"
    rf"|(?:(?P<y7>{_Y})\s?年\s?)?(?<![\d.個个])(?P<m7>{_N})\s?月(?![球亮活租薪費费光餅饼])份?\s?(?:{_CHINESE_DAYS})?"
    rf"|(?P<y8>{_Y})\s?(?:年|財年|财年|會計年度)"
    rf"|(?<![\d.月年期每])(?P<d9>{_N})\s?日(?![元圓線线內内間间遊游])"
    r"|[（(](?P<d0>\d{1,2})(?:日[）)]|[）)]\s?日)"
)
_YEAR = re.compile(r"(?<![\d.,$])(?:19|20)\d\d(?![\d%]|[.,]\d)", re.ASCII)
_PART = r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚間|晚间|晚上|深夜|午夜)"
_TIME = re.compile(
    rf"{_PART}\s?(?P<h1>{_N})\s?(?:[點点時时](?:\s?(?P<n1>\d{{1,2}}|[一二三四五]?十[一二三四五六七八九]?|半)\s?分?)?|:(?P<o1>\d\d))"
    r"|(?<![\d:])(?P<h2>\d{1,2}):(?P<n2>\d\d)(?!\d)(?:\s?(?P<half2>[AaPp])\.?[Mm]\b)?"
    r"|\b(?P<h3>\d{1,2})\s?(?P<half3>[AaPp])\.?[Mm]\b"
    r"|\b(?P<word>noon|midnight)\b"
)
_AFTERNOON = frozenset({"中午", "下午", "傍晚", "晚間", "晚间", "晚上", "深夜"})
_HALF_DAY, _DAY = 720, 1440
_WEEKDAYS = "一二三四五六日"
_PERIOD = re.compile(
    r"(?P<weekday>(?<![一二三四五六兩两每數数\d]\s)(?<![一二三四五六兩两每數数\d])(?:週|周|星期|禮拜|礼拜)"
    r"(?P<day>[一二三四五六日天])(?![次天週周年個个]))"
    r"|\b(?P<name>Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b"
    r"|(?:第|年)\s?(?P<quarter>[一二三四1-4])\s?季(?!節|节)|(?P<q0>首|[一二三四1-4](?=季度))季"
    r"|\bQ(?P<q1>[1-4])\b|\b(?P<q2>[1-4])Q|(?i:\b(?P<q3>first|second|third|fourth)[\s-]quarter\b)"
    r"|(?P<half>[上下])半年|\b(?:H(?P<h1>[12])|(?P<h2>[12])H)\b|(?i:\b(?P<h3>first|second)[\s-]half\b)"
)
_RANKS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "首": "1",
}
_RANKS |= {"上": "1", "下": "2"}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ROC = 1911


def _dates(text: str) -> Iterator[_Date]:
    for match in _DATE.finditer(text):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        days = tuple(day for name in "de" if name in parts and (day := _number(parts[name])))
        month = _number(parts["m"]) if "m" in parts else None
        year = _year(parts["y"]) if "y" in parts else None
        if days or month or year:
            yield _Date(match.start(), match.end(), year, month, days)


def _number(figures: str) -> int | None:
    if figures[0].isdecimal() and figures.isascii():
        return int(figures)
    return _MONTHS.get(figures[:3].lower()) or _NUMERALS.get(figures)


def _year(figures: str) -> int:
    if figures[0] == "民":
        return int(re.sub(r"\D", "", figures)) + _ROC
    return int("".join(_HAN_DIGITS.get(digit, digit) for digit in figures))


def _times(text: str) -> Iterator[_Time]:
    for match in _TIME.finditer(text):
        if match["word"]:
            yield _Time(*match.span(), _HALF_DAY if match["word"] == "noon" else 0, exact=True)
            continue
        hour = _number(match["h1"] or match["h2"] or match["h3"]) or 0
        spelled = match["n1"] or match["o1"] or match["n2"] or "0"
        minute = 30 if spelled == "半" else _number(spelled) or 0
        half = (match["half2"] or match["half3"] or "").lower()
        late = half == "p" or (match["part"] in _AFTERNOON and hour != 0)
        if (half or match["part"]) and hour <= 12:  # noqa: PLR2004  # hours on a dial
            hour = hour % 12 + 12 * late
        exact = bool(half or match["part"] or hour > 12)  # noqa: PLR2004  # hours on a dial
        yield _Time(*match.span(), (hour * 60 + minute) % _DAY, exact=exact)


def _periods(text: str) -> Iterator[tuple[_Span, str]]:
    for match in _PERIOD.finditer(text):
        if match["weekday"]:
            day = _WEEKDAYS.index(match["day"].replace("天", "日"))
            yield _Span(*match.span()), f"day {day}"
        elif match["name"]:
            yield _Span(*match.span()), f"day {_ENGLISH_WEEKDAYS.index(match['name'][:3].lower())}"
        elif quarter := match["quarter"] or match["q0"] or match["q1"] or match["q2"] or match["q3"]:
            yield _Span(*match.span()), f"quarter {_RANKS.get(quarter.lower(), quarter)}"
        else:
            half = match["half"] or match["h1"] or match["h2"] or match["h3"]
            yield _Span(*match.span()), f"half {_RANKS.get(half.lower(), half)}"


def _false_dates(text: str, evidence: _Evidence) -> Iterator[_Span]:
    for date in _dates(text):
        if not _is_dated(date, evidence):
            yield _Span(date.start, date.end)
    for time in _times(text):
        if not any(_same_time(time, other) for other in evidence.times):
            yield _Span(time.start, time.end)
    for span, period in _periods(text):
        if period not in evidence.periods:
            yield span


def _is_dated(date: _Date, evidence: _Evidence) -> bool:
    if date.month is None and not date.days:
        return date.year in evidence.years
    return any(_same_date(date, other, evidence) for other in evidence.dates)


def _same_date(date: _Date, other: _Date, evidence: _Evidence) -> bool:
    """Whether a date of the source says all that the claim's does; a year that no date has may stand anywhere."""
    year = (
        date.year is None
        or date.year == other.year
        or (other.year is None and (date.year in evidence.years or not evidence.years))
    )
    month = date.month is None or date.month == other.month
    return year and month and set(date.days) <= set(other.days)


def _same_time(time: _Time, other: _Time) -> bool:
    circle = _DAY if time.exact and other.exact else _HALF_DAY
    return time.minutes % circle == other.minutes % circle


# ---- Latin names ----

_TOKEN = re.compile(rf"[{LETTER}]+|\d+(?:\.\d+)*", re.ASCII)
_JOINTS = re.compile(r"[\s\-‐‑_.&+/'’]{0,2}")
_POSSESSIVE = re.compile(r"['’][sS](?![A-Za-z])")
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_SHORT_ACRONYM = 2
_STEPS_APART = 8
_YEAR_ONLY = re.compile(r"(?:19|20)\d\d")


def _tokens(text: str) -> Iterator[_Token]:
    spoken = _POSSESSIVE.sub("  ", text)
    end = 0
    for match in _TOKEN.finditer(spoken):
        joined = bool(_JOINTS.fullmatch(spoken, end, match.start()))
        yield _Token(match[0].lower(), match.start(), match.end(), joined)
        end = match.end()


def _false_latin_names(text: str, evidence: _Evidence) -> Iterator[_Span]:
    amounts = [(quantity.start, quantity.end) for quantity in quantities(text)]
    times = [(date.start, date.end) for date in _dates(text)] + [(span.start, span.end) for span, _ in _periods(text)]
    glossed = {gloss.latin: gloss.chinese for line in text.split("\n") for gloss in glosses(line)}
    position = 0
    for line in text.split("\n"):
        for name in latin_names(line):
            start, end = position + name.start, position + name.end
            inside = any(begin <= start and end <= stop for begin, stop in (*amounts, *times))
            gloss = glossed.get(name.name)
            if inside or (gloss and _stands(gloss, evidence)) or _is_latin_known(name.name, evidence):
                continue
            yield _Span(start, end)
        position += len(line) + 1


def _is_latin_known(name: str, evidence: _Evidence) -> bool:
    """Whether the source has a Latin name, by itself, by a well-known other form, or by its parts near each other."""
    if _is_term(name) or _stands_latin(name, evidence) or _is_vouched(name, evidence):
        return True
    if _ACRONYM.fullmatch(name) and _abbreviates(name.rstrip("s"), evidence):
        return True
    groups = _name_groups(name)
    return (
        len(groups) > 1
        and all(_is_term(group) or _stands_latin(group, evidence) or _is_vouched(group, evidence) for group in groups)
        and _are_near(groups, evidence)
    )


def _is_term(name: str) -> bool:
    terms = _words_of("terms")
    return name.lower() in terms or all(
        part.lower() in terms or part in words("no_names") or part.lower() in words("common")
        for part in re.split(r"[\s-]+", name)
    )


def _name_groups(name: str) -> list[str]:
    """A long name in parts that keep their versions: Runway Gen-4.5 as Runway and Gen-4.5."""
    groups: list[str] = []
    for part in name.split():
        version = part[0].isdigit() or part.lower() in words("variants")
        if groups and version and not _YEAR_ONLY.fullmatch(part):
            groups[-1] += f" {part}"
        else:
            groups.append(part)
    return groups


def _are_near(groups: list[str], evidence: _Evidence) -> bool:
    """Whether the parts of a name may belong together: well known, a year, or a few words apart in the source."""
    loose = [
        group
        for group in groups
        if not (canonical(group) != group or group in known_names() or _YEAR_ONLY.fullmatch(group) or _is_term(group))
    ]
    if len(loose) < 2:  # noqa: PLR2004  # a lone part is near itself
        return True
    heads = [evidence.places.get(_TOKEN.findall(group)[0].lower(), ()) for group in loose if _TOKEN.search(group)]
    return all(
        any(0 < later - earlier <= _STEPS_APART for earlier in one for later in other) for one, other in pairwise(heads)
    )


def _stands_latin(name: str, evidence: _Evidence) -> bool:
    """Whether a name stands in the source whole: neither GPT-5 in GPT-5.1 nor Kestrel 3 in Kestrel 3 Mini."""
    singular = name[:-1] if name.endswith("s") and name[:-1].isupper() else name
    for form in dict.fromkeys((name, singular)):
        wanted = [token.text for token in _tokens(form)]
        if wanted and any(_stands_at(wanted, index, evidence.tokens) for index in evidence.places.get(wanted[0], ())):
            return True
    return False


def _stands_at(wanted: list[str], index: int, tokens: tuple[_Token, ...]) -> bool:
    if index + len(wanted) > len(tokens):
        return False
    for step, text in enumerate(wanted):
        token = tokens[index + step]
        if token.text != text or (step and not token.joined):
            return False
    if not wanted[-1][0].isdigit() or index + len(wanted) == len(tokens):
        return True
    following = tokens[index + len(wanted)]
    glued = following.start == tokens[index + len(wanted) - 1].end
    return not (following.joined and (following.text in words("variants") or (glued and following.text.isalpha())))


def _abbreviates(acronym: str, evidence: _Evidence) -> bool:
    """Whether words of the source that follow each other start with its letters; two of them must be capitals."""
    if len(acronym) <= _SHORT_ACRONYM:
        return acronym in evidence.initials
    return acronym.lower() in evidence.initials.lower()


# ---- well-known names ----


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Every form, in Simplified characters, of a well-known name or place, by its usual name."""
    forms: dict[str, list[str]] = {}
    for form, usual in known_names().items():
        forms.setdefault(usual, []).append(form)
    for usual, *others in _data()["names"]:
        forms.setdefault(usual, [usual]).extend(others)
    for usual, others in _data()["vouchers"].items():
        forms.setdefault(usual, []).extend(others)
    return {usual: tuple(others) for usual, others in forms.items()}


@cache
def _more() -> dict[str, str]:
    """Every form of the names that known_names.yaml lacks, with its usual name."""
    return {form: usual for usual, *others in _data()["names"] for form in others}


def _usual(name: str) -> str | None:
    """The usual name of a well-known name or place; none for others."""
    plain = simplify(name)
    return known_names().get(plain) or _more().get(plain)


def _is_vouched(name: str, evidence: _Evidence) -> bool:
    usual = _usual(name)
    return usual is not None and any(_has_form(form, evidence) for form in _forms()[usual])


def _has_form(form: str, evidence: _Evidence) -> bool:
    if _HAN.search(form):
        return form in evidence.plain
    wanted = [token.text for token in _tokens(form)]
    return any(_stands_at(wanted, index, evidence.tokens) for index in evidence.places.get(wanted[0], ()))


# ---- Chinese names ----

_DOT = re.compile(r"[·・‧]")
_NAMED = re.compile(r"\s?\d+(?:\.\d+)*$")
_ALIKE = re.compile("聯想(?=[到起]|能力)|(?<=[讓令使人])聯想")
_LONGEST_PERSON = 4
_LONGEST_HEAD = 5
_TRANSLITERATION = 3
_ANY = 26
_ACTS = (
    "發布|推出|宣布|宣佈|發表|公布|公佈|表示|指出|認為|強調|收購|併購|開源|起訴|控告|投資|入股|領投|裁員|募得|完成|獲得|計畫|計劃"
    "|將於|旗下|研發|開發|打造"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[，。；：、！？「]))([\u4e00-\u9fff]{2,6}?)(?:今日|昨日|近日|今天|昨天|日前|也|已|將|正式|隨後|則|共同)?"
    rf"(?:{_ACTS})"
)
_OBJECT = re.compile(
    r"(?:收購|併購|投資|入股|起訴|控告|擊敗|超越|對手|攜手|子公司|由)([\u4e00-\u9fff]{2,5}?)"
    r"(?=[，。；、）]|領投|提供|開發|研發|打造|主導|的|與|和|及|等|$)"
    r"|[與和]([\u4e00-\u9fff]{2,5}?)(?:合作|結盟|簽約|簽署|共同|聯手|攜手|競爭)"
)
# Kinds of the segmenter that names are given; everyday words are given them too, so that their place has to agree.
_NAMELIKE = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "nt", "g", "x", "j"})


def _false_chinese_names(text: str, evidence: _Evidence) -> Iterator[_Span]:
    position = 0
    for line in text.split("\n"):
        for start, end in _false_in_line(line, evidence):
            yield _Span(position + start, position + end)
        position += len(line) + 1


def _false_in_line(line: str, evidence: _Evidence) -> Iterator[_Span]:
    plain = simplify(line)
    glossed = {gloss.chinese: gloss.latin for gloss in glosses(line)}
    found = list(chinese_names(line))
    for start, end, name in found:
        part = any(one.start <= start and end <= one.end and len(one.name) > len(name) for one in found)
        if part or (_is_quoted(line, start, end) and not _usual(name)) or _ALIKE.match(line, start):
            continue
        latin = next((latin for chinese, latin in glossed.items() if name in chinese), None)
        if latin and _stands_latin(latin, evidence):
            continue
        if not _is_chinese_known(name, evidence, person=_is_person(plain, start, end)):
            yield _Span(start, end)
    for match in _more_names().finditer(plain):
        if not _is_vouched(match[0], evidence) and not _straddled(plain, *match.span()):
            yield _Span(*match.span())
    if evidence.chinese:
        for start, end in (*_acting(line), *(match.span() for match in _offices().finditer(plain))):
            if not _stands(line[start:end], evidence):
                yield _Span(start, end)


def _is_quoted(line: str, start: int, end: int) -> bool:
    return line[start - 1 : start] in {"「", "『", "《", "“"} and line[end : end + 1] in {"」", "』", "》", "”"}


def _is_person(plain: str, start: int, end: int) -> bool:
    """Whether a name is a person's: with dots, or after a role or before a word of saying and with a surname."""
    name = plain[start:end]
    if _DOT.search(name):
        return True
    role = plain[:start].rstrip().endswith(tuple(words("roles")))
    says = plain[end:].startswith(tuple(words("says")))
    return (
        len(name) <= _LONGEST_PERSON and name[0] in words("surnames") and (role or says) and not _is_organisation(name)
    )


def _is_organisation(plain: str) -> bool:
    return plain.endswith(tuple(words("suffixes")))


def _is_chinese_known(name: str, evidence: _Evidence, *, person: bool) -> bool:
    """Whether the source has a Chinese name, or one that may be it; what may be no name is taken as known."""
    bare = _NAMED.sub("", simplify(name))
    if _stands(name, evidence):
        return True
    if _usual(bare):
        return _is_vouched(bare, evidence)
    if person:
        last = _DOT.split(bare)[-1]
        surname = rjieba.cut(last)[0] if last != bare else ""
        return (len(surname) > 1 and _stands(surname, evidence)) or (
            not evidence.chinese and _sounds_alike(bare, evidence)
        )
    if body := _body(bare):
        return _is_vouched(body, evidence)
    if not evidence.chinese or not _is_organisation(bare):
        return True
    missing = [
        kind
        for piece, kind in rjieba.tag(bare)
        if len(piece) > 1
        and not (_is_everyday(piece) or _stands(piece, evidence) or _is_transliterated(piece, evidence))
    ]
    # 高階機器人 is a thing, 北辰機器人 may be a company.
    thing = bare.endswith(tuple(_words_of("things")))
    return not (any(kind in _NAMELIKE for kind in missing) if thing else missing)


def _is_transliterated(piece: str, evidence: _Evidence) -> bool:
    """Whether the source writes a foreign name with other characters of the same sounds: 休士頓 and 休斯敦."""
    text = evidence.strung[0]
    if len(piece) < _TRANSLITERATION:
        return False
    others = (text[match.start() : match.start() + len(piece)] for match in re.finditer(re.escape(piece[0]), text))
    return any(len(other) == len(piece) and all(map(_same_initial, piece, other)) for other in others)


def _same_initial(one: str, other: str) -> bool:
    return len(_letters(one)) < _ANY and _letters(one) == _letters(other)


def _body(plain: str) -> str | None:
    """The well-known name that an everyday word follows: 日本 of 日本政府, 上海 of 上海市."""
    for size in range(min(_LONGEST_HEAD, len(plain)), 1, -1):
        rest = plain[size:].lstrip("市州省")
        if _usual(plain[:size]) and all(_is_everyday(piece) for piece in rjieba.cut(rest)):
            return plain[:size]
    return None


def _is_everyday(piece: str) -> bool:
    return any(piece in words(kind) for kind in ("generic", "suffixes", "roles", "stops")) or piece in _words_of(
        "bodies"
    )


def _stands(name: str, evidence: _Evidence) -> bool:
    """Whether the source has these Chinese characters, in either script and vocabulary."""
    plain = "".join(_PIECE.findall(simplify(name).lower()))
    return bool(plain) and any(plain in form for form in evidence.strung)


def _acting(line: str) -> Iterator[_Span]:
    """Where a claim names who acts, or on whom, in words that look like a name."""
    for pattern in (_SUBJECT, _OBJECT):
        for match in pattern.finditer(line):
            start, end = match.span(match.lastindex or 0)
            tagged = rjieba.tag(simplify(line[start:end]))
            if all(kind in _NAMELIKE and not _is_everyday(word) for word, kind in tagged):
                yield _Span(start, end)


@cache
def _more_names() -> re.Pattern[str]:
    """The names that known_names.yaml lacks, where no longer known name holds them."""
    forms = [form for form in _more() if _HAN.search(form)]
    return re.compile("|".join(sorted(forms, key=lambda form: (-len(form), form))))


def _straddled(plain: str, start: int, end: int) -> bool:
    """Whether another word covers one end of this place: 日立 is no name in 今日立委."""
    position = 0
    for piece in rjieba.cut(plain):
        begin, position = position, position + len(piece)
        if begin < start < position < end or start < begin < end < position:
            return True
    return False


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(_words_of('offices')))})部")


@cache
def _words_of(kind: str) -> frozenset[str]:
    return frozenset(_data()[kind].split())


# GB 2312 orders its first level by pinyin (GB 2312-80, rows 16 to 55): where each initial begins, the initial, and the
# Latin letters that may stand for it in transliterations and romanisations.
_SOUNDS = """
    B0A1:a:ae B0C5:b:bpv B2C1:c:ctz B4EE:d:dt B6EA:e:eao B7A2:f:fpvh B8C1:g:gk B9FE:h:hjwgo
    BBF7:j:jgkzc BFA6:k:kcqg C0AC:l:lr C2E8:m:mb C4C3:n:nk C5B6:o:oau C5BE:p:pb C6DA:q:cjqkt
    C8BB:r:rjy C8F6:s:sctz CBFA:t:td CDDA:w:wvuon CEF4:x:hsxcz D1B9:y:yijeauhnow D4D1:z:zjctd
"""
_INITIALS = [(int(code, 16), letters) for code, _, letters in (sound.split(":") for sound in _SOUNDS.split())]
_LAST_SORTED = 0xD7F9
# What transliterations of surnames end in, and Chinese given names hardly do: 史密斯, 施密特.
_TRANSLITERATED = frozenset("斯特德尔克森曼顿利姆尼奇夫诺普茨兹格勒蒂")
_PROPER = re.compile(rf"[A-ZÀ-Þ][{LETTER}]*(?:[-.’'][{LETTER}]+)*")
_MONOSYLLABLE = re.compile(r"[A-Z][bcdfghjklmnpqrstvwxz]*[aeiouy]+[nmgkhrw]*")


def _letters(character: str) -> str:
    """The Latin letters a name may start with that starts with this character; all of them when that is unknown."""
    try:
        code = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        code = 0
    if not _INITIALS[0][0] <= code <= _LAST_SORTED:
        return ascii_lowercase
    return [letters for start, letters in _INITIALS if start <= code][-1]


def _sounds_alike(name: str, evidence: _Evidence) -> bool:
    """Whether a person's Chinese name may be one of the Latin names of the source, by how its parts begin."""
    parts = _DOT.split(name)
    first, last = _letters(parts[0][0]), _letters(parts[-1][0])
    if len(parts) > 1:
        return any(one[0].lower() in first and other[0].lower() in last for one, other in evidence.neighbours)
    if name[-1] in _TRANSLITERATED:
        return any(word[0].lower() in first for word in _PROPER.findall(evidence.plain))
    given = _letters(name[1])
    return any(
        _MONOSYLLABLE.fullmatch(surname)
        and surname[0].lower() in first
        and (other[0].lower() in given or not (_MONOSYLLABLE.fullmatch(other) or "-" in other))
        for pair in evidence.neighbours
        for surname, other in (pair, pair[::-1])
    )


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Capitalised words that follow each other."""
    found = list(_PROPER.finditer(text))
    for one, other in pairwise(found):
        if other.start() - one.end() <= 2:  # noqa: PLR2004  # a space, or a point and a space
            yield one[0], other[0]


# ---- quotations ----

_QUOTATION = re.compile(r"「([^「」\n]+)」|“([^“”\n]+)”")
_SAID = re.compile(
    r"(?:表示|說|说|稱|称|指出|強調|强调|坦言|直言|寫道|写道|回應|回应|警告|認為|认为|批評|批评)[：:，,]?\s?$"
)
_CALLED = re.compile(
    r"(?:名為|名为|稱為|称为|命名為|命名为|取名|代號|代号|模型|產品|产品|推出|發布|发布|發表|系統|系统|平台|工具|機器人)\s?$"
)
_IS_CALLED = re.compile(r"\s?(?:模型|系統|系统|平台|晶片|計畫|機器人|應用程式)")
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")
_SENTENCE_LONG = 10


def _false_quotations(text: str, evidence: _Evidence) -> Iterator[_Span]:
    """Speech and titles between quotation marks that a Chinese source lacks; translated speech cannot be compared."""
    if not evidence.chinese:
        return
    for match in _QUOTATION.finditer(text):
        group = 1 if match[1] else 2
        quoted, before, after = (
            match[group],
            text[max(0, match.start() - 5) : match.start()],
            text[match.end() : match.end() + 4],
        )
        long = len(quoted) >= _SENTENCE_LONG or re.search("[，。！？]", quoted)
        named = len(quoted) > 1 and (_CALLED.search(before) or _IS_CALLED.match(after))
        if not (long or _SAID.search(before) or named):
            continue
        if not all(_is_said(part, evidence) for part in _ELLIPSIS.split(quoted)):
            yield _Span(*match.span(group))


def _is_said(part: str, evidence: _Evidence) -> bool:
    if not _HAN.search(part):
        return True
    return _stands(part, evidence) or _stands(to_taiwan(part), evidence)
