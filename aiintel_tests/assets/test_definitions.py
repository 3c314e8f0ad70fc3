"""The graph as Dagster sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

import aiintel_assets
from aiintel_assets.definitions import build_defs, defs
from aiintel_assets.models import STAGES
from aiintel_assets.settings import load_settings


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_defs(load_settings())


def test_the_definitions_are_valid() -> None:
    dg.Definitions.validate_loadable(build_defs(load_settings()))


def test_dagster_finds_them_where_the_workspace_says() -> None:
    loaded = defs()
    assert isinstance(loaded, dg.Definitions)


def test_the_six_stages_are_the_assets_and_each_reads_the_one_before_it(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == {*STAGES, "harvest"}
    parents = {
        key.to_user_string(): {p.to_user_string() for p in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    assert parents == {
        "harvest": set(),
        "raw_articles": set(),
        "cleaned_articles": {"raw_articles"},
        "classified_topics": {"cleaned_articles", "classified_topics"},
        "topic_summaries": {"classified_topics", "cleaned_articles"},
        "daily_insights": {"topic_summaries", "classified_topics", "cleaned_articles", "daily_insights"},
        "rendered_posts": {
            "daily_insights",
            "topic_summaries",
            "classified_topics",
            "cleaned_articles",
            "raw_articles",
        },
    }


@pytest.mark.parametrize("stage", STAGES)
def test_every_asset_says_what_it_is(definitions: dg.Definitions, stage: str) -> None:
    spec = next(spec for spec in definitions.resolve_all_asset_specs() if spec.key == dg.AssetKey(stage))
    assert spec.description
    assert spec.group_name == "newsroom"
    assert spec.owners == ["team:newsroom"]
    assert spec.code_version
    assert "duckdb" in spec.kinds


def test_the_post_depends_on_the_text_of_its_template(definitions: dg.Definitions, tmp_path: Path) -> None:
    def version(loaded: dg.Definitions) -> str | None:
        specs = loaded.resolve_all_asset_specs()
        return next(spec.code_version for spec in specs if spec.key == dg.AssetKey("rendered_posts"))

    (tmp_path / "post.md.j2").write_text("{{ front_matter }}")
    assert version(build_defs(load_settings(templates=tmp_path))) != version(definitions)


@pytest.mark.parametrize(
    ("timezone", "cutoff", "tick", "edition"),
    [
        ("Asia/Taipei", "06:40", datetime(2025, 12, 13, 22, 40, tzinfo=UTC), "2025-12-14"),
        ("Europe/Lisbon", "18:05", datetime(2025, 7, 1, 17, 5, tzinfo=UTC), "2025-07-01"),
    ],
)
def test_the_schedule_asks_at_the_cutoff_for_the_edition_that_closes_then(
    timezone: str, cutoff: str, tick: datetime, edition: str
) -> None:
    loaded = build_defs(load_settings(timezone=timezone, cutoff=cutoff))
    schedule = loaded.resolve_schedule_def("daily_edition")
    assert schedule.execution_timezone == timezone
    context = dg.build_schedule_context(scheduled_execution_time=tick, repository_def=loaded.get_repository_def())
    requests = schedule.evaluate_tick(context).run_requests
    assert requests is not None
    assert [request.partition_key for request in requests] == [edition]
    hour, minute = cutoff.split(":")
    assert schedule.cron_schedule == f"{int(minute)} {int(hour)} * * *"


def test_the_instance_of_a_new_data_folder_is_configured_like_the_one_of_a_checkout() -> None:
    package = Path(aiintel_assets.__file__).parent
    assert (package / "assets" / "dagster.yaml").read_bytes() == (
        package.parent / "data" / "dagster" / "dagster.yaml"
    ).read_bytes()
