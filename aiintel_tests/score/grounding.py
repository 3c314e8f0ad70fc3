"""Scores of `ungrounded`: invented facts that are caught, honest claims that pass, beside literal matching."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from aiintel_assets.text.grounding import ungrounded
from aiintel_tests.score.baselines import literally_missing
from aiintel_tests.score.measure import Row, share

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/text").glob("grounding*.yaml"))


def own() -> Iterator[Row]:
    """On our made-up news, file by file."""
    for path in FIXTURES:
        parts = yaml.safe_load(path.read_text(encoding="utf-8"))
        stories = [story for part in parts.values() for story in part]
        invented = [(claim, story["source"]) for story in stories for claim, _ in story["invented"]]
        honest = [(claim, story["source"]) for story in stories for claim in story["honest"]]
        for measure, pairs in (("invented facts caught", invented), ("false alarms", honest)):
            yield Row(
                "ungrounded",
                path.name,
                measure,
                len(pairs),
                share([bool(ungrounded(*pair)) for pair in pairs]),
                share([bool(literally_missing(*pair)) for pair in pairs]),
                "literal matching",
            )
