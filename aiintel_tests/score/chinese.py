"""Scores of `to_taiwan`: our own pairs, and what is left over or corrupted in real texts, beside OpenCC's s2twp."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from opencc import OpenCC

from aiintel_assets.demo.newsroom import sites
from aiintel_assets.text.zh_tw import simplified_leftovers, to_taiwan
from aiintel_tests.score.measure import Row, share
from aiintel_tests.score.news import ai_news, captured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/text").glob("zh_tw*.yaml"))
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def own() -> Iterator[Row]:
    """On our pairs, file by file, and the demo's Traditional articles."""
    for path in FIXTURES:
        kinds = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind, pairs in kinds.items():
            wanted = [(pair, [pair]) if isinstance(pair, str) else (pair[0], _forms(pair[1])) for pair in pairs]
            if wanted:
                yield Row(
                    "to_taiwan",
                    path.name,
                    f"{kind} as wanted",
                    len(wanted),
                    share([to_taiwan(before) in right for before, right in wanted]),
                    share([_s2twp(before) in right for before, right in wanted]),
                    "opencc s2twp",
                )
    bodies = [(site.language, story.body) for site in sites() for story in site.stories]
    yield from _untouched("demo, zh-Hant", [s for lang, body in bodies if lang == "zh-Hant" for s in _sentences(body)])
    yield from _left_over("demo, zh-Hans", [body for language, body in bodies if language == "zh-Hans"])


def _forms(right: str | list[str]) -> list[str]:
    return [right] if isinstance(right, str) else right


def corpora(folder: Path) -> Iterator[Row]:
    """On real news in both scripts."""
    traditional = [s for text in captured(folder, "zh-Hant") for s in _sentences(text)]
    yield from _untouched("articles, zh-Hant", traditional)
    yield from _left_over("ainews, zh-Hans", [article.text for article in ai_news(folder, "zh-Hans")])


def _untouched(data: str, sentences: Sequence[str]) -> Iterator[Row]:
    """Sentences without a Simplified character that come back letter for letter."""
    clean = [sentence for sentence in sentences if not simplified_leftovers(sentence)]
    yield Row(
        "to_taiwan",
        data,
        "sentences left as they are",
        len(clean),
        share([to_taiwan(sentence) == sentence for sentence in clean]),
        share([_s2twp(sentence) == sentence for sentence in clean]),
        "opencc s2twp",
    )


def _left_over(data: str, texts: Sequence[str]) -> Iterator[Row]:
    """Simplified characters that a conversion leaves, and texts that a second conversion changes again."""
    once = [to_taiwan(text) for text in texts]
    yield Row(
        "to_taiwan",
        data,
        "Simplified characters left",
        len(texts),
        sum(len(simplified_leftovers(text)) for text in once),
        sum(len(simplified_leftovers(_s2twp(text))) for text in texts),
        "opencc s2twp",
        counted=True,
    )
    yield Row("to_taiwan", data, "changed by a second pass", len(texts), _changed(once), counted=True)


def _changed(once: Sequence[str]) -> int:
    return sum(to_taiwan(text) != text for text in once)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if re.search(r"[\u3400-\u9fff]", sentence)]


def _s2twp(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")
