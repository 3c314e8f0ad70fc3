"""What every editor can count on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiintel_assets.editors.extractive import ExtractiveEditor
from aiintel_tests.editors.newsdesk import desk

if TYPE_CHECKING:
    from aiintel_assets.editors.protocol import Editor


def test_the_desk_names_publications_in_the_readers_script() -> None:
    assert desk().publication_name("alder") == "赤楊日報"
    assert desk().publication_name("cedar") == "雪松觀察"


def test_a_source_that_has_left_the_catalog_goes_by_its_id() -> None:
    assert replace(desk(), publications={}).publication_name("alder") == "alder"


def test_the_extractive_editor_is_an_editor() -> None:
    editor: Editor = ExtractiveEditor(max_topics=1, headlines=0)
    assert editor.name == "extractive"
    assert editor.classify([], desk()).topics == ()
