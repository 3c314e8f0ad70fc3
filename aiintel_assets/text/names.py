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
# A word that is written small. In an address, a handle or a model's slug (kestrel-3) everything is, names too.
_LOWERCASE = re.compile(rf"(?<![{LETTER}0-9/@#_.-])[a-zà-ÿ][{LETTER}]*+(?![0-9/@_-]|\.[{LETTER}0-9])")


def names(text: str) -> dict[str, int]:
    """The proper names of a text, as written, and how often each occurs, in order of first appearance.

    The first line counts as the title: a word that only ever opens sentences below it, and only once, is no name. Lines
    beyond 20,000 characters are no prose and are skipped.
    """
    return _read(text)[0]


def titled_names(title: str, text: str) -> tuple[dict[str, int], list[str]]:
    """The names of a title with its text, as above, and those that the title holds."""
    found, upto = _read(f"{title}\n{text}", title.count("\n"))
    return found, [name for name in upto if name in found]


def _read(text: str, last: int = 0) -> tuple[dict[str, int], list[str]]:
    """The names, and all that was seen up to some line, doubtful or not."""
    found: Counter[str] = Counter()
    seen: list[str] = []
    doubtful: set[str] = set()
    lowercase = set(_LOWERCASE.findall(text))
    for number, line in enumerate(text.split("\n")):
        if len(line) > _LONGEST_LINE:
            continue
        for span in _disjoint([*latin_names(line, lowercase), *chinese_names(line)]):
            found[span.name] += 1
            if number and may_be_a_word(line, span):
                doubtful.add(span.name)
        if number == last:
            seen = list(found)
    words = Counter(word for name in found for word in name.split())
    sure = {name: count for name, count in found.items() if count > 1 or words[name] > 1 or name not in doubtful}
    return sure, seen


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
