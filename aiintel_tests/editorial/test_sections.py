from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from aiintel_assets.editorial.sections import SECTIONS, place, place_topic
from aiintel_assets.models import CleanArticle
from aiintel_assets.text.zh_tw import simplified_leftovers

ITEMS = yaml.safe_load(Path(__file__).parents[1].joinpath("fixtures/editorial/relevance.yaml").read_text("utf-8"))
FUNDING = ("Chip start-up raises $90 million", "The Series B round values it at $700 million, investors said.")
LAWSUIT = ("Judge lets copyright lawsuit go ahead", "Three authors sued over training data; the court will hear them.")


def _article(title: str, text: str, name: str = "a") -> CleanArticle:
    return CleanArticle(
        id=name,
        title=title,
        text=text,
        language="en",
        source_id="s",
        url=f"https://example.org/{name}",
        published_at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def test_the_sections_stand_in_the_order_of_the_post() -> None:
    assert [section.id for section in SECTIONS] == ["headlines", "models", "tools", "industry", "trends", "market"]
    assert SECTIONS[1].name == "模型與技術更新"


def test_most_items_stand_where_an_editor_puts_them() -> None:
    labelled = [item for item in ITEMS if "section" in item]
    wrong = [item["title"] for item in labelled if place(item["title"], item["text"]).section != item["section"]]
    assert len(wrong) <= 0.1 * len(labelled), wrong


def test_no_script_is_treated_worse_than_another() -> None:
    traditional = place("法院判決：訓練資料侵害著作權", "三名作家提告。")
    simplified = place("法院判决：训练资料侵害著作权", "三名作家提告。")
    assert traditional == simplified
    assert traditional.section == "trends"


def test_nothing_is_placed_in_the_headlines() -> None:
    placement = place("Top headlines of the day", "Today's headlines, and breaking news.")
    assert "headlines" not in placement.scores
    assert placement.section != "headlines"


def test_an_item_without_a_hint_goes_to_applications_and_says_so() -> None:
    placement = place("", "")
    assert (placement.section, placement.reasons) == ("industry", ("沒有明顯線索",))


def test_the_title_outweighs_the_lead() -> None:
    title, _ = FUNDING
    assert place(title, "The hospital said patients like it.").section == "market"


def test_reasons_name_words_of_the_winning_section_in_taiwans_script() -> None:
    placement = place("法院判决出炉", "作家起诉公司侵权。")
    assert "標題提到「法院」" in placement.reasons
    assert not simplified_leftovers("".join(placement.reasons))


def test_a_topic_of_one_article_stands_where_the_article_does() -> None:
    assert place_topic([_article(*FUNDING)]) == place(*FUNDING)


def test_the_majority_of_a_topic_decides() -> None:
    topic = [_article(*LAWSUIT, "a"), _article(*FUNDING, "b"), _article(*LAWSUIT, "c")]
    assert place_topic(topic).section == "trends"


def test_the_order_of_the_articles_does_not_matter() -> None:
    topic = [_article(*LAWSUIT, "a"), _article(*FUNDING, "b"), _article("A robot in a hospital", "Patients wave.", "c")]
    assert len({repr(place_topic(order)) for order in permutations(topic)}) == 1


def test_a_topic_needs_an_article() -> None:
    with pytest.raises(ValueError, match="at least one article"):
        place_topic([])
