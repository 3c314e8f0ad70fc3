"""Making editions before one's eyes: a line for each as it ends, a bar below, at the end what was amiss and why."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rich.markup import escape

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of, unpriced_models
from aiintel_assets.cli.status import cost_of, tell_causes
from aiintel_assets.cli.terminal import COLOURS, ERR, OUT, progress_bar
from aiintel_assets.models import EXTRACTIVE
from aiintel_assets.runs import Outcome, dagster_instance, in_background, run_editions
from aiintel_assets.settings import DEMO_CATALOG, Settings
from aiintel_assets.store.ledger import EditionStatus, edition_status


def make(  # noqa: PLR0913 - what the options say
    settings: Settings,
    editions: Sequence[str],
    stages: Sequence[str],
    *,
    jobs: int,
    force: bool,
    refresh: bool,
    fresh: bool,
) -> bool:
    """Build the stages of the editions and tell how each ended; returns whether all went well."""
    newsroom = replace(newsroom_of(settings), force=force, refresh=refresh, asked_afresh={} if fresh else None)
    newsroom.catalog  # noqa: B018 - a catalog that cannot be used is told before anything is built
    OUT.print(f"[dim]{escape(_what_is_read(settings))}[/]", soft_wrap=True)
    _warn_of_unknown_prices(settings)
    started = time.monotonic()
    ended: list[EditionStatus] = []
    try:
        with dagster_instance(settings) as instance, progress_bar() as progress:
            bar = progress.add_task("starting", total=len(editions) * len(stages))

            def announce(edition: str, name: str) -> None:
                stage = name.partition(":")[0]
                done = len(ended) * len(stages) + (stages.index(stage) if stage in stages else 0)
                progress.update(bar, completed=done, description=f"{edition} {name}")

            told = replace(newsroom, announce=announce)
            for outcome in in_background(run_editions(told, instance, editions, stages, jobs=jobs)):
                line = _how_it_is(newsroom, outcome)
                ended.append(line)
                progress.update(bar, completed=len(ended) * len(stages))
                OUT.print(_row(line, outcome.seconds), soft_wrap=True)
    finally:
        # Also when somebody who saw an edition fail has stopped the others.
        if len(editions) > 1 and ended:
            OUT.print(_total(ended, len(editions), time.monotonic() - started), soft_wrap=True)
        tell_causes(ended, newsroom.calendar)
    return all(line.state != "failed" for line in ended)


def _how_it_is(newsroom: Newsroom, outcome: Outcome) -> EditionStatus:
    """The edition's state after its run; a run that failed counts, whatever an earlier one left."""
    with newsroom.store.transaction() as db:
        line = edition_status(db, outcome.edition, newsroom.calendar, newsroom.clock())
    if outcome.success:
        return line
    return replace(line, state="failed", causes=(outcome.reason.removeprefix(f"{outcome.edition} "),))


def _row(line: EditionStatus, seconds: float) -> str:
    state = f"[{COLOURS[line.state]}]{line.state:9}[/]"
    topics = f"{line.topics:3} {'topic ' if line.topics == 1 else 'topics'}"
    return f"{line.edition}  {state}  {topics}  {seconds:6.1f} s  {cost_of(line)}".rstrip()


def _total(lines: Sequence[EditionStatus], wanted: int, seconds: float) -> str:
    counts = Counter(line.state for line in lines)
    states = ", ".join(f"[{COLOURS[state]}]{count} {state}[/]" for state, count in counts.items())
    minutes, rest = divmod(round(seconds), 60)
    cost = f", {told}" if (told := cost_of(*lines)) else ""
    built = f"{len(lines)} of {wanted}" if len(lines) < wanted else str(wanted)
    return f"{built} editions in {f'{minutes} min ' if minutes else ''}{rest} s{cost}: {states}"


def _what_is_read(settings: Settings) -> str:
    read = "made-up newsroom" if settings.catalog == DEMO_CATALOG else settings.catalog or "built-in catalog"
    writes = "" if settings.editor == EXTRACTIVE else f", written by {settings.model}"
    return f"{read} → {settings.data_dir}{writes}"


def _warn_of_unknown_prices(settings: Settings) -> None:
    """A budget in dollars stops nothing that has no price."""
    limits = [
        name
        for name, value in (
            ("AIINTEL_EDITION_BUDGET_USD", settings.edition_budget_usd),
            ("AIINTEL_DAY_BUDGET_USD", settings.day_budget_usd),
        )
        if value
    ]
    if limits and (unpriced := unpriced_models(settings)):
        ERR.print(
            f"[yellow]aiintel:[/] no price is known for {escape(' and '.join(unpriced))}, so {' and '.join(limits)} "
            "cannot stop it: set AIINTEL_PRICE_PER_MILLION=READ,WRITTEN (0,0 if it is free) or "
            "AIINTEL_EDITION_BUDGET_TOKENS",
            soft_wrap=True,
        )
