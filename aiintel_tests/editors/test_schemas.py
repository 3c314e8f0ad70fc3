"""The forms of answers are strict JSON schemas: nothing optional, nothing extra, nothing a server may not know."""

from __future__ import annotations

from typing import Any

import pytest

from aiintel_assets.editors.prompts import FORMS
from aiintel_assets.editors.schemas import Answer, json_schema

KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "$ref", "$defs"}


@pytest.mark.parametrize("form", FORMS.values())
def test_a_form_is_a_strict_schema(form: type[Answer]) -> None:
    objects = list(_objects(json_schema(form)))
    assert objects
    for node in objects:
        assert node["additionalProperties"] is False
        assert sorted(node["required"]) == sorted(node["properties"])


@pytest.mark.parametrize("form", FORMS.values())
def test_a_form_uses_only_what_every_server_knows(form: type[Answer]) -> None:
    assert set(_keywords(json_schema(form))) <= KNOWN


def _objects(node: Any) -> Any:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for child in node.values():
            yield from _objects(child)


def _keywords(node: Any) -> Any:
    if isinstance(node, dict):
        for key, child in node.items():
            yield key
            if key in {"properties", "$defs"}:
                for part in child.values():
                    yield from _keywords(part)
            else:
                yield from _keywords(child)
