"""Prompts: foreign text stands in the user's message only, and a version changes with all that is said."""

from __future__ import annotations

import json

import pytest

from aiintel_assets.editors import prompts
from aiintel_assets.editors.prompts import FORMS, Message, conversation, version, wrong_facts, wrong_form
from aiintel_assets.editors.schemas import json_schema

VALUES = {"edition": "2026-03-04", "follows": None, "candidates": "CANDIDATES", "material": "MATERIAL"}


@pytest.mark.parametrize("name", FORMS)
def test_the_instructions_are_the_same_for_every_question_of_a_kind(name: str) -> None:
    one = conversation(name, **VALUES)
    other = conversation(name, **{**VALUES, "edition": "2026-03-05", "candidates": "b", "material": "b"})
    assert [m.role for m in one] == ["system", "user"]
    assert one[0] == other[0]
    assert one[1] != other[1]
    assert one[1].content.startswith("出刊日：2026-03-04")


@pytest.mark.parametrize("name", FORMS)
def test_every_field_that_is_asked_for_is_explained(name: str) -> None:
    system = conversation(name, **VALUES)[0].content
    missing = [field for field in _fields(json_schema(FORMS[name])) if field not in system]
    assert missing in ([], ["verdicts"], ["text"], ["outcome"])


def _fields(schema: object) -> list[str]:
    return list(schema["properties"]) if isinstance(schema, dict) else []


def test_a_topic_that_goes_on_says_what_it_goes_on_from() -> None:
    follows = {"edition": "2026-03-01", "title": "昨日之事"}
    user = conversation("summarise", **{**VALUES, "follows": follows})[1].content
    assert "先前可能相關的報導（2026-03-01）：昨日之事。" in user


def test_every_prompt_has_a_version_of_its_own() -> None:
    assert len({version(name) for name in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    ("file", "changed"), [("reflect.j2", {"reflect"}), ("house.j2", {"summarise", "reflect"}), ("mend.j2", set(FORMS))]
)
def test_a_version_follows_from_all_that_its_prompt_says(
    file: str, changed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: version(name) for name in FORMS}
    real = prompts._source
    monkeypatch.setattr(prompts, "_source", lambda name: real(name) + ("!" if name == file else ""))
    version.cache_clear()
    try:
        after = {name: version(name) for name in FORMS}
    finally:
        monkeypatch.undo()
        version.cache_clear()
    assert {name for name in FORMS if before[name] != after[name]} == changed


def test_what_was_wrong_is_told_in_words() -> None:
    schema = json_schema(FORMS["classify"])
    assert (
        json.dumps(schema, ensure_ascii=False, separators=(",", ":")) in wrong_form("verdicts: missing", schema).content
    )
    told = wrong_facts([("它有 80 億個參數。", "not in the sources: 80 億")])
    assert told == Message("user", told.content)
    assert "「它有 80 億個參數。」：not in the sources: 80 億" in told.content
