"""Whether a foreign source says what a claim quotes in Chinese, judged by what its words may mean in English.

Honest translations were found to share a tenth of their meanings with what stands between quotation marks in the source
nearly always, and speech that nobody held shares nothing with it, although it has the subject in common with the rest.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiintel_assets.text.bilingual import entries, meanings, root, roots
from aiintel_assets.text.grounding.words import word_set
from aiintel_assets.text.known_names import simplify
from aiintel_assets.text.segmenter import cut
from aiintel_assets.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_assets.text.grounding.text import Text

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9.]{2,}")
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„\n]{3,600})[”\"»]|(?<![\w])[‘']([^‘’\n]{12,400})[’'](?!\w)")
_FEW_WORDS = 5
_BETWEEN = 60
_TELLS = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|us|I|my|me|you|your|sa(?:id|ys|ying)|told|wrote|writes|according|argue[sd]?|add(?:ed|s)"
    r"|warn(?:ed|s)|call(?:ed|s)|think|believe[sd]?|claim(?:ed|s)|promised?|insist(?:ed|s)|stress(?:ed|es))\b"
)
# What of a quotation, by the weights of its words, must be found where people speak, are reported, or anywhere.
_SPOKEN, _REPORTED, _REPORTED_BESIDE_SPEECH, _ANYWHERE = 0.1, 0.33, 0.45, 0.5
_LATIN_WEIGHT, _CHARACTER_WEIGHT = 1.2, 0.5

Words = frozenset[str]


def is_told(quotation: str, source: Text) -> bool:
    """Whether the source, in a Latin script, says as much of a quotation as an honest translation would share."""
    words = [(word, weight) for word in _words(simplify(quotation)) if (weight := _weight(word))]
    spoken, reported, everything = _said(source)
    enough = _REPORTED_BESIDE_SPEECH if spoken else _REPORTED
    return (
        not words
        or _found(words, spoken) >= _SPOKEN
        or _found(words, reported) >= enough
        or _found(words, everything) >= _ANYWHERE
    )


def _found(words: list[tuple[str, float]], passages: tuple[Words, ...]) -> float:
    """The largest part of the words that one passage has, 0..1."""
    best = max((sum(weight for word, weight in words if _means(word, said)) for said in passages), default=0.0)
    return best / sum((weight for _, weight in words), start=0.0)


def _means(word: str, said: Words) -> bool:
    return not meanings(word).isdisjoint(said) if _HAN.match(word) else word in said or root(word.lower()) in said


def _weight(word: str) -> float:
    """How much it says that a word is found: less of one character, or of a word of many meanings."""
    if not _HAN.match(word):
        return _LATIN_WEIGHT
    if word in word_set("empty") or not meanings(word):
        return 0.0
    return (_CHARACTER_WEIGHT if len(word) == 1 else 1.0) * 2 / (1 + math.sqrt(len(meanings(word))))


def _words(quotation: str) -> Iterator[str]:
    """The words of a quotation; one that the dictionary does not have in the longest parts that it has."""
    for word in cut(quotation):
        if _LATIN.fullmatch(word):
            yield word
        start = 0
        while start < len(word) and _HAN.match(word):
            length = next(
                size for size in range(len(word) - start, 0, -1) if size == 1 or entries(word[start : start + size])
            )
            yield word[start : start + length]
            start += length


@lru_cache(maxsize=64)
def _said(source: Text) -> tuple[tuple[Words, ...], tuple[Words, ...], tuple[Words, ...]]:
    """What stands between quotation marks, in the sentences that report or are the author's own, and in all others."""
    quoted = list(_QUOTED.finditer(source.plain))
    means = [roots(match[0]) for match in quoted]
    spoken = [
        one | (means[index + 1] if _go_together(quoted[index : index + 2]) else frozenset())
        for index, one in enumerate(means)
        if len(quoted[index][0].split()) >= _FEW_WORDS
    ]
    sentences = split_sentences(_QUOTED.sub(" ", source.plain))
    return (
        tuple(spoken),
        tuple(roots(sentence) for sentence in sentences if _TELLS.search(sentence)),
        tuple(map(roots, sentences)),
    )


def _go_together(two: list[re.Match[str]]) -> bool:
    """Whether a second quotation goes on with the first, as in “We would,” he said, “rather wait”."""
    return len(two) > 1 and two[1].start() - two[0].end() < _BETWEEN
