"""Where a connection may go: names are resolved here, every address is vetted, and only a vetted one is connected to.

Checking at connection time leaves nothing to swap afterwards: neither a redirect, nor an odd spelling of an address,
nor a name server that changes its mind gets past. What is sent over the connection is not decided here.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import httpcore2

from aiintel_assets.web.failure import RequestError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from httpcore2 import SOCKET_OPTION

    from aiintel_assets.web.policy import WebPolicy

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_TEREDO: Final = IPv6Network("2001::/32")
_INTERNAL: Final = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # public by number, but a cloud's own control address
        "192.0.0.0/24",  # protocol assignments, RFC 6890; Python 3.11 knows a part of them
        "192.88.99.0/24",  # 6to4 relays, withdrawn by RFC 7526
        "3fff::/20",  # documentation, RFC 9637
    )
)
_TRIES: Final = 4
"""Addresses of one name that are tried; a hostile name server must not make us knock at a thousand doors."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet and to nothing nearer.

    The IANA special-purpose registries decide, as Python's `ipaddress` knows them. An IPv6 address that carries an
    IPv4 address (mapped, RFC 4291; NAT64, RFC 6052; 6to4, RFC 3056; Teredo, RFC 4380) is judged by what it carries.
    """
    if isinstance(address, IPv6Address) and (carried := _carried(address)):
        return all(map(is_public, carried))
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in _INTERNAL)


def _carried(address: IPv6Address) -> Sequence[IPv4Address]:
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if address.sixtofour:
        return (address.sixtofour,)
    if address in _TEREDO and address.teredo:
        return address.teredo
    return ()


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens TCP connections for httpcore, to vetted addresses only. One per event loop.

    Args:
        policy: which private hosts may be reached, and how long connecting may take.
        connect_to: for a host name, the address and port where it is really served; such a host is allowed.
        resolve: name to addresses; blocking, raises OSError. It runs in threads of its own, so that name servers
            which never answer hold up neither other names nor other work.
    """

    def __init__(
        self,
        policy: WebPolicy,
        connect_to: Mapping[str, tuple[str, int]],
        resolve: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self._policy = policy
        self._connect_to = {host.lower(): target for host, target in connect_to.items()}
        self._resolve = resolve or _addresses
        self._tcp = httpcore2.AnyIOBackend()
        self._threads = ThreadPoolExecutor(max(policy.max_connections, 1), thread_name_prefix="names")
        self._lookups: dict[str, asyncio.Future[list[Address]]] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to a host of an address.

        Raises:
            RequestError: no address, a private one, or nobody there.
        """
        allowed = host in self._connect_to or self._policy.allows(host, port)
        target, port = self._connect_to.get(host, (host, port))
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._look_up(target)
                if not allowed:
                    _vet(addresses)
                return _Line(await self._first_to_answer(addresses, port, timeout, local_address, socket_options))
        except TimeoutError:
            raise RequestError("connection timed out", heals=True, silent=True) from None

    def close(self) -> None:
        """Let go of the threads; lookups that never end are not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look_up(self, host: str) -> list[Address]:
        """The addresses of a name. Those who ask at the same time share one lookup, and so one thread."""
        with suppress(ValueError):
            return [ip_address(host)]
        with suppress(OSError):
            return [IPv4Address(socket.inet_aton(host))]  # 127.1, 0x7f000001 and their like: no name server is asked
        lookup = self._lookups.get(host)
        if lookup is None:
            lookup = asyncio.get_running_loop().run_in_executor(self._threads, self._parsed, host)
            self._lookups[host] = lookup
            lookup.add_done_callback(lambda done: self._forget(host, done))
        return await asyncio.shield(lookup)

    def _forget(self, host: str, lookup: asyncio.Future[list[Address]]) -> None:
        del self._lookups[host]
        if not lookup.cancelled():
            lookup.exception()  # seen, even when everyone who asked has left

    def _parsed(self, host: str) -> list[Address]:
        try:
            addresses = [ip_address(address) for address in dict.fromkeys(self._resolve(host))]
        except (OSError, ValueError):
            addresses = []
        if not addresses:
            raise RequestError("host name not found", heals=True)
        return addresses

    async def _first_to_answer(
        self,
        addresses: list[Address],
        port: int,
        timeout: float | None,  # noqa: ASYNC109  # shared out among the addresses
        local_address: str | None,
        socket_options: Iterable[SOCKET_OPTION] | None,
    ) -> httpcore2.AsyncNetworkStream:
        failure = RequestError("connection failed", heals=True)
        tries = list(_both_families(addresses))[:_TRIES]
        for address in tries:
            try:
                return await self._tcp.connect_tcp(
                    str(address),
                    port,
                    timeout=None if timeout is None else timeout / len(tries),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except httpcore2.ConnectTimeout:
                failure = RequestError("connection timed out", heals=True, silent=True)
            except httpcore2.ConnectError as error:
                refused = any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error))
                failure = RequestError("connection refused" if refused else "connection failed", heals=True)
        raise failure


class _Line(httpcore2.AsyncNetworkStream):
    """A connection that is closed when its TLS handshake is cancelled; httpcore's own stays open."""

    def __init__(self, line: httpcore2.AsyncNetworkStream) -> None:
        self._line = line

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # the signature is httpcore's
    ) -> httpcore2.AsyncNetworkStream:
        try:
            return await self._line.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._line.aclose()
            raise

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  # likewise
        return await self._line.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  # likewise
        await self._line.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._line.aclose()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # the signature is httpcore's
        return self._line.get_extra_info(info)


def _addresses(host: str) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def _vet(addresses: Iterable[Address]) -> None:
    for address in addresses:
        if not is_public(address):
            raise RequestError(f"private address {address} (set AIINTEL_ALLOW_HOSTS to allow it)", heals=False)


def _both_families(addresses: Iterable[Address]) -> Iterator[Address]:
    """The same addresses, IPv6 and IPv4 in turn, so that one broken family does not use up all tries."""
    families: dict[int, list[Address]] = {}
    for address in addresses:
        families.setdefault(address.version, []).append(address)
    for pair in zip_longest(*families.values()):
        yield from filter(None, pair)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
