"""A topic's item from a model's answer: what it is asked from, what may stand, when it is asked to mend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from aiintel_assets.editors import prompts
from aiintel_assets.editors.calls import Question
from aiintel_assets.editors.claims import UnfitError, checked, refrains, tidy, without
from aiintel_assets.editors.fence import defused, fenced
from aiintel_assets.editors.material import Material, article_lines
from aiintel_assets.editors.schemas import TopicAnswer
from aiintel_assets.models import Claim, Removed, Summary
from aiintel_assets.text.grounding import ungrounded
from aiintel_assets.text.known_names import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiintel_assets.editors.calls import Answered
    from aiintel_assets.editors.protocol import Desk
    from aiintel_assets.editors.schemas import Point
    from aiintel_assets.models import CleanArticle, Topic

PROMPT, STAGE = "summarise", "topic_summaries"
LLM = "llm"
MATERIAL, LESS = 2600, 900  # tokens of an item's material, and when the answer to that is of no use
LIMIT = 6000  # tokens of an answer, thinking included
CORE, TECHNICAL, APPLICATIONS, ENTITIES = 3, 6, 4, 8  # lines an item holds at most
TITLE, ENTITY, REASON = 60, 40, 120  # characters
HALF = 0.5
LOST = 1 / 3  # share of an item's sentences whose loss is worth asking to mend it


@dataclass(frozen=True)
class Draft:
    """A topic on its way to an item: its articles, the best first, what the model is given of them, the question."""

    topic: Topic
    articles: tuple[CleanArticle, ...]
    material: Material
    question: Question[TopicAnswer]


@dataclass(frozen=True, slots=True)
class Item:
    """What of an answer may stand. `wanting` is the share of its sentences that were lost; 1 without any core."""

    summary: Summary
    faults: tuple[Removed, ...]
    wanting: float

    @property
    def worthy(self) -> bool:
        """Whether it can be published."""
        return bool(self.summary.core)


def draft(topic: Topic, articles: Sequence[CleanArticle], desk: Desk, model: str) -> Draft:
    """The question for a topic's item; should its answer be useless, the same about less material is asked."""
    material, question = _question(topic, articles, desk, model, MATERIAL)

    def smaller() -> Question[TopicAnswer]:
        return _question(topic, articles, desk, model, LESS)[1]

    return Draft(topic, tuple(articles), material, replace(question, smaller=smaller))


def item(of: Draft, answered: Answered[TopicAnswer]) -> Item | None:
    """What of the answer may stand in a post; None without an answer."""
    answer = answered.answer
    if answer is None:
        return None
    faults: list[Removed] = []
    told: set[str] = set()

    def kept(points: Iterable[Point], most: int) -> tuple[Claim, ...]:
        claims: list[Claim] = []
        for point in points:
            result = checked(point, of.material)
            if isinstance(result, Removed):
                faults.append(result)
            elif result.text not in told:
                told.add(result.text)
                claims.append(result)
        return tuple(claims[:most])

    news = kept(answer.core[:1], 1)
    core = (*news, *kept(answer.core[1:], CORE))[:CORE]
    technical = kept(answer.technical, TECHNICAL)
    applications = kept(answer.applications, APPLICATIONS)
    offered = len(answer.core) + len(answer.technical) + len(answer.applications)
    wanting = len(faults) / offered if core and offered else 1.0
    if core and not news:
        wanting = max(wanting, HALF)  # an item that lost the news itself is asked for again
    title = _title(answer.title, of)
    reason = checked(answer.importance_reason, of.material, longest=REASON)
    faults += [part for part in (title, reason) if isinstance(part, Removed)]
    summary = Summary(
        topic_id=of.topic.id,
        title=of.topic.title if isinstance(title, Removed) else title,
        core=core,
        technical=technical,
        applications=applications,
        entities=_entities(answer.entities, of) or of.topic.names,
        importance=answer.importance,
        importance_reason="；".join(of.topic.reasons) if isinstance(reason, Removed) else reason.text.rstrip("。"),
        editor=LLM,
        removed=tuple(faults),
        receipts=answered.receipts,
    )
    return Item(summary, tuple(faults), wanting)


def mended(of: Draft, answered: Answered[TopicAnswer], first: Item) -> Question[TopicAnswer]:
    """The question that shows the model which of its sentences cannot stand, and why."""
    faults = [(removed.text, removed.reason) for removed in first.faults]
    return of.question.then(answered.text, prompts.wrong_facts(faults))


def better(first: Item | None, second: Item | None) -> Item | None:
    """Of an answer and the one it was mended to, the one that lost less; it carries the receipts of both."""
    if first is None or second is None:
        return first or second
    best = second if second.wanting <= first.wanting else first
    receipts = tuple(dict.fromkeys((*first.summary.receipts, *second.summary.receipts)))
    removed = tuple(dict.fromkeys((*first.summary.removed, *second.summary.removed)))
    return replace(best, summary=replace(best.summary, receipts=receipts, removed=removed))


def without_refrains(items: Mapping[str, Item]) -> dict[str, Item]:
    """The items without the sentences that several of them share."""
    shared = refrains("\n".join([*_texts(item.summary), item.summary.importance_reason]) for item in items.values())
    return {topic_id: _without(item, shared) if shared else item for topic_id, item in items.items()}


def _without(item: Item, shared: frozenset[str]) -> Item:
    own = item.summary

    def kept(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        left = (replace(claim, text=without(claim.text, shared)) for claim in claims)
        return tuple(claim for claim in left if claim.text)

    gone = tuple(Removed(text, "said of several topics alike") for text in _texts(own) if without(text, shared) != text)
    summary = replace(
        own,
        core=kept(own.core),
        technical=kept(own.technical),
        applications=kept(own.applications),
        importance_reason=without(own.importance_reason, shared),
        removed=(*own.removed, *gone),
    )
    return Item(summary, (*item.faults, *gone), item.wanting if summary.core else 1.0)


def _texts(summary: Summary) -> list[str]:
    return [claim.text for claim in (*summary.core, *summary.technical, *summary.applications)]


def _question(
    topic: Topic, articles: Sequence[CleanArticle], desk: Desk, model: str, budget: int
) -> tuple[Material, Question[TopicAnswer]]:
    heads = {article.id: _head(article, desk) for article in articles}
    material, parts = article_lines(articles, heads, budget)
    shown = "\n".join(
        "\n".join([f"〔來源〕{head}", *(f"[{n}] {material.lines[n - 1].shown}" for n in numbers)])
        for head, numbers in parts
    )
    follows = topic.follows and {"edition": topic.follows.edition, "title": defused(topic.follows.title)}
    question = Question(
        stage=STAGE,
        edition=desk.edition,
        model=model,
        prompt_version=prompts.version(PROMPT),
        messages=prompts.conversation(PROMPT, edition=desk.edition, follows=follows, material=fenced(shown)),
        form=TopicAnswer,
        limit=LIMIT,
    )
    return material, question


def _head(article: CleanArticle, desk: Desk) -> str:
    at = article.published_at.astimezone(desk.closes.tzinfo)
    return f"{defused(desk.publication_name(article.source_id))}｜{at:%Y-%m-%d %H:%M}｜{defused(article.title)}"


def _title(text: str, of: Draft) -> str | Removed:
    try:
        title = tidy(text, TITLE).rstrip("。")
    except UnfitError as error:
        return Removed(defused(text)[:TITLE], str(error))
    missing = ungrounded(title, of.material.text())
    return Removed(title, f"not in the sources: {'、'.join(missing)}") if missing else title


def _entities(names: Iterable[str], of: Draft) -> tuple[str, ...]:
    """The names that the material has, in this form or a known other one."""
    material = of.material.text()
    stands = partial(_stands, material=material, plain=simplify(material).casefold())
    found: list[str] = []
    for name in names:
        try:
            tidied = tidy(name, ENTITY)
        except UnfitError:
            continue
        if stands(tidied) and tidied not in found:
            found.append(tidied)
    return tuple(found[:ENTITIES])


def _stands(name: str, *, material: str, plain: str) -> bool:
    if simplify(name).casefold() in plain:
        return True
    # A translated name: the checker knows the well-known ones, and a name that it does not see as one is not let in.
    return bool(ungrounded(name, "")) and not ungrounded(name, material)
