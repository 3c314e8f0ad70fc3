"""Whatever text goes in, the page that the real Hugo builds shows that text and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from aiintel_assets.post.markdown import LONGEST, code, link, one_line, plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from aiintel_tests.post.hugo_site import HugoSite

HEAD = "---\ntitle: hostile\ndate: 2026-01-01\n---\n"
HTML = (
    *("<script>alert(1)</script>", "<img src=x onerror=y>", "<!--more-->", "<!-- x", "<a@b.example>"),
    *("&lt;b&gt;", "&#60;", "&copy;", "AT&T"),
)
SHORTCODES = (
    *("{{< figure src=x >}}", "{{% y %}}", "{{</* z */>}}", "{{", "}}", "{#id .class}"),
    *("+++", "---\ntitle: x\n---"),
)
INLINE = (
    *("*a*", "**b**", "_c_", "snake_case_name", "`d`", "``", "[e](https://evil.example)", "![f](g)"),
    *("[^1]", "[^1]: note", "[x]: /y", "\\", "~~h~~", "==i==", "++j++", "C++ and C++", "k^2^", "H~2~O"),
    *("|", "| a | b |", "<https://auto.example>", "$$x$$", "\\(y\\)"),
)
BLOCKS = (
    *("# head", "## head ##", "#", "C #", "- item", "* item", "+ item", "1. item", "2) item", "> quote", "> [!NOTE] x"),
    *(": term", ":-:", "-:", "- [ ] task", "x", "X", "===", "---", "=", "-", "***", "- - -", "    indented"),
    *("```\ncode\n```", "~~~", "term\n: definition", "a | b\n--|--"),
)
EXTENSIONS = (
    *("https://bare.example/a_b?c=d&e=f", "HTTP://X.EXAMPLE", "ftp://f.example", "www.bare.example"),
    *("a@b.example", "mailto:a@b.example", ":smile:", ":+1:", ":a:b:", "12:30:45"),
    *("a -- b", "...", "wait....", "2 << 3 >> 1"),
)
CHARACTERS = (
    *("\x00", "\x07", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\ue000", "\u2028", "\u3000", "\u00a0"),
    *("\u0301", "👩‍👩‍👧", "𠀀", "中文，「引號」。"),
)
HOSTILE = (*HTML, *SHORTCODES, *INLINE, *BLOCKS, *EXTENSIONS, *CHARACTERS)
SNIPPETS = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=6), st.sampled_from((" ", "\n", "a", "中", "1", "(", ")", "!"))
)
TEXTS = st.lists(SNIPPETS, min_size=1, max_size=6).map("".join).filter(one_line)
URLS = (
    st.lists(
        st.one_of(st.sampled_from(("&lt;", "&#41;", "&x=1", ")](", "`", "<b>", "{{<", "_", "%29")), st.text(max_size=5))
    )
    .map(lambda parts: f"https://news.example/a?{''.join(parts)}")
    .filter(lambda url: url.strip() == url)
)


# Many texts to a build, so that a few builds say much; a smaller failing list would say no more than the text itself.
BATCHES = settings(max_examples=10, phases=(Phase.explicit, Phase.generate))


def shown(text: str) -> str:
    """The text as a page may show it: Hugo's typographer curls quotes."""
    for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
        text = text.replace(curly, straight)
    return text.strip()


def outline(element: HtmlElement) -> list[object]:
    """An element as nested lists: its tag, then its texts and children."""
    parts: list[object] = [element.tag]
    parts += [shown(element.text)] if element.text and element.text.strip() else []
    for child in element:
        parts.append(outline(child))
        parts += [shown(child.tail)] if child.tail and child.tail.strip() else []
    return parts


def everywhere(number: int, text: str) -> str:
    """The text at each kind of place that a post has for it."""
    line = plain(text)
    return (
        f"\n### {line} {{#id-{number}}}\n\n{line}\n\n**重要性**  \n{line}  \n\n- {line}  \n- {line}  \n\n"
        f"* {link(text, 'https://news.example/a')} — {line}  \n\n**來源**： {link(text, 'https://news.example/b')}、{line}\n"
    )


def expected(text: str) -> list[object]:
    line = shown(one_line(text))
    return [
        ["h3", line],
        ["p", line],
        ["p", ["strong", "重要性"], ["br"], line],
        ["ul", ["li", line], ["li", line]],
        ["ul", ["li", ["a", line], f"— {line}"]],
        ["p", ["strong", "來源"], "：", ["a", line], f"、{line}"],
    ]


def check(site: HugoSite, texts: list[str]) -> None:
    page = HEAD + "".join(everywhere(number, text) for number, text in enumerate(texts))
    main = site.build({"content/hostile.md": page})["content/hostile.md"].find(".//main")
    assert main is not None
    parts = outline(main)[1:]
    for text in texts:
        wanted = expected(text)
        found, parts = parts[: len(wanted)], parts[len(wanted) :]
        assert found == wanted, repr(text)
    assert not parts
    assert [heading.get("id") for heading in main.iter("h3")] == [f"id-{number}" for number in range(len(texts))]
    assert {a.get("href") for a in main.iter("a")} <= {"https://news.example/a", "https://news.example/b"}


def test_every_hostile_text_is_shown_and_does_nothing(hugo_site: HugoSite) -> None:
    check(hugo_site, [text for text in HOSTILE if one_line(text)])


def test_absurd_lengths_are_cut_and_shown(hugo_site: HugoSite) -> None:
    check(
        hugo_site,
        [
            text * 5000
            for text in ("字", "*", "[", "](", "<", "`", "> ", "- ", "{{<", "https://x.example/", "a@", ":x:", "\\")
        ],
    )


@BATCHES
@given(st.lists(TEXTS, min_size=30, max_size=60))
def test_any_text_is_shown_and_does_nothing(hugo_site: HugoSite, texts: list[str]) -> None:
    check(hugo_site, texts)


@BATCHES
@given(st.lists(TEXTS, min_size=20, max_size=60))
def test_any_keyword_is_code_and_nothing_else(hugo_site: HugoSite, texts: list[str]) -> None:
    page = HEAD + "".join(f"\n{code(text)} {code(text)}\n" for text in texts)
    main = hugo_site.build({"content/words.md": page})["content/words.md"].find(".//main")
    assert main is not None
    for paragraph, text in zip(main, texts, strict=True):
        assert [child.tag for child in paragraph] == ["code", "code"]
        for child in paragraph:
            assert re.sub(r"\s", "", child.text or "") == re.sub(r"\s", "", one_line(text).replace("`", "'"))


@BATCHES
@given(st.lists(URLS, min_size=20, max_size=60))
def test_any_address_of_the_store_is_one_link_to_it(hugo_site: HugoSite, urls: list[str]) -> None:
    page = HEAD + "".join(f"\n{link('來源', url)}、{link('another', url)}\n" for url in urls)
    main = hugo_site.build({"content/links.md": page})["content/links.md"].find(".//main")
    assert main is not None
    for paragraph, url in zip(main, urls, strict=True):
        assert [child.tag for child in paragraph] == ["a", "a"]
        assert {unquote(a.get("href"), errors="replace") for a in paragraph} == {unquote(url, errors="replace")}
        assert [a.text for a in paragraph] == ["來源", "another"]


@given(st.text())
def test_a_text_becomes_one_line_that_is_never_longer_than_the_limit(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == one_line(line)
    assert len(line) <= LONGEST
    assert "\n" not in plain(text)


def test_ordinary_text_is_left_as_it_is() -> None:
    for text in (
        "紅隼實驗室（Kestrel Labs）3 日降價 40%；執行長說：「很快就來。」",
        "It's A/B-tested & 12:30 sharp, at $5.",
    ):
        assert plain(text) == text


def test_directional_and_invisible_characters_vanish() -> None:
    assert one_line("a\u202eb\u200bc\ufeff d\u2028e\tf\x00g") == "abc d e f g"
    assert one_line("caf\ufffd") == "caf"


def test_an_ordinary_address_stays_letter_for_letter() -> None:
    url = "https://news.example:8443/~user/a_b-c*d/%E4%B8%AD?x=1&y[]=2;z#part"
    assert link("名稱", url) == f"[名稱]({url})"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.example/", "/relative", "https://", "http:///x", "", "AIModels.fyi"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        link("text", url)


def test_a_link_without_any_visible_text_shows_its_address() -> None:
    assert link("\u200b", "https://x.example/") == "[https\\://x.example/](https://x.example/)"
