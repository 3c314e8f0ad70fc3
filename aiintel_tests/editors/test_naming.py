"""Which names stand for a topic: one form of each, none inside another, nothing that is no one's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editors.naming import distinct, glosses, mentions, names_of, overlap, telling, written
from aiintel_tests.editors.newsdesk import ARTICLES, article


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Kestrel", "Kestrel 3", True),
        ("Kestrel 3", "Kestrel 3 Mini", True),
        ("X-ray", "X-rays", True),
        ("紅隼實驗室", "比紅隼實驗室", True),
        ("kestrel", "KESTREL", True),
        ("Lab", "Labs of Alder", True),
        ("Arm", "Army", False),
        ("R8", "R80", False),
        ("Meta", "紅隼實驗室", False),
    ],
)
def test_a_name_overlaps_what_contains_it(one: str, other: str, *, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


@given(st.lists(st.sampled_from(("Kestrel", "Kestrel 3", "Mini", "Kestrel 3 Mini", "紅隼", "紅隼實驗室", "R9"))))
def test_distinct_names_never_contain_one_another(names: list[str]) -> None:
    kept = distinct(names)
    assert not any(overlap(a, b) for i, a in enumerate(kept) for b in kept[i + 1 :])
    assert kept[:1] == names[:1]
    assert distinct(kept) == kept


def test_a_name_and_its_gloss_count_once_under_the_chinese_name() -> None:
    names = names_of(ARTICLES[:2], 8)
    assert "落葉松實驗室" in names
    assert "Larch Labs" not in names
    assert "Larch 2" in names


def test_where_chinese_articles_tell_the_story_so_do_their_names() -> None:
    english = article(
        "e", "birch", "Larch Labs and Rowan Institute", "Larch Labs met Rowan Institute. Rowan Institute left.", "en"
    )
    assert "Rowan Institute" in names_of([english], 8)
    assert "Rowan Institute" not in names_of([ARTICLES[0], english], 8)


def test_traditional_texts_decide_how_a_name_is_written() -> None:
    forms = glosses(
        (
            article("s", "cedar", "甲", "负责人普里婭·安內爾德（Priya Arneld）说，很快。", "zh-Hans"),
            article("t", "alder", "乙", "主管普莉亞·安內德（Priya Arneld）說，很快。"),
        )
    )
    assert forms["Priya Arneld"] == forms["普里婭·安內爾德"] == "普莉亞·安內德"


def test_a_foreign_name_that_chinese_titles_keep_stays_foreign() -> None:
    glossed = article("s", "cedar", "甲", "推理引擎落葉松（Larch）今天更新。")
    assert glosses([glossed])["Larch"] == "落葉松"
    assert glosses([glossed, article("t", "alder", "Larch今天更新", "沒有括號。")])["落葉松"] == "Larch"


def test_units_money_and_languages_are_no_names() -> None:
    text = "模型需要16 GB的記憶體，每月收費20歐元。The GB figure and the Portuguese and Spanish versions differ."
    assert not {"GB", "歐元", "Portuguese", "Spanish"} & set(names_of([article("x", "alder", "GB 與歐元", text)], 8))


def test_a_version_without_its_product_is_no_name() -> None:
    told = article("x", "alder", "Lantern 3.1 起改用 PSL 授權", "Lantern 從 3.1 版起改用 PSL。3.1 以前的不變。")
    assert "3.1" not in names_of([told], 5)


def test_the_number_of_names_is_limited() -> None:
    text = "".join(f"Company{chr(65 + n)} Labs works with Firm{chr(65 + n)} Inc on models. " for n in range(20))
    assert len(names_of([article("x", "birch", "Many names", text, "en")], 8)) <= 8


def test_countries_are_too_wide_to_tell_what_a_day_was_about() -> None:
    assert [name for name in ("US", "臺灣", "EU", "落葉松實驗室", "Larch 2") if telling(name)] == [
        "落葉松實驗室",
        "Larch 2",
    ]


def test_a_title_mentions_a_name_in_any_of_its_forms() -> None:
    forms = {"Larch Labs": "落葉松實驗室"}
    assert mentions("落葉松實驗室", "LARCH LABS ships a model", forms)
    assert not mentions("落葉松實驗室", "Birch ships a model", forms)


def test_foreign_text_is_written_in_taiwans_script_and_typography() -> None:
    assert written("柳林纺织厂启用AI") == "柳林紡織廠啟用 AI"


def test_a_headlines_capitals_make_no_names() -> None:
    told = article(
        "e", "birch", "Fine-Tune Kestrel 3 Models and Simplify", "Kestrel 3 runs in the port. They simplify it.", "en"
    )
    assert names_of([told], 8) == ("Kestrel 3",)


def test_ordinary_words_compounds_and_cries_are_no_names() -> None:
    text = (
        "AI-enabled cranes run. Rotterdam runs AI-enabled cranes. The TEXT NOT NULL of Rotterdam. Platform is here. "
        "The platform of the platform runs, and Platform stays."
    )
    assert names_of([article("e", "birch", "Rotterdam", text, "en")], 8) == ("Rotterdam",)
    assert "入口" not in names_of([article("z", "alder", "港口的「入口」", "港口的「入口」在北邊，「入口」很大。")], 8)


def test_accounts_that_a_digest_credits_are_not_written() -> None:
    assert written("Rotterdam runs cranes (@harbour, @cranes)") == "Rotterdam runs cranes"
    assert written("Rotterdam runs cranes @harbour.") == "Rotterdam runs cranes."
    assert written("@harbour 表示，起重機上線。") == "@harbour 表示，起重機上線。"


def test_a_well_known_name_counts_once_in_the_form_that_taiwan_uses() -> None:
    told = article(
        "z", "birch", "谷歌发布 Larch 2", "谷歌今天发布 Larch 2。谷歌说，Google 的员工都在用 Larch 2。", "zh-Hans"
    )
    assert names_of([told], 8) == ("Google", "Larch 2")
    assert distinct(["輝達", "Nvidia", "Larch 2"]) == ["輝達", "Larch 2"]
