"""Table `raw_articles`: the edition's entries; their pages lie in `raw_pages`, packed as they travel."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import TYPE_CHECKING

from aiintel_assets.models import Provenance, RawArticle
from aiintel_assets.store import raw_pages
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_ROWS = Rows(RawArticle, "raw_articles", elsewhere={"packed"})
_ORIGINS = Rows(Provenance, "raw_articles")


def replace(db: duckdb.DuckDBPyConnection, edition: str, articles: Sequence[RawArticle]) -> None:
    """Make `articles` the edition's raw articles, with their pages."""
    _ROWS.replace(db, edition, articles)
    raw_pages.replace(db, edition, {a.sha256: a.packed for a in articles if a.sha256 and a.packed})


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[RawArticle]:
    """The edition's raw articles with their pages, oldest first."""
    pages = raw_pages.of_edition(db, edition)
    found = _ROWS.of_edition(db, edition, "published_at, article_id")
    return [changed(article, packed=pages.get(article.sha256 or "")) for article in found]


def provenance(db: duckdb.DuckDBPyConnection, edition: str) -> dict[str, Provenance]:
    """Article id → where it came from; the pages stay in the store."""
    return {origin.article_id: origin for origin in _ORIGINS.of_edition(db, edition, "published_at, article_id")}
