"""The extractive editor's look at a whole day: counts, comparisons with earlier editions, and quotations."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from aiintel_assets.editorial.excerpts import Excerpt, choose, excerpts
from aiintel_assets.editorial.features import is_roundup
from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.editorial.watching import taken_up
from aiintel_assets.editors.naming import distinct, glosses, mentions, telling, written
from aiintel_assets.models import Background, Claim, Evidence, FollowUp, Insight, Reading
from aiintel_assets.text.names import names
from aiintel_assets.text.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aiintel_assets.editors.protocol import Desk
    from aiintel_assets.models import CleanArticle, Earlier, Summary, Topic

TITLE_NAMES, TAGS, KEYWORDS = 3, 6, 12
STRANDS, FOLLOWED, SHIFT = 3, 6, 2
LEADING = 4  # how many of a topic's names, most prominent first, say what it is about
USUAL = 3  # earlier editions from which on their average means something
READINGS, TERMS, AHEAD, WATCHED = 4, 5, 4, 5
PER_SOURCE = 2  # articles of one source in the reading list
SHORT_TITLE = 34  # characters of a topic's title where several stand in one sentence
LATIN_TITLE = 70
# A sentence that says what a term is: it begins with the term, and perhaps its gloss.
_DEFINITION = r"(?:an?|the)?\s*[「“《]?{}[」”》]?\s*(?:[（(][^（）()]*[）)])?\s*(?:，?是|指|(?:is|are)\b)"


def write_insight(
    topics: Sequence[Topic],
    summaries: Mapping[str, Summary],
    articles: Mapping[str, CleanArticle],
    desk: Desk,
    *,
    editor: str,
) -> Insight:
    """The day as a whole. `topics` by rank, `summaries` by topic id, `articles` by id."""
    day = _Day(topics, articles)
    awaited = _awaited(day, summaries)
    dated = [topic_id for topic_id, excerpt in awaited.items() if excerpt.dated][:WATCHED]
    return Insight(
        title=_title(day),
        tags=tuple(day.headline_names[:TAGS]) or ("AI",),
        description=_description(day),
        summary=_summary(day),
        trend=tuple(_trend(day)),
        context=tuple(_context(day, desk)),
        outlook=tuple(_outlook({t: e for t, e in awaited.items() if t not in dated}, len(dated), day, desk)),
        watch_list=tuple(_awaiting(day.topic(topic_id), awaited[topic_id], day, desk) for topic_id in dated),
        followed=tuple(_followed(day, desk)),
        readings=tuple(_readings(day, summaries)),
        background=tuple(_background(day)),
        keywords=tuple(distinct([*day.headline_names, *day.names])[:KEYWORDS]),
        editor=editor,
    )


@dataclass(frozen=True)
class _Day:
    """What the day's topics have in common, found once."""

    topics: Sequence[Topic]
    articles: Mapping[str, CleanArticle]

    def topic(self, topic_id: str) -> Topic:
        return next(topic for topic in self.topics if topic.id == topic_id)

    def told_by(self, topic: Topic) -> list[CleanArticle]:
        return [self.articles[article_id] for article_id in topic.article_ids]

    def sources(self, topics: Iterable[Topic]) -> set[str]:
        return {article.source_id for topic in topics for article in self.told_by(topic)}

    @cached_property
    def chinese_for(self) -> dict[str, str]:
        return glosses(article for topic in self.topics for article in self.told_by(topic))

    @cached_property
    def carriers(self) -> dict[str, list[Topic]]:
        """Name → the topics that carry it, by rank; a foreign name counts as the Chinese one an article has for it."""
        found: dict[str, list[Topic]] = {}
        for topic in self.topics:
            for name in dict.fromkeys(self.chinese_for.get(name, name) for name in topic.names):
                found.setdefault(name, []).append(topic)
        return found

    @cached_property
    def names(self) -> list[str]:
        """The day's telling names: those of most topics first, then those of the best ranked."""
        return sorted(filter(telling, self.carriers), key=lambda name: -len(self.carriers[name]))

    @cached_property
    def headline_names(self) -> list[str]:
        """Those that stand in a topic's title, by the topics' rank, without names that contain one another."""
        titled = (
            name
            for topic in self.topics
            for name in dict.fromkeys(self.chinese_for.get(name, name) for name in topic.names)
            if telling(name) and self.titled(name, topic)
        )
        return distinct(titled)

    def titled(self, name: str, topic: Topic) -> bool:
        return mentions(name, topic.title, self.chinese_for)


def _title(day: _Day) -> str:
    """The leading name of each of the best topics: a title that can only be this day's."""
    leading: list[str] = []
    for topic in day.topics:
        own = (day.chinese_for.get(name, name) for name in topic.names)
        name = next(
            (n for n in own if telling(n) and day.titled(n, topic) and distinct([*leading, n]) != leading), None
        )
        leading += [name] if name else []
        if len(leading) == TITLE_NAMES:
            break
    chosen = leading or day.names[:1] or ["AI"]
    title = (
        f"{_listed(chosen)}等 {len(day.topics)} 則 AI 要聞"
        if len(day.topics) > len(chosen)
        else f"{_listed(chosen)}要聞"
    )
    return written(title)


def _description(day: _Day) -> str:
    titles = "、".join(f"〈{_short(topic.title)}〉" for topic in day.topics[:TITLE_NAMES])
    more = "等" if len(day.topics) > TITLE_NAMES else ""
    return f"彙整 {len(day.sources(day.topics))} 個來源的 {len(day.topics)} 個主題：{titles}{more}。"


def _summary(day: _Day) -> str:
    focus = f"焦點為{'、'.join(day.headline_names[:TAGS])}。" if day.headline_names else ""
    followed = sum(topic.follows is not None for topic in day.topics)
    shared = sum(len(day.sources([topic])) > 1 for topic in day.topics)
    facts = [f"{shared} 個主題有多家來源可對照"] * bool(shared) + [f"{followed} 個延續先前報導"] * bool(followed)
    return written(f"{focus}{'，'.join(facts)}{'。' if facts else ''}") or _description(day)


def _trend(day: _Day) -> list[str]:
    """What the day was about, by what many sources told and which names join several topics."""
    articles = sum(len(topic.article_ids) for topic in day.topics)
    counted = Counter(topic.section for topic in day.topics)
    spread = "、".join(f"{section.name} {counted[section.id]} 則" for section in SECTIONS if counted[section.id])
    paragraphs = [
        f"本日從 {len(day.sources(day.topics))} 個來源的 {articles} 篇文章整理出 {len(day.topics)} 個主題：{spread}。"
    ]
    shared = sorted((t for t in day.topics if len(day.sources([t])) > 1), key=lambda t: -len(day.sources([t])))
    if shared:
        told = "、".join(f"〈{_short(topic.title)}〉（{len(day.sources([topic]))} 家）" for topic in shared[:4])
        paragraphs.append(f"有 {len(shared)} 個主題由多家來源報導，說法可互相對照，最受關注的是{told}。")
    paragraphs += [
        f"{name}同見於 {len(joined)} 個主題：{'；'.join(f'〈{_short(topic.title)}〉' for topic in joined)}。"
        for name, joined in _strands(day)
    ]
    return [written(paragraph) for paragraph in paragraphs]


def _strands(day: _Day) -> list[tuple[str, list[Topic]]]:
    """Names that join topics, each with topics that no other name has joined yet."""
    found: list[tuple[str, list[Topic]]] = []
    joined: set[str] = set()
    for name in day.headline_names:
        own = [t for t in day.carriers[name] if t.id not in joined and name in _leading(t, day)]
        if len(own) > 1 and len(found) < STRANDS:
            found.append((name, own[:4]))
            joined.update(topic.id for topic in own)
    return found


def _leading(topic: Topic, day: _Day) -> list[str]:
    return [day.chinese_for.get(name, name) for name in topic.names[:LEADING]]


def _context(day: _Day, desk: Desk) -> list[str]:
    """What moved since the earlier editions: stories taken further, names that stay, sections that swell."""
    if not desk.earlier:
        return ["資料庫中尚無前 7 日的版次，本期無從比較先前的發展。"]
    since = f"前 {len(desk.earlier)} 期" if len(desk.earlier) > 1 else "前一期"
    paragraphs = []
    stories: dict[Earlier, list[str]] = {}
    for topic in day.topics:
        if topic.follows:
            stories.setdefault(topic.follows, []).append(f"〈{_short(topic.title)}〉")
    if stories:
        moves = "；".join(
            f"{'、'.join(titles)}接續 {earlier.edition.replace('-', '/')} 的〈{_short(earlier.title)}〉"
            for earlier, titles in list(stories.items())[:FOLLOWED]
        )
        number = sum(map(len, stories.values()))
        paragraphs.append(f"與{since}相較，有 {number} 個主題是先前報導的後續：{moves}。")
    else:
        paragraphs.append(f"與{since}相較，本日主題皆為新事件，沒有先前報導的後續。")
    known = {name for topics in desk.earlier.values() for topic in topics for name in topic.names}
    staying = [name for name in day.headline_names if name in known]
    new = [name for name in day.headline_names if name not in known]
    seen = [f"{since}已出現、本日仍在的名稱有{'、'.join(staying[:TAGS])}"] * bool(staying)
    seen += [f"{since}未見的有{'、'.join(new[:TAGS])}"] * bool(new)
    if seen:
        paragraphs.append(f"{'；'.join(seen)}。")
    if len(desk.earlier) >= USUAL and (shifts := _shifts(day.topics, list(desk.earlier.values()))):
        paragraphs.append(f"各版面則數與{since}平均相比：{'、'.join(shifts)}。")
    return [written(paragraph) for paragraph in paragraphs]


def _shifts(topics: Sequence[Topic], earlier: Sequence[Sequence[Topic]]) -> list[str]:
    """The sections, headlines apart, that hold clearly more or fewer topics than they used to."""
    today = Counter(topic.section for topic in topics)
    before = Counter(topic.section for edition in earlier for topic in edition)
    found = []
    for section in SECTIONS[1:]:
        usual = before[section.id] / len(earlier)
        if abs(today[section.id] - usual) >= SHIFT:
            found.append(f"{section.name} {today[section.id]} 則（平均 {usual:.1f} 則）")
    return found


def _awaited(day: _Day, summaries: Mapping[str, Summary]) -> dict[str, Excerpt]:
    """Topic id → the sentence in which a source says what comes next, for topics that have one.

    Rather one that the item does not begin with.
    """
    found: dict[str, Excerpt] = {}
    for topic in day.topics:
        pool = [
            e
            for article in day.told_by(topic)
            for e in excerpts(article)
            if e.ahead and not e.leans and not e.to_readers
        ]
        core = summaries[topic.id].core if topic.id in summaries else ()
        told = {evidence.sentence for claim in core for evidence in claim.evidence}
        best = sorted(
            pool,
            key=lambda e: (not e.chinese, not e.dated, e.sentence in told, -e.ahead, -e.position, e.sentence),
        )
        for chosen in choose(best, 1, list(found.values())):
            found[topic.id] = chosen
    return found


def _outlook(open_matters: Mapping[str, Excerpt], dated: int, day: _Day, desk: Desk) -> list[str]:
    if not open_matters:
        return [
            f"來源提及後續的 {dated} 個主題皆有時程，列於下方關注清單。"
            if dated
            else "本日各來源未提及明確的後續時程。"
        ]
    opening = "以下引述來源對後續的說法"
    quoted = [_awaiting(day.topic(t), e, day, desk) for t, e in list(open_matters.items())[:AHEAD]]
    return [f"{opening}；另有時程的 {dated} 項列於關注清單。" if dated else f"{opening}。", *quoted]


def _awaiting(topic: Topic, excerpt: Excerpt, day: _Day, desk: Desk) -> str:
    """What is awaited of a topic, in a source's own words."""
    own = [name for name in topic.names if telling(name)]
    titled = [name for name in own if day.titled(name, topic)]
    if is_roundup(topic.title):  # whose title is about other matters, too
        titled, own = [], list(names(excerpt.sentence))[:1]
    said = [name for name in titled if mentions(name, excerpt.sentence, day.chinese_for)]
    subject = next(iter(said or titled or own), f"〈{_short(topic.title)}〉")
    source = desk.publication_name(day.articles[excerpt.article_id].source_id)
    return written(f"{subject}：{excerpt.sentence}（{source}）")


def _followed(day: _Day, desk: Desk) -> Iterator[FollowUp]:
    """Which matters of earlier watch lists are in today's news, whatever script either names them in."""
    for edition, line in desk.watched:
        if topic := taken_up(line, day.topics, day.chinese_for):
            yield FollowUp(edition, line, outcome="", topic_id=topic.id)


def _readings(day: _Day, summaries: Mapping[str, Summary]) -> list[Reading]:
    """The day's most substantial articles, one a topic and few a source, each with a sentence that its item has not."""

    def substance(article: CleanArticle) -> tuple[float, str]:
        return (-len(article.text) * (3 if article.language.startswith("zh") else 1), article.id)

    best = {min(day.told_by(topic), key=substance): topic for topic in day.topics if topic.id in summaries}
    taken: Counter[str] = Counter()
    readings: list[Reading] = []
    for article in sorted(best, key=substance):
        if taken[article.source_id] < PER_SOURCE and len(readings) < READINGS:
            taken[article.source_id] += 1
            readings.append(Reading(article.id, written(article.title), _why(article, best[article], summaries, day)))
    return readings


def _why(article: CleanArticle, topic: Topic, summaries: Mapping[str, Summary], day: _Day) -> str:
    summary = summaries[topic.id]
    claims = (*summary.core, *summary.technical, *summary.applications)
    quoted = {evidence.sentence for claim in claims for evidence in claim.evidence}
    said = [e for other in day.told_by(topic) for e in excerpts(other) if e.sentence in quoted]
    alone = (e for e in excerpts(article) if not e.leans)
    more = sorted(alone, key=lambda e: (e.to_readers, e.of_us, -min(e.technical, 2) - min(e.figures, 1), e.position))
    figures = len({quantity.text for quantity in quantities(article.text)})
    size = f"全文約 {_length(article)}" + f"，含 {figures} 項具體數字" * bool(figures)
    return next((written(f"{e.sentence}（{size}）") for e in choose(more, 1, said)), size)


def _background(day: _Day) -> list[Background]:
    """Terms that one of the day's articles itself explains, with the sentence that does: it opens with the term."""
    found: dict[str, Background] = {}
    for article in (article for topic in day.topics for article in day.told_by(topic)):
        for excerpt in excerpts(article):
            if not excerpt.defines or excerpt.leans:
                continue
            term = next(iter(names(excerpt.sentence)), "")
            if term and re.match(_DEFINITION.format(re.escape(term)), excerpt.sentence, re.IGNORECASE):
                claim = Claim(written(excerpt.sentence), (Evidence(article.id, excerpt.sentence),))
                found.setdefault(written(term), Background(written(term), claim))
    return list(found.values())[:TERMS]


def _length(article: CleanArticle) -> str:
    if article.language.startswith("zh"):
        return f"{len(article.text):,} 字"
    return (
        f"{len(article.text.split()):,} 個英文字" if article.language == "en" else f"{len(article.text.split()):,} 個詞"
    )


def _short(title: str) -> str:
    """A title where several stand in one sentence: cut at a clause's end, else between words."""
    limit = LATIN_TITLE if title.isascii() else SHORT_TITLE
    if len(title) <= limit:
        return title
    clause = re.match(rf"(.{{{limit // 4},{limit - 1}}})(?:[，：；！？—]|[:;] )", title)  # a comma may part a list
    if clause:
        return clause[1].rstrip()
    cut = title[: limit - 1]
    return f"{cut.rpartition(' ')[0] or cut if title.isascii() else cut.rstrip()}…"


def _listed(listed: Sequence[str]) -> str:
    """A、B與C."""
    if len(listed) < 2:  # noqa: PLR2004 - one name needs no conjunction
        return "".join(listed)
    return f"{'、'.join(listed[:-1])}與{listed[-1]}"
