"""`make bench`: how long each stage takes, how extraction and grouping compare with plain baselines, how they grow."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import trafilatura
from rich.console import Console
from rich.table import Table

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.demo.newsroom import EDITIONS, page, sites
from aiintel_assets.models import STAGES
from aiintel_assets.runs import dagster_instance, run_editions
from aiintel_assets.settings import load_settings
from aiintel_assets.text.extract import extract
from aiintel_assets.text.zh_tw import to_taiwan
from aiintel_tests.bench.growth import SIZES, measured_alone
from aiintel_tests.bench.model import calls_table, latency_table
from aiintel_tests.bench.posts import posts_table

if TYPE_CHECKING:
    from collections.abc import Callable

_OUT = Console()
ROUNDS = 5


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of several runs of `work`."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> None:
    """Measure, and print the tables."""
    with TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder), catalog="demo")
        newsroom = newsroom_of(settings)
        with dagster_instance(settings) as instance:
            _OUT.print(_stages(newsroom, instance))
        _OUT.print(_ratios())
        _OUT.print(posts_table(newsroom, EDITIONS))
        _OUT.print(calls_table(EDITIONS))
        _OUT.print(latency_table())
        _OUT.print(_growth())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _OUT.print(f"peak memory of this process: {peak / (1024 if sys.platform != 'darwin' else 1024**2):.0f} MiB")


def _stages(newsroom: Any, instance: Any) -> Table:
    """Wall time of a first and a second run of the same editions, and where the first went."""
    table = Table(title="three demo editions", title_justify="left", box=None)
    for heading in ("", "seconds an edition"):
        table.add_column(heading)
    for name in ("first run", "second run, nothing new"):
        started = time.perf_counter()
        assert all(outcome.success for outcome in run_editions(newsroom, instance, EDITIONS))
        table.add_row(name, f"{(time.perf_counter() - started) / len(EDITIONS):.2f}")
    for stage in STAGES:
        started = time.perf_counter()
        assert all(outcome.success for outcome in run_editions(newsroom, instance, EDITIONS, [stage]))
        table.add_row(f"  {stage} alone", f"{(time.perf_counter() - started) / len(EDITIONS):.2f}")
    return table


def _ratios() -> Table:
    """Ours beside the plain thing it builds on."""
    pages = [(page(site, story).encode(), site.url(story)) for site in sites() for story in site.stories]
    chinese = "\n".join(story.body for site in sites() if site.language == "zh-Hans" for story in site.stories)
    table = Table(title="side by side", title_justify="left", box=None)
    for heading in ("", "ours", "baseline", "ratio"):
        table.add_column(heading, justify="left" if not heading else "right")
    ours = seconds(lambda: [extract(html, url=url) for html, url in pages], 3) / len(pages)
    plain = seconds(lambda: [trafilatura.extract(html) for html, _ in pages], 3) / len(pages)
    table.add_row(
        "extract a page / trafilatura", f"{ours * 1000:.1f} ms", f"{plain * 1000:.1f} ms", f"{ours / plain:.2f}"
    )
    taiwan = seconds(lambda: to_taiwan(chinese))
    copied = seconds(lambda: chinese.encode().decode())
    table.add_row(
        "to_taiwan / copying the text", f"{len(chinese.encode()) / taiwan / 1e6:.2f} MB/s", "", f"{taiwan / copied:.0f}"
    )
    return table


def _growth() -> Table:
    """From clean articles to topics, for ever more of them: near-linear growth keeps the time an article flat."""
    table = Table(title="growth", title_justify="left", box=None)
    for heading in ("articles", "copies, s", "relevance, s", "topics, s", "ms an article", "MiB more"):
        table.add_column(heading, justify="right")
    for count in SIZES:
        table.add_row(*measured_alone(count))
    return table


if __name__ == "__main__":
    main()
