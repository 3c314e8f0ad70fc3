"""Table `raw_pages`: the articles' pages, packed and in pieces; one that is there is not written again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

PIECE = 4000
"""Bytes. Longer values leave DuckDB's row groups for blocks of their own, and are read with all their neighbours."""


def replace(db: duckdb.DuckDBPyConnection, edition: str, pages: Mapping[str, bytes]) -> None:
    """Make `pages`, by their hash and packed, the edition's only ones."""
    stored = {
        key for (key,) in db.execute("SELECT DISTINCT sha256 FROM raw_pages WHERE edition = ?", [edition]).fetchall()
    }
    for gone in sorted(stored - pages.keys()):
        db.execute("DELETE FROM raw_pages WHERE edition = ? AND sha256 = ?", [edition, gone])
    rows = [
        [edition, key, part, packed[start : start + PIECE]]
        for key, packed in pages.items()
        if key not in stored
        for part, start in enumerate(range(0, len(packed), PIECE))
    ]
    if rows:
        db.executemany("INSERT INTO raw_pages VALUES (?, ?, ?, ?)", rows)


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> dict[str, bytes]:
    """The edition's pages, packed, by their hash."""
    pieces = defaultdict(list)
    found = db.execute("SELECT sha256, bytes FROM raw_pages WHERE edition = ? ORDER BY sha256, part", [edition])
    for key, piece in found.fetchall():
        pieces[key].append(piece)
    return {key: b"".join(parts) for key, parts in pieces.items()}
