"""Sites that keep us waiting: left alone after a few time-outs in a row, and asked again later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from aiintel_assets.web.circuits import Circuits
from aiintel_assets.web.client import FetchError, WebClient
from aiintel_assets.web.failure import RequestError
from aiintel_tests.web.conftest import hasty
from aiintel_tests.web.site import Site, hang, in_turn, page


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuits(clock: Clock) -> Circuits:
    return Circuits(silences=3, pause=300, clock=clock)


def is_open(circuits: Circuits, line: str = "a") -> bool:
    try:
        circuits.check(line)
    except RequestError as failure:
        return failure.heals
    return False


def keep_silent(circuits: Circuits, times: int, line: str = "a") -> None:
    for _ in range(times):
        circuits.check(line)
        circuits.silent(line)


def test_a_few_silences_in_a_row_open_the_circuit_of_that_line_alone(circuits: Circuits) -> None:
    keep_silent(circuits, 2)
    assert not is_open(circuits)
    keep_silent(circuits, 1)
    assert is_open(circuits)
    assert not is_open(circuits, "b")


def test_an_answer_in_between_starts_the_count_anew(circuits: Circuits) -> None:
    keep_silent(circuits, 2)
    circuits.answered("a")
    keep_silent(circuits, 2)
    assert not is_open(circuits)


def test_the_reason_says_what_happened_and_for_how_long(circuits: Circuits, clock: Clock) -> None:
    keep_silent(circuits, 3)
    clock.now += 100.5
    with pytest.raises(RequestError, match=r"^the site kept us waiting 3 times in a row: left alone for 200 s$"):
        circuits.check("a")


def test_after_the_pause_one_request_tries_and_its_answer_closes_the_circuit(circuits: Circuits, clock: Clock) -> None:
    keep_silent(circuits, 3)
    clock.now += 300
    assert not is_open(circuits)
    assert is_open(circuits)
    circuits.answered("a")
    assert not is_open(circuits)
    keep_silent(circuits, 2)
    assert not is_open(circuits)


def test_a_silent_try_opens_the_circuit_for_another_pause(circuits: Circuits, clock: Clock) -> None:
    keep_silent(circuits, 3)
    clock.now += 300
    keep_silent(circuits, 1)
    clock.now += 299
    assert is_open(circuits)
    clock.now += 1
    assert not is_open(circuits)


def test_a_site_that_hangs_on_every_page_is_given_up_after_the_first_few(site: Site) -> None:
    pages = [f"/{number}" for number in range(20)]
    site.pages |= dict.fromkeys(pages, hang)

    async def run() -> list[object]:
        async with WebClient(hasty(read_timeout=0.2, attempts=3)) as web:
            return await asyncio.gather(*(web.get(site.url(path)) for path in pages), return_exceptions=True)

    answers = asyncio.run(run())

    assert len(site.visits) == 4  # as many as a host is asked at the same time
    for answer in answers:
        assert isinstance(answer, FetchError)
        assert answer.heals
        assert "kept us waiting 4 times in a row" in str(answer)


def test_who_is_kept_waiting_does_not_keep_others_from_the_same_site(site: Site) -> None:
    site.pages |= {"/hung": hang, "/well": page(b"x")}

    async def run() -> bytes:
        async with WebClient(hasty(read_timeout=0.1, attempts=3)) as web:
            alpha, beta = web.on_behalf_of("alpha"), web.on_behalf_of("beta")
            with pytest.raises(FetchError, match="no answer in time"):
                await alpha.get(site.url("/hung"))
            with pytest.raises(FetchError, match="kept us waiting 3 times in a row"):
                await alpha.get(site.url("/well"))
            return (await beta.get(site.url("/well"))).body

    assert asyncio.run(run()) == b"x"


def test_clients_of_one_process_share_what_they_found(site: Site, circuits: Circuits, clock: Clock) -> None:
    site.pages["/"] = in_turn(hang, hang, hang, page(b"x"))

    async def run() -> bytes:
        async with WebClient(hasty(read_timeout=0.1), circuits=circuits) as web:
            return (await web.get(site.url("/"))).body

    for reason in ("no answer in time", "kept us waiting"):
        with pytest.raises(FetchError, match=reason):
            asyncio.run(run())
    clock.now += 300
    assert asyncio.run(run()) == b"x"
