from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from aiintel_assets.edition import Interval
from aiintel_assets.models import Entry
from aiintel_assets.sources.route import Ask, RouteError
from aiintel_assets.sources.wordpress import WordPressRoute, parse_posts
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import NOW, WINDOW, listing, says, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from aiintel_tests.web.site import Answer, Site

__all__ = ["site"]

POSTS = "/wp-json/wp/v2/posts"


def post(number: int, gmt: str | None, date: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "date": date or gmt,
        "date_gmt": gmt,
        "link": f"https://a.example/{number}/",
        "title": {"rendered": f"Lab {number}&#8217;s <em>new</em> model"},
        "excerpt": {"rendered": f"<p>In short, {number} [&hellip;]</p>\n", "protected": False},
        "content": {"rendered": f"<p>At length, {number}.</p>", "protected": False},
        **fields,
    }


def route(where: Site, **keys: Any) -> WordPressRoute:
    return WordPressRoute(kind="wordpress", url=where.url("/"), **keys)


def address(where: Site, number: int, **keys: Any) -> str:
    asked = Ask(WINDOW, NOW, "UTC", None)  # type: ignore[arg-type]  # no address needs a client
    return route(where, **keys)._address(asked, number).removeprefix(f"http://{where.place}")


def put(where: Site, *pages: Answer) -> None:
    for number, answer in enumerate(pages, 1):
        where.pages[address(where, number)] = answer


def urls(found: tuple[Entry, ...]) -> list[str]:
    return [entry.url for entry in found]


def test_a_post_is_an_entry_with_its_text(site: Site) -> None:
    put(site, says([post(7, "2026-03-05T08:00:00", "2026-03-05T03:00:00")], X_WP_TotalPages="1"))
    found = listing(route(site), timezone="America/New_York")
    assert found.entries == (
        Entry(
            id="7",
            url="https://a.example/7/",
            title="Lab 7’s new model",
            published_at=utc("2026-03-05T08:00"),
            summary="<p>In short, 7 [&hellip;]</p>",
            content="<p>At length, 7.</p>",
        ),
    )
    assert (found.covered, found.reason) == ((WINDOW,), "")


def test_a_day_more_is_asked_for_on_each_side(site: Site) -> None:
    query = {name: values[0] for name, values in parse_qs(urlsplit(address(site, 3, categories=(21, 4))).query).items()}
    assert query == {
        "after": "2026-03-04T00:00:00",
        "before": "2026-03-07T00:00:00",
        "per_page": "100",
        "page": "3",
        "orderby": "date",
        "order": "asc",
        "_fields": "id,date,date_gmt,link,title,excerpt,content",
        "categories": "21,4",
    }
    assert urlsplit(address(site, 1)).path == POSTS


def test_posts_are_placed_by_their_time_in_utc_and_others_are_dropped(site: Site) -> None:
    put(
        site,
        says(
            [
                post(1, "2026-03-04T23:59:59", "2026-03-05T07:59:59"),
                post(2, "2026-03-05T00:00:00", "2026-03-05T08:00:00"),
                post(3, "2026-03-05T23:59:59", "2026-03-06T07:59:59"),
                post(4, "2026-03-06T00:00:00", "2026-03-06T08:00:00"),
            ],
            X_WP_TotalPages="1",
        ),
    )
    assert urls(listing(route(site)).entries) == ["https://a.example/2/", "https://a.example/3/"]


@pytest.mark.parametrize("gmt", ["0000-00-00T00:00:00", None, ""])
def test_a_post_without_a_time_in_utc_is_placed_by_its_local_time(site: Site, gmt: str | None) -> None:
    put(site, says([post(1, gmt, "2026-03-05T09:00:00")], X_WP_TotalPages="1"))
    (entry,) = listing(route(site), timezone="Asia/Taipei").entries
    assert entry.published_at == utc("2026-03-05T01:00")


def test_a_post_without_any_time_is_listed_without_one(site: Site) -> None:
    put(site, says([post(1, "0000-00-00T00:00:00", "0000-00-00T00:00:00")], X_WP_TotalPages="1"))
    assert [entry.published_at for entry in listing(route(site)).entries] == [None]


def test_all_pages_are_read(site: Site) -> None:
    put(
        site,
        says([post(1, "2026-03-05T01:00:00")], X_WP_TotalPages="2"),
        says([post(2, "2026-03-05T02:00:00")], X_WP_TotalPages="2"),
    )
    found = listing(route(site))
    assert urls(found.entries) == ["https://a.example/1/", "https://a.example/2/"]
    assert found.covered == (WINDOW,)
    assert len(site.visits) == 2


def test_where_the_number_of_pages_is_not_told_a_400_or_an_empty_page_is_the_end(site: Site) -> None:
    wrong = says({"code": "rest_post_invalid_page_number"}, 400)
    for end in (wrong, says([])):
        put(site, says([post(1, "2026-03-05T01:00:00")]), end)
        found = listing(route(site))
        assert (urls(found.entries), found.covered) == (["https://a.example/1/"], (WINDOW,))


def test_a_day_without_posts_is_a_whole_answer(site: Site) -> None:
    put(site, says([], X_WP_Total="0", X_WP_TotalPages="0"))
    found = listing(route(site))
    assert (found.entries, found.covered, found.reason) == ((), (WINDOW,), "")


@pytest.mark.parametrize("status", [400, 500])
def test_a_later_page_that_fails_leaves_what_was_read(site: Site, status: int) -> None:
    put(
        site,
        says([post(1, "2026-03-05T01:00:00"), post(2, "2026-03-05T09:00:00")], X_WP_TotalPages="2"),
        page(b"", status),
    )
    found = listing(route(site))
    assert urls(found.entries) == ["https://a.example/1/", "https://a.example/2/"]
    # Clocks may have been set back meanwhile: the hour before the last post may not be whole.
    assert found.covered == (Interval(WINDOW.start, utc("2026-03-05T08:00")),)
    assert found.reason == f"sure up to 2026-03-05 08:00 UTC: page 2 cannot be read: HTTP {status}"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_api_is_told_in_plain_words(site: Site, status: int) -> None:
    put(site, says({"code": "rest_disabled", "message": "The REST API on this site has been disabled."}, status))
    with pytest.raises(
        RouteError, match=rf"^this site's REST API is closed to us \(HTTP {status}\): use its feed$"
    ) as e:
        listing(route(site))
    assert not e.value.heals


def test_a_site_that_cannot_be_reached_is_an_error_that_heals(site: Site) -> None:
    put(site, page(b"", 503))
    with pytest.raises(FetchError, match="HTTP 503") as caught:
        listing(route(site))
    assert caught.value.heals


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><p>Hello", b"", b"[1, 2", b'{"code": "rest_no_route"}', b"null"])
def test_what_is_no_list_of_posts_is_an_error(site: Site, body: bytes) -> None:
    put(site, page(body))
    with pytest.raises(RouteError):
        listing(route(site))


def test_a_site_that_ignores_dates_is_not_believed(site: Site) -> None:
    put(site, says([post(n, f"2019-03-0{n}T01:00:00") for n in range(1, 4)], X_WP_TotalPages="900"))
    with pytest.raises(RouteError, match="does not heed the dates"):
        listing(route(site))
    assert len(site.visits) == 1


def test_foreign_posts_are_skipped_or_made_harmless() -> None:
    strange: list[object] = [
        None,
        3,
        [],
        {"link": None},
        {"link": "javascript:alert(1)"},
        {
            "link": "/2026/03/a b",
            "id": [],
            "title": "no object",
            "date_gmt": 5,
            "content": {"rendered": "x\x00\ud800y"},
        },
    ]
    assert parse_posts(json.dumps(strange).encode(), url="https://a.example/wp-json/", timezone="UTC") == [
        Entry("https://a.example/2026/03/a%20b", "https://a.example/2026/03/a%20b", "", None, content="xy")
    ]


@pytest.mark.parametrize("keys", [{"categories": ["news"]}, {"categories": [0]}, {"url": "a.example"}, {"paged": True}])
def test_a_slip_in_the_catalog_is_found(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WordPressRoute.model_validate({"kind": "wordpress", "url": "https://a.example", **keys})


# How many entries each captured answer of posts holds, and the first of them.
CAPTURED = {
    "webaquebec/wp-json/wp/v2/posts": (35, 3578, "2016-04-06T11:29:28"),
    "frontity-mocks/packages/wp-source/src/libraries/schemas/__tests__/mocks/posts.json": (3, 1, "2019-03-11T11:46:53"),
    "frontity-mocks/packages/wp-source/src/libraries/schemas/__tests__/mocks/posts-from-category-7.json": (
        5,
        57,
        "2016-10-25T18:25:24",
    ),
}


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder with captured answers")
def test_captured_answers_are_read_to_the_last_post() -> None:
    folder = Path(os.environ["AIINTEL_CORPORA"]) / "api" / "wordpress"
    looked = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        body = file.read_bytes()
        try:
            posts = json.loads(body)
        except ValueError:
            posts = None
        name = str(file.relative_to(folder))
        if not isinstance(posts, list):
            with pytest.raises(RouteError):
                parse_posts(body, url="https://a.example/", timezone="UTC")
            continue
        entries = parse_posts(body, url="https://a.example/", timezone="UTC")
        linked = [post for post in posts if isinstance(post, dict) and post.get("link")]
        assert [entry.id for entry in entries] == [str(post["id"]) for post in linked], name
        for entry, raw in zip(entries, linked, strict=True):
            dated = raw.get("date_gmt")
            assert entry.published_at == (utc(dated) if dated else None), name
            assert entry.url.startswith(("https://", "http://"))
            content = raw.get("content", {}).get("rendered", "").replace("\ufeff", "").strip()
            assert list(filter(str.isprintable, entry.content)) == list(filter(str.isprintable, content))
            assert "&#" not in entry.title
            assert bool(entry.title) == bool(raw.get("title", {}).get("rendered"))
        if entries and entries[0].published_at:
            looked[name] = (len(entries), int(entries[0].id), f"{entries[0].published_at:%Y-%m-%dT%H:%M:%S}")
    assert looked.items() >= CAPTURED.items()
