"""The YAML block at the head of a post, with the keys, order and quoting that Hugo's PaperMod theme expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands in the block. `date` is aware, in the edition's zone; `cover` is the picture's path in the site."""

    cover: str
    cover_alt: str
    title: str
    date: datetime
    tags: Sequence[str]
    description: str
    summary: str


class _Quoted(str):
    """A string that is always written in double quotes, so that no value can be read as anything else."""

    __slots__ = ()


class _Instant(str):
    """An ISO 8601 instant that is written bare: YAML and Hugo then read a date, not a string."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Lists indented below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, False)  # noqa: FBT003 - PyYAML's signature


_Dumper.add_representer(
    _Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
)
_Dumper.add_representer(
    _Instant, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(text))
)


def front_matter(facts: FrontMatter) -> str:
    """The block with its `---` lines and a final line break."""
    data = {
        # `relative` would look for the picture beside the post; it stands below the site's root.
        "cover": {"image": _Quoted(facts.cover), "alt": _Quoted(facts.cover_alt), "relative": False},
        "title": _Quoted(facts.title),
        "date": _Instant(facts.date.isoformat(timespec="seconds")),
        "draft": False,
        "tags": [_Quoted(tag) for tag in facts.tags],
        "description": _Quoted(facts.description),
        "summary": _Quoted(facts.summary),
    }
    return f"---\n{yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)}---\n"
