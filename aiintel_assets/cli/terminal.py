"""What every command shares: the two consoles, the exit codes, the progress bar, options with one meaning."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

FAILED, BAD_USAGE, INTERRUPTED = 1, 2, 130
OUT, ERR = Console(), Console(stderr=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def progress_bar() -> Progress:
    """A progress bar on standard error that leaves nothing behind."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=ERR, transient=True)
