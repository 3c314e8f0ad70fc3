"""Frozen dataclasses to table rows and back. The dataclass says the columns; nested ones become DuckDB structs."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import duckdb

T = TypeVar("T")


class Rows(Generic[T]):
    """How one dataclass lies in one table.

    Args:
        model: the dataclass.
        table: the table's name.
        renamed: field name → column name, where they differ.
        elsewhere: fields that this table does not hold; they have a default.
    """

    def __init__(
        self, model: type[T], table: str, renamed: Mapping[str, str] | None = None, elsewhere: Collection[str] = ()
    ) -> None:
        self.table = table
        self._adapter: TypeAdapter[T] = TypeAdapter(model)
        names = [field.name for field in fields(model) if field.name not in elsewhere]  # type: ignore[arg-type] # T is a dataclass
        self._columns = {name: (renamed or {}).get(name, name) for name in names}

    def insert(self, db: duckdb.DuckDBPyConnection, items: Iterable[T], **shared: object) -> None:
        """Add the items; `shared` are columns with one value for all of them, such as the edition."""
        rows = [self._to_row(item) | shared for item in items]
        if not rows:
            return
        columns = list(rows[0])
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        db.executemany(
            f"INSERT INTO {self.table} ({names}) VALUES ({marks})",  # noqa: S608 - names come from our own dataclasses
            [[row[column] for column in columns] for row in rows],
        )

    def replace(self, db: duckdb.DuckDBPyConnection, edition: str, items: Sequence[T]) -> None:
        """Make `items` the only rows of the edition; atomic within the caller's transaction."""
        db.execute(f"DELETE FROM {self.table} WHERE edition = ?", [edition])  # noqa: S608 - as above
        self.insert(db, items, edition=edition)

    def select(self, db: duckdb.DuckDBPyConnection, clause: str = "", parameters: Sequence[object] = ()) -> list[T]:
        """The rows that `clause` (everything after FROM) chooses, as dataclasses."""
        names = ", ".join(f'"{column}"' for column in self._columns.values())
        found = db.execute(f"SELECT {names} FROM {self.table} {clause}", list(parameters)).fetchall()  # noqa: S608 - as above
        return [self._from_row(dict(zip(self._columns, row, strict=True))) for row in found]

    def of_edition(self, db: duckdb.DuckDBPyConnection, edition: str, order: str) -> list[T]:
        """The edition's rows in the order of the column(s) `order`."""
        return self.select(db, f"WHERE edition = ? ORDER BY {order}", [edition])

    def _to_row(self, item: T) -> dict[str, Any]:
        dumped: dict[str, Any] = self._adapter.dump_python(item)
        return {column: dumped[name] for name, column in self._columns.items()}

    def _from_row(self, values: dict[str, Any]) -> T:
        return self._adapter.validate_python(values)
