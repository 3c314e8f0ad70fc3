"""What counts as a follow-up, and what was printed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aiintel_assets.editorial.memory import continuation, reprinted, seen_before
from aiintel_assets.models import CleanArticle, Earlier, Topic


def topic(identity: str, *names: str, articles: tuple[str, ...] = ("a",)) -> Topic:
    return Topic(article_ids=articles, id=identity, title=" and ".join(names), names=names)


LARCH = topic("t1", "Larch 2", "落葉松實驗室", "Alder")


def test_two_names_in_common_make_a_story_go_on() -> None:
    found = continuation(topic("t9", "Larch 2", "落葉松實驗室"), {"2026-03-08": [LARCH]})
    assert found == Earlier("2026-03-08", "t1", LARCH.title)


@pytest.mark.parametrize("names", [(), ("Larch 2",), ("Larch 2", "Birch"), ("Birch", "Elm")])
def test_fewer_names_in_common_do_not(names: tuple[str, ...]) -> None:
    assert continuation(topic("t9", *names), {"2026-03-08": [LARCH]}) is None


def test_names_that_are_in_the_news_on_any_day_do_not_count() -> None:
    earlier = {"2026-03-08": [topic("t1", "OpenAI", "ChatGPT", "Google", "Larch 2")]}
    assert continuation(topic("t9", "OpenAI", "ChatGPT", "Google"), earlier) is None
    assert continuation(topic("t9", "OpenAI", "Larch 2"), earlier) is None


def test_one_of_the_names_must_lead_each_of_the_topics() -> None:
    passing = topic("t1", "Elm", "Fir", "Ash", "Rotterdam", "Series B")
    assert continuation(topic("t9", "Oak", "Yew", "Box", "Rotterdam", "Series B"), {"2026-03-08": [passing]}) is None
    assert continuation(topic("t9", "Rotterdam", "Oak", "Yew", "Series B"), {"2026-03-08": [passing]}) is None
    told = topic("t1", "Elm", "Rotterdam", "Fir", "Ash", "Series B")
    assert continuation(topic("t9", "Rotterdam", "Oak", "Yew", "Series B"), {"2026-03-08": [told]}) is not None


def test_one_of_the_names_must_stand_in_a_title() -> None:
    named = topic("t9", "Larch 2", "落葉松實驗室")
    essay = replace(named, title="Ideas, not code")
    other_essay = replace(LARCH, title="What will change")
    assert continuation(essay, {"2026-03-08": [other_essay]}) is None
    assert continuation(essay, {"2026-03-08": [LARCH]}) is not None
    assert continuation(named, {"2026-03-08": [other_essay]}) is not None
    glossed = replace(named, title="Larch Labs has ideas")
    assert continuation(glossed, {"2026-03-08": [other_essay]}, {"Larch Labs": "落葉松實驗室"}) is not None


def test_the_name_in_a_title_must_be_prominent_in_both() -> None:
    passing = topic("t9", "Elm", "OpenAI", "Google", "ChatGPT", "Ash", "Larch 2", "Alder")
    told = replace(topic("t1", "Larch 2", "Alder"), title="Larch 2 gets another bump")
    assert continuation(passing, {"2026-03-08": [told]}) is None
    assert continuation(topic("t9", "Elm", "Larch 2", "Alder"), {"2026-03-08": [told]}) is not None


def test_the_newest_of_equals_is_taken_further() -> None:
    earlier = {"2026-03-07": [LARCH], "2026-03-08": [LARCH]}
    found = continuation(LARCH, earlier)
    assert found is not None
    assert found.edition == "2026-03-08"
    assert continuation(LARCH, dict(reversed(list(earlier.items())))) == found


def test_rare_names_say_more_than_common_ones() -> None:
    earlier = {
        "2026-03-08": [
            topic("common", "Birch", "Elm"),
            topic("another", "Birch", "Elm"),
            topic("rare", "Larch 2", "Fir"),
        ]
    }
    found = continuation(topic("t9", "Birch", "Elm", "Larch 2", "Fir"), earlier)
    assert found is not None
    assert found.topic_id == "rare"


def test_case_and_other_forms_of_a_name_do_not_hide_a_story() -> None:
    earlier = {"2026-03-08": [topic("t1", "LARCH 2", "Larch Labs")]}
    now = topic("t9", "Larch 2", "落葉松實驗室")
    assert continuation(now, earlier) is None
    assert continuation(now, earlier, {"Larch Labs": "落葉松實驗室"}) is not None


def test_without_earlier_editions_nothing_goes_on() -> None:
    assert continuation(LARCH, {}) is None


def test_articles_that_stood_in_an_earlier_edition_are_told_with_it() -> None:
    earlier = {"2026-03-07": [topic("t1", articles=("a", "b"))], "2026-03-08": [topic("t2", articles=("c",))]}
    assert seen_before(["c", "x", "a"], earlier) == {"c": "2026-03-08", "a": "2026-03-07"}
    assert seen_before([], earlier) == {}


AT = datetime(2026, 3, 8, tzinfo=UTC)
PRINTED = CleanArticle(
    "old",
    "Larch 2",
    "The laboratory presented Larch 2 on Sunday. " * 3,
    "en",
    "s",
    "https://s.example/",
    AT,
    "",
    "2026-03-09",
)


def test_a_text_that_was_printed_on_an_earlier_day_is_a_repeat_under_any_address() -> None:
    again = replace(
        PRINTED, id="new", url="https://t.example/", edition="2026-03-10", published_at=AT + timedelta(days=1)
    )
    other = replace(again, id="other", text="Ferries run late in the harbour, the council said, and will until May.")
    assert reprinted([again, other], [PRINTED]) == {"new": "2026-03-09"}
    assert reprinted([replace(again, language="zh-Hant")], [PRINTED]) == {"new": "2026-03-09"}
    assert reprinted([again], []) == reprinted([], [PRINTED]) == reprinted([PRINTED], [PRINTED]) == {}


def test_a_platform_that_many_topics_name_joins_no_stories() -> None:
    busy = [topic(f"t{number}", "Larch 2", f"Customer {number}", "Alder") for number in range(3)]
    assert continuation(topic("t9", "Larch 2", "Alder"), {"2026-03-08": busy}) is None
    twice = {"2026-03-07": busy[:2], "2026-03-08": busy[1:]}
    assert continuation(topic("t9", "Larch 2", "Alder"), twice) is None
    assert continuation(topic("t9", "Larch 2", "Alder"), {"2026-03-08": busy[:2]}) is not None


def test_a_roundup_neither_goes_on_nor_is_taken_further() -> None:
    roundup = replace(LARCH, title="[AI News] not much happened today")
    assert continuation(topic("t9", "Larch 2", "Alder"), {"2026-03-08": [roundup]}) is None
    assert continuation(roundup, {"2026-03-08": [LARCH]}) is None
