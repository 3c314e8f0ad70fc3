"""Circuits: who keeps us waiting again and again is left alone for a while. Knows nothing of HTTP."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiintel_assets.web.failure import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

SILENCES: Final = 3
PAUSE: Final = 300.0


@dataclass(slots=True)
class _Line:
    silences: int = 0
    open_until: float = -math.inf


class Circuits:
    """A circuit breaker a line (M. Nygard, Release It!), shared by clients in any number of threads.

    A line is whatever fails together, such as a host on behalf of a source. After some silences in a row requests fail
    at once; when the pause is over one is let through, and its answer closes the circuit again.

    Args:
        silences: time-outs in a row after which a line is left alone.
        pause: seconds for which it is.
        clock: seconds that only rise.
    """

    def __init__(
        self, silences: int = SILENCES, pause: float = PAUSE, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._silences = silences
        self._pause = pause
        self._clock = clock
        self._lines: dict[Hashable, _Line] = {}
        self._lock = threading.Lock()

    def check(self, line: Hashable) -> None:
        """Let a request pass.

        Raises:
            RequestError: the line is left alone for now; it heals.
        """
        with self._lock:
            state = self._lines.get(line)
            if state is None or state.silences < self._silences:
                return
            now = self._clock()
            if now < state.open_until:
                left = math.ceil(state.open_until - now)
                raise RequestError(
                    f"the site kept us waiting {state.silences} times in a row: left alone for {left} s", heals=True
                )
            state.open_until = now + self._pause  # one tries; the others wait for what it finds

    def answered(self, line: Hashable) -> None:
        """The line gave an answer, whatever it was."""
        with self._lock:
            self._lines.pop(line, None)

    def silent(self, line: Hashable) -> None:
        """A request to the line timed out."""
        with self._lock:
            state = self._lines.setdefault(line, _Line())
            state.silences += 1
            state.open_until = self._clock() + self._pause
