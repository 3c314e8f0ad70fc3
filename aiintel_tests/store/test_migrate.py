from __future__ import annotations

import pytest

from aiintel_assets.store import migrate as migrating
from aiintel_assets.store import raw_articles, stage_failures
from aiintel_assets.store.connect import Store, StoreError
from aiintel_assets.store.migrate import SchemaError, migrations
from aiintel_tests.store import samples

DAY = "2026-03-04"
SHIPPED = migrations()
NEXT = SHIPPED[-1][0] + 1


def next_version(monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    """Let this program be one migration newer than it is."""
    monkeypatch.setattr(migrating, "migrations", lambda: [*SHIPPED, (NEXT, "next.sql", sql)])


def test_migrations_are_numbered_from_one_without_holes() -> None:
    assert [number for number, _, _ in SHIPPED] == list(range(1, len(SHIPPED) + 1))
    assert all(name.startswith(f"{number:03}_") for number, name, _ in SHIPPED)


def test_each_migration_is_applied_once(store: Store) -> None:
    for _ in range(3):
        with store.transaction() as db:
            applied = db.execute("SELECT version, name FROM schema_migrations ORDER BY version").fetchall()
        assert applied == [(number, name) for number, name, _ in SHIPPED]


def test_an_older_file_is_brought_up_to_date_with_its_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "no answer")
    next_version(
        monkeypatch, "ALTER TABLE stage_failures ADD COLUMN tries INTEGER DEFAULT 1; CREATE TABLE more (a INTEGER)"
    )
    with Store(store.path).transaction() as db:
        assert db.execute("SELECT stage, tries FROM stage_failures").fetchall() == [("raw_articles", 1)]
        assert db.execute("SELECT max(version) FROM schema_migrations").fetchone() == (NEXT,)


def test_pages_that_lay_beside_their_articles_are_taken_along(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(migrating, "migrations", lambda: [one for one in SHIPPED if one[1] < "005"])
        with store.transaction() as db:
            for number, packed in enumerate((samples.RAW.packed, b"short", None)):
                db.execute(
                    "INSERT INTO raw_articles (edition, article_id, source_id, route, url, title, published_at,"
                    " summary, content, author, sha256, body, error_heals) VALUES"
                    " (?, ?, 'a', 'feed', 'u', 't', '2026-03-04', '', '', '', ?, ?, false)",
                    [DAY, str(number), packed and str(number) * 64, packed],
                )
    with Store(store.path).transaction() as db:
        assert [a.packed for a in raw_articles.of_edition(db, DAY)] == [samples.RAW.packed, b"short", None]


def test_a_newer_file_is_refused_and_left_as_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        next_version(newer, "CREATE TABLE more (a INTEGER)")
        with store.transaction() as db:
            stage_failures.record(db, DAY, "raw_articles", "no answer")
    before = store.path.read_bytes()
    with pytest.raises(SchemaError, match="upgrade aiintel") as caught, Store(store.path).transaction():
        pytest.fail("a newer file was opened")
    assert str(store.path) in str(caught.value)
    assert f"schema {NEXT}, this one knows {NEXT - 1}" in str(caught.value)
    assert store.path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "no answer")
    with monkeypatch.context() as broken:
        next_version(broken, "CREATE TABLE more (a INTEGER); DROP TABLE stage_failures; DROP TABLE no_such_table")
        with pytest.raises(StoreError, match="no_such_table"), store.transaction():
            pytest.fail("a half-migrated file was opened")
    with store.transaction() as db:
        assert stage_failures.of_edition(db, DAY) == {"raw_articles": "no answer"}
        assert db.execute("SELECT max(version) FROM schema_migrations").fetchone() == (NEXT - 1,)
