"""Claims of our own against made-up news: what is invented is found, and honest paraphrase passes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aiintel_assets.text import grounding
from aiintel_assets.text.grounding import ungrounded
from aiintel_assets.text.sentences import split_sentences
from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parents[1] / "fixtures/text"


def stories(name: str) -> list[dict[str, Any]]:
    return [story for part in yaml.safe_load((FIXTURES / name).read_text("utf-8")).values() for story in part]


def honest(told: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(claim, story["source"]) for story in told for claim in story["honest"]]


def invented(told: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(claim, part, story["source"]) for story in told for claim, part in story["invented"]]


TUNED, UNSEEN, BLIND, SECOND = (stories(f"grounding{kind}.yaml") for kind in ("", "_unseen", "_blind", "_blind_second"))
STORIES = TUNED + UNSEEN + BLIND + SECOND
HONEST, INVENTED = honest(TUNED), invented(TUNED)
SENTENCES = [
    sentence
    for kind in yaml.safe_load((FIXTURES / "zh_tw.yaml").read_text("utf-8")).values()
    for row in kind
    for sentence in ([row] if isinstance(row, str) else row)
] + [sentence for story in STORIES for sentence in split_sentences(story["source"])]


def places(claim: str, spans: list[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for span in spans:
        start = claim.index(span, end)
        end = start + len(span)
        yield start, end


def is_caught(claim: str, part: str, source: str) -> bool:
    start = claim.index(part)
    found = places(claim, ungrounded(claim, source))
    return any(span[0] < start + len(part) and start < span[1] for span in found)


@pytest.mark.parametrize(("claim", "source"), HONEST)
def test_an_honest_claim_passes(claim: str, source: str) -> None:
    assert ungrounded(claim, source) == []


@pytest.mark.parametrize(("claim", "part", "source"), INVENTED)
def test_an_invented_part_is_found(claim: str, part: str, source: str) -> None:
    assert is_caught(claim, part, source)


@pytest.mark.parametrize(
    ("told", "least"), [(UNSEEN, 0.95), (BLIND, 0.95), (SECOND, 0.93)], ids=["unseen", "blind", "second"]
)
def test_nearly_all_of_what_was_written_unseen_is_judged_rightly(told: list[dict[str, Any]], least: float) -> None:
    caught = [is_caught(*pair) for pair in invented(told)]
    alarms = [bool(ungrounded(*pair)) for pair in honest(told)]
    assert sum(caught) >= least * len(caught)
    assert sum(alarms) <= 0.05 * len(alarms)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("營收 570 億美元", "revenue of $57.0 billion"),
        ("占比六成二", "a share of 62 percent"),
        ("參數 2,700 萬", "a 27M-parameter model"),
        ("逾 150 個頻道", "more than 150 channels"),
        ("約 57 億美元", "$5.68 billion"),
        ("48 小時內", "within two days"),
        ("為期 18 個月", "for a year and a half, 18 months"),
        ("容量 1,200 MW", "a capacity of 1.2 GW"),
        ("獲利增至兩倍", "profit doubled"),
        ("降價五成", "prices were halved"),
        ("12 月 13 日", "on Dec. 13"),
        ("12 月 13 日", "date: 2025-12-13T06:00:00Z"),
        ("2025 年 12 月 13 日", "13 December 2025"),
        ("民國 114 年", "in 2025"),
        ("第三季", "in the third quarter"),
        ("下午 3 時 30 分", "at 3:30 p.m."),
        ("週三", "on Wednesday"),
        ("去年與今年第一代、首個、第一名", "nothing of the kind"),
        ("數十億美元的生意", "a business"),
        ("輝達與超微", "英伟达和AMD"),
        ("NVIDIA 公布財報", "辉达公布财报"),
        ("中國新創", "a Chinese startup"),
        ("紅隼實驗室（Kestrel Labs）", "Kestrel Labs said"),
        ("紅隼實驗室（Kestrel Labs）", "红隼实验室表示"),
        ("推出三個版本：A、B 與 C", "versions A, B and C"),
        ("郭明軒指出", "said Ming-hsuan Kuo"),
        ("約翰·史密斯表示", "John Smith said"),
        ("Runway Gen-4.5", "Runway’s new Gen-4.5"),
        ("以 RLHF 微調 LLM，並提供 API", "trained with feedback"),
        ("他說：「我們會繼續。」", "“We will go on,” he said."),
        ("見 https://news.example/Falcon-9 與 `Osprey 7`", "nothing"),
        ("讓人聯想到過去", "a reminder of the past"),
        ("延後一年四個月", "delayed by 16 months"),
        ("歷時一年半", "over a year and a half"),
        ("降至四分之一", "cut by a factor of four"),
        ("每股 0.41 美元", "41 cents a share"),
        ("吞吐量提升約 68%", "throughput rises from 14,200 to 23,900 tokens"),
        ("從 58% 降到 55%，下滑 3 個百分點", "it fell from 58% to 55%"),
        ("正確率 73%", "73 out of 100 cases"),
        ("近五十家企業", "forty-six companies"),
        ("完成 B 輪募資", "a Series B round"),
        ("淨利 1 兆 2,234 億日圓", "純利益は1兆2234億円だった"),
        ("提高三成", "3割引き上げる"),
        ("後藤芳秋指出", "said Yoshiaki Goto"),
        ("霍金斯與俄亥俄州", "ホーキンス氏はオハイオ州で"),
        ("索尼與 SanDisk", "ソニーとサンディスク"),
        ("美國德州的工廠", "a plant in Houston"),
        ("中國業者", "国内厂商"),
        ("第三大股東", "the third-largest shareholder"),
        ("較去年同期增加 5%", "up 5% from a year earlier"),
        ("執行長表示", "said the company"),
        ("日本參議院通過", "Japan’s upper house passed it"),
        ("五分之二的主管", "two in five managers"),
        ("八分之一的價格", "one eighth of the price"),
        ("召回 Cybertruck", "recalled Cybertrucks"),
        ("BiCS10 快閃記憶體", "BiCS10 flash"),
        ("每週 20 億次", "2 billion times a week"),
        ("每百萬詞元 3 美元", "$3/million tokens"),
        ("1150 億至 1350 億美元", "$115-135 billion"),
        ("1150 億至 1350 億元", "1150-1350亿元"),
        ("10 億個參數", "仅 1 B 参数"),
        ("3.032 秒", "耗时3.032s"),
        ("150 萬瓩", "1.5 gigawatts"),
        ("9,450 億度電", "945 TWh"),
        ("兩個月內", "within 60 days"),
        ("約 1,930 公里", "1,200 miles"),
        ("1,037.2 億盧比", "10,372 crore rupees"),
        ("投入 100 億元", "投入百億元"),
        ("費用只剩十分之一", "costs fell by 90 percent"),
        ("從 480 毫秒降到 0.12 秒，只有四分之一", "from 480 ms to 120 ms"),
        ("三家公司", "Oracle, OpenAI and SoftBank"),
        ("114 年 9 月 1 日", "2025年9月1日"),
        ("台灣時間 11 月 13 日凌晨 2 時", "at 10 a.m. Pacific Time on Nov. 12"),
        ("聯發科蔡力行預估", "联发科执行长蔡力行表示"),
        ("每四家就有一家，占 25%", "it is one in four."),
        ("前 11 個月", "前11月"),
        ("2026 上半年", "明年上半年"),
        ("下滑 1.2 個百分點", "down 120 basis points"),
        ("身高 172 公分、重 650 公克", "it is 1.72 metres tall and weighs 0.65 kg"),
        ("身高約 168 公分、重約 30 公斤", "it stands 5 feet 6 inches tall and weighs 66 pounds"),
        ("占地 2 平方公里", "on 200 hectares"),
        ("第七天", "on day seven"),
        ("第三類醫材", "三类医疗器械"),
        ("連續 15 天", "连续15日"),
        ("連續十季", "its tenth straight quarter"),
        ("下午三點", "between 3 and 5 p.m."),
        ("晚上九點", "夜里9点"),
        ("UTC 17 時 3 分，台灣時間凌晨 1 時許", "at 17:03 UTC"),
        ("八分之一的老師", "one teacher in eight"),
        ("月產能拉高到 900 台", "月產能 300 台，明年增為三倍"),
        ("招募約 300 人", "it will cut 150 jobs and hire twice that number"),
        ("11 款中有 9 款不及格", "of 11 models, only two passed"),
        ("逾 30 年", "for over three decades"),
        ("十億美元級合約", "billion-dollar deals"),
        ("每秒 9.6 Tb", "9.6 terabits per second"),
        ("以色列新創", "a startup from Jerusalem"),
        ("愛荷華州康瑟爾布拉夫斯的機房", "in Council Bluffs, Iowa"),
        ("拿下 44.9%，高出 3.2 個百分點", "得分44.9%，超过对手的41.7%"),
        ("拿到六成的分數", "得分60.2%"),
        ("那斯達克指數週五下跌", "纳指周五下跌"),
        ("執行長高度肯定團隊", "the chief executive praised the team"),
        ("他曾任職於貝恩策略顧問公司", "he worked at Bain & Company"),
        ("共 84萬4,530 人", "844,530 people"),
        ("約 1,900 人加入", "some 1,900 have signed up"),
        ("pre-A 輪融資", "完成 pre-A 融资"),
        ("愛沙尼亞業者", "an Estonian maker"),
        ("愛沙尼亞業者", "a maker from Tallinn"),
        ("奧里薩邦的專線", "a hotline in Odisha"),
        ("雪梨的團隊", "悉尼的团队"),
        ("埃克斯特倫提醒", "said Karin Ekström"),
        ("小笠原浩表示", "said Hiroshi Ogasawara"),
        ("佛利蒙（Fremont）工廠", "弗里蒙特的工厂"),
        ("他說：「比起搶第一，我們更想派上用場。」", "“We would rather be useful than first,” he said. “It pays.”"),
        ("他透露，「幾乎每週都有公司找上門，願意溢價買」", "他说：“几乎每周都有公司找上门来，愿意溢价购买。”"),
        ("第三季淨損", "a net loss in the September quarter"),
        ("團隊近一、兩百人", "团队接近一两百人"),
        ("委員柯里根直言", "said commissioner Dana Corrigan"),
        ("講授著作權的林奎斯特認為", "said Lena Lindquist, who teaches copyright"),
        ("面積約 16.2 萬平方公尺", "樓地板面積4.9萬坪"),
        ("搬放鈑金零件", "moved sheet-metal parts"),
        ("測試用了 2,048 筆請求", "测试使用2048条请求"),
        ("官方只說準備好就上線", "官方的说法是准备好就上线"),
        ("停止與業者簽新約", "停止与供应商签订新合同"),
        ("國際數學奧林匹亞金牌", "国际数学奥林匹克金牌"),
        ("格里菲斯猜想", "the Griffiths conjecture"),
        ("香港科技大學的團隊", "来自港科大的团队"),
        ("稱為「全面的安全測試」", "称为「safety testing」，也就是全面安全测试"),
    ],
)
def test_the_same_fact_in_other_words_passes(claim: str, source: str) -> None:
    assert ungrounded(claim, source) == []


@pytest.mark.parametrize(
    ("claim", "source", "spans"),
    [
        ("57 億元人民幣", "$5.7 billion", ["57 億元人民幣"]),
        ("57 億美元", "$5.68 billion", ["57 億美元"]),
        ("約 57 億美元", "$5.2 billion", ["57 億美元"]),
        ("高出 3 個百分點", "up 3%", ["3 個百分點"]),
        ("比 GPT-5.1 快", "faster than GPT-5.2", ["GPT-5.1"]),
        ("比 GPT-5 快", "faster than GPT-5.1", ["GPT-5"]),
        ("採用 R9 核心", "the R8 core", ["R9"]),
        ("Kestrel 3 Mini 上線", "Kestrel 3 is live", ["Kestrel 3 Mini"]),
        ("Kestrel 3 上線", "Kestrel 3 Mini is live", ["Kestrel 3"]),
        ("2024 年 12 月 13 日", "December 13, 2025", ["2024 年 12 月 13 日"]),
        ("約翰·史密斯表示", "Maria Okonedo said", ["約翰·史密斯"]),
        ("輝達與超微在 12 月合作", "英特尔和AMD在11月合作", ["輝達", "12 月"]),
        ("他說：「我們會繼續。」", "他说：“我们不会继续。”", ["我們會繼續。"]),
        ("他說：「我們一定會繼續下去。」", "He was silent.", ["我們一定會繼續下去。"]),
        ("約 58 億美元", "$5.68 billion", ["58 億美元"]),
        ("近 90%", "80%", ["90%"]),
        ("近萬位專家", "nearly 1,000 experts", ["萬位"]),
        ("每天 25 萬趟", "250,000 rides a week", ["每天"]),
        ("台灣時間 11 月 14 日凌晨 3 時", "at 10 p.m. ET on Nov. 12", ["11 月 14 日", "凌晨 3 時"]),
        ("前七大企業", "the five largest firms", ["七"]),
        ("投前估值", "a post-money valuation", ["投前"]),
        ("淨利創新高", "a record net loss", ["淨利"]),
        ("採用 14A 製程", "the 18A process", ["14A"]),
        ("完成 C 輪募資", "a Series B round", ["C 輪"]),
        ("分析師陳國華指出", "said analyst Park Ji-hoon", ["陳國華"]),
        ("分析師霍金斯指出", "said analyst Sorensen", ["霍金斯"]),
        ("俄亥俄州的工廠", "a plant in Arizona", ["俄亥俄州"]),
        ("日系外資看好", "美系外資看好", ["日系"]),
        ("第三大股東", "the second-largest shareholder", ["第三"]),
        ("明年推出", "released last year", ["明年"]),
        ("財務長表示", "the chief executive said", ["財務長"]),
        ("眾議院通過", "the Senate passed it", ["眾議院"]),
        ("單顆 GPU", "on one TPU", ["GPU"]),
        ("19.1 億港元", "营收19.1亿元，市值2270亿港元", ["19.1 億港元"]),
        ("Gemini 2.5 上線", "Gemini 2.5 Flash is live", ["Gemini 2.5"]),
        ("股價上漲 7.5%", "shares slid as much as 7.5%", ["7.5%"]),
        ("下滑 120 個百分點", "down 120 basis points", ["120 個百分點"]),
        ("重 650 公斤", "it weighs 650 grams", ["650 公斤"]),
        ("11.8 萬平方公尺", "118,000 hectares", ["11.8 萬平方公尺"]),
        ("3 微米製程", "on TSMC 3nm", ["3 微米"]),
        ("平均 4 毫秒", "4 秒出图，4 张", ["4 毫秒"]),
        ("一分鐘就能完成", "in a matter of 30 seconds", ["一分鐘"]),
        ("兩年內跟進", "two in five plan to within 12 months", ["兩年"]),
        ("六具光達", "with four lidars", ["六"]),
        ("縮小到三到四週", "缩小到三到四个月，3月", ["四週"]),
        ("指數週四下跌", "指数周五下跌", ["週四"]),
        ("下載突破 50 萬次", "下载突破5万次，256K的上下文，速度提升2倍", ["50 萬"]),
        ("7 億元新台幣", "获得7亿元融资", ["7 億元新台幣"]),
        ("尖峰每分鐘 11 萬次", "110,000 requests per second at peak", ["每分鐘"]),
        ("縮短到數秒鐘", "cut from days to hours", ["數秒"]),
        ("漢諾威的展會", "at a fair in Stuttgart", ["漢諾威"]),
        ("在雲南推廣", "in Sichuan", ["雲南"]),
        ("位於科克附近", "near Athlone", ["科克"]),
        ("與益普索合作進行", "together with YouGov", ["益普索"]),
        ("社長小笠原浩表示", "said Haruto Minegishi", ["小笠原浩"]),
        ("站長多吉才旦說", "站长扎西次仁介绍", ["多吉才旦"]),
        ("產品經理蔡明哲表示", "CLI and Codex, said the Google team", ["蔡明哲"]),
        ("獲 a16z 投資", "backed by Sequoia", ["a16z"]),
        ("雷根說過", "said commissioner Dana Corrigan", ["雷根"]),
        ("試驗由懷卡托大學主導", "a trial run by the University of Otago", ["懷卡托"]),
        ("導演艾弗雷特退還獎金", "director Karin Lindqvist returned the prize", ["艾弗雷特"]),
        ("面積 4.9 萬平方公尺", "樓地板面積4.9萬坪", ["4.9 萬平方公尺"]),
        ("可看到 3.5 海里外", "可在3.5公里外识别", ["3.5 海里"]),
        ("車資 17.4 加元", "a fare of $17.40", ["17.4 加元"]),
        ("花了 2,200 萬歐元", "for 22 million kroner", ["2,200 萬歐元"]),
        ("香港科技大學的團隊", "来自港中大的团队", ["香港科技大學"]),
        ("團隊近三、四百人", "团队接近一两百人", ["三", "四百人"]),
        (
            "執行長說：「好萊塢的時代已經結束。」",
            "“Consent turned out to be cheaper than lawyers,” she said.",
            ["好萊塢的時代已經結束。"],
        ),
        ("她說：「沒有任何資料遭到濫用。」", "“We failed at something basic,” she said.", ["沒有任何資料遭到濫用。"]),
        ("在 2027 會計年度與 WAIC 2023", "in fiscal 2026 and at WAIC 2024", ["2027 會計年度", "WAIC 2023"]),
    ],
)
def test_what_contradicts_the_source_is_named_in_order(claim: str, source: str, spans: list[str]) -> None:
    assert ungrounded(claim, source) == spans


@pytest.mark.parametrize("text", [story["source"] for story in STORIES] + SENTENCES)
def test_a_source_supports_itself_in_either_script(text: str) -> None:
    assert ungrounded(text, text) == []
    assert ungrounded(to_taiwan(text), text) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["source"][:12])
def test_a_source_supports_its_sentences_by_their_facts_alone(
    story: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounding, "is_verbatim", lambda _claim, _source: False)
    source = story["source"]
    assert [ungrounded(to_taiwan(sentence), source) for sentence in split_sentences(source)] == [
        [] for _ in split_sentences(source)
    ]


TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [
                *"一二十百萬億元月日年週季「」（）·.%$ \n：、",
                "12",
                "3.5",
                "GPT-5",
                "Kestrel",
                "分之",
                "輝達",
                "表示",
                "公司",
                "OS",
                "十2",
                "٣",
                "9" * 29,
                "兆",
                "第",
                "個月",
                "半",
                " to ",
                "A 輪",
                "ソニー",
                "million",
                "去年",
                "成長",
            ]
        ),
        max_size=30,
    ).map("".join),
)


@given(claim=TEXTS, source=TEXTS)
def test_any_text_is_read_and_spans_stand_in_the_claim_in_order(claim: str, source: str) -> None:
    spans = ungrounded(claim, source)
    assert all(spans)
    assert len(list(places(claim, spans))) == len(spans)


@given(text=TEXTS)
@settings(max_examples=200)
def test_any_text_supports_itself(text: str) -> None:
    assert ungrounded(text, text) == []
    assert ungrounded(to_taiwan(text), text) == []


@pytest.mark.parametrize(
    "unit", ["1", "一", "A", "a ", "A-1 ", "「", "·", "（", "分之", "年", "12月", "的", "A.", "Ab "]
)
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    started = time.process_time()
    ungrounded(unit * (4_000 // len(unit)), unit * (20_000 // len(unit)) + "x")
    assert time.process_time() - started < 2
