"""A year of posts: rendering, the gate, the cover, and the site that Hugo builds of them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.table import Table

from aiintel_assets.assets.covers import cover_facts
from aiintel_assets.assets.rendered_posts import day_of
from aiintel_assets.post.chronicle import Issue, chronicle
from aiintel_assets.post.cover import draw_cover
from aiintel_assets.post.day import Day, post_path
from aiintel_assets.post.gate import Limits, examine
from aiintel_assets.post.preview import build_site
from aiintel_assets.post.render import render_post
from aiintel_assets.post.site import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiintel_assets.assets.newsroom import Newsroom

YEAR = 365
COVERS = 10


def year_of(newsroom: Newsroom, editions: Sequence[str]) -> list[Day]:
    """A year of days with the contents of the given editions, over and over."""
    templates = [day_of(newsroom, edition) for edition in editions]
    first = date.fromisoformat(editions[-1]) - timedelta(days=YEAR)
    return [
        replace(
            templates[number % len(templates)],
            edition=(first + timedelta(days=number)).isoformat(),
            closes=templates[0].closes - timedelta(days=YEAR - number),
        )
        for number in range(YEAR)
    ]


def posts_table(newsroom: Newsroom, editions: Sequence[str]) -> Table:
    """What a year costs, an edition."""
    days, style = year_of(newsroom, editions), newsroom.style
    table = Table(title=f"{YEAR} editions rendered again", title_justify="left", box=None)
    for heading in ("", "ms an edition"):
        table.add_column(heading, justify="right" if heading else "left")

    posts: list[str] = []
    table.add_row(
        "render, without the cover", _each(lambda: posts.extend(render_post(day, style) for day in days), YEAR)
    )
    table.add_row(
        "examine at the gate",
        _each(lambda: [examine(day, post, Limits()) for day, post in zip(days, posts, strict=True)], YEAR),
    )
    table.add_row(
        "draw the cover", _each(lambda: [draw_cover(cover_facts(day, style.labels)) for day in days[:COVERS]], COVERS)
    )
    with TemporaryDirectory() as folder:
        site = Path(folder, "site")
        write_files(site, {post_path(day.edition): post.encode() for day, post in zip(days, posts, strict=True)})
        issues = [Issue(day.edition, day.topics, day.summaries, day.insight.watch_list) for day in days]
        table.add_row(
            "build the site of all",
            _each(
                lambda: build_site(
                    site,
                    Path(folder, "work"),
                    chronicle(issues, style.labels),
                    style.labels,
                    base_url="http://x.example",
                ),
                YEAR,
            ),
        )
    return table


def _each(work: Callable[[], object], count: int) -> str:
    started = time.perf_counter()
    work()
    return f"{(time.perf_counter() - started) / count * 1000:.1f}"
