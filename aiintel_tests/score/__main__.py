"""`make score`: the table. Name parts to see only those; AIINTEL_CORPORA adds rows on the development corpora."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from aiintel_tests.score import chinese, copies, extraction, grounding, topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_tests.score.measure import Row

_WIDTH = 120
PARTS = {"extraction": extraction, "copies": copies, "chinese": chinese, "topics": topics, "grounding": grounding}
"""A part is a module with `own()`, rows on our own labelled sets, and perhaps `corpora(folder)`, rows on others."""


def main() -> None:
    """Measure, and print the table, a part at a time."""
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        sys.exit(f"no part called {', '.join(unknown)}: choose from {', '.join(PARTS)}")
    console = Console(width=_WIDTH)
    for name in chosen:
        started = time.perf_counter()
        table = Table(title=name, title_justify="left", box=None)
        for heading in ("", "on", "measure", "items", "ours", "plain", "plain is"):
            table.add_column(heading, justify="right" if heading in {"items", "ours", "plain"} else "left")
        for row in _rows(name):
            plain = "" if row.plain is None else _shown(row, row.plain)
            table.add_row(row.what, row.data, row.measure, f"{row.size:,}", _shown(row, row.ours), plain, row.beside)
        console.print(table)
        console.print(f"{time.perf_counter() - started:.0f} s", style="dim")
    if _folder() is None:
        console.print("Own sets only: AIINTEL_CORPORA names no folder of corpora.")


def _rows(name: str) -> Iterator[Row]:
    part = PARTS[name]
    yield from part.own()
    folder = _folder()
    if folder is not None and hasattr(part, "corpora"):
        yield from part.corpora(folder)


def _folder() -> Path | None:
    named = os.environ.get("AIINTEL_CORPORA")
    return Path(named) if named else None


def _shown(row: Row, value: float) -> str:
    return f"{value:.0f}" if row.counted else f"{value:.3f}"


if __name__ == "__main__":
    main()
