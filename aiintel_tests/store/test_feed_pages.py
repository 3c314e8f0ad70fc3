from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiintel_assets.models import FeedPage, pack
from aiintel_assets.store import feed_pages
from aiintel_tests.store.samples import AT, DAY, HOSTILE, NEXT_DAY, PAGE

if TYPE_CHECKING:
    from aiintel_assets.store.connect import Store

FULL = FeedPage(
    url="https://a.example/feed?x=1&y=%E5",
    final_url="https://a.example/feed.xml",
    fetched_at=AT,
    packed=pack(PAGE),
    content_type="application/rss+xml; charset=utf-8",
    etag=f'W/"{HOSTILE}"',
    last_modified="Tue, 03 Mar 2026 22:40:01 GMT",
)
BARE = FeedPage("https://b.example/", "https://b.example/", AT, pack(b""))


def test_pages_come_back_as_they_were_by_their_address(store: Store) -> None:
    with store.transaction() as db:
        feed_pages.keep(db, DAY, [BARE, FULL])
    with store.transaction() as db:
        assert feed_pages.everything(db) == {FULL.url: FULL, BARE.url: BARE}


def test_a_later_copy_takes_the_place_of_its_own_address_only(store: Store) -> None:
    later = replace(FULL, fetched_at=AT + timedelta(hours=1), packed=pack(b"new"), etag=None)
    with store.transaction() as db:
        feed_pages.keep(db, DAY, [FULL, BARE])
    with store.transaction() as db:
        feed_pages.keep(db, NEXT_DAY, iter([later]))
        assert feed_pages.everything(db) == {FULL.url: later, BARE.url: BARE}
        assert db.execute("SELECT url, edition FROM feed_pages ORDER BY url").fetchall() == [
            (FULL.url, NEXT_DAY),
            (BARE.url, DAY),
        ]


def test_a_page_is_stored_compressed(store: Store) -> None:
    wordy = replace(FULL, packed=pack(b"<item>the same again</item>" * 50_000))
    with store.transaction() as db:
        feed_pages.keep(db, DAY, [wordy])
        ((size,),) = db.execute("SELECT octet_length(body) FROM feed_pages").fetchall()
        assert size < 10_000
        assert feed_pages.everything(db) == {wordy.url: wordy}


def test_no_pages_are_no_work(store: Store) -> None:
    with store.transaction() as db:
        feed_pages.keep(db, DAY, [])
        assert feed_pages.everything(db) == {}
