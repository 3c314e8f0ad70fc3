"""Chinese as Taiwan's press writes it: characters, vocabulary, names, quotes. Nothing is written here, only rewritten.

Characters come from OpenCC's `s2tw`, whose phrases are longest matches: where they straddle two words (更复|杂) the
words that jieba finds decide. Vocabulary is our own (`zh_tw_terms.yaml`): OpenCC's `s2twp` also rewrites text that is
already Taiwan's own (里長 → 裡長, 文件 → 檔案) and renames companies. A word that Taiwan has too, in another sense,
changes only where the text was Simplified or other words tell that its paragraph is written as on the mainland.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml
from opencc import OpenCC

from aiintel_assets.text.segmenter import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_S2TW, _S2T, _T2S = OpenCC("s2tw"), OpenCC("s2t"), OpenCC("t2s")
_TERMS = yaml.safe_load(files(__package__).joinpath("zh_tw_terms.yaml").read_text(encoding="utf-8"))

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n”’」』]*|[。！？；\n]+[”’」』]*")
_PARAGRAPH = re.compile(r"[^\n]+\n*|\n+")
_UNREADABLE = re.compile(r"([\x00\ud800-\udfff])")  # OpenCC ends at NUL, and no library takes lone surrogates
_CJK = r"[\u3400-\u9fff]"
_CHINESE = re.compile(_CJK)
_LATIN = re.compile("[A-Za-z0-9]")
_SPACED = re.compile(rf"{_CJK} [A-Za-z0-9]|[A-Za-z0-9] {_CJK}")
_SPACES_WITHIN = re.compile(rf"(?<={_CJK}) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?={_CJK})")
# Titles, addresses, code and the names of the mainland's organisations keep their words; only their characters change.
# So do, in a Traditional sentence, words spoken of (軟件一詞) and short quoted terms; in a Simplified one, where these
# quotes serve for any, only when a film, book or article is announced.
_ORGANISATION = (
    "(?:中國|中央|國家|全國|北京|上海|深圳|廣州|杭州|南京|武漢|成都|重慶|天津|西安|蘇州|珠海|廈門|青島|大連|合肥|長沙|鄭州|濟南"
    "|瀋陽|哈爾濱|浙江|江蘇|廣東|山東|四川|湖北|湖南|河南|福建|貴州|香港|澳門)"
    r"(?:(?![的與及跟在將把是為有了對被從由向這該家個])[\u4e00-\u9fff]){0,12}?"
    "(?:大學|學院|研究院|研究所|實驗室|辦公室|委員會|協會|學會|基金會|展覽會|博覽會|有限公司|出版社|研究會|總局)"
)
_KEEPS = rf"《[^《》]*》|〈[^〈〉]*〉|`[^`]*`|https?://[!-~]+|{_ORGANISATION}"
_AS_IT_STANDS = {
    True: re.compile(rf"{_KEEPS}|(?<=[影說輯曲劇刊書文章題名為])「[^「」，。；]{{0,12}}」"),
    False: re.compile(rf"{_KEEPS}|「[^「」，。；]{{0,12}}」|『[^『』，。；]{{0,12}}』|{_CJK}{{1,6}}(?=一詞|二字|兩字)"),
}

_LAST_COMMON_BIG5 = 0xC67E  # the end of Big5's first level, Taiwan's standard of commonly used characters
# Beyond it, yet seen in Taiwan's press; and within it, yet never but as Simplified characters.
_ALSO_TAIWAN = frozenset("皂厘熏棱痹睾蚝")
_ONLY_SIMPLIFIED = frozenset("并听坏儿扑荐虫")
_TITLES = (
    "(?:教授|女士|先生|小姐|博士|导演|導演|医师|醫師|医生|醫生|老师|老師|律师|律師|经理|經理|校长|校長|院士|太太|姓)"
)
# Surnames and others whose Simplified character is another word's too. What stands about tells 于教授 from 屬於教授.
_BY_CONTEXT = (
    (
        re.compile(
            r"(?:(?<=^)|(?<=[，。、；：？！「」『』“”‘’（）()\s與和跟及給問請讓說稱姓]))於"
            rf"(?={_TITLES}|謙(?!虛|遜|卑)|東來)|(?<=姓)於"
        ),
        "于",
    ),
    (re.compile(rf"(?<![模示典規師防風就])範(?={_TITLES})|(?<=姓)範"), "范"),
    (re.compile("(?<![其業剩殘多有十百千萬年])餘(?=華(?![人語裔僑文商])|秋雨|文樂|敏洪)|(?<=姓)餘"), "余"),
    (re.compile(rf"(?<![其業剩殘多有十百千萬年])餘(?={_TITLES})"), "余"),
    (re.compile(r"(?<=[\d一二三四五六七八九十百千萬兩幾])裡(?=[路地遠外長])"), "里"),
    (re.compile("衝(?=了?[一兩幾]?[杯泡壺]|了?[個一]?[澡茶]|咖啡|牛奶|奶粉|馬桶|洗|印)"), "沖"),
    (re.compile("(?<=自)制(?=[\u4e00-\u9fff]{2})(?!力|能|之|的|與|和)"), "製"),
    (re.compile("紮(?=[針手心]|了[一兩三幾]針)"), "扎"),
    (re.compile("(?<=[家校部院市會局隊班社州省縣區行處科船機團首增成]長)髮(?=[了出布表言送給文生信動起現放通])"), "發"),
    (re.compile("(?<![旅周出暢漫雲夢])遊(?=過)(?!過[許很不無大好幾這那]|過[\u4e00-\u9fff]{0,4}[國城景山寺])"), "游"),
)
# Characters that are Simplified in some words and themselves in others.
_IN_CONTEXT = (
    r"(?<=[什怎這这那多甚])么|(?<![茶案])几(?![案淨净上])|(?<![鄉乡清])愿|(?<![陳陈])冲|胜(?!肽)|涂(?=[层層料抹鸦鴉改装裝漆满滿布写寫色黑白粉])"
    rf"|(?<=[由基对對关關屬属等至終终源處处鑑鉴位善敢])于(?!{_TITLES})|于(?=是|此)"
    r"|(?<=[以最然今])后(?![羿土稷里冠妃座])|(?<![詩诗古子人云])云(?=[南端彩])"
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
    """A pattern for the longest of the words at a place, as a trie: its cost does not grow with their number.

    Where many characters may follow, they are told apart by quarters, as the engine tries branch after branch.
    """
    trie: dict[str, dict] = {}  # type: ignore[type-arg]  # a trie holds tries
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def branches(node: dict[str, dict], keys: list[str]) -> str:  # type: ignore[type-arg]  # the same
        if len(keys) <= _FEW:
            return "|".join(re.escape(key) + pattern(node[key]) for key in keys)
        quarter = -(-len(keys) // 4)
        parts = [keys[at : at + quarter] for at in range(0, len(keys), quarter)]
        return "|".join(f"(?=[{re.escape(''.join(part))}])(?:{branches(node, part)})" for part in parts)

    def pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]  # the same
        keys = sorted(key for key in node if key)
        return f"(?:{branches(node, keys)}){'?' if '' in node else ''}" if keys else ""

    return pattern(trie)


_FEW = 4  # branches that are tried one after the other
_HAN = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
_TRADITIONAL = re.compile(f"[{''.join(filter(_is_traditional, _HAN))}]")
_LEFTOVER = re.compile(f"[{''.join(one for one in _HAN if _is_simplified(one) and one not in '冲胜涂')}]|{_IN_CONTEXT}")
_AMBIGUOUS = frozenset("发干后里面复系制松云只征余划尽准并于卷回了游采志杰注板表台仆斗谷几据范")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A word whose meaning its sentence decides: see `rules` in the file of terms."""

    find: str
    match: str
    put: str
    unless: str = r"(?!)"
    given: str = ""
    anywhere: bool = False
    before: bool = False

    def apply(self, sentence: str, *, mainland: bool, converted: bool) -> str:
        if self.find not in sentence or not (mainland or self.anywhere) or not re.search(self.match, sentence):
            return sentence
        if re.search(self.unless, sentence) or not re.search(self.given, sentence):
            return sentence
        kept = _kept(sentence, converted=converted)
        return re.sub(self.match, lambda m: m[0] if _within(kept, m.start()) else m.expand(self.put), sentence)


@dataclass(frozen=True, slots=True)
class _Word:
    """What Taiwan says instead, whether it always does, and how far the word tells of the mainland."""

    put: str
    always: bool
    evidence: int


_ENOUGH = 2  # evidence: one word that is the mainland's alone, or two that Taiwan hardly uses


def _words() -> dict[str, _Word]:
    """The words of all lists, shields included, which stand for themselves."""
    found = {
        key: _Word(put, always, evidence)
        for kind, always, evidence in (
            ("sure", True, _ENOUGH),
            ("names", True, 1),
            ("likely", False, 1),
            ("loose", False, 0),
        )
        for group in _TERMS[kind].values()
        for key, put in group.items()
    }
    always = re.compile(_any_of(word for word, term in found.items() if term.always))
    for word, term in found.items():  # an entry that holds such a word, as 推理芯片, is no less sure than it
        inner = None if term.always else always.search(word)
        if inner:
            found[word] = replace(found[inner[0]], put=term.put)
    return found | {word: _Word(word, always=True, evidence=0) for word in _TERMS["keep"]}


_WORDS = _words()
_FOUND = re.compile(_any_of(_WORDS))
_TELLING = re.compile(_any_of(word for word, term in _WORDS.items() if term.evidence))
_SHIELDED = re.compile(_any_of(_TERMS["keep"]))
_SPELLING: dict[str, str] = _TERMS["spelling"]
_SPELLED = re.compile(_any_of(_SPELLING))
_ALL_RULES = [_Rule(**rule) for rule in _TERMS["rules"]]
_BEFORE = [rule for rule in _ALL_RULES if rule.before]
_RULES = [rule for rule in _ALL_RULES if not rule.before]
_RULED = re.compile(_any_of(rule.find for rule in _RULES))
# Words of so many characters are looked at in their sentence, lest they straddle two others; in Taiwan's own, more.
_SHORT, _SHORT_IN_TAIWANS = 2, 3


def to_taiwan(text: str) -> str:
    """The text as Taiwan's press would write it; sentences with kana, and what is Taiwan's already, stay as they are.

    Sentences that hold Simplified characters are converted whole: characters, vocabulary, names, quotes. In sentences
    that are Traditional only mainland vocabulary and names change; words that Taiwan has too, in another sense, stay
    unless the other words of the paragraph tell that it is written as on the mainland. Spaces between Chinese and Latin
    are the sentence's own habit. Doing it twice changes nothing more.
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

    def paragraph(part: re.Match[str]) -> str:
        begins = part.start()
        return _SENTENCE.sub(
            lambda m: _rewrite(
                m[0],
                phrases[begins + m.start() : begins + m.end()],
                paragraph=part[0],
                within_simplified=within_simplified,
            ),
            part[0],
        )

    return _PARAGRAPH.sub(paragraph, text)


def _rewrite(sentence: str, phrases: str, *, paragraph: str, within_simplified: bool) -> str:
    """One sentence; `phrases` is what OpenCC alone makes of it."""
    if _KANA.search(sentence):
        return sentence
    theirs = len(_LEFTOVER.findall(sentence))
    ours = len(_TRADITIONAL.findall(sentence)) if theirs or within_simplified else 0
    if theirs > ours or (within_simplified and theirs == ours):
        spelled = _SPELLED.sub(lambda match: _SPELLING[match[0]], _characters(sentence, phrases))
        for pattern, character in _BY_CONTEXT:
            spelled = pattern.sub(character, spelled)
        return _quotes(_vocabulary(spelled, sentence, mainland=True, converted=True))
    if theirs:  # a slip in a Traditional sentence: the rest of it is right as it stands
        right = _characters(sentence, phrases)
        sentence = _LEFTOVER.sub(lambda match: right[match.start() : match.end()], sentence)
    return _vocabulary(sentence, sentence, mainland=_is_mainlands(paragraph), converted=False)


@lru_cache(maxsize=8)
def _is_mainlands(paragraph: str) -> bool:
    """Whether the words of a Traditional paragraph tell that it is written as on the mainland."""
    if not _TELLING.search(paragraph):
        return False
    telling = {match[0] for match in _meant(paragraph, paragraph, mainland=True, converted=False)}
    return sum(_WORDS[word].evidence for word in telling) >= _ENOUGH


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


def _vocabulary(sentence: str, original: str, *, mainland: bool, converted: bool) -> str:
    """The sentence with Taiwan's words. `original` has the same length and tells where words begin and end."""
    if mainland:
        for rule in _BEFORE:
            sentence = rule.apply(sentence, mainland=mainland, converted=converted)
    written, at = [], 0
    for match in _meant(sentence, original, mainland=mainland, converted=converted):
        written += [sentence[at : match.start()], _spaced(_WORDS[match[0]].put, match)]
        at = match.end()
    result = "".join([*written, sentence[at:]])
    if _RULED.search(result):
        for rule in _RULES:
            result = rule.apply(result, mainland=mainland, converted=converted)
    return result


def _meant(sentence: str, original: str, *, mainland: bool, converted: bool) -> Iterator[re.Match[str]]:
    """Where words of ours stand that are to change: no part of a title or name, and none that straddle two others."""
    kept: list[tuple[int, int]] | None = None
    words_at: list[tuple[int, int]] = []  # for each character, where its word begins and ends
    at = 0
    while match := _FOUND.search(sentence, at):
        start, at = match.span()
        term = _WORDS[match[0]]
        if term.put == match[0] or not (mainland or term.always):
            continue
        if kept is None:
            kept = [place.span() for place in _AS_IT_STANDS[converted].finditer(sentence)]
        if _within(kept, start):
            continue
        if at - start <= (_SHORT if mainland else _SHORT_IN_TAIWANS):
            words_at = words_at or _words_of(original)
            if _straddles(words_at, start, at):
                at = start + 1
                continue
        yield match


def _kept(sentence: str, *, converted: bool) -> list[tuple[int, int]]:
    """Where the sentence keeps its words: titles, addresses, code, and what the list shields."""
    return [match.span() for pattern in (_AS_IT_STANDS[converted], _SHIELDED) for match in pattern.finditer(sentence)]


def _within(places: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in places)


def _spaced(word: str, match: re.Match[str]) -> str:
    """The word in place of the match, with spaces about Latin script where the sentence itself has such spaces."""
    if not _LATIN.search(word):
        return word
    if not _SPACED.search(match.string):
        return _SPACES_WITHIN.sub("", word)
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    begins = " " if _LATIN.match(word[0]) and _CHINESE.match(before) else ""
    ends = " " if _LATIN.match(word[-1]) and _CHINESE.match(after) else ""
    return f"{begins}{word}{ends}"


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
