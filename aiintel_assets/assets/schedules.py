"""The job that builds an edition, and when it runs by itself: each day at the cutoff, in the editions' zone."""

from collections.abc import Sequence

import dagster as dg

from aiintel_assets.settings import Settings

EDITION_JOB = "edition"


def edition_schedule(
    assets: Sequence[dg.AssetsDefinition], partitions: dg.PartitionsDefinition[str], settings: Settings
) -> dg.ScheduleDefinition:
    """The job `edition` on a schedule that asks for the edition which has just closed.

    The schedule is off until somebody switches it on in the UI.
    """
    job = dg.define_asset_job(
        EDITION_JOB,
        selection=dg.AssetSelection.assets(*assets),
        partitions_def=partitions,
        description="Build one edition, from its sources to its post.",
    )
    return dg.build_schedule_from_partitioned_job(
        job,
        name="daily_edition",
        description="Builds the edition that has just closed.",
        hour_of_day=settings.cutoff.hour,
        minute_of_hour=settings.cutoff.minute,
    )
