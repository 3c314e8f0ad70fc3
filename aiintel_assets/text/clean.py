"""From fetched pages to clean articles: text, language, and a reason for every article that goes no further."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from aiintel_assets.models import CleanArticle
from aiintel_assets.text.copies import copies
from aiintel_assets.text.extract import extract
from aiintel_assets.text.titles import is_headline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiintel_assets.models import Extraction, RawArticle

SHORTEST_TEXT = {"zh-Hans": 60, "zh-Hant": 60, "ja": 60}  # characters; below it there is nothing to quote
SHORTEST_OTHER = 120
# What is not, a PDF for one, would be read letter by letter.
_MARKED_UP = re.compile(r"text/.+|application/(xhtml\+)?xml")


def clean(articles: Iterable[RawArticle]) -> list[CleanArticle]:
    """One clean article for each raw one, in order; of several copies of one text all but one are dropped."""
    cleaned = [clean_one(raw) for raw in articles]
    copied = copies(article for article in cleaned if article.dropped_reason is None)
    return [
        replace(article, dropped_reason=f"duplicate: the same text as article {copied[article.id]}")
        if article.id in copied
        else article
        for article in cleaned
    ]


def clean_one(raw: RawArticle) -> CleanArticle:
    """The article as text. Its page is read first; what the feed carried stands in when the page tells nothing."""
    extraction, reason = _read(raw)
    if extraction is None:
        return _article(raw, None, f"no text: {reason}")
    shortest = SHORTEST_TEXT.get(extraction.language, SHORTEST_OTHER)
    if len(extraction.text) < shortest:
        return _article(raw, extraction, f"too short: {len(extraction.text)} characters")
    return _article(raw, extraction, None)


def _read(raw: RawArticle) -> tuple[Extraction | None, str]:
    page = None
    reason = raw.error or "the page holds no article"
    kind = (raw.content_type or "").partition(";")[0].strip().lower()
    if kind and not _MARKED_UP.fullmatch(kind):
        reason = f"{kind[:60]} is no page"
    elif (body := raw.body) is not None:
        page = extract(body, url=raw.url, content_type=raw.content_type)
    carried = raw.content or raw.summary
    if carried and (page is None or len(page.text) < SHORTEST_OTHER):
        from_feed = extract(carried.encode(), url=raw.url, content_type="text/html; charset=utf-8")
        if from_feed and (page is None or len(from_feed.text) > len(page.text)):
            return from_feed, ""
    return page, reason


def _title(raw: RawArticle, extraction: Extraction | None) -> str:
    """What the source lists as the title, or the page's own where that is no headline, or else the address."""
    own = extraction.title if extraction else ""
    return raw.title if is_headline(raw.title) else (own or raw.title or raw.url)


def _article(raw: RawArticle, extraction: Extraction | None, dropped: str | None) -> CleanArticle:
    return CleanArticle(
        id=raw.article_id,
        title=_title(raw, extraction),
        text=extraction.text if extraction else "",
        language=extraction.language if extraction else "und",
        source_id=raw.source_id,
        url=raw.url,
        published_at=raw.published_at,
        author=raw.author or (extraction.author if extraction else ""),
        edition=raw.edition,
        dropped_reason=dropped,
    )
