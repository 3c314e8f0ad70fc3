"""How alike two articles are, across languages and wordings. Which of them make a topic is decided elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from aiintel_assets.editorial.features import stem
from aiintel_assets.text.known_names import daily_names, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from decimal import Decimal

    from aiintel_assets.editorial.features import Facts, Profile

# How much a feature counts by its kind and its place. These and the values below were fitted together, by random
# search, on made-up and on public labelled news; the result is flat around them.
_WEIGHT = {"n": 1.5, "q": 2.0, "c": 1.35, "w": 1.0, "h": 1.2}
_NEUTRAL = "nqc"
_PLACE = (0.0, 1.0, 1.7, 2.0)
# In which share of the news a feature is expected before any was counted, worth so many articles: it keeps a handful of
# articles from looking as if every word in them were rare.
_EXPECTED = {"n": 0.004, "q": 0.004, "c": 0.05, "w": 0.008, "h": 0.012}
_EXPECTED_DAILY = 0.08
_EXPECTED_COMMON = 0.04
_BACKGROUND = 150
_RAREST = 4.5

# The agreement from which on two articles belong together.
_SAME_LANGUAGE = 0.235
_ACROSS_LANGUAGES = 0.30
# Agreement carried by fewer features than this is doubted, with this exponent.
_BROAD = 3.5
_NARROWNESS = 0.58
# Articles with fewer features than this, such as bare headlines, need to agree less, down to this share.
_TOLD = 25
_TERSE = 0.35
_BARELY = 0.7
# More agreement than this is no surer, so that a contradiction still tells.
_ENOUGH = 2.5
# After most of a day, a later article is more and more likely to tell the next development (share a day).
_SAME_DAY = 0.8
_FADING = 0.25
_LONG_AGO = 0.4
_NOTHING = 0.1
# More than any likeness of two that differ, so that the same words always come together.
_IDENTICAL = 100.0
# Doubts: by what a likeness is multiplied when headlines contradict each other.
_OTHER_VERSION = 0.1
_OTHER_VERSION_IN_TEXT = 0.6
_OTHER_SUM = 0.3
_OTHER_SUBJECT = 0.35
_OTHER_PARTY = 0.6
_FIRST_NAME_MISSING = 0.75
_ROUNDUP = 0.3
_SAME_SUM = 20


class Weighed(NamedTuple):
    """An article's facts and its weighed features, with the norm of all and of those that every language shares."""

    facts: Facts
    features: dict[str, float]
    norm: float
    neutral_norm: float


def weigh(found: Iterable[Profile]) -> list[Weighed]:
    """Each profile with its features weighed by kind, place and rarity among all the profiles."""
    found = list(found)
    seen = Counter(chain.from_iterable(profile.places for profile in found))
    size = len(found) + _BACKGROUND
    # The weight of every feature at every place: one number serves all articles.
    weights = {
        key: tuple(
            min(_RAREST, math.log(size / (count + _BACKGROUND * _expected(key)))) * _WEIGHT[key[0]] * place
            for place in _PLACE
        )
        for key, count in seen.items()
    }
    return [_weigh(profile, weights) for profile in found]


def likeness(one: Weighed, other: Weighed) -> float:
    """How sure it is that two articles tell the same event; 1 is the point where they should share a topic.

    In one language it is the cosine of the weighted features (Salton and Buckley, 1988); across languages only features
    that mean the same in both count. Agreement that rests on little, such as the name of the company, counts for less.
    Contradicting headlines (another version, another sum, another subject), the time between the articles and headlines
    of roundups take from it.
    """
    mine, yours = one.facts, other.facts
    if mine.plain == yours.plain:
        return _IDENTICAL
    if mine.chinese == yours.chinese:
        ease = _TERSE + (1 - _TERSE) * min(1.0, min(len(one.features), len(other.features)) / _TOLD)
        shared = one.features.keys() & other.features.keys()
        agreement = _agreement(one, other, shared, one.norm * other.norm, _BROAD * max(ease, _BARELY))
        score = agreement / (_SAME_LANGUAGE * ease)
    else:
        shared = {key for key in one.features.keys() & other.features.keys() if key[0] in _NEUTRAL}
        agreement = _agreement(one, other, shared, one.neutral_norm * other.neutral_norm, _BROAD)
        score = agreement / _ACROSS_LANGUAGES
    score = min(score, _ENOUGH)
    days = abs((mine.published_at - yours.published_at).total_seconds()) / 86400
    score *= max(_LONG_AGO, 1 - max(0.0, days - _SAME_DAY) * _FADING)
    if mine.roundup or yours.roundup:
        score *= _ROUNDUP
    if score < _NOTHING:
        return 0.0
    return score * _by_versions(mine, yours) * _by_sums(mine, yours) * _by_subjects(one, other)


def anchors(group: Sequence[Weighed]) -> tuple[str, ...]:
    """What most articles of a group share, heaviest first: why they stand together. Empty for a single article."""
    counts = Counter(chain.from_iterable(article.features for article in group))
    weights = {
        key: math.fsum(article.features.get(key, 0.0) for article in group)
        for key, count in counts.items()
        if count > 1 and count * 2 > len(group)
    }
    heaviest = sorted(weights, key=lambda key: (-weights[key], key))
    return tuple(dict.fromkeys(key[2:] for key in heaviest))[:6]


def _expected(key: str) -> float:
    if key[0] == "n" and key[2:] in _daily():
        return _EXPECTED_DAILY
    if key[0] == "w" and key[2:] in _common():
        return _EXPECTED_COMMON
    return _EXPECTED[key[0]]


@cache
def _daily() -> frozenset[str]:
    return frozenset(name.lower() for name in daily_names())


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in words("common"))


def _weigh(profile: Profile, weights: Mapping[str, tuple[float, ...]]) -> Weighed:
    features = {key: weights[key][place] for key, place in profile.places.items()}
    # Exact sums, so that the order of a set does not show.
    square = math.fsum([weight * weight for weight in features.values()])
    neutral = math.fsum([weight * weight for key, weight in features.items() if key[0] in _NEUTRAL])
    return Weighed(profile.facts, features, math.sqrt(square), math.sqrt(neutral))


def _agreement(one: Weighed, other: Weighed, shared: Collection[str], norms: float, broad: float) -> float:
    """The cosine, less when few features carry it, nothing when it is one.

    Their effective number is the inverse Simpson index of their parts.
    """
    if len(shared) <= 1:
        return 0.0
    mine, yours = one.features, other.features
    parts = [mine[key] * yours[key] for key in shared]
    dot = math.fsum(parts)
    breadth = dot * dot / math.fsum([part * part for part in parts])
    narrowness: float = min(1.0, breadth / broad) ** _NARROWNESS
    return dot / norms * narrowness


def _by_versions(one: Facts, other: Facts) -> float:
    """Near 0 when the headlines name different versions or sizes of one product, some when only the texts do."""
    sure = bool(one.title_products and other.title_products)
    doubts = [1.0]
    for mine in one.title_products or one.products[:1]:
        for yours in other.title_products or other.products[:1]:
            if mine == yours:
                return 1.0
            # Kestrel 3 of a headline may be the Kestrel 3 Mini of its text.
            known = mine in other.products or yours in one.products
            if mine.line == yours.line and (mine.version != yours.version or not known):
                doubts.append(_OTHER_VERSION if sure else _OTHER_VERSION_IN_TEXT)
    return min(doubts)


def _by_sums(one: Facts, other: Facts) -> float:
    """Less when the headlines name sums of one currency, and neither article knows the other's."""
    if not (one.title_money and other.title_money):
        return 1.0
    for unit in {unit for unit, _ in one.title_money} & {unit for unit, _ in other.title_money}:
        if not _knows(other.money, one.title_money, unit) and not _knows(one.money, other.title_money, unit):
            return _OTHER_SUM
    return 1.0


def _knows(sums: tuple[tuple[str, Decimal], ...], asked: tuple[tuple[str, Decimal], ...], unit: str) -> bool:
    """Whether one of the asked sums is among the sums, give or take a twentieth for rounding."""
    return any(abs(a - b) * _SAME_SUM <= a for u, a in asked if u == unit for v, b in sums if v == unit)


def _by_subjects(one: Weighed, other: Weighed) -> float:
    """Less when a headline names somebody the other article does not mention, least when both do and share nobody."""
    across = one.facts.chinese != other.facts.chinese
    lacks, lacks_too = _lacks(one, other, across=across), _lacks(other, one, across=across)
    if any(lacks) and any(lacks_too):
        return _OTHER_SUBJECT if all(lacks) or all(lacks_too) else _OTHER_PARTY
    return _FIRST_NAME_MISSING if lacks[:1] == [True] or lacks_too[:1] == [True] else 1.0


def _lacks(one: Weighed, other: Weighed, *, across: bool) -> list[bool]:
    """For each name of a headline, whether the other article lacks it; those that may be translated are left out."""
    lacks = []
    for name, plain, known in one.facts.title_names:
        if plain in other.facts.plain or f"n:{name}" in other.features:
            lacks.append(False)
        elif not across or known or (one.facts.chinese and name.isascii()):
            lacks.append(True)
    return lacks
