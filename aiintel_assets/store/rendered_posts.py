"""Table `rendered_posts`: what was published, so that the site folder can be checked against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


@dataclass(frozen=True, slots=True)
class PostRecord:
    """One published post; paths are inside the site folder."""

    edition: str
    path: str
    sha256: str
    markdown: str
    cover_path: str
    cover_sha256: str
    topics: int
    articles: int


_ROWS = Rows(PostRecord, "rendered_posts")


def replace(db: duckdb.DuckDBPyConnection, record: PostRecord) -> None:
    """Make `record` the edition's post."""
    _ROWS.replace(db, record.edition, [record])


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> PostRecord | None:
    """The edition's post, if it was published."""
    found = _ROWS.of_edition(db, edition, "path")
    return found[0] if found else None


def of_editions(db: duckdb.DuckDBPyConnection, editions: Sequence[str]) -> dict[str, PostRecord]:
    """The posts of those editions that were published, by edition, oldest first."""
    found = _ROWS.select(db, "WHERE edition IN (SELECT unnest(?)) ORDER BY edition", [list(editions)])
    return {record.edition: record for record in found}


def editions(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Every edition that was published, oldest first."""
    return [edition for (edition,) in db.execute("SELECT edition FROM rendered_posts ORDER BY edition").fetchall()]
