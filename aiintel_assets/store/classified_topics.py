"""Tables `classified_topics` and `left_out_articles`: where the editor put each article, or why it stands nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Topic
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

_ROWS = Rows(Topic, "classified_topics", {"id": "topic_id"})


def replace(db: duckdb.DuckDBPyConnection, edition: str, topics: Sequence[Topic], left_out: Mapping[str, str]) -> None:
    """Make `topics` the edition's topics; `left_out` maps the other articles' ids to the reason."""
    _ROWS.replace(db, edition, topics)
    db.execute("DELETE FROM left_out_articles WHERE edition = ?", [edition])
    if left_out:
        db.executemany(
            "INSERT INTO left_out_articles VALUES (?, ?, ?)",
            [[edition, article_id, reason] for article_id, reason in sorted(left_out.items())],
        )


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[Topic]:
    """The edition's topics by rank."""
    return _ROWS.of_edition(db, edition, "rank")


def of_editions(db: duckdb.DuckDBPyConnection, editions: Sequence[str]) -> dict[str, list[Topic]]:
    """Edition → its topics by rank, for those of `editions` that have any."""
    return {edition: topics for edition in editions if (topics := of_edition(db, edition))}


def left_out(db: duckdb.DuckDBPyConnection, edition: str) -> dict[str, str]:
    """Article id → why the editor left it out."""
    return dict(
        db.execute(
            "SELECT article_id, reason FROM left_out_articles WHERE edition = ? ORDER BY article_id", [edition]
        ).fetchall()
    )
