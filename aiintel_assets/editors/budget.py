"""How much may be spent: limits for an edition and for a day, in dollars and in tokens. Pure; who asks is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiintel_assets.errors import NewsroomError

if TYPE_CHECKING:
    from aiintel_assets.editors.receipts import Spending


class BudgetError(NewsroomError):
    """A limit is reached. What was paid is kept, and nothing is asked again by itself."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits; 0 is no limit. Dollars count only where a model's price is known."""

    edition_usd: float = 0.0
    day_usd: float = 0.0
    edition_tokens: int = 0
    day_tokens: int = 0

    def check(self, edition: Spending, today: Spending) -> None:
        """Nothing, as long as both are within their limits.

        Raises:
            BudgetError: one is not; the message names the setting that would allow more.
        """
        limits = (
            ("edition", self.edition_usd, edition.usd, "AIINTEL_EDITION_BUDGET_USD"),
            ("day", self.day_usd, today.usd, "AIINTEL_DAY_BUDGET_USD"),
            ("edition", self.edition_tokens, edition.tokens, "AIINTEL_EDITION_BUDGET_TOKENS"),
            ("day", self.day_tokens, today.tokens, "AIINTEL_DAY_BUDGET_TOKENS"),
        )
        for scope, limit, spent, setting in limits:
            if 0 < limit <= spent:
                amounts = (
                    f"${spent:.4f} of ${limit:.4f}" if setting.endswith("USD") else f"{spent:,} of {limit:,} tokens"
                )
                raise BudgetError(
                    f"the budget of this {scope} is spent, what is under way included ({amounts}): what was answered "
                    f"is kept; raise {setting} and run it again"
                )
