"""The editor that needs no model: it quotes. Every sentence it writes stands in an article, converted to Taiwan's script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiintel_assets.editorial.excerpts import Excerpt, choose, excerpts, in_order
from aiintel_assets.editorial.memory import continuation, seen_before
from aiintel_assets.editorial.ranking import Weights, rank_topics
from aiintel_assets.editorial.relevance import relevance
from aiintel_assets.editorial.sections import SECTIONS, place_topic
from aiintel_assets.editorial.topics import group_topics
from aiintel_assets.editors.digest import write_insight
from aiintel_assets.editors.protocol import Classification, Desk
from aiintel_assets.models import Claim, Evidence, Summary
from aiintel_assets.text.names import aliases, names
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.models import CleanArticle, Insight, Topic

EXTRACTIVE = "extractive"
HEADLINES = SECTIONS[0].id
CORE, TECHNICAL, APPLICATIONS = 2, 4, 3  # sentences an item quotes at most under each heading
NAMES = 8  # names kept of a topic
# Which language readers would rather read a story in; any other comes last.
_PREFERENCE = {"zh-Hant": 0, "zh-Hans": 1, "en": 2}


class ExtractiveEditor:
    """An Editor that chooses and quotes sentences; the same articles always give the same post.

    Args:
        max_topics: the most topics of a post.
        headlines: how many of the best stand in 今日焦點.
        weights: what counts for a topic's importance.
    """

    def __init__(self, *, max_topics: int, headlines: int, weights: Weights | None = None) -> None:
        self._max_topics = max_topics
        self._headlines = headlines
        self._weights = weights or Weights()

    @property
    def name(self) -> str:
        """`extractive`."""
        return EXTRACTIVE

    def classify(self, articles: Sequence[CleanArticle], desk: Desk) -> Classification:
        """Drop what is off topic or was there before, group the rest, place and rank each topic."""
        left_out = {
            article_id: f"repeat: already in the edition {edition}"
            for article_id, edition in seen_before([a.id for a in articles], desk.earlier).items()
        }
        on_topic = []
        for article in articles:
            publication = desk.publications.get(article.source_id)
            if article.id in left_out:
                continue
            if not (publication and publication.only_ai) and not relevance(article.title, article.text).on_topic:
                left_out[article.id] = "off topic: not about AI"
                continue
            on_topic.append(article)
        by_id = {article.id: article for article in on_topic}
        placed = [self._placed(topic, by_id, desk) for topic in group_topics(on_topic)]
        ranked = rank_topics(placed, by_id, desk.publications, self._weights)
        for topic in ranked[self._max_topics :]:
            left_out.update(dict.fromkeys(topic.article_ids, f"not among the day's {self._max_topics} best topics"))
        kept = [
            replace(topic, section=HEADLINES) if topic.rank <= self._headlines else topic
            for topic in ranked[: self._max_topics]
        ]
        return Classification(tuple(kept), left_out)

    def _placed(self, topic: Topic, articles: Mapping[str, CleanArticle], desk: Desk) -> Topic:
        own = [articles[article_id] for article_id in topic.article_ids]
        placement = place_topic(own)
        named = replace(
            topic, title=to_taiwan(_lead(own, desk).title), section=placement.section, names=_names_of(own, NAMES)
        )
        return replace(named, follows=continuation(named, desk.earlier))

    def summarise(self, topic: Topic, articles: Sequence[CleanArticle], desk: Desk) -> Summary:
        """Quote the topic's articles: what happened, technical details, uses; in Chinese where any of them is."""
        lead = _lead(articles, desk)
        order = [lead.id, *(a.id for a in articles if a.id != lead.id)]
        pool = _quotable([lead, *(a for a in articles if a.id != lead.id)])
        core = choose([e for e in pool if e.article_id == lead.id] or pool, CORE, [])
        rest = [e for e in pool if e not in core]
        used = choose(sorted((e for e in rest if e.use), key=_usefulness), APPLICATIONS, core)
        technical = choose(
            sorted((e for e in rest if e not in used and (e.figures or e.technical)), key=_technicality),
            TECHNICAL,
            [*core, *used],
        )
        return Summary(
            topic_id=topic.id,
            title=topic.title,
            core=_claims(core),
            technical=_claims(in_order(technical, order)),
            applications=_claims(in_order(used, order)),
            entities=topic.names,
            importance=topic.importance,
            importance_reason="；".join(topic.reasons),
            editor=self.name,
        )

    def reflect(
        self, topics: Sequence[Topic], summaries: Mapping[str, Summary], articles: Mapping[str, CleanArticle], desk: Desk
    ) -> Insight:
        """Count, compare with earlier editions, and quote what the sources expect next."""
        return write_insight(topics, summaries, articles, desk, editor=self.name)


def _lead(articles: Sequence[CleanArticle], desk: Desk) -> CleanArticle:
    """The article a reader in Taiwan would want to read first: own script, then trust, then the longer text."""

    def order(article: CleanArticle) -> tuple[int, float, int, str]:
        publication = desk.publications.get(article.source_id)
        weight = publication.weight if publication else 1.0
        return (_PREFERENCE.get(article.language, len(_PREFERENCE)), -weight, -len(article.text), article.id)

    return min(articles, key=order)


def _quotable(articles: Sequence[CleanArticle]) -> list[Excerpt]:
    """The sentences to choose from: Chinese ones when there are enough for an item, otherwise all."""
    chinese = [e for a in articles if a.language.startswith("zh") for e in excerpts(a)]
    if len(chinese) > CORE:
        return chinese
    return [e for a in articles for e in excerpts(a)]


def _usefulness(excerpt: Excerpt) -> tuple[bool, int, int, int]:
    return (excerpt.leans, -excerpt.use, excerpt.ahead, excerpt.position)


def _technicality(excerpt: Excerpt) -> tuple[bool, int, int]:
    return (excerpt.leans, -(2 * excerpt.technical + excerpt.figures), excerpt.position)


def _claims(chosen: Sequence[Excerpt]) -> tuple[Claim, ...]:
    return tuple(Claim(to_taiwan(e.sentence), (Evidence(e.article_id, e.sentence),)) for e in chosen)


def _names_of(articles: Sequence[CleanArticle], count: int) -> tuple[str, ...]:
    """Whom and what the articles are about: names of the titles first, then by how many articles and how often.

    A name and its gloss, such as 紅隼實驗室 and Kestrel Labs, count as one, under the Chinese name.
    """
    glosses: dict[str, str] = {}
    for article in articles:
        for name, gloss in aliases(f"{article.title}\n{article.text}").items():
            glosses.setdefault(to_taiwan(gloss), to_taiwan(name))
    totals: dict[str, list[int]] = {}
    for article in articles:
        in_title = names(article.title)
        for name, often in names(f"{article.title}\n{article.text}").items():
            shown = to_taiwan(name)
            tally = totals.setdefault(glosses.get(shown, shown), [0, 0, 0])
            tally[0] += name in in_title
            tally[1] += 1
            tally[2] += often
    best = sorted(totals, key=lambda name: ([-n for n in totals[name]], list(totals).index(name)))
    return tuple(best[:count])

