"""How alike two articles are, across languages and wordings. Which of them make a topic is decided elsewhere."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import rjieba
import yaml
from opencc import OpenCC

from aiintel_assets.text.names import aliases, canonical, common_words, daily_names, is_known, names, simplify
from aiintel_assets.text.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from aiintel_assets.models import CleanArticle

_LEAD = 900
_LEAD_HAN = 450
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ0-9]*(?:[-.+'’][A-Za-zÀ-ÖØ-öø-ɏ0-9]+)*")
_STOP = frozenset(
    "a an the of in on at to for from by with and or but nor so as is are was were be been being it its this that these those he she "
    "they them his her their our your we you i not no than then there here which who whom whose what when where why how will would can "
    "could may might must shall should do does did has have had more most less least very just also into over under after before about "
    "between among against during per via up down out off again once only own same such some any each few other both all if while "
    "because until said says say according new one".split()
)
_STOP_HAN = frozenset(
    "的 了 是 在 和 与 及 或 等 对 将 被 把 为 以 于 从 由 向 到 也 都 就 还 又 更 最 很 已 已经 并 并且 而 但 但是 其 该 此 这 那 这个 那个 一个 一种 一些 可以 可能 可 能 会 要 有 没有 不 "
    "公司 表示 指出 认为 称 说 据 报道 宣布 今天 今日 昨日 周一 周二 周三 周四 周五 周六 周日 星期 日 月 年 目前 日前 近日 其中 进行 通过 因为 所以 如果 以及 由于 他 她 它 我们 他们 自己 上 下 中 里 后 前 时 个 名 家 "
    "人工智能 ai 模型 大模型 技术 用".split()
)

# Background: in how many of a hundred articles of AI news a feature of each kind is expected, before any were counted.
# It keeps a handful of articles from looking as if every word in them were rare.
_BACKGROUND = 150
_EXPECTED = {"daily": 0.08, "name": 0.004, "quantity": 0.004, "concept": 0.05, "common": 0.04, "word": 0.008, "han": 0.012, "bigram": 0.012}
_WEIGHT = {"n": 1.5, "q": 2.0, "c": 1.35, "w": 1.0, "h": 1.2, "b": 0.5}
_IN_TITLE = 1.7
_IN_BOTH = 2.0
_RAREST = 4.5


@dataclass(frozen=True, slots=True)
class Product:
    """A product's line, version and variant: `Kestrel 3 Mini` is ("kestrel", "3", "mini")."""

    line: str
    version: str
    variant: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What of an article counts when it is compared: weights of features, and what its headline is about."""

    chinese: bool
    published_at: datetime
    plain: str
    places: dict[str, int]
    title_names: tuple[tuple[str, bool], ...]
    title_money: tuple[tuple[str, Decimal], ...]
    money: tuple[tuple[str, Decimal], ...]
    title_products: tuple[Product, ...]
    products: tuple[Product, ...]


def profiles(articles: Sequence[CleanArticle]) -> list[Profile]:
    """A profile for each article; glosses in one article explain names in all of them."""
    glosses: dict[str, str] = {}
    for article in articles:
        if _HAN.search(article.title) or _HAN.search(article.text[:200]):
            for chinese, latin in aliases(f"{article.title}\n{_lead(article.text)}").items():
                glosses.setdefault(simplify(chinese), latin)
    lengths = sorted({len(name) for name in glosses}, reverse=True)
    return [_profile(article, glosses, lengths) for article in articles]


def _lead(text: str) -> str:
    han = len(_HAN.findall(text[:_LEAD]))
    return text[: _LEAD_HAN if han * 3 > min(len(text), _LEAD) else _LEAD]


def _profile(article: CleanArticle, glosses: Mapping[str, str], lengths: Sequence[int]) -> Profile:
    title, lead = article.title, _lead(article.text)
    both = f"{title}\n{lead}"
    found_in_title, found = names(title), names(both)
    for name in found_in_title:
        found.setdefault(name, 1)
    latin_names = {word for name in found for word in _LATIN_WORD.findall(name)}
    title_features = set(_features(title, found_in_title, latin_names, glosses, lengths))
    lead_features = set(_features(lead, found, latin_names, glosses, lengths))
    places = {key: 2 * (key in title_features) + (key in lead_features) for key in title_features | lead_features}
    resolved = {name: _resolve(name, glosses) for name in found}
    return Profile(
        chinese=bool(_HAN.search(title)) and len(_HAN.findall(both)) * 4 > len(both),
        published_at=article.published_at,
        plain=simplify(both).lower(),
        places=places,
        title_names=tuple((resolved[name].lower(), is_known(name)) for name in found_in_title),
        title_money=_money(title),
        money=_money(both),
        title_products=_products(resolved[name] for name in found_in_title),
        products=_products(resolved[name] for name in found),
    )


def _resolve(name: str, glosses: Mapping[str, str]) -> str:
    return canonical(glosses.get(simplify(name), name))


def _money(text: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((q.unit, q.value) for q in quantities(text) if len(q.unit) == 3 and q.unit.isupper() or q.unit == "元")


_PRODUCT = re.compile(r"^(?P<line>.*?)[\s-]?(?P<letter>\b[A-Za-z])?(?P<version>\d+(?:\.\d+)*[a-z]?)(?:[\s-](?P<variant>.+))?$")


def _products(found: Iterator[str]) -> tuple[Product, ...]:
    products = []
    for name in found:
        match = _PRODUCT.match(name)
        if not match:
            continue
        words = re.split(r"[\s-]", match["line"].strip().lower())
        line = canonical(words[-1]).lower() if words[-1] else ""
        letter = (match["letter"] or "").lower()
        if line or letter:
            products.append(Product(line or letter, (letter if line else "") + match["version"], (match["variant"] or "").lower().replace("-", " ")))
    return tuple(products)


# ---- features ---------------------------------------------------------------------------------------------------------


def _features(text: str, found: Mapping[str, int], latin_names: set[str], glosses: Mapping[str, str], lengths: Sequence[int]) -> Iterator[str]:
    """The features of a piece of text. `n:` names, `q:` amounts and `c:` ideas mean the same in every language."""
    for name in found:
        if name in text:
            yield from _name_features(_resolve(name, glosses))
    for quantity in quantities(text):
        if quantity.unit not in {"", "people", "companies"} or abs(quantity.value) >= 10:
            value = quantity.value.normalize()
            kind = "money" if len(quantity.unit) == 3 and quantity.unit.isupper() or quantity.unit == "元" else "%" if quantity.unit == "%" else ""
            yield f"q:{kind}{value}"
    plain = simplify(text)
    chinese = bool(_HAN.search(plain))
    if chinese:
        yield from _chinese_features(plain, glosses, lengths)
    previous = ""
    for word in _LATIN_WORD.findall(text):
        lower = re.sub(r"['’]s?$", "", word).lower()
        stem = _stem(lower)
        concepts = _concepts()
        yield from (f"c:{concept}" for concept in concepts.get(f"{previous} {stem}", ()))
        yield from (f"c:{concept}" for concept in concepts.get(stem, ()))
        previous = stem
        if lower in _STOP or len(lower) < 2:
            continue
        if chinese and word not in _EVERYDAY:
            yield f"n:{canonical(word).lower()}"
        elif word not in latin_names or lower in common_words():
            yield f"w:{stem}"


_EVERYDAY = frozenset("AI API APIs CEO token tokens Token App app GPU GPUs LLM agent Agent IPO CTO CFO".split())


def _name_features(name: str) -> Iterator[str]:
    """A name as features: a well-known one as such, others as their telling words, products also with their version."""
    words = [w for w in re.findall(r"[A-Za-zÀ-ɏ][\wÀ-ɏ.]*", name) if len(w) > 1 and w.lower() not in common_words()]
    if is_known(name) or not words or _PRODUCT.match(name):
        yield f"n:{name.lower()}"
    if not is_known(name):
        yield from (f"n:{canonical(word).lower()}" for word in words)


def _chinese_features(plain: str, glosses: Mapping[str, str], lengths: Sequence[int]) -> Iterator[str]:
    mainland = _to_mainland().convert(plain)
    for word in rjieba.cut(mainland):
        if len(word) > 1 and _HAN.match(word) and word not in _STOP_HAN:
            yield f"h:{word}"
    for run in _HAN_RUN.findall(mainland):
        for start in range(len(run) - 1):
            yield f"b:{run[start : start + 2]}"
        for length in _concept_lengths():
            for start in range(len(run) - length + 1):
                yield from (f"c:{concept}" for concept in _concepts().get(run[start : start + length], ()))
    for run in _HAN_RUN.findall(plain):
        for length in lengths:
            for start in range(len(run) - length + 1):
                latin = glosses.get(run[start : start + length])
                if latin:
                    yield from _name_features(canonical(latin))


@cache
def _to_mainland() -> OpenCC:
    return OpenCC("tw2sp")


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    """Every form of every idea, English ones stemmed, with the names of the ideas."""
    table: list[list[str]] = yaml.safe_load(files("aiintel_assets.editorial").joinpath("concepts.yaml").read_text("utf-8"))
    forms: dict[str, tuple[str, ...]] = {}
    for concept in table:
        for form in concept:
            key = form if _HAN.search(form) else " ".join(_stem(word) for word in form.split())
            forms[key] = (*forms.get(key, ()), concept[0])
    return forms


@cache
def _concept_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(form) for form in _concepts() if _HAN.search(form)}))


@cache
def _stem(word: str) -> str:
    """A light stem: plural, past and progressive endings fall off. No dictionary."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


# ---- weights and comparison -------------------------------------------------------------------------------------------


def weigh(found: Sequence[Profile]) -> list[dict[str, float]]:
    """The weights of each profile's features: where they stand, times how rare they are among all of them."""
    seen = Counter(key for profile in found for key in profile.places)
    size = len(found) + _BACKGROUND
    rarity = {key: min(_RAREST, math.log(size / (count + _BACKGROUND * _EXPECTED[_kind(key)]))) * _WEIGHT[key[0]] for key, count in seen.items()}
    place = (0.0, 1.0, _IN_TITLE, _IN_BOTH)
    return [{key: rarity[key] * place[where] for key, where in profile.places.items()} for profile in found]


def _kind(key: str) -> str:
    match key[0]:
        case "n":
            return "daily" if key[2:] in _daily_names() else "name"
        case "q":
            return "quantity"
        case "c":
            return "concept"
        case "h":
            return "han"
        case "b":
            return "bigram"
        case _:
            return "common" if key[2:] in _common_stems() else "word"


@cache
def _daily_names() -> frozenset[str]:
    return frozenset(name.lower() for name in daily_names())


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in common_words())


def likeness(one: Profile, other: Profile, weights: dict[str, float], others: dict[str, float]) -> float:
    """How sure it is that two articles tell the same event; 1 is the point where they should share a topic.

    In one language it is the cosine of the weighted features; across languages only features that mean the same in both
    count. Agreement that rests on one feature, such as the name of the company, counts for less. Contradicting headlines
    (another version, another sum, another subject) and days between the articles take from it.
    """
    if one.chinese == other.chinese:
        ease = _TERSE + (1 - _TERSE) * min(1.0, min(len(weights), len(others)) / _TOLD)
        score = _agreement(weights, others, _BROAD * ease) / (_SAME_LANGUAGE * ease)
    else:
        score = _agreement(_shared(weights), _shared(others), _BROAD) / _ACROSS_LANGUAGES
    for doubt in (_versions_differ, _sums_differ, _subjects_differ):
        score *= doubt(one, other)
    days = abs((one.published_at - other.published_at).total_seconds()) / 86400
    return score * max(_LONG_AGO, 1 - max(0.0, days - _SAME_DAY) * _FADING)


_SAME_LANGUAGE = 0.235
_ACROSS_LANGUAGES = 0.30
# After most of a day, what a later article tells is more and more likely the next development.
_SAME_DAY = 0.8
_FADING = 0.25
_LONG_AGO = 0.4
# Of articles with few features, such as bare headlines, less agreement is asked.
_TERSE = 0.3
_TOLD = 25
# Agreement in fewer features than this is doubted.
_BROAD = 3.5
_NARROWNESS = 0.58


def _shared(weights: dict[str, float]) -> dict[str, float]:
    return {key: weight for key, weight in weights.items() if key[0] in "nqc"}


def _agreement(one: dict[str, float], other: dict[str, float], broad: float) -> float:
    """The cosine, less when few features carry it (their effective number is the inverse Simpson index of their parts)."""
    if len(other) < len(one):
        one, other = other, one
    parts = [weight * other[key] for key, weight in one.items() if key in other]
    if not parts:
        return 0.0
    dot = sum(parts)
    cosine = dot / math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    breadth = dot * dot / sum(part * part for part in parts)
    return cosine * min(1.0, breadth / broad) ** _NARROWNESS


def _versions_differ(one: Profile, other: Profile) -> float:
    """0 when the headlines name different versions or variants of one product, little when the texts do."""
    worst = 1.0
    for mine in one.title_products or one.products[:1]:
        for yours in other.title_products or other.products[:1]:
            if mine.line != yours.line:
                continue
            if mine == yours:
                return 1.0
            sure = bool(one.title_products and other.title_products)
            if mine.version != yours.version:
                worst = min(worst, 0.1 if sure else 0.6)
            elif mine not in other.products and yours not in one.products:
                worst = min(worst, 0.1 if sure else 0.6)
            elif not (mine in other.products and yours in one.products) and _is_size(mine.variant) != _is_size(yours.variant):
                worst = min(worst, 0.3 if sure else 0.7)
    return worst


_SIZES = frozenset("mini nano micro lite flash small tiny air edge max ultra speciale codex image audio embedded".split())


def _is_size(variant: str) -> bool:
    return bool(_SIZES.intersection(variant.split()))


def _sums_differ(one: Profile, other: Profile) -> float:
    """Little when the headlines name sums of one currency that the other article does not know."""
    for unit in {unit for unit, _ in one.title_money} & {unit for unit, _ in other.title_money}:
        if not _known_sum(one.title_money, other.money, unit) and not _known_sum(other.title_money, one.money, unit):
            return 0.3
    return 1.0


def _known_sum(these: tuple[tuple[str, Decimal], ...], those: tuple[tuple[str, Decimal], ...], unit: str) -> bool:
    return any(abs(mine - yours) * 20 <= mine for u, mine in these if u == unit for v, yours in those if v == unit)


def _subjects_differ(one: Profile, other: Profile) -> float:
    """Little when a headline is about somebody the other article does not mention, least when both are."""
    across = one.chinese != other.chinese
    missing, shared, first = _missing(one, other, across=across)
    missing_too, shared_too, first_too = _missing(other, one, across=across)
    if missing and missing_too:
        return 0.6 if shared and shared_too else 0.35
    return 0.75 if first or first_too else 1.0


def _missing(one: Profile, other: Profile, *, across: bool) -> tuple[int, int, bool]:
    """How many names of a headline the other article lacks and has, and whether it lacks the first of them."""
    lacks = []
    for name, known in one.title_names:
        if f"n:{name}" in other.places or simplify(name) in other.plain:
            lacks.append(False)
        elif not across or known or (one.chinese and not _HAN.search(name)):
            lacks.append(True)
    return sum(lacks), len(lacks) - sum(lacks), bool(lacks) and lacks[0]


def anchors(group: Sequence[dict[str, float]]) -> tuple[str, ...]:
    """What most articles of a group share, heaviest first: why they stand together."""
    if len(group) < 2:
        return ()
    counts = Counter(key for weights in group for key in weights if key[0] != "b")
    common = [key for key, count in counts.items() if count * 2 > len(group)]
    total = {key: sum(weights.get(key, 0.0) for weights in group) for key in common}
    return tuple(key[2:] for key in sorted(common, key=lambda k: (-total[k], k))[:6])
