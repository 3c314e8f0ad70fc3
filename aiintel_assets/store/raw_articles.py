"""Table `raw_articles`: the edition's entries with their pages, compressed on the way in."""

from __future__ import annotations

import zlib
from dataclasses import replace as changed
from typing import TYPE_CHECKING

from aiintel_assets.models import RawArticle
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

_ROWS = Rows(RawArticle, "raw_articles")


def replace(db: duckdb.DuckDBPyConnection, edition: str, articles: Iterable[RawArticle]) -> None:
    """Make `articles` the edition's raw articles."""
    _ROWS.replace(db, edition, [changed(a, body=None if a.body is None else zlib.compress(a.body)) for a in articles])


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[RawArticle]:
    """The edition's raw articles with their pages, oldest first."""
    found = _ROWS.of_edition(db, edition, "published_at, article_id")
    return [changed(a, body=None if a.body is None else zlib.decompress(a.body)) for a in found]
