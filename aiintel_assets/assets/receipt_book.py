"""The receipts as an editor needs them, over the warehouse: found at once, kept before anything else happens."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiintel_assets.editors.receipts import Spending, spending_of
from aiintel_assets.models import Batch, Receipt
from aiintel_assets.store import batches, receipts
from aiintel_assets.store.connect import Store


class StoredReceipts:
    """The ReceiptBook of one edition.

    Args:
        store: the warehouse.
        edition: whose questions are asked; what was answered for another edition was another question.
        clock: the time now, aware.
        zone: where a day begins and ends, for what is spent on it.
        afresh: the only answers that count, by request hash, where all is asked again on purpose; new ones are added.
    """

    def __init__(
        self,
        store: Store,
        edition: str,
        *,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
        afresh: dict[str, Receipt] | None = None,
    ) -> None:
        self._store = store
        self._edition = edition
        self._clock = clock
        self._zone = zone
        self._known = afresh

    def find(self, request_sha256: Sequence[str]) -> Mapping[str, Receipt]:
        """Request hash → the newest answer that counts."""
        known = self._answers()
        return {request: known[request] for request in request_sha256 if request in known}

    def keep(self, receipt: Receipt) -> None:
        """Store the receipt for good."""
        with self._store.transaction() as db:
            receipts.add(db, receipt)
        self._answers()[receipt.request_sha256] = receipt

    def spent(self, edition: str) -> tuple[Spending, Spending]:
        """What was spent on the edition ever, and on any edition today."""
        midnight = self._clock().astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._store.transaction() as db:
            return spending_of(receipts.of_edition(db, edition)), spending_of(receipts.since(db, midnight))

    def proven_mode(self, endpoint: str, model: str) -> str | None:
        """How the model was last asked for an answer's form with success."""
        with self._store.transaction() as db:
            return receipts.proven_mode(db, endpoint, model)

    def now(self) -> datetime:
        """The time of a receipt."""
        return self._clock()

    def batches_under_way(self, endpoint: str, edition: str, stage: str) -> Sequence[Batch]:
        """What was handed in for the stage and has not been fetched yet."""
        with self._store.transaction() as db:
            return batches.under_way(db, endpoint, edition, stage)

    def begin_batch(self, batch: Batch) -> None:
        """Remember for good what was handed in."""
        with self._store.transaction() as db:
            batches.add(db, batch)

    def end_batch(self, batch_id: str) -> None:
        """Forget a batch whose answers have been fetched."""
        with self._store.transaction() as db:
            batches.remove(db, batch_id)

    def _answers(self) -> dict[str, Receipt]:
        if self._known is None:
            with self._store.transaction() as db:
                found = receipts.of_edition(db, self._edition)
            self._known = {receipt.request_sha256: receipt for receipt in found}
        return self._known
