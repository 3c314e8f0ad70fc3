"""Which sentences are worth quoting, and that every one of them stands in its article as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editorial.excerpts import alike, choose, excerpts, in_order, utterances
from aiintel_assets.models import CleanArticle

SENTENCES = (
    "紅隼實驗室發布新的語言模型。",
    "「我們很快就會推出下一版。」執行長說。",
    "它的參數有 70 億個。",
    "The laboratory released a new language model on Monday.",
    '"We ship next week," the director of the laboratory said.',
    "She declined to say how much it cost to train.",
    "未完的「引號",
    "(Open bracket here.",
)


def article(text: str, number: int = 1) -> CleanArticle:
    return CleanArticle(
        f"a{number}", "標題", text, "zh-Hant", "s", "https://s.example/", datetime(2026, 3, 9, tzinfo=UTC)
    )


def sentences(text: str) -> list[str]:
    return [excerpt.sentence for excerpt in excerpts(article(text))]


@given(st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=60), st.just("\n")), max_size=20).map("".join))
def test_whatever_the_text_every_excerpt_stands_in_it(text: str) -> None:
    found = excerpts(article(text))
    assert all(excerpt.sentence in text for excerpt in found)
    assert [e.position for e in found] == sorted({e.position for e in found})
    assert "".join("".join(utterances(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "太短。",
        "長" * 161 + "。",
        "a" * 421 + ".",
        "這是一則沒有句號的導覽列文字",
        "「這一段話的引號沒有關起來。",
        "「只有引述而沒有人說話的一句話。」",
        "“A quotation that nobody in the sentence has said.”",
        '"A quotation that nobody in the sentence has said."',
        "小模型團隊負責人某某（Name）說。",
    ],
)
def test_stubs_paragraphs_and_half_quotations_are_not_quotable(text: str) -> None:
    assert sentences(text) == []


def test_a_quotation_keeps_the_speaker_who_follows_it() -> None:
    text = "公司今天發布了一個新的模型。「很多人要的是能離線執行的版本。」團隊主管說。市場反應相當正面而且熱烈。"
    assert sentences(text) == [
        "公司今天發布了一個新的模型。",
        "「很多人要的是能離線執行的版本。」團隊主管說。",
        "市場反應相當正面而且熱烈。",
    ]


def test_a_quotation_of_several_sentences_stays_whole() -> None:
    text = "理事長強調：「我們不反對系統。我們反對的是沒有人手。」這場會議在下午四點多結束。"
    assert sentences(text) == ["理事長強調：「我們不反對系統。我們反對的是沒有人手。」", "這場會議在下午四點多結束。"]


@pytest.mark.parametrize(
    "text",
    [
        "它的參數有 70 億個而且可以商用。",
        "這次更新讓等待時間縮短了一半。",
        "第二，三次測試分在不同的時段。",
        "后者在前一天宣布了停产的消息。",
        "要分清這兩種情況並不是很容易。",
        "They plan to publish the results of the test in May.",
        "But the score could not be reproduced by anyone else.",
        '"We will run our own questions first," she said.',
        "With those questions removed, the score fell to 58.7%.",
        "The catch is that the licence of the model ends in May.",
        "In recent tests of the laboratory, it answered every question.",
        "At the same time, the price of the older model went up.",
        "At the port of Rotterdam, the union also asked for a vote.",
        "錯誤率則由百分之九點八降到四點七。",
        "市場的需求卻恰恰相反而且相當微弱。",
        "換句話說，一樣的工作只要一半的費用。",
        "在長文題集的測試中，它的成績比上一代好。",
        "三個模型分別是大中小三種不同的尺寸。",
        "也就是說，帳單會比以前薄上許多。",
        "官方還說這個版本比上一代省電許多。",
    ],
)
def test_sentences_that_need_the_one_before_them_lean(text: str) -> None:
    (excerpt,) = excerpts(article(text))
    assert excerpt.leans


@pytest.mark.parametrize(
    "text",
    [
        "紅隼實驗室發布了新的語言模型。",
        "Kestrel Labs released its new language model on Monday.",
        "Theory and practice differ, the director of the lab said.",
        "Italy will vote on the bill before the end of the year.",
        "Kestrel Labs sold its shares in the port this week for a low price.",
        "Linux is not one of those projects that refuse all patches.",
        "監理規則與資料準則由兩部會共同訂定。",
        "九則新聞裡有三則與落葉松實驗室有關。",
        "訓練資料有19兆個token，花了七十一天。",
    ],
)
def test_sentences_that_name_their_subject_do_not_lean(text: str) -> None:
    (excerpt,) = excerpts(article(text))
    assert not excerpt.leans


@pytest.mark.parametrize(
    "text",
    [
        "內容來源：一家從來不曾存在過的媒體工作室。",
        "本文閱讀時間大約需要八分鐘左右的時間。",
        "本文整理自一場在港邊舉行的技術研討會。",
        "責編：一位不具名而且並不存在的編輯先生。",
        "Our 31st episode with a summary of everything that happened.",
        "The site lets you search all past issues of the letter.",
        "— A person of note, in a letter to the board, 1 May 2025.",
    ],
)
def test_credits_and_what_the_page_says_of_itself_are_not_quoted(text: str) -> None:
    assert not excerpts(article(text))


def test_an_excerpt_tells_what_it_offers() -> None:
    (technical,) = excerpts(article("模型有 70 億個參數，每秒生成 34 個詞元。"))
    assert technical.technical >= 2
    assert technical.figures == 2
    (use,) = excerpts(article("該系統目前部署在三家醫院的急診室。"))
    assert use.use
    (awaited,) = excerpts(article("微調教學預定 3 月 17 日對外公開。"))
    assert awaited.ahead
    assert awaited.dated
    (definition,) = excerpts(article("分詞器是一種把文字切成小塊的工具。"))
    assert definition.defines


def test_only_the_beginning_of_a_text_may_point_back_for_its_title_says_to_what() -> None:
    pointing = "Kestrel Labs uses this new index in every port."
    for before, leans in ((0, False), (1, False), (2, True)):
        text = "The port of Rotterdam bought forty cranes. " * before + pointing
        assert excerpts(article(text))[-1].leans is leans


@pytest.mark.parametrize(
    ("text", "technical", "use"),
    [
        ("模型採用混合專家架構，參數有 70 億個。", True, False),
        ("若要部署到工廠，團隊應該先取得許可證。", False, False),
        ("因素同時作用於供需兩方面，難以估計影響。", False, False),
        ("Teams should deploy the scanner only after a review.", False, False),
        ("The scanner is used by 20 hospitals in the north of the country.", False, True),
        ("The tool used to be slow, and nobody liked the way it worked.", False, False),
    ],
)
def test_a_use_is_no_advice_and_no_design(text: str, technical: bool, use: bool) -> None:  # noqa: FBT001 - a table
    (excerpt,) = excerpts(article(text))
    assert (bool(excerpt.technical), bool(excerpt.use)) == (technical, use)


@pytest.mark.parametrize(
    "text",
    [
        "The report will be published in May, the ministry said on Monday.",
        "Kestrel Labs plans to open an office in Lisbon.",
        "晶片預計 3 月底量產，並由兩家工廠供貨。",
        "下一代模型即將發布，價格尚未公布。",
    ],
)
def test_what_will_happen_is_awaited(text: str) -> None:
    (excerpt,) = excerpts(article(text))
    assert excerpt.ahead


@pytest.mark.parametrize(
    "text",
    [
        "Nobody can predict what will happen if the supply of power runs dry.",
        "Pods come up, get scheduled wherever there is room, and are replaced.",
        "每次生成預計消耗五點三積分，視長度而定。",
        "他整理的是尚未成形的想法與零散的筆記。",
        "這是目前市場上跑得最快的模型，沒有之一。",
    ],
)
def test_what_may_happen_at_any_time_is_not(text: str) -> None:
    (excerpt,) = excerpts(article(text))
    assert not excerpt.ahead


def test_the_number_and_the_heading_of_a_lists_item_are_left_out() -> None:
    assert sentences("2.【紅隼降價四成】紅隼實驗室 3 日宣布降價四成。") == ["紅隼實驗室 3 日宣布降價四成。"]
    assert sentences("How it works: The scanner reads a page in half a second.") == [
        "The scanner reads a page in half a second."
    ]


def test_a_sentence_in_lower_case_leans_unless_its_title_begins_like_that() -> None:
    (torn,) = excerpts(article("max gives the model more time than xhigh to explore."))
    (tool,) = excerpts(replace(article("rtk intercepts the command and compresses its output."), title="What rtk does"))
    (firm,) = excerpts(article("xAI’s new model is now available on the cloud of the port."))
    assert (torn.leans, tool.leans, firm.leans) == (True, False, False)


def test_latin_words_count_where_chinese_stands_right_beside_them() -> None:
    (lead,) = excerpts(replace(article("改授權的隔天，成員成立分岔專案Glowworm。"), title="Glowworm從Lantern分岔"))
    assert lead.pieces >= {"glowworm", "分岔"}
    assert lead.titled == 2 + 1  # the name counts twice


def test_who_is_spoken_to_and_spoken_for_is_told() -> None:
    (to_readers,) = excerpts(article("You can define the policy in the console of the service."))
    (of_us,) = excerpts(article("We validated the model on 205 tasks of an open test."))
    (neither,) = excerpts(article('"You should wait," the director of the laboratory said.'))
    assert (to_readers.to_readers, of_us.of_us) == (True, True)
    assert (neither.to_readers, neither.of_us) == (False, False)


def test_the_same_sentence_in_either_script_is_alike() -> None:
    (one,) = excerpts(article("紅隼實驗室發布新模型並開放權重。"))
    (other,) = excerpts(article("红隼实验室发布新模型并开放权重。", 2))
    assert alike(one, other)


def test_sentences_with_the_same_amounts_tell_the_same() -> None:
    (one,) = excerpts(article("首批交貨由 4 月 6 日延到 5 月 25 日。", 1))
    (other,) = excerpts(article("Reported: 從4月6日推遲到5月25日才能拿到貨。", 2))
    (third,) = excerpts(article("庫存的舊款加速卡價格打了八五折。", 3))
    assert alike(one, other)
    assert not alike(one, third)


def test_another_article_may_retell_with_fewer_words_in_common() -> None:
    told, again = "題組的維護單位五日將宣布改版的內容。", "題組維護方定於五日對外宣布改版。"
    (one,), (other,) = excerpts(article(told, 1)), excerpts(article(again, 2))
    (same_article,) = excerpts(article(again, 1))
    assert alike(one, other)
    assert not alike(one, same_article)


def test_choosing_leaves_out_what_repeats_and_keeps_the_order() -> None:
    text = (
        "紅隼實驗室發布新的語言模型。紅隼實驗室發布新的語言模型了。價格比上一代產品下降四成。授權條款允許所有公司商用。"
    )
    found = excerpts(article(text))
    assert choose(found, 2, []) == [found[0], found[2]]
    assert choose(found, 2, [found[0]]) == [found[2], found[3]]
    assert choose(found, 0, []) == []
    assert in_order([found[3], found[0]], ["a1"]) == [found[0], found[3]]


@pytest.mark.parametrize(
    "sentence",
    [
        "See how the sales team of the company uses the new model every day.",
        "For more details on the licence of the model, see the announcement.",
        "Welcome to the first issue of our letter for July, written in Leeds.",
        "In this post we walk through how the metadata of the memory works.",
        "Run npx auth to add a login to your app from the terminal (Sponsored).",
        "Monitor | Deploy agents that hunt for anomalies across the network.",
        "歡迎關注我們的公眾號，每天早上收到最新的人工智慧消息。",
        "圖 2：新模型在長文題集上的得分，資料由實驗室提供。",
        "更多內容請見文末的連結，也歡迎在留言區告訴我們你的看法。",
        "I have been using the new model for a week and like it a lot.",
        "我這一週都在試用這個模型，寫作時幫了不少忙。",
        "If nobody describes the model, who will understand it?",
        "In this guide, you will learn how to build an index for the port.",
        "Ann welcomes Bo, who builds cranes, to the show to talk about robots.",
        "The law will be enforceable in August, one month from now1.",
        "Understanding the tradeoffs of caching (latency and complexity)",
        "Use Luna for high-volume tasks such as sorting the mail of a city.",
        "學院第 26 期課程將於九月正式啟程，歡迎各界先進。",
        "每日智慧製造產業資訊速遞，帶來最新消息。",
        "(Yes, the people who built the model know that it is slow.)",
    ],
)
def test_what_is_said_of_the_page_is_not_quoted(sentence: str) -> None:
    assert sentences(f"{sentence}\n紅隼實驗室發布新的語言模型。") == ["紅隼實驗室發布新的語言模型。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The company met investors on Monday and will try the model in May.",
        "「自我進化」的機器人在港口試用三週，沒有出錯。",
        "Checks on the software took three weeks, the ministry said.",
        "監管機關關注我國業者的做法，並要求三週內說明。",
        "執行長說：「我不擔心成本，我擔心的是時間。」",
        "The director said: “I have never seen a model that learns this fast.”",
    ],
)
def test_news_in_like_words_is(sentence: str) -> None:
    assert sentences(sentence) == [sentence]
