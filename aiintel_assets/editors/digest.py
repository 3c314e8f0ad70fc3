"""The extractive editor's look at a whole day: counts, comparisons with earlier editions, and quotations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiintel_assets.editorial.excerpts import Excerpt, choose, excerpts
from aiintel_assets.editorial.sections import SECTIONS, Section
from aiintel_assets.models import Background, Claim, Evidence, Insight, Reading
from aiintel_assets.text.names import names
from aiintel_assets.text.quantities import quantities
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiintel_assets.editors.protocol import Desk
    from aiintel_assets.models import CleanArticle, Summary, Topic

TITLE_NAMES, TAGS, KEYWORDS = 3, 6, 12
READINGS, TERMS, AHEAD, WATCHED = 4, 5, 4, 5
SHORT_TITLE = 28  # characters of a topic's title where several stand in one sentence
LATIN_TITLE = 60


def write_insight(
    topics: Sequence[Topic],
    summaries: Mapping[str, Summary],
    articles: Mapping[str, CleanArticle],
    desk: Desk,
    *,
    editor: str,
) -> Insight:
    """The day as a whole. `topics` by rank, `summaries` by topic id, `articles` by id."""
    carriers = Counter(name for topic in topics for name in topic.names)
    known = _by_prominence(topics, carriers)
    ahead = _expected(topics, articles)
    return Insight(
        title=_title(topics, known),
        tags=tuple(known[:TAGS]) or ("AI",),
        description=_description(topics, articles),
        summary=_summary(topics, articles),
        trend=tuple(_trend(topics, articles, carriers)),
        context=tuple(_context(topics, desk)),
        outlook=tuple(_outlook(ahead, articles, desk)),
        watch_list=tuple(_watch_list(topics, ahead)),
        readings=tuple(_readings(topics, summaries, articles)),
        background=tuple(_background(topics, articles)),
        keywords=tuple(known[:KEYWORDS]),
        editor=editor,
    )


def _by_prominence(topics: Sequence[Topic], carriers: Counter[str]) -> list[str]:
    """The day's names: those of most topics first, then those of the best ranked."""
    order = {name: number for number, name in enumerate(dict.fromkeys(name for t in topics for name in t.names[:4]))}
    return sorted(order, key=lambda name: (-carriers[name], order[name]))


def _title(topics: Sequence[Topic], known: Sequence[str]) -> str:
    """The leading name of each of the best topics: a title that can only be this day's."""
    leading: list[str] = []
    for topic in topics:
        name = next((n for n in topic.names if n not in leading), None)
        if name:
            leading.append(name)
        if len(leading) == TITLE_NAMES:
            break
    chosen = leading or list(known[:1]) or ["AI"]
    return f"{_listed(chosen)}等 {len(topics)} 則 AI 要聞" if len(topics) > len(chosen) else _listed(chosen)


def _description(topics: Sequence[Topic], articles: Mapping[str, CleanArticle]) -> str:
    sources = {articles[article_id].source_id for topic in topics for article_id in topic.article_ids}
    titles = "、".join(f"〈{_short(topic.title)}〉" for topic in topics[:3])
    return f"彙整 {len(sources)} 個來源的 {len(topics)} 個主題：{titles}等。"


def _summary(topics: Sequence[Topic], articles: Mapping[str, CleanArticle]) -> str:
    shared = [topic for topic in topics if len(_sources(topic, articles)) > 1]
    parts = [f"{section.name} {number} 則" for section, number in _per_section(topics)]
    many = f"，其中 {len(shared)} 個主題有多家來源報導" if shared else ""
    return f"{'、'.join(parts)}{many}。"


def _trend(topics: Sequence[Topic], articles: Mapping[str, CleanArticle], carriers: Counter[str]) -> list[str]:
    """What the day was about, by what many sources told and which names recur."""
    ids = {article_id for topic in topics for article_id in topic.article_ids}
    sources = {articles[article_id].source_id for article_id in ids}
    paragraphs = [
        f"本日自 {len(sources)} 個來源的 {len(ids)} 篇文章整理出 {len(topics)} 個主題："
        f"{'、'.join(f'{section.name} {number} 則' for section, number in _per_section(topics))}。"
    ]
    shared = sorted((t for t in topics if len(_sources(t, articles)) > 1), key=lambda t: -len(_sources(t, articles)))
    if shared:
        told = "、".join(f"〈{_short(topic.title)}〉（{len(_sources(topic, articles))} 家）" for topic in shared[:4])
        paragraphs.append(f"最多來源同時報導的是{told}，這些主題可互相對照不同來源的說法。")
    recurring = [f"{name}（{number} 個主題）" for name, number in carriers.most_common(6) if number > 1]
    if recurring:
        paragraphs.append(f"在多個主題中反覆出現的名稱：{'、'.join(recurring)}。")
    return paragraphs


def _context(topics: Sequence[Topic], desk: Desk) -> list[str]:
    """What moved since the earlier editions, and how today's mix compares with theirs."""
    paragraphs = []
    followed = [topic for topic in topics if topic.follows]
    if followed:
        moves = "；".join(
            f"〈{_short(topic.title)}〉接續 {topic.follows.edition} 的〈{_short(topic.follows.title)}〉"
            for topic in followed[:6]
            if topic.follows
        )
        paragraphs.append(f"與前 {len(desk.earlier)} 期相較，有 {len(followed)} 個主題是先前報導的後續：{moves}。")
    elif desk.earlier:
        paragraphs.append(f"與前 {len(desk.earlier)} 期相較，本日主題皆為新事件，沒有先前報導的後續。")
    else:
        paragraphs.append("資料庫中尚無前 7 日的版次，本期無從比較先前的發展。")
    if desk.earlier:
        usual = sum(len(found) for found in desk.earlier.values()) / len(desk.earlier)
        paragraphs.append(f"本期主題數為 {len(topics)} 個，前 {len(desk.earlier)} 期平均為 {usual:.1f} 個。")
    return paragraphs


def _expected(topics: Sequence[Topic], articles: Mapping[str, CleanArticle]) -> dict[str, Excerpt]:
    """Topic id → the sentence in which a source says what comes next, for topics that have one."""
    found: dict[str, Excerpt] = {}
    for topic in topics:
        pool = [
            e
            for article_id in topic.article_ids
            for e in excerpts(articles[article_id])
            if e.ahead and not e.leans
        ]
        best = sorted(pool, key=lambda e: (not articles[e.article_id].language.startswith("zh"), -e.ahead, -e.position))
        chosen = choose(best, 1, list(found.values()))
        if chosen:
            found[topic.id] = chosen[0]
    return found


def _outlook(ahead: Mapping[str, Excerpt], articles: Mapping[str, CleanArticle], desk: Desk) -> list[str]:
    if not ahead:
        return ["本日各來源未提及明確的後續時程。"]
    quoted = [
        f"{to_taiwan(e.sentence)}（{desk.publication_name(articles[e.article_id].source_id)}）"
        for e in list(ahead.values())[:AHEAD]
    ]
    return ["以下為來源所述的後續時程與未定事項，照錄原句：", *quoted]


def _watch_list(topics: Sequence[Topic], ahead: Mapping[str, Excerpt]) -> list[str]:
    """What to look for in the next days: stories under way first, then those whose sources announce something."""
    under_way = [topic for topic in topics if topic.follows]
    announced = [topic for topic in topics if topic.id in ahead and topic not in under_way]
    return [f"{_listed(topic.names[:2]) or topic.title}：{topic.title}" for topic in (*under_way, *announced)[:WATCHED]]


def _readings(
    topics: Sequence[Topic], summaries: Mapping[str, Summary], articles: Mapping[str, CleanArticle]
) -> list[Reading]:
    """The day's most substantial articles, one a topic."""
    best = []
    for topic in topics:
        if topic.id not in summaries:
            continue
        article = max((articles[i] for i in topic.article_ids), key=lambda a: (len(a.text) * _density(a), a.id))
        best.append((len(article.text) * _density(article), article))
    best.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [
        Reading(
            article.id,
            to_taiwan(article.title),
            f"全文約 {_length(article)}，含 {len({q.text for q in quantities(article.text)})} 項具體數字",
        )
        for _, article in best[:READINGS]
    ]


def _background(topics: Sequence[Topic], articles: Mapping[str, CleanArticle]) -> list[Background]:
    """Terms that one of the day's articles itself explains, with the sentence that does."""
    found: dict[str, Background] = {}
    for topic in topics:
        for article_id in topic.article_ids:
            for excerpt in excerpts(articles[article_id]):
                term = next(iter(names(excerpt.sentence)), None)
                if excerpt.defines and not excerpt.leans and term and to_taiwan(term) not in found:
                    claim = Claim(to_taiwan(excerpt.sentence), (Evidence(article_id, excerpt.sentence),))
                    found[to_taiwan(term)] = Background(to_taiwan(term), claim)
    return list(found.values())[:TERMS]


def _density(article: CleanArticle) -> float:
    """Chinese says in one character what Latin scripts say in about three."""
    return 3.0 if article.language.startswith("zh") else 1.0


def _length(article: CleanArticle) -> str:
    if article.language.startswith("zh"):
        return f"{len(article.text):,} 字"
    return f"{len(article.text.split()):,} 個英文字" if article.language == "en" else f"{len(article.text.split()):,} 個詞"


def _per_section(topics: Iterable[Topic]) -> list[tuple[Section, int]]:
    counted = Counter(topic.section for topic in topics)
    return [(section, counted[section.id]) for section in SECTIONS if counted[section.id]]


def _sources(topic: Topic, articles: Mapping[str, CleanArticle]) -> set[str]:
    return {articles[article_id].source_id for article_id in topic.article_ids}


def _short(title: str) -> str:
    limit = LATIN_TITLE if title.isascii() else SHORT_TITLE
    return title if len(title) <= limit else f"{title[: limit - 1].rstrip()}…"


def _listed(names_: Sequence[str]) -> str:
    """A、B 與 C."""
    if len(names_) < 2:  # noqa: PLR2004 - one name needs no conjunction
        return "".join(names_)
    return f"{'、'.join(names_[:-1])} 與 {names_[-1]}"
