"""Budgets: nothing is said below a limit; at it, the line says which one, how much, and what to do."""

from __future__ import annotations

import pytest

from aiintel_assets.editors.budget import Budget, BudgetError
from aiintel_assets.editors.receipts import Spending

NOTHING = Spending()


def test_no_limit_is_never_reached() -> None:
    Budget().check(Spending(1e9, 10**12), Spending(1e9, 10**12))


@pytest.mark.parametrize(
    ("budget", "edition", "today", "said"),
    [
        (
            Budget(edition_usd=0.5),
            Spending(0.5, 0),
            NOTHING,
            "of this edition is spent, what is under way included ($0.5000 of $0.5000)",
        ),
        (
            Budget(day_usd=2),
            Spending(9, 0),
            Spending(2.25, 0),
            "of this day is spent, what is under way included ($2.2500 of $2.0000)",
        ),
        (Budget(edition_tokens=1000), Spending(0, 1200), NOTHING, "(1,200 of 1,000 tokens)"),
        (Budget(day_tokens=1000), NOTHING, Spending(0, 1000), "AIINTEL_DAY_BUDGET_TOKENS"),
    ],
)
def test_a_reached_limit_stops_and_says_what_would_allow_more(
    budget: Budget, edition: Spending, today: Spending, said: str
) -> None:
    with pytest.raises(BudgetError) as stopped:
        budget.check(edition, today)
    assert said in str(stopped.value)
    assert not stopped.value.heals


def test_below_the_limits_nothing_happens() -> None:
    Budget(1, 1, 10, 10).check(Spending(0.99, 9), Spending(0.99, 9))
