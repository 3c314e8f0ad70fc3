"""Which names stand for a topic or a day, and how foreign text is written in a post. Names are found elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from aiintel_assets.text.known_names import canonical, is_known, simplify
from aiintel_assets.text.names import aliases, names
from aiintel_assets.text.segmenter import tag
from aiintel_assets.text.typography import typeset
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiintel_assets.models import CleanArticle

# Names in form, but of nothing that news is about: units, money, protocols, peoples and languages.
_NOTHING = frozenset({
    "ui", "ux", "id", "ids", "ip", "os", "pc", "cli", "ide", "ides", "sso", "mfa", "scim", "qa", "ci", "cd", "pr",
    "prs", "hr", "it", "ceo", "cfo", "cto", "coo", "ciso", "president", "sponsored", "dns", "faq", "pdf", "ppt",
    "csv", "app", "apps", "llm", "llms", "demo", "yes", "no", "figure", "table", "part", "gb", "tb", "mb", "kb",
    "gpu", "gpus", "cpu", "api", "apis", "sdk", "http", "https", "html", "json", "usb", "url", "usd", "eur", "ntd",
    "twd", "rmb", "cny", "jpy", "gbp", "ai", "ml", "american", "british", "english", "european", "austrian",
    "chilean", "chinese", "danish", "dutch", "finnish", "french", "german", "greek", "indian", "irish", "italian",
    "japanese", "korean", "norwegian", "polish", "portuguese", "russian", "spanish", "swedish", "swiss", "taiwanese",
    "turkish", "traditional", "simplified", "美元", "歐元", "英鎊", "日圓", "日元", "韓元", "人民幣", "新臺幣",
    "新台幣", "臺幣", "台幣", "港元", "港幣", "中文", "英文", "英語", "日文", "日語", "華語", "法語", "德語",
    "西班牙語", "葡萄牙語", "繁體中文", "簡體中文", "人工智慧", "人工智能", "長度", "福利", "入口", "日誌", "日志",
    "加盟", "索引", "委員會", "研發部", "東西", "城市", "深度", "入門", "場景", "國務院", "企業", "學校", "but",
    "setup", "profile", "read", "pro", "leader", "trends", "analytics", "insights", "news", "build", "batch", "phase",
    "review", "update", "guide", "blueprint",
})  # fmt: skip
# Places: worth naming in an item, too wide for the title or the tags of a day.
_WIDE = frozenset({
    "us", "u.s.", "usa", "uk", "u.k.", "eu", "china", "taiwan", "japan", "korea", "india", "europe", "asia",
    "america", "beijing", "washington", "london", "tokyo", "美國", "中國", "臺灣", "台灣", "日本", "韓國", "南韓",
    "英國", "法國", "德國", "歐盟", "歐洲", "亞洲", "印度", "新加坡", "北京", "上海", "深圳", "臺北", "台北",
    "香港", "矽谷", "華盛頓", "singapore",
})  # fmt: skip
# A compound adjective, words in capitals alone as in code and cries, a bare version, what holds a mark between names.
_NO_NAME = re.compile(
    r"(?:\w+-)+(?:(?!red\b)[a-z]+(?:ed|ing|able|ible)|based|native|style|like|aware|ready|first|free|driven|wide|level|"
    r"scale|class|grade|agent|time|in|end|only|as-[a-z]+|of-[A-Za-z-]+)|(?:human|anti|non|pre|post)-\w+|\w+-per-\w+|"
    r"(?:[A-Z]{2,} ){2,}[A-Z.]{2,}|[\d.]+|\w*_\w*|[a-z0-9]{8,}\..*|.*[丨。：，、|的].*",
)
_SIMPLIFIED = "发布"  # a word that no Traditional text has, to stand beside a name
_CAPITAL_NOUNS = frozenset(("de", "lb"))  # languages that write every noun with a capital
_UNUSUAL = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]")
_CREDITED = re.compile(r"\s*[(（](?:@\w{2,}(?:,\s*)?)+[)）]|(?<=\w)(?:,?\s@\w{2,})+(?=[.。]?$)")
_LOWERCASE = re.compile(r"(?<![A-Za-z0-9-])[a-z][a-z'’-]*")
_ORDINARY = frozenset(("n", "v", "vn", "vd", "a", "ad", "an", "b", "d", "t", "l", "i", "z"))  # kinds of words
CONSIDERED = 80  # names of a topic that are compared with each other; a long page of lists has thousands
_SAY_IN_CHINESE = {"zh-Hant": 2, "zh-Hans": 1}  # how much a title's way of writing a name counts


def written(text: str) -> str:
    """The text as a post has it: Taiwan's script, words and typography, without the accounts that a digest credits."""
    return typeset(to_taiwan(_CREDITED.sub("", text)))


def glosses(articles: Iterable[CleanArticle]) -> dict[str, str]:
    """Any form of a name that articles gloss → the form a post shows: the Chinese one, where Chinese titles use it.

    Forms are the foreign name, its first word where no other foreign name starts with it, and all its Chinese ones.
    Traditional texts decide before Simplified ones, then the form of most articles, then the shortest. A foreign name
    that Chinese titles rather leave as it is stays so.
    """
    forms: dict[str, dict[str, list[int]]] = {}
    titles: list[str] = []
    for article in articles:
        titles += [written(article.title)] * _SAY_IN_CHINESE.get(article.language, 0)
        for chinese, foreign in aliases(f"{article.title}\n{article.text}").items():
            tally = forms.setdefault(written(foreign), {}).setdefault(written(chinese), [0, 0])
            tally[0] += article.language == "zh-Hant"
            tally[1] += 1
    found: dict[str, str] = {}
    first_words = Counter(foreign.partition(" ")[0] for foreign in forms)
    for foreign, called in sorted(forms.items()):
        best = min(called, key=lambda name: ([-n for n in called[name]], len(name), name))
        if sum(foreign in title for title in titles) > sum(any(name in title for name in called) for title in titles):
            best = foreign
        short = foreign.partition(" ")[0]
        for form in (foreign, *called, *([short] if first_words[short] == 1 else [])):
            found.setdefault(form, best)
    return found


def names_of(articles: Sequence[CleanArticle], count: int) -> tuple[str, ...]:
    """Whom and what the articles are about: names of the titles first, then by how many articles and how often.

    A name and its gloss, such as 紅隼實驗室 and Kestrel Labs, count as one, under the Chinese name. Names of units,
    money and languages do not count, and neither does a Chinese word that a text has only once, outside the title, nor
    an ordinary word. Where Chinese articles tell the story, so do their names.
    """
    chinese_for = glosses(articles)
    totals: dict[str, list[int]] = {}
    in_chinese: set[str] = set()
    for article in articles:
        in_title = {_borne_out(name, article.text) for name in names(article.title)}
        for found, often in names(f"{article.title}\n{article.text}").items():
            name = _borne_out(found, article.text)
            if article.language in _CAPITAL_NOUNS and not (_UNUSUAL.search(name) or is_known(name)):
                continue
            shown = _named(name, article.language)
            shown = chinese_for.get(shown, shown)
            tally = totals.setdefault(shown, [0, 0, 0])
            tally[0] += name in in_title
            tally[1] += 1
            tally[2] += often
            if article.language.startswith("zh"):
                in_chinese.add(shown)
    glossed = set(chinese_for.values())
    words = Counter(word for article in articles for word in _LOWERCASE.findall(article.text))
    told = [
        name
        for name, (in_title, _, often) in totals.items()
        if name
        and name.casefold() not in _NOTHING
        and not _NO_NAME.fullmatch(name)
        and (name in glossed or not _is_word(name, often, words))
        and (in_title or often > 1 or name in glossed or "·" in name or name.isascii())
    ]
    best = sorted([name for name in told if name in in_chinese] or told, key=lambda name: [-n for n in totals[name]])
    del best[CONSIDERED:]
    # A bare name in the text, such as Kestrel, is most often short for a fuller one beside it.
    short = {
        n
        for n in best
        if not totals[n][0] and any(totals[o][2] > 1 and len(o) > len(n) and overlap(n, o) for o in best)
    }
    return tuple(distinct(name for name in best if name not in short)[:count])


def _named(name: str, language: str) -> str:
    """A name as a post has it. Alone, its characters need not tell that it stands in a Simplified text."""
    if language != "zh-Hans" or name.isascii():
        return written(name)
    beside = written(f"{name}{_SIMPLIFIED}")
    return (
        beside.removesuffix(written(_SIMPLIFIED)).rstrip() if beside.endswith(written(_SIMPLIFIED)) else written(name)
    )


def _borne_out(name: str, text: str) -> str:
    """A foreign name as its article has it, or nothing if it is none there: headlines capitalise other words, too."""
    if not name.isascii() or name in text or not text or is_known(name):
        return name
    words, plain = name.split(), text.casefold()
    if len(words) == 1:
        return "" if name.istitle() else name
    if name.casefold() in plain or is_known(words[0]):
        return name
    return next((rest for n in range(1, len(words)) if (rest := " ".join(words[n:])).casefold() in plain), name)


def _is_word(name: str, often: int, words: Mapping[str, int]) -> bool:
    """Whether a name is an ordinary word: one that the texts rather write in lower case, or one of the dictionary's."""
    if name.isascii():
        return name.istitle() and not is_known(name) and words[name.lower()] + words[f"{name.lower()}s"] >= often
    plain = simplify(name)
    kinds = tag(plain)
    return len(kinds) == 1 and kinds[0][1] in _ORDINARY and not is_known(plain)


def distinct(ranked: Iterable[str]) -> list[str]:
    """The names in order, without those that contain an earlier one, are contained in it or are another form of it."""
    kept: list[str] = []
    for name in ranked:
        if not any(overlap(name, other) or canonical(name) == canonical(other) for other in kept):
            kept.append(name)
    return kept


def overlap(one: str, other: str) -> bool:
    """Whether one name contains the other, hyphens aside: whole words in Latin script, any stretch in Chinese."""
    short, long = sorted((one.casefold().replace("-", " "), other.casefold().replace("-", " ")), key=len)
    if short not in long:
        return False
    return re.search(rf"(?<![^\W\u3400-\u9fff]){re.escape(short)}s?(?![^\W\u3400-\u9fff])", long) is not None


def telling(name: str) -> bool:
    """Whether the name says what a day was about: no country or region."""
    return name.casefold() not in _WIDE


def mentions(name: str, title: str, chinese_for: Mapping[str, str]) -> bool:
    """Whether the title has the name, or the foreign name it stands for."""
    forms = [name, *(foreign for foreign, chinese in chinese_for.items() if chinese == name)]
    return any(form.casefold() in title.casefold() for form in forms)
