"""Chinese as Taiwan's press writes it: characters, vocabulary, names, quotes. Nothing is written here, only rewritten.

Characters come from OpenCC's `s2tw`, whose phrases are longest matches: where they straddle two words (更复|杂) the
words that jieba finds decide. Vocabulary is our own (`zh_tw_terms.yaml`): OpenCC's `s2twp` also rewrites text that is
already Taiwan's own (里長 → 裡長, 文件 → 檔案) and renames companies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml
from opencc import OpenCC

from aiintel_assets.text.segmenter import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_S2TW, _S2T, _T2S = OpenCC("s2tw"), OpenCC("s2t"), OpenCC("t2s")
_TERMS = yaml.safe_load(files(__package__).joinpath("zh_tw_terms.yaml").read_text(encoding="utf-8"))

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n”’」』]*|[。！？；\n]+[”’」』]*")
_UNREADABLE = re.compile(r"([\x00\ud800-\udfff])")  # OpenCC ends at NUL, and no library takes lone surrogates
_CJK = r"[\u3400-\u9fff]"
_CHINESE = re.compile(_CJK)
# Titles, addresses and code keep their words; only their characters change. So do short quoted terms: in a Traditional
# sentence always, in a Simplified one, where these quotes serve for any, when a film, book or article is announced.
_AS_IT_STANDS = {
    True: re.compile(
        r"《[^《》]*》|〈[^〈〉]*〉|`[^`]*`|https?://[!-~]+|(?<=[影說輯曲劇刊書文章題名為])「[^「」，。；]{0,12}」"
    ),
    False: re.compile(
        r"《[^《》]*》|〈[^〈〉]*〉|`[^`]*`|https?://[!-~]+|「[^「」，。；]{0,12}」|『[^『』，。；]{0,12}』"
    ),
}

_LAST_COMMON_BIG5 = 0xC67E  # the end of Big5's first level, Taiwan's standard of commonly used characters
# Beyond it, yet seen in Taiwan's press; and within it, yet never but as Simplified characters.
_ALSO_TAIWAN = frozenset("皂厘熏棱痹睾蚝")
_ONLY_SIMPLIFIED = frozenset("并听坏儿扑荐虫")
# Characters that are Simplified in some words and themselves in others.
_IN_CONTEXT = (
    r"(?<=[什怎這这那多甚])么|(?<![茶案])几(?![案淨净上])|(?<![鄉乡])愿"
    r"|(?<=[由基對对關关屬属等至終终源處处鑑鉴位善敢])于|于(?=是|此)"
)


def _big5(character: str) -> int | None:
    try:
        return int.from_bytes(character.encode("big5"))
    except UnicodeEncodeError:
        return None


def _is_simplified(character: str) -> bool:
    code = _big5(character)
    if _S2T.convert(character) == character or character in _ALSO_TAIWAN:
        return False
    return code is None or code > _LAST_COMMON_BIG5 or character in _ONLY_SIMPLIFIED


def _is_traditional(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return _big5(character) is not None and _T2S.convert(character) != character
    return False


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of the words at a place, as a trie: its cost does not grow with their number."""
    trie: dict[str, dict] = {}  # type: ignore[type-arg]  # a trie holds tries
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]  # the same
        branches = [re.escape(key) + pattern(node[key]) for key in sorted(node) if key]
        if not branches:
            return ""
        return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"

    return pattern(trie)


_HAN = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
_TRADITIONAL = re.compile(f"[{''.join(filter(_is_traditional, _HAN))}]")
_LEFTOVER = re.compile(f"[{''.join(filter(_is_simplified, _HAN))}]|{_IN_CONTEXT}")
_AMBIGUOUS = frozenset("发干后里面复系制松云只征余划尽准并于卷回了游采志杰注板表台仆斗谷几据范")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A word whose meaning its sentence decides: see `rules` in the file of terms."""

    find: str
    match: str
    put: str
    unless: str = r"(?!)"
    given: str = ""
    converted: bool = False

    def apply(self, sentence: str, *, converted: bool) -> str:
        if self.find not in sentence or converted < self.converted or not re.search(self.match, sentence):
            return sentence
        if re.search(self.unless, sentence) or not re.search(self.given, sentence):
            return sentence
        kept = _kept(sentence, converted=converted)
        return re.sub(self.match, lambda m: m[0] if _within(kept, m.start()) else m.expand(self.put), sentence)


_KEEP: dict[str, str] = {word: word for word in _TERMS["keep"]}
_EVERYWHERE: dict[str, str] = {**_TERMS["words"], **_TERMS["names"], **_KEEP}
_CONVERTED: dict[str, str] = {**_TERMS["converted"], **_EVERYWHERE}
_SPELLING: dict[str, str] = _TERMS["spelling"]
_SPELLED = re.compile(_any_of(_SPELLING))
_FOUND = {False: re.compile(_any_of(_EVERYWHERE)), True: re.compile(_any_of(_CONVERTED))}
_SHIELDED = re.compile(_any_of(_KEEP))
_RULES = [_Rule(**rule) for rule in _TERMS["rules"]]
_SHORT = 2  # characters: words this short are looked at in their sentence, lest they straddle two others


def to_taiwan(text: str) -> str:
    """The text as Taiwan's press would write it; sentences with kana, and what is Taiwan's already, stay as they are.

    Sentences that hold Simplified characters are converted whole: characters, vocabulary, names, quotes. In sentences
    that are Traditional only mainland vocabulary and names change. Doing it twice changes nothing more.
    """
    if not _CHINESE.search(text):
        return text
    simplified = script_of(text) == "zh-Hans"
    return "".join(_passage(part, within_simplified=simplified) for part in _UNREADABLE.split(text))


def simplified_leftovers(text: str) -> list[str]:
    """The Simplified characters in the text, in order of appearance, no repeats; sentences with kana do not count."""
    found = (m[0] for s in _SENTENCE.findall(text) if not _KANA.search(s) for m in _LEFTOVER.finditer(s))
    return list(dict.fromkeys(found))


def script_of(text: str) -> str:
    """`zh-Hans` or `zh-Hant`, by the characters that only one of the two scripts has; `zh-Hant` when there is none."""
    return "zh-Hans" if len(_LEFTOVER.findall(text)) > len(_TRADITIONAL.findall(text)) else "zh-Hant"


def _passage(text: str, *, within_simplified: bool) -> str:
    phrases = _S2TW.convert(text) if _LEFTOVER.search(text) else text
    if len(phrases) != len(text):  # no entry of s2tw changes a length; were one added, characters alone would do
        phrases = "".join(map(_word, text))
    return _SENTENCE.sub(
        lambda m: _rewrite(m[0], phrases[m.start() : m.end()], within_simplified=within_simplified), text
    )


def _rewrite(sentence: str, phrases: str, *, within_simplified: bool) -> str:
    """One sentence; `phrases` is what OpenCC alone makes of it."""
    if _KANA.search(sentence):
        return sentence
    theirs = len(_LEFTOVER.findall(sentence))
    ours = len(_TRADITIONAL.findall(sentence)) if theirs or within_simplified else 0
    if theirs > ours or (within_simplified and theirs == ours):
        spelled = _SPELLED.sub(lambda match: _SPELLING[match[0]], _characters(sentence, phrases))
        return _quotes(_vocabulary(spelled, sentence, converted=True))
    if theirs:  # a slip in a Traditional sentence: the rest of it is right as it stands
        pairs = zip(sentence, _characters(sentence, phrases), strict=True)
        sentence = "".join(new if _LEFTOVER.search(old) or old in "么几愿于" else old for old, new in pairs)
    return _vocabulary(sentence, sentence, converted=False)


def _characters(sentence: str, phrases: str) -> str:
    """The sentence in Taiwan's characters, one for one: by its words, single ones by OpenCC's phrases."""
    if not _AMBIGUOUS.isdisjoint(sentence):
        parts, at = [], 0
        for word in cut(sentence, hmm=False):
            end = at + len(word)
            parts.append(phrases[at:end] if end - at == 1 or _AMBIGUOUS.isdisjoint(word) else _word(word))
            at = end
        phrases = "".join(parts)
    return _LEFTOVER.sub(lambda match: _S2T.convert(match[0]), phrases)


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    converted: str = _S2TW.convert(word)
    return converted


def _vocabulary(sentence: str, original: str, *, converted: bool) -> str:
    """The sentence with Taiwan's words. `original` has the same length and tells where words begin and end."""
    words: Mapping[str, str] = _CONVERTED if converted else _EVERYWHERE
    found = _FOUND[converted]
    if not found.search(sentence) and not any(rule.find in sentence for rule in _RULES):
        return sentence
    words_at: list[tuple[int, int]] = []  # for each character, where its word begins and ends

    kept = [match.span() for match in _AS_IT_STANDS[converted].finditer(sentence)]

    def put(match: re.Match[str]) -> str:
        start, end = match.span()
        if _within(kept, start):
            return match[0]
        if end - start <= _SHORT and words[match[0]] != match[0]:
            words_at[:] = words_at or _words_of(original)
            if _straddles(words_at, start, end):
                return match[0]
        return _spaced(words[match[0]], match)

    written = found.sub(put, sentence)
    for rule in _RULES:
        written = rule.apply(written, converted=converted)
    return written


def _kept(sentence: str, *, converted: bool) -> list[tuple[int, int]]:
    """Where the sentence keeps its words: titles, addresses, code, and what the list shields."""
    return [match.span() for pattern in (_AS_IT_STANDS[converted], _SHIELDED) for match in pattern.finditer(sentence)]


def _within(places: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in places)


def _spaced(word: str, match: re.Match[str]) -> str:
    """The word in place of the match, with a space between a Latin word and the Chinese beside it."""
    if not word.isascii():
        return word
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return f"{' ' if _CHINESE.match(before) else ''}{word}{' ' if _CHINESE.match(after) else ''}"


def _words_of(original: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for word in cut(_T2S.convert(original), hmm=False):
        places += [(len(places), len(places) + len(word))] * len(word)
    return places


def _straddles(words_at: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether another word covers one end of this place but not the other, as 社交 does in 社交互動 for 交互."""
    (first_begins, first_ends), (last_begins, last_ends) = words_at[start], words_at[end - 1]
    return first_begins < start < first_ends < end or start < last_begins < end < last_ends


def _quotes(sentence: str) -> str:
    sentence = re.sub(rf"‘([^‘’]*{_CJK}[^‘’]*)’", r"『\1』", sentence)
    sentence = sentence.replace("“", "「").replace("”", "」")
    return re.sub(
        rf"(?<={_CJK})[,;:!?](?={_CJK}|[「『《〈0-9A-Za-z])", lambda match: chr(ord(match[0]) + 0xFEE0), sentence
    )
