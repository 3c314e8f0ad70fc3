"""The house style: English labels as proof that labels are data, templates that are the user's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.post.day import post_path
from aiintel_assets.post.render import render_post
from aiintel_assets.post.style import StyleError, house_style
from aiintel_tests.post.golden_day import DAY, rendered

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.post.hugo_site import HugoSite


def test_an_english_edition_has_english_labels_and_the_same_news(hugo_site: HugoSite) -> None:
    post = render_post(DAY, house_style("en"))
    page = hugo_site.build({post_path(DAY.edition): post})[post_path(DAY.edition)]
    headings = [h.text_content() for h in page.iter("h2")]
    assert headings == [
        *("Top Headlines", "Model & Research Updates", "Tools & Resources", "Industry Applications"),
        *("Industry Trends & Insights", "Key Market Updates", "Editor’s Insight", "Further Reading"),
    ]
    assert "Importance: High — 2 家來源報導同一事件" in page.text_content()
    chinese = render_post(DAY, house_style("zh-TW"))
    for kind in (r"\]\(([^)]+)\)", r"\{#(.+?)\}"):
        assert sorted(re.findall(kind, post)) == sorted(re.findall(kind, chinese))


def test_a_template_of_ones_own_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "post.md.j2").write_text("{{ front_matter }}{% for s in sections %}{{ s.heading }}\n{% endfor %}")
    own = house_style(folder=tmp_path)
    assert render_post(DAY, own).endswith("市場動態精選（Key Market Updates）\n")
    assert own.version != house_style().version


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert render_post(DAY, house_style(folder=tmp_path)) == rendered(DAY)
    assert house_style(folder=tmp_path).version == house_style().version


@pytest.mark.parametrize("template", ["{{ nothing }}", "{% for %}", "{{ labels.footer.nothing }}"])
def test_a_template_that_asks_for_what_there_is_not_gives_one_line(tmp_path: Path, template: str) -> None:
    (tmp_path / "post.md.j2").write_text(template)
    with pytest.raises(StyleError, match=r"^post\.md\.j2: .+; check the folder of AIINTEL_TEMPLATES$"):
        render_post(DAY, house_style(folder=tmp_path))


def test_the_version_changes_with_any_label(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("site: {home: 大門}", "utf-8")
    assert len({house_style().version, house_style("en").version, house_style(folder=tmp_path).version}) == 3
