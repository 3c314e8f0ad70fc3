"""Table `daily_insights`: what the editor says of a day as a whole, a row an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Insight
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_ROWS = Rows(Insight, "daily_insights")


def replace(db: duckdb.DuckDBPyConnection, edition: str, insight: Insight) -> None:
    """Make `insight` the edition's."""
    _ROWS.replace(db, edition, [insight])


def watch_lists(
    db: duckdb.DuckDBPyConnection, editions: Sequence[str], written_by: str | None = None
) -> list[tuple[str, str]]:
    """Edition and text of every entry of those editions' watch lists, in the order in which readers met them.

    With `written_by`, only those of that editor.
    """
    rows = db.execute(
        "SELECT edition, watch_list FROM daily_insights WHERE edition IN (SELECT unnest(?)) "
        "AND (? IS NULL OR editor = ?) ORDER BY edition",
        [list(editions), written_by, written_by],
    ).fetchall()
    return [(edition, entry) for edition, entries in rows for entry in entries]


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> Insight | None:
    """The edition's insight, if it has one."""
    found = _ROWS.of_edition(db, edition, "title")
    return found[0] if found else None
