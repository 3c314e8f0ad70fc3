"""The command `status`: which editions are there, and why some are not as they should be."""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from aiintel_assets.assets.clock import clock_of
from aiintel_assets.cli.terminal import COLOURS, OUT, AsJson, is_wide, plain_table, tell
from aiintel_assets.edition import Calendar, Interval, editions_between, gaps, union
from aiintel_assets.models import SourceCoverage
from aiintel_assets.settings import Settings, load_settings
from aiintel_assets.store import rendered_posts, stage_failures
from aiintel_assets.store.connect import Store
from aiintel_assets.store.ledger import EditionStatus, edition_status


def status(
    first: Annotated[str | None, typer.Argument(metavar="[FROM", help="The first edition.", show_default=False)] = None,
    last: Annotated[str | None, typer.Argument(metavar="TO]", help="The last edition.", show_default=False)] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """Show which editions are there, and what is missing from them and why."""
    settings = load_settings()
    if (first is None) != (last is None):
        raise typer.BadParameter("give both FROM and TO, or neither")
    found = _found(settings, list(editions_between(first, last)) if first and last else None)
    if as_json:
        sys.stdout.write(json.dumps([_as_json(line) for line in found], ensure_ascii=False, indent=2) + "\n")
    elif found:
        OUT.print(_status_table(found))
        tell_causes(found, settings.calendar)
    else:
        OUT.print("No edition yet: build one with [bold]aiintel run[/] or try [bold]aiintel demo[/].")


def tell_causes(lines: Sequence[EditionStatus], calendar: Calendar) -> None:
    """Why editions are not as they should be: each cause once, with its editions; and what is not known."""
    editions: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        for cause in line.causes if line.state != "open" else ():
            editions[line.state, cause].append(line.edition)
    for (state, cause), held in editions.items():
        what_to_do = f": build with aiintel backfill {held[0]} {held[-1]}" if state == "missing" else ""
        tell(f"{spans(held)} {state}: {cause}{what_to_do}", mark="• ", mark_style=COLOURS[state])
    for told in _gaps(lines, calendar):
        tell(told, mark="• ", style="dim")


def spans(editions: Iterable[str]) -> str:
    """The editions in words, those that follow one another as a stretch."""
    stretches: list[list[date]] = []
    for day in map(date.fromisoformat, sorted(editions)):
        if stretches and day - stretches[-1][-1] == timedelta(days=1):
            stretches[-1][1:] = [day]
        else:
            stretches.append([day])
    return ", ".join(" to ".join(day.isoformat() for day in stretch) for stretch in stretches)


def money(usd: float) -> str:
    """Dollars, to a tenth of a cent."""
    return f"${usd:.3f}"


def cost_of(*lines: EditionStatus) -> str:
    """What the editions cost together; a question mark where no price is known, nothing where nothing was asked."""
    usd = sum(line.cost_usd for line in lines)
    return "" if not any(line.calls for line in lines) else money(usd) if usd else "?"


def _found(settings: Settings, wanted: list[str] | None) -> list[EditionStatus]:
    """The editions that are wanted, or all that are known. Looking makes no store where there is none."""
    now = clock_of(settings)()
    if not settings.database.exists():
        return [_never_built(settings.calendar, edition, now) for edition in wanted or ()]
    with Store(settings.database).transaction() as db:
        if wanted is None:
            wanted = _known_editions([*rendered_posts.editions(db), *stage_failures.editions(db)])
        return [edition_status(db, edition, settings.calendar, now) for edition in wanted]


def _status_table(lines: Sequence[EditionStatus]) -> Table:
    """A row an edition; what a model cost once one was asked, why articles were dropped where there is room."""
    paid = any(line.calls for line in lines)
    headings = ("edition", "state", "topics", "articles", "sources", *(("cost",) if paid else ()), "dropped")
    numbers = ("topics", "articles", "sources", "cost")
    table = plain_table(*headings, right=numbers if is_wide() else (*numbers, "dropped"))
    for line in lines:
        whole = Counter(source.status for source in line.sources)["complete"]
        table.add_row(
            line.edition,
            f"[{COLOURS[line.state]}]{line.state}[/]",
            str(line.topics),
            str(line.articles),
            f"{whole}/{len(line.sources)}" if line.sources else "",
            *((cost_of(line),) if paid else ()),
            _reasons(line.dropped) if is_wide() else str(sum(line.dropped.values())),
        )
    return table


def _reasons(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {escape(reason)}" for reason, count in counts.items())


def _gaps(lines: Sequence[EditionStatus], calendar: Calendar) -> list[str]:
    """What no route vouches for: days that follow one another as one stretch, sources of one fate together."""
    unknown: defaultdict[tuple[str, str], list[Interval]] = defaultdict(list)
    for line in lines:
        for source in line.sources:
            if source.status not in {"complete", "failed"}:
                unknown[source.source_id, source.reason] += gaps(calendar.window(line.edition), source.covered)
    fates: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (source_id, reason), missing in unknown.items():
        fates[calendar.in_words(union(missing)), reason].append(source_id)
    return [
        f"{', '.join(ids)}: {f'nothing known of {hours}: ' if hours else ''}{reason}"
        for (hours, reason), ids in fates.items()
    ]


def coverage_json(source: SourceCoverage) -> dict[str, Any]:
    """One line of the ledger for programs."""

    def instant(moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

    return {
        "source_id": source.source_id,
        "status": source.status,
        "reason": source.reason,
        "covered": [[instant(interval.start), instant(interval.end)] for interval in source.covered],
    }


def _known_editions(tried: Sequence[str]) -> list[str]:
    """From the first edition that was published or failed to the last, so that days in between show as missing."""
    return list(editions_between(min(tried), max(tried))) if tried else []


def _never_built(calendar: Calendar, edition: str, now: datetime) -> EditionStatus:
    is_open = calendar.state(edition, now) != "closed"
    return EditionStatus(
        edition,
        "open" if is_open else "missing",
        ("it was never built",),
        topics=0,
        articles=0,
        sources=(),
        dropped={},
        editor=None,
        calls=0,
        cost_usd=0.0,
    )


def _as_json(line: EditionStatus) -> dict[str, Any]:
    return {
        "edition": line.edition,
        "state": line.state,
        "reason": line.reason,
        "topics": line.topics,
        "articles": line.articles,
        "sources": [coverage_json(source) for source in line.sources],
        "dropped": dict(line.dropped),
        "editor": line.editor,
        "calls": line.calls,
        "cost_usd": line.cost_usd,
    }
