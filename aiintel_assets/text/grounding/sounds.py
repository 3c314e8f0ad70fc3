"""Whether a Chinese name may be how a foreign one sounds: 霍金斯 for Hawkins or ホーキンス. No list of names.

Both are brought to their consonants, which transliterations keep better than vowels, and the two rows are aligned at
the least cost (Needleman and Wunsch 1970), with sounds that Chinese lacks or adds being cheap to leave out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

from pypinyin import Style, pinyin

from aiintel_assets.text.bilingual import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The Latin consonants that a Chinese initial stands for in transliterations and romanisations (Hanyu, Wade-Giles,
# Cantonese and Korean spellings of the same characters). An initial of vowels stands for none.
_INITIALS = {
    "b": "bpv",
    "p": "pbf",
    "m": "m",
    "f": "fvphw",
    "d": "dt",
    "t": "td",
    "n": "nl",
    "l": "lr",
    "g": "gkcjq",
    "k": "kcqgx",
    "h": "hgwfjk",
    "j": "jgkczsy",
    "q": "cqkstgj",
    "x": "xshczj",
    "zh": "jzgcd",
    "ch": "ctsj",
    "sh": "scx",
    "r": "rjlyz",
    "z": "zstcj",
    "c": "ctzs",
    "s": "sctzx",
    "y": "yjgieh",
    "w": "wvuhbmg",
}
# The consonants of foreign names that a Japanese one stands for.
_JAPANESE = {"b": "bv", "r": "rl", "s": "scztx", "k": "kcqx", "t": "td", "j": "jgdz", "z": "zsd", "h": "hfw", "f": "fh"}
_JAPANESE |= {"p": "p", "d": "d", "g": "g", "m": "mn", "n": "nm", "w": "wv", "y": "y", "c": "ct", "v": "v"}
_ENDINGS = {"n": "nm", "ng": "nmg", "er": "rl"}
_SPELLINGS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"sch|sh"), "s"),
    (re.compile(r"tch|ch(?=[aeiouy])"), "c"),
    (re.compile(r"ch|ck"), "k"),
    (re.compile(r"ths\b"), "s"),
    (re.compile(r"th"), "t"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"dg(?=e)"), "j"),
    (re.compile(r"kn(?=[aeiou])"), "n"),
)
_VOWELS = frozenset("aeiou'")
_SOFT = frozenset("rhwyln")
_CHEAP, _DEAR, _FAULT = 0.3, 1.0, 1.2
_WORST = 0.38
_WORDS_OF_A_NAME = 3


def sounds_alike(chinese: str, foreign: str) -> bool:
    """Whether Chinese characters may be read as this Latin or kana word, in either order of a person's names."""
    parts = foreign.split()
    orders = permutations(parts) if 1 < len(parts) <= _WORDS_OF_A_NAME else [parts]
    return any(
        _begin_alike(chinese, word) and _cost(_spoken(chinese), _written(word)) <= _WORST
        for word in map("".join, orders)
    )


def spelled_alike(katakana: str, latin: str) -> bool:
    """Whether katakana, in the Latin letters of `latin_letters`, may be this Latin word: sandisuku and SanDisk."""
    letters = [(_JAPANESE.get(letter, letter), _CHEAP if letter in _SOFT else _DEAR) for letter in _written(katakana)]
    first, other = _plain(katakana)[:1], _plain(latin)[:1]
    begins = other in _JAPANESE.get(first, first) or (first in _VOWELS and other in _VOWELS)
    return begins and _cost(letters, _written(latin)) <= _WORST


def latin_letters(katakana: str) -> str:
    """Katakana in Latin letters, by the names that Unicode gives them: ソニー is soni."""
    letters = ""
    for character in katakana:
        name = unicodedata.name(character, "").split()
        if name[:1] != ["KATAKANA"] or name[-1] == "MARK":
            continue
        syllable = name[-1].lower()
        small = "SMALL" in name
        if small and syllable == "tu":
            continue
        letters = letters[:-1] + syllable if small and letters else letters + syllable
    return letters


def _begin_alike(chinese: str, foreign: str) -> bool:
    """Whether both start with the same consonant, or both with a vowel or what is nearly one."""
    initial = next((one for (one, *_) in pinyin(chinese[:1], style=Style.INITIALS, strict=False, errors="ignore")), "")
    first = _plain(foreign)[:1]
    if first in _VOWELS or initial == "":
        return (first in _VOWELS or first in "hwyj") and initial in {"", "y", "w", "h"}
    return first in _INITIALS.get(initial, "") or _written(foreign)[:1] in {(letter,) for letter in _INITIALS[initial]}


def _cost(spoken: Sequence[tuple[str, float]], written: Sequence[str]) -> float:
    """What it costs to read one as the other, by length; too short to tell costs all."""
    if not spoken or not written:
        return _DEAR
    row = [0.0]
    for letter in written:
        row.append(row[-1] + _skip(letter))
    for letters, worth in spoken:
        above, row = row, [row[0] + worth]
        for column, letter in enumerate(written):
            row.append(
                min(
                    above[column] + (0.0 if letter in letters else _FAULT),
                    above[column + 1] + worth,
                    row[-1] + _skip(letter),
                )
            )
    total = max(sum(worth for _, worth in spoken), sum(map(_skip, written)))
    return row[-1] / total if total else _DEAR


def _skip(letter: str) -> float:
    return _CHEAP if letter in _SOFT else _DEAR


@lru_cache(maxsize=4096)
def _spoken(chinese: str) -> tuple[tuple[str, float], ...]:
    """The sounds of Chinese characters: the letters each may be, and what it costs to leave it out."""
    found: list[tuple[str, float]] = []
    initials: Iterable[list[str]] = pinyin(chinese, style=Style.INITIALS, strict=False, errors="ignore")
    finals: Iterable[list[str]] = pinyin(chinese, style=Style.FINALS, strict=False, errors="ignore")
    for (initial, *_), (final, *_) in zip(initials, finals, strict=False):
        letters = _INITIALS.get(initial, "")
        if letters:
            found.append((letters, _CHEAP if initial in {"y", "w", "h", "l", "r"} else _DEAR))
        ending = next((ending for ending in ("ng", "er", "n") if final.endswith(ending)), "")
        if ending:
            found.append((_ENDINGS[ending], _CHEAP))
    return tuple(found)


@lru_cache(maxsize=4096)
def _written(foreign: str) -> tuple[str, ...]:
    """The consonants of a foreign word."""
    text = _plain(foreign)
    for pattern, letters in _SPELLINGS:
        text = pattern.sub(letters, text)
    text = re.sub(r"(.)\1", r"\1", text)
    return tuple(letter for letter in text if letter not in _VOWELS and letter.isalpha())


def _plain(foreign: str) -> str:
    """A foreign word in small letters without accents."""
    return without_accents(foreign).lower()
