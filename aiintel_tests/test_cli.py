"""What people type, and what they read when it goes wrong: one line, an exit code, never a traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import pytest

from aiintel_assets.settings import load_settings
from aiintel_assets.sources.catalog import load_catalog
from aiintel_tests.fakes import feed, huge, no_feed, status
from aiintel_tests.model_server import ModelServer

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.command import Aiintel
    from aiintel_tests.fakes import PressHouse
    from aiintel_tests.newsdesk import Desk

DAY = "2025-12-12"


def test_without_words_it_explains_itself(aiintel: Aiintel) -> None:
    code, out, _ = aiintel()
    assert code == 0
    assert "backfill" in out


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("run", "2099-01-01"), "the edition 2099-01-01 lies in the future: wait for its day"),
        (("run", "2025-02-30"), "'2025-02-30' is no edition: write it YYYY-MM-DD, such as 2025-12-14"),
        (
            ("run", "2019-01-01"),
            "2019-01-01 is older than AIINTEL_FIRST_EDITION (2023-01-01): lower it to build that far back",
        ),
        (
            ("backfill", "2025-12-14", "2025-12-12"),
            "the range ends (2025-12-12) before it starts (2025-12-14): swap the two editions",
        ),
        (("backfill", DAY), "Missing argument 'TO'. (see aiintel --help)"),
        (("run", DAY, "--stage", "render"), "there is no stage 'render': choose one of"),
        (("status", DAY), "give both FROM and TO, or neither"),
        (("trace", "2025-02-30"), "'2025-02-30' is no edition: write it YYYY-MM-DD, such as 2025-12-14"),
        (("sources", "check", "2099-01-01"), "the edition 2099-01-01 lies in the future: wait for its day"),
        (("sources", "check", "2019-01-01"), "2019-01-01 is older than AIINTEL_FIRST_EDITION (2023-01-01)"),
        (("sources", "list"), "No such command 'list'. (see aiintel --help)"),
        (("publish",), "No such command 'publish'. (see aiintel --help)"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(aiintel: Aiintel, words: tuple[str, ...], line: str) -> None:
    code, _, err = aiintel(*words)
    assert code == 2
    assert err.count("\n") == 1
    assert line in err


def test_a_typo_in_the_catalog_names_key_and_line_and_builds_nothing(
    aiintel: Aiintel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = tmp_path / "mine.yaml"
    catalog.write_text(
        "sources:\n  - id: a\n    name: A\n    homepage: https://a.example\n    routs: []\n", encoding="utf-8"
    )
    monkeypatch.setenv("AIINTEL_CATALOG", str(catalog))
    code, _, err = aiintel("run", DAY)
    assert code == 2
    assert f"{catalog}, line 5: sources.0.routs: no such key" in err
    assert not load_settings().database.exists()


def test_a_wrong_setting_names_its_variable(aiintel: Aiintel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_TIMEZONE", "Asia/Taipeh")
    code, _, err = aiintel("status")
    assert code == 2
    assert "AIINTEL_TIMEZONE: 'Asia/Taipeh' is no IANA time zone" in err


def test_a_data_folder_that_cannot_be_written_is_one_line(
    aiintel: Aiintel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("AIINTEL_DATA_DIR", str(tmp_path / "file" / "data"))
    code, _, err = aiintel("run", DAY)
    assert code == 1
    assert "cannot write" in err
    assert "set AIINTEL_DATA_DIR to a folder you may write" in err


def test_every_kind_of_broken_source_is_named_and_the_sound_one_makes_the_edition(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path
) -> None:
    sound = (
        press.publisher("sound", only_ai=True)
        .story("before", "2025-12-10T01:00:00")
        .story("news", "2025-12-11T02:00:00")
    )
    for name in ("missing", "web-page", "empty", "undated"):
        press.publisher(name, only_ai=True)
    press.fault("/missing/feed.xml", status(404))
    press.fault("/web-page/feed.xml", no_feed)
    press.publisher("gone", only_ai=True, routes=[{"kind": "feed", "url": "http://127.0.0.1:1/feed.xml"}])
    press.publisher("undated-2", only_ai=True).story("some-day", None)
    sound.story("later", "2025-12-13T03:00:00")
    sound.story("heavy", "2025-12-11T03:00:00", title="A page that is far too large about a language model")
    press.fault("/sound/heavy", huge(30 * 1024 * 1024))
    press.fault("/undated/feed.xml", feed("<rss version='2.0'><channel><item><title>?</title></item></channel></rss>"))
    aiintel.read(press, tmp_path)
    code, out, _ = aiintel("run", DAY)
    assert code == 0
    assert "degraded" in out
    code, out, _ = aiintel("status", DAY, DAY, "--json")
    [edition] = json.loads(out)
    told = {source["source_id"]: (source["status"], source["reason"]) for source in edition["sources"]}
    assert told["sound"][0] == "complete"
    assert told["missing"] == ("failed", "feed: HTTP 404")
    assert told["web-page"] == ("failed", "feed: this is an HTML page, not a feed")
    assert told["empty"] == ("unrecoverable", "the feed is empty")
    assert told["gone"][0] == "failed"
    assert "readable date" in told["undated-2"][1]
    with duckdb.connect(load_settings().database) as db:
        assert db.execute("SELECT url, error FROM raw_articles WHERE error IS NOT NULL").fetchall() == [
            (sound.url("heavy"), "body larger than 10 MiB")
        ]
        assert ("some-day",) in [
            (url.rpartition("/")[2],) for (url,) in db.execute("SELECT url FROM feed_entries").fetchall()
        ]


def test_a_warehouse_held_by_another_program_names_it(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.publisher("paper", only_ai=True).story("news", "2025-12-11T02:00:00")
    aiintel.read(press, tmp_path)
    database = load_settings().database
    database.parent.mkdir(parents=True, exist_ok=True)
    program = f"import duckdb, sys; db = duckdb.connect({str(database)!r}); print('held', flush=True); sys.stdin.read()"
    monkeypatch.setattr("aiintel_assets.store.connect.PATIENCE", 0.2)
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        code, _, err = aiintel("status", DAY, DAY)
        holder.kill()
    assert code == 1
    assert f"is in use by process {holder.pid}" in err


def test_a_fresh_folder_says_what_to_type_next(aiintel: Aiintel) -> None:
    assert aiintel("status")[1] == "No edition yet: build one with aiintel run or try aiintel demo.\n"
    assert "then aiintel run" in aiintel("receipts")[1]
    assert (
        "missing: it was never built: build with aiintel backfill 2025-12-12 2025-12-13"
        in (aiintel("status", "2025-12-12", "2025-12-13")[1])
    )
    assert not load_settings().data_dir.exists()


def test_status_of_days_that_were_never_built_says_so(aiintel: Aiintel) -> None:
    code, out, _ = aiintel("status", "2025-12-12", "2025-12-13", "--json")
    assert code == 0
    assert [(line["edition"], line["state"], line["reason"]) for line in json.loads(out)] == [
        ("2025-12-12", "missing", "it was never built"),
        ("2025-12-13", "missing", "it was never built"),
    ]


def test_the_demo_refuses_a_folder_with_real_editions(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.publisher("paper", only_ai=True).story("before", "2025-12-10T02:00:00").story("news", "2025-12-11T02:00:00")
    aiintel.read(press, tmp_path)
    assert aiintel("run", DAY)[0] == 0
    monkeypatch.delenv("AIINTEL_CATALOG")
    code, _, err = aiintel("demo")
    assert code == 2
    assert "holds real editions" in err


def test_the_catalog_is_listed_with_what_is_known_of_each_source(aiintel: Aiintel) -> None:
    code, out, _ = aiintel("sources")
    assert code == 0
    catalog = load_catalog("")
    shown = {line.partition(" ")[0] for line in out.splitlines()}
    assert {source.id for source in catalog.sources} <= shown
    for kind, route in {route.kind: route for source in catalog.sources for route in source.routes}.items():
        assert f"{kind}: today {route.LIVE}; past {route.PAST}" in " ".join(out.split())
    for line in (
        r"^techcrunch .* feed → wordpress → wayback +any day *$",
        r"^ieee_spectrum .* feed → wayback +archived days *$",
        r"^openai .* feed +what it lists *$",
    ):
        assert re.search(line, out, re.MULTILINE)
    assert f"{len(catalog.enabled)} of {len(catalog.sources)} are read" in out


def test_the_catalog_as_json_says_the_same(aiintel: Aiintel, press: PressHouse, tmp_path: Path) -> None:
    paper = press.publisher("paper", note="[bold]slow", terms="no AI", enabled=False)
    press.publisher("other", language="ja")
    aiintel.read(press, tmp_path)
    code, out, _ = aiintel("sources", "--json")
    assert code == 0
    assert json.loads(out)[0] == {
        "id": "paper",
        "name": "Paper",
        "language": "en",
        "enabled": False,
        "routes": [{"kind": "feed", "url": paper.url(), "past": "as far back as it lists"}],
        "note": "[bold]slow",
        "terms": "no AI",
    }
    code, out, _ = aiintel("sources")
    assert code == 0
    assert re.search(r"^paper .* off *$", out, re.MULTILINE)
    assert "slow" not in out
    code, out, _ = aiintel("sources", "--notes")
    assert code == 0
    assert "paper: [bold]slow; no AI" in out
    assert "1 of 2 are read" in out
    assert not press.requests
    assert not load_settings().data_dir.exists()


@pytest.fixture
def three_papers(aiintel: Aiintel, press: PressHouse, tmp_path: Path) -> PressHouse:
    """A paper whose feed reaches back beyond the window, one whose feed does not, and one that is switched off."""
    press.publisher("sound").story("old", "2025-12-10T01:00").story("news", "2025-12-11T02:00").story(
        "recent", datetime.now(UTC).isoformat()
    )
    press.publisher("short").story("news", "2025-12-11T02:00").story("recent", datetime.now(UTC).isoformat())
    press.publisher("off", enabled=False)
    aiintel.read(press, tmp_path)
    return press


def test_sources_are_checked_without_keeping_anything(aiintel: Aiintel, three_papers: PressHouse) -> None:
    code, out, _ = aiintel("sources", "check", DAY)
    assert code == 0
    assert f"edition {DAY}" in out
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "sound complete feed 1 the feed reaches back to 2025-12-10 01:00 UTC" in rows
    assert "short partial feed 1" in rows
    assert "• short partial: the feed reaches back to 2025-12-11 02:00 UTC" in rows
    assert set(three_papers.requests) == {"/robots.txt", "/sound/feed.xml", "/short/feed.xml"}
    assert not load_settings().database.exists()


def test_a_check_as_json_is_nothing_but_json(aiintel: Aiintel, three_papers: PressHouse) -> None:
    assert three_papers.sources
    code, out, _ = aiintel("sources", "check", DAY, "--json")
    assert code == 0
    sound, short = json.loads(out)
    assert (sound["source_id"], sound["status"], sound["route"], sound["articles"]) == ("sound", "complete", "feed", 1)
    assert sound["covered"][0][0] == "2025-12-10T01:00:00Z"
    assert (short["status"], short["reason"]) == ("partial", "the feed reaches back to 2025-12-11 02:00 UTC")


def test_a_check_in_which_a_source_fails_exits_1_and_tells_of_all(aiintel: Aiintel, three_papers: PressHouse) -> None:
    three_papers.fault("/short/feed.xml", status(404))
    code, out, _ = aiintel("sources", "check", DAY)
    assert code == 1
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "short failed 0" in rows
    assert "• short failed: feed: HTTP 404" in rows
    assert any(row.startswith("sound complete") for row in rows)


def test_a_check_without_a_network_is_one_line_with_what_to_do(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        press.publisher(name, routes=[{"kind": "feed", "url": f"http://127.0.0.1:1/{name}.xml"}])
    aiintel.read(press, tmp_path)
    code, out, err = aiintel("sources", "check", DAY)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "none of 2 sources could be read: " in err
    assert "check the network of this machine, then: aiintel sources check" in err


def test_a_check_is_of_the_newest_closed_edition_unless_told_otherwise(
    aiintel: Aiintel, three_papers: PressHouse
) -> None:
    assert three_papers.sources
    calendar = load_settings().calendar
    before = calendar.newest_closed(datetime.now(UTC))
    code, out, _ = aiintel("sources", "check")
    assert code == 0
    # The test may run just at the cutoff.
    assert any(f"edition {day}" in out for day in (before, calendar.newest_closed(datetime.now(UTC))))


def test_collecting_days_side_by_side_gives_the_same_posts(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = press.publisher("paper", only_ai=True)
    for day in range(9, 13):
        paper.story(f"news-{day}", f"2025-12-{day:02}T02:00:00")
    aiintel.read(press, tmp_path)
    posts = []
    for folder, jobs in (("alone", "1"), ("together", "2")):
        monkeypatch.setenv("AIINTEL_DATA_DIR", str(tmp_path / folder))
        assert aiintel("backfill", "2025-12-11", "2025-12-12", "--jobs", jobs)[0] == 0
        posts.append(
            {file.name: file.read_bytes() for file in (tmp_path / folder / "site").rglob("*") if file.is_file()}
        )
    assert len(posts[0]) == 4
    assert posts[0] == posts[1]


def test_a_preview_without_posts_says_how_to_get_one(aiintel: Aiintel) -> None:
    code, out, err = aiintel("preview")
    assert (code, out) == (2, "")
    assert "there is no post in" in err
    assert "build one with aiintel run, or try aiintel demo" in err


# From a post down to the bytes


@pytest.fixture
def traced(aiintel: Aiintel, demo: Desk, monkeypatch: pytest.MonkeyPatch) -> Aiintel:
    """The command, in the folder of the demo."""
    monkeypatch.setenv("AIINTEL_DATA_DIR", str(demo.newsroom.settings.data_dir))
    return aiintel


def test_an_edition_without_items_cannot_be_traced_and_nothing_is_made(aiintel: Aiintel) -> None:
    code, out, err = aiintel("trace", DAY)
    assert (code, out) == (1, "")
    assert f"the edition {DAY} has no items yet: build it with `aiintel run {DAY}`" in err
    assert not load_settings().database.exists()


def test_the_items_of_an_edition_are_listed_by_their_number(traced: Aiintel, demo: Desk) -> None:
    code, out, _ = traced("trace", "2026-03-03")
    assert code == 0
    post = demo.site["content/posts/2026-03-03-ai-intel.md"].decode()
    titles = re.findall(r"^### (.+) \{#t-\w+\}$", post, re.MULTILINE)
    assert len(titles) > 5
    for number, title in enumerate(titles, 1):  # the end of a long one stands on the next line
        assert re.search(rf"^ *{number} .* {re.escape(title[:8])}", out, re.MULTILINE)


def test_an_item_is_shown_down_to_the_hash_of_its_bytes(traced: Aiintel, demo: Desk) -> None:
    code, out, _ = traced("trace", "2026-03-03", "Tidepool")
    assert code == 0
    [(url, sha256)] = demo.query(
        "SELECT url, sha256 FROM raw_articles WHERE url LIKE '%tidepool%' AND edition = '2026-03-03'"
    )
    assert url in out
    assert sha256 in out
    assert "  [1] " in out
    assert "without a paid call" in out


def test_the_trace_for_programs_leads_from_every_claim_to_a_sentence_of_a_stored_article(
    traced: Aiintel, demo: Desk
) -> None:
    code, out, _ = traced("trace", "2026-03-03", "--json")
    assert code == 0
    items = json.loads(out)
    post = demo.site["content/posts/2026-03-03-ai-intel.md"].decode()
    assert [item["topic_id"] for item in items] == re.findall(r"\{#(t-\w+)\}$", post, re.MULTILINE)
    texts = dict(demo.query("SELECT url, text FROM cleaned_articles WHERE edition = '2026-03-03'"))
    hashes = dict(demo.query("SELECT url, sha256 FROM raw_articles WHERE edition = '2026-03-03'"))
    for item in items:
        assert item["item"]
        assert item["receipts"] == []
        assert item["claims"]
        for claim in item["claims"]:
            assert claim["text"]
            assert claim["evidence"]
            for sentence, url in zip(claim["evidence"], claim["evidence_urls"], strict=True):
                assert sentence in texts[url]
        for article in item["articles"]:
            assert article["sha256"] == hashes[article["url"]]
            assert {"source_id", "route", "published_at", "fetched_at"} < article.keys()


def test_one_item_is_traced_for_programs(traced: Aiintel) -> None:
    _, out, _ = traced("trace", "2026-03-03", "2", "--json")
    [item] = json.loads(out)
    assert item["number"] == 2


def test_an_item_that_is_not_there_lists_the_items_one_a_line(traced: Aiintel) -> None:
    code, _, err = traced("trace", "2026-03-03", "99")
    assert code == 2
    first, *items = err.splitlines()
    assert first.endswith(
        "there is no item '99', the edition has 9 items: choose one by its number or a part of its title:"
    )
    assert [line.split()[0] for line in items] == [str(number) for number in range(1, 10)]


def test_receipts_say_what_was_asked_and_what_it_cost(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.publisher("paper", only_ai=True).story("news", "2025-12-11T05:00:00")
    aiintel.read(press, tmp_path)
    assert aiintel("receipts", "2025-12-13")[:2] == (0, "No model was asked for 2025-12-13.\n")
    with ModelServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("AIINTEL_MODEL", "large")
        monkeypatch.setenv("AIINTEL_PRICE_PER_MILLION", "1,10")
        code, out, err = aiintel("run", DAY)
        assert code == 0, err
        assert ", written by large" in out
    code, out, _ = aiintel("receipts", DAY)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[:4]] == [DAY, "stage", "topic_summaries", "daily_insights"]
    assert out.splitlines()[-1] == "2 calls, 200 tokens read, 40 written: $0.0006"
    code, out, _ = aiintel("receipts")
    assert code == 0
    assert out.splitlines()[1].split() == [DAY, "2", "200", "40", "$0.0006", "large"]
    assert out.splitlines()[-1] == f"Call by call: aiintel receipts {DAY}"
    code, out, _ = aiintel("receipts", DAY, "2025-12-13", "--json")
    assert {receipt["cost_usd"] for receipt in json.loads(out)} == {0.0003}
    code, out, _ = aiintel("status", DAY, DAY)
    assert "$0.001" in out
    code, out, _ = aiintel("status", DAY, DAY, "--json")
    (line,) = json.loads(out)
    assert (line["editor"], line["calls"], line["cost_usd"]) == ("llm", 2, 0.0006)
    _, out, _ = aiintel("trace", DAY, "--json")
    item, insight = json.loads(out)
    assert (item["number"], insight["number"], insight["section"]) == (1, None, "insight")
    assert insight["claims"][0]["part"] == "trend"
    assert all(claim["evidence"] for claim in insight["claims"])
    assert [article["url"] for article in insight["articles"]] == [article["url"] for article in item["articles"]]
    assert [receipt["stage"] for receipt in insight["receipts"]] == ["daily_insights"]
    _, out, _ = aiintel("trace", DAY, "insight")
    assert out.startswith(insight["item"])
    assert {"今日趨勢總結", "receipts"} <= set(out.splitlines())


def test_a_model_without_a_place_to_ask_it_is_one_line(aiintel: Aiintel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_EDITOR", "llm")
    code, out, err = aiintel("run", DAY)
    assert (code, out) == (2, "")
    assert "AIINTEL_EDITOR=llm needs OPENAI_API_KEY" in err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AIINTEL_PRICE_PER_MILLION", "cheap", "write READ,WRITTEN, such as 0.25,2"),
        ("OPENAI_BASE_URL", "localhost:1234", "is no web address"),
    ],
)
def test_settings_of_the_model_are_checked(
    aiintel: Aiintel, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    code, out, err = aiintel("run", DAY)
    assert (code, out) == (2, "")
    assert err.startswith(f"aiintel: {name}: ")
    assert said in err
