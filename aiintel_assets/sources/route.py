"""What every route answers with. A route asks one source in one way; it decides nothing about editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiintel_assets.edition import Interval
    from aiintel_assets.models import Entry


@dataclass(frozen=True, slots=True)
class Listing:
    """A route's answer: the entries it lists, and the intervals for which it vouches that nothing is missing.

    `reason` says in words why it reaches no further, where it does not.
    """

    entries: tuple[Entry, ...]
    covered: tuple[Interval, ...]
    reason: str
