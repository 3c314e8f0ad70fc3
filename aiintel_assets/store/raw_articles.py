"""Table `raw_articles`: the edition's entries with their pages, which lie there packed as they travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Provenance, RawArticle
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_ROWS = Rows(RawArticle, "raw_articles", {"packed": "body"})
_ORIGINS = Rows(Provenance, "raw_articles")


def replace(db: duckdb.DuckDBPyConnection, edition: str, articles: Sequence[RawArticle]) -> None:
    """Make `articles` the edition's raw articles."""
    _ROWS.replace(db, edition, articles)


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[RawArticle]:
    """The edition's raw articles with their pages, oldest first."""
    return _ROWS.of_edition(db, edition, "published_at, article_id")


def provenance(db: duckdb.DuckDBPyConnection, edition: str) -> dict[str, Provenance]:
    """Article id → where it came from; the pages stay in the store."""
    return {origin.article_id: origin for origin in _ORIGINS.of_edition(db, edition, "published_at, article_id")}
