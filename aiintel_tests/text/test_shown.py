"""Which of the dates on a page is beside its headline."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import trafilatura

from aiintel_assets.text.shown import shown_date

TITLE = "A model is out"
HEADLINE = f"<h1>{TITLE}</h1>"
DAY = datetime(2026, 7, 1, tzinfo=UTC)
PARAGRAPH = "<p>" + "The laboratory released a model and opened its weights to everyone. " * 4 + "</p>"


def seen(body: str, *, title: str = TITLE, opening: str = "", url: str = "https://example.org/a") -> datetime | None:
    tree = trafilatura.load_html(f"<html><head><title>t</title></head><body>{body}</body></html>")
    return shown_date(tree, title, opening, url=url, language="en")


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<p>By Lin Mei | July 1, 2026</p>{PARAGRAPH}",
        f"<p>1 July 2026 10:16</p>{HEADLINE}{PARAGRAPH}",
        f"{HEADLINE}<time datetime='2026-07-01'>two days ago</time>{PARAGRAPH}",
        f"{HEADLINE}<span>Updated: 3 July 2026</span><span>Posted: 1 July 2026</span>{PARAGRAPH}",
        f"{HEADLINE}<p>1 July 2026 – {PARAGRAPH[3:]}",
        f"<h2>{TITLE}</h2><i>1 July 2026</i>{PARAGRAPH}",
        f"<h1>Quite another headline</h1><i>1 July 2026</i>{PARAGRAPH}",
    ],
)
def test_the_date_beside_the_headline_is_the_articles(body: str) -> None:
    assert seen(body) == DAY


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}{PARAGRAPH}{PARAGRAPH}<p>1 July 2026</p>",
        f"{HEADLINE}<p>{PARAGRAPH[3:-4]} It was announced on 1 July 2026.</p>",
        f"<nav>1 July 2026</nav>{HEADLINE}{PARAGRAPH}",
        f"{HEADLINE}<figure><figcaption>The lab on 1 July 2026</figcaption></figure>{PARAGRAPH}",
        f"{HEADLINE}<div class='related-posts'><time datetime='2026-07-01'>1 July</time></div>{PARAGRAPH}",
        f"{HEADLINE}<ol id='comments'><li>Ann, 1 July 2026</li></ol>{PARAGRAPH}",
        f"{HEADLINE}{PARAGRAPH}",
        "",
    ],
)
def test_a_date_elsewhere_is_not(body: str) -> None:
    assert seen(body) is None


def test_the_nearest_date_counts() -> None:
    body = f"<p>Today is 5 July 2026</p><p>{'x ' * 30}</p><p>1 July 2026</p>{HEADLINE}<p>A fair from 8 July 2026 on</p>"
    assert seen(body) == DAY


def test_the_opening_tells_the_place_where_no_heading_does() -> None:
    body = f"<div>{TITLE}</div><div>1 July 2026</div>{PARAGRAPH}"
    assert seen(body, opening="The laboratory released a model and opened its weights") == DAY


def test_a_date_fits_the_month_of_the_address() -> None:
    body = f"<p>5 January 2024</p>{HEADLINE}<p>Since then, on 1 July 2026</p>"
    assert seen(body, url="https://example.org/2026/07/a") == DAY
