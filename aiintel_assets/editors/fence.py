"""The fence between a model's instructions and foreign text: what stands inside it is data."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Full-width punctuation is Chinese typography; everything else that has a plainer form takes it.
_KEPT = re.compile(r"([\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65…]+)")
_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn"}


def defused(text: str) -> str:
    """The text on one line, in NFKC but for Chinese punctuation, without invisible or directional characters."""
    spaced = "".join(" " if c in "\t\n\r\u2028\u2029" else c for c in text)
    plain = "".join(
        part if index % 2 else unicodedata.normalize("NFKC", part) for index, part in enumerate(_KEPT.split(spaced))
    )
    return " ".join("".join(c for c in plain if unicodedata.category(c) not in _UNSEEN).split())


def fenced(material: str) -> str:
    """The material between two lines that it cannot contain.

    The mark follows from the material, so that the same question stays the same question; and since a text cannot hold
    a hash of itself, nobody who writes a text can close the fence in it.
    """
    mark = hashlib.sha256(material.encode()).hexdigest()[:16]
    while mark in material:
        mark = hashlib.sha256(mark.encode()).hexdigest()[:16]
    return f"<<<材料 {mark}\n{material}\n材料 {mark}>>>"
