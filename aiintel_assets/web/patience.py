"""How long one address is worth trying: attempts, seconds, the wait before the next try. Nothing is fetched here."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from aiintel_assets.web.failure import RequestError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiintel_assets.web.policy import WebPolicy

_FOREVER: Final = 10.0**9
_DIGITS: Final = 9


class Patience:
    """What is left for one address: `total_timeout` until the first failure, `retry_budget` from then on."""

    def __init__(self, policy: WebPolicy) -> None:
        self._policy = policy
        self._failures = 0
        self._seconds = policy.total_timeout

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Run one attempt in the time that is left.

        Raises:
            RequestError: the time is over.
        """
        limit = max(min(self._seconds, self._policy.total_timeout), 0.0)
        started = time.monotonic()
        try:
            async with asyncio.timeout(limit):
                yield
        except TimeoutError:
            raise RequestError(
                f"not finished within {self._policy.total_timeout:g} s", heals=True, silent=True
            ) from None
        finally:
            self._seconds -= time.monotonic() - started

    def wait_after(self, failure: RequestError) -> float:
        """Seconds to wait before the next attempt: exponential with jitter, or as long as the site asks.

        Raises:
            RequestError: another attempt is not worth it.
        """
        self._failures += 1
        if not failure.heals or self._failures >= self._policy.attempts or self._seconds <= 0:
            raise failure
        if self._failures == 1:
            self._seconds = self._policy.retry_budget
        jitter = random.uniform(0.5, 1.0)  # noqa: S311  # spreads load; nothing secret
        wait = max(self._policy.backoff * 2.0 ** (self._failures - 1) * jitter, failure.retry_after or 0.0)
        if wait >= self._seconds:
            asked = "" if failure.retry_after is None else f", and the site asks to wait {failure.retry_after:.0f} s"
            raise RequestError(f"{failure}{asked}", heals=True, status=failure.status)
        self._seconds -= wait
        return wait


def seconds_asked(retry_after: str | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for (RFC 9110, 10.2.3: a number or a date); None if it says nothing."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) <= _DIGITS else _FOREVER
    try:
        moment = parsedate_to_datetime(text)
        return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, now - now).total_seconds()
    except (ValueError, OverflowError):
        return None
