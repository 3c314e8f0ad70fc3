"""Table `feed_entries`: every entry ever seen, in a window or not. Entries are added, never taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Entry
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from aiintel_assets.edition import Interval

_ROWS = Rows(Entry, "feed_entries")


def add(db: duckdb.DuckDBPyConnection, edition: str, source_id: str, entries: Iterable[Entry]) -> int:
    """Store the entries whose URL this source has not shown before; returns how many were new.

    The first sight of an entry stays: a publisher's later change of date must not move it to another edition.
    """
    known = {url for (url,) in db.execute("SELECT url FROM feed_entries WHERE source_id = ?", [source_id]).fetchall()}
    new = {entry.url: entry for entry in reversed(list(entries)) if entry.url not in known}
    _ROWS.insert(db, reversed(new.values()), edition=edition, source_id=source_id)
    return len(new)


def in_window(db: duckdb.DuckDBPyConnection, source_id: str, window: Interval) -> list[Entry]:
    """The source's entries published within `window`, oldest first."""
    return _ROWS.select(
        db,
        "WHERE source_id = ? AND published_at >= ? AND published_at < ? ORDER BY published_at, url",
        [source_id, window.start, window.end],
    )


def outside(db: duckdb.DuckDBPyConnection, source_id: str, window: Interval) -> frozenset[str]:
    """The addresses of the source's entries that were first seen with a date outside `window`."""
    found = db.execute(
        "SELECT url FROM feed_entries WHERE source_id = ? AND (published_at < ? OR published_at >= ?)",
        [source_id, window.start, window.end],
    ).fetchall()
    return frozenset(url for (url,) in found)


def undated(db: duckdb.DuckDBPyConnection, source_id: str) -> frozenset[str]:
    """The addresses of the source's entries for which no date was found, and which so belong to no edition."""
    found = db.execute(
        "SELECT url FROM feed_entries WHERE source_id = ? AND published_at IS NULL", [source_id]
    ).fetchall()
    return frozenset(url for (url,) in found)
