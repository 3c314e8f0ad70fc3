"""Numbered SQL files, applied once each and in order. What a table holds is said in `sql/`, nowhere else."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from aiintel_assets.errors import NewsroomError

if TYPE_CHECKING:
    import duckdb


class SchemaError(NewsroomError):
    """The file's schema is newer than this program."""


def migrations() -> list[tuple[int, str, str]]:
    """Every migration as (number, name, SQL), in order; the number is the file name's first three digits."""
    scripts = (file for file in files("aiintel_assets.store").joinpath("sql").iterdir() if file.name.endswith(".sql"))
    return sorted((int(file.name[:3]), file.name, file.read_text(encoding="utf-8")) for file in scripts)


def migrate(db: duckdb.DuckDBPyConnection) -> None:
    """Bring the database to the newest schema; each migration is one transaction.

    Raises:
        SchemaError: the database knows migrations that this program does not.
    """
    known = migrations()
    db.execute("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL, name VARCHAR NOT NULL)")
    row = db.execute("SELECT coalesce(max(version), 0) FROM schema_migrations").fetchone()
    version = int(row[0]) if row else 0
    newest = known[-1][0]
    if version > newest:
        raise SchemaError(
            f"written by a newer version of aiintel (schema {version}, this one knows {newest}): upgrade aiintel"
        )
    for number, name, sql in known:
        if number > version:
            db.begin()
            db.execute(sql)
            db.execute("INSERT INTO schema_migrations VALUES (?, ?)", [number, name])
            db.commit()
