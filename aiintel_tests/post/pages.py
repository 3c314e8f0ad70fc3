"""Looking at a built site as a careful visitor: where its links lead, and what in it could act."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement

Pages = dict[str, "HtmlElement"]


def pages_of(folder: Path) -> Pages:
    """Path inside the site → page."""
    return {
        str(path.relative_to(folder)): html.document_fromstring(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def links(pages: Pages, base: str) -> Iterator[tuple[str, str]]:
    """Page and absolute address of everything that is linked or loaded; `base` is the address of the site."""
    for path, page in pages.items():
        here = base + path.removesuffix("index.html")
        for _, _, target, _ in page.iterlinks():
            yield path, urljoin(here, target)


def broken(folder: Path, pages: Pages, base: str) -> list[tuple[str, str]]:
    """The links inside the site that lead to no file, or to no place on the page."""
    ids = {path: {str(e.get("id")) for e in page.iter() if e.get("id")} for path, page in pages.items()}
    found = []
    for path, address in links(pages, base):
        if not address.startswith(base):
            continue
        place = unquote(address.removeprefix(base).partition("#")[0].partition("?")[0])
        file = f"{place}index.html" if not place or place.endswith("/") else place
        fragment = unquote(urlsplit(address).fragment)
        if not (folder / file).is_file() or (fragment and fragment not in ids[file]):
            found.append((path, address))
    return found


def outside(pages: Pages, base: str) -> set[str]:
    """The addresses beyond the site that its pages link to or load."""
    return {address for _, address in links(pages, base) if not address.startswith(base)}


def acting(pages: Pages, base: str) -> list[tuple[str, str]]:
    """What could act and is not the site's own: scripts, frames, styles, handlers, images from elsewhere."""
    found = []
    for path, page in pages.items():
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue
            source = urljoin(base, str(element.get("src") or ""))
            foreign = element.tag in {"script", "img"} and not source.startswith(base)
            inline = element.tag == "script" and ((element.text or "").strip() or not element.get("src"))
            handlers = [name for name in element.attrib if str(name).startswith("on") or name == "style"]
            if foreign or inline or handlers or element.tag in {"iframe", "object", "embed", "style", "base", "form"}:
                if element.tag == "form" and element.get("id") == "search":
                    continue
                found.append((path, html.tostring(element, encoding="unicode")[:200]))
    return found
