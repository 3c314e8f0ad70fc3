"""What a site shows across editions: timelines of names and watched matters, a calendar, an index to search. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from calendar import Calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.editorial.watching import taken_up
from aiintel_assets.post.day import anchor
from aiintel_assets.post.markdown import one_line
from aiintel_assets.post.render import joined
from aiintel_assets.text.known_names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aiintel_assets.labels import Labels
    from aiintel_assets.models import FollowUp, Summary, Topic

Json = dict[str, Any]
RECURRING = 2  # editions in which a name must occur to have a timeline
MOST_NAMES, MOST_WATCHED = 300, 200
MEMORY = 7  # editions after which what was watched is news no more
LONGEST_CORE = 180  # characters of a summary that the index and the timelines show
_MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Issue:
    """A published edition, as far as a site needs it; topics by rank, only those whose items its post has."""

    edition: str
    topics: Sequence[Topic]
    summaries: Mapping[str, Summary]
    watch_list: Sequence[str]
    followed: Sequence[FollowUp] = ()


def chronicle(issues: Sequence[Issue], words: Labels) -> Json:
    """All of it, ready for JSON; `issues` oldest first. The same issues give the same chronicle.

    `months` newest first: weeks of dates, Monday first, null for days of other months. `editions` by date. `timelines`:
    those of most editions first; `places` are positions on the axis of all editions, from 0 to 1000. `search`: an item
    each, newest first.
    """
    places = _places([issue.edition for issue in issues])
    names = _names(issues, places, words)[:MOST_NAMES]
    watched = list(islice(_watched(issues, places, words), MOST_WATCHED))
    lines: dict[str, list[Json]] = {}
    for line in names:
        for edition in dict.fromkeys(entry["edition"] for entry in line["entries"]):
            lines.setdefault(edition, []).append({key: line[key] for key in ("slug", "name", "editions")})
    return {
        "months": _months([issue.edition for issue in issues]),
        "editions": {issue.edition: _facts(issue, lines.get(issue.edition, [])) for issue in issues},
        "timelines": [*names, *watched],
        "search": [_entry(issue, topic, words) for issue in reversed(issues) for topic in issue.topics],
    }


def _facts(issue: Issue, lines: list[Json]) -> Json:
    headlines = [topic for topic in issue.topics if topic.section == SECTIONS[0].id] or issue.topics[:4]
    return {
        "topics": len(issue.topics),
        "articles": sum(len(topic.article_ids) for topic in issue.topics),
        "headlines": [
            {"title": one_line(issue.summaries[topic.id].title), "anchor": anchor(topic.id)} for topic in headlines
        ],
        "timelines": lines,
    }


def _entry(issue: Issue, topic: Topic, words: Labels) -> Json:
    """One item, as a timeline and the search's index show it."""
    summary = issue.summaries[topic.id]
    core = one_line(joined(summary.core))
    return {
        "edition": issue.edition,
        "anchor": anchor(topic.id),
        "title": one_line(summary.title),
        "core": core if len(core) <= LONGEST_CORE else f"{core[: LONGEST_CORE - 1].rstrip()}…",
        "names": words.comma.join(map(one_line, summary.entities)),
        "section": words.sections[topic.section].name,
    }


def _names(issues: Sequence[Issue], places: Mapping[str, int], words: Labels) -> list[Json]:
    """The course of each name that several editions have; forms of one name count as one."""
    forms: dict[str, Counter[str]] = {}
    found: dict[str, list[tuple[Issue, Topic]]] = {}
    for issue in issues:
        for topic in issue.topics:
            for name in dict.fromkeys(map(one_line, issue.summaries[topic.id].entities)):
                if not re.search(r"[^\W\d]", name):
                    continue
                key = canonical(name).casefold()
                forms.setdefault(key, Counter())[name] += 1
                if (issue, topic) not in found.setdefault(key, [])[-1:]:
                    found[key].append((issue, topic))
    lines = []
    for key, at in found.items():
        editions = sorted({issue.edition for issue, _ in at})
        name = forms[key].most_common(1)[0][0]
        if len(editions) >= RECURRING:
            lines.append(
                {
                    "kind": "entity",
                    "slug": slug(name, key),
                    "name": name,
                    "editions": len(editions),
                    "places": [places[edition] for edition in editions],
                    "entries": [_entry(issue, topic, words) for issue, topic in reversed(at)],
                }
            )
    return sorted(lines, key=lambda line: (-line["editions"], -len(line["entries"]), line["name"]))


def _watched(issues: Sequence[Issue], places: Mapping[str, int], words: Labels) -> Iterator[Json]:
    """What became of each entry of a watch list: the items of the following editions that took it up; newest first."""
    for number in reversed(range(len(issues))):
        listed = issues[number]
        for text in listed.watch_list:
            entries = []
            for issue in issues[number + 1 : number + 1 + MEMORY]:
                topic = _follow_up(listed.edition, text, issue)
                if topic:
                    entries.append(_entry(issue, topic, words))
            yield {
                "kind": "watched",
                "slug": slug("", f"{listed.edition} {one_line(text)}"),
                "name": one_line(text),
                "listed": listed.edition,
                "editions": len(entries),
                "places": sorted({places[listed.edition], *(places[entry["edition"]] for entry in entries)}),
                "entries": entries[::-1],
            }


def _follow_up(edition: str, text: str, issue: Issue) -> Topic | None:
    """The topic of a later issue that brings news of an entry: the one its editor names, otherwise by names."""
    told = {(followed.edition, followed.line): followed.topic_id for followed in issue.followed}
    wanted = told.get((edition, text))
    return next((topic for topic in issue.topics if topic.id == wanted), None) or taken_up(text, issue.topics)


def slug(name: str, key: str) -> str:
    """What a timeline's page is called: readable where the name is Latin, and always its own."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:40]
    return f"{readable or 'n'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _places(editions: Sequence[str]) -> dict[str, int]:
    """Each edition's place on the axis from the first to the last, 0 to 1000, by date."""
    days = [date.fromisoformat(edition).toordinal() for edition in editions]
    span = max(1, days[-1] - days[0]) if days else 1
    return {edition: 6 + round(988 * (day - days[0]) / span) for edition, day in zip(editions, days, strict=True)}


def _months(editions: Sequence[str]) -> list[Json]:
    if not editions:
        return []
    year, month = map(int, editions[-1].split("-")[:2])
    months = []
    while (key := f"{year:04}-{month:02}") >= editions[0][:7]:
        weeks = _MONDAY_FIRST.monthdatescalendar(year, month)
        months.append(
            {
                "month": key,
                "weeks": [[day.isoformat() if day.month == month else None for day in week] for week in weeks],
            }
        )
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return months
