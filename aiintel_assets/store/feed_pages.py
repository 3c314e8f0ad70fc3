"""Table `feed_pages`: the last copy of each feed page, with the validators for asking whether it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import FeedPage
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

_ROWS = Rows(FeedPage, "feed_pages", {"packed": "body"})


def keep(db: duckdb.DuckDBPyConnection, edition: str, pages: Iterable[FeedPage]) -> None:
    """Let each page take the place of the earlier copy at its address."""
    new = list(pages)
    if new:
        db.executemany("DELETE FROM feed_pages WHERE url = ?", [[page.url] for page in new])
    _ROWS.insert(db, new, edition=edition)


def everything(db: duckdb.DuckDBPyConnection) -> dict[str, FeedPage]:
    """Address → the last copy of the feed page there."""
    return {page.url: page for page in _ROWS.select(db, "ORDER BY url")}
