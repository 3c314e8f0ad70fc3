"""What in a page's extracted lines is article and what is frame: sharing, subscribing, credits, teasers. Text only."""

from __future__ import annotations

import re
from importlib.resources import files

import yaml

_TERMS: dict[str, list[str]] = yaml.safe_load(
    files(__package__).joinpath("paragraphs.yaml").read_text(encoding="utf-8")
)
_FRAME = re.compile(rf"[\s\W_]*(?:{'|'.join(_TERMS['lines'])})[\W_]*", re.IGNORECASE)
_EAST_ASIAN_FRAME = re.compile(rf"[\s\W_]*(?:{'|'.join(_TERMS['east_asian'])})[\W_]*", re.IGNORECASE)
_TEASERS = re.compile(rf"[\W_]*(?:{'|'.join(_TERMS['teasers'])})[\W_]*", re.IGNORECASE)
# Formatting characters: some sites weave thousands of them into their text to trace copies. Lone joiners are part of
# some scripts' spelling.
_INVISIBLE = re.compile(
    r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]|(?<![\u0600-\u0dff])[\u200c\u200d]|[\x00-\x08\x0e-\x1f\x7f]"
)
_LIST_MARK = re.compile(r"^\s*(?:[-•·*▪●]\s+)+")
# Markdown that a site shows as it stands, emphasis of nothing between Chinese included (138****1234 hides a number),
# and the space that a link leaves before a full stop.
_EMPHASIS = re.compile(
    r"(?<![A-Za-z0-9_)\]*])\*\*(?=[^\s*])([^*\n]{1,400}?)\*\*(?!\d)|^\*\*|\*\*$"
    r"|(?<=[^\W\d])\*{4}(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\*{4}(?=[^\W\d])"
)
_ITALIC = re.compile(r"(?<![^\s(“\"「，。])\*([^\W\d_](?:[^*\n]{0,80}[^\s*])?)\*(?![\w*])")
_LOOSE_STOP = re.compile(r"(?<=[\w)”’])[ \u00a0]+(?=[.,](?:\s|$))")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』)）]*$")
_STOP = re.compile(r"[.,!?;:。，！？；：、।۔،؟]")
_CUT = re.compile(r"(?:…|\.\.\.|[】»>›→])\W*$")
_NO_LETTER = re.compile(r"[\W_]+")
_PARAGRAPH = 80  # letters
_REPEATABLE = 60  # characters: shorter lines may stand twice in an article
_LONGEST_FRAME = 260


def clean_lines(text: str, title: str = "") -> list[str]:
    """The article's paragraphs among extracted lines: no frame, no teasers at the end, no title, no repetition."""
    lines = [line for line in map(_tidy, text.splitlines()) if line]
    lines = _without_title(lines, title)
    lines = _without_teasers(lines)
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        if is_frame(line) or line in seen:
            continue
        if len(line) >= _REPEATABLE:
            seen.add(line)
        kept.append(line)
    while kept and kept[-1].endswith((":", "：")) and weight(kept[-1]) < _PARAGRAPH:  # it led to what was frame
        kept.pop()
    return kept


def is_frame(line: str) -> bool:
    """Whether a line belongs to the page and not to the article."""
    patterns = (_FRAME,) if line.isascii() else (_FRAME, _EAST_ASIAN_FRAME)
    return len(line) <= _LONGEST_FRAME and any(pattern.fullmatch(line) for pattern in patterns)


def weight(text: str) -> int:
    """How much is said, in Latin letters: a Han character, kana or Hangul syllable counts three."""
    if text.isascii():
        return sum(map(str.isalnum, text))
    return sum(3 if "\u3040" <= c <= "\ud7a3" else 1 for c in text if c.isalnum())


def prose(lines: list[str]) -> int:
    """How much stands in whole paragraphs: long enough, punctuated, and not cut short as a teaser is."""
    return sum(
        w
        for line, w in zip(lines, map(weight, lines), strict=True)
        if w >= _PARAGRAPH and _STOP.search(line) and not _CUT.search(line)
    )


def visible(text: str) -> str:
    """The text without control and formatting characters that show nothing."""
    return _INVISIBLE.sub("", text)


def _tidy(line: str) -> str:
    """A line without list marks, the bars of table rows, Markdown's emphasis and needless white space."""
    plain = _ITALIC.sub(r"\1", _EMPHASIS.sub(r"\1", _LIST_MARK.sub("", visible(line))))
    return _LOOSE_STOP.sub("", " ".join(plain.split()).strip("|").strip())


def _without_title(lines: list[str], title: str) -> list[str]:
    """The title leaves the top of the text, where a page shows it above the article."""
    wanted = key(title)
    for at, line in enumerate(lines[:3]):
        if wanted and key(line) == wanted:
            return lines[:at] + lines[at + 1 :]
    return lines


def _without_teasers(lines: list[str]) -> list[str]:
    """Cut at a heading such as “Related”, when what follows is the smaller part and reads like headlines."""
    total = sum(map(len, lines))
    before = 0
    for at, line in enumerate(lines):
        rest = lines[at + 1 :]
        if before * 2 > total and _TEASERS.fullmatch(line):
            paragraphs = sum(weight(r) >= _PARAGRAPH and _SENTENCE_END.search(r) is not None for r in rest)
            if paragraphs * 2 <= len(rest):
                return lines[:at]
        before += len(line)
    return lines


def key(text: str) -> str:
    """A text as titles and headings are compared: letters and digits only, in one case."""
    return _NO_LETTER.sub("", text).casefold()
