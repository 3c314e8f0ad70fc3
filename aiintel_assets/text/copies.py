"""Copies of one text on several sites, slightly edited ones too. What becomes of a copy is decided elsewhere."""

from __future__ import annotations

import hashlib
import heapq
import re
import zlib
from array import array
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from aiintel_assets.text.known_names import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiintel_assets.models import CleanArticle

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_ADDRESS = re.compile(r"https?://[!-~]+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_SHINGLE = 5  # tokens
_SKETCH = 8  # smallest shingles by which articles meet
_CROWD = 20  # articles that one shingle leads to, the latest: what more of them share is a site's own phrase
_COMPARED = 8  # articles that a text is compared with: those it meets most often
_FEWEST = 20  # shingles: of two shorter texts only the same words are a copy
# Of the shorter text's shingles, how many the longer one holds, and how much longer it may be: a newsletter that quotes
# a whole article is no copy of it. Two reports on one event share a twentieth of their shingles, an edit that touches
# every other sentence leaves six tenths.
_HELD = 0.6
_LONGER = 2.0
_FIGURES_HELD = 0.8


@dataclass(frozen=True, slots=True)
class _Print:
    """A text as it is compared: hashes of its shingles, its figures and those of its title, and all its tokens."""

    shingles: array[int]  # a set would take ten times the memory
    sketch: tuple[int, ...]
    figures: frozenset[str]
    headline: frozenset[str]
    whole: str


def copies(articles: Iterable[CleanArticle]) -> dict[str, str]:
    """Id of a copy → id of the article whose text it repeats; the Traditional Chinese one is kept, else the earliest.

    Texts are compared as sets of five-token shingles (Broder, 1997), in one script. They meet through the smallest
    hashes of each (a bottom-k sketch; Cohen and Kaplan, 2007), so the work grows with the number of articles. One is a
    copy when the other holds most of its shingles and its figures, and every figure of either headline: a template that
    is filled in anew every day gives no copies.
    """
    kept: dict[str, _Print] = {}
    same: dict[str, str] = {}
    meeting: dict[int, deque[str]] = defaultdict(lambda: deque(maxlen=_CROWD))
    found: dict[str, str] = {}
    for article in sorted(articles, key=lambda a: (a.language != "zh-Hant", a.published_at, a.id)):
        own = _print_of(article)
        original = (same.get(own.whole) if own.whole else None) or _original(own, kept, meeting)
        if original:
            found[article.id] = original
            continue
        kept[article.id] = own
        same[own.whole] = article.id
        for shingle in own.sketch:
            meeting[shingle].append(article.id)
    return found


def _original(own: _Print, kept: Mapping[str, _Print], meeting: Mapping[int, Iterable[str]]) -> str | None:
    """The kept article that a text copies most closely, if it copies any."""
    met = Counter(other for shingle in own.sketch if shingle in meeting for other in meeting[shingle])
    likely = [other for other, _ in met.most_common(_COMPARED) if _may_be_copy(own, kept[other])]
    shingles = frozenset(own.shingles) if likely else frozenset()
    copied = []
    for other in likely:
        theirs = kept[other].shingles
        held = len(shingles.intersection(theirs))
        if held >= _HELD * min(len(shingles), len(theirs)):
            copied.append((-held, other))
    return min(copied)[1] if copied else None


def _may_be_copy(one: _Print, other: _Print) -> bool:
    """Whether one may repeat the other, by their lengths and figures; their shingles are dearer to compare."""
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    return (
        len(shorter.shingles) >= _FEWEST
        and len(longer.shingles) <= _LONGER * len(shorter.shingles)
        and one.headline <= other.figures
        and other.headline <= one.figures
        and len(shorter.figures & longer.figures) >= _FIGURES_HELD * len(shorter.figures)
    )


def _print_of(article: CleanArticle) -> _Print:
    text = _ADDRESS.sub(" ", article.text)
    tokens = _TOKEN.findall(simplify(text).casefold())
    runs = zip(*(islice(tokens, start, None) for start in range(_SHINGLE)), strict=False)
    shingles = set(map(zlib.crc32, map(str.encode, map(" ".join, runs))))
    headline = frozenset(_FIGURE.findall(article.title))
    return _Print(
        shingles=array("I", shingles),
        sketch=tuple(heapq.nsmallest(_SKETCH, shingles)),
        figures=headline | frozenset(_FIGURE.findall(text)),
        headline=headline,
        whole=hashlib.sha256("".join(tokens).encode()).hexdigest() if tokens else "",
    )
