"""What every command shares: consoles, exit codes, a progress bar, tables, paragraphs, options with one meaning."""

import os
import re
import sys
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

FAILED, BAD_USAGE, INTERRUPTED = 1, 2, 130
# In a file a line is as long as it is, for the programs that read it.
_UNBROKEN = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 10_000
OUT, ERR = Console(width=_UNBROKEN, highlight=False), Console(stderr=True, highlight=False)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
COLOURS = {
    "published": "green",
    "complete": "green",
    "degraded": "yellow",
    "partial": "yellow",
    "open": "cyan",
    "missing": "magenta",
    "unrecoverable": "magenta",
    "failed": "red",
}
_WIDE = 100  # columns from which a table has room for explanations
# What stays together on a line: a run of letters, digits and signs of scripts with spaces, or one other character;
# and the brackets that open before it, the marks that close after it.
_PIECE = re.compile(
    r"\s*[（「『《〈“]*(?:(?:[^\W\u3000-\u9fff\uac00-\ud7ff]|[!-~])+|\S)[，。、；：！？）」』》〉”…]*|\s+"
)


def progress_bar() -> Progress:
    """A progress bar that leaves nothing behind; on standard output if that is seen, so that lines stand above it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = OUT if OUT.is_terminal else ERR
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def is_wide() -> bool:
    """Whether the terminal is wide enough for more than what fits the usual 80 columns."""
    return OUT.width >= _WIDE


def plain_table(*headings: str, right: tuple[str, ...] = ()) -> Table:
    """A table without lines; the columns named in `right` hold numbers."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return table


def tell(text: str, *, mark: str = "", indent: int = 0, style: str = "", mark_style: str = "") -> None:
    """Print a paragraph after its mark, `indent` columns in; further lines stand below the first."""
    hang = cell_len(mark)
    for number, line in enumerate(wrapped(text, OUT.width - indent - hang)):
        before = " " * hang if number else mark
        OUT.print(Text.assemble(" " * indent, (before, mark_style), (line, style)), soft_wrap=True)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken between words or Chinese characters.

    A word or an address that is longer than a line stays whole all the same, to be found and copied.
    """
    lines = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if lines[-1] and cell_len(lines[-1] + piece) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines
