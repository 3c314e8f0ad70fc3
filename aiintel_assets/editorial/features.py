"""What of an article counts when it is compared with others, in a form that does not depend on its language."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml
from opencc import OpenCC

from aiintel_assets.text.known_names import canonical, is_known, simplify, words
from aiintel_assets.text.names import aliases, names
from aiintel_assets.text.quantities import Quantity, is_money, quantities
from aiintel_assets.text.segmenter import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from aiintel_assets.models import CleanArticle

_LEAD = 700
_LEAD_CHINESE = 350
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
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
class Profile:
    """What an article is compared by.

    `places` holds its features and where each stands: 1 in the text, 2 in the title, 3 in both. `n:` are names, `q:`
    amounts and `c:` ideas, which mean the same in every language; `w:` are English words, `h:` Chinese words and `b:`
    pairs of Chinese characters. `title_names` come with whether they are well known; money is (unit, value). A
    `roundup` mentions many events and tells none.
    """

    chinese: bool
    published_at: datetime
    plain: str
    places: dict[str, int]
    title_names: tuple[tuple[str, bool], ...]
    title_money: tuple[tuple[str, Decimal], ...]
    money: tuple[tuple[str, Decimal], ...]
    title_products: tuple[Product, ...]
    products: tuple[Product, ...]
    roundup: bool


def profiles(articles: Sequence[CleanArticle]) -> list[Profile]:
    """A profile for each article, from its title and the start of its text.

    A gloss in one article, 紅隼實驗室（Kestrel Labs）, explains the name in all of them.
    """
    glosses: dict[str, str] = {}
    named = []
    for article in articles:
        both = f"{article.title}\n{_lead(article.text)}"
        named.append((article, both, tuple(names(both))))
        for chinese, latin in aliases(both).items():
            glosses[simplify(chinese)] = min(latin, glosses.get(simplify(chinese), latin))
    reader = _Reader(glosses)
    return [reader.profile(article, both, found) for article, both, found in named]


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
        self._gloss_lengths = sorted({len(chinese) for chinese in glosses}, reverse=True)

    def profile(self, article: CleanArticle, both: str, found: Sequence[str]) -> Profile:
        lead = both[len(article.title) + 1 :]
        in_title = names(article.title)
        resolved = {name: self._resolve(name) for name in (*in_title, *found)}
        amounts_of_title, amounts_of_lead = quantities(article.title), quantities(lead)
        words_of_names = {word for name in resolved for word in _WORD.findall(name)}
        plain = simplify(both)
        plain_title, plain_lead = plain[: len(article.title)], plain[len(article.title) + 1 :]
        of_title = set(self._features(article.title, plain_title, resolved, words_of_names, amounts_of_title))
        of_lead = set(self._features(lead, plain_lead, resolved, words_of_names, amounts_of_lead))
        return Profile(
            chinese=bool(_HAN.search(article.title)) and len(_HAN.findall(both)) * 4 > len(both),
            published_at=article.published_at,
            plain=plain.lower(),
            # Interned: most features are those of thousands of other articles.
            places={
                **dict.fromkeys(map(sys.intern, of_lead), 1),
                **{sys.intern(key): 3 if key in of_lead else 2 for key in of_title},
            },
            title_names=tuple((resolved[name].lower(), is_known(name)) for name in in_title),
            title_money=_money(amounts_of_title),
            money=_money(amounts_of_title + amounts_of_lead),
            title_products=_products(resolved[name] for name in in_title),
            products=_products(resolved.values()),
            roundup=is_roundup(article.title),
        )

    def _resolve(self, name: str) -> str:
        return canonical(self._glosses.get(simplify(name), name))

    def _features(
        self,
        text: str,
        plain: str,
        resolved: Mapping[str, str],
        words_of_names: set[str],
        amounts: Sequence[Quantity],
    ) -> Iterator[str]:
        for name, usual in resolved.items():
            if name in text:
                yield from _of_name(usual)
        for amount in amounts:
            if amount.unit not in _COUNTED or abs(amount.value) >= _FEW:
                kind = "$" if is_money(amount) else "%" if amount.unit == "%" else ""
                yield f"q:{kind}{amount.value.normalize():f}"
        chinese = bool(_HAN.search(plain))
        if chinese:
            yield from _of_chinese(plain)
            yield from self._of_glosses(plain)
        found = _WORD.findall(text)
        stems = [_stem_of(word) for word in found]
        pairs = {f"{one} {other}" for one, other in pairwise(stems)}
        for form in _ideas().keys() & pairs.union(stems):
            yield from _ideas()[form]
        for word in dict.fromkeys(found):
            if chinese and word not in listed("everyday"):
                yield from _as_name(word)
            elif word not in words_of_names or _is_common(word):
                yield from _as_word(word)

    def _of_glosses(self, plain: str) -> Iterator[str]:
        for part in self._glosses.keys() & _parts(plain, self._gloss_lengths):
            yield from _of_name(canonical(self._glosses[part]))


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


def _of_chinese(plain: str) -> Iterator[str]:
    # The mainland's wording serves both sides of the strait: 軟體 and 软件 are one word.
    mainland: str = _to_mainland().convert(plain)
    for word in set(cut(mainland)) - listed("stop_chinese"):
        if len(word) > 1 and _HAN.match(word):
            yield f"h:{word}"
    for part in _parts(mainland, (2,)):
        yield f"b:{part}"
    for part in _ideas().keys() & _parts(mainland, _idea_lengths()):
        yield from _ideas()[part]


def _parts(text: str, lengths: Iterable[int]) -> set[str]:
    """All pieces of such lengths that hold nothing but Chinese characters."""
    runs = _HAN_RUN.findall(text)
    return {run[start : start + length] for run in runs for length in lengths for start in range(len(run) - length + 1)}


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
def _idea_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(form) for form in _ideas() if _HAN.search(form)}))
