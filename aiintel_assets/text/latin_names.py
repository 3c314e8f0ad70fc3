"""Names in Latin script, found by their capitals, figures and place in the line. Chinese names are found elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from aiintel_assets.text.known_names import known_names, words

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_TOKEN = re.compile(
    rf"(?=[{LETTER}0-9])(?:(?P<initials>(?:[A-Z]\.){{2,}})"
    rf"|(?P<word>[{LETTER}][{LETTER}0-9]*(?:[-.&_+'’][{LETTER}0-9]+)*\+*)"
    rf"|(?P<number>(?>\d+(?:\.\d+)*[a-z]?)(?![{LETTER}0-9%％]|[,.-][{LETTER}0-9]))"
    rf"|(?P<odd>01\.AI|\d+[{LETTER}][{LETTER}0-9]*))",
    re.ASCII,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DIGIT = re.compile(r"\d", re.ASCII)
_LOWER_PRODUCT = re.compile(r"(?!v\d)[a-z]+-?\d[\w.]*(?:-\w+)*", re.ASCII)
_ONE_WORD = re.compile(r"[A-Z][a-zà-ÿ-]+")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
# A figure before one of these counts something and is no version.
_AFTER_A_COUNT = re.compile(
    r"\s?(?:[年月日號号時时點点個个億亿萬万千百名家人元美歐欧倍多餘余成秒分天週周歲岁款項项條条種种次]|[:/]\d"
    r"|(?:million|billion|trillion|thousand|percent|per\s?cent|times|people|users|GB|TB|MW|GW|nm)\b"
    r"|(?:year|month|week|day|hour|minute)s?\b)",
    re.ASCII,
)
# I'm, Don't, They'll: a capital and an apostrophe, but no name.
_CONTRACTION = re.compile(
    r"(?:I|You|We|They|He|She|It|That|There|What|Where|Who|How|Let|Here)['’](?:d|m|s|ll|re|ve)"
    r"|(?:Don|Can|Won|Is|Isn|Aren|Does|Doesn|Didn|Couldn|Shouldn|Wouldn|Hasn|Haven|Hadn|Wasn|Weren|Ain)['’]t"
)
_WORD_BEFORE_FIGURE = re.compile(r"([a-z]+)-?\d")
_PLAIN = frozenset(
    {"client", "patient", "session", "user", "item", "step", "page", "part", "id", "test", "example", "to"}
)
_HEADLINE_WORDS = 3
_HEADLINE_WORD = 4


class Span(NamedTuple):
    """A name and where it stands in its line."""

    start: int
    end: int
    name: str


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    kind: str


def latin_names(line: str, lowercase: set[str] | frozenset[str] = frozenset()) -> Iterator[Span]:
    """The names of one line. `lowercase` holds words that the text also writes small: they are no names.

    A name is a sequence of capitalised words and products with their version: `Bank of America`, `Kestrel 3 Mini`,
    `GPT-5.1`, `o3-mini`. Common words fall off where a sentence opens, and everywhere In a Headline Like This.
    """
    line_words = _words(line)
    headline = not _HAN.search(line) and _is_headline(line_words)
    index = 0
    while index < len(line_words):
        stop = index + 1
        if _opens(line_words[index]):
            while stop < len(line_words) and (step := _continues(line, line_words, stop)):
                stop += step
            yield from _cut(line, line_words[index:stop], lowercase, headline=headline)
        index = stop


def may_be_a_word(line: str, span: Span) -> bool:
    """Whether only its place at the start of a sentence may have given a word its capital."""
    return bool(_ONE_WORD.fullmatch(span.name)) and span.name not in known_names() and _opens_sentence(line, span.start)


def counts_something(line: str, end: int) -> bool:
    """Whether a figure that ends there counts what follows, so that it is no version."""
    return bool(_AFTER_A_COUNT.match(line, end))


def _words(line: str) -> list[_Word]:
    found = []
    for match in _TOKEN.finditer(line):
        start, end, text = match.start(), match.end(), match[0]
        if line[end : end + 1] == "$":
            continue
        if text.endswith(_POSSESSIVE):
            text, end = text[:-2], end - 2
        found.append(_Word(start, end, text, str(match.lastgroup)))
    return found


def _opens(word: _Word) -> bool:
    """Whether a word can start a name: a capital, a capital inside, or letters with figures (`o3-mini`)."""
    if word.text.islower() and word.text.isalpha():
        return False
    if word.kind in {"number", "odd"}:
        return word.text == "01.AI"
    if word.text.islower():
        before = _WORD_BEFORE_FIGURE.match(word.text)  # now1 is a word with its footnote, client-123 a placeholder
        return bool(_LOWER_PRODUCT.fullmatch(word.text)) and not (before and before[1] in _PLAIN | words("common"))
    return not _CONTRACTION.fullmatch(word.text)


def _continues(line: str, line_words: list[_Word], index: int) -> int:
    """How many words from `index` on still belong to the name before them."""
    before, word = line_words[index - 1], line_words[index]
    if line[before.end : word.start] not in {" ", "\u00a0"}:
        return 0
    no_name = before.text in words("no_names")
    if word.kind == "number":
        return int(not (counts_something(line, word.end) or no_name or before.text.lower() in words("common")))
    if _opens(word):
        return int(not (no_name and before.text.istitle()))
    if word.text in words("variants") and _DIGIT.search(before.text):
        return 1
    joins = word.text in words("joining") or (word.text == "for" and before.text in words("institutions"))
    following = line_words[index + 1] if index + 1 < len(line_words) else None
    joined = (
        following
        and line[word.end : following.start] == " "
        and following.kind == "word"
        and following.text[0].isupper()
    )
    return 2 if joins and joined else 0


def _cut(line: str, sequence: list[_Word], lowercase: set[str] | frozenset[str], *, headline: bool) -> Iterator[Span]:
    """The names inside a capitalised sequence: common words fall off at its start, and split it in a headline."""
    opening = _opens_sentence(line, sequence[0].start)
    part: list[_Word] = []
    for position, word in enumerate(sequence):
        lower = word.text.lower()
        common = word.text.istitle() and (
            lower in words("common") or (opening and position == 0 and lower in lowercase)
        )
        joined = position + 1 < len(sequence) and sequence[position + 1].text in words("joining")
        variant = part and lower in words("variants") and _DIGIT.search(part[-1].text)
        belongs = joined or variant or (part and word.text in words("organisations"))
        if common and not belongs and (headline or (opening and not part)):
            yield from _name(line, part)
            part = []
        else:
            part.append(word)
    yield from _name(line, part)


def _name(line: str, sequence: list[_Word]) -> Iterator[Span]:
    loose = _loose()
    while sequence and sequence[-1].text in loose:
        sequence = sequence[:-1]
    while sequence and (sequence[0].kind == "number" or (sequence[0].text in loose and not sequence[0].text.isupper())):
        sequence = sequence[1:]
    if not sequence:
        return
    span = Span(sequence[0].start, sequence[-1].end, line[sequence[0].start : sequence[-1].end])
    common = span.name.lower() in words("common") or span.name.endswith(("ing", "ly"))
    if len(span.name) > 1 and span.name not in words("no_names") and not (common and may_be_a_word(line, span)):
        yield span


@cache
def _loose() -> frozenset[str]:
    """Words that a name neither starts nor ends with."""
    return words("joining") | words("no_names") | {"for"}


def _is_headline(line_words: list[_Word]) -> bool:
    """Whether a line is set In Title Case: most words that could be lower-case are not."""
    long = [word for word in line_words if word.kind == "word" and len(word.text) >= _HEADLINE_WORD]
    return len(long) >= _HEADLINE_WORDS and sum(word.text[0].isupper() for word in long) * 10 >= len(long) * 9


def _opens_sentence(line: str, start: int) -> bool:
    before = line[:start].rstrip(" \u00a0\"“‘'(「『《[*#>-—–•")
    return not before or before[-1] in ".!?:;。！？：；…|·"
