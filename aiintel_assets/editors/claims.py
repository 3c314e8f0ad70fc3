"""Holding what a model wrote against what it was given: each sentence gets its evidence, or the reason why it goes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from aiintel_assets.editors.fence import defused
from aiintel_assets.editors.material import pieces
from aiintel_assets.editors.naming import written
from aiintel_assets.models import Claim, Removed
from aiintel_assets.text.grounding import ungrounded
from aiintel_assets.text.sentences import split_sentences
from aiintel_assets.text.zh_tw import simplified_leftovers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiintel_assets.editors.material import Material
    from aiintel_assets.editors.schemas import Point

LONGEST = 260  # characters of one point; what is longer is no sentence
CITED = 8  # lines that one sentence may rest on
LOOKED_AT = 16  # lines that are tried where the cited ones do not support a sentence
AKIN = 0.06  # share of a sentence's Chinese that stands in Chinese evidence, when it says the same
_CJK = re.compile(r"[\u3400-\u9fff]")
# A model is asked for plain text. What looks like an address or markup was put there by somebody else.
_MARKUP = re.compile(
    r"https?:|www\.|\]\(|<[a-z/!?]|\{[{%<]|%\}|&(?:#\d+|[a-z]+);|^\s*---|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—*•·・▪■]\s*|\d{1,2}[.、)）]\s*(?=\D))+")
# Marks of emphasis, and numbers of lines that belong into `line_ids`.
_MARKS = re.compile(r"\*\*|__|`|[\[［【]\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*[\]］】]")
_DOUBLED = re.compile(r"([。，、；：])\1+")
_PAIRS = (("「", "」"), ("『", "』"), ("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"), ("[", "]"))
_NOTHING = re.compile(r"(?:無|暫無|沒有|不詳|未提及|略|n/?a|none|null|string|text)?[。.…—-]*", re.IGNORECASE)


class UnfitError(Exception):
    """A text that cannot stand in a post, whatever the sources say; the message is the reason."""


def tidy(text: str, longest: int) -> str:
    """The text as a post has it: one line, Taiwan's script, no marks of lists or emphasis.

    Args:
        text: as the model wrote it.
        longest: characters it may have.

    Raises:
        UnfitError: it is empty, too long or broken off, or holds an address, markup or characters that no conversion
            knows.
    """
    line = "".join(c for c in defused(text) if unicodedata.category(c) != "So" or c in "°®™©")
    if _MARKUP.search(line):
        raise UnfitError("holds an address or markup")
    line = written(" ".join(_MARKS.sub("", _BULLET.sub("", line)).split()))
    line = _DOUBLED.sub(r"\1", line)
    if _NOTHING.fullmatch(line):
        raise UnfitError("says nothing")
    if len(line) > longest:
        raise UnfitError(f"longer than {longest} characters")
    if any(line.count(left) != line.count(right) for left, right in _PAIRS):
        raise UnfitError("a bracket or quotation is left open")
    if left := simplified_leftovers(line):
        raise UnfitError(f"Simplified characters: {''.join(left)}")
    return line


def checked(point: Point, material: Material, *, longest: int = LONGEST) -> Claim | Removed:
    """The point as a claim with its evidence, or as removed.

    The lines that the model names come first. Where they do not support the sentence, others are added, since a model
    numbers less well than it reads: each time the one that leaves least unsupported. What the material nowhere says is
    removed.
    """
    try:
        text = tidy(point.text, longest)
    except UnfitError as error:
        return Removed(defused(point.text)[:longest], str(error))
    cited = material.cited(point.line_ids)[:CITED]
    if cited and supported(text, material, cited):
        return Claim(text, material.evidence(cited))
    if missing := ungrounded(text, material.text()):
        return Removed(text, f"not in the sources: {'、'.join(missing)}")
    for start in ([], cited):
        if chosen := _supporting(text, material, start):
            return Claim(text, material.evidence(sorted(chosen)))
    return Removed(text, "rests on no few sentences of the sources")


def _supporting(text: str, material: Material, chosen: list[int]) -> list[int]:
    """The chosen lines and as few others as support the text; none when more than `CITED` would be needed."""
    near = [number for number in material.nearest(text, LOOKED_AT) if number not in chosen]
    while near and len(chosen) < CITED:
        best = min(near, key=lambda number: len(ungrounded(text, material.text([*chosen, number]))))
        near.remove(best)
        chosen = [*chosen, best]
        if supported(text, material, chosen):
            return chosen
    return []


def refrains(texts: Iterable[str], *, bearable: int = 1) -> frozenset[str]:
    """The sentences that more than `bearable` of the texts have: what fits everything says nothing of anything."""
    counts = Counter(sentence for text in texts for sentence in {_unended(s) for s in split_sentences(text)})
    return frozenset(sentence for sentence, count in counts.items() if count > bearable)


def without(text: str, shared: frozenset[str]) -> str:
    """The text less the sentences that `refrains` found."""
    sentences = split_sentences(text)
    kept = [sentence for sentence in sentences if _unended(sentence) not in shared]
    return text if len(kept) == len(sentences) else "".join(kept)


def _unended(sentence: str) -> str:
    return sentence.rstrip("。.！!")


def supported(text: str, material: Material, numbers: Sequence[int]) -> bool:
    """Whether the lines say what the text says, as far as it can be told without understanding either."""
    evidence = material.text(numbers)
    return not ungrounded(text, evidence) and _akin(text, evidence)


def kept_sentences(point: Point, material: Material, *, longest: int) -> tuple[Claim | None, list[Removed]]:
    """A paragraph as a claim, less those of its sentences that go; None when none is left.

    The sentences share the lines that the paragraph names, and stand in their order.
    """
    whole = defused(point.text)
    if _MARKUP.search(whole):
        return None, [Removed(whole[:longest], "holds an address or markup")]
    kept: list[Claim] = []
    gone: list[Removed] = []
    for sentence in split_sentences(whole):
        result = checked(point.model_copy(update={"text": sentence}), material, longest=longest)
        if isinstance(result, Claim):
            kept.append(result)
        else:
            gone.append(result)
    if not kept:
        return None, gone
    evidence = tuple(dict.fromkeys(e for claim in kept for e in claim.evidence))
    return Claim("".join(claim.text for claim in kept), evidence), gone


def _akin(text: str, evidence: str) -> bool:
    """Whether Chinese that rests on Chinese has words in common with it; across languages nothing is asked."""
    if len(_CJK.findall(evidence)) * 3 < len(evidence):
        return True
    own = {piece for piece in pieces(text) if _CJK.match(piece)}
    return not own or len(own & pieces(evidence)) >= AKIN * len(own)
