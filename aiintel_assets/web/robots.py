"""robots.txt (RFC 9309): reading it, and remembering it for each origin. How it is fetched is passed in."""

from __future__ import annotations

import asyncio
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from urllib.robotparser import RobotFileParser

from aiintel_assets.web.failure import RequestError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MAX_BYTES: Final = 500 * 1024
"""What RFC 9309, 2.5 asks a crawler to read; the rest of a longer file is ignored."""

LONGEST_DELAY: Final = 30.0
"""Seconds; a longer Crawl-delay counts as this one."""

_MEMORY_OF_FAILURE: Final = 60.0
_AGENT_LINE: Final = re.compile(r"\s*user[-\s]*agent\s*:?\s*(\*|[a-z0-9_-]*)", re.IGNORECASE)
_OTHERS: Final = "User-agent: others"
_CLIENT_ERRORS: Final = range(400, 500)


class _Parsed(Protocol):
    def can_fetch(self, url: str, agent: str) -> bool: ...

    def crawl_delay(self, agent: str) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows. `delay` is the seconds between two requests it asks for, 0 to 30."""

    allows: Callable[[str], bool]
    delay: float = 0.0


def read_rules(text: str, agent: str) -> Rules:
    """What a robots.txt says to `agent`, a product token such as `aiintel`. Any text is readable."""
    parsed = _parsed(_for_agent(text, agent))
    delay = parsed.crawl_delay(agent) or 0.0
    return Rules(lambda url: parsed.can_fetch(url, agent), min(max(delay, 0.0), LONGEST_DELAY))


class RobotsCache:
    """The rules of every origin met, each fetched once, however many ask at the same time. One per event loop.

    A file that cannot be read (5xx, no connection) disallows everything for a minute, then it is asked for again; one
    that does not exist (4xx) or can never be read allows everything.

    Args:
        fetch: the first `MAX_BYTES` bytes of an address; raises RequestError.
        agent: our product token.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[bytes]], agent: str) -> None:
        self._fetch = fetch
        self._agent = agent
        self._known: dict[str, asyncio.Task[tuple[Rules | RequestError, float]]] = {}

    async def rules(self, origin: str) -> Rules:
        """The rules of an origin, `scheme://host[:port]`.

        Raises:
            RequestError: they cannot be read for now; it heals.
        """
        known = self._known.get(origin)
        if known is None or (known.done() and known.result()[1] < time.monotonic()):
            known = self._known[origin] = asyncio.create_task(self._load(origin))
        rules, _ = await asyncio.shield(known)
        if isinstance(rules, RequestError):
            raise RequestError(f"robots.txt cannot be read: {rules}", heals=True)
        return rules

    async def close(self) -> None:
        """Stop what is still being fetched."""
        for task in self._known.values():
            task.cancel()
        await asyncio.gather(*self._known.values(), return_exceptions=True)

    async def _load(self, origin: str) -> tuple[Rules | RequestError, float]:
        """The rules, or why they cannot be read, and until when (monotonic) that is to be believed."""
        try:
            text = (await self._fetch(f"{origin}/robots.txt")).decode("utf-8-sig", errors="replace")
        except RequestError as failure:
            if failure.heals and failure.status not in _CLIENT_ERRORS:
                return failure, time.monotonic() + _MEMORY_OF_FAILURE
            return Rules(allows=lambda _: True), math.inf
        return read_rules(text, self._agent), math.inf


def _for_agent(text: str, agent: str) -> str:
    """The same file with all agents but ours and `*` under one name.

    Parsers keep every rule for every agent it stands under: a small file with thousands of both takes minutes and
    gigabytes. RFC 9309, 2.2.1 compares the product token only, so versions are dropped as well.
    """
    lines = []
    for line in text.splitlines():
        match = _AGENT_LINE.match(line)
        if match is None:
            lines.append(line)
        elif (token := match[1].lower()) in {"*", agent.lower()}:
            lines.append(f"User-agent: {token}")
        elif not lines or lines[-1] != _OTHERS:
            lines.append(_OTHERS)
    return "\n".join(lines)


def _parsed(text: str) -> _Parsed:
    try:
        from protego import Protego  # noqa: PLC0415  # optional: wildcards and the longest match, as RFC 9309 has them
    except ImportError:
        return _StandardParser(text)
    return Protego.parse(text)


class _StandardParser:
    """The standard library's reading of robots.txt: plain prefixes, the first match wins."""

    def __init__(self, text: str) -> None:
        self._parser = RobotFileParser()
        self._parser.parse(text.splitlines())

    def can_fetch(self, url: str, agent: str) -> bool:
        return self._parser.can_fetch(agent, url)

    def crawl_delay(self, agent: str) -> float | None:
        delay = self._parser.crawl_delay(agent)
        return None if delay is None else float(delay)
