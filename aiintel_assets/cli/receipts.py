"""The command `receipts`: what a model was asked for an edition, and what it cost."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.cli.terminal import OUT, AsJson
from aiintel_assets.edition import editions_between
from aiintel_assets.models import Receipt
from aiintel_assets.runs import STAGES
from aiintel_assets.settings import load_settings
from aiintel_assets.store import receipts as table


def receipts(
    first: Annotated[str, typer.Argument(metavar="FROM", help="The edition, YYYY-MM-DD, or the first one.")],
    last: Annotated[str | None, typer.Argument(metavar="[TO]", help="The last one.", show_default=False)] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """List what a model was asked, and what it cost."""
    newsroom = newsroom_of(load_settings())
    editions = list(editions_between(first, last or first))
    found: list[Receipt] = []
    if newsroom.settings.database.exists():
        with newsroom.store.transaction() as db:
            found = [receipt for edition in editions for receipt in table.of_edition(db, edition)]
    found.sort(key=lambda receipt: (receipt.edition, STAGES.index(receipt.stage), receipt.created_at))
    if as_json:
        sys.stdout.write(json.dumps([_as_json(receipt) for receipt in found], ensure_ascii=False, indent=2) + "\n")
    elif found:
        OUT.print(_table(found))
        OUT.print(_total(found))
    else:
        OUT.print(f"No model was asked for {editions[0]}{f' to {editions[-1]}' if last else ''}.")


def _table(found: Sequence[Receipt]) -> Table:
    listed = Table(box=None, pad_edge=False)
    numbers = {"read", "written", "cost", "seconds"}
    for heading in ("edition", "stage", "model", "read", "written", "cost", "seconds", "ended"):
        listed.add_column(heading, justify="right" if heading in numbers else "left", overflow="fold")
    for receipt in found:
        listed.add_row(
            receipt.edition,
            receipt.stage,
            escape(receipt.model),
            f"{receipt.prompt_tokens:,}",
            f"{receipt.completion_tokens:,}",
            "?" if receipt.cost_usd is None else f"${receipt.cost_usd:.4f}",
            f"{receipt.latency_s:.1f}",
            escape(receipt.finish_reason),
        )
    return listed


def _total(found: Sequence[Receipt]) -> str:
    known = [receipt.cost_usd for receipt in found if receipt.cost_usd is not None]
    cost = f"${sum(known):.4f}" if known else "no price known"
    unknown = f", {len(found) - len(known)} calls without a known price" if known and len(known) < len(found) else ""
    read = sum(receipt.prompt_tokens for receipt in found)
    written = sum(receipt.completion_tokens for receipt in found)
    return f"{len(found)} calls, {read:,} tokens read, {written:,} written: [bold]{cost}[/]{unknown}"


def _as_json(receipt: Receipt) -> dict[str, Any]:
    return {**asdict(receipt), "created_at": receipt.created_at.astimezone(UTC).isoformat()}
