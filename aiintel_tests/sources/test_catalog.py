from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aiintel_assets.errors import UsageError
from aiintel_assets.sources.catalog import CatalogError, load_catalog, parse_catalog
from aiintel_assets.sources.feed_route import FeedRoute

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
sources:
  - id: alpha
    name: 甲報
    homepage: https://alpha.example
    routes:
      - {kind: feed, url: https://alpha.example/feed, paged: true}
  - id: beta_2
    name: Beta
    language: zh-Hant
    homepage: http://beta.example/ai
    timezone: Asia/Taipei
    weight: 0.5
    only_ai: true
    routes:
      - kind: feed
        url: http://127.0.0.1:8080/rss
"""


def refusal(text: str) -> str:
    with pytest.raises(CatalogError) as caught:
        parse_catalog(text, "mine.yaml")
    assert isinstance(caught.value, UsageError)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_source_says_what_it_is_and_the_rest_has_defaults() -> None:
    alpha, beta = parse_catalog(GOOD, "mine.yaml").sources
    assert (alpha.language, alpha.timezone, alpha.weight, alpha.only_ai) == ("en", "UTC", 1.0, False)
    [alpha_route], [beta_route] = alpha.routes, beta.routes
    assert isinstance(alpha_route, FeedRoute)
    assert isinstance(beta_route, FeedRoute)
    assert (alpha.name, alpha_route.paged) == ("甲報", True)
    assert (beta.language, beta.timezone, beta.weight, beta.only_ai) == ("zh-Hant", "Asia/Taipei", 0.5, True)
    assert (beta_route.url, beta_route.paged) == ("http://127.0.0.1:8080/rss", False)


def test_a_source_is_found_by_its_id() -> None:
    catalog = parse_catalog(GOOD, "mine.yaml")
    assert catalog.source("beta_2") == catalog.sources[1]
    assert catalog.source("gamma") is None


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("paged: true}", "pagd: true}", "mine.yaml, line 6: sources.0.routes.0.pagd: no such key"),
        ("    only_ai: true", "    only-ai: true", "mine.yaml, line 13: sources.1.only-ai: no such key"),
        ("    name: Beta\n", "", "mine.yaml, line 7: sources.1.name: is missing"),
        (
            "kind: feed\n",
            "kind: fed\n",
            "mine.yaml, line 15: sources.1.routes.0.kind: 'fed' is no kind of route: use one",
        ),
        ("Asia/Taipei", "Asia/Taipeh", "mine.yaml, line 11: sources.1.timezone: 'Asia/Taipeh' is no IANA time zone"),
        ("weight: 0.5", "weight: -1", "mine.yaml, line 12: sources.1.weight: Input should be greater than 0"),
        ("weight: 0.5", "weight: .nan", "mine.yaml, line 12: sources.1.weight: "),
        ("weight: 0.5", "weight: heavy", "mine.yaml, line 12: sources.1.weight: Input should be a valid number"),
        ("id: beta_2", "id: beta 2", "mine.yaml, line 7: sources.1.id: 'beta 2' is no id"),
        ("id: beta_2", "id: ../etc", "mine.yaml, line 7: sources.1.id: '../etc' is no id"),
        ("id: beta_2", "id: alpha", "mine.yaml, line 7: sources.1.id: 'alpha' is there twice"),
        ("id: beta_2", "id: 7", "mine.yaml, line 7: sources.1.id: Input should be a valid string"),
        ("http://beta.example/ai", "beta.example", "line 10: sources.1.homepage: 'beta.example' is no http or https"),
        ("http://127.0.0.1:8080/rss", "file:///etc/x", "line 16: sources.1.routes.0.url: 'file:///etc/x' is no http"),
        ("http://127.0.0.1:8080/rss", "https://", "sources.1.routes.0.url: 'https://' is no http or https address"),
        ("http://127.0.0.1:8080/rss", "http:///rss", "sources.1.routes.0.url: 'http:///rss' is no http or https"),
        ("sources:", "source:", "mine.yaml, line 1: source: no such key"),
    ],
)
def test_a_slip_is_told_with_file_line_and_key(right: str, wrong: str, told: str) -> None:
    assert GOOD.count(right) == 1
    assert told in refusal(GOOD.replace(right, wrong))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "mine.yaml, line 1: the file: must hold keys with values"),
        ("# nothing yet\n", "mine.yaml, line 1: the file: must hold keys with values"),
        ("- alpha", "the file: must hold keys with values"),
        ("sources: []", "sources: must not be empty"),
        ("sources: alpha", "sources: must be a list"),
        ("sources:\n  - alpha", "mine.yaml, line 2: sources.0: must hold keys with values"),
        ("sources:\n  - id: alpha\n    routes: []", "sources.0."),
    ],
)
def test_a_catalog_without_sources_is_refused(text: str, told: str) -> None:
    assert told in refusal(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sources:\n  - [", "mine.yaml, line 2: this is not YAML"),
        ("sources:\n\t- id: a", "mine.yaml, line 2: this is not YAML"),
        ("a: 1\n---\nb: 2", "mine.yaml, line 2: this is not YAML"),
        ("sources: \x01", "mine.yaml: this is not YAML: unacceptable character #x0001"),
        ("sources: !!python/object/apply:os.system [true]", "mine.yaml, line 1: this is not YAML"),
        ("sources: 2026-99-99", "mine.yaml: this is not YAML: month must be in 1..12"),
        ("sources: &a [*b]", "mine.yaml, line 1: this is not YAML: found undefined alias"),
    ],
)
def test_what_is_not_yaml_is_told_with_its_place(text: str, told: str) -> None:
    assert told in refusal(text)


def test_a_file_of_ones_own_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.yaml").write_text("\ufeff" + GOOD, "utf-8")
    assert len(load_catalog(str(tmp_path / "mine.yaml")).sources) == 2
    monkeypatch.setenv("HOME", str(tmp_path))
    assert len(load_catalog("~/mine.yaml").sources) == 2


def test_a_file_that_is_not_there_is_told_with_the_setting(tmp_path: Path) -> None:
    path = str(tmp_path / "mine.yaml")
    with pytest.raises(CatalogError) as caught:
        load_catalog(path)
    assert str(caught.value) == f"cannot read the catalog {path}: No such file or directory; check AIINTEL_CATALOG"


def test_a_folder_or_a_binary_file_is_no_catalog(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="Is a directory; check AIINTEL_CATALOG"):
        load_catalog(str(tmp_path))
    (tmp_path / "latin1.yaml").write_bytes(b"sources: caf\xe9")
    with pytest.raises(CatalogError, match=r"latin1\.yaml: 'utf-8' codec can't decode"):
        load_catalog(str(tmp_path / "latin1.yaml"))


# A catalog that extends the built-in one

OWN = """\
extends: built-in
sources:
  - id: arxiv
    enabled: false
  - id: techcrunch
    weight: 0.5
    routes:
      - {kind: feed, url: https://techcrunch.example/feed}
  - id: mine
    name: My paper
    homepage: https://mine.example
    routes:
      - {kind: feed, url: https://mine.example/feed}
"""


def test_ones_own_sources_come_after_the_built_in_ones() -> None:
    built_in, catalog = load_catalog(""), parse_catalog(OWN, "mine.yaml")
    assert [source.id for source in catalog.sources] == [*(source.id for source in built_in.sources), "mine"]
    mine = catalog.source("mine")
    assert mine is not None
    assert (mine.name, mine.language, mine.timezone) == ("My paper", "en", "UTC")


def test_a_source_of_the_same_id_changes_only_the_keys_it_names() -> None:
    built_in, catalog = load_catalog(""), parse_catalog(OWN, "mine.yaml")
    assert "arxiv" in {source.id for source in built_in.enabled}
    assert {source.id for source in built_in.enabled} - {source.id for source in catalog.enabled} == {"arxiv"}
    before, after = built_in.source("techcrunch"), catalog.source("techcrunch")
    assert before is not None
    assert after is not None
    assert (after.weight, [route.url for route in after.routes]) == (0.5, ["https://techcrunch.example/feed"])
    assert (after.name, after.timezone, after.note) == (before.name, before.timezone, before.note)
    untouched = {"arxiv", "techcrunch"}
    assert [source for source in built_in.sources if source.id not in untouched] == [
        source for source in catalog.sources if source.id not in untouched | {"mine"}
    ]


def test_a_catalog_that_extends_nothing_takes_the_place_of_the_built_in_one() -> None:
    assert parse_catalog(GOOD, "mine.yaml").source("techcrunch") is None


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("extends: built-in", "extends: builtin", "mine.yaml, line 1: extends: must be one of 'built-in'"),
        ("enabled: false", "enable: false", "mine.yaml, line 4: sources.0.enable: no such key"),
        ("weight: 0.5", "weight: 11", "mine.yaml, line 6: sources.1.weight: "),
        (
            "id: arxiv",
            "id: arxive",
            "line 3: sources.0.name: is missing ('arxive' is none of the built-in sources; do you mean 'arxiv'?)",
        ),
        (
            "    name: My paper\n",
            "",
            "mine.yaml, line 9: sources.2.name: is missing ('mine' is none of the built-in sources)",
        ),
        ("  - id: arxiv\n    enabled", "  - enabled", "mine.yaml, line 3: sources.0.id: is missing"),
        ("id: techcrunch", "id: arxiv", "mine.yaml, line 5: sources.1.id: 'arxiv' is there twice"),
        ("id: techcrunch", "id: [1]", "mine.yaml, line 5: sources.1.id: "),
        ("kind: feed, url: https://mine.example", "kind: fed, url: x", "mine.yaml, line 13: sources.2.routes.0.kind"),
    ],
)
def test_a_slip_in_what_extends_is_told_with_file_line_and_key(right: str, wrong: str, told: str) -> None:
    assert OWN.count(right) == 1
    assert told in refusal(OWN.replace(right, wrong))


@pytest.mark.parametrize("rest", ["", "sources:", "sources: arxiv", "sources:\n  - arxiv", "sources: []"])
def test_what_extends_names_sources(rest: str) -> None:
    assert "mine.yaml, line" in refusal(f"extends: built-in\n{rest}\n")
