"""Batches: handed in once, fetched when done, half the price, and no question is lost or paid for twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.editors.batching import Patience, StillUnderWayError
from aiintel_assets.editors.budget import Budget
from aiintel_assets.editors.calls import Answered, Calls, Terms
from aiintel_assets.editors.llm import Endpoint
from aiintel_assets.editors.receipts import Price
from aiintel_tests.editors.book import Book
from aiintel_tests.editors.test_calls import BAD, GOOD, question
from aiintel_tests.model_server import says

if TYPE_CHECKING:
    from aiintel_assets.editors.schemas import Verdicts
    from aiintel_tests.model_server import ModelServer


def answers(
    server: ModelServer, book: Book, *, count: int = 3, most: float = 5.0, told: list[str] | None = None
) -> list[Answered[Verdicts]]:
    heard: list[str] = [] if told is None else told

    async def inside() -> list[Answered[Verdicts]]:
        terms = Terms(Budget(), price=Price(1, 10), batches=Patience(most, between=0.01))
        questions = [question(number) for number in range(count)]
        async with Endpoint(server.url, "key", timeout=5) as endpoint:
            calls = Calls(endpoint, book, terms)
            await calls.in_batch(questions, heard.append)
            return list(await asyncio.gather(*map(calls.answer, questions)))

    return asyncio.run(inside())


def test_questions_are_handed_in_together_and_cost_half(server: ModelServer) -> None:
    server.batches, server.always = 2, says(GOOD)
    book, told = Book(), list[str]()
    assert all(answered.answer for answered in answers(server, book, told=told))
    assert [len(batch) for batch in server.handed_in] == [3]
    assert server.requests == []
    assert [receipt.cost_usd for receipt in book.receipts] == [pytest.approx(150 / 1_000_000)] * 3
    assert told == ["waiting for the batch batch-1"] * 2
    assert book.batches == {}
    row = server.handed_in[0][0]
    assert (row["method"], row["url"], row["body"]["model"]) == ("POST", "/v1/chat/completions", "small")
    assert row["custom_id"] in {receipt.request_sha256 for receipt in book.receipts}


def test_a_batch_that_takes_long_is_fetched_by_the_next_run_and_not_handed_in_again(server: ModelServer) -> None:
    server.batches, server.always = 10_000, says(GOOD)
    book = Book()
    with pytest.raises(StillUnderWayError, match="run the edition again later") as waited:
        answers(server, book, most=0.05)
    assert not waited.value.heals
    assert list(book.batches) == ["batch-1"]
    server.batches = 0
    assert all(answered.answer for answered in answers(server, book))
    assert len(server.handed_in) == 1
    assert server.requests == []
    # And from then on the store answers.
    assert all(answered.answer for answered in answers(server, book))
    assert len(server.handed_in) == 1


def test_what_comes_back_without_an_answer_is_asked_by_itself(server: ModelServer) -> None:
    server.batches, server.always = 0, says(BAD)
    book = Book()
    server.next = [says(GOOD)] * 3
    assert all(answered.answer and len(answered.receipts) == 2 for answered in answers(server, book))
    assert len(server.requests) == 3


def test_an_endpoint_without_batches_is_asked_one_by_one(server: ModelServer) -> None:
    server.always = says(GOOD)
    assert all(answered.answer for answered in answers(server, Book()))
    assert len(server.requests) == 3


def test_only_what_has_no_answer_is_handed_in(server: ModelServer) -> None:
    server.batches, server.always = 0, says(GOOD)
    book = Book()
    answers(server, book, count=2)
    answers(server, book, count=5)
    assert [len(batch) for batch in server.handed_in] == [2, 3]


def test_a_batch_that_the_endpoint_does_not_know_any_more_is_forgotten(server: ModelServer) -> None:
    server.batches, server.always = 10_000, says(GOOD)
    book = Book()
    with pytest.raises(StillUnderWayError):
        answers(server, book, most=0.0)
    server.batches = None  # as if it had never taken any
    assert all(answered.answer for answered in answers(server, book))
    assert book.batches == {}
    assert len(server.requests) == 3
