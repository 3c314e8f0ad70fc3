from __future__ import annotations

import pytest

from aiintel_assets.text.bilingual import entries, kin, meanings, root, roots, without_accents, written


def test_a_word_has_its_readings_and_one_in_capitals_is_a_name() -> None:
    (hanover,) = entries("汉诺威")
    assert hanover.proper
    assert hanover.senses == ("Hanover",)
    assert {entry.proper for entry in entries("成功")} == {True, False}


def test_a_word_that_the_dictionary_lacks_has_no_readings() -> None:
    assert entries("红隼实验室") == ()
    assert entries("") == ()
    assert meanings("红隼实验室") == frozenset()


def test_the_last_word_of_the_dictionary_is_read_like_any_other() -> None:
    (noodles,) = entries("𰻝𰻝面")
    assert "noodles" in noodles.senses[0]


@pytest.mark.parametrize(
    ("one", "other"), [("useful", "use"), ("investors", "investment"), ("rumour", "rumor"), ("cities", "city")]
)
def test_forms_of_a_word_have_one_root(one: str, other: str) -> None:
    assert root(one) == root(other)


def test_words_that_say_nothing_have_no_roots() -> None:
    assert roots("it is the one of them") == frozenset()
    assert roots("Café 42") == {"caf", "42"}


def test_a_translation_shares_meanings_with_what_it_translates() -> None:
    assert meanings("派上用场") & roots("We would rather be useful")


def test_what_lies_in_a_place_is_known_and_what_it_borders_is_not() -> None:
    assert "Tallinn" in kin("Estonia")
    assert "Sichuan" not in kin("Yunnan")


def test_a_name_is_written_in_several_ways() -> None:
    assert {"悉尼", "雪梨"} <= written("Sydney")


def test_accents_fall_off() -> None:
    assert without_accents("Ekström") == "Ekstrom"
