"""What a post must pass before it may replace a file of the site. Pure: it looks, and says what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiintel_assets.text.zh_tw import simplified_leftovers

if TYPE_CHECKING:
    from aiintel_assets.post.day import Day

SHRINKS_TO = 0.5  # a post with fewer than this share of its published version's topics is a worse one
USUAL = 3  # recent editions from which on their size says what is usual
SMALLEST, LARGEST = 0.2, 5.0  # of the usual size
MOST_SHOWN = 5  # findings of one check that are told
# A bracket that is escaped, as in text that merely looks like a link, opens none.
_LINK = re.compile(r"(?i)(?<!\\)(?:\\\\)*\]\((https?://[^)\s]+)\)")
_INTERNAL = re.compile(r"(?<!\\)(?:\\\\)*\]\((?!https?:)([^)\s]*)\)", re.IGNORECASE)
_ITEM = re.compile(r"^### .+ \{#([^}]+)\}$", re.MULTILINE)
# What stands where a text was meant to be: alone on its line, behind a list mark or a label.
_PLACEHOLDER = re.compile(
    r"""(?ix) ^ (?:[-*]|\d+\.)? \s* (?:\*\*[^*]+\*\*[:：]\s*)?
    (?:none|null|nan|undefined|n/?a|todo|tbd|xxx+|placeholder|string|\.\.\.|…|（?待補充?）?|摘要|標題)
    \s* $"""
)
# What a template or a page leaves behind; text that only speaks of it is escaped.
_CODE = re.compile(r"`[^`]*`")
_REMAINS = re.compile(r"\{\{|\}\}|\{%|%\}|\ufffd|<[a-zA-Z/!]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is usual, and what is not allowed.

    Args:
        published: the topics of the version that is published already, if there is one.
        recent: the sizes, in characters, of the posts of the editions before.
        extracts: the largest share of items that may quote their sources when the editor writes, 0 to 1.
    """

    published: int | None = None
    recent: tuple[int, ...] = ()
    extracts: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check went: passed when there is no evidence against the post, a line each that says where and what."""

    check: str
    evidence: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the post may pass this check."""
        return not self.evidence

    def __str__(self) -> str:
        shown = "; ".join(self.evidence[:MOST_SHOWN])
        more = len(self.evidence) - MOST_SHOWN
        return f"{self.check}: {shown}{f'; and {more} more' if more > 0 else ''}"


def examine(day: Day, markdown: str, limits: Limits) -> list[Finding]:
    """Every check's finding, in the order of `CHECKS`."""
    return [Finding(name, tuple(check(day, markdown, limits))) for name, (check, _) in CHECKS.items()]


def anchors(markdown: str) -> frozenset[str]:
    """The ids of a post's items."""
    return frozenset(_ITEM.findall(markdown))


def _topics_are_told(day: Day, _markdown: str, _limits: Limits) -> Iterator[str]:
    if not day.topics:
        yield "it has no topic"
    for topic in day.topics:
        if topic.id not in day.summaries or not day.summaries[topic.id].core:
            yield f"〈{topic.title}〉 has no summary"


def _links_are_known(day: Day, markdown: str, _limits: Limits) -> Iterator[str]:
    known = {unquote(article.url) for article in day.articles.values()}
    own = anchors(markdown)
    for number, line in _lines(markdown):
        for url in _LINK.findall(line):
            if unquote(url) not in known:
                yield f"line {number} links to {url}, which no article of the store has"
        for target in _INTERNAL.findall(line):
            page, _, fragment = target.partition("#")
            edition = re.fullmatch(r"\.\./(\d{4}-\d\d-\d\d)-ai-intel/", page)
            there = own if not page else day.published.get(edition[1], frozenset()) if edition else frozenset()
            if fragment not in there:
                yield f"line {number} links to {target}, which no post has"


def _counts_are_true(day: Day, markdown: str, _limits: Limits) -> Iterator[str]:
    """The items and sources that stand in the post are those of the day: each once."""
    items = _ITEM.findall(markdown)
    wanted = [topic.id for topic in day.topics]
    if sorted(items) != sorted(wanted):
        missing = ", ".join(sorted(set(wanted) - set(items))[:MOST_SHOWN])
        yield f"it has {len(items)} items for {len(wanted)} topics{f', without: {missing}' if missing else ''}"
    for topic in day.topics:
        item = markdown.partition(f"{{#{topic.id}}}\n")[2].partition("\n---\n")[0]
        linked = {unquote(url) for url in _LINK.findall(item)}
        for article_id in topic.article_ids:
            if unquote(day.articles[article_id].url) not in linked:
                yield f"〈{topic.title}〉 does not link to its source {day.articles[article_id].url}"


def _script_is_traditional(_day: Day, markdown: str, _limits: Limits) -> Iterator[str]:
    if not simplified_leftovers(_LINK.sub("]", markdown)):
        return
    for number, line in enumerate(markdown.splitlines(), 1):
        leftovers = simplified_leftovers(_LINK.sub("]", line))
        if leftovers:
            yield f"line {number} holds the Simplified {'、'.join(leftovers[:10])}: {_short(line)}"


def _nothing_is_left_open(_day: Day, markdown: str, _limits: Limits) -> Iterator[str]:
    for number, line in _lines(markdown):
        if _PLACEHOLDER.match(line):
            yield f"line {number} holds a placeholder: {_short(line)}"
        elif remains := _REMAINS.search(_CODE.sub("", line)):
            yield f"line {number} holds {remains[0]!r}, which no text should leave: {_short(line)}"


def _extracts_are_few(day: Day, _markdown: str, limits: Limits) -> Iterator[str]:
    if day.topics and len(day.extracts) > limits.extracts * len(day.topics):
        yield (
            f"{len(day.extracts)} of {len(day.topics)} items only quote their sources, more than AIINTEL_MAX_EXTRACTS "
            f"({limits.extracts:g}) allows: {'、'.join(f'〈{topic.title}〉' for topic in day.extracts[:MOST_SHOWN])}"
        )


def _size_is_usual(_day: Day, markdown: str, limits: Limits) -> Iterator[str]:
    if len(limits.recent) < USUAL:
        return
    usual = median(limits.recent)
    if not SMALLEST * usual <= len(markdown) <= LARGEST * usual:
        yield (
            f"it has {len(markdown):,} characters where the {len(limits.recent)} editions before have about "
            f"{usual:,.0f}; if that is right, run it with --force"
        )


def _is_no_worse(day: Day, _markdown: str, limits: Limits) -> Iterator[str]:
    if limits.published is not None and len(day.topics) < limits.published * SHRINKS_TO:
        yield (
            f"it has {len(day.topics)} topics, the published version {limits.published}; "
            "if that is right, run it with --force"
        )


Check = Callable[["Day", str, Limits], Iterable[str]]
# Name → the check and what it means, as the UI shows it.
CHECKS: dict[str, tuple[Check, str]] = {
    "topics_are_told": (_topics_are_told, "There is a topic, and each has a summary."),
    "links_are_known": (_links_are_known, "Each link leads to an article of the store or an item of a published post."),
    "counts_are_true": (_counts_are_true, "The post holds each topic once, with a link to each of its articles."),
    "script_is_traditional": (_script_is_traditional, "No Simplified character is left."),
    "nothing_is_left_open": (_nothing_is_left_open, "No placeholder, template or HTML is left in the text."),
    "extracts_are_few": (_extracts_are_few, "A written edition quotes its sources in few of its items."),
    "size_is_usual": (_size_is_usual, "The post is about as long as those of the editions before."),
    "is_no_worse": (_is_no_worse, "The post has not far fewer topics than its published version."),
}
# The checks that a person may overrule: they find what is unusual, not what is wrong.
UNUSUAL = frozenset({"size_is_usual", "is_no_worse"})


def _lines(markdown: str) -> Iterator[tuple[int, str]]:
    """The lines below the front matter, numbered as an editor numbers them."""
    head = markdown.find("\n---\n", 4) + 5
    return enumerate(markdown[head:].splitlines(), markdown[:head].count("\n") + 1)


def _short(line: str) -> str:
    return line if len(line) <= 80 else f"{line[:79]}…"  # noqa: PLR2004 - a line of the terminal
