"""How the text and topic rules grow with the number of articles: each size in a process of its own, for its memory."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from aiintel_assets.editorial.relevance import relevance
from aiintel_assets.editorial.topics import group_topics
from aiintel_assets.text.copies import copies
from aiintel_tests.score.news import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_assets.models import CleanArticle

SIZES = (1_000, 10_000, 50_000)
_TOLD_BY = 3  # articles an event
_SENTENCES = 12
_SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gal",
    "hyr",
    "jun",
    "kes",
    "lor",
    "mav",
    "nim",
    "orr",
    "pel",
    "quo",
    "ras",
    "syl",
)
_NUMBER = re.compile(r"\d+")


def crowd(count: int) -> Iterator[CleanArticle]:
    """As many made-up articles: the demo's sentences shuffled, each event with a company and figures of its own."""
    models, _ = demo()
    for number in range(count):
        event = number // _TOLD_BY
        model = models[(event * 7 + number % _TOLD_BY) % len(models)]
        pool = [line for line in model.text.splitlines() if line]
        chosen = [pool[(event * 31 + number + step * 5) % len(pool)] for step in range(_SENTENCES)]
        name = "".join(_SYLLABLES[event // 16**place % 16] for place in range(4)).capitalize()
        figure = str(1000 + event * 7919 % 90_000)
        yield replace(
            model,
            id=f"{number:06}",
            title=f"{name}: {_NUMBER.sub(figure, model.title)}",
            text="\n".join(f"{name} {_NUMBER.sub(figure, line, count=1)}" for line in chosen),
            published_at=model.published_at + timedelta(seconds=number % 86_400),
        )


def measure(count: int) -> str:
    """One line of the table, tab-separated: articles, processor seconds of each step, ms an article, MiB."""
    articles = list(islice(crowd(count), count))
    before = _memory()
    taken = []
    for work in (
        lambda: copies(articles),
        lambda: [relevance(article.title, article.text) for article in articles],
        lambda: group_topics(articles),
    ):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    cells = [f"{seconds:.1f}" for seconds in taken]
    each = f"{sum(taken) / count * 1000:.2f}"
    return "\t".join([f"{count:,}", *cells, each, f"{_memory() - before:.0f}"])


def measured_alone(count: int) -> list[str]:
    """The same, measured by a fresh process."""
    command = [sys.executable, "-m", "aiintel_tests.bench.growth", str(count)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split("\t")


def _memory() -> float:
    """MiB at the peak so far; Linux would count that of the parent process into the usual figure."""
    status = Path("/proc/self/status")
    if status.exists() and (peak := re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))):
        return int(peak[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    sys.stdout.write(measure(int(sys.argv[1])))
