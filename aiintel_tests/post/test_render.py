"""The post as a whole. `golden_day.md` is renewed by running these tests with `RENEW_GOLDEN=1`; read its diff then."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.labels import labels
from aiintel_assets.models import Publication
from aiintel_assets.post.day import anchor, cover_path, post_path
from aiintel_tests.post.golden_day import DAY, INSIGHT, SUMMARIES, TOPICS, hostile, rendered

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from aiintel_tests.post.hugo_site import HugoSite

LABELS = labels()
GOLDEN = Path(__file__).with_name("golden_day.md")


@pytest.fixture(scope="module")
def page(hugo_site: HugoSite) -> HtmlElement:
    """The golden day as Hugo builds it."""
    return hugo_site.build({post_path(DAY.edition): rendered(DAY)})[post_path(DAY.edition)]


def section(markdown: str, name: str) -> str:
    """What stands below a heading, up to the next of its kind."""
    return markdown.partition(f"## {name}")[2].partition("\n## ")[0]


def test_the_post_is_the_golden_one_byte_for_byte() -> None:
    markdown = rendered(DAY)
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.write_text(markdown, encoding="utf-8")
    assert markdown == GOLDEN.read_text(encoding="utf-8")


def test_the_same_day_gives_the_same_bytes() -> None:
    assert rendered(DAY) == rendered(replace(DAY, articles=dict(reversed(list(DAY.articles.items())))))


def test_paths_follow_from_the_edition() -> None:
    assert post_path("2026-03-10") == "content/posts/2026-03-10-ai-intel.md"
    assert cover_path("2026-03-10") == "static/images/2026-03-10-ai-intel.png"


def test_the_front_matter_says_what_the_insight_says() -> None:
    head = yaml.safe_load(rendered(DAY).split("---\n")[1])
    assert list(head) == ["cover", "title", "date", "draft", "tags", "description", "summary"]
    assert head["title"] == "Larch 2 與自動起重機 — 2026/03/10"
    assert head["date"] == DAY.closes
    assert head["cover"]["image"] == "/images/2026-03-10-ai-intel.png"


def test_hugo_builds_it_with_every_heading_in_its_place(page: HtmlElement) -> None:
    headings = [(h.tag, h.text_content()) for h in page.iter("h2", "h3")]
    items = {"今日焦點": SUMMARIES[0].title, "產業與應用動態": SUMMARIES[1].title}
    expected = []
    for each in SECTIONS:
        expected.append(("h2", LABELS.sections[each.id].heading))
        expected += [("h3", items[each.name])] if each.name in items else []
    expected += [
        ("h2", "編輯洞察（Editor’s Insight）"),
        ("h3", "今日趨勢總結"),
        ("h3", "技術發展脈絡"),
        ("h3", "未來展望"),
    ]
    expected += [("h2", "延伸閱讀與資源"), ("h3", "深度文章推薦"), ("h3", "相關技術背景"), ("h3", "本日關鍵詞")]
    assert headings == expected


def test_the_headings_of_items_carry_their_anchors(page: HtmlElement) -> None:
    assert {h.get("id"): h.text for h in page.iter("h3") if str(h.get("id")).startswith("t-")} == {
        anchor(topic.id): DAY.summaries[topic.id].title for topic in TOPICS
    }


def test_every_source_of_a_merged_topic_is_linked_by_name(page: HtmlElement) -> None:
    links = {a.get("href"): a.text for a in page.iter("a")}
    names = dict(zip(("a1", "a2", "a3"), ("落葉松日報", "Quay & Sons", "Quay & Sons 2"), strict=True))
    assert [links[DAY.articles[article].url] for article in ("a1", "a2")] == [names["a1"], names["a2"]]
    for article, name in names.items():
        assert f"[{name}]({DAY.articles[article].url})" in rendered(DAY)


def test_a_follow_up_links_to_the_item_that_it_takes_further(page: HtmlElement) -> None:
    (earlier,) = [a for a in page.iter("a") if str(a.get("href")).startswith("..")]
    assert earlier.get("href") == "../2026-03-08-ai-intel/#t-earlier"
    assert earlier.text == "〈落葉松實驗室預告新模型 [內測]〉"


def test_claims_make_one_paragraph_with_a_space_after_latin_sentences(page: HtmlElement) -> None:
    core = next(p for p in page.iter("p") if (p.findtext("strong") or "") == "核心摘要")
    assert core.text_content().split("\n")[1] == (
        "落葉松實驗室發布 Larch 2。Larch Labs shipped Larch 2 on Monday. Weights are open."
    )


def test_details_without_claims_have_no_heading() -> None:
    item = section(rendered(DAY), "產業與應用動態")
    assert "核心摘要" in item
    for heading in ("技術細節", "應用場景", "關鍵實體", "後續"):
        assert heading not in item


def test_an_item_whose_title_has_nothing_to_see_is_called_by_its_source() -> None:
    unseen = replace(SUMMARIES[0], title="\u200b\u202e")
    assert "\n### 落葉松日報 {#t-larch}\n" in rendered(replace(DAY, summaries={**DAY.summaries, "t-larch": unseen}))


def test_empty_sections_say_so() -> None:
    nothing = replace(
        INSIGHT, trend=(), context=(), outlook=(), watch_list=(), readings=(), background=(), keywords=(), tags=()
    )
    markdown = rendered(replace(DAY, topics=(), summaries={}, insight=nothing))
    for each in SECTIONS:
        assert f"（{LABELS.sections[each.id].empty}）" in section(markdown, each.name)
    assert len(re.findall(r"^（本日沒有.+）$", markdown, re.MULTILINE)) == 5
    assert "關注清單" not in markdown
    assert "相關技術背景" not in markdown


def test_the_footer_counts_and_names_what_is_missing() -> None:
    footer = rendered(DAY).rpartition("*資料來源：")[2]
    assert footer.startswith("4 篇文章 | 分析主題：2 個*")
    assert "2026/03/09 06:40 至 2026/03/10 06:40（Asia/Taipei）" in footer
    assert "*未能取得的來源：gone*" in footer
    assert "*只取得部分時段的來源：Quay & Sons*" in footer
    complete = rendered(replace(DAY, coverage=DAY.coverage[:1]))
    assert "取得的來源" not in complete
    assert "部分時段的來源" not in complete


def test_items_that_only_quote_are_marked_when_the_editor_writes() -> None:
    summaries = {**DAY.summaries, "t-larch": replace(SUMMARIES[0], editor="llm")}
    markdown = rendered(replace(DAY, summaries=summaries, insight=replace(INSIGHT, editor="llm")))
    assert markdown.count("（本則為來源原句的節錄）") == 1
    assert "（本則為來源原句的節錄）" in section(markdown, "產業與應用動態")
    assert "*2 則中有 1 則為來源原句的節錄：〈Port of Alder" in markdown
    assert "節錄" not in rendered(DAY).rpartition("*本期以節錄模式")[0]


def test_earlier_watch_lists_are_counted_and_what_is_in_the_news_again_is_linked(page: HtmlElement) -> None:
    told = next(p for p in page.iter("p") if (p.findtext("strong") or "") == "先前關注的進展")
    assert "前 2 期列入關注的 2 項中，本日有 1 項出現新消息。" in told.text_content()
    (line,) = told.getnext().iter("li")
    assert [a.get("href") for a in line.iter("a")] == ["#t-larch"]
    assert "先前關注的進展" not in rendered(replace(DAY, watched=()))


def test_what_the_editor_says_became_of_an_entry_is_told() -> None:
    told = replace(DAY.watched[0], outcome="已如期釋出，權重一併公開")
    assert "」→ 已如期釋出，權重一併公開（[〈落葉松實驗室發布 Larch 2〉](#t-larch)）" in rendered(
        replace(DAY, watched=(told,))
    )


def test_the_model_that_wrote_is_named() -> None:
    day = replace(DAY, insight=replace(INSIGHT, editor="llm", model="larch-2-mini"))
    assert "*本期由語言模型 larch-2-mini 依來源撰寫" in rendered(day)
    assert "*編輯：someone*" in rendered(replace(DAY, insight=replace(INSIGHT, editor="someone")))


def test_a_follow_up_of_an_item_that_no_post_has_is_no_link() -> None:
    assert "的〈落葉松實驗室預告新模型 &#91;內測&#93;〉  \n" in rendered(replace(DAY, published={}))


def test_a_simplified_name_of_a_publication_is_shown_in_traditional_script() -> None:
    day = replace(DAY, publications={**DAY.publications, "larch": Publication("larch", "落叶松观察")})
    assert "[落葉松觀察](" in rendered(day)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(
        st.sampled_from(
            (
                "---\n",
                "</main>",
                "<b>",
                "{{< x >}}",
                "{{% y %}}",
                "\n\n# h",
                "| a",
                "[l](https://evil.example)",
                "`",
                "\n- ",
                "{#id}",
                "<!--more-->",
                "www.x.example",
            )
        ),
        min_size=1,
        max_size=5,
    ).map("字".join)
)
def test_hostile_text_changes_nothing_but_the_words(hugo_site: HugoSite, text: str) -> None:
    pages = hugo_site.build(
        {"content/a.md": rendered(hostile(DAY, "字")), "content/b.md": rendered(hostile(DAY, f"字{text}"))}
    )
    plain, attacked = ([(e.tag, e.get("id"), e.get("href")) for e in page.iter()] for page in pages.values())
    assert attacked == plain
