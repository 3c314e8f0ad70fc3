"""Cutting text into sentences, for Chinese and for Latin scripts. Nothing is understood here and nothing is lost."""

from __future__ import annotations

import re

# A candidate end: a run of end marks with the closing quotes and brackets that belong to it.
_END = re.compile(r"""(?:(?P<full>[。！？；…｡]+[.!?。！？；…｡]*)|[.!?]+)[”’」』）】》〉〕］)\]}"']*""")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_OPENERS = "\"'“‘([{「『（《【〈"
_WORD_BEFORE = re.compile(r"[\w.\-]*$")
_LOOK_BACK = 40  # characters: no abbreviation is longer
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_NUMBER = re.compile(r"[\s#(（]*\d{1,3}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations before a name or a number: they never end a sentence.
_BEFORE_NAMES = _words(
    """
    mr mrs ms mx dr prof st mt ft sen rep gov gen col lt sgt capt cmdr hon rev messrs pres vs v e.g i.e eg ie cf
    viz ed eds approx ca resp sec op
    """
)
_BEFORE_NUMBERS = _words("no nos fig figs eq eqs vol vols pp ch")  # ends a sentence otherwise: No.
# Abbreviations that may also stand last; the next word tells.
_ANYWHERE = _words(
    """
    jr sr inc corp ltd co cos bros llc plc dept est al jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    tues wed thu thur thurs fri sat sun a.m p.m ph.d m.d b.a m.a b.sc m.sc d.c ave blvd rd univ assn intl govt
    avg max min
    """
)
_STARTERS = _words(
    """
    the a an it its he she they we i you this that these those there here but and or so yet in on at by for from
    with as if when while after before since although though because however meanwhile moreover instead still
    now then also both many most some all no not what why how who where his her their our my your one two
    according
    """
)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, in order, without the white space around them.

    A line break always ends a sentence. Chinese ends at 。！？；…; Latin scripts at . ! ? unless the point belongs to
    an abbreviation, an initial, a number, a version or an address. Closing quotes and brackets stay with their
    sentence. Joined, the sentences equal the text up to white space.
    """
    return [sentence for line in text.splitlines() for sentence in _of_line(line)]


def _of_line(line: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(line):
        if match["full"] or _ends(line, start, match):
            sentences.append(line[start : match.end()].strip())
            start = match.end()
    sentences.append(line[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether these Latin end marks end the sentence that began at `start`, judged by the words around them."""
    tail = line[match.end() : match.end() + _LOOK_BACK]
    following = tail.lstrip()
    if not following:
        return True
    before_mark, opened = line[match.start() - 1 : match.start()], following.lstrip(_OPENERS)
    if tail[0] == following[0] and not (_CJK.match(before_mark) and _CJK.match(opened)):
        return False
    if opened[:1].islower():
        return False
    return match[0][0] != "." or match[0].startswith("..") or not _is_abbreviation(line, start, match.start(), opened)


def _is_abbreviation(line: str, start: int, end: int, following: str) -> bool:
    """Whether the point at `end` belongs to the word before it and what follows goes on with the sentence."""
    if _NUMBER.fullmatch(line, start, end):  # the number of a list item
        return True
    found = _WORD_BEFORE.search(line, max(start, end - _LOOK_BACK), end)
    word = found[0].lower() if found else ""
    if word in _BEFORE_NUMBERS:
        return following[:1].isdigit()
    if word in _BEFORE_NAMES:
        return True
    if word in _ANYWHERE or _INITIALS.fullmatch(word):
        return re.split(r"\W", following, maxsplit=1)[0].lower() not in _STARTERS
    return False
