"""The feed parser: every format and fault it reads, what it refuses, and that nothing else ever comes out of it."""

from __future__ import annotations

import html
import json
import os
import re
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aiintel_assets.sources.feed import MAX_BYTES, MAX_ENTRIES, FeedError, parse_feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiintel_assets.models import Entry

FIXTURES = Path(__file__).parent.parent / "fixtures" / "sources" / "feed"
URL = "https://feeds.example/all.xml"


def rss(*items: str, channel: str = "<title>A feed</title>") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel>{channel}{body}</channel></rss>'.encode()


def only(data: bytes, **options: Any) -> Entry:
    [entry] = parse_feed(data, url=URL, **options)
    return entry


def title_of(raw: str) -> str:
    return only(rss(f"<title>{raw}</title><link>https://a.example/1</link>")).title


def url_of(raw: str, channel: str = "") -> str:
    return only(rss(f"<link>{raw}</link>", channel=channel)).url


def date_of(raw: str, timezone: str = "UTC", element: str = "pubDate") -> datetime | None:
    return only(rss(f"<link>https://a.example/1</link><{element}>{raw}</{element}>"), timezone=timezone).published_at


# Formats


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.iterdir() if ".expected" not in path.suffixes))
def test_a_feed_gives_the_entries_written_beside_it(name: str) -> None:
    [source] = [path for path in FIXTURES.glob(f"{name}.*") if ".expected" not in path.suffixes]
    entries = [asdict(entry) for entry in parse_feed(source.read_bytes(), url=URL, timezone="Asia/Taipei")]
    for entry in entries:
        entry["published_at"] = entry["published_at"] and entry["published_at"].isoformat()
    assert entries == json.loads((FIXTURES / f"{name}.expected.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "data",
    [
        rss(),
        b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
        b'{"version": "https://jsonfeed.org/version/1", "items": []}',
    ],
)
def test_a_feed_without_items_has_no_entries(data: bytes) -> None:
    assert parse_feed(data, url=URL) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty response"),
        (b" \r\n\0", "empty response"),
        (b"<!DOCTYPE html><title>Not found</title>", "this is an HTML page, not a feed"),
        (b"<!-- cached --><html><body><rss></rss></body></html>", "this is an HTML page, not a feed"),
        (b'<?xml version="1.0"?><urlset><url/></urlset>', "this is a document of <urlset>, not a feed"),
        (b'<rdf:RDF xmlns:rdf="r"><x/></rdf:RDF>', "this is RDF without a channel, not a feed"),
        (b'{"hits": []}', "this is JSON, but no JSON Feed"),
        (b"[1, 2]", "this is JSON, but no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "this is JSON, but no JSON Feed"),
        (b'{"items": [', "it starts like JSON but is not well-formed"),
        (b"Too many requests", "this is text or binary data, not a feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "this is text or binary data, not a feed"),
        (b"<rss version='2.0'></rss", "not well-formed and nothing could be recovered"),
    ],
)
def test_what_is_no_feed_is_refused_with_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=re.escape(reason)) as refusal:
        parse_feed(data, url=URL)
    assert "\n" not in str(refusal.value)


# Titles


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("R&amp;D", "R&D"),
        ("R&amp;amp;D", "R&D"),
        ("R&amp;amp;amp;D", "R&D"),
        ("R & D", "R & D"),
        ("&lt;b&gt;Bold&lt;/b&gt; claims", "Bold claims"),
        ("<![CDATA[<strong>人工</strong>智慧<br/>新聞]]>", "人工智慧 新聞"),
        ("<![CDATA[A &#8216;quoted&#8217; word]]>", "A ‘quoted’ word"),
        ("Vec&lt;T&gt; explained", "Vec<T> explained"),
        ("The &lt;b&gt; tag", "The <b> tag"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("Caf&eacute;&nbsp;&hellip;", "Café …"),
        ("&copyright", "&copyright"),
        ("  two\n\t lines ", "two lines"),
        ("no\x00 con\x1btrols &#0;&#xD800;", "no controls"),
        ("", ""),
    ],
)
def test_a_title_is_plain_text_on_one_line(raw: str, title: str) -> None:
    assert title_of(raw) == title


def test_only_the_items_own_title_counts() -> None:
    media = "<media:group><media:title>A picture</media:title></media:group><itunes:title>Short</itunes:title>"
    names = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    item = f"<item><title>Mine</title><link>https://a.example/1</link>{media}</item>"
    assert only(f'<rss version="2.0" {names}><channel>{item}</channel></rss>'.encode()).title == "Mine"


# Summaries, texts and authors


def test_the_full_text_is_told_from_the_summary_in_any_order() -> None:
    modules = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    parts = ["<description>Short</description>", "<content:encoded>Full text</content:encoded>"]
    caption = "<media:content><media:description>A rather long caption</media:description></media:content>"
    for body in (parts, parts[::-1]):
        item = f"<item><link>https://a.example/1</link>{caption}{''.join(body)}</item>"
        entry = only(f'<rss version="2.0" {modules}><channel>{item}</channel></rss>'.encode())
        assert (entry.summary, entry.content) == ("Short", "Full text")


@pytest.mark.parametrize(
    ("raw", "author"),
    [
        ("<author>desk@a.example (The Desk)</author>", "The Desk"),
        ("<author>The Desk &lt;desk@a.example&gt;</author>", "The Desk"),
        ("<author>desk@a.example</author>", ""),
        ("<dc:creator>One (of two)</dc:creator><dc:creator>Two</dc:creator>", "One (of two), Two"),
    ],
)
def test_an_author_is_a_name_without_an_address(raw: str, author: str) -> None:
    item = f"<item><link>https://a.example/1</link>{raw}</item>"
    feed = f'<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{item}</channel></rss>'
    assert only(feed.encode()).author == author


# URLs and ids


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&b=2&copy=3", "https://a.example/?a=1&b=2&copy=3"),
        ("<![CDATA[https://a.example/?a=1&amp;b=2]]>", "https://a.example/?a=1&b=2"),
        ("\n  https://a.example/long\n  /path  \n", "https://a.example/long/path"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("//a.example/1", "https://a.example/1"),
        ("HTTPS://a.example/新聞", "https://a.example/新聞"),
        ("https://a.example/?utm_source=rss#top", "https://a.example/?utm_source=rss#top"),
    ],
)
def test_a_url_is_repaired_and_otherwise_left_alone(raw: str, url: str) -> None:
    assert url_of(raw) == url


def test_a_relative_link_is_resolved_against_the_nearest_base() -> None:
    assert url_of("one") == "https://feeds.example/one"
    assert url_of("/one", channel="<link>https://site.example/blog/</link>") == "https://site.example/one"
    entry = '<entry xml:base="y/"><link href="1"/></entry>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/">{entry}</feed>'
    assert only(atom.encode()).url == "https://b.example/x/y/1"


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "mailto:desk@a.example",
        "file:///etc/passwd",
        "ftp://a.example/1",
        "https://",
        "https://[half/1",
        "https://a.example:port/1",
        "https://a.example/" + "a" * 10_000,
    ],
)
def test_an_item_without_a_usable_url_is_left_out(raw: str) -> None:
    assert parse_feed(rss(f"<title>T</title><link>{raw}</link>"), url=URL) == []


def test_a_guid_is_the_link_of_an_item_that_has_none_unless_it_says_it_is_not() -> None:
    assert only(rss("<guid>https://a.example/1</guid>")).url == "https://a.example/1"
    assert parse_feed(rss('<guid isPermaLink="false">https://a.example/1</guid>'), url=URL) == []
    assert parse_feed(rss("<guid>urn:example:1</guid>"), url=URL) == []


def test_a_guid_stands_in_for_an_empty_link() -> None:
    assert only(rss("<link></link><guid>https://a.example/1</guid>")).url == "https://a.example/1"


def test_an_entry_is_known_by_its_guid_and_otherwise_by_its_url() -> None:
    assert only(rss("<guid> urn:example:1 </guid><link>https://a.example/1</link>")).id == "urn:example:1"
    assert only(rss("<link>https://a.example/1</link>")).id == "https://a.example/1"


def test_of_items_with_one_id_and_url_the_first_stays() -> None:
    item = "<guid>urn:example:1</guid><link>https://a.example/1</link>"
    other = "<guid>urn:example:1</guid><link>https://a.example/2</link>"
    entries = parse_feed(rss(item + "<title>New</title>", item + "<title>Old</title>", other), url=URL)
    assert [(entry.title, entry.url) for entry in entries] == [
        ("New", "https://a.example/1"),
        ("", "https://a.example/2"),
    ]


def test_the_page_is_preferred_to_other_relations_of_an_entry() -> None:
    links = (
        '<link rel="self" href="https://a.example/1.atom"/><link rel="alternate" type="text/plain" href="/1.txt"/>'
        '<link rel="alternate" href="https://a.example/1"/><link rel="related" href="https://b.example/"/>'
    )
    assert (
        only(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{links}</entry></feed>'.encode()).url
        == "https://a.example/1"
    )


# Dates

NOON = datetime(2025, 12, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "Sun, 14 Dec 2025 12:00:00 GMT",
        "Sun, 14 Dec 2025 12:00:00 +0000",
        "Sun, 14 Dec 2025 20:00:00 +0800",
        "Sun, 14 Dec 2025 20:00:00 GMT+8",
        "Sun, 14 Dec 2025 20:00:00 UTC+08:00",
        "Sun, 14 Dec 2025 07:00:00 EST",
        "Sun, 14 Dec 2025 04:00:00 PST",
        "Sun, 14 Dec 2025 06:00:00 CST",
        "Sun, 14 Dec 2025 12:00 Z",
        "Mon, 14 December 2025 12:00:00 UT",
        "14 Dec 25 12:00:00 GMT",
        "Sun,14-Dec-2025 12:00:00 GMT",
        "December 14, 2025 12:00 pm GMT",
        "Sunday 14th Dec. 2025, 07:00 a.m. EST",
        "Sun Dec 14 12:00:00 2025",
        "Sun Dec 14 20:00:00 HKT 2025",
        "2025-12-14T12:00:00Z",
        "2025-12-14T20:00:00+08:00",
        "2025-12-14T20:00:00+0800",
        "2025-12-14 07:00:00 -05:00",
        "2025-12-14T12:00Z",
        "20251214T120000Z",
        "2025/12/14 12:00:00",
        "2025年12月14日 12:00",
        " 2025-12-14\n12:00:00.000 UTC ",
        "Κυρ, 14 Δεκ 2025 14:00:00 +0200",
    ],
)
def test_a_date_is_read_in_the_shapes_publishers_write(raw: str) -> None:
    assert date_of(raw) == NOON


@pytest.mark.parametrize(
    "raw",
    [
        "Sun, 14 Dec 2025 20:00:00",
        "2025-12-14T20:00:00",
        "2025-12-14 20:00",
        "14 Dec 2025 20:00 CST",
        "14 Dec 2025 20:00 XYZ",
    ],
)
def test_a_date_without_a_known_zone_is_local_to_the_source(raw: str) -> None:
    assert date_of(raw, timezone="Asia/Taipei") == NOON


def test_local_time_follows_the_sources_daylight_saving() -> None:
    assert date_of("14 Jul 2025 08:00", timezone="America/New_York") == datetime(2025, 7, 14, 12, 0, tzinfo=UTC)
    assert date_of("14 Dec 2025 07:00", timezone="America/New_York") == NOON


def test_a_day_alone_starts_at_the_sources_midnight() -> None:
    assert date_of("2025-12-14", timezone="Asia/Taipei") == datetime(2025, 12, 13, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "2025-13-01",
        "2025",
        "31 Feb 2025 10:00",
        "9" * 5000,
    ],
)
def test_an_absurd_date_is_no_date(raw: str) -> None:
    assert date_of(raw) is None


def test_a_date_to_come_is_kept() -> None:
    assert date_of("2099-01-01T00:00:00Z") == datetime(2099, 1, 1, tzinfo=UTC)


def test_publication_is_preferred_to_creation_and_creation_to_change() -> None:
    def published(*dates: str) -> datetime | None:
        entry = f'<entry><link href="https://a.example/1"/>{"".join(dates)}</entry>'
        return only(f'<feed xmlns="http://purl.org/atom/ns#" version="0.3">{entry}</feed>'.encode()).published_at

    issued, created = "<issued>2025-12-14T12:00:00Z</issued>", "<created>2025-12-13T12:00:00Z</created>"
    modified = "<modified>2025-12-15T12:00:00Z</modified>"
    assert published(modified, created, issued) == NOON
    assert published(modified, created) == datetime(2025, 12, 13, 12, 0, tzinfo=UTC)
    assert published(modified, "<issued>n/a</issued>") == datetime(2025, 12, 15, 12, 0, tzinfo=UTC)


def test_a_feed_without_dates_keeps_its_entries() -> None:
    assert only(rss("<link>https://a.example/1</link>")).published_at is None


# Encodings

STORY = "人工智慧模型發表，開發者叫好。"
SIMPLE = "人工智能模型发布，开发者叫好。"


def declared(text: str, label: str | None) -> str:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    return (
        f"{declaration}<rss><channel><item><title>{text}</title><link>https://a.example/1</link></item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("text", "encoding", "label", "content_type"),
    [
        (STORY, "utf-8", "utf-8", None),
        (STORY, "utf-8", "gb2312", "text/xml; charset=iso-8859-1"),
        (STORY, "utf-8-sig", None, None),
        (STORY, "utf-16", "utf-16", "application/xml; charset=utf-8"),
        (STORY, "utf-16-le", "utf-16", None),
        (STORY, "utf-16-be", None, None),
        (STORY, "utf-32", "utf-32", None),
        (SIMPLE + "喆", "gb18030", "gb2312", None),
        (SIMPLE, "gbk", None, "text/xml; charset=GB2312"),
        (SIMPLE, "gbk", "utf-8", "text/xml; charset=utf-8"),
        (SIMPLE, "gbk", None, None),
        (STORY + "嘅", "big5hkscs", "big5", None),
        (STORY, "big5", None, "text/xml"),
        ("日本語の記事", "iso-2022-jp", "iso-2022-jp", None),
        ("日本語の記事", "shift_jis", "Shift_JIS", "text/xml; charset=iso-8859-1"),
        ("Déjà vu – für alle", "cp1252", "iso-8859-1", None),
        ("Déjà vu für alle", "latin-1", None, None),
        ("Новая модель", "koi8-r", "koi8-r", None),
        ("Plain", "ascii", "no-such-encoding", "text/xml; charset=base64"),
    ],
)
def test_readable_text_is_recovered_whatever_the_labels_say(
    text: str, encoding: str, label: str | None, content_type: str | None
) -> None:
    assert only(declared(text, label).encode(encoding), content_type=content_type).title == text


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    data = declared(STORY * 5, "utf-8").encode().replace("叫".encode(), b"\xe5\x8f", 1)
    assert only(data).title == (STORY * 5).replace("叫", "\ufffd", 1)


# Hostile bytes


def test_an_entity_bomb_stays_small() -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f"<!DOCTYPE rss [{entities}]>".encode() + rss("<title>&a11;</title><link>https://a.example/1</link>")
    assert only(bomb).title == "&a11;"


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    assert "secret" not in only(doctype + rss("<title>&x;</title><link>https://a.example/1</link>")).title


@pytest.mark.parametrize(
    "junk",
    [
        *("<a>" * 20_000, "<![CDATA[" * 20_000, "<!--" * 20_000, "<?a " * 20_000, "<" * 200_000, "&" * 200_000),
        *("<author>" + "a" * 500_000, "<category>x</category>" * 20_000),
        *("<title>" + "&lt;b&gt;" * 50_000, "<item " + 'a="" ' * 50_000),
    ],
    ids=lambda junk: str(junk[:9]),
)
def test_junk_takes_bounded_work_and_spares_the_items_before_it(junk: str) -> None:
    entries = parse_feed(rss("<link>https://a.example/1</link>", "<link>https://a.example/2</link>" + junk), url=URL)
    assert entries[0].url == "https://a.example/1"


def test_only_so_many_items_are_read() -> None:
    links = [f"https://a.example/{n}" for n in range(MAX_ENTRIES + 500)]
    entries = parse_feed(rss(*(f"<link>{link}</link>" for link in links)), url=URL)
    assert [entry.url for entry in entries] == links[:MAX_ENTRIES]
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"url": link} for link in links]}
    assert len(parse_feed(json.dumps(feed).encode(), url=URL)) == MAX_ENTRIES


def test_what_is_far_too_large_is_refused() -> None:
    with pytest.raises(FeedError, match="too large"):
        parse_feed(b"<rss>" + b" " * MAX_BYTES + b"x", url=URL)


@pytest.mark.parametrize(
    "item", ['"x"', "null", "[]", '{"url": 1}', '{"url": ["https://a.example/"]}', '{"id": true}', "{}"]
)
def test_an_item_of_the_wrong_shape_is_left_out(item: str) -> None:
    good = '{"url": "https://a.example/1", "title": {"no": "text"}, "authors": "x", "date_published": 3}'
    data = f'{{"version": "https://jsonfeed.org/version/1", "items": [{item}, {good}]}}'
    assert "https://a.example/1" in [entry.url for entry in parse_feed(data.encode(), url=URL)]


TORN = [path.read_bytes() for path in sorted(FIXTURES.iterdir()) if ".expected" not in path.suffixes]
STARTS = [
    b"",
    b"<rss>",
    b"<rss><channel><item>",
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>',
    b'{"items":',
    b"<",
    b"\xff\xfe",
]
SHARDS = [
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"&#",
    b"&#xD800;",
    b"</item>",
    b"<item>",
    b"<",
    b'"',
    b"\0",
    b"\xff",
    b"<svg>",
]


def parses_or_refuses(data: bytes, content_type: str | None = None) -> None:
    try:
        entries = parse_feed(data, url=URL, content_type=content_type)
    except FeedError:
        return
    assert all(entry.id and entry.url.startswith(("http://", "https://")) for entry in entries)
    assert all(entry.published_at is None or entry.published_at.tzinfo is UTC for entry in entries)


@settings(deadline=None)
@given(start=st.sampled_from(STARTS), data=st.binary(), content_type=st.none() | st.text())
def test_any_bytes_are_parsed_or_refused(start: bytes, data: bytes, content_type: str | None) -> None:
    parses_or_refuses(start + data, content_type)


@settings(deadline=None)
@given(
    source=st.sampled_from(TORN),
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 60), st.sampled_from(SHARDS)), min_size=1, max_size=6),
)
def test_a_torn_feed_is_parsed_or_refused(source: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    for start, length, shard in cuts:
        source = source[:start] + shard + source[start + length :]
    parses_or_refuses(source)


# Round trips


def as_rss(title: str, link: str) -> str:
    return rss(f"<title>{html.escape(title)}</title><link>{html.escape(link)}</link>").decode()


def as_cdata(title: str, link: str) -> str:
    return rss(f"<title><![CDATA[{title}]]></title><link><![CDATA[{link}]]></link>").decode()


def as_atom(title: str, link: str) -> str:
    entry = f'<entry><title type="text">{html.escape(title)}</title><link href="{html.escape(link)}"/></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'


def as_atom_html(title: str, link: str) -> str:
    twice = html.escape(html.escape(title))
    entry = f'<entry><title type="html">{twice}</title><link href="{html.escape(link)}"/></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'


def as_json(title: str, link: str) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"title": title, "url": link}]})


def reads_as_another_text(title: str) -> bool:
    """Whether it may as well be markup, or UTF-8 that went through Latin-1: both are repaired on purpose."""
    try:
        mistaken = title.strip() != title.strip().encode("latin-1").decode("utf-8")
    except UnicodeError:
        mistaken = False
    return mistaken or re.search(r"&#?\w+;|</?[a-zA-Z]|]]>", title) is not None


LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufeff")
WORDS = st.text(st.sampled_from("ab12-_.~%=&?/:é新") | LETTERS.filter(str.isalnum), max_size=20)
LINKS = st.builds(lambda path, query: f"https://a.example/p{path.replace('?', '')}?q={query}", WORDS, WORDS)


@settings(deadline=None)
@pytest.mark.parametrize("write", [as_rss, as_cdata, as_atom, as_atom_html, as_json])
@given(title=st.text(LETTERS | st.sampled_from("&<>'\" ;#"), max_size=40), link=LINKS)
def test_titles_and_links_survive_the_way_through_a_feed(
    write: Callable[[str, str], str], title: str, link: str
) -> None:
    assume(not reads_as_another_text(title))
    entry = only(write(title, link).encode())
    assert (entry.title, entry.url) == (" ".join(title.split()), link)


# Other people's feeds

FEED_ROOTS = {"rss", "feed", "rdf", "channel", "jsonfeed", "entry"}


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder with the feed corpus")
def test_the_corpus_is_read_as_its_publishers_meant_it() -> None:
    corpora = Path(os.environ["AIINTEL_CORPORA"])
    seen: Counter[str] = Counter()
    for line in (corpora / "feeds" / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        try:
            entries = parse_feed((corpora / gold["file"]).read_bytes(), url=URL)
        except FeedError:
            seen["refused wrongly"] += bool(gold["linked"])
            continue
        seen["accepted wrongly"] += gold["root"] not in FEED_ROOTS and gold["root"] is not None
        by_url = {entry.url: entry for entry in entries}
        for expected in gold["expected"] or []:
            if not (expected["url"] or "").startswith("http"):
                continue
            seen["expected"] += 1
            entry = by_url.get(expected["url"])
            if entry:
                seen["found"] += 1
                seen["titled"] += entry.title == " ".join((expected["title"] or "").split())
                date = expected["published"]
                seen["dated"] += date is None or (entry.published_at or NOON).isoformat()[:16] == date[:16]
    assert seen["refused wrongly"] == seen["accepted wrongly"] == 0
    assert seen["found"] >= 0.99 * seen["expected"]
    assert seen["titled"] >= 0.98 * seen["expected"]
    assert seen["dated"] >= 0.98 * seen["expected"]
