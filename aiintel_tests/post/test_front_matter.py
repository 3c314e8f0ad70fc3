"""The block at the head of a post: keys, order and quoting that themes expect, and values that nothing can break."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from aiintel_assets.post.front_matter import FrontMatter, front_matter

if TYPE_CHECKING:
    from aiintel_tests.post.hugo_site import HugoSite

TAIPEI = timezone(timedelta(hours=8))
HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(
        (
            "---",
            "--- \n",
            'a "b" c',
            "it's",
            "key: value",
            "- item",
            "# note",
            "{{ x }}",
            "[a, b]",
            "~",
            "null",
            "yes",
            "2026-01-01",
        )
    ),
    st.sampled_from(
        (
            "一\n二",
            "🎉🇹🇼",
            "\\n",
            "&anchor *alias",
            "!!python/object",
            "%YAML",
            "\ufeff",
            "\x85\u2028",
            "|\n  x",
            "字" * 3000,
        )
    ),
)


def facts(text: str = "標題", tags: tuple[str, ...] = ("甲", "乙")) -> FrontMatter:
    return FrontMatter(
        cover="/images/2026-03-03-ai-intel.png",
        cover_alt=text,
        title=text,
        date=datetime(2026, 3, 3, 6, 40, tzinfo=TAIPEI),
        tags=tags,
        description=text,
        summary=text,
    )


def test_the_block_is_written_as_people_write_it() -> None:
    assert front_matter(facts()) == (
        "---\n"
        "cover:\n"
        '  image: "/images/2026-03-03-ai-intel.png"\n'
        '  alt: "標題"\n'
        "  relative: false\n"
        'title: "標題"\n'
        "date: 2026-03-03T06:40:00+08:00\n"
        "draft: false\n"
        "tags:\n"
        '  - "甲"\n'
        '  - "乙"\n'
        'description: "標題"\n'
        'summary: "標題"\n'
        "---\n"
    )


@given(HOSTILE, st.lists(HOSTILE, max_size=4).map(tuple))
def test_any_value_is_read_back_as_it_was(text: str, tags: tuple[str, ...]) -> None:
    block = front_matter(facts(text, tags))
    assert block.startswith("---\n")
    assert block.endswith("\n---\n")
    assert yaml.safe_load(block[4:-4]) == {
        "cover": {"image": "/images/2026-03-03-ai-intel.png", "alt": text, "relative": False},
        "title": text,
        "date": datetime(2026, 3, 3, 6, 40, tzinfo=TAIPEI),
        "draft": False,
        "tags": list(tags),
        "description": text,
        "summary": text,
    }


@given(HOSTILE)
def test_no_value_ends_the_block_early(text: str) -> None:
    lines = front_matter(facts(text)).split("\n")
    assert [number for number, line in enumerate(lines) if line.rstrip() == "---"] == [0, len(lines) - 2]


def test_the_date_keeps_its_offset_and_loses_fractions_of_seconds() -> None:
    instant = datetime(2026, 3, 2, 22, 40, 0, 987654, tzinfo=UTC)
    block = front_matter(FrontMatter("/c.png", "", "t", instant, [], "", ""))
    assert "\ndate: 2026-03-02T22:40:00+00:00\n" in block
    assert "\ntags: []\n" in block


@settings(max_examples=3, phases=(Phase.generate,))
@given(st.lists(HOSTILE, min_size=20, max_size=30))
def test_hugo_reads_the_same_title_and_date(hugo_site: HugoSite, texts: list[str]) -> None:
    files = {f"content/page-{number}.md": front_matter(facts(text)) for number, text in enumerate(texts)}
    for page, text in zip(hugo_site.build(files).values(), texts, strict=True):
        assert "".join((page.findtext(".//title") or "").split()) == "".join(text.replace("\x00", "\ufffd").split())
        assert page.findtext(".//time") == "2026-03-03T06:40:00+08:00"
