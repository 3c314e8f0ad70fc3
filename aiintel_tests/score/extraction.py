"""Scores of `extract`: text, titles, dates and languages, beside plain trafilatura."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import trafilatura

from aiintel_assets.demo.newsroom import page, sites
from aiintel_assets.text.extract import extract
from aiintel_tests.score.measure import Row, mean, records, share, text_f1

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiintel_assets.models import Extraction

_DAY = timedelta(days=1)


def own() -> Iterator[Row]:
    """On the demo's pages, whose text and frame are both ours."""
    pages = [(site, story) for site in sites() for story in site.stories if story.slug != "about"]
    ours, plain = [], []
    for site, story in pages:
        html, url = page(site, story).encode(), site.url(story)
        wanted = story.body.replace("## ", "").replace("\n- ", "\n")
        ours.append(text_f1(_text(extract(html, url=url)), wanted))
        plain.append(text_f1(trafilatura.extract(html) or "", wanted))
    yield Row("extract", "demo pages", "text F1", len(pages), mean(ours), mean(plain), "trafilatura")


def corpora(folder: Path) -> Iterator[Row]:
    """On captured pages: F1 where the whole text is known, otherwise by what it must and must not hold."""
    texts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    marks: list[tuple[float, float]] = []
    dates: list[tuple[bool, bool, bool]] = []
    titles: list[tuple[bool, bool]] = []
    for record in records(folder / "articles/gold.jsonl"):
        html = gzip.decompress((folder / record["file"]).read_bytes())
        ours, plain = extract(html, url=record["url"]), _plain(html, record["url"])
        found, beside = _text(ours), str(plain.get("text") or "")
        if record["text"]:
            texts[record["group"]].append((text_f1(found, record["text"]), text_f1(beside, record["text"])))
        elif record["must"]:
            marks.append((_held(found, record), _held(beside, record)))
        if _is_day(record["date"]):
            known = ours.published_at if ours else None
            dates.append((known is not None, _near(known, record["date"]), _near(plain.get("date"), record["date"])))
        if record["title"]:
            wanted = _key(record["title"])
            titles.append((_key(ours.title if ours else "") == wanted, _key(plain.get("title") or "") == wanted))
    for group, pairs in sorted(texts.items()):
        yield Row(
            "extract",
            f"articles, {group}",
            "text F1",
            len(pairs),
            mean(p[0] for p in pairs),
            mean(p[1] for p in pairs),
            "trafilatura",
        )
    yield Row(
        "extract",
        "articles, by segments",
        "right segments",
        len(marks),
        mean(m[0] for m in marks),
        mean(m[1] for m in marks),
        "trafilatura",
    )
    yield Row(
        "extract",
        "articles",
        "date within a day, of all pages",
        len(dates),
        share([d[1] for d in dates]),
        share([d[2] for d in dates]),
        "trafilatura",
    )
    dated = [d for d in dates if d[0]]
    yield Row("extract", "articles", "the same, of dates found", len(dated), share([d[1] for d in dated]))
    yield Row(
        "extract",
        "articles",
        "title as annotated",
        len(titles),
        share([t[0] for t in titles]),
        share([t[1] for t in titles]),
        "trafilatura",
    )


def _plain(html: bytes, url: str) -> dict[str, Any]:
    found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {}
    day = datetime.fromisoformat(found.date).replace(tzinfo=UTC) if found.date else None
    return {"text": found.text, "title": found.title, "date": day}


def _text(found: Extraction | None) -> str:
    return found.text if found else ""


def _held(text: str, record: dict[str, Any]) -> float:
    flat = _key(text)
    right = [_key(part) in flat for part in record["must"]]
    right += [_key(part) not in flat for part in record["must_not"] or []]
    return share(right)


def _is_day(written: str | None) -> bool:
    """Whether the annotation is a date: one of them names a 25th month."""
    return re.fullmatch(r"\d{4}-(?:0\d|1[0-2])-\d\d", written or "") is not None


def _near(moment: datetime | None, day: str) -> bool:
    """Whether the instant falls on the day, or the one before or after: the publisher's zone is not told."""
    if moment is None:
        return False
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return start - _DAY <= moment < start + 2 * _DAY


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
