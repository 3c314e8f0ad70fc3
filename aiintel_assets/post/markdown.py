"""Foreign text made safe for a Markdown post that Hugo builds. One function decides what text may look like."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000  # characters of one piece of text; nothing a source writes in one line is longer

# Invisible, directional and private characters: they can reorder or hide what a reader sees.
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPECIAL = re.compile(r"([\\`*_\[\]|~^]|==)")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_BLOCK_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d{1,9}[.)](?=\s|$)|:(?=\s|$))")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "@": "&#64;"}
_LINK_START = re.compile(r"(?i)\b(https?|ftp)://|\bwww\.")
_EMOJI_CODE = re.compile(r":(?=[\w+-]+:)")


def plain(text: str) -> str:
    """Any string as one line of Markdown that shows exactly that text: no markup, HTML, link or Hugo shortcode.

    White space runs become one space, invisible and directional characters vanish, and what is longer than `LONGEST`
    ends with an ellipsis. Entities, not only backslashes, are used where Hugo or a linkifier reads the source before
    Markdown does: `{{<`, `https://`, `a@b`.
    """
    line = " ".join("".join(c if unicodedata.category(c) not in _UNWANTED else " " for c in unicodedata.normalize("NFC", text)).split())
    if len(line) > LONGEST:
        line = line[: LONGEST - 1] + "…"
    line = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", line))
    line = "".join(_ENTITIES.get(character, character) for character in line)
    line = _LINK_START.sub(lambda match: match[0].replace(":", "&#58;").replace(".", "&#46;"), line)
    line = _EMOJI_CODE.sub("&#58;", line)
    return _BLOCK_START.sub(lambda match: f"&#{ord(match[0][0])};{match[0][1:]}" if not match[0][0].isdigit() else f"{match[0][:-1]}\\{match[0][-1]}", line)


def code(text: str) -> str:
    """Text as an inline code span, as keywords are set; a back-quote inside becomes an apostrophe."""
    line = " ".join("".join(c if unicodedata.category(c) not in _UNWANTED else " " for c in unicodedata.normalize("NFC", text)).split())
    # Hugo reads shortcodes inside code spans too; a zero-width break would travel with copied text, a space shows.
    return f"`{line.replace('`', chr(39)).replace('{{', '{ {') or '-'}`"


def link(text: str, url: str) -> str:
    """A link to an address of the store. Characters that could end the link early are percent-encoded.

    Raises:
        ValueError: the address is neither http nor https.
    """
    if not re.match(r"(?i)https?://[^\s/]", url):
        raise ValueError(f"not a web address: {url!r}")
    safe = "".join(f"%{ord(c):02X}" if c in " <>()[]{}\\\"'`|^*_~" or ord(c) < 33 else c for c in url)  # noqa: PLR2004 - control characters
    return f"[{plain(text)}]({safe})"
