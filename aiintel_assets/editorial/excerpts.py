"""Choosing the sentences of a text that are worth quoting, and what each is good for. No sentence is changed here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiintel_assets.text.quantities import quantities
from aiintel_assets.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aiintel_assets.models import CleanArticle

_CJK = re.compile(r"[\u3400-\u9fff]")
# A sentence that leans on the one before it reads badly alone.
_LEANS = re.compile(
    r"^[「“\"]?(他們?|她們?|它們?|他们|她们|它们|這|这|那|該|该|此外|此|不過|不过|但|然而|而|其中|其|另外|同時|同时|因此|所以|並且|并且|"
    r"(it|its|they|their|he|she|his|her|this|that|these|those|but|and|however|meanwhile|instead|still|so|yet|then|both|"
    r"the (company|firm|team|group|lab|model|system|tool|report|study|two|other|same))\b)",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"參數|参数|訓練|训练|推理|推論|權重|权重|架構|架构|演算法|算法|資料集|数据集|數據集|基準|基准|測試|测试|準確率|准确率|錯誤率|错误率|延遲|延迟|"
    r"記憶體|显存|內存|内存|晶片|芯片|頻寬|带宽|代幣|詞元|词元|上下文|微調|微调|量化|蒸餾|蒸馏|開源|开源|授權|许可|版本|模型|每秒|毫秒|"
    r"\b(parameters?|tokens?|train(ed|ing)|benchmark|weights?|architecture|latency|memory|accuracy|error rate|dataset|"
    r"inference|context|fine-tun\w+|quanti[sz]\w+|distill\w+|open[- ]source|licen[cs]e|GPU|accelerators?|scor(e|ed|es)|"
    r"model|throughput|bandwidth|per second|milliseconds?|version|kernel|compiler|API)\b",
    re.IGNORECASE,
)
_USE = re.compile(
    r"用於|用于|應用|应用|部署|上線|上线|導入|导入|採用|采用|客戶|客户|用戶|用户|使用者|醫院|医院|學校|学校|工廠|工厂|診所|诊所|教師|教师|企業|企业|"
    r"可在|適合|适合|開放|开放|提供給|提供给|試點|试点|試辦|協助|帮助|幫助|場景|场景|"
    r"\b(deploy\w*|customers?|users?|hospitals?|clinics?|schools?|teachers?|factor(y|ies)|can (now )?(use|run|be used)|"
    r"available to|rolled? out|pilot\w*|in use|used (by|for|in|to)|help(s|ed)? \w+|drivers?|patients?|developers can|"
    r"companies can|designed (for|to)|intended (for|to)|suit(s|ed|able)?)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"預計|预计|預定|计划|計畫|計劃|將於|将于|將在|将在|下週|下周|下個月|下个月|年底|明年|預期|预期|尚未|仍待|打算|排定|"
    r"\b(will|plans? to|expects? to|is due|are due|next (week|month|year|quarter)|by the end of|scheduled|has not (yet )?|"
    r"later this (week|month|year))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"是指|指的是|是一種|是一种|是一項|是一项|是一套|\b(is|are) (a|an|the) (kind|type|form|set|method|technique|way|test|measure|process|model|tool)\b", re.IGNORECASE)
_PAIRS = (("「", "」"), ("『", "』"), ("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"), ("[", "]"))
CHINESE_LENGTH, OTHER_LENGTH = (12, 160), (40, 420)  # characters a quotable sentence may have, fewest and most
TOO_ALIKE = 0.5  # share of the shorter sentence's pieces that the other holds


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One quotable sentence, where it stands, and what it offers.

    `figures` to `ahead` count quantities and cues of each kind; `leans` says that it refers to the sentence before it;
    `pieces` is what it is made of: pairs of Chinese characters, Latin words and numbers.
    """

    article_id: str
    sentence: str
    position: int
    figures: int
    technical: int
    use: int
    ahead: int
    defines: bool
    leans: bool
    pieces: frozenset[str]


def excerpts(article: CleanArticle) -> list[Excerpt]:
    """The article's quotable sentences in order: whole, neither a stub nor a paragraph, their brackets closed."""
    found = []
    for position, sentence in enumerate(split_sentences(article.text)):
        shortest, longest = CHINESE_LENGTH if _CJK.search(sentence) else OTHER_LENGTH
        if not shortest <= len(sentence) <= longest or not _whole(sentence):
            continue
        found.append(
            Excerpt(
                article_id=article.id,
                sentence=sentence,
                position=position,
                figures=len(quantities(sentence)),
                technical=len(_TECHNICAL.findall(sentence)),
                use=len(_USE.findall(sentence)),
                ahead=len(_AHEAD.findall(sentence)),
                defines=bool(_DEFINES.search(sentence)),
                leans=bool(_LEANS.match(sentence)),
                pieces=_pieces(sentence),
            )
        )
    return found


def alike(one: Excerpt, other: Excerpt) -> bool:
    """Whether the two sentences say much the same, by the pieces they share."""
    smaller = min(len(one.pieces), len(other.pieces))
    return smaller > 0 and len(one.pieces & other.pieces) / smaller > TOO_ALIKE


def choose(candidates: Iterable[Excerpt], count: int, taken: Collection[Excerpt]) -> list[Excerpt]:
    """The first `count` candidates that repeat neither each other nor what is `taken`."""
    chosen: list[Excerpt] = []
    for candidate in candidates:
        if len(chosen) == count:
            break
        if not any(alike(candidate, other) for other in (*taken, *chosen)):
            chosen.append(candidate)
    return chosen


def in_order(chosen: Sequence[Excerpt], article_ids: Sequence[str]) -> list[Excerpt]:
    """The sentences as a reader would meet them: article by article, top to bottom."""
    return sorted(chosen, key=lambda excerpt: (article_ids.index(excerpt.article_id), excerpt.position))


def _whole(sentence: str) -> bool:
    return sentence[-1] in "。！？!?.…」』”\")）" and all(sentence.count(left) == sentence.count(right) for left, right in _PAIRS)


def _pieces(sentence: str) -> frozenset[str]:
    runs = re.findall(r"[\u3400-\u9fff]+|[A-Za-z][\w.\-]*|\d[\d.,]*", sentence)
    pieces: set[str] = set()
    for run in runs:
        if _CJK.match(run):
            pieces.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        elif len(run) > 2:  # noqa: PLR2004 - shorter words are articles and prepositions
            pieces.add(run.casefold())
    return frozenset(pieces)
