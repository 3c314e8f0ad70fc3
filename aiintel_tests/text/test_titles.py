"""Which of a page's names is the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.text.titles import headline, is_headline, without_site

if TYPE_CHECKING:
    from collections.abc import Sequence

SITES = ["Example News", "example-news.org"]


def chosen(stated: Sequence[str] = (), page: str = "", h1: Sequence[str] = (), h2: Sequence[str] = ()) -> str:
    return headline(stated, page, h1, h2, sites=SITES)


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("A model is out | Example News", "A model is out"),
        ("A model is out - Example News", "A model is out"),
        ("Example News :: A model is out", "A model is out"),
        ("A model is out, and it is free - Science - Example News", "A model is out, and it is free"),
        ("新模型今天正式發布_範例網", "新模型今天正式發布"),
        ("新模型今天正式发布-范例日报", "新模型今天正式发布"),
        ("新模型今天正式發布 - 生活 - Example News", "新模型今天正式發布"),
        ("새 모델이 오늘 공개됐다ㅣ예시신문", "새 모델이 오늘 공개됐다"),
        ("새 모델이 오늘 공개됐다-사회ㅣ예시신문", "새 모델이 오늘 공개됐다"),
        ("Example News: A model is out", "Example News: A model is out"),
        ("State-of-the-art - what it means", "State-of-the-art - what it means"),
        ("GPT-5.1", "GPT-5.1"),
    ],
)
def test_the_name_of_the_site_leaves_the_title(title: str, cut: str) -> None:
    assert without_site(title, SITES) == cut


def test_the_heading_counts_before_the_title_of_the_window() -> None:
    assert chosen(page="A model is out – all about it – Example", h1=["A model is out"]) == "A model is out"


def test_the_name_of_the_site_is_no_headline_though_it_stands_in_a_heading() -> None:
    title = "A model is out, and it is free"
    page = f"{title} | The Daily Machine"
    assert chosen(page=page, h1=["The Daily Machine", title]) == title
    assert chosen(page=page, h1=["The Daily Machine"], h2=[title, "Archive"]) == title
    assert chosen(page=page, h1=["The Daily Machine"]) == title


def test_a_section_is_no_headline_though_it_stands_in_the_title() -> None:
    page = "Example | Models | A model is out and it is free"
    assert chosen(["A model is out and it is free"], page, ["Models"], ["A model is out and it is free"]) == (
        "A model is out and it is free"
    )


def test_headings_that_the_metadata_do_not_know_are_not_believed() -> None:
    assert chosen(["A model is out"], "A model is out", ["Subscribe to our newsletter"]) == "A model is out"


@pytest.mark.parametrize(
    "title",
    [
        *("", "{{ page.title }}", "{% title %}", "--- title: A model", "[object Object]", "Untitled", "undefined"),
        *('[post_title id="3"]', "<b>A model</b>", "https://example.org/a", "無標題"),
    ],
)
def test_what_a_template_left_is_no_headline(title: str) -> None:
    assert not is_headline(title)
    assert chosen([title], title, ["A model is out"]) == "A model is out"


@pytest.mark.parametrize("title", ["Home", "Blog", "首頁", "Example News"])
def test_what_any_page_is_called_gives_way_to_its_heading(title: str) -> None:
    assert chosen(page=title, h1=["A model is out"]) == "A model is out"
    assert chosen(page=title) == title


@pytest.mark.parametrize("title", ["[News] A model is out", "Why {curly} braces?", "Undefined behaviour, explained"])
def test_a_headline_may_look_odd(title: str) -> None:
    assert is_headline(title)


def test_a_site_that_is_called_as_its_article_is_no_site() -> None:
    assert headline(["A model is out"], "", ["Menu"], [], sites=["A model is out"]) == "A model is out"


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=60), st.lists(st.text(max_size=30), max_size=4))
def test_any_names_give_a_headline(stated: list[str], page: str, headings: list[str]) -> None:
    assert isinstance(headline(stated, page, headings, headings, sites=stated[:1]), str)
