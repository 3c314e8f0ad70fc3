"""The guard: no spelling of a private address, and no name that leads to one, gets a connection."""

from __future__ import annotations

import asyncio
import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

import httpcore2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.web.client import FetchError
from aiintel_assets.web.failure import RequestError
from aiintel_assets.web.guard import GuardedBackend, is_public
from aiintel_tests.web.conftest import HASTY, fetch, hasty
from aiintel_tests.web.site import Site, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOWHERE = hasty(allow_hosts=frozenset(), attempts=1)

PRIVATE = [
    "0.0.0.0",  # noqa: S104  # an address to be refused, not one to listen on
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
]
PRIVATE_V6 = [
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2001:10::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "2002:808:808::1"]

public_v4 = st.ip_addresses(v=4).filter(is_public)
private_v4 = st.one_of(
    st.sampled_from([IPv4Address(address) for address in PRIVATE]),
    st.ip_addresses(network="127.0.0.0/8"),
    st.ip_addresses(network="10.0.0.0/8"),
    st.ip_addresses(network="172.16.0.0/12"),
    st.ip_addresses(network="192.168.0.0/16"),
    st.ip_addresses(network="169.254.0.0/16"),
    st.ip_addresses(network="100.64.0.0/10"),
)


def wrapped(address: IPv4Address) -> Iterable[IPv6Address]:
    """Every way an IPv6 address can carry an IPv4 address."""
    number = int(address)
    yield IPv6Address(f"::ffff:{address}")
    yield IPv6Address(f"64:ff9b::{address}")
    yield IPv6Address((0x2002 << 112) | (number << 80) | 1)
    teredo = int(IPv6Network("2001::/32")[0])
    yield IPv6Address(teredo | (0x08080808 << 64) | (number ^ 0xFFFFFFFF))
    yield IPv6Address(teredo | (number << 64) | (0x08080808 ^ 0xFFFFFFFF))


def spelled(parts: tuple[int, ...], how: list[Callable[[int], str]]) -> str:
    return ".".join(write(part) for part, write in zip(parts, how, strict=True))


@st.composite
def odd_spellings(draw: st.DrawFn) -> str:
    """An address of the kind C libraries read: one to four parts, each decimal, octal or hexadecimal."""
    number = int(draw(private_v4))
    octets = number.to_bytes(4)
    parts = draw(
        st.sampled_from(
            [
                (number,),
                (octets[0], number & 0xFFFFFF),
                (octets[0], octets[1], number & 0xFFFF),
                tuple(octets),
            ]
        )
    )
    write: st.SearchStrategy[Callable[[int], str]] = st.sampled_from([str, hex, "0{:o}".format, "0X{:08X}".format])
    text = spelled(parts, [draw(write) for _ in parts])
    dot = draw(st.sampled_from([".", "。", "．", "｡"]))
    return text.replace(".", dot) + draw(st.sampled_from(["", "."]))


@pytest.mark.parametrize("address", PRIVATE + PRIVATE_V6)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(ip_address(address))


@given(private_v4)
def test_a_private_address_stays_private_in_any_wrapping(address: IPv4Address) -> None:
    assert not is_public(address)
    assert not any(map(is_public, wrapped(address)))


@given(public_v4)
def test_a_public_address_stays_public_in_any_wrapping(address: IPv4Address) -> None:
    assert all(map(is_public, wrapped(address)))


@given(st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_public(address: IPv6Address) -> None:
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_link_local))


@given(odd_spellings())
def test_odd_spellings_of_private_addresses_get_no_connection(host: str) -> None:
    with pytest.raises(FetchError, match=r"private address|not a valid address"):
        fetch(f"http://{host}:9/", policy=NOWHERE)


def test_an_odd_spelling_is_not_the_host_that_was_allowed(site: Site) -> None:
    for host in ("2130706433", "0x7f.1", "127.1", "017700000001", "[::ffff:127.0.0.1]", "localhost"):
        with pytest.raises(FetchError, match=r"private address"):
            fetch(site.url("/", host=host), policy=hasty(attempts=1))

    assert site.connections == 0


def test_an_allowed_host_may_be_written_with_its_final_dot_and_in_capitals(site: Site) -> None:
    site.pages["/"] = page(b"x")
    policy = hasty(allow_hosts=frozenset({f"LocalHost:{site.port}"}))

    assert fetch(site.url("/", host="LOCALHOST."), policy=policy).body == b"x"


def test_an_allowed_ipv6_host_may_be_written_with_or_without_brackets() -> None:
    for entry in ("::1", "[::1]", "[::1]:80"):
        assert hasty(allow_hosts=frozenset({entry})).allows("::1", 80)
    assert not hasty(allow_hosts=frozenset({"[::1]:80"})).allows("::1", 81)
    assert not HASTY.allows("127.0.0.10", 80)


class Knocks(GuardedBackend):
    """Notes at which addresses it would have knocked; nobody opens."""

    def __init__(self, resolve: Callable[[str], Iterable[str]]) -> None:
        super().__init__(NOWHERE, {}, resolve)
        self.at: list[str] = []
        self._tcp.connect_tcp = self._knock  # type: ignore[method-assign,assignment]  # these addresses belong to others

    async def _knock(self, host: str, port: int, **_: object) -> httpcore2.AsyncNetworkStream:
        self.at.append(host)
        raise httpcore2.ConnectError(f"{host} {port}")


def knock(resolve: Callable[[str], Iterable[str]]) -> tuple[list[str], RequestError]:
    """Where a connection to a name would go, and how it ends."""

    async def run() -> tuple[list[str], RequestError]:
        backend = Knocks(resolve)
        try:
            with pytest.raises(RequestError) as caught:
                await backend.connect_tcp("name.example", 9, timeout=0.5)
        finally:
            backend.close()
        return backend.at, caught.value

    return asyncio.run(run())


def test_a_name_is_looked_up_once_and_the_vetted_address_is_connected_to() -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])  # a name server that changes its mind

    at, _ = knock(lambda _: next(answers))

    assert at == ["8.8.8.8"]


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "fe80::1%lo"])
def test_one_private_address_spoils_the_name(bad: str) -> None:
    at, reason = knock(lambda _: ["8.8.8.8", bad])

    assert at == []
    assert str(reason).startswith("private address ")
    assert not reason.heals


def test_a_name_without_an_address_may_have_one_later() -> None:
    def unknown(_: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def nothing(_: str) -> list[str]:
        return []

    for resolve in (unknown, nothing):
        at, reason = knock(resolve)

        assert (at, str(reason), reason.heals) == ([], "host name not found", True)


def test_a_name_server_that_never_answers_is_left() -> None:
    def stuck(_: str) -> list[str]:
        time.sleep(0.8)
        return []

    at, reason = knock(stuck)

    assert (at, str(reason), reason.heals) == ([], "connection timed out", True)


def test_those_who_look_up_the_same_name_share_one_thread() -> None:
    looked_up: list[str] = []

    def slow(host: str) -> list[str]:
        looked_up.append(host)
        time.sleep(0.1)
        return ["127.0.0.1"]

    async def run() -> list[BaseException | object]:
        backend = GuardedBackend(NOWHERE, {}, slow)
        try:
            asked = (backend.connect_tcp("name.example", 9, timeout=1) for _ in range(20))
            return await asyncio.gather(*asked, return_exceptions=True)
        finally:
            backend.close()

    outcomes = asyncio.run(run())
    assert looked_up == ["name.example"]
    assert {str(outcome) for outcome in outcomes} == {"private address 127.0.0.1 (set AIINTEL_ALLOW_HOSTS to allow it)"}


def test_both_families_are_tried_and_not_too_many_addresses() -> None:
    many = [*(f"2606:4700::{n}" for n in range(1, 9)), *(f"8.8.8.{n}" for n in range(1, 9))]

    at, _ = knock(lambda _: many)

    assert at == ["2606:4700::1", "8.8.8.1", "2606:4700::2", "8.8.8.2"]
