from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import duckdb
import pytest

from aiintel_assets.store import stage_failures
from aiintel_assets.store.connect import Store, StoreError
from aiintel_tests.store.conftest import another_process

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-03-04"
HOLD = "import duckdb; db = duckdb.connect(path); print('held', flush=True); time.sleep({seconds})"
CRASH = """
from aiintel_assets.store import stage_failures
from aiintel_assets.store.connect import Store
with Store(path).transaction() as db:
    stage_failures.record(db, "2026-03-04", "raw_articles", "half a day")
    db.execute("DELETE FROM stage_failures WHERE stage = 'cleaned_articles'")
    print("in the middle", flush=True)
    time.sleep(60)
"""


def failures(store: Store) -> dict[str, str]:
    with store.transaction() as db:
        return stage_failures.of_edition(db, DAY)


def test_the_file_and_its_folder_are_made_when_first_opened(store: Store) -> None:
    assert not store.path.parent.exists()
    assert failures(store) == {}
    assert store.path.is_file()


def test_what_a_transaction_did_is_there_afterwards(store: Store) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "no answer")
    assert failures(Store(store.path)) == {"raw_articles": "no answer"}


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "the old day")

    def build_half_a_day() -> None:
        with store.transaction() as db:
            stage_failures.record(db, DAY, "raw_articles", "the new day")
            stage_failures.record(db, DAY, "cleaned_articles", "the new day")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build_half_a_day()
    assert failures(store) == {"raw_articles": "the old day"}


def test_a_process_killed_inside_a_transaction_leaves_the_old_day(store: Store) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "cleaned_articles", "the old day")
    with another_process(CRASH, store.path) as process:
        process.kill()
        process.wait()
        assert failures(store) == {"cleaned_articles": "the old day"}


def test_a_file_that_another_process_holds_is_named_with_that_process(store: Store) -> None:
    failures(store)
    with another_process(HOLD.format(seconds=60), store.path) as process:
        started = time.monotonic()
        with pytest.raises(StoreError) as caught:
            failures(Store(store.path, patience=0.3))
        assert 0.3 <= time.monotonic() - started < 10
    assert f"process {process.pid} (" in str(caught.value)
    assert str(store.path) in str(caught.value)
    assert caught.value.heals


def test_a_file_that_is_freed_in_time_is_opened(store: Store) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "no answer")
    with another_process(HOLD.format(seconds=0.4), store.path):
        assert failures(Store(store.path, patience=20)) == {"raw_articles": "no answer"}


def test_nothing_is_held_between_two_transactions(store: Store) -> None:
    failures(store)
    with another_process(HOLD.format(seconds=60), store.path):
        pass  # it said that it holds the file


def test_threads_may_open_a_new_file_at_the_same_time(store: Store) -> None:
    errors: list[Exception] = []

    def note(number: int) -> None:
        try:
            with Store(store.path).transaction() as db:
                stage_failures.record(db, DAY, f"stage {number}", "")
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            errors.append(error)

    threads = [threading.Thread(target=note, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(failures(store)) == 6


def test_two_threads_that_change_the_same_row_heal(store: Store) -> None:
    with store.transaction() as db:
        stage_failures.record(db, DAY, "raw_articles", "no answer")
    with store.transaction() as first:
        first.execute("UPDATE stage_failures SET reason = 'first'")
        with pytest.raises(StoreError, match="onflict") as caught, Store(store.path).transaction() as second:
            second.execute("UPDATE stage_failures SET reason = 'second'")
    assert caught.value.heals
    assert failures(store) == {"raw_articles": "first"}


def test_a_file_that_is_no_database_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "blocks" / "notes.txt"  # a name with «lock» in it is not a locked file
    path.parent.mkdir()
    path.write_text("Dear diary, " * 1000)
    started = time.monotonic()
    with pytest.raises(StoreError, match="not a valid DuckDB database") as caught:
        failures(Store(path, patience=30))
    assert time.monotonic() - started < 5
    assert "\n" not in str(caught.value)
    assert not caught.value.heals


def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(path) as db:
        db.execute("CREATE TABLE raw_articles AS SELECT 1 AS mine")
    with pytest.raises(StoreError, match=r"theirs\.duckdb.*raw_articles.* already exists"):
        failures(Store(path))
    with duckdb.connect(path) as db:
        assert db.execute("SELECT * FROM raw_articles").fetchall() == [(1,)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells it in other words")
def test_a_folder_that_cannot_be_made_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "data" / "warehouse.duckdb"
    with pytest.raises(StoreError, match="Not a directory; set AIINTEL_DATA_DIR to a folder you may write") as caught:
        failures(Store(path))
    assert str(path.parent) in str(caught.value)


def test_a_folder_in_place_of_the_file_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot open"):
        failures(Store(tmp_path))


def test_a_damaged_file_is_told_in_a_line(store: Store) -> None:
    with store.transaction() as db:
        for number in range(500):
            stage_failures.record(db, DAY, f"stage {number}", "x" * 200 + str(number))
    data = bytearray(store.path.read_bytes())
    for position in range(3 * 4096, len(data), 512):  # behind the file's own headers
        data[position : position + 64] = b"\xff" * 64
    store.path.write_bytes(data)
    with pytest.raises(StoreError, match=r"warehouse\.duckdb") as caught:
        failures(store)
    assert "\n" not in str(caught.value)


def test_instants_come_back_in_utc_wherever_the_machine_stands(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    with store.transaction() as db:
        assert db.execute("SELECT TIMESTAMPTZ '2026-03-04 06:40:00+08'::VARCHAR").fetchone() == (
            "2026-03-03 22:40:00+00",
        )
