"""Scores of `ungrounded`: invented facts that are caught, honest claims that pass, beside literal matching.

Honest claims with one fact changed by rule show what kinds of facts are held against the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from aiintel_assets.text.grounding import ungrounded
from aiintel_assets.text.names import names
from aiintel_tests.score.baselines import literally_missing
from aiintel_tests.score.measure import Row, share

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/text").glob("grounding*.yaml"))


_FIGURE = re.compile(r"(?<![\w.,-])\d[\d,.]*\d(?![\w-])", re.ASCII)
_QUOTATION = re.compile(r"(?<=[：說稱])「([^「」]{8,})」")
_NEXT_DAY = dict(zip("一二三四五六日", "二三四五六日一", strict=True))
_EXCHANGED = {
    "scale": ["(?<=[\\d ])億:萬", "(?<=[\\d ])萬:億", "(?<=[\\d ])兆:億"],
    "currency": ["美元:歐元", "歐元:英鎊", "英鎊:美元", "日圓:韓元", "人民幣:新台幣", "新台幣:港幣"],
    "unit": [
        *(
            "分鐘:秒",
            "小時:分鐘",
            "(?<=\\d )天:小時",
            "個月:週",
            "(?<=\\d )秒:毫秒",
            "公里:公尺",
            "公尺:公分",
            "公分:公釐",
            "公斤:公克",
        ),
        *(
            "公克:公斤",
            "公噸:公斤",
            "GB:TB",
            "TB:GB",
            "MW:GW",
            "GW:MW",
            "(?<=\\d)%:倍",
            "個百分點:個基點",
            "(?<=\\d )倍:%",
        ),
    ],
}


def own() -> Iterator[Row]:
    """On our made-up news, file by file, and then with facts changed by rule."""
    for path in FIXTURES:
        stories = _stories(path)
        invented = [(claim, story["source"]) for story in stories for claim, _ in story["invented"]]
        honest = [(claim, story["source"]) for story in stories for claim in story["honest"]]
        for measure, pairs in (("invented facts caught", invented), ("false alarms", honest)):
            yield Row(
                "ungrounded",
                path.name,
                measure,
                len(pairs),
                share([bool(ungrounded(*pair)) for pair in pairs]),
                share([bool(literally_missing(*pair)) for pair in pairs]),
                "literal matching",
            )
    told = list(chain.from_iterable(map(_stories, FIXTURES)))
    kinds: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, story in enumerate(told):
        for claim in story["honest"]:
            for kind, changed in _changed(claim, story["source"], told[number - 1]):
                kinds[kind].append((changed, story["source"]))
    for kind, pairs in kinds.items():
        yield Row(
            "ungrounded",
            "honest claims, one fact changed",
            f"{kind} caught",
            len(pairs),
            share([bool(ungrounded(*pair)) for pair in pairs]),
            share([bool(literally_missing(*pair)) for pair in pairs]),
            "literal matching",
        )


def _changed(claim: str, source: str, other: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """An honest claim with one fact changed, and the kind of it: what is put in must not stand in the source."""
    for kind, rules in _EXCHANGED.items():
        for old, new in (rule.split(":") for rule in rules):
            if re.search(old, claim) and new not in claim:
                yield kind, re.sub(old, new, claim, count=1)
    if match := _FIGURE.search(claim):
        figure = match[0][:-1] + str((int(match[0][-1]) + 3) % 10)
        if figure not in source:
            yield "digits", claim[: match.start()] + figure + claim[match.end() :]
    if match := re.search(r"(?<=週)[一二三四五六日]", claim):
        yield "weekday", claim[: match.start()] + _NEXT_DAY[match[0]] + claim[match.end() :]
    if match := re.search(r"\d+(?= 月)", claim):
        yield "month", claim[: match.start()] + str(int(match[0]) % 12 + 1) + claim[match.end() :]
    theirs = [name for said in other["honest"] for name in names(said) if name not in source]
    alike = ((one, two) for one in names(claim) for two in theirs if one.isascii() == two.isascii())
    if pair := next(alike, None):
        yield "name", claim.replace(*pair)
    if match := _QUOTATION.search(claim):
        quoted = (found[1] for said in other["honest"] if (found := _QUOTATION.search(said)))
        yield "quotation", claim.replace(match[1], next(quoted, "這件事我們從去年夏天就已經知道了。"))


def _stories(path: Path) -> list[dict[str, Any]]:
    parts = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [story for part in parts.values() for story in part]
