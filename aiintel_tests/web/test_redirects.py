"""Redirects: followed by hand, each hop checked like the first."""

from __future__ import annotations

import pytest

from aiintel_assets.web.client import FetchError
from aiintel_tests.web.conftest import fetch, hasty
from aiintel_tests.web.site import Site, page, redirect


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_lead_to_the_page(site: Site, status: int) -> None:
    site.pages |= {"/": redirect("b/c", status), "/b/c": page(b"x")}

    got = fetch(site.url("/"))

    assert (got.url, got.final_url, got.body) == (site.url("/"), site.url("/b/c"), b"x")


def test_a_target_may_be_raw_utf8(site: Site) -> None:
    site.pages |= {"/": redirect("/星".encode().decode("latin-1")), "/%E6%98%9F": page(b"x")}

    assert fetch(site.url("/")).final_url == site.url("/%E6%98%9F")


def test_credentials_stay_at_the_origin_they_were_meant_for(site: Site) -> None:
    with Site() as other:
        site.pages |= {"/": redirect("/near"), "/near": redirect(other.url("/far"))}
        other.pages |= {"/far": redirect(site.url("/back"))}
        site.pages["/back"] = page(b"x")

        fetch(site.url("/"), headers={"Authorization": "Bearer secret", "X-Key": "secret"})

    assert [visit.headers.get("authorization") for visit in site.visits] == ["Bearer secret", "Bearer secret", None]
    assert "secret" not in str(other.visits[0].headers)


def test_another_name_of_the_same_machine_is_another_origin(site: Site) -> None:
    site.pages |= {"/": redirect(site.url("/b", host="b.example")), "/b": page(b"x")}

    fetch(site.url("/"), headers={"X-Key": "secret"}, connect_to={"b.example": ("127.0.0.1", site.port)})

    assert "x-key" not in site.visits[1].headers


def test_validators_reach_the_page_behind_a_redirect(site: Site) -> None:
    site.pages |= {"/feed": redirect("/feed.xml", 301), "/feed.xml": page(status=304)}

    assert fetch(site.url("/feed"), etag='"1"').not_modified


def test_a_circle_is_an_error_that_does_not_heal(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}

    with pytest.raises(FetchError, match=r"redirects in a circle") as caught:
        fetch(site.url("/a"))

    assert not caught.value.heals
    assert len(site.visits) == 2


def test_too_many_hops_are_an_error_that_does_not_heal(site: Site) -> None:
    site.pages |= {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(20)}
    site.pages["/5"] = page(b"five hops are fine")
    assert fetch(site.url("/0")).body == b"five hops are fine"

    site.pages["/5"] = redirect("/6")
    with pytest.raises(FetchError, match=r"more than 5 redirects") as caught:
        fetch(site.url("/0"))

    assert not caught.value.heals
    assert "/6" not in site.paths()


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private address 169.254.169.254 "),
        ("//[::ffff:10.0.0.1]/", "private address ::ffff:"),
        ("http://2130706433/", "private address 127.0.0.1 "),
        ("file:///etc/passwd", "not an http or https address"),
        ("javascript:alert(1)", "not an http or https address"),
        ("http://user:pw@127.0.0.1/", "address with a user name"),
        ("http://[", "not a valid address"),
        ("", "HTTP 302 without a target"),
    ],
)
def test_a_redirect_to_where_nobody_should_go_is_refused(site: Site, target: str, reason: str) -> None:
    site.pages["/"] = redirect(target)

    with pytest.raises(FetchError) as caught:
        fetch(site.url("/"), policy=hasty(allow_hosts=frozenset({site.place})))

    assert str(caught.value).startswith(reason)
    assert not caught.value.heals
    assert len(site.visits) == 1


def test_only_the_port_that_was_named_is_allowed(site: Site) -> None:
    with Site() as other:
        site.pages["/"] = redirect(other.url("/"))

        with pytest.raises(FetchError, match=r"private address 127\.0\.0\.1"):
            fetch(site.url("/"), policy=hasty(allow_hosts=frozenset({site.place})))

    assert other.connections == 0
