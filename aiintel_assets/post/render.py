"""From a day's topics, summaries and insight to one Markdown post. Pure: no clock, no file of the site, no network."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined

from aiintel_assets.editorial.sections import SECTIONS, Section
from aiintel_assets.post.front_matter import FrontMatter, front_matter
from aiintel_assets.post.markdown import code, link, one_line, plain
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aiintel_assets.edition import Interval
    from aiintel_assets.models import (
        Claim,
        CleanArticle,
        Earlier,
        Importance,
        Insight,
        Publication,
        SourceCoverage,
        Summary,
        Topic,
    )

IMPORTANCE: Mapping[Importance, str] = {"high": "高", "medium": "中", "low": "低"}
EMPTY = {
    "headlines": "本日無今日焦點",
    "models": "本日無其他模型與技術更新",
    "tools": "本日無其他工具與資源更新",
    "industry": "本日無其他產業與應用動態",
    "trends": "本日無其他產業趨勢與觀點",
    "market": "本日無其他以融資、併購或財報為核心的市場動態",
}
EDITOR_NOTES = {
    "extractive": (
        "本期以節錄模式（extractive）產生：各則內容為來源原句的節錄，簡體已轉為臺灣用字，"
        "標點與空格依臺灣習慣，未經改寫；洞察為統計、比對與引述。"
    ),
}


@dataclass(frozen=True, slots=True)
class Day:
    """All that a post is made of. `closes` is the cutoff in the edition's zone: the only time a post carries."""

    edition: str
    window: Interval
    closes: datetime
    topics: Sequence[Topic]
    summaries: Mapping[str, Summary]
    insight: Insight
    articles: Mapping[str, CleanArticle]
    publications: Mapping[str, Publication]
    coverage: Sequence[SourceCoverage]


def post_path(edition: str) -> str:
    """Where the edition's post lies inside a Hugo site."""
    return f"content/posts/{edition}-ai-intel.md"


def cover_path(edition: str) -> str:
    """Where the edition's cover lies inside a Hugo site."""
    return f"static/images/{edition}-ai-intel.png"


def anchor(topic_id: str) -> str:
    """The id of a topic's heading in its post: it stays when titles or ranks change."""
    return topic_id


def render_post(day: Day) -> str:
    """The post as Markdown; the same day gives the same bytes."""
    zone = day.closes.tzinfo
    context = {
        "front_matter": front_matter(_front_matter(day)),
        "sections": [_section(day, section) for section in SECTIONS],
        "insight": {
            "trend": _paragraphs(day.insight.trend),
            "context": _paragraphs(day.insight.context),
            "outlook": _paragraphs(day.insight.outlook),
            "watch_list": [plain(line) for line in day.insight.watch_list],
            "readings": [
                f"{link(reading.title, day.articles[reading.article_id].url)} — {plain(reading.reason)}"
                for reading in day.insight.readings
            ],
            "background": [f"{plain(b.term)}：{plain(b.explanation.text)}" for b in day.insight.background],
            "keywords": " ".join(code(keyword) for keyword in day.insight.keywords),
        },
        "counts": {"articles": sum(len(topic.article_ids) for topic in day.topics), "topics": len(day.topics)},
        "window": {
            "start": f"{day.window.start.astimezone(zone):%Y/%m/%d %H:%M}",
            "end": f"{day.window.end.astimezone(zone):%Y/%m/%d %H:%M}",
            "zone": plain(str(zone)),
        },
        "coverage": _missing_sources(day),
        "editor_note": EDITOR_NOTES.get(day.insight.editor, plain(day.insight.editor)),
    }
    return _ENVIRONMENT.get_template("post.md.j2").render(context)


def _front_matter(day: Day) -> FrontMatter:
    edition = day.edition.replace("-", "/")
    return FrontMatter(
        cover=f"/{cover_path(day.edition).removeprefix('static/')}",
        cover_alt=f"AI 情報日報 {edition}：{one_line(day.insight.title)}",
        title=f"{one_line(day.insight.title)} — {edition}",
        date=day.closes,
        tags=[one_line(tag) for tag in day.insight.tags],
        description=one_line(day.insight.description),
        summary=plain(day.insight.summary),  # the one value that Hugo reads as Markdown
    )


def _section(day: Day, section: Section) -> dict[str, object]:
    topics = [topic for topic in day.topics if topic.section == section.id and topic.id in day.summaries]
    return {
        "heading": f"{section.name}（{section.english}）",
        "empty": EMPTY[section.id],
        "items": [_item(day, topic, day.summaries[topic.id]) for topic in topics],
    }


def _item(day: Day, topic: Topic, summary: Summary) -> dict[str, object]:
    return {
        "title": f"{plain(summary.title)} {{#{anchor(topic.id)}}}",
        "core": plain(_joined(summary.core)),
        "technical": [plain(claim.text) for claim in summary.technical],
        "applications": [plain(claim.text) for claim in summary.applications],
        "entities": "、".join(plain(name) for name in summary.entities),
        "importance": IMPORTANCE[summary.importance],
        "importance_reason": plain(summary.importance_reason),
        "sources": "、".join(_sources(day, topic)),
        "follows": _follows(topic.follows) if topic.follows else None,
    }


def _follows(earlier: Earlier) -> dict[str, str]:
    return {
        "edition": earlier.edition.replace("-", "/"),
        "title": plain(earlier.title),
        "path": f"/posts/{earlier.edition}-ai-intel/#{anchor(earlier.topic_id)}",
    }


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


def _missing_sources(day: Day) -> str:
    return "、".join(plain(_name(day, line.source_id)) for line in day.coverage if line.status != "complete")


def _name(day: Day, source_id: str) -> str:
    """The name readers know, in their script; the id of a source that has left the catalog."""
    publication = day.publications.get(source_id)
    return to_taiwan(publication.name) if publication else source_id


def _joined(claims: Sequence[Claim]) -> str:
    """Claims as one paragraph; Latin sentences keep a space between them."""
    text = ""
    for claim in claims:
        gap = " " if text and text[-1].isascii() else ""
        text += gap + claim.text
    return text


def _paragraphs(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(plain(paragraph) for paragraph in paragraphs)


def _load(name: str) -> str | None:
    template = files("aiintel_assets.post").joinpath("templates", name)
    return template.read_text(encoding="utf-8") if template.is_file() else None


_ENVIRONMENT = Environment(
    loader=FunctionLoader(_load),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 - the output is Markdown; `plain` makes every foreign string safe before it gets here
)
