"""Turns: how many requests a host gets at a time, and how soon after each other. Knows nothing of HTTP."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiintel_assets.web.failure import RequestError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LONGEST_PAUSE: Final = 3600.0
"""Seconds; a host that asks for more is asked again after an hour."""


@dataclass(slots=True)
class _Host:
    spacing: float
    running: int = 0
    last_busy: float = -math.inf
    paused_until: float = -math.inf
    queue: deque[Future[None]] = field(default_factory=deque)


class HostLimits:
    """What one process does to each host, shared by clients in any number of threads and event loops.

    A host is any string, such as `example.org:443`. Each has its own queue, first come, first served; waiting for one
    host costs the others nothing.

    Args:
        per_host: requests under way at one host at the same time.
        spacing: seconds between the end of a request to a host and the start of the next.
    """

    def __init__(self, per_host: int = 4, spacing: float = 0.0) -> None:
        self._per_host = per_host
        self._spacing = spacing
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()  # held for a few instructions, never while waiting

    @asynccontextmanager
    async def turn(self, host: str, *, patience: float = math.inf) -> AsyncIterator[None]:
        """Wait for a turn at a host and keep it for the length of the block.

        Args:
            host: where the request goes.
            patience: seconds of a pause the host asked for that are worth waiting.

        Raises:
            RequestError: the host asked for a longer pause.
        """
        await self._enter(host)
        try:
            while (delay := self._time_to_start(host, patience)) > 0:  # noqa: ASYNC110  # only time will tell
                await asyncio.sleep(delay)
            yield
        finally:
            self._leave(host)

    def space(self, host: str, seconds: float) -> None:
        """Keep at least so many seconds between the end of a request to the host and the next one, from now on."""
        with self._lock:
            state = self._state(host)
            state.spacing = max(state.spacing, seconds)

    def pause(self, host: str, seconds: float) -> None:
        """Start no request to the host for so many seconds, an hour at most."""
        with self._lock:
            state = self._state(host)
            state.paused_until = max(state.paused_until, time.monotonic() + min(seconds, LONGEST_PAUSE))

    def _state(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._spacing))

    async def _enter(self, host: str) -> None:
        with self._lock:
            state = self._state(host)
            # A host that wants space is asked one thing at a time: what is sent late must not arrive too soon after.
            if state.running < (1 if state.spacing else self._per_host):
                state.running += 1
                return
            place: Future[None] = Future()
            state.queue.append(place)
        try:
            await asyncio.wrap_future(place)
        except asyncio.CancelledError:
            if not place.cancel():  # the place was handed over a moment before
                self._leave(host)
            raise

    def _leave(self, host: str) -> None:
        """Hand the place to the next in the queue who still waits."""
        with self._lock:
            state = self._state(host)
            if state.spacing:
                state.last_busy = time.monotonic()
            while state.queue:
                following = state.queue.popleft()
                if following.set_running_or_notify_cancel():
                    break
            else:
                state.running -= 1
                return
        following.set_result(None)

    def _time_to_start(self, host: str, patience: float) -> float:
        """Seconds until this request may start; at 0 it has started."""
        with self._lock:
            state = self._state(host)
            now = time.monotonic()
            if (pause := state.paused_until - now) > patience:
                raise RequestError(f"the site asks to be left alone for {math.ceil(pause)} s", heals=True)
            delay = max(state.paused_until, state.last_busy + state.spacing) - now
            if delay <= 0:
                state.last_busy = now
            return delay
