"""Cutting text into sentences, for Chinese and for Latin scripts. Nothing is understood here and nothing is lost."""

from __future__ import annotations

import re

# A candidate end: a run of end marks with the closing quotes and brackets that belong to it.
_CLOSERS = "”’」』）】》〉〕］)\\]}\"'"
_END = re.compile(rf"(?:(?P<cjk>[。！？；…｡]+)|(?P<latin>[.!?]+))[{_CLOSERS}]*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st sen rep gov gen col lt sgt capt hon rev messrs vs etc e.g i.e eg ie cf al fig figs eq eqs "
    "no nos vol vols pp ed eds inc corp ltd co bros dept est approx ca jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue wed thu fri sat sun a.m p.m u.s u.k u.n e.u d.c ph.d m.d b.a m.a m.sc b.sc ave blvd rd univ sec ch resp".split()
)
# Abbreviations that seldom end a sentence and, when they do, are followed by a capital all the same.
_NEVER_END = frozenset(
    "mr mrs ms dr prof st sen rep gov gen col lt sgt capt hon rev messrs vs e.g i.e eg ie cf fig figs eq eqs no nos vol vols"
    " pp approx ca".split()
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_WORD_BEFORE = re.compile(r"[\w.\-]*$")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, in order, without the white space around them.

    A line break always ends a sentence. Chinese ends at 。！？；…; Latin scripts at . ! ? unless the point belongs to an
    abbreviation, an initial, a number, a version or an address. Closing quotes and brackets stay with their sentence.
    Joined, the sentences equal the text up to white space.
    """
    return [sentence for line in text.splitlines() for sentence in _split_line(line)]


def _split_line(line: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(line):
        if match["cjk"] or _ends(line, match):
            sentences.append(line[start : match.end()].strip())
            start = match.end()
    sentences.append(line[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends(line: str, match: re.Match[str]) -> bool:
    """Whether these Latin end marks end a sentence, judged by the words around them."""
    rest = line[match.end() :]
    following = rest.lstrip()
    if not following:
        return True
    spaced = len(following) < len(rest)
    if not spaced and not (_CJK.match(following) and _CJK.match(line[match.start() - 1 : match.start()] or " ")):
        return False
    if match["latin"] != ".":
        return not following[0].islower()
    word = _WORD_BEFORE.search(line, max(0, match.start() - 40), match.start())
    before = word[0].lower() if word else ""
    opener = following.lstrip("\"'“‘([{「『（《【")[:1]
    if opener.islower():
        return False
    if before in _NEVER_END:
        return False
    if before in _ABBREVIATIONS or _INITIALS.fullmatch(before):
        return False
    return True
