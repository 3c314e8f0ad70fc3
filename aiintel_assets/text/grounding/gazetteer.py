"""Names that the dictionary has: places, schools, companies, famous people. Other names are not known here."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from babel import Locale

from aiintel_assets.text.bilingual import entries, kin, without_accents, written
from aiintel_assets.text.grounding.text import Text, stands
from aiintel_assets.text.grounding.words import table, word_set

_PROPER = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "nt"})
_PLACE = "ns"
_SHORT = 2
# What a capital does not make a name of its own: languages, days, currencies, peoples, titles.
_NO_NAME = re.compile(
    r"\b(?:languages?|dialect|script|calendar|festival|Festival|Day|dynasty|Dynasty|religion|poem|novel|opera|wine|ethnic"
    r"|constellation|zodiac|surname|War|element|era|dollar|currency|numerals|Olympic|Games|Cup|Prize|wireless|Ministry"
    r"|Department|Bureau|Yuan|Administration|Commission|Insurance|Assembly|Testament|Bible)\b"
)
_OF_PEOPLE = re.compile(r"\bname\)|\(\d{4}|\bsurname\b|\bor\b|/")
_HEAD = re.compile(r"^(?:the |The |US |U\.S\. |\([^)]*\) )?((?:[A-ZÀ-Þ][\w’'-]*(?: (?:of|de|and) )?[ .]?)+)")
_OTHERWISE = re.compile(r"\b(?:formerly|or|aka|previously|also)\s([A-ZÀ-Þ][\w’'-]+)")
_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]+")
_LEAST = 3
_DEMONYMS = ("", "n", "an", "ian", "ese", "i", "ish", "ic", "er", "s")


@lru_cache(maxsize=1 << 12)
def is_name(word: str, kind: str) -> bool:
    """Whether a word in Simplified characters, of this kind for the segmenter, is a name and nothing else.

    One of two characters must be a place: 中方 is a county and the Chinese side.
    """
    found = entries(word) if kind == _PLACE or (kind in _PROPER and len(word) > _SHORT) else ()
    return (
        bool(found)
        and all(entry.proper for entry in found)
        and not any(_NO_NAME.search(sense) for entry in found for sense in entry.senses)
        and bool(_spellings(word))
    )


@lru_cache(maxsize=1 << 12)
def is_named(word: str, source: Text) -> bool:
    """Whether the source has such a name in any form, or what lies in the place: Tallinn for 愛沙尼亞."""
    if stands(word, source):
        return True
    if source.chinese:
        return any(form in source.simple for head in _heads(word) for form in written(head) if len(form) >= _SHORT)
    return any(spelled_in(spelling, source) for spelling in _spellings(word))


def is_spelled_one_way(word: str) -> bool:
    """Whether a name is a place's or a body's: a person's, such as 湯普森, may be Thompson or Thomson."""
    found = entries(word) if len(word) > _SHORT else ()
    return bool(found) and not any(_OF_PEOPLE.search(sense) for entry in found for sense in entry.senses)


def lies_in(name: str, source: Text) -> bool:
    """Whether the source names a country by its people or towns, where the editors' lists leave these out."""
    return name in _countries() and name not in table("vouchers") and spelled_in(name, source)


def spelled_in(name: str, source: Text) -> bool:
    """Whether the source has an English name, what is derived from it, or a place that lies there."""
    latin = _capitalised(source)
    return not latin.isdisjoint(_derived(without_accents(name))) or not latin.isdisjoint(kin(name))


@lru_cache(maxsize=1 << 12)
def _spellings(word: str) -> frozenset[str]:
    """The English words that tell a name from others: Zhejiang of Zhejiang University."""
    senses = [sense for entry in entries(word) for sense in entry.senses]
    spelled = [*(name for head in _heads(word) for name in _WORD.findall(head)), *_OTHERWISE.findall("/".join(senses))]
    return frozenset(name for name in spelled if name not in word_set("generic names") and len(name) >= _LEAST)


def _heads(word: str) -> list[str]:
    """The English names that its meanings start with."""
    heads = (_HEAD.match(sense) for entry in entries(word) if entry.proper for sense in entry.senses)
    return [head[1].strip() for head in heads if head]


@lru_cache(maxsize=1 << 10)
def _derived(name: str) -> frozenset[str]:
    """A country's name and those of its people: Estonia and Estonian, Uzbekistan and Uzbek."""
    stems = [name, *(name[:-cut] for cut in (1, 2) if len(name) - cut > _LEAST)]
    stems += [name.removesuffix(land) for land in ("istan", "stan", "land", "way") if name.endswith(land)]
    return frozenset(stem + ending for stem in stems for ending in _DEMONYMS if stem + ending != name[:-1])


@cache
def _countries() -> frozenset[str]:
    english: Any = Locale.parse("en")
    return frozenset(english.territories.values())


@lru_cache(maxsize=64)
def _capitalised(source: Text) -> frozenset[str]:
    return frozenset(without_accents(word) for word in _WORD.findall(source.plain))
