"""The measures of `make score` themselves, and the table on our own sets."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from aiintel_tests.score.baselines import literally_missing, tfidf_groups
from aiintel_tests.score.measure import pairwise_f1, text_f1
from aiintel_tests.score.news import FIXTURES, labelled


def test_text_is_compared_as_words_and_chinese_characters() -> None:
    assert text_f1("The model, 模型", "the MODEL 模型") == 1.0
    assert text_f1("one two", "one three") == 0.5
    assert text_f1("", "something") == 0.0


def test_groups_are_compared_by_their_pairs() -> None:
    labels = {"a": "x", "b": "x", "c": "y"}
    assert pairwise_f1([["a", "b"], ["c"]], labels) == 1.0
    assert pairwise_f1([["a", "b", "c"]], labels) == 0.5
    assert pairwise_f1([["a"], ["b"], ["c"]], labels) == 0.0
    assert pairwise_f1([["a", "b", "unlabelled"], ["c"]], labels) == 1.0


def test_tfidf_puts_alike_headlines_together() -> None:
    articles, _ = labelled(FIXTURES / "topics.yaml")
    assert sorted(i for group in tfidf_groups(articles, 0.2) for i in group) == [article.id for article in articles]
    assert tfidf_groups([*articles[:2], articles[0]], 0.99) == [["a000", "a000"], ["a001"]]


def test_literal_matching_knows_no_translation() -> None:
    assert literally_missing("Kestrel 3 有 2,700 萬參數", "Kestrel 3 has 27M parameters") == ["2,700"]


@pytest.mark.parametrize("part", ["extraction", "chinese", "topics", "grounding"])
def test_a_part_prints_its_rows_with_the_baseline_beside_them(part: str) -> None:
    own = {name: value for name, value in os.environ.items() if name != "AIINTEL_CORPORA"}
    command = [sys.executable, "-m", "aiintel_tests.score", part]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=own).stdout
    assert part in shown
    assert "plain is" in shown
