"""Amounts in running text, English and Chinese, brought to one form so that they compare. Dates are not amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_LONGEST_DIGITS = 30

# Length stays; every pattern below is ASCII, so that a Chinese character beside a figure is no word character.
_PLAIN = str.maketrans("０１２３４５６７８９．％＄￥\u00a0\u3000\u202f\u2009", "0123456789.%$¥    ")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ZH_DAY = r"(?:[〇零一二三四五六七八九十廿卅]{1,4}|\d{1,2})"
# What holds figures and is no amount: addresses, dates, clock times, ordinals, versions, names with figures.
_NOT_AMOUNTS = re.compile(
    "|".join(
        (
            r"https?://\S+",
            r"\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
            r"\d{4}[/.]\d{1,2}[/.]\d{1,2}",
            rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?!\d)(?:,?\s+(?:19|20)\d\d)?\b",
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?:19|20)\d\d)?\b",
            rf"\b{_MONTH},?\s+(?:19|20)\d\d\b",
            r"(?:19|20)\d\d\s*[-–~至到]\s*(?:19|20)\d\d\s*(?:年度?)?",
            r"(?:19|20)\d\d\s*(?:學年|学年|會計年度|財年|财年|年代|年度?)",
            r"(?:民國|民国)\s*\d{2,3}\s*年",
            r"[一二][〇零九一二三四五六七八○]{3}年",
            rf"{_ZH_DAY}\s*月\s*(?:份|底|初|中旬|上旬|下旬|{_ZH_DAY}\s*[日號号])?",
            r"(?<![\d.])\d{1,2}\s*[日號号](?!元|圓|圆)",
            r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?",
            r"\b\d{1,2}\s?[AaPp]\.?[Mm]\b\.?",
            r"第\s*(?:\d+|[〇零一二三四五六七八九十百千兩两]+)",
            r"\b\d+(?:st|nd|rd|th)\b",
            r"\b(?:19|20)\d\ds\b",
            r"\bQ[1-4]\b|\b[1-4]Q\d*\b",
            r"\b[vV]?\d+\.\d+(?:\.\d+)+\b",
            r"\b[vV]\d+(?:\.\d+)*\b",
            r"(?:[Vv]ersion|版本)\s?\d+(?:\.\d+)*",
            r"(?<![\d.])\d+(?:\.\d+)*\s?(?:版本?(?![權权])|代(?!幣|币|碼|码))",
            r"#\d+",
        )
    ),
    re.ASCII,
)
_NAMED = re.compile(r"(?:[A-Za-z]+[-_]?|[A-Za-z]\w*[-_])\d[\w.]*(?:-\w+)*", re.ASCII)
_MODEL = re.compile(r"(?<![\w.])([A-Z][A-Za-z]*|[A-Za-z]+[A-Z]\w*)\s(\d+(?:\.\d+)?)(?![\d,]|\.\d)", re.ASCII)

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_NUMERAL = "一二三四五六七八九十百千兩两零〇萬万億亿兆廿"
_HAN_RUN = rf"(?<![零〇第数數几幾上])[一二三四五六七八九十兩两廿][{_HAN_NUMERAL}]*(?:[點点][一二三四五六七八九零〇]+)?"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_SCALE_HAN = re.compile(r"\s?[多餘余來来]?\s?((?:[十百千]?(?:[萬万]|[億亿]|兆(?![瓦字赫比位])){1,2})|[百千](?!分|瓦|克|米|字))")
_SCALE_LATIN = re.compile(
    r"(?i:[\s-]?(trillion|billion|million|thousand|hundred)\b|\s?(bn|tn|mn)\b)|([KkMmBbTt])(?![A-Za-z0-9])",
    re.ASCII,
)
_LATIN_SCALES = {"hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6}
_LATIN_SCALES |= {"billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "t": 10**12}
_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split(),
        range(2, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_WORD_RUN = (
    r"\b(?:(?:" + "|".join(_TENS) + r")(?:-(?:one|" + "|".join(list(_WORDS)[:8]) + r"))?|" + "|".join(_WORDS) + r")\b"
    r"|\b(?:an?|one)\b(?=[\s-](?:hundred|thousand|million|billion|trillion)\b)|\b(?:half\s)?a\sdozen\b"
)
_NUMBER = re.compile(
    rf"(?P<tenths>(?P<of>[一二三四五六七八九兩两]|\d(?:\.\d)?)\s?成(?P<plus>[一二三四五六七八九半])?(?![不為为立功果員员長长本都份就交語语熟績绩]))"
    rf"|(?P<parts>(?P<base>百|千)分之(?P<part>{_ARABIC}|{_HAN_RUN}|百))"
    rf"|(?<![\w.,])(?P<arabic>(?:(?<![\w%.,)])[-−])?(?:{_ARABIC}))|(?P<inner>{_ARABIC})|(?P<han>{_HAN_RUN})|(?i:(?P<word>{_WORD_RUN}))",
    re.ASCII,
)

_MONEY = {
    "USD": r"US\$|USD|美元|美金|\$|dollars?\b",
    "TWD": r"NT\$|NTD|TWD|新[台臺][幣币]|[台臺][幣币]|新[台臺]幣",
    "CNY": r"RMB|CNY|CN¥|人民[币幣]|¥|yuan\b|renminbi\b",
    "EUR": r"euros?\b|EUR\b|€|歐元|欧元",
    "GBP": r"GBP|£|英鎊|英镑|pounds?\b",
    "JPY": r"JPY|日[圓元圆]|yen\b",
    "KRW": r"KRW|₩|[韓韩][元圜圓]|won\b",
    "HKD": r"HK\$|HKD|港[元幣币]",
    "INR": r"INR|₹|盧比|卢比|rupees?\b",
    "元": r"元|塊錢|块钱",
}
_PREFIX = re.compile(
    r"(?:(?P<USD>US\$|USD|(?<![A-Z])\$|美元)|(?P<TWD>NT\$|NTD|TWD|新?[台臺][幣币])|(?P<CNY>RMB|CNY|CN¥|¥|人民[币幣])"
    r"|(?P<EUR>EUR|€|歐元|欧元)|(?P<GBP>GBP|£)|(?P<JPY>JPY)|(?P<KRW>KRW|₩)|(?P<HKD>HK\$|HKD|港[元幣币])|(?P<INR>INR|₹)"
    r"|(?P<AUD>AU?\$)|(?P<CAD>CA?\$)|(?P<SGD>SG?D?\$))\s?$",
    re.ASCII,
)
_UNITS = {
    "pp": r"個百分點|个百分点|百分點|百分点|percentage[\s-]points?\b|pp\b",
    "%": r"%|％|per\s?cent\b",
    **_MONEY,
    "params": r"(?:個|个)?[參参][數数]|param(?:eter)?s?\b",
    "tokens": r"(?:個|个)?(?:tokens?\b|[詞词]元)",
    "x": r"倍|[xX×](?![A-Za-z0-9])|times\b|-?fold\b",
    "PB": r"PB\b|petabytes?\b",
    "TB": r"TB\b|terabytes?\b",
    "GB": r"GB\b|gigabytes?\b|GiB\b",
    "MB": r"MB\b|megabytes?\b|兆字[節节]|MiB\b",
    "GW": r"GW\b|gigawatts?\b|吉瓦|百萬千瓦|百万千瓦",
    "MW": r"MW\b|megawatts?\b|兆瓦",
    "kW": r"[kK]W\b|kilowatts?\b|千瓦(?![時时])",
    "nm": r"nm\b|[奈納纳]米|nanomet(?:er|re)s?\b",
    "ms": r"ms\b|毫秒|milliseconds?\b",
    "seconds": r"seconds?\b|秒",
    "minutes": r"minutes?\b|分[鐘钟]",
    "hours": r"hours?\b|(?:個|个)?小[時时]",
    "days": r"days?\b|天(?!使|文|線|线)",
    "weeks": r"weeks?\b|週|周(?!年)|(?:個|个)?星期",
    "months": r"months?\b|(?:個|个)月",
    "years": r"years?\b|年",
    "users": r"(?:個|个|名|位)?(?:users?\b|customers?\b|用戶|用户|使用者)",
    "people": r"people\b|persons?\b|employees\b|workers\b|staff\b|engineers\b|researchers\b|人(?!工|形|民|臉|脸|機|机)|名|位(?!於|于|元)",
    "companies": r"companies\b|firms\b|家",
}
_UNIT = re.compile(
    r"[\s-]?[多餘余來来]?\s?(?:"
    + "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(_UNITS.values()))
    + r")",
    re.IGNORECASE | re.ASCII,
)
_UNIT_NAMES = tuple(_UNITS)
# A lone Chinese numeral counts things only before a measure word; 三星 and 百度 are names.
_COUNTS = re.compile(r"\s?(?:個|个|款|項|项|條|条|種|种|座|台|臺|次|輪|轮|件|起|部|張|张|篇|枚|顆|颗|支|隻|間|间|場|场|筆|笔|成員)")
_RANGE = re.compile(r"\s?(?:[-–—~～至到]|to)\s?(?=\d|[一二三四五六七八九十兩两]|US\$|NT\$|[$€£¥])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount of a text.

    `value` is in plain units (570 億 is 57,000,000,000; 六成二 is 62 with the unit `%`). `unit` is `""` when none is
    known; money is an ISO 4217 code, or `元` when the text does not say whose. `text` is `source[start:end]`.
    """

    value: Decimal
    unit: str
    text: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """The amounts of a text in order. Dates, clock times, ordinals and figures inside names are left out."""
    plain = _mask(text.translate(_PLAIN))
    found: list[Quantity] = []
    position = 0
    while match := _NUMBER.search(plain, position):
        quantity = _read(plain, match)
        position = match.end()
        if quantity:
            position = max(position, quantity.end)
            found.append(Quantity(quantity.value, quantity.unit, text[quantity.start : quantity.end], quantity.start, quantity.end))
    return _spread_units(plain, found)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts say the same: equal values, and units that do not contradict each other.

    An unknown unit contradicts none; `元` is any currency whose people call it so.
    """
    if one.value != other.value:
        return False
    units = {one.unit, other.unit}
    return len(units) == 1 or "" in units or ("元" in units and units <= {"元", "CNY", "TWD", "HKD"})


def _mask(text: str) -> str:
    """The text with everything that is no amount blanked out, at the same length."""
    for pattern in (_NOT_AMOUNTS, _NAMED):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return _MODEL.sub(_mask_model, text)


def _mask_model(match: re.Match[str]) -> str:
    """`Kestrel 3` is a name; `In 2` and `Over 40%` are not."""
    rest = match.string[match.end() : match.end() + 12]
    if match[1].lower() in _BEFORE_NUMBERS or _UNIT.match(rest) or _SCALE_LATIN.match(rest) or _SCALE_HAN.match(rest):
        return match[0]
    if re.match(r"\s[a-z]", rest) and match[1].istitle() and _starts_sentence(match):
        return match[0]
    return match[1] + "\0" * (len(match[0]) - len(match[1]))


_BEFORE_NUMBERS = frozenset(
    "a about above after all almost an and another around as at before below between but by each every exactly fewer for from "
    "fully if in into its just least less like more most near nearly no of on only or other over roughly some than that the "
    "their these this those to top under until up usd via was when where while with within eur gbp rmb us up cut hit".split()
)


def _starts_sentence(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip()
    return not before or before[-1] in ".!?。！？；\n\"“「"


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if len(match[0]) > _LONGEST_DIGITS:
        return None
    if match["tenths"]:
        tenths = Decimal(_DIGITS.get(match["of"], 0)) if match["of"] in _DIGITS else Decimal(match["of"])
        plus = Decimal(5) if match["plus"] == "半" else Decimal(_DIGITS.get(match["plus"] or "零", 0))
        return Quantity(tenths * 10 + plus, "%", "", start, end)
    if match["parts"]:
        part = Decimal(100) if match["part"] == "百" else _value(match["part"])
        return Quantity(part if match["base"] == "百" else part / 10, "%", "", start, end)
    if match["inner"]:
        return None
    if match["arabic"]:
        return _read_arabic(text, match)
    value = _spelled(match["word"]) if match["word"] else _value(match["han"])
    if match["word"] and (scale := _SCALE_LATIN.match(text, end)) and not scale[3]:
        value, end = value * _LATIN_SCALES[(scale[1] or scale[2]).lower()], scale.end()
    unit, end_of_unit = _unit(text, end)
    if match["han"]:
        counts = _COUNTS.match(text, end)
        alone = len(match["han"]) == 1 or not set(match["han"]) & set("十百千萬万億亿兆點点")
        if alone and not unit and not counts:
            return None
        if match["han"] == "一" and (not unit or unit in {"people", "years", "companies", "days"}):
            return None
        if match["han"] in {"十", "一一"} and not unit and not counts:
            return None
    return Quantity(value, unit, "", start, end_of_unit)


def _read_arabic(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    figures = match["arabic"].replace("−", "-")
    value = Decimal(figures.replace(",", ""))
    prefix = _PREFIX.search(text, max(0, start - 6), start)
    scaled = _SCALE_HAN.match(text, end)
    if scaled:
        value, end = value * _multiplier(scaled[1]), scaled.end()
        while (more := re.compile(_ARABIC).match(text, end)) and (smaller := _SCALE_HAN.match(text, more.end())):
            value, end = value + Decimal(more[0].replace(",", "")) * _multiplier(smaller[1]), smaller.end()
    elif latin := _SCALE_LATIN.match(text, end):
        value, end = value * _LATIN_SCALES[(latin[1] or latin[2] or latin[3]).lower()], latin.end()
    unit, after = _unit(text, end)
    if prefix:
        if unit in _MONEY:
            end = after
        unit, start = str(prefix.lastgroup), prefix.start()
    elif unit:
        end = after
    elif re.match(r"[A-Za-z]", text[end : end + 1]) or (end == match.end() and re.fullmatch(r"(?:19|20)\d\d", figures)):
        return None
    return Quantity(value, unit, "", start, end)


def _unit(text: str, position: int) -> tuple[str, int]:
    match = _UNIT.match(text, position)
    if match is None or match.lastgroup is None:
        return "", position
    return _UNIT_NAMES[int(match.lastgroup[1:])], match.end()


def _multiplier(scale: str) -> int:
    product = 1
    for character in scale:
        product *= _SMALL.get(character) or _LARGE[character]
    return product


def _value(figures: str) -> Decimal:
    """The value of Arabic or Chinese figures; 兩萬三 is 23,000 and 七百億 is 70,000,000,000."""
    if figures[0].isdigit() and figures[0].isascii():
        return Decimal(figures.replace(",", ""))
    whole, _, fraction = figures.replace("点", "點").partition("點")
    total, section, digit, last = 0, 0, 0, 1
    for character in whole.replace("廿", "二十"):
        if character in _DIGITS:
            if digit and last == 1:
                digit = digit * 10 + _DIGITS[character]
            else:
                digit = _DIGITS[character]
                last = 0 if character in "零〇" else last
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit, last = 0, _SMALL[character]
        else:
            total = (total + section + digit) * _LARGE[character] if not total or _LARGE[character] > total else total + (section + digit) * _LARGE[character]
            section, digit, last = 0, 0, _LARGE[character]
    tail = digit * last // 10 if last > 10 else digit
    result = Decimal(total + section + tail)
    return result + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction)) if fraction else result


def _spelled(words: str) -> Decimal:
    words = words.lower()
    if words.endswith("dozen"):
        return Decimal(6 if words.startswith("half") else 12)
    tens, _, ones = words.partition("-")
    ones_value = 1 if ones == "one" else _WORDS.get(ones, 0)
    return Decimal(_TENS.get(tens) or _WORDS.get(tens) or 1) + ones_value


def _spread_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """`8 to 11%` is two percentages: the first amount of a range takes the unit of the second."""
    for index, (low, high) in enumerate(zip(found, found[1:], strict=False)):
        if not low.unit and high.unit and (gap := _RANGE.match(text, low.end)) and gap.end() == high.start:
            found[index] = Quantity(low.value, high.unit, low.text, low.start, low.end)
    return found
