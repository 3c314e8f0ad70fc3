"""The proper names of a text and their glosses. How a script shows its names is known next door; nothing is decided."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from aiintel_assets.text.chinese_names import chinese_names, glosses
from aiintel_assets.text.latin_names import LETTER, Span, latin_names, may_be_a_word

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_LINE = 20_000
_LOWERCASE = re.compile(rf"(?<![{LETTER}])[a-zà-ÿ][{LETTER}]*")


def names(text: str) -> dict[str, int]:
    """The proper names of a text, as written, and how often each occurs, in order of first appearance.

    The first line counts as the title: a word that only ever opens sentences below it, and only once, is no name. Lines
    beyond 20,000 characters are no prose and are skipped.
    """
    found: Counter[str] = Counter()
    doubtful: set[str] = set()
    lowercase = set(_LOWERCASE.findall(text))
    for number, line in enumerate(text.split("\n")):
        if len(line) > _LONGEST_LINE:
            continue
        for span in _disjoint([*latin_names(line, lowercase), *chinese_names(line)]):
            found[span.name] += 1
            if number and may_be_a_word(line, span):
                doubtful.add(span.name)
    words = Counter(word for name in found for word in name.split())
    return {name: count for name, count in found.items() if count > 1 or words[name] > 1 or name not in doubtful}


def aliases(text: str) -> dict[str, str]:
    """The glosses of a text: a Chinese name and the Latin name beside it, whichever of the two stands in brackets."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if len(line) <= _LONGEST_LINE:
            for gloss in glosses(line):
                found.setdefault(gloss.chinese, gloss.latin)
    return found


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """The spans in order without overlaps: the earlier and longer one stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
