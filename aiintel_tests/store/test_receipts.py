"""Receipts: what was once answered is found again, by everything that was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiintel_assets.store import receipts
from aiintel_tests.store.samples import AT, NEXT_DAY, RECEIPT

if TYPE_CHECKING:
    from aiintel_assets.store.connect import Store

LATER = replace(RECEIPT, answer="asked again on purpose", created_at=AT + timedelta(hours=1), edition=NEXT_DAY)
OTHER = replace(RECEIPT, request_sha256="0" * 64, cost_usd=None, mode="json_object", created_at=AT + timedelta(days=1))


def test_the_newest_answer_to_a_question_is_the_one_that_counts(store: Store) -> None:
    with store.transaction() as db:
        for receipt in (LATER, RECEIPT, OTHER):
            receipts.add(db, receipt)
    with store.transaction() as db:
        assert receipts.newest(db, [RECEIPT.request_sha256, "1" * 64]) == {RECEIPT.request_sha256: LATER}
        assert receipts.newest(db, []) == {}


def test_receipts_are_listed_by_edition_and_by_time(store: Store) -> None:
    with store.transaction() as db:
        for receipt in (OTHER, LATER, RECEIPT):
            receipts.add(db, receipt)
    with store.transaction() as db:
        assert receipts.of_edition(db, RECEIPT.edition) == [RECEIPT, OTHER]
        assert receipts.since(db, AT + timedelta(minutes=1)) == [LATER, OTHER]


def test_the_form_that_worked_last_is_remembered_for_each_model_at_each_endpoint(store: Store) -> None:
    with store.transaction() as db:
        assert receipts.proven_mode(db, RECEIPT.endpoint, RECEIPT.model) is None
        for receipt in (RECEIPT, OTHER):
            receipts.add(db, receipt)
    with store.transaction() as db:
        assert receipts.proven_mode(db, RECEIPT.endpoint, RECEIPT.model) == "json_object"
        assert receipts.proven_mode(db, RECEIPT.endpoint, "large") is None
