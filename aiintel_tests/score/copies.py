"""Scores of `copies`: edited reprints that are found, and different articles that are not, beside equal texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiintel_assets.text.copies import copies
from aiintel_tests.score.measure import Row, share
from aiintel_tests.score.news import ai_news, demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from aiintel_assets.models import CleanArticle


def reworded(text: str) -> str:
    """Every 40th word, or every 80th character of a text without spaces, put another way."""
    words = text.split(" ")
    if len(words) * 20 < len(text):
        return "".join(character if at % 80 else "某" for at, character in enumerate(text, 1))
    return " ".join(word if at % 40 else "otherwise" for at, word in enumerate(words, 1))


def cut(text: str) -> str:
    """The text without its last quarter, as a site prints it that wants to be paid for the rest."""
    return text[: len(text) * 3 // 4]


def framed(text: str) -> str:
    """The text with a line of the reprinting site before and behind it."""
    return f"This story first appeared elsewhere.\n{text}\nThe desk added a caption to the picture."


EDITS: dict[str, Callable[[str], str]] = {"reworded": reworded, "cut": cut, "framed": framed}
_TOO_SHORT = 200


def own() -> Iterator[Row]:
    """On the demo's articles: a reprint of each, edited in three ways, and the articles themselves."""
    yield from _rows("demo", demo()[0])


def corpora(folder: Path) -> Iterator[Row]:
    """On real news in English and Chinese."""
    yield from _rows("ainews", [*ai_news(folder, "en"), *ai_news(folder, "zh-Hans")])


def _rows(data: str, articles: Sequence[CleanArticle]) -> Iterator[Row]:
    first = copies(articles)
    alone = [a for a in articles if a.id not in first and len(a.text) >= _TOO_SHORT]
    for name, edit in EDITS.items():
        reprints = [
            replace(a, id=f"{a.id} again", text=edit(a.text), published_at=a.published_at + timedelta(days=9))
            for a in alone
        ]
        found = copies([*alone, *reprints])
        texts = {a.text for a in alone}
        yield Row(
            "copies",
            data,
            f"reprints found, {name}",
            len(reprints),
            share([found.get(r.id) == r.id.removesuffix(" again") for r in reprints]),
            share([r.text in texts for r in reprints]),
            "the same text",
        )
    yield Row("copies", data, "of the articles, taken for copies", len(articles), len(first), counted=True)
