"""Asking a model: from the receipts where the question was answered before, else at the endpoint, within the budget.

A question is asked again only in other words: first with what was wrong, then with less material. What an answer is
worth once it has its form is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from aiintel_assets.editors.batching import DISCOUNT, Batches
from aiintel_assets.editors.budget import BudgetError
from aiintel_assets.editors.llm import Endpoint, EndpointError, UnansweredError, UnknownModeError
from aiintel_assets.editors.material import tokens
from aiintel_assets.editors.prompts import Message, wrong_form
from aiintel_assets.editors.receipts import MODES, Mode, Price, Request, Spending, Tokens, cost, spending_of
from aiintel_assets.editors.schemas import Answer, json_schema
from aiintel_assets.models import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aiintel_assets.editors.batching import Patience
    from aiintel_assets.editors.budget import Budget
    from aiintel_assets.editors.llm import Reply
    from aiintel_assets.editors.receipts import ReceiptBook
    from aiintel_assets.errors import NewsroomError

A = TypeVar("A", bound=Answer)
USUAL_ANSWER = 600  # tokens
SHOWN = 4000  # characters of a useless answer that the model is shown again
_WHY = {
    "length": "it was cut off at the limit: answer more briefly",
    "refusal": "it declined to answer",
    "content_filter": "the provider's filter stopped it",
}


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """One question of a stage.

    `limit` is in tokens of the answer. `smaller` makes the same question about less material, for when nothing else
    helps.
    """

    stage: str
    edition: str
    model: str
    prompt_version: str
    messages: tuple[Message, ...]
    form: type[A]
    limit: int
    smaller: Callable[[], Question[A]] | None = None

    def then(self, answer: str, reply: Message) -> Question[A]:
        """The conversation taken further: what was answered, and what we say to it."""
        return replace(self, messages=(*self.messages, Message("assistant", answer[:SHOWN] or "（空白）"), reply))


@dataclass(frozen=True, slots=True)
class Answered(Generic[A]):
    """What came of a question: the answer, or None and the reasons why there is none; and the receipts of all replies.

    `text` is the answer as the model wrote it.
    """

    answer: A | None
    text: str
    receipts: tuple[str, ...]
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms questions are asked.

    Attributes:
        budget: what may be spent.
        at_once: questions under way at the same time.
        price: dollars that the user states for a million tokens.
        batches: how long to wait for questions that are handed in together; None to ask each by itself.
    """

    budget: Budget
    at_once: int = 8
    price: Price | None = None
    batches: Patience | None = None


class Calls:
    """The questions of one stage of one edition.

    Args:
        endpoint: who is asked.
        book: what was answered before, and where new answers go at once.
        terms: what may be spent, and how.
    """

    def __init__(self, endpoint: Endpoint, book: ReceiptBook, terms: Terms) -> None:
        self._endpoint = endpoint
        self._book = book
        self._terms = terms
        self._places = asyncio.Semaphore(terms.at_once)
        self._same: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._modes: dict[str, Mode] = {}
        self._before: dict[str, tuple[Spending, Spending]] = {}
        self._spent = self._under_way = Spending()
        self._stopped: NewsroomError | None = None

    async def answer(self, question: Question[A]) -> Answered[A]:
        """The answer in its form: at once, after being told what was wrong, or to a smaller question.

        Raises:
            EndpointError: the endpoint refuses us.
            BudgetError: there is no money left.
        """
        receipts: list[str] = []
        failures: list[str] = []
        asked: Question[A] | None = question
        mended = False
        while asked is not None:
            reply = ""
            try:
                receipt = await self._reply(asked)
                receipts.append(receipt.request_sha256)
                reply = receipt.answer
                return Answered(_read(receipt, question.form), reply, tuple(receipts), tuple(failures))
            except UnansweredError as error:
                # In other words it may be answered; what was wrong with these, nobody can tell the model.
                failures.append(str(error))
                mended = True
            except _UselessError as error:
                failures.append(str(error))
            if not mended:
                asked, mended = question.then(reply, wrong_form(failures[-1], json_schema(question.form))), True
            else:
                asked = question.smaller() if question.smaller else None
                question = replace(question, smaller=None)
        return Answered(None, "", tuple(receipts), tuple(failures))

    async def can_be_asked(self) -> bool:
        """Whether anybody is there."""
        return await self._endpoint.is_there()

    async def _reply(self, question: Question[A]) -> Receipt:
        """The receipt of the question, new or old."""
        requests = [self._request(question, mode).sha256 for mode in MODES]
        async with self._same[requests[0]]:
            known = self._book.find(requests)
            if known:
                return max(known.values(), key=lambda receipt: receipt.created_at)
            return await self._new_reply(question)

    async def _new_reply(self, question: Question[A]) -> Receipt:
        async with self._places:
            mode = self._modes.get(question.model) or self._proven(question.model)
            while True:
                try:
                    receipt = await self._ask(question, mode)
                except UnknownModeError:
                    mode = MODES[MODES.index(mode) + 1]
                except (BudgetError, EndpointError) as error:
                    # Nothing more is sent; what is under way is paid already and may come in.
                    self._stopped = error
                    raise
                else:
                    self._modes[question.model] = mode
                    return receipt

    def _proven(self, model: str) -> Mode:
        proven = self._book.proven_mode(self._endpoint.address, model)
        return next((mode for mode in MODES if mode == proven), MODES[0])

    async def _ask(self, question: Question[A], mode: Mode) -> Receipt:
        if self._stopped:
            raise self._stopped
        self._mind_the_budget(question.edition)
        request = self._request(question, mode)
        expected = self._expected(request)
        self._under_way += expected
        try:
            reply = await self._endpoint.ask(request)
        finally:
            self._under_way -= expected
        return self._keep(question, request, reply)

    def _expected(self, request: Request) -> Spending:
        """About what a request will cost, so that those under way do not carry a stage far beyond its budget."""
        read = Tokens(sum(tokens(message.content) for message in request.messages), 0, USUAL_ANSWER)
        usd = cost(request, read, self._book.now(), self._terms.price)
        return Spending(usd or 0.0, read.prompt + read.completion)

    async def in_batch(self, questions: Sequence[Question[A]], report: Callable[[str], None]) -> None:
        """Have what has no answer yet answered in one batch, where batches are wanted.

        What comes back without an answer is asked by itself afterwards.

        Raises:
            StillUnderWayError: the batch takes longer than a stage should wait.
            EndpointError, BudgetError: as when asking.
        """
        if not questions or self._terms.batches is None:
            return
        waiting: dict[str, tuple[Question[A], Request]] = {}
        for question in questions:
            requests = {mode: self._request(question, mode) for mode in MODES}
            if not self._book.find([request.sha256 for request in requests.values()]):
                request = requests[self._proven(question.model)]
                waiting[request.sha256] = (question, request)
        edition, stage = questions[0].edition, questions[0].stage
        if waiting:
            self._mind_the_budget(edition)

        def keep(request: Request, reply: Reply) -> None:
            self._keep(waiting[request.sha256][0], request, reply, share=DISCOUNT)

        batches = Batches(self._endpoint, self._book, self._terms.batches, report)
        await batches.answer(edition, stage, {sha256: request for sha256, (_, request) in waiting.items()}, keep)

    def _keep(self, question: Question[A], request: Request, reply: Reply, *, share: float = 1.0) -> Receipt:
        """Store what came back; `share` is what a token costs, of its usual price."""
        at = self._book.now()
        price = cost(request, reply.tokens, at, self._terms.price)
        receipt = Receipt(
            request_sha256=request.sha256,
            edition=question.edition,
            stage=question.stage,
            endpoint=request.endpoint,
            model=request.model,
            mode=request.mode,
            prompt_version=question.prompt_version,
            answer=reply.text,
            finish_reason=reply.finish_reason,
            prompt_tokens=reply.tokens.prompt,
            cached_tokens=reply.tokens.cached,
            completion_tokens=reply.tokens.completion,
            cost_usd=None if price is None else price * share,
            latency_s=round(reply.seconds, 3),
            created_at=at,
        )
        self._book.keep(receipt)
        self._spent += spending_of([receipt])
        return receipt

    def _mind_the_budget(self, edition: str) -> None:
        if edition not in self._before:
            self._before[edition] = self._book.spent(edition)
        on_edition, today = self._before[edition]
        running = self._spent + self._under_way
        self._terms.budget.check(on_edition + running, today + running)

    def _request(self, question: Question[A], mode: Mode) -> Request:
        form = (question.form.__name__, json_schema(question.form))
        messages = question.messages if mode == "json_schema" else _describing(question.messages, form[1])
        return Request(self._endpoint.address, question.model, mode, messages, form, question.limit)


class _UselessError(Exception):
    """A reply without an answer in it, and why."""


def _describing(messages: tuple[Message, ...], schema: Mapping[str, object]) -> tuple[Message, ...]:
    """The messages, the system one with the form of the answer in it, for servers that do not mind it themselves."""
    system, *others = messages
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    told = f"{system.content}\n\n# 輸出\n只輸出一個 JSON 物件，前後不加任何文字，並完全符合這個 JSON schema：\n{text}"
    return (Message(system.role, told), *others)


def _read(receipt: Receipt, form: type[A]) -> A:
    """The answer in a reply, wherever in its text it stands.

    Raises:
        _UselessError: there is none.
    """
    if receipt.finish_reason in _WHY:
        raise _UselessError(_WHY[receipt.finish_reason])
    start, end = receipt.answer.find("{"), receipt.answer.rfind("}") + 1
    if not 0 <= start < end:
        raise _UselessError("there is no JSON object in it")
    try:
        return form.model_validate_json(receipt.answer[start:end])
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the object"
        raise _UselessError(f"{where}: {first['msg']}") from None
