"""The commands that build editions: `run`, `backfill` and `demo`. What cannot be built is refused at once."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape

from aiintel_assets.assets.clock import clock_of
from aiintel_assets.cli.terminal import FAILED, OUT
from aiintel_assets.demo import newsroom as demo
from aiintel_assets.edition import editions_between, parse_edition
from aiintel_assets.errors import UsageError
from aiintel_assets.models import STAGES
from aiintel_assets.settings import DEMO_CATALOG, DEMO_MARKER, Settings, load_settings
from aiintel_assets.store import rendered_posts
from aiintel_assets.store.connect import Store

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
    chosen = edition or settings.calendar.newest_closed(clock_of(settings)())
    if not _build(settings, [chosen], stage, force=force, refresh=refresh, fresh=fresh):
        raise typer.Exit(FAILED)


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
    editions = list(editions_between(first, last))
    if not _build(load_settings(), editions, stage, jobs=jobs, force=force, refresh=refresh, fresh=fresh):
        raise typer.Exit(FAILED)


def build_demo() -> None:
    """Build three editions from a made-up newsroom on this machine: no key, no network."""
    settings = load_settings()
    marker = settings.data_dir / DEMO_MARKER
    if settings.database.exists() and not marker.exists():
        raise UsageError(
            f"{settings.data_dir} holds real editions: set AIINTEL_DATA_DIR to another folder for the demo"
        )
    from aiintel_assets.runs import prepare_home  # noqa: PLC0415 - loads Dagster

    prepare_home(settings)
    marker.write_text("This folder holds the made-up newsroom of `aiintel demo`; `make clean` removes it.\n", "utf-8")
    settings = load_settings(catalog=DEMO_CATALOG)
    well = _build(settings, list(demo.EDITIONS))
    _show_posts(settings)
    if not well:
        raise typer.Exit(FAILED)


def chosen_stages(stage: str | None) -> tuple[str, ...]:
    """The stages that `--stage` names: all, one (`rendered_posts`), or one and what follows (`topic_summaries+`).

    Raises:
        UsageError: there is no such stage.
    """
    if stage is None:
        return STAGES
    name = stage.removesuffix("+")
    if name not in STAGES:
        raise UsageError(f"there is no stage {name!r}: choose one of {', '.join(STAGES)}")
    return STAGES[STAGES.index(name) :] if stage.endswith("+") else (name,)


def refuse_unbuildable(settings: Settings, editions: Iterable[str]) -> None:
    """Say at once when an edition cannot be built, whatever its sources would tell.

    Raises:
        UsageError: it is too old, not of the demo, or lies in the future.
    """
    oldest, now = settings.first_edition, clock_of(settings)()
    for edition in editions:
        if parse_edition(edition) < oldest:
            raise UsageError(
                f"{edition} is older than AIINTEL_FIRST_EDITION ({oldest}): lower it to build that far back"
            )
        if settings.catalog == DEMO_CATALOG and not demo.EDITIONS[0] <= edition < demo.AFTER_THE_LAST:
            raise UsageError(
                f"the demo has no edition {edition}, only those from {demo.EDITIONS[0]} to the one before "
                f"{demo.AFTER_THE_LAST}: for real news, `make clean` or set AIINTEL_DATA_DIR to another folder"
            )
        if settings.calendar.state(edition, now) == "future":
            raise UsageError(f"the edition {edition} lies in the future: wait for its day")


def _build(  # noqa: PLR0913 - what the options say
    settings: Settings,
    editions: list[str],
    stage: str | None = None,
    *,
    jobs: int = 1,
    force: bool = False,
    refresh: bool = False,
    fresh: bool = False,
) -> bool:
    """Build what can be built; returns whether all went well."""
    stages = chosen_stages(stage)
    refuse_unbuildable(settings, editions)
    from aiintel_assets.cli.making import make  # noqa: PLC0415 - loads Dagster, which takes seconds

    return make(settings, editions, stages, jobs=jobs, force=force, refresh=refresh, fresh=fresh)


def _show_posts(settings: Settings) -> None:
    """Where the demo's posts are, as many as there are."""
    with Store(settings.database).transaction() as db:
        records = [record for edition in demo.EDITIONS if (record := rendered_posts.of_edition(db, edition))]
    for record in records:
        OUT.print(f"  {escape(str(settings.site_dir / record.path))}", soft_wrap=True)
    if records:
        OUT.print("Read them: [bold]make preview[/]; see how they were made: [bold]make serve[/]")
