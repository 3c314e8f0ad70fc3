"""Turns: few at a time, spaced, shared by threads, and no host waits for another."""

from __future__ import annotations

import asyncio
import threading
import time
from itertools import pairwise

import pytest

from aiintel_assets.web.client import WebClient
from aiintel_assets.web.failure import RequestError
from aiintel_assets.web.hosts import HostLimits
from aiintel_tests.web.conftest import HASTY, hasty
from aiintel_tests.web.site import Site, Visit, hang, page


class Busy:
    """A slow answer that counts how many are under way; one that is about to be sent is not, as its asker may go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = self.most_at_once = 0

    def __call__(self, visit: Visit) -> None:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(0.05)
        with self._lock:
            self._now -= 1
        page(b"x")(visit)


def test_clients_in_several_threads_share_the_places_at_a_host(site: Site) -> None:
    site.pages["/"] = busy = Busy()
    hosts = HostLimits(per_host=2)
    bodies: list[bytes] = []

    async def run() -> None:
        async with WebClient(HASTY, hosts=hosts) as web:
            got = await asyncio.gather(*(web.get(site.url("/")) for _ in range(6)))
            bodies.extend(page.body for page in got)

    threads = [threading.Thread(target=lambda: asyncio.run(run())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bodies == [b"x"] * 18
    assert busy.most_at_once == 2


def test_a_client_can_be_told_to_space_its_requests_to_a_host(site: Site) -> None:
    site.pages["/"] = page(b"x")

    async def run() -> None:
        async with WebClient(HASTY) as web:
            web.space(site.url("/elsewhere?on=it"), 0.1)
            await asyncio.gather(*(web.get(site.url("/")) for _ in range(3)))

    asyncio.run(run())
    starts = sorted(visit.at for visit in site.visits)
    assert len(starts) == 3
    assert all(following - one > 0.08 for one, following in pairwise(starts))


def test_only_an_address_can_be_spaced() -> None:
    async def run() -> None:
        async with WebClient(HASTY) as web:
            web.space("ftp://a.example/", 1)

    with pytest.raises(RequestError, match="not an http or https address"):
        asyncio.run(run())


def test_spacing_holds_between_threads() -> None:
    hosts = HostLimits(per_host=4, spacing=0.05)
    starts: list[float] = []

    async def run() -> None:
        async def one() -> None:
            async with hosts.turn("a:80"):
                starts.append(time.monotonic())

        await asyncio.gather(*(one() for _ in range(4)))

    threads = [threading.Thread(target=lambda: asyncio.run(run())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    starts.sort()
    assert len(starts) == 8
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.04


def test_turns_are_given_in_the_order_of_asking() -> None:
    hosts = HostLimits(per_host=1)
    order: list[int] = []

    async def one(number: int) -> None:
        async with hosts.turn("a:80"):
            order.append(number)
            await asyncio.sleep(0)

    async def run() -> None:
        await asyncio.gather(*(one(number) for number in range(20)))

    asyncio.run(run())
    assert order == list(range(20))


def test_a_host_that_hangs_delays_no_other(site: Site) -> None:
    site.pages["/"] = page(b"x")
    with Site() as stuck:
        stuck.pages["/"] = hang

        async def run() -> float:
            async with WebClient(hasty(max_connections=5, read_timeout=1.0)) as web:
                waiting = [asyncio.create_task(web.get(stuck.url("/"))) for _ in range(40)]
                await asyncio.sleep(0.1)
                started = time.monotonic()
                await asyncio.gather(*(web.get(site.url("/")) for _ in range(20)))
                took = time.monotonic() - started
                for task in waiting:
                    task.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)
                return took

        assert asyncio.run(run()) < 0.6
        assert stuck.most_at_once == 4


def test_waiting_for_a_connection_costs_no_time_of_the_request(site: Site) -> None:
    def takes_a_while(visit: Visit) -> None:
        time.sleep(0.3)
        page(b"x")(visit)

    site.pages["/"] = takes_a_while
    names = [f"{number}.example" for number in range(4)]

    async def run() -> list[bytes]:
        served = dict.fromkeys(names, ("127.0.0.1", site.port))
        async with WebClient(hasty(max_connections=1, total_timeout=0.6), connect_to=served) as web:
            return [page.body for page in await asyncio.gather(*(web.get(f"http://{name}/") for name in names))]

    assert asyncio.run(run()) == [b"x"] * 4


def test_who_gives_up_waiting_leaves_no_place_taken() -> None:
    hosts = HostLimits(per_host=1)

    async def turn(seconds: float) -> None:
        async with hosts.turn("a:80"):
            await asyncio.sleep(seconds)

    async def run() -> None:
        tasks = [asyncio.create_task(turn(0.01)) for _ in range(30)]
        for number, task in enumerate(tasks):
            await asyncio.sleep(0.002)
            if number % 3:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait_for(turn(0), 1)

    asyncio.run(run())


def test_who_gives_up_at_the_moment_of_his_turn_hands_it_on() -> None:
    hosts = HostLimits(per_host=1)

    async def turn() -> None:
        async with hosts.turn("a:80"):
            pass

    async def run() -> None:
        async with hosts.turn("a:80"):
            waiting = asyncio.create_task(turn())
            await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.wait_for(turn(), 1)

    asyncio.run(run())


def test_a_loop_that_ends_while_waiting_leaves_no_place_taken() -> None:
    hosts = HostLimits(per_host=1)
    inside, leave = threading.Event(), threading.Event()

    async def hold() -> None:
        async with hosts.turn("a:80"):
            inside.set()
            while not leave.is_set():  # noqa: ASYNC110  # the event belongs to another thread
                await asyncio.sleep(0.01)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), hosts.turn("a:80"):
                pass

    holder = threading.Thread(target=lambda: asyncio.run(hold()))
    holder.start()
    inside.wait()
    asyncio.run(give_up())
    leave.set()
    holder.join()

    async def again() -> bool:
        async with asyncio.timeout(1), hosts.turn("a:80"):
            return True

    assert asyncio.run(again())


def test_a_pause_holds_everyone_up_or_sends_them_away() -> None:
    hosts = HostLimits()
    hosts.pause("a:80", 0.1)

    async def run(patience: float) -> float:
        started = time.monotonic()
        async with hosts.turn("a:80", patience=patience):
            return time.monotonic() - started

    with pytest.raises(RequestError, match=r"left alone for 1 s"):
        asyncio.run(run(0.01))
    assert asyncio.run(run(1.0)) > 0.05
    assert asyncio.run(run(1.0)) < 0.05


def test_a_spacing_is_only_ever_raised() -> None:
    hosts = HostLimits(spacing=0.1)
    hosts.space("a:80", 0.0)

    async def run() -> float:
        started = time.monotonic()
        for _ in range(2):
            async with hosts.turn("a:80"):
                pass
        return time.monotonic() - started

    assert asyncio.run(run()) >= 0.1
