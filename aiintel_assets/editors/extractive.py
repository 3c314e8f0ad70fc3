"""The editor that needs no model: it quotes. Every sentence of an item stands in an article, in Taiwan's script."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from aiintel_assets.editorial.excerpts import Excerpt, choose, excerpts, in_order
from aiintel_assets.editorial.features import is_roundup
from aiintel_assets.editorial.genre import advertises, newsiness
from aiintel_assets.editorial.memory import continuation, reprinted, seen_before
from aiintel_assets.editorial.ranking import rank_topics
from aiintel_assets.editorial.relevance import relevance
from aiintel_assets.editorial.sections import SECTIONS, place_topic
from aiintel_assets.editorial.topics import group_topics
from aiintel_assets.editors.digest import write_insight
from aiintel_assets.editors.naming import glosses, names_of, written
from aiintel_assets.editors.protocol import Classification, Desk
from aiintel_assets.models import EXTRACTIVE, Claim, Evidence, Summary, Weights
from aiintel_assets.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.models import CleanArticle, Insight, Topic

HEADLINES = SECTIONS[0].id
CORE, TECHNICAL, APPLICATIONS = 3, 4, 3  # sentences an item quotes at most under each heading
CHINESE_CORE, OTHER_CORE = 170, 460  # characters of 核心摘要 beyond which no further sentence is added
LONGEST_STUB = 300  # characters quoted of a text in which nothing is a proper sentence
BEGINNING, FIRST_SENTENCES = 8, 12  # quotable and all sentences within which an article comes to its subject
LEAD = 2  # sentences with which news begins, so that less shows that they are on the subject
ON_SUBJECT = 2  # pieces of the title that a sentence on the subject holds
PARTED = 6  # sentences on at which an item goes on that has hardly begun, if that one needs none before it
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
        for article_id, edition in reprinted(articles, desk.printed).items():
            left_out.setdefault(article_id, f"repeat: the same text as in the edition {edition}")
        on_topic = []
        relevances = {}
        for article in articles:
            publication = desk.publications.get(article.source_id)
            if article.id in left_out:
                continue
            if not article.text.strip():
                left_out[article.id] = "no text: nothing to quote"
                continue
            if not (publication and publication.only_ai):
                found = relevance(article.title, article.text)
                if not found.on_topic:
                    left_out[article.id] = "off topic: not about AI"
                    continue
                relevances[article.id] = found.score
            if advertises(article.title, article.text):
                left_out[article.id] = "promotion: it invites and tells no news"
                continue
            on_topic.append(article)
        by_id = {article.id: article for article in on_topic}
        chinese_for = glosses(on_topic)
        placed = [self._placed(topic, by_id, desk, chinese_for) for topic in group_topics(on_topic)]
        ranked = rank_topics(placed, by_id, desk.publications, self._weights, relevances)
        for topic in ranked[self._max_topics :]:
            left_out.update(dict.fromkeys(topic.article_ids, f"not among the day's {self._max_topics} best topics"))
        kept = ranked[: self._max_topics]
        # A day of lessons has fewer headlines, not lessons for headlines.
        news = [topic for topic in kept if any(_is_news(by_id[article_id]) for article_id in topic.article_ids)]
        leading = {topic.id for topic in (news or kept[:1])[: self._headlines]}
        topics = (replace(topic, section=HEADLINES) if topic.id in leading else topic for topic in kept)
        return Classification(tuple(topics), left_out)

    def _placed(
        self, topic: Topic, articles: Mapping[str, CleanArticle], desk: Desk, chinese_for: Mapping[str, str]
    ) -> Topic:
        own = [articles[article_id] for article_id in topic.article_ids]
        placement = place_topic(own)
        named = replace(
            topic, title=written(_lead(own, desk).title), section=placement.section, names=names_of(own, NAMES)
        )
        # A lesson on what was in the news is no sequel.
        news = any(map(_is_news, own))
        return replace(named, follows=continuation(named, desk.earlier, chinese_for) if news else None)

    def summarise(self, topics: Sequence[Topic], articles: Mapping[str, CleanArticle], desk: Desk) -> list[Summary]:
        """Quote each topic's articles: what happened, technical details, uses; in Chinese where any of them is."""
        return [self._quoted(topic, reading_order(topic, articles, desk)) for topic in topics]

    def _quoted(self, topic: Topic, ordered: Sequence[CleanArticle]) -> Summary:
        pool = _quotable(ordered)
        if is_roundup(topic.title):  # of which much may be about anything
            pool = [e for e in pool if relevance("", e.sentence).on_topic] or pool
        core = _opening(pool)
        alone = [e for e in pool if not e.leans and not e.to_readers and e not in core]
        uses = choose(sorted(filter(_is_use, alone), key=_usefulness), APPLICATIONS, core)
        technical = choose(sorted(filter(_is_detail, alone), key=_technicality), TECHNICAL, [*core, *uses])
        order = [article.id for article in ordered]
        return Summary(
            topic_id=topic.id,
            title=topic.title,
            core=_claims(core) or _stub(ordered),
            technical=_claims(in_order(technical, order)),
            applications=_claims(in_order(uses, order)),
            entities=topic.names,
            importance=topic.importance,
            importance_reason="；".join(topic.reasons),
            editor=self.name,
        )

    def reflect(
        self,
        topics: Sequence[Topic],
        summaries: Mapping[str, Summary],
        articles: Mapping[str, CleanArticle],
        desk: Desk,
    ) -> Insight:
        """Count, compare with earlier editions, and quote what the sources expect next."""
        return write_insight(topics, summaries, articles, desk, editor=self.name)


def _is_news(article: CleanArticle) -> bool:
    return newsiness(article.title, article.text) > 0


def reading_order(topic: Topic, articles: Mapping[str, CleanArticle], desk: Desk) -> list[CleanArticle]:
    """The topic's articles, the one that a reader in Taiwan would want to read first before the others."""
    return sorted((articles[article_id] for article_id in topic.article_ids), key=partial(_preference, desk=desk))


def _lead(articles: Sequence[CleanArticle], desk: Desk) -> CleanArticle:
    return min(articles, key=partial(_preference, desk=desk))


def _preference(article: CleanArticle, desk: Desk) -> tuple[int, float, int, str]:
    """The article a reader in Taiwan would want to read first: own script, then trust, then the longer text."""
    publication = desk.publications.get(article.source_id)
    weight = publication.weight if publication else 1.0
    return (_PREFERENCE.get(article.language, len(_PREFERENCE)), -weight, -len(article.text), article.id)


def _quotable(articles: Sequence[CleanArticle]) -> list[Excerpt]:
    """The sentences to choose from: Chinese ones when there are enough for an item, otherwise all."""
    chinese = [e for a in articles if a.language.startswith("zh") for e in excerpts(a)]
    if len(chinese) >= CORE:
        return chinese
    return [e for a in articles for e in excerpts(a)]


def _opening(pool: Sequence[Excerpt]) -> list[Excerpt]:
    """How the first article comes to its subject, and what follows there, without a gap once enough is told.

    Of the first sentences that stand alone it is the one that takes up most of the title, the earlier of equals: what
    comes before that is a sponsor's word, a serial's or the author's introduction. Of equals, one that
    speaks to its readers comes last.
    """
    if not pool:
        return []
    own = [e for e in pool if not e.leans and e.article_id == pool[0].article_id]
    alone = [e for e in own[:BEGINNING] if e.position < FIRST_SENTENCES] or own[:1] or [pool[0]]
    first = max(alone, key=lambda e: (min(e.titled + (e.position < LEAD), ON_SUBJECT), not e.to_readers))
    opening = [first]
    for excerpt in pool[pool.index(first) + 1 :]:
        length = sum(len(e.sentence) for e in (*opening, excerpt))
        limit = CHINESE_CORE if excerpt.chinese else OTHER_CORE
        gap = excerpt.position - opening[-1].position if excerpt.article_id == first.article_id else 0
        # A heading or a caption may part a short beginning from what it begins.
        near = 1 if excerpt.leans or length - len(excerpt.sentence) > limit / 3 else PARTED
        if len(opening) == CORE or not 0 < gap <= near or length > limit:
            break
        opening += choose([excerpt], 1, opening)
    return opening


def _stub(articles: Sequence[CleanArticle]) -> tuple[Claim, ...]:
    """The longest stretch of a text without a quotable sentence, so that a topic never stands without any word on it.

    It ends where a sentence does, if one does within its limit.
    """
    for article in articles:
        stretch = max(article.text.splitlines(), key=len, default="").strip()[:LONGEST_STUB]
        whole = 0
        for sentence in split_sentences(stretch)[:-1]:
            whole = stretch.index(sentence, whole) + len(sentence)
        stretch = stretch[: whole or None]
        if stretch:
            return (Claim(written(stretch), (Evidence(article.id, stretch),)),)
    return ()


def _is_use(excerpt: Excerpt) -> bool:
    """Whether it tells of a use more than of how something is made."""
    return excerpt.use > 0 and excerpt.use >= excerpt.technical


def _usefulness(excerpt: Excerpt) -> tuple[bool, int, int, int]:
    return (excerpt.of_us, -excerpt.use, excerpt.ahead, excerpt.position)


def _is_detail(excerpt: Excerpt) -> bool:
    """Whether it is technical beyond a word in passing; what is only announced for a date is no detail yet."""
    technical = excerpt.technical > 1 or (excerpt.technical and excerpt.figures > 1)
    return bool(technical) and not (excerpt.ahead and excerpt.dated)


def _technicality(excerpt: Excerpt) -> tuple[bool, int, int]:
    return (excerpt.of_us, -(2 * min(excerpt.technical, 3) + min(excerpt.figures, 3)), excerpt.position)


def _claims(chosen: Sequence[Excerpt]) -> tuple[Claim, ...]:
    return tuple(Claim(written(e.sentence), (Evidence(e.article_id, e.sentence),)) for e in chosen)
