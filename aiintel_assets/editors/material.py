"""What a model is given to write from: numbered lines within a budget of tokens. Pure; nothing is asked here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from aiintel_assets.editorial.excerpts import utterances
from aiintel_assets.editors.fence import defused
from aiintel_assets.models import Evidence
from aiintel_assets.text.known_names import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiintel_assets.models import CleanArticle

LONGEST_SENTENCE = 600  # characters; what is longer is a table or a list that lost its shape
SHORTEST_STUB = {True: 12, False: 40}  # characters that a line without an end mark needs, in Chinese or not
LEAD = 8  # sentences at the beginning of an article that come before all others
ARTICLES = 8  # articles of a topic that are read; the other ones tell the same again
_CJK = re.compile(r"[\u3400-\u9fff]")
_END = re.compile(r"[。！？!?.;；…][”」』’\"')）\]]*$")
_HEAP = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]{60,}")  # an address, a key, an encoded picture
_FIGURE = re.compile(r"\d")
_WORDS = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff][\w.\-]*|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line: what the model reads, what may be checked against it, and which sentences it stands for."""

    shown: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    topic_id: str = ""


@dataclass(frozen=True)
class Material:
    """Lines by their number, 1 first; `context` is what they all stand under, such as their articles' titles."""

    lines: tuple[Line, ...]
    context: str = ""

    def cited(self, numbers: Iterable[int]) -> list[int]:
        """The numbers that are lines of this material, once each, in the order in which they are named."""
        return [n for n in dict.fromkeys(numbers) if 0 < n <= len(self.lines)]

    def text(self, numbers: Iterable[int] | None = None) -> str:
        """What the lines say, one a line, with their context; all of them when no numbers are given."""
        chosen = self.lines if numbers is None else [self.lines[n - 1] for n in numbers]
        return "\n".join([*(line.text for line in chosen), self.context])

    def evidence(self, numbers: Iterable[int]) -> tuple[Evidence, ...]:
        """The sentences that the lines stand for, once each."""
        return tuple(dict.fromkeys(e for n in numbers for e in self.lines[n - 1].evidence))

    def nearest(self, claim: str, count: int) -> list[int]:
        """The numbers of the lines that share most with the claim, best first: figures, names, words, in any script."""
        wanted = pieces(claim)
        scored = [(self._weight(wanted & own), -number) for number, own in enumerate(self._pieces, start=1)]
        return [-number for weight, number in sorted(scored, reverse=True)[:count] if weight > 0]

    @cached_property
    def _pieces(self) -> list[frozenset[str]]:
        return [pieces(line.text) for line in self.lines]

    @cached_property
    def _carriers(self) -> dict[str, int]:
        carriers: dict[str, int] = {}
        for own in self._pieces:
            for piece in own:
                carriers[piece] = carriers.get(piece, 0) + 1
        return carriers

    def _weight(self, shared: Iterable[str]) -> float:
        """The rarer a piece is among the lines, the more it says."""
        return sum(1 / self._carriers[piece] for piece in shared)


def pieces(text: str) -> frozenset[str]:
    """What a text is made of, in a form that compares: pairs of Chinese characters, Latin words, figures."""
    found: set[str] = set()
    for run in _WORDS.findall(simplify(text)):
        if _CJK.match(run):
            found.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        else:
            found.add(run.casefold().rstrip(".,"))
    return frozenset(found)


def tokens(text: str) -> int:
    """About how many tokens a text is to most models: four Latin characters, or a little over one Chinese."""
    latin = len(text.encode("ascii", "ignore"))
    return round(latin / 4 + (len(text) - latin) * 0.8)


def article_lines(
    articles: Sequence[CleanArticle], heads: Mapping[str, str], budget: int
) -> tuple[Material, tuple[tuple[str, range], ...]]:
    """Numbered sentences of the articles within about `budget` tokens, and each article's head with its numbers.

    Sentences are whole and stay in their order. Each article first gives its lead, then the sentences with figures,
    then the others; the articles take turns, so that all are heard before one is heard out.

    Args:
        articles: the best first.
        heads: article id → the line that introduces it, whose length counts too.
        budget: tokens.
    """
    read = articles[:ARTICLES]
    sentences = {a.id: utterances(a.text) for a in read}
    queues = {article_id: _by_worth(found) for article_id, found in sentences.items()}
    taken: dict[str, set[int]] = {a.id: set() for a in read}
    told: set[str] = set()
    left = budget - sum(tokens(heads[a.id]) for a in read)
    while any(queues.values()):
        for article_id, queue in queues.items():
            if not queue:
                continue
            place = queue.pop(0)
            sentence = sentences[article_id][place]
            cost = tokens(sentence) + 3
            if sentence in told or not _worth_reading(sentence):
                continue
            if cost > left and any(taken.values()):
                queue.clear()
                continue
            told.add(sentence)
            taken[article_id].add(place)
            left -= cost
    lines: list[Line] = []
    parts: list[tuple[str, range]] = []
    for article in read:
        start = len(lines) + 1
        for place in sorted(taken[article.id]):
            sentence = sentences[article.id][place]
            lines.append(Line(defused(sentence), sentence, (Evidence(article.id, sentence),)))
        parts.append((heads[article.id], range(start, len(lines) + 1)))
    return Material(tuple(lines), "\n".join(article.title for article in read)), tuple(parts)


def _worth_reading(sentence: str) -> bool:
    """Whether a line may be a sentence: no heading, caption or credit, no address, no heap of characters."""
    if len(sentence) > LONGEST_SENTENCE or _HEAP.search(sentence) or not _WORDS.search(sentence):
        return False
    return bool(_END.search(sentence)) or len(sentence) >= SHORTEST_STUB[bool(_CJK.search(sentence))]


def _by_worth(found: Sequence[str]) -> list[int]:
    """The places of an article's sentences, those that tell most first."""
    return sorted(range(len(found)), key=lambda i: (i >= LEAD, not _FIGURE.search(found[i]) if i >= LEAD else False, i))
