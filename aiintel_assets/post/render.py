"""From a day's topics, summaries and insight to one Markdown post. Pure: no clock, no file of the site, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.editorial.sections import SECTIONS, Section
from aiintel_assets.post.day import Day, anchor, beside, cover_path
from aiintel_assets.post.front_matter import FrontMatter, front_matter
from aiintel_assets.post.markdown import code, link, one_line, plain
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiintel_assets.labels import Labels
    from aiintel_assets.models import Claim, CoverageStatus, Earlier, Summary, Topic
    from aiintel_assets.post.style import HouseStyle


LONGEST_TAG = 60  # characters
_FULL_WIDTH = str.maketrans("#/?%\\", "＃／？％＼")


def render_post(day: Day, style: HouseStyle) -> str:
    """The post as Markdown; the same day in the same style gives the same bytes.

    Raises:
        StyleError: the style's template asks for something there is not.
    """
    words = style.labels
    return style.render(
        {
            "labels": words,
            "front_matter": front_matter(_front_matter(day, words)),
            "sections": [_section(day, section, words) for section in SECTIONS],
            "insight": _insight(day, words),
            "footer": list(_footer(day, words)),
        }
    )


def dated(edition: str) -> str:
    """An edition as posts write it: 2026/03/10."""
    return edition.replace("-", "/")


def _front_matter(day: Day, words: Labels) -> FrontMatter:
    title, date = one_line(day.insight.title), dated(day.edition)
    return FrontMatter(
        cover=f"/{cover_path(day.edition).removeprefix('static/')}",
        cover_alt=words.cover_alt.format(publication=words.publication, date=date, title=title),
        title=words.title.format(title=title, date=date),
        date=day.closes,
        tags=list(dict.fromkeys(tag for tag in map(_tag, day.insight.tags) if tag)),
        description=one_line(day.insight.description),
        summary=plain(day.insight.summary),  # the one value that Hugo reads as Markdown
    )


def _tag(text: str) -> str:
    """A tag that can be part of an address: Hugo makes a page's path of it as it stands.

    What would end or climb out of the path is set full-width; a tag without a letter or digit is none.
    """
    tag = one_line(text)[:LONGEST_TAG].strip().translate(_FULL_WIDTH)
    return tag if any(character.isalnum() for character in tag) else ""


def _section(day: Day, section: Section, words: Labels) -> dict[str, object]:
    topics = [topic for topic in day.topics if topic.section == section.id and topic.id in day.summaries]
    return {
        "heading": words.sections[section.id].heading,
        "empty": words.sections[section.id].empty,
        "items": [_item(day, topic, day.summaries[topic.id], words) for topic in topics],
    }


def _item(day: Day, topic: Topic, summary: Summary, words: Labels) -> dict[str, object]:
    title = plain(summary.title) or plain(_name(day, day.articles[topic.article_ids[0]].source_id))
    return {
        "title": f"{title} {{#{anchor(topic.id)}}}",
        "core": plain(joined(summary.core)),
        "technical": [plain(claim.text) for claim in summary.technical],
        "applications": [plain(claim.text) for claim in summary.applications],
        "entities": words.comma.join(plain(name) for name in summary.entities),
        "importance": words.item.levels[summary.importance],
        "importance_reason": plain(summary.importance_reason),
        "sources": words.comma.join(_sources(day, topic)),
        "follows": _follows(day, topic.follows, words) if topic.follows else None,
        "is_extract": topic in day.extracts,
    }


def _follows(day: Day, earlier: Earlier, words: Labels) -> str:
    """The earlier item, as a link where its post has it."""
    title = words.quoted.format(title=plain(earlier.title))
    if anchor(earlier.topic_id) in day.published.get(earlier.edition, ()):
        title = f"[{title}]({beside(earlier.edition, earlier.topic_id)})"
    return words.item.follows_line.format(date=dated(earlier.edition), title=title)


def _sources(day: Day, topic: Topic) -> list[str]:
    """One link an article, by the publication's name; a second article of one publication is numbered."""
    seen: dict[str, int] = {}
    links = []
    for article_id in topic.article_ids:
        article = day.articles[article_id]
        name = _name(day, article.source_id)
        seen[name] = seen.get(name, 0) + 1
        links.append(link(name if seen[name] == 1 else f"{name} {seen[name]}", article.url))
    return links


def _insight(day: Day, words: Labels) -> dict[str, object]:
    insight = day.insight
    return {
        "trend": _paragraphs(insight.trend),
        "context": _paragraphs(insight.context),
        "outlook": _paragraphs(insight.outlook),
        "watch_list": [plain(line) for line in insight.watch_list],
        "watched": _watched(day, words) if day.watched else None,
        "readings": [
            f"{link(reading.title, day.articles[reading.article_id].url)} — {plain(reading.reason)}"
            for reading in insight.readings
        ],
        "background": [f"{plain(b.term)}{words.colon}{plain(b.explanation.text)}" for b in insight.background],
        "keywords": " ".join(code(keyword) for keyword in insight.keywords),
    }


def _watched(day: Day, words: Labels) -> dict[str, object]:
    """How many entries of earlier watch lists are in the news today, and which."""
    titles = {topic.id: day.summaries[topic.id].title for topic in day.topics if topic.id in day.summaries}
    found = [entry for entry in day.watched if entry.topic_id in titles]
    return {
        "count": words.insight.watched_count.format(
            editions=len({entry.edition for entry in day.watched}), total=len(day.watched), found=len(found)
        ),
        "lines": [
            (words.insight.watched_told if entry.outcome else words.insight.watched_line).format(
                date=dated(entry.edition),
                text=plain(entry.text),
                outcome=plain(entry.outcome),
                title=f"[{words.quoted.format(title=plain(titles[topic_id]))}](#{anchor(topic_id)})",
            )
            for entry in found
            if (topic_id := entry.topic_id)
        ],
    }


def _footer(day: Day, words: Labels) -> Iterable[str]:
    """What was counted, when, what is missing, and who wrote it."""
    zone = day.closes.tzinfo
    footer = words.footer
    yield footer.counts.format(articles=sum(len(topic.article_ids) for topic in day.topics), topics=len(day.topics))
    yield footer.window.format(
        start=f"{day.window.start.astimezone(zone):%Y/%m/%d %H:%M}",
        end=f"{day.window.end.astimezone(zone):%Y/%m/%d %H:%M}",
        zone=plain(str(zone)),
    )
    lacks: tuple[tuple[CoverageStatus, str], ...] = (
        ("failed", footer.failed),
        ("partial", footer.partial),
        ("unrecoverable", footer.unrecoverable),
    )
    for status, line in lacks:
        sources = [plain(_name(day, source.source_id)) for source in day.coverage if source.status == status]
        if sources:
            yield line.format(sources=words.comma.join(sources))
    if day.extracts:
        titles = [words.quoted.format(title=plain(day.summaries[topic.id].title)) for topic in day.extracts]
        yield footer.extracts.format(total=len(day.topics), count=len(titles), titles=words.comma.join(titles))
    editor = one_line(day.editor)
    note = footer.editors.get(editor, footer.editor)
    yield note.format(name=plain(editor), model=plain(day.insight.model))
    yield footer.tool


def _name(day: Day, source_id: str) -> str:
    """The name readers know, in their script; the id of a source that has left the catalog."""
    publication = day.publications.get(source_id)
    return to_taiwan(publication.name) if publication else source_id


def joined(claims: Sequence[Claim]) -> str:
    """Claims as one paragraph; Latin sentences keep a space between them."""
    text = ""
    for claim in claims:
        gap = " " if text and text[-1].isascii() else ""
        text += gap + claim.text
    return text


def _paragraphs(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(plain(paragraph) for paragraph in paragraphs)
