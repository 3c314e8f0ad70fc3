"""Is an article AI news? Decided by weighted words, always with reasons; what becomes of it is decided elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aiintel_assets.editorial.vocabulary import Vocabulary, terms_of, word_lists

if TYPE_CHECKING:
    from aiintel_assets.editorial.vocabulary import Found

_TITLE = 1.0
_LEAD = 0.45
_BODY = 1.1
_NAME = 1.0  # the weight of a name of the field; whatever weighs less is an ordinary word
_ENOUGH = 2  # times an ordinary word is counted: many different ones tell of AI, one repeated does not
_MARGIN = 250  # words added to every text, so that a single word does not decide over a brief
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much an article is about AI: `score` in 0..1, on topic from 0.5 on; `reasons` in Traditional Chinese."""

    score: float
    on_topic: bool
    reasons: tuple[str, ...]


def relevance(title: str, text: str) -> Relevance:
    """Whether the article is AI news.

    Each word of the field counts by its weight: once if the title has it, less if the lead has it, and by the square
    root of its density in the text. One point, as from "AI" in a title, makes the score 0.5, two make it 0.75.

    Args:
        title: the headline; it may be empty.
        text: plain text; it may be empty, then the headline decides.
    """
    findings = _vocabulary().find(title, text)
    points = math.fsum(f.term.weight * (_TITLE * f.in_title + _LEAD * f.in_lead) for f in findings.found)
    density = 100 * math.fsum(map(_mentions, findings.found)) / (findings.length + _MARGIN)
    score = 1 - 2 ** -(points + _BODY * math.sqrt(density))
    telling = sorted((f for f in findings.found if f.term.weight), key=_prominence, reverse=True)
    return Relevance(score, score >= 0.5, tuple(map(_reason, telling[:_REASONS])))  # noqa: PLR2004 - documented above


def _mentions(found: Found) -> float:
    times = found.count if found.term.weight >= _NAME else min(found.count, _ENOUGH)
    return found.term.weight * times


def _prominence(found: Found) -> tuple[bool, bool, float]:
    return found.in_title, found.in_lead, _mentions(found)


def _reason(found: Found) -> str:
    if found.in_title:
        return f"標題提到「{found.term.text}」"
    if found.in_lead:
        return f"開頭提到「{found.term.text}」"
    return f"內文提到「{found.term.text}」{found.count} 次"


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(terms_of("relevance", word_lists()["relevance"]))
