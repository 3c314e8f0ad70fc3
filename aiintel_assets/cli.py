"""The command line: what people type, wait for and read. It decides nothing about news."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of
from aiintel_assets.assets.probing import probe
from aiintel_assets.demo import newsroom as demo
from aiintel_assets.edition import editions_between, parse_edition
from aiintel_assets.errors import NewsroomError, UsageError
from aiintel_assets.models import SourceCoverage
from aiintel_assets.runs import (
    STAGES,
    Outcome,
    chosen_stages,
    dagster_instance,
    in_background,
    prepare_home,
    run_editions,
)
from aiintel_assets.settings import DEMO_CATALOG, DEMO_MARKER, Settings, load_settings
from aiintel_assets.sources.catalog import Source
from aiintel_assets.store import rendered_posts
from aiintel_assets.store.ledger import EditionStatus, edition_status

FAILED, BAD_USAGE, INTERRUPTED = 1, 2, 130
_STATUS_COLOURS = {"complete": "green", "partial": "yellow", "unrecoverable": "magenta", "failed": "red"}
_COLOURS = {"published": "green", "degraded": "yellow", "open": "cyan", "missing": "magenta", "failed": "red"}

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_out, _err = Console(), Console(stderr=True)

Stage = Annotated[
    str | None,
    typer.Option(
        help=f"Build only this stage, or with a + it and what follows: {', '.join(STAGES)}.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Publish a post even if it is worse than the published one.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Ask every source again, also where the store knows enough.")]


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


@app.command()
def run(
    edition: Annotated[str | None, typer.Argument(help="YYYY-MM-DD; the newest closed one when left out.")] = None,
    stage: Stage = None,
    force: Force = False,  # noqa: FBT002 - typer makes a flag of it
    refresh: Refresh = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Build one edition."""
    settings = load_settings()
    newsroom = newsroom_of(settings)
    chosen = edition or newsroom.calendar.newest_closed(newsroom.clock())
    _build(replace(newsroom, force=force, refresh=refresh), [chosen], stage)


@app.command()
def backfill(  # noqa: PLR0913, PLR0917 - typer makes an option of each
    first: Annotated[str, typer.Argument(metavar="FROM", help="The first edition, YYYY-MM-DD.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="The last edition, YYYY-MM-DD.")],
    stage: Stage = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many editions are collected at the same time.")] = 1,
    force: Force = False,  # noqa: FBT002 - typer makes a flag of it
    refresh: Refresh = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Build every edition from FROM to TO, one after the other; a failed one does not stop the next."""
    newsroom = replace(newsroom_of(load_settings()), force=force, refresh=refresh)
    _build(newsroom, list(editions_between(first, last)), stage, jobs=jobs)


@app.command()
def status(
    first: Annotated[str | None, typer.Argument(metavar="[FROM", help="The first edition.", show_default=False)] = None,
    last: Annotated[str | None, typer.Argument(metavar="TO]", help="The last edition.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Show which editions are there, and what is missing from them and why."""
    newsroom = newsroom_of(load_settings())
    if (first is None) != (last is None):
        raise typer.BadParameter("give both FROM and TO, or neither")
    if not newsroom.settings.database.exists():
        chosen: list[str] = list(editions_between(first, last)) if first and last else []
        found = [_never_built(newsroom, edition) for edition in chosen]
    else:
        with newsroom.store.transaction() as db:
            chosen = (
                list(editions_between(first, last)) if first and last else _known_editions(rendered_posts.editions(db))
            )
            found = [edition_status(db, edition, newsroom.calendar, newsroom.clock()) for edition in chosen]
    if as_json:
        sys.stdout.write(json.dumps([_as_json(line) for line in found], ensure_ascii=False, indent=2) + "\n")
    elif found:
        _show(found)
    else:
        _out.print("No edition yet: build one with [bold]aiintel run[/] or try [bold]aiintel demo[/].")


_sources = typer.Typer(help="The catalog: what each source can tell, of today and of the past.")
app.add_typer(_sources, name="sources", invoke_without_command=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@_sources.callback()
def sources(context: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002 - typer makes a flag of it
    """List the catalog: each source's routes, how far back they reach, and what is known of it."""
    if context.invoked_subcommand:
        return
    catalog = newsroom_of(load_settings()).catalog
    if as_json:
        listed = [_source_as_json(source) for source in catalog.sources]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("source", "name", "language", "routes, in the order they are tried", "known"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"source", "language"})
    for source in catalog.sources:
        routes = " → ".join(dict.fromkeys(route.kind for route in source.routes))
        known = "; ".join(text for text in ("" if source.enabled else "off", source.note, source.terms) if text)
        table.add_row(source.id, escape(source.name), source.language, routes, escape(known))
    _out.print(table)
    for kind, route in {route.kind: route for source in catalog.sources for route in source.routes}.items():
        _out.print(f"[bold]{kind}[/]: today {route.LIVE}; past {route.PAST}")
    _out.print(
        f"{len(catalog.enabled)} of {len(catalog.sources)} are read; to try them: [bold]aiintel sources check[/]"
    )


@_sources.command("check")
def check_sources(
    edition: Annotated[str | None, typer.Argument(help="YYYY-MM-DD; the newest closed one when left out.")] = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Ask every source for an edition and report what it would tell; nothing is kept."""
    newsroom = newsroom_of(load_settings())
    chosen = edition or newsroom.calendar.newest_closed(newsroom.clock())
    _refuse_unbuildable(newsroom, [chosen])
    read = newsroom.catalog.enabled
    with _progress() as progress:
        bar = progress.add_task(f"{chosen}: asking {len(read)} sources", total=len(read))
        found = probe(newsroom, chosen, read, lambda _line: progress.advance(bar))
    if as_json:
        listed = [{**_source_json(line), "route": line.route, "articles": line.entries} for line in found]
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
        _out.print(table)
    if any(line.status == "failed" for line in found):
        raise typer.Exit(FAILED)


@app.command("demo")
def build_demo() -> None:
    """Build three editions from a made-up newsroom on this machine: no key, no network."""
    settings = load_settings()
    marker = settings.data_dir / DEMO_MARKER
    if settings.database.exists() and not marker.exists():
        raise UsageError(
            f"{settings.data_dir} holds real editions: set AIINTEL_DATA_DIR to another folder for the demo"
        )
    prepare_home(settings)
    marker.write_text("This folder holds the made-up newsroom of `aiintel demo`; `make clean` removes it.\n", "utf-8")
    newsroom = newsroom_of(load_settings(catalog=DEMO_CATALOG))
    _build(newsroom, list(demo.EDITIONS), then=_show_posts)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port of the Dagster UI on 127.0.0.1.")] = 3000,
) -> None:
    """Start the Dagster UI and the daemon that runs the schedule; Ctrl-C ends both."""
    settings = load_settings()
    with socket.socket() as probe_socket:
        if probe_socket.connect_ex(("127.0.0.1", port)) == 0:
            raise UsageError(
                f"port {port} is in use, perhaps by another aiintel serve: end that, or choose one with --port"
            )
    # The instance is made here, alone: two processes that make it at the same time can break it for good.
    with dagster_instance(settings):
        pass
    environment = os.environ | {
        "DAGSTER_HOME": str(settings.dagster_home),
        "AIINTEL_DATA_DIR": str(settings.data_dir),
        "PYTHONWARNINGS": "ignore",
    }
    _out.print(
        f"Dagster UI: [bold]http://127.0.0.1:{port}[/]  (data: {escape(str(settings.data_dir))}; Ctrl-C ends it)"
    )
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "aiintel_assets.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    # A stop that is meant for us is meant for Dagster's processes too.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with subprocess.Popen(command, env=environment) as dagster_dev:  # noqa: S603 - our own words
        try:
            code = dagster_dev.wait()
        except KeyboardInterrupt:
            dagster_dev.send_signal(signal.SIGINT)
            dagster_dev.wait()
            code = 0
    raise typer.Exit(code)


def main() -> None:
    """Run the command line; what people can act on is one line on standard error, never a traceback."""
    try:
        code = app(standalone_mode=False) or 0
    except NewsroomError as error:
        _err.print(f"[red]aiintel:[/] {escape(str(error))}", soft_wrap=True)
        code = BAD_USAGE if isinstance(error, UsageError) else FAILED
    except typer.Exit as stop:
        code = stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        # One of click's usage errors.
        _err.print(f"[red]aiintel:[/] {escape(error.format_message())} (see aiintel --help)", soft_wrap=True)
        code = BAD_USAGE
    if code == INTERRUPTED:
        _err.print("[yellow]interrupted[/]: what was finished is kept; the same command takes up the rest")
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # the stage under way is dropped: waiting for it is what Ctrl-C was against
    sys.exit(code)


def _build(
    newsroom: Newsroom,
    editions: list[str],
    stage: str | None = None,
    *,
    jobs: int = 1,
    then: Callable[[Newsroom, list[str]], None] | None = None,
) -> None:
    """Build the editions with a progress bar and a closing table; exit 1 when one failed."""
    stages = chosen_stages(stage)
    _refuse_unbuildable(newsroom, editions)
    newsroom.catalog  # noqa: B018 - a catalog that cannot be used is told before anything is built
    _out.print(f"[dim]{_what_is_read(newsroom.settings)}[/]")
    outcomes: list[Outcome] = []
    with (
        dagster_instance(newsroom.settings) as instance,
        _progress() as progress,
    ):
        bar = progress.add_task("starting", total=len(editions) * len(stages))

        def announce(edition: str, name: str) -> None:
            stage = name.partition(":")[0]
            done = len(outcomes) * len(stages) + (stages.index(stage) if stage in stages else 0)
            progress.update(bar, completed=done, description=f"{edition} {name}")

        told = replace(newsroom, announce=announce)
        for outcome in in_background(run_editions(told, instance, editions, stages, jobs=jobs)):
            outcomes.append(outcome)
            progress.update(bar, completed=len(outcomes) * len(stages))
            if not outcome.success:
                progress.console.print(f"[red]✗[/] {escape(outcome.reason)}", soft_wrap=True)
    with newsroom.store.transaction() as db:
        _show([edition_status(db, outcome.edition, newsroom.calendar, newsroom.clock()) for outcome in outcomes])
    if then:
        then(newsroom, [outcome.edition for outcome in outcomes if outcome.success])
    if not all(outcome.success for outcome in outcomes):
        raise typer.Exit(FAILED)


def _progress() -> Progress:
    """A progress bar on standard error that leaves nothing behind."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=_err, transient=True)


def _refuse_unbuildable(newsroom: Newsroom, editions: Iterable[str]) -> None:
    oldest = newsroom.settings.first_edition
    for edition in editions:
        if parse_edition(edition) < oldest:
            raise UsageError(
                f"{edition} is older than AIINTEL_FIRST_EDITION ({oldest}): lower it to build that far back"
            )
        if newsroom.settings.catalog == DEMO_CATALOG and not demo.EDITIONS[0] <= edition < demo.AFTER_THE_LAST:
            raise UsageError(
                f"the demo has no edition {edition}, only those from {demo.EDITIONS[0]} to the one before "
                f"{demo.AFTER_THE_LAST}: for real news, `make clean` or set AIINTEL_DATA_DIR to another folder"
            )
        if newsroom.calendar.state(edition, newsroom.clock()) == "future":
            raise UsageError(f"the edition {edition} lies in the future: wait for its day")


def _what_is_read(settings: Settings) -> str:
    if settings.catalog == DEMO_CATALOG:
        return f"made-up newsroom → {settings.data_dir}"
    return f"{settings.catalog or 'built-in catalog'} → {settings.data_dir}"


def _show_posts(newsroom: Newsroom, editions: list[str]) -> None:
    with newsroom.store.transaction() as db:
        records = [record for edition in editions if (record := rendered_posts.of_edition(db, edition))]
    for record in records:
        _out.print(f"  {escape(str(newsroom.settings.site_dir / record.path))}", soft_wrap=True)
    _out.print("Look at them in the Dagster UI: [bold]make serve[/] (or [bold]aiintel serve[/])")


def _known_editions(published: list[str]) -> list[str]:
    """From the first published edition to the last, so that days in between show as missing."""
    return list(editions_between(published[0], published[-1])) if published else []


def _never_built(newsroom: Newsroom, edition: str) -> EditionStatus:
    is_open = newsroom.calendar.state(edition, newsroom.clock()) != "closed"
    return EditionStatus(
        edition,
        "open" if is_open else "missing",
        "it was never built",
        topics=0,
        articles=0,
        sources=(),
        dropped={},
        editor=None,
    )


def _show(lines: Sequence[EditionStatus]) -> None:
    """The editions as a table, and below it, in full, why some are not as they should be."""
    _out.print(_status_table(lines))
    for line in lines:
        if line.reason and line.state not in {"missing", "open"}:
            _out.print(f"{line.edition} [{_COLOURS[line.state]}]{line.state}[/]: {escape(line.reason)}", soft_wrap=True)
        short = [source for source in line.sources if source.status not in {"complete", "failed"}]
        if short:
            told = "; ".join(f"{source.source_id} {source.status}: {source.reason}" for source in short)
            _out.print(f"[dim]{line.edition} gaps: {escape(told)}[/]", soft_wrap=True)


def _status_table(lines: Iterable[EditionStatus]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("edition", "state", "topics", "articles", "sources", "dropped"):
        table.add_column(heading, justify="right" if heading in {"topics", "articles"} else "left", overflow="fold")
    for line in lines:
        whole = Counter(source.status for source in line.sources)["complete"]
        table.add_row(
            line.edition,
            f"[{_COLOURS[line.state]}]{line.state}[/]",
            str(line.topics),
            str(line.articles),
            f"{whole}/{len(line.sources)} complete" if line.sources else "",
            ", ".join(f"{count} {escape(reason)}" for reason, count in line.dropped.items()),
        )
    return table


def _as_json(line: EditionStatus) -> dict[str, Any]:
    return {
        "edition": line.edition,
        "state": line.state,
        "reason": line.reason,
        "topics": line.topics,
        "articles": line.articles,
        "sources": [_source_json(source) for source in line.sources],
        "dropped": dict(line.dropped),
        "editor": line.editor,
        "calls": line.calls,
        "cost_usd": line.cost_usd,
    }


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


def _source_json(source: SourceCoverage) -> dict[str, Any]:
    def instant(moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

    return {
        "source_id": source.source_id,
        "status": source.status,
        "reason": source.reason,
        "covered": [[instant(interval.start), instant(interval.end)] for interval in source.covered],
    }


if __name__ == "__main__":
    main()
