"""The command `status`: which editions are there, and why some are not as they should be."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of
from aiintel_assets.cli.terminal import OUT, AsJson
from aiintel_assets.edition import Calendar, editions_between
from aiintel_assets.models import SourceCoverage
from aiintel_assets.settings import load_settings
from aiintel_assets.store import rendered_posts, stage_failures
from aiintel_assets.store.ledger import EditionStatus, edition_status

_COLOURS = {"published": "green", "degraded": "yellow", "open": "cyan", "missing": "magenta", "failed": "red"}


def status(
    first: Annotated[str | None, typer.Argument(metavar="[FROM", help="The first edition.", show_default=False)] = None,
    last: Annotated[str | None, typer.Argument(metavar="TO]", help="The last edition.", show_default=False)] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """Show which editions are there, and what is missing from them and why."""
    newsroom = newsroom_of(load_settings())
    if (first is None) != (last is None):
        raise typer.BadParameter("give both FROM and TO, or neither")
    if not newsroom.settings.database.exists():
        chosen: list[str] = list(editions_between(first, last)) if first and last else []
        found = [_never_built(newsroom, edition) for edition in chosen]
    else:
        with newsroom.store.transaction() as db:
            chosen = (
                list(editions_between(first, last))
                if first and last
                else _known_editions([*rendered_posts.editions(db), *stage_failures.editions(db)])
            )
            found = [edition_status(db, edition, newsroom.calendar, newsroom.clock()) for edition in chosen]
    if as_json:
        sys.stdout.write(json.dumps([_as_json(line) for line in found], ensure_ascii=False, indent=2) + "\n")
    elif found:
        show(found, newsroom.calendar)
    else:
        OUT.print("No edition yet: build one with [bold]aiintel run[/] or try [bold]aiintel demo[/].")


def show(lines: Sequence[EditionStatus], calendar: Calendar) -> None:
    """The editions as a table, and below it, in full, why some are not as they should be."""
    OUT.print(_status_table(lines))
    for line in lines:
        if line.reason and line.state not in {"missing", "open"}:
            OUT.print(f"{line.edition} [{_COLOURS[line.state]}]{line.state}[/]: {escape(line.reason)}", soft_wrap=True)
        for source in line.sources:
            if source.status not in {"complete", "failed"}:
                hours = calendar.missing(line.edition, source.covered)
                told = f"{line.edition} {source.source_id} {source.status}, nothing known of {hours}: {source.reason}"
                OUT.print(f"[dim]{escape(told)}[/]", soft_wrap=True)


def _status_table(lines: Sequence[EditionStatus]) -> Table:
    """A row an edition; what a model cost stands there once one was asked."""
    table = Table(box=None, pad_edge=False)
    paid = any(line.calls for line in lines)
    headings = ("edition", "state", "topics", "articles", *(("cost",) if paid else ()), "sources", "dropped")
    for heading in headings:
        numeric = heading in {"topics", "articles", "cost"}
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for line in lines:
        whole = Counter(source.status for source in line.sources)["complete"]
        table.add_row(
            line.edition,
            f"[{_COLOURS[line.state]}]{line.state}[/]",
            str(line.topics),
            str(line.articles),
            *((_cost(line),) if paid else ()),
            f"{whole}/{len(line.sources)} complete" if line.sources else "",
            ", ".join(f"{count} {escape(reason)}" for reason, count in line.dropped.items()),
        )
    return table


def _cost(line: EditionStatus) -> str:
    """What the edition cost; a question mark where no price is known."""
    return "" if not line.calls else f"${line.cost_usd:.3f}" if line.cost_usd else "?"


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


def _never_built(newsroom: Newsroom, edition: str) -> EditionStatus:
    is_open = newsroom.calendar.state(edition, newsroom.clock()) != "closed"
    return EditionStatus(
        edition,
        "open" if is_open else "missing",
        "it was never built",
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
