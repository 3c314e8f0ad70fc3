from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.route import RouteError
from aiintel_assets.sources.substack import PAGES, SubstackRoute, parse_archive
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import NOW, WINDOW, listing, says, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from datetime import timedelta

    from aiintel_tests.web.site import Answer, Site

__all__ = ["site"]


def post(number: int, date: str | None, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "title": f"Letter {number}",
        "subtitle": f"In short, {number}",
        "post_date": date,
        "audience": "everyone",
        "canonical_url": f"https://letter.example/p/{number}",
        "truncated_body_text": f"It begins with {number} < 9",
        "publishedBylines": [{"name": "A. B."}, {"name": "C. D."}],
        **fields,
    }


def put(where: Site, *pages: list[dict[str, Any]] | Answer) -> None:
    """Pages of an archive; the page behind the last one is empty."""
    offset = 0
    for answer in (*pages, []):
        answers = says(answer) if isinstance(answer, list) else answer
        where.pages[f"/api/v1/archive?sort=new&offset={offset}&limit=25"] = answers
        offset += len(answer) if isinstance(answer, list) else 0


def route(where: Site) -> SubstackRoute:
    return SubstackRoute(kind="substack", url=where.url("/"))


def just_after(text: str) -> Interval:
    resolution: timedelta = Interval(NOW, NOW).length.resolution
    return Interval(utc(text) + resolution, NOW)


def test_a_post_is_an_entry_with_its_beginning(site: Site) -> None:
    put(site, [post(7, "2026-03-05T08:00:00.000Z"), post(6, "2026-03-04T08:00:00.000Z")])
    found = listing(route(site))
    assert found.entries[0] == Entry(
        id="7",
        url="https://letter.example/p/7",
        title="Letter 7",
        published_at=utc("2026-03-05T08:00"),
        summary="<p>In short, 7</p><p>It begins with 7 &lt; 9</p>",
        author="A. B., C. D.",
    )
    assert (found.covered, found.reason) == ((just_after("2026-03-04T08:00"),), "")


def test_the_archive_is_walked_until_it_is_older_than_the_window(site: Site) -> None:
    put(
        site,
        [post(9, "2026-03-06T09:00:00Z"), post(8, "2026-03-05T20:00:00Z")],
        [post(7, "2026-03-05T08:00:00Z"), post(6, "2026-03-04T08:00:00Z")],
        [post(5, "2026-03-03T08:00:00Z")],
    )
    found = listing(route(site))
    assert [entry.id for entry in found.entries] == ["9", "8", "7", "6"]
    assert len(site.visits) == 2


def test_an_archive_that_ends_within_the_window_vouches_for_all_of_it(site: Site) -> None:
    put(site, [post(1, "2026-03-05T08:00:00Z")])
    found = listing(route(site))
    assert (found.covered, found.reason) == ((Interval(WINDOW.start, NOW),), "")


def test_an_empty_archive_vouches_for_nothing(site: Site) -> None:
    put(site)
    found = listing(route(site))
    assert (found.entries, found.covered, found.reason) == ((), (), "the list is empty")


def test_paid_posts_are_kept_and_counted(site: Site) -> None:
    paid = {"audience": "only_paid"}
    put(
        site,
        [
            post(4, "2026-03-06T08:00:00Z", **paid),
            post(3, "2026-03-05T08:00:00Z", **paid),
            post(2, "2026-03-05T07:00:00Z"),
            post(1, "2026-03-04T08:00:00Z", **paid),
        ],
    )
    found = listing(route(site))
    assert [entry.id for entry in found.entries] == ["4", "3", "2", "1"]
    assert found.reason == "for subscribers, with a teaser only: 1 of 2 posts"


def test_a_later_page_that_fails_leaves_what_was_read(site: Site) -> None:
    put(site, [post(2, "2026-03-05T20:00:00Z"), post(1, "2026-03-05T08:00:00Z")], page(b"", 500))
    site.pages["/api/v1/archive?sort=new&offset=2&limit=25"] = page(b"", 500)
    found = listing(route(site))
    assert [entry.id for entry in found.entries] == ["2", "1"]
    assert found.covered == (just_after("2026-03-05T08:00"),)
    assert found.reason == "the list was read back to 2026-03-05 08:00 UTC: page 2 cannot be read: HTTP 500"


def test_an_archive_without_end_is_left(site: Site) -> None:
    put(site, *([post(number, "2026-03-05T08:00:00Z")] for number in range(PAGES + 5)))
    found = listing(route(site))
    assert len(site.visits) == len(found.entries) == PAGES
    assert found.reason.endswith(f"no more than {PAGES} pages are read")


def test_an_archive_that_repeats_itself_is_left(site: Site) -> None:
    put(site, [post(1, "2026-03-05T08:00:00Z")], [post(1, "2026-03-05T08:00:00Z")])
    found = listing(route(site))
    assert len(site.visits) == 2
    assert found.covered == (just_after("2026-03-05T08:00"),)


def test_a_refusal_and_an_answer_that_is_no_archive_are_errors(site: Site) -> None:
    put(site, page(b"", 403))
    site.pages["/api/v1/archive?sort=new&offset=0&limit=25"] = page(b"", 403)
    with pytest.raises(FetchError, match="HTTP 403"):
        listing(route(site))
    for body in (b"<!DOCTYPE html>", b'{"error": "no"}'):
        site.pages["/api/v1/archive?sort=new&offset=0&limit=25"] = page(body)
        with pytest.raises(RouteError):
            listing(route(site))


def test_foreign_posts_are_skipped_or_made_harmless_and_still_counted() -> None:
    strange: list[object] = [
        None,
        {"canonical_url": "data:text/html,x"},
        {"canonical_url": "https://a.example/1", "audience": 3, "publishedBylines": [None, {"name": 5}], "title": {}},
    ]
    posts = parse_archive(json.dumps(strange).encode(), url="https://a.example/", timezone="UTC")
    assert [(entry.url, entry.title, entry.published_at, entry.author) for entry in posts.entries] == [
        ("https://a.example/1", "", None, "5")
    ]
    assert (posts.paid, posts.named) == ({"https://a.example/1"}, 3)


def test_a_description_stands_in_for_a_subtitle() -> None:
    body = json.dumps([post(1, None, subtitle="", description="Described", truncated_body_text=None)]).encode()
    (entry,) = parse_archive(body, url="https://a.example/", timezone="UTC").entries
    assert entry.summary == "<p>Described</p>"
