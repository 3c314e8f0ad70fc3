"""Table `cleaned_articles`: text and language of the edition's articles, and why some go no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import CleanArticle
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_ROWS = Rows(CleanArticle, "cleaned_articles", {"id": "article_id"})


def replace(db: duckdb.DuckDBPyConnection, edition: str, articles: Sequence[CleanArticle]) -> None:
    """Make `articles` the edition's cleaned articles, dropped ones included."""
    _ROWS.replace(db, edition, articles)


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[CleanArticle]:
    """The edition's cleaned articles, oldest first; dropped ones carry their reason."""
    return _ROWS.of_edition(db, edition, "published_at, article_id")


def printed(db: duckdb.DuckDBPyConnection, editions: Sequence[str]) -> list[CleanArticle]:
    """The articles that topics of the editions are made of, oldest edition first."""
    return _ROWS.select(
        db,
        "WHERE list_contains(?, edition) AND article_id IN (SELECT unnest(article_ids) FROM classified_topics t "
        "WHERE t.edition = cleaned_articles.edition) ORDER BY edition, article_id",
        [list(editions)],
    )
