"""robots.txt: fetched once, read as RFC 9309 says, and obeyed."""

from __future__ import annotations

import asyncio
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.web.client import FetchError, WebClient
from aiintel_assets.web.robots import read_rules
from aiintel_tests.web.conftest import fetch, hasty
from aiintel_tests.web.site import Site, Visit, hang, in_turn, page, redirect

if TYPE_CHECKING:
    from aiintel_assets.web.policy import WebPolicy

POLITE: WebPolicy = hasty(respect_robots=True)


def test_a_disallowed_page_is_not_fetched(site: Site) -> None:
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /members/")

    with pytest.raises(FetchError, match=r"^robots\.txt disallows this page$") as caught:
        fetch(site.url("/members/1"), policy=POLITE)

    assert not caught.value.heals
    assert site.paths() == ["/robots.txt"]


def test_a_redirect_into_a_disallowed_page_is_not_followed(site: Site) -> None:
    site.pages |= {"/robots.txt": page(b"User-agent: *\nDisallow: /members/"), "/": redirect("/members/1")}

    with pytest.raises(FetchError, match=r"disallows"):
        fetch(site.url("/"), policy=POLITE)

    assert "/members/1" not in site.paths()


def test_robots_is_fetched_once_however_many_ask(site: Site) -> None:
    site.pages |= {f"/{n}": page(b"x") for n in range(10)}

    def slow_robots(visit: Visit) -> None:
        time.sleep(0.1)
        page(b"User-agent: *\nAllow: /")(visit)

    site.pages["/robots.txt"] = slow_robots

    async def run() -> None:
        async with WebClient(POLITE) as web:
            await asyncio.gather(*(web.get(site.url(f"/{n}")) for n in range(10)))

    asyncio.run(run())
    assert site.paths().count("/robots.txt") == 1
    assert len(site.visits) == 11


def test_one_who_gives_up_does_not_take_robots_from_the_others(site: Site) -> None:
    site.pages |= {"/": page(b"x")}

    def slow_robots(visit: Visit) -> None:
        time.sleep(0.2)
        page()(visit)

    site.pages["/robots.txt"] = slow_robots

    async def run() -> bytes:
        async with WebClient(POLITE) as web:
            hasty_one = asyncio.create_task(web.get(site.url("/")))
            patient_one = asyncio.create_task(web.get(site.url("/")))
            await asyncio.sleep(0.1)
            hasty_one.cancel()
            return (await patient_one).body

    assert asyncio.run(run()) == b"x"


def test_a_client_may_close_while_robots_is_on_its_way(site: Site) -> None:
    site.pages["/robots.txt"] = hang

    async def run() -> None:
        async with WebClient(POLITE) as web:
            asking = asyncio.create_task(web.get(site.url("/")))
            await asyncio.sleep(0.1)
            asking.cancel()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())
    assert site.paths() == ["/robots.txt"]


def test_no_robots_means_everything_is_allowed(site: Site) -> None:
    site.pages["/"] = page(b"x")

    assert fetch(site.url("/"), policy=POLITE).body == b"x"
    assert site.paths() == ["/robots.txt", "/"]


def test_robots_that_leads_nowhere_allows_everything(site: Site) -> None:
    site.pages |= {"/robots.txt": redirect("/robots.txt"), "/": page(b"x")}

    assert fetch(site.url("/"), policy=POLITE).body == b"x"


def test_robots_that_fails_for_now_disallows_for_now(site: Site) -> None:
    site.pages |= {"/robots.txt": page(status=500), "/": page(b"x")}

    with pytest.raises(FetchError, match=r"^robots\.txt cannot be read: HTTP 500$") as caught:
        fetch(site.url("/"), policy=POLITE)

    assert (caught.value.heals, caught.value.status) == (True, None)
    assert site.paths() == ["/robots.txt"] * 3


def test_robots_that_fails_is_not_asked_for_again_at_once(site: Site) -> None:
    site.pages["/robots.txt"] = page(status=500)

    async def run() -> None:
        async with WebClient(POLITE) as web:
            for path in ("/a", "/b"):
                with pytest.raises(FetchError, match=r"robots\.txt cannot be read"):
                    await web.get(site.url(path))

    asyncio.run(run())
    assert site.paths() == ["/robots.txt"] * 3


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
def test_robots_that_is_withheld_allows_everything(site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": page(status=status), "/": page(b"x")}

    assert fetch(site.url("/"), policy=POLITE).body == b"x"


def test_robots_may_recover_on_the_second_attempt(site: Site) -> None:
    site.pages |= {"/robots.txt": in_turn(page(status=500), page()), "/": page(b"x")}

    assert fetch(site.url("/"), policy=POLITE).body == b"x"


def test_only_the_beginning_of_a_huge_robots_is_read(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /a\n" + b"#" * 600 * 1024 + b"\nDisallow: /b\n"
    site.pages |= {"/robots.txt": page(rules), "/a": page(), "/b": page(b"x")}

    assert fetch(site.url("/b"), policy=POLITE).body == b"x"
    with pytest.raises(FetchError, match=r"disallows"):
        fetch(site.url("/a"), policy=POLITE)


def test_robots_is_not_asked_for_where_it_does_not_matter(site: Site) -> None:
    site.pages |= {"/robots.txt": page(b"User-agent: *\nDisallow: /"), "/api": page(b"x")}

    assert fetch(site.url("/api"), policy=POLITE, robots=False).body == b"x"
    assert site.paths() == ["/api"]


def test_crawl_delay_spaces_the_requests(site: Site) -> None:
    site.pages |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 0.5"), "/a": page(), "/b": page()}

    fetch(site.url("/a"), site.url("/b"), policy=POLITE)

    starts = [visit.at for visit in site.visits]
    # The site notes when it hears of a request, which on a busy machine is a little after it was sent.
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(starts))


def test_rules_for_us_come_before_rules_for_all() -> None:
    rules = read_rules("User-agent: *\nDisallow: /\n\nUser-agent: AIIntel/2.0 # us\nDisallow: /private\n", "aiintel")

    assert rules.allows("https://a.example/")
    assert not rules.allows("https://a.example/private/1")


def test_rules_for_others_are_not_for_us() -> None:
    rules = read_rules("User-agent: Other\nUser-agent: AI\nDisallow: /\nCrawl-delay: 9", "aiintel")

    assert rules.allows("https://a.example/")
    assert rules.delay == 0


def test_wildcards_and_the_longest_match_decide() -> None:
    rules = read_rules("User-agent: *\nDisallow: /*.pdf$\nDisallow: /a\nAllow: /a/b", "aiintel")

    assert not rules.allows("https://a.example/x/y.pdf")
    assert rules.allows("https://a.example/a/b/c")
    assert not rules.allows("https://a.example/a/c")


def test_a_crawl_delay_has_a_limit() -> None:
    assert read_rules("User-agent: *\nCrawl-delay: 86400", "aiintel").delay == 30
    assert read_rules("User-agent: *\nCrawl-delay: nan", "aiintel").delay == 0
    assert read_rules("User-agent: *\nCrawl-delay: -1", "aiintel").delay == 0


def test_thousands_of_agents_and_rules_are_read_quickly() -> None:
    text = "".join(f"User-agent: a{n}\n" for n in range(12_000)) + "".join(f"Disallow: /{n}\n" for n in range(12_000))
    started = time.monotonic()

    assert read_rules(text, "aiintel").allows("https://a.example/1")
    assert time.monotonic() - started < 2


def test_without_protego_plain_rules_still_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "protego", None)

    rules = read_rules("User-agent: *\nCrawl-delay: 2\nDisallow: /members/", "aiintel")

    assert not rules.allows("https://a.example/members/1")
    assert rules.allows("https://a.example/")
    assert rules.delay == 2


@given(st.text(), st.text())
def test_any_robots_can_be_read(text: str, path: str) -> None:
    rules = read_rules(f"User-agent: *\n{text}", "aiintel")

    assert rules.allows(f"https://a.example/{path}") in {True, False}
    assert 0 <= rules.delay <= 30
