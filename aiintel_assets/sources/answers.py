"""Values out of foreign JSON and XML: checked, bounded, plain. What they mean is each route's business."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from aiintel_assets.sources.route import RouteError

MAX_LINE = 4_000
"""Characters of a title or name that are kept."""

MAX_ADDRESS = 8_192
"""Characters; what is longer is no address."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+")


def json_of(body: bytes, who: str) -> Any:  # noqa: ANN401  # foreign: every reader checks what it takes out
    """The JSON in `body`; `who` is the service that errors speak of.

    Raises:
        RouteError: it is something else, such as a page of HTML with status 200.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise RouteError(f"{who} answered something that is no JSON; check the route's `url`", heals=True) from None


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a JSON list; anything else is an empty one."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number(value: object) -> int:
    """A JSON number as an integer; 0 for anything else."""
    return int(value) if isinstance(value, int | float) and abs(value) < 10**15 else 0


def line(value: object) -> str:
    """Text on one line, without control characters; empty for anything else."""
    return " ".join(_CONTROL.sub(" ", value[:MAX_LINE]).split()) if isinstance(value, str) else ""


def text(value: object) -> str:
    """Text as it is, with its line breaks; empty for anything else."""
    return value if isinstance(value, str) else ""


def web_address(value: object, base: str = "") -> str | None:
    """The absolute http(s) address that is meant, or None."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_ADDRESS:
        return None
    try:
        url = urljoin(base, _CONTROL.sub("", value.strip()).replace(" ", "%20"))
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return url if usable else None


def moment(value: object) -> datetime | None:
    """The instant or local time an ISO 8601 text names, with or without a zone; None for anything else."""
    try:
        return datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
