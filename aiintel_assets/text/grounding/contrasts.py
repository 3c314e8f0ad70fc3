"""What a claim turns round: last year into next year, a finance chief into a technology chief, a rise into a fall.

A claim may add such words on its own; only where the source says another of the same kind do they contradict it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding.given import shares_in_words
from aiintel_assets.text.grounding.text import Span, Text
from aiintel_assets.text.grounding.words import table
from aiintel_assets.text.quantities import Quantity, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

_UP = re.compile(
    r"[增漲涨升]|延長|延长|成[長长]|提高|攀|上[調调修揚扬]|優於|高(?= |[出於于])|擴大|加快|領先"
    r"|\b(?:up|ris(?:e|es|en|ing)|rose|grew|grow(?:s|n|th|ing)?|increas\w+|gain\w*|climb\w*|jump\w*|surg\w+|soar\w*"
    r"|higher|faster|improv\w+|above|rais\w+|more|lift\w*|boost\w*|expand\w*|ahead)\b|上昇|引き上げ",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"[減减降跌低省]|衰退|縮|缩|下[滑修調调挫探]|便宜|落後|落后"
    r"|\b(?:down|fall(?:s|en|ing)?|fell|drop\w*|declin\w+|decreas\w+|cuts?|cutting|slash\w*|lower\w*|slid\w*|shr[aiu]nk\w*"
    r"|los[est]\w*|reduc\w+|cheaper|less|fewer|slump\w*|slip\w*|eas(?:e|es|ed|ing)|dip(?:s|ped)?|shed|narrow\w*|sank|sink\w*|retreat\w*|plung\w+|tumbl\w+|below|trail\w*|sav(?:e|es|ed|ing|ings)|discount\w*"
    r"|slower|behind)\b|下落|引き下げ|軽い",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[，。；：！？、（）,.;:!?()\n「」“”]")
_SHARES = frozenset({"%", "pp"})
_REACH = 60


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim says the contrary of what the source says of the same kind."""
    for kind, words in _kinds():
        said = _said(kind, source)
        for word, pattern in words.items():
            if said and word not in said:
                yield from (Span(*match.span()) for match in pattern.finditer(claim.plain))
    turns = _turns(source)
    for quantity in quantities(claim.plain):
        turn = _turn(claim.plain, quantity)
        spoken = quantity.value in shares_in_words(source)
        others = turns.get(quantity.value) if quantity.unit in _SHARES and not spoken else None
        if turn and others and None not in others and turn not in others:
            yield Span(quantity.start, quantity.end)


@cache
def _kinds() -> list[tuple[str, dict[str, re.Pattern[str]]]]:
    return [
        (kind, {word: re.compile(pattern) for word, pattern in words.items()})
        for kind, words in table("contrasts").items()
    ]


@lru_cache(maxsize=512)
def _said(kind: str, source: Text) -> frozenset[str]:
    words = dict(_kinds())[kind]
    return frozenset(word for word, pattern in words.items() if pattern.search(source.plain))


@lru_cache(maxsize=64)
def _turns(source: Text) -> dict[object, set[str | None]]:
    """Which way each share of the source goes, wherever it stands."""
    found: dict[object, set[str | None]] = {}
    for quantity in quantities(source.plain):
        if quantity.unit in _SHARES:
            found.setdefault(quantity.value, set()).add(_turn(source.plain, quantity))
    return found


def _turn(text: str, quantity: Quantity) -> str | None:
    """Whether its clause has a share rise or fall; none where it says both or neither."""
    before = _CLAUSE.split(text[max(0, quantity.start - _REACH) : quantity.start])[-1]
    after = _CLAUSE.split(text[quantity.end : quantity.end + _REACH])[0]
    clause = f"{before} {after}"
    up, down = bool(_UP.search(clause)), bool(_DOWN.search(clause))
    return None if up == down else "up" if up else "down"
