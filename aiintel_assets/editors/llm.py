"""The wire to a language model: one question, one reply, over any OpenAI-compatible `/v1/chat/completions`.

Here every way in which an endpoint can fail gets its name. What is asked and what an answer is worth is not known here.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Self

import openai
import tenacity
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion

from aiintel_assets.editors.receipts import Tokens
from aiintel_assets.errors import NewsroomError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from openai.types import CompletionUsage

    from aiintel_assets.editors.receipts import Request

ATTEMPTS = 4  # times a question is sent before its silence counts
TIMEOUTS = 2  # of them that may run out of time: each costs minutes, and perhaps money
LONGEST_WAIT = 60.0  # seconds between two attempts, whatever the server asks for
_COMPLETIONS: Final = "/v1/chat/completions"
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_NO_SUCH = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY})
_FORBIDDEN = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_UNKNOWN_FORM = re.compile(
    r"response_format|json_schema|json_object|structured|grammar|schema|not support|unsupported", re.IGNORECASE
)
_UNKNOWN_LIMIT = re.compile(r"max_completion_tokens", re.IGNORECASE)
_NO_MONEY = re.compile(
    r"insufficient_quota|insufficient (?:funds|balance|credit)|billing|exceeded your current quota", re.IGNORECASE
)
_SPAN = re.compile(r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")


class EndpointError(NewsroomError):
    """The endpoint refuses us, not this question: a wrong key, no credit, an unknown model. Asking on is useless."""


class UnansweredError(NewsroomError):
    """This question got no reply, though others may: the endpoint is busy, broke off, or rejected it."""


class NoBatchesError(Exception):
    """The endpoint takes no batches."""


class UnknownModeError(Exception):
    """The endpoint does not know this way of asking for an answer's form."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model sent back, and what it took.

    Attributes:
        text: empty when there was none.
        finish_reason: as sent: `stop`, `length`, `content_filter` and the like; `refusal` when the model declined.
        tokens: all 0 when the server does not count.
        seconds: from the question to the complete reply.
    """

    text: str
    finish_reason: str
    tokens: Tokens
    seconds: float


class Endpoint:
    """An OpenAI-compatible server; an async context manager.

    Args:
        base_url: with the `/v1`; the SDK's own default when None.
        api_key: sent to that address only.
        timeout: seconds for one reply.
    """

    def __init__(self, base_url: str | None, api_key: str, *, timeout: float) -> None:
        self._client = AsyncOpenAI(base_url=base_url, api_key=api_key, timeout=timeout, max_retries=0)
        self._key = api_key
        self._ask_again_at = 0.0
        self._limit_name = "max_completion_tokens"
        self._has_answered = False

    @property
    def address(self) -> str:
        """The base URL that questions go to, without credentials."""
        url = self._client.base_url
        return str(url.copy_with(userinfo=b"")).rstrip("/")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._client.close()

    async def ask(self, request: Request) -> Reply:
        """Send one question and wait for the reply, patiently where patience helps.

        Raises:
            EndpointError: nothing will be answered here.
            UnansweredError: this question was not answered.
            UnknownModeError: the endpoint does not know the request's mode.
        """
        patience = tenacity.AsyncRetrying(
            retry=_WorthAnother(), stop=tenacity.stop_after_attempt(ATTEMPTS), wait=_wait, reraise=True
        )
        try:
            return await patience(self._send, request)
        except _PassingError as failure:
            raise UnansweredError(f"{self.address}: {failure}", heals=True) from None

    async def is_there(self) -> bool:
        """Whether anybody answers at the address, whatever the answer."""
        try:
            await self._client.models.list()
        except openai.APIStatusError as error:
            return error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        except openai.OpenAIError:
            return False
        return True

    async def _send(self, request: Request) -> Reply:
        await self._wait_for_our_turn()
        started = time.monotonic()
        try:
            raw = await self._client.chat.completions.with_raw_response.create(**self._body(request))
            self._mind_limits(raw.headers)
            completion = raw.parse()
        except openai.APIStatusError as error:
            raise await self._meaning(error, request) from None
        except openai.APITimeoutError:
            raise _PassingError("no reply in time", timed_out=True) from None
        except openai.APIConnectionError as error:
            raise _PassingError(_no_connection(error)) from None
        except (openai.APIError, ValueError) as error:
            raise _PassingError(f"no reply that could be read ({_cause(error)})") from None
        # The SDK does not check what it parses: a gateway's page or an error with status 200 comes through.
        if not isinstance(completion, ChatCompletion) or not isinstance(getattr(completion, "choices", None), list):
            raise _PassingError("no reply that could be read")
        self._has_answered = True
        return _reply(completion, time.monotonic() - started)

    async def submit(self, requests: Sequence[Request]) -> str:
        """Hand the questions in as a batch, and return its id.

        Raises:
            NoBatchesError: the endpoint takes none.
            EndpointError, UnansweredError: it refuses us, or is not to be had now.
        """
        lines = "\n".join(
            json.dumps({"custom_id": r.sha256, "method": "POST", "url": _COMPLETIONS, "body": self._body(r)})
            for r in requests
        )
        try:
            file = await self._client.files.create(file=("questions.jsonl", f"{lines}\n".encode()), purpose="batch")
            batch = await self._client.batches.create(
                input_file_id=file.id, endpoint=_COMPLETIONS, completion_window="24h"
            )
        except openai.APIStatusError as error:
            if error.status_code in _NO_SUCH:
                raise NoBatchesError from None
            raise await self._plainly(error, requests[0]) from None
        except openai.APIError as error:
            raise UnansweredError(f"{self.address}: no batch was taken ({_cause(error)})", heals=True) from None
        return batch.id

    async def fetch(self, batch_id: str) -> dict[str, Reply] | None:
        """The replies of a batch by request hash, as many as there are; None while it is under way.

        Raises:
            UnansweredError: the endpoint is not to be had now.
        """
        try:
            batch = await self._client.batches.retrieve(batch_id)
            if batch.status not in _ENDED:
                return None
            content = await self._client.files.content(batch.output_file_id) if batch.output_file_id else None
        except openai.APIStatusError as error:
            if error.status_code == HTTPStatus.NOT_FOUND:
                return {}  # it was handed in somewhere else, or too long ago
            raise UnansweredError(f"{self.address}: HTTP {error.status_code}", heals=True) from None
        except openai.APIError as error:
            raise UnansweredError(f"{self.address}: {_cause(error)}", heals=True) from None
        return dict(_replies(content.text)) if content else {}

    async def _plainly(self, error: openai.APIStatusError, request: Request) -> NewsroomError:
        """What a status means where there is no second attempt."""
        meaning = await self._meaning(error, request)
        if isinstance(meaning, NewsroomError):
            return meaning
        return UnansweredError(f"{self.address}: {meaning}", heals=True)

    def _body(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            self._limit_name: request.limit,
        }
        name, schema = request.form
        if request.mode == "json_schema":
            form = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
            body["response_format"] = form
        elif request.mode == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _mind_limits(self, headers: Mapping[str, str]) -> None:
        """When the server says that a budget of this minute is used up, nobody asks before it is filled again."""
        for kind in ("requests", "tokens"):
            if headers.get(f"x-ratelimit-remaining-{kind}") == "0":
                self._pause(seconds_of(headers.get(f"x-ratelimit-reset-{kind}", "")))

    def _pause(self, seconds: float) -> None:
        self._ask_again_at = max(self._ask_again_at, time.monotonic() + min(seconds, LONGEST_WAIT))

    async def _wait_for_our_turn(self) -> None:
        await asyncio.sleep(max(0.0, self._ask_again_at - time.monotonic()))

    async def _meaning(self, error: openai.APIStatusError, request: Request) -> Exception:
        """What an HTTP status and the server's words mean for us."""
        said, status = self._said(error), error.status_code
        if _NO_MONEY.search(said):
            return EndpointError(f"{self.address} has no credit left for this key: {said}")
        if status == HTTPStatus.TOO_MANY_REQUESTS or status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            wait = seconds_of(error.response.headers.get("retry-after", ""))
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                self._pause(wait)
            return _PassingError(f"HTTP {status}", wait=wait or None)
        if status in {*_FORBIDDEN, HTTPStatus.NOT_FOUND} and not self._has_answered:
            return await self._refusal(status, said, request.model)
        return self._rejection(status, said, request)

    def _rejection(self, status: int, said: str, request: Request) -> Exception:
        """What a server means that understood the question and will not answer it as it is."""
        if _UNKNOWN_LIMIT.search(said) and self._limit_name != "max_tokens":
            self._limit_name = "max_tokens"
            return _PassingError("an older name for the limit", wait=0.0)
        if request.mode != "text" and _UNKNOWN_FORM.search(said):
            return UnknownModeError(said)
        return UnansweredError(f"{self.address}: HTTP {status}: {said}")

    async def _refusal(self, status: int, said: str, model: str) -> NewsroomError:
        """Whether it is us that the endpoint refuses: it is, unless it shows us its models all the same."""
        try:
            models = [entry.id async for entry in self._client.models.list()]
        except openai.OpenAIError:
            reason = "check OPENAI_API_KEY" if status in _FORBIDDEN else "check OPENAI_BASE_URL"
            return EndpointError(f"{self.address} refuses us (HTTP {status}): {reason}")
        if model not in models and status == HTTPStatus.NOT_FOUND:
            known = ", ".join(models[:8]) or "none"
            return EndpointError(f"{self.address} has no model {model!r}, only {known}: set AIINTEL_MODEL")
        return UnansweredError(f"{self.address}: HTTP {status}: {said}")

    def _said(self, error: openai.APIStatusError) -> str:
        """The server's own words, short, on one line, without our key."""
        body = error.body
        inner = body.get("message") if isinstance(body, dict) else None
        text = f"{inner or error.message} {error.code or ''}"
        return " ".join(text.replace(self._key, "***").split())[:300]


class _PassingError(Exception):
    """A failure that another attempt may heal; `wait` is what the server asks for, in seconds."""

    def __init__(self, reason: str, *, wait: float | None = None, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.timed_out = timed_out


class _WorthAnother(tenacity.retry_base):
    """Whether one question is worth another attempt: after what may heal, and not after many waits in vain."""

    def __init__(self) -> None:
        self._timeouts = 0

    def __call__(self, retry_state: tenacity.RetryCallState) -> bool:
        failure = retry_state.outcome.exception() if retry_state.outcome else None
        if not isinstance(failure, _PassingError):
            return False
        self._timeouts += failure.timed_out
        return self._timeouts < TIMEOUTS


def _wait(retry_state: tenacity.RetryCallState) -> float:
    """As long as the server asks, else longer each time and never the same for all."""
    failure = retry_state.outcome.exception() if retry_state.outcome else None
    if isinstance(failure, _PassingError) and failure.wait is not None:
        return min(failure.wait, LONGEST_WAIT)
    return _backoff(retry_state)


_backoff = tenacity.wait_random_exponential(multiplier=1, max=20)


def seconds_of(span: str) -> float:
    """The seconds of a header such as `20`, `1.5s`, `6m0s` or `60ms`; 0 for what is none of these."""
    text = span.strip().lower()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    found = _SPAN.fullmatch(text)
    if not found or not text:
        return 0.0
    hours, minutes, seconds, thousandths = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _reply(completion: ChatCompletion, seconds: float) -> Reply:
    choice = completion.choices[0] if completion.choices else None
    refused = bool(choice and choice.message.refusal)
    return Reply(
        text=(choice.message.content or "") if choice else "",
        finish_reason="refusal" if refused else str(choice.finish_reason or "") if choice else "no choice",
        tokens=_tokens(completion.usage),
        seconds=seconds,
    )


def _replies(lines: str) -> Iterator[tuple[str, Reply]]:
    """The replies in a batch's output, by request hash; lines that hold none are left out."""
    for line in lines.splitlines():
        with suppress(ValueError, KeyError, TypeError):
            row = json.loads(line)
            if row["response"]["status_code"] == HTTPStatus.OK:
                yield row["custom_id"], _reply(ChatCompletion.model_validate(row["response"]["body"]), 0.0)


def _tokens(usage: CompletionUsage | None) -> Tokens:
    if usage is None:
        return Tokens()
    details = usage.prompt_tokens_details
    return Tokens(usage.prompt_tokens, (details.cached_tokens or 0) if details else 0, usage.completion_tokens)


def _no_connection(error: openai.APIConnectionError) -> str:
    return f"nothing answers there ({_cause(error)}): check OPENAI_BASE_URL, and that the server runs"


def _cause(error: Exception) -> str:
    return " ".join(str(error.__cause__ or error).split())[:120] or type(error).__name__
