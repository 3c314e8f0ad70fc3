"""Whether a page keeps its article back, or has none: error, challenge, consent, login. Told by what is left of it."""

from __future__ import annotations

import re
from importlib.resources import files

import yaml

_TERMS: dict[str, list[str]] = yaml.safe_load(files(__package__).joinpath("walls.yaml").read_text(encoding="utf-8"))
_TITLE = re.compile(rf"\W*(?:{'|'.join(_TERMS['titles'])})\W*", re.IGNORECASE)
_PHRASE = re.compile("|".join(_TERMS["phrases"]))  # case ignored would cost twice the time
_LONGEST = 2200  # letters: whatever says more than that is an article
_LETTERS_PER_PHRASE = 300


def is_wall(title: str, text: str, said: int) -> bool:
    """Whether title and text are those of a wall.

    Args:
        title: of the page.
        text: all that was found on it.
        said: the weight of the text, in letters.
    """
    if said >= _LONGEST:
        return False
    if _TITLE.fullmatch(title):
        return True
    return len(set(_PHRASE.findall(text.lower()))) * _LETTERS_PER_PHRASE >= said
