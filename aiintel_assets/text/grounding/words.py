"""The words and names of words.yaml. Nothing is searched for here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(kind: str) -> Any:  # noqa: ANN401  # the file's own shapes
    """A part of words.yaml as it stands."""
    return _all()[kind]


@cache
def word_set(kind: str) -> frozenset[str]:
    """A list of words of words.yaml."""
    return frozenset(_all()[kind].split())


@cache
def _all() -> dict[str, Any]:
    text = files("aiintel_assets.text.grounding").joinpath("words.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
