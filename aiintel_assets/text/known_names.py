"""Well-known names in every language and script, and the words that are no names. Nothing is searched for here."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from opencc import OpenCC


@lru_cache(maxsize=1 << 16)
def canonical(name: str) -> str:
    """The usual name of a well-known entity, whatever the language and script; other names as they are."""
    return known_names().get(simplify(name), name)


@lru_cache(maxsize=1 << 16)
def is_known(name: str) -> bool:
    """Whether a name is one of the well-known ones, in any of its forms."""
    return simplify(name) in known_names()


@cache
def known_names() -> dict[str, str]:
    """Every form of every well-known name, in Simplified characters, with its usual name."""
    return {simplify(form): forms[0] for forms in _read("known_names.yaml")["entities"] for form in forms}


@cache
def daily_names() -> frozenset[str]:
    """The usual names of those that are in the news on any day: sharing one says little about two articles."""
    return frozenset(_read("known_names.yaml")["daily"])


@cache
def words(kind: str) -> frozenset[str]:
    """A list of words from names.yaml, such as the `common` English words that are no names."""
    return frozenset(_read("names.yaml")[kind].split())


def simplify(text: str) -> str:
    """The text in Simplified characters, one for one, so that positions stay."""
    if text.isascii():
        return text
    converted: str = _t2s().convert(text)
    return converted if len(converted) == len(text) else "".join(_simplify_character(c) for c in text)


@cache
def _read(name: str) -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(files("aiintel_assets.text").joinpath(name).read_text("utf-8"))
    return table


@cache
def _t2s() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplify_character(character: str) -> str:
    converted: str = _t2s().convert(character)
    return converted if len(converted) == 1 else character
