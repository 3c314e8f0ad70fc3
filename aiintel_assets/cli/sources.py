"""The commands `sources` and `sources check`: the catalog, and what each source would tell now."""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape

from aiintel_assets.assets.catalogs import catalog_of
from aiintel_assets.assets.clock import clock_of
from aiintel_assets.cli.building import refuse_unbuildable
from aiintel_assets.cli.status import coverage_json
from aiintel_assets.cli.terminal import COLOURS, FAILED, OUT, AsJson, is_wide, plain_table, progress_bar, tell
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import SourceCoverage
from aiintel_assets.settings import load_settings
from aiintel_assets.sources.catalog import Source

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
    catalog = catalog_of(load_settings())
    if as_json:
        listed = [_source_as_json(source) for source in catalog.sources]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return
    table = plain_table("source", *(("name",) if is_wide() else ()), "language", "routes, in their order", "the past")
    for source in catalog.sources:
        routes = " → ".join(dict.fromkeys(route.kind for route in source.routes))
        name = (escape(source.name),) if is_wide() else ()
        style = "" if source.enabled else "dim"
        table.add_row(
            source.id, *name, source.language, routes, _past(source) if source.enabled else "off", style=style
        )
    OUT.print(table)
    for source in catalog.sources if notes else ():
        if known := "; ".join(text for text in (source.note, source.terms) if text):
            tell(f"{source.id}: {known}", mark="• ")
    for kind, route in {route.kind: route for source in catalog.sources for route in source.routes}.items():
        tell(f"{kind}: today {route.LIVE}; past {route.PAST}", mark="• ")
    OUT.print(f"{len(catalog.enabled)} of {len(catalog.sources)} are read; to try them: [bold]aiintel sources check[/]")
    if not notes:
        OUT.print("What is known of each, and its terms: [bold]aiintel sources --notes[/]")


@app.command("check")
def check_sources(
    edition: Annotated[str | None, typer.Argument(help="YYYY-MM-DD; the newest closed one when left out.")] = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Ask every source for an edition and report what it would tell; nothing is kept."""
    settings = load_settings()
    chosen = edition or settings.calendar.newest_closed(clock_of(settings)())
    refuse_unbuildable(settings, [chosen])
    read = catalog_of(settings).enabled
    from aiintel_assets.assets.newsroom import newsroom_of  # noqa: PLC0415 - loads all rooms
    from aiintel_assets.assets.probing import probe  # noqa: PLC0415 - loads Dagster

    with progress_bar() as progress:
        bar = progress.add_task(f"{chosen}: asking {len(read)} sources", total=len(read))
        found = probe(newsroom_of(settings), chosen, read, lambda _line: progress.advance(bar))
    if as_json:
        listed = [{**coverage_json(line), "route": line.route, "articles": line.entries} for line in found]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    else:
        _show_check(chosen, found)
    if any(line.status == "failed" for line in found):
        raise typer.Exit(FAILED)


def _show_check(edition: str, found: Sequence[SourceCoverage]) -> None:
    """A row a source, and below, each once, the reasons why some cannot tell everything.

    Raises:
        NewsroomError: none answered, all for the same reason, which is said instead.
    """
    if common := _common_cause(found):
        raise NewsroomError(
            f"none of {len(found)} sources could be read: {common}; check the network of this machine, "
            "then: aiintel sources check"
        )
    OUT.print(f"edition {edition}")
    headings = ("source", "status", "route", "articles", *(("reason",) if is_wide() else ()))
    table = plain_table(*headings, right=("articles",))
    untold: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in found:
        status = f"[{COLOURS[line.status]}]{line.status}[/]"
        short = line.status == "complete"
        reason = (escape(line.reason) if short else "",) if is_wide() else ()
        table.add_row(line.source_id, status, line.route or "", str(line.entries), *reason)
        if not short:
            untold[line.status, line.reason].append(line.source_id)
    OUT.print(table)
    for (status, why), ids in untold.items():
        tell(f"{', '.join(ids)} {status}: {why}", mark="• ", mark_style=COLOURS[status])


def _common_cause(found: Sequence[SourceCoverage]) -> str:
    """What kept every single source from being read, by whichever route; nothing when it was not the same."""
    causes = [{part.rpartition(": ")[2] for part in line.reason.split("; ")} for line in found]
    if len(found) <= 1 or any(line.status != "failed" for line in found):
        return ""
    return next(iter(sorted(set.intersection(*causes))), "")


def _past(source: Source) -> str:
    """How far back the source reaches, by the route that reaches furthest."""
    furthest = max(source.routes, key=lambda route: (route.PAST.startswith("any day"), route.kind == "wayback"))
    if furthest.PAST.startswith("any day"):
        return "any day"
    return "archived days" if furthest.kind == "wayback" else "what it lists"


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
