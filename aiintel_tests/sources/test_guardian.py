from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.guardian import SPACING, GuardianRoute, parse_results
from aiintel_assets.sources.route import Ask, RouteError
from aiintel_tests.sources.asking import NOW, WINDOW, listing, says, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import Visit, page, redirect

if TYPE_CHECKING:
    from aiintel_tests.web.site import Answer, Site

__all__ = ["site"]

KEYS = {"GUARDIAN_API_KEY": "5ecret-key"}
SECRET = KEYS["GUARDIAN_API_KEY"]


def result(number: int, date: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"technology/2026/mar/05/{number}",
        "type": "article",
        "webTitle": f"Model {number} &amp; its makers",
        "webPublicationDate": date,
        "webUrl": f"https://guardian.example/{number}",
        "fields": {
            "trailText": f"<p>In short, {number}</p>",
            "bodyText": f"At length,\n{number} < 9",
            "byline": "A. B.",
        },
        **fields,
    }


def found(*results: dict[str, Any], pages: int = 1) -> Answer:
    return says({"response": {"status": "ok", "pages": pages, "results": results}})


def route(where: Site, **keys: Any) -> GuardianRoute:
    return GuardianRoute(kind="guardian", url=where.url().rstrip("/"), **keys)


def address(where: Site, number: int, **keys: Any) -> str:
    asked = Ask(WINDOW, NOW, "UTC", None)  # type: ignore[arg-type]  # no address needs a client
    return route(where, **keys)._address(asked, SECRET, number).removeprefix(f"http://{where.place}")


def put(where: Site, *pages: Answer) -> None:
    for number, answer in enumerate(pages, 1):
        where.pages[address(where, number)] = answer


def test_an_article_is_an_entry_with_its_text(site: Site) -> None:
    put(site, found(result(7, "2026-03-05T08:00:00Z")))
    answer = listing(route(site), keys=KEYS)
    assert answer.entries == (
        Entry(
            id="technology/2026/mar/05/7",
            url="https://guardian.example/7",
            title="Model 7 & its makers",
            published_at=utc("2026-03-05T08:00"),
            summary="<p>In short, 7</p>",
            content="<p>At length,</p><p>7 &lt; 9</p>",
            author="A. B.",
        ),
    )
    assert (answer.covered, answer.reason) == ((WINDOW,), "")


def test_a_day_more_is_asked_for_on_each_side_and_the_search_can_be_narrowed(site: Site) -> None:
    narrowed = address(site, 3, tag="technology/artificialintelligenceai", section="technology", q="AI AND chips")
    assert urlsplit(narrowed).path == "/search"
    assert {name: values[0] for name, values in parse_qs(urlsplit(narrowed).query).items()} == {
        "from-date": "2026-03-04",
        "to-date": "2026-03-07",
        "use-date": "published",
        "order-by": "oldest",
        "page-size": "200",
        "page": "3",
        "show-fields": "trailText,bodyText,byline",
        "tag": "technology/artificialintelligenceai",
        "section": "technology",
        "q": "AI AND chips",
        "api-key": SECRET,
    }


def test_the_public_address_is_the_default() -> None:
    assert GuardianRoute.model_validate({"kind": "guardian"}).url == "https://content.guardianapis.com"


def test_articles_beside_the_window_are_dropped(site: Site) -> None:
    dates = ("2026-03-04T23:59:59Z", "2026-03-05T00:00:00Z", "2026-03-05T23:59:59Z", "2026-03-06T00:00:00Z")
    put(site, found(*(result(number, date) for number, date in enumerate(dates))))
    entries = listing(route(site), keys=KEYS).entries
    assert [entry.url for entry in entries] == ["https://guardian.example/1", "https://guardian.example/2"]


def test_pages_are_read_one_a_second(site: Site) -> None:
    put(
        site,
        found(result(1, "2026-03-05T01:00:00Z"), pages=2),
        found(result(2, "2026-03-05T02:00:00Z"), pages=2),
    )
    answer = listing(route(site), keys=KEYS)
    assert ([entry.id[-1] for entry in answer.entries], answer.covered) == (["1", "2"], (WINDOW,))
    first, second = (visit.at for visit in site.visits)
    assert second - first >= SPACING - 0.05


def test_a_day_without_articles_is_a_whole_answer(site: Site) -> None:
    put(site, found(pages=0))
    answer = listing(route(site), keys=KEYS)
    assert (answer.entries, answer.covered, answer.reason) == ((), (WINDOW,), "")


def test_a_later_page_that_fails_leaves_what_was_read(site: Site) -> None:
    put(
        site,
        found(result(1, "2026-03-05T01:00:00Z"), result(2, "2026-03-05T09:00:00Z"), pages=2),
        page(b"", 429),
    )
    answer = listing(route(site), keys=KEYS)
    assert [entry.id[-1] for entry in answer.entries] == ["1", "2"]
    assert answer.covered == (Interval(WINDOW.start, utc("2026-03-05T09:00")),)
    assert answer.reason.startswith("sure up to 2026-03-05 09:00 UTC: page 2 cannot be read: the Guardian's API grants")


@pytest.mark.parametrize("keys", [{}, {"GUARDIAN_API_KEY": " "}])
def test_without_a_key_nothing_is_asked(site: Site, keys: dict[str, str]) -> None:
    with pytest.raises(RouteError, match="set GUARDIAN_API_KEY") as caught:
        listing(route(site), keys=keys)
    assert not caught.value.heals
    assert site.visits == []


@pytest.mark.parametrize(
    ("answer", "told", "heals"),
    [
        (says({"message": "Unauthorized"}, 401), "refuses the key (HTTP 401): check GUARDIAN_API_KEY", False),
        (page(b"", 403), "refuses the key (HTTP 403): check GUARDIAN_API_KEY", False),
        (page(b"", 429), "no more requests for now (HTTP 429)", True),
        (page(b"", 500), "does not answer: HTTP 500", True),
        (page(b"", 400), "does not answer: HTTP 400", False),
        (redirect("/search?api-key=" + SECRET), "does not answer: ", False),
        (page(b"<!DOCTYPE html>"), "no JSON", True),
        (says({"response": {"status": "error", "message": "no " + SECRET}}), "holds no results", False),
        (says({"response": {"status": "ok", "results": []}}), "holds no results", False),
        (says([]), "holds no results", False),
    ],
)
def test_what_goes_wrong_is_told_without_the_key(
    site: Site, answer: Answer, told: str, *, heals: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # below that, the HTTP library notes whatever a server says
    put(site, answer)
    with pytest.raises(RouteError) as caught:
        listing(route(site), keys=KEYS)
    assert told in str(caught.value)
    assert caught.value.heals == heals
    assert SECRET not in f"{caught.value!r} {vars(caught.value)} {caught.value.__context__!r} {caplog.text}"


def test_a_key_is_in_no_entry_and_no_log_and_travels_no_further(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    put(site, found(result(1, "2026-03-05T01:00:00Z")))
    answer = listing(route(site), keys=KEYS)
    assert SECRET not in f"{answer!r} {caplog.text} {route(site)!r} {Ask(WINDOW, NOW, 'UTC', None, KEYS)!r}"  # type: ignore[arg-type]  # no client is needed
    assert [SECRET in visit.path for visit in site.visits] == [True]


def test_a_connection_that_is_lost_is_told_without_the_key(site: Site) -> None:
    put(site, Visit.reset)
    with pytest.raises(RouteError, match=r"^the Guardian's API does not answer: connection lost$") as caught:
        listing(route(site), keys=KEYS)
    assert caught.value.heals


def test_foreign_results_are_skipped_or_made_harmless() -> None:
    strange: list[object] = [None, 3, {"webUrl": "/relative"}, {"webUrl": "https://a.example/1", "fields": []}]
    body = json.dumps({"response": {"status": "ok", "pages": 1, "results": strange}}).encode()
    assert parse_results(body).entries == [Entry("https://a.example/1", "https://a.example/1", "", None)]


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder with captured answers")
def test_captured_answers_are_read_to_the_last_article() -> None:
    folder = Path(os.environ["AIINTEL_CORPORA"]) / "api" / "guardian"
    counts = []
    for file in sorted(folder.iterdir()):
        raw = json.loads(file.read_bytes())["response"]
        results = parse_results(file.read_bytes())
        assert results.pages == raw["pages"]
        assert [entry.url for entry in results.entries] == [result["webUrl"] for result in raw["results"]]
        for entry, result in zip(results.entries, raw["results"], strict=True):
            assert entry.published_at == utc(result["webPublicationDate"].removesuffix("Z"))
            assert entry.summary == result["fields"].get("trailText", "").strip()
            assert entry.title.split() == result["webTitle"].replace("&nbsp;", " ").split()
        counts.append(len(results.entries))
    assert counts == [50, 150]
