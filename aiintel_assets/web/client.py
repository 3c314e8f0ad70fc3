"""The web client: one GET through redirects, robots.txt, limits and retries. What a page means is not its business."""

from __future__ import annotations

import asyncio
import copy
import ssl
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final, Self

import httpcore2
import httpx2 as httpx

from aiintel_assets.web.body import ACCEPT_ENCODING, Body, TooLargeError
from aiintel_assets.web.circuits import Circuits
from aiintel_assets.web.failure import FetchError, RequestError
from aiintel_assets.web.guard import GuardedBackend
from aiintel_assets.web.hosts import HostLimits
from aiintel_assets.web.patience import Patience, seconds_asked
from aiintel_assets.web.robots import MAX_BYTES as ROBOTS_BYTES
from aiintel_assets.web.robots import RobotsCache
from aiintel_assets.web.urls import checked, origin_of, place_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from aiintel_assets.web.policy import WebPolicy

__all__ = ["FetchError", "Fetched", "WebClient"]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_ASKED_TO_PAUSE: Final = frozenset({429, 503})
_OK: Final = range(200, 300)
_NOT_MODIFIED: Final = 304
_KEEPALIVE: Final = 15.0
_BAD_HEADER: Final = "request header with characters that cannot be sent"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whole and decompressed.

    Attributes:
        url: the address that was asked for.
        final_url: where the redirects ended.
        status: 200 to 299, or 304.
        content_type: the header as sent, parameters included.
        headers: all of them, names in lower case, repeated ones joined by a comma.
        body: empty when `not_modified`.
        fetched_at: when the body was complete, aware and in UTC.
        etag: to be passed to the next `get` of this address.
        last_modified: likewise.
        not_modified: the site says that nothing changed since the validators that were passed.
    """

    url: str
    final_url: str
    status: int
    content_type: str | None
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class _Ask:
    """What stays the same from hop to hop."""

    headers: Mapping[str, str]
    validators: Mapping[str, str]
    limit: int
    robots: bool
    attempts: int
    cut: bool = False  # keep the beginning of a body that is too large


@dataclass(frozen=True, slots=True)
class _Answer:
    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    body: bytes


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class WebClient:
    """A polite HTTP client for hostile answers; an async context manager, one per event loop.

    No proxies, no environment, no cookies, no credentials but those passed to a `get`.

    Args:
        policy: limits and manners.
        hosts: what all clients of the process do to each host; its own when not given.
        circuits: which sites kept any client of the process waiting; its own when not given.
        connect_to: for a host name, the address and port where it is really served, as with curl's --connect-to.
            Only the TCP connection goes there; such hosts count as allowed.
        clock: the time, aware.
    """

    def __init__(
        self,
        policy: WebPolicy,
        *,
        hosts: HostLimits | None = None,
        circuits: Circuits | None = None,
        connect_to: Mapping[str, tuple[str, int]] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._policy = policy
        self._hosts = hosts or HostLimits(policy.per_host, policy.spacing)
        self._circuits = circuits or Circuits()
        self._behalf = ""
        self._clock = clock
        self._backend = GuardedBackend(policy, connect_to or {})
        self._places = asyncio.Semaphore(policy.max_connections)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls_context(),
            max_connections=policy.max_connections,
            keepalive_expiry=_KEEPALIVE,
            network_backend=self._backend,
        )
        self._robots = RobotsCache(self._robots_txt, policy.user_agent.partition("/")[0].strip())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._robots.close()
        await self._pool.aclose()
        self._backend.close()

    def on_behalf_of(self, who: str) -> WebClient:
        """The same client for one of several askers: a site that keeps it waiting is still asked by the others."""
        its = copy.copy(self)
        its._behalf = who  # noqa: SLF001 - one of our own
        return its

    async def get(  # noqa: PLR0913  # the room's one door; all but the address is optional
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int | None = None,
        robots: bool = True,
        attempts: int | None = None,
    ) -> Fetched:
        """Fetch an address.

        Args:
            url: http or https; a fragment is ignored.
            headers: sent along, until a redirect leaves the origin.
            etag: of the copy at hand; the answer may then be `not_modified`.
            last_modified: likewise.
            max_bytes: another limit than the policy's.
            robots: False for addresses that are no pages, such as APIs made for programs.
            attempts: another number of tries than the policy's.

        Raises:
            FetchError: no usable answer; `heals` says whether trying later may help.
        """
        validators = {"if-none-match": etag, "if-modified-since": last_modified}
        ask = _Ask(
            headers=headers or {},
            validators={name: value for name, value in validators.items() if value},
            limit=self._policy.max_bytes if max_bytes is None else max_bytes,
            robots=robots and self._policy.respect_robots,
            attempts=attempts or self._policy.attempts,
        )
        try:
            answer = await self._follow(url, ask)
        except RequestError as failure:
            raise FetchError(str(failure), url=shown(url), status=failure.status, heals=failure.heals) from failure
        return Fetched(
            url=url,
            final_url=str(answer.url),
            status=answer.status,
            content_type=answer.headers.get("content-type"),
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._clock().astimezone(UTC),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            not_modified=answer.status == _NOT_MODIFIED,
        )

    def space(self, url: str, seconds: float) -> None:
        """Start requests to this address's host at least so many seconds apart, from now on.

        Raises:
            RequestError: no client should ask for this address.
        """
        self._hosts.space(place_of(checked(url)), seconds)

    async def _robots_txt(self, url: str) -> bytes:
        answer = await self._follow(
            url, _Ask({}, {}, ROBOTS_BYTES, robots=False, attempts=self._policy.attempts, cut=True)
        )
        return answer.body

    async def _follow(self, text: str, ask: _Ask) -> _Answer:
        """Ask, and go where redirects lead; every hop is checked like the first."""
        patience = Patience(replace(self._policy, attempts=ask.attempts))
        url = checked(text)
        headers = ask.headers
        met: set[httpx.URL] = set()
        while True:
            met.add(url)
            if ask.robots:
                await self._mind_robots(url)
            answer = await self._persist(url, {**headers, **ask.validators}, ask, patience)
            if answer.status not in _REDIRECTS:
                return answer
            following = checked(_location(answer), base=url)
            if following in met:
                raise RequestError("redirects in a circle", heals=False)
            if len(met) > self._policy.max_redirects:
                raise RequestError(f"more than {self._policy.max_redirects} redirects", heals=False)
            if origin_of(following) != origin_of(url):
                headers = {}
            url = following

    async def _mind_robots(self, url: httpx.URL) -> None:
        rules = await self._robots.rules(origin_of(url))
        if not rules.allows(str(url)):
            raise RequestError("robots.txt disallows this page", heals=False)
        self._hosts.space(place_of(url), rules.delay)

    async def _persist(self, url: httpx.URL, headers: Mapping[str, str], ask: _Ask, patience: Patience) -> _Answer:
        """One hop, tried again as long as that may help."""
        line = (self._behalf, place_of(url))
        while True:
            async with self._hosts.turn(place_of(url), patience=self._policy.retry_budget), self._places:
                self._circuits.check(line)
                try:
                    async with patience.attempt():
                        answer = await self._exchange(url, headers, ask)
                except RequestError as failure:
                    if failure.silent:
                        self._circuits.silent(line)
                    elif failure.status is not None:
                        self._circuits.answered(line)
                    wait = patience.wait_after(failure)
                else:
                    self._circuits.answered(line)
                    return answer
            await asyncio.sleep(wait)

    async def _exchange(self, url: httpx.URL, headers: Mapping[str, str], ask: _Ask) -> _Answer:
        """One request and its answer."""
        policy = self._policy
        try:
            async with self._pool.stream(
                b"GET",
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=self._request_headers(url, headers),
                extensions={
                    "timeout": {
                        "connect": policy.connect_timeout,
                        "read": policy.read_timeout,
                        "write": policy.read_timeout,
                    }
                },
            ) as response:
                received = _received_headers(response)
                self._check_status(url, response.status, received, asked_if_modified=bool(ask.validators))
                body = await _read(response, received, ask) if response.status in _OK else b""
                return _Answer(url, response.status, received, body)
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            raise _failure(error) from error

    def _request_headers(self, url: httpx.URL, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        sent = {
            "user-agent": self._policy.user_agent,
            "accept": "*/*",
            **{name.lower(): value for name, value in headers.items()},
            "host": url.netloc.decode("ascii"),
            "accept-encoding": ACCEPT_ENCODING,
        }
        try:
            return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent.items()]
        except UnicodeEncodeError:
            raise RequestError(_BAD_HEADER, heals=False) from None

    def _check_status(
        self, url: httpx.URL, status: int, headers: Mapping[str, str], *, asked_if_modified: bool
    ) -> None:
        if status in _OK or status in _REDIRECTS or (status == _NOT_MODIFIED and asked_if_modified):
            return
        retry_after = seconds_asked(headers.get("retry-after"), self._clock())
        if retry_after is not None and status in _ASKED_TO_PAUSE:
            self._hosts.pause(place_of(url), retry_after)
        raise RequestError(f"HTTP {status}", heals=status in _PASSING, status=status, retry_after=retry_after)


@cache
def tls_context() -> ssl.SSLContext:
    """Certificates and names are checked; loading the authorities takes a while, so all clients share one."""
    return httpx.create_ssl_context(trust_env=False)


def _received_headers(response: httpcore2.Response) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _location(answer: _Answer) -> str:
    """Where a redirect leads. Some sites send it as raw UTF-8."""
    location = answer.headers.get("location", "")
    if not location:
        raise RequestError(f"HTTP {answer.status} without a target", heals=False, status=answer.status)
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location


async def _read(response: httpcore2.Response, headers: Mapping[str, str], ask: _Ask) -> bytes:
    body = Body(headers.get("content-encoding", ""), ask.limit)
    if int(headers.get("content-length", "0")) > ask.limit and not ask.cut:
        raise TooLargeError(ask.limit)
    try:
        async for data in response.aiter_stream():
            body.feed(data)
    except TooLargeError:
        if not ask.cut:
            raise
        return body.content
    return body.finish()


def _failure(error: Exception) -> RequestError:
    """What a person is told about an error of the connection."""
    heals = True
    silent = isinstance(error, httpcore2.TimeoutException)
    match error:
        case httpcore2.ConnectTimeout():
            reason = "TLS handshake timed out"
        case httpcore2.TimeoutException():
            reason = "no answer in time"
        case httpcore2.ConnectError(args=[ssl.SSLCertVerificationError() as refused]):
            reason, heals = f"TLS certificate not accepted: {refused.verify_message}", False
        case httpcore2.ConnectError():
            reason = "TLS handshake failed"
        case httpcore2.LocalProtocolError():
            reason, heals = _BAD_HEADER, False
        case httpcore2.ProtocolError():
            reason = "answer cut off or no HTTP"
        case _:
            reason = "connection lost"
    return RequestError(reason, heals=heals, silent=silent)
