"""What the built-in catalog promises. Whether its sites answer today is not tested: tests never leave this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from aiintel_assets.sources.catalog import load_catalog
from aiintel_assets.sources.feed_route import FeedRoute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_assets.sources.catalog import Catalog, Source

REFERENCE = {"qbitai", "techcrunch", "guardian", "towards_data_science", "ieee_spectrum", "aimodels_fyi"}
ZONES = {"zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog("")


def addresses(source: Source) -> Iterator[str]:
    """Every address the catalog names for the source."""
    yield source.homepage
    for route in source.routes:
        values = route.model_dump(exclude={"include"}).values()
        yield from (value for value in values if isinstance(value, str) and "://" in value)


def ways_back(source: Source) -> set[str]:
    """The kinds of route that reach further back than a feed's first page."""
    return {route.kind for route in source.routes if not isinstance(route, FeedRoute) or route.paged}


def test_it_reads_the_six_reference_publications_and_many_more(catalog: Catalog) -> None:
    read = [source for source in catalog.sources if source.enabled]
    assert {source.id for source in read} >= REFERENCE
    assert len(read) >= 31


def test_it_uses_most_kinds_of_route(catalog: Catalog) -> None:
    kinds = {route.kind for source in catalog.sources if source.enabled for route in source.routes}
    assert len(kinds) >= 8


def test_every_source_is_there_once_and_under_one_name(catalog: Catalog) -> None:
    assert len({source.id for source in catalog.sources}) == len(catalog.sources)
    assert len({source.name.strip() for source in catalog.sources} - {""}) == len(catalog.sources)
    assert len({source.homepage for source in catalog.sources}) == len(catalog.sources)


def test_every_source_has_a_live_route(catalog: Catalog) -> None:
    for source in catalog.sources:
        assert {route.kind for route in source.routes} - {"wayback", "guardian"}, source.id


def test_every_address_is_https(catalog: Catalog) -> None:
    for source in catalog.sources:
        for address in addresses(source):
            assert address.startswith("https://"), f"{source.id}: {address}"


def test_dates_without_a_zone_are_read_as_the_publication_means_them(catalog: Catalog) -> None:
    for source in catalog.sources:
        assert source.timezone == ZONES.get(source.language, source.timezone), source.id
        assert source.language in {"en", *ZONES}, source.id


def test_trust_stays_between_a_half_and_one_and_a_third(catalog: Catalog) -> None:
    for source in catalog.sources:
        assert 0.5 <= source.weight <= 1.3, source.id


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("feedburner.com", "abandoned addresses fall to strangers"),
        ("feedproxy.google.com", "abandoned addresses fall to strangers"),
        ("ithome.com", "is another publication than ithome.com.tw"),
        ("deepseek.ai", "is not the laboratory's"),
        ("xinzhiyuan.com", "is not the publication's site"),
        ("udn.com", "its robots.txt forbids AI use"),
        ("ai.meta.com", "forbids automated collection"),
        ("newscientist.com", "its robots.txt forbids mining"),
        ("qwenlm.github.io", "stopped in 2025"),
        ("semianalysis.com", "its feed stopped in 2025"),
        ("ai.googleblog.com", "has moved"),
        ("research.nvidia.com", "stamps old papers as new"),
    ],
)
def test_a_host_that_misleads_or_refuses_is_not_asked(catalog: Catalog, host: str, reason: str) -> None:
    for source in catalog.sources:
        for address in addresses(source):
            assert not f".{urlsplit(address).hostname}".endswith(f".{host}"), f"{source.id}: {host} {reason}"


def test_copies_are_sought_of_feeds_that_the_source_still_has(catalog: Catalog) -> None:
    for source in catalog.sources:
        feeds = {route.url for route in source.routes if route.kind == "feed"}
        assert {route.url for route in source.routes if route.kind == "wayback"} <= feeds, source.id


def test_no_two_sources_read_the_same_address(catalog: Catalog) -> None:
    asked = [address for source in catalog.sources for address in {route.url for route in source.routes}]
    shared = {address for address in asked if asked.count(address) > 1}
    assert not shared


def test_a_source_whose_past_is_only_in_the_wayback_machine_says_so(catalog: Catalog) -> None:
    sources = [source for source in catalog.sources if ways_back(source) == {"wayback"}]
    assert sources
    for source in sources:
        assert "Wayback" in source.note, source.id


def test_a_source_whose_past_is_only_what_its_feed_lists_says_how_much(catalog: Catalog) -> None:
    for source in catalog.sources:
        if not ways_back(source):
            assert "feed lists the whole history" in source.note, source.id


def test_a_source_that_is_off_says_why(catalog: Catalog) -> None:
    for source in catalog.sources:
        assert source.enabled or source.note.startswith("Off because"), source.id


def test_what_is_said_for_people_is_one_line(catalog: Catalog) -> None:
    for source in catalog.sources:
        assert source.note.splitlines() == [source.note] * bool(source.note), source.id
        assert source.terms.splitlines() == [source.terms] * bool(source.terms), source.id


def test_the_guardian_leaves_ai_use_to_the_operator(catalog: Catalog) -> None:
    guardian = catalog.source("guardian")
    assert guardian is not None
    assert "operator must decide" in guardian.terms
