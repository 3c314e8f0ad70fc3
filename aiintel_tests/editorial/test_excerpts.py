"""Which sentences are worth quoting, and that every one of them stands in its article as it is."""

from __future__ import annotations

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
        "(Yes, the people who built the model know that it is slow.)",
    ],
)
def test_what_is_said_of_the_page_is_not_quoted(sentence: str) -> None:
    assert sentences(f"{sentence}\n紅隼實驗室發布新的語言模型。") == ["紅隼實驗室發布新的語言模型。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The company met investors on Monday and will try the model in May.",
        "Checks on the software took three weeks, the ministry said.",
        "監管機關關注我國業者的做法，並要求三週內說明。",
        "執行長說：「我不擔心成本，我擔心的是時間。」",
        "The director said: “I have never seen a model that learns this fast.”",
    ],
)
def test_news_in_like_words_is(sentence: str) -> None:
    assert sentences(sentence) == [sentence]
