"""Asset `harvest`: between editions, what the sources list now, so that a busy feed drops nothing before it is read."""

import time

import dagster as dg

from aiintel_assets.assets.collecting import ask_sources
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.stage import GROUP, OWNERS, facts
from aiintel_assets.errors import NewsroomError
from aiintel_assets.sources.collect import survey
from aiintel_assets.store import feed_entries, feed_pages, source_coverage


@dg.asset(
    name="harvest",
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "duckdb"},
    code_version="1",
    description="Optional: every entry that the sources list right now, kept for the editions to come. "
    "Switch on `hourly_harvest` for feeds that hold less than a day.",
)
def harvest(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
    """Survey the sources for the edition that is open now; no article is fetched."""
    started = time.monotonic()
    edition = newsroom.calendar.edition_of(newsroom.clock())
    try:
        assignment, deliveries = ask_sources(newsroom, edition, survey, context.log)
        with newsroom.store.transaction() as db:
            new = sum(feed_entries.add(db, edition, d.coverage.source_id, d.listed) for d in deliveries)
            feed_pages.keep(db, edition, assignment.fetched_pages)
            asked = {delivery.coverage.source_id for delivery in deliveries}
            kept = [line for line in source_coverage.of_edition(db, edition) if line.source_id not in asked]
            source_coverage.replace(db, edition, [*(delivery.coverage for delivery in deliveries), *kept])
    except NewsroomError as error:
        raise dg.Failure(description=f"harvest: {error}", allow_retries=error.heals) from None
    failed = {d.coverage.source_id: d.coverage.reason for d in deliveries if d.coverage.status == "failed"}
    return dg.MaterializeResult(
        metadata=facts(started, edition=edition, sources=len(deliveries), new_entries=new, failed=failed)
    )


def hourly_harvest() -> dg.ScheduleDefinition:
    """A schedule for it, on the half hour; off until somebody switches it on in the UI."""
    return dg.ScheduleDefinition(
        name="hourly_harvest",
        target=dg.AssetSelection.assets(harvest),
        cron_schedule="30 * * * *",
        description="Keeps what the sources list between editions.",
    )
