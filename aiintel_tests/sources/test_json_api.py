from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.json_api import JsonRoute, parse_items
from aiintel_assets.sources.route import RouteError
from aiintel_tests.sources.asking import NOW, WINDOW, listing, says, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import Site, page

__all__ = ["site"]

FIELDS = {"url": "link", "title": "title", "published_at": "at"}
TICK = timedelta.resolution


def described(**keys: Any) -> JsonRoute:
    return JsonRoute.model_validate({"kind": "json", "url": "https://a.example/list", "fields": FIELDS, **keys})


def route(where: Site, **keys: Any) -> JsonRoute:
    return described(url=where.url("/list"), **keys)


def item(number: int, at: object, **more: object) -> dict[str, object]:
    return {"link": f"https://a.example/{number}", "title": f"Story {number}", "at": at, **more}


def numbers(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.title.removeprefix("Story ") for entry in entries]


def test_an_item_is_read_where_the_catalog_says() -> None:
    answer = {
        "data": {
            "list": [
                {"meta": {"id": 42, "when": "2026-03-05 08:00"}, "names": ["x", "A &amp; <em>B</em>"], "d": "1 < 2"},
            ]
        }
    }
    route = described(
        items="data.list",
        fields={"id": "meta.id", "title": "names.1", "published_at": "meta.when", "summary": "d"},
        url_template="https://x.example/a/{id}?from=list",
    )
    found = parse_items(json.dumps(answer).encode(), route, url="https://a.example/list", timezone="Asia/Taipei")
    assert found.entries == [
        Entry("42", "https://x.example/a/42?from=list", "A & B", utc("2026-03-05T00:00"), summary="1 &lt; 2")
    ]
    assert (found.by_day, found.named, found.older) == (set(), 1, None)


def test_the_answer_may_be_the_list_and_addresses_may_be_relative(site: Site) -> None:
    site.pages["/list"] = says([{"link": "../1", "title": "Story 1", "at": 1772697600}])
    (entry,) = listing(route(site)).entries
    assert (entry.url, entry.published_at) == (site.url("/1"), utc("2026-03-05T08:00"))


def test_one_page_vouches_from_behind_its_last_entry(site: Site) -> None:
    site.pages["/list"] = says([item(2, "2026-03-05T20:00Z"), item(1, "2026-03-05T08:00Z")])
    found = listing(route(site))
    assert found.covered == (Interval(utc("2026-03-05T08:00") + TICK, NOW),)
    assert found.reason == "the list was read back to 2026-03-05 08:00 UTC: no way leads to its other pages"


def test_one_page_that_reaches_back_beyond_the_window_is_enough(site: Site) -> None:
    site.pages["/list"] = says([item(2, "2026-03-05T20:00Z"), item(1, "2026-03-04T08:00Z")])
    found = listing(route(site))
    assert (found.covered, found.reason) == ((Interval(utc("2026-03-04T08:00") + TICK, NOW),), "")


def test_pages_are_numbered_as_the_catalog_says(site: Site) -> None:
    site.pages["/list?sort=time&p=0&per=2"] = says([item(4, "2026-03-05T20:00Z"), item(3, "2026-03-05T08:00Z")])
    site.pages["/list?sort=time&p=1&per=2"] = says([item(2, "2026-03-04T20:00Z"), item(1, "2026-03-04T08:00Z")])
    keys = {"page_param": "p", "first_page": 0, "size_param": "per", "size": 2}
    found = listing(described(url=site.url("/list?sort=time"), **keys))
    assert (numbers(found.entries), found.reason) == (["4", "3", "2", "1"], "")
    assert len(site.visits) == 2


def test_a_page_without_items_is_the_end_of_the_list(site: Site) -> None:
    site.pages["/list?page=1"] = says([item(1, "2026-03-05T08:00Z")])
    site.pages["/list?page=2"] = says([])
    found = listing(route(site, page_param="page"))
    assert (found.covered, found.reason) == ((Interval(WINDOW.start, NOW),), "")


def test_a_site_that_ignores_the_page_number_is_not_read_to_its_end(site: Site) -> None:
    for number in (1, 2):
        site.pages[f"/list?page={number}"] = says([item(1, "2026-03-05T08:00Z")])
    found = listing(route(site, page_param="page"))
    assert found.covered == (Interval(utc("2026-03-05T08:00") + TICK, NOW),)
    assert found.reason.endswith("page 2 repeats what came before")


def test_no_more_pages_are_read_than_the_catalog_allows(site: Site) -> None:
    for number in range(1, 6):
        site.pages[f"/list?page={number}"] = says([item(number, f"2026-03-05T{20 - number}:00Z")])
    found = listing(route(site, page_param="page", max_pages=3))
    assert (numbers(found.entries), len(site.visits)) == (["1", "2", "3"], 3)
    assert found.reason.endswith("no more than 3 pages are read")


def test_the_answer_may_name_the_page_that_follows(site: Site) -> None:
    site.pages["/list"] = says({"rows": [item(2, "2026-03-05T20:00Z")], "links": {"next": "/list?after=2"}})
    site.pages["/list?after=2"] = says({"rows": [item(1, "2026-03-05T08:00Z")], "links": {"next": None}})
    found = listing(route(site, items="rows", next="links.next"))
    assert numbers(found.entries) == ["2", "1"]
    assert (found.covered, found.reason) == ((Interval(WINDOW.start, NOW),), "")


def test_a_first_page_that_names_no_other_proves_no_end(site: Site) -> None:
    site.pages["/list"] = says({"rows": [item(1, "2026-03-05T08:00Z")]})
    found = listing(route(site, items="rows", next="links.nxt"))
    assert found.covered == (Interval(utc("2026-03-05T08:00") + TICK, NOW),)


@pytest.mark.parametrize("older", ["http://127.0.0.2/list", "//evil.example/list", "javascript:x", "http://["])
def test_a_next_page_elsewhere_is_not_asked_for(site: Site, older: str) -> None:
    site.pages["/list"] = says({"rows": [item(2, "2026-03-05T20:00Z")], "next": "/list?2"})
    site.pages["/list?2"] = says({"rows": [item(1, "2026-03-05T08:00Z")], "next": older})
    found = listing(route(site, items="rows", next="next"))
    assert (numbers(found.entries), len(site.visits)) == (["2"], 2)
    assert "no address on the same host" in found.reason


def test_next_pages_in_a_circle_come_to_an_end(site: Site) -> None:
    site.pages["/list"] = says({"rows": [item(1, "2026-03-05T08:00Z")], "next": "/list"})
    assert listing(route(site, items="rows", next="next")).reason.endswith("page 2 repeats what came before")


def test_a_later_page_that_fails_leaves_what_was_read(site: Site) -> None:
    site.pages["/list?page=1"] = says([item(1, "2026-03-05T08:00Z")])
    site.pages["/list?page=2"] = page(b"", 500)
    found = listing(route(site, page_param="page"))
    assert numbers(found.entries) == ["1"]
    assert found.covered == (Interval(utc("2026-03-05T08:00") + TICK, NOW),)
    assert found.reason.endswith("page 2 cannot be read: HTTP 500")


@pytest.mark.parametrize("answer", [{"rows": {"1": {}}}, {"rows": None}, {}, [], "no", None])
def test_an_answer_without_the_list_is_an_error(site: Site, answer: object) -> None:
    site.pages["/list"] = says(answer)
    with pytest.raises(RouteError, match=r"^the answer has no list at 'rows': compare it with items in the catalog$"):
        listing(route(site, items="rows"))


def test_foreign_items_are_skipped_or_made_harmless() -> None:
    strange: list[object] = [
        None,
        7,
        {"link": ["x"]},
        {"link": "mailto:a@b.example"},
        {"link": "/1", "at": {"$date": 5}, "title": ["a"]},
    ]
    found = parse_items(json.dumps(strange).encode(), described(), url="https://a.example/list", timezone="UTC")
    assert found.entries == [Entry("https://a.example/1", "https://a.example/1", "", None)]
    assert found.named == 5


def test_an_id_cannot_break_out_of_the_template() -> None:
    route = described(fields={"title": "t", "published_at": "d", "id": "i"}, url_template="https://x.example/{id}")
    body = json.dumps([{"i": "../?a#b c"}, {"i": ""}, {"i": "2026/news"}]).encode()
    found = parse_items(body, route, url="https://a.example/list", timezone="UTC")
    assert [entry.url for entry in found.entries][-1] == "https://x.example/2026/news"
    assert all(entry.url.startswith("https://x.example/") and "#" not in entry.url for entry in found.entries)
    assert len(found.entries) == 2


# Days without a time of day


def test_days_stand_at_their_end_in_the_sources_zone_and_the_listing_says_so(site: Site) -> None:
    site.pages["/list"] = says([item(2, "2026-03-05"), item(1, "2026-03-04 09:00")])
    found = listing(route(site), timezone="Asia/Taipei")
    assert [entry.published_at for entry in found.entries] == [utc("2026-03-05T15:59:59"), utc("2026-03-04T01:00")]
    assert found.reason == "with a day only, and so placed at its end: 1 of 2 entries"


def test_a_day_that_is_not_over_is_not_vouched_for(site: Site) -> None:
    """Its entries stand at its end, with those that are still to come."""
    site.pages["/list"] = says([item(2, "2026-03-05"), item(1, "2026-03-03")])
    for now in (utc("2026-03-05T20:00"), utc("2026-03-06T00:00")):
        assert listing(route(site), now=now).covered == (Interval(utc("2026-03-03T23:59:59") + TICK, now),)


@given(st.lists(st.integers(-9 * 24, 2 * 24), max_size=12), st.integers(0, 47), st.integers(1, 6))
def test_days_are_vouched_for_only_once_nothing_can_join_them(hours: list[int], later: int, length: int) -> None:
    """A list of days is read now; what it vouches for is what it says of that time later, too."""
    published = sorted((NOW + timedelta(hours=hour) for hour in hours), reverse=True)

    rows = [
        {"link": f"/{number}", "at": f"{when:%Y-%m-%d}", "title": ""}
        for number, when in enumerate(published)
        if when <= NOW
    ]
    with Site() as where:
        where.pages["/list"] = says(rows[:length])
        found = listing(route(where))
    for interval in found.covered:
        listed = {entry.url for entry in found.entries if entry.published_at and entry.published_at in interval}
        truth = {
            where.url(f"/{number}")
            for number, when in enumerate(published)
            if when.replace(hour=12) in interval and when <= NOW + timedelta(hours=later)
        }
        assert listed == truth


# The catalog


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"method": "post"}, "Input should be 'get'"),
        ({"items": "data..list"}, "'data..list' is no path"),
        ({"items": "data list"}, "'data list' is no path"),
        ({"fields": {"url": "link", "title": "title"}}, "Field required"),
        ({"fields": {**FIELDS, "date": "x"}}, "Extra inputs are not permitted"),
        ({"fields": {"title": "t", "published_at": "d"}}, "either fields.url or url_template"),
        ({"url_template": "https://x.example/{id}"}, "either fields.url or url_template"),
        ({"fields": {"title": "t", "published_at": "d"}, "url_template": "https://x.example/{id}"}, "needs fields.id"),
        ({"url_template": "https://x.example/{slug}"}, "is no address with one {id} in it"),
        ({"url_template": "/a/{id}"}, "is no address with one {id} in it"),
        ({"url_template": "https://{id}.example/"}, "is no address with one {id} in it"),
        ({"page_param": "p", "next": "links.next"}, "keep one"),
        ({"first_page": 0}, "first_page needs page_param"),
        ({"size": 20}, "size_param and size belong together"),
        ({"size_param": "per"}, "size_param and size belong together"),
        ({"max_pages": 0}, "greater than 0"),
        ({"page_param": ""}, "at least 1 character"),
    ],
)
def test_a_slip_in_the_catalog_is_told(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        described(**keys)
    assert told in str(caught.value)
