"""A post that fails the gate: no file changes, and the UI and the terminal say which check failed, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from aiintel_assets.runs import dagster_instance
from aiintel_tests.newsdesk import desk_for

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.fakes import PressHouse

DAY = "2025-12-12"


def test_a_failing_post_leaves_the_files_and_says_why(press: PressHouse, tmp_path: Path) -> None:
    press.publisher("paper", only_ai=True).story("before", "2025-12-10T01:00:00").story("news", "2025-12-11T03:00:00")
    desk = desk_for(press, tmp_path)
    assert desk.build(DAY)[0].success
    good = desk.site
    with desk.newsroom.store.transaction() as db:
        db.execute("UPDATE topic_summaries SET importance_reason = '这个模型还没有发布'")
    (outcome,) = desk.build(DAY, stages=["rendered_posts"])
    assert not outcome.success
    assert "the post was not published: script_is_traditional: line " in outcome.reason
    assert "这个模型还没有发布" in outcome.reason
    assert desk.site == good
    with dagster_instance(desk.newsroom.settings) as instance:
        records = {
            key: instance.event_log_storage.get_asset_check_execution_history(
                dg.AssetCheckKey(dg.AssetKey("rendered_posts"), key), limit=1
            )[0]
            for key in ("script_is_traditional", "links_are_known")
        }
    assert records["links_are_known"].status.value == "SUCCEEDED"
    failed = records["script_is_traditional"]
    assert failed.status.value == "FAILED"
    assert failed.event is not None
    assert "这个模型还没有发布" in str(failed.event)
    # Force is for what is unusual, not for what is wrong.
    assert not desk.build(DAY, stages=["rendered_posts"], force=True)[0].success
