from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editorial.vocabulary import Term, Vocabulary, terms_of, word_lists


def _found(vocabulary: Vocabulary, text: str) -> dict[str, int]:
    return {found.term.text: found.count for found in vocabulary.find("", text).found}


def _of(*terms: str) -> Vocabulary:
    return Vocabulary(Term(term, "test", 1.0) for term in terms)


def test_latin_terms_end_at_word_boundaries() -> None:
    assert _found(_of("chip"), "A chipmaker ships chips; one chip is late") == {"chip": 2}


def test_traditional_terms_are_found_in_both_scripts() -> None:
    vocabulary = _of("人工智慧", "機器學習")
    assert _found(vocabulary, "人工智慧與機器學習") == {"人工智慧": 1, "機器學習": 1}
    assert _found(vocabulary, "人工智慧与机器学习") == {"人工智慧": 1, "機器學習": 1}


def test_exact_terms_keep_their_case_and_may_be_plural() -> None:
    vocabulary = Vocabulary(terms_of("test", [{"weight": 1, "exact": ["AI", "LLM"]}]))
    assert _found(vocabulary, "Ai Weiwei said LLMs are not AI") == {"LLM": 1, "AI": 1}


def test_the_longest_term_hides_the_ones_inside_it() -> None:
    assert _found(_of("AI", "AI camera"), "An AI camera, and AI") == {"AI camera": 1, "AI": 1}


def test_a_term_does_not_reach_over_a_sentence_end() -> None:
    assert _found(_of("language model"), "They share a language. Model names differ.") == {}


def test_full_width_letters_count_like_others() -> None:
    assert _found(_of("GPU"), "ＧＰＵ缺貨") == {"GPU": 1}


def test_a_term_in_the_title_alone_is_found() -> None:
    (found,) = _of("robot").find("Robots at work", "They weld.").found
    assert (found.in_title, found.in_lead, found.count) == (True, False, 0)


def test_a_chinese_character_counts_less_than_a_word() -> None:
    assert _of("x").find("", "機器學習課程").length < _of("x").find("", "one two three four five six").length


@pytest.mark.parametrize("terms", [("robot", "Robots"), ("晶片", "晶片"), ("…",)])
def test_a_list_with_a_repeated_or_empty_term_is_refused(terms: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"twice|no letters"):
        _of(*terms)


def test_every_list_of_the_file_can_be_read() -> None:
    lists = word_lists()
    assert Vocabulary(terms_of("relevance", lists["relevance"])).find("AI", "").found
    for section, each in lists["sections"].items():
        assert sum(1 for _ in terms_of(section, each)) > 50


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_any_text_can_be_read(title: str, text: str) -> None:
    for found in _of("ai", "人工智慧").find(title, text).found:
        assert found.in_title or found.count


def test_an_endless_text_is_read_in_bounded_time() -> None:
    started = time.perf_counter()
    _of("人工").find("\ufdfa" * 1_000_000, "人" * 5_000_000)
    assert time.perf_counter() - started < 5
