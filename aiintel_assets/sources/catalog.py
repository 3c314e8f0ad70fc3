"""The catalog: which publications are read, and by which routes. Loading and checking only; nothing is fetched here."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from aiintel_assets.errors import UsageError
from aiintel_assets.sources.arxiv import ArxivRoute
from aiintel_assets.sources.feed_route import FeedRoute
from aiintel_assets.sources.guardian import GuardianRoute
from aiintel_assets.sources.hackernews import HackerNewsRoute
from aiintel_assets.sources.huggingface_papers import HuggingFacePapersRoute
from aiintel_assets.sources.json_api import JsonRoute
from aiintel_assets.sources.route import Address
from aiintel_assets.sources.sitemap import SitemapRoute
from aiintel_assets.sources.substack import SubstackRoute
from aiintel_assets.sources.wayback import WaybackRoute
from aiintel_assets.sources.wordpress import WordPressRoute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails


BUILT_IN = "built-in"


class CatalogError(UsageError):
    """A catalog that cannot be used; the message names file, line and key."""


def _key_of_source(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", value):
        raise ValueError(f"{value!r} is no id: use letters and digits, - and _ between them")
    return value


@cache
def _zones() -> set[str]:
    return available_timezones()


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError(f"{value!r} is no IANA time zone, such as America/New_York")
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


AnyRoute = Annotated[
    FeedRoute
    | WordPressRoute
    | GuardianRoute
    | SubstackRoute
    | JsonRoute
    | HackerNewsRoute
    | ArxivRoute
    | HuggingFacePapersRoute
    | SitemapRoute
    | WaybackRoute,
    Field(discriminator="kind"),
]


class Source(_Strict):
    """One publication. `routes` are tried in order until the edition's window is covered.

    `precision` is `day` where dates carry no time of day; then every entry is placed at the end of its day. `note` and
    `terms` are for people: what is known of the source, and what its operator says about automated or AI use.
    """

    id: Annotated[str, AfterValidator(_key_of_source)]
    name: str = Field(min_length=1)
    language: str = "en"
    homepage: Address
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    weight: float = Field(1.0, gt=0, le=10)
    only_ai: bool = False
    enabled: bool = True
    precision: Literal["time", "day"] = "time"
    note: str = ""
    terms: str = ""
    routes: tuple[AnyRoute, ...] = Field(min_length=1)


class Catalog(_Strict):
    """All publications that are read, in the order of the file.

    One that `extends` the built-in catalog holds its sources too, before its own. A source that has the id of a
    built-in one changes just the keys that it names, such as `enabled: false`; `routes` are changed all together.
    """

    extends: Literal["built-in"] | None = None
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def enabled(self) -> tuple[Source, ...]:
        """Those that are read; the others are listed for their operator's decision."""
        return tuple(source for source in self.sources if source.enabled)

    def source(self, source_id: str) -> Source | None:
        """The publication of that id, if the catalog still has it."""
        return next((source for source in self.sources if source.id == source_id), None)


def load_catalog(path: str) -> Catalog:
    """The catalog in the YAML file at `path`, or the built-in one when `path` is empty.

    Raises:
        CatalogError: the file cannot be read, is no YAML, or a key or value in it is wrong.
    """
    if not path:
        return parse_catalog(_built_in(), "catalog.yaml")
    try:
        text = Path(path).expanduser().read_text(encoding="utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise CatalogError(f"cannot read the catalog {path}: {reason}; check AIINTEL_CATALOG") from None
    return parse_catalog(text, path)


def parse_catalog(text: str, name: str) -> Catalog:
    """The catalog that the YAML `text` describes; `name` is the file that errors speak of.

    Raises:
        CatalogError: as for `load_catalog`.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogError(f"{name}, line {line}: this is not YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date or number that cannot be, such as 2025-99-99
        raise CatalogError(f"{name}: this is not YAML: {' '.join(str(error).split())}") from None
    extends = isinstance(data, dict) and data.get("extends") == BUILT_IN
    built_in = _built_in_sources() if extends else {}
    try:
        catalog = Catalog.model_validate(_completed(data, built_in))
    except ValidationError as error:
        # A key that is unknown explains the one that is missing, not the other way round.
        found = error.errors(include_url=False)
        first = next((problem for problem in found if problem["type"] == "extra_forbidden"), found[0])
        location = _written(first["loc"], first["type"])
        told = _problem(first)
        if first["type"] == "missing" and len(location) > 1:
            told += _hint(data["sources"][location[1]], built_in)
        raise CatalogError(f"{name}, line {_line(root, location)}: {_key(location)}: {told}") from None
    seen: set[str] = set()
    for number, source in enumerate(catalog.sources):
        if source.id in seen:
            line = _line(root, ("sources", number, "id"))
            raise CatalogError(f"{name}, line {line}: sources.{number}.id: {source.id!r} is there twice")
        seen.add(source.id)
    return _extended(catalog) if extends else catalog


@cache
def _built_in() -> str:
    return files("aiintel_assets.sources").joinpath("catalog.yaml").read_text("utf-8")


@cache
def _built_in_sources() -> Mapping[str, Mapping[str, Any]]:
    """The built-in sources as they are written, by id."""
    return {source["id"]: source for source in yaml.safe_load(_built_in())["sources"]}


def _completed(data: Any, built_in: Mapping[str, Mapping[str, Any]]) -> Any:  # noqa: ANN401 - not checked yet
    """The data of a catalog, with what its sources leave to the built-in ones of the same id."""
    sources = data.get("sources") if isinstance(data, dict) else None
    if not built_in or not isinstance(sources, list):
        return data
    completed = [
        {**built_in.get(str(source.get("id")), {}), **source} if isinstance(source, dict) else source
        for source in sources
    ]
    return {**data, "sources": completed}


def _extended(catalog: Catalog) -> Catalog:
    """The built-in sources in their order, with the catalog's where it has one of the same id, then its other ones."""
    own = {source.id: source for source in catalog.sources}
    first = [own.pop(source.id, source) for source in load_catalog("").sources]
    return Catalog(extends=catalog.extends, sources=(*first, *own.values()))


def _hint(source: Mapping[str, Any], built_in: Mapping[str, Any]) -> str:
    """What may have been meant by a source that is neither complete nor one of the built-in ones."""
    name = str(source.get("id", ""))
    if not (built_in and name):
        return ""
    close = get_close_matches(name, built_in, 1, cutoff=0.75)
    return f" ({name!r} is none of the built-in sources{f'; do you mean {close[0]!r}?' if close else ''})"


def _written(location: Sequence[int | str], problem: str) -> Sequence[int | str]:
    """Where in the file it is: pydantic also names the kind of route it read, and not the key `kind` itself."""
    path = [part for number, part in enumerate(location) if number != 4 or location[2] != "routes"]  # noqa: PLR2004
    return [*path, "kind"] if problem.startswith("union_tag") else path


def _line(root: yaml.Node | None, location: Sequence[int | str]) -> int:
    """The line (from 1) on which the key at `location` stands, or its nearest parent that exists."""
    node = root
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _key(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location) or "the file"


def _problem(problem: ErrorDetails) -> str:
    if problem["type"] == "union_tag_invalid":
        return f"{problem['ctx']['tag']!r} is no kind of route: use one of {problem['ctx']['expected_tags']}"
    plain = {
        "extra_forbidden": "no such key",
        "missing": "is missing",
        "union_tag_not_found": "is missing",
        "model_type": "must hold keys with values",
        "model_attributes_type": "must hold keys with values",
        "tuple_type": "must be a list",
        "too_short": "must not be empty",
        "literal_error": f"must be one of {problem.get('ctx', {}).get('expected', '')}",
    }
    return plain.get(problem["type"]) or problem["msg"].removeprefix("Value error, ")
