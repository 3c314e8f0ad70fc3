"""Holding earlier watch lists against today's topics: which awaited matter is in the news again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiintel_assets.text.known_names import canonical, daily_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.models import Topic

LEADING = 2  # how many of a topic's telling names, most prominent first, are each enough alone
NAMES_IN_COMMON = 2


def taken_up(entry: str, topics: Sequence[Topic], forms: Mapping[str, str] | None = None) -> Topic | None:
    """The topic of today that brings news of what a watch list's entry awaits: the one that shares most names with it.

    A topic brings news when the entry has two of its telling names, or begins with one of those that lead the topic.
    Names that are in the news on any day tell nothing. Of equals, the one is taken that the entry's first name leads,
    then the better ranked. `forms` holds other forms of names → the form that topics have, such as foreign names →
    Chinese ones, so that an entry and a topic in two scripts meet.
    """
    others: dict[str, list[str]] = {}
    for other, form in (forms or {}).items():
        others.setdefault(form, []).append(other)
    best: tuple[int, int, int] | None = None
    found = None
    for topic in topics:
        telling = [name for name in topic.names if len(name) > 1 and canonical(name) not in daily_names()]
        shared = {name: form for name in telling for form in (name, *others.get(name, ())) if _stands_in(form, entry)}
        opening = entry.lstrip('「『《〈“"').lower()
        leads = [
            place
            for place, name in enumerate(telling[:LEADING])
            if name in shared and opening.startswith(shared[name].lower())
        ]
        score = (len(shared), -min(leads, default=LEADING), -topic.rank)
        if (leads or len(shared) >= NAMES_IN_COMMON) and (best is None or score > best):
            best, found = score, topic
    return found


def _stands_in(name: str, text: str) -> bool:
    """Whether the text has the name: as a whole in Latin script, where Larch 2 is not Larch 2 Mini; else as it is."""
    if name.lower() not in text.lower():
        return False
    return re.search(rf"(?<![A-Za-z0-9.])(?i:{re.escape(name)})(?![A-Za-z0-9]|\.\d| [A-Z0-9])", text) is not None
