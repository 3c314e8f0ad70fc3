"""Which of the names that a page gives its article is the headline, and what of it is the site's name. Text only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiintel_assets.text.paragraphs import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Nothing, a template's or front matter's leavings, markup, a placeholder or an address where a title should be.
_NO_HEADLINE = re.compile(
    r"^\s*$|\{\{|\{%|</?[a-z][^>]*>|[\r\n]|^---|^\w+:\s*[\[\"]|^\[/?\w+ \w+=[^\]]*\]|\[object \w+\]|^https?://\S+$|"
    r"^\W*(?:untitled|undefined|null|none|nan|no title|[無无][標标][題题])\W*$",
    re.IGNORECASE,
)
_ANY_PAGE = re.compile(
    r"\W*(?:home(?: ?page)?|blog|news|index|start(?:seite)?|accueil|inicio|首頁|首页|新聞|新闻|文章|ホーム)\W*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s+(?:[|–—·•»«:/_-]+|::)\s+|\s*[|｜ㅣ_]\s*|\s*[-–—]{1,2}\s*(?=[\u4e00-\u9fff\uac00-\ud7a3][^-–—|｜ㅣ]{0,11}$)"
)
_PRESS = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:网|網|报|報|刊|社|新聞|新闻|在线|在線|电视台|電視台|频道|頻道|客户端|雜誌|杂志|周刊|週刊)$"
)
_SHORTEST_TITLE = 4
_SHORTEST_SITE = 3
_SHORT_TAIL = 8
_SHORT_SECTION = 12


def headline(
    stated: Sequence[str], page: str, headings: Sequence[str], minor: Sequence[str], sites: Sequence[str]
) -> str:
    """The headline as a heading of the page shows it, else as its metadata state it, without the name of the site.

    Args:
        stated: titles in the metadata, the most telling first.
        page: the title of the window.
        headings: of the first order, in the order of the page.
        minor: headings of the second order; some sites keep the first for their own name.
        sites: names of the site, its host among them.
    """
    names = [name for name in (*stated, page) if is_headline(name)]
    # Some pages give the title of the article as the name of their site.
    sites = [site for site in sites if site and site not in stated]
    keys = {key(site) for site in sites}
    telling = [name for name in names if not _ANY_PAGE.fullmatch(name) and key(name) not in keys]
    sites += [heading for heading in headings if _is_tail(heading, page)]
    headings, minor = (
        [heading for heading in some if is_headline(heading) and not _is_site(heading, sites)]
        for some in (headings, minor)
    )
    bare = {key(without_site(name, sites)): key(name) for name in telling}
    sure = [h for h in headings if key(h) in bare]
    for short, whole in bare.items():
        # The longest: the section may stand in a heading and in the title too.
        shown = sure or [h for h in minor if key(h) == short]
        shown = shown or [h for h in headings if len(key(h)) >= _SHORTEST_TITLE and key(h) in whole]
        shown = shown or [h for h in minor if 2 * len(key(h)) > len(short) and key(h) in whole]
        if shown:
            return max(shown, key=lambda heading: len(key(heading)))
    if telling:
        return without_site(telling[0], sites)
    return next(iter((*headings, *minor, *names)), "")


def is_headline(title: str) -> bool:
    """Whether there is a title at all, and no template's leavings or placeholder in its place."""
    return not _NO_HEADLINE.search(title)


def without_site(title: str, sites: Iterable[str] = ()) -> str:
    """The title without the site's name at its end or start (“… | Site”, “… - 量子位”).

    Cut at a separator: what equals or holds a known name of the site, what is called as the press is in Chinese, short
    tails behind a bar, and the section before them.
    """
    sites = [site for site in sites if site]
    cut = False
    while match := next(iter(list(_SEPARATOR.finditer(title))[-1:]), None):
        head, tail = title[: match.start()].strip(), title[match.end() :].strip()
        barred = any(mark in match[0] for mark in "|｜ㅣ_»«")
        short = len(tail) <= max(_SHORT_TAIL, len(head) // 2) and len(head) > _SHORT_TAIL
        section = cut and " " not in tail and len(tail) <= min(_SHORT_SECTION, len(head) // 3)
        if head and tail and (_is_site(tail, sites) or (short and (barred or _PRESS.match(tail))) or section):
            title, cut = head, not section
        elif head and tail and _is_site(head, sites):
            title = tail
        else:
            break
    return title


def _is_tail(heading: str, page: str) -> bool:
    """Whether a heading is what follows the headline in the title of the window, as the name of the site does."""
    match = next(iter(list(_SEPARATOR.finditer(page))[-1:]), None)
    return match is not None and key(page[match.end() :]) == key(heading) and match.start() > len(heading)


def _is_site(name: str, sites: Iterable[str]) -> bool:
    own, keys = key(name), [key(site) for site in sites]
    return own in keys or any(len(site) > _SHORTEST_SITE and site in own and len(own) < 3 * len(site) for site in keys)
