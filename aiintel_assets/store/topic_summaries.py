"""Table `topic_summaries`: the written items, each claim with the sentences it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Summary
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_ROWS = Rows(Summary, "topic_summaries")


def replace(db: duckdb.DuckDBPyConnection, edition: str, summaries: Sequence[Summary]) -> None:
    """Make `summaries` the edition's written items."""
    _ROWS.replace(db, edition, summaries)


def of_edition(db: duckdb.DuckDBPyConnection, edition: str) -> list[Summary]:
    """The edition's written items, in the order of the topic ids."""
    return _ROWS.of_edition(db, edition, "topic_id")


def of_editions(db: duckdb.DuckDBPyConnection, editions: Sequence[str]) -> dict[str, list[Summary]]:
    """Edition → its written items, for those of `editions` that have any."""
    return {edition: found for edition in editions if (found := of_edition(db, edition))}
