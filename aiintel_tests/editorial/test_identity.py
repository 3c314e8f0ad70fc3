from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editorial.identity import article_id, canonical_url

hosts = st.sampled_from(["a.example", "A.Example.", "127.0.0.1:8080", "[::1]:80", "b.example:443", "新聞.example"])
paths = st.text(st.sampled_from("/aB.-_%20é新=:;@+~"), max_size=12).map(lambda path: f"/{path}")
parameters = st.sampled_from(["id=1", "utm_source=rss", "p", "q=a%26b", "ref=x", "from=rss", "from=2024", "", "a=b=c"])
addresses = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}{path}?{'&'.join(query)}#{fragment}",
    st.sampled_from(["http", "https", "HTTPS"]),
    hosts,
    paths,
    st.lists(parameters, max_size=5),
    st.text(max_size=4),
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("HTTPS://A.Example/Path", "https://a.example/Path"),
        ("https://a.example.", "https://a.example/"),
        ("https://a.example:443/1", "https://a.example/1"),
        ("http://a.example:80/1", "http://a.example/1"),
        ("http://a.example:443/1", "http://a.example:443/1"),
        ("http://[::1]:8080/1", "http://[::1]:8080/1"),
        ("https://a.example/1#comments", "https://a.example/1"),
        ("https://user:secret@a.example/1", "https://a.example/1"),
        (" https://a.example/1\n", "https://a.example/1"),
        ("https://a.example/1?utm_source=rss&utm_medium=feed", "https://a.example/1"),
        ("https://a.example/1?id=7&utm_campaign=x&page=2", "https://a.example/1?id=7&page=2"),
        ("https://a.example/1?UTM_Source=rss&FBCLID=9", "https://a.example/1"),
        ("https://a.example/1?mc_cid=1&_hsenc=2&spm=3&guce_referrer_sig=4&ref=5", "https://a.example/1"),
        ("https://a.example/1?_ga=2.1&wbraid=x&srsltid=y&mtm_source=z&at_medium=rss", "https://a.example/1"),
        (
            "https://mp.weixin.qq.com/s?__biz=Mz==&mid=22&idx=1&sn=ab&chksm=cd&scene=21&sharer_shareinfo=e#rd",
            "https://mp.weixin.qq.com/s?__biz=Mz==&mid=22&idx=1&sn=ab",
        ),
        ("https://mp.weixin.qq.com/s/AbC_d?poc_token=H", "https://mp.weixin.qq.com/s/AbC_d"),
        ("https://a.example/1?from=rss&source=newsletter&via=twitter", "https://a.example/1"),
    ],
)
def test_what_does_not_choose_the_page_goes(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/1?b=2&a=1",  # the order stays
        "https://a.example/1/",
        "https://a.example//1",
        "https://a.example/%E6%96%B0?q=%2f",
        "https://a.example/?p=42",
        "https://a.example/1?from=2024-01-01&source=arxiv",
        "https://a.example/1?reference=5&gclids=1&utm=1",
        "https://a.example/1?q=a+b&q=c",
        "https://a.example/utm_source=rss",
        "https://mp.weixin.qq.com/s?__biz=Mz==&mid=22&idx=2&sn=ab",  # the second article of the same push
        "https://a.example/#!/news/7",
        "https://a.example/#/news/7",
        "https://a.example/1?atmosphere=2&pkg=3",
    ],
)
def test_what_may_choose_the_page_stays_letter_for_letter(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize("url", ["", "no address", "http://[::1", "http://a.example:99999/", "mailto:a@a.example"])
def test_what_is_no_address_does_not_break_it(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(addresses)
def test_a_canonical_address_is_its_own(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    assert urlsplit(canonical).fragment[:1] in {"", "!", "/"}
    assert urlsplit(canonical).path == urlsplit(url).path


@given(addresses)
def test_trackers_do_not_make_another_article(url: str) -> None:
    bare, _, fragment = url.partition("#")
    assert canonical_url(f"{bare}&utm_source=x&fbclid=y#{fragment}") == canonical_url(url)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_has_one_address_and_one_id(text: str) -> None:
    assert canonical_url(canonical_url(text)) == canonical_url(text)
    assert re.fullmatch(r"[0-9a-f]{16}", article_id(text))


def test_the_id_follows_from_the_address_alone() -> None:
    # Ids are stored: a change of this value orphans every article there is.
    assert article_id("https://a.example/1") == "d817b80f9a5befb9"
    assert article_id("https://a.example/1") != article_id("https://a.example/2")
