"""Receipts of paid calls: what makes two questions the same, what an answer cost, and the book an editor needs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from genai_prices import Usage, calc_price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aiintel_assets.editors.prompts import Message
    from aiintel_assets.models import Batch, Receipt

MILLION = 1_000_000
Mode = Literal["json_schema", "json_object", "text"]
# How an answer's form is asked for, the strictest first; a server that does not know one is asked in the next.
MODES: tuple[Mode, ...] = ("json_schema", "json_object", "text")


@dataclass(frozen=True, slots=True)
class Spending:
    """What some calls came to; dollars only where a price is known."""

    usd: float = 0.0
    tokens: int = 0

    def __add__(self, other: Spending) -> Spending:
        return Spending(self.usd + other.usd, self.tokens + other.tokens)

    def __sub__(self, other: Spending) -> Spending:
        return Spending(self.usd - other.usd, self.tokens - other.tokens)


def spending_of(receipts: Sequence[Receipt]) -> Spending:
    """What the receipts come to."""
    return Spending(
        sum(receipt.cost_usd or 0.0 for receipt in receipts),
        sum(receipt.prompt_tokens + receipt.completion_tokens for receipt in receipts),
    )


class ReceiptBook(Protocol):
    """Where receipts are kept; the store's business."""

    def find(self, request_sha256: Sequence[str]) -> Mapping[str, Receipt]:
        """Request hash → the newest answer that counts."""

    def keep(self, receipt: Receipt) -> None:
        """Store the receipt for good before anything else happens."""

    def spent(self, edition: str) -> tuple[Spending, Spending]:
        """What was spent on the edition ever, and on any edition today."""

    def proven_mode(self, endpoint: str, model: str) -> str | None:
        """How the model was last asked for an answer's form with success."""

    def now(self) -> datetime:
        """The time of a receipt."""

    def batches_under_way(self, endpoint: str, edition: str, stage: str) -> Sequence[Batch]:
        """What was handed in for the stage and has not been fetched yet."""

    def begin_batch(self, batch: Batch) -> None:
        """Remember for good what was handed in."""

    def end_batch(self, batch_id: str) -> None:
        """Forget a batch whose answers have been fetched."""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that is asked of a model, and where.

    `mode` is how the answer's form is asked for, `form` the name and the JSON schema of the answer, `limit` the tokens
    that the answer may have, thinking included.
    """

    endpoint: str
    model: str
    mode: Mode
    messages: tuple[Message, ...]
    form: tuple[str, Mapping[str, Any]]
    limit: int

    @property
    def sha256(self) -> str:
        """The same for the same request, for ever."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call took: tokens read, those of them that the provider had read before, and tokens written."""

    prompt: int = 0
    cached: int = 0
    completion: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million tokens, as the user states them."""

    prompt: float
    completion: float


def cost(request: Request, tokens: Tokens, at: datetime, price: Price | None = None) -> float | None:
    """What a call cost in dollars; None where neither the user nor the price list (genai-prices) knows a price.

    A stated price makes no difference between cached tokens and others.
    """
    if price:
        return (tokens.prompt * price.prompt + tokens.completion * price.completion) / MILLION
    usage = Usage(input_tokens=tokens.prompt, cache_read_tokens=tokens.cached, output_tokens=tokens.completion)
    try:
        found = calc_price(usage, request.model, provider_api_url=request.endpoint, genai_request_timestamp=at)
    except LookupError:
        return None
    return float(found.total_price)


def is_listed(model: str, endpoint: str | None) -> bool:
    """Whether the price list knows what the model costs at the endpoint; None stands for OpenAI's own."""
    try:
        calc_price(Usage(), model, provider_api_url=endpoint or "https://api.openai.com/v1")
    except LookupError:
        return False
    return True
