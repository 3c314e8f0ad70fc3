"""The words that readers see around the news: section names, headings, notes. One file a language, no decision."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from aiintel_assets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFAULT_LANGUAGE = "zh-TW"
OVERRIDES = "labels.yaml"  # in the folder of one's own templates: the labels that differ


class LabelsError(UsageError):
    """A language without labels, or a file of labels that cannot be used; the message names file and key."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SectionLabels(_Words):
    """A section of the post: its heading, its name in running text, and the line that stands in it on an empty day."""

    heading: str
    name: str
    empty: str


class ItemLabels(_Words):
    """The labels inside an item; patterns take what stands in braces."""

    core: str
    technical: str
    applications: str
    entities: str
    importance: str
    levels: dict[str, str]
    sources: str
    follows: str
    follows_line: str
    extract: str


class InsightLabels(_Words):
    """The labels of the editor's part."""

    heading: str
    trend: str
    context: str
    outlook: str
    watch_list: str
    watched: str
    watched_count: str
    watched_line: str
    watched_told: str
    reading_section: str
    readings: str
    background: str
    keywords: str
    no_trend: str
    no_context: str
    no_outlook: str
    no_readings: str
    no_keywords: str


class FooterLabels(_Words):
    """The lines at the foot of a post."""

    counts: str
    window: str
    failed: str
    partial: str
    unrecoverable: str
    extracts: str
    editors: dict[str, str]
    editor: str
    tool: str


class Labels(_Words):
    """All labels of one language. `language` is a BCP 47 tag; patterns use the names of `str.format`."""

    language: str
    publication: str
    tagline: str
    title: str
    cover_alt: str
    comma: str
    colon: str
    quoted: str
    note: str
    sections: dict[str, SectionLabels]
    item: ItemLabels
    insight: InsightLabels
    footer: FooterLabels
    cover: dict[str, str]
    weekdays: list[str]
    site: dict[str, str]


def labels(language: str = DEFAULT_LANGUAGE, folder: Path | None = None) -> Labels:
    """The labels of a language, with those that `folder`/labels.yaml has taking the place of the built-in ones.

    Raises:
        LabelsError: there is no such language, or the folder's file cannot be used.
    """
    own = _read(folder / OVERRIDES) if folder and (folder / OVERRIDES).is_file() else {}
    if not own:
        return _built_in(language)
    try:
        return Labels.model_validate(_merged(_built_in(language).model_dump(), own))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LabelsError(f"{folder / OVERRIDES if folder else ''}: {where}: {first['msg']}") from None


def languages() -> list[str]:
    """The languages that have labels, as tags."""
    return sorted(
        path.name.removesuffix(".yaml")
        for path in files("aiintel_assets.labels").iterdir()
        if path.name.endswith(".yaml")
    )


@cache
def _built_in(language: str) -> Labels:
    if language not in languages():
        raise LabelsError(f"AIINTEL_LANGUAGE: no labels in {language!r}: choose one of {', '.join(languages())}")
    text = files("aiintel_assets.labels").joinpath(f"{language}.yaml").read_text("utf-8")
    return Labels.model_validate(yaml.safe_load(text))


def _read(path: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LabelsError(f"{path}: cannot be read: {' '.join(str(error).split())}") from None
    if read is not None and not isinstance(read, dict):
        raise LabelsError(f"{path}: it must hold labels as `key: text`")
    return read or {}


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`own` laid over `base`, level by level."""
    return {
        **base,
        **{
            key: _merged(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
            for key, value in own.items()
        },
    }
