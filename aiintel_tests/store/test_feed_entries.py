from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.store import feed_entries
from aiintel_tests.store.samples import AT, DAY, ENTRY, NEXT_DAY, UNDATED

if TYPE_CHECKING:
    from aiintel_assets.store.connect import Store

WINDOW = Interval(AT, AT + timedelta(days=1))


def at(url: str, after: timedelta) -> Entry:
    return Entry(url, url, "", AT + after)


def test_entries_come_back_as_they_were(store: Store) -> None:
    with store.transaction() as db:
        assert feed_entries.add(db, DAY, "alpha", [ENTRY, UNDATED]) == 2
    with store.transaction() as db:
        assert feed_entries.in_window(db, "alpha", WINDOW) == [ENTRY]
        assert feed_entries.undated(db, "alpha") == {UNDATED.url}
        assert feed_entries.in_window(db, "beta", WINDOW) == []
        assert feed_entries.undated(db, "beta") == frozenset()


def test_the_window_is_half_open_and_its_entries_come_oldest_first(store: Store) -> None:
    edge = timedelta(microseconds=1)
    entries = [
        at("after", timedelta(days=1)),
        at("last", timedelta(days=1) - edge),
        at("first", timedelta(0)),
        at("before", -edge),
    ]
    with store.transaction() as db:
        feed_entries.add(db, DAY, "alpha", entries)
        assert [entry.url for entry in feed_entries.in_window(db, "alpha", WINDOW)] == ["first", "last"]
        assert feed_entries.outside(db, "alpha", WINDOW) == {"before", "after"}


def test_the_first_sight_of_an_entry_stays(store: Store) -> None:
    moved = replace(ENTRY, published_at=AT + timedelta(days=3), title="Updated")
    with store.transaction() as db:
        feed_entries.add(db, DAY, "alpha", [ENTRY])
    with store.transaction() as db:
        assert feed_entries.add(db, NEXT_DAY, "alpha", [moved, at("new", timedelta(hours=1))]) == 1
        assert feed_entries.in_window(db, "alpha", WINDOW)[0] == ENTRY
        assert moved.url not in feed_entries.outside(db, "alpha", WINDOW)
        assert db.execute("SELECT edition FROM feed_entries ORDER BY edition").fetchall() == [(DAY,), (NEXT_DAY,)]


def test_of_two_entries_with_one_address_the_first_listed_stays(store: Store) -> None:
    with store.transaction() as db:
        assert feed_entries.add(db, DAY, "alpha", [ENTRY, replace(ENTRY, id="again", title="Again")]) == 1
        assert feed_entries.in_window(db, "alpha", WINDOW) == [ENTRY]


def test_each_source_has_its_own_first_sight(store: Store) -> None:
    with store.transaction() as db:
        feed_entries.add(db, DAY, "alpha", [ENTRY])
        assert feed_entries.add(db, DAY, "beta", [replace(ENTRY, title="Quoted")]) == 1
        assert feed_entries.in_window(db, "alpha", WINDOW) == [ENTRY]


def test_no_entries_are_no_work(store: Store) -> None:
    with store.transaction() as db:
        assert feed_entries.add(db, DAY, "alpha", []) == 0
