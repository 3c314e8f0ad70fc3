"""What the UI shows of a model's work: calls and their cost, and what it wrote that was not published."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.models import Removed
from aiintel_assets.store import receipts

SHOWN = 200  # characters of a removed sentence


def calls_of(newsroom: Newsroom, edition: str, stage: str) -> dict[str, Any]:
    """Metadata of all calls that the stage was ever answered for the edition; nothing where no model is asked."""
    with newsroom.store.transaction() as db:
        paid = [receipt for receipt in receipts.of_edition(db, edition) if receipt.stage == stage]
    if not paid:
        return {}
    known = [receipt.cost_usd for receipt in paid if receipt.cost_usd is not None]
    return {
        "calls": len(paid),
        "models": sorted({receipt.model for receipt in paid}),
        "prompt_tokens": sum(receipt.prompt_tokens for receipt in paid),
        "cached_tokens": sum(receipt.cached_tokens for receipt in paid),
        "completion_tokens": sum(receipt.completion_tokens for receipt in paid),
        "cost_usd": round(sum(known), 6) if known else "no price known",
    }


def removed_table(removed: Sequence[Removed]) -> dg.MetadataValue:
    """What a model wrote and the post does not carry, with the reasons, as a table for the UI."""
    if not removed:
        return dg.MetadataValue.text("none")
    return dg.MetadataValue.table(
        [dg.TableRecord({"removed": gone.text[:SHOWN], "reason": gone.reason[:SHOWN]}) for gone in removed]
    )
