"""What of an article counts when it is compared with others, in a form that does not depend on its language."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from opencc import OpenCC

from aiintel_assets.text.known_names import canonical, is_known, simplify, words
from aiintel_assets.text.names import aliases, titled_names
from aiintel_assets.text.quantities import Quantity, is_money, quantities
from aiintel_assets.text.segmenter import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from aiintel_assets.models import CleanArticle

_LEAD = 700
_LEAD_CHINESE = 350
_HAN = re.compile(r"[\u3400-\u9fff]")
_L = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(rf"[{_L}][{_L}0-9]*(?:[-.+'’][{_L}0-9]+)*")
_NAME_WORD = re.compile(rf"[{_L}][{_L}0-9_.]+")
_PRODUCT = re.compile(
    r"(?P<line>.*?)[\s-]?(?P<letter>\b[A-Za-z])?(?P<version>\d+(?:\.\d+)*[a-z]?)(?:[\s-](?P<variant>.+))?", re.ASCII
)
# Small bare counts (two models, three firms) are in every article.
_FEW = 10
_COUNTED = frozenset({"", "people", "companies"})


@dataclass(frozen=True, slots=True)
class Product:
    """A product's line, version and variant: `Kestrel 3 Mini` is ("kestrel", "3", "mini")."""

    line: str
    version: str
    variant: str


@dataclass(frozen=True, slots=True)
class Facts:
    """By what two articles can contradict each other, or be the same.

    `plain` is the title and the start of the text, lower-case and in Simplified characters. `title_names` come
    lower-case, as they are, in Simplified characters, and with whether they are well known; money is (unit, value). A
    `roundup` mentions many events and tells none.
    """

    chinese: bool
    published_at: datetime
    plain: str
    title_names: tuple[tuple[str, str, bool], ...]
    title_money: tuple[tuple[str, Decimal], ...]
    money: tuple[tuple[str, Decimal], ...]
    title_products: tuple[Product, ...]
    products: tuple[Product, ...]
    roundup: bool


class Profile(NamedTuple):
    """What an article is compared by: facts, and its features with where each stands.

    1 is in the text, 2 in the title, 3 in both. `n:` are names, `q:` amounts and `c:` ideas, which mean the same in
    every language; `w:` are English words and `h:` Chinese words.
    """

    facts: Facts
    places: dict[str, int]


def profiles(articles: Sequence[CleanArticle]) -> list[Profile]:
    """A profile for each article, from its title and the start of its text.

    A gloss in one article, 紅隼實驗室（Kestrel Labs）, explains the name in all of them.
    """
    glosses: dict[str, str] = {}
    named = []
    for article in articles:
        lead = _lead(article.text)
        both = f"{article.title}\n{lead}"
        named.append((article, both, titled_names(article.title, lead)))
        for chinese, latin in aliases(both).items():
            glosses[simplify(chinese)] = min(latin, glosses.get(simplify(chinese), latin))
    reader = _Reader(glosses)
    return [reader.profile(article, both, found, in_title) for article, both, (found, in_title) in named]


def is_roundup(title: str) -> bool:
    """Whether a headline announces many events, as a newsletter's or a morning briefing's does."""
    return _roundups().search(title) is not None


def stem(word: str) -> str:
    """A light stem of a lower-case English word: plural, past and progressive endings fall off. No dictionary."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith(("ss", "us", "is")):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > _SHORTEST + 1 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST else word


_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("es", "e"), ("s", ""))
_SHORTEST = 3


@cache
def listed(kind: str) -> frozenset[str]:
    """A list of words from features.yaml, such as the `stop` words."""
    return frozenset(_table()[kind].split())


def _lead(text: str) -> str:
    start = text[:_LEAD]
    return start[:_LEAD_CHINESE] if len(_HAN.findall(start)) * 3 > len(start) else start


class _Reader:
    """Reads articles with the glosses of all of them at hand."""

    def __init__(self, glosses: Mapping[str, str]) -> None:
        self._glosses = glosses
        self._in_chinese = _Phrases(glosses)

    def profile(self, article: CleanArticle, both: str, found: Iterable[str], in_title: Sequence[str]) -> Profile:
        lead = both[len(article.title) + 1 :]
        resolved = {name: self._resolve(name) for name in found}
        amounts_of_title, amounts_of_lead = quantities(article.title), quantities(lead)
        words_of_names = {word for name in resolved for word in _WORD.findall(name)}
        plain = simplify(both)
        plain_title, plain_lead = plain[: len(article.title)], plain[len(article.title) + 1 :]
        of_title = self._features(article.title, plain_title, resolved, words_of_names, amounts_of_title)
        of_lead = self._features(lead, plain_lead, resolved, words_of_names, amounts_of_lead)
        facts = Facts(
            chinese=bool(_HAN.search(article.title)) and len(_HAN.findall(both)) * 4 > len(both),
            published_at=article.published_at,
            plain=plain.lower(),
            title_names=tuple(
                (resolved[name].lower(), simplify(resolved[name].lower()), is_known(name)) for name in in_title
            ),
            title_money=_money(amounts_of_title),
            money=_money(amounts_of_title + amounts_of_lead),
            title_products=_products(resolved[name] for name in in_title),
            products=_products(resolved.values()),
            roundup=is_roundup(article.title),
        )
        places = {**dict.fromkeys(of_lead, 1), **{key: 3 if key in of_lead else 2 for key in of_title}}
        return Profile(facts, places)

    def _resolve(self, name: str) -> str:
        return canonical(self._glosses.get(simplify(name), name))

    def _features(
        self,
        text: str,
        plain: str,
        resolved: Mapping[str, str],
        words_of_names: set[str],
        amounts: Sequence[Quantity],
    ) -> set[str]:
        features = {_of_amount(amount) for amount in amounts if _tells(amount)}
        features.update(*(_of_name(usual) for name, usual in resolved.items() if name in text))
        chinese = bool(_HAN.search(plain))
        if chinese:
            features.update(_of_chinese(plain))
            features.update(*(_of_name(canonical(self._glosses[gloss])) for gloss in self._in_chinese.found(plain)))
        found = _WORD.findall(text)
        stems = [_stem_of(word) for word in found]
        pairs = [f"{one} {other}" for one, other in pairwise(stems)]
        features.update(*(_ideas()[form] for form in _ideas().keys() & {*stems, *pairs}))
        if chinese:
            features.update(*(_as_name(word) for word in found if word not in listed("everyday")))
        else:
            features.update(*(_as_word(word) for word in found if word not in words_of_names or _is_common(word)))
        return features


class _Phrases:
    """Finds which of many phrases of Chinese characters stand in a text: they are looked up by how they begin."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            self._by_start[phrase[:2]].append(phrase)
        self._starts = frozenset(self._by_start)

    def found(self, text: str) -> list[str]:
        starts = self._starts.intersection(chain(text, map(add, text, text[1:])))
        return [phrase for start in starts for phrase in self._by_start[start] if phrase in text]


def _bare(word: str) -> str:
    return word.partition("'")[0].partition("’")[0].lower()


@lru_cache(maxsize=1 << 16)
def _stem_of(word: str) -> str:
    return stem(_bare(word))


@lru_cache(maxsize=1 << 16)
def _is_common(word: str) -> bool:
    return _bare(word) in words("common")


@lru_cache(maxsize=1 << 16)
def _as_word(word: str) -> tuple[str, ...]:
    return () if _says_nothing(word) else (f"w:{_stem_of(word)}",)


@lru_cache(maxsize=1 << 16)
def _as_name(word: str) -> tuple[str, ...]:
    return () if _says_nothing(word) else (f"n:{canonical(word).lower()}",)


def _says_nothing(word: str) -> bool:
    return len(_bare(word)) == 1 or _bare(word) in listed("stop")


@lru_cache(maxsize=1 << 16)
def _of_name(name: str) -> tuple[str, ...]:
    """A name as features: a well-known one as such, others as their telling words, products also with their version."""
    if is_known(name):
        return (f"n:{name.lower()}",)
    telling = [word for word in _NAME_WORD.findall(name) if word.lower() not in words("common")]
    whole = [] if telling and not _PRODUCT.fullmatch(name) else [f"n:{name.lower()}"]
    return (*whole, *(f"n:{canonical(word).lower()}" for word in telling))


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> tuple[str, ...]:
    says_nothing = len(word) == 1 or not _HAN.match(word) or word in listed("stop_chinese")
    return () if says_nothing else (f"h:{word}",)


def _of_chinese(plain: str) -> set[str]:
    # The mainland's wording serves both sides of the strait: 軟體 and 软件 are one word.
    mainland: str = _to_mainland().convert(plain)
    ideas = (_ideas()[form] for form in _chinese_ideas().found(mainland))
    return set().union(*map(_of_word, cut(mainland)), *ideas)


def _tells(amount: Quantity) -> bool:
    return amount.unit not in _COUNTED or abs(amount.value) >= _FEW


def _of_amount(amount: Quantity) -> str:
    kind = "$" if is_money(amount) else "%" if amount.unit == "%" else ""
    return f"q:{kind}{amount.value.normalize():f}"


def _money(amounts: Iterable[Quantity]) -> tuple[tuple[str, Decimal], ...]:
    return tuple((amount.unit, amount.value) for amount in amounts if is_money(amount))


def _products(found: Iterable[str]) -> tuple[Product, ...]:
    products = []
    for name in found:
        match = _PRODUCT.fullmatch(name)
        if not match:
            continue
        last = re.split(r"[\s-]", match["line"].strip())[-1]
        line, letter = canonical(last).lower(), (match["letter"] or "").lower()
        variant = (match["variant"] or "").lower().replace("-", " ")
        if line or letter:
            products.append(Product(line or letter, (letter if line else "") + match["version"], variant))
    return tuple(products)


@cache
def _to_mainland() -> OpenCC:
    return OpenCC("tw2sp")


@cache
def _ideas() -> dict[str, tuple[str, ...]]:
    """Every form of every idea, English ones stemmed, with the features of the ideas."""
    ideas: dict[str, tuple[str, ...]] = {}
    for forms in _table()["ideas"]:
        for form in forms:
            key = form if _HAN.search(form) else " ".join(_stem_of(word) for word in form.split())
            ideas[key] = (*ideas.get(key, ()), f"c:{forms[0]}")
    return ideas


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(
        files("aiintel_assets.editorial").joinpath("features.yaml").read_text("utf-8")
    )
    return table


@cache
def _roundups() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _table()["roundups"]), re.IGNORECASE)


@cache
def _chinese_ideas() -> _Phrases:
    return _Phrases(form for form in _ideas() if _HAN.search(form))
