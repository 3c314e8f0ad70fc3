"""Pages of our own making: what is their article, and what is none."""

from __future__ import annotations

import gzip
import json
import os
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiintel_assets.text.charset import decode
from aiintel_assets.text.extract import _extract, extract

PRESS = Path(__file__).parents[1] / "fixtures/text/press"
URL = "https://news.example.org/2026/07/01/a-model"
PARAGRAPHS = [
    "The laboratory released a language model on Wednesday and published its weights under an open licence.",
    "According to its authors, the model answers questions in forty languages and runs on a single accelerator.",
    "Independent testers said that the figures could be reproduced, although one benchmark was not disclosed.",
    "The laboratory plans a larger version in autumn, and it has asked universities to audit the training data.",
]
CHINESE = [
    "實驗室週三發布新的語言模型，並以開放授權公開權重，供各界下載與研究。",
    "作者表示，模型能以四十種語言回答問題，只需要一張加速卡就能執行。",
    "獨立測試人員說，多數數字可以重現，但其中一項基準測試沒有公開細節。",
    "實驗室計畫在秋天推出更大的版本，並邀請大學稽核訓練資料的來源。",
]


def page(
    paragraphs: list[str], *, head: str = "", before: str = "", after: str = "", title: str = "A model is out"
) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><header><nav><a href='/'>Home</a>"
        f"<a href='/ai'>AI</a></nav></header>{before}<article><h1>{title}</h1>{body}</article>{after}"
        "<footer>&copy; 2026 Example. All rights reserved.</footer></body></html>"
    )


def text_of(html: str | bytes, **arguments: str) -> str:
    found = extract(html.encode() if isinstance(html, str) else html, url=URL, **arguments)
    assert found is not None
    return found.text


def test_an_article_is_its_paragraphs_one_a_line() -> None:
    assert text_of(page(PARAGRAPHS)).splitlines() == PARAGRAPHS


def test_the_title_leaves_the_text() -> None:
    found = extract(page(PARAGRAPHS).encode(), url=URL)
    assert found is not None
    assert found.title == "A model is out"
    assert "A model is out" not in found.text


def test_the_standfirst_that_a_page_describes_itself_by_opens_the_text() -> None:
    lead = "A laboratory known for its secrecy surprises the field with an open model, and rivals wonder what it wants."
    head = f'<meta property="og:description" content="{lead}">'
    before = f"<div class='teaser-box'><div class='teaser'>{lead}</div></div>"
    assert text_of(page(PARAGRAPHS, head=head, before=before)).splitlines() == [lead, *PARAGRAPHS]
    assert text_of(page(PARAGRAPHS, head=head)).splitlines() == PARAGRAPHS
    assert text_of(page([lead, *PARAGRAPHS], head=head)).splitlines() == [lead, *PARAGRAPHS]


def test_lists_and_headings_inside_an_article_stay() -> None:
    items = "<h2>What is new</h2><ul><li>It is faster than before</li><li>It is open to everyone</li></ul>"
    html = page(PARAGRAPHS).replace(f"<p>{PARAGRAPHS[2]}</p>", f"{items}<p>{PARAGRAPHS[2]}</p>")
    assert {"What is new", "It is faster than before", "It is open to everyone"} <= set(text_of(html).splitlines())


@pytest.mark.parametrize(
    "frame",
    [
        "Share this article",
        "Subscribe to our newsletter to get daily updates",
        "Read more: Another model is out",
        "分享到",
        "責任編輯：小明",
        "相關新聞：另一個模型",
        "未經授權，不得轉載",
        "扫码关注公众号",
    ],
)
def test_lines_of_the_frame_are_dropped(frame: str) -> None:
    assert frame not in text_of(page([*CHINESE[:2], frame, *CHINESE[2:], frame]))


@pytest.mark.parametrize("layout", sorted(PRESS.glob("*.html")), ids=lambda path: path.stem)
def test_layouts_of_the_press_in_taiwan_and_hong_kong(layout: Path) -> None:
    found = extract(layout.read_bytes(), url="https://news.example.org/a")
    assert found is not None
    assert found.title == "實驗室發布開放權重的語言模型"
    assert found.text.splitlines() == CHINESE
    assert found.published_at is not None
    assert found.published_at.date().isoformat() == "2026-07-01"


def test_a_page_that_is_poured_into_one_line_does_not_replace_its_paragraph() -> None:
    frame = "".join(
        f"<div><a href='/{n}'>Another story, number {n}, that nobody asked for</a></div>" for n in range(40)
    )
    body = f"<div><h1>A model is out</h1>Share<p>{PARAGRAPHS[0]}</p>{frame}</div>"
    assert text_of(f"<html><head><title>A model is out</title></head><body>{body}</body></html>") == PARAGRAPHS[0]


def test_an_article_inside_a_side_that_was_never_closed_is_found() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    body = f"<aside class=sidebar><div>Follow us<article><h1>A model is out</h1>{text}</article>"
    html = f"<html><head><title>A model is out</title></head><body>{body}</body></html>"
    assert text_of(html).splitlines() == PARAGRAPHS


def test_teasers_behind_the_article_are_dropped() -> None:
    teasers = "".join(f"<p><a href='/{n}'>Another story, number {n}</a></p>" for n in range(5))
    assert "Another story" not in text_of(
        page(PARAGRAPHS, after=f"<div class='related'><h3>Related</h3>{teasers}</div>")
    )


def test_comments_are_dropped() -> None:
    comments = (
        "<div id='comments'><h3>Comments</h3><p class='comment'>I do not believe a word of this story, sorry.</p></div>"
    )
    assert "believe" not in text_of(page(PARAGRAPHS, after=comments))


def test_json_ld_states_an_article_that_the_page_hides() -> None:
    stated = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(PARAGRAPHS)})
    head = f'<script type="application/ld+json">{stated}</script>'
    assert PARAGRAPHS[3] in text_of(page(PARAGRAPHS[:2], head=head))


def test_the_data_of_a_script_is_read_where_the_page_is_empty() -> None:
    data = json.dumps({"props": {"body": "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}})
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    html = f"<html><head><title>A model is out</title></head><body><div id=__next></div>{script}</body></html>"
    assert text_of(html).splitlines() == PARAGRAPHS


def test_a_fragment_out_of_a_feed_is_an_article_too() -> None:
    found = extract(b"<p>The laboratory released a model.</p><p>It is open.</p>", url=URL)
    assert found is not None
    assert found.text.splitlines() == ["The laboratory released a model.", "It is open."]
    assert found.title == ""
    assert found.published_at == datetime(2026, 7, 1, tzinfo=UTC)


def test_plain_text_out_of_a_feed_is_an_article_too() -> None:
    assert text_of("The laboratory released a model & its weights.") == "The laboratory released a model & its weights."


@pytest.mark.parametrize(
    ("charset", "header"),
    [("big5", "text/html; charset=gb2312"), ("big5", "text/html"), ("utf-8", "text/html; charset=big5")],
)
def test_a_page_with_a_wrong_charset_is_read(charset: str, header: str) -> None:
    found = extract(page(CHINESE, title="新模型").encode(charset), url=URL, content_type=header)
    assert found is not None
    assert found.text.splitlines() == CHINESE
    assert found.language == "zh-Hant"


def test_invisible_characters_are_dropped() -> None:
    traced = PARAGRAPHS[0] + "\u200b\u200c\u200d\ufeff" * 30
    assert text_of(page([traced, *PARAGRAPHS[1:]])).splitlines() == PARAGRAPHS


def test_language_author_and_date_come_along() -> None:
    date = '<meta property="article:published_time" content="2026-06-30T23:29:00+08:00">'
    head = f'{date}<meta name="author" content="By Lin Mei">'
    found = extract(page(PARAGRAPHS, head=head).encode(), url=URL)
    assert found is not None
    assert (found.language, found.author, found.published_at) == (
        "en",
        "Lin Mei",
        datetime(2026, 6, 30, 15, 29, tzinfo=UTC),
    )


def test_of_several_dates_on_a_page_the_one_beside_the_title_counts() -> None:
    html = page(
        ["Written: 2026-06-30 15:03", *PARAGRAPHS], before="<p>Since 2 June 2019</p>", after="<p>12.05.2026</p>"
    )
    found = extract(html.encode(), url="https://news.example.org/a")
    assert found is not None
    assert found.published_at == datetime(2026, 6, 30, 15, 3, tzinfo=UTC)


def test_a_year_alone_is_no_date() -> None:
    found = extract(page(PARAGRAPHS).encode(), url="https://news.example.org/a")
    assert found is not None
    assert found.published_at is None


def test_a_date_in_words_is_found() -> None:
    found = extract(page(["發布日期：2026年6月30日", *CHINESE]).encode(), url="https://news.example.org/a")
    assert found is not None
    assert found.published_at is not None
    assert found.published_at.date().isoformat() == "2026-06-30"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "404 Not Found",
            "Sorry, the page you are looking for does not exist. Go back to the home page and try again.",
        ),
        (
            "Just a moment...",
            "Checking your browser before accessing the site. Enable JavaScript and cookies to continue.",
        ),
        ("Access Denied", "You don't have permission to access this page on this server. Reference number 18.2."),
        (
            "Example News",
            "We use cookies. We and our 800 partners store data. Accept all or manage preferences. Cookie policy.",
        ),
        (
            "Example News",
            "Subscribe to continue reading. Already a subscriber? Sign in to read the full story of today.",
        ),
        ("访问验证", "环境异常，当前环境异常，完成验证后即可继续访问。请输入验证码以确认您不是机器人，谢谢您的配合。"),
        ("頁面不存在", "您要找的頁面已被刪除或移動，請返回首頁繼續瀏覽其他內容，或使用上方的搜尋欄。"),
        ("Empty", ""),
    ],
)
def test_a_wall_is_no_article(title: str, text: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    assert extract(html.encode(), url=URL) is None


def test_an_article_about_cookies_is_an_article() -> None:
    about = [f"{paragraph} The site asked visitors to accept all cookies." for paragraph in PARAGRAPHS * 4]
    assert extract(page([f"{n}. {line}" for n, line in enumerate(about)]).encode(), url=URL) is not None


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"\x00" * 500, b"%PDF-1.7 hello", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"<html>"]
)
def test_what_is_no_page_is_no_article(data: bytes) -> None:
    assert extract(data, url=URL) is None


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 200_000 + b"text",
        b"<html><body>" + b"<div>" * 10_000 + b"<p>A paragraph of text, deep down.</p>",
        b"<html><body " + b"a" * 3_000_000 + b"=1><p class='" + b"x " * 1_000_000 + b"'>text",
        b"<html><body><time datetime='" + b"2" * 1_000_000 + b"'>" + b"1/1/20" * 200_000,
        b"<html><h1>a model</h1>" + b"<p>" + "1 月 ".encode() * 300_000,
        b"<style>" * 200_000,
        b"<script " * 200_000,
        b"<" * 1_000_000,
        b"<html><script>" + b'"\\' * 1_000_000,
        b'<html><script type="application/ld+json">' + b"[" * 500_000,
        b"<p>" + b"a paragraph of text<br>" * 60_000,
        b"<h1>a model</h1>" * 50_000,
    ],
)
def test_a_hostile_page_takes_no_more_than_moments(data: bytes) -> None:
    started = time.process_time()
    extract(data, url=URL)
    assert time.process_time() - started < 20


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(str.encode),
        st.lists(
            st.sampled_from(["<p>", "</p>", "<b", ">", "<!--", "&#x", "a. ", "文。", "<table><tr><td>", "]]>", "\x00"]),
            max_size=60,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
def test_any_bytes_are_survived(data: bytes) -> None:
    found = extract(data, url=URL)
    assert found is None or found.text
    _extract(decode(data), URL)  # and that not only because errors are caught


_ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *("0000-00-00", "20255-01-01", "2026-02-30", "2026-07-01T12:00:00+99:99", "9999-12-31T23:59:59-14:00"),
            *("99999999999999999999", "null", "{}", "[[[", '"\\ud800"', "&#x110000;", "&#0;", "]]>", "<!--", "\ud800"),
        ]
    ),
)


@pytest.mark.parametrize("zone", ["+24:00", "+99:99", "-25:00", "+9999"])
def test_a_zone_that_cannot_be_costs_no_article(zone: str) -> None:
    shown = f"<abbr class='published' title='2026-03-02T10:00:00{zone}'>then</abbr>"
    found = extract(page(PARAGRAPHS, before=shown, title="A model is out").encode(), url="https://news.example.org/a")
    assert found is not None
    assert set(PARAGRAPHS) <= set(found.text.splitlines())


@settings(deadline=None, max_examples=80)
@given(_ODD, _ODD, _ODD, st.sampled_from(["datePublished", "headline", "articleBody", "author", "@type", "@graph"]))
def test_no_statement_of_a_page_costs_its_article(stated: str, meta: str, shown: str, field: str) -> None:
    data = json.dumps({"@type": "Article", field: stated}).replace("</", "<")
    head = f"<script type='application/ld+json'>{data}</script><meta name=date content='{escape(meta)}'>"
    frame = f"<time datetime='{escape(shown)}'>{escape(shown)}</time>"
    source = page(PARAGRAPHS, head=head, before=frame, title="A model is out").encode(errors="replace")
    found = extract(source, url="https://news.example.org/a")
    assert found is not None
    assert set(PARAGRAPHS) <= set(found.text.splitlines())


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_damaged_page_is_survived(data: st.DataObject) -> None:
    stated = json.dumps({"@graph": [{"@type": "NewsArticle", "datePublished": "2026-07-01T12:00:00Z"}]})
    source = page(CHINESE, head=f"<script type='application/ld+json'>{stated}</script>").encode()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(source)))
        cut = data.draw(st.integers(0, 200))
        source = source[:at] + data.draw(st.binary(max_size=12)) + source[at + cut :]
    _extract(decode(source).replace("\x00", ""), URL)


@given(st.sampled_from(["", "not an address", "https://[", "https://example.org:99999/\ud800"]))
def test_any_address_is_survived(url: str) -> None:
    assert extract(page(PARAGRAPHS).encode(), url=url) is not None


def test_the_same_page_gives_the_same_answer() -> None:
    html = page(CHINESE).encode()
    assert extract(html, url=URL) == extract(html, url=URL)


@pytest.mark.skipif("AIINTEL_CORPORA" not in os.environ, reason="AIINTEL_CORPORA names no folder of corpora")
def test_captured_pages_are_read() -> None:
    root = Path(os.environ["AIINTEL_CORPORA"])
    rows = [json.loads(line) for line in (root / "articles/gold.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["text"]][::6]
    found = [extract(gzip.decompress((root / row["file"]).read_bytes()), url=row["url"]) for row in rows]
    assert sum(one is not None for one in found) >= 0.97 * len(rows)
