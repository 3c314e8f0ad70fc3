"""What the APIs of publications have in common: addresses with a query, paths into answers, texts as HTML."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER_BYTES = 32 * 1024 * 1024
"""What one answer may weigh: a hundred posts with their full texts are more than one page."""

MAX_TITLE = 4_000

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
# Other tags are what a text is about, as in `Vec<T>`.
_TAG = re.compile(
    r"</?(?:(br|div|h[1-6]|li|p)|a|abbr|b|bdi|big|cite|code|em|font|i|img|mark|q|s|small|span|strong|sub|sup|tt|u|ul|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 10**18


def with_query(url: str, parameters: Mapping[str, object]) -> str:
    """The address with these parameters in its query; those of the same name that it had are replaced."""
    parts = urlsplit(url)
    kept = [
        piece for piece in parts.query.split("&") if piece and unquote_plus(piece.partition("=")[0]) not in parameters
    ]
    return urlunsplit(parts._replace(query="&".join([*kept, urlencode(parameters)])))


def below(url: str, path: str) -> str:
    """The address of `path` below a root address."""
    return url.rstrip("/") + path


def at(value: object, path: str) -> object:
    """What stands at a dotted path (`data.items.0.title`) below a value, or None; an empty path is the value itself."""
    for part in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def text(value: object) -> str:
    """A value as text without characters that no text has; numbers are written out, anything else is empty."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LONGEST_NUMBER:
        return str(value)
    return _NOT_TEXT.sub("", value).strip() if isinstance(value, str) else ""


def headline(value: object) -> str:
    """A title, a name: text that may be plain or HTML, as plain text on one line."""
    raw = _TAG.sub(lambda tag: " " if tag[1] else "", text(value)[:MAX_TITLE])
    return " ".join(text(html.unescape(raw)).split())


def markup(value: object) -> str:
    """Text that may be plain or HTML, as HTML."""
    raw = text(value)
    return raw if _TAG.search(raw) else html.escape(html.unescape(raw), quote=False)


def paragraphs(*values: object) -> str:
    """Plain texts as HTML, a paragraph a line."""
    lines = (line.strip() for value in values for line in text(value).splitlines())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)
