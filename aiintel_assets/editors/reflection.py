"""The day's insight from a model's answer: what it is asked from, and what of its answer may stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiintel_assets.editors import prompts
from aiintel_assets.editors.calls import Question
from aiintel_assets.editors.claims import UnfitError, checked, kept_sentences, refrains, tidy, without
from aiintel_assets.editors.fence import defused, fenced
from aiintel_assets.editors.material import Line, Material
from aiintel_assets.editors.schemas import InsightAnswer, Point
from aiintel_assets.models import Background, Claim, FollowUp, Reading, Removed
from aiintel_assets.text.grounding import ungrounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aiintel_assets.editors.calls import Answered
    from aiintel_assets.editors.protocol import Desk
    from aiintel_assets.models import CleanArticle, Insight, Summary, Topic

PROMPT, STAGE = "reflect", "daily_insights"
LIMIT = 10_000  # tokens of the answer, thinking included
DETAILS, USES = 4, 2  # lines of each item that the model sees besides its core
REMEMBERED = 24  # topics of earlier editions
PARAGRAPHS, WATCHED, FOLLOWED, READINGS, TERMS, TAGS, KEYWORDS = 3, 5, 5, 4, 5, 6, 14
SENTENCE, TITLE, TAG, DESCRIPTION = 220, 60, 32, 160  # characters
FEWEST_TAGS = 2
REPEATED = 2  # places of one answer that may say the same sentence


@dataclass(frozen=True)
class Day:
    """What the model is given of a day. `watched` and `readable` say what the numbers of its lines stand for."""

    material: Material
    watched: Mapping[int, tuple[str, str]]  # line number → edition and line of its watch list
    readable: Sequence[tuple[str, str]]  # article id and its item's title, number 1 first
    question: Question[InsightAnswer]


def day(
    told: Sequence[tuple[Topic, Summary]],
    explained: Sequence[Background],
    articles: Mapping[str, CleanArticle],
    desk: Desk,
    model: str,
) -> Day:
    """The question for a day's insight: its items as numbered lines, then what earlier editions said and watched.

    Args:
        told: the day's topics with their items, by rank.
        explained: terms that the day's articles explain.
        articles: by id.
        desk: what else lies on it.
        model: who is asked.
    """
    lines: list[Line] = []
    shown: list[str] = []

    def put(line: Line) -> int:
        lines.append(line)
        shown.append(f"[{len(lines)}] {line.shown}")
        return len(lines)

    shown.append("# 今天的新聞")
    for topic, summary in told:
        shown.append(f"## {defused(summary.title)}（{topic.section}，{summary.importance}）")
        for claim in (*summary.core, *summary.technical[:DETAILS], *summary.applications[:USES]):
            put(_line(claim, topic.id))
    shown.append("# 材料中對術語的說明")
    for entry in explained:
        put(_line(entry.explanation, ""))
    shown.append("# 前幾期的題目")
    for edition, title in _remembered([topic for topic, _ in told], desk):
        put(Line(f"{edition} {defused(title)}", f"{edition} {title}"))
    watched: dict[int, tuple[str, str]] = {}
    shown.append("# 前幾期的關注清單")
    for edition, text in desk.watched:
        watched[put(Line(f"{edition} {defused(text)}", f"{edition} {text}"))] = (edition, text)
    readable = [(article_id, summary.title) for topic, summary in told for article_id in topic.article_ids]
    shown.append("# 可推薦的文章")
    for number, (article_id, _) in enumerate(readable, start=1):
        article = articles[article_id]
        source = defused(desk.publication_name(article.source_id))
        shown.append(f"article_id {number}：{defused(article.title)}（{source}，約 {len(article.text)} 字元）")
    question = Question(
        stage=STAGE,
        edition=desk.edition,
        model=model,
        prompt_version=prompts.version(PROMPT),
        messages=prompts.conversation(PROMPT, edition=desk.edition, material=fenced("\n".join(shown))),
        form=InsightAnswer,
        limit=LIMIT,
    )
    return Day(Material(tuple(lines)), watched, readable, question)


def insight(
    of: Day, answered: Answered[InsightAnswer], articles: Mapping[str, CleanArticle], plain: Insight, *, editor: str
) -> Insight:
    """The day's insight: what of the answer may stand, and for the rest what the rules make of the day.

    Args:
        of: what the model was given.
        answered: with an answer in it.
        articles: by id.
        plain: the insight that needs no model.
        editor: who wrote it.
    """
    answer = answered.answer
    if answer is None:
        return plain
    desk = _Desk(of, refrains(_texts(answer), bearable=REPEATED))
    trend, context, outlook = (desk.paragraphs(points) for points in (answer.trend, answer.context, answer.outlook))
    watch_list = desk.lines(answer.watch_list, WATCHED)
    followed = tuple(desk.followed(answer))[:FOLLOWED]
    background = tuple(desk.background(answer))[:TERMS]
    tags = desk.words(answer.tags, TAGS)
    title, description, summary = (
        desk.phrase(text, longest)
        for text, longest in ((answer.title, TITLE), (answer.description, DESCRIPTION), (answer.summary, DESCRIPTION))
    )
    return replace(
        plain,
        title=title or plain.title,
        tags=tags if len(tags) >= FEWEST_TAGS else plain.tags,
        description=description or plain.description,
        summary=summary or plain.summary,
        trend=trend or plain.trend,
        context=context or plain.context,
        outlook=outlook or plain.outlook,
        watch_list=watch_list or plain.watch_list,
        readings=tuple(desk.readings(answer, articles))[:READINGS] or plain.readings,
        background=background or plain.background,
        keywords=desk.words(answer.keywords, KEYWORDS) or plain.keywords,
        editor=editor if trend else plain.editor,
        followed=followed,
        claims=tuple(desk.claims),
        removed=tuple(desk.removed),
        receipts=answered.receipts,
    )


class _Desk:
    """Goes through one answer and keeps what was claimed and what was removed on the way."""

    def __init__(self, of: Day, shared: frozenset[str]) -> None:
        self._day = of
        self._shared = shared  # sentences that the answer has in several places
        self._whole = of.material.text()
        self.claims: list[Claim] = []
        self.removed: list[Removed] = []

    def paragraphs(self, points: Sequence[Point]) -> tuple[str, ...]:
        """The paragraphs, less the sentences that nothing supports."""
        found: list[str] = []
        for point in points[:PARAGRAPHS]:
            claim, gone = kept_sentences(self._own(point), self._day.material, longest=SENTENCE)
            self.removed += gone
            if claim:
                self.claims.append(claim)
                found.append(claim.text)
        return tuple(dict.fromkeys(found))

    def lines(self, points: Sequence[Point], most: int) -> tuple[str, ...]:
        """The lines of a list that are supported."""
        found = [claim.text for point in points if (claim := self._kept(point))]
        return tuple(dict.fromkeys(found))[:most]

    def followed(self, answer: InsightAnswer) -> Iterator[FollowUp]:
        """Lines of earlier watch lists of which one of today's topics tells more."""
        for entry in answer.followed:
            watched = self._day.watched.get(entry.watch_line_id)
            today = [n for n in self._day.material.cited(entry.outcome.line_ids) if self._topic(n)]
            if watched is None or not today:
                continue
            claim = self._kept(entry.outcome.model_copy(update={"line_ids": today}))
            if claim:
                yield FollowUp(*watched, outcome=claim.text, topic_id=self._topic(today[0]))

    def background(self, answer: InsightAnswer) -> Iterator[Background]:
        """Terms that the day's own lines explain."""
        for entry in answer.background:
            term = self.phrase(entry.term, TAG)
            if term and (claim := self._kept(entry.explanation)):
                yield Background(term, claim)

    def readings(self, answer: InsightAnswer, articles: Mapping[str, CleanArticle]) -> Iterator[Reading]:
        """Articles of the day, each once, with what the article itself bears out."""
        seen: set[str] = set()
        for entry in answer.readings:
            if not 0 < entry.article_id <= len(self._day.readable):
                continue
            article_id, item = self._day.readable[entry.article_id - 1]
            article = articles[article_id]
            reason = self.phrase(entry.reason, DESCRIPTION, f"{article.title}\n{article.text}")
            if reason and article.id not in seen:
                seen.add(article.id)
                yield Reading(article.id, _own_title(article.title) or item, reason)

    def words(self, texts: Iterable[str], most: int) -> tuple[str, ...]:
        """Tags or keywords that stand in the day's lines."""
        found = [word for text in texts if (word := self.phrase(text, TAG))]
        return tuple(dict.fromkeys(found))[:most]

    def phrase(self, text: str, longest: int, source: str | None = None) -> str:
        """A text without lines of its own to rest on, held against the whole day; empty when it cannot stand."""
        try:
            tidied = tidy(without(text, self._shared), longest)
        except UnfitError as error:
            self.removed.append(Removed(defused(text)[:longest], str(error)))
            return ""
        if missing := ungrounded(tidied, self._whole if source is None else source):
            self.removed.append(Removed(tidied, f"not in the sources: {'、'.join(missing)}"))
            return ""
        return tidied

    def _kept(self, point: Point) -> Claim | None:
        result = checked(self._own(point), self._day.material, longest=SENTENCE)
        if isinstance(result, Removed):
            self.removed.append(result)
            return None
        self.claims.append(result)
        return result

    def _own(self, point: Point) -> Point:
        return point.model_copy(update={"text": without(point.text, self._shared)})

    def _topic(self, number: int) -> str:
        return self._day.material.lines[number - 1].topic_id


def _own_title(title: str) -> str:
    """An article's title as a post writes it; empty when somebody put markup into it."""
    try:
        return tidy(title, len(title) * 2)
    except UnfitError:
        return ""


def _texts(answer: InsightAnswer) -> Iterator[str]:
    """All prose of an answer."""
    yield from (answer.title, answer.description, answer.summary)
    yield from (reading.reason for reading in answer.readings)
    points = (
        *answer.trend,
        *answer.context,
        *answer.outlook,
        *answer.watch_list,
        *(entry.outcome for entry in answer.followed),
        *(entry.explanation for entry in answer.background),
    )
    yield from (point.text for point in points)


def _line(claim: Claim, topic_id: str) -> Line:
    """A claim: the model reads its text; what is checked against it may use the sentences behind it, too."""
    text = "\n".join([claim.text, *(evidence.sentence for evidence in claim.evidence)])
    return Line(defused(claim.text), text, claim.evidence, topic_id)


def _remembered(topics: Sequence[Topic], desk: Desk) -> list[tuple[str, str]]:
    """Edition and title of earlier topics: those that today's take further, then those that share names with them."""
    followed = [(topic.follows.edition, topic.follows.title) for topic in topics if topic.follows]
    names = {name for topic in topics for name in topic.names}
    related = [
        (edition, earlier.title)
        for edition, earlier_topics in reversed(list(desk.earlier.items()))
        for earlier in earlier_topics
        if names & set(earlier.names)
    ]
    return list(dict.fromkeys([*followed, *related]))[:REMEMBERED]
