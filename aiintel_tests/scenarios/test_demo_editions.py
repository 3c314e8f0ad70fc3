"""The demo's three editions: what a reader of the README sees first."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.assets.previewing import build_preview
from aiintel_assets.demo.newsroom import EDITIONS, sites
from aiintel_assets.editorial.identity import article_id
from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.labels import labels
from aiintel_assets.settings import load_settings
from aiintel_assets.text.zh_tw import simplified_leftovers
from aiintel_tests.newsdesk import Desk
from aiintel_tests.post.pages import acting, broken, outside, pages_of

if TYPE_CHECKING:
    from pathlib import Path

_EVENTS = {article_id(site.url(story)): story for site in sites() for story in site.stories}


def _post(demo: Desk, edition: str) -> str:
    return demo.site[f"content/posts/{edition}-ai-intel.md"].decode()


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_has_a_post_of_the_reference_shape(demo: Desk, edition: str) -> None:
    post = _post(demo, edition)
    headings = re.findall(r"^## (.+)$", post, flags=re.MULTILINE)
    assert headings == [
        *(labels().sections[section.id].heading for section in SECTIONS),
        "編輯洞察（Editor’s Insight）",
        "延伸閱讀與資源",
    ]
    for label in (
        "**核心摘要**",
        "**技術細節**",
        "**關鍵實體**",
        "**重要性**",
        "**來源**",
        "**關注清單**",
        "### 本日關鍵詞",
    ):
        assert label in post
    assert f"date: {edition}T06:40:00+08:00" in post
    assert "節錄模式" in post


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_has_a_cover(demo: Desk, edition: str) -> None:
    cover = demo.site[f"static/images/{edition}-ai-intel.png"]
    assert cover.startswith(b"\x89PNG")
    assert len(cover) < 200_000


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_post_holds_a_simplified_character(demo: Desk, edition: str) -> None:
    assert simplified_leftovers(_post(demo, edition)) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_link_of_a_post_is_an_article_of_the_store_or_an_earlier_post(demo: Desk, edition: str) -> None:
    stored = {url for (url,) in demo.query("SELECT url FROM raw_articles WHERE edition = ?", edition)}
    links = re.findall(r"\]\(([^)]+)\)", _post(demo, edition))
    assert links
    for link in links:
        assert link in stored or re.fullmatch(r"(\.\./2026-03-0[34]-ai-intel/)?#t-[0-9a-f]{12}", link)


def test_the_stories_of_a_window_are_those_published_in_it(demo: Desk) -> None:
    for edition in EDITIONS:
        window = demo.newsroom.calendar.window(edition)
        published = {identity for identity, story in _EVENTS.items() if story.published in window}
        stored = {found for (found,) in demo.query("SELECT article_id FROM raw_articles WHERE edition = ?", edition)}
        assert stored == published


def test_topics_follow_the_events_their_authors_meant(demo: Desk) -> None:
    together: set[tuple[str, str]] = set()
    meant: set[tuple[str, str]] = set()
    for edition in EDITIONS:
        topics = [ids for (ids,) in demo.query("SELECT article_ids FROM classified_topics WHERE edition = ?", edition)]
        placed = sorted(identity for ids in topics for identity in ids)
        together |= {pair for ids in topics for pair in combinations(sorted(ids), 2)}
        meant |= {(a, b) for a, b in combinations(placed, 2) if _EVENTS[a].event == _EVENTS[b].event}
    right = len(together & meant)
    precision, recall = right / len(together), right / len(meant)
    assert 2 * precision * recall / (precision + recall) >= 0.85


def test_off_topic_stories_reach_no_post(demo: Desk) -> None:
    titles = {story.title for story in _EVENTS.values() if not story.on_topic}
    posts = "".join(_post(demo, edition) for edition in EDITIONS)
    assert not [title for title in titles if title in posts]


def test_later_editions_take_up_the_story_lines_of_earlier_ones(demo: Desk) -> None:
    followed = demo.query(
        "SELECT title, follows.edition FROM classified_topics WHERE edition = '2026-03-05' AND follows IS NOT NULL"
    )
    assert any("Kestrel 3" in title and earlier == "2026-03-04" for title, earlier in followed)
    assert "**後續**" in _post(demo, "2026-03-05")


def test_every_claim_stands_in_an_article_word_for_word(demo: Desk) -> None:
    rows = demo.query(
        """
        SELECT claim.evidence[1].sentence, a.text
        FROM (SELECT edition, unnest(core || technical || applications) AS claim FROM topic_summaries) s
        JOIN cleaned_articles a ON a.edition = s.edition AND a.article_id = s.claim.evidence[1].article_id
        """
    )
    assert len(rows) > 100
    assert all(sentence in text for sentence, text in rows)


def test_building_them_again_changes_no_byte_and_asks_nobody(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo.site
    asked: list[str] = []

    async def refuse(_self: object, url: str, **_more: object) -> None:
        asked.append(url)

    monkeypatch.setattr("aiintel_assets.web.client.WebClient.get", refuse)
    assert all(outcome.success for outcome in demo.build(*EDITIONS))
    assert asked == []
    assert demo.site == before


def test_the_demo_is_a_website_without_a_broken_or_foreign_link(demo: Desk, tmp_path: Path) -> None:
    base = "http://127.0.0.1/"
    folder = build_preview(demo.newsroom, tmp_path, base, strict=True)
    pages = pages_of(folder)
    assert len(pages) > 50
    assert broken(folder, pages, base) == []
    assert acting(pages, base) == []
    assert outside(pages, base) <= {url for (url,) in demo.query("SELECT url FROM cleaned_articles")}


def test_days_built_in_another_order_end_in_the_same_bytes(demo: Desk, tmp_path: Path) -> None:
    other = Desk(newsroom_of(load_settings(data_dir=tmp_path / "data", catalog="demo")))
    later = EDITIONS[1::-1]
    assert all(outcome.success for outcome in other.build(*later))
    first = other.site
    assert all(outcome.success for outcome in other.build(*EDITIONS[:2]))
    wanted = {path: data for path, data in demo.site.items() if EDITIONS[2] not in path}
    assert first != wanted  # a first edition knows nothing of those before it
    assert other.site == wanted
