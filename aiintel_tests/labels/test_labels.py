"""The words around the news: complete in every language, and each may be replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.labels import LabelsError, labels, languages
from aiintel_assets.text.zh_tw import simplified_leftovers, to_taiwan

if TYPE_CHECKING:
    from pathlib import Path


def leaves(words: dict[str, Any], path: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in words.items():
        found |= leaves(value, f"{path}{key}.") if isinstance(value, dict) else {f"{path}{key}": value}
    return found


def test_there_are_two_languages() -> None:
    assert languages() == ["en", "zh-TW"]


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_labels_with_the_same_gaps(language: str) -> None:
    ours, theirs = leaves(labels().model_dump()), leaves(labels(language).model_dump())
    assert list(theirs) == list(ours)
    for key, pattern in ours.items():
        assert sorted(re.findall(r"{\w+}", str(theirs[key]))) == sorted(re.findall(r"{\w+}", str(pattern))), key
    assert all(theirs.values())
    assert labels(language).language == language
    assert len(labels(language).weekdays) == 7


def test_every_section_has_its_labels() -> None:
    assert [section.id for section in SECTIONS] == list(labels().sections)


def test_the_labels_are_taiwans_chinese() -> None:
    text = "\n".join(str(value) for value in leaves(labels().model_dump()).values())
    assert simplified_leftovers(text) == []
    assert to_taiwan(text) == text


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(LabelsError, match="AIINTEL_LANGUAGE: no labels in 'tlh': choose one of en, zh-TW"):
        labels("tlh")


def test_labels_of_ones_own_take_the_place_of_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("publication: 早報\nsections: {tools: {name: 好用的}}\n", "utf-8")
    own = labels("zh-TW", tmp_path)
    assert (own.publication, own.sections["tools"].name) == ("早報", "好用的")
    assert own.sections["tools"].heading == labels().sections["tools"].heading
    assert labels("zh-TW", tmp_path / "nothing") == labels()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sections: {tools: {nmae: x}}", r"labels\.yaml: sections\.tools\.nmae: Extra inputs"),
        ("publication: 3", r"labels\.yaml: publication: Input should be a valid string"),
        ("- a", r"labels\.yaml: it must hold labels"),
        ("a: [", r"labels\.yaml: cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "labels.yaml").write_text(text, "utf-8")
    with pytest.raises(LabelsError, match=message) as error:
        labels("zh-TW", tmp_path)
    assert "\n" not in str(error.value)
