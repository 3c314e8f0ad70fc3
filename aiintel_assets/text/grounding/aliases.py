"""Well-known people, organisations and places in every form, and what vouches for them without naming them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from babel import Locale

from aiintel_assets.text.grounding.text import Text, stands_latin
from aiintel_assets.text.grounding.words import table
from aiintel_assets.text.known_names import known_names, simplify
from aiintel_assets.text.segmenter import cut
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterator

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff·]{2,}")
_SHORTEST_CITY = 3
_UNIVERSITY = "大学"
_LOCALES = ("zh_Hant", "zh_Hans", "ja")


def usual_name(name: str) -> str | None:
    """The usual name of a well-known person, organisation or place; none for others."""
    return _usual().get(simplify(name))


@lru_cache(maxsize=1 << 12)
def is_vouched(name: str, source: Text) -> bool:
    """Whether the source has a well-known name in any form, or what stands for it: Tokyo for 日本."""
    usual = usual_name(name)
    return usual is not None and (usual == source.home or any(_has(form, source) for form in _forms()[usual]))


@cache
def chinese_forms() -> re.Pattern[str]:
    """Every well-known name in Simplified characters, the longest first."""
    forms = (form for form in _usual() if _CHINESE_NAME.fullmatch(form))
    return re.compile("|".join(sorted(forms, key=lambda form: (-len(form), form))))


def _has(form: str, source: Text) -> bool:
    if _EAST_ASIAN.search(form):
        stands = form in source.simple and (len(form) > 1 or source.japanese)
        return stands or any(short in source.simple for short in _shortened(form))
    return stands_latin(form, source)


@lru_cache(maxsize=1 << 10)
def _shortened(form: str) -> tuple[str, ...]:
    """How a university may be called for short, by one character of each of its words: 港科大 for 香港科技大学."""
    if not form.endswith(_UNIVERSITY):
        return ()
    return tuple("".join(one) for one in product(*cut(form.removesuffix(_UNIVERSITY)), _UNIVERSITY[0]))


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    forms: dict[str, list[str]] = {}
    for form, usual in _usual().items():
        forms.setdefault(usual, [usual]).append(form)
    vouchers = {usual: list(map(simplify, others)) for usual, others in table("vouchers").items()}
    return {usual: tuple(_closed(usual, forms, vouchers)) for usual in {**forms, **vouchers}}


def _closed(usual: str, forms: dict[str, list[str]], vouchers: dict[str, list[str]]) -> dict[str, None]:
    """The forms of a name and of all that vouches for it, in turn: Houston for Texas, Texas for the US."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    ahead = [usual]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            found |= dict.fromkeys([name, *forms.get(name, []), *vouchers.get(name, [])])
            ahead += [_usual().get(other, other) for other in vouchers.get(name, [])]
    return found


@cache
def _usual() -> dict[str, str]:
    """Every form with its usual name: what the editors' lists say goes before what CLDR says."""
    found = dict(known_names())
    # 西部数据 is 西部資料 where all of a text was put into Taiwan's words.
    for form, usual in known_names().items():
        if _HAN.fullmatch(form):
            found.setdefault(simplify(to_taiwan(form)), usual)
    for usual, *others in table("forms"):
        found.update(dict.fromkeys([usual, *others], found.get(usual, usual)))
    for names in _places():
        usual = next((found[form] for form in names if form in found), names[0])
        for form in names:
            found.setdefault(form, usual)
    return found


def _places() -> Iterator[list[str]]:
    """Countries, and cities that give time zones their names, in English and East Asian languages (Unicode CLDR)."""
    english: Any = Locale.parse("en")
    others: list[Any] = [Locale.parse(code) for code in _LOCALES]
    for code, name in english.territories.items():
        if code.isalpha() and code != "ZZ":
            yield [name, *(simplify(locale.territories[code]) for locale in others if code in locale.territories)]
    for zone in others[0].time_zones:
        if zone.startswith("Etc/"):
            continue
        known = english.time_zones.get(zone, {}).get("city")
        cities = [simplify(str(locale.time_zones.get(zone, {}).get("city", ""))) for locale in others]
        yield [
            str(known or zone.rpartition("/")[2].replace("_", " ")),
            *(city for city in cities if len(city) >= _SHORTEST_CITY),
        ]
