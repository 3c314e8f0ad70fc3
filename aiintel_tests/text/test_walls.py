"""Walls, and articles that look like them."""

from __future__ import annotations

import pytest

from aiintel_assets.text.walls import is_wall


@pytest.mark.parametrize(
    "title", ["404", "Error 503 Service Unavailable", "Page not found | Example", "安全验证", "頁面不存在"]
)
def test_a_title_tells_a_wall(title: str) -> None:
    assert is_wall(title, "Something went wrong here.", 22)


@pytest.mark.parametrize(
    "title", ["405B parameters in one model", "A robot that is not found wanting", "驗證碼的歷史與未來發展方向是什麼"]
)
def test_a_headline_is_not_taken_for_one(title: str) -> None:
    assert not is_wall(title, "A story.", 1000)


def test_one_phrase_in_an_article_is_no_wall() -> None:
    assert not is_wall("A story", "The site asked users to accept all cookies.", 900)


def test_whatever_says_much_is_an_article() -> None:
    assert not is_wall("404 Not Found", "", 5000)
