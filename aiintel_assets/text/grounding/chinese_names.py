"""Names in Chinese: known ones by any form, people and places by their sound, the rest by their characters."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from pypinyin import Style, pinyin

from aiintel_assets.text.bilingual import entries, without_accents
from aiintel_assets.text.chinese_names import LOOSE, Word, chinese_names, glosses, tagged
from aiintel_assets.text.grounding import dates, gazetteer, labels
from aiintel_assets.text.grounding.aliases import chinese_forms, is_vouched, usual_name
from aiintel_assets.text.grounding.sounds import sounds_alike
from aiintel_assets.text.grounding.text import Span, Text, stands, stands_latin
from aiintel_assets.text.grounding.words import table, word_set
from aiintel_assets.text.known_names import simplify, words
from aiintel_assets.text.latin_names import LETTER
from aiintel_assets.text.segmenter import cut, tag

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_DOT = re.compile(r"[·・‧]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_ONLY = re.compile(r"[\u4e00-\u9fff]+")
# Characters that follow a name and end none.
_NEVER_GIVEN = (
    "是也在和与说称认表指强将已曾对从为的则坦透被获向于由把让给及等就还都解补写预提回警呼宣发推带率领担出离加主接"
)
_NAMED = re.compile(r"\s?\d+(?:\.\d+)*$")
_ALIKE = re.compile("联想(?=[到起]|能力)|(?<=[让令使人])联想|[台臺](?:湾|北)(?=时间)")
_LONGEST_PERSON = 4
_LONGEST_NAME = 5
_LONGEST_HEAD = 5
_CAPITALISED = re.compile(rf"[A-ZÀ-Þ][{LETTER}]*(?:[-’'][{LETTER}]+)*")
_ACTS = (
    "跟投|参投|出资|认购|得标|发布|推出|宣布|发表|公布|表示|指出|认为|强调|收购|并购|开源|起诉|控告|投资|入股|领投|裁员|募得|完成|获得|计画|计划"
    "|将|上调|下调|调升|调高|调降|看好|预估|维持|提供|供应|核准|批准|旗下|研发|开发|打造"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[，。；：、！？「]))([\u4e00-\u9fff]{2,6}?)(?:今日|昨日|近日|今天|昨天|日前|也|已|将|正式|随后|则|共同)?"
    rf"(?:{_ACTS})"
)
_OBJECT = re.compile(
    r"(?:收购|并购|投资|入股|起诉|控告|击败|超越|对手|携手|子公司|由)([\u4e00-\u9fff]{2,5}?)"
    r"(?=[，。；、）]|领投|提供|开发|研发|打造|主导|的|与|和|及|等|$)"
    r"|[与和]([\u4e00-\u9fff]{2,5}?)(?:合作|结盟|签约|签署|共同|联手|携手|竞争)"
)
_OFFICE_OF = re.compile(
    "([\u4e00-\u9fff]{2})((?:地方?|高等?)?(?:检察?署|法院|院(?=[审裁判])|警察局|消防局|卫生局|环保局|教育局|市政府|县政府))"
)
_LIES_IN = re.compile(
    r"(?:位[于在]|设[于在]|地处|总部在)([\u4e00-\u9fff]{2,4}?)(?=附近|近郊|郊外|市郊|一带|境内|的|[，。、])"
)
_PARTNER = re.compile(
    r"[与和同由]((?:(?![及等和与的])[\u4e00-\u9fff]){2,4})(?=(?:及|等|携手|一起)?[\u4e00-\u9fff]{0,4}?(?:合作|合资|结盟|联手|共同|联合|签约|领投|代工|承造))"
)
# Kinds of the segmenter that names are given; everyday words are given them too, so that their place has to agree.
_NAMELIKE = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "nt", "g", "x"})
_SURNAMES, _GIVEN = frozenset({"nr", "zg", "g"}), frozenset({"nr", "nrt", "nz", "g", "ng", "zg"})
_PROPER = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "nt"})
_ADDRESS = re.compile(r"(?:州|市|省|县|镇)$")
_TRANSLITERATED_LENGTH = 3
# A space, or a middle name and two.
_BESIDE = 4
_SURNAME = re.compile(
    r"(?:[BCDFGHJKLMNPQRSTWXYZ][bcdfghjklmnpqrstwxyz]{0,2})?[AEIOUaeiouy]{1,3}(?:ng|n|rk|k|m|r|l|p|w|h)?|Ng"
)
# One or two Chinese or Korean syllables.
_SYLLABLES = re.compile(r"(?:[bcdfghjklmnpqrstwxyz]{0,2}h?[aeiou]+(?:ng|n|rk|k|m|r|l|p|b)?-?){1,2}", re.IGNORECASE)


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """Where the claim names a person, organisation or place that the source does not."""
    taken = [*dates.spans(claim), *labels.spans(claim)]
    for span in _doubtful(claim, source):
        # 週一宣布 is no person of that surname.
        if not _overlaps(span, taken):
            yield span


def _doubtful(claim: Text, source: Text) -> Iterator[Span]:
    position = 0
    for line, plain in zip(claim.plain.split("\n"), claim.simple.split("\n"), strict=True):
        if _HAN.search(plain):
            for start, end in _in_line(line, plain, source):
                yield Span(position + start, position + end)
        position += len(line) + 1


def _in_line(line: str, plain: str, source: Text) -> Iterator[Span]:
    spoken = tagged(plain)
    known = [
        span
        for span in (Span(*match.span()) for match in chinese_forms().finditer(plain))
        if not (_straddled(spoken, span) or _ALIKE.match(plain, span.start))
    ]
    for span in known:
        name, *longer = _longer(plain, span)  # 里根 may be part of 柯里根
        if not (_is_known(name, source) or any(_is_heard(one, source) for one in longer)):
            yield span
    yield from _false_by_neighbours(line, plain, source)
    covered = [*known, *(Span(gloss.start, gloss.end) for gloss in glosses(line))]
    for span, forms in _unlisted(line, plain, spoken, foreign=not source.chinese):
        if not _overlaps(span, covered) and not any(_is_heard(form, source) for form in forms):
            yield span
    if source.chinese:
        yield from _by_deed(plain, source)


def _unlisted(line: str, plain: str, spoken: list[Word], *, foreign: bool) -> Iterator[tuple[Span, Iterable[str]]]:
    """What may be a name that the editors' lists do not have, and the forms in which it may be heard."""
    found = [*_by_form(spoken), *_by_dictionary(spoken), *(_by_place(plain) if foreign else ())]
    for span in _whole(plain, found):
        # 任職於貝恩 has nobody of the surname 于.
        if line[span.start] != "於":
            yield span, _longer(plain, span)
    if foreign:
        yield from _by_sounds(plain)


def _by_deed(plain: str, source: Text) -> Iterator[Span]:
    """Offices and those who act, where a Chinese source does not have them."""
    for match in _OFFICE_OF.finditer(plain):
        whole, town, office = (stands(part, source) for part in match.group(0, 1, 2))
        if not whole and office and (match[2] == "地检署" or not town):
            yield Span(*match.span())
    for span in _acting(plain):
        if not _stands_in_parts(plain[span.start : span.end], source):
            yield span


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(one.start < span.end and span.start < one.end for one in others)


def _false_by_neighbours(line: str, plain: str, source: Text) -> Iterator[Span]:
    """What endings, roles and words of saying show to be a name; what is quoted is no name's business."""
    glossed = {gloss.chinese: gloss.latin for gloss in glosses(line)}
    found = list(chinese_names(line))
    for start, end, name in found:
        inside = any(one.start <= start and end <= one.end and len(one.name) > len(name) for one in found)
        quoted = line[start - 1 : start] in {"「", "『", "《", "“"} and line[end : end + 1] in {"」", "』", "》", "”"}
        latin = next((latin for chinese, latin in glossed.items() if name in chinese), None)
        if inside or quoted or (latin and stands_latin(latin, source)) or _ALIKE.match(plain, start):
            continue
        if not _is_named(name, source, person=_is_person(plain, start, end)):
            yield Span(start, end)


# ---- finding ----


def _straddled(spoken: list[Word], span: Span) -> bool:
    """Whether another word covers one end of this place: 日立 is no name in 今日立委."""
    return any(
        word.start < span.start < word.end < span.end or span.start < word.start < span.end < word.end
        for word in spoken
    )


def _by_form(spoken: list[Word]) -> Iterator[Span]:
    """People by surname and length, and foreign names by the characters that write their sounds."""
    sounds = word_set("sounds")
    plain = "".join(word.text for word in spoken)
    for word in spoken:
        if word.kind not in _PROPER or word.text in words("generic"):
            continue
        bare = _ADDRESS.sub("", word.text)
        person = (
            word.kind in {"nr", "nrt", "nrfg"}
            and len(word.text) == len("王小明")
            and word.text[0] in words("surnames")
            and word.text[-1] not in word_set("abstract")
            and not _is_ordinary(word.text[:2])
            and not _are_words(plain, word.start, word.text[1:])
        )
        foreign = len(bare) >= _TRANSLITERATED_LENGTH and sounds.issuperset(bare)
        if person or foreign:
            yield Span(word.start, word.start + len(bare))
    yield from _after_roles(plain, spoken)
    yield from (Span(*match.span()) for match in _japanese_speakers().finditer(plain))
    for word, following in pairwise(spoken):
        # 孫 and 浩然, 黃柏 and 翰: the segmenter may cut a person's name.
        lengths = len(word.text), len(following.text)
        surname = lengths == (1, 2) and word.kind in _SURNAMES
        cut = lengths == (2, 1) and word.kind == "nr" and following.kind in _GIVEN
        may_be = (surname or cut) and word.text[0] in words("surnames") and _HAN.match(following.text)
        if may_be and not _are_words(plain, word.start, plain[word.start + 1 : following.end]):
            yield Span(word.start, following.end)


def _by_dictionary(spoken: list[Word]) -> Iterator[Span]:
    """Names that the dictionary has and the editors' lists do not."""
    return (
        Span(word.start, word.end)
        for word in spoken
        if gazetteer.is_name(word.text, word.kind) and not usual_name(word.text)
    )


def _are_words(plain: str, start: int, given: str) -> bool:
    """Whether a surname ends a word and what would be the given name is another: 鈑金零件."""
    return bool(start) and _is_ordinary(plain[start - 1 : start + 1]) and _is_ordinary(given)


def _whole(plain: str, spans: list[Span]) -> list[Span]:
    """The spans, those as one that the segmenter cut a foreign name into: 康瑟爾布 and 拉夫斯."""
    whole: list[Span] = []
    sounds = word_set("sounds")
    for span in sorted(spans):
        joined = whole and whole[-1].end == span.start and sounds.issuperset(plain[whole[-1].start : span.end])
        whole.append(Span(whole.pop().start, span.end) if joined else span)
    return whole


def _longer(plain: str, span: Span) -> Iterator[str]:
    """A name, and what it may be where the segmenter cuts a foreign one: 埃克斯 and 特倫, 柯 and 里根."""
    name = plain[span.start : span.end]
    yield name
    sounds = word_set("sounds")
    whole = len(name) >= _TRANSLITERATED_LENGTH and any(entry.proper for entry in entries(name))
    if whole or not sounds.issuperset(name):
        return
    before = _run_length(plain[: span.start][::-1], sounds)
    after = _run_length(plain[span.end :], sounds)
    for start, end in product(range(before + 1), range(after + 1)):
        name = plain[span.start - start : span.end + end]
        if (start or end) and len(name) > _TRANSLITERATED_LENGTH - (start > 0):
            yield name


def _run_length(text: str, characters: Container[str]) -> int:
    """With how many of these characters a text begins, up to the longest part of a name."""
    return next((at for at, one in enumerate(text[:_LONGEST_NAME]) if one not in characters), len(text[:_LONGEST_NAME]))


def _by_place(plain: str) -> Iterator[Span]:
    """What stands where only a place, or only a partner, can stand, and is no everyday word."""
    for pattern in (_LIES_IN, _PARTNER):
        for match in pattern.finditer(plain):
            name = match[1]
            foreign = pattern is _LIES_IN and word_set("sounds").issuperset(name)
            unknown = len(name) >= _TRANSLITERATED_LENGTH and _is_meaningless(name) and not _is_organisation(name)
            if (foreign or unknown) and not usual_name(name):
                yield Span(*match.span(1))


def _after_roles(plain: str, spoken: list[Word]) -> Iterator[Span]:
    """A person after a role: by a surname, wherever the segmenter cuts, or by what stands before a word of saying."""
    begins = {word.start: word for word in spoken}
    for match in _roles().finditer(plain):
        start = match.end()
        word, run = begins.get(start), _HAN_ONLY.match(plain, start, start + _LONGEST_NAME)
        proper = word and word.kind == "nr"
        # 執行長高度肯定 names nobody.
        if not run or (not proper and _is_ordinary(run[0][:2])):
            continue
        told = _says().search(run[0] + plain[run.end() : run.end() + 1], 1)
        name = (run[0][: told.start()] if told else run[0])[: _surname(run[0]) + 2 if _surname(run[0]) else None]
        name = name.rstrip(_NEVER_GIVEN)
        unknown = told and len(name) >= _TRANSLITERATED_LENGTH and _is_meaningless(name)
        if unknown or (len(name) > 1 and _surname(name)):
            yield Span(start, start + len(name))


def _by_sounds(plain: str) -> Iterator[tuple[Span, list[str]]]:
    """What is written by its sound where only a name can stand, before 大學 and after a role, and what it may be.

    What stands before a school's name or behind a person's may be written with such characters, too.
    """
    for match in _sounding().finditer(plain):
        school, person = match.groups()
        name = school or person
        shorter = range(len(name) - 1, _TRANSLITERATED_LENGTH - 1, -1)
        forms = [name, *(name[-size:] if school else name[:size] for size in shorter)]
        if not (_is_ordinary(name[:2]) or _is_ordinary(name)):
            yield Span(*match.span(match.lastindex or 0)), forms


@cache
def _sounding() -> re.Pattern[str]:
    sounds = "".join(sorted(word_set("sounds")))
    return re.compile(
        rf"([{sounds}]{{3,7}})(?=(?:理工|科技|医科|州立|联邦)?大学)"
        rf"|(?:{_roles().pattern})([{sounds}]{{2,6}})(?=[，、:：]|{_says().pattern}|认|接|将|也|已|坦|受|的|在|则|曾|退|出)"
    )


def _surname(name: str) -> int:
    """The length of the Chinese, Japanese or Korean surname that a name starts with; 0 for none."""
    longest = next((size for size in (3, 2) if size < len(name) and _reading(name[:size])), 0)
    return longest or int(name[0] in words("surnames") or name[:1] in _readings())


def _is_meaningless(name: str) -> bool:
    """Whether no part of what may be a name is an everyday word."""
    found = tag(name)
    first, kind = found[0]
    return not (len(first) == 1 and kind in LOOSE) and not any(_is_ordinary(word) for word, _ in [*found, (name, "")])


def _is_ordinary(word: str) -> bool:
    """Whether the dictionary has a word of several characters that is no proper name."""
    return len(word) > 1 and (_is_everyday(word) or any(not entry.proper for entry in entries(word)))


@cache
def _roles() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("roles"), key=lambda role: (-len(role), role))))


@cache
def _says() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("says"), key=lambda says: (-len(says), says))))


def _acting(plain: str) -> Iterator[Span]:
    """Where a claim names who acts, or on whom, in words that look like a name, and ministries."""
    yield from (Span(*match.span()) for match in _offices().finditer(plain))
    for pattern in (_SUBJECT, _OBJECT):
        for match in pattern.finditer(plain):
            start, end = match.span(match.lastindex or 0)
            name = plain[start:end]
            ending = next((ending for ending in word_set("endings") if name.endswith(ending) and name != ending), "")
            stem = tag(name.removesuffix(ending))
            unknown = ending and all(len(word) == 1 or not entries(word) for word, _ in stem)
            if unknown or all(kind in _NAMELIKE and not _is_everyday(word) for word, kind in stem):
                yield Span(start, end)


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(
        f"(?:{'|'.join(sorted(word_set('offices')))})部|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2}}[局署](?=[长副表宣公指认])"
    )


# ---- judging ----


def _is_person(plain: str, start: int, end: int) -> bool:
    """Whether a name is a person's: with dots, or after a role or before a word of saying and with a surname."""
    name = plain[start:end]
    if _DOT.search(name):
        return True
    role = plain[:start].rstrip().endswith(tuple(words("roles")))
    says = plain[end:].startswith(tuple(words("says")))
    everyday = _is_ordinary(name[:2]) and _is_ordinary(name[2:])
    return (
        len(name) <= _LONGEST_PERSON
        and not everyday
        and name[0] in words("surnames")
        and (role or says)
        and not _is_organisation(name)
    )


def _stands_in_parts(name: str, source: Text) -> bool:
    """Whether the source has a name, or the two that it may be: 聯發科蔡力行 of 聯發科執行長蔡力行."""
    if stands(name, source) or is_vouched(name, source):
        return True
    return any(
        all(stands(part, source) or is_vouched(part, source) for part in (name[:size], name[size:]))
        for size in range(2, len(name) - 1)
    )


def _is_organisation(plain: str) -> bool:
    return plain.endswith(tuple(words("suffixes")))


def _is_named(name: str, source: Text, *, person: bool) -> bool:
    """Whether the source has a Chinese name, or one that may be it; what may be no name is taken as known."""
    bare = _NAMED.sub("", simplify(name))
    if stands(name, source):
        return True
    if usual_name(bare):
        return bare == simplify(name) or _is_known(bare, source)
    if person:
        return _is_heard(bare, source)
    if body := _body(bare):
        return _is_known(body, source)
    if not source.chinese or not _is_organisation(bare):
        return True
    missing = [
        kind
        for piece, kind in tag(bare)
        if len(piece) > 1
        and not (_is_everyday(piece) or (kind[0] == "v" and _is_ordinary(piece)))
        and not (stands(piece, source) or _is_heard(piece, source))
    ]
    # 高階機器人 is a thing, 北辰機器人 may be a company.
    thing = bare.endswith(tuple(word_set("things")))
    return not (any(kind in _NAMELIKE for kind in missing) if thing else missing)


def _is_known(name: str, source: Text) -> bool:
    """Whether the source has a well-known name, spells it in kana, or is foreign and need not name an institution."""
    foreign = not source.chinese and name in word_set("institutions")
    return (
        is_vouched(name, source)
        or foreign
        or gazetteer.lies_in(usual_name(name) or "", source)
        or (source.japanese and len(name) >= _TRANSLITERATED_LENGTH and _is_heard(name, source))
    )


def _body(plain: str) -> str | None:
    """The well-known name that an everyday word follows: 日本 of 日本政府, 上海 of 上海市."""
    for size in range(min(_LONGEST_HEAD, len(plain)), 1, -1):
        rest = plain[size:].lstrip("市州省")
        if usual_name(plain[:size]) and all(_is_everyday(piece) for piece in cut(rest)):
            return plain[:size]
    return None


def _is_everyday(piece: str) -> bool:
    return any(piece in words(kind) for kind in ("generic", "suffixes", "roles", "stops")) or piece in word_set(
        "bodies"
    )


@lru_cache(maxsize=1 << 12)
def _is_heard(name: str, source: Text) -> bool:
    """Whether a name stands in the source, in the dictionary's English, or another one that sounds like it."""
    if gazetteer.is_named(name, source):
        return True
    parts = _DOT.split(name)
    if source.chinese:
        return stands(parts[-1], source) or _is_respelled(parts[-1], source)
    return not gazetteer.is_spelled_one_way(name) and _sounds_like_one(name, parts, source)


def _sounds_like_one(name: str, parts: list[str], source: Text) -> bool:
    """Whether a name is how a foreign source's name, or its reading, is written in Chinese."""
    if len(name) == len("海南") and gazetteer.is_name(name, "ns"):
        return any(sounds_alike(name, found.word) for found in _foreign_names(source))
    if len(parts) > 1:
        return any(
            sounds_alike(parts[-1], found.word) and any(sounds_alike(parts[0], first) for first in found.beside)
            for found in _foreign_names(source)
        )
    if name[0] in words("surnames") and len(name) <= _LONGEST_PERSON and _is_romanised(name, source):
        return True
    if word_set("sounds").issuperset(name[1:]):
        heard = _foreign_names(source)
        if any(
            sounds_alike(name, found.word) or any(sounds_alike(name, f"{found.word} {one}") for one in found.beside)
            for found in heard
        ):
            return True
    return _is_read_so(name, source)


def _is_romanised(name: str, source: Text) -> bool:
    """Whether a Chinese person stands in Latin letters, the surname first or last, or behind a Western first name."""
    return any(
        _SURNAME.fullmatch(found.word)
        and sounds_alike(name[0], found.word)
        and (
            any(sounds_alike(name[1:], given) for given in found.beside)
            or (found.before and not _SYLLABLES.fullmatch(found.before))
        )
        for found in _foreign_names(source)
    )


def _is_respelled(name: str, source: Text) -> bool:
    """Whether the source writes a foreign name with other characters of the same sounds: 休士頓 and 休斯敦."""
    if len(name) < _TRANSLITERATED_LENGTH or not word_set("sounds").issuperset(name):
        return False
    text = source.strung[0]
    spelled = _pinyin(name)
    return any(
        _pinyin(text[start : start + len(name)]) == spelled
        for start in range(len(text) - len(name) + 1)
        if word_set("sounds").issuperset(text[start : start + len(name)])
    )


def _pinyin(name: str) -> tuple[str, ...]:
    return tuple(initial for (initial, *_) in pinyin(name, style=Style.INITIALS, strict=False))


def _is_read_so(name: str, source: Text) -> bool:
    """Whether a person's surname has a Japanese or Korean reading that the source writes in Latin letters."""
    return any(stands_latin(reading, source) for size in (1, 2, 3) if (reading := _reading(name[:size])))


@lru_cache(maxsize=1 << 10)
def _reading(surname: str) -> str:
    """How a Japanese or Korean surname is read, by the editors' list or the dictionary; empty for others."""
    if surname in _readings():
        return _readings()[surname]
    senses = (sense for entry in entries(surname) for sense in entry.senses if len(surname) > 1)
    return next((without_accents(sense.split()[0]) for sense in senses if "(Japanese surname" in sense), "")


@cache
def _japanese_speakers() -> re.Pattern[str]:
    surnames = "|".join(surname for surname in _readings() if len(surname) > 1)
    return re.compile(rf"(?:{surnames})[\u4e00-\u9fff]{{1,2}}?(?={'|'.join(sorted(words('says')))})")


@cache
def _readings() -> dict[str, str]:
    listed = table("readings").split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


class _Foreign(NamedTuple):
    """A capitalised word, in Latin letters, with those beside it, and the one right before it or an empty string."""

    word: str
    beside: tuple[str, ...]
    before: str


@lru_cache(maxsize=64)
def _foreign_names(source: Text) -> tuple[_Foreign, ...]:
    """Capitalised and katakana words of the source, the latter in Latin letters, each with those beside it."""
    found = [
        (match.start(), match.end(), match[0])
        for match in _CAPITALISED.finditer(source.plain)
        if match[0] not in words("no_names")
    ]
    found += [(start, end, letters) for start, end, letters in source.katakana]
    found.sort()
    return tuple(
        _Foreign(
            word,
            tuple(
                other
                for begin, stop, other in found[max(0, index - 2) : index + 3]
                if begin != start and min(abs(begin - end), abs(start - stop)) <= _BESIDE
            ),
            _before(found, index),
        )
        for index, (start, end, word) in enumerate(found)
        if word.lower() not in words("common")
    )


def _before(found: list[tuple[int, int, str]], index: int) -> str:
    """The word right before one of these words, unless it is an everyday one."""
    near = index > 0 and 0 <= found[index][0] - found[index - 1][1] <= _BESIDE
    return found[index - 1][2] if near and found[index - 1][2].lower() not in words("common") else ""
