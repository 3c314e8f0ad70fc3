"""The command line: what people type, wait for and read. It decides nothing about news."""

import os
import sys
from importlib import metadata
from typing import Annotated

import typer
from rich.markup import escape

from aiintel_assets.cli import building, receipts, serving, sources, status, tracing
from aiintel_assets.cli.memory import give_memory_back
from aiintel_assets.cli.terminal import BAD_USAGE, ERR, FAILED, INTERRUPTED
from aiintel_assets.errors import NewsroomError, UsageError

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def aiintel(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """A newsroom as a graph of data assets: one Traditional-Chinese post of AI news a day."""
    if version:
        sys.stdout.write(f"aiintel {metadata.version('aiintel-assets')}\n")
    elif context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


app.command()(building.run)
app.command()(building.backfill)
app.command()(status.status)
app.command()(tracing.trace)
app.command()(receipts.receipts)
app.add_typer(sources.app, name="sources", invoke_without_command=True)
app.command("demo")(building.build_demo)
app.command()(serving.serve)
app.command()(serving.preview)


def main() -> None:
    """Run the command line; what people can act on is one line on standard error, never a traceback."""
    give_memory_back()
    try:
        code = app(standalone_mode=False) or 0
    except NewsroomError as error:
        ERR.print(f"[red]aiintel:[/] {escape(str(error))}", soft_wrap=True)
        code = BAD_USAGE if isinstance(error, UsageError) else FAILED
    except typer.Exit as stop:
        code = stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        # One of click's usage errors.
        ERR.print(f"[red]aiintel:[/] {escape(error.format_message())} (see aiintel --help)", soft_wrap=True)
        code = BAD_USAGE
    if code == INTERRUPTED:
        ERR.print("[yellow]interrupted[/]: what was finished is kept; the same command takes up the rest")
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # the stage under way is dropped: waiting for it is what Ctrl-C was against
    sys.exit(code)
