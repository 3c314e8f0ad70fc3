"""What a score is made of: one row of the table, and the measures that several parts share. No data is read here."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ours` and `plain` are measured the same way on the same data, 0..1 unless `counted`."""

    what: str
    data: str
    measure: str
    size: int
    ours: float
    plain: float | None = None
    beside: str = ""
    counted: bool = False


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; 0 of nothing."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def tokens(text: str) -> Counter[str]:
    """Words in lower case, East Asian characters one by one, with their counts."""
    return Counter(_TOKEN.findall(text.lower()))


def text_f1(found: str, wanted: str) -> float:
    """Precision and recall of the tokens, as bags, in one number."""
    ours, theirs = tokens(found), tokens(wanted)
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def pairwise_f1(groups: Iterable[Collection[str]], label_of: Mapping[str, Hashable]) -> float:
    """Precision and recall of the pairs that stand together, in one number; what has no label does not count."""
    labelled = [[label_of[item] for item in group if item in label_of] for group in groups]
    made = sum(_pairs(len(group)) for group in labelled)
    right = sum(_pairs(n) for group in labelled for n in Counter(group).values())
    wanted = sum(_pairs(n) for n in Counter(label_of.values()).values())
    return 2 * right / (made + wanted) if made + wanted else 1.0


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def share(right: Sequence[bool]) -> float:
    """How many of them are true, 0..1."""
    return mean(map(float, right))
