"""The site each test may ask, a policy that loses no time, and the client that asks."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from aiintel_assets.web.client import Fetched, WebClient
from aiintel_assets.web.policy import WebPolicy
from aiintel_tests.web.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HASTY = WebPolicy(
    connect_timeout=2.0,
    read_timeout=0.5,
    total_timeout=1.0,
    retry_budget=2.5,
    backoff=0.01,
    respect_robots=False,
    allow_hosts=frozenset({"127.0.0.1"}),
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def fetch(
    *urls: str,
    connect_to: Mapping[str, tuple[str, int]] | None = None,
    policy: WebPolicy = HASTY,
    **asked: Any,  # handed on to `get`
) -> Fetched:
    """Get one address after the other with one client; the last answer."""

    async def run() -> Fetched:
        async with WebClient(policy, connect_to=connect_to) as web:
            for url in urls[:-1]:
                await web.get(url, **asked)
            return await web.get(urls[-1], **asked)

    return asyncio.run(run())


def hasty(**changes: Any) -> WebPolicy:  # any field of the policy
    return dataclasses.replace(HASTY, **changes)
