"""Table `stage_failures`: why a stage of an edition did not come through, until it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def record(db: duckdb.DuckDBPyConnection, edition: str, stage: str, reason: str) -> None:
    """Note that the stage failed, in place of an earlier note."""
    clear(db, edition, stage)
    db.execute("INSERT INTO stage_failures VALUES (?, ?, ?)", [edition, stage, reason])


def clear(db: duckdb.DuckDBPyConnection, edition: str, stage: str) -> None:
    """The stage came through."""
    db.execute("DELETE FROM stage_failures WHERE edition = ? AND stage = ?", [edition, stage])


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> dict[str, str]:
    """Stage → reason, for the stages of the edition that failed last time."""
    return dict(
        db.execute("SELECT stage, reason FROM stage_failures WHERE edition = ? ORDER BY stage", [edition]).fetchall()
    )


def editions(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The editions whose last run failed, oldest first."""
    return [str(row[0]) for row in db.execute("SELECT DISTINCT edition FROM stage_failures ORDER BY 1").fetchall()]
