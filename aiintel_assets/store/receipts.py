"""Table `receipts`: every answered call to a model, so that the same question is never paid for twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Receipt
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import duckdb

_ROWS = Rows(Receipt, "receipts")


def add(db: duckdb.DuckDBPyConnection, receipt: Receipt) -> None:
    """Keep an answer, beside earlier answers to the same question."""
    _ROWS.insert(db, [receipt])


def newest(db: duckdb.DuckDBPyConnection, request_sha256: Sequence[str]) -> dict[str, Receipt]:
    """Request hash → the last answer to it, for those of `request_sha256` that have been answered."""
    found = _ROWS.select(
        db, "WHERE list_contains(?, request_sha256) ORDER BY created_at, request_sha256", [list(request_sha256)]
    )
    return {receipt.request_sha256: receipt for receipt in found}


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[Receipt]:
    """What was asked for the edition, in order of time."""
    return _ROWS.of_edition(db, edition, "created_at, request_sha256")


def editions(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The editions that anything was asked for, in order."""
    found = db.execute("SELECT DISTINCT edition FROM receipts ORDER BY edition").fetchall()
    return [str(edition) for (edition,) in found]


def since(db: duckdb.DuckDBPyConnection, moment: datetime) -> list[Receipt]:
    """What was asked from `moment` on, for any edition, in order of time."""
    return _ROWS.select(db, "WHERE created_at >= ? ORDER BY created_at, request_sha256", [moment])


def proven_mode(db: duckdb.DuckDBPyConnection, endpoint: str, model: str) -> str | None:
    """How the model at the endpoint was last asked for an answer's form with success; None when it never was."""
    found = db.execute(
        "SELECT mode FROM receipts WHERE endpoint = ? AND model = ? ORDER BY created_at DESC LIMIT 1", [endpoint, model]
    ).fetchone()
    return str(found[0]) if found else None
