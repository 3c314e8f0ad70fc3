"""Table `source_coverage`: which source told what of an edition, and what its routes vouch for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import SourceCoverage
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from aiintel_assets.edition import Interval

_ROWS = Rows(SourceCoverage, "source_coverage")


def replace(db: duckdb.DuckDBPyConnection, edition: str, coverage: Sequence[SourceCoverage]) -> None:
    """Make `coverage` the edition's ledger."""
    _ROWS.replace(db, edition, coverage)


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[SourceCoverage]:
    """The edition's ledger, a row a source, in the order of the source ids."""
    return _ROWS.of_edition(db, edition, "source_id")


def vouched_for(db: duckdb.DuckDBPyConnection, source_id: str, window: Interval) -> list[Interval]:
    """Every interval touching `window` for which some earlier collection stored all of the source's entries."""
    rows = _ROWS.select(db, "WHERE source_id = ? AND len(covered) > 0", [source_id])
    return [interval for row in rows for interval in row.covered if interval.overlap(window)]
