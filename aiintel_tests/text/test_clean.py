from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aiintel_assets.models import RawArticle, pack
from aiintel_assets.text.clean import SHORTEST_OTHER, SHORTEST_TEXT, clean, clean_one

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
PARAGRAPHS = [
    "The laboratory presented a language model on Tuesday and said that it answers in half the time of the last one.",
    "Researchers who tried it for a week found that the model made fewer mistakes in long texts than its rivals did.",
    "The weights are free for research; companies have to ask for a licence, and pay for it by the seat and the year.",
]
CHINESE = [
    "實驗室星期二發表新的語言模型，表示回答問題的時間只有上一版的一半，而且能在單張顯示卡上執行。",
    "試用一週的研究人員發現，它在長文裡犯的錯比對手少，但是數學題仍然不如預期，團隊說會再改進。",
]
RAW = RawArticle("2026-03-04", "1" * 16, "alpha", "feed", "https://a.example/1", "A model", AT)


def page(*paragraphs: str, title: str = "A model", language: str = "en") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="A. Writer"></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>{title}</h1>{text}</article></main></body></html>"
    ).encode()


def with_page(*paragraphs: str, **changes: object) -> RawArticle:
    return replace(RAW, packed=pack(page(*paragraphs)), content_type="text/html", **changes)  # type: ignore[arg-type] # fields of RawArticle


def test_a_page_becomes_its_paragraphs_and_what_was_known_of_it_stays() -> None:
    article = clean_one(with_page(*PARAGRAPHS, author="B. Desk"))
    assert article.text.splitlines() == PARAGRAPHS
    assert (article.id, article.edition, article.source_id, article.url) == (
        *("1" * 16, "2026-03-04", "alpha", "https://a.example/1"),
    )
    assert (article.title, article.author, article.published_at) == ("A model", "B. Desk", AT)
    assert (article.language, article.dropped_reason) == ("en", None)


def test_the_page_says_what_the_feed_did_not() -> None:
    article = clean_one(with_page(*PARAGRAPHS, title=""))
    assert (article.title, article.author) == ("A model", "A. Writer")


@pytest.mark.parametrize(
    "listed",
    [
        'A model" tags: ["x"] # {{< y >}}',
        "<script>alert(1)</script>",
        "Untitled",
        "[object Object]",
        "https://s.example/a",
    ],
)
def test_the_pages_own_title_stands_in_for_one_that_is_no_headline(listed: str) -> None:
    assert clean_one(with_page(*PARAGRAPHS, title=listed)).title == "A model"
    assert clean_one(replace(RAW, title=listed, error="HTTP 404")).title == listed


def test_an_article_without_any_title_is_called_by_its_address() -> None:
    article = clean_one(replace(RAW, title="", error="HTTP 404"))
    assert article.title == RAW.url


def test_what_the_feed_carried_stands_in_for_a_page_that_is_not_there() -> None:
    carried = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = clean_one(replace(RAW, content=carried, summary="<p>short</p>", error="HTTP 403"))
    assert article.text.splitlines() == PARAGRAPHS
    assert article.dropped_reason is None
    assert clean_one(replace(RAW, summary=carried, error="HTTP 403")).text.splitlines() == PARAGRAPHS


def test_what_the_feed_carried_stands_in_for_a_page_that_says_less() -> None:
    carried = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert clean_one(with_page(PARAGRAPHS[0], content=carried)).text.splitlines() == PARAGRAPHS


def test_a_whole_page_wins_over_what_the_feed_carried() -> None:
    carried = "".join(f"<p>{paragraph}</p>" for paragraph in [*PARAGRAPHS, "The feed says a little more than that."])
    assert clean_one(with_page(*PARAGRAPHS, content=carried)).text.splitlines() == PARAGRAPHS


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (replace(RAW, error="HTTP 404"), "no text: HTTP 404"),
        (replace(RAW, packed=pack(b""), content_type="text/html"), "no text: the page holds no article"),
        (
            replace(RAW, packed=pack(b"%PDF-1.4 " * 999), content_type="Application/PDF; x=y"),
            "no text: application/pdf is no page",
        ),
        (replace(RAW, packed=pack(page(*PARAGRAPHS)), content_type="image/webp"), "no text: image/webp is no page"),
        (RAW, "no text: the page holds no article"),
    ],
)
def test_an_article_without_text_says_why(raw: RawArticle, reason: str) -> None:
    article = clean_one(raw)
    assert (article.dropped_reason, article.text, article.language) == (reason, "", "und")


def test_what_is_too_short_to_quote_goes_no_further() -> None:
    article = clean_one(with_page(PARAGRAPHS[0]))
    assert len(PARAGRAPHS[0]) < SHORTEST_OTHER
    assert article.dropped_reason == f"too short: {len(PARAGRAPHS[0])} characters"
    assert article.text == PARAGRAPHS[0]


@pytest.mark.parametrize("content_type", [None, "", "text/html; charset=utf-8", "TEXT/HTML", "application/xhtml+xml"])
def test_a_page_is_read_whatever_its_kind_of_markup(content_type: str | None) -> None:
    raw = replace(with_page(*PARAGRAPHS), content_type=content_type)
    assert clean_one(raw).text.splitlines() == PARAGRAPHS


def test_chinese_says_more_with_fewer_characters() -> None:
    raw = replace(RAW, packed=pack(page(*CHINESE, title="新模型", language="zh-Hant")), content_type="text/html")
    article = clean_one(raw)
    assert SHORTEST_TEXT["zh-Hant"] < len(article.text) < SHORTEST_OTHER
    assert (article.language, article.dropped_reason) == ("zh-Hant", None)


def test_the_second_copy_of_a_text_is_dropped_whoever_published_it() -> None:
    copy = replace(with_page(*(text.upper() for text in PARAGRAPHS)), article_id="2" * 16, source_id="beta")
    other = replace(with_page(*CHINESE), article_id="3" * 16)
    first, second, third = clean([with_page(*PARAGRAPHS), copy, other])
    assert (first.dropped_reason, third.dropped_reason) == (None, None)
    assert second.dropped_reason == f"duplicate: the same text as article {first.id}"
    assert second.text


def test_dropped_articles_are_nobodys_original() -> None:
    one, two = clean([replace(RAW, error="HTTP 404"), replace(RAW, article_id="2" * 16, error="HTTP 404")])
    assert one.dropped_reason == two.dropped_reason == "no text: HTTP 404"


def test_every_article_comes_out_in_order_whatever_goes_in() -> None:
    raws = [replace(RAW, article_id=str(number) * 16, packed=pack(bytes([number]) * number)) for number in range(8)]
    assert [article.id for article in clean(raws)] == [raw.article_id for raw in raws]
    assert clean([]) == []
