"""Choosing the sentences of a text that are worth quoting, and what each is good for. No sentence is changed here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from aiintel_assets.editorial.features import listed
from aiintel_assets.text.known_names import simplify
from aiintel_assets.text.quantities import quantities
from aiintel_assets.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aiintel_assets.models import CleanArticle

_CJK = re.compile(r"[\u3400-\u9fff]")
# A sentence that leans on the one before it reads badly alone: pronouns, connectives, enumerations, comparisons.
_LEANS = re.compile(
    r"^[「“\"『]?(?:[他她它牠][們们]?|[這这那該该此其]|另外|此外|不[過过]|但|然而|而|可是|且|[並并]|也|[還还]|又|[則则]|同[時时]|同[樣样]|因此|所以|於是|"
    r"于是|[結结]果|第[二三四五]|[其之][一二三]|[一二三]是|首先|其次|最[後后]|[前後后]者|[兩两三]者|[兩两三][人家]|[雙双]方|[對对]此|[換换]|相[較较比反]|反|例如|"
    r"比如|像|[舉举]例|.{1,4}[這这][兩两些種种個个]|至[於于]|[隨随][後后]|接[著着]|之[後后]|[後后][來来]|上述|以上|[從从]而|要分辨|問題是|问题是|在此|如此|"
    r"(?:[對对])?[於于]是|"
    r"(?:it|its|they|their|them|he|she|his|her|this|that|these|those|such|but|and|or|nor|however|"
    r"meanwhile|instead|still|so|yet|then|"
    r"both|neither|either|another|others?|also|moreover|furthermore|otherwise|thus|therefore|hence|"
    r"nevertheless|again|even|only|"
    r"some|most|many|none|one of|as a result|by contrast|for (?:example|instance)|since then|"
    r"(?:in|of|on|with|at|after|before|from|by|under|for) (?:that|this|those|these|them|it|its|"
    r"their|contrast|response|return|exchange|addition|turn)|"
    r""
    r"the (?:company|firm|team|group|lab|two|three|other|others|same|latter|former|rest|result|"
    r"reason|paper|authors?)|"
    r""
    r"(?:first|second|third|finally|lastly),)(?:\b|(?<=,)))"
    r"|\b(?:he|she|they|it) (?:said|says|added|adds|told|wrote|noted|argued|warned)\b[^,;]*$",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"[參参][數数]|訓練|训练|推[論论]|推理|[權权]重|架[構构]|演算法|算法|[資数][料据]集|數據集|基[準准]|[準准]確率|准确率|召回率|[錯错][誤误]率|字[錯错]率|"
    r"[誤误][報报差]|漏[檢检]率|靈敏度|灵敏度|延[遲迟]|吞吐|記憶體|[內内顯显]存|[頻频]寬|[帶带频][寬宽]|[詞词]元|上下文|微[調调]|量化|蒸[餾馏]|[開开]源|"
    r"[開开]放[權权]重|"
    r"每秒|毫秒|解[碼码]|快取|[緩缓]存|向量|神[經经]|[專专]家[結结混]|混合[專专]家|加速[卡器]|[顯显]示?卡|晶片|芯片|[韌韧]體|固件|感知|題[集組组]|题集|百分[點点]|"
    r"\b(?:tokens?|parameters?|re?train(?:ed|ing)|benchmarks?|weights|architecture|latency|memory|"
    r"accuracy|error rates?|datasets?|"
    r"inference|context window|fine-?tun\w+|quanti[sz]\w+|distill\w+|open[- ](?:source|weights?)|GPUs?|"
    r"accelerators?|scor(?:e|ed|es)|"
    r"throughput|bandwidth|per second|milliseconds?|kernels?|compilers?|API|cach(?:e|es|ing)|routers?|"
    r"experts|firmware|sensors?|"
    r"algorithms?|false (?:alarms?|positives?)|precision|decoding|batch(?:es|ing)?|gigabytes)\b",
    re.IGNORECASE,
)
_USE = re.compile(
    r"[用應应][於于]|用[來来]|部署|上[線线]|[導导]入|[採采]用|可在|[適适](?:合|用[於于])|[開开]放(?:給|给|使用)|提供[給给]|[試试][點点][運运部]|試辦|商用|"
    r"可以?(?:用|直接|下[載载]|自行|免[費费]|改|透過|通过|在)|[場场]景|[啟启]用|接入|"
    r"\b(?:deploy\w*|(?:can|may) (?:now )?(?:use|run|be used|call|download)|available (?:to|for|"
    r"in|through|from)|roll(?:ed|ing|s)? out|"
    r"pilot(?:s|ed|ing)?|in use (?:at|in|by)|used (?:by|for|in|to|at)|(?:designed|intended|meant|"
    r"suited|suitable) (?:for|to)|adopt(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"[預预](?:[計计定]|期[將将會会在於于])|排定|定[於于]|即[將将]|下[週周]|下[個个]月|明年|"
    r"[將将](?:[於于在會会]|宣[布佈]|公[布佈]|推出|[發发][布佈]|上市|[舉举]行|[開开]始)|"
    r"尚未|仍待|有待|可望|[還还]未|最快|最[遲迟晚]|"
    r"[計计][畫劃划](?:在|[於于]|[將将]|今|明|下|\d|推)|"
    r"\b(?:will|(?:plans|planned|expects|intends) to|(?:is|are) (?:due|expected|promised)|"
    r"next (?:week|month|quarter|year)|by the end of|scheduled|"
    r"(?:has|have) not yet|later this (?:week|month|year)|(?:is|are) to (?:vote|decide|begin|"
    r"start|publish|report|meet))\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d+\s?月|[一二三四五六七八九十]月|\d+\s?[日號号](?!元)|月[底初]|年底|明年|[下本][週周]|下[個个]月|[週周][一二三四五六日]|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month|quarter|year)|"
    r"by the end of|20\d\d)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"是指|指的是|是[一]?[種种項项套款]|\b(?:is|are) (?:a|an|the) (?:kind|type|form|set|method|technique|way|"
    r"test|measure|process|model|tool)\b",
    re.IGNORECASE,
)
_PATTERNS: dict[str, list[str]] = yaml.safe_load(files(__package__).joinpath("excerpts.yaml").read_text("utf-8"))
_OF_THE_PAGE = re.compile("|".join(_PATTERNS["of_the_page"]), re.IGNORECASE)
_OF_THE_WRITER = re.compile("|".join(_PATTERNS["of_the_writer"]))
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"|《[^》]*》")
_TABLE_ROW = re.compile(r"\s\|\s|^\||\w:\s*$")
_SAYS = r"(?:[說说]|表示|指出|[強强][調调]|[寫写]道|[補补]充|坦言|直言|解[釋释]|回[應应]|透露|提醒|警告|[認认][為为])"
_SPEAKER_ALONE = re.compile(rf"^[^「」“”。，：！？]{{1,60}}{_SAYS}[。：]?$")
_QUOTATION_ALONE = re.compile(r"^(?:「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\")$")
_PAIRS = (("「", "」"), ("『", "』"), ("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"), ("[", "]"))
CHINESE_LENGTH, OTHER_LENGTH = (12, 160), (40, 420)  # characters a quotable sentence may have, fewest and most
TOO_ALIKE = 0.5  # share of the shorter sentence's pieces that the other holds, within an article
RETOLD = 0.3  # the same across articles, which tell one event in different words
RETOLD_WITH_AMOUNT = 0.2  # the same when they have an amount in common, too
SAME_AMOUNTS = 2  # amounts and dates in common that alone make two sentences tell the same
_DATE = re.compile(r"(\d+)\s?月\s?(\d+)\s?[日號号]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One quotable sentence, where it stands, and what it offers.

    `figures` to `ahead` count quantities and cues of each kind; `dated` says that it names a time, `defines` that it
    says what something is, `leans` that it refers to the sentence before it. `pieces` is what it is made of, whatever
    the script: pairs of Chinese characters, Latin words and numbers; `amounts` are its amounts and dates. `titled`
    counts the telling pieces that its article's title has, too.
    """

    article_id: str
    sentence: str
    position: int
    figures: int
    technical: int
    use: int
    ahead: int
    dated: bool
    defines: bool
    leans: bool
    pieces: frozenset[str]
    amounts: frozenset[str]
    titled: int = 0

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese, wholly or in part."""
        return bool(_CJK.search(self.sentence))


def excerpts(article: CleanArticle) -> list[Excerpt]:
    """The article's quotable sentences in order: whole, neither stub nor paragraph, with a speaker, on the news.

    What is said of the page itself or of its writer is not quoted, nor questions, asides and rows of a table.
    """
    found = []
    subject = _subject(article.title)
    for position, sentence in enumerate(utterances(article.text)):
        shortest, longest = CHINESE_LENGTH if _CJK.search(sentence) else OTHER_LENGTH
        if not shortest <= len(sentence) <= longest or not _whole(sentence):
            continue
        amounts, pieces = quantities(sentence), _pieces(simplify(sentence))
        found.append(
            Excerpt(
                article_id=article.id,
                sentence=sentence,
                position=position,
                figures=len(amounts),
                technical=len(_TECHNICAL.findall(sentence)),
                use=len(_USE.findall(sentence)),
                ahead=len(_AHEAD.findall(sentence)),
                dated=bool(_DATED.search(sentence)),
                defines=bool(_DEFINES.search(sentence)),
                leans=bool(_LEANS.search(sentence)),
                pieces=pieces,
                amounts=frozenset(
                    [f"{amount.value.normalize():f}" for amount in amounts]
                    + [f"{month}/{day}" for month, day in _DATE.findall(sentence)]
                ),
                titled=len(subject & pieces),
            )
        )
    return found


def utterances(text: str) -> list[str]:
    """The sentences of a text, each a stretch of it; what is quoted stays together, and with who said it after it."""
    found = []
    for line in text.splitlines():
        start = end = 0
        parts = split_sentences(line)
        for number, part in enumerate(parts):
            end = line.index(part, end) + len(part)
            said = line[start:end].strip()
            following = parts[number + 1] if number + 1 < len(parts) else ""
            speaker_follows = _QUOTATION_ALONE.match(said) and _SPEAKER_ALONE.match(following)
            if following and (speaker_follows or (_open(said) and len(said) < CHINESE_LENGTH[1])):
                continue
            found.append(said)
            start = end
    return found


def alike(one: Excerpt, other: Excerpt) -> bool:
    """Whether the two sentences say much the same, by the pieces, amounts and dates they share."""
    amounts = len(one.amounts & other.amounts)
    if amounts >= SAME_AMOUNTS:
        return True
    retold = RETOLD_WITH_AMOUNT if amounts else RETOLD
    limit = TOO_ALIKE if one.article_id == other.article_id else retold
    smaller = min(len(one.pieces), len(other.pieces))
    return smaller > 0 and len(one.pieces & other.pieces) / smaller > limit


def choose(candidates: Iterable[Excerpt], count: int, taken: Collection[Excerpt]) -> list[Excerpt]:
    """The first `count` candidates that repeat neither each other nor what is `taken`."""
    chosen: list[Excerpt] = []
    for candidate in candidates:
        if len(chosen) == count:
            break
        if not any(candidate.sentence == other.sentence or alike(candidate, other) for other in (*taken, *chosen)):
            chosen.append(candidate)
    return chosen


def in_order(chosen: Sequence[Excerpt], article_ids: Sequence[str]) -> list[Excerpt]:
    """The sentences as a reader would meet them: article by article, top to bottom."""
    return sorted(chosen, key=lambda excerpt: (article_ids.index(excerpt.article_id), excerpt.position))


def _whole(sentence: str) -> bool:
    return (
        sentence[-1] in '。！？!?.…」』”")）'
        and not _open(sentence)
        and all(sentence.count(left) == sentence.count(right) for left, right in _PAIRS)
        and not _QUOTATION_ALONE.match(sentence)
        and not _SPEAKER_ALONE.match(sentence)
        and not _TABLE_ROW.search(sentence)
        and not sentence.endswith(("?", "？"))
        and not sentence.startswith(("(", "（"))
        and not _OF_THE_PAGE.search(sentence)
        and not _OF_THE_WRITER.search(_QUOTED.sub("", sentence))
    )


def _open(sentence: str) -> bool:
    """Whether a quotation or bracket that starts in the sentence does not end in it."""
    return sentence.count('"') % 2 == 1 or any(sentence.count(left) > sentence.count(right) for left, right in _PAIRS)


def _subject(title: str) -> frozenset[str]:
    return _pieces(simplify(title)) - listed("stop") - listed("stop_chinese")


def _pieces(sentence: str) -> frozenset[str]:
    runs = re.findall(r"[\u3400-\u9fff]+|[A-Za-z][\w.\-]*|\d[\d.,]*", sentence)
    pieces: set[str] = set()
    for run in runs:
        if _CJK.match(run):
            pieces.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        elif len(run) > 2:  # noqa: PLR2004 - shorter words are articles and prepositions
            pieces.add(run.casefold())
    return frozenset(pieces)
