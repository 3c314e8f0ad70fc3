"""The commands `sources` and `sources check`: the catalog, and what each source would tell now."""

import json
import re
import sys
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.assets.probing import probe
from aiintel_assets.cli.building import refuse_unbuildable
from aiintel_assets.cli.status import coverage_json
from aiintel_assets.cli.terminal import FAILED, OUT, AsJson, progress_bar
from aiintel_assets.settings import load_settings
from aiintel_assets.sources.catalog import Source

_STATUS_COLOURS = {"complete": "green", "partial": "yellow", "unrecoverable": "magenta", "failed": "red"}

app = typer.Typer(help="The catalog: what each source can tell, of today and of the past.")


@app.callback()
def sources(
    context: typer.Context,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes a flag of it
    notes: Annotated[bool, typer.Option("--notes", help="Also tell what is known of each, and its terms.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """List the catalog: by which route each source is read today, and how far back and by which one it reaches."""
    if context.invoked_subcommand:
        return
    catalog = newsroom_of(load_settings()).catalog
    if as_json:
        listed = [_source_as_json(source) for source in catalog.sources]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("source", "name", "language", "routes, in the order they are tried", "the past"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"source", "language"})
    for source in catalog.sources:
        routes = " → ".join(dict.fromkeys(route.kind for route in source.routes))
        style = "" if source.enabled else "dim"
        past = _past(source) if source.enabled else "off"
        table.add_row(source.id, escape(source.name), source.language, routes, past, style=style)
    OUT.print(table)
    for source in catalog.sources if notes else ():
        if known := "; ".join(text for text in (source.note, source.terms) if text):
            OUT.print(f"[bold]{source.id}[/]: {escape(known)}", soft_wrap=True)
    for kind, route in {route.kind: route for source in catalog.sources for route in source.routes}.items():
        OUT.print(f"[bold]{kind}[/]: today {route.LIVE}; past {route.PAST}")
    OUT.print(f"{len(catalog.enabled)} of {len(catalog.sources)} are read; to try them: [bold]aiintel sources check[/]")
    if not notes:
        OUT.print("What is known of each, and its terms: [bold]aiintel sources --notes[/]")


@app.command("check")
def check_sources(
    edition: Annotated[str | None, typer.Argument(help="YYYY-MM-DD; the newest closed one when left out.")] = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Ask every source for an edition and report what it would tell; nothing is kept."""
    newsroom = newsroom_of(load_settings())
    chosen = edition or newsroom.calendar.newest_closed(newsroom.clock())
    refuse_unbuildable(newsroom, [chosen])
    read = newsroom.catalog.enabled
    with progress_bar() as progress:
        bar = progress.add_task(f"{chosen}: asking {len(read)} sources", total=len(read))
        found = probe(newsroom, chosen, read, lambda _line: progress.advance(bar))
    if as_json:
        listed = [{**coverage_json(line), "route": line.route, "articles": line.entries} for line in found]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    else:
        table = Table(box=None, pad_edge=False, title=f"edition {chosen}", title_justify="left")
        for heading in ("source", "status", "route", "articles", "reason"):
            table.add_column(heading, justify="right" if heading == "articles" else "left", overflow="fold")
        for line in found:
            colour = _STATUS_COLOURS[line.status]
            table.add_row(
                line.source_id, f"[{colour}]{line.status}[/]", line.route or "", str(line.entries), escape(line.reason)
            )
        OUT.print(table)
    if any(line.status == "failed" for line in found):
        raise typer.Exit(FAILED)


def _past(source: Source) -> str:
    """How far back the source reaches, by the route that reaches furthest."""
    furthest = max(source.routes, key=lambda route: (route.PAST.startswith("any day"), route.kind == "wayback"))
    told = "archived days" if furthest.kind == "wayback" else re.split("[,;]", furthest.PAST)[0]
    return f"{told}, by {furthest.kind}"


def _source_as_json(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "language": source.language,
        "enabled": source.enabled,
        "routes": [{"kind": route.kind, "url": route.url, "past": route.PAST} for route in source.routes],
        "note": source.note,
        "terms": source.terms,
    }
