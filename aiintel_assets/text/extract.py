"""From the bytes of a page to its article. The only module that knows trafilatura; nothing is fetched here."""

from __future__ import annotations

import logging
import re
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import trafilatura
from htmldate import find_date
from justext import get_stoplist
from lxml import etree
from trafilatura import external

from aiintel_assets.models import Extraction
from aiintel_assets.text.charset import decode
from aiintel_assets.text.dates import date_in_address, dates_in, fits_address, parse_date
from aiintel_assets.text.language import detect_language
from aiintel_assets.text.metadata import Facts, read_facts, text_of_scripts
from aiintel_assets.text.paragraphs import clean_lines, prose, weight
from aiintel_assets.text.shown import shown_date
from aiintel_assets.text.walls import is_wall

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# They warn of every page without an article; here that is an answer like another.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

# For its last resort the library would keep the stop words of a hundred languages, thirty megabytes of them.
_STOP_WORDS = (
    *("Danish", "Dutch", "English", "French", "German", "Indonesian", "Italian"),
    *("Polish", "Portuguese", "Russian", "Spanish", "Swedish", "Turkish", "Vietnamese"),
)
external.JT_STOPLIST = tuple({word for language in _STOP_WORDS for word in get_stoplist(language)})  # type: ignore[assignment]  # it knows only its start

_MAX_BYTES = 12_000_000
_MAX_CHARACTERS = 3_000_000
_MAX_TAGS = 30_000
_HEAD = 4096
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_FEW = 0.02
# Bounded and always a match once it has begun, so that an unclosed tag costs its page once and not once a tag.
_BULK = re.compile(
    r"<(script|style|svg|template)\b(?![^<>]{0,500}ld\+json)[^<>]{0,2000}>.*?(?:</\1\s*>|\Z)|data:[\w/+.-]{1,80};base64,[\w+/=]+",
    re.DOTALL | re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(r"(?i)<(?:html|body|head)\b")
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]+"
)
_CLEARLY_MORE = 2.0
_THIN = 800  # letters
_NOTHING = 150
_STATED = 40  # words: a shorter JSON-LD body is a teaser
_FEW_WORDS = 6  # so few may stand in any text by chance
_SEEN = 20_000  # characters of a page in which its date is looked for
_OPENING, _SHORT_OPENING = 60, 20  # characters by which a paragraph is known again
_LONGEST_STANDFIRST = 800
_FEW_NEW = 0.1
_LEAST_OF_PAGE = 45
_LEAST_OF_FRAGMENT = 12


def extract(html: bytes, *, url: str, content_type: str | None = None) -> Extraction | None:
    """The article that a page, or a fragment of HTML out of a feed, holds.

    Args:
        html: the bytes as they came, in any charset.
        url: where they came from; relative statements and the site's name are read by it.
        content_type: the header of that name, for its charset.

    Returns:
        Title, text (one paragraph a line, without title, comments and teasers), author, date and language; or None
        when there is no article: an error page, a cookie wall, a challenge, nothing at all. Never raises, whatever
        the bytes.
    """
    try:
        if _is_binary(html):
            return None
        return _extract(decode(html[:_MAX_BYTES], content_type).replace("\x00", ""), url)
    except Exception:  # noqa: BLE001 - a hostile page must not sink a day, whatever a parser makes of it
        return None


def _extract(page: str, url: str) -> Extraction | None:
    page = _bounded(page)
    whole = _WHOLE_PAGE.search(page) is not None
    if not whole:
        page = f"<html><body><article>{page}</article></body></html>"
    tree = trafilatura.load_html(page)
    if tree is None:
        return None
    facts = read_facts(tree, url=url)
    lines = _article_lines(tree, facts, url)
    text = "\n".join(lines)
    said = weight(text)
    if said < (_LEAST_OF_PAGE if whole else _LEAST_OF_FRAGMENT) or is_wall(facts.title, text, said):
        return None
    language = detect_language(text)
    published_at = facts.published_at or (
        _date_by_sight(tree, facts, lines[0], url, language) if whole else date_in_address(url)
    )
    return Extraction(title=facts.title, text=text, author=facts.author, published_at=published_at, language=language)


def _is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any charset: an image, an archive, a PDF."""
    start = data[:_HEAD]
    return start.startswith(b"%PDF-") or len(_CONTROL.findall(start)) > _FEW * len(start)


def _bounded(page: str) -> str:
    """No more of the page than can be parsed in a moment: the bulk that is no text goes first, then the end."""
    if len(page) > _MAX_CHARACTERS or page.count("<") > _MAX_TAGS:
        page = _BULK.sub("", page)[:_MAX_CHARACTERS]
        page = "<".join(page.split("<", _MAX_TAGS)[:_MAX_TAGS])
    return page


def _article_lines(tree: HtmlElement, facts: Facts, url: str) -> list[str]:
    """The best reading of the page, held against the article that its JSON-LD states.

    A strict reading leaves out the frame and now and then part of the article; a plain one keeps both. The plain one is
    taken when it adds whole paragraphs; where both find next to nothing, the page gets the full search.
    """

    def read(*, precise: bool = False, fast: bool = False, eager: bool = False) -> list[str]:
        found = trafilatura.bare_extraction(
            tree, url=url, include_comments=False, favor_precision=precise, favor_recall=eager, fast=fast
        )
        return clean_lines("" if found is None or isinstance(found, dict) else found.text or "", facts.title)

    strict, plain = read(precise=True), read(fast=True)
    lines = _joined(strict, plain, _link_lines(tree))
    if weight("".join(lines)) < _THIN and _weight_of(tree) > _CLEARLY_MORE * prose(lines):
        full = read()
        if prose(full) > _CLEARLY_MORE * prose(lines) and not _run_together(full, lines):
            lines = full
    if weight("".join(lines)) < _NOTHING:
        # An article inside what should be frame (tags left open), or in the data of scripts.
        for other in (read(eager=True), clean_lines(text_of_scripts(tree), facts.title)):
            if prose(other) > _CLEARLY_MORE * prose(lines) and not _run_together(other, lines):
                lines = other
    return _with_standfirst(_held_against(lines, clean_lines(facts.body, facts.title)), tree, facts)


def _with_standfirst(lines: list[str], tree: HtmlElement, facts: Facts) -> list[str]:
    """The lines below the paragraph that the page shows above them and describes itself by, if they lack it.

    Readings leave it out, since it is often marked up as teasers are.
    """
    start = facts.description[:_OPENING]
    if not lines or weight(start) < _OPENING // 2 or any(start in line for line in lines):
        return lines
    for element in tree.iter("p", "div", "h2", "h3", "h4", "span", "strong", "b", "section", "header"):
        if not " ".join((element.text or "")[: 2 * _OPENING].split()).startswith(start[:_SHORT_OPENING]):
            continue
        shown = clean_lines(" ".join(str(element.text_content()).split()), facts.title)
        if shown and shown[0].startswith(start) and len(shown[0]) < _LONGEST_STANDFIRST and prose(shown):
            new = _tokens(shown) - _tokens(lines)
            return shown + lines if new.total() > _FEW_NEW * _tokens(shown).total() else lines
    return lines


def _weight_of(tree: HtmlElement) -> int:
    """How much the page says at all, the frame included."""
    return weight("".join(tree.xpath("//body//text()[not(parent::script or parent::style)]")))


def _joined(strict: list[str], plain: list[str], links: set[str]) -> list[str]:
    """The strict reading with what it left out: lists, headings and opening paragraphs, but no lines of links.

    Between its lines anything that is no link is article; before and behind them only whole paragraphs are.
    """
    if _run_together(plain, strict):
        return strict
    if prose(plain) > _CLEARLY_MORE * prose(strict):
        return plain
    sure = set(strict)
    places = [at for at, line in enumerate(plain) if line in sure]
    if not places or 2 * len(places) < len(sure):  # two different parts of the page, or nothing at all
        return plain if prose(plain) > prose(strict) else strict
    first, last = places[0], places[-1]
    return [
        line
        for at, line in enumerate(plain)
        if line in sure or (line not in links and (first < at < last or prose([line])))
    ]


def _run_together(lines: list[str], other: list[str]) -> bool:
    """Whether the lines are a whole page poured into few: fewer by far, or one that holds a paragraph and much more."""
    longest = max(other, key=len, default="")
    return 2 * len(lines) < len(other) or any(longest in line and len(line) > 2 * len(longest) > 0 for line in lines)


def _link_lines(tree: HtmlElement) -> set[str]:
    """The texts of the page's links: a line that is nothing else is a teaser."""
    return {" ".join(link.text_content().split()) for link in tree.iter("a") if "#" not in link.get("href", "#")[:1]}


def _held_against(lines: list[str], stated: list[str]) -> list[str]:
    """The lines, checked by the article that the page's own JSON-LD states.

    JSON-LD is often cut short, seldom wrong: where it holds what was read and more, it is the article; where both
    agree, lines it does not know are frame.
    """
    ours, theirs = _tokens(lines), _tokens(stated)
    if theirs.total() < _STATED:
        return lines
    shared = (ours & theirs).total()
    if shared >= 0.9 * ours.total() and theirs.total() > 1.1 * ours.total():
        return stated
    if shared >= 0.85 * theirs.total() and theirs.total() >= 0.75 * ours.total():
        known = [at for at, line in enumerate(lines) if _known(line, theirs, "".join(stated))]
        # A standfirst above the article often stands outside its body.
        return [line for at, line in enumerate(lines) if at in known or (at == 0 and prose([line]))] if known else lines
    return lines


def _known(line: str, theirs: Counter[str], stated: str) -> bool:
    tokens = _tokens([line])
    if tokens.total() < _FEW_WORDS:
        return line in stated
    return (tokens & theirs).total() >= 0.7 * tokens.total()


def _tokens(lines: list[str]) -> Counter[str]:
    return Counter(token for line in lines for token in _TOKEN.findall(line.lower()))


def _date_by_sight(tree: HtmlElement, facts: Facts, opening: str, url: str, language: str) -> datetime | None:
    """The date of a page that states none: the one beside the headline, where the address does not contradict it."""
    shown = shown_date(tree, facts.title, opening, url=url, language=language)
    if address := date_in_address(url):
        return shown if shown and abs(shown - address) <= timedelta(days=1) else address
    return shown or facts.hinted_at or _guessed_date(tree, url, language)


def _guessed_date(tree: HtmlElement, url: str, language: str) -> datetime | None:
    """The library's guess, else the first date that the page shows. Leaves a tree without scripts and stylesheets."""
    # In their addresses stand the dates of releases, which it would take.
    for link in tree.xpath("//link[@rel!='canonical']"):
        link.drop_tree()
    etree.strip_elements(tree, "script", "style", with_tail=False)
    found = None
    with suppress(Exception):  # it raises on zones that cannot be, for one; no date must cost an article
        # A fixed end of time: the default is today, which would make the answer depend on the day of asking.
        found = find_date(tree, url=url, original_date=True, extensive_search=True, max_date=datetime(2100, 1, 1))  # noqa: DTZ001 - the library wants it naive
    guess = parse_date(found) if found else None
    # It answers with the first of January when all it saw was a year, which is no date.
    if guess and (guess.month, guess.day) != (1, 1) and fits_address(guess, url):
        return guess
    body = tree.find("body")
    seen = " ".join(str(body.text_content()).split())[:_SEEN] if body is not None else ""
    return next((day for _, day in dates_in(seen, language, url) if fits_address(day, url)), None)
