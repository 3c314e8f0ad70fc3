"""Holding today's topics against those of earlier editions: what takes one further, what was there before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiintel_assets.editorial.features import is_roundup
from aiintel_assets.models import Earlier
from aiintel_assets.text.copies import copies
from aiintel_assets.text.known_names import canonical, daily_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from aiintel_assets.models import CleanArticle, Topic

DAYS = 7  # how many earlier editions are remembered
NAMES_IN_COMMON = 2  # distinct telling names that two topics must share to be one story
EVERYWHERE = 3  # topics of one edition that a name stands in when it is a platform or a place rather than a story
PROMINENT = 5  # how many of all its names, those of any day too, a name that joins topics by a title is among
LEADING = 3  # how many of a topic's names, most prominent first, say what it is about


def continuation(
    topic: Topic, earlier: Mapping[str, Sequence[Topic]], forms: Mapping[str, str] | None = None
) -> Earlier | None:
    """The topic of an earlier edition that `topic` takes further: the one that shares most names, the newest of equals.

    Names that are in the news on any day tell nothing. Both must share at least two others, and each must be led by one
    of them: what both only mention in passing, such as a tool, joins no stories. One of them must stand in a title, and
    be prominent in both, or the two only have an author and his tools in common. Names that much of the earlier edition
    has in common say little, so each counts by how few topics there carry it; one that stood in three topics of any
    edition, or in two of several, is where stories happen and none itself. Roundups tell no story, so none goes on.

    Args:
        topic: a topic of today.
        earlier: the topics of earlier editions, by edition.
        forms: other forms of names → the form to compare, such as foreign names → Chinese ones.
    """
    if is_roundup(topic.title):
        return None
    named = {
        edition: [(candidate, _telling(candidate.names, forms or {})) for candidate in topics]
        for edition, topics in earlier.items()
    }
    carriers = {edition: Counter(name for _, names in each for name in names) for edition, each in named.items()}
    scenes = _scenes(carriers.values())
    own = [name for name in _telling(topic.names, forms or {}) if name not in scenes]
    best: tuple[float, str, str] | None = None
    found: Earlier | None = None
    for edition, each in named.items():
        for candidate, names in each:
            if is_roundup(candidate.title):
                continue
            shared = set(own) & set(names)
            leads, led = not shared.isdisjoint(own[:LEADING]), not shared.isdisjoint(names[:LEADING])
            if len(shared) < NAMES_IN_COMMON or not (leads and led):
                continue
            titled = _titled(topic, forms or {}) | _titled(candidate, forms or {})
            if shared.isdisjoint(titled & _prominent(topic, forms or {}) & _prominent(candidate, forms or {})):
                continue
            score = (round(sum(1 / carriers[edition][name] for name in shared), 6), edition, candidate.id)
            if best is None or score > best:
                best, found = score, Earlier(edition, candidate.id, candidate.title)
    return found


def seen_before(article_ids: Iterable[str], earlier: Mapping[str, Sequence[Topic]]) -> dict[str, str]:
    """Which of the articles stood in an earlier edition already: article id → that edition."""
    editions = {
        article_id: edition
        for edition, topics in earlier.items()
        for topic in topics
        for article_id in topic.article_ids
    }
    return {article_id: editions[article_id] for article_id in article_ids if article_id in editions}


def reprinted(articles: Sequence[CleanArticle], printed: Sequence[CleanArticle]) -> dict[str, str]:
    """Which of the articles repeat a text that was `printed` in an earlier edition: article id → that edition."""
    editions = {article.id: article.edition for article in printed}
    found: dict[str, str] = {}
    # Of a text in both scripts the Traditional one counts as the original, whichever came first.
    for copy, original in copies([*printed, *(a for a in articles if a.id not in editions)]).items():
        if (copy in editions) != (original in editions):
            new, old = (original, copy) if copy in editions else (copy, original)
            found[new] = editions[old]
    return found


def _titled(topic: Topic, forms: Mapping[str, str]) -> set[str]:
    """Those of the topic's names that its title has, in any of their forms, as `_telling` writes them."""
    title = topic.title.casefold()
    standing = {form for other, form in forms.items() if other.casefold() in title}
    names = [name for name in topic.names if name.casefold() in title or forms.get(name, name) in standing]
    return set(_telling(names, forms))


def _prominent(topic: Topic, forms: Mapping[str, str]) -> set[str]:
    return set(_telling(topic.names[:PROMINENT], forms))


def _scenes(carriers: Collection[Counter[str]]) -> set[str]:
    """The names that too many topics of an edition carry to tell one story from another."""
    often = Counter(name for counts in carriers for name, count in counts.items() if count > 1)
    most = Counter[str]()
    for counts in carriers:
        most |= counts
    return {name for name in often if most[name] >= EVERYWHERE or often[name] > 1}


def _telling(names: Sequence[str], forms: Mapping[str, str]) -> list[str]:
    """The names by which stories can be told apart, in a form that compares across languages; order is kept."""
    usual = (canonical(forms.get(name, name)) for name in names)
    return list(dict.fromkeys(name.casefold() for name in usual if name not in daily_names()))
