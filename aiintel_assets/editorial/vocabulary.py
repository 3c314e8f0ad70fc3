"""The editorial word lists and how they are found in a text. What a found word means is for others to decide."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from opencc import OpenCC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LEAD = 120  # tokens: the first two paragraphs or so of a report
_LONGEST = 200_000  # characters read of one text: a page as long as a book says what it is about long before
_WORDS_PER_CHARACTER = 0.6  # how much a Chinese character says, counted in English words
_CJK = "\u3040"  # the first character of the scripts that are written without spaces

# A word of an alphabetic script, a number, one character of a script without spaces, or the end of a phrase.
_TOKEN = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0370-\u052f]+"
    r"|[0-9]+"
    r"|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]"
    r"|[,;:!?\n\u3001\u3002]|\.(?=\s)"
)
_HAN = [chr(c) for c in range(0x3400, 0xA000)]
# Character by character, as matching needs no good style: the line breaks keep OpenCC from seeing phrases.
_SIMPLIFIED = str.maketrans(dict(zip(_HAN, OpenCC("t2s").convert("\n".join(_HAN)).split("\n"), strict=True)))


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a word list: how it is written, what it speaks for, and how strongly.

    `exact` holds its tokens when upper and lower case make a difference, else it is empty.
    """

    text: str
    label: str
    weight: float
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where an article holds a term: in its title, in its lead, and how often in all of its text."""

    term: Term
    in_title: bool
    in_lead: bool
    count: int


@dataclass(frozen=True, slots=True)
class Findings:
    """The terms an article holds, in order of first appearance, and the length of its text in (English) words."""

    found: tuple[Found, ...]
    length: float


@dataclass(frozen=True, slots=True)
class _Node:
    following: dict[str, _Node]
    terms: list[Term]


class Vocabulary:
    """A set of terms as a trie over tokens: one pass over a text finds the longest term at every place.

    A token is a word, a number or one CJK character, so that Latin terms end at word boundaries and Chinese ones need
    none. Full-width letters, plural s and (unless a term is exact) case are folded; Chinese is compared in Simplified
    script.

    Raises:
        ValueError: a term without a letter, or one that a label has twice.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root: dict[str, _Node] = {}
        for term in terms:
            node = _Node(self._root, [])
            for token in map(_fold, _tokens(term.text)):
                node = node.following.setdefault(token, _Node({}, []))
            if node.following is self._root:
                raise ValueError(f"a term of {term.label} has no letters: {term.text!r}")
            if any(term.label == other.label for other in node.terms):
                raise ValueError(f"{term.label} has {term.text!r} twice: keep one of them")
            node.terms.append(term)

    def find(self, title: str, text: str) -> Findings:
        """The terms of an article; where terms overlap only the longest one counts."""
        body = _tokens(text)
        in_title = dict.fromkeys(term for term, _ in self._matches(_tokens(title)))
        counts = dict.fromkeys(in_title, 0)
        in_lead = set()
        for term, position in self._matches(body):
            counts[term] = counts.get(term, 0) + 1
            if position < _LEAD:
                in_lead.add(term)
        found = tuple(Found(term, term in in_title, term in in_lead, count) for term, count in counts.items())
        return Findings(found, _words(body))

    def _matches(self, tokens: Sequence[str]) -> Iterator[tuple[Term, int]]:
        folded = list(map(_fold, tokens))
        end, after = len(folded), 0
        for position in [at for at, token in enumerate(folded) if token in self._root]:
            if position < after:
                continue
            node: _Node | None = self._root[folded[position]]
            longest: list[Term] = []
            ahead = position
            while node is not None:
                ahead += 1
                terms = [term for term in node.terms if not term.exact or _same(term.exact, tokens[position:ahead])]
                if terms:
                    longest, after = terms, ahead
                node = node.following.get(folded[ahead]) if ahead < end else None
            for term in longest:
                yield term, position


@cache
def word_lists() -> Mapping[str, Any]:
    """What `vocabulary.yaml` holds, as it stands there."""
    lists: Mapping[str, Any] = yaml.safe_load(
        files("aiintel_assets.editorial").joinpath("vocabulary.yaml").read_text("utf-8")
    )
    return lists


def terms_of(label: str, lists: Iterable[Mapping[str, Any]]) -> Iterator[Term]:
    """The terms of word lists under one label: each has a `weight`, `terms`, and `exact` terms that keep their case."""
    for each in lists:
        for text in each.get("terms", ()):
            yield Term(text, label, each["weight"])
        for text in each.get("exact", ()):
            yield Term(text, label, each["weight"], tuple(_tokens(text)))


def _tokens(text: str) -> list[str]:
    text = text[:_LONGEST]
    if not text.isascii():
        # NFKC can lengthen a text eighteenfold, hence the second cut.
        text = unicodedata.normalize("NFKC", text)[:_LONGEST].translate(_SIMPLIFIED)
    return _TOKEN.findall(text)


@lru_cache(maxsize=1 << 15)
def _fold(token: str) -> str:
    lower = token.lower()
    if len(lower) >= len("flies") and lower.endswith("ies"):
        return lower[:-3] + "y"
    if len(lower) >= len("AIs") and lower.endswith("s") and not lower.endswith("ss"):
        return lower[:-1]
    return lower


def _same(exact: Sequence[str], tokens: Sequence[str]) -> bool:
    return all(token in (form, form + "s") for form, token in zip(exact, tokens, strict=True))


def _words(tokens: Sequence[str]) -> float:
    characters = sum(token >= _CJK for token in tokens)
    return len(tokens) - characters + characters * _WORDS_PER_CHARACTER
