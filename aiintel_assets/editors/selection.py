"""Which of the candidate topics make the day, by a model's judgement of them added to the rules' score."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from aiintel_assets.editorial.ranking import SEQUEL, importance_at
from aiintel_assets.editorial.relevance import relevance
from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.editors import prompts
from aiintel_assets.editors.calls import Question
from aiintel_assets.editors.fence import defused
from aiintel_assets.editors.protocol import Classification
from aiintel_assets.editors.schemas import Verdict, Verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.editors.protocol import Desk
    from aiintel_assets.models import CleanArticle, Topic

PROMPT, STAGE = "classify", "classified_topics"
CANDIDATES = 2  # topics that the model judges, for each that a post holds
BATCH = 24  # candidates in one question
LEAD = 220  # characters of each candidate's text
LIMIT = 6000  # tokens of an answer, thinking included
FEW = 3  # candidates among which there is nothing to choose
SURE = 0.75  # relevance by the rules, from 0 to 1, from which a model's doubt does not count
VALUE = 0.8  # what one step of news value, from 1 to 5, adds to the rules' score
WORTHLESS = 1  # the news value of what tells nothing new
ENOUGH = 8  # topics of news value that make a post without the others
MIDDLE = 3  # the step that adds nothing


def questions(
    candidates: Sequence[Topic], articles: Mapping[str, CleanArticle], desk: Desk, model: str
) -> list[Question[Verdicts]]:
    """The candidates in batches, each as its place in the list, its title and the beginning of its best text.

    A few candidates are not worth a question.
    """
    if len(candidates) <= FEW:
        return []
    batches = [range(start, min(start + BATCH, len(candidates))) for start in range(0, len(candidates), BATCH)]
    return [
        Question(
            stage=STAGE,
            edition=desk.edition,
            model=model,
            prompt_version=prompts.version(PROMPT),
            messages=prompts.conversation(
                PROMPT,
                edition=desk.edition,
                candidates="\n".join(_shown(number, candidates[number], articles, desk) for number in batch),
            ),
            form=Verdicts,
            limit=LIMIT,
        )
        for batch in batches
    ]


def shortlist(candidates: Classification, max_topics: int) -> tuple[Topic, ...]:
    """The candidates that are worth a model's judgement, the best first."""
    return candidates.topics[: max_topics * CANDIDATES]


def select(
    candidates: Classification,
    verdicts: Sequence[Verdict],
    articles: Mapping[str, CleanArticle],
    *,
    max_topics: int,
    headlines: int,
) -> Classification:
    """The day's topics from the candidates; one without a verdict stays where the rules put it.

    What a model thinks off topic goes only if the rules are not sure either, and a model that thinks so of all is not
    believed: no single judge can empty a day.

    Args:
        candidates: all topics, as the rules ranked them; those beyond the shortlist have no chance.
        articles: by id.
        verdicts: by the candidates' places; what names no place is ignored, the first of several counts.
        max_topics: the most topics of a post.
        headlines: how many of the best stand in the first section.
    """
    judged: dict[int, Verdict] = {}
    for verdict in verdicts:
        judged.setdefault(verdict.id, verdict)
    listed = shortlist(candidates, max_topics)
    doubted = {
        topic.id
        for place, topic in enumerate(listed)
        if place in judged and not judged[place].about_ai and _relevance(topic, articles) < SURE
    }
    if len(doubted) == len(listed):
        doubted = set()
    left_out = dict(candidates.left_out)
    for topic in listed:
        if topic.id in doubted:
            left_out.update(dict.fromkeys(topic.article_ids, "off topic: not about AI, by the model's judgement"))
    kept = [_valued(topic, judged.get(place)) for place, topic in enumerate(listed) if topic.id not in doubted]
    worthless = {
        topic.id for place, topic in enumerate(listed) if place in judged and judged[place].news_value <= WORTHLESS
    }
    if len(kept) - len(worthless) >= ENOUGH:
        for topic in kept:
            if topic.id in worthless:
                left_out.update(dict.fromkeys(topic.article_ids, "no news: by the model's judgement"))
        kept = [topic for topic in kept if topic.id not in worthless]
    ranked = sorted(kept, key=lambda topic: (-topic.score, topic.rank, topic.id))
    for topic in (*ranked[max_topics:], *candidates.topics[len(listed) :]):
        left_out.update(dict.fromkeys(topic.article_ids, f"not among the day's {max_topics} best topics"))
    chosen = ranked[:max_topics]
    return Classification(
        tuple(
            replace(
                topic,
                rank=rank,
                section=SECTIONS[0].id if rank <= headlines else topic.section,
                importance=importance_at((rank - 0.5) / len(chosen)),
            )
            for rank, topic in enumerate(chosen, start=1)
        ),
        left_out,
    )


def _valued(topic: Topic, verdict: Verdict | None) -> Topic:
    if verdict is None:
        return topic
    sequel = topic.follows if verdict.continues else None
    reasons = topic.reasons if sequel else tuple(r for r in topic.reasons if not r.startswith(SEQUEL))
    value = min(max(verdict.news_value, 1), 5) if verdict.about_ai else 1
    return replace(
        topic,
        section=verdict.section,
        follows=sequel,
        score=round(topic.score + VALUE * (value - MIDDLE), 4),
        reasons=(*reasons, f"新聞價值 {value}（模型判斷）"),
    )


def _relevance(topic: Topic, articles: Mapping[str, CleanArticle]) -> float:
    return max(relevance(articles[i].title, articles[i].text).score for i in topic.article_ids)


def _shown(number: int, topic: Topic, articles: Mapping[str, CleanArticle], desk: Desk) -> str:
    own = [articles[article_id] for article_id in topic.article_ids]
    sources = dict.fromkeys(desk.publication_name(article.source_id) for article in own)
    row: dict[str, object] = {
        "id": number,
        "title": defused(topic.title),
        "lead": _lead(own),
        "sources": "、".join(defused(name) for name in sources),
    }
    if topic.follows:
        row["earlier"] = defused(topic.follows.title)
    return json.dumps(row, ensure_ascii=False)


def _lead(articles: Sequence[CleanArticle]) -> str:
    """The beginning of the longest text."""
    longest = max(articles, key=lambda article: (len(article.text), article.id))
    return defused(longest.text[: LEAD * 2])[:LEAD]
