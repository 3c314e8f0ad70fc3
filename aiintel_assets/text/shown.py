"""The day of publication that a page shows its readers, beside the headline. What it states is read elsewhere."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from aiintel_assets.text.dates import dates_in, fits_address, parse_date
from aiintel_assets.text.paragraphs import key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.html import HtmlElement

# Where no byline stands: what is not shown, the frame, and captions, whose pictures have dates of their own.
_PASSED_OVER = {"script", "style", "noscript", "template", "select", "textarea", "button", "svg", "iframe"}
_PASSED_OVER |= {"nav", "footer", "aside", "figcaption"}
_OF_OTHERS = re.compile(
    r"comment|related|sidebar|recommend|teaser|footer|copyright|popular|trending|most-?read|caption", re.IGNORECASE
)
_UPDATED = re.compile(
    r"(?:updated?|modified|edited|aktualisiert|geändert|stand|mis à jour|modifié|actualizado|modificado|atualizado|"
    r"aggiornato|bijgewerkt|güncellen?me|oppdatert|uppdaterad|opdateret|zaktualizowano|aktualizov[aá]no|обновлено|"
    r"изменено|оновлено|更新|修改|修訂|수정)(?:\W+\w{1,4})?\W*$",
    re.IGNORECASE,
)
_BEHIND, _BEFORE, _LEAD = 400, 150, 30  # characters
_LONG = 200  # characters: a paragraph, in which only its start can be a date line
_MOST = 30_000  # characters of a page that are looked at
_HEADINGS = 20


def shown_date(tree: HtmlElement, title: str, opening: str, *, url: str, language: str) -> datetime | None:
    """The day beside the headline, not that of an update where both are shown; None where no day is written there.

    Args:
        tree: of the page.
        title: of the article.
        opening: the first line of its text, which tells its place where no heading does.
        url: of the page; a month in it must fit.
        language: of the article, in which its months are named.
    """
    body = tree.find("body")
    if body is None:
        return None
    heading = _heading(tree, title)
    above, below = _around(body, heading)
    if heading is None:
        at = below.find(opening[:_LEAD]) if opening else -1
        if at < 0:
            return None
        above, below = below[:at], below[at : at + _LEAD]
    above, below = above[-_BEFORE:], below[:_BEHIND]
    found = [(len(above) - at, above[:at], day) for at, day in dates_in(above, language, url)]
    found += [(at, below[:at], day) for at, day in dates_in(below, language, url)]
    fitting = [(_UPDATED.search(lead) is not None, far, day) for far, lead, day in found if fits_address(day, url)]
    return min(fitting)[2] if fitting else None


def _heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The element that shows the title, or else the only heading of the first order."""
    wanted = key(title)
    for tag in ("h1", "h2", "h3"):
        for element in islice(tree.iter(tag), _HEADINGS):
            shown = key(str(element.text_content()))
            if shown and wanted and 2 * len(shown) > len(wanted) and (shown in wanted or wanted in shown):
                return element
    only = list(islice(tree.iter("h1"), 2))
    return only[0] if len(only) == 1 else None


def _around(body: HtmlElement, heading: HtmlElement | None) -> tuple[str, str]:
    """What is shown above and below the heading, of long paragraphs the start; everything is below no heading."""
    above: list[str] = []
    below: list[str] = []
    parts = below if heading is None else above
    paragraphs = size = 0
    for text in _pieces(body, heading):
        if text is None:
            parts, paragraphs = below, 0
        elif shown := " ".join(text.split()):
            parts.append(shown if len(shown) <= _LONG else shown[:_LEAD])
            size += len(shown)
            paragraphs += len(shown) > _LONG
        if size > _MOST or (heading is not None and parts is below and paragraphs > 1):
            break
    return " ".join(above), " ".join(below)


def _pieces(body: HtmlElement, heading: HtmlElement | None) -> Iterator[str | None]:
    """The texts of the page in order, machine-readable times in place of shown ones, and None for the heading."""
    around = set(heading.iterancestors()) if heading is not None else set()
    waiting: list[HtmlElement | str | None] = [body]
    while waiting:
        element = waiting.pop()
        if element is None or isinstance(element, str):
            yield element or ""
            continue
        waiting.append(element.tail or "")
        if element is heading:
            yield None
        elif (
            not isinstance(element.tag, str)
            or element.tag in _PASSED_OVER
            or (element not in around and _OF_OTHERS.search(f"{element.get('class')} {element.get('id')}"))
        ):
            continue
        elif element.tag == "time" and parse_date(element.get("datetime") or ""):
            yield element.get("datetime")
        elif element.tag in {"p", "li", "blockquote"} and element not in around:
            yield str(element.text_content())
        else:
            yield element.text or ""
            waiting += reversed(element)
