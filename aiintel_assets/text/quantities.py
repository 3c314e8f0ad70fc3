"""Amounts in running text, English and Chinese, brought to one form so that they compare. Dates are not amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from aiintel_assets.text.known_names import words

# Length stays; the patterns are ASCII, so that a Chinese character beside a figure is no word character.
_PLAIN = str.maketrans("０１２３４５６７８９．％＄￥\u00a0\u3000\u202f\u2009", "0123456789.%$¥    ")
_LONGEST_FIGURE = 30
_LONE = 10

# ---- what holds figures and is no amount ----

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_CHINESE_DAY = r"(?:[〇零一二三四五六七八九十廿卅]{1,4}|\d{1,2})"
# Most places can begin none of them, and are passed over at a glance.
_NO_AMOUNTS = re.compile(
    r"(?=[\dhJFMASONDQVv#民第版〇零一二三四五六七八九十廿卅凌清早晚深夜午上中下傍])(?:"
    + "|".join(
        (
            r"https?://\S+",
            r"\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
            r"\d{4}[/.]\d{1,2}[/.]\d{1,2}",
            rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?!\d)(?:,?\s+(?:19|20)\d\d)?\b",
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?:19|20)\d\d)?\b",
            rf"\b{_MONTH},?\s+(?:19|20)\d\d\b",
            r"(?:19|20)\d\d\s*[-–~至到]\s*(?:19|20)\d\d\s*(?:年度?)?",
            r"(?:19|20)\d\d\s*(?:學年|学年|會計年度|財年|财年|年代|年度?)",
            r"(?:民國|民国)\s*\d{2,3}\s*年|(?<![\d.,])1[01]\d\s?年(?=\s?\d{1,2}\s?月)",
            r"[一二][〇零九一二三四五六七八○]{3}年",
            rf"{_CHINESE_DAY}\s*月\s*(?:份|底|初|中旬|上旬|下旬|{_CHINESE_DAY}\s*[日號号])?",
            r"(?<![\d.])(?<![續续期達达])(?<![續续期達达] )\d{1,2}\s*[日號号](?!元|圓|圆|[內内間间])",
            r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?",
            r"\b\d{1,2}\s?[AaPp]\.?[Mm]\b\.?",
            r"(?:凌晨|清[晨早]|早晨|[早晚深夜][上間间夜裡裏里晚]?|[上中下]午|午[後后]|傍晚)\s?\d{1,2}\s?[點点時时](?:\s?\d{1,2}\s?分)?",
            r"(?<![\d.])\d{1,2}\s?[點点時时]\s?\d{1,2}\s?分(?![鐘钟之])",
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
    )
    + ")",
    re.ASCII,
)
_NAMED = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z](?>[A-Za-z_]*)-?\d[\w.]*(?:-\w+)*", re.ASCII)
_MODEL = re.compile(r"(?<![\w.])([A-Z][A-Za-z]*|[a-z]+[A-Z]\w*)\s(\d+(?:\.\d+)?)(?![\d,]|\.\d)", re.ASCII)
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?。！？；\n])[\s\"“「]*$")

# ---- figures ----

_ARABIC = r"(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_MORE_FIGURES = re.compile(rf"\s?({_ARABIC})", re.ASCII)
_ONES_BEHIND = re.compile(r"(?:\d,\d{3}|\d{1,4})(?![\d.,萬万億亿兆])", re.ASCII)
_CHINESE = (
    r"(?<![零〇第数數几幾上])[一二三四五六七八九十兩两廿][一二三四五六七八九十百千兩两零〇萬万億亿兆廿]*"
    r"(?:[點点][一二三四五六七八九零〇]+)?"
)
# 百億元, 近萬人: a scale alone counts one of it, before what is counted; 數百萬 and 上億 are no amounts.
_ALONE = (
    r"(?<![零〇一二三四五六七八九十廿百千萬万億亿兆兩两第數数幾几上多好])"
    r"(?:[十百千][萬万億亿]|(?<=[近逾約约破達达])[百千萬万億亿])(?!分)"
)
_DIGITS = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_SCALED = frozenset("十百千萬万億亿兆點点")
_AFTER_PAIRS = frozenset("十百千萬万億亿兆成")
_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ONES = {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
_TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_SPELLED = (
    rf"\b(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(list(_ONES)[1:10])}))?|{'|'.join(list(_ONES)[2:])})\b"
    r"|\b(?:an?|one)\b(?=[\s-](?:hundred|thousand|million|billion|trillion)\b)|\b(?:half\s)?a\sdozen\b"
)
_SCALE = re.compile(
    r"(?i:[\s-]?(trillion|billion|million|crore|lakh|thousand|hundred)s?\b|\s?(bn|tn|mn)\b)"
    r"|([KkMmBbTt])(?![A-Za-z0-9])|\s([KMBT])(?=\s?(?:[個个]?[參参][數数]|param))",
    re.ASCII,
)
_SCALES = {"hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6}
_SCALES |= {"lakh": 10**5, "crore": 10**7}
_SCALES |= {"billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "t": 10**12}
_CHINESE_SCALE = re.compile(
    r"\s?[多餘余來来]?\s?((?:[十百千]?(?:[萬万億亿]|兆(?![瓦字赫比位]))){1,2}|[百千](?![分瓦克米字]))"
)
_NUMBER = re.compile(
    r"(?=[\d−\-零〇一二三四五六七八九十百千萬万億亿兩两廿]|\b[A-Za-z])(?:"
    r"(?P<tenths>(?P<of>[一二三四五六七八九兩两]|\d(?:\.\d)?)\s?(?:成|割(?!引(?!き[上下])|[り合]))(?P<plus>[一二三四五六七八九半])?"
    r"(?:(?![不為为立功果員员長长本都份就交語语熟績绩])|(?<=[二三四五六七八九]成)(?=為|为)))"
    rf"|(?P<parts>(?P<base>百|千)分之(?P<part>{_ARABIC}|{_CHINESE}|百))"
    rf"|(?P<alone>{_ALONE})"
    rf"|(?<![\w.,])(?P<arabic>(?:(?<![\w%.,)])[-−])?{_ARABIC})|(?P<inner>{_ARABIC})|(?P<chinese>{_CHINESE})"
    rf"|(?i:(?P<spelled>{_SPELLED})))",
    re.ASCII,
)
_RANGE = re.compile(r"\s?(?:[-–—~～〜至到]|to)\s?")
_FIGURE = re.compile(_ARABIC, re.ASCII)

# ---- units ----

_LOCAL_MONEY = "元"
_MONEY_BEFORE = {
    "USD": r"US\$|USD|(?<![A-Z])\$|美元",
    "TWD": r"NT\$|NTD|TWD|新?[台臺][幣币]",
    "CNY": r"RMB|CNY|CN¥|¥|人民[币幣]",
    "EUR": r"EUR|€|歐元|欧元",
    "GBP": r"GBP|£",
    "JPY": r"JPY",
    "KRW": r"KRW|₩",
    "HKD": r"HK\$|HKD|港[元幣币]",
    "INR": r"INR|₹",
    "AUD": r"AU?\$",
    "CAD": r"CA?\$",
    "SGD": r"SG?D?\$",
    "NZD": r"NZ\$",
    "CHF": r"CHF",
    "BRL": r"R\$",
    "RUB": r"₽",
    "TRY": r"₺",
    "ILS": r"₪",
    "THB": r"฿",
    "VND": r"₫",
    "MXN": r"₱|MX\$",
    "NGN": r"₦",
    "MYR": r"(?<![A-Za-z])RM",
}
_MONEY_AFTER = {
    "CAD": r"加[元幣币]|加拿大元|Canadian\sdollars?\b|CAD\b",
    "AUD": r"澳[元幣币]|Australian\sdollars?\b|AUD\b",
    "SGD": r"新加坡[元幣币]|[新坡](?:元(?!素|件)|幣|币)|Singapore\sdollars?\b|SGD\b",
    "USD": r"美元|美金|US\$|USD\b|\$|(?:U\.?S\.?\s)?dollars?\b|米?ドル",
    "TWD": r"元?新?[台臺][幣币]|NTD\b|TWD\b|(?:New\s)?Taiwan\sdollars?\b",
    "CNY": r"元?人民[币幣]|RMB\b|CNY\b|yuan\b|renminbi\b",
    "EUR": r"euros?\b|EUR\b|€|歐元|欧元|ユーロ",
    "GBP": r"英鎊|英镑|GBP\b|pounds?\b",
    "JPY": r"日[圓元圆]|円|JPY\b|yen\b",
    "KRW": r"[韓韩][元圜圓圆]|KRW\b|won\b|ウォン",
    "HKD": r"港[元幣币]|HKD\b|(?:Hong\sKong|HK)\sdollars?\b",
    "INR": r"盧比|卢比|INR\b|rupees?\b",
    "NZD": r"[紐纽]元|[紐纽][幣币]|NZD\b|New\sZealand\sdollars?\b",
    "CHF": r"瑞士法郎|瑞郎|CHF\b|Swiss\sfrancs?\b",
    "crowns": r"(?:瑞典|挪威|丹麥|丹麦|冰島|冰岛|捷克)?克朗|(?:SEK|NOK|DKK|CZK)\b"
    r"|(?:(?:Swed|Dan)ish\s|Norwegian\s|Czech\s)?(?:kron[aeo]r?|crowns?|koruna)\b",
    "RUB": r"盧布|卢布|RUB\b|rou?bles?\b",
    "BRL": r"(?:巴西)?(?:雷亞爾|雷亚尔|黑奧)|BRL\b|reais\b",
    "MXN": r"(?:墨西哥|菲律賓|菲律宾|阿根廷|智利|哥倫比亞|哥伦比亚)?(?:披索|比索)|(?:MXN|PHP)\b"
    r"|(?:Mexican\s|Philippine\s|Chilean\s|Argentine\s)?pesos?\b",
    "THB": r"泰[銖铢]|THB\b|baht\b",
    "VND": r"越南盾|VND\b|dong\b",
    "IDR": r"印尼[盾幣币]|IDR\b|rupiahs?\b",
    "MYR": r"令吉|林吉特|馬幣|马币|MYR\b|ringgits?\b",
    "TRY": r"(?:土耳其)?里拉|TRY\b|liras?\b",
    "ILS": r"(?:新)?謝克爾|(?:新)?谢克尔|ILS\b|shekels?\b",
    "SAR": r"(?:沙烏地|沙特)?(?:里亞爾|里亚尔)|SAR\b|riyals?\b",
    "AED": r"迪拉姆|AED\b|dirhams?\b",
    "ZAR": r"(?:南非)?(?:蘭特|兰特)|ZAR\b|rand\b",
    "NGN": r"奈拉|NGN\b|naira\b",
    "KES": r"(?:肯亞|肯尼亞|肯尼亚)?先令|KES\b|shillings?\b",
    "PLN": r"(?:茲羅提|兹罗提)|PLN\b|z[lł]ot(?:y|ys)\b",
    _LOCAL_MONEY: r"元(?![件素組组宇老首])|塊錢|块钱",
}
MONEY = frozenset(_MONEY_BEFORE) | frozenset(_MONEY_AFTER)
_UNITS = {
    "cents": r"cents?\b|美分",
    "bp": r"(?:個|个)?基[點点]|basis[\s-]points?\b|bps\b",
    "pp": r"個百分點|个百分点|百分點|百分点|percentage[\s-]points?\b|pp\b|ポイント",
    "%": r"%|per\s?cent\b|パーセント",
    **_MONEY_AFTER,
    "params": r"(?:個|个)?\s?[參参][數数]|param(?:eter)?s?\b|パラメーター?",
    "tokens": r"(?:個|个)?\s?(?:tokens?\b|[詞词]元)",
    "x": r"倍|[xX×](?![A-Za-z0-9])|times\b|-?fold\b",
    "Tb": r"(?-i:Tb(?:ps|it)?)(?:/s)?\b|terabits?\b|兆位元(?![組组])",
    "Gb": r"(?-i:Gb(?:ps|it)?)(?:/s)?\b|gigabits?\b|Gbps\b",
    "Mb": r"(?-i:Mb(?:ps|it)?)(?:/s)?\b|megabits?\b|Mbps\b",
    "PB": r"PB\b|petabytes?\b",
    "TB": r"TB\b|terabytes?\b",
    "GB": r"GB\b|gigabytes?\b|GiB\b",
    "MB": r"MB\b|megabytes?\b|兆字[節节]|MiB\b",
    "GWh": r"[Gg][Ww]h\b|gigawatt[\s-]hours?\b|吉瓦[時时]",
    "TWh": r"TWh\b|terawatt[\s-]hours?\b|太瓦[時时]",
    "MWh": r"MWh\b|megawatt[\s-]hours?\b|兆瓦[時时]",
    "kWh": r"kWh\b|kilowatt[\s-]hours?\b|[千瓩]瓦?[時时]|度[電电]|(?<=[萬万億亿])度(?![角假])",
    "GW": r"GW\b|gigawatts?\b|吉瓦|百萬千瓦|百万千瓦",
    "MW": r"MW\b|megawatts?\b|兆瓦",
    "kW": r"kW\b|kilowatts?\b|千瓦|瓩",
    "W": r"W\b|watts?\b|瓦(?![解斯])",
    "bytes": r"(?:個|个)?(?:位元組|字[節节])|bytes?\b",
    "km2": r"平方公里|平方千米|square\s(?:kilomet(?:er|re)s?|km)\b|km²",
    "m2": r"平方公尺|平方米|square\s?met(?:er|re)s?\b|m²",
    "ping": r"坪(?![數效])",
    "hectares": r"公頃|公顷|hectares?\b",
    "acres": r"英畝|英亩|acres?\b",
    "sqft": r"平方英[尺呎]|square[\s-](?:feet|foot)\b|sq\.?\s?ft\b",
    "nmi": r"nautical\smiles?\b|海[里哩浬]|浬",
    "miles": r"miles?\b|mph\b|英里|哩",
    "km": r"キロメートル|kilomet(?:er|re)s?\b|km(?:/h)?\b|kph\b|公里|千米",
    "nm": r"nm\b|[奈納纳]米|nanomet(?:er|re)s?\b",
    "um": r"[µμ]m\b|微米|micromet(?:er|re)s?\b|microns?\b|マイクロメートル|ミクロン",
    "mm": r"mm\b|毫米|公[釐厘]|millimet(?:er|re)s?\b|ミリ(?:メートル)?(?![秒グア])",
    "cm": r"cm\b|公分|[厘釐]米|centimet(?:er|re)s?\b|センチ(?:メートル)?",
    "metres": r"met(?:er|re)s?\b|メートル|公尺|米(?![ドナの其蘭兰勒德])",
    "feet": r"feet\b|foot\b|ft\b|英[尺呎]|呎",
    "inches": r"inch(?:es)?\b|インチ|英[寸吋]|[吋寸]",
    "mg": r"mg\b|毫克|milligrams?\b",
    "kg": r"kg\b|公斤|千克|kilogram(?:me)?s?\b|kilos?\b|キログラム|キロ(?!メートル|ワット|バイト)",
    "grams": r"grams?\b|グラム|公克|克(?![拉隆羅罗里萊莱朗雷林魯鲁勞劳蘭兰服萊什斯特倫])",
    "tonnes": r"(?:metric\s)?ton(?:ne)?s?\b|トン(?!ネル)|公[噸吨]|[噸吨]",
    "pounds": r"lbs?\b|磅(?!礴)",
    "ms": r"ms\b|毫秒|milliseconds?\b",
    "seconds": r"seconds?\b|secs?\b|(?<=\d)s\b|秒",
    "minutes": r"minutes?\b|mins?\b|分[鐘钟]",
    "hours": r"(?:(?:straight|consecutive)\s)?hours?\b|hrs?\b|(?<=\d)h\b|(?:個|个)?小[時时]",
    "days": r"(?:(?:straight|consecutive|working|business)\s)?days?\b|(?:個|个)?工作[日天]|天(?![使文線线])"
    r"|日(?=[內内間间])"
    r"|(?<=[續续期達达]\d)日|(?<=[續续期達达]\d\d)日|(?<=[續续期達达] \d\d)日|(?<=[續续期達达] \d\d )日",
    "weeks": r"weeks?\b|週(?!年)|周(?!年)|(?:個|个)?星期",
    "quarters": r"(?:(?:straight|consecutive)\s)?quarters?\b|(?:個|个)?季(?![節节])度?",
    "months": r"(?:(?:straight|consecutive)\s)?months?\b|(?:個|个)月",
    "decades": r"decades?\b",
    "years": r"(?:(?:straight|consecutive)\s)?years?\b|年",
    "users": r"(?:個|个|名|位)?\s?(?:users?\b|customers?\b|用戶|用户|使用者)",
    "people": r"people\b|persons?\b|employees\b|workers\b|staff\b|engineers\b|researchers\b"
    r"|人(?![工形民臉脸機机])|名|位(?![於于元])",
    "companies": r"companies\b|firms\b|家|社(?![長会內内員区區群交])",
}
_UNIT_NAMES = tuple(_UNITS)
_UNIT = re.compile(
    r"(?>[\s-]?[多餘余來来]?\s?)(?:" + "|".join(f"({unit})" for unit in _UNITS.values()) + ")",
    re.IGNORECASE | re.ASCII,
)
_CURRENCY = re.compile(
    "(?:" + "|".join(f"(?P<{code}>{form})" for code, form in _MONEY_BEFORE.items()) + r")\s?$", re.ASCII
)
_LONGEST_CURRENCY = 6
_OF_CURRENCIES = frozenset("".join(_MONEY_BEFORE.values()))  # a currency ends with one of these characters, at least
# A lone Chinese figure counts things only before a measure word or a unit; 三星 and 百度 are names.
MEASURE = re.compile(
    "[個个款項项條条種种座台臺次輪轮件起張张篇枚顆颗支隻只間间場场筆笔章節节頁页冊册層层席票組组套棟栋輛辆架艘份句字處处趟套具檔档尊株粒瓶罐根桶戶户批串集首幅封宗所]|(?<=前.)大|部(?![落分門门長长])|成員|成员",
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
# 2048條請求 counts requests; 2024款 and 2025屆 are of that year.
_COUNTED_LIKE_YEARS = re.compile("[個个條条筆笔件張张篇枚顆颗場场頁页套輛辆句份戶户](?![別别])")
# 兩三百, 五、六成: from the one to the other of two figures in a row.
_PAIR = re.compile(
    r"(?<![零〇一二兩两三四五六七八九十百千萬万億亿\d第數数])([一二兩两三四五六七八])(、?)([二兩两三四五六七八九])"
    r"(?![零〇一二兩两三四五六七八九])",
    re.ASCII,
)
_PASSED = re.compile(r"[破逾達达][十百千萬万億亿]{1,2}(?:[，。；、）)\s]|$)")
_INDEFINITE = frozenset({"people", "years", "companies", "days", "quarters"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount of a text.

    `value` is in plain units: 570 億 is 57,000,000,000, and 六成二 is 62 with the unit `%`. `unit` is `""` when none is
    known; money is an ISO 4217 code, or `元` when the text does not say whose; pesos of any country are MXN, crowns
    of any `crowns`. `text` is `source[start:end]`.
    """

    value: Decimal
    unit: str
    text: str
    start: int
    end: int


_Amount = tuple[Decimal, str, int, int]  # value, unit, start, end


def quantities(text: str) -> list[Quantity]:
    """The amounts of a text in order. Dates, clock times, ordinals and figures inside names are left out."""
    plain, lows = _without_lows(_mask(text.translate(_PLAIN)))
    found: list[Quantity] = []
    position = 0
    while match := _NUMBER.search(plain, position):
        amount = _read(plain, match)
        position = match.end()
        if amount:
            value, unit, start, end = amount
            position = max(position, end)
            if start in lows:
                at, low, high = lows[start]
                found.append(Quantity(value * low / high, unit, text[at], at, at + 1))
            found.append(Quantity(value, unit, text[start:end], start, end))
    return _spread_units(plain, found)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts say the same: equal values, and units that do not contradict each other.

    An unknown unit contradicts none; `元` is any currency whose people call it so.
    """
    units = {one.unit, other.unit}
    compatible = len(units) == 1 or "" in units or (_LOCAL_MONEY in units and units <= {"元", "CNY", "TWD", "HKD"})
    return one.value == other.value and compatible


def is_money(quantity: Quantity) -> bool:
    """Whether an amount is a sum of money."""
    return quantity.unit in MONEY


def _without_lows(text: str) -> tuple[str, dict[int, tuple[int, int, int]]]:
    """The text without the first figure of pairs such as 兩三百; by the place of the second, its place, and both."""
    lows: dict[int, tuple[int, int, int]] = {}

    def without(match: re.Match[str]) -> str:
        low, high, after = _DIGITS[match[1]], _DIGITS[match[3]], match.end()
        scaled = text[after : after + 1] in _AFTER_PAIRS
        counted = _UNIT.match(text, after) or MEASURE.match(text, after)
        numbering = match[2] and text[: match.start()].rpartition("\n")[2].strip() == ""  # 一、兩百家公司…
        if high != low + 1 or numbering or not (scaled or (counted and not match[2])):
            return match[0]
        lows[match.start(3)] = match.start(), low, high
        return "\0" * (len(match[0]) - 1) + match[3]

    return _PAIR.sub(without, text), lows


def _mask(text: str) -> str:
    """The text with the figures that are no amounts blanked out, at the same length."""
    for pattern in (_NO_AMOUNTS, _NAMED):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return _MODEL.sub(_mask_model, text)


def _mask_model(match: re.Match[str]) -> str:
    """`Kestrel 3` is a name; `In 2` and `Over 40%` are not, and `Engineers 3` at the start of a sentence may not be."""
    rest = match.string[match.end() : match.end() + 16]
    counts = _UNIT.match(rest) or _SCALE.match(rest) or _CHINESE_SCALE.match(rest)
    opens = rest[:1] == " " and rest[1:2].islower() and match[1].istitle()
    if match[1].lower() in words("common") or counts or (opens and _opens_sentence(match)):
        return match[0]
    return match[1] + "\0" * (len(match[0]) - len(match[1]))


def _opens_sentence(match: re.Match[str]) -> bool:
    return bool(_OPENS_SENTENCE.search(match.string, max(0, match.start() - 3), match.start()))


def _read(text: str, match: re.Match[str]) -> _Amount | None:
    if match["inner"] or len(match[0]) > _LONGEST_FIGURE:
        return None
    if match["tenths"] or match["parts"]:
        return _share(match), "%", *match.span()
    if match["arabic"]:
        return _read_arabic(text, match)
    if match["alone"]:
        return _read_alone(text, match)
    if match["chinese"]:
        return _read_chinese(text, match)
    value, end = _spelled(match["spelled"].lower()), match.end()
    if (scale := _SCALE.match(text, end)) and (scale[1] or scale[2]):
        value, end = value * _SCALES[(scale[1] or scale[2]).lower()], scale.end()
    unit, end = _unit(text, end)
    return value, unit, match.start(), end


def _read_arabic(text: str, match: re.Match[str]) -> _Amount | None:
    start, end = match.span()
    figures = match["arabic"].replace("−", "-").replace(",", "")
    value, end = _scale(text, Decimal(figures), end)
    unit, after = _unit(text, end)
    in_front = text[max(0, start - _LONGEST_CURRENCY) : start]
    if in_front.rstrip()[-1:] in _OF_CURRENCIES and (before := _CURRENCY.search(text, start - len(in_front), start)):
        return value, str(before.lastgroup), before.start(), after if unit in MONEY else end
    if not unit:
        glued = text[end : end + 1].isascii() and text[end : end + 1].isalpha()
        year = end == match.end() and _YEAR.fullmatch(text, start, end) and not _COUNTED_LIKE_YEARS.match(text, end)
        if glued or year:
            return None
    return value, unit, start, after


def _scale(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """The value with the scale that follows it (億, million, 1 億 2,000 萬), and where that ends."""
    if scale := _SCALE.match(text, end):
        return value * _SCALES[(scale[1] or scale[2] or scale[3] or scale[4]).lower()], scale.end()
    chinese = _CHINESE_SCALE.match(text, end)
    if not chinese:
        return value, end
    value, end = value * _multiplier(chinese[1]), chinese.end()
    last = _multiplier(chinese[1])
    while (more := _MORE_FIGURES.match(text, end)) and (smaller := _CHINESE_SCALE.match(text, more.end())):
        value, end = value + Decimal(more[1].replace(",", "")) * _multiplier(smaller[1]), smaller.end()
        last = _multiplier(smaller[1])
    # 2萬1450元: what follows a scale at once counts ones.
    if (ones := _ONES_BEHIND.match(text, end)) and last > (behind := int(ones[0].replace(",", ""))):
        value, end = value + behind, ones.end()
    return value, end


def _read_chinese(text: str, match: re.Match[str]) -> _Amount | None:
    figures = match["chinese"]
    unit, end = _unit(text, match.end())
    counted = unit or MEASURE.match(text, match.end())
    if not counted and (figures == "十" or _SCALED.isdisjoint(figures)):
        return None
    if figures == "一" and (not unit or unit in _INDEFINITE):
        return None
    return number(figures), unit, match.start(), end


def _read_alone(text: str, match: re.Match[str]) -> _Amount | None:
    unit, end = _unit(text, match.end())
    passed = _PASSED.match(text, match.start() - 1) if match.start() else None
    if not (unit or passed or MEASURE.match(text, match.end())):
        return None
    return Decimal(_multiplier(match["alone"])), unit, match.start(), end


def _unit(text: str, position: int) -> tuple[str, int]:
    match = _UNIT.match(text, position)
    if match is None or not match.lastindex:
        return "", position
    return _UNIT_NAMES[match.lastindex - 1], match.end()


def _share(match: re.Match[str]) -> Decimal:
    """六成二 as 62, 百分之八 as 8, 千分之三 as 0.3."""
    if match["parts"]:
        part = Decimal(100) if match["part"] == "百" else number(match["part"])
        return part if match["base"] == "百" else part / 10
    plus = Decimal(5) if match["plus"] == "半" else Decimal(_DIGITS[match["plus"] or "零"])
    return number(match["of"]) * 10 + plus


def _multiplier(scale: str) -> int:
    product = 1
    for character in scale:
        product *= _SMALL.get(character) or _LARGE[character]
    return product


def number(figures: str) -> Decimal:
    """The value of Arabic or Chinese figures: 兩萬三 is 23,000, 七百億 is 70,000,000,000."""
    if figures[0].isascii():
        return Decimal(figures.replace(",", ""))
    whole, _, fraction = figures.replace("点", "點").partition("點")
    total = section = digit = 0
    last = 1
    for character in whole.replace("廿", "二十"):
        if character in _DIGITS:
            digit = digit * 10 * (last == 1) + _DIGITS[character]
            last = 1 if last == 1 or not digit else last
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit, last = 0, _SMALL[character]
        elif _LARGE[character] > total:
            total = (total + section + digit) * _LARGE[character]
            section, digit, last = 0, 0, _LARGE[character]
        else:
            total += (section + digit) * _LARGE[character]
            section, digit, last = 0, 0, _LARGE[character]
    # The last figure of 兩萬三 is in thousands: a tenth of the scale before it.
    value = Decimal(total + section + (digit * last // 10 if last >= _LONE * _LONE else digit))
    return value + Decimal("0." + "".join(str(_DIGITS[figure]) for figure in fraction)) if fraction else value


def _spelled(words: str) -> Decimal:
    if words.endswith("dozen"):
        return Decimal(6 if words.startswith("half") else 12)
    tens, _, ones = words.partition("-")
    return Decimal(_TENS.get(tens, 0) + _ONES.get(tens, 0) + _ONES.get(ones, 0)) or Decimal(1)


def _spread_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """`8 to 11%` is two percentages: the first amount of a range takes the unit and the scale of the second.

    `$115-135 billion` is two sums: there the second takes the currency of the first.
    """
    spread = list(found)
    for index, high in enumerate(found[1:]):
        low = spread[index]
        between = _RANGE.match(text, low.end)
        if not between or between.end() != high.start:
            continue
        figure = _FIGURE.match(high.text)
        if not low.unit and high.unit:
            low = replace(low, unit=high.unit)
        elif low.unit in MONEY and not high.unit and figure:
            spread[index + 1] = replace(high, unit=low.unit)
        written = Decimal(figure[0].replace(",", "")) if figure else high.value
        if abs(low.value) < written < abs(high.value):
            low = replace(low, value=low.value * (high.value / written))
        spread[index] = low
    return spread
