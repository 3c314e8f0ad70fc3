"""In which section of the post an article or a topic stands, by weighted words. Ranking and headlines are elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aiintel_assets.editorial.vocabulary import Vocabulary, terms_of, word_lists
from aiintel_assets.labels import labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.editorial.vocabulary import Found, Term
    from aiintel_assets.models import CleanArticle


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the post: its stable id, and its name as the post shows it."""

    id: str
    name: str


SECTIONS = tuple(
    Section(section_id, labels().sections[section_id].name)
    for section_id in ("headlines", "models", "tools", "industry", "trends", "market")
)
_TITLE = 3.0
_LEAD = 1.0
_REASONS = 3
_NO_HINT = "industry"  # what is said of AI without any hint is most often that someone uses it


@dataclass(frozen=True, slots=True)
class Placement:
    """The section that fits best, never the headlines; the points of every section; reasons in Traditional Chinese."""

    section: str
    scores: dict[str, float]
    reasons: tuple[str, ...]


def place(title: str, text: str) -> Placement:
    """The section of one article of plain text.

    Each word of a section's lists counts by its weight: three times if the title has it, once if the lead has it, and
    by the logarithm of its number in the text. The section with the most points wins; a tie goes to the earlier one.
    """
    return _decide([_points(title, text)])


def place_topic(articles: Sequence[CleanArticle]) -> Placement:
    """The section of a topic: the mean of what its articles say, so that no long or repeated one shouts the rest down.

    Raises:
        ValueError: a topic without articles.
    """
    if not articles:
        raise ValueError("a topic needs at least one article to be placed")
    return _decide([_points(article.title, article.text) for article in articles])


def _points(title: str, text: str) -> list[tuple[Found, float]]:
    findings = _vocabulary().find(title, text)
    # The longer a text, the more of every list it holds by chance.
    damping = math.log2(2 + findings.length / 100)
    return [
        (f, f.term.weight * (_TITLE * f.in_title + _LEAD * f.in_lead + math.log2(1 + f.count) / damping))
        for f in findings.found
    ]


def _decide(articles: Sequence[Sequence[tuple[Found, float]]]) -> Placement:
    total: dict[Term, list[float]] = {}
    titled: set[Term] = set()
    for points in articles:
        for found, value in points:
            total.setdefault(found.term, []).append(value)
            if found.in_title:
                titled.add(found.term)
    # fsum is exact: the order in which the articles come cannot tip a close decision.
    mean = {term: math.fsum(values) / len(articles) for term, values in total.items()}
    scores = {
        section.id: math.fsum(value for term, value in mean.items() if term.label == section.id)
        for section in SECTIONS[1:]
    }
    best = max(scores, key=lambda section: scores[section])
    if not scores[best]:
        return Placement(_NO_HINT, scores, ("沒有明顯線索",))
    return Placement(best, scores, _reasons(best, mean, titled))


def _reasons(section: str, mean: Mapping[Term, float], titled: set[Term]) -> tuple[str, ...]:
    terms = sorted((t for t in mean if t.label == section), key=lambda t: (-mean[t], t.text))
    return tuple(f"{'標題' if t in titled else '內文'}提到「{t.text}」" for t in terms[:_REASONS])


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(term for section, lists in word_lists()["sections"].items() for term in terms_of(section, lists))
