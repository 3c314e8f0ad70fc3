"""Names in Chinese and their glosses, found by well-known names, quotes, endings and neighbours. No model is asked."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from aiintel_assets.text.known_names import known_names, simplify, words
from aiintel_assets.text.latin_names import LETTER, Span, counts_something, latin_names
from aiintel_assets.text.segmenter import tag

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN = re.compile(r"[\u4e00-\u9fff]")
_DOT = re.compile(r"[·・‧]")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·・‧][\u4e00-\u9fff]{1,7})+")
_QUOTED = re.compile(r"[「『《“]([^「」『』《》“”\n]{2,20})[」』》”]")
_NO_TITLE = re.compile(r"[的了是在不會会要與与和嗎吗呢我你您他她它這这那都也就讓让把被很更最，。！？、；：…]")
_LONGEST_QUOTED_NAME = 8
_LATIN_IN_BRACKETS = re.compile(
    rf"[（(]\s?([{LETTER}0-9][{LETTER}0-9_ .,&’'·:+-]{{0,59}}?)(?:[，,、；;／/]\s?[^（）()]{{1,40}})?\s?[)）]"
)
_CHINESE_IN_BRACKETS = re.compile(r"\s?[（(]\s?[「『“《]?([\u4e00-\u9fff][\u4e00-\u9fff·・‧]{1,14})[」』”》]?\s?[)）]")
_BRACKET = re.compile(r"[（(]")
_RUN_BEFORE = re.compile(r"[\u4e00-\u9fff·・‧]+[」』”》]?\s?$")
_LATIN_NAME = re.compile(rf"(?=.*(?:[A-Z]|[a-z]\d))(?=.*[{LETTER}]{{2}})")
# A figure behind a known name is its version, unless it counts votes or seats.
_VERSION = re.compile(r"\s?[vV]?(?>\d+(?:\.\d+)*)(?![\d%％]|[,.]\d|\s?[比对對席票])", re.ASCII)
# Kinds of words of the segmenter that no name holds: prepositions, conjunctions, particles, pronouns, numerals, times …
LOOSE = frozenset(["p", "c", "u", "uj", "ul", "uz", "ud", "uv", "ug", "r", "y", "x", "w", "e", "o", "m", "q", "f", "t"])
_PROPER = frozenset(("nr", "ns", "nz", "nt"))
_LONGEST = 14
_REACH = 24
_ROLE_REACH = 8


class Word(NamedTuple):
    """A word of the segmenter, where it stands, and its part of speech."""

    start: int
    end: int
    text: str
    kind: str


class Gloss(NamedTuple):
    """A Chinese name with the Latin one beside it, and where the Chinese stands."""

    chinese: str
    latin: str
    start: int
    end: int


def chinese_names(line: str) -> Iterator[Span]:
    """The Chinese names of one line; they may overlap."""
    if not _HAN.search(line):
        return
    plain = simplify(line)
    for gloss in glosses(line):
        yield Span(gloss.start, gloss.end, gloss.chinese)
    for match in _QUOTED.finditer(line):
        short = line[match.start()] == "《" or len(match[1]) <= _LONGEST_QUOTED_NAME
        if short and _HAN.search(match[1]) and not _NO_TITLE.search(match[1]):
            yield Span(match.start(1), match.end(1), match[1])
    for match in _DOTTED.finditer(plain) if _DOT.search(plain) else ():
        start = _after_role(plain, match.start(), match.start() + len(_DOT.split(match[0])[0]))
        end = match.start() + len(_says_at_end().sub("", match[0]))
        yield Span(start, end, line[start:end])
    line_words = tagged(plain)
    for match in _speaker().finditer(plain):
        start, end = match.span(1)
        # No surname stands inside a word: 官方只說.
        if not any(word.start < start < word.end and word.kind[:2] not in _PROPER for word in line_words):
            yield Span(start, end, line[start:end])
    for index, word in enumerate(line_words):
        if _may_name(word.text, word.kind):
            yield from _by_word(line, plain, line_words, index, word)


@lru_cache(maxsize=1 << 8)
def glosses(line: str) -> tuple[Gloss, ...]:
    """The glosses of one line, whichever of the two names stands in brackets."""
    return tuple(_glosses(line)) if _HAN.search(line) and _BRACKET.search(line) else ()


def _glosses(line: str) -> Iterator[Gloss]:
    plain = simplify(line)
    for match in _LATIN_IN_BRACKETS.finditer(line):
        latin = match[1].strip()
        run = _RUN_BEFORE.search(plain, max(0, match.start() - _REACH), match.start())
        if not run or latin in words("no_names") or not _LATIN_NAME.match(latin):
            continue
        end = run.start() + len(run[0].rstrip("」』”》 "))
        quoted = end < match.start() and run.start() and plain[run.start() - 1] in "「『“《"
        start = run.start() if quoted else _name_start(plain, run.start(), end)
        if end - start > 1:
            yield Gloss(line[start:end], latin, start, end)
    for match in _CHINESE_IN_BRACKETS.finditer(line):
        before = [span for span in latin_names(line[: match.start()]) if span.end == match.start()]
        if before:
            yield Gloss(match[1], before[-1].name, *match.span(1))


@lru_cache(maxsize=1 << 16)
def _may_name(text: str, kind: str) -> bool:
    """Whether a word is, ends or may be a name; most words are none, and the same everywhere."""
    return kind[:2] in _PROPER or text in known_names() or bool(_ending().search(text))


def _by_word(line: str, plain: str, line_words: list[Word], index: int, word: Word) -> Iterator[Span]:
    known = word.text in known_names()
    if known or (word.kind in {"nt", "ns"} and len(word.text) > 1 and word.text not in words("generic")):
        version = _VERSION.match(plain, word.end) if known else None
        end = version.end() if version and not counts_something(line, version.end()) else word.end
        yield Span(word.start, end, line[word.start : end])
    if ending := _ending().search(word.text):
        start = _name_start(plain, max(0, word.end - _REACH), word.end)
        first = index
        while first and line_words[first - 1].start >= start:
            first -= 1
        stem = line_words[first:index]
        if ending.start():
            stem.append(Word(word.start, word.start + ending.start(), word.text[: ending.start()], word.kind))
        if stem and not _is_generic(stem, ending[0]):
            yield Span(min(start, word.start), word.end, line[min(start, word.start) : word.end])
    if word.kind.startswith("nr") and len(word.text) > 1:
        says = _says().match(plain, word.end)
        if says or (index and line_words[index - 1].text in words("roles")):
            yield Span(word.start, word.end, line[word.start : word.end])


def _is_generic(stem: list[Word], ending: str) -> bool:
    """Whether an organisation's ending only follows everyday words: a map company, a local hospital."""
    if ending in words("weak_suffixes"):
        stem = [w for w in stem if len(w.text) == 1 or w.kind[0] not in "navdbt" or w.kind in _PROPER]
    everyday = words("generic") | words("suffixes")
    return all(w.text in everyday or (len(w.text) == 1 and w.kind in {"v", "d"}) for w in stem)


def _name_start(plain: str, base: int, end: int) -> int:
    """Where the name that ends at `end` starts, going left word by word, not beyond `base`.

    A verb before a bare ending still belongs to the name: 铅垂研究所.
    """
    if dot := _DOT.search(plain, base + 1, end):
        return _after_role(plain, base, dot.start())
    start = end
    for word in reversed(tagged(plain[base:end])):
        verb = word.kind == "v" and len(word.text) > 1
        stops = word.text in words("stops") or word.text in words("roles") or word.kind in LOOSE
        bare = plain[start:end] in words("suffixes")
        if start < end and (stops or (verb and not bare) or end - base - word.start > _LONGEST):
            break
        start = base + word.start
    return start


def _after_role(plain: str, base: int, dot: int) -> int:
    """Where a transliterated name starts, given its first dot: after a role such as 执行官, or at a word's start."""
    reach = max(0, base - _ROLE_REACH)
    ends = [match.end() for match in _role().finditer(plain, reach, dot) if match.end() < dot]
    if ends:
        return max(ends)
    return _name_start(plain, base, dot) if dot > base else base


def tagged(plain: str) -> list[Word]:
    """The words of a text in Simplified characters, with their kinds; well-known names are words."""
    found = tag(plain)
    ends = list(accumulate(len(text) for text, _ in found))
    return [Word(end - len(text), end, text, kind) for end, (text, kind) in zip(ends, found, strict=True)]


def _any_of(kind: str) -> str:
    return "|".join(sorted(words(kind), key=lambda word: (-len(word), word)))


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(f"(?:{_any_of('suffixes')})$")


@cache
def _role() -> re.Pattern[str]:
    return re.compile(_any_of("roles"))


@cache
def _says() -> re.Pattern[str]:
    return re.compile(_any_of("says"))


@cache
def _says_at_end() -> re.Pattern[str]:
    """A word of saying at the end, or a long one with what follows it: no name goes on behind it."""
    long = "|".join(sorted(word for word in words("says") if len(word) > 1))
    return re.compile(f"(?:{long})[\u4e00-\u9fff]*$|(?:{_any_of('says')})$")


@cache
def _speaker() -> re.Pattern[str]:
    """A surname and one or two characters between a break or a role and a word of saying."""
    surnames = "".join(sorted(words("surnames")))
    return re.compile(
        rf"(?:^|(?<=[，。；：、！？「」“”（）\s长官人授师员裁士席任者]))([{surnames}][\u4e00-\u9fff]{{1,2}}?)(?={_any_of('says')})"
    )
