"""The command `receipts`: what a model was asked for an edition, and what it cost."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from aiintel_assets.cli.terminal import OUT, AsJson, is_wide, plain_table
from aiintel_assets.edition import editions_between
from aiintel_assets.models import STAGES, Receipt
from aiintel_assets.settings import load_settings
from aiintel_assets.store import receipts as table
from aiintel_assets.store.connect import Store


def receipts(
    first: Annotated[
        str | None,
        typer.Argument(
            metavar="[FROM", help="The edition, YYYY-MM-DD, or the first one; totals when left out.", show_default=False
        ),
    ] = None,
    last: Annotated[str | None, typer.Argument(metavar="TO]", help="The last one.", show_default=False)] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """List what a model was asked, and what it cost: call by call, or without an edition the totals of each."""
    settings = load_settings()
    wanted = list(editions_between(first, last or first)) if first else None
    found: list[Receipt] = []
    if settings.database.exists():
        with Store(settings.database).transaction() as db:
            found = [r for edition in wanted or table.editions(db) for r in table.of_edition(db, edition)]
    found.sort(key=lambda receipt: (receipt.edition, STAGES.index(receipt.stage), receipt.created_at))
    by_edition = {edition: list(group) for edition, group in groupby(found, attrgetter("edition"))}
    if as_json:
        sys.stdout.write(json.dumps([_as_json(receipt) for receipt in found], ensure_ascii=False, indent=2) + "\n")
    elif not found:
        asked = (
            f" for {first}{f' to {last}' if last else ''}"
            if first
            else " yet: have one write with OPENAI_API_KEY or OPENAI_BASE_URL, then aiintel run"
        )
        OUT.print(f"No model was asked{asked}.", soft_wrap=True)
    elif wanted is None:
        OUT.print(_totals(by_edition))
        OUT.print(_total(found), soft_wrap=True)
        OUT.print(f"Call by call: [bold]aiintel receipts {found[-1].edition}[/]")
    else:
        for edition, calls in by_edition.items():
            OUT.print(f"[bold]{edition}[/]")
            OUT.print(_calls(calls))
        OUT.print(_total(found), soft_wrap=True)


def _totals(by_edition: Mapping[str, Sequence[Receipt]]) -> Table:
    listed = plain_table(
        "edition", "calls", "read", "written", "cost", "models", right=("calls", "read", "written", "cost")
    )
    for edition, calls in by_edition.items():
        listed.add_row(
            edition,
            str(len(calls)),
            f"{sum(receipt.prompt_tokens for receipt in calls):,}",
            f"{sum(receipt.completion_tokens for receipt in calls):,}",
            _cost(calls),
            escape(", ".join(dict.fromkeys(receipt.model for receipt in calls))),
        )
    return listed


def _calls(calls: Sequence[Receipt]) -> Table:
    """A row a call; how long it took and how it ended where there is room, and an odd end always."""
    headings = ("stage", "model", "read", "written", "cost", *(("seconds", "ended") if is_wide() else ("ended",)))
    listed = plain_table(*headings, right=("read", "written", "cost", "seconds"))
    for receipt in calls:
        listed.add_row(
            receipt.stage,
            escape(receipt.model),
            f"{receipt.prompt_tokens:,}",
            f"{receipt.completion_tokens:,}",
            _cost([receipt]),
            *((f"{receipt.latency_s:.1f}",) if is_wide() else ()),
            escape(receipt.finish_reason),
        )
    return listed


def _cost(calls: Sequence[Receipt]) -> str:
    """What they came to; a question mark where no price is known."""
    known = [receipt.cost_usd for receipt in calls if receipt.cost_usd is not None]
    return f"${sum(known):.4f}" if known else "?"


def _total(found: Sequence[Receipt]) -> str:
    unknown = sum(receipt.cost_usd is None for receipt in found)
    cost = "no price known" if unknown == len(found) else _cost(found)
    without = f", {unknown} calls without a known price" if 0 < unknown < len(found) else ""
    read = sum(receipt.prompt_tokens for receipt in found)
    written = sum(receipt.completion_tokens for receipt in found)
    return f"{len(found)} calls, {read:,} tokens read, {written:,} written: [bold]{cost}[/]{without}"


def _as_json(receipt: Receipt) -> dict[str, Any]:
    return {**asdict(receipt), "created_at": receipt.created_at.astimezone(UTC).isoformat()}
