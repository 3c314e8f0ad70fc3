"""A receipt book that lives as long as a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiintel_assets.editors.receipts import Spending, spending_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.models import Batch, Receipt


class Book:
    """A ReceiptBook in memory; `receipts` are all that were kept, in order."""

    def __init__(self, *, before: Spending | None = None) -> None:
        self.receipts: list[Receipt] = []
        self.batches: dict[str, Batch] = {}
        self._before = before or Spending()

    def find(self, request_sha256: Sequence[str]) -> Mapping[str, Receipt]:
        return {r.request_sha256: r for r in self.receipts if r.request_sha256 in request_sha256}

    def keep(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    def spent(self, edition: str) -> tuple[Spending, Spending]:
        own = spending_of([r for r in self.receipts if r.edition == edition])
        return self._before + own, self._before + spending_of(self.receipts)

    def proven_mode(self, endpoint: str, model: str) -> str | None:
        return next((r.mode for r in reversed(self.receipts) if (r.endpoint, r.model) == (endpoint, model)), None)

    def batches_under_way(self, endpoint: str, edition: str, stage: str) -> Sequence[Batch]:
        return [b for b in self.batches.values() if (b.endpoint, b.edition, b.stage) == (endpoint, edition, stage)]

    def begin_batch(self, batch: Batch) -> None:
        self.batches[batch.batch_id] = batch

    def end_batch(self, batch_id: str) -> None:
        del self.batches[batch_id]

    def now(self) -> datetime:
        return datetime(2026, 3, 10, tzinfo=UTC)
