"""Foreign text made safe for a Markdown post that Hugo builds. One function decides what text may look like."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 2000  # characters of one piece of text; nothing a source writes in one line is longer

# Invisible, directional and private characters: they can reorder or hide what a reader sees.
_UNSEEN = {"Cf", "Cs", "Co", "Cn"}
_LOST = "\ufffd"
# What Markdown, its usual extensions and Hugo's typographer read inside a line. Runs of =, +, - and . mark, insert,
# and turn into dashes and an ellipsis; a colon starts an emoji code, or makes an address that becomes a link.
_SPECIAL = re.compile(
    r"[\\`*_\[\]|~^<>{}@]|&(?=#|\w+;)|\$\$+|==+|\+\++|--+|\.\.\.+"
    r"|:(?=[\w+-]+:)|(?i:https?:|ftp:)(?=//)|(?i:www\.)|(?<=\s)#+$"
)
# What Markdown reads at the start of a line: headings, lists, definitions, the line below a heading or a table's head.
_BLOCK_START = re.compile(r"#|[-+=](?=\s|:|$)|:|\d{1,9}[.)](?=\s|$)")
# Hugo looks for shortcodes, and linkifiers for addresses, before backslashes count; and where a site sets formulas, a
# backslash before a bracket begins one.
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"} | {mark: f"&#{ord(mark)};" for mark in "{}[]@$\\"}
_IN_A_LINK = re.compile(r"[\s\"<>(){}\\`\x00-\x1f\x7f-\x9f\ud800-\udfff]|(?<=&)(#?\w+);")


def one_line(text: str) -> str:
    """The text without what no reader sees: white space becomes one space, invisible and directional characters vanish.

    So do the marks of characters that were lost on the way. What is longer than `LONGEST` ends with an ellipsis.
    """
    shown = "".join(
        " " if category == "Cc" else character
        for character in text
        if (category := unicodedata.category(character)) not in _UNSEEN and character != _LOST
    )
    line = unicodedata.normalize("NFC", " ".join(shown.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def plain(text: str) -> str:
    """Any string as one line of Markdown that shows exactly that text: no markup, HTML, link or Hugo shortcode.

    The text is what `one_line` leaves of it. Straight quotes stay, so that Hugo's typographer may curl them.
    """
    line = one_line(text)
    start = _BLOCK_START.match(line)
    if start is None:
        return _SPECIAL.sub(_escaped, line)
    marker = start[0]
    return f"{marker[:-1]}\\{marker[-1]}{_SPECIAL.sub(_escaped, line[start.end() :])}"


def code(text: str) -> str:
    """Text as an inline code span, as keywords are set.

    A back-quote becomes an apostrophe. Nothing can be escaped in a code span, so a space breaks what Hugo would read
    there all the same: shortcodes and its summary mark.
    """
    line = re.sub(r"\{(?=\{)|<!(?=--)", r"\g<0> ", one_line(text).replace("`", "'"))
    return f"`{line or '-'}`"


def link(text: str, url: str) -> str:
    """A link to an address of the store. Characters that could end the link early are percent-encoded, no others.

    Raises:
        ValueError: the address is neither http nor https.
    """
    if not re.match(r"(?i)https?://[^\s/]", url):
        raise ValueError(f"not a web address: {url!r}")
    label = plain(text) or plain(url)
    if label in {"x", "X"}:  # at the start of a list's item `[x]` is a ticked box
        label = f"&#{ord(label)};"
    return f"[{label}]({_IN_A_LINK.sub(_encoded, url)})"


def _escaped(match: re.Match[str]) -> str:
    token = match[0]
    return "".join(
        character if character.isalnum() else _ENTITIES.get(character, f"\\{character}") for character in token
    )


def _encoded(match: re.Match[str]) -> str:
    if match[1]:
        return f"{match[1]}%3B"
    return quote(match[0], safe="", errors="replace")
