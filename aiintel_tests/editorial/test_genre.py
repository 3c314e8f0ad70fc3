"""News, lessons and advertisements are told apart by how they are told."""

from __future__ import annotations

import pytest

from aiintel_assets.editorial.genre import advertises, newsiness


@pytest.mark.parametrize(
    ("title", "worth"),
    [
        ("Kestrel Labs launches Kestrel 3", 1),
        ("紙船軟體宣布改換授權", 1),
        ("鸦羽 R9 推迟七周交付，被迫召回", 1),
        ("A harbour in winter", 0),
        ("Building an agentic solution with a vector index", -1),
        ("教學：24GB 顯示卡跑得動嗎？", -1),
        ("The morning brief: ferries and fish", -1),
        ("Inside the launch of Kestrel 3", 0),
    ],
)
def test_news_is_told_from_lessons_by_its_headline(title: str, worth: int) -> None:
    assert newsiness(title) == worth


REPORT = "Kestrel Labs announced a model on Monday. The price falls by 40%, the company said. Analysts said it was due."
LESSON = "In this guide, you will learn how to build an index. Make sure that you have the prerequisites. Let's go."


def test_the_text_tells_news_from_lessons_where_the_headline_does_not() -> None:
    assert newsiness("A harbour in winter", REPORT) > 0 > newsiness("A harbour in winter", LESSON)
    assert newsiness("冬天的港口", "紅隼實驗室 2 日宣布降價四成，並表示即日生效。") > 0
    assert newsiness("冬天的港口", "第一步，點擊設定並複製提示詞；接下來你要安裝套件，比如這一個。") < 0


def test_a_roundup_tells_no_news_whatever_its_text() -> None:
    assert newsiness("2026 03 09 Harbour News", REPORT) == -1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cohort 9 of our course on agents", "Enrollment closes on Friday. Register now and save your seat."),
        ("Orrery Cloud named a Leader in the Magic Quadrant", REPORT),
        ("Agents in the harbour", "Ann welcomes Bo, who builds cranes, to the show to discuss robots in the port."),
        ("智能體實戰訓練營開放招生", "報名即將截止，名額有限，掃碼入群。主辦方提供門票。"),
        (
            "港口之夜",
            "歡迎報名。嘉賓與議程將陸續公布，門票即日起開賣，早鳥票享八折，掃碼加入。主辦方誠邀您參會。",
        ),
    ],
)
def test_what_only_invites_advertises(title: str, text: str) -> None:
    assert advertises(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Kestrel Labs launches Kestrel 3", REPORT),
        ("How to build an index", LESSON),
        ("An agent that answers support tickets", "The agent closed 40% of the tickets, the company said. " * 9),
        ("The port names a chief of robots", f"{REPORT} The workshop and the webinar are on Friday. " + REPORT * 9),
        ("教育部公布招生新制", "教育部 3 日公布招生新制，明年起由系統分發，並表示將減少名額。" + "各校意見不一。" * 40),
    ],
)
def test_news_that_mentions_an_event_does_not(title: str, text: str) -> None:
    assert not advertises(title, text)
