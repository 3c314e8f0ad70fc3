"""How an article is told: as news, as a lesson, or as an advertisement. What becomes of it is decided elsewhere."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from aiintel_assets.editorial.features import is_roundup

LEAD = 600  # characters in which a report says what happened and when
READ = 20_000  # characters of a text that are looked at
MARGIN = 100  # words added to every text, so that a single one does not decide over a brief
OFTEN_SAID = 0.5  # attributions a hundred words with which a text is a report
OFTEN_TAUGHT = 2.0  # instructions a hundred words with which a text is a lesson
ADVERTISED = 0.7  # words of invitation a hundred words with which a text advertises
INVITATIONS = 4  # different ones that it has then, unless its headline invites
_WORD = re.compile(r"[A-Za-z]+|[\u3400-\u9fff]{2}")


def newsiness(title: str, text: str = "") -> float:
    """How much an article tells that something happened: from -1, a lesson or a roundup, to 1, a report.

    Headline and text count alike: the headline by whether it tells or teaches (what does both stands in the middle),
    the text by whether its beginning dates an event, how often it says who said so, and how often it instructs.
    Without a text the headline decides.
    """
    if is_roundup(title):
        return -1.0
    told = float(_cues("tells").search(title) is not None) - (_cues("teaches").search(title) is not None)
    if not text:
        return told
    text = text[:READ]
    words = _words(text)
    reports = (_cues("dates").search(text[:LEAD]) is not None) + min(1.0, _share("says", text, words) / OFTEN_SAID)
    return (told + reports / 2 - min(1.0, _share("instructs", text, words) / OFTEN_TAUGHT)) / 2


def advertises(title: str, text: str) -> bool:
    """Whether an article only invites: to an event, a course, an episode, or to admire its publisher's award."""
    if _cues("boasts").search(title) or _cues("airs").search(text[:LEAD]):
        return True
    text = text[:READ]
    share = _share("invites", text, _words(text))
    if _cues("invites").search(title):
        return share >= ADVERTISED / 2
    return share >= ADVERTISED and len(set(_cues("invites").findall(text))) >= INVITATIONS


def _words(text: str) -> int:
    return len(_WORD.findall(text)) + MARGIN


def _share(kind: str, text: str, words: int) -> float:
    return 100 * len(_cues(kind).findall(text)) / words


@cache
def _cues(kind: str) -> re.Pattern[str]:
    lists = yaml.safe_load(files(__package__).joinpath("genre.yaml").read_text("utf-8"))
    return re.compile("|".join(lists[kind]), re.IGNORECASE)
