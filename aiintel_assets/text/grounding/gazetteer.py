"""Names that the dictionary has: places, schools, companies, famous people. What else a claim may name is not known here."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from babel import Locale

from aiintel_assets.text.bilingual import entries, kin, without_accents
from aiintel_assets.text.grounding.text import Text, stands
from aiintel_assets.text.grounding.words import table

_PROPER = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "nt"})
_PLACE = "ns"
_SHORT = 2
# What a capital does not make a name of its own: languages, days, currencies, peoples, titles.
_NO_NAME = re.compile(
    r"\b(?:languages?|dialect|script|calendar|festival|Festival|Day|dynasty|Dynasty|religion|poem|novel|opera|wine|ethnic"
    r"|constellation|zodiac|surname|War|element|era|dollar|currency|numerals|Olympic|Games|Cup|Prize|wireless|Ministry"
    r"|Department|Bureau|Yuan|Administration|Commission|Insurance|Assembly)\b"
)
_OF_PEOPLE = re.compile(r"\bname\)|\(\d{4}|\bsurname\b|\bor\b|/")
_HEAD = re.compile(r"^(?:the |The |US |U\.S\. |\([^)]*\) )?((?:[A-ZÀ-Þ][\w’'-]*(?: (?:of|de|and) )?[ .]?)+)")
_OTHERWISE = re.compile(r"\b(?:formerly|or|aka|previously|also)\s([A-ZÀ-Þ][\w’'-]+)")
_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]+")
_GENERIC = frozenset(
    "University College Institute Hospital City County Province Prefecture District State Republic Kingdom Lake River "
    "Mount Mountain Mountains Island Islands North South East West New Company Corporation Bank Airport School Center "
    "Centre National International United Technology Science General Northern Southern Eastern Western Central Great "
    "Ministry Department Bureau Administration Normal China Chinese Korea Japan US World Asia Europe Ocean Sea".split()
)
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
    """Whether the source has such a name in any form, or what stands in the place: Tallinn for 愛沙尼亞."""
    return stands(word, source) or any(spelled_in(spelling, source) for spelling in _spellings(word))


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
    found: set[str] = set()
    for entry in entries(word):
        for sense in entry.senses:
            if head := _HEAD.match(sense):
                names = [*_WORD.findall(head[1]), *_OTHERWISE.findall(sense)]
                found.update(name for name in names if name not in _GENERIC and len(name) >= _LEAST)
    return frozenset(found)


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
