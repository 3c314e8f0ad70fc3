"""Table `batches`: what was handed in at an endpoint and has not been fetched yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Batch
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    import duckdb

_ROWS = Rows(Batch, "batches")


def add(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Remember a batch until it is fetched."""
    _ROWS.insert(db, [batch])


def remove(db: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Forget a batch: its answers are receipts now, or it has none."""
    db.execute("DELETE FROM batches WHERE batch_id = ?", [batch_id])


def under_way(db: duckdb.DuckDBPyConnection, endpoint: str, edition: str, stage: str) -> list[Batch]:
    """What waits to be fetched for a stage of an edition, the oldest first."""
    return _ROWS.select(
        db,
        "WHERE endpoint = ? AND edition = ? AND stage = ? ORDER BY submitted_at, batch_id",
        [endpoint, edition, stage],
    )
