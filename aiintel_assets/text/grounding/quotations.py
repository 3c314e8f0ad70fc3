"""Speech and titles between quotation marks. Translated speech is compared by what its words mean, in `speech`."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from aiintel_assets.text.grounding.speech import is_told
from aiintel_assets.text.grounding.text import Span, Text, stands
from aiintel_assets.text.known_names import simplify
from aiintel_assets.text.segmenter import cut
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTATION = re.compile(r"「([^「」\n]+)」|“([^“”\n]+)”")
_TITLE = re.compile(r"《([^《》\n]+)》")
_SAID = re.compile(
    r"(?:表示|說|说|稱|称|指出|強調|强调|坦言|直言|寫道|写道|回應|回应|警告|認為|认为|批評|批评)[：:，,]?\s?$"
)
_CALLED = re.compile(
    r"(?:名為|名为|稱為|称为|命名為|命名为|取名|代號|代号|模型|產品|产品|推出|發布|发布|發表|系統|系统|平台|工具|機器人)\s?$"
)
_IS_CALLED = re.compile(r"\s?(?:模型|系統|系统|平台|晶片|計畫|機器人|應用程式)")
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")
_SENTENCE = re.compile(r"[，。！？]")
_SAYS = re.compile(r"[，,]?[^，。「」]{0,10}?(?:說|说|表示|稱|称|指出|寫道|写道|強調|强调)")
_NO_HAN = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]")
_DENIED = re.compile(r"[不没無无未非别勿莫]")
_NEARLY = 0.8
_LONG = 10
_SHORT = 6
_NEAR = 5


def unsupported(claim: Text, source: Text) -> Iterator[Span]:
    """What the claim quotes and its source does not say: in its words, or, in a foreign source, in their meanings."""
    if source.chinese:
        yield from _unlike(claim, source)
    elif not source.japanese:
        for match in _QUOTATION.finditer(claim.plain):
            group = 1 if match[1] else 2
            long = len(_HAN.findall(match[group])) >= _SHORT
            before = claim.plain[max(0, match.start() - _NEAR) : match.start()]
            spoken = _SAID.search(before) or _SAYS.match(claim.plain, match.end())
            if long and spoken and not is_told(match[group], source):
                yield Span(*match.span(group))


def _unlike(claim: Text, source: Text) -> Iterator[Span]:
    """What is quoted otherwise than the source has it; a phrase of the claim's own has a word of the source in it."""
    for match in _QUOTATION.finditer(claim.plain):
        group = 1 if match[1] else 2
        quoted = match[group]
        before = claim.plain[max(0, match.start() - _NEAR) : match.start()]
        named = len(quoted) > 1 and (_CALLED.search(before) or _IS_CALLED.match(claim.plain, match.end()))
        spoken = _SAID.search(before) or (len(quoted) >= _SHORT and _SAYS.match(claim.plain, match.end()))
        literal = len(quoted) >= _LONG or _SENTENCE.search(quoted) or spoken or named
        if literal:
            said = all(_is_said(part, source) for part in _ELLIPSIS.split(quoted))
        else:
            said = len(quoted) == 1 or _shares_a_word(quoted, source)
        if not said:
            yield Span(*match.span(group))
    for match in _TITLE.finditer(claim.plain):
        if not (_is_said(match[1], source) or _shares_a_word(match[1], source)):
            yield Span(*match.span(1))


def _is_said(part: str, source: Text) -> bool:
    if not _HAN.search(part):
        return True
    return (
        any(stands(form, source) for form in (part, to_taiwan(part)))
        or stands(part.replace("的", ""), _terse(source))
        or _is_said_nearly(part, source)
    )


@lru_cache(maxsize=64)
def _terse(source: Text) -> Text:
    """The source without the particle that a name may have or not: 全面的測試 and 全面測試."""
    return Text(source.plain.replace("的", ""))


def _is_said_nearly(part: str, source: Text) -> bool:
    """Whether the source quotes a long passage with a few characters more, and no less nor more denied."""
    plain = _NO_HAN.sub("", simplify(part))
    if len(plain) < _LONG:
        return False
    for quoted in _quoted(source):
        blocks = [
            block for block in SequenceMatcher(None, plain, quoted, autojunk=False).get_matching_blocks() if block.size
        ]
        if sum(block.size for block in blocks) >= len(plain) - 1:
            passage = quoted[blocks[0].b : blocks[-1].b + blocks[-1].size]
            return len(_DENIED.findall(passage)) == len(_DENIED.findall(plain)) and len(passage) * _NEARLY <= len(plain)
    return False


@lru_cache(maxsize=64)
def _quoted(source: Text) -> tuple[str, ...]:
    return tuple(_NO_HAN.sub("", simplify(match[1] or match[2])) for match in _QUOTATION.finditer(source.plain))


def _shares_a_word(quoted: str, source: Text) -> bool:
    if not _HAN.search(quoted) or _is_said(quoted, source):
        return True
    return any(len(word) > 1 and stands(word, source) for word in cut(simplify(quoted)))
