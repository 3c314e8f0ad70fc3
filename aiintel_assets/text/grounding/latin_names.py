"""Names in Latin script with their versions: GPT-5.1 is not GPT-5.2, and H100 not H200."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from aiintel_assets.text.chinese_names import glosses
from aiintel_assets.text.grounding import amounts, dates
from aiintel_assets.text.grounding.aliases import is_vouched, usual_name
from aiintel_assets.text.grounding.sounds import sounds_alike
from aiintel_assets.text.grounding.text import Span, Text, stands, stands_latin, tokens
from aiintel_assets.text.grounding.words import word_set
from aiintel_assets.text.known_names import words
from aiintel_assets.text.latin_names import latin_names

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z]{1,5}")
_SHORT_ACRONYM = 2
_STEPS_APART = 8
_YEAR_ONLY = re.compile(r"(?:19|20)\d\d")
# 14A, 18A-P, 4o, a16z, kestrel-large-4: codes that start with a figure or a small letter.
_CODE = re.compile(
    r"(?<![\w.,/-])(?:\d+(?:\.\d+)?[A-Za-z]+\d*(?:-[A-Za-z0-9]+)*|[a-z]\d+[a-z]+|[a-z]+(?:-[a-z]+)+-?\d[\w.]*)(?![\w%])",
    re.ASCII,
)


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim names what the source does not, by itself, in another well-known form, or as an abbreviation."""
    taken = [*amounts.spans(claim), *dates.spans(claim)]
    glossed = {gloss.latin: gloss.chinese for line in claim.plain.split("\n") for gloss in glosses(line)}
    for start, end in _named(claim):
        name = claim.plain[start:end]
        inside = any(begin <= start and end <= stop for begin, stop in taken)
        gloss = glossed.get(name)
        told = gloss and (stands(gloss, source) or _is_written_by_sound(name, source))
        if not (inside or told or _is_known(name, source, chinese=claim.chinese)):
            yield Span(start, end)


def _is_written_by_sound(name: str, source: Text) -> bool:
    """Whether a Chinese source writes a foreign name in characters: 弗里蒙特 for Fremont."""
    return source.chinese and any(sounds_alike(run, name) for run in _transliterated(source))


@lru_cache(maxsize=64)
def _transliterated(source: Text) -> frozenset[str]:
    return frozenset(re.findall(f"[{''.join(word_set('sounds'))}]{{3,8}}", source.simple))


def _named(claim: Text) -> Iterator[Span]:
    position = 0
    for line in claim.plain.split("\n"):
        for name in latin_names(line):
            yield Span(position + name.start, position + name.end)
        position += len(line) + 1
    for match in _CODE.finditer(claim.plain):
        yield Span(*match.span())


def _is_known(name: str, source: Text, *, chinese: bool) -> bool:
    """Whether the source has a name, or its parts near each other."""
    if _is_term(name, chinese=chinese) or stands_latin(name, source) or is_vouched(name, source):
        return True
    if _ACRONYM.fullmatch(name) and _abbreviates(name.rstrip("s"), source):
        return True
    groups = _groups(name)
    return (
        len(groups) > 1
        and all(
            _is_term(group, chinese=chinese) or stands_latin(group, source) or is_vouched(group, source)
            for group in groups
        )
        and _are_near(groups, source)
    )


def _is_term(name: str, *, chinese: bool = False) -> bool:
    """Whether a name is a word of the trade or, in an English claim, an everyday one: those need no source."""
    terms = word_set("terms")
    return name.lower() in terms or all(
        part.lower() in terms or part in words("no_names") or (not chinese and part.lower() in words("common"))
        for part in re.split(r"[\s-]+", name)
    )


def _groups(name: str) -> list[str]:
    """A long name in parts that keep their versions: Runway Gen-4.5 as Runway and Gen-4.5."""
    groups: list[str] = []
    for part in name.split():
        version = part[0].isdigit() or part.lower() in words("variants")
        if groups and version and not _YEAR_ONLY.fullmatch(part):
            groups[-1] += f" {part}"
        else:
            groups.append(part)
    return groups


def _are_near(groups: list[str], source: Text) -> bool:
    """Whether the parts of a name may belong together: well known, a year, or a few words apart in the source."""
    loose = [group for group in groups if not (usual_name(group) or _YEAR_ONLY.fullmatch(group) or _is_term(group))]
    heads = [source.places.get(found[0].text, []) for group in loose if (found := tokens(group))]
    return all(
        any(0 < later - earlier <= _STEPS_APART for earlier in one for later in other) for one, other in pairwise(heads)
    )


def _abbreviates(acronym: str, source: Text) -> bool:
    """Whether words of the source that follow each other start with its letters; two of them must be capitals."""
    initials = _initials(source)
    if len(acronym) <= _SHORT_ACRONYM:
        return acronym in initials
    return acronym.lower() in initials.lower()


@lru_cache(maxsize=64)
def _initials(source: Text) -> str:
    return "".join(word[0] for word in source.words)
