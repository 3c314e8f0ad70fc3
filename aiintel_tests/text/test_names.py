from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.known_names import canonical, is_known, simplify
from aiintel_assets.text.names import aliases, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kestrel Labs launches Kestrel 3 Mini", ["Kestrel Labs", "Kestrel 3 Mini"]),
        ("We compare GPT-5.1, o3-mini and the H200.", ["GPT-5.1", "o3-mini", "H200"]),
        ("Reports in Harbor Wire say so.", ["Harbor Wire"]),
        ("I'd say that Don't and They'll are none, O'Reilly is.", ["O'Reilly"]),
        ("a note for now1, client-123 and gpt-4o", ["gpt-4o"]),
        ("所長瑪雅·科巴爾表示，經費還夠。", ["瑪雅·科巴爾"]),
        ("the University of Oxford and Bank of America", ["University of Oxford", "Bank of America"]),
        ("the Center for AI Safety", ["Center for AI Safety"]),
        ("xAI's Grok 4 and 01.AI", ["xAI", "Grok 4", "01.AI"]),
        ("The model beats Quillon's rival on Monday.", ["Quillon"]),
        ("Nvidia sold 3 million chips", ["Nvidia"]),
        ("Talonworks Unveils Osprey 4 After Long Delay", ["Talonworks", "Osprey 4"]),
        ("紅隼實驗室發布Kestrel 3：4120億參數", ["紅隼實驗室", "Kestrel 3"]),
        ("輝達與台積電合作，执行长黄仁勋表示", ["輝達", "台積電", "黄仁勋"]),
        ("文心5.0与豆包1.6", ["文心5.0", "豆包1.6"]),
        ("紐約南區聯邦地方法院裁定", ["紐約南區聯邦地方法院"]),
        ("史丹佛大學與臺灣大學的研究", ["史丹佛大學", "臺灣大學"]),
        ("專案「夜鷺」與《智慧灣報》", ["夜鷺", "智慧灣報"]),
        ("首席执行官乔斯·哈蒂根说", ["乔斯·哈蒂根"]),
        ("王小明指出，價格會降", ["王小明"]),
    ],
)
def test_names_are_found_by_their_form(text: str, expected: list[str]) -> None:
    assert list(names(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The company said it will cut prices. However, users may wait.",
        "多家人工智慧公司與地方法院",
        "這家公司的大模型技術",
        "On Monday the CEO of an AI startup spoke.",
        "它有 3 個版本，更新于 2026 年。",
    ],
)
def test_common_words_are_no_names(text: str) -> None:
    assert names(text) == {}


def test_names_are_counted_in_order_of_first_appearance() -> None:
    text = "Orrery buys Tessel\nTessel employs 900 people. The deal with Orrery closes in May, Tessel said."
    assert names(text) == {"Orrery": 2, "Tessel": 3}


def test_a_word_that_only_opens_one_sentence_of_the_body_is_no_name() -> None:
    assert names("Orrery buys Tessel\nShipowners welcomed it. Mediators did not.") == {"Orrery": 1, "Tessel": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("紅隼實驗室（Kestrel Labs）發布", {"紅隼實驗室": "Kestrel Labs"}),
        ("总部位于鹿特丹的红隼实验室 (Kestrel Labs) 说", {"红隼实验室": "Kestrel Labs"}),
        ("旗下推理引擎Lantern（灯笼）", {"灯笼": "Lantern"}),
        ("首席执行官乔斯·哈蒂根（Joss Hartigan）说", {"乔斯·哈蒂根": "Joss Hartigan"}),
        ("卢布尔雅那的铅垂研究所（Plumbline Institute）", {"铅垂研究所": "Plumbline Institute"}),
        ("新系統「夜鷺」（Night Heron）上線", {"夜鷺": "Night Heron"}),
        ("紅隼（Kestrel，荷蘭新創）", {"紅隼": "Kestrel"}),
        ("人工智慧（AI）與生成式模型", {}),
        ("漲幅（2.5%）與價格（上季）", {}),
    ],
)
def test_glosses_are_read_in_both_orders_and_bracket_styles(text: str, expected: dict[str, str]) -> None:
    assert aliases(text) == expected


@pytest.mark.parametrize("name", ["輝達", "英伟达", "Nvidia", "NVIDIA"])
def test_a_well_known_name_has_one_form_in_every_script(name: str) -> None:
    assert canonical(name) == "Nvidia"
    assert is_known(name)


def test_an_unknown_name_stays_as_it_is() -> None:
    assert canonical("紅隼實驗室") == "紅隼實驗室"
    assert not is_known("紅隼實驗室")


@given(st.text())
def test_simplifying_keeps_every_position(text: str) -> None:
    assert len(simplify(text)) == len(text)


@given(st.text(alphabet=st.sampled_from("Aa1 .-（）()「」·公司的表示智谱Kestrel\n,’'$&"), max_size=80))
def test_any_text_is_read_and_every_name_stands_in_it(text: str) -> None:
    assert all(name in text and count > 0 for name, count in names(text).items())
    assert all(chinese in text and latin in text for chinese, latin in aliases(text).items())


@pytest.mark.parametrize("unit", ["A ", "1", "a1.", "（A", "公司", "·人", "「", "A. ", "Aa-", "表示"])
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    started = time.process_time()
    names(unit * (18_000 // len(unit)))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "name", "no_name"),
    [
        ("奧德米爾眾議院 88 比 71 過關", "眾議院", "眾議院 88"),
        ("參議院 60 席裡，執政聯盟只有 31 席", "參議院", "參議院 60"),
        ("喬斯·哈蒂根表示尊重", "喬斯·哈蒂根", "喬斯·哈蒂根表示尊重"),
        ("他是發起人努爾·巴斯蒂安斯", "努爾·巴斯蒂安斯", "發起人努爾·巴斯蒂安斯"),
    ],
)
def test_votes_and_what_is_said_are_no_part_of_a_name(text: str, name: str, no_name: str) -> None:
    found = names(text)
    assert no_name not in found
    assert name in found
