from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.quantities import agree, is_money, quantities


def read(text: str) -> list[tuple[Decimal, str]]:
    return [(quantity.value, quantity.unit) for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("將近一、兩百人的團隊", 100, 200, "people"),
        ("团队有两三百人", 200, 300, "people"),
        ("兩三年", 2, 3, "years"),
        ("三四個月內", 3, 4, "months"),
        ("五六成", 50, 60, "%"),
        ("約五、六成", 50, 60, "%"),
        ("共三、四十家", 30, 40, "companies"),
    ],
)
def test_two_figures_in_a_row_are_from_the_one_to_the_other(text: str, low: int, high: int, unit: str) -> None:
    assert read(text) == [(Decimal(low), unit), (Decimal(high), unit)]


@pytest.mark.parametrize("text", ["一二線城市", "第二三季", "一二三四五", "一、兩百人的團隊"])
def test_other_figures_in_a_row_are_not(text: str) -> None:
    assert len(read(text)) < 2


def test_what_is_counted_is_no_year() -> None:
    assert read("2048条用户请求") == read("2,048筆請求") == [(Decimal(2048), "")]
    assert read("2024款車") == read("在2024個別地區") == []


def test_a_unit_may_stand_apart() -> None:
    assert read("每秒 350 个 token") == read("每秒350個token") == [(Decimal(350), "tokens")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("營收 570 億美元", 57_000_000_000, "USD"),
        ("revenue of $57.0 billion", 57_000_000_000, "USD"),
        ("US$57.0bn", 57_000_000_000, "USD"),
        ("英伟达50亿美元入股", 5_000_000_000, "USD"),
        ("a $140m round", 140_000_000, "USD"),
        ("NT$300 billion", 300_000_000_000, "TWD"),
        ("新台幣 1.5 兆元", 1_500_000_000_000, "TWD"),
        ("人民币57亿元", 5_700_000_000, "CNY"),
        ("5.7 billion yuan", 5_700_000_000, "CNY"),
        ("七百亿元", 70_000_000_000, "元"),
        ("€840 million", 840_000_000, "EUR"),
        ("840 million euros", 840_000_000, "EUR"),
        ("HK$4.3 billion", 4_300_000_000, "HKD"),
        ("43 亿港元", 4_300_000_000, "HKD"),
        ("19.2万亿韩元", 19_200_000_000_000, "KRW"),
        ("17.4加元", Decimal("17.4"), "CAD"),
        ("2.2 million Canadian dollars", 2_200_000, "CAD"),
        ("2,200 萬丹麥克朗", 22_000_000, "crowns"),
        ("22 million kroner", 22_000_000, "crowns"),
        ("45 million Swiss francs", 45_000_000, "CHF"),
        ("RM 3.2 billion", 3_200_000_000, "MYR"),
        ("320億泰銖", 32_000_000_000, "THB"),
        ("NZ$31.5 million", 31_500_000, "NZD"),
        ("3.5海里", Decimal("3.5"), "nmi"),
        ("4.9 萬坪", 49_000, "ping"),
        ("估值30多億美元", 3_000_000_000, "USD"),
        ("六成二", 62, "%"),
        ("降價 3 成", 30, "%"),
        ("一成半", 15, "%"),
        ("百分之八", 8, "%"),
        ("千分之三", Decimal("0.3"), "%"),
        ("８．５％", Decimal("8.5"), "%"),
        ("62 percent", 62, "%"),
        ("3 個百分點", 3, "pp"),
        ("a 27M-parameter model", 27_000_000, "params"),
        ("2,700 萬參數", 27_000_000, "params"),
        ("412-billion-parameter", 412_000_000_000, "params"),
        ("支持80万token的上下文", 800_000, "tokens"),
        ("twenty-three people", 23, "people"),
        ("裁员1.4万人", 14_000, "people"),
        ("1億2,000萬人", 120_000_000, "people"),
        ("兩萬三千人", 23_000, "people"),
        ("兩萬三", 23_000, ""),
        ("一百五十", 150, ""),
        ("三千零五", 3_005, ""),
        ("3.5x faster", Decimal("3.5"), "x"),
        ("快了 3.5 倍", Decimal("3.5"), "x"),
        ("3 奈米製程", 3, "nm"),
        ("1.2GW", Decimal("1.2"), "GW"),
        ("三家公司", 3, "companies"),
        ("三個月", 3, "months"),
        ("a hundred users", 100, "users"),
        ("half a dozen", 6, ""),
        ("1,000", 1_000, ""),
        ("some 1,900", 1_900, ""),
        ("120 basis points", 120, "bp"),
        ("1.72米", Decimal("1.72"), "metres"),
        ("165 公分", 165, "cm"),
        ("650 grams", 650, "grams"),
        ("118,000 hectares", 118_000, "hectares"),
        ("84萬4,530 人", 844_530, "people"),
        ("连续15日", 15, "days"),
        ("十二季", 12, "quarters"),
        ("7 億元人民幣", 700_000_000, "CNY"),
    ],
)
def test_an_amount_comes_in_plain_units(text: str, value: Decimal, unit: str) -> None:
    assert read(text) == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T17:12:00+08:00",
        "on March 2, 2026",
        "15日宣布",
        "夜里9点",
        "2 March 2026 at 6 p.m.",
        "2026年3月2日23:40",
        "三月二日",
        "二〇二六年",
        "in 2025",
        "第三季",
        "the 3rd time in Q3",
        "GPT-5.1 and Kestrel 3 with H200",
        "version 3.1, v2.0.4",
        "3.0.4 版",
        "三星與百度、百川智能、零一萬物",
        "一個模型成立了",
        "数百万用户",
        "5G and 3D",
        "https://news.example/2026/03/570",
    ],
)
def test_dates_ordinals_versions_and_names_are_no_amounts(text: str) -> None:
    assert read(text) == []


def test_both_ends_of_a_range_share_the_unit() -> None:
    assert read("8 to 11%, 8%-11%") == [(Decimal(8), "%"), (Decimal(11), "%")] * 2


def test_amounts_come_in_order_with_their_place() -> None:
    text = "它以 1.8 億美元收購，員工 140 人，成長 48%。"
    found = quantities(text)
    assert [quantity.text for quantity in found] == ["1.8 億美元", "140 人", "48%"]
    assert all(text[quantity.start : quantity.end] == quantity.text for quantity in found)


def test_the_two_languages_agree_on_one_amount() -> None:
    (chinese,), (english,) = quantities("570 億美元"), quantities("$57.0 billion")
    assert agree(chinese, english)
    assert is_money(chinese)


def test_an_unknown_unit_contradicts_none_and_another_currency_does() -> None:
    bare, dollars, euros, local, yuan = (quantities(t)[0] for t in ("9 億", "$900m", "€900m", "9 億元", "RMB 900m"))
    assert agree(bare, dollars)
    assert not agree(dollars, euros)
    assert agree(local, yuan)
    assert not agree(local, dollars)


@given(st.text())
def test_any_text_is_read_and_each_amount_stands_where_it_says(text: str) -> None:
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.value.is_finite()


@given(st.integers(min_value=10, max_value=10**13))
def test_grouping_commas_and_chinese_scales_do_not_change_a_value(number: int) -> None:
    high, low = divmod(number, 10**8)
    scaled = f"{high}億{low // 10**4}萬{low % 10**4}" if high and low // 10**4 and low % 10**4 else None
    assert read(f"{number:,} people") == [(Decimal(number), "people")]
    if scaled and low % 10**4 == 0:
        assert read(f"{scaled}人") == [(Decimal(number), "people")]


@pytest.mark.parametrize("unit", ["1", "一", "a", "a-1", "1,", "1.", "$", "萬", "two ", "第", "1年"])
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    started = time.process_time()
    quantities(unit * (60_000 // len(unit)))
    assert time.process_time() - started < 5
