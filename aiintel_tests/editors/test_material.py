"""Material for a model: whole sentences, numbered, all sources heard, within a budget; and found again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editors.material import Line, Material, article_lines, tokens
from aiintel_tests.editors.newsdesk import ARTICLES, FACTORY_HANS, LARCH_EN, article

HEADS = {a.id: f"{a.source_id} {a.title}" for a in ARTICLES}


def test_lines_are_sentences_of_their_articles_as_they_stand_there() -> None:
    material, parts = article_lines(ARTICLES, HEADS, 10_000)
    assert [head for head, _ in parts] == list(HEADS.values())
    texts = {a.id: a.text for a in ARTICLES}
    for number, line in enumerate(material.lines, start=1):
        (evidence,) = line.evidence
        assert evidence.sentence == line.text
        assert evidence.sentence in texts[evidence.article_id]
        assert any(number in numbers for _, numbers in parts)


def test_the_order_of_an_article_is_kept() -> None:
    material, _ = article_lines([ARTICLES[1]], HEADS, 10_000)
    assert "\n".join(line.text for line in material.lines) == LARCH_EN


def test_a_small_budget_still_hears_every_source() -> None:
    material, parts = article_lines(ARTICLES, HEADS, sum(map(tokens, HEADS.values())) + 160)
    assert {line.evidence[0].article_id for line in material.lines} == {a.id for a in ARTICLES}
    assert len(material.lines) < sum(len(article_lines([a], HEADS, 10_000)[0].lines) for a in ARTICLES)
    assert [len(numbers) > 0 for _, numbers in parts] == [True] * 4


def test_a_sentence_that_two_articles_share_is_given_once() -> None:
    copy = article("x", "birch", "Copy", LARCH_EN, "en")
    material, _ = article_lines([ARTICLES[1], copy], {**HEADS, "x": "copy"}, 10_000)
    assert len({line.text for line in material.lines}) == len(material.lines)


def test_beyond_the_lead_sentences_with_figures_come_first() -> None:
    text = "\n".join(f"Plain sentence {chr(97 + n)} says a little about the model." for n in range(12))
    long = article("y", "birch", "Long", f"{text}\nIt has 340 parameters.", "en")
    material, _ = article_lines([long], {"y": ""}, 8 * 16 + 12)
    assert material.lines[-1].text == "It has 340 parameters."


def test_headings_credits_and_heaps_of_characters_are_no_sentences() -> None:
    text = (
        "作者 林文 北京\n模型的新進展\nPrerequisites\n赤楊公司週一發布模型。\n"
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA\n"
        "The model has 7 billion parameters and runs on one graphics card"
    )
    material, _ = article_lines([article("h", "alder", "t", text)], {"h": ""}, 9_000)
    assert [line.text for line in material.lines] == [
        "赤楊公司週一發布模型。",
        "The model has 7 billion parameters and runs on one graphics card",
    ]


def test_numbers_that_are_no_lines_are_dropped() -> None:
    material = Material((Line("a", "a"), Line("b", "b")))
    assert material.cited([0, 2, 3, 2, -1, 1]) == [2, 1]


def test_the_nearest_line_shares_the_rarest_words_whatever_the_script() -> None:
    material, _ = article_lines([article("c", "cedar", "t", FACTORY_HANS, "zh-Hans")], {"c": ""}, 10_000)
    (best,) = material.nearest("漏檢率從 4.6% 降到 1.3%", 1)
    assert "4.6%" in material.lines[best - 1].text
    assert material.nearest("Zebra", 3) == []


@given(st.lists(st.text(min_size=1), max_size=5), st.integers(0, 400))
def test_no_text_breaks_the_numbering(texts: list[str], budget: int) -> None:
    articles = [article(str(n), "alder", "t", text) for n, text in enumerate(texts)]
    material, parts = article_lines(articles, dict.fromkeys(map(str, range(len(texts))), "h"), budget)
    assert [n for _, numbers in parts for n in numbers] == list(range(1, len(material.lines) + 1))
