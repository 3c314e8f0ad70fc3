"""Receipts: the same question has the same hash, and a call costs what its tokens cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aiintel_assets.editors.prompts import Message
from aiintel_assets.editors.receipts import Price, Request, Tokens, cost

REQUEST = Request(
    "https://api.openai.com/v1", "gpt-4o-mini", "json_schema", (Message("user", "x"),), ("F", {"a": 1}), 9
)
AT = datetime(2026, 3, 4, tzinfo=UTC)


def test_the_same_request_has_the_same_hash() -> None:
    assert REQUEST.sha256 == replace(REQUEST).sha256


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, endpoint="http://127.0.0.1/v1"),
        replace(REQUEST, model="large"),
        replace(REQUEST, mode="text"),
        replace(REQUEST, messages=(Message("user", "y"),)),
        replace(REQUEST, messages=(Message("system", "x"),)),
        replace(REQUEST, form=("F", {"a": 2})),
        replace(REQUEST, limit=10),
    ],
)
def test_whatever_is_asked_differently_has_another_hash(other: Request) -> None:
    assert other.sha256 != REQUEST.sha256


def test_a_known_model_costs_what_the_price_list_says_and_cached_tokens_less() -> None:
    full = cost(REQUEST, Tokens(1_000_000, 0, 1_000_000), AT)
    cached = cost(REQUEST, Tokens(1_000_000, 1_000_000, 1_000_000), AT)
    assert full == pytest.approx(0.75)
    assert cached is not None
    assert full is not None
    assert cached < full


def test_a_model_at_home_costs_nothing_that_we_know() -> None:
    assert cost(replace(REQUEST, endpoint="http://127.0.0.1:11434/v1"), Tokens(10, 0, 10), AT) is None


def test_a_stated_price_counts_before_the_list() -> None:
    assert cost(REQUEST, Tokens(2_000_000, 5, 1_000_000), AT, Price(0.5, 2.0)) == pytest.approx(3.0)
