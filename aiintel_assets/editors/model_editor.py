"""The editor that has a language model write: the plan of its calls. What is asked and what may stand is elsewhere.

A topic that the model has no usable answer for is quoted instead, as the extractive editor does, and marked so.
"""

from __future__ import annotations

import asyncio
import math
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from aiintel_assets.editors import reflection, selection, writing
from aiintel_assets.editors.calls import Answered, Calls, Question, Terms
from aiintel_assets.editors.extractive import ExtractiveEditor, reading_order
from aiintel_assets.editors.llm import Endpoint, UnansweredError
from aiintel_assets.editors.schemas import Answer, TopicAnswer
from aiintel_assets.models import Removed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from aiintel_assets.editors.protocol import Classification, Desk
    from aiintel_assets.editors.receipts import ReceiptBook
    from aiintel_assets.models import CleanArticle, Insight, Summary, Topic, Weights

A = TypeVar("A", bound=Answer)
T = TypeVar("T")
MENDED = 0.25  # share of the day's items that may be asked again because of their facts, the best ranked first
CALLS_AN_ITEM = 1.5  # what a day may ask at most, the choice of topics and the insight included
FOR_THE_DAY = 2  # calls that are not for an item


@dataclass(frozen=True, slots=True)
class Access:
    """Where the model is, and on what terms it is asked.

    `fast_model` judges candidates, `model` writes. `timeout` is in seconds a reply.
    """

    base_url: str | None
    api_key: str
    model: str
    fast_model: str
    timeout: float
    terms: Terms


class ModelEditor:
    """An Editor that asks a model, within a budget and never twice.

    Args:
        access: where the model is.
        book: the receipts.
        max_topics: the most topics of a post.
        headlines: how many of the best stand in 今日焦點.
        weights: what counts for a topic's rank before the model judges it.
    """

    def __init__(
        self, access: Access, book: ReceiptBook, *, max_topics: int, headlines: int, weights: Weights | None = None
    ) -> None:
        self._access = access
        self._book = book
        self._max_topics = max_topics
        self._headlines = headlines
        self._rules = ExtractiveEditor(max_topics=sys.maxsize, headlines=0, weights=weights)

    @property
    def name(self) -> str:
        """`llm`."""
        return writing.LLM

    def classify(self, articles: Sequence[CleanArticle], desk: Desk) -> Classification:
        """Group, place and rank by rules; then let the model judge the candidates, and choose."""
        candidates = self._rules.classify(articles, desk)
        by_id = {article.id: article for article in articles}
        listed = selection.shortlist(candidates, self._max_topics)
        asked = selection.questions(listed, by_id, desk, self._access.fast_model)
        answers = self._run(lambda calls: _ask_all(calls, asked, desk, "batches"))
        verdicts = [verdict for a in answers if a.answer for verdict in a.answer.verdicts]
        return selection.select(candidates, verdicts, by_id, max_topics=self._max_topics, headlines=self._headlines)

    def summarise(self, topics: Sequence[Topic], articles: Mapping[str, CleanArticle], desk: Desk) -> list[Summary]:
        """Have each topic's item written, hold it against its sources, and have some of the worst mended."""
        drafts = [
            writing.draft(topic, reading_order(topic, articles, desk), desk, self._access.model) for topic in topics
        ]
        return self._run(lambda calls: self._write(calls, drafts, articles, desk))

    async def _write(
        self, calls: Calls, drafts: Sequence[writing.Draft], articles: Mapping[str, CleanArticle], desk: Desk
    ) -> list[Summary]:
        # All are asked before any is judged: judging takes the processor, and nobody waits for the network meanwhile.
        answers = await _ask_all(calls, [draft.question for draft in drafts], desk, "topics")
        first = [writing.item(draft, answered) for draft, answered in zip(drafts, answers, strict=True)]
        known = writing.without_refrains({i.summary.topic_id: i for i in first if i})
        items = {draft.topic.id: known.get(draft.topic.id) for draft in drafts}
        wanting = [
            (draft, answered, item)
            for draft, answered in zip(drafts, answers, strict=True)
            if (item := items[draft.topic.id]) and item.wanting > writing.LOST
        ][: _to_mend(len(drafts))]
        again = [writing.mended(*row) for row in wanting]
        for (draft, _, item), answered in zip(wanting, await _ask_all(calls, again, desk, "mended"), strict=True):
            items[draft.topic.id] = writing.better(item, writing.item(draft, answered))
        final = writing.without_refrains({topic_id: item for topic_id, item in items.items() if item})
        return [
            item.summary
            if (item := final.get(draft.topic.id)) and item.worthy
            else self._quoted(draft.topic, articles, desk, item, answered)
            for draft, answered in zip(drafts, answers, strict=True)
        ]

    def _quoted(
        self,
        topic: Topic,
        articles: Mapping[str, CleanArticle],
        desk: Desk,
        item: writing.Item | None,
        answered: Answered[TopicAnswer],
    ) -> Summary:
        """The topic as the extractive editor has it, with what became of the model's answer."""
        (summary,) = self._rules.summarise([topic], articles, desk)
        removed = item.summary.removed if item else tuple(Removed("", failure) for failure in answered.failures)
        return replace(summary, removed=removed, receipts=item.summary.receipts if item else answered.receipts)

    def reflect(
        self,
        topics: Sequence[Topic],
        summaries: Mapping[str, Summary],
        articles: Mapping[str, CleanArticle],
        desk: Desk,
    ) -> Insight:
        """Have the day's insight written from its items; what cannot stand is filled in by rules."""
        plain = self._rules.reflect(topics, summaries, articles, desk)
        told = [(topic, summaries[topic.id]) for topic in topics if topic.id in summaries]
        asked = reflection.day(told, plain.background, articles, desk, self._access.model)
        (answered,) = self._run(lambda calls: _ask_all(calls, [asked.question], desk, "insight"))
        found = reflection.insight(asked, answered, articles, plain, editor=self.name)
        failures = tuple(Removed("", failure) for failure in answered.failures)
        wrote = self.name in {found.editor, *(summary.editor for summary in summaries.values())}
        return replace(
            found,
            model=self._access.model if wrote else "",
            removed=(*found.removed, *failures),
            receipts=answered.receipts,
        )

    def _run(self, work: Callable[[Calls], Awaitable[T]]) -> T:
        """Do the work with the endpoint open."""

        async def inside() -> T:
            access = self._access
            async with Endpoint(access.base_url, access.api_key, timeout=access.timeout) as endpoint:
                return await work(Calls(endpoint, self._book, access.terms))

        return asyncio.run(inside())


def _to_mend(items: int) -> int:
    """How many items may be asked again."""
    return max(0, min(math.ceil(items * MENDED), math.floor(items * (CALLS_AN_ITEM - 1)) - FOR_THE_DAY))


async def _ask_all(calls: Calls, questions: Sequence[Question[A]], desk: Desk, what: str) -> list[Answered[A]]:
    """The answers in the order of the questions.

    Raises:
        EndpointError, BudgetError: once what is under way has come in.
        UnansweredError: not one of the questions got a reply, and nobody is there.
    """
    await calls.in_batch(questions, desk.report)
    done = 0

    async def one(question: Question[A]) -> Answered[A]:
        nonlocal done
        answered = await calls.answer(question)
        done += 1
        desk.report(f"{done} of {len(questions)} {what}")
        return answered

    results = await asyncio.gather(*map(one, questions), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    answers = [result for result in results if not isinstance(result, BaseException)]
    if answers and not any(answered.receipts for answered in answers) and not await calls.can_be_asked():
        raise UnansweredError(answers[0].failures[0], heals=True)
    return answers
