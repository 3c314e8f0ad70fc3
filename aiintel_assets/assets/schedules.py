"""The job that builds an edition, and when it runs by itself: each day at the cutoff, in the editions' zone."""

from collections.abc import Sequence

import dagster as dg

from aiintel_assets.settings import Settings

EDITION_JOB = "edition"


def edition_schedule(assets: Sequence[dg.AssetsDefinition], settings: Settings) -> dg.ScheduleDefinition:
    """The job `edition` on a schedule that asks for the edition which has just closed.

    The schedule is off until somebody switches it on in the UI.
    """
    job = dg.define_asset_job(
        EDITION_JOB,
        selection=dg.AssetSelection.assets(*assets),
        description="Build one edition, from its sources to its post.",
    )

    @dg.schedule(
        name="daily_edition",
        job=job,
        cron_schedule=f"{settings.cutoff.minute} {settings.cutoff.hour} * * *",
        execution_timezone=settings.timezone,
        description="Builds the edition that has just closed.",
    )
    def daily_edition(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        closing = context.scheduled_execution_time.astimezone(settings.calendar.zone)
        edition = closing.date().isoformat()
        return dg.RunRequest(run_key=edition, partition_key=edition)

    return daily_edition
