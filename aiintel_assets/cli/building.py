"""The commands that build editions: `run`, `backfill` and `demo`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated

import typer
from rich.markup import escape

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of
from aiintel_assets.cli.status import show
from aiintel_assets.cli.terminal import FAILED, OUT, progress_bar
from aiintel_assets.demo import newsroom as demo
from aiintel_assets.edition import editions_between, parse_edition
from aiintel_assets.editors.extractive import EXTRACTIVE
from aiintel_assets.errors import UsageError
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
from aiintel_assets.store import rendered_posts
from aiintel_assets.store.ledger import edition_status

Stage = Annotated[
    str | None,
    typer.Option(
        help=f"Build only this stage, or with a + it and what follows: {', '.join(STAGES)}.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Publish a post even if it is worse than the published one.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ask the model again, and pay again, for what it has answered.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Ask every source again, also where the store knows enough.")]


def run(
    edition: Annotated[str | None, typer.Argument(help="YYYY-MM-DD; the newest closed one when left out.")] = None,
    stage: Stage = None,
    force: Force = False,  # noqa: FBT002 - typer makes a flag of it
    refresh: Refresh = False,  # noqa: FBT002 - typer makes a flag of it
    fresh: Fresh = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Build one edition."""
    settings = load_settings()
    newsroom = newsroom_of(settings)
    chosen = edition or newsroom.calendar.newest_closed(newsroom.clock())
    wanted = replace(newsroom, force=force, refresh=refresh, asked_afresh={} if fresh else None)
    _build(wanted, [chosen], stage)


def backfill(  # noqa: PLR0913, PLR0917 - typer makes an option of each
    first: Annotated[str, typer.Argument(metavar="FROM", help="The first edition, YYYY-MM-DD.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="The last edition, YYYY-MM-DD.")],
    stage: Stage = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many editions are collected at the same time.")] = 1,
    force: Force = False,  # noqa: FBT002 - typer makes a flag of it
    refresh: Refresh = False,  # noqa: FBT002 - typer makes a flag of it
    fresh: Fresh = False,  # noqa: FBT002 - typer makes a flag of it
) -> None:
    """Build every edition from FROM to TO, one after the other; a failed one does not stop the next."""
    newsroom = replace(newsroom_of(load_settings()), force=force, refresh=refresh, asked_afresh={} if fresh else None)
    _build(newsroom, list(editions_between(first, last)), stage, jobs=jobs)


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


def refuse_unbuildable(newsroom: Newsroom, editions: Iterable[str]) -> None:
    """Say at once when an edition cannot be built, whatever its sources would tell.

    Raises:
        UsageError: it is too old, not of the demo, or lies in the future.
    """
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
    refuse_unbuildable(newsroom, editions)
    newsroom.catalog  # noqa: B018 - a catalog that cannot be used is told before anything is built
    OUT.print(f"[dim]{escape(_what_is_read(newsroom.settings))}[/]", soft_wrap=True)
    outcomes: list[Outcome] = []
    with (
        dagster_instance(newsroom.settings) as instance,
        progress_bar() as progress,
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
        built = [edition_status(db, outcome.edition, newsroom.calendar, newsroom.clock()) for outcome in outcomes]
    show(built, newsroom.calendar)
    if then and any(outcome.success for outcome in outcomes):
        then(newsroom, [outcome.edition for outcome in outcomes if outcome.success])
    if not all(outcome.success for outcome in outcomes):
        raise typer.Exit(FAILED)


def _what_is_read(settings: Settings) -> str:
    read = "made-up newsroom" if settings.catalog == DEMO_CATALOG else settings.catalog or "built-in catalog"
    writes = "" if settings.editor == EXTRACTIVE else f", written by {settings.model}"
    return f"{read} → {settings.data_dir}{writes}"


def _show_posts(newsroom: Newsroom, editions: list[str]) -> None:
    with newsroom.store.transaction() as db:
        records = [record for edition in editions if (record := rendered_posts.of_edition(db, edition))]
    for record in records:
        OUT.print(f"  {escape(str(newsroom.settings.site_dir / record.path))}", soft_wrap=True)
    OUT.print("Read them: [bold]make preview[/]; see how they were made: [bold]make serve[/]")
