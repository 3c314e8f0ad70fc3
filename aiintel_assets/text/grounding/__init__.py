"""What a claim says that its source does not: amounts, dates, names, quotations. Nothing is rewritten or understood.

A claim in Chinese is held against a source in English, Japanese or either Chinese script. Every fact has a form that
the languages share (570 億美元 and $57.0 billion; 12 月 13 日 and Dec. 13; 輝達 and Nvidia); what has none, such as
common words, passes. Speech must share meanings with the source's. One module a kind of fact.
"""

from __future__ import annotations

import re

from aiintel_assets.text.grounding import (
    amounts,
    chinese_names,
    contrasts,
    dates,
    figures,
    labels,
    latin_names,
    quotations,
)
from aiintel_assets.text.grounding.text import Text, fold, read_claim, read_source

_KINDS = (amounts, dates, labels, figures, contrasts, latin_names, chinese_names, quotations)
_COUNTS = re.compile(r"[\d零〇一二三四五六七八九十百千万亿兆两.]")


def ungrounded(claim: str, source: str) -> list[str]:
    """The spans of a claim that its source does not support, as they stand in the claim and in its order.

    Held against the source are amounts with their units, dates and times of day, weekdays, quarters and funding rounds,
    products with their versions, people, organisations and places, and quotations. What cannot be checked passes:
    relative dates, speech against a Japanese source, and Chinese organisations against a foreign one unless they are
    well known, in the dictionary or written by their sound.

    Args:
        claim: a sentence or more, usually in Taiwan's Chinese.
        source: the text it was written from, in any language.

    Returns:
        Verbatim parts of the claim that do not overlap; empty when all of it is supported.
    """
    said, known = read_claim(claim), read_source(source)
    if is_verbatim(said, known):
        return []
    spans = sorted(
        {span for kind in _KINDS for span in kind.unsupported(said, known)}, key=lambda span: (span.start, -span.end)
    )
    kept: list[str] = []
    position = 0
    for span in spans:
        if span.start >= position:
            kept.append(claim[span.start : span.end])
            position = span.end
    return kept


def is_verbatim(claim: Text, source: Text) -> bool:
    """Whether the source says the claim word for word; one cut off at a figure (GPT-5 of GPT-5.1) must be all of it."""
    folded = fold(claim.plain)
    if folded in source.folded:
        return True
    pieces = folded.strip("|").split("|")
    cut = _COUNTS.match(pieces[0]) or _COUNTS.match(pieces[-1])
    return not cut and any(folded in form for form in source.folded)
