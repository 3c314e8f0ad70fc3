"""A made-up week of editions as a site: the golden day, an earlier one that it takes up, and a hostile one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiintel_assets.post.chronicle import Issue, chronicle
from aiintel_assets.post.cover import CoverFacts, draw_cover
from aiintel_assets.post.day import Day, Watched, cover_path, post_path
from aiintel_assets.post.preview import build_site
from aiintel_assets.post.render import render_post
from aiintel_assets.post.site import write_files
from aiintel_assets.post.style import house_style
from aiintel_tests.post.golden_day import DAY, INSIGHT, SUMMARIES, TOPICS

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '</script><script>alert(1)</script>{{< figure src="x" >}} <img src=x onerror=alert(1)> \u202e"\'&amp;'


def day_of(edition: str, **changes: object) -> Day:
    """The golden day, on another date."""
    days = (DAY.closes.date() - DAY.closes.date().fromisoformat(edition)).days
    closes = DAY.closes - timedelta(days=days)
    return replace(DAY, edition=edition, closes=closes, **{"watched": (), "published": {}, **changes})  # type: ignore[arg-type] # fields of Day


WATCHED = ("Larch 2：預定 3 月 9 日釋出。", "赤楊港：夜間試驗的結果")
EARLIER = day_of(
    "2026-03-08",
    topics=(replace(TOPICS[0], id="t-earlier", follows=None), replace(TOPICS[1], id="t-cranes-1")),
    summaries={
        "t-earlier": replace(SUMMARIES[0], topic_id="t-earlier", title="落葉松實驗室預告新模型 [內測]"),
        "t-cranes-1": replace(SUMMARIES[1], topic_id="t-cranes-1"),
    },
    insight=replace(INSIGHT, title="落葉松實驗室預告新模型", watch_list=WATCHED),
)
LATEST = day_of(
    DAY.edition,
    watched=(Watched("2026-03-08", WATCHED[0], "t-larch"),),
    published={"2026-03-08": frozenset({"t-earlier"})},
)
ODD_TAGS = (HOSTILE, "C++", "C#", "???", "..", "../..", "a/b", "%2e%2e")
STRANGE = day_of(
    "2026-02-27",
    topics=(replace(TOPICS[1], id="t-odd", title=HOSTILE, section="tools"),),
    summaries={"t-odd": replace(SUMMARIES[1], topic_id="t-odd", title=HOSTILE, entities=(HOSTILE, "Larch 2"))},
    insight=replace(
        INSIGHT, title=HOSTILE, description=HOSTILE, summary=HOSTILE, tags=ODD_TAGS,
        watch_list=(HOSTILE,), keywords=(HOSTILE,), readings=(), background=(),
    ),
)  # fmt: skip
DAYS = (STRANGE, EARLIER, LATEST)


def issue_of(day: Day) -> Issue:
    return Issue(day.edition, day.topics, day.summaries, day.insight.watch_list, day.insight.followed)


def write_site(site: Path, days: tuple[Day, ...] = DAYS, language: str = "zh-TW") -> None:
    """The days' posts and covers, as the graph writes them."""
    for day in days:
        cover = draw_cover(CoverFacts(day.edition, day.insight.title, (), ()))
        post = render_post(day, house_style(language)).encode()
        write_files(site, {cover_path(day.edition): cover, post_path(day.edition): post})


def build(folder: Path, language: str = "zh-TW", base_url: str = "https://news.example/daily/") -> Path:
    """The pages of the site, built in `folder`."""
    words = house_style(language).labels
    write_site(folder / "site", language=language)
    issues = [issue_of(day) for day in DAYS]
    return build_site(
        folder / "site", folder / "workspace", chronicle(issues, words), words, base_url=base_url, strict=True
    )
