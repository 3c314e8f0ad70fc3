"""The social card of one edition: decides what stands where, then draws it as a PNG. Writes no file, knows no post.

The dial is a chart: each ring is a section, each segment one topic, all starting at the hand, which points at the
edition's place in the year (January 1 at the top). The weekday chooses the palette; weekends are dark.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from itertools import accumulate, pairwise, product
from typing import Literal

from PIL import Image, ImageDraw, ImageFont, ImageOps

from aiintel_assets.edition import parse_edition
from aiintel_assets.errors import NewsroomError
from aiintel_assets.labels import Labels, labels
from aiintel_assets.text.segmenter import cut

SIZE = (1200, 630)
MARGIN = 64
LARGEST = 200_000  # bytes of a cover
SAFE_AREA = (MARGIN, MARGIN, SIZE[0] - MARGIN, SIZE[1] - MARGIN)

_COLUMN = 622  # width of the text column
_RADIUS = 194  # of the dial, whose right edge stands on the margin
_CENTRE = (SIZE[0] - MARGIN - _RADIUS, MARGIN + _RADIUS)
_RINGS = 6
_YEAR = _RADIUS - 7  # radius of the circle of the year
_OUTERMOST, _PITCH, _BAND = _YEAR - 13, 20, 14  # radius of the first ring; from ring to ring; width of a ring
_SEGMENTS = 36  # a fuller ring is drawn in one piece
_SUPERSAMPLE = 4
_LEGEND = (_RADIUS * 2 - 14) // 2  # width of each of its two columns

_PANEL = 736  # where a picture begins that takes the dial's place
_FORMATS = ("PNG", "JPEG", "WEBP")
_LARGEST_PICTURE = 4096 * 4096  # pixels
_COLOURS = (256, 128, 64, 32, 16)

_TOPICS, _TOPIC_PITCH = 3, 41
_LONGEST = 300  # characters of a text that are looked at; far more than fit
_REFERENCE = 100  # the size, in pixels, at which text is measured

_NOT_AT_START = frozenset("、。，．：；！？）」』】》〉〕］｝…‥—～·・‧％ー々!),.:;?]}%”’〞")
_NOT_AT_END = frozenset("（「『【《〈〔［｛([{“‘〝＄$＃#")
_PAUSES = frozenset("、。，：；！？」』】》,:;!?")
_LOOSE_ENDS = " 、，。：；—…・·（「『【《〈([{“‘#$＃＄"  # what may not stand before an ellipsis
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")  # the font draws ’ a full square wide
_GETA = "〓"  # the printer's mark for a sort that is missing from the case

Role = Literal["ink", "muted", "accent"]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What a cover shows.

    Args:
        edition: its date, `YYYY-MM-DD`.
        title: the day's title, without the date.
        topics: headlines, the most important first; at most three are shown.
        sections: the name and the number of topics of each section, in order; at most six are shown.
        words: the name of the publication and what stands beside date and numbers.
    """

    edition: str
    title: str
    topics: tuple[str, ...]
    sections: tuple[tuple[str, int], ...]
    words: Labels = field(default_factory=labels)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a weekday, as `#rrggbb`: three for text and shapes, on a ground."""

    ground: str
    ink: str
    muted: str
    accent: str

    def ring(self, index: int) -> str:
        """The first section stands in the accent, the others in ink that fades towards the centre."""
        return self.accent if index == 0 else _mix(self.ink, self.ground, 0.11 * (index - 1))

    @property
    def hairline(self) -> str:
        """For rules and orbits: there, and no louder."""
        return _mix(self.ground, self.ink, 0.18)


PALETTES = (  # Monday to Sunday
    Palette("#f4f0e6", "#14213d", "#575d6e", "#b8321a"),
    Palette("#edf1ea", "#12372a", "#4f6257", "#a8431b"),
    Palette("#f6ede3", "#3b1530", "#6c5260", "#a84300"),
    Palette("#ebf0f4", "#0b3148", "#4b6070", "#b3261e"),
    Palette("#f7f0d9", "#2b2118", "#665a48", "#0e6157"),
    Palette("#14213d", "#f4f0e6", "#a9b1c4", "#ffb454"),
    Palette("#33111f", "#f8ece2", "#cbaeb3", "#f3a46b"),
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: sizes in pixels, falling, each with the number of lines it may take, and the weight."""

    choices: tuple[tuple[int, int], ...]
    weight: int
    role: Role = "ink"


_SMALLER = ((46, 3), (42, 3), (39, 3), (36, 3))
TITLE = Style(((84, 1), (76, 1), (68, 2), (64, 2), (60, 2), (56, 2), (52, 2), *_SMALLER), 800)
TITLE_ALONE = Style(((104, 2), (96, 2), (84, 3), (76, 3), (68, 3), (60, 3), (52, 3), *_SMALLER), 800)
DATE = Style(((102, 1),), 200)
MASTHEAD = Style(((30, 1),), 800)
TOPIC = Style(((25, 1),), 400)
SECTION = Style(((19, 1),), 400, "muted")


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `x` and `y` are where its anchor (Pillow's two letters) stands, in pixels."""

    text: str
    x: float
    y: float
    size: int
    weight: int
    role: Role = "ink"
    anchor: str = "ls"

    @property
    def box(self) -> Box:
        """The pixels it inks: left, top, right, bottom."""
        mask, (x, y) = _font(self.size, self.weight).getmask2(self.text, anchor=self.anchor)
        left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
        return self.x + x + left, self.y + y + top, self.x + x + right, self.y + y + bottom


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is decided about a cover before a pixel is set.

    `blocks` are filled rectangles with their colours; `counts` are the segments of the rings, outermost first; `hand`
    is the edition's place in the year, in degrees clockwise from the top.
    """

    palette: Palette
    texts: tuple[Text, ...]
    blocks: tuple[tuple[Box, str], ...]
    counts: tuple[int, ...]
    hand: float


class PictureError(NewsroomError):
    """A picture that is none, or too large to be opened."""


def draw_cover(facts: CoverFacts, picture: bytes | None = None) -> bytes:
    """The cover as a PNG of 1200×630 pixels: the same facts and picture give the same bytes.

    A `picture`, the bytes of an image file, takes the place of the dial and its legend.

    Raises:
        EditionError: the edition is no `YYYY-MM-DD` date.
        PictureError: the picture cannot be used.
    """
    layout = lay_out(facts)
    image = Image.new("RGB", SIZE, layout.palette.ground)
    if picture is None:
        for x, y in product((0, 1), repeat=2):
            image.paste(_quarter(layout, x, y), (_CENTRE[0] - _RADIUS * (1 - x), _CENTRE[1] - _RADIUS * (1 - y)))
    else:
        image.paste(_panel(picture), (_PANEL, 0))
        layout = replace(
            layout,
            texts=tuple(text for text in layout.texts if text.x < _PANEL),
            blocks=tuple(block for block in layout.blocks if block[0][0] < _PANEL),
        )
    pen = ImageDraw.Draw(image)
    for (left, top, right, bottom), colour in layout.blocks:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)
    for text in layout.texts:
        colour = getattr(layout.palette, text.role)
        pen.text((text.x, text.y), text.text, fill=colour, font=_font(text.size, text.weight), anchor=text.anchor)
    # 256 colours are plenty for flat inks and their edges, and a third of the bytes; a busy picture gets fewer.
    for colours in _COLOURS:
        png = BytesIO()
        image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(png, "PNG", optimize=True)
        if png.tell() <= LARGEST:
            break
    return png.getvalue()


def _panel(picture: bytes) -> Image.Image:
    """The middle of a picture, as high as the cover; its bytes are foreign."""
    try:
        with Image.open(BytesIO(picture), formats=_FORMATS) as opened:
            if opened.width * opened.height > _LARGEST_PICTURE:
                raise PictureError(f"the picture is too large: {opened.width}×{opened.height} pixels")
            return ImageOps.fit(opened.convert("RGB"), (SIZE[0] - _PANEL, SIZE[1]), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(f"the picture cannot be opened: {' '.join(str(error).split())}") from None


def lay_out(facts: CoverFacts) -> Layout:
    """Decide where everything stands.

    Raises:
        EditionError: the edition is no `YYYY-MM-DD` date.
    """
    day = parse_edition(facts.edition)
    palette = PALETTES[day.weekday()]
    left, top, right, bottom = SAFE_AREA

    words = facts.words
    masthead = printable(words.publication)
    title = printable(facts.title) or masthead
    topics = [topic for topic in map(printable, facts.topics) if topic][:_TOPICS]
    sections = [(printable(name), max(0, count)) for name, count in facts.sections[:_RINGS]]
    counts = tuple(count for _, count in sections)

    blocks: list[tuple[Box, str]] = [((left, top + 10, left + 12, top + 36), palette.accent)]
    texts = [
        *_lines(masthead, left + 28, top + 34, MASTHEAD, _COLUMN - 200),
        Text(
            printable(words.cover["day"].format(day=day.timetuple().tm_yday)),
            left + _COLUMN,
            top + 34,
            24,
            400,
            "muted",
            "rs",
        ),
    ]

    (date,) = _lines(f"{day.month}/{day.day}", left, top + 141, DATE, _COLUMN)
    beside = date.box[2] + 24
    texts += [
        date,
        Text(str(day.year), beside, date.y - 46, 30, 300, "muted"),
        Text(
            printable(words.cover["weekday"].format(weekday=words.weekdays[day.weekday()])),
            beside,
            date.y,
            30,
            700,
            "accent",
        ),
    ]

    floor = bottom - 8 if topics else bottom - 32  # large letters reach further below their baseline
    for row, topic in reversed(list(enumerate(topics, 1))):
        texts.append(Text(str(row), left, floor, TOPIC.choices[0][0], 800, "accent"))
        texts += _lines(topic, left + 32, floor, TOPIC, _COLUMN - 32)
        floor -= _TOPIC_PITCH
    if topics:
        blocks.append(((left, floor - 10, left + _COLUMN, floor - 8), palette.hairline))
        floor -= 40
    texts += _lines(title, left, floor, TITLE if topics else TITLE_ALONE, _COLUMN)

    x, y = _CENTRE
    texts.append(Text(_capped(sum(counts), 999), x, y + 9, 42, 300, "ink", "ms"))
    texts.append(Text(printable(words.cover["unit"]), x, y + 34, 18, 400, "muted", "ms"))
    for index, (name, count) in enumerate(sections):
        column, row = divmod(index, _RINGS // 2)
        x, y = right - _LEGEND * (2 - column) - 14 * (1 - column), bottom - 8 - 32 * (2 - row)
        blocks.append(((x, y - 14, x + 12, y - 2), palette.ring(index)))
        texts += _lines(name, x + 20, y, SECTION, _LEGEND - 20 - 34)
        texts.append(Text(_capped(count, 99), x + _LEGEND, y, SECTION.choices[0][0], 700, "ink", "rs"))
    return Layout(palette, tuple(texts), tuple(blocks), counts, 30 * (day.month - 1 + (day.day - 1) / 31))


def printable(text: str) -> str:
    """`text` on one line with only what the font can print.

    Controls, bidi marks, combining marks and symbols without a glyph are left out; letters without one lose
    their accents or become a geta mark (〓).
    """
    text = unicodedata.normalize("NFC", " ".join(text.split())[:_LONGEST])
    text = _APOSTROPHE.sub("'", text)
    kept: list[str] = []
    for char in text:
        category = unicodedata.category(char)[0]
        plain = unicodedata.normalize("NFD", char)[0]
        if char == " " or (category not in "CMZ" and _has_glyph(char)):
            kept.append(char)
        elif category in "LN" and _has_glyph(plain):
            kept.append(plain)
        elif category in "LN" and kept[-1:] != [_GETA]:
            kept.append(_GETA)
    return " ".join("".join(kept).split())


def units(text: str) -> list[str]:
    """The parts of `text` that no line break may cut; joined, they are the text.

    A Latin word or a number is one part; closing punctuation stays with what it closes, opening punctuation with what
    it opens (the basic rules of W3C's Requirements for Chinese Text Layout, 3.1.4).
    """
    parts: list[str] = []
    for char in text:
        before = parts[-1].rstrip()[-1:] if parts else ""
        word = bool(parts) and not parts[-1].endswith(" ") and _narrow(before) and _narrow(char)
        if parts and (char == " " or char in _NOT_AT_START or before in _NOT_AT_END or word):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def fit(text: str, style: Style, width: float) -> tuple[int, list[str]]:
    """The first size of `style` at which `text` (never empty) fits in lines of `width` pixels, and those lines.

    A text too long for the last size is cut between its units and ends with an ellipsis; only there, a unit wider than
    a line falls into its characters.
    """
    parts, weight = units(text), style.weight
    for size, most in style.choices:
        if lines := _wrap(parts, size, weight, width, most):
            return size, lines
    size, most = style.choices[-1]
    parts = [piece for part in parts for piece in ([part] if _wrap([part + "…"], size, weight, width, 1) else part)]

    def cut(length: int) -> list[str]:
        *whole, last = parts[:length]
        return _wrap([*whole, last.rstrip(_LOOSE_ENDS) + "…"], size, weight, width, most)

    lines = _wrap(parts, size, weight, width, most)
    return size, lines or cut(bisect_left(range(2, len(parts)), 1, key=lambda length: not cut(length)) + 1)


def _lines(text: str, x: float, y: float, style: Style, width: float) -> list[Text]:
    """`text` as lines, the last of them on the baseline `y`."""
    size, lines = fit(text, style, width) if text else (0, [])
    leading = round(size * 1.33)
    top = y - leading * (len(lines) - 1)
    set_lines = [Text(line, x, top + leading * n, size, style.weight, style.role) for n, line in enumerate(lines)]
    # The ink stands on the edge, not the blank in front of it: large glyphs would look indented.
    return [replace(line, x=2 * x - line.box[0]) for line in set_lines]


def _wrap(parts: list[str], size: int, weight: int, width: float, most: int) -> list[str]:
    """The fewest lines that hold `parts`, of even length, broken at pauses and between words if possible; or none.

    Least total badness over all breaks, after Knuth & Plass, "Breaking Paragraphs into Lines" (1981).
    """
    scale = size / _REFERENCE
    ends = list(accumulate((_length(part, weight) * scale for part in parts), initial=0.0))
    inked = [end - _length(" ", weight) * scale * part.endswith(" ") for end, part in zip(ends[1:], parts, strict=True)]
    words = set(accumulate(map(len, cut("".join(parts)))))
    # What it costs to break after a part: less than nothing after a pause, much inside a word.
    costs = [
        0.1 * (offset not in words) - 0.1 * (part.rstrip()[-1:] in _PAUSES)
        for part, offset in zip(parts, accumulate(map(len, parts)), strict=True)
    ]
    for count in range(1, most + 1):
        # For each part, the cheapest way to start a line with it: its cost and the parts that start lines.
        ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
        for _ in range(count):
            longer: dict[int, tuple[float, tuple[int, ...]]] = {}
            for first, (so_far, starts) in ways.items():
                for last in range(first, len(parts)):
                    line = inked[last] - ends[first]
                    if line > width:
                        break
                    cost = so_far + costs[last] + ((line - inked[-1] / count) / width) ** 2
                    if last + 1 not in longer or cost < longer[last + 1][0]:
                        longer[last + 1] = (cost, (*starts, last + 1))
            ways = longer
        if len(parts) in ways:
            return ["".join(parts[a:b]).strip() for a, b in pairwise(ways[len(parts)][1])]
    return []


def _quarter(layout: Layout, right: int, below: int) -> Image.Image:
    """A quarter of the dial: its rings, the year around them and the hand.

    It is drawn large and scaled down for smooth edges; by quarters, so that little of it is large at any time.
    """
    palette, zoom = layout.palette, _SUPERSAMPLE
    side = _RADIUS * zoom
    image = Image.new("RGB", (side, side), palette.ground)
    pen = ImageDraw.Draw(image)
    across, down = side * (1 - right), side * (1 - below)  # where the dial's centre lies

    def arc(radius: float, start: float, end: float, colour: str, width: float) -> None:
        r = radius * zoom
        pen.arc((across - r, down - r, across + r - 1, down + r - 1), start - 90, end - 90, colour, round(width * zoom))

    def spoke(angle: float, inner: float, outer: float, colour: str, width: float) -> None:
        x, y = zoom * math.sin(math.radians(angle)), -zoom * math.cos(math.radians(angle))
        ends = [(across + x * r, down + y * r) for r in (inner, outer)]
        pen.line(ends, colour, round(width * zoom))

    arc(_YEAR, 0, 360, palette.hairline, 2)
    arc(_YEAR, 0, layout.hand, palette.ink, 2)
    for month in range(0, 360, 30):
        spoke(month, _YEAR - 7, _YEAR, palette.ink if month <= layout.hand else palette.hairline, 2)

    angle_of_one = 324 / max(6, *layout.counts, 0)
    for index, count in enumerate(layout.counts):
        radius = _OUTERMOST - _PITCH * index
        gap = math.degrees(4 / (radius - _BAND / 2))
        arc(radius - _BAND / 2 + 1, 0, 360, palette.hairline, 2)
        segments = count if count <= _SEGMENTS else 1
        sweep = angle_of_one * count / max(1, segments)
        for n in range(segments):
            start = layout.hand + n * sweep + gap / 2
            arc(radius, start, start + max(sweep - gap, 0.5), palette.ring(index), _BAND)

    spoke(layout.hand, _OUTERMOST - _PITCH * _RINGS + 4, _YEAR, palette.ink, 2)
    spoke(layout.hand, _YEAR - 7, _YEAR + 5, palette.accent, 12)
    return image.reduce(zoom)


def _capped(count: int, cap: int) -> str:
    return str(count) if count <= cap else f"{cap}+"


def _mix(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` (0 to 1) of `other` in it."""
    channels = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _narrow(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) not in "WF"


@lru_cache(maxsize=4096)
def _length(text: str, weight: int) -> float:
    """The advance of `text` at the reference size, in pixels."""
    return _font(_REFERENCE, weight).getlength(text)


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    """Whether `char` inks something that stays within its line and is not the box for a missing glyph."""
    size = 24
    font = _font(size, 400)
    mask = font.getmask(char)
    ink = mask.getbbox()
    return ink is not None and ink[3] - ink[1] < 1.3 * size and bytes(mask) != bytes(font.getmask("\uffff"))


@lru_cache(maxsize=2)  # an open face takes 4 MB; opening one takes a millisecond
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    with as_file(files("justmytype_intl_cjk") / "fonts/ofl/notosanstc/NotoSansTC[wght].ttf") as path:
        font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font
