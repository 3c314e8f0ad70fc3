"""The wire: every way in which an endpoint can answer or fail has its name, and its patience."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.editors.llm import (
    ATTEMPTS,
    TIMEOUTS,
    Endpoint,
    EndpointError,
    Reply,
    UnansweredError,
    UnknownModeError,
    seconds_of,
)
from aiintel_assets.editors.prompts import Message
from aiintel_assets.editors.receipts import Request, Tokens
from aiintel_tests.model_server import completion, hang, raw, reset, says, status

if TYPE_CHECKING:
    from aiintel_tests.model_server import ModelServer

KEY = "sk-very-secret"
SCHEMA = {"type": "object", "properties": {}, "additionalProperties": False, "required": []}


def request_to(server: ModelServer) -> Request:
    messages = (Message("system", "Answer in JSON."), Message("user", "news"))
    return Request(server.url, "small", "json_schema", messages, ("Form", SCHEMA), 500)


def ask(server: ModelServer, *requests: Request, timeout: float = 5.0) -> list[Reply | BaseException]:
    async def inside() -> list[Reply | BaseException]:
        async with Endpoint(server.url, KEY, timeout=timeout) as endpoint:
            return [await _caught(endpoint, request) for request in requests or [request_to(server)]]

    return asyncio.run(inside())


async def _caught(endpoint: Endpoint, request: Request) -> Reply | BaseException:
    try:
        return await endpoint.ask(request)
    except Exception as error:  # noqa: BLE001 - the tests look at it
        return error


def test_a_question_is_sent_as_it_is_and_the_reply_is_counted(server: ModelServer) -> None:
    server.always = says({"a": 1})
    (reply,) = ask(server)
    assert isinstance(reply, Reply)
    assert (reply.text, reply.finish_reason, reply.tokens) == ('{"a": 1}', "stop", Tokens(100, 40, 20))
    assert server.keys == {f"Bearer {KEY}"}
    (sent,) = server.requests
    assert sent == {
        "model": "small",
        "messages": [{"role": "system", "content": "Answer in JSON."}, {"role": "user", "content": "news"}],
        "max_completion_tokens": 500,
        "response_format": {"type": "json_schema", "json_schema": {"name": "Form", "strict": True, "schema": SCHEMA}},
    }


def test_the_form_is_asked_for_as_the_mode_says(server: ModelServer) -> None:
    server.always = says("{}")
    ask(server, *(replace(request_to(server), mode=mode) for mode in ("json_object", "text")))
    assert [sent.get("response_format") for sent in server.requests] == [{"type": "json_object"}, None]


@pytest.mark.parametrize(
    ("reply", "text", "finish"),
    [
        (completion(None, refusal="I cannot."), "", "refusal"),
        (completion("{", finish="length"), "{", "length"),
        (completion("", finish="content_filter"), "", "content_filter"),
        (completion("{}") | {"choices": []}, "", "no choice"),
    ],
)
def test_replies_without_an_answer_are_replies_all_the_same(
    server: ModelServer, reply: dict[str, object], text: str, finish: str
) -> None:
    server.always = lambda _handler, _request: reply
    (got,) = ask(server)
    assert isinstance(got, Reply)
    assert (got.text, got.finish_reason) == (text, finish)


def test_a_server_that_does_not_count_costs_no_tokens(server: ModelServer) -> None:
    server.always = says("{}", usage=False)
    (reply,) = ask(server)
    assert isinstance(reply, Reply)
    assert reply.tokens == Tokens()


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("fault", [status(500), status(503), status(429), status(529), reset, status(408)])
def test_what_passes_is_asked_again(server: ModelServer, fault: object) -> None:
    server.next = [fault, fault]  # type: ignore[list-item] # pytest hides the behaviour's type
    server.always = says("{}")
    (reply,) = ask(server)
    assert isinstance(reply, Reply)
    assert len(server.requests) == 3


@pytest.mark.usefixtures("hurried")
def test_where_nobody_answers_the_address_is_named_without_credentials_and_what_to_check() -> None:
    async def inside(request: Request) -> Reply | BaseException:
        async with Endpoint("http://user:word@127.0.0.1:1/v1", KEY, timeout=5.0) as endpoint:
            return await _caught(endpoint, request)

    error = asyncio.run(inside(Request("", "small", "text", (Message("user", "news"),), ("Form", SCHEMA), 500)))
    assert isinstance(error, UnansweredError)
    assert str(error).startswith("http://127.0.0.1:1/v1: nothing answers there (")
    assert str(error).endswith("): check OPENAI_BASE_URL, and that the server runs")


@pytest.mark.usefixtures("hurried")
def test_what_does_not_pass_is_given_up_with_what_was_met(server: ModelServer) -> None:
    server.always = status(503)
    (error,) = ask(server)
    assert isinstance(error, UnansweredError)
    assert error.heals
    assert str(error) == f"{server.url}: HTTP 503"
    assert len(server.requests) == ATTEMPTS


def test_a_server_that_asks_to_wait_is_not_asked_sooner_by_anybody(server: ModelServer) -> None:
    server.next = [status(429, Retry_After="0.4")]
    server.always = says("{}")
    started = time.monotonic()
    ask(server)
    assert time.monotonic() - started >= 0.4


def test_a_used_up_budget_of_the_minute_is_respected_before_the_next_question(server: ModelServer) -> None:
    server.always = says("{}")
    server.headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}
    started = time.monotonic()
    ask(server, request_to(server), request_to(server))
    assert time.monotonic() - started >= 0.3


@pytest.mark.usefixtures("hurried")
def test_time_outs_are_tried_less_often_than_other_failures(server: ModelServer) -> None:
    server.always = hang(1.0)
    (error,) = ask(server, timeout=0.1)
    assert isinstance(error, UnansweredError)
    assert "no reply in time" in str(error)
    assert len(server.requests) == TIMEOUTS


@pytest.mark.usefixtures("hurried")
def test_nobody_at_the_address_is_said_in_one_line() -> None:
    async def inside() -> tuple[BaseException | Reply, bool]:
        async with Endpoint("http://127.0.0.1:9/v1", KEY, timeout=2) as endpoint:
            request = Request(endpoint.address, "m", "text", (Message("user", "x"),), ("F", {}), 10)
            return await _caught(endpoint, request), await endpoint.is_there()

    error, there = asyncio.run(inside())
    assert isinstance(error, UnansweredError)
    assert "\n" not in str(error)
    assert not there


def test_a_wrong_key_ends_it_at_once_and_is_not_repeated(server: ModelServer) -> None:
    server.always, server.models = status(401, f"Incorrect API key provided: {KEY}"), None
    (error,) = ask(server)
    assert isinstance(error, EndpointError)
    assert not error.heals
    assert str(error) == f"{server.url} refuses us (HTTP 401): check OPENAI_API_KEY"
    assert len(server.requests) == 1


def test_an_unknown_model_is_told_with_the_known_ones(server: ModelServer) -> None:
    server.always = status(404, "The model `small` does not exist.")
    server.models = ["llama", "qwen"]
    (error,) = ask(server)
    assert isinstance(error, EndpointError)
    assert "has no model 'small', only llama, qwen: set AIINTEL_MODEL" in str(error)


def test_a_refusal_of_one_question_by_a_server_that_knows_us_fails_that_question_alone(server: ModelServer) -> None:
    server.next = [status(403), says("{}")]
    first, second = ask(server, request_to(server), request_to(server))
    assert isinstance(first, UnansweredError)
    assert isinstance(second, Reply)


def test_an_empty_account_ends_it(server: ModelServer) -> None:
    server.always = status(429, "You exceeded your current quota, please check your plan and billing details.")
    (error,) = ask(server)
    assert isinstance(error, EndpointError)
    assert "no credit" in str(error)
    assert len(server.requests) == 1


def test_an_unknown_form_is_told_apart_from_other_rejections(server: ModelServer) -> None:
    server.next = [status(400, "response_format is not supported"), status(400, "bad words")]
    first, second = ask(server, request_to(server), request_to(server))
    assert isinstance(first, UnknownModeError)
    assert isinstance(second, UnansweredError)
    assert not second.heals


def test_a_server_that_knows_only_the_older_limit_is_asked_with_that(server: ModelServer) -> None:
    server.next = [status(400, "Unrecognized request argument supplied: max_completion_tokens")]
    server.always = says("{}")
    ask(server, request_to(server), request_to(server))
    assert [("max_tokens" in sent, "max_completion_tokens" in sent) for sent in server.requests] == [
        (False, True),
        (True, False),
        (True, False),
    ]


def test_our_key_stands_in_no_error(server: ModelServer) -> None:
    server.always = status(400, f"never say {KEY} aloud")
    (error,) = ask(server)
    assert KEY not in str(error)
    assert "***" in str(error)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("body", [b"<html>gateway</html>", b'{"error": {"message": "upstream"}}', b'"text"', b"[]"])
@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_a_reply_that_is_no_chat_completion_is_asked_for_again(server: ModelServer, body: bytes, kind: str) -> None:
    server.next, server.always = [raw(body, kind)], says("{}")
    (reply,) = ask(server)
    assert isinstance(reply, Reply), reply
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("span", "seconds"),
    [("20", 20.0), ("1.5s", 1.5), ("6m0s", 360.0), ("60ms", 0.06), ("1h2m3s", 3723.0), ("", 0.0), ("soon", 0.0)],
)
def test_spans_of_time_in_headers_are_read(span: str, seconds: float) -> None:
    assert seconds_of(span) == pytest.approx(seconds)
