"""Asking: an answer is paid for once, a useless one is asked for in other words, and money has its limits."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.editors.budget import Budget, BudgetError
from aiintel_assets.editors.calls import Answered, Calls, Question, Terms
from aiintel_assets.editors.llm import Endpoint, EndpointError
from aiintel_assets.editors.prompts import Message
from aiintel_assets.editors.receipts import Price, Spending
from aiintel_assets.editors.schemas import Verdicts
from aiintel_tests.editors.book import Book
from aiintel_tests.model_server import completion, says, status

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiintel_tests.model_server import Behaviour, ModelServer

GOOD = {"verdicts": [{"id": 0, "about_ai": True, "section": "tools", "news_value": 4, "continues": False}]}
BAD = {"verdicts": [{"id": "zero"}]}


def question(number: int = 0, smaller: Callable[[], Question[Verdicts]] | None = None) -> Question[Verdicts]:
    return Question(
        stage="classified_topics",
        edition="2026-03-10",
        model="small",
        prompt_version="v1",
        messages=(Message("system", "Judge."), Message("user", f"news {number}")),
        form=Verdicts,
        limit=300,
        smaller=smaller,
    )


def answers(
    server: ModelServer,
    *questions: Question[Verdicts],
    book: Book | None = None,
    budget: Budget | None = None,
    price: Price | None = None,
    at_once: int = 8,
) -> list[Answered[Verdicts] | BaseException]:
    async def inside() -> list[Answered[Verdicts] | BaseException]:
        async with Endpoint(server.url, "key", timeout=5) as endpoint:
            terms = Terms(budget or Budget(), at_once, price)
            calls = Calls(endpoint, book or Book(), terms)
            return await asyncio.gather(*map(calls.answer, questions), return_exceptions=True)

    return asyncio.run(inside())


def only(found: list[Answered[Verdicts] | BaseException]) -> Answered[Verdicts]:
    (answered,) = found
    assert isinstance(answered, Answered), answered
    return answered


def test_a_good_answer_is_read_and_its_receipt_says_all(server: ModelServer) -> None:
    server.always = says(GOOD)
    book = Book()
    answered = only(answers(server, question(), book=book, price=Price(1, 10)))
    assert answered.answer == Verdicts.model_validate(GOOD)
    (receipt,) = book.receipts
    assert answered.receipts == (receipt.request_sha256,)
    assert (receipt.stage, receipt.edition, receipt.endpoint) == ("classified_topics", "2026-03-10", server.url)
    assert (receipt.model, receipt.mode, receipt.prompt_version) == ("small", "json_schema", "v1")
    assert json.loads(receipt.answer) == GOOD
    assert (receipt.prompt_tokens, receipt.cached_tokens, receipt.completion_tokens) == (100, 40, 20)
    assert receipt.cost_usd == pytest.approx(300 / 1_000_000)


def test_what_was_answered_is_never_asked_again(server: ModelServer) -> None:
    server.always = says(GOOD)
    book = Book()
    first = only(answers(server, question(), book=book))
    assert only(answers(server, question(), book=book)) == first
    assert len(server.requests) == 1


def test_an_answer_is_found_in_whatever_surrounds_it(server: ModelServer) -> None:
    server.always = says(f"Sure!\n```json\n{json.dumps(GOOD)}\n```")
    assert only(answers(server, question())).answer is not None


@pytest.mark.parametrize(
    ("useless", "why"),
    [
        (says(BAD), "verdicts.0.id: Input should be a valid integer"),
        (says("I am a teapot."), "there is no JSON object in it"),
        (says("{,,"), "there is no JSON object in it"),
        (says({"other": 1}), "verdicts: Field required"),
        (says(json.dumps(GOOD)[:20], finish="length"), "it was cut off"),
        (lambda _h, _r: completion(None, refusal="No."), "it declined to answer"),
        (says("", finish="content_filter"), "the provider's filter stopped it"),
        (says(""), "there is no JSON object in it"),
    ],
)
def test_a_useless_answer_is_asked_for_once_more_with_what_was_wrong(
    server: ModelServer, useless: Behaviour, why: str
) -> None:
    server.next, server.always = [useless], says(GOOD)
    book = Book()
    answered = only(answers(server, question(), book=book))
    assert answered.answer is not None
    assert len(answered.failures) == 1
    assert answered.failures[0].startswith(why)
    again = server.requests[1]["messages"]
    assert [m["role"] for m in again] == ["system", "user", "assistant", "user"]
    assert why in again[-1]["content"]
    assert len(book.receipts) == 2
    # The way there is replayed from the receipts, too.
    assert only(answers(server, question(), book=book)) == answered
    assert len(server.requests) == 2


def test_then_less_is_asked_and_then_nothing(server: ModelServer) -> None:
    server.always = says(BAD)
    answered = only(answers(server, question(smaller=lambda: question(7))))
    assert answered.answer is None
    assert [sent["messages"][1]["content"] for sent in server.requests] == ["news 0", "news 0", "news 7"]
    assert len(answered.failures) == 3
    assert len(answered.receipts) == 3


def test_a_question_that_is_too_long_is_asked_smaller_at_once(server: ModelServer) -> None:
    server.next, server.always = [status(400, "maximum context length is 10 tokens")], says(GOOD)
    answered = only(answers(server, question(smaller=lambda: question(7))))
    assert answered.answer is not None
    assert [sent["messages"][1]["content"] for sent in server.requests] == ["news 0", "news 7"]


@pytest.mark.usefixtures("hurried")
def test_a_question_that_nobody_answers_is_asked_smaller_too(server: ModelServer) -> None:
    server.next, server.always = [status(503)] * 4, says(GOOD)
    answered = only(answers(server, question(smaller=lambda: question(7))))
    assert answered.answer is not None
    assert server.requests[-1]["messages"][1]["content"] == "news 7"


def test_a_rejected_question_is_given_up_alone(server: ModelServer) -> None:
    server.next, server.always = [says(GOOD), status(400, "bad words")], says(GOOD)
    found = answers(server, question(0), question(1), question(2), at_once=1)
    assert [isinstance(a, Answered) and a.answer is not None for a in found] == [True, False, True]


@pytest.mark.parametrize("unknown", [1, 2])
def test_a_server_that_does_not_know_a_form_is_asked_in_the_next_and_that_is_remembered(
    server: ModelServer, unknown: int
) -> None:
    server.next = [status(400, "response_format is not supported")] * unknown
    server.always = says(GOOD)
    book = Book()
    assert only(answers(server, question(0), book=book)).answer is not None
    assert len(server.requests) == unknown + 1
    # In another process, too: the book knows.
    assert only(answers(server, question(1), book=book)).answer is not None
    assert len(server.requests) == unknown + 2
    forms = [sent.get("response_format", {}).get("type") for sent in server.requests]
    assert forms[-1] == ["json_object", None][unknown - 1]
    assert '"verdicts"' in server.requests[-1]["messages"][0]["content"]
    # And what was answered so is found, though the first form would have come first.
    assert only(answers(server, question(0), book=book)).answer is not None
    assert len(server.requests) == unknown + 2


def test_no_more_is_asked_at_once_than_allowed(server: ModelServer) -> None:
    server.always = says(GOOD)
    answers(server, *map(question, range(12)), at_once=3)
    assert len(server.requests) == 12
    assert server.at_once <= 3


def test_a_spent_budget_stops_before_anything_is_sent(server: ModelServer) -> None:
    (error,) = answers(server, question(), book=Book(before=Spending(0.0, 500)), budget=Budget(edition_tokens=500))
    assert isinstance(error, BudgetError)
    assert server.requests == []


def test_a_budget_that_runs_out_keeps_what_was_paid_and_asks_nothing_more(server: ModelServer) -> None:
    server.always = says(GOOD)
    book = Book()
    found = answers(server, *map(question, range(6)), book=book, budget=Budget(edition_tokens=300), at_once=1)
    assert [type(a) for a in found] == [Answered] * 3 + [BudgetError] * 3
    assert len(book.receipts) == len(server.requests) == 3
    # With more money the rest is asked, and nothing is paid twice.
    found = answers(server, *map(question, range(6)), book=book)
    assert all(isinstance(a, Answered) for a in found)
    assert len(server.requests) == 6
    assert server.repeats == 0


def test_what_is_under_way_counts_so_that_a_budget_is_passed_by_one_call_at_most(server: ModelServer) -> None:
    server.always = says(GOOD)
    found = answers(server, *map(question, range(6)), budget=Budget(edition_tokens=300), at_once=6)
    assert [type(a) for a in found] == [Answered] + [BudgetError] * 5
    assert len(server.requests) == 1


def test_an_endpoint_that_refuses_us_is_not_asked_on(server: ModelServer) -> None:
    server.always, server.models = status(401), None
    found = answers(server, *map(question, range(6)), at_once=1)
    assert all(isinstance(a, EndpointError) for a in found)
    assert len(server.requests) == 1


def test_a_rejected_answer_is_shown_to_the_model_only_in_part(server: ModelServer) -> None:
    server.next, server.always = [says("x" * 100_000)], says(GOOD)
    answers(server, question())
    assert len(server.requests[1]["messages"][2]["content"]) < 5_000


def test_the_question_stays_the_same_for_the_same_words(server: ModelServer) -> None:
    server.always = says(GOOD)
    book = Book()
    answers(server, question(), replace(question(), stage="topic_summaries"), book=book)
    assert len(server.requests) == 1  # the stage is for the books, not for the model
