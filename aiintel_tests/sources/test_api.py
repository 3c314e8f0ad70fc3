from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.sources.api import at, below, headline, markup, paragraphs, text, with_query

VALUE = {"data": {"list": [{"title": "One"}, {"title": "Two"}]}, "a.b": 1}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", VALUE),
        ("data.list.1.title", "Two"),
        ("data.list.2.title", None),
        ("data.list.-1", None),
        ("data.list.title", None),
        ("data.title.list", None),
        ("nothing", None),
    ],
)
def test_a_path_leads_to_a_value_or_nowhere(path: str, found: object) -> None:
    assert at(VALUE, path) == found


def test_parameters_join_those_of_the_address_and_replace_their_namesakes() -> None:
    assert with_query("https://a.example/list", {"page": 2}) == "https://a.example/list?page=2"
    assert with_query("https://a.example/list?sort=new&page=1", {"page": 2}) == "https://a.example/list?sort=new&page=2"
    assert with_query("https://a.example/", {"q": "a b&c"}) == "https://a.example/?q=a+b%26c"


@pytest.mark.parametrize("root", ["https://a.example", "https://a.example/"])
def test_a_path_is_put_below_a_root_with_or_without_a_slash(root: str) -> None:
    assert below(root, "/search") == "https://a.example/search"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("Model &#8217;s &amp; more", "Model ’s & more"),
        ("A <em>fast</em> model", "A fast model"),
        ("One<br/>Two", "One Two"),
        ("<p>One</p>\n", "One"),
        ("Vec&lt;T&gt; explained", "Vec<T> explained"),
        ("Vec<T> explained", "Vec<T> explained"),
        ("a\u0000b\ud800\n c", "ab c"),
        ("&#x0;&#55296;x", "\ufffd\ufffdx"),
        (7, "7"),
        (None, ""),
        ({"x": 1}, ""),
    ],
)
def test_a_headline_is_plain_text_on_one_line(raw: object, plain: str) -> None:
    assert headline(raw) == plain


def test_plain_text_becomes_html_and_html_stays() -> None:
    assert markup("<p>a &amp; b</p>") == "<p>a &amp; b</p>"
    assert markup("a & b < c") == "a &amp; b &lt; c"
    assert markup("a &amp; b") == "a &amp; b"
    assert paragraphs("a < b\n\nc", None, "d") == "<p>a &lt; b</p><p>c</p><p>d</p>"


@given(st.text() | st.integers() | st.none() | st.lists(st.text()))
def test_every_text_can_be_stored(value: object) -> None:
    for made in (text(value), headline(value), markup(value), paragraphs(value)):
        made.encode()
        assert "\0" not in made
