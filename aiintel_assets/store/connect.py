"""Opening the DuckDB file: late, for one transaction, with patience when another process holds it. No queries here."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from aiintel_assets.errors import NewsroomError
from aiintel_assets.store.migrate import SchemaError, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0  # seconds to wait for another process that holds the file
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0  # seconds between two tries at a locked file
_LOCKED = "Could not set lock on file"
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_MIGRATING = threading.Lock()  # threads share the file, and two of them cannot make the same table


class StoreError(NewsroomError):
    """The warehouse cannot be opened, read or written; the message says why and what to do."""


class Store:
    """The warehouse: one DuckDB file, opened for each piece of work and closed again.

    DuckDB lets one process hold the file at a time, so nothing slow may happen inside `transaction`.

    Args:
        path: the file; it and its folder are made when first opened.
        patience: seconds to wait for another process that holds the file.
    """

    def __init__(self, path: Path, *, patience: float | None = None) -> None:
        self.path = path
        self.patience = PATIENCE if patience is None else patience

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection inside one transaction: committed when the block ends, undone when it raises.

        Raises:
            StoreError: the file is locked beyond `patience`, is no database of ours, is damaged, or its folder cannot
                be written; it heals when another process or thread was in the way.
            SchemaError: the file was written by a newer version of this program.
        """
        db = self._open()
        try:
            db.execute("SET TimeZone = 'UTC'")
            with _MIGRATING:
                migrate(db)
            db.begin()
            yield db
            db.commit()
        except SchemaError as error:
            raise SchemaError(f"{self.path}: {error}") from None
        except duckdb.Error as error:
            conflict = isinstance(error, duckdb.TransactionException)
            raise StoreError(f"{self.path}: {_first_line(error)}", heals=conflict) from error
        finally:
            # Closing rolls back what was not committed.
            db.close()

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"cannot write {self.path.parent}: {error.strerror}; set AIINTEL_DATA_DIR to a folder you may write"
            ) from None
        deadline = time.monotonic() + self.patience
        wait = FIRST_WAIT
        while True:
            try:
                return duckdb.connect(self.path)
            except duckdb.IOException as error:
                if _LOCKED not in str(error):
                    raise StoreError(f"cannot open {self.path}: {_first_line(error)}") from None
                left = deadline - time.monotonic()
                if left <= 0:
                    raise StoreError(
                        f"{self.path} is in use by {_holder(error)}: wait for it or end it", heals=True
                    ) from None
            except duckdb.Error as error:
                raise StoreError(f"cannot open {self.path}: {_first_line(error)}") from None
            time.sleep(min(wait, left))
            wait = min(wait * 2, LONGEST_WAIT)


def _holder(error: duckdb.Error) -> str:
    found = _HOLDER.search(str(error))
    return f"process {found['pid']} ({found['program']})" if found else "another process"


def _first_line(error: duckdb.Error) -> str:
    return str(error).partition("\n")[0]
