"""Handing questions in together, for half the price and an answer within a day: submitted once, fetched when done.

What comes back are receipts like any others; the stage then goes on as if each question had been asked by itself.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiintel_assets.editors.llm import NoBatchesError
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiintel_assets.editors.llm import Endpoint, Reply
    from aiintel_assets.editors.receipts import ReceiptBook, Request

DISCOUNT = 0.5  # what a token costs in a batch, of its usual price


class StillUnderWayError(NewsroomError):
    """The batch is not done yet. Its questions are handed in: the next run fetches the answers, at no further cost."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a stage waits for a batch, and how often it looks, in seconds."""

    most: float = 3600.0
    between: float = 20.0


class Batches:
    """The batches of one stage of one edition.

    Args:
        endpoint: who is asked.
        book: where it is remembered what was handed in.
        patience: how long to wait.
        report: is told what is waited for.
    """

    def __init__(
        self, endpoint: Endpoint, book: ReceiptBook, patience: Patience, report: Callable[[str], None]
    ) -> None:
        self._endpoint = endpoint
        self._book = book
        self._patience = patience
        self._report = report

    async def answer(
        self, edition: str, stage: str, requests: Mapping[str, Request], keep: Callable[[Request, Reply], None]
    ) -> None:
        """Have the requests answered in a batch; one that was handed in before is fetched first, and alone.

        Args:
            edition: whose questions they are.
            stage: likewise.
            requests: request hash → what has no answer yet.
            keep: is given each answer.

        Raises:
            StillUnderWayError: it takes longer; the line says what to do.
        """
        batches = list(self._book.batches_under_way(self._endpoint.address, edition, stage))
        if not batches and requests:
            try:
                batch_id = await self._endpoint.submit(list(requests.values()))
            except NoBatchesError:
                return
            batches = [Batch(batch_id, self._endpoint.address, edition, stage, self._book.now())]
            self._book.begin_batch(batches[0])
        for batch in batches:
            for request_sha256, reply in (await self._fetched(batch)).items():
                # Of an older prompt's questions nobody knows the words any more, and nobody asks them again.
                if request_sha256 in requests:
                    keep(requests[request_sha256], reply)
            self._book.end_batch(batch.batch_id)

    async def _fetched(self, batch: Batch) -> Mapping[str, Reply]:
        deadline = time.monotonic() + self._patience.most
        while (replies := await self._endpoint.fetch(batch.batch_id)) is None:
            self._report(f"waiting for the batch {batch.batch_id}")
            if time.monotonic() >= deadline:
                raise StillUnderWayError(
                    f"the batch {batch.batch_id} at {batch.endpoint} is still under way: run the edition again later, "
                    "it costs nothing more"
                )
            await asyncio.sleep(self._patience.between)
        return replies
