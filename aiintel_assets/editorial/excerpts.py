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
_PATTERNS: dict[str, list[str]] = yaml.safe_load(files(__package__).joinpath("excerpts.yaml").read_text("utf-8"))


def _cues(kind: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(_PATTERNS[kind]), flags)


_LEANS, _TECHNICAL, _USE, _AHEAD = _cues("leans"), _cues("technical"), _cues("use"), _cues("ahead")
_POINTS_BACK, _SUPPOSES, _NO_USE = _cues("points_back"), _cues("supposes"), _cues("no_use")
_DATED, _DEFINES = _cues("dated"), _cues("defines")
_TO_READERS, _OF_US = _cues("to_readers"), _cues("of_us")
_OF_THE_PAGE, _OF_THE_WRITER = _cues("of_the_page"), _cues("of_the_writer", re.NOFLAG)
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"|《[^》]*》")
_TABLE_ROW = re.compile(r"\s\|\s|^\||\w:\s*$")
_ENDED = re.compile(r"[。！？!?.…][」』”\"’）)]*$")
_FOOTNOTE = re.compile(r"(?:[”\")]|\b[a-z]{2,})\d{1,2}[.。]?$")  # its number, glued to the last word
_GLUED = re.compile(r"[a-z]{3,}(?:The|This|These|It|We|In|For|When|With|To|You|Our|If|As|By|An?)\s")  # to a heading
# The number of a list's item, and the headline or the heading that a digest sets before it.
_LIST_MARK = re.compile(
    r"^(?:-{2,}\s*)?(?:\d{1,2}\\?[.、．)）]\s*(?!\d))?(?:【[^】]{2,80}】\s*)?"
    r"(?:(?:what[’']s new|how it works|why it matters|results?|the news|tl;?dr|summary|update|background)\s*:\s+)?",
    re.IGNORECASE,
)
_SAYS = r"(?:[說说]|表示|指出|[強强][調调]|[寫写]道|[補补]充|坦言|直言|解[釋释]|回[應应]|透露|提醒|警告|[認认][為为])"
_SPEAKER_ALONE = re.compile(rf"^[^「」“”。，：！？]{{1,60}}{_SAYS}[。：]?$")
_QUOTATION_ALONE = re.compile(r"^(?:「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\")$")
_PAIRS = (("「", "」"), ("『", "』"), ("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"), ("[", "]"))
CHINESE_LENGTH, OTHER_LENGTH = (12, 160), (40, 420)  # characters a quotable sentence may have, fewest and most
TOO_ALIKE = 0.5  # share of the shorter sentence's pieces that the other holds, within an article
RETOLD = 0.3  # the same across articles, which tell one event in different words
RETOLD_WITH_AMOUNT = 0.2  # the same when they have an amount in common, too
NAMED = 2  # pieces that a Latin name in a Chinese title counts for
BEGINNING = 2  # sentences of a text, which point back to nothing but its title
SAME_AMOUNTS = 2  # amounts and dates in common that alone make two sentences tell the same
_DATE = re.compile(r"(\d+)\s?月\s?(\d+)\s?[日號号]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One quotable sentence, where it stands, and what it offers.

    `figures` to `ahead` count quantities and cues of each kind; `dated` says that it names a time, `defines` that it
    says what something is, `leans` that it refers to the sentence before it, `to_readers` that it speaks to its own
    readers, `of_us` for its publisher. `pieces` is what it is made of, whatever
    the script: pairs of Chinese characters, Latin words and numbers; `amounts` are its amounts and dates. `titled`
    counts the telling pieces that its article's title has, too; a Latin name in a Chinese title counts for two.
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
    to_readers: bool
    of_us: bool
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
    subject, chinese = _subject(article.title), bool(_CJK.search(article.title))
    for position, utterance in enumerate(utterances(article.text)):
        sentence = _LIST_MARK.sub("", utterance)
        shortest, longest = CHINESE_LENGTH if _CJK.search(sentence) else OTHER_LENGTH
        if not shortest <= len(sentence) <= longest or not _whole(sentence):
            continue
        said = _QUOTED.sub("", sentence)
        amounts, pieces = quantities(sentence), _pieces(simplify(sentence))
        found.append(
            Excerpt(
                article_id=article.id,
                sentence=sentence,
                position=position,
                figures=len(amounts),
                technical=len(_TECHNICAL.findall(sentence)),
                use=0 if _NO_USE.search(sentence) else len(_USE.findall(sentence)),
                ahead=0 if _SUPPOSES.search(sentence) else len(_AHEAD.findall(sentence)),
                dated=bool(_DATED.search(sentence)),
                defines=bool(_DEFINES.search(sentence)),
                leans=_leans(sentence, position) or _torn(sentence, article.title),
                to_readers=bool(_TO_READERS.search(said)),
                of_us=bool(_OF_US.search(said)),
                pieces=pieces,
                amounts=frozenset(
                    [f"{amount.value.normalize():f}" for amount in amounts]
                    + [f"{month}/{day}" for month, day in _DATE.findall(sentence)]
                ),
                titled=sum(NAMED if chinese and piece.isascii() else 1 for piece in subject & pieces),
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
        _ENDED.search(sentence) is not None
        and not _open(sentence)
        and all(sentence.count(left) == sentence.count(right) for left, right in _PAIRS)
        and not _FOOTNOTE.search(sentence)
        and not _GLUED.search(sentence)
        and not _QUOTATION_ALONE.match(sentence)
        and not _SPEAKER_ALONE.match(sentence)
        and not _TABLE_ROW.search(sentence)
        and not sentence.endswith(("?", "？"))
        and not sentence.startswith(("(", "（"))
        and not _OF_THE_PAGE.search(sentence)
        and not _OF_THE_WRITER.search(_QUOTED.sub("", sentence))
    )


def _leans(sentence: str, position: int) -> bool:
    return bool(_LEANS.search(sentence) or (position >= BEGINNING and _POINTS_BACK.search(sentence)))


def _torn(sentence: str, title: str) -> bool:
    """Whether it begins in lower case, and not with what the article is about, such as a tool of that spelling."""
    first = re.split(r"\W", sentence, maxsplit=1)[0]
    return sentence[0].islower() and first.islower() and first not in title


def _open(sentence: str) -> bool:
    """Whether a quotation or bracket that starts in the sentence does not end in it."""
    return sentence.count('"') % 2 == 1 or any(sentence.count(left) > sentence.count(right) for left, right in _PAIRS)


def _subject(title: str) -> frozenset[str]:
    return _pieces(simplify(title)) - listed("stop") - listed("stop_chinese")


def _pieces(sentence: str) -> frozenset[str]:
    # Chinese may stand right beside Latin words and figures.
    runs = re.findall(r"[\u3400-\u9fff]+|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9_.\-]*|\d[\d.,]*", sentence)
    pieces: set[str] = set()
    for run in runs:
        if _CJK.match(run):
            pieces.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        elif len(run) > 2:  # noqa: PLR2004 - shorter words are articles and prepositions
            pieces.add(run.rstrip(".,-").casefold())
    return frozenset(pieces)
