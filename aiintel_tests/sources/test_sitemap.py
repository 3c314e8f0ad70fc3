from __future__ import annotations

import gzip
import hashlib
import os
import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aiintel_assets.edition import Interval
from aiintel_assets.editorial.identity import canonical_url
from aiintel_assets.sources import sitemap
from aiintel_assets.sources.route import RouteError
from aiintel_assets.sources.sitemap import Link, SitemapRoute, parse_sitemap, span_of_file, span_of_page
from aiintel_assets.web.client import FetchError
from aiintel_tests.sources.asking import WINDOW, listing, utc
from aiintel_tests.web.conftest import site
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from aiintel_assets.sources.route import Listing
    from aiintel_tests.web.site import Site

__all__ = ["site"]

NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def xml(root: str, *items: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {NEWS}>'
        f"{''.join(items)}</{root}>"
    ).encode()


def url(address: str, lastmod: str = "", *, news: str = "", title: str = "") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    told = (
        f"<news:news><news:publication_date>{news}</news:publication_date><news:title>{title}</news:title></news:news>"
        if news
        else ""
    )
    return f"<url><loc>{address}</loc>{changed}{told}</url>"


def file(address: str, lastmod: str = "") -> str:
    return url(address, lastmod).replace("url>", "sitemap>")


def article(published: str, title: str = "A model") -> bytes:
    words = "<p>The laboratory presented a model and said that it answers questions in half the time.</p>" * 5
    stamp = f'<meta property="article:published_time" content="{published}">' if published else ""
    head = f"<head><title>{title}</title>{stamp}</head>"
    return f"<html>{head}<body><article><h1>{title}</h1>{words}</article></body></html>".encode()


def put(where: Site, **pages: bytes | int) -> None:
    """Serve pages at /name; a number is a status."""
    for name, body in pages.items():
        where.pages[f"/{name}"] = page(b"", body) if isinstance(body, int) else page(body, Content_Type="text/html")


def asked(where: Site, path: str = "/sitemap.xml", *, timezone: str = "UTC", **keys: Any) -> Listing:
    return listing(SitemapRoute(kind="sitemap", url=where.url(path), **keys), timezone=timezone)


def serve(where: Site, *items: str, path: str = "/sitemap.xml", root: str = "urlset") -> None:
    where.pages[path] = page(xml(root, *items), Content_Type="application/xml")


# The route


def test_a_page_is_placed_by_its_own_date(site: Site) -> None:
    serve(site, url(site.url("/a?utm_source=x"), "2026-03-05T10:00:00Z"))
    put(site, a=article("2026-03-05T08:00:00Z", "Half the time"))
    found = asked(site)
    (entry,) = found.entries
    assert (entry.url, entry.title, entry.published_at) == (
        site.url("/a?utm_source=x"),
        "Half the time",
        utc("2026-03-05T08:00"),
    )
    assert list(found.pages) == [canonical_url(entry.url)] == [site.url("/a")]
    assert (
        found.pages[site.url("/a")].sha256
        == hashlib.sha256(article("2026-03-05T08:00:00Z", "Half the time")).hexdigest()
    )
    assert (found.covered, found.reason) == ((WINDOW,), "")


def test_an_old_page_that_was_changed_is_of_no_window_and_is_not_kept(site: Site) -> None:
    serve(site, url(site.url("/old"), "2026-03-05T10:00:00Z"))
    put(site, old=article("2024-01-01T08:00:00Z"))
    found = asked(site)
    assert [entry.published_at for entry in found.entries] == [utc("2024-01-01T08:00")]
    assert (found.pages, found.covered) == ({}, (WINDOW,))


def test_pages_that_cannot_be_of_the_window_are_not_asked(site: Site) -> None:
    serve(
        site,
        url(site.url("/unchanged"), "2026-03-03T10:00:00Z"),
        url(site.url("/2026/02/01/other-day"), "2026-03-05T10:00:00Z"),
        url(site.url("/2026/03/20/other-day"), "2026-03-25T10:00:00Z"),
        url(site.url("/news"), news="2026-03-01T10:00:00Z"),
    )
    found = asked(site)
    assert site.paths() == ["/sitemap.xml"]
    assert found.covered == (WINDOW,)


def test_a_day_in_the_address_may_be_wrong_by_one(site: Site) -> None:
    serve(site, url(site.url("/2026/03/04/a")), url(site.url("/2026/03/06/b")), url(site.url("/2026/03/08/c")))
    site.pages["/2026/03/04/a"] = page(article("2026-03-05T01:00:00Z"))
    site.pages["/2026/03/06/b"] = page(article("2026-03-05T23:00:00Z"))
    found = asked(site)
    assert len(found.entries) == 2
    assert found.covered == (WINDOW,)


def test_a_page_with_a_day_only_stands_at_its_end_in_its_zone(site: Site) -> None:
    serve(site, url(site.url("/a"), "2026-03-05"))
    put(site, a=article("2026-03-05"))
    (entry,) = asked(site, timezone="Asia/Taipei").entries
    assert entry.published_at == utc("2026-03-05T15:59:59")


def test_a_news_sitemap_is_believed_like_a_feed(site: Site) -> None:
    serve(site, url(site.url("/a"), news="2026-03-05T08:00:00+08:00", title="Fast &amp; small"))
    found = asked(site)
    (entry,) = found.entries
    assert (entry.title, entry.published_at) == ("Fast & small", utc("2026-03-05T00:00"))
    assert (site.paths(), found.covered) == (["/sitemap.xml"], (WINDOW,))


def test_a_news_sitemap_with_a_day_only_leaves_the_time_to_the_page(site: Site) -> None:
    serve(site, *(url(site.url(f"/{name}"), news="2026-03-05", title=name) for name in ("told", "silent", "gone")))
    put(site, told=article("2026-03-05T08:00:00Z"), silent=article(""), gone=404)
    found = asked(site)
    assert {entry.title: entry.published_at for entry in found.entries} == {
        "told": utc("2026-03-05T08:00"),
        "silent": utc("2026-03-05T23:59:59"),
        "gone": utc("2026-03-05T23:59:59"),
    }
    assert found.covered == (WINDOW,)


def test_pages_that_cannot_be_placed_are_named_and_nothing_is_vouched_for(site: Site) -> None:
    serve(site, *(url(site.url(f"/{name}"), "2026-03-05T10:00:00Z") for name in ("silent", "shut", "gone")))
    put(site, silent=article(""), shut=500, gone=410)
    found = asked(site)
    assert (found.entries, found.covered) == ((), ())
    assert found.reason == (
        f"1 pages, such as {site.url('/shut')}, could not be fetched: HTTP 500; "
        f"1 pages, such as {site.url('/silent')}, do not say when they were published"
    )


def test_addresses_without_any_date_are_not_asked_and_leave_doubt(site: Site) -> None:
    serve(site, url(site.url("/about")), url(site.url("/story/a"), "2026-03-05T10:00:00Z"))
    site.pages["/story/a"] = page(article("2026-03-05T08:00:00Z"))
    found = asked(site)
    assert (len(found.entries), found.covered) == (1, ())
    assert "carry no date in the sitemap" in found.reason
    assert asked(site, include="/story/").covered == (WINDOW,)


def test_more_pages_than_allowed_leave_doubt_and_the_likely_ones_are_asked_first(site: Site) -> None:
    serve(site, url(site.url("/b"), "2026-03-20T10:00:00Z"), url(site.url("/a"), "2026-03-05T10:00:00Z"))
    put(site, a=article("2026-03-05T08:00:00Z"))
    found = asked(site, max_pages=1)
    assert (len(found.entries), found.covered) == (1, ())
    assert found.reason == "2 pages may be of the window, 1 of them were asked for their date (`max_pages`)"


def test_an_index_is_followed_where_the_window_may_be(site: Site) -> None:
    serve(
        site,
        file(site.url("/sitemap-2026-02.xml"), "2026-03-09"),
        file(site.url("/sitemap-2026-03.xml.gz"), "2026-03-31"),
        file(site.url("/posts-1.xml"), "2026-03-01"),
        file(site.url("/posts-2.xml")),
        root="sitemapindex",
    )
    site.pages["/sitemap-2026-03.xml.gz"] = page(gzip.compress(xml("urlset", url(site.url("/a")))))
    serve(site, path="/posts-2.xml")
    put(site, a=article("2026-03-05T08:00:00Z"))
    found = asked(site)
    assert site.paths() == ["/sitemap.xml", "/sitemap-2026-03.xml.gz", "/posts-2.xml", "/a"]
    assert (len(found.entries), found.covered) == (1, (WINDOW,))


def test_a_robots_txt_leads_to_the_sitemaps(site: Site) -> None:
    site.pages["/robots.txt"] = page(f"User-agent: *\nDisallow:\nSitemap: {site.url('/s.xml')}\n".encode())
    serve(site, url(site.url("/a"), news="2026-03-05T08:00:00Z"), path="/s.xml")
    assert len(asked(site, "/robots.txt").entries) == 1


def test_the_files_of_a_site_are_read_as_one(site: Site) -> None:
    serve(site, file(site.url("/posts.xml")), file(site.url("/news.xml")), root="sitemapindex")
    serve(site, url(site.url("/a"), "2026-03-05T10:00:00Z"), path="/posts.xml")
    serve(site, url(site.url("/a"), news="2026-03-05T08:00:00Z", title="Told"), path="/news.xml")
    (entry,) = asked(site).entries
    assert (entry.title, entry.published_at) == ("Told", utc("2026-03-05T08:00"))


def test_files_that_fail_or_are_too_many_leave_doubt(site: Site) -> None:
    serve(site, *(file(site.url(f"/{number}.xml")) for number in range(4)), root="sitemapindex")
    serve(site, url(site.url("/a"), news="2026-03-05T08:00:00Z"), path="/0.xml")
    found = asked(site, max_files=2)
    assert (len(found.entries), found.covered) == (1, ())
    assert found.reason == (
        f"{site.url('/1.xml')} could not be read: HTTP 404; "
        "2 more files of the sitemap may hold the window (`max_files`)"
    )


def test_indexes_that_name_each_other_come_to_an_end(site: Site) -> None:
    serve(site, file(site.url("/sitemap.xml")), file(site.url("/b.xml")), root="sitemapindex")
    serve(site, file(site.url("/sitemap.xml")), path="/b.xml", root="sitemapindex")
    assert asked(site).covered == (WINDOW,)
    assert site.paths() == ["/sitemap.xml", "/b.xml"]


def test_a_sitemap_that_has_stopped_vouches_for_nothing(site: Site) -> None:
    serve(site, url(site.url("/a"), "2025-06-01"))
    found = asked(site)
    assert found.covered == ()
    assert found.reason == "the sitemap has stopped: it knows of nothing after 2025-06-01"


def test_a_first_file_that_fails_is_an_error(site: Site) -> None:
    with pytest.raises(FetchError, match="HTTP 404"):
        asked(site)
    put(site, **{"sitemap.xml": b"<html><body>Hello</body></html>"})
    with pytest.raises(RouteError, match="document of <html>"):
        asked(site)


def test_the_catalog_takes_regular_expressions_only() -> None:
    with pytest.raises(ValidationError, match="no regular expression"):
        SitemapRoute(kind="sitemap", url="https://a.example/s.xml", include="(")


# Files


def parsed(body: bytes, where: str = "https://a.example/s.xml", timezone: str = "UTC") -> sitemap.Sitemap:
    return parse_sitemap(body, url=where, timezone=timezone)


def test_addresses_dates_and_titles_are_read() -> None:
    body = xml(
        "urlset",
        "<!-- x -->",
        "<url>\n <loc>\n  https://a.example/?p=1&amp;q=2\n </loc><image><loc>https://a.example/i.png</loc></image></url>",
        url("<![CDATA[https://a.example/2]]>", "2026-03-05T10:00:00+08:00"),
        url("/3", "2026-03-05"),
        url("mailto:x@a.example"),
        url(""),
    )
    assert parsed(b"\xef\xbb\xbf\n " + body, timezone="Asia/Taipei") == sitemap.Sitemap(
        pages=(
            Link("https://a.example/?p=1&q=2"),
            Link("https://a.example/2", utc("2026-03-05T02:00")),
            Link("https://a.example/3", utc("2026-03-05T15:59:59")),
        )
    )


def test_files_without_a_namespace_or_with_another_one_are_read() -> None:
    assert [one.url for one in parsed(b"<urlset><url><loc>https://a.example/</loc></url></urlset>").pages] == [
        "https://a.example/"
    ]
    body = b'<s:sitemapindex xmlns:s="x"><s:sitemap><s:loc>/b.xml</s:loc></s:sitemap></s:sitemapindex>'
    assert [one.url for one in parsed(body).files] == ["https://a.example/b.xml"]


def test_a_damaged_file_is_read_up_to_where_it_breaks() -> None:
    found = parsed(
        xml("urlset", url("https://a.example/1"), url("https://a.example/?a=1&b=2"), url("https://a.example/3"))
    )
    assert [one.url for one in found.pages] == ["https://a.example/1"]
    assert not found.whole


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE urlset [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "{secret.as_uri()}">{levels}]>'.encode()
    body = (
        doctype
        + b"<urlset><url><loc>https://a.example/&e11;</loc></url><url><loc>https://a.example/&f;</loc></url></urlset>"
    )
    began = time.monotonic()
    assert "secret" not in repr(parsed(body))
    assert time.monotonic() - began < 1


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_BYTES", 10_000)
    with pytest.raises(RouteError, match="larger than"):
        parsed(gzip.compress(xml("urlset", url("https://a.example/") * 1_000)))
    with pytest.raises(RouteError, match="damaged"):
        parsed(b"\x1f\x8bnothing")


def test_only_so_many_addresses_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_LINKS", 3)
    found = parsed(xml("urlset", *(url(f"https://a.example/{n}") for n in range(5))))
    assert (len(found.pages), found.whole) == (3, False)


@pytest.mark.parametrize("body", [b"", b"<", b"hello", b"User-agent: *", b"<rss/>", b"\0\1\2", b"<!-- x"])
def test_what_is_no_sitemap_is_an_error(body: bytes) -> None:
    with pytest.raises(RouteError):
        parsed(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    for data in (body, b"<urlset>" + body, gzip.compress(body)):
        with suppress(RouteError):
            parsed(data)


# Dates in addresses


def day(first: str, last: str) -> Interval:
    return Interval(utc(first), utc(last))


@pytest.mark.parametrize(
    ("path", "span"),
    [
        ("/2025/12/13/a", ("2025-12-12", "2025-12-15")),
        ("/x/2025/dec/13/a", ("2025-12-12", "2025-12-15")),
        ("/20251213/a", ("2025-12-12", "2025-12-15")),
        ("/blog/2025-12-13-a.html", ("2025-12-12", "2025-12-15")),
        ("/2025/12/360669.html", ("2025-11-30", "2026-01-02")),
        ("/2025/12/31-things", ("2025-11-30", "2026-01-02")),
        ("/best-of-2025", None),
        ("/2025/99/1", None),
        ("/a?date=/2025/12/13/", None),
        ("/2025/02/31/a", None),
    ],
)
def test_the_day_or_month_in_a_pages_address(path: str, span: tuple[str, str] | None) -> None:
    assert span_of_page(f"https://a.example{path}", "UTC") == (day(*span) if span else None)


@pytest.mark.parametrize(
    ("path", "span"),
    [
        ("/sitemap-2025-12.xml", ("2025-11-30", "2026-01-02")),
        ("/sitemap-202512.xml.gz", ("2025-11-30", "2026-01-02")),
        ("/sitemaps/entries/2025/1", ("2024-12-31", "2025-02-02")),
        ("/sitemap.xml?yyyy=2025&mm=12&dd=13", ("2025-11-30", "2026-01-02")),
        ("/sitemap.xml?year=2025&month=1&week=2", ("2024-12-31", "2025-02-02")),
        ("/sitemap-2025-12-13.xml", ("2025-12-12", "2025-12-15")),
        ("/sitemap-2025.xml", ("2024-12-31", "2026-01-03")),
        ("/post-sitemap-2025-1.xml", ("2024-12-31", "2026-01-03")),
        ("/post-sitemap12.xml", None),
        ("/sitemap-12025.xml", None),
    ],
)
def test_the_stretch_of_time_in_a_files_address(path: str, span: tuple[str, str] | None) -> None:
    assert span_of_file(f"https://a.example{path}", "UTC") == (day(*span) if span else None)


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder with captured answers")
def test_captured_sitemaps_are_read() -> None:
    folder = Path(os.environ["AIINTEL_CORPORA"]) / "api" / "sitemaps"
    files = [path for path in sorted(folder.rglob("*")) if ".xml" in path.name]
    assert files
    for path in files:
        body = path.read_bytes()
        text = (gzip.decompress(body) if path.suffix == ".gz" else body).decode()
        text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        found = parse_sitemap(body, url=f"https://a.example/{path.name}", timezone="UTC")
        links = [*found.files, *found.pages]
        assert found.whole
        assert len(links) == len(re.findall(r"<(?:url|sitemap)>", text))
        assert sum(link.modified is not None for link in links) == text.count("<lastmod>")
        assert sum(link.news is not None for link in links) == text.count("<news:publication_date>")
        assert all(link.title for link in links if link.news)
        for link in links:
            assert link.url.replace("&", "&amp;") in text
            assert link.modified is None or datetime(2000, 1, 1, tzinfo=UTC) < link.modified
