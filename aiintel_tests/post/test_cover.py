"""The social card: what it may contain, how its lines break, and that nothing makes it fail or overflow."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from aiintel_assets.edition import EditionError
from aiintel_assets.labels import labels
from aiintel_assets.post.cover import (
    PALETTES,
    SAFE_AREA,
    SIZE,
    TITLE,
    CoverFacts,
    Layout,
    Palette,
    PictureError,
    draw_cover,
    fit,
    lay_out,
    printable,
    units,
)

SECTIONS = ("今日焦點", "模型與技術更新", "工具與資源", "產業與應用動態", "產業趨勢與觀點", "市場動態精選")
ORDINARY = CoverFacts(
    edition="2026-03-10",
    title="小型推理模型追上前一代旗艦，資料中心用電再創新高",
    topics=("新模型在 3 項基準上領先", "晶片出口規則再度調整：業者有 90 天過渡期", "開源社群發布資料集"),
    sections=tuple(zip(SECTIONS, (4, 3, 2, 1, 3, 0), strict=True)),
)
EMPTY = CoverFacts("2026-03-11", "", (), tuple((name, 0) for name in SECTIONS))
HOSTILE = (
    "字" * 10_000,
    "W" * 10_000,
    "。」" * 5_000,
    "「（" * 5_000,
    "i " * 5_000,
    "一\n二\r\n三\t四\x00五\u2028六",
    "{{< figure src=x >}} {{% %}} <script>",
    "🚀🎉👩‍👩‍👧‍👦🇹🇼",
    "\u202e\u2066反轉\u2069\u202c\u200b\ufeff",
    "Z̷̢̛a̸̧l̵g̷o̴" * 200,
    "\ud800\udfff",
    "العربية ไทย 𠀀𪚥 \ue000",
    " \u3000\u00a0 ",
    "|Ǘ",
    "〱〲",
    "…",
    "",
)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    shares = [channel / 255 for channel in bytes.fromhex(colour[1:])]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    dark, light = sorted((luminance(colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def assert_nothing_overflows(layout: Layout) -> None:
    boxes = [text.box for text in layout.texts]
    for text, (left, top, right, bottom) in zip(layout.texts, boxes, strict=True):
        assert left >= SAFE_AREA[0], text
        assert top >= SAFE_AREA[1], text
        assert right <= SAFE_AREA[2], text
        assert bottom <= SAFE_AREA[3], text
    for (one, (left, top, right, bottom)), (other, (x, y, x2, y2)) in combinations(
        zip(layout.texts, boxes, strict=True), 2
    ):
        assert right <= x or x2 <= left or bottom <= y or y2 <= top, (one, other)


def title_lines(title: str, width: float = 622) -> list[str]:
    return fit(title, TITLE, width)[1]


def test_a_cover_is_a_small_png_of_the_size_that_networks_ask_for() -> None:
    png = draw_cover(ORDINARY)
    image = Image.open(BytesIO(png))
    assert (image.format, image.size) == ("PNG", SIZE)
    assert SIZE == (1200, 630)
    assert len(png) < 200_000


def test_the_same_facts_give_the_same_bytes() -> None:
    assert draw_cover(ORDINARY) == draw_cover(ORDINARY)


def test_the_png_carries_pixels_and_nothing_else() -> None:
    png, position, kinds = draw_cover(ORDINARY), 8, set()
    while position < len(png):
        length, kind = struct.unpack_from(">I4s", png, position)
        kinds.add(kind)
        position += length + 12
    assert kinds == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


@pytest.mark.parametrize("facts", [ORDINARY, EMPTY, replace(ORDINARY, title=HOSTILE[1], topics=HOSTILE[:3])])
def test_outside_the_margins_there_is_only_ground_in_its_exact_colour(facts: CoverFacts) -> None:
    image = Image.open(BytesIO(draw_cover(facts))).convert("RGB")
    ground = Image.new("RGB", SIZE, lay_out(facts).palette.ground)
    inked = ImageChops.difference(image, ground).getbbox()
    assert inked is not None
    left, top, right, bottom = inked
    assert left >= SAFE_AREA[0]
    assert top >= SAFE_AREA[1]
    assert right <= SAFE_AREA[2]
    assert bottom <= SAFE_AREA[3]


def test_fewer_colours_keep_the_inks_of_text_as_they_were_chosen() -> None:
    image = Image.open(BytesIO(draw_cover(ORDINARY))).convert("RGB")
    kept = {colour for _, colour in image.getcolors() or ()}
    palette = lay_out(ORDINARY).palette
    inks = (palette.ground, palette.ink, palette.muted, palette.accent)
    assert {tuple(bytes.fromhex(ink[1:])) for ink in inks} <= kept


@pytest.mark.parametrize("palette", PALETTES)
def test_all_text_stands_out_from_its_ground(palette: Palette) -> None:
    for role in ("ink", "muted", "accent"):
        assert contrast(getattr(palette, role), palette.ground) >= 4.5, role


@pytest.mark.parametrize("palette", PALETTES)
def test_every_ring_of_the_dial_can_be_seen_and_told_from_the_others(palette: Palette) -> None:
    rings = [palette.ring(index) for index in range(6)]
    assert len(set(rings)) == 6
    assert all(contrast(ring, palette.ground) >= 3 for ring in rings)


def test_days_and_section_mixes_look_different() -> None:
    later = replace(ORDINARY, edition="2026-03-17")  # the same weekday
    busier = replace(ORDINARY, sections=tuple((name, count + 1) for name, count in ORDINARY.sections))
    next_day = replace(ORDINARY, edition="2026-03-11")
    assert lay_out(later).hand > lay_out(ORDINARY).hand
    assert lay_out(busier).counts == (5, 4, 3, 2, 4, 1)
    assert lay_out(next_day).palette != lay_out(ORDINARY).palette
    assert len({draw_cover(facts) for facts in (ORDINARY, later, busier)}) == 3


def test_the_date_is_written_out_with_its_weekday_and_day_of_the_year() -> None:
    shown = {text.text for text in lay_out(ORDINARY).texts}
    assert {"3/10", "2026", "星期二", "第 69 日", "AI 情報日報"} <= shown


def test_an_english_cover_says_the_same_in_english() -> None:
    layout = lay_out(replace(ORDINARY, words=labels("en")))
    assert {"3/10", "2026", "Tuesday", "Day 69", "items", "AI Intelligence Daily"} <= {t.text for t in layout.texts}
    for day in range(0, 365, 11):
        edition = (date(2026, 1, 1) + timedelta(days=day)).isoformat()
        assert_nothing_overflows(lay_out(CoverFacts(edition, "", (), (), labels("en"))))


def test_the_legend_names_and_counts_every_section_in_full() -> None:
    shown = [text.text for text in lay_out(ORDINARY).texts]
    for name, count in ORDINARY.sections:
        assert shown[shown.index(name) + 1] == str(count)
    assert "13" in shown


def test_days_of_all_months_and_weekdays_fit_beside_their_weekday() -> None:
    for day in range(0, 365, 5):
        edition = (date(2026, 1, 1) + timedelta(days=day)).isoformat()
        assert_nothing_overflows(lay_out(CoverFacts(edition, "", (), ())))


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(EditionError):
        draw_cover(replace(ORDINARY, edition="2026-02-30"))


def test_at_most_three_topics_are_shown() -> None:
    layout = lay_out(replace(ORDINARY, topics=("甲", "乙", "丙", "丁", "戊")))
    shown = {text.text for text in layout.texts}
    assert {"甲", "乙", "丙"} <= shown
    assert not {"丁", "戊"} & shown


def test_topics_that_cannot_be_printed_leave_no_empty_row() -> None:
    layout = lay_out(replace(ORDINARY, topics=("🚀", "甲")))
    assert [text.text for text in layout.texts if text.text in "12甲" and text.x < 120] == ["1", "甲"]


def test_an_edition_without_title_topics_or_news_still_says_what_it_is() -> None:
    layout = lay_out(EMPTY)
    assert [text.text for text in layout.texts].count("AI 情報日報") == 2
    assert_nothing_overflows(layout)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_fails_nor_overflows(text: str) -> None:
    sections = tuple((text, count) for count in (10**12, 37, 36, 1, 0, -5, 8))
    words = labels().model_copy(update={"publication": text})
    assert_nothing_overflows(lay_out(CoverFacts("2026-12-28", text, (text,) * 5, sections, words)))
    assert_nothing_overflows(lay_out(CoverFacts("2026-12-28", text, (), ())))


@settings(max_examples=25, deadline=None)
@given(
    title=st.text(max_size=80),
    topics=st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), max_size=5),
    day=st.dates(),
)
def test_no_text_at_all_overflows(title: str, topics: list[str], day: date) -> None:
    assert_nothing_overflows(lay_out(CoverFacts(day.isoformat(), title, tuple(topics), ORDINARY.sections)))


def test_a_huge_count_is_drawn_in_one_piece_and_written_short() -> None:
    facts = replace(ORDINARY, sections=((SECTIONS[0], 10**12), (SECTIONS[1], 2)))
    assert {"99+", "999+"} <= {text.text for text in lay_out(facts).texts}
    assert len(draw_cover(facts)) < 200_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("模型🚀發布", "模型發布"),
        ("一\n二\t\u3000三", "一 二 三"),
        ("\u202e反\u200b轉\ufeff", "反轉"),
        ("a\x00b\x1bc", "abc"),
        ("Erdős 解題", "Erdos 解題"),
        ("cafe\u0301", "café"),
        ("Asia’s model ‘字’", "Asia's model ‘字’"),
        ("ไทย 字", "〓 字"),
        ("\U0002ceb0 字", "〓 字"),
        ("🚀", ""),
    ],
)
def test_what_the_font_lacks_is_replaced_or_left_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_short_title_is_set_large_on_one_line() -> None:
    assert fit("晶片戰", TITLE, 622) == (84, ["晶片戰"])


def test_a_longer_title_is_set_smaller_and_on_at_most_three_lines() -> None:
    sizes = [fit("字" * length, TITLE, 622)[0] for length in range(1, 52)]
    assert sizes == sorted(sizes, reverse=True)
    assert max(len(title_lines("字" * length)) for length in range(1, 200)) == 3


def test_a_title_that_fits_is_shown_whole_and_one_that_does_not_ends_with_an_ellipsis() -> None:
    assert "".join(title_lines("字" * 51)) == "字" * 51
    assert title_lines("字" * 52)[-1].endswith("字…")


def test_an_ellipsis_never_follows_a_pause_or_an_opening_bracket() -> None:
    for length in range(40, 60):
        last = title_lines("字" * length + "，「" + "字" * 30)[-1]
        assert re.search(r"字」?…$", last)


def test_a_title_breaks_at_a_pause_and_between_words_before_it_breaks_inside_one() -> None:
    assert title_lines("開源模型快速追趕，晶片供應仍吃緊")[0] == "開源模型快速追趕，"
    assert not any(line.endswith("資料中") for line in title_lines("大型資料中心資料中心資料中心"))


def test_lines_of_a_title_are_of_even_length() -> None:
    first, second = title_lines("世界模型的訓練與產業的治理")
    assert abs(len(first) - len(second)) <= 1


WORDS = st.sampled_from(
    [
        "AI",
        "GPT-5.5",
        "3.14%",
        "$1,200",
        "don’t",
        "人",
        "工智慧",
        "，",
        "。",
        "、",
        "；",
        "「",
        "」",
        "（",
        "）",
        "《",
        "》",
        " ",
        "—",
        "48",
    ]
)


@settings(max_examples=150, deadline=None)
@given(text=st.lists(WORDS, min_size=1, max_size=60).map("".join), width=st.integers(400, 700))
@example(text="字" * 12 + "，」" + "字" * 20, width=622)
@example(text="字" * 10 + "「（" + "字" * 20, width=622)
def test_lines_break_where_chinese_typography_allows(text: str, width: int) -> None:
    text = " ".join(text.split()) or "字"
    size, lines = fit(text, TITLE, width)
    assert 1 <= len(lines) <= 3
    smallest = replace(TITLE, choices=TITLE.choices[-1:])
    shortened = [unit.strip() + "…" for unit in units(text)]
    # A wider unit has to be cut somewhere; a line is a little narrower than its characters one by one.
    assume(all(fit(unit, smallest, width - 40)[1] == [unit] for unit in shortened))
    for before, after in pairwise(lines):
        assert after[0] not in "，。、；」）》%…—"
        assert before[-1] not in "「（《$"
    whole, shown = text.replace(" ", ""), "".join(lines).replace(" ", "")
    assert shown == whole or (size == 36 and shown.endswith("…"))
    words = set(re.findall(r"[!-~’]+", text))
    assert all(word in words for line in lines for word in re.findall(r"[!-~’]+", line))


@given(text=st.text(max_size=60))
def test_units_are_the_text_cut_up(text: str) -> None:
    assert "".join(units(text)) == text


def painted(width: int = 1024, height: int = 1024, kind: str = "PNG", *, noise: bool = False) -> bytes:
    image = (
        Image.effect_noise((width, height), 90).convert("RGB") if noise else Image.new("RGB", (width, height), "teal")
    )
    data = BytesIO()
    image.save(data, kind)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_takes_the_place_of_the_dial_and_leaves_the_text(kind: str) -> None:
    png = draw_cover(ORDINARY, painted(kind=kind))
    image = Image.open(BytesIO(png)).convert("RGB")
    assert image.size == SIZE
    assert len(png) < 200_000
    red, green, blue = image.getpixel((1000, 300))  # type: ignore[misc] # an RGB pixel
    assert red < 20
    assert abs(green - 128) < 20
    assert abs(blue - 128) < 20
    assert image.crop((0, 0, 700, 630)).getcolors(1 << 20) is not None
    assert png == draw_cover(ORDINARY, painted(kind=kind))


def test_the_busiest_picture_stays_a_small_file() -> None:
    assert len(draw_cover(ORDINARY, painted(noise=True))) < 200_000


@pytest.mark.parametrize("shape", [(3000, 200), (200, 3000), (1, 1)])
def test_a_picture_of_any_shape_fills_its_place(shape: tuple[int, int]) -> None:
    image = Image.open(BytesIO(draw_cover(ORDINARY, painted(*shape)))).convert("RGB")
    corners = {image.getpixel(at) for at in ((740, 3), (1197, 3), (740, 627), (1197, 627))}
    assert len(corners) == 1


@pytest.mark.parametrize(
    "data", [b"", b"<html>", painted()[:200], painted(kind="GIF"), painted(kind="BMP"), painted(5000, 5000)]
)
def test_what_is_no_usable_picture_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(PictureError, match=r"^the picture (cannot be opened|is too large)") as error:
        draw_cover(ORDINARY, data)
    assert "\n" not in str(error.value)
