"""Table `pictures`: what an image model painted for covers, so that the same picture is never paid for twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Picture
from aiintel_assets.store.rows import Rows

if TYPE_CHECKING:
    import duckdb

_ROWS = Rows(Picture, "pictures")


def add(db: duckdb.DuckDBPyConnection, picture: Picture) -> None:
    """Keep a picture."""
    _ROWS.insert(db, [picture])


def of_request(db: duckdb.DuckDBPyConnection, request_sha256: str) -> Picture | None:
    """The first answer to the request, if there was one: a cover stays as it was."""
    found = _ROWS.select(db, "WHERE request_sha256 = ? ORDER BY created_at LIMIT 1", [request_sha256])
    return found[0] if found else None
